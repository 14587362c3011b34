//! Years of which the writer keeps a digit or two to himself: `17**`, `18--`, `184-`.

use super::{Grammar, Parsed};
use crate::read::dates::lexicon::Sense;
use crate::read::dates::reading::DateReading;
use crate::read::dates::token::DateTokenKind;

/// Signs that stand for a digit which is not given.
const MASKS: &str = "*-–—_.…?";
/// Those that nobody writes behind the number of a day.
const PLAIN: &str = "*_";

impl Grammar<'_> {
    /// A masked year in a dateline, in brackets, or behind a word for years. Elsewhere a lone number before dashes counts
    /// something.
    pub(super) fn masked(&self, at: usize) -> Parsed {
        let before = |sense| at > 0 && self.has(at - 1, sense);
        let bracketed = at > 0 && self.sign(at - 1) == Some('[');
        let introduced = self.dateline || bracketed || before(Sense::In) || before(Sense::YearWord);
        self.masked_alone(at).filter(|_| introduced)
    }

    pub(super) fn masked_alone(&self, at: usize) -> Parsed {
        let (year, end) = self.masked_year(at).filter(|_| !self.counts_other(at))?;
        Some((DateReading::unspecified(year), self.past_year_word(end).unwrap_or(end)))
    }

    /// A masked year behind a month, or behind day and month.
    pub(super) fn masked_after(&self, at: usize, with_day: bool) -> Option<(String, usize)> {
        let mut next = self.past(at, if self.dateline { ",.:" } else { ",." });
        for sense in [Sense::Connector, Sense::YearWord, Sense::In] {
            next = self.skip(next, sense);
        }
        // In running text "May 18--" may be a day.
        let sure = self.dateline || with_day || self.close(next + 1, PLAIN);
        let (year, end) = self.masked_year(next).filter(|_| sure)?;
        Some((year, self.past_year_word(end).unwrap_or(end)))
    }

    /// Its digits, and the index after its signs.
    pub(super) fn masked_year(&self, at: usize) -> Option<(String, usize)> {
        let (value, digits, _) = self.number(at)?;
        let end = self.mask(at)?;
        Some((format!("{value}{}", "X".repeat(4 - digits)), end))
    }

    /// The index after the signs that stand close behind the first digits of a year in place of the others.
    pub(super) fn mask(&self, at: usize) -> Option<usize> {
        let (value, digits, ordinal) = self.number(at)?;
        if ordinal {
            return None;
        }
        let end = match digits {
            2 if (10..=21).contains(&value) && self.word(at + 1).is_some_and(|(word, _)| word == "xx") => {
                (!self.tokens[at + 1].spaced).then_some(at + 2)?
            }
            2 if (10..=21).contains(&value) => {
                let sign = self.sign(at + 1).filter(|_| self.close(at + 1, MASKS))?;
                let same = |at: usize| self.sign(at) == Some(sign) && self.close(at, MASKS);
                let end = (at + 2..at + 4).find(|&next| !same(next)).unwrap_or(at + 4);
                // One long dash or ellipsis takes the room of two signs.
                (end > at + 2 || matches!(sign, '—' | '…')).then_some(end)?
            }
            3 if (100..=219).contains(&value) => {
                (self.close(at + 1, "?-–—_*") && !self.close(at + 2, MASKS)).then_some(at + 2)?
            }
            _ => return None,
        };
        // "17--20" and "18—he" say something else.
        let goes_on = self.token(end).is_some_and(|it| !it.spaced && !matches!(it.kind, DateTokenKind::Sign(_)));
        (!goes_on).then_some(end)
    }

    /// The index after a word for a year that stands apart, as after a year in full.
    pub(super) fn past_year_word(&self, end: usize) -> Option<usize> {
        let word = self.skip(end, Sense::YearWord);
        let apart = self.token(end).is_some_and(|token| token.spaced) && word == end + 1;
        (word > end && (self.dateline || apart)).then_some(word)
    }
}
