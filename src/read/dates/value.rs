//! From what was read to a value: EDTF, calendar, certainty, findings.

use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge;
use crate::knowledge::rules;
use crate::read::dates::calendar;
use crate::read::dates::calendar::{RomanDay, Ymd};
use crate::read::dates::context::{DateContext, NumericOrder};
use crate::read::dates::found::{Certainty, DateParts, FoundDate};
use crate::read::dates::reading::{DateForm, DateReading, DayMonth, Open, Shift, Year};
use crate::source::Span;
use crate::tree::{Calendar, Date, Edtf};

/// A reading with its value.
pub(crate) fn valued(reading: DateReading, span: Span, context: &DateContext, year: Option<i32>) -> FoundDate {
    let Valued { date, parts, certainty, finding, .. } = Evaluator { context, year, span }.value(&reading);
    FoundDate { span, date, certainty, parts, finding, reading }
}

/// The value of a reading.
#[derive(Debug, Clone, Default)]
struct Valued {
    /// The value before its doubt is known.
    text: Option<String>,
    pub(crate) date: Date,
    pub(crate) parts: DateParts,
    pub(crate) certainty: Certainty,
    pub(crate) finding: Option<Diagnostic>,
}

/// Works out values. `year` stands in where a date in running text gives none.
struct Evaluator<'a> {
    pub(crate) context: &'a DateContext,
    pub(crate) year: Option<i32>,
    pub(crate) span: Span,
}

