//! Findings: what was noticed, where, and what to do about it. Data only; rendering is elsewhere.

use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Good to know.
    Note,
    /// Should be looked at.
    Warning,
    /// Must be mended.
    Error,
}

/// A finding in a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable id of the rule, `family/fault`.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub level: Level,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// What: one short phrase.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// A change that would mend it.
    pub fix: Option<Fix>,
}

/// A change to the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// Whether it may be applied without a person looking.
    pub safe: bool,
}

impl Diagnostic {
    /// A finding without hints or fix.
    pub fn new(rule: &'static str, level: Level, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { rule: rule.into(), level, span: span.into(), message: message.into(), hints: Vec::new(), fix: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        // Nearly always the only one, and a long file has thousands of findings.
        self.hints.reserve_exact(1);
        self.hints.push(hint.into());
        self
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}
