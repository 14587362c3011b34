//! What the validator says, in words.

use super::allowed::{About, Answer, Child, Question};
use super::element::{NodePart, Part, cuttable, expanded};
use crate::check::tags::tag_at;
use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::source::Source;
use crate::span::Span;
use roxmltree::{Document, Node, NodeId};
use std::collections::HashSet;
use teixml::relaxng::{ExpandedName, ValidationErrorKind};

/// Names that a hint lists; behind them it only counts.
const MOST_NAMES: usize = 40;

/// Children in a row of the same name that matter for what may follow: no schema in use counts further.
const MOST_ALIKE: usize = 4;

/// Characters of a text that matter for what may follow: no list of values holds a longer one.
const MOST_TEXT: usize = 200;

/// What is wrong in a document, which is not there for what may follow it.
#[derive(Default)]
pub(super) struct Refused {
    places: HashSet<NodePart>,
    attributes: HashSet<(NodeId, ExpandedName)>,
}

impl Refused {
    /// Adds a fault.
    pub fn insert(&mut self, place: NodePart, kind: &ValidationErrorKind) {
        match kind {
            ValidationErrorKind::UnexpectedElement(_) | ValidationErrorKind::UnexpectedText => {
                self.places.insert(place);
            }
            ValidationErrorKind::UnexpectedAttribute(name) | ValidationErrorKind::InvalidAttributeValue(name, _) => {
                self.attributes.insert((place.node, name.clone()));
            }
            ValidationErrorKind::MissingContent
            | ValidationErrorKind::DuplicateId(_)
            | ValidationErrorKind::FirstIdOccurrence(_)
            | ValidationErrorKind::UnresolvedIdref(_) => {}
        }
    }
}

/// What to ask about a fault.
pub(super) fn question(
    document: &Document,
    place: NodePart,
    kind: &ValidationErrorKind,
    refused: &Refused,
) -> Option<Question> {
    let node = document.get_node(place.node)?;
    let (element, behind, about) = match kind {
        ValidationErrorKind::UnexpectedElement(_) => (node.parent_element()?, Some(node), About::Content),
        ValidationErrorKind::UnexpectedText => match place.part {
            Part::Before => (node.parent_element()?, Some(node), About::Content),
            Part::Tag | Part::LastText | Part::End => (node, None, About::Content),
        },
        ValidationErrorKind::MissingContent => (node, None, About::Missing),
        ValidationErrorKind::UnexpectedAttribute(_) => (node, None, About::Attributes),
        ValidationErrorKind::InvalidAttributeValue(name, _) => (node, None, About::Value(name.clone())),
        ValidationErrorKind::DuplicateId(_)
        | ValidationErrorKind::FirstIdOccurrence(_)
        | ValidationErrorKind::UnresolvedIdref(_) => return None,
    };
    let is_content = matches!(about, About::Content | About::Missing);
    let attributes = element.attributes().filter_map(|it| {
        let name = ExpandedName::new(it.namespace(), it.name());
        let attribute = (name.clone(), cuttable(it.value()));
        (!refused.attributes.contains(&(element.id(), name))).then_some(attribute)
    });
    Some(Question {
        name: expanded(element),
        attributes: if matches!(about, About::Value(_)) { Vec::new() } else { attributes.collect() },
        before: if is_content { children(element, behind, &refused.places) } else { Vec::new() },
        about,
    })
}

/// The children of an element that the validator took, up to `behind`.
fn children(element: Node, behind: Option<Node>, refused: &HashSet<NodePart>) -> Vec<Child> {
    let mut all: Vec<Child> = Vec::new();
    let mut text = String::new();
    let take = |text: &mut String, next: NodePart, all: &mut Vec<Child>| {
        let words = std::mem::take(text);
        if !words.trim().is_empty() && !refused.contains(&next) {
            let end = words.char_indices().nth(MOST_TEXT).map_or(words.len(), |(at, _)| at);
            all.push(Child::Text(cuttable(&words[..end])));
        }
    };
    for node in element.children() {
        if node.is_element() {
            take(&mut text, NodePart { node: node.id(), part: Part::Before }, &mut all);
            if Some(node) == behind {
                return all;
            }
            let child = Child::Element(expanded(node));
            let alike = all.iter().rev().take_while(|other| **other == child).count();
            if alike < MOST_ALIKE && !refused.contains(&NodePart { node: node.id(), part: Part::Tag }) {
                all.push(child);
            }
        } else if node.is_text() {
            text.push_str(node.text().unwrap_or_default());
        }
    }
    take(&mut text, NodePart { node: element.id(), part: Part::LastText }, &mut all);
    all
}

