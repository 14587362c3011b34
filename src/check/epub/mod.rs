//! Rules for books.

mod archive;
mod book;
mod read;
mod url;

pub(super) mod access;
pub(super) mod container;
pub(super) mod links;
pub(super) mod manifest;
pub(super) mod nav;
pub(super) mod ncx;
pub(super) mod package;
pub(super) mod spine;
pub(super) mod xhtml;

pub(super) use book::Book;

use super::{Check, Checked, Findings, Kind, rule, rules};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use roxmltree::{Attribute, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Findings of one rule that are told. Who has as many mends them all in the same way.
const MAX_FOUND: usize = 500;

/// Checks a book. Everything in it is taken to be hostile: what is damaged or too much is a finding.
pub(super) fn check(bytes: &[u8]) -> Checked {
    let mut findings = Vec::new();
    let mut members = BTreeMap::new();
    if let Some(read) = read::read(bytes, &mut findings) {
        let documents = read::parse(&read.texts, &mut findings);
        let book = Book::new(&read, &documents);
        for rule in rules() {
            if let Check::Epub(check) = rule.check {
                let before = findings.len();
                check(&book, &mut Findings { rule, list: &mut findings });
                if findings.len() > before + MAX_FOUND {
                    findings.truncate(before + MAX_FOUND);
                    let last = findings.last_mut().expect("some were found");
                    last.hints.push(format!("there are more than {MAX_FOUND} of these; the others are not told"));
                }
            }
        }
        let concerned: BTreeSet<&str> = findings.iter().filter_map(|finding| finding.member.as_deref()).collect();
        members = read.texts.into_iter().filter(|(path, _)| concerned.contains(path.as_str())).collect();
    }
    let members: BTreeMap<String, Source> = members.into_iter().map(|(path, text)| (path, text.source)).collect();
    Checked::new(Kind::Epub, None, members, findings)
}

/// Where a finding lies: a file of the book and, in a text, a stretch of it. Without a file, the book as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    path: Option<&'a str>,
    span: Option<Span>,
}

impl<'a> Place<'a> {
    /// The book as a whole.
    const BOOK: Self = Self { path: None, span: None };

    /// A file as a whole.
    fn file(path: &'a str) -> Self {
        Self { path: Some(path), span: None }
    }

    /// A stretch of a text.
    fn span(path: &'a str, start: usize, end: usize) -> Self {
        Self { path: Some(path), span: Some(Span::new(start, end)) }
    }

    /// An element: its name in its start tag, for the whole may be long.
    fn node(path: &'a str, node: Node) -> Self {
        let text = &node.document().input_text()[node.range()];
        let name = text.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/')).unwrap_or(text.len());
        let start = node.range().start;
        Self::span(path, start, start + name.max(1).min(text.len()))
    }

    /// An attribute.
    fn attribute(path: &'a str, attribute: &Attribute) -> Self {
        Self::span(path, attribute.range().start, attribute.range().end)
    }
}

impl Findings<'_> {
    /// Adds a finding in a book. `code` is the id that EPUBCheck gives to the fault; empty where it knows none.
    fn report(&mut self, place: Place, code: &'static str, message: impl Into<String>) -> &mut Diagnostic {
        // One more than is told tells that there are more; it is written over by the next.
        let is_full =
            self.list.len() > MAX_FOUND && self.list[self.list.len() - MAX_FOUND - 1].rule == self.rule.page.id;
        if is_full {
            self.list.pop();
        }
        let finding = self.push(place.span, message);
        finding.member = place.path.map(Into::into);
        finding.code = (!code.is_empty()).then(|| code.into());
        finding
    }
}

/// Adds what is noticed before the rules are applied.
fn notice<'a>(
    list: &'a mut Vec<Diagnostic>,
    id: &str,
    place: Place,
    code: &'static str,
    message: impl Into<String>,
) -> &'a mut Diagnostic {
    let rule = rule(id).expect("it has a row; tests read them all");
    Findings { rule, list }.report(place, code, message);
    list.last_mut().expect("it was just added")
}
