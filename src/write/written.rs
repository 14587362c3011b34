//! What a writer gives, or why it gives nothing.

use crate::diagnostic::Diagnostic;
use std::fmt;

/// What a writer made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format could not keep.
    pub losses: Vec<Diagnostic>,
}

/// The letters of a document, each as a file of its own, and the file that holds them all.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WrittenApart {
    /// The number of each letter, from 1, and its file. Number 0 is what is no letter: title page, introductions, what
    /// stands between and behind the letters, notes that none of them calls.
    pub letters: Vec<(usize, Vec<u8>)>,
    /// All of them in one.
    pub corpus: Vec<u8>,
    /// What the format could not keep.
    pub losses: Vec<Diagnostic>,
}

/// Why a writer made nothing. Says what, where and what to do.
#[derive(Debug)]
pub struct WriteError(pub(super) String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}
