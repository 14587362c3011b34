//! The Schematron rules of a schema, gathered from all its files into one small schema that carries them.
//!
//! The grammar around them is compiled elsewhere, and would be read from files once more.

use super::annotations::{self, Piece};
use super::files::Reader;
use super::xml_syntax::RELAX_NG;
use roxmltree::{Document, Node};
use std::collections::BTreeSet;
use teixml::relaxng::{SchemaResolver, SchemaSource, SchemaSyntax};

/// Namespaces of Schematron, today's and that of version 1.5.
pub(super) const LANGUAGES: [&str; 2] = ["http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron"];

/// Levels of schemas that include each other.
const MAX_DEPTH: usize = 50;

/// Whether an element is the root of a schema of rules.
pub(super) fn is_schematron(node: Node) -> bool {
    node.tag_name().name() == "schema" && node.tag_name().namespace().is_some_and(|it| LANGUAGES.contains(&it))
}

/// Whether an element of this namespace and name is gathered.
fn is_rule(namespace: &str, name: &str) -> bool {
    LANGUAGES.contains(&namespace) && ["ns", "let", "pattern", "diagnostics"].contains(&name)
}

/// A schema that carries the rules of another and of what that includes; `None` where there are none.
pub(super) fn carrier(source: &SchemaSource, document: Option<&Document>, reader: &Reader) -> Option<String> {
    let mut gathered = Gathered { reader, read: BTreeSet::new(), rules: String::new() };
    gathered.add(source, document, 0);
    let Gathered { rules, .. } = gathered;
    let around = |rules| format!("<g:element name=\"carrier\" xmlns:g=\"{RELAX_NG}\">{rules}<g:empty/></g:element>");
    (!rules.is_empty()).then(|| around(rules))
}

struct Gathered<'a> {
    reader: &'a Reader,
    /// The schemas that were read.
    read: BTreeSet<String>,
    rules: String,
}

impl Gathered<'_> {
    /// Adds the rules of a schema. What cannot be read gives none: the validator says why.
    fn add(&mut self, source: &SchemaSource, document: Option<&Document>, depth: usize) {
        if depth > MAX_DEPTH || !self.read.insert(source.base_uri().to_owned()) {
            return;
        }
        let pieces = match (source.syntax(), document) {
            (SchemaSyntax::Compact, _) => annotations::pieces(source.text(), is_rule),
            (SchemaSyntax::Xml, Some(document)) => pieces(source.text(), document),
            (SchemaSyntax::Xml, None) => {
                Document::parse(source.text()).map(|document| pieces(source.text(), &document)).unwrap_or_default()
            }
        };
        for piece in pieces {
            match piece {
                Piece::Rules(rules) => self.rules.push_str(&rules),
                Piece::Include(href) => {
                    if let Ok(included) = self.reader.resolve(&href, source.base_uri()) {
                        self.add(&included, None, depth + 1);
                    }
                }
            }
        }
    }
}

/// The outermost rules of a schema in the XML syntax, and what it includes.
fn pieces(text: &str, document: &Document) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut behind = 0;
    for node in document.descendants().filter(Node::is_element) {
        if node.range().start < behind {
            continue;
        }
        let (namespace, name) = (node.tag_name().namespace().unwrap_or_default(), node.tag_name().name());
        if is_rule(namespace, name) {
            behind = node.range().end;
            pieces.push(Piece::Rules(with_namespaces(text, node)));
        } else if namespace == RELAX_NG && matches!(name, "include" | "externalRef") {
            pieces.extend(node.attribute("href").map(|href| Piece::Include(href.to_owned())));
        }
    }
    pieces
}

/// An element as it stands, within one that declares the namespaces that are in force there.
fn with_namespaces(text: &str, node: Node) -> String {
    let mut xml = String::from("<rubricate:rules xmlns:rubricate=\"urn:rubricate:rules\"");
    for namespace in node.namespaces().filter(|it| it.name() != Some("xml") && it.name() != Some("rubricate")) {
        let colon = if namespace.name().is_some() { ":" } else { "" };
        let uri = namespace.uri().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let name = namespace.name().unwrap_or_default();
        xml.extend([" xmlns", colon, name, "=\"", &uri, "\""]);
    }
    xml.push('>');
    xml.push_str(&text[node.range()]);
    xml.push_str("</rubricate:rules>");
    xml
}
