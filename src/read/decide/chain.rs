//! Lines that are decided together, as one chain.

use crate::read::decide::cues::{self, LineCues, Said};
use crate::read::decide::decode::{self, DecodedRole, Model};
use crate::read::decide::in_force::InForce;
use crate::read::decide::verdict::{LineDecision, SecondRole, Verdict};
use crate::read::divide::DivisionKind;
use crate::read::lines::{Layout, Line};
use crate::read::role::Role;
use crate::source::Source;

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

/// The least case for a letter, in thousandths as weights are: where all its parts together say less, there is none. Of
/// letters left out of the training this takes single doubtful lines; of prose, every second invented letter.
const LETTER: i64 = 1000;
/// So many lines at either end of what is no letter may be parts of one: a preface is signed and dated.
const EDGE: usize = 4;
/// The least case for them, as for a letter in other text: short answers at the end of a dialogue look like signatures.
const AT_EDGE: i64 = 3000;
/// More parts than this make a case by themselves.
const FEW_PARTS: usize = 4;

/// What is seen of lines that are decided together.
pub(crate) struct Chain {
    cues: LineCues,
    /// Which of [`decode::STEPS`] leads to each line.
    steps: Vec<usize>,
}

impl Chain {
    /// The first of the lines stands at `from` in what was said.
    pub(crate) fn new(source: &Source, lines: &mut [Line], layout: Layout, (said, from): (&Said, usize)) -> Self {
        // What stands before the first line is another text.
        if let Some(first) = lines.first_mut() {
            first.blanks = 0;
        }
        let cues = cues::place(source, lines, layout, said, from);
        let steps = lines.iter().map(|line| decode::step(layout, line)).collect();
        Self { cues, steps }
    }

    /// The best roles alone.
    pub(crate) fn path(&self, model: &Model, fixed: &[Option<Role>]) -> Vec<Role> {
        model.path(&self.cues, &self.steps, fixed)
    }

    /// By how much the lines look better as parts of a letter than as other text, in thousandths as weights are.
    pub(crate) fn case(&self, model: &Model, fixed: &[Option<Role>]) -> i64 {
        let scores = model.scores(&self.cues, fixed);
        model.best(&scores, &self.steps) - model.best(&scores.without_parts(), &self.steps)
    }

    /// The roles of its lines, where `kind` says what they are together.
    pub(crate) fn decide(&self, model: &Model, fixed: &[Option<Role>], kind: DivisionKind) -> Vec<DecodedRole> {
        let scores = model.scores(&self.cues, fixed);
        if kind == DivisionKind::Prose {
            let (edges, none) = (scores.without_parts_inside(EDGE), scores.without_parts());
            let case = model.best(&edges, &self.steps) - model.best(&none, &self.steps);
            return model.decode(if case < AT_EDGE { &none } else { &edges }, &self.steps);
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

    pub(crate) fn decided(&self, at: usize, decision: DecodedRole, weights: InForce<'_>, depth: Depth) -> LineDecision {
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
