//! Standoff output is JSON, and each line that is not blank is in exactly one block.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate_fuzz::{document, write};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Some(document) = document(bytes) else { return };
    let standoff: Value = serde_json::from_slice(&write(&document, "standoff")).expect("the output is JSON");
    let source = &document.source;
    let mut times = vec![0; source.line_count()];
    for block in standoff["blocks"].as_array().expect("there is a list of blocks") {
        let line = |key: &str| block[key].as_u64().expect("a block has lines") as usize;
        for line in line("line_start")..=line("line_end") {
            times[line - 1] += 1;
        }
    }
    for (i, times) in times.into_iter().enumerate() {
        let text = source.slice(source.line(i));
        assert!(times == 1 || text.trim().is_empty(), "line {} is in {times} blocks: {text:?}", i + 1);
    }
    let chars = source.text.chars().count() as u64;
    for span in standoff["inline"].as_array().expect("there is a list of spans") {
        let (start, end) = (span["char_start"].as_u64(), span["char_end"].as_u64());
        assert!(start < end && end <= Some(chars), "a span out of place: {span}");
    }
});
