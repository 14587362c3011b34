//! What front matter says.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The rule of what is not understood.
pub(super) const NOT_READ: &str = "front-matter/not-read";

/// What the front matter says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// How many lines (not counting blank ones) it takes.
    pub lines: usize,
    /// Keys and values, in the order of the text.
    pub entries: Vec<Declared>,
    /// It is written in directives of Text::Amuse.
    pub directives: bool,
    /// What of it was not understood.
    pub findings: Vec<Diagnostic>,
}

/// A value that front matter gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The key in small letters, without hyphens and underscores; those of tables in tables have dots between.
    pub key: String,
    /// The value.
    pub value: String,
    /// Place of the value.
    pub span: Span,
    /// Place of the key.
    pub key_span: Span,
}
