//! TEI is well-formed XML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{assert_xml, document, write};

fuzz_target!(|bytes: &[u8]| {
    assert_xml("tei", &write(&document(bytes), "tei"));
});
