//! Any bytes are checked; findings lie on the text, and mending them ends.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::check::CheckOptions;
use rubricate::read::ReadOptions;

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    for _ in 0..16 {
        let Ok(checked) = rubricate::check("fuzz", bytes, &ReadOptions::default(), &CheckOptions::default()) else { return };
        let report = checked.report("fuzz");
        assert_eq!(report.findings.len(), checked.findings.len());
        let Some(text) = checked.mended(true) else { return };
        bytes = text.into_bytes();
    }
    panic!("mending does not end");
});
