//! A file of TOML in the form of a built-in one.

use crate::read::ReadError;
use crate::source::Source;
use serde::de::DeserializeOwned;

/// A file of TOML, with its lines.
pub(crate) struct OwnFile(Source);

impl OwnFile {
    /// `name` is what messages call it.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self(Source::new(name, text))
    }

    /// What is written in it; `what` says what it should be.
    pub(crate) fn read<T: DeserializeOwned>(&self, what: &str) -> Result<T, ReadError> {
        toml::from_str(&self.0.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.fault(at, format!("this is no {what}: {}", error.message()))
        })
    }

    /// What is wrong there.
    pub(crate) fn fault(&self, at: usize, message: impl Into<String>) -> ReadError {
        ReadError::in_source(&self.0, at, message.into())
    }
}
