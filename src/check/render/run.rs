//! What came of a run, and what all formats need of it.

use crate::check::found::{FileReport, Found};
use crate::diagnostic::Level;

/// What came of a run.
#[derive(Debug)]
pub struct Run<'a> {
    /// All files that were checked, in the order they were given.
    pub files: &'a [FileReport],
    /// What could not be checked, and why.
    pub failures: &'a [String],
    /// The level from which a finding fails the run.
    pub deny: Level,
}

impl Run<'_> {
    pub(super) fn findings(&self) -> impl Iterator<Item = &Found> {
        self.files.iter().flat_map(|file| &file.findings)
    }
}

/// JSON of a value that is sure to have one.
pub(in crate::check) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings, numbers and lists of them have JSON") + "\n"
}

/// Message and advice, line by line.
pub(super) fn told(found: &Found) -> String {
    let mut text = found.message_in_file();
    for hint in &found.hints {
        text.push('\n');
        text.push_str(hint);
    }
    text
}
