//! Elements of the document, and what is asked of them again and again.

use crate::source::Span;
use roxmltree::Node;

/// An element of the document.
pub(crate) type Element<'a> = Node<'a, 'a>;

/// What is asked of elements again and again. TEI has one namespace, and older TEI none, so local names tell.
pub(crate) trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// Local name of an element; empty for anything else.
pub(crate) fn name(node: Element<'_>) -> &str {
    node.tag_name().name()
}

pub(crate) fn child<'a>(node: Element<'a>, name: &str) -> Option<Element<'a>> {
    node.children().find(|it| it.has_tag_name_of(name))
}

pub(crate) fn elements(node: Element<'_>) -> impl DoubleEndedIterator<Item = Element<'_>> {
    node.children().filter(Node::is_element)
}

/// All text in an element.
pub(crate) fn string(node: Element) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// The text on one line.
pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text is white space of XML.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// A text that is only layout.
pub(crate) fn is_layout(node: Element) -> bool {
    !node.is_element() && node.text().is_none_or(|text| !node.is_text() || is_blank(text))
}

pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

pub(crate) fn id(node: Element<'_>) -> Option<&str> {
    node.attribute((XML, "id"))
}

pub(crate) fn lang(node: Element<'_>) -> Option<&str> {
    node.attribute((XML, "lang"))
}

/// Span of an element, tags included.
pub(crate) fn span(node: Element) -> Span {
    node.range().into()
}

/// Span of an element that stands for a leaf; where it wrongly holds something, its start, so that the leaf covers no words.
pub(crate) fn mark(node: Element) -> Span {
    if node.has_children() { Span::new(node.range().start, node.range().start) } else { span(node) }
}
