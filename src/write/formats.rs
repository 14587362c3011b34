//! The table of output formats.

#[cfg(feature = "epub")]
use super::epub;
use super::options::WriteOptions;
use super::summary::Summary;
use super::written::{WriteError, Written, WrittenApart};
use super::{cmif, json, standoff, tei, text};
use crate::Document;

/// Writes one document.
type Write = fn(&Document, &WriteOptions) -> Result<Written, WriteError>;
/// Writes the letters of one document apart.
type Split = fn(&Document, &WriteOptions) -> Result<WrittenApart, WriteError>;
/// Writes one file about many documents.
type Gather = fn(&[Summary]) -> Result<Written, WriteError>;

/// An output format.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// What is put behind the input's stem, dot included.
    pub extension: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// It is written where no format is asked for; the first such format is that of standard output.
    pub usual: bool,
    /// What TEI is for (an archive, the Deutsches Textarchiv) makes a difference to it.
    pub has_profiles: bool,
    /// Templates of the user's own make a difference to it.
    pub has_templates: bool,
    /// Writes a document.
    pub write: Write,
    /// Writes each letter of a document apart, where the format has a form for that.
    pub split: Option<Split>,
    /// Writes one file about many documents, where the format has a form for that.
    pub gather: Option<Gather>,
}

/// A format of which nothing is known but what every format has.
const fn plain(name: &'static str, extension: &'static str, about: &'static str, write: Write) -> Format {
    let (usual, has_profiles, has_templates) = (false, false, false);
    Format { name, extension, about, usual, has_profiles, has_templates, write, split: None, gather: None }
}

/// All output formats.
pub const FORMATS: &[Format] = &[
    Format {
        usual: true,
        has_profiles: true,
        split: Some(tei::split),
        ..plain("tei", ".xml", "TEI P5 for archives", tei::write)
    },
    Format {
        gather: Some(cmif::gather),
        ..plain("cmif", ".cmif.xml", "letters for correspSearch (CMIF)", cmif::write)
    },
    #[cfg(feature = "epub")]
    Format { usual: true, has_templates: true, ..plain("epub", ".epub", "EPUB 3 for e-readers", epub::write) },
    plain("json", ".json", "the whole tree", json::write),
    plain("standoff", ".standoff.json", "labelled lines and spans", standoff::write),
    plain("text", ".text.txt", "the reading text", text::write),
];
