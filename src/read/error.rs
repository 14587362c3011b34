//! Why a text cannot be read.

use crate::source::{Place, Source};
use std::fmt;

/// Why a text cannot be read as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// File (the source, or the hints beside it) and line where the fault is; `None` for a fault of the options.
    pub place: Option<(String, usize)>,
    /// Column in that line, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl ReadError {
    pub(crate) fn at(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { place: Some((file.to_owned(), line)), column: None, message: message.into() }
    }

    /// At a byte of the source itself.
    pub(crate) fn in_source(source: &Source, at: usize, message: String) -> Self {
        let Place { file, line, column } = source.place(at as u32);
        Self { place: Some((file.to_owned(), line)), column: Some(column), message }
    }
}

impl From<String> for ReadError {
    fn from(message: String) -> Self {
        Self { place: None, column: None, message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line)) = &self.place {
            write!(f, "{file}:{line}:")?;
            self.column.map_or(Ok(()), |column| write!(f, "{column}:"))?;
            f.write_str(" ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}
