//! TEI P5.
//!
//! The output is valid against `schema/edition.rng`, a subset of `tei_all` 4.9 to 4.12, for every tree the types allow;
//! the tests ask jing. The header says what is known and what was done, never more. Blocks stand on lines of
//! their own; inside running text no white space is added, so the text nodes are the source's
//! own characters.

mod dtabf;
mod facts;
mod header;
mod ids;
mod inline;
mod names;
mod text;
mod view;

use crate::Document;
use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::write::options::WriteOptions;
use crate::write::written::{WriteError, Written, WrittenApart};
use crate::write::xml::{Attribute, Xml, is_language};
use names::{NAMESPACE, SCHEMA, SCHEMA_LANGUAGES};
use text::Body;
use view::View;

/// Writes the document as TEI.
///
/// # Errors
/// Never: every tree has a TEI form.
#[allow(clippy::unnecessary_wraps, reason = "every row of the table has this form")]
pub fn write(document: &Document, options: &WriteOptions) -> Result<Written, WriteError> {
    let mut written = alone(&View::whole(document, options.languages()), document.source.text.len());
    if options.dtabf {
        written.bytes = dtabf::told(&String::from_utf8_lossy(&written.bytes));
    }
    Ok(written)
}

/// Writes each letter of the document as TEI of its own, and a `teiCorpus` around them (TEI P5 16.1).
///
/// # Errors
/// The Base Format of the Deutsches Textarchiv is asked for, which has no letters apart.
pub fn split(document: &Document, options: &WriteOptions) -> Result<WrittenApart, WriteError> {
    if options.dtabf {
        return Err(WriteError(
            "DTABf has no letters apart: write the text as a whole, or TEI of another profile".into(),
        ));
    }
    let (rest, letters) = View::letters(document, options.languages());
    let mut written = WrittenApart::default();
    let mut corpus = Xml::with_capacity(document.source.text.len() * 2);
    prolog(&mut corpus);
    let common = View::common(document, options.languages());
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
        corpus.append(tei(&View::whole(document, options.languages()), 0, "l0-", false));
    }
    corpus.raw("\n</teiCorpus>\n");
    written.corpus = corpus.into_bytes();
    written.losses = losses(controls);
    Ok(written)
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
    // Short letters more than double. What is reserved and never written costs nothing; what is outgrown is copied,
    // and leaves a hole.
    let mut body = Body::new(view, length / 2 * 5);
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
    vec![rules::finding("tei/control-character", None, message).hint(hint)]
}
