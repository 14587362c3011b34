//! A document as its rules see it.

use crate::check::findings::Findings;
use crate::check::tags;
use crate::source::Source;
use crate::span::Span;
use crate::steps::step;
use roxmltree::{Document, Node};
use std::path::Path;

/// Namespace of TEI.
pub(super) const TEI: &str = "http://www.tei-c.org/ns/1.0";

/// A rule for well-formed TEI. Those of the family `deposit` are applied only to what goes to an archive.
pub(in crate::check) type TeiRule = fn(&Tei, &mut Findings);

/// A well-formed document. Ranges of nodes are spans of the source.
pub(in crate::check) struct Tei<'a> {
    pub(super) source: &'a Source,
    pub(super) document: &'a Document<'a>,
    pub(super) path: Option<&'a Path>,
}

/// `<name` of an element.
pub(super) fn tag(tei: &Tei, node: Node) -> Span {
    tags::tag_at(tei.source, node.range().start)
}

/// Whether a node is an element of TEI.
pub(super) fn is_tei(node: &Node) -> bool {
    node.tag_name().namespace() == Some(TEI)
}

/// Whether a node is the element of TEI with this name.
pub(super) fn named(node: &Node, name: &'static str) -> bool {
    node.has_tag_name((TEI, name))
}

/// The first child of this name.
pub(super) fn child<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| named(it, name))
}

/// All elements of this name in a node, itself included.
pub(super) fn descendants<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().inspect(|_| step(1)).filter(move |it| named(it, name))
}

/// The attribute of a node by its name, in no namespace.
pub(super) fn attribute<'a>(node: Node<'a, 'a>, name: &str) -> Option<roxmltree::Attribute<'a, 'a>> {
    node.attributes().find(|it| it.namespace().is_none() && it.name() == name)
}
