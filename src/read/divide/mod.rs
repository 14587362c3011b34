//! What a file is divided into, before any of its lines is decided: a library's words around the text, running heads, title
//! page, lists of contents, and the divisions under its headings.
//!
//! A line by itself says little: "To Tom Ost" is a heading, an address or a dedication. So the file is looked at as a whole
//! first. What is found here are claims, as notations make them: the editor's word goes before them, and what they leave
//! open the weights decide, division by division.

mod contents;
mod gaps;
mod ground;
mod heading;
mod kind;
mod library;
mod listed;
mod narrative;
mod parts;
mod persons;
mod piece;
mod running_heads;
mod series;
mod site;
mod site_words;
mod title_page;
mod top;
mod unlike;

pub(crate) use heading::label_length;
pub(crate) use kind::DivisionKind;
pub(crate) use library::Label;
pub(crate) use running_heads::{NUMBERED_HEAD, head_parts, page_number};
pub(crate) use title_page::{BYLINE, TITLE};

use crate::diagnostic::Diagnostic;
use crate::read::languages::{DivisionWord, Languages};
use crate::read::lexicon::words;
use crate::read::lines::{Layout, Line};
use crate::read::orders::claim::Claim;
use crate::read::orders::keys::MetaKey;
use crate::read::orders::matter;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::shape::marked_level;
use crate::read::sign;
use crate::source::{Source, Span};
use ground::Ground;
use heading::shape;
use piece::Piece;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// A line on top that may be a title is no longer than this, in characters.
const TOP_TITLE: u32 = 60;

/// A division of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Division {
    /// Number of its first physical line, from 0.
    pub(crate) line: u32,
    /// What it is.
    pub(crate) kind: DivisionKind,
    /// Why it starts there.
    pub(crate) cue: &'static str,
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            DivisionKind::Letter => "a letter",
            DivisionKind::Prose => "a section",
            DivisionKind::Open => "a part that its lines decide",
        };
        write!(f, "{what} from line {} on ({})", self.line + 1, self.cue)
    }
}

/// The divisions of a sequence: where each starts, and what it is. What stands before the first is open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Divisions(Vec<(usize, Division)>);

impl Divisions {
    /// The divisions of the lines that are left when wrapping is undone.
    pub(crate) fn of(divisions: &[Division], lines: &[Line]) -> Self {
        let start = |division: &Division| lines.partition_point(|line| line.number < division.line);
        Self(divisions.iter().map(|division| (start(division), *division)).collect())
    }

    /// The same for a part of the sequence: `indices` are those of its members, in order.
    pub(crate) fn among(&self, indices: impl ExactSizeIterator<Item = usize>) -> Vec<(Range<usize>, DivisionKind)> {
        let total = indices.len();
        let mut ranges = Vec::new();
        let (mut kind, mut start) = (DivisionKind::Open, 0);
        let mut next = self.0.iter().peekable();
        for (at, index) in indices.enumerate() {
            while let Some((_, new)) = next.next_if(|(first, _)| *first <= index) {
                if start < at {
                    ranges.push((start..at, kind));
                }
                (kind, start) = (new.kind, at);
            }
        }
        if start < total {
            ranges.push((start..total, kind));
        }
        ranges
    }

    /// The division that a member stands in, where the file shows any.
    pub(crate) fn holding(&self, index: usize) -> Option<&Division> {
        let after = self.0.partition_point(|(first, _)| *first <= index);
        after.checked_sub(1).map(|last| &self.0[last].1)
    }

    /// Whether a division starts with a member.
    pub(crate) fn starts(&self, index: usize) -> bool {
        self.0.binary_search_by_key(&index, |(first, _)| *first).is_ok()
    }
}

/// What a file is divided into.
#[derive(Debug, Default)]
pub(crate) struct Skeleton {
    /// What lines are.
    pub(crate) claims: Vec<Claim>,
    /// Divisions, in order; what stands before the first is open. None where the file shows none.
    pub(crate) divisions: Vec<Division>,
    /// What a library says of the text.
    pub(crate) labels: Vec<Label>,
    /// Labels of a library that are not known.
    pub(crate) unknown_labels: Vec<Span>,
    /// What was noticed.
    pub(crate) findings: Vec<Diagnostic>,
}

/// Cue of what stands before the first heading.
const BEFORE: &str = "division.before-headings";
/// Cue of the word that ends a work.
const END: &str = "trailer.end-of-work";
/// Cue of letters that no heading parts.
const BETWEEN: &str = "division.between-letters";
/// Cue of what a narrator says behind a letter.
const NARRATIVE: &str = "division.narrative-after-letter";

