//! What an archive asks of a file beyond validity.

use super::letters::is_letter;
use super::view::{TEI, Tei, child, descendants, named, tag};
use crate::caseless;
use crate::check::findings::Findings;
use crate::span::Span;
use roxmltree::{Node, NodeType};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What the checklist knows: `schema/deposit.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Knowledge {
    /// Words of descriptions of sources that name none.
    no_source: Vec<String>,
    /// How `convert` is told the source.
    give_source: String,
    /// How it is told a change.
    give_change: String,
    header: Vec<Part>,
    letter: Letter,
}

/// A part of the header.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// What reports call it.
    name: String,
    /// Where it may stand below `teiHeader`.
    paths: Vec<String>,
    /// The attribute that must be there; without one, words.
    attribute: Option<String>,
    /// How `convert` is told.
    give: String,
}

/// How `convert` is told what describes a letter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Letter {
    sent: String,
    received: String,
    dated: String,
}

/// What stands before the ways to tell `convert`.
const GIVE: &str = "or tell `convert`: ";

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let text = include_str!("../../../schema/deposit.toml");
    toml::from_str(text).expect("the checklist of this crate is well-formed; tests read it")
});

/// An encoding other than UTF-8, lost characters, characters that are not composed.
pub(in crate::check) fn characters(tei: &Tei, findings: &mut Findings) {
    let (text, encoding) = (&*tei.source.text, &tei.source.origin.encoding);
    if encoding != "utf-8" {
        findings.push(None, format!("the file is {encoding}, not UTF-8")).hints.push("save it as UTF-8".to_owned());
    }
    let lost = text.matches('\u{fffd}').count();
    if let Some(at) = text.find('\u{fffd}') {
        let message = format!("characters are lost: {lost} (U+FFFD)");
        let hint = "put them in again from the original; here is the first".to_owned();
        findings.push(Span::new(at, at + '\u{fffd}'.len_utf8()), message).hints.push(hint);
    }
    let word = |word: &&str| !is_nfc(word);
    if let Some(word) = text.split_whitespace().find(word) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let composed: String = word.nfc().collect();
        let hint = format!("normalize the file to NFC: the first such word is written `{composed}` when composed");
        findings.push(Span::new(at, at + word.len()), "characters are not composed (NFC)").hints.push(hint);
    }
}

/// Parts of the header that catalogues are made from.
pub(in crate::check) fn header(tei: &Tei, findings: &mut Findings) {
    for header in headers(tei) {
        let is_there = |part: &Part| {
            part.paths.iter().any(|path| {
                at(header, path).any(|node| match &part.attribute {
                    Some(name) => node.has_attribute(name.as_str()),
                    None => is_filled(&node),
                })
            })
        };
        let parts: Vec<_> = KNOWLEDGE.header.iter().map(|part| (is_there(part), &*part.name, &*part.give)).collect();
        missing(tei, header, "the header lacks", "add to the fileDesc what is missing", &parts, findings);
    }
}

/// A description of the source that describes none.
pub(in crate::check) fn source(tei: &Tei, findings: &mut Findings) {
    for description in headers(tei).flat_map(|header| descendants(header, "sourceDesc")) {
        let said = words(description);
        if said.is_empty() || KNOWLEDGE.no_source.iter().any(|words| caseless::contains(&said, words)) {
            let said = if said.is_empty() { said } else { format!(": \u{201c}{said}\u{201d}") };
            let hint = "name the archive and the shelf mark, or the edition, that the text was taken from".to_owned();
            let finding = findings.push(tag(tei, description), format!("no source is named{said}"));
            finding.hints.extend([hint, format!("{GIVE}{}", KNOWLEDGE.give_source)]);
        }
    }
}

/// A letter without description as a letter, or with half of one.
pub(in crate::check) fn correspondence(tei: &Tei, findings: &mut Findings) {
    let described: Vec<Node> = descendants(tei.document.root(), "correspDesc").collect();
    let letters = descendants(tei.document.root(), "div").filter(is_letter).count();
    if letters > described.len() {
        let message = format!("{letters} letters, but {} correspDesc", described.len());
        let hint = "describe each letter in a correspDesc of the profileDesc".to_owned();
        findings.push(tag(tei, tei.document.root_element()), message).hints.push(hint);
    }
    for letter in described {
        let action =
            |kind: &str| letter.children().find(|it| named(it, "correspAction") && it.attribute("type") == Some(kind));
        let sent = action("sent");
        let is_dated = sent.and_then(|sent| child(sent, "date")).is_some_and(|date| {
            ["when", "notBefore", "notAfter", "from", "to", "when-iso"].iter().any(|name| date.has_attribute(*name))
        });
        let is_noted = descendants(letter, "note").any(|note| is_filled(&note));
        let parts = [
            (sent.is_some(), "correspAction of type sent", &*KNOWLEDGE.letter.sent),
            (action("received").is_some(), "correspAction of type received", &*KNOWLEDGE.letter.received),
            (is_dated || is_noted, "date, or a note on dating", &*KNOWLEDGE.letter.dated),
        ];
        let name = letter.attribute((roxmltree::NS_XML_URI, "id")).map(|id| format!(" {id}")).unwrap_or_default();
        missing(
            tei,
            letter,
            &format!("the correspDesc{name} lacks"),
            "add what is missing, or a note that says why it is not known",
            &parts,
            findings,
        );
    }
}

/// Persons and places of a letter without a reference to an authority.
pub(in crate::check) fn authority(tei: &Tei, findings: &mut Findings) {
    for letter in descendants(tei.document.root(), "correspDesc") {
        let names = ["persName", "orgName", "placeName"];
        let bare =
            letter.descendants().filter(|it| names.iter().any(|name| named(it, name)) && !it.has_attribute("ref"));
        let bare: Vec<String> = bare.map(words).collect();
        if !bare.is_empty() {
            let message = format!("names without ref: {}", bare.join("; "));
            findings.push(tag(tei, letter), message).hints.push("point to GND, VIAF or GeoNames".to_owned());
        }
    }
}

/// Decisions of the editor that the header does not declare.
pub(in crate::check) fn declarations(tei: &Tei, findings: &mut Findings) {
    for header in headers(tei) {
        let declared = |name: &'static str| descendants(header, "editorialDecl").any(|it| child(it, name).is_some());
        let parts = [
            (declared("interpretation") || declared("correction"), "interpretation, which says what brackets mean", ""),
            (declared("quotation"), "quotation", ""),
            (declared("hyphenation"), "hyphenation", ""),
            (descendants(header, "application").any(|it| it.has_attribute("version")), "application with version", ""),
        ];
        missing(tei, header, "the encodingDesc lacks", "add to the encodingDesc what is missing", &parts, findings);
    }
}

/// Languages of the text that `langUsage` does not list.
pub(in crate::check) fn languages(tei: &Tei, findings: &mut Findings) {
    let language = |node: Node<'_, '_>| node.attribute("ident").map(str::to_owned);
    let mut listed: BTreeSet<String> = descendants(tei.document.root(), "language").filter_map(language).collect();
    for node in tei.document.descendants().filter(Node::is_element) {
        let tag = node.attributes().find(|it| it.namespace() == Some(roxmltree::NS_XML_URI) && it.name() == "lang");
        if let Some(attribute) = tag.filter(|it| !it.value().is_empty() && listed.insert(it.value().to_owned())) {
            let message = format!("langUsage does not list the language `{}`", attribute.value());
            let hint = format!("add `<language ident=\"{}\">` to the langUsage", attribute.value());
            findings.push(Span::from(attribute.range_value()), message).hints.push(hint);
        }
    }
}

