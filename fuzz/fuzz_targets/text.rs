//! The reading text is UTF-8.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{document, write};

fuzz_target!(|bytes: &[u8]| {
    let Some(document) = document(bytes) else { return };
    String::from_utf8(write(&document, "text")).expect("the output is UTF-8");
});
