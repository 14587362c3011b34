//! Rules about pages.

use super::book::Book;
use super::names::XHTML;
use super::opf::words;
use super::place::BookPlace;
use crate::check::findings::Findings;
use crate::diagnostic::{Level, Related};
use crate::knowledge::books;
use roxmltree::Node;
use std::collections::BTreeMap;

/// Root, head, title and body.
pub(in crate::check) fn structure(book: &Book, findings: &mut Findings) {
    for (path, document) in book.pages() {
        let root = document.root_element();
        let place = BookPlace::node(path, root);
        if !root.has_tag_name((XHTML, "html")) {
            findings.report(place, "RSC-005", format!("is no `html` of the namespace {XHTML}"));
            continue;
        }
        let parts: Vec<Node> = root.children().filter(Node::is_element).collect();
        let is = |nth: usize, name: &str| parts.get(nth).is_some_and(|node| node.has_tag_name((XHTML, name)));
        if !is(0, "head") || !is(1, "body") || parts.len() != 2 {
            findings.report(place, "RSC-005", "has not one `head` and one `body`, in this order");
            continue;
        }
        let head = parts[0];
        match head.children().find(|node| node.has_tag_name((XHTML, "title"))) {
            None => findings.report(BookPlace::node(path, head), "RSC-017", "has no `title`").level = Level::Warning,
            Some(title) => {
                if !title.children().any(|node| node.text().is_some_and(|text| !text.trim().is_empty())) {
                    findings.report(BookPlace::node(path, title), "RSC-005", "is empty");
                }
            }
        }
        let charset = head.children().find_map(|node| node.attribute_node("charset"));
        if let Some(charset) = charset.filter(|charset| !charset.value().eq_ignore_ascii_case("utf-8")) {
            findings.report(BookPlace::attribute(path, &charset), "RSC-005", "is not `utf-8`, which every page is");
        }
    }
}

/// Elements where they may not stand. The first fault of an element is told.
pub(in crate::check) fn nesting(book: &Book, findings: &mut Findings) {
    for (path, document) in book.pages() {
        for node in document.descendants() {
            let parent = node.parent().filter(|parent| parent.tag_name().namespace() == Some(XHTML));
            let Some(parent) = parent else { continue };
            if node.is_text() {
                let is_blank = node.text().is_none_or(|text| text.trim().is_empty());
                let outer = parent.tag_name().name();
                if !is_blank && !books().xhtml.holds_text(outer) {
                    let range = node.range();
                    let shown = document.input_text()[range.clone()].trim_end().len();
                    let place = BookPlace::span(path, range.start, range.start + shown);
                    findings.report(place, "RSC-005", format!("no text may stand in `{outer}`"));
                }
            } else if node.tag_name().namespace() == Some(XHTML)
                && let Some(message) = misplaced(node, parent)
            {
                findings.report(BookPlace::node(path, node), "RSC-005", message);
            }
        }
    }
}

/// What is wrong with the place of an element.
fn misplaced(node: Node, parent: Node) -> Option<String> {
    let table = &books().xhtml;
    let (name, outer) = (node.tag_name().name(), parent.tag_name().name());
    // Elements of a page's own making have a hyphen.
    if !table.elements.contains(name) && !name.contains('-') {
        return Some(format!("XHTML has no element `{name}`"));
    }
    if table.void.contains(outer) {
        return Some(format!("nothing may stand in `{outer}`"));
    }
    if table.children.get(outer).is_some_and(|children| !children.contains(name)) {
        return Some(format!("`{name}` may not stand in `{outer}`"));
    }
    if let Some(parents) = table.parents.get(name).filter(|parents| !parents.contains(outer)) {
        let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
        return Some(format!("`{name}` may stand in `{}` only", parents.join("`, `")));
    }
    let mut ancestors = node.ancestors().skip(1).take_while(|node| node.tag_name().namespace() == Some(XHTML));
    if let Some(never) = table.never_inside.get(name)
        && let Some(around) = ancestors.find(|node| never.contains(node.tag_name().name()))
    {
        return Some(format!("`{name}` may not stand inside `{}`", around.tag_name().name()));
    }
    if table.blocks.contains(name) {
        // What an element of this kind may hold, the element around it decides.
        let mut around = node.ancestors().skip(1).skip_while(|node| table.transparent.contains(node.tag_name().name()));
        let around = around.next().filter(|around| around.tag_name().namespace() == Some(XHTML))?;
        let outer = around.tag_name().name();
        if table.phrasing.contains(outer) {
            return Some(format!("`{name}` is a block and may not stand in `{outer}`"));
        }
    }
    None
}

/// Ids that stand more than once in a document.
pub(in crate::check) fn duplicate_ids(book: &Book, findings: &mut Findings) {
    for (path, document) in book.documents {
        let mut seen: BTreeMap<&str, BookPlace> = BTreeMap::new();
        for attribute in document.descendants().filter_map(|node| node.attribute_node("id")) {
            let place = BookPlace::attribute(path, &attribute);
            match seen.get(attribute.value()).copied() {
                None => drop(seen.insert(attribute.value(), place)),
                Some(first) => {
                    let finding = findings.report(place, "RSC-005", format!("the id `{}` is taken", attribute.value()));
                    let (member, span) = (Some((*path).to_owned()), first.span);
                    finding.related.push(Related { member, span, message: "it was first given here".into() });
                }
            }
        }
    }
}

/// Attributes that name elements of the page that are not there.
pub(in crate::check) fn dangling(book: &Book, findings: &mut Findings) {
    for (path, document) in book.pages() {
        let ids = super::links::ids(document);
        for node in document.descendants().filter(|node| node.tag_name().namespace() == Some(XHTML)) {
            for attribute in books().id_references.iter().filter_map(|name| node.attribute_node(name.as_str())) {
                if let Some(id) = words(Some(attribute.value())).find(|id| !ids.contains(id)) {
                    let message = format!("no element of the page has the id `{id}`");
                    findings.report(BookPlace::attribute(path, &attribute), "RSC-005", message);
                }
            }
        }
    }
}
