//! Series of headings: what comes again and again over a file, numbered or not, heads its divisions.
//!
//! One line "LETTER XII." or "To Tom Ost" may be anything. Where the same shape comes again with numbers that count on, each
//! of its lines is a heading, gaps and slips included; and where the divisions of one series are letters, all of them are.

use crate::read::divide::ground::Ground;
use crate::read::divide::heading::{Parties, Shape, shape};
use crate::read::divide::kind::DivisionKind;
use crate::read::divide::piece::Piece;
use crate::read::languages::DivisionWord;
use crate::read::numerals::Numerals;
use crate::read::orders::{footnotes, matter};
use std::collections::BTreeMap;

/// A heading that was found, and the division below it.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Its first piece.
    pub(super) piece: usize,
    /// How many pieces it is made of.
    pub(super) pieces: usize,
    /// What it heads.
    pub(super) kind: DivisionKind,
    /// Why it is one.
    pub(super) cue: &'static str,
    /// Whether it only parts what stands under a heading of a series.
    pub(super) inner: bool,
}

impl Heading {
    /// Whether it names a section of the edition's own.
    pub(super) fn is_section(&self) -> bool {
        self.cue == SECTION_NAME
    }

    /// Whether a series stands behind it.
    pub(super) fn is_of_series(&self) -> bool {
        let divides = self.kind != DivisionKind::Open || self.cue == YEARS || self.cue == YEARS_OF_LETTERS;
        divides && self.cue != SECTION_NAME && self.cue != PAMPHLET
    }

    /// Whether its lines decide what stands below it, in a book too.
    pub(super) fn stays_open(&self) -> bool {
        self.cue == YEARS_OF_LETTERS
    }

    /// Whether it is a line of the letter that it starts.
    pub(super) fn is_of_letter(&self) -> bool {
        self.cue == DATES_OF_LETTERS
    }
}

/// What the headings of a series have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The word beside their number.
    Label(String),
    /// A number, and whether a sign stands before it.
    Number(bool, Numerals),
    /// A year alone.
    Year,
    /// Who writes to whom.
    Parties(Parties),
    /// A date.
    Date,
}

/// Longest heading, in characters and lines.
const LONGEST: u32 = 520;
const LINES: usize = 7;
/// Without a label, a heading is no longer than this.
const UNLABELLED: u32 = 160;

/// A shorter line may be a part of an opener or closer, in bytes.
const PART: usize = 60;
/// No line of an opener is longer than this, in bytes.
const LINE: usize = 100;
/// A greeting or a date is among so many first pieces, and first lines of each.
const OPENER: usize = 4;
/// Where letters close, one of so many last pieces does.
const LAST: usize = 3;
/// So many dates are a custom.
const LEAST_DATES: usize = 4;
/// What is as long as this is no part of an opener or closer, in characters.
const SENTENCE: u32 = 80;

/// One alone is a heading among the first pieces of a file.
const TOP: usize = 8;

/// A heading that may be one of a series.
struct Candidate {
    piece: usize,
    shape: Shape,
}

