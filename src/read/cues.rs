//! Cues: what can be seen of a line without knowing what it is.
//!
//! A cue has a name, `family.value`, that a person can read in `schema/weights.toml` and in
//! `rubricate explain`. Inside, it is a number: families of fixed values come first, words of the
//! model's vocabulary after them.

use super::lexicon::{Class, Entry, Lexicon, bare, fold_bare, word};
use super::lines::{Layout, Line};
use crate::source::Source;
use crate::tree::Wrap;
use std::collections::HashMap;

/// Families of cues with fixed values, and the values' names.
const FAMILIES: &[(&str, &[&str])] = &[
    ("always", &["yes"]),
    ("line-from-top", STEPS),
    ("line-from-bottom", STEPS),
    ("group-from-top", STEPS),
    ("group-from-bottom", STEPS),
    ("group-size", &["1", "2", "3", "4", "5-8", "9+"]),
    ("place-in-group", &["only", "first", "inner", "last"]),
    ("blank-before", &["0", "1", "2+"]),
    ("zone", &["no-prose", "before-prose", "in-prose", "after-prose"]),
    ("to-prose", STEPS),
    ("from-prose", STEPS),
    ("length", &["1-11", "12-23", "24-35", "36-47", "48-59", "60-71", "72-95", "96-159", "160+"]),
    ("words", &["0", "1", "2", "3", "4", "5", "6", "7-8", "9-12", "13+"]),
    ("margin", &["unwrapped", "full", "short", "wrapped"]),
    ("indent", &["0", "1-3", "4+"]),
    (
        "ends",
        &[
            "letter",
            "capital",
            "digit",
            "stop",
            "comma",
            "semicolon",
            "colon",
            "exclamation",
            "question",
            "dash",
            "quote",
            "bracket",
            "dots",
            "other",
        ],
    ),
    ("starts", &["capital", "small", "digit", "quote", "bracket", "dash", "mark", "other"]),
    ("capitals", &["none", "few", "some", "most", "each-word", "all"]),
    ("name-shape", &["one", "two", "three-four", "initials", "capitals"]),
    ("number", &["year", "day", "numeric-date", "roman", "only", "other"]),
    (
        "date",
        &[
            "month",
            "month-year",
            "day-month",
            "day-month-year",
            "weekday",
            "daypart",
            "place-comma",
            "place-comma-date",
            "no-sign",
        ],
    ),
    ("salute", &["strong", "weak", "whole", "whole-line", "strong-short"]),
    (
        "close",
        &[
            "strong",
            "weak",
            "whole",
            "whole-line",
            "inside",
            "words",
            "many-words",
            "mostly-words",
            "first-word",
            "words-and-name",
        ],
    ),
    (
        "word-of",
        &[
            "postscript",
            "signature",
            "enclosure",
            "source",
            "heading",
            "address",
            "title",
            "street",
            "kin",
            "contents",
            "street-number",
        ],
    ),
    ("mark", &["heading", "bullet", "numbered", "note-body", "quote", "bracketed"]),
    ("runs-on", &["yes", "after-small", "no"]),
    ("seen-name", &["near-top", "near-bottom"]),
    ("group-shape", &["short-lines", "capital-starts", "verse-like", "prose-like"]),
    ("top-and", &["strong-salute", "date", "name-shape", "heading-word", "short-comma"]),
    ("bottom-and", &["close", "name-shape", "date", "initials", "short-comma", "long"]),
    ("after-close", &["1", "2", "3-4"]),
    ("after-postscript", &["yes"]),
    ("wrapped-and", &["one-line-group", "two-line-group"]),
    ("group-margin", &["none-full", "some-full", "all-full"]),
    ("group-has", &["salute", "close", "date", "title", "street", "address", "postscript", "number", "name"]),
    ("file-has", &["salute", "close", "neither"]),
    ("closed-above", &["here", "1-2-groups", "3-4-groups", "5+-groups"]),
    ("before-date", &["yes"]),
    ("in-prose-and", &["short", "very-short", "name-shape", "close", "salute", "date"]),
    ("heading", &["from-to", "from-to-date", "shouted-words", "numbered", "shouted-small-words"]),
    ("place", &["any", "first", "last", "only-capitals", "short"]),
    ("small-words", &["none", "one", "some", "many", "half"]),
    ("person", &["one", "many", "first"]),
    ("salute-above", NEAR),
    ("salute-below", NEAR),
    ("dated-and", &["first", "again", "foot-first", "foot-again"]),
    ("relative-length", &["tenth", "quarter", "half", "most", "full"]),
];

