//! What checking gives.

use crate::diagnostic::Diagnostic;
use crate::source::Kind;
use crate::source::Source;
use std::collections::BTreeMap;

/// A file that was checked: its texts, and what was found in them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// What it is.
    pub kind: Kind,
    /// Its text; `None` for a book, which has only members.
    pub source: Option<Source>,
    /// Files inside a book that findings lie in, by their path.
    pub members: BTreeMap<String, Source>,
    /// What was found: first what concerns the file as a whole, then in the order of members and places.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    pub(super) fn new(
        kind: Kind,
        source: Option<Source>,
        members: BTreeMap<String, Source>,
        mut findings: Vec<Diagnostic>,
    ) -> Self {
        findings
            .sort_by(|one, other| (&one.member, one.span, &one.rule).cmp(&(&other.member, other.span, &other.rule)));
        Self { kind, source, members, findings }
    }

    /// The text that places in this member (of a book) or in the file itself (`None`) point into.
    #[must_use]
    pub fn text(&self, member: Option<&str>) -> Option<&Source> {
        match member {
            None => self.source.as_ref(),
            Some(path) => self.members.get(path),
        }
    }
}
