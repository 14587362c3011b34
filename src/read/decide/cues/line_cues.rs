//! The cues of lines, as numbers.

use crate::read::decide::cues::families::FixedCue;
use std::ops::Range;

/// Cues of all lines: a flat list, cut by line.
#[derive(Debug, Default)]
pub struct LineCues {
    ids: Vec<u16>,
    ends: Vec<u32>,
}

impl LineCues {
    /// Cues of line `index`.
    #[must_use]
    pub fn of(&self, index: usize) -> &[u16] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.ids[start..self.ends[index] as usize]
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Number of cues of all these lines.
    pub(crate) fn count(&self, lines: Range<usize>) -> usize {
        let end_of = |line: usize| line.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        end_of(lines.end) - end_of(lines.start)
    }

    pub(crate) fn reserve(&mut self, lines: usize, cues: usize) {
        self.ends.reserve_exact(lines);
        self.ids.reserve_exact(cues);
    }

    /// Adds a cue to the line that is being seen.
    pub(crate) fn add(&mut self, cue: impl FixedCue) {
        self.ids.push(cue.id());
    }

    /// Adds the cues whose condition holds.
    pub(crate) fn add_all<C: FixedCue, const N: usize>(&mut self, cues: [(bool, C); N]) {
        for (_, cue) in cues.into_iter().filter(|(holds, _)| *holds) {
            self.add(cue);
        }
    }

    /// Adds cues by their numbers.
    pub(crate) fn extend(&mut self, ids: impl IntoIterator<Item = u16>) {
        self.ids.extend(ids);
    }

    /// Ends the line that is being seen.
    pub(crate) fn end_line(&mut self) {
        self.ends.push(self.ids.len() as u32);
    }
}
