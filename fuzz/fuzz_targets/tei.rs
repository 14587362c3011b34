//! TEI is well-formed XML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{assert_xml, document, write};

fuzz_target!(|bytes: &[u8]| {
    let Some(document) = document(bytes) else { return };
    assert_xml("tei", &write(&document, "tei"));
});