/// Finds the headings among the pieces from `from` on, in order.
pub(super) fn find(ground: &Ground, pieces: &[Piece], from: usize) -> Vec<Heading> {
    let mut series: BTreeMap<Key, Vec<Candidate>> = BTreeMap::new();
    let normal = normal_gap(pieces);
    for (at, piece) in pieces.iter().enumerate().skip(from) {
        if let Some((key, candidate)) = candidate(ground, piece, at) {
            series.entry(key).or_default().push(candidate);
        }
    }
    if let Some(years) = series.get_mut(&Key::Year) {
        // A title page has the year in which it was printed.
        let year = |one: &Candidate| one.shape.number.map_or(0, |(number, _)| number);
        let printed = years.windows(2).take_while(|two| year(&two[0]) > year(&two[1])).count();
        years.drain(..printed);
    }
    let mut found: BTreeMap<usize, Heading> = BTreeMap::new();
    // Below a heading of another kind, a date is that of a letter. So dates come last.
    for (key, candidates) in &series {
        if *key == Key::Date && found.values().any(|heading| heading.kind == DivisionKind::Letter) {
            continue;
        }
        if let Some((kind, cue)) = accept(ground, pieces, key, candidates, normal) {
            for candidate in candidates {
                let heading = Heading { piece: candidate.piece, pieces: 1, kind, cue, inner: false };
                found.entry(candidate.piece).or_insert(heading);
            }
        }
    }
    // Who writes to whom heads a letter only where no series does so already.
    let letters: Vec<usize> = found.values().filter(|it| it.kind == DivisionKind::Letter).map(|it| it.piece).collect();
    let gap_of_series = letters.iter().map(|&at| pieces[at].above).min().unwrap_or(0);
    let mut headings: Vec<Heading> = Vec::new();
    let mut at = from;
    while at < pieces.len() {
        let heading =
            found.remove(&at).or_else(|| by_itself(ground, pieces, at, normal, gap_of_series, !letters.is_empty()));
        let Some(mut heading) = heading else {
            at += 1;
            continue;
        };
        // A heading that names people above a greeting or a date heads a letter.
        if heading.kind == DivisionKind::Open
            && names_people(ground, &pieces[at])
            && opens_letter(ground, pieces, at + 1)
        {
            heading.kind = DivisionKind::Letter;
        }
        while heading.kind == DivisionKind::Letter
            && pieces.get(at + heading.pieces).is_some_and(|next| goes_on(ground, next))
            && heading.pieces < 3
            && !found
                .get(&(at + heading.pieces))
                .is_some_and(|next| next.cue == SERIES_LETTER && next.cue == heading.cue)
        {
            found.remove(&(at + heading.pieces));
            heading.pieces += 1;
        }
        at += heading.pieces;
        headings.push(heading);
    }
    titles(ground, pieces, &mut headings);
    headings
}

/// Cue of a section of the edition's own.
const SECTION_NAME: &str = "heading.section-name";
/// Cue of the one letter of a pamphlet.
const PAMPHLET: &str = "heading.letter-of-a-pamphlet";
/// Cue of a heading that says that a letter follows, and who wrote it to whom.
const LETTER_FROM_TO: &str = "heading.letter-from-to";
const SERIES_LETTER: &str = "series.letters";
const SERIES_CHAPTER: &str = "series.chapters";
const SERIES_NUMBER: &str = "series.numbers";
const YEARS: &str = "series.years";
const YEARS_OF_LETTERS: &str = "series.years-of-letters";
const DATES_OF_LETTERS: &str = "series.dates-of-letters";
const SERIES_PARTIES: &str = "series.who-to-whom";

fn candidate(ground: &Ground, piece: &Piece, at: usize) -> Option<(Key, Candidate)> {
    if piece.chars > LONGEST || piece.lines.len() > LINES {
        return None;
    }
    let text = piece.text(ground.source);
    if piece.chars <= 60 && ground.is_only_date(text) && piece.below > 0 {
        let shape = Shape { label: None, number: None, is_signed: false, parties: None, rest: 0 };
        return Some((Key::Date, Candidate { piece: at, shape }));
    }
    let shape = shape(ground.languages, ground.lang, text)?;
    if is_year(piece, &shape) {
        return Some((Key::Year, Candidate { piece: at, shape }));
    }
    let key = match (&shape.label, shape.number, shape.parties) {
        (Some((label, _)), Some(_), _) => Key::Label(label.clone()),
        (None, Some((_, numerals)), parties) => {
            let signed = shape.is_signed
                || text.contains(['.', ')', ':', '\u{2014}'])
                || numerals == Numerals::Roman
                || text.contains("--");
            let short = piece.chars <= if parties.is_some() { UNLABELLED } else { UNLABELLED / 2 };
            (signed && short && !ground.is_dated(text)).then_some(Key::Number(shape.is_signed, numerals))?
        }
        (None, None, Some(parties)) if piece.chars <= UNLABELLED && !text.ends_with([',', ';', '!']) => {
            Key::Parties(parties)
        }
        _ => return None,
    };
    Some((key, Candidate { piece: at, shape }))
}

