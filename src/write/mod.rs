//! From the tree to bytes: one row per format in [`FORMATS`].
//!
//! ```
//! use rubricate::read::ReadOptions;
//! use rubricate::write::{FORMATS, WriteOptions};
//!
//! let letter = "Harwick, 4 March 1911\n\nDear Anna,\n\nAll is well.\n\nYours ever,\n\nTom\n";
//! let (document, _) = rubricate::read("letter.txt", letter.into(), &ReadOptions::default())?;
//! let tei = FORMATS.iter().find(|format| format.name == "tei").expect("a row of the table");
//! let written = (tei.write)(&document, &WriteOptions::default())?;
//! assert!(String::from_utf8(written.bytes)?.contains("<salute>Dear Anna,</salute>"));
//! assert!(written.losses.is_empty(), "TEI keeps all of this letter");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cmif;
mod cover;
mod dating;
#[cfg(feature = "epub")]
mod epub;
mod formats;
mod json;
mod options;
#[cfg(feature = "epub")]
mod setting;
mod standoff;
mod summary;
mod tei;
mod templates;
mod text;
mod written;
#[cfg(feature = "epub")]
mod xhtml;
mod xml;

pub use cover::{Cover, Picture};
#[cfg(feature = "epub")]
pub use epub::book;
pub use formats::{FORMATS, Format};
pub use options::WriteOptions;
pub use standoff::{Standoff, StandoffBlock, standoff};
pub use summary::Summary;
pub use templates::Templates;
pub use written::{WriteError, Written, WrittenApart};