/// No record of changes.
pub(in crate::check) fn revisions(tei: &Tei, findings: &mut Findings) {
    for header in headers(tei) {
        if !child(header, "revisionDesc").is_some_and(|it| it.children().any(|it| it.is_element())) {
            let finding = findings.push(tag(tei, header), "no revisionDesc says what was changed, when and by whom");
            finding.hints.push("add one, with a `change` that has `when` and `who`".to_owned());
            finding.hints.push(format!("{GIVE}{}", KNOWLEDGE.give_change));
        }
    }
}

/// No schema that the document says it follows.
pub(in crate::check) fn schema(tei: &Tei, findings: &mut Findings) {
    let is_model =
        |node: Node| node.node_type() == NodeType::PI && node.pi().is_some_and(|pi| pi.target == "xml-model");
    if !tei.document.root().children().any(is_model) {
        let finding = findings.push(tag(tei, tei.document.root_element()), "no xml-model instruction names a schema");
        finding.hints.push(
            "put `<?xml-model href=\"...\"?>` before the root element, and the schema beside the file".to_owned(),
        );
    }
}

/// A file name that some system cannot keep.
pub(in crate::check) fn file_name(tei: &Tei, findings: &mut Findings) {
    let name = tei.path.and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| tei.source.name.rsplit('/').next().unwrap_or_default().to_owned());
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if !name.starts_with('<') && !name.chars().all(is_safe) {
        let safe: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
        let message = format!("the file name `{name}` has other characters than letters, digits, `-` and `.`");
        findings.push(None, message).hints.push(format!("such as `{safe}`"));
    }
}

fn headers<'a>(tei: &Tei<'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    descendants(tei.document.root(), "teiHeader")
}

/// The elements at the end of a path.
fn at<'a>(node: Node<'a, 'a>, path: &str) -> impl Iterator<Item = Node<'a, 'a>> {
    let mut level = vec![node];
    for name in path.split('/') {
        level = level.iter().flat_map(|node| node.children().filter(|it| it.has_tag_name((TEI, name)))).collect();
    }
    level.into_iter()
}

fn is_filled(node: &Node) -> bool {
    !words(*node).is_empty()
}

/// The text of an element on one line.
fn words(node: Node) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reports the parts that are not there, all in one finding. With each part goes how `convert` is told.
fn missing(tei: &Tei, node: Node, what: &str, hint: &str, parts: &[(bool, &str, &str)], findings: &mut Findings) {
    let missing: Vec<_> = parts.iter().filter(|(is_there, ..)| !is_there).collect();
    let Some((.., first)) = missing.first() else { return };
    let names: Vec<&str> = missing.iter().map(|(_, part, _)| *part).collect();
    let finding = findings.push(tag(tei, node), format!("{what}: {}", names.join(", ")));
    finding.hints.push(hint.to_owned());
    if !first.is_empty() {
        let given: Vec<&str> = missing.iter().map(|(.., give)| *give).collect();
        finding.hints.push(format!("{GIVE}{}", given.join("; ")));
    }
}
