//! Rules about the archive and its container.

use super::book::Book;
use super::names::{CONTAINER, OCF, PACKAGE};
use super::place::BookPlace;
use crate::check::findings::Findings;
use crate::diagnostic::Level;
use roxmltree::Node;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What tells programs that an archive is a book.
const MIMETYPE: &str = "application/epub+zip";

/// The file `mimetype`: first, stored, exact.
pub(in crate::check) fn mimetype(book: &Book, findings: &mut Findings) {
    let entry = book.read.entries.iter().find(|entry| entry.name == "mimetype");
    let Some(entry) = entry else {
        findings.report(BookPlace::BOOK, "PKG-006", "there is no file `mimetype`");
        return;
    };
    let place = BookPlace::file("mimetype");
    if entry.start != 0 {
        findings.report(place, "PKG-006", "is not the first file of the archive");
    } else if book.read.extra != 0 {
        findings.report(place, "PKG-005", "has an extra field in the archive");
    }
    if book.read.mimetype.as_deref().is_some_and(|content| content != MIMETYPE.as_bytes()) {
        findings.report(place, "PKG-007", format!("is not exactly `{MIMETYPE}`"));
    } else if !entry.stored {
        findings.report(place, "PKG-007", "is compressed");
    }
}

/// Names that not every file system can hold.
pub(in crate::check) fn names(book: &Book, findings: &mut Findings) {
    /// What OCF forbids, beside control characters and what is not assigned.
    const FORBIDDEN: &str = "\"*:<>?\\|\u{7f}";
    for entry in &book.read.entries {
        let name = entry.name.as_str();
        let place = BookPlace::file(name);
        let is_bad = |it: &char| FORBIDDEN.contains(*it) || it.is_control() || is_private(*it);
        if let Some(bad) = name.chars().find(is_bad) {
            let message = format!("has U+{:04X} in its name, which not every system can hold", bad as u32);
            findings.report(place, "PKG-009", message);
        } else if name.split('/').any(|part| part.ends_with('.') && !matches!(part, "." | "..")) {
            findings.report(place, "PKG-011", "has a name that ends with a full stop");
        } else if name.contains(char::is_whitespace) {
            findings.report(place, "PKG-010", "has a space in its name, which old reading systems miss").level =
                Level::Warning;
        }
    }
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..)
}

/// Names that lead out of the folder that a book is unpacked into.
pub(in crate::check) fn unsafe_names(book: &Book, findings: &mut Findings) {
    for entry in &book.read.entries {
        let name = entry.name.as_str();
        let is_drive = name.as_bytes().get(1) == Some(&b':');
        if name.starts_with(['/', '\\']) || is_drive || name.split(['/', '\\']).any(|part| part == "..") {
            findings.report(BookPlace::file(name), "", "has a name that leads out of the folder it is unpacked into");
        }
    }
}

/// Names that are one and the same on some systems.
pub(in crate::check) fn clashes(book: &Book, findings: &mut Findings) {
    for name in &book.read.twice {
        findings.report(BookPlace::file(name), "OPF-060", "stands in the archive more than once");
    }
    let mut seen = BTreeMap::new();
    for entry in &book.read.entries {
        let folded: String = entry.name.nfc().flat_map(char::to_lowercase).collect();
        if let Some(first) = seen.insert(folded, entry.name.as_str()).filter(|first| *first != entry.name) {
            let message = format!("has the name of `{first}` on systems that do not tell them apart");
            findings.report(BookPlace::file(&entry.name), "OPF-060", message);
        }
    }
}

/// The container: it names a package document that is there.
pub(in crate::check) fn container(book: &Book, findings: &mut Findings) {
    let place = BookPlace::file(CONTAINER);
    if !book.paths.contains(CONTAINER) {
        findings.report(BookPlace::BOOK, "RSC-002", format!("there is no `{CONTAINER}`"));
        return;
    }
    let Some(document) = book.documents.get(CONTAINER) else { return };
    if !document.root_element().has_tag_name((OCF, "container")) {
        let place = BookPlace::node(CONTAINER, document.root_element());
        findings.report(place, "RSC-003", format!("is no `container` of the namespace {OCF}"));
        return;
    }
    let is_package =
        |node: &Node| node.has_tag_name((OCF, "rootfile")) && node.attribute("media-type") == Some(PACKAGE);
    let Some(node) = document.descendants().find(is_package) else {
        findings.report(place, "RSC-003", format!("names no file of the type `{PACKAGE}`"));
        return;
    };
    match node.attribute_node("full-path") {
        None => {
            findings.report(BookPlace::node(CONTAINER, node), "OPF-016", "has no `full-path`");
        }
        Some(path) if path.value().is_empty() => {
            findings.report(BookPlace::attribute(CONTAINER, &path), "OPF-017", "is empty");
        }
        Some(path) if !book.paths.contains(path.value()) => {
            let message = format!("there is no `{}`", path.value());
            findings.report(BookPlace::attribute(CONTAINER, &path), "OPF-002", message);
        }
        Some(_) => {}
    }
}
