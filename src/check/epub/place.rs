//! Where findings in books lie, and how they are told.

use crate::check::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use roxmltree::{Attribute, Node};

/// Findings of one rule that are told. Who has as many mends them all in the same way.
pub(super) const MAX_FOUND: usize = 500;

/// Where a finding lies: a file of the book and, in a text, a stretch of it. Without a file, the book as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct BookPlace<'a> {
    pub(super) path: Option<&'a str>,
    pub(super) span: Option<Span>,
}

impl<'a> BookPlace<'a> {
    /// The book as a whole.
    pub(super) const BOOK: Self = Self { path: None, span: None };

    /// A file as a whole.
    pub(super) fn file(path: &'a str) -> Self {
        Self { path: Some(path), span: None }
    }

    /// A stretch of a text.
    pub(super) fn span(path: &'a str, start: usize, end: usize) -> Self {
        Self { path: Some(path), span: Some(Span::new(start, end)) }
    }

    /// An element: its name in its start tag, for the whole may be long.
    pub(super) fn node(path: &'a str, node: Node) -> Self {
        let text = &node.document().input_text()[node.range()];
        let name = text.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/')).unwrap_or(text.len());
        let start = node.range().start;
        Self::span(path, start, start + name.max(1).min(text.len()))
    }

    /// An attribute.
    pub(super) fn attribute(path: &'a str, attribute: &Attribute) -> Self {
        Self::span(path, attribute.range().start, attribute.range().end)
    }
}

impl Findings<'_> {
    /// Adds a finding in a book. `code` is the id that EPUBCheck gives to the fault; empty where it knows none.
    pub(super) fn report(
        &mut self,
        place: BookPlace,
        code: &'static str,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        // One more than is told tells that there are more; it is written over by the next.
        let is_full = self.list.len() > MAX_FOUND && self.list[self.list.len() - MAX_FOUND - 1].rule == self.rule.id;
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
pub(super) fn notice<'a>(
    list: &'a mut Vec<Diagnostic>,
    id: &'static str,
    place: BookPlace,
    code: &'static str,
    message: impl Into<String>,
) -> &'a mut Diagnostic {
    Findings::of(id, list).report(place, code, message);
    list.last_mut().expect("it was just added")
}
