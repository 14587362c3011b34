//! Reads transcriptions of letters, pamphlets and essays into a typed document tree, writes TEI-XML, EPUB 3 and other
//! formats, and checks editions.
//!
//! ```text
//! bytes -> Source -> read -> Document (Source + Edition) -> write -> bytes
//!                                                         -> check -> Checked (findings)
//! ```
//!
//! From bytes to TEI:
//!
//! ```
//! use rubricate::read::ReadOptions;
//! use rubricate::write::{FORMATS, WriteOptions};
//!
//! let letter = b"Harwick, 4 March 1881\n\nDear Anna,\n\nThe seeds have come.\n\nYours,\nTom\n".to_vec();
//! let (document, findings) = rubricate::read("letter.txt", letter, &ReadOptions::default())?;
//! assert!(findings.is_empty(), "nothing in it is doubtful");
//!
//! let tei = FORMATS.iter().find(|format| format.name == "tei").expect("it is a format");
//! let written = (tei.write)(&document, &WriteOptions::default())?;
//! assert!(String::from_utf8(written.bytes)?.contains("<salute>Dear Anna,</salute>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules follow that way: [`mod@source`] is text and places in it, [`mod@read`] makes the [`tree`] of it, [`mod@write`] puts
//! the tree into formats, [`mod@check`] finds what is wrong. The library opens no file but by [`source::bytes_of_file`] and
//! knows no network and no clock. Without default features it reads, and writes all but books; `epub` adds books,
//! `schema` validation against RELAX NG and Schematron, `cli` the command line, `raster` covers in pixels.

mod caseless;
pub mod check;
pub mod diagnostic;
mod document;
mod error;
mod knowledge;
mod own;
pub mod read;
mod readers;
pub mod source;
mod span;
mod steps;
#[doc(hidden)]
pub mod suggest;
pub mod tree;
pub mod tune;
pub mod write;

pub use document::Document;
pub use error::Error;
pub use knowledge::brackets::{Profile as BracketProfile, names as bracket_profiles};
pub use own::{bracket_profile, languages};
pub use readers::{READERS, Reader};

use check::{CheckOptions, Checked};
use diagnostic::Diagnostic;
use read::ReadOptions;
use source::Source;
use source::{Kind, kind, xml_encoding};

/// Reads one file into the tree by the one of [`READERS`] that its content asks for. `name` is what messages call it.
/// Beside the tree comes what was noticed on the way.
///
/// # Errors
/// No text, XML that cannot be read as TEI, or orders of the editor that cannot be followed.
pub fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<(Document, Vec<Diagnostic>), Error> {
    let reader = readers::reader(kind(&bytes));
    let declared = if options.encoding.is_none() { (reader.declared)(&bytes) } else { None };
    let encoding = options.encoding.as_deref().or(declared.as_deref());
    let (mut source, mut findings) = Source::from_bytes(name, bytes, encoding)?;
    let reading = (reader.read)(&mut source, options)?;
    findings.extend(reading.findings);
    Ok((Document { source, edition: reading.edition }, findings))
}

/// Checks one file by the rules for its kind, which its content tells. `name` is what messages call it; `reading` says
/// how transcriptions are read.
///
/// # Errors
/// No text, orders of the editor that cannot be followed, or a book in a build that knows none.
pub fn check(name: &str, bytes: Vec<u8>, reading: &ReadOptions, options: &CheckOptions) -> Result<Checked, Error> {
    match kind(&bytes) {
        Kind::Text => {
            let (document, findings) = read(name, bytes, reading)?;
            let allowed = reading.hints.as_ref().map_or(&[][..], |hints| &hints.allowed);
            Ok(check::text(document, findings, allowed))
        }
        Kind::Tei => {
            let encoding = xml_encoding(&bytes);
            let (source, findings) = Source::from_bytes(name, bytes, Some(&encoding))?;
            Ok(check::tei(source, findings, options))
        }
        #[cfg(feature = "epub")]
        Kind::Epub => Ok(check::epub(&bytes)),
        #[cfg(not(feature = "epub"))]
        Kind::Epub => Err(Error::NoBooks),
    }
}
