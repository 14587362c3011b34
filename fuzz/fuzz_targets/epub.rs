//! An EPUB is a zip file whose XML members are well-formed, the media type first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{assert_xml, document, write};
use std::io::{Cursor, Read};

fuzz_target!(|bytes: &[u8]| {
    let Some(document) = document(bytes) else { return };
    let book = write(&document, "epub");
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an EPUB is a zip file");
    assert_eq!(archive.by_index(0).expect("it has members").name(), "mimetype");
    for i in 0..archive.len() {
        let mut member = archive.by_index(i).expect("the member is there");
        let name = member.name().to_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap_or_else(|error| panic!("{name}: {error}"));
        if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|extension| name.ends_with(extension)) {
            assert_xml(&name, &content);
        }
    }
});
