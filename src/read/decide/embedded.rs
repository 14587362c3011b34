//! Letters that stand in other text.
//!
//! Inside a chapter, the place of a line speaks against any letter. So each greeting is tried by itself: the lines from there
//! to one of the next closings are read as if they were all of a file, and are a letter where that explains them far better
//! than prose does. What a sentence announces as a letter is tried too, and needs less to be one.

use crate::read::decide::announced::announces;
use crate::read::decide::chain::Chain;
use crate::read::decide::cues::Said;
use crate::read::decide::decode::Model;
use crate::read::decide::segment::{Segment, Step, within};
use crate::read::divide::DivisionKind;
use crate::read::lexicon::Lexicon;
use crate::read::lines::{Layout, Line};
use crate::source::Source;
use std::ops::Range;

/// A greeting, a signature and the like are no longer than this, in characters.
const PART: u32 = 90;
/// A letter in other text has no more lines than this.
const LONGEST: usize = 60;
/// So many closings behind a greeting are tried.
const CLOSINGS: usize = 4;
/// The least case for a letter, in thousandths as weights are.
const CASE: i64 = 3000;
/// The same where the text announces a letter.
const ANNOUNCED: i64 = 1000;

/// The parts of a division that is no letter, in order: the letters in it, and what is none. `steps` are what its lines seem
/// to be, read together.
pub(crate) fn embedded(
    (lexicon, model): (&Lexicon, &Model),
    source: &Source,
    lines: &mut [Line],
    layout: Layout,
    (said, from): (&Said, usize),
    steps: &[Step],
) -> Vec<(Range<usize>, DivisionKind)> {
    let is_letter = |segment: &Segment| matches!(segment, Segment::Letter { .. });
    let mut letters = within(steps, &vec![false; steps.len()])
        .into_iter()
        .filter(is_letter)
        .map(|segment| segment.range())
        .peekable();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(next) = letters.next_if(|letter| letter.start <= at) {
            at = next.end.max(at + 1);
            found.push(next);
            continue;
        }
        let limit = letters.peek().map_or(lines.len(), |letter| letter.start);
        let announced = at > 0 && announces(lexicon, source.slice(lines[at - 1].span));
        let is_tried = announced || said.greets(from + at);
        let range = at..limit;
        match is_tried.then(|| tried(model, source, lines, layout, (said, from), range, announced)).flatten() {
            Some(letter) => {
                at = letter.end;
                found.push(letter);
            }
            None => at += 1,
        }
    }
    let mut parts = Vec::new();
    let mut prose = 0;
    for letter in found {
        if prose < letter.start {
            parts.push((prose..letter.start, DivisionKind::Prose));
        }
        prose = letter.end;
        parts.push((letter, DivisionKind::Letter));
    }
    if prose < lines.len() {
        parts.push((prose..lines.len(), DivisionKind::Prose));
    }
    parts
}

/// The letter that the first line of `range` opens, its greeting or what is `announced`, if one of the closings in the range
/// makes it one.
fn tried(
    model: &Model,
    source: &Source,
    lines: &mut [Line],
    layout: Layout,
    (said, from): (&Said, usize),
    range: Range<usize>,
    announced: bool,
) -> Option<Range<usize>> {
    let (greeting, limit) = (range.start, range.end);
    let is_short = |lines: &[Line], at: usize| lines[at].chars < PART;
    let is_opener = is_short(lines, greeting);
    if !is_opener && !announced {
        return None;
    }
    let start = greeting
        - usize::from(
            !announced && greeting > 0 && is_short(lines, greeting - 1) && said.is_dated(from + greeting - 1),
        );
    let end = limit.min(greeting + LONGEST);
    // Where short lines end, a letter may.
    let mut ends = Vec::new();
    let mut at = greeting + 1;
    while is_opener && at < end && is_short(lines, at) {
        at += 1;
    }
    while at < end && ends.len() < CLOSINGS {
        let first = (at..end).find(|&at| is_short(lines, at)).unwrap_or(end);
        let last = (first..end).find(|&at| !is_short(lines, at)).unwrap_or(end);
        // A greeting alone opens another letter; among other short lines it may be one of a closing.
        if first == last || last == first + 1 && said.greets(from + first) {
            break;
        }
        // The next letter's greeting may stand right below a closing.
        let opens = last < end && last > first + 1 && said.greets(from + last - 1);
        let mut stop = last - usize::from(opens);
        if stop == last && stop < end && said.is_postscript(from + stop) {
            stop += 1;
        }
        ends.push(stop);
        at = last;
    }
    let mut best: Option<(i64, Range<usize>)> = None;
    for end in ends {
        let range = start..end;
        let blanks = lines[start].blanks;
        let chain = Chain::new(source, &mut lines[range.clone()], layout, (said, from + start));
        lines[start].blanks = blanks;
        let steps: Vec<Step> = chain.path(model, &[]).into_iter().map(Step::Role).collect();
        let is_letter =
            |found: &[Segment]| matches!(found, [Segment::Letter { start: 0, end, .. }] if *end == steps.len());
        let is_whole = || is_letter(&within(&steps, &first_announced(steps.len(), announced)));
        let case = chain.case(model, &[]);
        let least = if announced { ANNOUNCED } else { CASE };
        if case >= least && best.as_ref().is_none_or(|(most, _)| case > *most) && is_whole() {
            best = Some((case, range));
        }
    }
    best.map(|(_, range)| range)
}

/// Whether the first of so many steps is announced; the others are not.
fn first_announced(steps: usize, announced: bool) -> Vec<bool> {
    let mut all = vec![false; steps];
    if let Some(first) = all.first_mut() {
        *first = announced;
    }
    all
}