/// What the divisions of a series are, where it is one.
fn accept(
    ground: &Ground,
    pieces: &[Piece],
    key: &Key,
    all: &[Candidate],
    normal: u8,
) -> Option<(DivisionKind, &'static str)> {
    let wide = |candidate: &Candidate| pieces[candidate.piece].above > normal.max(1);
    let shouted = |candidate: &Candidate| pieces[candidate.piece].is_shouted(ground.source);
    let most = |is: &dyn Fn(&Candidate) -> bool| all.iter().filter(|one| is(one)).count() * 4 >= all.len() * 3;
    let apart = || all.windows(2).filter(|two| two[1].piece > two[0].piece + 1).count() * 2 + 1 >= all.len();
    match key {
        Key::Label(_) => {
            let (_, is) = all[0].shape.label.as_ref()?;
            // One alone is a heading where it is short; two stand for each other. What more than a number stands on top
            // is a title.
            let first = &all[0];
            let on_top = first.piece == 0 && first.shape.rest > 0 && first.shape.parties.is_none();
            let names = || {
                let next = pieces.get(first.piece + 1);
                next.is_some_and(|next| next.lines.len() == 1 && goes_on(ground, next))
            };
            if all.len() == 1 && (pieces[first.piece].chars > UNLABELLED || first.piece >= TOP && !names() || on_top) {
                return None;
            }
            match is {
                DivisionWord::Letter => Some((DivisionKind::Letter, SERIES_LETTER)),
                DivisionWord::Chapter => Some((DivisionKind::Prose, SERIES_CHAPTER)),
            }
        }
        Key::Number(..) => {
            let numbers: Vec<u32> = all.iter().filter_map(|one| one.shape.number.map(|(number, _)| number)).collect();
            let steps = numbers.windows(2).filter(|two| two[1] > two[0] && two[1] - two[0] <= 2 || two[1] == 1).count();
            let named = most(&|one| one.shape.parties.is_some());
            let least = if named { 2 } else { 3 };
            if numbers.len() < least || steps * 10 < (numbers.len() - 1) * 7 || !apart() {
                return None;
            }
            let letters = evidence(ground, pieces, all, all.len());
            let kind = if letters * 2 >= all.len() { DivisionKind::Letter } else { DivisionKind::Open };
            let heads = named || most(&wide) || most(&|one| one.shape.rest == 0) || most(&shouted);
            heads.then_some((kind, SERIES_NUMBER))
        }
        Key::Parties(parties) => {
            let both = *parties == Parties::Both;
            let least = if both { 3 } else { 4 };
            // Who writes to whom, and when, is said of letters alone.
            let dated = |one: &Candidate| both && Ground::ends_dated(pieces[one.piece].text(ground.source));
            let looks = most(&wide) || most(&shouted) || most(&dated);
            // "To the mountains" heads chapters: one to whom nobody writes is none.
            let written =
                || both || ground.is_collection() || evidence(ground, pieces, all, all.len()) * 4 >= all.len();
            (all.len() >= least && apart() && looks && written()
                || all.len() == 2 && (most(&wide) && most(&shouted) || most(&dated)))
            .then_some((DivisionKind::Letter, SERIES_PARTIES))
        }
        Key::Year => {
            let stands = |one: &Candidate| pieces[one.piece].above > 0 && pieces[one.piece].below > 0;
            let looks = most(&stands) && (most(&wide) || ground.layout.indent.is_some());
            if all.len() < 2 || !apart() || !looks {
                return None;
            }
            let letters = evidence(ground, pieces, all, all.len()) * 2 >= all.len();
            Some((DivisionKind::Open, if letters { YEARS_OF_LETTERS } else { YEARS }))
        }
        Key::Date => dates(ground, pieces, all, most(&wide)),
    }
}

