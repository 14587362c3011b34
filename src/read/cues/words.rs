//! What a line says, wherever it stands: its words, figures, signs and formulae.

use super::families::Family;
use super::{Cues, Seer, Vocabulary, seen};
use crate::read::lexicon::{Class, Entry, bare, fold_bare, word};
use crate::read::lines::Line;
use crate::source::Source;

/// A line longer than this (in bytes) is prose; only its ends are looked at.
const LONG: usize = 200;

/// A label and its colon are no longer than this (in bytes).
const LABEL: usize = 40;

/// More words of a line are not looked at.
const WORDS: usize = 40;

/// What each line says, wherever it stands.
#[derive(Default)]
pub struct Said {
    pub(super) cues: Cues,
    pub(super) seen: Vec<u16>,
    /// Words that may be names.
    pub(super) names: Words,
    /// The last word with a capital of a line of a few words.
    pub(super) last: Words,
}

/// Words of lines, kept in one text.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    ends: Vec<u32>,
}

impl Words {
    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.text.push(' ');
    }

    fn end_line(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    pub(super) fn of(&self, line: usize) -> impl Iterator<Item = &str> {
        let start = if line == 0 { 0 } else { self.ends[line - 1] as usize };
        self.text[start..self.ends[line] as usize].split_whitespace()
    }
}

/// Sees what lines say. See [`place`] for the rest: a line says the same wherever it is counted from.
pub fn say(source: &Source, lines: &[Line], vocabulary: &mut impl Vocabulary) -> Said {
    let mut seer = Seer::new();
    let mut said = Said::default();
    for line in lines {
        let held = seer.text(source.slice(line.span), vocabulary, &mut said);
        said.seen.push(held);
        said.names.end_line();
        said.last.end_line();
        seer.end_line();
    }
    said.cues = seer.cues;
    said
}

