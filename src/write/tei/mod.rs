//! TEI P5.
//!
//! The output is valid against `schema/edition.rng`, a subset of `tei_all` 4.9 to 4.12, for every tree the types allow;
//! the tests ask jing. The header says what is known and what was done, never more. Blocks stand on lines of
//! their own; inside running text no white space is added, so the text nodes are the source's
//! own characters.

mod dtabf;
mod header;
mod inline;
mod text;
mod view;
pub(super) mod xml;

use super::{WriteError, WriteOptions, Written};
use crate::Document;
use crate::diagnostic::{Diagnostic, Level};
use text::Body;
use view::View;
use xml::{Attribute, Xml, is_language};

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
pub fn write(document: &Document, options: &WriteOptions) -> Result<Written, WriteError> {
    let mut written = alone(&View::whole(document), document.source.text.len());
    if options.dtabf {
        written.bytes = dtabf::told(&String::from_utf8_lossy(&written.bytes));
    }
    Ok(written)
}

/// The TEI of single letters, and the corpus that holds them all.
#[derive(Debug, Clone, Default)]
pub struct Letters {
    /// The number of each letter, from 1, and its TEI. Number 0 is what is no letter: title page, introductions, what
    /// stands between and behind the letters, notes that none of them calls.
    pub letters: Vec<(usize, Vec<u8>)>,
    /// A `teiCorpus` with all of them.
    pub corpus: Vec<u8>,
    /// What TEI could not keep.
    pub losses: Vec<Diagnostic>,
}

/// Writes each letter of the document as TEI of its own, and a `teiCorpus` around them (TEI P5 16.1).
#[must_use]
pub fn write_letters(document: &Document) -> Letters {
    let (rest, letters) = View::letters(document);
    let mut written = Letters::default();
    let mut corpus = Xml::with_capacity(document.source.text.len() * 2);
    prolog(&mut corpus);
    let common = View::common(document);
    root(&common, "teiCorpus", true, &mut corpus);
    let mut body = Body::new(&common, 0);
    let furniture: Vec<_> = common.furniture.iter().map(|item| body.aside(item)).collect();
    header::header(&common, &body.facts, &furniture, &mut corpus);
    let mut controls = 0;
    for (number, view) in rest.map(|rest| (0, rest)).into_iter().chain(letters) {
        let length = view.letters_of().map(|(_, letter)| letter.span.len()).sum();
        let one = alone(&view, length);
        written.letters.push((number, one.bytes));
        corpus.line();
        let inside = tei(&view, length, &format!("l{number}-"), false);
        controls += inside.controls;
        corpus.append(inside);
    }
    if written.letters.is_empty() {
        // A corpus holds at least one text.
        corpus.line();
        corpus.append(tei(&View::whole(document), 0, "l0-", false));
    }
    corpus.raw("\n</teiCorpus>\n");
    written.corpus = corpus.into_bytes();
    written.losses = losses(controls);
    written
}

/// A file of its own.
fn alone(view: &View, length: usize) -> Written {
    let xml = tei(view, length, "", true);
    let losses = losses(xml.controls);
    let mut bytes = xml.into_bytes();
    bytes.push(b'\n');
    Written { bytes, losses }
}

/// A `TEI` element; alone, with what stands before a root element. `length` is about that of the text, in bytes.
fn tei(view: &View, length: usize, prefix: &str, is_alone: bool) -> Xml {
    // The text goes first: the header declares the languages, calendars and persons met in it.
    let mut body = Body::new(view, length + length / 8);
    prefix.clone_into(&mut body.xml.prefix);
    body.text();
    let furniture = view.furniture.iter().map(|item| body.aside(item)).collect::<Vec<_>>();
    let Body { mut xml, facts, .. } = body;
    let text = xml.len();
    if is_alone {
        prolog(&mut xml);
    }
    root(view, "TEI", is_alone, &mut xml);
    header::header(view, &facts, &furniture, &mut xml);
    // What was written last comes first. There is never a second copy of either.
    xml.rotate(text);
    xml.line();
    xml.close("TEI");
    xml
}

/// What stands before the root element.
fn prolog(xml: &mut Xml) {
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for language in SCHEMA_LANGUAGES {
        let model = format!("<?xml-model href=\"{SCHEMA}\" type=\"application/xml\" schematypens=\"{language}\"?>\n");
        xml.raw(&model);
    }
}

fn root(view: &View, name: &str, with_namespace: bool, xml: &mut Xml) {
    let mut attributes: Vec<Attribute> = Vec::new();
    attributes.extend(with_namespace.then_some(("xmlns", NAMESPACE)));
    let lang = Some(&*view.edition.lang).filter(|lang| is_language(lang));
    attributes.extend(lang.map(|lang| ("xml:lang", lang)));
    xml.open(name, &attributes);
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