/// Why there is no value: rule, message, hint.
type Fault = (&'static str, &'static str, &'static str);

const IMPOSSIBLE: Fault = ("date/impossible", "there is no such day", "check day, month and year against the original");
const CENTURY: Fault = (
    "date/century",
    "the century is not given and was guessed",
    "give the year of the letter in full, as `--meta date=..`",
);
const AMBIGUOUS: Fault =
    ("date/ambiguous", "day and month cannot be told apart", "write the month as a word, or give the date");
const UNANCHORED: Fault = ("date/unanchored", "the date depends on another one", "give the date of the letter");
const GAP: Fault = ("date/dual-gap", "old and new style do not fit each other", "check both days against the original");

impl Evaluator<'_> {
    /// The value of `reading`.
    pub(crate) fn value(&self, reading: &DateReading) -> Valued {
        let mut valued = match self.of_form(&reading.form, reading.style) {
            Ok(valued) => valued,
            Err((rule, message, hint)) => Valued {
                parts: parts_of(&reading.form),
                certainty: if rule == AMBIGUOUS.0 { Certainty::Ambiguous } else { Certainty::None },
                finding: Some(rules::finding(rule, self.span, message).hint(hint)),
                ..Valued::default()
            },
        };
        if let Some(edtf) = valued.text.take() {
            let marked = match (reading.approx, reading.uncertain) {
                (true, true) => mark(&edtf, '%'),
                (true, false) => mark(&edtf, '~'),
                (false, true) => mark(&edtf, '?'),
                (false, false) => edtf,
            };
            let marked = match reading.open {
                Some(Open::Before) if !marked.contains('/') => format!("../{marked}"),
                Some(Open::After) if !marked.contains('/') => format!("{marked}/.."),
                _ => marked,
            };
            valued.date.edtf = Edtf::parse(&marked);
            if reading.approx {
                valued.certainty = Certainty::Approximate;
            } else if reading.uncertain {
                valued.certainty = Certainty::Uncertain;
            }
        }
        if valued.date.edtf.is_none() && valued.certainty != Certainty::Ambiguous {
            valued.certainty = Certainty::None;
        }
        if valued.date.edtf.is_some() && self.near().is_none() && has_short_year(&reading.form) {
            let (rule, message, hint) = CENTURY;
            valued.finding = Some(rules::finding(rule, self.span, message).hint(hint));
        }
        valued.date.span = self.span;
        valued.parts.weekday = reading.weekday;
        self.check_weekday(&mut valued);
        valued
    }

    fn check_weekday(&self, valued: &mut Valued) {
        let (Some(weekday), Some(edtf)) = (valued.parts.weekday, &valued.date.edtf) else { return };
        let Some(day) = edtf.day() else { return };
        let written = valued.date.custom.as_deref().and_then(calendar::parse_iso);
        let julian = calendar::weekday(calendar::julian_to_gregorian(day));
        if calendar::weekday(day) != weekday && valued.finding.is_none() {
            // Before the reform a date without a style is read as written; its weekday may be Julian.
            let level = if written.is_none() && julian == weekday { Level::Note } else { Level::Warning };
            let finding = rules::finding("date/weekday", self.span, "the weekday does not fit the date").level(level);
            valued.finding = Some(finding.hint("check the date; the Julian calendar may explain it"));
        }
    }

    fn of_form(&self, form: &DateForm, style: Option<Calendar>) -> Result<Valued, Fault> {
        match *form {
            DateForm::Point { year, month, day } => self.point(year, month, day, style),
            DateForm::Days { from, to, month, year } => {
                let Some((value, inferred)) = self.full_year(year, Some(month)) else {
                    check(month, from.max(to), None)?;
                    return Ok(Valued { parts: parts_of(form), ..Valued::default() });
                };
                if from >= to {
                    return Err(IMPOSSIBLE);
                }
                check(month, to, Some(value))?;
                let day = |day| calendar::iso((value, month, day));
                Ok(plain(format!("{}/{}", day(from), day(to)), form, inferred, Some(value)))
            }
            DateForm::Months { from, to, year } => {
                let (value, inferred) = self.in_full(year, None);
                if from >= to {
                    return Err(IMPOSSIBLE);
                }
                Ok(plain(format!("{value:04}-{from:02}/{value:04}-{to:02}"), form, inferred, Some(value)))
            }
            DateForm::Years(from, to) => Ok(plain(format!("{from:04}/{to:04}"), form, false, None)),
            DateForm::Unspecified { ref year, month, day } => {
                if let (Some(month), Some(day)) = (month, day) {
                    check(month, day, None)?;
                }
                let rest: String = [month, day].into_iter().map_while(|part| Some(format!("-{:02}", part?))).collect();
                Ok(plain(format!("{year}{rest}"), form, false, None))
            }
            DateForm::Season { season, year } => {
                let (value, inferred) = self.in_full(year, None);
                Ok(plain(format!("{value:04}-{season}"), form, inferred, Some(value)))
            }
            DateForm::Dual { old, new, year } => self.dual(old, new, year),
            DateForm::Numeric { first, second, year } => {
                let day_first = match (first <= 12, second <= 12) {
                    (false, true) => true,
                    (true, false) => false,
                    (true, true) if first == second => true,
                    (true, true) => match self.context.order {
                        NumericOrder::DayFirst => true,
                        NumericOrder::MonthFirst => false,
                        NumericOrder::Unknown => return Err(AMBIGUOUS),
                    },
                    (false, false) => return Err(IMPOSSIBLE),
                };
                let (day, month) = if day_first { (first, second) } else { (second, first) };
                self.point(year, Some(month), Some(day), style)
            }
            DateForm::Republican { day, month, year } => republican(day, month, year, form),
            DateForm::Roman { count, fixed, month, year } => roman(count, fixed, month, year, form),
            DateForm::Relative { day, month, shift } => self.relative(day, month, shift),
            DateForm::Span(ref from, ref to) => {
                let (from, to) = (self.value(from), self.value(to));
                let (Some(a), Some(b)) = (&from.date.edtf, &to.date.edtf) else {
                    return Err(from.finding.or(to.finding).map_or(UNANCHORED, |_| IMPOSSIBLE));
                };
                Ok(plain(format!("{a}/{b}"), form, from.date.inferred || to.date.inferred, None))
            }
            DateForm::Nothing => Ok(Valued::default()),
        }
    }

    fn point(
        &self,
        year: Option<Year>,
        month: Option<u8>,
        day: Option<u8>,
        style: Option<Calendar>,
    ) -> Result<Valued, Fault> {
        let parts = DateParts { year: None, month, day, weekday: None };
        if let (Some(month), Some(day)) = (month, day) {
            check(month, day, None)?;
        }
        let Some((value, inferred)) = self.full_year(year, month) else {
            return Ok(Valued { parts, ..Valued::default() });
        };
        let parts = DateParts { year: Some(value), ..parts };
        let double = year.is_some_and(|year| year.double);
        let mut date = Date { inferred, ..Date::default() };
        let edtf = match (month, day) {
            (Some(month), Some(day)) => {
                let julian = style == Some(Calendar::Julian) || double;
                let written = (value, month, day);
                if julian {
                    if day > calendar::days_in(month, Some(value), Calendar::Julian) {
                        return Err(IMPOSSIBLE);
                    }
                    date.calendar = Calendar::Julian;
                    date.custom = Some(calendar::iso(written));
                    calendar::iso(calendar::julian_to_gregorian(written))
                } else {
                    // 29 February 1700 was a day in Russia and England; without a style it has no value.
                    check(month, day, Some(value))?;
                    calendar::iso(written)
                }
            }
            (Some(month), None) => format!("{value:04}-{month:02}"),
            _ => format!("{value:04}"),
        };
        let certainty = if inferred { Certainty::Inferred } else { Certainty::Sure };
        Ok(Valued { text: Some(edtf), date, parts, certainty, finding: None })
    }

    /// A year near the date, where anything in the file says one.
    fn near(&self) -> Option<i32> {
        self.context.year_hint.or(self.context.anchor.map(|(year, ..)| year))
    }

    /// The year in full, and whether it was inferred. `None` where no year is written or known.
    fn full_year(&self, year: Option<Year>, month: Option<u8>) -> Option<(i32, bool)> {
        year.map_or_else(|| self.year.map(|year| (year, true)), |year| Some(self.in_full(year, month)))
    }

    /// A written year in full, and whether its century was inferred.
    fn in_full(&self, year: Year, month: Option<u8>) -> (i32, bool) {
        match year.digits {
            // 905 for 1905: the thousand is left out.
            3 => (1000 + year.value, true),
            2 => {
                let near = self.near().unwrap_or_else(|| knowledge::date_rules().guessed_year);
                (near - (near - year.value + 50).rem_euclid(100) + 50, true)
            }
            _ if year.double && month.is_some_and(|month| month <= 3) => (year.value + 1, false),
            _ => (year.value, false),
        }
    }

    fn dual(&self, old: DayMonth, new: DayMonth, year: Option<Year>) -> Result<Valued, Fault> {
        let (Some(first), Some(last)) = (old.1.or(new.1), new.1.or(old.1)) else { return Err(IMPOSSIBLE) };
        check(first, old.0, None)?;
        check(last, new.0, None)?;
        let parts = DateParts { year: None, month: Some(last), day: Some(new.0), weekday: None };
        let Some((value, inferred)) = self.full_year(year, Some(last)) else {
            return Ok(Valued { parts, ..Valued::default() });
        };
        // The year may belong to either half; a month written once too.
        let months = |month: u8, given: Option<u8>, step: i32| match given {
            Some(month) => vec![month],
            None => vec![month, (i32::from(month) + 11 + step).rem_euclid(12).cast_unsigned() as u8 + 1],
        };
        // Only one century has the gap that is written, so the gap gives a century that nothing else gives.
        let guessed = self.near().is_none() && year.is_some_and(|year| year.digits == 2);
        let centuries = if guessed { [0, -100, -200, -300].as_slice() } else { &[0] };
        // The year stands with the new style, if with one of the two.
        let years = centuries.iter().flat_map(|century| {
            let value = value + century;
            [(value, value), (value - 1, value), (value, value + 1)]
        });
        for (old_year, new_year) in years {
            for old_month in months(first, old.1, -1) {
                for new_month in months(last, new.1, 1) {
                    let written = (old_year, old_month, old.0);
                    let valid = old.0 <= calendar::days_in(old_month, Some(old_year), Calendar::Julian);
                    if valid && calendar::julian_to_gregorian(written) == (new_year, new_month, new.0) {
                        let text = Some(calendar::iso((new_year, new_month, new.0)));
                        let date = Date {
                            calendar: Calendar::Julian,
                            custom: Some(calendar::iso(written)),
                            inferred,
                            ..Date::default()
                        };
                        let parts = DateParts { year: Some(new_year), month: Some(new_month), ..parts };
                        let certainty = if inferred { Certainty::Inferred } else { Certainty::Sure };
                        return Ok(Valued { text, date, parts, certainty, finding: None });
                    }
                }
            }
        }
        Err(GAP)
    }

    fn relative(&self, day: Option<u8>, month: Option<u8>, shift: Shift) -> Result<Valued, Fault> {
        let (year, anchor_month, _) = self.context.anchor.ok_or(UNANCHORED)?;
        let (year, month) = match shift {
            Shift::Years(by) => (year + by, month.ok_or(UNANCHORED)?),
            Shift::Months(by) => {
                let months = year * 12 + i32::from(anchor_month) - 1 + by;
                (months.div_euclid(12), months.rem_euclid(12).cast_unsigned() as u8 + 1)
            }
        };
        let written = Year { value: year, digits: 4, double: false };
        let mut valued = self.point(Some(written), Some(month), day, None)?;
        valued.date.inferred = true;
        valued.certainty = Certainty::Inferred;
        Ok(valued)
    }
}

