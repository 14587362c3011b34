//! Where rules put what they find.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules::{Rule, known};
use crate::span::Span;
use crate::steps::step;
use std::collections::BTreeSet;

/// Where a rule puts what it finds.
pub(super) struct Findings<'a> {
    pub(super) rule: &'static Rule,
    pub(super) list: &'a mut Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    /// For the rule with an id that stands in the code.
    pub(super) fn of(id: &'static str, list: &'a mut Vec<Diagnostic>) -> Self {
        Self { rule: known(id), list }
    }

    /// Adds a finding of the rule's own level; hints, fix and other places can be added to what is given back.
    pub(super) fn push(&mut self, span: impl Into<Option<Span>>, message: impl Into<String>) -> &mut Diagnostic {
        self.list.push(self.rule.finding(span, message));
        self.list.last_mut().expect("it was just added")
    }

    /// Where something was found before, by reading or a rule further up.
    pub(super) fn spans(&self) -> BTreeSet<Span> {
        step(self.list.len());
        self.list.iter().filter_map(|finding| finding.span).collect()
    }
}
