//! Rules about references.

use super::book::Book;
use super::names::{CONTENTS, IMAGE, PAGE, SVG, XHTML};
use super::place::BookPlace;
use super::references::{Reference, Use};
use super::url::Target;
use crate::check::findings::Findings;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// References that cannot be followed, whatever is in the book.
pub(in crate::check) fn malformed(book: &Book, findings: &mut Findings) {
    for Reference { place, target, .. } in &book.references {
        if let Err((code, message)) = target {
            findings.report(*place, code, *message);
        }
    }
}

/// What must be in the book and lies on the network.
pub(in crate::check) fn remote(book: &Book, findings: &mut Findings) {
    for Reference { place, usage, target, .. } in &book.references {
        if *usage == Use::Part && matches!(target, Ok(Target::Remote)) {
            findings.report(*place, "RSC-006", "lies on the network, not in the book");
        }
    }
}

/// References to files: what is wrong with the file, if anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Missing,
    Unlisted,
    NoPage,
    OutsideSpine,
}

/// References to a file that are wrong in this way, with the path that they name.
fn wrong<'b>(book: &'b Book, asked: Wrong) -> Vec<(BookPlace<'b>, &'b str)> {
    let Some(package) = &book.package else { return Vec::new() };
    let items: BTreeMap<&str, &str> =
        package.items.iter().filter_map(|item| Some((item.path.as_deref()?, item.media_type))).collect();
    let with_fallback: BTreeSet<&str> = package
        .items
        .iter()
        .filter(|item| item.node.has_attribute("fallback"))
        .filter_map(|item| item.path.as_deref())
        .collect();
    let spine = spine(book);
    let mut found = Vec::new();
    for Reference { place, path, usage, target } in &book.references {
        let Ok(Target::File { path: to, .. }) = target else { continue };
        // An image, or a page that is shown elsewhere, need not be in the spine to point at itself.
        let is_page = items.get(path).is_some_and(|media_type| matches!(*media_type, PAGE | CONTENTS));
        let wrong = match items.get(to.as_str()) {
            _ if !book.paths.contains(to.as_str()) => Wrong::Missing,
            None => Wrong::Unlisted,
            Some(_) if *usage != Use::Link || !is_page => continue,
            Some(media_type) if !matches!(*media_type, PAGE | IMAGE) && !with_fallback.contains(to.as_str()) => {
                Wrong::NoPage
            }
            // Where nothing is in the spine, that is what is wrong.
            Some(_) if !spine.is_empty() && !spine.contains(to.as_str()) => Wrong::OutsideSpine,
            Some(_) => continue,
        };
        if wrong == asked {
            found.push((*place, to.as_str()));
        }
    }
    found
}

/// References to files that the book does not have.
pub(in crate::check) fn broken(book: &Book, findings: &mut Findings) {
    // A file that the manifest promises and the book lacks is missed once.
    let items = book.package.iter().flat_map(|package| &package.items);
    let promised: BTreeSet<&str> = items.filter_map(|item| item.path.as_deref()).collect();
    for (place, to) in wrong(book, Wrong::Missing) {
        if !promised.contains(to) {
            findings.report(place, "RSC-007", format!("there is no `{to}` in the book"));
        }
    }
}

/// References to files that the manifest does not list.
pub(in crate::check) fn unlisted(book: &Book, findings: &mut Findings) {
    for (place, to) in wrong(book, Wrong::Unlisted) {
        findings.report(place, "RSC-008", format!("`{to}` is not in the manifest"));
    }
}

/// Links to what no reader can turn to.
pub(in crate::check) fn outside_spine(book: &Book, findings: &mut Findings) {
    for (place, to) in wrong(book, Wrong::NoPage) {
        findings.report(place, "RSC-010", format!("`{to}` is no page"));
    }
    for (place, to) in wrong(book, Wrong::OutsideSpine) {
        findings.report(place, "RSC-011", format!("`{to}` is not in the spine, so nobody can turn to it"));
    }
}

/// References to places that the file does not have.
pub(in crate::check) fn fragments(book: &Book, findings: &mut Findings) {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let spine = spine(book);
    for Reference { place, usage, target, .. } in &book.references {
        let Ok(Target::File { path: to, fragment: Some(fragment) }) = target else { continue };
        // That nobody can turn to the page is what is wrong then.
        if *usage == Use::Link && !spine.is_empty() && !spine.contains(to.as_str()) {
            continue;
        }
        let Some((to, document)) = book.documents.get_key_value(to.as_str()) else { continue };
        // `epubcfi(/4)`, `xywh=0,0,10,10` and their like name no element.
        let is_scheme = fragment.contains(['(', '=', ':']) || fragment.is_empty();
        let namespace = document.root_element().tag_name().namespace();
        if is_scheme || !matches!(namespace, Some(XHTML | SVG)) {
            continue;
        }
        if !known.entry(to).or_insert_with(|| ids(document)).contains(fragment.as_str()) {
            findings.report(*place, "RSC-012", format!("no element of `{to}` has the id `{fragment}`"));
        }
    }
}

/// Paths of the pages in the spine.
fn spine<'b>(book: &'b Book) -> BTreeSet<&'b str> {
    book.package.as_ref().map(|package| package.reading_order().into_iter().collect()).unwrap_or_default()
}

/// The ids of a document.
pub(super) fn ids<'b>(document: &'b Document) -> BTreeSet<&'b str> {
    document.descendants().filter_map(|node: Node| node.attribute("id")).collect()
}