/// Divides a file. `said` gives what somebody spoke about already, and what each such line was told to be.
pub(crate) fn divide(
    languages: &Languages,
    lang: &str,
    source: &Source,
    lines: &[Line],
    front: usize,
    layout: Layout,
    said: &dyn Fn(usize) -> Option<Option<Told>>,
) -> Skeleton {
    let mut known: Vec<bool> = (0..lines.len()).map(|line| said(line).is_some()).collect();
    let mut skeleton = Skeleton::default();
    let library = library::find(source, lines, front);
    skeleton.labels = library.labels;
    skeleton.unknown_labels = library.unknown;
    skeleton.claim(&mut known, library.claims);
    let of_site = site::find(source, lines, front, &known);
    skeleton.claim(&mut known, of_site);
    skeleton.claim(&mut known, running_heads::find(source, lines, front));
    let top = lines.iter().enumerate().skip(front).find(|(at, _)| !known[*at]).map_or(lines.len(), |(at, _)| at);
    skeleton.claim(&mut known, top::find(languages, lang, source, (lines, layout), top));
    // A number within a paragraph is the end of one of its lines.
    let stands_apart =
        |at: usize| at == front || lines[at].blanks > 0 || lines.get(at + 1).is_none_or(|it| it.blanks > 0);
    let is_sign: Vec<bool> =
        (0..lines.len()).map(|at| stands_apart(at) && sign::is_mark(source.slice(lines[at].span))).collect();
    let pieces_now = |known: &[bool]| piece::pieces(lines, front, layout, &|at| known[at] || is_sign[at]);
    let listed = contents::find(languages, lang, source, lines, &pieces_now(&known));
    let has_contents = !listed.is_empty();
    let mut entries: Vec<Vec<String>> =
        listed.iter().map(|claim| contents::entry(source.slice(lines[claim.lines.start].span))).collect();
    entries.sort_unstable();
    skeleton.claim(&mut known, listed);
    let persons = persons::find(languages, source, lines, &pieces_now(&known));
    skeleton.claim(&mut known, persons);
    let pieces = pieces_now(&known);
    let is_marked = lines[front..].iter().any(|line| marked_level(source.slice(line.span)).is_some());
    let mut ground = Ground {
        languages,
        lang,
        source,
        lines,
        layout,
        is_marked,
        is_titled_letter: false,
        listed: entries,
        titles: Vec::new(),
        on_top: None,
    };
    let headings = series::find(&ground, &pieces, 0);
    let in_series = headings.iter().filter(|it| it.is_of_series()).count();
    let is_book = !is_marked && (!skeleton.labels.is_empty() || has_contents || in_series > 1);
    // The title page ends where the text, or what is listed of it, begins.
    let first_series =
        headings.iter().find(|it| it.is_section() || it.is_of_series()).map_or(pieces.len(), |it| it.piece);
    let first_listed =
        skeleton.claims.iter().filter(|claim| claim.told == Some(Told::Contents)).map(|claim| claim.lines.start).min();
    let page = title_page::find(
        (languages, lang),
        source,
        lines,
        &pieces,
        (first_listed.unwrap_or(lines.len()), first_series),
        is_book,
        |text| ground.greets(text) || ground.is_only_date(text) || matter::named(languages, text).is_some(),
    );
    let on_page = page.iter().filter(|claim| claim.told == Some(Told::Title));
    let titles: Vec<&str> = on_page
        .map(|claim| source.slice(lines[claim.lines.start].span.to(lines[claim.lines.end - 1].span)))
        .chain(skeleton.labels.iter().filter(|label| label.key == MetaKey::Title).map(|label| &*label.value))
        .collect();
    ground.is_titled_letter = titles.iter().any(|title| {
        let label = shape(languages, lang, title).and_then(|shape| shape.label);
        label.is_some_and(|(_, is)| is == DivisionWord::Letter)
    });
    ground.titles = titles.into_iter().map(words).collect();
    // Without a title page, a line on top is a title if anything is.
    let top = pieces.first().filter(|piece| page.is_empty() && piece.lines.len() == 1 && piece.below > 0);
    ground.on_top = top.filter(|piece| piece.chars <= TOP_TITLE).map(|piece| words(piece.text(source)));
    let has_title_page = !page.is_empty();
    skeleton.claim(&mut known, page);
    let pieces = pieces_now(&known);
    let headings = series::find(&ground, &pieces, 0);
    skeleton.findings = gaps::gaps(&ground, &pieces, &headings);
    let of_contents = skeleton.claims.iter().filter(|claim| claim.told == Some(Told::Contents));
    let entries: Vec<Span> = of_contents.flat_map(|claim| claim.lines.clone()).map(|at| lines[at].span).collect();
    skeleton.findings.extend(listed::compare(&ground, &entries, &pieces, &headings));
    let is_told_head = |line: &usize| said(*line) == Some(Some(Told::Line(Role::Head)));
    let told_heads: Vec<usize> = (front..lines.len()).filter(is_told_head).collect();
    skeleton.heads(&ground, &pieces, &headings, (is_book || has_title_page, has_title_page), &told_heads);
    skeleton
}