const STEPS: &[&str] = &["0", "1", "2", "3", "4", "5-6", "7-9", "10-19", "20+"];
const NEAR: &[&str] = &["none", "1", "2", "3", "4", "5-8", "9+"];

/// Index into [`FAMILIES`]; a test keeps both in step.
#[derive(Clone, Copy)]
enum Family {
    Always,
    LineFromTop,
    LineFromBottom,
    GroupFromTop,
    GroupFromBottom,
    GroupSize,
    PlaceInGroup,
    BlankBefore,
    Zone,
    ToProse,
    FromProse,
    Length,
    Words,
    Margin,
    Indent,
    Ends,
    Starts,
    Capitals,
    NameShape,
    Number,
    Date,
    Salute,
    Close,
    WordOf,
    Mark,
    RunsOn,
    SeenName,
    GroupShape,
    TopAnd,
    BottomAnd,
    AfterClose,
    AfterPostscript,
    WrappedAnd,
    GroupMargin,
    GroupHas,
    FileHas,
    ClosedAbove,
    BeforeDate,
    InProseAnd,
    Heading,
    Place,
    SmallWords,
    Person,
    SaluteAbove,
    SaluteBelow,
    DatedAnd,
    RelativeLength,
}

/// First id of each family.
const OFFSETS: [u16; FAMILIES.len()] = {
    let mut offsets = [0u16; FAMILIES.len()];
    let (mut at, mut family) = (0u16, 0);
    while family < FAMILIES.len() {
        offsets[family] = at;
        at += FAMILIES[family].1.len() as u16;
        family += 1;
    }
    offsets
};

/// Number of fixed cues; words have ids from here on.
pub const FIXED: u16 = OFFSETS[FAMILIES.len() - 1] + FAMILIES[FAMILIES.len() - 1].1.len() as u16;

/// Names of all fixed cues, by id.
#[must_use]
pub fn fixed_names() -> Vec<String> {
    FAMILIES.iter().flat_map(|(family, values)| values.iter().map(move |value| format!("{family}.{value}"))).collect()
}

/// Cues of all lines: a flat list, cut by line.
#[derive(Debug, Default)]
pub struct Cues {
    ids: Vec<u16>,
    ends: Vec<u32>,
}

impl Cues {
    /// Cues of line `index`.
    #[must_use]
    pub fn of(&self, index: usize) -> &[u16] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.ids[start..self.ends[index] as usize]
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no lines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// What becomes of the words of a line.
pub trait Vocabulary {
    /// Id of a word cue (`first.dear`, `last.wystan`), if it counts.
    fn id(&mut self, name: &str) -> Option<u16>;
}

impl<S: std::hash::BuildHasher> Vocabulary for &HashMap<String, u16, S> {
    fn id(&mut self, name: &str) -> Option<u16> {
        self.get(name).copied()
    }
}

/// A line longer than this (in bytes) is prose; only its ends are looked at.
const LONG: usize = 200;
/// More words of a line are not looked at.
const WORDS: usize = 40;
/// Characters of a group that make it prose.
const PROSE: u32 = 180;

struct Group {
    first: usize,
    lines: usize,
    longest: u32,
    prose: bool,
    capital_starts: usize,
    /// Lines (the last left out) that reach the margin.
    full: usize,
    /// What its lines hold; see [`seen`].
    has: u16,
}

/// Sees the cues of all lines.
pub fn see(source: &Source, lines: &[Line], layout: Layout, vocabulary: &mut impl Vocabulary) -> Cues {
    place(source, lines, layout, &say(source, lines, vocabulary), 0)
}

/// What each line says, wherever it stands.
#[derive(Default)]
pub struct Said {
    cues: Cues,
    seen: Vec<u16>,
    /// Words that may be names.
    names: Words,
    /// The last word with a capital of a line of a few words.
    last: Words,
}

/// Words of lines, kept in one text.
#[derive(Default)]
struct Words {
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