impl Seer {
    /// Cues of the line's own text, and what else was seen of it. Its names go to `said`.
    #[expect(
        clippy::too_many_lines,
        reason = "one look at a line, family by family; cutting it would pass a dozen counters around"
    )]
    fn text(&mut self, text: &str, vocabulary: &mut impl Vocabulary, said: &mut Said) -> u16 {
        let mut seen = 0u16;
        let long = text.len() > LONG;
        let chars = if long { LONG } else { text.chars().count() };
        self.add(
            Family::Length,
            match chars {
                0..=71 => chars / 12,
                72..=95 => 6,
                96..=159 => 7,
                _ => 8,
            },
        );
        self.add(Family::Ends, end_kind(text));
        self.add(Family::Starts, start_kind(text));
        self.marks(text);

        // Words: of a long line only the first and last.
        let head = if long { &text[..floor(text, 60)] } else { text };
        let tail = if long { &text[floor(text, text.len() - 40)..] } else { "" };
        let mut words = std::mem::take(&mut self.words);
        let mut entries: [Option<&Entry>; WORDS] = [None; WORDS];
        let mut kinds = [0u16; WORDS];
        let (mut count, mut capitals, mut shouted, mut initials, mut other) = (0usize, 0usize, 0usize, 0usize, 0usize);
        let (mut year, mut day, mut numeric, mut roman, mut digits_only, mut number) =
            (false, false, false, false, true, false);
        let mut flags = 0u16;
        let (mut small, mut person, mut places) = (0usize, 0usize, 0usize);
        let mut closing_words = 0usize;
        let mut previous_comma = false;
        let (mut comma_place, mut last_capital_word) = (false, None);
        for raw in head.split_whitespace().chain(tail.split_whitespace().skip(1)) {
            let core = bare(raw);
            if core.is_empty() {
                continue;
            }
            if words.len() <= count {
                words.push(String::new());
            }
            fold_bare(core, &mut words[count]);
            entries[count] = self.lexicon.entry(&words[count]);
            let capital = core.starts_with(char::is_uppercase);
            // "d'Orsay" is a name by the letter after the apostrophe.
            let core = core
                .get(1..)
                .and_then(|rest| rest.strip_prefix(['\'', '\u{2019}']))
                .filter(|name| !name.is_empty())
                .unwrap_or(core);
            kinds[count] = match entries[count] {
                Some(entry) => entry.flags,
                None if !long => self.lexicon.parts(&words[count]),
                None => 0,
            };
            let word_flags = kinds[count];
            places += usize::from(capital && word_flags & word::PLACE != 0);
            flags |= word_flags;
            let initial = core.chars().nth(1).is_none() && capital && raw.contains('.');
            small += usize::from(word_flags & word::SMALL != 0 && !initial);
            person += usize::from(word_flags & word::PERSON != 0 && !initial);
            closing_words += usize::from(word_flags & word::CLOSING != 0);
            if capital && word_flags == 0 && words[count].chars().nth(3).is_some() {
                said.names.push(&words[count]);
            }
            let first = core.chars().next().unwrap_or(' ');
            if first.is_ascii_digit() {
                match Self::number(core) {
                    Numeral::Year => year = true,
                    Numeral::Day => day = true,
                    Numeral::Date => numeric = true,
                    Numeral::Other => number = true,
                }
                if previous_comma {
                    comma_place = true;
                }
            } else {
                digits_only = false;
                if first.is_uppercase() {
                    capitals += 1;
                    last_capital_word = Some(count);
                    let length = core.chars().count();
                    if length > 1 && core.chars().all(|c| !c.is_lowercase()) {
                        shouted += 1;
                        roman |= length < 9 && core.bytes().all(|b| b"IVXLC".contains(&b));
                    } else if length == 1 && raw.contains('.') || core.contains('.') {
                        initials += 1;
                    }
                } else if word_flags & word::PARTICLE == 0 {
                    other += 1;
                }
                if word_flags & word::MONTH != 0 && previous_comma {
                    comma_place = true;
                }
            }
            previous_comma = first.is_uppercase() && raw.ends_with([',', '.']);
            count += 1;
            if count == WORDS {
                break;
            }
        }
        let total = if long { 13 } else { count };
        self.add(
            Family::Words,
            match total {
                0..=6 => total,
                7 | 8 => 7,
                9..=12 => 8,
                _ => 9,
            },
        );
        let letters = count.max(1);
        let capital_kind = match capitals {
            0 => 0,
            n if shouted == n && n == count && text.chars().filter(|c| c.is_alphabetic()).count() > 1 => 5,
            n if n == count => 4,
            n if n * 3 >= letters * 2 => 3,
            n if n * 3 >= letters => 2,
            _ => 1,
        };
        self.add(Family::Capitals, capital_kind);
        let month = flags & word::MONTH != 0;
        if !long {
            for (is, value) in [
                (year, 0),
                (day, 1),
                (numeric, 2),
                (roman && count <= 4, 3),
                (digits_only && count > 0, 4),
                (number, 5),
            ] {
                if is {
                    self.add(Family::Number, value);
                }
            }
            let both = small + person;
            let kind = if both * 2 >= count && both > 1 { 4 } else { [0, 1, 2, 2].get(both).copied().unwrap_or(3) };
            self.add(Family::SmallWords, kind);
            if person > 0 {
                self.add(Family::Person, usize::from(person > 1));
            }
            if kinds[0] & word::PERSON != 0 {
                self.add(Family::Person, 2);
            }
            if places > 0 {
                self.add(Family::Place, 0);
                self.add_all(
                    Family::Place,
                    &[
                        false,
                        kinds[0] & word::PLACE != 0,
                        kinds[count - 1] & word::PLACE != 0,
                        places == capitals,
                        both == 0 && count <= 5,
                    ],
                );
            }
            if flags & word::STREET != 0 && (number || day) && count <= 8 {
                self.add(Family::WordOf, 10);
            }
            let to = (1..count.saturating_sub(1)).find(|&at| kinds[at] & word::TO != 0);
            if to.is_some() && capitals * 2 >= count && count <= 16 {
                self.add(Family::Heading, usize::from(month));
            }
            if shouted >= 3 && shouted * 2 > count {
                self.add(Family::Heading, 2);
            }
            if shouted * 2 >= count && small > 0 {
                self.add(Family::Heading, 4);
            }
            let dated = (month && (day || year)) || numeric;
            for (is, value) in [
                (month, 0),
                (month && year, 1),
                (month && day, 2),
                (month && day && year, 3),
                (flags & word::WEEKDAY != 0, 4),
                (flags & word::DAYPART != 0, 5),
                (comma_place, 6),
                (comma_place && dated, 7),
                (
                    flags & (word::MONTH | word::WEEKDAY | word::DAYPART | word::STREET) == 0
                        && !(year || day || numeric || number || comma_place),
                    8,
                ),
            ] {
                if is {
                    self.add(Family::Date, value);
                }
            }
            if dated || (month && count < 6) {
                seen |= seen::DATE;
            }
            if dated && count <= 5 && capitals <= 2 {
                seen |= seen::ONLY_DATE;
            }
            for (bit, mark) in [(word::STREET, seen::STREET), (word::TITLE, seen::TITLE)] {
                if flags & bit != 0 && count <= 12 {
                    seen |= mark;
                }
            }
            if number || day {
                seen |= seen::NUMBER;
            }
            // Names are short, and all their words start with a capital (particles aside).
            if count > 0 && count <= 5 && capitals + initials > 0 && other == 0 && !year && !day && !month {
                seen |= seen::NAME;
                self.add(
                    Family::NameShape,
                    match count {
                        1 => 0,
                        2 => 1,
                        _ => 2,
                    },
                );
                if shouted == capitals && shouted > 0 {
                    self.add(Family::NameShape, 4);
                }
            }
            if count > 0 && count <= 5 && initials > 0 && initials + 1 >= count {
                seen |= seen::INITIALS;
                self.add(Family::NameShape, 3);
            }
            if count <= 6
                && let Some(at) = last_capital_word
            {
                said.last.push(&words[at]);
            }
            for (bit, value) in [(word::TITLE, 6), (word::STREET, 7), (word::KIN, 8)] {
                if flags & bit != 0 && count <= 12 {
                    self.add(Family::WordOf, value);
                }
            }
            match closing_words {
                0 => {}
                1 => self.add(Family::Close, 5),
                _ => self.add(Family::Close, 6),
            }
            if closing_words * 2 >= count && closing_words > 0 {
                self.add(Family::Close, 7);
            }
            if kinds[0] & word::CLOSING != 0 {
                self.add(Family::Close, 8);
            }
            if closing_words > 0
                && count > 1
                && last_capital_word == Some(count - 1)
                && flags & word::CLOSING != 0
                && kinds[count - 1] == 0
            {
                self.add(Family::Close, 9);
            }
        }
        let label = text[..floor(text, LABEL)].split_once(':').map_or(0, |(label, _)| label.split_whitespace().count());
        let formulae = self.formulae(&words[..count], &entries[..count], label, long);
        seen |= formulae;
        if formulae & seen::HEADING != 0 && count <= 5 && (roman || number || day) {
            self.add(Family::Heading, 3);
        }
        for (name, word) in [("first", words[..count].first()), ("last", words[..count].last())] {
            if let Some(word) = word {
                self.buffer.clear();
                self.buffer.push_str(name);
                self.buffer.push('=');
                self.buffer.push_str(word);
                self.cues.ids.extend(vocabulary.id(&self.buffer));
            }
        }
        if !long && count > 1 {
            self.buffer.clear();
            self.buffer.push_str("first-two=");
            self.buffer.push_str(&words[0]);
            self.buffer.push('_');
            self.buffer.push_str(&words[1]);
            self.cues.ids.extend(vocabulary.id(&self.buffer));
        }
        self.words = words;
        seen
    }

    fn number(core: &str) -> Numeral {
        let digits = core.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &core[digits..];
        let value: u32 = core[..digits].parse().unwrap_or(u32::MAX);
        match digits {
            4 if (1400..=2099).contains(&value) && !rest.starts_with(char::is_alphabetic) => Numeral::Year,
            // "4.7.21", "21.I.08", "25/9", but not "1.260".
            1 | 2 if rest.starts_with(['.', '/']) && is_month(&rest[1..]) => Numeral::Date,
            1 | 2 if value <= 31 && value > 0 => Numeral::Day,
            _ => Numeral::Other,
        }
    }

    fn marks(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mark = match bytes[0] {
            b'#' => 0,
            b'-' | b'*' | b'+' if bytes.get(1) == Some(&b' ') => 1,
            b'0'..=b'9'
                if bytes
                    .iter()
                    .position(|b| !b.is_ascii_digit())
                    .is_some_and(|at| matches!(bytes[at], b'.' | b')') && bytes.get(at + 1) == Some(&b' ')) =>
            {
                2
            }
            b'[' if bytes
                .iter()
                .take(8)
                .position(|&b| b == b']')
                .is_some_and(|at| bytes.get(at + 1) == Some(&b' ')) =>
            {
                3
            }
            b'>' => 4,
            b'[' | b'(' if matches!(bytes[bytes.len() - 1], b']' | b')') => 5,
            _ => return,
        };
        self.add(Family::Mark, mark);
    }

    /// Formulae at the start and the end of a line, and closings inside it. `label`: the number of words before a colon.
    fn formulae(&mut self, words: &[String], entries: &[Option<&Entry>], label: usize, long: bool) -> u16 {
        let (mut salute, mut close, mut of) = ([false; 6], [false; 5], [false; 12]);
        let lexicon = self.lexicon;
        let short = words.len() <= 12 && !long;
        let starts = |at: usize, found: &mut dyn FnMut(Class, usize)| {
            if let Some(&Some(entry)) = entries.get(at) {
                lexicon.starts_from(entry, &words[at..], found);
            }
        };
        starts(0, &mut |class, taken| {
            let all = taken == words.len() && !long;
            match class {
                Class::SaluteStrong => {
                    salute[0] = true;
                    salute[4] |= short;
                }
                Class::SaluteWeak => salute[1] = true,
                Class::SaluteWhole => {
                    salute[2] = true;
                    salute[3] |= all;
                }
                Class::CloseStrong => close[0] = true,
                Class::CloseWeak => close[1] = true,
                Class::CloseWhole => {
                    close[2] = true;
                    close[3] |= all;
                }
                Class::Postscript => of[0] = true,
                Class::Signature => of[1] = true,
                Class::Enclosure => of[2] = true,
                Class::SourceLabel => of[3] = true,
                Class::Heading => of[4] = true,
                Class::Address => of[5] = true,
                Class::Contents => of[9] |= all,
                Class::Subject => of[11] |= taken == label,
                Class::SaluteEnd | Class::By | Class::Imprint => {}
            }
        });
        if short {
            let inside = !close[0];
            for at in 1..words.len() {
                starts(at, &mut |class, taken| {
                    let to_end = at + taken == words.len();
                    match class {
                        Class::CloseStrong | Class::CloseWhole => {
                            close[4] |= inside && at < 9 && (taken > 1 || to_end);
                        }
                        Class::SaluteEnd => salute[5] |= to_end,
                        _ => {}
                    }
                });
            }
        }
        let bits = [
            (salute[4] || salute[5], seen::SALUTE),
            (short && (close[0] || close[2] || close[4]), seen::CLOSE),
            (of[4] && short, seen::HEADING),
            (of[0], seen::POSTSCRIPT),
            (of[5] && short, seen::ADDRESS),
        ];
        for (family, hits) in [(Family::Salute, &salute[..]), (Family::Close, &close[..]), (Family::WordOf, &of[..])] {
            for (value, _) in hits.iter().enumerate().filter(|(_, hit)| **hit) {
                self.add(family, value);
            }
        }
        bits.into_iter().filter(|(is, _)| *is).fold(0, |all, (_, bit)| all | bit)
    }
}

