//! The forms of dates, tried at one place in a list of tokens.

mod masked;
mod other_calendars;
mod year;

use crate::knowledge;
use crate::read::dates::calendar::roman;
use crate::read::dates::context::NumericOrder;
use crate::read::dates::lexicon::{DateLexicon, Phrase, Sense, longest};
use crate::read::dates::reading::{DateForm, DateReading, Open, Shift, Year};
use crate::read::dates::token::{DateToken, DateTokenKind};
use crate::steps::step;
use std::cell::Cell;

/// A reading and the index of the token after it.
type Parsed = Option<(DateReading, usize)>;

/// Tokens and the words to read them with.
pub(crate) struct Grammar<'a> {
    pub(crate) tokens: &'a [DateToken<'a>],
    /// The language's own words, then, in a dateline, those of all languages.
    lexica: &'a [&'a DateLexicon],
    /// A dateline may hold forms that running text uses for other things.
    dateline: bool,
    /// The last token that was asked for, of those that are there and those that are not.
    reached: Cell<usize>,
}

impl<'a> Grammar<'a> {
    pub(crate) fn of_text(tokens: &'a [DateToken<'a>], lexica: &'a [&'a DateLexicon]) -> Self {
        Self { tokens, lexica, dateline: false, reached: Cell::new(0) }
    }

    pub(crate) fn of_dateline(tokens: &'a [DateToken<'a>], lexica: &'a [&'a DateLexicon]) -> Self {
        Self { tokens, lexica, dateline: true, reached: Cell::new(0) }
    }
}

