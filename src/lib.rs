//! Reads plain-text transcriptions of letters, pamphlets and essays into a typed document tree and
//! writes TEI-XML, EPUB 3 and other formats.
//!
//! ```text
//! bytes -> Source -> read -> Document (Source + Edition) -> write -> bytes
//!                                                         -> check -> Checked (findings)
//! ```

pub mod check;
pub mod diagnostic;
pub mod knowledge;
pub mod read;
pub mod source;
pub mod tree;
pub mod tune;
pub mod write;

use check::{Checked, Kind, kind};
use diagnostic::Diagnostic;
use read::{ReadError, ReadOptions};
use serde::{Deserialize, Serialize};
use source::{Source, SourceError};
use std::fmt;

/// A source and what was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The source text.
    pub source: source::Source,
    /// Its structure; all spans point into the source.
    pub edition: tree::Edition,
}

/// What checking may be told.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Encoding of transcriptions; `None` means: find out.
    pub encoding: Option<String>,
    /// The schemas of TEI, where the document lies, and what it must be fit for.
    pub tei: check::Context,
    /// How transcriptions are read. The file of hints also says which findings the editor allows.
    pub read: ReadOptions,
}

/// Why a file cannot be read or checked.
#[derive(Debug)]
pub enum CheckError {
    /// Its bytes are no text.
    Source(SourceError),
    /// It cannot be read as it was asked for.
    Read(ReadError),
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CheckError {}

/// Reads one file into the tree: a text or TEI, which its content tells. `name` is what messages call it; `encoding` is
/// that of the bytes, `None` means: find out. Beside the tree comes what was noticed on the way.
///
/// # Errors
/// No text, XML that cannot be read as TEI, or orders of the editor that cannot be followed.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    encoding: Option<&str>,
    options: &ReadOptions,
) -> Result<(Document, Vec<Diagnostic>), CheckError> {
    let is_tei = kind::kind(&bytes) == Kind::Tei;
    let declared = (is_tei && encoding.is_none()).then(|| kind::xml_encoding(&bytes));
    let decoded = Source::from_bytes(name, bytes, encoding.or(declared.as_deref()));
    let (mut source, mut findings) = decoded.map_err(CheckError::Source)?;
    let reading = if is_tei { read::tei::read(&mut source, options) } else { read::text(&source, options) };
    let reading = reading.map_err(CheckError::Read)?;
    findings.extend(reading.findings);
    Ok((Document { source, edition: reading.edition }, findings))
}

/// Checks one file by the rules for its kind, which its content tells. `name` is what messages call it.
///
/// # Errors
/// No text, or orders of the editor that cannot be followed.
pub fn check(name: &str, bytes: Vec<u8>, options: &CheckOptions) -> Result<Checked, CheckError> {
    match kind::kind(&bytes) {
        Kind::Text => {
            let (document, findings) = read(name, bytes, options.encoding.as_deref(), &options.read)?;
            let allowed = options.read.hints.as_ref().map_or(&[][..], |hints| &hints.allowed);
            Ok(check::text(document, findings, allowed))
        }
        Kind::Tei => {
            let encoding = kind::xml_encoding(&bytes);
            let (source, findings) = Source::from_bytes(name, bytes, Some(&encoding)).map_err(CheckError::Source)?;
            Ok(check::tei(source, findings, &options.tei))
        }
        Kind::Epub => Ok(check::epub(&bytes)),
    }
}
