//! EPUB 3.3: a book of letters for e-readers.
//!
//! ```text
//! documents -> chapters (name, content) -> XHTML fragments -> templates -> epub-builder -> amended package
//! ```
//!
//! One file per letter and per top-level section, so that notes pop up and a reader opens where a letter starts.

mod book;
mod chapters;
mod cover;
mod dates;
mod lists;
mod look;
mod made;
mod metadata;
mod names;
mod package;
#[cfg(feature = "raster")]
mod raster;
mod values;

pub use book::{book, write};
