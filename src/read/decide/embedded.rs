//! Letters that stand in other text.
//!
//! Inside a chapter, the place of a line speaks against any letter. So each greeting is tried by itself: the lines from there
//! to one of the next closings are read as if they were all of a file, and are a letter where that explains them far better
//! than prose does.

use crate::read::decide::chain::Chain;
use crate::read::decide::cues::Said;
use crate::read::decide::decode::Model;
use crate::read::decide::segment::{Segment, Step, within};
use crate::read::divide::DivisionKind;
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

/// The parts of a division that is no letter, in order: the letters in it, and what is none. `steps` are what its lines seem
/// to be, read together.
pub(crate) fn embedded(
    model: &Model,
    source: &Source,
    lines: &mut [Line],
    layout: Layout,
    (said, from): (&Said, usize),
    steps: &[Step],
) -> Vec<(Range<usize>, DivisionKind)> {
    let is_letter = |segment: &Segment| matches!(segment, Segment::Letter { .. });
    let mut letters = within(steps).into_iter().filter(is_letter).map(|segment| segment.range()).peekable();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(next) = letters.next_if(|letter| letter.start <= at) {
            at = next.end.max(at + 1);
            found.push(next);
            continue;
        }
        let limit = letters.peek().map_or(lines.len(), |letter| letter.start);
        match said.greets(from + at).then(|| tried(model, source, lines, layout, (said, from), at, limit)).flatten() {
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

/// The letter that the greeting at `greeting` opens, if one of the closings below it and above `limit` makes it one.
fn tried(
    model: &Model,
    source: &Source,
    lines: &mut [Line],
    layout: Layout,
    (said, from): (&Said, usize),
    greeting: usize,
    limit: usize,
) -> Option<Range<usize>> {
    if lines[greeting].chars >= PART {
        return None;
    }
    let is_short = |lines: &[Line], at: usize| lines[at].chars < PART;
    let start =
        greeting - usize::from(greeting > 0 && is_short(lines, greeting - 1) && said.is_dated(from + greeting - 1));
    let end = limit.min(greeting + LONGEST);
    // Where short lines end, a letter may.
    let mut ends = Vec::new();
    let mut at = greeting + 1;
    while at < end && is_short(lines, at) {
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
        let is_whole = || matches!(&within(&steps)[..], [Segment::Letter { start: 0, end, .. }] if *end == steps.len());
        let case = chain.case(model, &[]);
        if case >= CASE && best.as_ref().is_none_or(|(least, _)| case > *least) && is_whole() {
            best = Some((case, range));
        }
    }
    best.map(|(_, range)| range)
}
