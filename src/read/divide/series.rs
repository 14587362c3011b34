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
use crate::read::orders::matter;
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
        self.kind != DivisionKind::Open && self.cue != SECTION_NAME && self.cue != PAMPHLET
    }
}

/// What the headings of a series have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The word beside their number.
    Label(String),
    /// A number alone.
    Number(Numerals),
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
    let mut found: BTreeMap<usize, Heading> = BTreeMap::new();
    for (key, candidates) in &series {
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
        while heading.kind == DivisionKind::Letter
            && pieces.get(at + heading.pieces).is_some_and(|next| goes_on(ground, next))
            && heading.pieces < 3
            && found.get(&(at + heading.pieces)).is_none_or(|next| next.cue != SERIES_LETTER)
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
const SERIES_LETTER: &str = "series.letters";
const SERIES_CHAPTER: &str = "series.chapters";
const SERIES_NUMBER: &str = "series.numbers";
const SERIES_PARTIES: &str = "series.who-to-whom";

fn candidate(ground: &Ground, piece: &Piece, at: usize) -> Option<(Key, Candidate)> {
    if piece.chars > LONGEST || piece.lines.len() > LINES {
        return None;
    }
    let text = piece.text(ground.source);
    if piece.chars <= 60 && ground.is_only_date(text) && piece.below > 0 {
        let shape = Shape { label: None, number: None, parties: None, rest: 0 };
        return Some((Key::Date, Candidate { piece: at, shape }));
    }
    let shape = shape(ground.languages, ground.lang, text)?;
    let key = match (&shape.label, shape.number, shape.parties) {
        (Some((label, _)), Some(_), _) => Key::Label(label.clone()),
        (None, Some((_, numerals)), parties) => {
            let signed =
                text.contains(['.', ')', ':', '\u{2014}']) || numerals == Numerals::Roman || text.contains("--");
            let short = piece.chars <= if parties.is_some() { UNLABELLED } else { UNLABELLED / 2 };
            (signed && short && !ground.is_dated(text)).then_some(Key::Number(numerals))?
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
            // One alone is a heading where it is short; two stand for each other.
            let names = || {
                let next = pieces.get(all[0].piece + 1);
                next.is_some_and(|next| next.lines.len() == 1 && goes_on(ground, next))
            };
            let is_first = (1..TOP).contains(&all[0].piece) || names();
            if all.len() == 1 && (pieces[all[0].piece].chars > UNLABELLED || !is_first) {
                return None;
            }
            match is {
                DivisionWord::Letter => Some((DivisionKind::Letter, SERIES_LETTER)),
                DivisionWord::Chapter => Some((DivisionKind::Prose, SERIES_CHAPTER)),
            }
        }
        Key::Number(_) => {
            let numbers: Vec<u32> = all.iter().filter_map(|one| one.shape.number.map(|(number, _)| number)).collect();
            let steps = numbers.windows(2).filter(|two| two[1] > two[0] && two[1] - two[0] <= 2 || two[1] == 1).count();
            let named = most(&|one| one.shape.parties.is_some());
            let least = if named { 2 } else { 3 };
            if numbers.len() < least || steps * 10 < (numbers.len() - 1) * 7 || !apart() {
                return None;
            }
            let letters =
                all.iter().filter(|one| one.shape.parties.is_some() || opens_letter(ground, pieces, one.piece)).count();
            let kind = if letters * 2 >= all.len() { DivisionKind::Letter } else { DivisionKind::Open };
            let heads = named || most(&wide) || most(&|one| one.shape.rest == 0) || most(&shouted);
            heads.then_some((kind, SERIES_NUMBER))
        }
        Key::Parties(parties) => {
            let least = if *parties == Parties::Both { 3 } else { 4 };
            let looks = most(&wide) || most(&shouted);
            (all.len() >= least && apart() && looks || all.len() == 2 && most(&wide) && most(&shouted))
                .then_some((DivisionKind::Letter, SERIES_PARTIES))
        }
        Key::Date => None,
    }
}

/// Whether one of the first pieces below a heading names people, greets or is dated.
fn opens_letter(ground: &Ground, pieces: &[Piece], heading: usize) -> bool {
    let below = pieces.iter().skip(heading + 1).take(3);
    below.take_while(|piece| piece.chars <= UNLABELLED || ground.layout.indent.is_some()).any(|piece| {
        let text = ground.first_line(piece);
        ground.greets(text)
            || ground.is_dated(text)
            || shape(ground.languages, ground.lang, text).is_some_and(|shape| shape.parties.is_some())
    })
}

/// Whether a piece right below a heading of a letter goes on with it: who writes to whom.
fn goes_on(ground: &Ground, piece: &Piece) -> bool {
    let text = piece.text(ground.source);
    piece.chars <= UNLABELLED * 2
        && piece.lines.len() <= 4
        && !ground.greets(text)
        && !ground.is_only_date(text)
        && shape(ground.languages, ground.lang, text).is_some_and(|it| {
            // "To Tom Ost" alone is an address as often.
            it.number.is_none() && (it.parties == Some(Parties::Both) || it.parties.is_some() && ground.says_same(text))
        })
}

/// The blank lines that most long pieces have above them.
fn normal_gap(pieces: &[Piece]) -> u8 {
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
    pieces.get(at + 1)?;
    let text = piece.text(ground.source);
    let heading = |kind, cue, inner| Some(Heading { piece: at, pieces: 1, kind, cue, inner });
    if piece.lines.len() == 1
        && piece.below > 0
        && matter::named(ground.languages, text).is_some_and(|name| name != matter::ENCLOSURE)
    {
        return heading(DivisionKind::Prose, SECTION_NAME, false);
    }
    let wide = piece.above > normal.max(1) || ground.layout.indent.is_some() && piece.above > 0;
    let standing = piece.above > 0 && piece.below > 0 && !ground.is_marked;
    if standing && piece.chars <= LONGEST && ground.is_title(text) {
        return heading(DivisionKind::Open, "heading.title-again", is_collection && piece.above < gap_of_series);
    }
    // What is set in capitals right above a greeting heads what follows.
    let greeted = || pieces.get(at + 1).is_some_and(|next| ground.greets(ground.first_line(next)));
    if standing && piece.chars <= UNLABELLED && piece.is_shouted(ground.source) && greeted() {
        return heading(DivisionKind::Open, "heading.before-greeting", is_collection);
    }
    let is_label = || {
        let short = piece.chars <= UNLABELLED / 2 && piece.above > 0;
        short
            && shape(ground.languages, ground.lang, text)
                .is_some_and(|it| it.label.is_some_and(|(_, is)| is == DivisionWord::Letter) && it.number.is_none())
    };
    let wide = wide || piece.is_shouted(ground.source) && is_label();
    let looks = piece.is_shouted(ground.source)
        || ground.layout.indent.is_some() && ground.lines[piece.lines.start].indent >= CENTRED;
    if !wide
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
