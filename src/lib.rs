//! Reads plain-text transcriptions of letters, pamphlets and essays into a typed document tree and
//! writes TEI-XML, EPUB 3 and other formats.
//!
//! ```text
//! bytes -> Source -> read -> Document (Source + Edition) -> write -> bytes
//! ```

pub mod diagnostic;
pub mod knowledge;
pub mod read;
pub mod source;
pub mod tree;
pub mod tune;
pub mod write;

use serde::{Deserialize, Serialize};

/// A source and what was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The source text.
    pub source: source::Source,
    /// Its structure; all spans point into the source.
    pub edition: tree::Edition,
}
