//! Any bytes are read without a panic, and nothing is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{assert_nothing_lost, document};

fuzz_target!(|bytes: &[u8]| {
    let Some(first) = document(bytes) else { return };
    assert_nothing_lost(&first);
    assert_eq!(Some(first), document(bytes), "two readings differ");
});