/// Marks both ends of an interval, or the date.
fn mark(edtf: &str, sign: char) -> String {
    edtf.split('/').map(|part| format!("{part}{sign}")).collect::<Vec<_>>().join("/")
}

fn check(month: u8, day: u8, year: Option<i32>) -> Result<(), Fault> {
    let days = calendar::days_in(month, year, Calendar::Gregorian);
    if (1..=12).contains(&month) && (1..=days).contains(&day) { Ok(()) } else { Err(IMPOSSIBLE) }
}

fn plain(edtf: String, form: &DateForm, inferred: bool, year: Option<i32>) -> Valued {
    let mut parts = parts_of(form);
    parts.year = year.or(parts.year);
    let certainty = if inferred { Certainty::Inferred } else { Certainty::Sure };
    Valued { text: Some(edtf), date: Date { inferred, ..Date::default() }, parts, certainty, finding: None }
}

/// Whether a year of two digits is among what was read.
fn has_short_year(form: &DateForm) -> bool {
    match *form {
        DateForm::Point { year, .. }
        | DateForm::Days { year, .. }
        | DateForm::Dual { year, .. }
        | DateForm::Numeric { year, .. } => year.is_some_and(|year| year.digits == 2),
        DateForm::Months { year, .. } | DateForm::Season { year, .. } => year.digits == 2,
        DateForm::Span(ref from, ref to) => has_short_year(&from.form) || has_short_year(&to.form),
        DateForm::Years(..)
        | DateForm::Unspecified { .. }
        | DateForm::Republican { .. }
        | DateForm::Roman { .. }
        | DateForm::Relative { .. }
        | DateForm::Nothing => false,
    }
}

