//! Any XML is read as TEI or refused with its place; what was read becomes TEI that comes back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use rubricate::{Document, Error};
use rubricate_fuzz::{assert_xml, write};

fuzz_target!(|bytes: &[u8]| {
    let xml = [b"<TEI><text><body>", bytes, b"</body></text></TEI>"].concat();
    let document = match rubricate::read("fuzz.xml", xml, &ReadOptions::default()) {
        Ok((document, _)) => document,
        Err(Error::Read(error)) => return assert!(error.place.is_some(), "{error}"),
        Err(_) => return,
    };
    for leaf in document.edition.leaves() {
        assert!(document.source.text.get(leaf.span.range()).is_some(), "not on characters: {leaf:?}");
    }
    let tei = write(&document, "tei");
    assert_xml("tei", &tei);
    let mut source = Source::new("fuzz.xml", String::from_utf8(tei.clone()).expect("TEI is UTF-8"));
    let Ok(reading) = read::tei::read(&mut source, &ReadOptions::default()) else { return };
    let again = write(&Document { source, edition: reading.edition }, "tei");
    assert!(tei == again, "does not come back");
});
