//! The tree's JSON is JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{document, write};

fuzz_target!(|bytes: &[u8]| {
    let Some(document) = document(bytes) else { return };
    let json = write(&document, "json");
    serde_json::from_slice::<serde_json::Value>(&json).expect("the output is JSON");
});
