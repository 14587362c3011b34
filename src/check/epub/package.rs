//! Rules about the package document.

use super::book::Book;
use super::names::{DC, OPF, OPS, PAGE};
use super::opf::{is_version_3, words};
use super::place::BookPlace;
use crate::check::findings::Findings;
use crate::knowledge::books;
use roxmltree::Node;
use std::collections::BTreeSet;

/// The root, its version and its parts.
pub(in crate::check) fn root(book: &Book, findings: &mut Findings) {
    let Some((&path, document)) = book.read.package.as_deref().and_then(|path| book.documents.get_key_value(path))
    else {
        return;
    };
    let root = document.root_element();
    let place = BookPlace::node(path, root);
    if !root.has_tag_name((OPF, "package")) {
        findings.report(place, "RSC-005", format!("is no `package` of the namespace {OPF}"));
        return;
    }
    match root.attribute_node("version") {
        None => {
            findings.report(place, "OPF-001", "has no `version`");
        }
        Some(version) if version.value().trim() == "2.0" => {
            let message = "is of EPUB 2, which these rules do not know: only archive and container are checked";
            findings.report(BookPlace::attribute(path, &version), "", message).level =
                crate::diagnostic::Level::Warning;
        }
        Some(version) if !is_version_3(root) => {
            let message = format!("there is no version {} of EPUB; it is `3.0`", version.value());
            findings.report(BookPlace::attribute(path, &version), "OPF-001", message);
        }
        Some(_) => {
            for part in ["metadata", "manifest", "spine"] {
                if root.children().filter(|node| node.has_tag_name((OPF, part))).count() != 1 {
                    findings.report(place, "RSC-005", format!("has not exactly one `{part}`"));
                }
            }
        }
    }
}

/// The identifier that tells the book from all others.
pub(in crate::check) fn unique_identifier(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let Some(attribute) = package.root.attribute_node("unique-identifier") else {
        let place = BookPlace::node(package.path, package.root);
        findings.report(place, "OPF-048", "has no `unique-identifier`");
        return;
    };
    let is_it = |node: &Node| node.has_tag_name((DC, "identifier")) && node.attribute("id") == Some(attribute.value());
    // That there is none at all is another rule's matter.
    let mut identifiers = package.metadata().filter(|node| node.has_tag_name((DC, "identifier"))).peekable();
    if identifiers.peek().is_some() && !identifiers.any(|node| is_it(&node)) {
        let message = format!("no `dc:identifier` has the id `{}`", attribute.value());
        findings.report(BookPlace::attribute(package.path, &attribute), "OPF-030", message);
    }
}

/// What every book must say of itself.
pub(in crate::check) fn metadata(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let Some(parent) = package.root.children().find(|node| node.has_tag_name((OPF, "metadata"))) else { return };
    let place = BookPlace::node(package.path, parent);
    for name in ["identifier", "title", "language"] {
        let mut found = package.metadata().filter(|node| node.has_tag_name((DC, name))).peekable();
        if found.peek().is_none() {
            findings.report(place, "RSC-005", format!("has no `dc:{name}`"));
        }
        for node in found.filter(|node| text(*node).trim().is_empty()) {
            findings.report(BookPlace::node(package.path, node), "RSC-005", "is empty");
        }
    }
    let is_modified = |node: &Node| node.attribute("property") == Some("dcterms:modified");
    let modified: Vec<Node> =
        package.metas().filter(|node| is_modified(node) && !node.has_attribute("refines")).collect();
    match modified.as_slice() {
        [] => {
            findings.report(place, "RSC-005", "has no `dcterms:modified`");
        }
        [one] if !is_moment(text(*one).trim()) => {
            let message = "is no moment in the form `2001-02-03T04:05:06Z`";
            findings.report(BookPlace::node(package.path, *one), "RSC-005", message);
        }
        [_] => {}
        [_, again, ..] => {
            findings.report(
                BookPlace::node(package.path, *again),
                "RSC-005",
                "`dcterms:modified` stands more than once",
            );
        }
    }
}

fn text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

fn is_moment(text: &str) -> bool {
    let form = "0000-00-00T00:00:00Z";
    let fits = |(one, model): (char, char)| if model == '0' { one.is_ascii_digit() } else { one == model };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}

/// Metadata about something that is not there.
pub(in crate::check) fn refines(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let ids: BTreeSet<&str> = package.root.descendants().filter_map(|node| node.attribute("id")).collect();
    for node in package.metadata() {
        let Some(refines) = node.attribute_node("refines") else { continue };
        if let Some(id) = refines.value().strip_prefix('#').filter(|id| !ids.contains(id)) {
            let message = format!("no element has the id `{id}`");
            findings.report(BookPlace::attribute(package.path, &refines), "RSC-005", message);
        }
    }
}

/// Properties that neither EPUB nor a declared vocabulary has.
pub(in crate::check) fn properties(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let known = &books().properties;
    for meta in package.metas() {
        let Some(property) = meta.attribute_node("property") else { continue };
        let name = property.value().trim();
        if !name.is_empty() && !name.contains(':') && !known.meta.iter().any(|it| it == name) {
            let message = format!("EPUB has no property `{name}`");
            findings.report(BookPlace::attribute(package.path, &property), "OPF-027", message);
        }
    }
    for item in &package.items {
        let Some(attribute) = item.node.attribute_node("properties") else { continue };
        let place = BookPlace::attribute(package.path, &attribute);
        for name in &item.properties {
            if !name.contains(':') && !known.item.iter().any(|it| it == name) {
                findings.report(place, "OPF-027", format!("EPUB has no property `{name}`"));
            }
            let fits = match *name {
                "nav" => item.media_type == PAGE,
                "cover-image" => item.media_type.starts_with("image/"),
                _ => true,
            };
            if !fits {
                findings.report(place, "OPF-012", format!("`{name}` is nothing that {} can be", item.media_type));
            }
        }
    }
}

/// Names with a prefix that nobody declared.
pub(in crate::check) fn prefixes(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let known = &books().prefixes;
    let declared = declared(package.root.attribute("prefix"));
    let attributes = ["property", "properties", "rel", "scheme"];
    for node in package.root.descendants().filter(Node::is_element) {
        for attribute in attributes.iter().filter_map(|name| node.attribute_node(*name)) {
            let place = BookPlace::attribute(package.path, &attribute);
            undeclared(attribute.value(), place, &known.package, &declared, findings);
        }
    }
    for (path, document) in book.pages() {
        let root = document.root_element();
        let declared = self::declared(root.attribute((OPS, "prefix")));
        for node in document.descendants().filter(Node::is_element) {
            if let Some(attribute) = node.attribute_node((OPS, "type")) {
                let place = BookPlace::attribute(path, &attribute);
                undeclared(attribute.value(), place, &known.page, &declared, findings);
            }
        }
    }
}

/// The first name of a list that has a prefix nobody declared. One is enough: the others are mended with it.
fn undeclared(list: &str, place: BookPlace, known: &[String], declared: &BTreeSet<&str>, findings: &mut Findings) {
    let prefixes = words(Some(list)).filter_map(|word| word.split_once(':')).map(|(prefix, _)| prefix);
    for prefix in prefixes.collect::<BTreeSet<_>>() {
        if !known.iter().any(|it| it == prefix) && !declared.contains(prefix) {
            findings.report(place, "OPF-028", format!("the prefix `{prefix}` is not declared"));
        }
    }
}

/// Prefixes that an attribute declares: `a: https://example.org/a# b: ..`.
fn declared(attribute: Option<&str>) -> BTreeSet<&str> {
    words(attribute).filter_map(|word| word.strip_suffix(':')).collect()
}
