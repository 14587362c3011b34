//! Finding dates in long text: a scan for digits and months, then a parse around each hit only.

use super::grammar::Grammar;
use super::lexicon::{Lexicon, Sense, all};
use super::token::{self, Token};
use super::{Context, DateHints, Dates, Evidence, Found, valued};
use crate::source::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::OnceLock;

/// Bytes before a hit in which a date may start.
const BEFORE: usize = 56;
/// Bytes after a hit in which it may end.
const AFTER: usize = 72;

/// A text of more bytes is long.
const LONG: usize = 100_000;

/// Finds words of dates in one pass.
pub(super) struct Scanner {
    patterns: Vec<String>,
    /// For texts where a quick start counts.
    short: OnceLock<AhoCorasick>,
    /// For texts where a quick pass counts; takes longer to make.
    long: OnceLock<AhoCorasick>,
    /// What each pattern is; `None` for a digit.
    senses: Vec<Option<Sense>>,
}

impl Scanner {
    /// Scans for months, including those of the Republican calendar's digits, and digits.
    pub(super) fn months_and_digits(lexicon: &Lexicon) -> Self {
        let months = lexicon.scanned.iter().filter(|(_, sense)| matches!(sense, Sense::Month { .. }));
        let mut patterns: Vec<(String, Option<Sense>)> =
            months.map(|(word, sense)| (word.clone(), Some(*sense))).collect();
        patterns.extend(('0'..='9').map(|digit| (digit.to_string(), None)));
        Self::new(patterns)
    }

    /// Scans for months and weekdays.
    pub(super) fn months_and_weekdays(lexicon: &Lexicon) -> Self {
        Self::new(lexicon.scanned.iter().map(|(word, sense)| (word.clone(), Some(*sense))).collect())
    }

    fn new(words: Vec<(String, Option<Sense>)>) -> Self {
        let mut patterns = Vec::new();
        let mut senses = Vec::new();
        for (word, sense) in words {
            let mut forms = vec![word.clone()];
            if !word.is_ascii() {
                // The automaton folds the case of ASCII only.
                let capital =
                    word.chars().next().map(|first| first.to_uppercase().chain(word.chars().skip(1)).collect());
                forms.extend([word.to_uppercase()].into_iter().chain(capital));
            }
            senses.extend(forms.iter().map(|_| sense));
            patterns.extend(forms);
        }
        Self { patterns, short: OnceLock::new(), long: OnceLock::new(), senses }
    }

    /// The automaton for a text; what a long text had made serves short ones too.
    fn automaton(&self, text: &str) -> &AhoCorasick {
        let build = |kind| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .kind(Some(kind))
                .build(&self.patterns)
                .expect("a few hundred words of our own data stay far below the limits of the automaton")
        };
        if text.len() > LONG {
            return self.long.get_or_init(|| build(AhoCorasickKind::DFA));
        }
        self.long.get().unwrap_or_else(|| self.short.get_or_init(|| build(AhoCorasickKind::ContiguousNFA)))
    }
}

impl Dates {
    /// Dates in running text, in order. Spans are bytes of `text`, moved by `base`.
    ///
    /// A bare number is a date only where it looks like a year and nothing says that it counts something
    /// else. A day and month without a year have no value; see [`Dates::infer_years`].
    #[must_use]
    pub fn find(&self, text: &str, base: u32, context: &Context) -> Vec<Found> {
        let mut found = Vec::new();
        self.find_each(text, base, context, |_| {}, |date| found.push(date));
        found
    }

    /// What the dates of a whole file say together. Only this is kept of them.
    #[must_use]
    pub fn evidence(&self, text: &str) -> Evidence {
        let (mut evidence, mut places) = (Evidence::default(), Vec::new());
        let place = |place| match places.last_mut() {
            // A number is one place, however many digits it has.
            Some(last) if *last + 1 == place => *last = place,
            _ => places.push(place),
        };
        self.find_each(text, 0, &Context::default(), place, |date| evidence.add(&date));
        Evidence { places, ..evidence }
    }

