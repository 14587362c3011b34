//! Dates: in running text, in datelines, and as a hint to what a line is.
//!
//! Words come from `schema/languages/*.toml`, rules that hold everywhere from `schema/dates.toml`.
//! Values are EDTF in the proleptic Gregorian calendar. Nothing is converted or completed silently:
//! what was inferred is marked, and what gives no valid day has no value and a finding.

pub(super) mod calendar;
mod dateline;
mod grammar;
mod lexicon;
pub mod mark;
mod scan;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub use dateline::Dateline;
pub use mark::{Mark, MarkKind, mark};

use crate::diagnostic::Diagnostic;
use crate::knowledge;
use crate::source::Span;
use crate::tree::Date;
use lexicon::Lexicon;
use scan::Scanner;
use std::sync::OnceLock;
use value::{Evaluator, Reading};

/// The words of dates of one language, ready for use.
pub struct Dates {
    lexicon: Lexicon,
    scanner: Scanner,
    hinter: OnceLock<Scanner>,
}

/// How 3/4 is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
    /// Not known.
    #[default]
    Unknown,
}

/// How a relative date is counted from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shift {
    Months(i32),
    Years(i32),
}

/// What is known about the text around a date. Nothing known: `Context::default()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// How the file writes numeric dates; see [`Dates::order`].
    pub order: Order,
    /// The date from which relative dates count (year, month, day).
    pub anchor: Option<(i32, u8, u8)>,
    /// A year near which the text was written; it gives two-digit years their century.
    pub year_hint: Option<i32>,
}

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
pub struct Parts {
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
pub struct Found {
    /// Its place.
    pub span: Span,
    /// Its value.
    pub date: Date,
    /// How sure the value is.
    pub certainty: Certainty,
    /// What the words say, even where they give no value.
    pub parts: Parts,
    /// What is wrong with it.
    pub finding: Option<Diagnostic>,
    reading: Reading,
}

/// What the dates of a file say together: about when it was written, and how it orders numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The years given in full.
    years: Vec<i32>,
    /// A numeric date can be read with the day first only.
    day_first: bool,
    /// One can be read with the month first only.
    month_first: bool,
    /// Where numbers and months stand, in order.
    places: Vec<u32>,
}

impl Evidence {
    /// Adds what one date says.
    pub fn add(&mut self, found: &Found) {
        self.years.extend(found.parts.year.filter(|_| !found.date.inferred));
        if let value::What::Numeric { first, second, .. } = found.reading.what {
            self.day_first |= first > 12 && second <= 12;
            self.month_first |= second > 12 && first <= 12;
        }
    }

    /// A year near which a text was written: the median of the years it gives in full.
    #[must_use]
    pub fn year_hint(&self) -> Option<i32> {
        let mut years = self.years.clone();
        let middle = years.len() / 2;
        (!years.is_empty()).then(|| *years.select_nth_unstable(middle).1)
    }

    /// Whether a number or month stands in a span. Where none does there is no date, and no need to look for one.
    #[must_use]
    pub fn any_in(&self, span: Span) -> bool {
        let first = self.places.partition_point(|place| *place < span.start);
        self.places.get(first).is_some_and(|place| *place < span.end)
    }
}

impl<'a> FromIterator<&'a Found> for Evidence {
    fn from_iter<T: IntoIterator<Item = &'a Found>>(all: T) -> Self {
        let mut evidence = Self::default();
        all.into_iter().for_each(|found| evidence.add(found));
        evidence
    }
}

/// What of a date a line holds; see [`Dates::hints`].
#[expect(clippy::struct_excessive_bools, reason = "five independent facts about a line, each a cue of its own")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateHints {
    /// The name of a month.
    pub month: bool,
    /// A number that may be a year.
    pub year: bool,
    /// A number that may be a day.
    pub day: bool,
    /// The name of a weekday.
    pub weekday: bool,
    /// Enough of these together to be a date.
    pub date: bool,
}

impl Dates {
    /// The words of this language (a BCP 47 tag); of all languages together where it is not known.
    #[must_use]
    pub fn for_language(lang: &str) -> &'static Self {
        static ONE: OnceLock<Vec<(&'static str, OnceLock<Dates>)>> = OnceLock::new();
        static ALL: OnceLock<Dates> = OnceLock::new();
        let known = ONE.get_or_init(|| {
            knowledge::languages().iter().map(|language| (language.lang.as_str(), OnceLock::new())).collect()
        });
        let language = knowledge::language(lang);
        let slot = language.and_then(|language| known.iter().find(|(tag, _)| *tag == language.lang));
        match (language, slot) {
            (Some(language), Some((_, cell))) => cell.get_or_init(|| Self::new(Lexicon::of(&[language]))),
            _ => ALL.get_or_init(|| Self::new(Lexicon::of(&knowledge::languages().iter().collect::<Vec<_>>()))),
        }
    }

    fn new(lexicon: Lexicon) -> Self {
        Self { scanner: Scanner::months_and_digits(&lexicon), lexicon, hinter: OnceLock::new() }
    }

    /// A date that somebody gives beside the text, as EDTF or in words; `None` where neither can be read in it.
    #[must_use]
    pub fn told(&self, words: &str) -> Option<Date> {
        let words = words.trim();
        if edtf_core::Edtf::parse(words).is_ok() {
            return Some(Date { edtf: Some(words.to_owned()), ..Date::default() });
        }
        let found = self.find(words, 0, &Context::default()).into_iter().find(|found| found.date.edtf.is_some())?;
        Some(Date { span: Span::default(), ..found.date })
    }

    /// Gives the dates of running text that lack a year the year of the last full date before them, or of
    /// the anchor, and marks them as inferred. `found` is in the order of the text, of one letter or essay.
    pub fn infer_years(&self, found: &mut [Found], context: &Context) {
        let mut year = context.anchor.map(|(year, ..)| year);
        self.infer_years_after(found, context, &mut year);
    }

    /// The same for a text that comes in pieces: `year` is the year of the last full date before this piece,
    /// and afterwards the one before the next.
    pub fn infer_years_after(&self, found: &mut [Found], context: &Context, year: &mut Option<i32>) {
        for date in found {
            if date.parts.month.is_none() {
                continue;
            }
            if date.parts.year.is_some() && !date.date.inferred {
                *year = date.parts.year;
            } else if date.date.edtf.is_none() && date.finding.is_none() && year.is_some() {
                *date = valued(date.reading.clone(), date.span, context, *year);
            }
        }
    }

    /// How a file writes numeric dates: by any of them that can be read one way only. Languages that know
    /// one order need no vote.
    #[must_use]
    pub fn order(&self, evidence: &Evidence) -> Order {
        match (self.lexicon.order, evidence.day_first, evidence.month_first) {
            (Order::Unknown, true, false) => Order::DayFirst,
            (Order::Unknown, false, true) => Order::MonthFirst,
            (order, ..) => order,
        }
    }
}

/// A reading with its value.
fn valued(reading: Reading, span: Span, context: &Context, year: Option<i32>) -> Found {
    let value::Valued { date, parts, certainty, finding } = Evaluator { context, year, span }.value(&reading);
    Found { span, date, certainty, parts, finding, reading }
}
