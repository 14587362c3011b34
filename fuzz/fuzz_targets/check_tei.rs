//! Any XML is checked; findings lie on the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rubricate::check::CheckOptions;
use rubricate::read::ReadOptions;

fuzz_target!(|bytes: &[u8]| {
    let xml = [b"<?xml version=\"1.0\"?>", bytes].concat();
    let Ok(checked) = rubricate::check("fuzz.xml", xml, &ReadOptions::default(), &CheckOptions::default()) else { return };
    assert_eq!(checked.report("fuzz.xml").findings.len(), checked.findings.len());
    let source = checked.text(None).expect("XML is a text");
    for finding in &checked.findings {
        let range = finding.span.unwrap_or_default().range();
        assert!(source.text.get(range).is_some(), "not on characters: {finding:?}");
    }
});