/// Whether a month in numbers stands here, up to the end or another mark.
fn is_month(text: &str) -> bool {
    let month = text.split(['.', '/', '-']).next().unwrap_or("");
    let digits = month.bytes().all(|b| b.is_ascii_digit()) && month.len() <= 2;
    !month.is_empty() && (digits || month.len() <= 5 && month.bytes().all(|b| b"IVXivx".contains(&b)))
}

enum Numeral {
    Year,
    Day,
    Date,
    Other,
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

fn end_kind(text: &str) -> usize {
    let inner = text.trim_end_matches(['*', '_']);
    if inner.ends_with("..") || inner.ends_with('\u{2026}') {
        return 12;
    }
    match inner.chars().next_back().unwrap_or(' ') {
        c if c.is_uppercase() => 1,
        c if c.is_alphabetic() => 0,
        c if c.is_numeric() => 2,
        '.' => 3,
        ',' => 4,
        ';' => 5,
        ':' => 6,
        '!' => 7,
        '?' => 8,
        '-' | '\u{2013}' | '\u{2014}' => 9,
        '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{201c}' | '\u{bb}' | '\u{ab}' => 10,
        ')' | ']' => 11,
        _ => 13,
    }
}

fn start_kind(text: &str) -> usize {
    match text.trim_start_matches(['*', '_']).chars().next().unwrap_or(' ') {
        c if c.is_uppercase() => 0,
        c if c.is_alphabetic() => 1,
        c if c.is_numeric() => 2,
        '"' | '\'' | '\u{201c}' | '\u{2018}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => 3,
        '(' | '[' => 4,
        '-' | '\u{2013}' | '\u{2014}' => 5,
        '#' | '>' | '+' => 6,
        _ => 7,
    }
}
