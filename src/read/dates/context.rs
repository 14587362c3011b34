//! What is known about the text around a date.

/// How 3/4 is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumericOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
    /// Not known.
    #[default]
    Unknown,
}

/// What is known about the text around a date. Nothing known: `DateContext::default()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateContext {
    /// How the file writes numeric dates; see [`Dates::order`].
    pub order: NumericOrder,
    /// The date from which relative dates count (year, month, day).
    pub anchor: Option<(i32, u8, u8)>,
    /// A year near which the text was written; it gives two-digit years their century.
    pub year_hint: Option<i32>,
}
