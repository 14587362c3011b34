//! Reviewdog's diagnostic format; its columns are bytes of UTF-8.

use super::run::{Run, to_json, told};
use crate::check::found::{Found, Region};
use crate::diagnostic::Level;
use serde_json::{Value, json};

pub(super) fn render(run: &Run) -> String {
    let diagnostics: Vec<_> = run.findings().map(diagnostic).collect();
    to_json(&json!({ "source": { "name": "rubricate" }, "diagnostics": diagnostics }))
}

fn diagnostic(found: &Found) -> Value {
    let mut location = json!({ "path": found.file });
    let in_file = found.member.is_none();
    if let Some(range) = range(found.bytes).filter(|_| in_file) {
        location["range"] = range;
    }
    let edits = found.fix.iter().flat_map(|fix| &fix.edits).filter(|_| in_file);
    let suggestions: Vec<_> =
        edits.filter_map(|edit| Some(json!({ "range": range(edit.bytes)?, "text": edit.replacement }))).collect();
    let mut diagnostic = json!({
        "message": told(found),
        "location": location,
        "severity": match found.level {
            Level::Note => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
        },
        "code": { "value": found.rule },
    });
    if !suggestions.is_empty() {
        diagnostic["suggestions"] = suggestions.into();
    }
    diagnostic
}

fn range(place: Region) -> Option<Value> {
    Some(json!({
        "start": { "line": place.line?, "column": place.column? },
        "end": { "line": place.end_line?, "column": place.end_column? },
    }))
}
