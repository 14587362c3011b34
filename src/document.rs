//! What reading gives: a source and its tree.

use crate::source::Source;
use crate::tree::Edition;
use serde::{Deserialize, Serialize};

/// A source and what was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The source text.
    pub source: Source,
    /// Its structure; all spans point into the source.
    pub edition: Edition,
}
