//! What each line is that is not settled: the weights decide.

use crate::read::decide::announced::announces;
use crate::read::decide::chain::{Chain, Depth};
use crate::read::decide::cues;
use crate::read::decide::embedded::embedded;
use crate::read::decide::in_force::InForce;
use crate::read::decide::segment::{Segment, Step, segment};
use crate::read::decide::settled::Settled;
use crate::read::decide::verdict::{LineDecision, Verdict};
use crate::read::divide::DivisionKind;
use crate::read::lexicon::{Lexicon, word, words};
use crate::read::lines::{Layout, Line};
use crate::read::orders::overrides::Overrides;
use crate::read::role::Role;
use crate::read::shape::marked_level;
use crate::source::Source;
use crate::tree::{Name, Why};
use std::ops::Range;

/// Decides about each line that is not settled.
pub fn decide(
    (lexicon, weights): (&Lexicon, InForce<'_>),
    source: &Source,
    all: &[Line],
    settled: Settled,
    layout: Layout,
    overrides: &Overrides,
    depth: Depth,
) -> Vec<LineDecision> {
    let model = weights.model();
    let mut kept = settled.lines(all);
    let Settled { mut decided, seen, fixed, divisions } = settled;
    let said = cues::say(lexicon, source, &kept, &mut &model.vocabulary);
    let starts: Vec<bool> =
        seen.iter().map(|&index| overrides.starting(index).is_some_and(|order| order.letter)).collect();
    let gaps: Vec<u8> = seen.iter().map(|&index| all[index].blanks).collect();
    for (division, kind) in divisions.among(seen.iter().copied()) {
        // Positions say most when they are counted within a letter: a division of several is cut into its letters and
        // each of them is decided again by itself.
        let told = starts[division.clone()].contains(&true);
        let mut whole = Some(Chain::new(source, &mut kept[division.clone()], layout, (&said, division.start)));
        let path = |whole: &Option<Chain>| -> Vec<Step> {
            let fixed = &fixed[division.clone()];
            let roles = whole.as_ref().map_or_else(Vec::new, |whole| whole.path(model, fixed));
            roles.into_iter().map(Step::Role).collect()
        };
        let parts = match kind {
            DivisionKind::Letter if !told => vec![(0..division.len(), kind)],
            DivisionKind::Prose if !told => {
                let steps = path(&whole);
                embedded((lexicon, model), source, &mut kept[division.clone()], layout, (&said, division.start), &steps)
            }
            _ => {
                let segments = segment(&path(&whole), &starts[division.clone()], &gaps[division.clone()]);
                together(segments).into_iter().map(|range| (range, DivisionKind::Open)).collect()
            }
        };
        if parts.len() > 1 {
            whole = None;
        }
        for (range, kind) in parts {
            let range = division.start + range.start..division.start + range.end;
            let part = whole
                .take()
                .unwrap_or_else(|| Chain::new(source, &mut kept[range.clone()], layout, (&said, range.start)));
            // Of letters in other text, `explain` says where a sentence above announces one.
            let announced = kind == DivisionKind::Letter
                && range.start > division.start
                && announces(lexicon, source.slice(kept[range.start - 1].span));
            let decisions = part.decide(model, &fixed[range.clone()], kind);
            for ((at, decision), &index) in decisions.into_iter().enumerate().zip(&seen[range]) {
                if decided[index].is_some() {
                    continue;
                }
                decided[index] = Some(match marked_level(source.slice(all[index].span)) {
                    Some(level) => Verdict::Marked(level, Why::rule("heading.marked")).into(),
                    None => part.decided(at, decision, weights, depth),
                });
                if announced && at == 0 {
                    decided[index].iter_mut().for_each(|line| line.verdict.add("letter.announced"));
                }
            }
        }
    }
    headnotes(source, all, &mut decided);
    sentences(source, all, &mut decided);
    for (lines, cue) in overrides.kept_lines() {
        let texts = all[lines.clone()].iter().map(|line| source.slice(line.span));
        keep_lines(lexicon, &mut decided[lines], texts, cue);
    }
    decided.into_iter().map(|decided| decided.expect("each line is lifted, titled, fixed or decoded")).collect()
}

/// The lines that are decided together. A letter that nothing closes may go on in the sections after it: were it cut off
/// there, its last lines would look like the end of one.
fn together(segments: Vec<Segment>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for segment in segments {
        let range = segment.range();
        match (ranges.last_mut(), &segment) {
            (Some(last), Segment::Prose(_)) if open => last.end = range.end,
            _ => ranges.push(range),
        }
        open = matches!(segment, Segment::Letter { bottom, end, .. } if bottom == end);
    }
    ranges
}

/// Longest line that announces what follows, in bytes.
const ANNOUNCES: usize = 160;

/// An editor's words between the heading of a letter and its opener, in brackets or before a colon, are no part of either.
fn headnotes(source: &Source, all: &[Line], decided: &mut [Option<LineDecision>]) {
    let role = |decided: &Option<LineDecision>| match decided {
        Some(LineDecision { verdict: Verdict::Role(role, _), runner_up: Some(_) }) => Some(*role),
        Some(LineDecision { verdict: Verdict::Marked(..), .. }) => Some(Role::Head),
        _ => None,
    };
    for at in 1..decided.len().saturating_sub(1) {
        let opens = matches!(role(&decided[at + 1]), Some(Role::Dateline | Role::Salute | Role::Address));
        // A heading may be settled before the weights are asked.
        let heads = decided[at - 1].as_ref().is_some_and(|before| before.verdict.role() == Some(Role::Head));
        if !opens || !heads || all[at].blanks == 0 || all[at + 1].blanks == 0 {
            continue;
        }
        let text = source.slice(all[at].span);
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let said = inner.is_some_and(|inner| !inner.contains(['[', ']']) && inner.split_whitespace().count() >= 4);
        // "Card from Holt to her sister:" says what follows.
        let announces = matches!(role(&decided[at]), Some(Role::Paragraph | Role::Trailer))
            && text.ends_with(':')
            && text.len() <= ANNOUNCES
            && role(&decided[at + 1]) == Some(Role::Salute);
        if (said || announces) && role(&decided[at]).is_some() {
            decided[at] = Some(Verdict::Role(Role::Other, Why::rule("headnote.between-heading-and-opener")).into());
        }
    }
}

/// A sentence that goes on in the paragraph below without a blank line is no greeting: "I have sent, dear" / "uncle, the cart".
fn sentences(source: &Source, all: &[Line], decided: &mut [Option<LineDecision>]) {
    let role = |decided: &Option<LineDecision>| match decided {
        Some(LineDecision { verdict: Verdict::Role(role, _), runner_up: Some(_) }) => Some(*role),
        _ => None,
    };
    for at in 1..decided.len() {
        let goes_on = || {
            let (line, next) = (source.slice(all[at - 1].span), source.slice(all[at].span));
            all[at].blanks == 0 && line.ends_with(char::is_alphanumeric) && next.starts_with(char::is_lowercase)
        };
        if role(&decided[at - 1]) == Some(Role::Salute) && role(&decided[at]) == Some(Role::Paragraph) && goes_on() {
            let why = Why::rule("paragraph.sentence-goes-on");
            decided[at - 1] = Some(Verdict::Role(Role::Paragraph, why).into());
        }
    }
}

/// Lines that a notation keeps as lines are verse, unless more than half of them are parts of an opener or closer.
fn keep_lines<'t>(
    lexicon: &Lexicon,
    decided: &mut [Option<LineDecision>],
    texts: impl Iterator<Item = &'t str>,
    cue: &Name,
) {
    let role = |decided: &Option<LineDecision>| match decided {
        Some(LineDecision { verdict: Verdict::Role(role, _), .. }) => Some(*role),
        _ => None,
    };
    // Figures beside a name are a bill as often as a date.
    let is_part = |(decided, text): (&Option<LineDecision>, &str)| match role(decided) {
        Some(Role::Dateline) => words(text).iter().any(|word| lexicon.flags(word) & word::MONTH != 0),
        Some(Role::Address | Role::Salute | Role::Closer | Role::Signed) => true,
        _ => false,
    };
    let parts = decided.iter().zip(texts).filter(|&pair| is_part(pair)).count();
    if parts * 2 > decided.len() {
        return;
    }
    for slot in decided.iter_mut().filter(|slot| role(slot).is_some()) {
        *slot = Some(Verdict::Role(Role::Verse, Why::rule(cue.clone())).into());
    }
}
