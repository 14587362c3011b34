//! Labelled lines and spans, for annotation tools and scorers. `docs/standoff.md` is the
//! specification, `schema/standoff.schema.json` its JSON Schema.

mod blocks;
mod inlines;
mod meta;
mod types;

pub use types::{Standoff, StandoffBlock};

use crate::Document;
use crate::source::points::CodePoints;
use crate::write::options::WriteOptions;
use crate::write::written::{WriteError, Written};

/// Writes the document as standoff JSON.
///
/// # Errors
/// Never: the structures hold nothing that JSON cannot.
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    let mut bytes = serde_json::to_vec_pretty(&standoff(document)).map_err(|error| WriteError(error.to_string()))?;
    bytes.push(b'\n');
    Ok(Written { bytes, losses: Vec::new() })
}

/// The standoff view of a document.
#[must_use]
pub fn standoff(document: &Document) -> Standoff<'_> {
    let (source, edition) = (&document.source, &document.edition);
    let points = CodePoints::new(&source.text);
    Standoff {
        name: &source.name,
        lang: &edition.lang,
        wrap: edition.wrap,
        blocks: blocks::blocks(source, edition, &points),
        inline: inlines::inlines(source, edition, &points),
        meta: meta::meta(source, edition),
    }
}
