//! Letters that no heading parts: a rule stands between them, or a gap that is wider than any within them.

use crate::read::divide::ground::Ground;
use crate::read::divide::kind::DivisionKind;
use crate::read::divide::piece::Piece;
use crate::read::divide::series::{closes_letter, normal_gap, opens_letter};
use crate::read::shape::ends_sentence;
use crate::read::sign;
use std::collections::BTreeMap;
use std::ops::Range;

/// What ends a letter is no longer than this, in characters.
const SHORT: u32 = 70;
/// A letter has at least one piece that is as long as this, in characters: a line, where the file is not wrapped throughout.
const TEXT: u32 = 60;
/// So many short pieces, and so many characters together, are no address but a telegram.
const PIECES: usize = 4;
const TELEGRAM: u32 = 100;

/// The parts of a file that has no headings, by their first pieces; none where its letters are not parted so.
pub(super) fn find(ground: &Ground, pieces: &[Piece]) -> Vec<(usize, DivisionKind)> {
    if ground.is_marked {
        return Vec::new();
    }
    // What parts letters is always the same; another rule stands within one.
    let mut by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in 1..pieces.len() {
        if let Some(rule) = rule_above(ground, pieces, at) {
            by_text.entry(rule).or_default().push(at);
        }
    }
    let rules = by_text.into_values().max_by_key(Vec::len).unwrap_or_default();
    let normal = normal_gap(pieces).max(1);
    let wide = |at: &usize| pieces[*at].above > normal && !is_paged(ground, pieces, *at);
    let gaps: Vec<usize> = (1..pieces.len()).filter(wide).collect();
    let by_rules = parts(ground, pieces, &rules);
    if by_rules.is_empty() { parts(ground, pieces, &gaps) } else { by_rules }
}

/// The lines between a piece and the one before.
fn between<'g>(ground: &'g Ground, pieces: &[Piece], at: usize) -> impl Iterator<Item = &'g str> {
    let lines = pieces[at - 1].lines.end..pieces[at].lines.start;
    ground.lines[lines].iter().map(|line| ground.source.slice(line.span))
}

/// The rule between a piece and the one before.
fn rule_above<'g>(ground: &'g Ground, pieces: &[Piece], at: usize) -> Option<&'g str> {
    between(ground, pieces, at).find(|text| sign::find(text).is_some_and(|sign| &*sign.kind == "separator"))
}

/// Whether a page ends between a piece and the one before, or something else does that is no part of the text.
fn is_paged(ground: &Ground, pieces: &[Piece], at: usize) -> bool {
    between(ground, pieces, at).any(|text| sign::find(text).is_some())
}

/// The parts between these places, where most of them are letters.
fn parts(ground: &Ground, pieces: &[Piece], cuts: &[usize]) -> Vec<(usize, DivisionKind)> {
    let starts = |first: usize, cuts: &[usize]| -> Vec<Range<usize>> {
        let ends = cuts.iter().copied().chain([pieces.len()]);
        std::iter::once(first).chain(cuts.iter().copied()).zip(ends).map(|(start, end)| start..end).collect()
    };
    let opens = |part: &Range<usize>| opens(ground, pieces, part);
    let closes = |part: &Range<usize>| closes_letter(ground, pieces, part.clone()) || fades(ground, pieces, part);
    // What stands on top without being a letter: a title. A heading goes with the first letter.
    let top = cuts.partition_point(|&cut| !has_text(&pieces[..cut]));
    let (tops, cuts) = cuts.split_at(top);
    let first = tops.last().copied().filter(|&first| first > 1).unwrap_or(0);
    if cuts.is_empty() {
        return Vec::new();
    }
    let parts: Vec<Range<usize>> = starts(first, cuts);
    let letters = (1..parts.len()).filter(|&at| opens(&parts[at]) && closes(&parts[at - 1])).count();
    let borders = (1..parts.len()).filter(|&at| opens(&parts[at]) || closes(&parts[at - 1])).count();
    if letters == 0 || borders * 3 < cuts.len() * 2 {
        return Vec::new();
    }
    let mut found: Vec<(usize, DivisionKind)> = if first > 0 { vec![(0, DivisionKind::Open)] } else { Vec::new() };
    let are_letters = letters * 2 >= cuts.len();
    for (at, part) in parts.iter().enumerate() {
        let begins = opens(part);
        // A postscript, an address or notes behind a gap belong to the letter before.
        if at > 0 && !begins && !has_text(&pieces[part.clone()]) {
            continue;
        }
        // Among letters, what closes is one. What stands on top of the file may be a title above a letter: its lines decide.
        let on_top = ground.first_line(&pieces[0]);
        if part.start == 0 && !ground.greets(on_top) && !ground.is_dated(on_top) {
            found.push((0, DivisionKind::Open));
            continue;
        }
        let is_letter = begins || are_letters && closes(part) && has_text(&pieces[part.clone()]);
        found.push((part.start, if is_letter { DivisionKind::Letter } else { DivisionKind::Open }));
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// Whether a part begins as a letter does and has text.
fn opens(ground: &Ground, pieces: &[Piece], part: &Range<usize>) -> bool {
    let text = ground.first_line(&pieces[part.start]);
    let is_note = text.strip_prefix('[').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || ground.starts_postscript(text);
    !is_note && has_text(&pieces[part.clone()]) && opens_letter(ground, &pieces[..part.end], part.start)
}

fn has_text(pieces: &[Piece]) -> bool {
    let chars = || pieces.iter().map(|piece| piece.chars).fold(0, u32::saturating_add);
    pieces.iter().any(|piece| piece.chars >= TEXT) || pieces.len() >= PIECES && chars() >= TELEGRAM
}

/// Whether a part ends in something short: a name, a date, an address.
fn fades(ground: &Ground, pieces: &[Piece], part: &Range<usize>) -> bool {
    let last = &pieces[part.end - 1];
    let text = ground.last_line(last);
    last.chars <= SHORT && part.len() > 1 || text.len() <= SHORT as usize && !ends_sentence(text)
}