impl Grammar<'_> {
    /// Tokens before a date that may say that it is none.
    pub(crate) const LOOK_BACK: usize = 2;

    /// Whether all that was ever asked for stands before the last token, so that further ones would change nothing.
    pub(crate) fn is_settled(&self) -> bool {
        self.reached.get() + 1 < self.tokens.len()
    }

    fn token(&self, at: usize) -> Option<&DateToken<'_>> {
        self.reached.set(self.reached.get().max(at));
        self.tokens.get(at)
    }

    /// The longest date that starts at token `at`.
    pub(crate) fn date(&self, at: usize) -> Parsed {
        step(1);
        // Every form starts with a number, a known word or a Roman number.
        let starts = match &self.tokens[at].kind {
            DateTokenKind::Number { .. } => true,
            DateTokenKind::Word { folded, phrases, .. } => {
                phrases.iter().any(|all| !all.is_empty()) || roman(folded).is_some()
            }
            DateTokenKind::Sign(_) => false,
        };
        if !starts {
            return None;
        }
        let mut best: Parsed = None;
        let forms = [
            Self::weekday_date,
            Self::qualified,
            Self::day_month,
            Self::month_day,
            Self::month_year,
            Self::numeric,
            Self::iso,
            Self::year_first,
            Self::season,
            Self::republican,
            Self::roman_day,
            Self::relative,
            Self::decade,
            Self::masked,
            Self::years,
            Self::nothing,
        ];
        for form in forms {
            if let Some((reading, end)) = form(self, at)
                && best.as_ref().is_none_or(|(_, longest)| end > *longest)
            {
                best = Some((reading, end));
            }
        }
        let (mut reading, mut end) = best?;
        if let Some((calendar, after)) = self.take(self.past(end, ",.("), |sense| match sense {
            Sense::Style(calendar) => Some(calendar),
            _ => None,
        }) && reading.style.is_none()
        {
            reading.style = Some(calendar);
            end = if self.sign(self.past(after, ".")) == Some(')') && self.sign(self.past(end, ",.")) == Some('(') {
                self.past(after, ".") + 1
            } else {
                after
            };
        }
        if self.sign(end) == Some('?') && (self.dateline || self.sign(end + 1) == Some(']')) {
            reading.uncertain = true;
        }
        Some((reading, end))
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            DateTokenKind::Sign(c) => Some(c),
            _ => None,
        }
    }

    /// Whether token `at` is one of these signs and stands close to the token before it.
    fn close(&self, at: usize, signs: &str) -> bool {
        self.sign(at).is_some_and(|c| signs.contains(c)) && !self.tokens[at].spaced
    }

    fn word(&self, at: usize) -> Option<(&str, bool)> {
        match &self.token(at)?.kind {
            DateTokenKind::Word { folded, capital, .. } => Some((folded, *capital)),
            _ => None,
        }
    }

    /// A number with its count of digits.
    fn number(&self, at: usize) -> Option<(u32, usize, bool)> {
        match self.token(at)?.kind {
            DateTokenKind::Number { value, digits, ordinal } => Some((value, digits, ordinal)),
            _ => None,
        }
    }

    /// The index after any of these signs; a full stop may be an editor's ("Sept[.]").
    fn past(&self, mut at: usize, signs: &str) -> usize {
        while let Some(sign) = self.sign(at) {
            let supplied = || self.sign(at + 1) == Some('.') && self.sign(at + 2) == Some(']');
            at += match sign {
                sign if signs.contains(sign) => 1,
                '[' if signs.contains('.') && supplied() => 3,
                _ => break,
            };
        }
        at
    }

    /// The longest phrase at `at` with a sense that `pick` takes, and the index after it.
    pub(crate) fn take<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<(T, usize)> {
        let DateTokenKind::Word { phrases, .. } = &self.token(at)?.kind else { return None };
        phrases.iter().find_map(|phrases| {
            let next = |nth| self.following(at, nth).and_then(|index| self.word(index)).map(|(word, _)| word);
            let (picked, taken) = longest(phrases, next, &pick)?;
            let last = if taken == 0 { at } else { self.following(at, taken - 1)? };
            Some((picked, last + 1))
        })
    }

    /// Index of the `nth` word after `at`, over full stops and apostrophes.
    fn following(&self, at: usize, nth: usize) -> Option<usize> {
        let mut index = at;
        for _ in 0..=nth {
            index = self.past(index + 1, ".'’/-");
            self.word(index)?;
        }
        Some(index)
    }

    /// The index after a phrase of this sense, or `at`.
    pub(crate) fn skip(&self, at: usize, sense: Sense) -> usize {
        self.take(at, |found| (found == sense).then_some(())).map_or(at, |((), next)| next)
    }

    fn has(&self, at: usize, sense: Sense) -> bool {
        self.skip(at, sense) > at
    }

    fn month(&self, at: usize) -> Option<(u8, usize)> {
        let ((number, full), next) = self.take(at, |sense| match sense {
            Sense::Month { number, full } => Some((number, full)),
            _ => None,
        })?;
        let (_, capital) = self.word(at)?;
        let strict = self.lexica.first().is_some_and(|lexicon| lexicon.capital_months);
        // In small letters "march" is a verb, and "mar" a month only with its full stop.
        let doubtful = !capital && (if full { strict } else { !self.close(next, ".") });
        (self.dateline || !doubtful).then_some((number, next))
    }

    /// A month of which a dateline gives no more than the first letters, before its year: "den 31ten Ja 1832".
    fn cut_month(&self, at: usize) -> Option<(u8, usize)> {
        let (word, true) = self.word(at).filter(|(word, _)| self.dateline && word.len() > 1)? else { return None };
        self.year(self.past(at + 1, ",.:"), false).filter(|(year, _)| year.digits == 4)?;
        let months = self.lexica.first()?.months.iter();
        let mut months = months.filter(|(name, _)| starts_alike(name, word)).map(|(_, number)| *number);
        let month = months.next().filter(|month| months.all(|other| other == *month))?;
        Some((month, at + 1))
    }

    /// Whether a word is nothing but the ending of an ordinal number.
    fn is_ending(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| match &token.kind {
            DateTokenKind::Word { folded, phrases, .. } => {
                folded.len() > 1
                    && self.lexica.iter().any(|l| l.suffixes.contains(&**folded))
                    && !phrases.iter().copied().flatten().any(Phrase::is_word)
            }
            DateTokenKind::Number { .. } | DateTokenKind::Sign(_) => false,
        })
    }

    fn day(&self, at: usize) -> Option<(u8, usize)> {
        let (value, digits, ordinal) = self.number(at)?;
        if digits > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let mut next = at + 1;
        let ending = self.is_ending(next);
        // "21.sten"
        let dotted = self.close(next, ".") && self.is_ending(next + 1) && !self.tokens[next + 1].spaced;
        if !ordinal && ending && self.tokens[next].spaced {
            next += 1;
        } else if !ordinal && dotted && self.dateline {
            next += 2;
        } else if !ordinal
            && self.token(next).is_some_and(|t| !t.spaced && matches!(t.kind, DateTokenKind::Word { .. }))
            && !self.dateline
        {
            return None;
        }
        Some((value as u8, next))
    }

    /// "Tuesday Afternoon, July 19, 1743".
    fn weekday_date(&self, at: usize) -> Parsed {
        let (weekday, mut next) = self.take(at, |sense| match sense {
            Sense::Weekday(number) => Some(number),
            _ => None,
        })?;
        let after = self.after_weekday(at);
        while self.has(self.past(next, ",."), Sense::DayPart) {
            next = self.skip(self.past(next, ",."), Sense::DayPart);
        }
        if let Some((reading, end)) = self.core(after) {
            return Some((DateReading { weekday: Some(weekday), ..reading }, end));
        }
        self.dateline.then_some((DateReading { weekday: Some(weekday), ..DateForm::Nothing.into() }, next))
    }

    /// Where the date after the weekday at `at` starts, or `at`.
    pub(crate) fn after_weekday(&self, at: usize) -> usize {
        let Some(((), mut next)) = self.take(at, |sense| matches!(sense, Sense::Weekday(_)).then_some(())) else {
            return at;
        };
        while self.has(self.past(next, ",."), Sense::DayPart) {
            next = self.skip(self.past(next, ",."), Sense::DayPart);
        }
        self.skip(self.past(next, ",.[(—-–"), Sense::Prefix)
    }

    /// A full form without words around it.
    fn core(&self, at: usize) -> Parsed {
        [Self::day_month, Self::month_day, Self::month_year, Self::numeric, Self::iso, Self::republican]
            .into_iter()
            .filter_map(|form| form(self, at))
            .max_by_key(|(_, end)| *end)
    }

    /// About, perhaps, early in, before, after, between.
    fn qualified(&self, at: usize) -> Parsed {
        let bare = |at: usize| {
            let alone = || self.masked_alone(at).or_else(|| self.year_span(at));
            self.core(at).or_else(|| self.season(at)).or_else(|| self.decade(at)).or_else(alone)
        };
        // In "London E.C. 4 May 1902" the letter is the last of an abbreviation.
        let initial = at > 1 && self.word(at).is_some_and(|(word, capital)| capital && word.len() == 1);
        let after_initial = initial && self.word(at - 2).is_some_and(|(word, capital)| capital && word.len() == 1);
        let inside = at > 0
            && (!self.tokens[at].spaced || after_initial)
            && matches!(self.tokens[at - 1].kind, DateTokenKind::Sign('.'));
        let approx = self.take(at, |sense| (sense == Sense::Approx).then_some(()));
        if let Some(((), next)) = approx.filter(|_| !inside) {
            let (reading, end) = bare(self.past(next, "."))?;
            let dated = !matches!(reading.form, DateForm::Point { year: None, .. });
            return dated.then_some((DateReading { approx: true, ..reading }, end));
        }
        if let Some(((), next)) = self.take(at, |sense| (sense == Sense::Part).then_some(())) {
            let next = self.skip(self.skip(self.past(next, "-"), Sense::In), Sense::Connector);
            if let Some((reading, end)) = self.month_year(next).or_else(|| self.year_span(next)) {
                return Some((reading, end));
            }
            let (month, end) = self.month(next)?;
            return Some((DateForm::Point { year: None, month: Some(month), day: None }.into(), end));
        }
        if !self.dateline {
            return None;
        }
        if let Some(((), next)) = self.take(at, |sense| (sense == Sense::Between).then_some(())) {
            let next = self.skip(next, Sense::Prefix);
            let (from, middle) = bare(next)?;
            let joint = self.skip(self.skip(middle, Sense::And), Sense::To);
            let (to, end) = bare(self.skip(joint, Sense::Prefix)).filter(|_| joint > middle)?;
            return Some((DateForm::Span(Box::new(from), Box::new(to)).into(), end));
        }
        for (sense, open) in [(Sense::Before, Open::Before), (Sense::After, Open::After)] {
            if self.has(at, sense) {
                let (reading, end) = bare(self.skip(self.skip(at, sense), Sense::Prefix))?;
                return Some((DateReading { open: Some(open), ..reading }, end));
            }
        }
        let next = self.skip(at, Sense::Uncertain);
        let (reading, end) = if next > at { bare(next)? } else { return None };
        Some((DateReading { uncertain: true, ..reading }, end))
    }

    /// "21st of December 1920", "4/16 March 1876", "28-29 Feb 1921", "27 Mai/7 Juin 1768".
    fn day_month(&self, at: usize) -> Parsed {
        let (first, next) = self.day(at)?;
        let plain = self.past(next, ".");
        let connected = |at: usize| {
            let signs = if self.dateline { ".,'’" } else { ".'’" };
            self.month(self.skip(self.past(at, signs), Sense::Connector)).or_else(|| {
                // "d'Octobre" holds an apostrophe after the connector.
                self.month(self.past(self.skip(at, Sense::Connector), "'’"))
            })
        };
        // Two days of one month.
        let range = self.sign(plain).is_some_and(|c| "-–".contains(c));
        let dual = self.sign(plain).is_some_and(|c| "/(".contains(c));
        let joint = if range || dual { plain + 1 } else { self.skip(self.skip(plain, Sense::And), Sense::To) };
        if joint > plain
            && let Some((second, after)) = self.day(joint)
            // A bracket that also holds the month holds a date of its own: "No. 1 (15 August 1914)".
            && (self.sign(plain) != Some('(') || self.sign(self.past(after, ".")) == Some(')'))
            && let after = self.past(after, if dual { ".)" } else { "." })
            && let Some((month, end)) = connected(after)
        {
            return Some(self.with_year(end, self.dateline, |year| {
                if dual {
                    DateForm::Dual { old: (first, None), new: (second, Some(month)), year }
                } else {
                    DateForm::Days { from: first, to: second, month, year }
                }
            }));
        }
        let (month, end) = connected(next).or_else(|| self.cut_month(self.past(next, ".")))?;
        // The first half may have its own year: "20 December 1899 / 1 January 1900".
        let dated = self.year_after(end, false).filter(|(_, after, _)| self.sign(*after) == Some('/'));
        let slash = dated.map_or_else(|| self.past(end, "."), |(_, after, _)| after);
        if self.sign(slash).is_some_and(|c| "/(".contains(c))
            && let Some((second, after)) = self.day(slash + 1)
            && let Some((second_month, after)) = connected(after)
        {
            let after = self.past(after, ".)");
            return Some(self.with_year(after, self.dateline, |year| DateForm::Dual {
                old: (first, Some(month)),
                new: (second, Some(second_month)),
                year,
            }));
        }
        Some(self.with_year(end, self.dateline, |year| DateForm::Point { year, month: Some(month), day: Some(first) }))
    }

    /// "March the 7th, 1710/11", "FEBRUARY 28-29".
    fn month_day(&self, at: usize) -> Parsed {
        let (month, next) = self.month(at)?;
        // Old hands end an abbreviation with a colon too.
        let signs = if self.dateline { ".,:" } else { ".," };
        let mut at_day = self.skip(self.past(next, signs), Sense::Connector);
        if self.dateline {
            at_day = self.skip(at_day, Sense::Prefix);
        }
        let (day, end) = self.day(at_day)?;
        let hour = self.close(end, ":%") && !(self.dateline && self.year_after(end, false).is_some());
        if self.sign(self.past(next, ".,")).is_none() && hour {
            return None;
        }
        let joint = if self.close(end, "-–/") { end + 1 } else { self.skip(end, Sense::And) };
        if joint > end
            && let Some((second, after)) = self.day(joint)
            && (self.close(end, "-–/") || self.year_after(after, false).is_some())
        {
            let dual = self.sign(end) == Some('/');
            return Some(self.with_year(after, false, |year| {
                if dual {
                    DateForm::Dual { old: (day, None), new: (second, Some(month)), year }
                } else {
                    DateForm::Days { from: day, to: second, month, year }
                }
            }));
        }
        Some(self.with_year(end, false, |year| DateForm::Point { year, month: Some(month), day: Some(day) }))
    }

    /// "February, 1917", "January and February 1921".
    fn month_year(&self, at: usize) -> Parsed {
        let (first, next) = self.month(at)?;
        let dot = self.past(next, ".");
        let joint = if self.sign(dot).is_some_and(|c| "-–/".contains(c)) {
            dot + 1
        } else {
            self.skip(self.skip(dot, Sense::And), Sense::To)
        };
        if joint > dot
            && let Some((second, after)) = self.month(joint)
            && let Some((year, end, _)) = self.year_after(after, false)
        {
            return Some((DateForm::Months { from: first, to: second, year }.into(), end));
        }
        let Some((year, end, style)) = self.year_after(next, false) else {
            let (year, end) = self.masked_after(next, false)?;
            return Some((DateForm::Unspecified { year, month: Some(first), day: None }.into(), end));
        };
        let year = Year { double: year.double && first <= 3, ..year };
        Some((DateReading { style, ..DateForm::Point { year: Some(year), month: Some(first), day: None }.into() }, end))
    }

    /// "3.XII.05", "4/III 1920", "2. 8. 93", "3/4/05".
    fn numeric(&self, at: usize) -> Parsed {
        let (first, digits, ordinal) = self.number(at)?;
        if digits > 2 || ordinal || !(1..=31).contains(&first) || self.follows_number(at) {
            return None;
        }
        let first = first as u8;
        let sign = self.sign(at + 1).filter(|&c| "./-".contains(c));
        let middle = if sign.is_some() { at + 2 } else { at + 1 };
        let named = self.word(middle).filter(|&(_, capital)| capital || sign.is_some()).and_then(|(word, _)| {
            let position = knowledge::date_rules().roman_months.iter().position(|month| month == word);
            position.map(|position| position as u8 + 1)
        });
        let (second, roman) = match (named, self.number(middle)) {
            (Some(month), _) => (month, true),
            (None, Some((value, 1 | 2, false))) if sign.is_some() && (1..=31).contains(&value) => (value as u8, false),
            _ => return None,
        };
        let after = middle + 1;
        let second_sign = self.sign(after).filter(|&c| "./-".contains(c));
        let comma = self.dateline && sign == Some('/') && self.sign(after) == Some(',');
        let next = if second_sign.is_some() || comma { after + 1 } else { after };
        let form = |year| {
            let order = self.lexica.first().map_or(NumericOrder::Unknown, |lexicon| lexicon.order);
            if roman || second <= 12 && (sign == Some('.') || order == NumericOrder::DayFirst) {
                DateForm::Point { year, month: Some(second), day: Some(first) }
            } else {
                DateForm::Numeric { first, second, year }
            }
        };
        let spaced_only = second_sign.is_none() && sign == Some('-');
        let year = self.year(next, true).filter(|(year, end)| {
            let dotted = sign == second_sign && sign.is_some();
            let certain = year.digits == 4 || roman || (dotted && !self.follows_sign(*end));
            !spaced_only && (self.dateline || (certain && (dotted || roman)))
        });
        if let Some((year, end)) = year {
            let word = self.skip(end, Sense::YearWord);
            return Some((form(Some(year)).into(), if self.dateline { word } else { end }));
        }
        if let (DateForm::Point { month, day, .. }, Some((year, end))) = (form(None), self.masked_year(next)) {
            let end = self.past_year_word(end).unwrap_or(end);
            return Some((DateForm::Unspecified { year, month, day }.into(), end));
        }
        // Without a year only in a dateline, and only where signs say that it is a date.
        let complete = match sign {
            Some('.') => second_sign == Some('.') || (roman && second_sign.is_none()),
            Some('/') => second_sign.is_none(),
            _ => roman && sign.is_none(),
        };
        let glued = self.token(next).is_some_and(|t| !t.spaced && !matches!(t.kind, DateTokenKind::Sign(_)));
        (self.dateline && complete && !glued).then(|| (form(None).into(), after))
    }

    /// A sign close before the token that joins it to a number: 10,000 or 3.14.
    fn follows_number(&self, at: usize) -> bool {
        at >= 2 && !self.tokens[at].spaced && self.close(at - 1, ".,/-:") && self.number(at - 2).is_some()
    }

    /// A number goes on after the token: `1905.5`, `1905,000`.
    fn follows_sign(&self, at: usize) -> bool {
        self.close(at, ".,:") && self.number(at + 1).is_some() && !self.tokens[at + 1].spaced
    }

    /// "1920-03-04".
    fn iso(&self, at: usize) -> Parsed {
        let (year, end) = self.year(at, false)?;
        let (month, 2, _) = self.number(end + 1).filter(|_| self.close(end, "-"))? else { return None };
        let (day, 2, _) = self.number(end + 3).filter(|_| self.close(end + 2, "-"))? else { return None };
        let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && year.digits == 4;
        valid.then(|| {
            (DateForm::Point { year: Some(year), month: Some(month as u8), day: Some(day as u8) }.into(), end + 4)
        })
    }

    /// "Spring 1920", "winter, 1819/20".
    fn season(&self, at: usize) -> Parsed {
        let (season, next) = self.take(at, |sense| match sense {
            Sense::Season(number) => Some(number),
            _ => None,
        })?;
        let (year, end, _) = self.year_after(next, false)?;
        Some((DateForm::Season { season, year }.into(), end))
    }

    /// "12th inst.", "5 d. M.", "4 марта с. г.".
    fn relative(&self, at: usize) -> Parsed {
        let (day, next) = self.day(at)?;
        let shift = |sense| match sense {
            Sense::Relative(shift) => Some(shift),
            _ => None,
        };
        if let Some((month, after)) = self.month(self.skip(self.past(next, "."), Sense::Connector)) {
            let (shift, end) = self.take(self.past(after, ",."), shift)?;
            return matches!(shift, Shift::Years(_))
                .then_some((DateForm::Relative { day: Some(day), month: Some(month), shift }.into(), end));
        }
        let (shift, end) = self.take(self.past(next, ".,"), shift)?;
        // One letter is an abbreviation only with its full stop.
        let short =
            end == self.past(next, ".,") + 1 && self.word(end - 1).is_some_and(|(word, _)| word.chars().count() < 2);
        let day_count = matches!(shift, Shift::Months(_)) && (!short || self.dateline);
        day_count.then_some((DateForm::Relative { day: Some(day), month: None, shift }.into(), end))
    }

    /// "1840s".
    fn decade(&self, at: usize) -> Parsed {
        let (value, digits, _) = self.number(at)?;
        if self.counts_other(at) {
            return None;
        }
        match digits {
            4 if value % 10 == 0 && (1000..=2199).contains(&value) => {
                let next = if self.close(at + 1, "'’-") { at + 2 } else { at + 1 };
                let end = self.skip(next, Sense::Decade);
                let glued = self.token(next).is_some_and(|token| !token.spaced);
                let century = value % 100 == 0;
                let written = if century { format!("{:02}XX", value / 100) } else { format!("{:03}X", value / 10) };
                (end > next && glued).then(|| (DateReading::unspecified(written), end))
            }
            _ => None,
        }
    }

    /// A year or years in running text.
    fn years(&self, at: usize) -> Parsed {
        let rules = knowledge::date_rules();
        let (value, 4, false) = self.number(at)? else { return None };
        if !(rules.first_year..=rules.last_year).contains(&(value.cast_signed())) || self.counts_other(at) {
            return None;
        }
        let (reading, end) = self.year_span(at)?;
        let opened = at > 0 && self.sign(at - 1).is_some_and(|c| "([".contains(c));
        let introduced = at > 0 && self.has(at - 1, Sense::In);
        let alone = value % 100 != 0 || end > at + 1 || opened || introduced || self.tokens.len() == 1;
        alone.then_some((reading, end))
    }

    /// "1905", "1639 to '48", "1851-52", "1848- 1871".
    fn year_span(&self, at: usize) -> Parsed {
        let (first, 4, false) = self.number(at)? else { return None };
        if !(1000..=2199).contains(&first)
            || self.token(at + 1).is_some_and(|t| !t.spaced && matches!(t.kind, DateTokenKind::Word { .. }))
        {
            return None;
        }
        let first = first.cast_signed();
        let joint = match self.sign(at + 1) {
            Some('-' | '–' | '/') => at + 2,
            _ => self.skip(at + 1, Sense::To),
        };
        let apostrophe = self.sign(joint).is_some_and(|c| "'’‘".contains(c));
        let second = if apostrophe { joint + 1 } else { joint };
        if joint > at + 1
            && let Some((value, digits @ (2 | 4), false)) = self.number(second)
            && !self.follows_sign(second + 1)
        {
            let last = if digits == 2 { first / 100 * 100 + value.cast_signed() } else { value.cast_signed() };
            if last > first && last < 2200 {
                return Some((DateForm::Years(first, last).into(), second + 1));
            }
        }
        let year = Year { value: first, digits: 4, double: false };
        Some((DateForm::Point { year: Some(year), month: None, day: None }.into(), at + 1))
    }

    /// Whether the number is a figure, a page, a part of another number.
    fn counts_other(&self, at: usize) -> bool {
        let rules = knowledge::date_rules();
        let labelled = |index: usize| match &self.tokens[index].kind {
            DateTokenKind::Word { folded, .. } => rules.labels.iter().any(|label| label == folded),
            DateTokenKind::Sign(c) => rules.labels.iter().any(|label| label.chars().eq([*c])),
            DateTokenKind::Number { .. } => false,
        };
        let before = at > 0 && (labelled(at - 1) || (at > 1 && self.sign(at - 1) == Some('.') && labelled(at - 2)));
        let after = match self.token(at + 1).map(|token| &token.kind) {
            Some(DateTokenKind::Word { folded, .. }) => rules.units.iter().any(|unit| unit == folded),
            Some(DateTokenKind::Sign(c)) => rules.units.iter().any(|unit| unit.chars().eq([*c])),
            _ => false,
        };
        let glued = |index: usize| !self.tokens[index].spaced;
        let joined = at > 0 && glued(at) && matches!(self.tokens[at - 1].kind, DateTokenKind::Word { .. });
        let part = self.follows_number(at) || self.follows_sign(at + 1) || joined;
        before || after || part
    }

    /// Words that say there is no date.
    fn nothing(&self, at: usize) -> Parsed {
        let ((), end) = self.take(at, |sense| (sense == Sense::Undated).then_some(())).filter(|_| self.dateline)?;
        Some((DateForm::Nothing.into(), end))
    }
}

/// Whether a name starts with a word in small letters, whatever the case of the name.
fn starts_alike(name: &str, word: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    word.chars().all(|letter| letters.next() == Some(letter))
}
