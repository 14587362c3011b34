//! JSON: an array of findings, or a finding a line.

use super::run::{Run, to_json};

pub(super) fn array(run: &Run) -> String {
    to_json(&run.findings().collect::<Vec<_>>())
}

pub(super) fn lines(run: &Run) -> String {
    let line = |found| serde_json::to_string(found).expect("strings, numbers and lists of them have JSON") + "\n";
    run.findings().map(line).collect()
}
