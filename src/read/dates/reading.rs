//! What the words of a date say, before anyone works out its value.

use crate::read::dates::calendar::RomanDay;
use crate::tree::Calendar;

/// How a relative date is counted from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shift {
    Months(i32),
    Years(i32),
}

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Year {
    /// The number.
    pub(crate) value: i32,
    /// How many digits were written.
    pub(crate) digits: usize,
    /// Written as 1731/2: the year began on 25 March, and the later year is the modern one.
    pub(crate) double: bool,
}

/// Day and month of one half of a dual date.
pub(crate) type DayMonth = (u8, Option<u8>);

/// What the words of a date say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// Day, month, year as far as given.
    Point { year: Option<Year>, month: Option<u8>, day: Option<u8> },
    /// Days of one month.
    Days { from: u8, to: u8, month: u8, year: Option<Year> },
    /// Months of one year.
    Months { from: u8, to: u8, year: Year },
    /// From year to year.
    Years(i32, i32),
    /// A year with `X` for each digit that is not given, and month and day where they are.
    Unspecified { year: String, month: Option<u8>, day: Option<u8> },
    /// A season.
    Season { season: u8, year: Year },
    /// Old and new style together.
    Dual { old: DayMonth, new: DayMonth, year: Option<Year> },
    /// Two numbers of which it is not known which is the month.
    Numeric { first: u8, second: u8, year: Option<Year> },
    /// The Republican calendar; month 13 holds the days that end the year.
    Republican { day: u8, month: u8, year: Option<u32> },
    /// The Roman count of days.
    Roman { count: u8, fixed: RomanDay, month: u8, year: Option<i32> },
    /// A day of this, last or next month.
    Relative { day: Option<u8>, month: Option<u8>, shift: Shift },
    /// One date up to another.
    Span(Box<DateReading>, Box<DateReading>),
    /// A weekday alone, or words for "no date".
    Nothing,
}

/// Open on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// Not after.
    Before,
    /// Not before.
    After,
}

/// A date as read, not yet valued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateReading {
    pub(crate) form: DateForm,
    pub(crate) weekday: Option<u8>,
    pub(crate) style: Option<Calendar>,
    pub(crate) approx: bool,
    pub(crate) uncertain: bool,
    pub(crate) open: Option<Open>,
}

impl DateReading {
    /// A year with an `X` for each digit that is not given.
    pub(crate) fn unspecified(year: String) -> Self {
        DateForm::Unspecified { year, month: None, day: None }.into()
    }
}

impl From<DateForm> for DateReading {
    fn from(form: DateForm) -> Self {
        Self { form, weekday: None, style: None, approx: false, uncertain: false, open: None }
    }
}
