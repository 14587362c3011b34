//! Rules about the table of contents of EPUB 2, which old reading systems show.

use super::book::Book;
use super::names::{CONTENTS, DC, NCX};
use super::place::BookPlace;
use crate::check::findings::Findings;
use roxmltree::Node;

/// Its form, and that it is of this book.
pub(in crate::check) fn ncx(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let wanted = package.root.attribute("unique-identifier");
    let is_it = |node: &Node| node.has_tag_name((DC, "identifier")) && node.attribute("id") == wanted;
    let identifier = package.metadata().find(is_it).and_then(|node| node.text()).map(str::trim);
    for (path, document) in book.of_type(CONTENTS) {
        let root = document.root_element();
        if !root.has_tag_name((NCX, "ncx")) {
            findings.report(BookPlace::node(path, root), "RSC-005", format!("is no `ncx` of the namespace {NCX}"));
            continue;
        }
        let is_uid = |node: &Node| node.has_tag_name((NCX, "meta")) && node.attribute("name") == Some("dtb:uid");
        let uid = document.descendants().find(is_uid).and_then(|node| node.attribute_node("content"));
        if let (Some(uid), Some(identifier)) = (uid, identifier)
            && uid.value().trim() != identifier
        {
            findings.report(
                BookPlace::attribute(path, &uid),
                "NCX-001",
                format!("the identifier of the book is {identifier}"),
            );
        }
        let Some(map) = root.children().find(|node| node.has_tag_name((NCX, "navMap"))) else {
            findings.report(BookPlace::node(path, root), "RSC-005", "has no `navMap`");
            continue;
        };
        if !map.children().any(|node| node.has_tag_name((NCX, "navPoint"))) {
            findings.report(BookPlace::node(path, map), "RSC-005", "is empty");
        }
        for point in map.descendants().filter(|node| node.has_tag_name((NCX, "navPoint"))) {
            for part in ["navLabel", "content"] {
                if !point.children().any(|node| node.has_tag_name((NCX, part))) {
                    findings.report(BookPlace::node(path, point), "RSC-005", format!("has no `{part}`"));
                }
            }
        }
    }
}
