//! Finding dates in long text: a scan for digits and months, then a parse around each hit only.

use crate::read::dates::context::DateContext;
use crate::read::dates::evidence::DateEvidence;
use crate::read::dates::found::FoundDate;
use crate::read::dates::grammar::Grammar;
use crate::read::dates::lexicon::Sense;
use crate::read::dates::scanner::Hit;
use crate::read::dates::token;
use crate::read::dates::value::valued;
use crate::read::dates::words::Dates;
use crate::source::Span;
use crate::tree::{Date, Edtf};
use std::ops::Range;

/// Bytes before a hit in which a date may start.
const BEFORE: usize = 56;
/// Bytes after a hit in which it may end.
const AFTER: usize = 72;

impl Dates {
    /// A date that somebody gives beside the text, as EDTF or in words; `None` where neither can be read in it.
    #[must_use]
    pub fn told(&self, words: &str) -> Option<Date> {
        let words = words.trim();
        if let Some(edtf) = Edtf::parse(words) {
            return Some(Date { edtf: Some(edtf), ..Date::default() });
        }
        let found = self.find(words, 0, &DateContext::default()).into_iter().find(|found| found.date.edtf.is_some())?;
        // A year with further numbers tied to it is no year: there is no thirteenth month in `1830-13-01`.
        let range = found.span.range();
        let ties = |away: &mut dyn Iterator<Item = char>| {
            away.next().is_some_and(|c| matches!(c, '-' | '/' | '.')) && away.next().is_some_and(|c| c.is_ascii_digit())
        };
        if ties(&mut words[..range.start].chars().rev()) || ties(&mut words[range.end..].chars()) {
            return None;
        }
        Some(Date { span: Span::default(), ..found.date })
    }

    /// Dates in running text, in order. Spans are bytes of `text`, moved by `base`.
    ///
    /// A bare number is a date only where it looks like a year and nothing says that it counts something
    /// else. A day and month without a year have no value; see [`infer_years`](super::infer_years).
    #[must_use]
    pub fn find(&self, text: &str, base: u32, context: &DateContext) -> Vec<FoundDate> {
        let mut found = Vec::new();
        self.find_each(text, base, context, |_| {}, |date| found.push(date));
        found
    }

    /// What the dates of a whole file say together. Only this is kept of them.
    #[must_use]
    pub fn evidence(&self, text: &str) -> DateEvidence {
        let (mut evidence, mut places) = (DateEvidence::default(), Vec::new());
        let place = |place| match places.last_mut() {
            // A number is one place, however many digits it has.
            Some(last) if *last + 1 == place => *last = place,
            _ => places.push(place),
        };
        self.find_each(text, 0, &DateContext::default(), place, |date| evidence.add(&date));
        evidence.stand_at(places);
        evidence
    }

    /// `hit_at` is told of every number and month, `found` of the dates among them.
    fn find_each(
        &self,
        text: &str,
        base: u32,
        context: &DateContext,
        mut hit_at: impl FnMut(u32),
        mut found: impl FnMut(FoundDate),
    ) {
        let bytes = text.as_bytes();
        let lexica = [&*self.lexicon];
        // End of the last date, and of what was looked at without finding one.
        let (mut dated, mut done) = (0, 0);
        let mut tried = Tried::default();
        let mut tokens = Vec::new();
        for Hit { range: hit, is_month } in self.scanner.hits(text) {
            hit_at(hit.start as u32);
            if hit.start < done {
                continue;
            }
            if is_month && !is_whole_word(text, &hit) {
                continue;
            }
            let digits = bytes[hit.start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !is_month && !promising(&text[hit.start + digits..], digits) {
                done = hit.start + digits;
                continue;
            }
            let from = floor(text, hit.start.saturating_sub(BEFORE)).max(dated);
            let to = floor(text, (hit.end + AFTER).min(text.len()));
            if is_month
                && !bytes[hit.start..to].iter().take(28).any(u8::is_ascii_digit)
                && !self.part_before(text, from, hit.start)
            {
                continue;
            }
            let (from, to) = window(text, from, to, hit.start, dated);
            token::cut(text, from.max(tried.context), to, &lexica, false, &mut tokens);
            let grammar = Grammar::of_text(&tokens, &lexica);
            let near = tokens.partition_point(|token| token.start <= hit.start);
            let first = tokens[..near].partition_point(|token| token.start < tried.end);
            let mut is_settled = true;
            let parsed = (first..near).find_map(|at| {
                let date = grammar.date(at);
                is_settled &= grammar.is_settled();
                let reached = date.and_then(|(reading, end)| {
                    let last = tokens[end - 1].end;
                    // A form with a weekday starts at its day here.
                    let start = if reading.weekday.is_some() { grammar.after_weekday(at) } else { at };
                    (last > hit.start).then(|| (reading, tokens[start].start, last))
                });
                if reached.is_none() && is_settled {
                    let context = tokens[(at + 1).saturating_sub(Grammar::LOOK_BACK)].start;
                    tried = Tried { context, end: tokens[at].start + 1 };
                }
                reached
            });
            if let Some((reading, start, end)) = parsed {
                let span = Span::new(start + base as usize, end + base as usize);
                found(valued(reading, span, context, None));
                (dated, done) = (end, end);
            } else if !is_month {
                done = hit.start + digits;
            }
        }
    }

    /// Whether a word for a part of a period stands close before `end`.
    fn part_before(&self, text: &str, from: usize, end: usize) -> bool {
        let lexica = [&*self.lexicon];
        let mut tokens = Vec::new();
        token::cut(text, from, end, &lexica, false, &mut tokens);
        let grammar = Grammar::of_text(&tokens, &lexica);
        let first = tokens.len().saturating_sub(6);
        (first..tokens.len()).any(|at| grammar.skip(at, Sense::Part) > at)
    }
}

/// Up to where dates were looked for in vain. What starts there and ends before one hit ends before all later ones, so
/// each token is tried once, however close the hits are.
#[derive(Default)]
struct Tried {
    /// Every token that starts before this was tried.
    end: usize,
    /// From here on, tokens are context of those that were not.
    context: usize,
}

/// Whether a number may start a date, by its length and the text after it. Days after a month are found from the month.
fn promising(after: &str, digits: usize) -> bool {
    let mut next = after.chars();
    match digits {
        1 | 2 => match next.next() {
            Some('.' | '/' | '-' | '–' | '—' | '(' | '?' | '[' | '*' | '_' | '…') => true,
            Some(c) if c.is_whitespace() => next.next().is_some_and(|c| c.is_alphanumeric() || "([/–-".contains(c)),
            Some(c) => c.is_alphabetic(),
            None => false,
        },
        3 => matches!(next.next(), Some('?' | '-' | '–' | '—' | '_' | '*')),
        4 => true,
        _ => false,
    }
}

/// The character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Shrinks a window to whole words and to the paragraph of the hit.
fn window(text: &str, from: usize, to: usize, hit: usize, done: usize) -> (usize, usize) {
    let mut start = from;
    if from > done {
        start += text[from..hit].find(|c: char| !c.is_alphanumeric()).unwrap_or(hit - from);
    }
    if let Some(gap) = text[start..hit].rfind("\n\n") {
        start += gap;
    }
    let mut end = to;
    if let Some(gap) = text[hit..to].find("\n\n") {
        end = hit + gap;
    } else if to < text.len() {
        let tail = &text[hit..to];
        end = hit + tail.rfind(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
    }
    (start, end)
}

/// Whether no letter stands close before or after. A capital after a small letter starts a new word.
fn is_whole_word(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].chars().next_back();
    let after = text[word.end..].chars().next();
    !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
}
