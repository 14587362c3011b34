//! Segments: which words stand at which place of a file.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A place in a file and the words that stand there, where these are not the characters of the file: what XML writes
/// with references or with tags in between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Span, String)", into = "(Span, String)")]
pub struct Segment {
    /// The characters of the file.
    pub place: Span,
    /// What they stand for.
    pub words: String,
}

impl Segment {
    /// The same, in a file that follows on `bytes` others.
    pub(super) fn behind(self, bytes: u32) -> Self {
        let Span { start, end } = self.place;
        Self { place: Span { start: start + bytes, end: end + bytes }, ..self }
    }
}

impl From<(Span, String)> for Segment {
    fn from((place, words): (Span, String)) -> Self {
        Self { place, words }
    }
}

impl From<Segment> for (Span, String) {
    fn from(Segment { place, words }: Segment) -> Self {
        (place, words)
    }
}
