//! Rules about the navigation document.

use super::book::Book;
use super::names::{OPF, OPS, XHTML};
use super::opf::has_type;
use super::place::BookPlace;
use super::url::{self, Target};
use crate::check::findings::Findings;
use crate::diagnostic::Level;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Lists of which a book may have one at the most.
const SINGLE: [&str; 3] = ["toc", "page-list", "landmarks"];

/// The navigation document: there is one, its lists are lists, its links lead into the book.
pub(in crate::check) fn nav(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let count = package.items.iter().filter(|item| item.properties.contains(&"nav")).count();
    let manifest = package.root.children().find(|node| node.has_tag_name((OPF, "manifest")));
    if let Some(manifest) = manifest.filter(|_| count != 1) {
        let message = format!("{count} items have the property `nav`, not one");
        findings.report(BookPlace::node(package.path, manifest), "RSC-005", message);
    }
    let Some((path, document)) = book.nav() else { return };
    for name in SINGLE {
        let mut lists = lists(document).filter(|nav| has_type(*nav, name));
        let first = lists.next();
        if first.is_none() && name == "toc" {
            let place = BookPlace::node(path, document.root_element());
            findings.report(place, "RSC-005", "has no `nav` of the type `toc`, so no table of contents");
        }
        if let Some(again) = lists.next() {
            findings.report(
                BookPlace::node(path, again),
                "RSC-005",
                format!("is a further `nav` of the type `{name}`"),
            );
        }
    }
    for nav in lists(document).filter(|nav| nav.has_attribute((OPS, "type"))) {
        list(path, nav, findings);
    }
}

fn lists<'b>(document: &'b Document<'b>) -> impl Iterator<Item = Node<'b, 'b>> {
    document.descendants().filter(|node| node.has_tag_name((XHTML, "nav")))
}

fn is(node: Node, name: &str) -> bool {
    node.has_tag_name((XHTML, name))
}

/// One list: an `ol` of entries, each a label, which may have a list below it.
fn list(path: &str, nav: Node, findings: &mut Findings) {
    if !nav.children().any(|node| is(node, "ol")) {
        findings.report(BookPlace::node(path, nav), "RSC-005", "has no `ol`, which is what readers are shown");
    }
    let is_landmarks = has_type(nav, "landmarks");
    for node in nav.descendants().filter(Node::is_element) {
        let mut children = node.children().filter(Node::is_element);
        let place = BookPlace::node(path, node);
        if is(node, "ol") && !children.any(|child| is(child, "li")) {
            findings.report(place, "RSC-005", "is a list without entries");
        } else if is(node, "li") {
            entry(path, node, findings);
        } else if is(node, "a") && is_landmarks && !node.has_attribute((OPS, "type")) {
            findings.report(place, "RSC-005", "has no `epub:type` that says what it leads to");
        }
        // Only these lists must stay inside the book.
        let remote = node.attribute_node("href").filter(|href| url::resolve(path, href.value()) == Ok(Target::Remote));
        if let Some(href) = remote.filter(|_| is(node, "a") && SINGLE.iter().any(|name| has_type(nav, name))) {
            findings.report(BookPlace::attribute(path, &href), "NAV-010", "leads out of the book");
        }
    }
}

fn entry(path: &str, node: Node, findings: &mut Findings) {
    let mut children = node.children().filter(Node::is_element);
    let place = BookPlace::node(path, node);
    let Some(label) = children.next().filter(|label| is(*label, "a") || is(*label, "span")) else {
        findings.report(place, "RSC-005", "does not start with an `a` or a `span`");
        return;
    };
    let is_shown = |node: Node| {
        let says = |name: &str| node.attribute(name).is_some_and(|value| !value.trim().is_empty());
        node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty()) || says("alt") || says("title")
    };
    if !label.descendants().any(is_shown) {
        findings.report(BookPlace::node(path, label), "RSC-005", "is empty, so nobody can choose it");
    }
    let (below, more) = (children.next(), children.next());
    if let Some(other) = below.filter(|below| !is(*below, "ol")).or(more) {
        let message = "stands behind the label, where only one `ol` may stand";
        findings.report(BookPlace::node(path, other), "RSC-005", message);
    } else if is(label, "span") && below.is_none() {
        findings.report(BookPlace::node(path, label), "RSC-005", "heads no list, and leads nowhere");
    }
}

/// Entries of the table of contents and the list of pages that stand in another order than what they lead to.
pub(in crate::check) fn order(book: &Book, findings: &mut Findings) {
    let (Some(package), Some((path, document))) = (&book.package, book.nav()) else { return };
    let mut spine = BTreeMap::new();
    for (nth, path) in package.reading_order().into_iter().enumerate() {
        spine.entry(path).or_insert(nth);
    }
    let mut ids: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for nav in lists(document).filter(|nav| has_type(*nav, "toc") || has_type(*nav, "page-list")) {
        let mut last = (0, 0);
        for href in nav.descendants().filter(|node| is(*node, "a")).filter_map(|node| node.attribute_node("href")) {
            let Ok(Target::File { path: to, fragment }) = url::resolve(path, href.value()) else { continue };
            let Some(&page) = spine.get(to.as_str()) else { continue };
            let places = ids.entry(to.clone()).or_insert_with(|| places(book, &to));
            let inside = fragment.and_then(|id| places.get(id.as_str()).copied()).unwrap_or(0);
            let message = if (page, inside) < last {
                "stands behind an entry that comes later in the book"
            } else {
                last = (page, inside);
                continue;
            };
            findings.report(BookPlace::attribute(path, &href), "NAV-011", message).level = Level::Warning;
            last = (page, inside);
        }
    }
}

/// Where the ids of a page stand in it.
fn places<'b>(book: &'b Book, path: &str) -> BTreeMap<&'b str, usize> {
    let nodes = book.documents.get(path).into_iter().flat_map(|document| document.descendants());
    nodes.filter_map(|node| Some((node.attribute("id")?, node.range().start))).collect()
}

/// Whether a book lists its pages; the paths and ids that it lists.
pub(super) fn page_list<'b>(book: &'b Book) -> Option<Vec<(BookPlace<'b>, String, Option<String>)>> {
    let (path, document) = book.nav()?;
    let nav = lists(document).find(|nav| has_type(*nav, "page-list"))?;
    let links = nav.descendants().filter(|node| is(*node, "a")).filter_map(|node| node.attribute_node("href"));
    let target = |href: roxmltree::Attribute| match url::resolve(path, href.value()) {
        Ok(Target::File { path: to, fragment }) => Some((BookPlace::attribute(path, &href), to, fragment)),
        _ => None,
    };
    Some(links.filter_map(target).collect())
}
