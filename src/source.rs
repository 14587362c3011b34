//! From bytes to text: the source as the program sees it, and places in it.

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
