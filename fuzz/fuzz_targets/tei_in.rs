//! Any XML is read as TEI or refused with its place; what was read becomes TEI that comes back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::Error;
use rubricate::read::ReadOptions;
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
    let Ok((document, _)) = rubricate::read("fuzz.xml", tei.clone(), &ReadOptions::default()) else { return };
    let again = write(&document, "tei");
    assert!(tei == again, "does not come back");
});