/// What the divisions are that dates alone head: letters where the title says so and nothing greets in them, else entries
/// of a diary, chapters of a memoir.
fn dates(ground: &Ground, pieces: &[Piece], all: &[Candidate], wide: bool) -> Option<(DivisionKind, &'static str)> {
    if all.len() < LEAST_DATES {
        return None;
    }
    let below = |one: &Candidate| pieces.get(one.piece + 1);
    let long = |piece: &Piece| piece.chars >= SENTENCE && !ground.greets(ground.first_line(piece));
    let heads = all.iter().filter(|one| below(one).is_some_and(long)).count();
    let greeted =
        all.iter().filter(|one| below(one).is_some_and(|piece| ground.greets(ground.first_line(piece)))).count();
    // Where a letter greets before the first date, dates end the letters.
    let dated_below = || pieces[..all[0].piece].iter().any(|piece| ground.greets(ground.first_line(piece)));
    // An address above a date belongs to its letter: where both are there, a wide gap stands above the address.
    let greeted = if wide { greeted } else { 0 };
    if ground.is_collection() && (heads + greeted) * 4 >= all.len() * 3 && !dated_below() {
        return Some((DivisionKind::Letter, DATES_OF_LETTERS));
    }
    if heads * 4 < all.len() * 3 {
        return None;
    }
    // A title, and dates alone over texts that nobody greets or closes in: letters, as of a novel. A diary says that it is
    // one, and a letter that goes on from day to day greets and closes once.
    let greets = || pieces.iter().any(|piece| ground.greets(ground.first_line(piece)));
    if all[0].piece > 0 && !ground.is_of_entries() && closings(ground, pieces, all) == 0 && !greets() {
        return Some((DivisionKind::Letter, DATES_OF_LETTERS));
    }
    // Where letters end, the lines decide.
    (wide && closings(ground, pieces, all) * 4 < all.len()).then_some((DivisionKind::Open, "series.dates"))
}

/// So many of the divisions that start with these seem to be letters: they open or close as one.
fn evidence(ground: &Ground, pieces: &[Piece], all: &[Candidate], enough: usize) -> usize {
    let is_letter = |at: usize| {
        let one = &all[at];
        let end = all.get(at + 1).map_or(pieces.len(), |next| next.piece);
        one.shape.parties.is_some() && !matches!(one.shape.parties, Some(Parties::Recipient | Parties::Sender))
            || one.shape.parties.is_some() && one.shape.number.is_some()
            || opens_letter(ground, pieces, one.piece + 1)
            || closes_letter(ground, pieces, one.piece + 1..end)
    };
    (0..all.len()).filter(|&at| is_letter(at)).take(enough).count()
}

/// How many of the divisions that start with these close as a letter does.
fn closings(ground: &Ground, pieces: &[Piece], all: &[Candidate]) -> usize {
    let end = |at: usize| all.get(at + 1).map_or(pieces.len(), |next| next.piece);
    (0..all.len()).filter(|&at| closes_letter(ground, pieces, all[at].piece + 1..end(at))).count()
}

/// Whether one of the last pieces closes a letter.
pub(super) fn closes_letter(ground: &Ground, pieces: &[Piece], range: std::ops::Range<usize>) -> bool {
    let closes = |text: &str| text.len() <= PART && ground.closes(text);
    pieces[range].iter().rev().take(LAST).any(|piece| ground.last_lines(piece, LAST).any(closes))
}

/// Whether one of the first pieces from `first` on names people, greets or is dated.
pub(super) fn opens_letter(ground: &Ground, pieces: &[Piece], first: usize) -> bool {
    let mut open = true;
    let below = pieces.iter().skip(first).take(OPENER).take_while(|piece| {
        // Above a paragraph, a greeting may stand in its piece.
        let before = open;
        open &= piece.chars <= UNLABELLED || ground.layout.indent.is_some();
        before
    });
    let names = |piece: &Piece| {
        let text = piece.text(ground.source);
        piece.chars <= UNLABELLED && shape(ground.languages, ground.lang, text).is_some_and(|it| it.parties.is_some())
    };
    let is_part = |text: &str| {
        ground.greets(text)
            || text.len() <= PART && (ground.is_dated(text) || ground.addresses(text) || ground.holds_date(text))
    };
    let mut pieces = below.enumerate().map(|(at, piece)| (at, piece, ground.first_lines(piece, OPENER)));
    pieces.any(|(at, piece, lines)| at == 0 && names(piece) || lines.filter(|text| text.len() <= LINE).any(is_part))
}

/// A year stands alone.
fn is_year(piece: &Piece, shape: &Shape) -> bool {
    let is_alone = shape.label.is_none() && !shape.is_signed && shape.parties.is_none() && shape.rest == 0;
    let year = |number: &(u32, Numerals)| number.1 == Numerals::Figures && (1000..=2100).contains(&number.0);
    is_alone && piece.chars <= 12 && shape.number.as_ref().is_some_and(year)
}

