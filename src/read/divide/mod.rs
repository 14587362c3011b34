//! What a file is divided into, before any of its lines is decided: a library's words around the text, running heads, title
//! page, lists of contents, and the divisions under its headings.
//!
//! A line by itself says little: "To Tom Ost" is a heading, an address or a dedication. So the file is looked at as a whole
//! first. What is found here are claims, as notations make them: the editor's word goes before them, and what they leave
//! open the weights decide, division by division.

mod contents;
mod heading;
mod library;
mod piece;
mod running_heads;
mod series;
mod title_page;

pub(crate) use library::Label;
pub(crate) use running_heads::{NUMBERED_HEAD, page_number};
pub(crate) use title_page::BYLINE;

use crate::read::languages::Languages;
use crate::read::lines::{Layout, Line};
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::source::Source;
use heading::shape;
use piece::Piece;
use std::ops::Range;

/// What a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DivisionKind {
    /// A letter, whatever its lines look like.
    Letter,
    /// No letter, though letters may stand in it.
    Prose,
    /// Its lines decide.
    Open,
}

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

/// What dividing needs at hand.
pub(super) struct Ground<'a> {
    pub(super) languages: &'a Languages,
    pub(super) lang: &'a str,
    pub(super) source: &'a Source,
    pub(super) lines: &'a [Line],
    pub(super) layout: Layout,
    /// The title says that the text is a letter.
    pub(super) is_titled_letter: bool,
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
    let pieces_now = |known: &[bool]| piece::pieces(lines, front, layout, &|at| known[at]);
    let listed = contents::find(languages, lang, source, lines, &pieces_now(&known));
    let has_contents = !listed.is_empty();
    skeleton.claim(&mut known, listed);
    let pieces = pieces_now(&known);
    let mut ground = Ground { languages, lang, source, lines, layout, is_titled_letter: false };
    let headings = series::find(&ground, &pieces, 0);
    let is_book =
        !skeleton.labels.is_empty() || has_contents || headings.iter().any(|it| it.kind != DivisionKind::Open);
    // The title page ends where the text, or what is listed of it, begins.
    let first_series = headings.iter().find(|it| it.kind != DivisionKind::Open).map_or(pieces.len(), |it| it.piece);
    let first_listed =
        skeleton.claims.iter().filter(|claim| claim.told == Some(Told::Contents)).map(|claim| claim.lines.start).min();
    let before_list =
        first_listed.map_or(pieces.len(), |line| pieces.partition_point(|piece| piece.lines.start < line));
    let page = title_page::find(languages, source, &pieces, (before_list, first_series), is_book);
    let title = page.iter().find(|claim| claim.told == Some(Told::Title)).map(|claim| lines[claim.lines.start].span);
    let title_words = title.map(|span| source.slice(span)).or(skeleton
        .labels
        .iter()
        .find(|label| label.key == crate::read::orders::keys::MetaKey::Title)
        .map(|label| &*label.value));
    ground.is_titled_letter = title_words.is_some_and(|title| {
        shape(languages, lang, title)
            .and_then(|shape| shape.label)
            .is_some_and(|(_, is)| is == crate::read::languages::DivisionWord::Letter)
    });
    let has_title_page = !page.is_empty();
    skeleton.claim(&mut known, page);
    let pieces = pieces_now(&known);
    let headings = series::find(&ground, &pieces, 0);
    skeleton.heads(&ground, &pieces, &headings, is_book || has_title_page);
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
    fn heads(&mut self, ground: &Ground, pieces: &[Piece], headings: &[series::Heading], is_book: bool) {
        let at_least_one = headings.iter().any(|heading| heading.kind != DivisionKind::Open);
        if !at_least_one && !is_book {
            return;
        }
        if let Some(first) = pieces.first() {
            self.divisions.push(Division { line: ground.lines[first.lines.start].number, kind: DivisionKind::Prose });
        }
        for heading in headings {
            let first = &pieces[heading.piece];
            for piece in &pieces[heading.piece..heading.piece + heading.pieces] {
                let told = Some(Told::Line(Role::Head));
                self.claims.push(Claim { lines: piece.lines.clone(), told, is: None, cue: heading.cue.into() });
            }
            if !heading.inner {
                let kind = if heading.kind == DivisionKind::Open { DivisionKind::Prose } else { heading.kind };
                self.divisions.push(Division { line: ground.lines[first.lines.start].number, kind });
            }
        }
        let ends = pieces.iter().filter(|piece| piece.lines.len() == 1 && ground.is_end(piece.text(ground.source)));
        self.claims.extend(ends.map(|piece| Claim {
            lines: piece.lines.clone(),
            told: Some(Told::Line(Role::Trailer)),
            is: None,
            cue: "trailer.end-of-work".into(),
        }));
    }
}
