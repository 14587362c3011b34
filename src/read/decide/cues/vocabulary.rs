//! What becomes of the words of a line.

use crate::read::decide::cues::families::FIXED;
use std::collections::HashMap;

/// What becomes of the words of a line.
pub trait Vocabulary {
    /// Id of a word cue (`first=dear`, `last=wystan`), if it counts.
    fn id(&mut self, name: &str) -> Option<u16>;
}

/// How many words can count: they share the numbers of 16 bits with the cues of fixed values.
pub(crate) const MOST_WORDS: usize = (u16::MAX - FIXED) as usize + 1;

/// Id of the word that comes after `known` others; `None` where there are [`MOST_WORDS`] already.
pub(crate) fn next_id(known: usize) -> Option<u16> {
    u16::try_from(usize::from(FIXED) + known).ok()
}

impl<S: std::hash::BuildHasher> Vocabulary for &HashMap<String, u16, S> {
    fn id(&mut self, name: &str) -> Option<u16> {
        self.get(name).copied()
    }
}