/// A fault as a finding.
pub(super) fn fault(
    source: &Source,
    document: &Document,
    place: NodePart,
    kind: &ValidationErrorKind,
    answer: Option<&Answer>,
) -> Option<Diagnostic> {
    let node = document.get_node(place.node).expect("the validator walked this document");
    Some(match kind {
        ValidationErrorKind::UnexpectedElement(name) => {
            let message = match node.parent_element() {
                Some(parent) => {
                    format!("{} is not allowed here in `{}`", shown(name, parent), parent.tag_name().name())
                }
                None => format!("a document cannot start with `{}`", name.local),
            };
            let finding = rules::finding("schema/element-not-allowed", start_tag(source, node), message);
            let outer = node.parent_element();
            let finding = with_namespace(finding, name, node);
            match (answer, outer) {
                (Some(answer), Some(outer)) => finding.hint(allowed(answer, outer)),
                _ => finding,
            }
        }
        ValidationErrorKind::UnexpectedText => {
            let outer = if place.part == Part::Before { node.parent_element().unwrap_or(node) } else { node };
            let message = format!("text is not allowed here in `{}`", outer.tag_name().name());
            let finding = rules::finding("schema/text-not-allowed", text_span(source, place, node), message);
            match answer {
                Some(answer) => finding.hint(allowed(answer, outer)),
                None => finding,
            }
        }
        ValidationErrorKind::UnexpectedAttribute(name) => {
            let message = format!("`{}` has no attribute {}", node.tag_name().name(), attribute(name));
            let finding =
                rules::finding("schema/attribute-not-allowed", attribute_span(source, node, name, false), message);
            match answer {
                Some(answer) if answer.names.is_empty() => finding.hint("it has no other attributes"),
                Some(answer) => {
                    finding.hint(format!("other attributes it may have: {}", list(&answer.names, attribute)))
                }
                None => finding,
            }
        }
        ValidationErrorKind::InvalidAttributeValue(name, _) => {
            let value =
                node.attributes().find(|it| it.namespace() == name.namespace.as_deref() && it.name() == name.local);
            let value = value.map_or("", |it| it.value());
            let message = format!("{} cannot be `{}`", attribute(name), shortened(value));
            let finding = rules::finding("schema/attribute-value", attribute_span(source, node, name, true), message);
            match answer.and_then(values) {
                Some(hint) => finding.hint(hint),
                None => finding,
            }
        }
        ValidationErrorKind::MissingContent => return missing(source, node, answer),
        ValidationErrorKind::DuplicateId(id)
        | ValidationErrorKind::FirstIdOccurrence(id)
        | ValidationErrorKind::UnresolvedIdref(id) => {
            rules::finding("tei/duplicate-id", start_tag(source, node), format!("the id `{id}`"))
        }
    })
}

/// What an element lacks; none where it only lacks a right value of an attribute, for that is reported itself.
fn missing(source: &Source, node: Node, answer: Option<&Answer>) -> Option<Diagnostic> {
    let name = node.tag_name().name();
    let is_there = |name: &ExpandedName| {
        node.attributes().any(|it| it.namespace() == name.namespace.as_deref() && it.name() == name.local)
    };
    Some(match answer {
        Some(answer) if answer.attribute && answer.names.iter().any(is_there) => return None,
        Some(answer) if answer.attribute => {
            let message = format!("`{name}` lacks an attribute");
            let finding = rules::finding("schema/attribute-missing", start_tag(source, node), message);
            finding.hint(format!("one that it needs: {}", list(&answer.names, attribute)))
        }
        _ => {
            let finding =
                rules::finding("schema/content-missing", end_tag(source, node), format!("`{name}` ends too early"));
            match answer {
                Some(answer) if answer.text || !answer.names.is_empty() => {
                    finding.hint(format!("before its end could stand: {}", things(answer, node)))
                }
                _ => finding,
            }
        }
    })
}

