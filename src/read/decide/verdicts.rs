//! What each line is that is not settled: the weights decide.

use crate::read::decide::cues;
use crate::read::decide::cues::{LineCues, Said};
use crate::read::decide::decode;
use crate::read::decide::decode::{DecodedRole, Model};
use crate::read::decide::in_force::InForce;
use crate::read::decide::segment::{Segment, Step, segment, within};
use crate::read::decide::settled::Settled;
use crate::read::decide::verdict::{LineDecision, SecondRole, Verdict};
use crate::read::divide::DivisionKind;
use crate::read::lexicon::{Lexicon, word, words};
use crate::read::lines::{Layout, Line};
use crate::read::orders::overrides::Overrides;
use crate::read::role::Role;
use crate::read::shape::marked_level;
use crate::source::Source;
use crate::tree::{Name, Why};
use std::ops::Range;

/// How many cues are kept of a decision.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// That spoke for the role.
    pub reasons: usize,
    /// That spoke for the next best.
    pub against: usize,
}

impl Depth {
    /// What a tree keeps.
    pub const READING: Self = Self { reasons: 3, against: 0 };
    /// For those who ask for roles alone.
    pub const ROLES: Self = Self { reasons: 0, against: 0 };
}

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
    for (division, kind) in divisions.among(seen.iter().copied()) {
        // Positions say most when they are counted within a letter: a division of several is cut into its letters and
        // each of them is decided again by itself.
        let mut whole = Some(Chain::new(source, &mut kept[division.clone()], layout, (&said, division.start)));
        let parts = match kind {
            DivisionKind::Letter => vec![(0..division.len(), kind)],
            DivisionKind::Open | DivisionKind::Prose => {
                let fixed = &fixed[division.clone()];
                let roles = whole.as_ref().map_or_else(Vec::new, |whole| model.path(&whole.cues, &whole.steps, fixed));
                let steps: Vec<Step> = roles.into_iter().map(Step::Role).collect();
                parts(kind, &steps, &starts[division.clone()])
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
            let decisions = part.decide(model, &fixed[range.clone()], kind);
            for ((at, decision), &index) in decisions.into_iter().enumerate().zip(&seen[range]) {
                if decided[index].is_some() {
                    continue;
                }
                decided[index] = Some(match marked_level(source.slice(all[index].span)) {
                    Some(level) => Verdict::Marked(level, Why::rule("heading.marked")).into(),
                    None => part.decided(at, decision, weights, depth),
                });
            }
        }
    }
    headnotes(source, all, &mut decided);
    for (lines, cue) in overrides.kept_lines() {
        let texts = all[lines.clone()].iter().map(|line| source.slice(line.span));
        keep_lines(lexicon, &mut decided[lines], texts, cue);
    }
    decided.into_iter().map(|decided| decided.expect("each line is lifted, titled, fixed or decoded")).collect()
}

/// The parts of a division that are decided each by itself, and what they are.
fn parts(kind: DivisionKind, steps: &[Step], starts: &[bool]) -> Vec<(Range<usize>, DivisionKind)> {
    let told = starts.contains(&true);
    match kind {
        DivisionKind::Prose if !told => {
            let kind = |segment: &Segment| match segment {
                Segment::Prose(_) => DivisionKind::Prose,
                Segment::Letter { .. } => DivisionKind::Letter,
            };
            within(steps).into_iter().map(|segment| (segment.range(), kind(&segment))).collect()
        }
        _ => together(segment(steps, starts)).into_iter().map(|range| (range, DivisionKind::Open)).collect(),
    }
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

/// An editor's words in brackets between the heading of a letter and its opener are no part of either.
fn headnotes(source: &Source, all: &[Line], decided: &mut [Option<LineDecision>]) {
    let role = |decided: &Option<LineDecision>| match decided {
        Some(LineDecision { verdict: Verdict::Role(role, _), runner_up: Some(_) }) => Some(*role),
        Some(LineDecision { verdict: Verdict::Marked(..), .. }) => Some(Role::Head),
        _ => None,
    };
    for at in 1..decided.len().saturating_sub(1) {
        let opens = matches!(role(&decided[at + 1]), Some(Role::Dateline | Role::Salute | Role::Address));
        let heads = role(&decided[at - 1]) == Some(Role::Head);
        if !opens || !heads || all[at].blanks == 0 || all[at + 1].blanks == 0 {
            continue;
        }
        let text = source.slice(all[at].span);
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let said = inner.is_some_and(|inner| !inner.contains(['[', ']']) && inner.split_whitespace().count() >= 4);
        if said && role(&decided[at]).is_some() {
            decided[at] = Some(Verdict::Role(Role::Other, Why::rule("headnote.between-heading-and-opener")).into());
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

/// The least case for a letter, in thousandths as weights are: where all its parts together say less, there is none. Of
/// letters left out of the training this takes single doubtful lines; of prose, every second invented letter.
const LETTER: i64 = 1000;
/// So many lines at either end of what is no letter may be parts of one: a preface is signed and dated.
const EDGE: usize = 4;
/// More parts than this make a case by themselves.
const FEW_PARTS: usize = 4;

/// What is seen of lines that are decided together.
struct Chain {
    cues: LineCues,
    /// Which of [`decode::STEPS`] leads to each line.
    steps: Vec<usize>,
}

impl Chain {
    /// The first of the lines stands at `from` in what was said.
    fn new(source: &Source, lines: &mut [Line], layout: Layout, (said, from): (&Said, usize)) -> Self {
        // What stands before the first line is another text.
        if let Some(first) = lines.first_mut() {
            first.blanks = 0;
        }
        let cues = cues::place(source, lines, layout, said, from);
        let steps = lines.iter().map(|line| decode::step(layout, line)).collect();
        Self { cues, steps }
    }

    /// The roles of its lines, where `kind` says what they are together.
    fn decide(&self, model: &Model, fixed: &[Option<Role>], kind: DivisionKind) -> Vec<DecodedRole> {
        let scores = model.scores(&self.cues, fixed);
        if kind == DivisionKind::Prose {
            return model.decode(&scores.without_parts_inside(EDGE), &self.steps);
        }
        let decisions = model.decode(&scores, &self.steps);
        // The editor's word for a part of a letter settles that there is one.
        let told = kind == DivisionKind::Letter || fixed.iter().flatten().any(|role| role.is_part());
        let parts = decisions.iter().filter(|decision| decision.role.is_part()).count();
        if !told && (1..=FEW_PARTS).contains(&parts) {
            let prose = scores.without_parts();
            if model.best(&scores, &self.steps) - model.best(&prose, &self.steps) < LETTER {
                return model.decode(&prose, &self.steps);
            }
        }
        decisions
    }

    fn decided(&self, at: usize, decision: DecodedRole, weights: InForce<'_>, depth: Depth) -> LineDecision {
        let against = match depth.against {
            0 => Vec::new(),
            most => weights.reasons(&self.cues, at, decision.runner_up, most),
        };
        LineDecision {
            verdict: Verdict::Role(decision.role, weights.why(&self.cues, at, decision, depth.reasons)),
            runner_up: Some(SecondRole { role: decision.runner_up, cues: against }),
        }
    }
}
