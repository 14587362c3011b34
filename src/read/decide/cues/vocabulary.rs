//! What becomes of the words of a line.

use std::collections::HashMap;

/// What becomes of the words of a line.
pub trait Vocabulary {
    /// Id of a word cue (`first=dear`, `last=wystan`), if it counts.
    fn id(&mut self, name: &str) -> Option<u16>;
}

impl<S: std::hash::BuildHasher> Vocabulary for &HashMap<String, u16, S> {
    fn id(&mut self, name: &str) -> Option<u16> {
        self.get(name).copied()
    }
}
