//! What came of a comparison with gold.

use crate::read::role::Role;
use crate::tree::BlockType;

/// What came out of reading texts whose gold is known, in lines.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// One for each role that a line can have, in the order of a letter.
    pub scores: Vec<Score>,
    /// Texts with every line right.
    pub perfect: usize,
    /// Lines that were wrong, in the order of the texts.
    pub misses: Vec<Miss>,
}

/// How well one role was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Score {
    /// The role.
    pub role: BlockType,
    /// Lines that were rightly taken for it.
    pub right: usize,
    /// Lines that were taken for it.
    pub predicted: usize,
    /// Lines that it is the role of.
    pub gold: usize,
}

/// A line the decoder got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Miss {
    /// Path of the text.
    pub name: String,
    /// Line number, from 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
    /// What it is.
    pub want: BlockType,
    /// What it was taken for.
    pub got: BlockType,
}

impl Score {
    /// The harmonic mean of precision and recall, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no gold has 2^52 lines")]
    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.predicted + self.gold).max(1) as f64
    }
}

impl Report {
    /// A report in which nothing was read yet.
    pub(super) fn new() -> Self {
        let score = |role: Role| Score { role: role.block_type(), right: 0, predicted: 0, gold: 0 };
        Self { scores: Role::ALL.map(score).into(), perfect: 0, misses: Vec::new() }
    }

    /// Counts some lines of one role and what they were taken for.
    pub(super) fn count(&mut self, want: Role, got: Role, lines: usize) {
        self.scores[want as usize].gold += lines;
        self.scores[got as usize].predicted += lines;
        if got == want {
            self.scores[got as usize].right += lines;
        }
    }
}
