//! Any archive is checked, and any file in a book that is sound otherwise; findings lie on the texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::check::CheckOptions;
use rubricate::read::ReadOptions;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

macro_rules! file {
    ($path:literal) => {
        ($path, include_bytes!(concat!("../../tests/epub/book/", $path)).as_slice())
    };
}

/// A sound book. The fuzzer writes one of its files.
const BOOK: [(&str, &[u8]); 8] = [
    file!("mimetype"),
    file!("META-INF/container.xml"),
    file!("OEBPS/content.opf"),
    file!("OEBPS/nav.xhtml"),
    file!("OEBPS/one.xhtml"),
    file!("OEBPS/style.css"),
    file!("OEBPS/toc.ncx"),
    file!("OEBPS/two.xhtml"),
];

fn check(book: Vec<u8>) {
    let Ok(checked) = rubricate::check("fuzz.epub", book, &ReadOptions::default(), &CheckOptions::default()) else { return };
    assert_eq!(checked.report("fuzz.epub").findings.len(), checked.findings.len());
    for finding in &checked.findings {
        let (Some(source), Some(span)) = (checked.text(finding.member.as_deref()), finding.span) else { continue };
        assert!(source.text.get(span.range()).is_some(), "not on characters: {finding:?}");
    }
}

fuzz_target!(|bytes: &[u8]| {
    check(bytes.to_vec());
    let Some((first, content)) = bytes.split_first() else { return };
    let written = usize::from(*first) % BOOK.len();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (nth, (path, sound)) in BOOK.into_iter().enumerate() {
        archive.start_file(path, options).expect("memory takes any file");
        archive.write_all(if nth == written { content } else { sound }).expect("memory takes any file");
    }
    check(archive.finish().expect("memory takes any file").into_inner());
});