impl Skeleton {
    fn claim(&mut self, known: &mut [bool], claims: Vec<Claim>) {
        for claim in &claims {
            known[claim.lines.clone()].fill(true);
        }
        self.claims.extend(claims);
    }

    /// Takes over the headings, and the divisions that they start. `told` are lines that were told to be headings.
    fn heads(
        &mut self,
        ground: &Ground,
        pieces: &[Piece],
        headings: &[series::Heading],
        (is_book, has_title_page): (bool, bool),
        told: &[usize],
    ) {
        let at_least_one = headings.iter().any(|heading| heading.kind != DivisionKind::Open || heading.is_of_series());
        if headings.is_empty() && !has_title_page || !at_least_one && !is_book {
            for (at, kind) in parts::find(ground, pieces) {
                self.divide(ground.number(&pieces[at]), kind, BETWEEN);
            }
            return;
        }
        if let Some(first) = pieces.first() {
            let kind = if is_book { DivisionKind::Prose } else { DivisionKind::Open };
            self.divide(ground.number(first), kind, BEFORE);
        }
        let narratives = narrative::find(ground, pieces, headings);
        for heading in headings {
            let lines = if heading.is_of_letter() { 0 } else { heading.pieces };
            for piece in &pieces[heading.piece..heading.piece + lines] {
                self.tell(piece, Role::Head, heading.cue);
            }
            if heading.inner {
                continue;
            }
            let is_prose = heading.kind == DivisionKind::Open && is_book && !heading.stays_open();
            let kind = if is_prose { DivisionKind::Prose } else { heading.kind };
            self.divide(ground.number(&pieces[heading.piece]), kind, heading.cue);
            if let Some(&at) = narratives.get(&heading.piece) {
                self.divide(ground.number(&pieces[at]), DivisionKind::Prose, NARRATIVE);
            }
        }
        for &line in told {
            self.divide(ground.lines[line].number, DivisionKind::Prose, matter::CUE);
        }
        self.ends(ground, pieces);
        self.divisions.sort_by_key(|division| division.line);
        self.postscripts(ground, pieces, headings);
    }

