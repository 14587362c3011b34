//! Code Quality report of GitLab.

use super::run::{Run, to_json, told};
use crate::diagnostic::Level;
use serde_json::json;

pub(super) fn render(run: &Run) -> String {
    let issues: Vec<_> = run
        .findings()
        .map(|found| {
            let place = found.place_in_file();
            // A line must be given; what concerns the whole file is shown at its top.
            let begin = place.line.unwrap_or(1);
            json!({
                "description": told(found),
                "check_name": found.rule,
                "fingerprint": found.fingerprint,
                "severity": match found.level {
                    Level::Note => "info",
                    Level::Warning => "minor",
                    Level::Error => "major",
                },
                "location": {
                    "path": found.file,
                    "lines": { "begin": begin, "end": place.end_line.unwrap_or(begin) },
                },
            })
        })
        .collect();
    to_json(&issues)
}