    fn of(&self, line: usize) -> impl Iterator<Item = &str> {
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

/// Adds where the lines stand among each other to what they say; `said` has the first of them at `from`.
#[must_use]
pub fn place(source: &Source, lines: &[Line], layout: Layout, said: &Said, from: usize) -> Cues {
    let mut seer = Seer::new();
    let names = Names::collect(lines, said, from);
    let holds = &said.seen[from..from + lines.len()];
    let groups = groups(source, lines, layout, holds);
    let file = File::new(&groups, holds, lines.len());
    let mut above = Above::default();
    let nearby = nearby(lines, holds);
    let long_line = long_line(lines);
    for (at, group) in groups.iter().enumerate() {
        let zone = file.zone(at);
        for index in group.first..group.first + group.lines {
            seer.cues.ids.extend_from_slice(said.cues.of(from + index));
            for word in said.last.of(from + index) {
                seer.name(word, &names);
            }
            seer.place(index, at, group, zone, &file);
            seer.layout(source, lines, index, group, layout);
            seer.together(source.slice(lines[index].span), index, at, holds[index], zone, &file, &above);
            if holds.get(index + 1).is_some_and(|next| next & seen::ONLY_DATE != 0) {
                seer.add(Family::BeforeDate, 0);
            }
            above.step(lines[index].chars, at, holds[index]);
            seer.nearby(&lines[index], holds[index], zone, nearby[index], long_line);
            seer.end_line();
        }
    }
    seer.cues
}

/// What is known of the whole file.
struct File {
    groups: usize,
    lines: usize,
    first_prose: Option<usize>,
    last_prose: Option<usize>,
    has: [bool; 3],
}

/// Where a group stands to the long paragraphs of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    NoProse,
    Before(usize),
    In,
    After(usize),
}

impl File {
    fn new(groups: &[Group], seen: &[u16], lines: usize) -> Self {
        let any = |bit: u16| seen.iter().any(|seen| seen & bit != 0);
        let (salute, close) = (any(seen::SALUTE), any(seen::CLOSE));
        Self {
            groups: groups.len(),
            lines,
            first_prose: groups.iter().position(|group| group.prose),
            last_prose: groups.iter().rposition(|group| group.prose),
            has: [salute, close, !salute && !close],
        }
    }

    fn zone(&self, group: usize) -> Zone {
        match (self.first_prose, self.last_prose) {
            (Some(first), _) if group < first => Zone::Before(first - group - 1),
            (_, Some(last)) if group > last => Zone::After(group - last - 1),
            (Some(_), Some(_)) => Zone::In,
            _ => Zone::NoProse,
        }
    }
}

/// A line longer than this, in characters, is no part of an opener or closer.
const PART: u32 = 100;

/// Greetings and dates around a line.
#[derive(Default, Clone, Copy)]
struct Nearby {
    /// Lines up to the last greeting above.
    salute_above: Option<usize>,
    /// Lines down to the next greeting below.
    salute_below: Option<usize>,
    /// Whether a line above holds a date.
    dated_above: bool,
}

fn nearby(lines: &[Line], holds: &[u16]) -> Vec<Nearby> {
    let is = |index: usize, bit: u16| lines[index].chars < PART && holds[index] & bit != 0;
    let mut nearby = vec![Nearby::default(); lines.len()];
    let (mut salute, mut dated) = (None, false);
    for (index, nearby) in nearby.iter_mut().enumerate() {
        nearby.salute_above = salute.map(|at| index - at);
        nearby.dated_above = dated;
        dated |= is(index, seen::DATE);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    salute = None;
    for (index, nearby) in nearby.iter_mut().enumerate().rev() {
        nearby.salute_below = salute.map(|at| at - index);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    nearby
}

/// The value of a distance among [`NEAR`].
fn distance(lines: Option<usize>) -> usize {
    match lines {
        None => 0,
        Some(n @ 0..=4) => n,
        Some(5..=8) => 5,
        Some(_) => 6,
    }
}

/// The length that four of five lines do not exceed.
fn long_line(lines: &[Line]) -> u32 {
    let mut lengths: Vec<u32> = lines.iter().map(|line| line.chars).collect();
    if lengths.is_empty() {
        return 0;
    }
    let at = (lengths.len() - 1) * 4 / 5;
    *lengths.select_nth_unstable(at).1
}

/// What was passed on the way down.
struct Above {
    since_close: usize,
    close_group: Option<usize>,
    postscript: bool,
}

impl Default for Above {
    fn default() -> Self {
        Self { since_close: usize::MAX, close_group: None, postscript: false }
    }
}

impl Above {
    fn step(&mut self, chars: u32, group: usize, seen: u16) {
        let close = seen & seen::CLOSE != 0 && chars < 60;
        self.since_close = if close { 1 } else { self.since_close.saturating_add(1) };
        if close {
            self.close_group = Some(group);
        }
        if seen & seen::SALUTE != 0 {
            self.close_group = None;
        }
        self.postscript = (self.postscript || seen & seen::POSTSCRIPT != 0) && seen & seen::SALUTE == 0;
    }
}

fn groups(source: &Source, lines: &[Line], layout: Layout, seen: &[u16]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index == 0 || lines[index - 1].group != line.group {
            groups.push(Group { first: index, lines: 0, longest: 0, prose: false, capital_starts: 0, full: 0, has: 0 });
        }
        let group = groups.last_mut().expect("a group was just started");
        group.lines += 1;
        group.has |= seen[index];
        if layout.wrap == Wrap::Wrapped && index > group.first {
            let word = source.slice(line.span).split_whitespace().next().map_or(0, str::len) as u32;
            group.full += usize::from(layout.is_full(lines[index - 1].chars + 3, word));
        }
        group.longest = group.longest.max(line.chars);
        let first = source.slice(line.span).trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        group.capital_starts += usize::from(first.is_some_and(char::is_uppercase));
    }
    for group in &mut groups {
        group.prose = group.longest >= PROSE;
    }
    groups
}

fn step(n: usize) -> usize {
    match n {
        0..=4 => n,
        5 | 6 => 5,
        7..=9 => 6,
        10..=19 => 7,
        _ => 8,
    }
}

/// Whether a line ends like a sentence does.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches([
        '"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', '\u{ab}', '\u{201c}', ')', ']', '*', '_', ' ', '\u{fffd}',
    ]);
    text.ends_with(['.', '?', '!', ':', ';', '\u{2026}'])
}