fn parts_of(form: &DateForm) -> DateParts {
    let full = |year: Option<Year>| year.filter(|year| year.digits == 4).map(|year| year.value);
    let (year, month, day) = match *form {
        DateForm::Point { year, month, day } => (full(year), month, day),
        DateForm::Days { from, month, year, .. } => (full(year), Some(month), Some(from)),
        DateForm::Months { from, year, .. } => (full(Some(year)), Some(from), None),
        DateForm::Years(from, _) => (Some(from), None, None),
        DateForm::Season { year, .. } => (full(Some(year)), None, None),
        DateForm::Dual { new, year, .. } => (full(year), new.1, Some(new.0)),
        DateForm::Numeric { year, .. } => (full(year), None, None),
        DateForm::Relative { day, month, .. } | DateForm::Unspecified { month, day, .. } => (None, month, day),
        DateForm::Republican { .. } | DateForm::Roman { .. } | DateForm::Span(..) | DateForm::Nothing => {
            (None, None, None)
        }
    };
    DateParts { year, month, day, weekday: None }
}

fn converted(day: Ymd, custom: String, calendar: Calendar) -> Valued {
    let date = Date { calendar, custom: Some(custom), ..Date::default() };
    let parts = DateParts { year: Some(day.0), month: Some(day.1), day: Some(day.2), weekday: None };
    Valued { text: Some(calendar::iso(day)), date, parts, certainty: Certainty::Sure, finding: None }
}

fn republican(day: u8, month: u8, year: Option<u32>, form: &DateForm) -> Result<Valued, Fault> {
    let years = knowledge::languages().iter().filter_map(|language| language.dates.republican.as_ref());
    let start = |wanted: u32| {
        let mut all = years.clone().flat_map(|republican| &republican.years);
        all.find(|(number, _)| calendar::roman(number) == Some(wanted)).and_then(|(_, day)| calendar::parse_iso(day))
    };
    let Some(year) = year else { return Ok(Valued { parts: parts_of(form), ..Valued::default() }) };
    let first = calendar::gregorian_to_jdn(start(year).ok_or(IMPOSSIBLE)?);
    let extra = start(year + 1).map_or(5, |next| calendar::gregorian_to_jdn(next) - first - 360);
    let last = if month == 13 { extra } else { 30 };
    if day == 0 || i32::from(day) > last {
        return Err(IMPOSSIBLE);
    }
    let day_of_year = (i32::from(month) - 1) * 30 + i32::from(day) - 1;
    let custom = format!("{year:04}-{month:02}-{day:02}");
    Ok(converted(calendar::jdn_to_gregorian(first + day_of_year), custom, Calendar::Republican))
}

fn roman(count: u8, fixed: RomanDay, month: u8, year: Option<i32>, form: &DateForm) -> Result<Valued, Fault> {
    let (month, day, year_before) = calendar::roman_day(count, fixed, month, year).ok_or(IMPOSSIBLE)?;
    let Some(year) = year else {
        let parts = DateParts { month: Some(month), day: Some(day), ..parts_of(form) };
        return Ok(Valued { parts, ..Valued::default() });
    };
    let written = (year - i32::from(year_before), month, day);
    // Humanists went on counting so after the reform, in the calendar of their country.
    let value = if year < 1583 { calendar::julian_to_gregorian(written) } else { written };
    Ok(converted(value, calendar::iso(written), Calendar::Roman))
}
