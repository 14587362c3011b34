//! The whole document as JSON: source, tree, spans, evidence. `schema/tree.schema.json` describes it.

use super::options::WriteOptions;
use super::written::{WriteError, Written};
use crate::Document;

/// Writes the document; [`serde_json::from_slice`] reads it back unchanged.
///
/// # Errors
/// Never: a document holds nothing that JSON cannot.
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    let mut bytes = serde_json::to_vec_pretty(document).map_err(|error| WriteError(error.to_string()))?;
    bytes.push(b'\n');
    Ok(Written { bytes, losses: Vec::new() })
}
