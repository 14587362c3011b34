//! Datelines: a date and a place.

use crate::diagnostic::Diagnostic;
use crate::read::dates::context::DateContext;
use crate::read::dates::found::FoundDate;
use crate::read::dates::grammar::Grammar;
use crate::read::dates::lexicon::Sense;
use crate::read::dates::reading::{DateForm, DateReading};
use crate::read::dates::token;
use crate::read::dates::token::{DateToken, DateTokenKind};
use crate::read::dates::value::valued;
use crate::read::dates::words::Dates;
use crate::source::Span;

/// Longest block that is read as a dateline, in bytes. Letterheads may be long; a page is none.
const LONGEST: usize = 2000;

/// What a dateline says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dateline {
    /// Its date; without a value where it names a weekday only, or says that there is none.
    pub date: Option<FoundDate>,
    /// Its place: what is left, without words and signs that belong to the date.
    pub place: Option<Span>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

impl Dates {
    /// Reads a dateline, which may run over several lines. Spans are bytes of `text`, moved by `base`.
    #[must_use]
    pub fn dateline(&self, text: &str, base: u32, context: &DateContext) -> Dateline {
        if text.len() > LONGEST {
            return Dateline::default();
        }
        let lexica = [&*self.lexicon, &*self.all];
        let tokens = token::tokens(text, &lexica, true);
        let grammar = Grammar::of_dateline(&tokens, &lexica);
        let mut read: Vec<(DateReading, usize, usize)> = Vec::new();
        for at in 0..tokens.len() {
            read.extend(grammar.date(at).map(|(reading, end)| (reading, at, end)));
        }
        // The fullest; of several, the longest; of these, the last, since letterheads come first.
        let best = (0..read.len()).max_by_key(|&index| {
            let (reading, start, end) = &read[index];
            (weight(reading), end - start, index)
        });
        let place = place(text, &grammar, &read, best).map(|(start, end)| moved(start, end, base));
        let date = best.map(|index| {
            let (reading, start, end) = read.swap_remove(index);
            let span = moved(tokens[start].start, tokens[end - 1].end, base);
            valued(reading, span, context, None)
        });
        let findings = date.iter().filter_map(|found| found.finding.clone()).collect();
        Dateline { date, place, findings }
    }

    /// Whether [`Dates::dateline`] finds a date.
    #[must_use]
    pub fn is_dated(&self, text: &str) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let lexica = [&*self.lexicon, &*self.all];
        let tokens = token::tokens(text, &lexica, true);
        let grammar = Grammar::of_dateline(&tokens, &lexica);
        (0..tokens.len()).any(|at| grammar.date(at).is_some())
    }
}

fn moved(start: usize, end: usize, base: u32) -> Span {
    Span::new(start + base as usize, end + base as usize)
}

/// How much of a date a reading is.
fn weight(reading: &DateReading) -> u32 {
    match &reading.form {
        DateForm::Point { year, month, day } => {
            let year = year.map_or(0, |year| if year.digits == 4 { 4 } else { 3 });
            year + 3 * u32::from(month.is_some()) + 2 * u32::from(day.is_some())
        }
        DateForm::Numeric { year, .. } => 4 + 3 * u32::from(year.is_some()),
        DateForm::Dual { .. } | DateForm::Republican { .. } | DateForm::Roman { .. } | DateForm::Span(..) => 9,
        DateForm::Days { year, .. } => 6 + 3 * u32::from(year.is_some()),
        DateForm::Months { .. } | DateForm::Season { .. } => 7,
        DateForm::Relative { .. } => 6,
        DateForm::Unspecified { month, day, .. } => 4 + 3 * u32::from(month.is_some()) + 2 * u32::from(day.is_some()),
        DateForm::Years(..) => 4,
        DateForm::Nothing => 1,
    }
}

