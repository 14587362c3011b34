//! Annotations of GitHub Actions: workflow commands on standard output.

use super::run::{Run, told};
use crate::diagnostic::Level;
use std::fmt::Write as _;

pub(super) fn render(run: &Run) -> String {
    let mut out = String::new();
    for failure in run.failures {
        let _ = writeln!(out, "::error title=rubricate::{}", data(failure));
    }
    for found in run.findings() {
        let command = match found.level {
            Level::Note => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let _ = write!(out, "::{command} file={}", property(&found.file));
        let place = found.place_in_file();
        if let (Some(line), Some(end_line)) = (place.line, place.end_line) {
            let _ = write!(out, ",line={line},endLine={end_line}");
            // Columns are taken only where they are on one line; the end is one past the last column here too.
            if let (true, Some(column), Some(end)) = (line == end_line, place.column, place.end_column) {
                let _ = write!(out, ",col={column},endColumn={end}");
            }
        }
        let _ = writeln!(out, ",title={}::{}", property(&found.rule), data(&told(found)));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
