//! Dates of the French Republic and of ancient Rome.

use super::{Grammar, Parsed};
use crate::read::dates::calendar::roman;
use crate::read::dates::lexicon::Sense;
use crate::read::dates::reading::DateForm;

impl Grammar<'_> {
    /// "18 brumaire an VIII", "3e jour complémentaire an VI".
    pub(super) fn republican(&self, at: usize) -> Parsed {
        let (day, next) = match self.number(at) {
            Some((value @ 1..=30, 1 | 2, _)) => (value as u8, self.skip(self.past(at + 1, "."), Sense::Connector)),
            _ => (0, at),
        };
        let ((month, named), next) = self.take(next, |sense| match sense {
            Sense::Republican(month) => Some((month, None)),
            Sense::Complementary(number) => Some((13, (number > 0).then_some(number))),
            _ => None,
        })?;
        let day = named.unwrap_or(day);
        let year = self.past(self.skip(self.past(next, ",."), Sense::RepublicanYear), ".'’");
        let number = match (self.number(year), self.word(year)) {
            (Some((value, 1 | 2, _)), _) => Some(value),
            (None, Some((word, true))) => roman(word),
            _ => None,
        };
        if day == 0 || (number.is_none() && !self.dateline) {
            return None;
        }
        let end = if number.is_some() { year + 1 } else { next };
        Some((DateForm::Republican { day, month, year: number }.into(), end))
    }

    /// "a. d. III Id. Mart.", "pridie Kal. Ianuarias anno 1532".
    pub(super) fn roman_day(&self, at: usize) -> Parsed {
        let mut next = self.past(self.skip(at, Sense::AnteDiem), ".");
        let mut count = 1;
        if self.has(next, Sense::DayBefore) {
            count = 2;
            next = self.skip(next, Sense::DayBefore);
        } else if let Some(number) =
            self.word(next).and_then(|(word, capital)| roman(word).filter(|_| capital || next > at))
            && self.take(next, |sense| matches!(sense, Sense::Roman(_)).then_some(())).is_none()
        {
            count = u8::try_from(number).ok()?;
            next += 1;
        } else if let Some((value, 1 | 2, _)) = self.number(next) {
            count = value as u8;
            next += 1;
        }
        let (fixed, next) = self.take(self.past(next, "."), |sense| match sense {
            Sense::Roman(fixed) => Some(fixed),
            _ => None,
        })?;
        let (month, end) = self.take(self.past(next, "."), |sense| match sense {
            Sense::Month { number, .. } => Some(number),
            _ => None,
        })?;
        let year = self.skip(self.past(end, ".,"), Sense::YearWord);
        let number = self.year(year, false).map(|(year, _)| year.value).or_else(|| {
            let (word, _) = self.word(year).filter(|(_, capital)| *capital)?;
            roman(word).filter(|value| (1000..=2100).contains(value)).map(u32::cast_signed)
        });
        let after = if number.is_some() { year + 1 } else { end };
        Some((DateForm::Roman { count, fixed, month, year: number }.into(), after))
    }
}
