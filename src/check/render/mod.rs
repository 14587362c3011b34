//! Findings for programs: one row per format.

mod github;
mod gitlab;
mod json;
mod junit;
mod rdjson;
mod sarif;

use super::found::{FileReport, Found};
use crate::diagnostic::Level;

/// A format for programs.
#[derive(Debug)]
pub struct Format {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Writes a run.
    pub render: fn(&Run) -> String,
}

/// All formats.
pub const FORMATS: &[Format] = &[
    Format { name: "json", about: "One array with an object for each finding", render: json::array },
    Format { name: "json-lines", about: "One object a line", render: json::lines },
    Format { name: "sarif", about: "SARIF 2.1.0, for code scanning", render: sarif::render },
    Format { name: "junit", about: "JUnit XML, for test reports", render: junit::render },
    Format { name: "github", about: "Annotations of GitHub Actions", render: github::render },
    Format { name: "gitlab", about: "Code Quality report of GitLab", render: gitlab::render },
    Format { name: "rdjson", about: "Reviewdog's format", render: rdjson::render },
];

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
    fn findings(&self) -> impl Iterator<Item = &Found> {
        self.files.iter().flat_map(|file| &file.findings)
    }
}

/// JSON of a value that is sure to have one.
pub(super) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings, numbers and lists of them have JSON") + "\n"
}

/// Message and advice, line by line.
fn told(found: &Found) -> String {
    let mut text = found.message_in_file();
    for hint in &found.hints {
        text.push('\n');
        text.push_str(hint);
    }
    text
}
