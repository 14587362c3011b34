//! Rules about the spine: the order in which a book is read.

use super::book::Book;
use super::names::{CONTENTS, IMAGE, OPF, PAGE};
use super::opf::{Item, Package};
use super::place::BookPlace;
use super::references::Use;
use super::url::Target;
use crate::check::findings::Findings;
use std::collections::BTreeSet;

/// Lines of the spine: each names a page of the manifest, once.
pub(in crate::check) fn itemrefs(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let Some(spine) = package.root.children().find(|node| node.has_tag_name((OPF, "spine"))) else { return };
    let place = BookPlace::node(package.path, spine);
    if package.spine.is_empty() {
        findings.report(place, "RSC-005", "is empty");
        return;
    }
    let mut seen = BTreeSet::new();
    for node in &package.spine {
        let Some(idref) = node.attribute_node("idref") else {
            findings.report(BookPlace::node(package.path, *node), "RSC-005", "has no `idref`");
            continue;
        };
        let place = BookPlace::attribute(package.path, &idref);
        match package.item(idref.value()) {
            None => {
                findings.report(place, "OPF-049", format!("no item of the manifest has the id `{}`", idref.value()));
            }
            Some(_) if !seen.insert(idref.value()) => {
                findings.report(place, "RSC-005", format!("`{}` stands in the spine more than once", idref.value()));
            }
            Some(item) if !is_page(package, item) => {
                let message = format!("{} is no page, and has no page for a fallback", item.media_type);
                findings.report(place, "OPF-043", message);
            }
            Some(_) => {}
        }
        if let Some(linear) = node.attribute_node("linear").filter(|it| !matches!(it.value(), "yes" | "no")) {
            findings.report(BookPlace::attribute(package.path, &linear), "RSC-005", "is neither `yes` nor `no`");
        }
    }
    if package.spine.iter().all(|node| node.attribute("linear") == Some("no")) {
        findings.report(place, "OPF-033", "has nothing that is read one after the other");
    }
    match spine.attribute_node("toc") {
        Some(toc) => match package.item(toc.value()) {
            None => {
                let message = format!("no item of the manifest has the id `{}`", toc.value());
                findings.report(BookPlace::attribute(package.path, &toc), "OPF-049", message);
            }
            Some(item) if item.media_type != CONTENTS => {
                let message = format!("`{}` is {}, not {CONTENTS}", toc.value(), item.media_type);
                findings.report(BookPlace::attribute(package.path, &toc), "OPF-050", message);
            }
            Some(_) => {}
        },
        None => {
            if package.items.iter().any(|item| item.media_type == CONTENTS) {
                findings.report(place, "RSC-005", "has no `toc`, though the manifest lists an NCX");
            }
        }
    }
}

/// Whether an item, or a fallback of it, is a page.
fn is_page(package: &Package, item: &Item) -> bool {
    /// Fallbacks of fallbacks that are followed; they may go round in a circle.
    const MAX_FALLBACKS: usize = 32;
    let next = |item: &&Item| item.node.attribute("fallback").and_then(|id| package.item(id));
    let mut chain = std::iter::successors(Some(item), next).take(MAX_FALLBACKS);
    chain.any(|item| matches!(item.media_type, PAGE | IMAGE))
}

/// Pages beside the reading order that no link leads to.
pub(in crate::check) fn unreachable(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let linked: BTreeSet<&str> = book
        .references
        .iter()
        .filter(|reference| reference.usage == Use::Link)
        .filter_map(|reference| match &reference.target {
            Ok(Target::File { path, .. }) if path != reference.path => Some(path.as_str()),
            _ => None,
        })
        .collect();
    for node in package.spine.iter().filter(|node| node.attribute("linear") == Some("no")) {
        let item = node.attribute("idref").and_then(|id| package.item(id));
        if let Some(path) = item.and_then(|item| item.path.as_deref()).filter(|path| !linked.contains(path)) {
            let message = format!("no link leads to `{path}`, which is not in the reading order");
            findings.report(BookPlace::node(package.path, *node), "OPF-096", message);
        }
    }
}