/// Capitalised words of the first and last lines: a name that comes again elsewhere is a signature,
/// an address or a salutation.
struct Names<'a> {
    top: Vec<&'a str>,
    bottom: Vec<&'a str>,
}

impl<'a> Names<'a> {
    const LINES: usize = 6;

    fn collect(lines: &[Line], said: &'a Said, from: usize) -> Self {
        let gather = |range: std::ops::Range<usize>| {
            let short = range.filter(|&at| lines[at].chars < 90);
            short.flat_map(|at| said.names.of(from + at)).collect()
        };
        let edge = Self::LINES.min(lines.len() / 2);
        Self { top: gather(0..edge), bottom: gather(lines.len() - edge..lines.len()) }
    }
}

/// What a line holds, as bits.
mod seen {
    pub const SALUTE: u16 = 1;
    pub const CLOSE: u16 = 2;
    pub const DATE: u16 = 4;
    pub const NAME: u16 = 8;
    pub const INITIALS: u16 = 16;
    pub const HEADING: u16 = 32;
    pub const POSTSCRIPT: u16 = 64;
    pub const STREET: u16 = 128;
    pub const TITLE: u16 = 256;
    pub const ADDRESS: u16 = 512;
    pub const NUMBER: u16 = 1024;
    pub const ONLY_DATE: u16 = 2048;
    /// The bits a group shows as cues, with the values of `group-has`.
    pub const OF_GROUP: [u16; 9] = [SALUTE, CLOSE, DATE, TITLE, STREET, ADDRESS, POSTSCRIPT, NUMBER, NAME];
}

struct Seer {
    lexicon: &'static Lexicon,
    cues: Cues,
    buffer: String,
    words: Vec<String>,
}

impl Seer {
    fn new() -> Self {
        Self { lexicon: Lexicon::get(), cues: Cues::default(), buffer: String::new(), words: Vec::new() }
    }

    fn name(&mut self, name: &str, names: &Names) {
        if names.top.contains(&name) {
            self.add(Family::SeenName, 0);
        }
        if names.bottom.contains(&name) {
            self.add(Family::SeenName, 1);
        }
    }

    fn add(&mut self, family: Family, value: usize) {
        debug_assert!(
            value < FAMILIES[family as usize].1.len(),
            "{} has no value {value}",
            FAMILIES[family as usize].0
        );
        self.cues.ids.push(OFFSETS[family as usize] + value as u16);
    }