/// Whether a heading names who is written to.
fn names_people(ground: &Ground, piece: &Piece) -> bool {
    let shape = shape(ground.languages, ground.lang, piece.text(ground.source));
    shape.and_then(|shape| shape.parties).is_some_and(|parties| parties != Parties::Sender)
}

/// Whether a piece right below a heading of a letter goes on with it: who writes to whom.
fn goes_on(ground: &Ground, piece: &Piece) -> bool {
    let text = piece.text(ground.source);
    piece.chars <= UNLABELLED * 2
        && piece.lines.len() <= 4
        && !ground.greets(text)
        && !ground.is_only_date(text)
        && !ground.first_lines(piece, 4).skip(1).any(|line| ground.is_dated(line) || ground.greets(line))
        && shape(ground.languages, ground.lang, text).is_some_and(|it| {
            // "To Tom Ost" alone is an address as often.
            let is_label = it.label.as_ref().is_some_and(|(_, is)| *is == DivisionWord::Letter) && it.number.is_some();
            is_label
                || it.number.is_none()
                    && (it.parties == Some(Parties::Both) || it.parties.is_some() && ground.says_same(text))
        })
}

/// The blank lines that most long pieces have above them.
pub(super) fn normal_gap(pieces: &[Piece]) -> u8 {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.chars >= 200) {
        *counts.entry(piece.above).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(1, |(gap, _)| gap)
}

/// A heading that stands for itself: the name of a section of an edition, or capitals with a wide gap above.
fn by_itself(
    ground: &Ground,
    pieces: &[Piece],
    at: usize,
    normal: u8,
    gap_of_series: u8,
    is_collection: bool,
) -> Option<Heading> {
    let piece = &pieces[at];
    let text = piece.text(ground.source);
    let heading = |kind, cue, inner| Some(Heading { piece: at, pieces: 1, kind, cue, inner });
    let named = || {
        // What was sent along belongs to its letter; what a transcriber notes is no section.
        let is_section = |name| !matches!(name, matter::ENCLOSURE | matter::TRANSCRIBER);
        matter::named(ground.languages, text).is_some_and(is_section)
            || footnotes::heads_notes_of(ground.languages, text)
    };
    if piece.lines.len() == 1 && piece.below > 0 && named() {
        return heading(DivisionKind::Prose, SECTION_NAME, false);
    }
    if matter::named(ground.languages, text) == Some(matter::TRANSCRIBER) {
        return None;
    }
    pieces.get(at + 1)?;
    let wide = piece.above > normal.max(1) || ground.layout.indent.is_some() && piece.above > 0;
    // Behind a closing stands a name.
    let is_right = ground.is_right(piece);
    let signs = || {
        if !is_right && piece.is_shouted(ground.source) {
            return false;
        }
        let before = at.checked_sub(1).map(|before| ground.last_line(&pieces[before]));
        piece.above <= normal.max(1)
            && before.is_some_and(|text| text.len() <= PART && ground.closes(text) && !ground.is_end(text))
    };
    let standing = piece.above > 0 && piece.below > 0 && !ground.is_marked && !signs();
    if standing && piece.chars <= LONGEST && ground.is_title(text) {
        return heading(DivisionKind::Open, "heading.title-again", is_collection && piece.above < gap_of_series);
    }
    if standing && piece.chars <= UNLABELLED && ground.is_listed(text) {
        return heading(DivisionKind::Open, "heading.listed-in-contents", false);
    }
    // Among letters, "To the same." is written to whom the one before was.
    let says_same = || shape(ground.languages, ground.lang, text).is_some_and(|it| it.parties.is_some());
    if standing && is_collection && piece.chars <= 60 && ground.says_same(text) && says_same() {
        return heading(DivisionKind::Letter, SERIES_PARTIES, false);
    }
    // What is set in capitals right above a greeting heads what follows.
    let greeted = || pieces.get(at + 1).is_some_and(|next| ground.greets(ground.first_line(next)));
    // Right below a date or a heading it says what its letter is about.
    let is_subject = || {
        let before = at.checked_sub(1).map(|before| &pieces[before]);
        let is_dated = |text: &str| ground.is_dated(text) || ground.holds_date(text);
        is_dated(text)
            || before.is_some_and(|before| {
                let text = before.text(ground.source);
                let heads = || shape(ground.languages, ground.lang, text).is_some_and(|it| it.number.is_some());
                before.chars <= UNLABELLED && (is_dated(text) || heads())
            })
    };
    if standing && piece.chars <= UNLABELLED && piece.is_shouted(ground.source) && greeted() && !is_subject() {
        return heading(DivisionKind::Open, "heading.before-greeting", is_collection);
    }
    let is_label = || {
        let short = piece.chars <= UNLABELLED / 2 && piece.above > 0;
        short
            && shape(ground.languages, ground.lang, text)
                .is_some_and(|it| it.label.is_some_and(|(_, is)| is == DivisionWord::Letter) && it.number.is_none())
    };
    let is_apart = (at == 0 || piece.above > 0) && piece.below > 0 && !ground.is_marked;
    // On top of a text in which nobody greets, nothing else can be meant.
    let is_only_head = || {
        let greets = |piece: &Piece| ground.greets(ground.first_line(piece));
        at == 0 && piece.lines.len() == 1 && !pieces.iter().any(greets)
    };
    // In a file of one letter it may be the title.
    let opens = || (at > 0 || is_collection) && opens_letter(ground, pieces, at + 1);
    if is_apart && is_letter_from_to(ground, text) && (opens() || is_only_head()) {
        return heading(DivisionKind::Letter, LETTER_FROM_TO, false);
    }
    let wide = wide || piece.is_shouted(ground.source) && is_label();
    let looks = piece.is_shouted(ground.source) && !(is_right && piece.above <= normal.max(1))
        || ground.layout.indent.is_some() && ground.lines[piece.lines.start].indent >= CENTRED && !is_right;
    if !wide
        || signs()
        || ground.is_marked
        || !looks
        || piece.lines.len() > LINES
        || piece.chars > LONGEST
        || piece.below == 0
        || text.ends_with([',', ';'])
        || ground.greets(text)
        || ground.is_dated(text)
        || ground.closes(text)
    {
        return None;
    }
    // Under the headings of letters, a lesser gap parts a letter.
    heading(DivisionKind::Open, "heading.capitals-after-wide-gap", is_collection && piece.above < gap_of_series)
}

