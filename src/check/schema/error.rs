//! Why a schema cannot be used.

use std::fmt;

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError(String);

impl SchemaError {
    pub(super) fn new(message: String) -> Self {
        Self(message)
    }

    /// The schema of this name cannot be used.
    pub(super) fn unusable(name: &str, error: &dyn fmt::Display) -> Self {
        Self(format!("{name}: is no schema that can be used: {error}"))
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaError {}
