//! TEI P5.
//!
//! The output is valid against `schema/edition.rng`, a subset of `tei_all` 4.9 to 4.12, for every tree the types allow;
//! the tests ask jing. The header says what is known and what was done, never more. Blocks stand on lines of
//! their own; inside running text no white space is added, so the text nodes are the source's
//! own characters.

mod header;
mod inline;
mod text;
mod xml;

use super::{WriteError, WriteOptions, Written};
use crate::Document;
use crate::diagnostic::{Diagnostic, Level};
use text::Body;
use xml::{Attribute, is_language};

/// Namespace of TEI.
const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// The schema that what is written is valid against, by the name under which it lies beside the documents. Its grammar
/// carries Schematron rules, so it is named for both.
pub(super) const SCHEMA: &str = "edition.rng";

/// Languages of the schema.
const SCHEMA_LANGUAGES: [&str; 2] = ["http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron"];

/// Writes the document as TEI.
///
/// # Errors
/// Never: every tree has a TEI form.
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    // The text goes first: the header declares the languages, calendars and persons met in it.
    let length = document.source.text.len();
    let mut body = Body::new(document, length + length / 8);
    body.text();
    let furniture = document.edition.furniture.iter().map(|item| body.aside(item)).collect::<Vec<_>>();
    let Body { mut xml, facts, .. } = body;
    let text = xml.len();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for language in SCHEMA_LANGUAGES {
        let model = format!("<?xml-model href=\"{SCHEMA}\" type=\"application/xml\" schematypens=\"{language}\"?>\n");
        xml.raw(&model);
    }
    let lang = Some(&*document.edition.lang).filter(|lang| is_language(lang));
    let mut attributes: Vec<Attribute> = vec![("xmlns", NAMESPACE)];
    attributes.extend(lang.map(|lang| ("xml:lang", lang)));
    xml.open("TEI", &attributes);
    header::header(document, &facts, &furniture, &mut xml);
    let losses = losses(xml.controls);
    // What was written last comes first. There is never a second copy of either.
    let mut bytes = xml.into_bytes();
    bytes.rotate_left(text);
    bytes.extend_from_slice(b"\n</TEI>\n");
    Ok(Written { bytes, losses })
}

fn losses(controls: usize) -> Vec<Diagnostic> {
    let message = match controls {
        0 => return Vec::new(),
        1 => "one character that XML cannot hold was written as a gap with its code point".into(),
        n => format!("{n} characters that XML cannot hold were written as gaps with their code points"),
    };
    let hint = "remove control characters from the source, or replace them by what they stand for";
    vec![Diagnostic::new("tei/control-character", Level::Note, None, message).hint(hint)]
}
