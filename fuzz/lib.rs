//! What the fuzz targets share: a document from any bytes, a format's output, and what must hold of them.

use rubricate::Document;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use rubricate::write::{FORMATS, WriteOptions};

/// Reads any bytes as the program does: encoding guessed, damage kept. `None` where they are no text.
///
/// # Panics
/// When a text is refused without a place.
#[must_use]
pub fn document(bytes: &[u8]) -> Option<Document> {
    let (source, _) = Source::from_bytes("fuzz.txt", bytes.to_vec(), None).ok()?;
    // Orders of the editor that nobody can follow are refused; anything else is read.
    let reading =
        read::text(&source, &ReadOptions::default()).map_err(|error| assert!(error.place.is_some(), "{error}")).ok()?;
    Some(Document { source, edition: reading.edition })
}

/// The document in the format of this name.
///
/// # Panics
/// When writing fails.
#[must_use]
pub fn write(document: &Document, name: &str) -> Vec<u8> {
    let format = FORMATS.iter().find(|format| format.name == name).expect("targets are named after formats");
    let mut options = WriteOptions::default();
    options.source_date_epoch = Some(0);
    (format.write)(document, &options).expect("every document can be written").bytes
}

/// Asserts that every character that is not white space is in the tree once, in order.
///
/// # Panics
/// When it is not.
pub fn assert_nothing_lost(document: &Document) {
    let text = &document.source.text;
    let mut at = 0;
    for leaf in document.edition.leaves() {
        let range = leaf.span.range();
        assert!(range.start >= at, "in the tree twice: {range:?}");
        assert!(text[at..range.start].trim().is_empty(), "lost: {:?}", &text[at..range.start]);
        assert!(text.get(range.clone()).is_some(), "not on characters: {range:?}");
        at = range.end;
    }
    assert!(text[at..].trim().is_empty(), "lost: {:?}", &text[at..]);
}

/// Asserts that the bytes are well-formed XML.
///
/// # Panics
/// When they are not.
pub fn assert_xml(name: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{name}: {error}"));
}