    fn end_line(&mut self) {
        self.cues.ends.push(self.cues.ids.len() as u32);
    }

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
                .split_once(['\'', '\u{2019}'])
                .map_or(core, |(small, name)| if small.len() <= 1 && !name.is_empty() { name } else { core });
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
            previous_comma = raw.ends_with([',', '.']) && first.is_uppercase();
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
        let formulae = self.formulae(&words[..count], &entries[..count], long);
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

    /// Formulae at the start of a line, and closings inside it.
    fn formulae(&mut self, words: &[String], entries: &[Option<&Entry>], long: bool) -> u16 {
        let (mut salute, mut close, mut of) = ([false; 5], [false; 5], [false; 10]);
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
                Class::By | Class::Imprint => {}
            }
        });
        if short && !close[0] {
            close[4] = (1..words.len().min(9)).any(|at| {
                let mut hit = false;
                starts(at, &mut |class, taken| {
                    hit |= matches!(class, Class::CloseStrong | Class::CloseWhole)
                        && (taken > 1 || at + taken == words.len());
                });
                hit
            });
        }
        let bits = [
            (salute[4], seen::SALUTE),
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

    /// Adds the values of a family whose condition holds.
    fn add_all(&mut self, family: Family, values: &[bool]) {
        for (value, _) in values.iter().enumerate().filter(|(_, is)| **is) {
            self.add(family, value);
        }
    }

    /// Where the line stands in the file and in its group.
    fn place(&mut self, index: usize, at: usize, group: &Group, zone: Zone, file: &File) {
        self.add(Family::Always, 0);
        self.add(Family::LineFromTop, step(index));
        self.add(Family::LineFromBottom, step(file.lines - 1 - index));
        self.add(Family::GroupFromTop, step(at));
        self.add(Family::GroupFromBottom, step(file.groups - 1 - at));
        let size = match group.lines {
            n @ 1..=4 => n - 1,
            5..=8 => 4,
            _ => 5,
        };
        self.add(Family::GroupSize, size);
        let place = match (index == group.first, index + 1 == group.first + group.lines) {
            (true, true) => 0,
            (true, false) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        self.add(Family::PlaceInGroup, place);
        match zone {
            Zone::NoProse => self.add(Family::Zone, 0),
            Zone::Before(distance) => {
                self.add(Family::Zone, 1);
                self.add(Family::ToProse, step(distance));
            }
            Zone::In => self.add(Family::Zone, 2),
            Zone::After(distance) => {
                self.add(Family::Zone, 3);
                self.add(Family::FromProse, step(distance));
            }
        }
        self.add_all(Family::FileHas, &file.has);
    }

    /// How long the line is beside the others, and how far it is from the greetings and dates around it.
    fn nearby(&mut self, line: &Line, holds: u16, zone: Zone, nearby: Nearby, long_line: u32) {
        let share = match line.chars * 20 / long_line.max(1) {
            0 | 1 => 0,
            2..=4 => 1,
            5..=9 => 2,
            10..=16 => 3,
            _ => 4,
        };
        self.add(Family::RelativeLength, share);
        if line.chars >= PART {
            return;
        }
        self.add(Family::SaluteAbove, distance(nearby.salute_above));
        self.add(Family::SaluteBelow, distance(nearby.salute_below));
        if holds & seen::DATE != 0 {
            let foot = matches!(zone, Zone::After(_));
            self.add(Family::DatedAnd, usize::from(nearby.dated_above) + 2 * usize::from(foot));
        }
    }

    /// How the line and its group are set on the page.
    fn layout(&mut self, source: &Source, lines: &[Line], index: usize, group: &Group, layout: Layout) {
        let line = &lines[index];
        self.add(Family::BlankBefore, usize::from(line.blanks.min(2)));
        let indent = match line.indent {
            0 => 0,
            1..=3 => 1,
            _ => 2,
        };
        self.add(Family::Indent, indent);
        if layout.wrap == Wrap::Wrapped {
            let next = lines.get(index + 1).filter(|next| next.group == line.group);
            let word =
                next.map_or(8, |next| source.slice(next.span).split_whitespace().next().map_or(0, str::len) as u32);
            let margin = match (line.physical, layout.is_full(line.chars + 3, word)) {
                (1, false) => 2,
                (1, true) => 1,
                _ => 3,
            };
            self.add(Family::Margin, margin);
            if group.lines <= 2 {
                self.add(Family::WrappedAnd, group.lines - 1);
            }
            if group.lines > 1 {
                let full = match group.full {
                    0 => 0,
                    n if n + 1 == group.lines => 2,
                    _ => 1,
                };
                self.add(Family::GroupMargin, full);
            }
        } else {
            self.add(Family::Margin, 0);
        }
        let shape = match (group.longest < 64, group.capital_starts == group.lines, group.prose) {
            (_, _, true) => 3,
            (true, true, _) if group.lines > 2 => 2,
            (_, true, _) => 1,
            _ => 0,
        };
        self.add(Family::GroupShape, shape);
        if group.lines > 1 {
            self.add_all(Family::GroupHas, &seen::OF_GROUP.map(|bit| group.has & bit != 0));
        }
        if let Some(before) = index.checked_sub(1) {
            let small = source.slice(line.span).starts_with(char::is_lowercase);
            let runs_on = match (ends_sentence(source.slice(lines[before].span)), small) {
                (false, true) => 0,
                (true, true) => 1,
                _ => 2,
            };
            self.add(Family::RunsOn, runs_on);
        }
    }

    /// Conjunctions: where a line stands together with what it says and what was said above.
    #[expect(clippy::too_many_arguments, reason = "a conjunction is of things that are known in different places")]
    fn together(&mut self, text: &str, index: usize, at: usize, seen: u16, zone: Zone, file: &File, above: &Above) {
        let has = |bit: u16| seen & bit != 0;
        let short = text.len() < 64;
        let before = matches!(zone, Zone::Before(_) | Zone::NoProse) || Some(at) == file.first_prose;
        let after = matches!(zone, Zone::After(_) | Zone::NoProse) || Some(at) == file.last_prose;
        if before && index < 12 {
            let comma = short && text.ends_with([',', ':', '!']);
            self.add_all(
                Family::TopAnd,
                &[has(seen::SALUTE), has(seen::DATE), has(seen::NAME), has(seen::HEADING), comma],
            );
        }
        if after {
            let comma = short && text.ends_with(',');
            let long = text.len() > 96;
            self.add_all(
                Family::BottomAnd,
                &[has(seen::CLOSE), has(seen::NAME), has(seen::DATE), has(seen::INITIALS), comma, long],
            );
            match above.since_close {
                1 => self.add(Family::AfterClose, 0),
                2 => self.add(Family::AfterClose, 1),
                3 | 4 => self.add(Family::AfterClose, 2),
                _ => {}
            }
        }
        if above.postscript {
            self.add(Family::AfterPostscript, 0);
        }
        if let Some(group) = above.close_group {
            self.add(Family::ClosedAbove, [0, 1, 1, 2, 2].get(at - group).copied().unwrap_or(3));
        }
        if zone == Zone::In {
            self.add_all(
                Family::InProseAnd,
                &[short, text.len() <= 30, has(seen::NAME), has(seen::CLOSE), has(seen::SALUTE), has(seen::DATE)],
            );
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn names_of(text: &str, line: usize) -> Vec<String> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let vocabulary = HashMap::new();
        let cues = see(&source, &all, layout, &mut &vocabulary);
        let names = fixed_names();
        cues.of(line).iter().map(|&id| names[id as usize].clone()).collect()
    }

    #[test]
    fn families_and_enum_are_in_step() {
        assert_eq!(Family::RelativeLength as usize, FAMILIES.len() - 1);
        assert_eq!(FAMILIES[Family::Salute as usize].0, "salute");
        assert_eq!(fixed_names().len(), FIXED as usize);
    }

    #[test]
    fn a_dateline_shows_what_it_is() {
        let cues = names_of("Penrith, 4 March 1880\n\nDear Anna,\n", 0);
        for cue in ["date.day-month-year", "date.place-comma-date", "line-from-top.0", "place-in-group.only"] {
            assert!(cues.iter().any(|c| c == cue), "{cue} not in {cues:?}");
        }
    }

    #[test]
    fn a_signature_shows_what_it_is() {
        let cues = names_of("Dear Anna,\n\nYours ever,\nJ. B. Thwaite\n", 2);
        for cue in ["name-shape.three-four", "name-shape.initials", "after-close.1"] {
            assert!(cues.iter().any(|c| c == cue), "{cue} not in {cues:?}");
        }
    }
}
