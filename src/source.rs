//! From bytes to text: the source as the program sees it, and places in it.
//!
//! ```
//! use rubricate::source::{Kind, Source, kind};
//!
//! let bytes = b"Dear S\xe9bastien,\n\nthe caf\xe9 is closed.\n".to_vec();
//! assert_eq!(kind(&bytes), Kind::Text);
//! let (source, findings) = Source::from_bytes("letter.txt", bytes, None)?;
//! assert_eq!(source.origin.encoding, "windows-1252");
//! assert_eq!(findings[0].rule, "encoding/guessed");
//!
//! // Spans are bytes of the text; a place is what people count.
//! let at = source.text.find("closed").expect("it stands there") as u32;
//! let place = source.place(at);
//! assert_eq!((place.file, place.line, place.column), ("letter.txt", 3, 13));
//! # Ok::<(), rubricate::source::SourceError>(())
//! ```

mod decode;
pub(crate) mod guard;
mod kind;
pub(crate) mod place;
mod plain;
pub(crate) mod points;
mod segment;
mod text;
pub(crate) mod xml;

pub use crate::span::Span;
pub use decode::{SourceError, bytes_from_reader, bytes_of_file};
pub(crate) use kind::xml_encoding;
pub use kind::{Kind, is_tei, kind};
pub use plain::Plain;
pub(crate) use segment::Segment;
pub use text::{Origin, Place, Source};
