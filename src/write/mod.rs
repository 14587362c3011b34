//! From the tree to bytes: one row per format in [`FORMATS`].

pub mod cmif;
pub mod dating;
pub mod epub;
pub mod json;
pub mod standoff;
pub mod tei;
pub mod text;

use crate::Document;
use crate::diagnostic::Diagnostic;
use std::fmt;
use std::path::PathBuf;

/// What a writer may be told.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// Folder whose files replace built-in templates of the same name.
    pub templates: Option<PathBuf>,
    /// Write TEI in the Base Format of the Deutsches Textarchiv.
    pub dtabf: bool,
    /// Seconds since 1970 to use where a date must appear (`SOURCE_DATE_EPOCH`).
    pub source_date_epoch: Option<u64>,
    /// Picture for the cover of a book; else one is drawn from the metadata.
    pub cover: Option<epub::Cover>,
    /// Draw the cover in pixels (PNG), not as SVG.
    #[cfg(feature = "raster")]
    pub cover_in_pixels: bool,
    /// Set the text of a book by the typographic rules of its language; no other format does.
    pub typography: bool,
}

/// What a writer made.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format could not keep.
    pub losses: Vec<Diagnostic>,
}

/// Why a writer made nothing. Says what, where and what to do.
#[derive(Debug)]
pub struct WriteError(pub String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

/// An output format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// What is put behind the input's stem, dot included.
    pub extension: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// The writer.
    pub write: fn(&Document, &WriteOptions) -> Result<Written, WriteError>,
}

/// All output formats.
pub const FORMATS: &[Format] = &[
    Format { name: "tei", extension: ".xml", about: "TEI P5 for archives", write: tei::write },
    Format { name: "cmif", extension: ".cmif.xml", about: "letters for correspSearch (CMIF)", write: cmif::write },
    Format { name: "epub", extension: ".epub", about: "EPUB 3 for e-readers", write: epub::write },
    Format { name: "json", extension: ".json", about: "the whole tree", write: json::write },
    Format { name: "standoff", extension: ".standoff.json", about: "labelled lines and spans", write: standoff::write },
    Format { name: "text", extension: ".text.txt", about: "the reading text", write: text::write },
];
