//! What a file is divided into, before any of its lines is decided: a library's words around the text, running heads, title
//! page, lists of contents, and the divisions under its headings.
//!
//! A line by itself says little: "To Tom Ost" is a heading, an address or a dedication. So the file is looked at as a whole
//! first. What is found here are claims, as notations make them: the editor's word goes before them, and what they leave
//! open the weights decide, division by division.

mod contents;
mod ground;
mod heading;
mod kind;
mod library;
mod piece;
mod running_heads;
mod series;
mod title_page;

pub(crate) use heading::label_length;
pub(crate) use kind::DivisionKind;
pub(crate) use library::Label;
pub(crate) use running_heads::{NUMBERED_HEAD, page_number};
pub(crate) use title_page::{BYLINE, TITLE};

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
use crate::source::Source;
use ground::Ground;
use heading::shape;
use piece::Piece;
use std::ops::Range;

/// A division of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Division {
    /// Number of its first physical line, from 0.
    pub(crate) line: u32,
    /// What it is.
    pub(crate) kind: DivisionKind,
}

/// The divisions of a sequence: where each starts and what it is. What stands before the first is open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Divisions(Vec<(usize, DivisionKind)>);

impl Divisions {
    /// The divisions of the lines that are left when wrapping is undone.
    pub(crate) fn of(divisions: &[Division], lines: &[Line]) -> Self {
        let start = |division: &Division| lines.partition_point(|line| line.number < division.line);
        Self(divisions.iter().map(|division| (start(division), division.kind)).collect())
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
                (kind, start) = (*new, at);
            }
        }
        if start < total {
            ranges.push((start..total, kind));
        }
        ranges
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
}

/// Divides a file. `taken` says which lines somebody spoke about already.
pub(crate) fn divide(
    languages: &Languages,
    lang: &str,
    source: &Source,
    lines: &[Line],
    front: usize,
    layout: Layout,
    taken: &dyn Fn(usize) -> bool,
) -> Skeleton {
    let mut known: Vec<bool> = (0..lines.len()).map(taken).collect();
    let mut skeleton = Skeleton::default();
    let library = library::find(source, lines, front);
    skeleton.labels = library.labels;
    skeleton.claim(&mut known, library.claims);
    skeleton.claim(&mut known, running_heads::find(source, lines, front));
    // A number within a paragraph is the end of one of its lines.
    let stands_apart =
        |at: usize| at == front || lines[at].blanks > 0 || lines.get(at + 1).is_none_or(|it| it.blanks > 0);
    let is_sign: Vec<bool> =
        (0..lines.len()).map(|at| stands_apart(at) && sign::is_mark(source.slice(lines[at].span))).collect();
    let pieces_now = |known: &[bool]| piece::pieces(lines, front, layout, &|at| known[at] || is_sign[at]);
    let listed = contents::find(languages, lang, source, lines, &pieces_now(&known));
    let has_contents = !listed.is_empty();
    skeleton.claim(&mut known, listed);
    let pieces = pieces_now(&known);
    let is_marked = lines[front..].iter().any(|line| marked_level(source.slice(line.span)).is_some());
    let mut ground =
        Ground { languages, lang, source, lines, layout, is_marked, is_titled_letter: false, titles: Vec::new() };
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
    let has_title_page = !page.is_empty();
    skeleton.claim(&mut known, page);
    let pieces = pieces_now(&known);
    let headings = series::find(&ground, &pieces, 0);
    skeleton.heads(&ground, &pieces, &headings, is_book || has_title_page, has_title_page);
    skeleton
}

impl Skeleton {
    fn claim(&mut self, known: &mut [bool], claims: Vec<Claim>) {
        for claim in &claims {
            known[claim.lines.clone()].fill(true);
        }
        self.claims.extend(claims);
    }

    /// Takes over the headings, and the divisions that they start.
    fn heads(
        &mut self,
        ground: &Ground,
        pieces: &[Piece],
        headings: &[series::Heading],
        is_book: bool,
        has_title_page: bool,
    ) {
        let at_least_one = headings.iter().any(|heading| heading.kind != DivisionKind::Open);
        if headings.is_empty() && !has_title_page || !at_least_one && !is_book {
            return;
        }
        if let Some(first) = pieces.first() {
            let kind = if is_book { DivisionKind::Prose } else { DivisionKind::Open };
            self.divisions.push(Division { line: ground.lines[first.lines.start].number, kind });
        }
        for heading in headings {
            let first = &pieces[heading.piece];
            for piece in &pieces[heading.piece..heading.piece + heading.pieces] {
                let told = Some(Told::Line(Role::Head));
                self.claims.push(Claim { lines: piece.lines.clone(), told, is: None, cue: heading.cue.into() });
            }
            if !heading.inner {
                let kind =
                    if heading.kind == DivisionKind::Open && is_book { DivisionKind::Prose } else { heading.kind };
                self.divisions.push(Division { line: ground.lines[first.lines.start].number, kind });
            }
        }
        // Under the heading of a letter, the word for a postscript starts one.
        let kinds = headings.iter().filter(|heading| !heading.inner);
        let starts: Vec<(usize, DivisionKind)> = kinds.map(|heading| (heading.piece, heading.kind)).collect();
        let of = |at: usize| {
            let after = starts.partition_point(|(start, _)| *start <= at);
            after.checked_sub(1).map(|last| starts[last])
        };
        let postscripts = pieces.iter().enumerate().filter(|(at, piece)| {
            let in_letter = of(*at).is_some_and(|(start, kind)| kind == DivisionKind::Letter && start < *at);
            in_letter && piece.lines.len() == 1 && ground.heads_postscript(piece.text(ground.source))
        });
        self.claims.extend(postscripts.map(|(_, piece)| Claim {
            lines: piece.lines.clone(),
            told: Some(Told::Line(Role::Postscript)),
            is: None,
            cue: "postscript.heading".into(),
        }));
        let ends = pieces.iter().filter(|piece| piece.lines.len() == 1 && ground.is_end(piece.text(ground.source)));
        self.claims.extend(ends.map(|piece| Claim {
            lines: piece.lines.clone(),
            told: Some(Told::Line(Role::Trailer)),
            is: None,
            cue: "trailer.end-of-work".into(),
        }));
    }
}