/// What is left of a dateline: the part before the date, or else after it.
fn place(
    text: &str,
    grammar: &Grammar<'_>,
    read: &[(DateReading, usize, usize)],
    best: Option<usize>,
) -> Option<(usize, usize)> {
    let tokens = grammar.tokens;
    let Some((_, start, end)) = best.map(|index| &read[index]) else {
        // A small word after a comma ("Arévalo, a XIIII de otubre") starts what may be a date in words, but no name.
        let cut = tokens.windows(2).position(|pair| {
            matches!(pair[0].kind, DateTokenKind::Sign(','))
                && matches!(pair[1].kind, DateTokenKind::Word { capital: false, .. })
        });
        return trim(text, grammar, 0, cut.unwrap_or(tokens.len()));
    };
    // A weekday or a time of day belongs to the date wherever it stands close to it.
    let mut first = *start;
    if let Some((_, from, to)) = read.iter().rfind(|(reading, _, to)| reading.form == DateForm::Nothing && to <= start)
        && tokens[*to..*start].iter().all(|token| matches!(token.kind, DateTokenKind::Sign(_)))
    {
        first = *from;
    }
    let mut last = *end;
    while last < tokens.len()
        && (matches!(tokens[last].kind, DateTokenKind::Sign(_)) || grammar.skip(last, Sense::DayPart) > last)
    {
        last = grammar.skip(last, Sense::DayPart).max(last + 1);
    }
    // What a colon announces is what happened on that day.
    let announced = matches!(tokens.get(*end), Some(DateToken { kind: DateTokenKind::Sign(':'), .. }));
    let behind = || trim(text, grammar, last, tokens.len()).filter(|_| !announced);
    trim(text, grammar, 0, first).or_else(behind)
}

/// Tokens `first..last` without words before a date or place and without loose signs; `None` where no word is left.
fn trim(text: &str, grammar: &Grammar<'_>, mut first: usize, mut last: usize) -> Option<(usize, usize)> {
    let tokens = grammar.tokens;
    let sign = |token: &DateToken| match token.kind {
        DateTokenKind::Sign(c) => Some(c),
        _ => None,
    };
    loop {
        let (from, to) = (first, last);
        if first >= last {
            return None;
        }
        let open = |close: char, open: char| {
            let count = |wanted| tokens[first..last].iter().filter(|token| sign(token) == Some(wanted)).count();
            count(open) < count(close)
        };
        match sign(&tokens[last - 1]) {
            Some(')') if !open(')', '(') => {}
            Some(']') if !open(']', '[') => {}
            // The full stop of an initial ("Halle a. S.") is part of the name.
            Some('.') if last - first > 1 && initial(text, grammar, last - 2) => {}
            Some(_) => last -= 1,
            None => {
                // Words before the date: "Berlin, den".
                let (mut at, mut prefix) = (last - 1, None);
                while at > first && last - at <= 3 {
                    if grammar.skip(at, Sense::Prefix) == last {
                        prefix = Some(at);
                    }
                    at -= 1;
                }
                if grammar.skip(first, Sense::Prefix) == last {
                    return None;
                }
                if let Some(at) = prefix.filter(|&at| lower(text, &tokens[at])) {
                    last = at;
                }
            }
        }
        if first < last {
            match sign(&tokens[first]) {
                Some('(' | '[' | '℅' | '»' | '«' | '„' | '“' | '"') if first + 1 < last => {}
                Some(_) => first += 1,
                None => {
                    let next = grammar.skip(first, Sense::PlacePrefix);
                    let longer = next > first && next < last;
                    first = if longer { next } else { first };
                }
            }
        }
        if (first, last) == (from, to) {
            break;
        }
    }
    let words = tokens[first..last].iter().any(|token| matches!(token.kind, DateTokenKind::Word { .. }));
    words.then(|| (tokens[first].start, tokens[last - 1].end))
}

/// A letter that is part of a name, not the "d." before a date.
fn initial(text: &str, grammar: &Grammar<'_>, at: usize) -> bool {
    let token = &grammar.tokens[at];
    let prefix = grammar.skip(at, Sense::Prefix) > at && lower(text, token);
    token.end - token.start == 1 && !prefix
}

fn lower(text: &str, token: &DateToken) -> bool {
    text[token.start..token.end].starts_with(char::is_lowercase)
}
