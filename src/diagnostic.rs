//! Findings: what was noticed, where, and what to do about it. Data only; rendering is elsewhere.
//!
//! ```
//! use rubricate::diagnostic::Level;
//! use rubricate::read::ReadOptions;
//!
//! let text = "Harwick, 31 February 1911\n\nDear Miss Alder,\n\nThe parcel came.\n";
//! let (document, findings) = rubricate::read("letter.txt", text.into(), &ReadOptions::default())?;
//! let finding = findings.iter().find(|finding| finding.level == Level::Warning).expect("no February has a 31st");
//! assert_eq!(finding.rule, "date/impossible");
//! assert_eq!(document.source.slice(finding.span.expect("it has a place")), "31 February 1911");
//! # Ok::<(), rubricate::Error>(())
//! ```

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

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

impl Level {
    /// All levels, the least first.
    pub(crate) const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Its name.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of that name.
    #[must_use]
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A finding in a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable id of the rule, `family/fault`.
    pub rule: Cow<'static, str>,
    /// The name that others know the fault by: a message id of EPUBCheck, `RSC-005`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Cow<'static, str>>,
    /// How much it matters.
    pub level: Level,
    /// Path of the file inside a book that the place lies in; `None` in a text or TEI, and for the book as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// What: one short phrase.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// A change that would mend it.
    pub fix: Option<Fix>,
    /// Other places that have to do with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// A change to the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What is replaced, in source order and without overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without a person looking.
    pub safe: bool,
}

/// A replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// Another place that has to do with a finding: the first of two ids, the heading that a page number contradicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Path of the file inside a book; as in [`Diagnostic::member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Where.
    pub span: Option<Span>,
    /// What is there.
    pub message: String,
}

/// Findings that an editor has looked at and allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Id of the rule.
    pub rule: String,
    /// First and last line it is about, from 1; `None` for the whole text.
    pub lines: Option<(usize, usize)>,
    /// File and line that say so.
    pub place: (String, usize),
}

impl Diagnostic {
    /// A finding without hints or fix.
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        level: Level,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            code: None,
            level,
            member: None,
            span: span.into(),
            message: message.into(),
            hints: Vec::new(),
            fix: None,
            related: Vec::new(),
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        // Nearly always the only one, and a long file has thousands of findings.
        self.hints.reserve_exact(1);
        self.hints.push(hint.into());
        self
    }

    /// Gives it another level than that of its rule.
    #[must_use]
    pub(crate) fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Adds another place in the same text that has to do with it.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { member: self.member.clone(), span: Some(span), message: message.into() });
        self
    }
}

impl Fix {
    /// One replacement.
    #[must_use]
    pub(crate) fn replace(span: Span, replacement: impl Into<String>, safe: bool) -> Self {
        Self { edits: vec![Edit { span, replacement: replacement.into() }], safe }
    }
}
