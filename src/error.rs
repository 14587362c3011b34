//! Why a file cannot be read or checked.

use crate::read::ReadError;
use crate::source::SourceError;
use std::fmt;

/// Why a file cannot be read or checked. Its message says what, where and what to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Its bytes are no text.
    Source(SourceError),
    /// It cannot be read as it was asked for.
    Read(ReadError),
    /// It is a book, and this build lacks the feature `epub`.
    NoBooks,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::NoBooks => {
                f.write_str("this is a book, and this build does not check books: it lacks the feature `epub`")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Source(error) => Some(error),
            Self::Read(error) => Some(error),
            Self::NoBooks => None,
        }
    }
}

impl From<SourceError> for Error {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}
