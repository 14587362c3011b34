//! What can be read: one row for each kind of file.

use crate::read::{self, ReadError, ReadOptions, Reading};
use crate::source::Source;
use crate::source::{Kind, xml_encoding};

/// An input format.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Reader {
    /// Its name.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// The kind of file that it reads; the content of a file tells its kind.
    pub kind: Kind,
    /// The encoding that the bytes themselves declare, where the format has a way to do so.
    pub(crate) declared: fn(&[u8]) -> Option<String>,
    /// Reads a source. The source learns what its characters stand for where the format writes words otherwise.
    pub(crate) read: fn(&mut Source, &ReadOptions) -> Result<Reading, ReadError>,
}

/// All input formats.
pub const READERS: &[Reader] = &[
    Reader {
        name: "text",
        about: "plain text, with or without Markdown or another notation",
        kind: Kind::Text,
        declared: |_| None,
        read: |source, options| read::text(source, options),
    },
    Reader {
        name: "tei",
        about: "TEI P5, our own or another edition's",
        kind: Kind::Tei,
        declared: |bytes| Some(xml_encoding(bytes)),
        read: read::tei::read,
    },
];

/// The reader of a kind of file; what nobody reads is refused as the text that it is not.
pub(crate) fn reader(kind: Kind) -> &'static Reader {
    READERS.iter().find(|reader| reader.kind == kind).unwrap_or(&READERS[0])
}