/// A hint where an element would be right in another namespace.
fn with_namespace(finding: Diagnostic, name: &ExpandedName, node: Node) -> Diagnostic {
    const TEI: &str = "http://www.tei-c.org/ns/1.0";
    let outer = node.parent_element().and_then(|outer| outer.tag_name().namespace());
    match (name.namespace.as_deref().unwrap_or_default(), node.parent_element()) {
        ("", None) => finding.hint(format!("it is in no namespace; TEI is in `xmlns=\"{TEI}\"`")),
        ("", Some(_)) if outer.is_some() => finding.hint("it is in no namespace, unlike the element around it"),
        _ => finding,
    }
}

/// What would have been allowed at a place in an element.
fn allowed(answer: &Answer, outer: Node) -> String {
    let name = outer.tag_name().name();
    match (answer.text || !answer.names.is_empty(), answer.end) {
        (false, true) => format!("only the end of `{name}` is allowed here"),
        (false, false) => format!("nothing is allowed here; `{name}` is wrong before this place"),
        (true, true) => format!("allowed here: the end of `{name}`, {}", things(answer, outer)),
        (true, false) => format!("allowed here: {}", things(answer, outer)),
    }
}

fn things(answer: &Answer, outer: Node) -> String {
    let text = if answer.text { "text" } else { "" };
    let names = list(&answer.names, |name| shown(name, outer));
    if text.is_empty() || names.is_empty() { format!("{text}{names}") } else { format!("{text}, {names}") }
}

fn values(answer: &Answer) -> Option<String> {
    let listed = answer.values.iter().map(|value| format!("`{value}`"));
    let all: Vec<String> = listed.chain(answer.kinds.iter().map(|kind| (*kind).to_owned())).collect();
    (!all.is_empty()).then(|| format!("it could be: {}", cut(&all)))
}

fn list(names: &[ExpandedName], show: impl Fn(&ExpandedName) -> String) -> String {
    cut(&names.iter().map(show).collect::<Vec<_>>())
}

fn cut(all: &[String]) -> String {
    match all.len().checked_sub(MOST_NAMES) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{} and {more} more", all[..MOST_NAMES].join(", ")),
    }
}

/// An element's name, with its namespace where that is not the one around it.
fn shown(name: &ExpandedName, around: Node) -> String {
    match name.namespace.as_deref() {
        Some(namespace) if !namespace.is_empty() && around.tag_name().namespace() != Some(namespace) => {
            format!("`{}` of `{namespace}`", name.local)
        }
        _ => format!("`{}`", name.local),
    }
}

fn attribute(name: &ExpandedName) -> String {
    match name.namespace.as_deref() {
        None | Some("") => format!("`{}`", name.local),
        Some("http://www.w3.org/XML/1998/namespace") => format!("`xml:{}`", name.local),
        Some(namespace) => format!("`{}` of `{namespace}`", name.local),
    }
}

fn shortened(value: &str) -> String {
    const MOST: usize = 60;
    match value.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}\u{2026}", &value[..at]),
        None => value.to_owned(),
    }
}

/// `<name` of an element.
pub(super) fn start_tag(source: &Source, node: Node) -> Span {
    tag_at(source, node.range().start)
}

/// The end tag; of an empty element the whole.
fn end_tag(source: &Source, node: Node) -> Span {
    let range = node.range();
    match source.text[range.clone()].rfind("</") {
        Some(at) => Span::new(range.start + at, range.end),
        None => Span::new(range.start, range.end),
    }
}

/// An attribute, or its value.
fn attribute_span(source: &Source, node: Node, name: &ExpandedName, value: bool) -> Span {
    let found = node.attributes().find(|it| it.namespace() == name.namespace.as_deref() && it.name() == name.local);
    match found {
        Some(attribute) => Span::from(if value { attribute.range_value() } else { attribute.range() }),
        None => start_tag(source, node),
    }
}

/// The text before a place, without blanks around it.
fn text_span(source: &Source, place: NodePart, node: Node) -> Span {
    let last = if place.part == Part::Before { node.prev_sibling() } else { node.last_child() };
    let before = std::iter::successors(last, Node::prev_sibling).take_while(|node| !node.is_element());
    let ranges: Vec<_> = before
        .filter(Node::is_text)
        .map(|node| {
            let range = node.range();
            let text = &source.text[range.clone()];
            let start = range.start + (text.len() - text.trim_start().len());
            (start, start + text.trim().len())
        })
        .filter(|(start, end)| start < end)
        .collect();
    match (ranges.last(), ranges.first()) {
        (Some((start, _)), Some((_, end))) => Span::new(*start, *end),
        _ => start_tag(source, node),
    }
}
