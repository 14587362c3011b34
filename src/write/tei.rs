//! Not yet written.

use super::{WriteError, WriteOptions, Written};
use crate::Document;

/// Writes the document.
///
/// # Errors
/// Never.
pub fn write(_document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    Ok(Written::default())
}
