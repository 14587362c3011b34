//! A date found in a text.

use crate::diagnostic::Diagnostic;
use crate::read::dates::reading::DateReading;
use crate::source::Span;
use crate::tree::Date;

/// How sure the value of a date is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Certainty {
    /// Read as it stands.
    Sure,
    /// Century, year or month was inferred.
    Inferred,
    /// "About".
    Approximate,
    /// Marked as doubtful by the text.
    Uncertain,
    /// Day and month cannot be told apart: no value.
    Ambiguous,
    /// No value.
    #[default]
    None,
}

/// Day, month and year as far as the words give them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year in full.
    pub year: Option<i32>,
    /// The month.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
    /// The weekday, 1 for Monday.
    pub weekday: Option<u8>,
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundDate {
    /// Its place.
    pub span: Span,
    /// Its value.
    pub date: Date,
    /// How sure the value is.
    pub certainty: Certainty,
    /// What the words say, even where they give no value.
    pub parts: DateParts,
    /// What is wrong with it.
    pub finding: Option<Diagnostic>,
    /// What the words say.
    pub(crate) reading: DateReading,
}