/// Whether a heading calls what follows a letter and says who wrote to whom: "A LETTER from Mr. Ost to Lady Pell, on mills". In
/// small letters behind an article it is a sentence as often.
fn is_letter_from_to(ground: &Ground, text: &str) -> bool {
    let is_letter = shape(ground.languages, ground.lang, text).is_some_and(|it| {
        it.label.is_some_and(|(_, is)| is == DivisionWord::Letter) && it.parties == Some(Parties::Both)
    });
    let mut words = text.split_whitespace();
    let is_article = |word: &str| word.chars().count() <= 3;
    let label = words.next().and_then(|first| if is_article(first) { words.next() } else { Some(first) });
    is_letter && label.is_some_and(|word| !word.contains(char::is_lowercase) || text.starts_with(word))
}

/// A line that stands in as far as this is set in the middle.
const CENTRED: u16 = 6;

/// Headings of works around a series, and of pamphlets in the form of a letter.
fn titles(ground: &Ground, pieces: &[Piece], headings: &mut [Heading]) {
    let is_letter = |heading: &Heading| heading.kind == DivisionKind::Letter;
    if headings.iter().any(is_letter) {
        return;
    }
    // "A letter, &c." heads the one letter of a pamphlet.
    let named = headings.iter().position(|heading| {
        let shape = shape(ground.languages, ground.lang, pieces[heading.piece].text(ground.source));
        let label = shape.and_then(|shape| shape.label);
        heading.kind == DivisionKind::Open && label.is_some_and(|(_, is)| is == DivisionWord::Letter)
    });
    let greeted = || {
        headings.iter().position(|heading| {
            heading.kind == DivisionKind::Open
                && pieces.get(heading.piece + 1).is_some_and(|next| ground.greets(ground.first_line(next)))
        })
    };
    if let Some(at) = named.or_else(|| ground.is_titled_letter.then(greeted).flatten()) {
        headings[at].kind = DivisionKind::Letter;
        headings[at].cue = PAMPHLET;
        // Its chapters are part of it.
        for chapter in headings[at + 1..].iter_mut().take_while(|heading| heading.cue == SERIES_CHAPTER) {
            chapter.inner = true;
        }
    }
}