    /// Takes over where the work ends. What stands behind that is no part of its last letter.
    fn ends(&mut self, ground: &Ground, pieces: &[Piece]) {
        let starts: BTreeSet<u32> = self.divisions.iter().map(|division| division.line).collect();
        let is_end = |piece: &Piece| piece.lines.len() == 1 && ground.is_end(piece.text(ground.source));
        for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| is_end(piece)) {
            self.tell(piece, Role::Trailer, END);
            let behind = pieces.get(at + 1).map(|piece| ground.number(piece));
            if let Some(line) = behind.filter(|line| !starts.contains(line)) {
                self.divide(line, DivisionKind::Prose, END);
            }
        }
    }

    /// Takes over where postscripts of letters start, by the word for them.
    fn postscripts(&mut self, ground: &Ground, pieces: &[Piece], headings: &[series::Heading]) {
        let mut next = headings.iter().filter(|heading| !heading.inner).peekable();
        let mut in_letter = false;
        for (at, piece) in pieces.iter().enumerate() {
            if let Some(heading) = next.next_if(|heading| heading.piece == at) {
                in_letter = heading.kind == DivisionKind::Letter;
            } else if in_letter && piece.lines.len() == 1 && ground.heads_postscript(piece.text(ground.source)) {
                self.tell(piece, Role::Postscript, "postscript.heading");
            }
        }
    }

    fn divide(&mut self, line: u32, kind: DivisionKind, cue: &'static str) {
        self.divisions.push(Division { line, kind, cue });
    }

    fn tell(&mut self, piece: &Piece, role: Role, cue: &'static str) {
        let told = Some(Told::Line(role));
        self.claims.push(Claim { lines: piece.lines.clone(), told, is: None, cue: cue.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    /// The divisions of a text: their first lines, from 1, and whether they are letters.
    fn divided(text: &str) -> Vec<(u32, DivisionKind)> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let skeleton = divide(Languages::builtin(), "en", &source, &all, 0, layout, &|_| None);
        skeleton.divisions.into_iter().map(|division| (division.line + 1, division.kind)).collect()
    }

    /// Two lines of text, and a blank one.
    const TEXT: &str =
        "The mill stood by the weir all night, and nobody knew in the morning\nwhat had become of it.\n\n";

    /// The first lines of the divisions that are letters.
    fn letters(text: &str) -> Vec<u32> {
        let is_letter = |(line, kind): (u32, DivisionKind)| (kind == DivisionKind::Letter).then_some(line);
        divided(text).into_iter().filter_map(is_letter).collect()
    }

    #[test]
    fn numbers_behind_a_sign_head_letters() {
        let text = |sign: &str| -> String {
            let letters = (1..4).map(|number| format!("\n\n{sign} {number}.\n\nDear Tom,\n\n{TEXT}"));
            letters.collect::<Vec<_>>().concat()
        };
        for sign in ["No.", "N\u{b0}", "Nr.", "\u{2116}"] {
            assert_eq!(letters(&text(sign)), [3, 12, 21], "{sign}");
        }
    }

    #[test]
    fn dates_head_what_the_title_calls_letters() {
        let entries: Vec<String> = (1..6).map(|day| format!("\n\nMay {day}.\n\n{TEXT}")).collect();
        let text = entries.concat();
        assert_eq!(letters(&format!("LETTERS\n{text}")), [4, 11, 18, 25, 32]);
        assert!(letters(&format!("DIARY\n{text}")).is_empty());
    }

    #[test]
    fn years_are_no_numbers_of_letters() {
        let letter = format!("Holt, May 4.\n\nDear Tom,\n\n{TEXT}Yours ever,\nA. Pell\n\n\n");
        let years: Vec<String> = (1811..1815).map(|year| format!("\n\n\n{year}.\n\n{}", letter.repeat(3))).collect();
        assert!(letters(&format!("LETTERS\n{}", years.concat())).is_empty());
        assert_eq!(divided(&format!("LETTERS\n{}", years.concat())).len(), 5);
    }

    #[test]
    fn whom_chapters_are_named_after_gets_no_letter() {
        let names = ["MOUNTAINS", "SEA", "WEIR", "MILL", "TOWN"];
        let of = |text: &str| -> String {
            names.iter().map(|name| format!("\n\n\nTO THE {name}\n\n{text}")).collect::<Vec<_>>().concat()
        };
        assert!(letters(&of(&TEXT.repeat(4))).is_empty());
        assert_eq!(letters(&of(&format!("Dear Tom,\n\n{TEXT}"))).len(), 5);
    }

    #[test]
    fn rules_and_gaps_part_letters() {
        let letter = format!("Holt, May 4.\n\nDear Tom,\n\n{TEXT}Yours ever,\n\nA. Pell\n");
        assert_eq!(letters(&[&*letter; 3].join("\n* * *\n\n")), [1, 14, 27]);
        assert_eq!(letters(&[&*letter; 3].join("\n\n\n")), [1, 14, 27]);
        // A gap or a rule within a letter or a tale parts nothing.
        let text = TEXT.repeat(2);
        for between in ["\n\n\n", "* * *\n\n"] {
            assert_eq!(
                divided(&format!("Holt, May 4.\n\nDear Tom,\n\n{text}{between}{text}Yours ever,\n\nA. Pell\n")),
                []
            );
            assert_eq!(divided(&[&*text; 4].join(between)), []);
        }
    }

    #[test]
    fn a_narrator_goes_on_behind_letters() {
        use DivisionKind::{Letter, Prose};
        let told = TEXT.replace('\n', " ").trim_end().repeat(3);
        let letter = format!("\n\n\nTo Anna Lind\n\nDear Anna,\n\n{told}\n\nYours ever,\n\nTom\n\n");
        let kinds = |text: &str| divided(text).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>();
        let life = kinds(&format!("{letter}{told}\n").repeat(4));
        assert_eq!(life, [Prose, Letter, Prose, Letter, Prose, Letter, Prose, Letter, Prose]);
        assert_eq!(kinds(&letter.repeat(4)), [Prose, Letter, Letter, Letter, Letter]);
        let postscript = kinds(&format!("{letter}P. S. {told}\n").repeat(4));
        assert_eq!(postscript, [Prose, Letter, Letter, Letter, Letter]);
    }
}
