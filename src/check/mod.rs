//! Checks texts, TEI and books by rules, each of which is a page of `schema/rules` and a function.

mod allow;
pub mod baseline;
mod epub;
mod fix;
pub mod found;
pub mod page;
pub mod registry;
pub mod render;
pub mod schema;
mod tei;
mod text;

pub use crate::source::kind::{self, Kind};
pub use page::Page;
pub use registry::{Check, Rule, rule, rules};
pub use tei::{Context, Profile};

use crate::Document;
use crate::diagnostic::{Allowance, Diagnostic};
use crate::source::{Source, Span};
use crate::tree::Edition;
use std::collections::BTreeMap;

/// A file that was checked: its texts, and what was found in them.
#[derive(Debug, Clone)]
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
    fn new(
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

/// A transcription as its rules see it.
struct Text<'a> {
    source: &'a Source,
    edition: &'a Edition,
}

/// Where a rule puts what it finds.
struct Findings<'a> {
    rule: &'static Rule,
    list: &'a mut Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Adds a finding of the rule's own level; hints, fix and other places can be added to what is given back.
    fn push(&mut self, span: impl Into<Option<Span>>, message: impl Into<String>) -> &mut Diagnostic {
        let Page { id, level, .. } = self.rule.page;
        self.list.push(Diagnostic::new(id, level, span, message));
        self.list.last_mut().expect("it was just added")
    }

    /// Whether something was found there before, by reading or a rule further up.
    fn has(&self, span: Span) -> bool {
        self.list.iter().any(|finding| finding.span == Some(span))
    }
}

/// Checks a transcription that was read. `findings` is what decoding and reading noticed, `allowed` what the editor
/// allows.
#[must_use]
pub fn text(document: Document, mut findings: Vec<Diagnostic>, allowed: &[Allowance]) -> Checked {
    let Document { source, edition } = document;
    let text = Text { source: &source, edition: &edition };
    for rule in rules() {
        if let Check::Text(check) = rule.check {
            check(&text, &mut Findings { rule, list: &mut findings });
        }
    }
    allow::in_hints(&source, allowed, &mut findings);
    Checked::new(Kind::Text, Some(source), BTreeMap::new(), findings)
}

/// Checks TEI, or other XML. `findings` is what decoding noticed.
#[must_use]
pub fn tei(source: Source, mut findings: Vec<Diagnostic>, context: &Context) -> Checked {
    tei::check(&source, context, &mut findings);
    Checked::new(Kind::Tei, Some(source), BTreeMap::new(), findings)
}

/// Checks a book. Nothing in it is trusted: what is damaged, locked or too much is a finding, and memory stays below
/// 1 GB beside the file itself.
#[must_use]
pub fn epub(bytes: &[u8]) -> Checked {
    epub::check(bytes)
}
