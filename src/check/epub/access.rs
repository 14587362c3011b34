//! Rules about who can read a book: languages, pages of the source, what is said about access.

use super::book::Book;
use super::names::{DC, OPF, XHTML};
use super::nav::page_list;
use super::opf::is_page_break;
use super::place::BookPlace;
use crate::check::findings::Findings;
use crate::diagnostic::Level;
use crate::knowledge::books;
use roxmltree::Node;
use std::collections::BTreeSet;

/// Languages: every page has one, and they are language tags.
pub(in crate::check) fn language(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    for node in package.metadata().filter(|node| node.has_tag_name((DC, "language"))) {
        let tag = node.text().unwrap_or_default().trim();
        if !tag.is_empty() && !is_tag(tag) {
            let message = format!("`{tag}` is no language tag");
            findings.report(BookPlace::node(package.path, node), "OPF-092", message);
        }
    }
    tags(package.path, package.root, "OPF-092", findings);
    for (path, document) in book.pages() {
        let root = document.root_element();
        tags(path, root, "RSC-005", findings);
        let is_told = |node: Node| node.has_attribute("lang") || node.has_attribute((roxmltree::NS_XML_URI, "lang"));
        let body = root.children().find(|node| node.has_tag_name((XHTML, "body")));
        if root.has_tag_name((XHTML, "html")) && !is_told(root) && !body.is_some_and(is_told) {
            let finding = findings.report(BookPlace::node(path, root), "", "does not say its language");
            finding.level = Level::Warning;
            finding.hints.push("add `lang` and `xml:lang`: voices and hyphenation go by them".into());
        }
    }
}

/// Language tags in attributes. One finding for an element is enough.
fn tags(path: &str, root: Node, code: &'static str, findings: &mut Findings) {
    for node in root.descendants().filter(Node::is_element) {
        let plain = node.attribute_node("lang");
        let xml = node.attribute_node((roxmltree::NS_XML_URI, "lang"));
        let is_bad = |tag: &str| !tag.is_empty() && !is_tag(tag);
        if let Some(bad) = [plain, xml].into_iter().flatten().find(|it| is_bad(it.value())) {
            let message = format!("`{}` is no language tag", bad.value());
            findings.report(BookPlace::attribute(path, &bad), code, message);
        } else if let (Some(plain), Some(xml)) = (plain, xml)
            && !plain.value().eq_ignore_ascii_case(xml.value())
        {
            let message = format!("`lang` is `{}`, but `xml:lang` is `{}`", plain.value(), xml.value());
            findings.report(BookPlace::attribute(path, &plain), code, message);
        }
    }
}

/// Whether a tag has the form of BCP 47: letters, then letters and digits in groups of up to eight.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let is_language = first.chars().all(|it| it.is_ascii_alphabetic()) && (2..=8).contains(&first.len());
    let is_private = matches!(first, "x" | "i") && tag.len() > 2;
    (is_language || is_private)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|it| it.is_ascii_alphanumeric()))
}

/// What a book must say about who can read it.
pub(in crate::check) fn metadata(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let told: BTreeSet<&str> = package.metas().filter_map(|node| node.attribute("property")).collect();
    let Some(parent) = package.root.children().find(|node| node.has_tag_name((OPF, "metadata"))) else {
        return;
    };
    let place = BookPlace::node(package.path, parent);
    let lacks = |names: &[String]| {
        let lacking: Vec<&str> = names.iter().map(String::as_str).filter(|name| !told.contains(name)).collect();
        (!lacking.is_empty()).then(|| format!("does not say `{}`", lacking.join("`, `")))
    };
    if let Some(message) = lacks(&books().accessibility.required) {
        findings.report(place, "", message);
    } else if let Some(message) = lacks(&books().accessibility.recommended) {
        findings.report(place, "", message).level = Level::Note;
    }
}

/// Images that nobody can hear.
pub(in crate::check) fn alternatives(book: &Book, findings: &mut Findings) {
    for (path, document) in book.pages() {
        for node in document.descendants().filter(|node| node.has_tag_name((XHTML, "img"))) {
            let is_silent = node.attribute("role").is_some_and(|role| matches!(role, "presentation" | "none"));
            if !node.has_attribute("alt") && !is_silent {
                findings.report(BookPlace::node(path, node), "", "has no `alt`: say what it shows, or leave it empty");
            }
        }
    }
}

/// Pages of the source: marked where they begin, listed, and the same in both.
pub(in crate::check) fn pages(book: &Book, findings: &mut Findings) {
    if book.nav().is_none() {
        return;
    }
    let mut breaks = Vec::new();
    for (path, document) in book.pages() {
        breaks.extend(document.descendants().filter(|node| is_page_break(*node)).map(|node| (path, node)));
    }
    for (path, node) in &breaks {
        let says = |name: &str| node.attribute(name).is_some_and(|value| !value.trim().is_empty());
        let has_text = node.descendants().any(|node| node.text().is_some_and(|text| !text.trim().is_empty()));
        if !says("aria-label") && !says("title") && !has_text {
            findings.report(BookPlace::node(path, *node), "", "begins a page and does not say which");
        }
    }
    let Some(list) = page_list(book) else {
        if let Some((path, node)) = breaks.first() {
            let message = "begins a page of the source, but the book has no list of pages";
            findings.report(BookPlace::node(path, *node), "", message);
        }
        return;
    };
    let listed: BTreeSet<(&str, &str)> =
        list.iter().filter_map(|(_, path, id)| Some((path.as_str(), id.as_deref()?))).collect();
    let marked: BTreeSet<(&str, &str)> =
        breaks.iter().filter_map(|(path, node)| Some((*path, node.attribute("id")?))).collect();
    for (path, node) in &breaks {
        if !node.attribute("id").is_some_and(|id| listed.contains(&(path, id))) {
            findings.report(BookPlace::node(path, *node), "", "begins a page that the list of pages does not have");
        }
    }
    let ids = |path: &str| book.documents.get(path).map(super::links::ids).unwrap_or_default();
    let mut known = std::collections::BTreeMap::new();
    for (place, path, id) in &list {
        let Some(id) = id.as_deref() else { continue };
        // A place that is not there at all is another rule's matter.
        let is_there = known.entry(path.as_str()).or_insert_with(|| ids(path)).contains(id);
        if is_there && !marked.contains(&(path, id)) {
            findings.report(*place, "", "leads to a place where no page begins");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_have_a_form() {
        for tag in ["en", "en-GB", "zh-Hant-TW", "x-ours", "i-klingon", "de-1901", "sl-rozaj-biske"] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in ["", "e", "e_n", "english language", "en-", "en-GB-abcdefghi", "1n", "x"] {
            assert!(!is_tag(tag), "{tag}");
        }
    }
}