    /// `hit_at` is told of every number and month, `found` of the dates among them.
    fn find_each(
        &self,
        text: &str,
        base: u32,
        context: &Context,
        mut hit_at: impl FnMut(u32),
        mut found: impl FnMut(Found),
    ) {
        let bytes = text.as_bytes();
        let lexica = [&self.lexicon];
        // End of the last date, and of what was looked at without finding one.
        let (mut dated, mut done) = (0, 0);
        let mut tokens = Vec::new();
        for hit in self.scanner.automaton(text).find_iter(text) {
            hit_at(hit.start() as u32);
            if hit.start() < done {
                continue;
            }
            let month = self.scanner.senses[hit.pattern().as_usize()].is_some();
            if month && !whole_word(text, hit.start(), hit.end()) {
                continue;
            }
            let digits = bytes[hit.start()..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !month && !promising(&text[hit.start() + digits..], digits) {
                done = hit.start() + digits;
                continue;
            }
            let from = floor(text, hit.start().saturating_sub(BEFORE)).max(dated);
            let to = floor(text, (hit.end() + AFTER).min(text.len()));
            if month
                && !bytes[hit.start()..to].iter().take(28).any(u8::is_ascii_digit)
                && !self.part_before(text, from, hit.start())
            {
                continue;
            }
            let (from, to) = window(text, from, to, hit.start(), dated);
            token::cut(text, from, to, &lexica, false, &mut tokens);
            let grammar = Grammar { tokens: &tokens, lexica: &lexica, dateline: false };
            let hits = |token: &Token| token.start <= hit.start();
            let parsed = tokens.iter().take_while(|token| hits(token)).enumerate().find_map(|(at, first)| {
                let (reading, end) = grammar.date(at)?;
                let last = tokens[end - 1].end;
                // A form with a weekday starts at its day here.
                let start = if reading.weekday.is_some() { grammar.after_weekday(at) } else { at };
                (last > hit.start()).then(|| (reading, first.start.max(tokens[start].start), last))
            });
            if let Some((reading, start, end)) = parsed {
                let span = Span::new(start + base as usize, end + base as usize);
                found(valued(reading, span, context, None));
                (dated, done) = (end, end);
            } else if !month {
                done = hit.start() + digits;
            }
        }
    }

    /// Whether a word for a part of a period stands close before `end`.
    fn part_before(&self, text: &str, from: usize, end: usize) -> bool {
        let lexica = [&self.lexicon];
        let mut tokens = Vec::new();
        token::cut(text, from, end, &lexica, false, &mut tokens);
        let grammar = Grammar { tokens: &tokens, lexica: &lexica, dateline: false };
        let first = tokens.len().saturating_sub(6);
        (first..tokens.len()).any(|at| grammar.skip(at, Sense::Part) > at)
    }

    /// What of a date a short line holds, at little cost. Lines over 160 bytes hold nothing.
    #[must_use]
    pub fn hints(&self, line: &str) -> DateHints {
        let mut hints = DateHints::default();
        if line.len() > 160 {
            return hints;
        }
        let bytes = line.as_bytes();
        let (mut numbers, mut at) = (0, 0);
        while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
            let start = at + next;
            let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let value =
                bytes[start..start + length].iter().take(4).fold(0u32, |sum, byte| sum * 10 + u32::from(byte - b'0'));
            match length {
                1 | 2 if (1..=31).contains(&value) => {
                    hints.day = true;
                    numbers += 1;
                }
                1 | 2 => numbers += 1,
                4 if (1400..=2099).contains(&value) => {
                    hints.year = true;
                    numbers += 1;
                }
                _ => {}
            }
            at = start + length;
        }
        let hinter = self.hinter.get_or_init(|| Scanner::months_and_weekdays(&self.lexicon));
        for hit in hinter.automaton(line).find_iter(line) {
            if !whole_word(line, hit.start(), hit.end()) {
                continue;
            }
            match hinter.senses[hit.pattern().as_usize()] {
                Some(Sense::Month { .. }) => {
                    let capital = line[hit.start()..].starts_with(char::is_uppercase);
                    hints.month |= capital || !self.lexicon.capital_months;
                }
                Some(Sense::Weekday(_)) => hints.weekday = true,
                _ => {}
            }
        }
        hints.date = if hints.month { hints.day || hints.year } else { hints.day && numeric(line, numbers) };
        hints
    }
}

/// Whether a short line holds numbers joined like `3.XII.05` or `4/3 1920`.
fn numeric(line: &str, numbers: u32) -> bool {
    if numbers < 2 {
        return false;
    }
    let lexica = [all()];
    let tokens = token::tokens(line, &lexica, true);
    let grammar = Grammar { tokens: &tokens, lexica: &lexica, dateline: true };
    (0..tokens.len()).any(|at| grammar.is_numeric(at))
}

/// Whether a number may start a date, by its length and the text after it. Days after a month are found from the month.
fn promising(after: &str, digits: usize) -> bool {
    let mut next = after.chars();
    match digits {
        1 | 2 => match next.next() {
            Some('.' | '/' | '-' | '–' | '(' | '?' | '[') => true,
            Some(c) if c.is_whitespace() => next.next().is_some_and(|c| c.is_alphanumeric() || "([/–-".contains(c)),
            Some(c) => c.is_alphabetic(),
            None => false,
        },
        3 => matches!(next.next(), Some('?' | '-' | '–' | '_')),
        4 => true,
        _ => false,
    }
}

/// Whether no letter stands close before or after. A capital after a small letter starts a new word.
fn whole_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
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
