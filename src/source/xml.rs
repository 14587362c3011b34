//! Parsing XML that anyone may have written: what is too much or not well-formed is refused with its place.

use super::guard;
use super::place::byte_of;
use roxmltree::{Document, Error, ParsingOptions};

/// Why a document is not read.
pub(crate) struct Refused {
    /// First byte of the place.
    pub at: usize,
    /// It is beyond the bounds, and was not parsed.
    pub too_much: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// Parses a document. A document type is refused: its entities could stand for anything, and for any amount.
///
/// # Errors
/// The document is beyond the bounds, names a document type, or is not well-formed.
pub(crate) fn parse(text: &str, max_depth: usize) -> Result<Document<'_>, Refused> {
    if let Some((at, message)) = guard::refused(text, guard::MAX_MARKUP, max_depth) {
        let hint = "divide the document: one file for each letter or year";
        return Err(Refused { at, too_much: true, message, hint });
    }
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let at = byte_of(text, (error.pos().row, error.pos().col));
        let (message, hint) = match &error {
            Error::DtdDetected => (
                "a document type declaration is not read".to_owned(),
                "take it out, and write the characters that its entities stand for",
            ),
            // The place is told in our own way.
            _ => (
                error.to_string().replace(&format!(" at {}", error.pos()), ""),
                "mend the markup here or before it; nothing else was checked",
            ),
        };
        Refused { at, too_much: false, message, hint }
    })
}
