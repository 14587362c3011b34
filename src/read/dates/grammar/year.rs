//! The year of a date: in full, short, in brackets, parted, behind all that stands between month and year.

use super::{Grammar, Parsed};
use crate::read::dates::lexicon::Sense;
use crate::read::dates::reading::{DateForm, DateReading, Year};
use crate::read::dates::token::DateTokenKind;
use crate::tree::Calendar;

impl Grammar<'_> {
    /// A year at `at`, which may stand in square brackets. `short`: two digits are enough.
    pub(super) fn year(&self, at: usize, short: bool) -> Option<(Year, usize)> {
        let bracket = self.sign(at) == Some('[');
        let at = if bracket { at + 1 } else { at };
        let apostrophe = self.sign(at).is_some_and(|c| matches!(c, '\'' | '’' | '‘'));
        let at = if apostrophe { at + 1 } else { at };
        if let Some((value, end)) = self.parted_year(at) {
            return Some((Year { value: value.cast_signed(), digits: 4, double: false }, end));
        }
        let (value, digits, ordinal) = self.number(at)?;
        let in_range = match digits {
            4 => (1000..=2199).contains(&value),
            3 => short && (900..1000).contains(&value),
            2 => (short || apostrophe) && self.mask(at).is_none(),
            _ => false,
        };
        let mut next = at + 1;
        let glued = self.token(next).is_some_and(|t| !t.spaced && matches!(t.kind, DateTokenKind::Word { .. }));
        if ordinal || !in_range || (glued && !self.dateline) {
            return None;
        }
        let mut year = Year { value: value.cast_signed(), digits, double: false };
        if digits == 4
            && self.close(next, "/-–")
            && let Some((second, length, false)) = self.number(next + 1)
            && !self.tokens[next + 1].spaced
            && length <= 4
            && (value + 1) % 10u32.pow(length as u32) == second
        {
            year.double = true;
            next += 2;
        }
        if bracket && self.sign(next) == Some(']') {
            next += 1;
        }
        Some((year, next))
    }

    /// What stands between month and year, then the year. Also a style between them.
    pub(super) fn year_after(&self, at: usize, short: bool) -> Option<(Year, usize, Option<Calendar>)> {
        let comma = self.sign(at) == Some(',');
        // Old hands end an abbreviation with a colon too.
        let mut next = self.past(at, if self.dateline { ",.:" } else { ",." });
        next = self.past_stroke(next);
        let style = self.take(next, |sense| match sense {
            Sense::Style(calendar) => Some(calendar),
            _ => None,
        });
        if let Some((_, after)) = style {
            next = self.past(after, ",.");
        }
        for sense in [Sense::Connector, Sense::YearWord, Sense::In] {
            next = self.skip(next, sense);
        }
        let apostrophe = self.sign(next).is_some_and(|c| matches!(c, '\'' | '’' | '‘'));
        // No day and no hour has so high a number.
        let high = self.dateline && self.number(next).is_some_and(|(value, digits, _)| digits == 2 && value > 31);
        let (year, mut end) = self.year(next, short || high)?;
        // "Sept. 29, 10 o'clock": a number after a comma is an hour rather than a short year.
        if year.digits < 3 && (comma && !apostrophe || self.has(end, Sense::DayPart) || self.sign(end) == Some(':')) {
            return None;
        }
        let word = self.skip(end, Sense::YearWord);
        if word > end && self.dateline || self.token(end).is_some_and(|t| t.spaced) && word == end + 1 {
            end = word;
        }
        Some((year, end, style.map(|(calendar, _)| calendar)))
    }

    pub(super) fn with_year(
        &self,
        at: usize,
        short: bool,
        form: impl Fn(Option<Year>) -> DateForm,
    ) -> (DateReading, usize) {
        if let Some((year, end, style)) = self.year_after(at, short) {
            return (DateReading { style, ..form(Some(year)).into() }, end);
        }
        match (form(None), self.masked_after(at, true)) {
            (DateForm::Point { month, day, .. }, Some((year, end))) => {
                (DateForm::Unspecified { year, month, day }.into(), end)
            }
            (form, _) => (form.into(), at),
        }
    }

    /// A year in a dateline that a comma or blanks part: `1,951`, `1 9 3 2`.
    fn parted_year(&self, at: usize) -> Option<(u32, usize)> {
        let (value, 1, false) = self.number(at).filter(|_| self.dateline)? else { return None };
        let in_range = |value: &(u32, usize)| (1000..=2199).contains(&value.0);
        if self.close(at + 1, ",.") && !self.token(at + 2).is_some_and(|token| token.spaced) {
            let (rest, 3, false) = self.number(at + 2)? else { return None };
            return Some((value * 1000 + rest, at + 3)).filter(in_range);
        }
        let digit =
            |at| self.number(at).filter(|(_, digits, ordinal)| *digits == 1 && !ordinal).map(|(value, ..)| value);
        let all = (at..at + 4).try_fold(0, |year, at| Some(year * 10 + digit(at)?))?;
        Some((all, at + 4)).filter(in_range)
    }

    /// The index after a stroke between day and year in a dateline: "May 7. - 1961", "May 7th /92".
    fn past_stroke(&self, at: usize) -> usize {
        let year =
            self.number(at + 1).map_or(0, |(value, digits, _)| if digits == 2 && value <= 31 { 0 } else { digits });
        match self.sign(at) {
            Some('-' | '–' | '—') if self.dateline && year == 4 => at + 1,
            Some('/') if self.dateline && year == 2 => at + 1,
            _ => at,
        }
    }

    /// "1887 Nov 6".
    pub(super) fn year_first(&self, at: usize) -> Parsed {
        let (year, next) = self.year(at, false).filter(|(year, _)| self.dateline && year.digits == 4)?;
        let (month, next) = self.month(self.past(next, ",."))?;
        let (day, end) = self.day(self.past(next, ",.:"))?;
        Some((DateForm::Point { year: Some(year), month: Some(month), day: Some(day) }.into(), end))
    }
}
