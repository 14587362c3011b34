//! Ids of a document: each names one element, and what refers to one finds it.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules::finding;
use crate::span::Span;
use crate::steps::step;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Namespace and local part of a name.
pub(super) type Name<'a> = (&'a str, &'a str);

/// What an attribute has to do with ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "schema"), allow(dead_code, reason = "only a schema tells of references"))]
pub(super) enum IdKind {
    /// It gives its element an id.
    Id,
    /// It refers to one.
    Reference,
    /// It refers to any number of them.
    References,
}

/// Finds ids that are not the only ones of their name, and references to ids that nobody has. `kind` says what an
/// attribute of an element is; `xml:id` always is an id.
pub(super) fn ids(document: &Document, kind: impl Fn(Name, Name) -> Option<IdKind>, found: &mut Vec<Diagnostic>) {
    const XML: &str = roxmltree::NS_XML_URI;
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    let mut references: Vec<(&str, Span)> = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let element = (node.tag_name().namespace().unwrap_or_default(), node.tag_name().name());
        for attribute in node.attributes() {
            step(1);
            let name = (attribute.namespace().unwrap_or_default(), attribute.name());
            let kind = kind(element, name).or((name == (XML, "id")).then_some(IdKind::Id));
            let span = Span::from(attribute.range());
            let value = attribute.value().trim_matches(|c: char| c.is_ascii_whitespace());
            match kind {
                Some(IdKind::Id) => match first.get(value) {
                    Some(&other) => found.push(
                        finding("tei/duplicate-id", span, format!("a second id `{value}`"))
                            .related(other, "the first is here")
                            .hint("an id names one element; give one of the two another"),
                    ),
                    None => drop(first.insert(value, span)),
                },
                Some(IdKind::Reference) => references.push((value, span)),
                Some(IdKind::References) => references.extend(value.split_ascii_whitespace().map(|id| (id, span))),
                None => {}
            }
        }
    }
    let dangling = references.into_iter().filter(|(id, _)| !first.contains_key(id));
    found.extend(
        dangling.map(|(id, span)| finding("schema/attribute-value", span, format!("no element has the id `{id}`"))),
    );
}
