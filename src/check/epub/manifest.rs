//! Rules about the manifest: what is in the book, and what kind of thing it is.

use super::book::Book;
use super::names::{CONTAINER, PACKAGE, PAGE, SVG, XHTML};
use super::opf::Item;
use super::place::BookPlace;
use super::references::{Reference, Use};
use super::url::{self, Target};
use crate::check::findings::Findings;
use crate::knowledge::books;
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

/// Lines of the manifest: complete, each file once, nothing that does not belong there.
pub(in crate::check) fn items(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let mut seen = BTreeSet::new();
    let ids: BTreeSet<&str> = package.items.iter().filter_map(|item| item.id).collect();
    for Item { node, path, .. } in &package.items {
        for name in ["id", "href", "media-type"] {
            if !node.has_attribute(name) {
                findings.report(BookPlace::node(package.path, *node), "RSC-005", format!("has no `{name}`"));
            }
        }
        if let Some(fallback) = node.attribute_node("fallback").filter(|it| !ids.contains(it.value())) {
            let message = format!("no item has the id `{}`", fallback.value());
            findings.report(BookPlace::attribute(package.path, &fallback), "OPF-040", message);
        }
        let Some(href) = node.attribute_node("href") else { continue };
        let place = BookPlace::attribute(package.path, &href);
        match url::resolve(package.path, href.value()) {
            Err((code, message)) => {
                findings.report(place, code, message);
            }
            Ok(Target::File { fragment: Some(_), .. }) => {
                findings.report(place, "OPF-091", "names a place in a file, not a file");
            }
            Ok(Target::File { path: ref found, .. }) if found == package.path => {
                findings.report(place, "OPF-099", "is the package document itself");
            }
            Ok(Target::File { path: ref found, .. }) if found.starts_with("META-INF/") => {
                findings.report(place, "PKG-025", "lies in `META-INF`, where only the container's own files may lie");
            }
            Ok(_) => {
                if path.as_ref().is_some_and(|path| !seen.insert(path.clone())) {
                    findings.report(place, "OPF-074", "is listed more than once");
                }
            }
        }
    }
}

/// Files that the manifest lists and the book does not have.
pub(in crate::check) fn missing(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    for item in &package.items {
        let (Some(path), Some(href)) = (&item.path, item.node.attribute_node("href")) else { continue };
        if !book.paths.contains(path.as_str()) && !href.value().contains('#') {
            let message = format!("there is no `{path}` in the book");
            findings.report(BookPlace::attribute(package.path, &href), "RSC-001", message);
        }
    }
}

/// Files that the book has and the manifest does not list.
pub(in crate::check) fn unlisted(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    let listed: BTreeSet<&str> = package.items.iter().filter_map(|item| item.path.as_deref()).collect();
    for path in &book.paths {
        let is_container = *path == "mimetype" || path.starts_with("META-INF/") || *path == CONTAINER;
        let is_package = book.read.package.as_deref() == Some(path);
        if !is_container && !is_package && !listed.contains(path) {
            findings.report(BookPlace::file(path), "OPF-003", "is not in the manifest, so nobody will see it");
        }
    }
}

/// Media types that are none, or that the files contradict.
pub(in crate::check) fn media_types(book: &Book, findings: &mut Findings) {
    let Some(package) = &book.package else { return };
    for item in &package.items {
        let Some(attribute) = item.node.attribute_node("media-type") else { continue };
        let place = BookPlace::attribute(package.path, &attribute);
        let is_name = |name: &str| {
            let fits = |it: char| it.is_ascii_alphanumeric() || "!#$&-^_.+".contains(it);
            !name.is_empty() && name.chars().all(fits)
        };
        let essence = item.media_type.split(';').next().unwrap_or_default().trim();
        if !essence.split_once('/').is_some_and(|(family, name)| is_name(family) && is_name(name)) {
            findings.report(place, "RSC-005", format!("`{}` is no media type", item.media_type));
            continue;
        }
        if essence == PACKAGE {
            continue;
        }
        let head = item.path.as_ref().and_then(|path| book.read.heads.get(path));
        let signs = books().images.iter().find(|image| image.media_type == essence);
        if let (Some(head), Some(image)) = (head, signs)
            && !image.starts.iter().any(|start| matches(head, start))
        {
            findings.report(place, "OPF-029", format!("the file is no {essence}"));
        }
    }
}

/// Whether bytes start as a pattern says: hexadecimal bytes, `..` for any.
fn matches(head: &[u8], pattern: &str) -> bool {
    pattern.split(' ').enumerate().all(|(nth, byte)| {
        byte == ".." || head.get(nth).is_some_and(|found| u8::from_str_radix(byte, 16).ok() == Some(*found))
    })
}

/// What a page holds that reading systems must know beforehand.
fn needed(document: &Document) -> BTreeSet<&'static str> {
    const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
    let mut needed = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().namespace() {
            Some(SVG) if node.tag_name().name() == "svg" => needed.insert("svg"),
            Some(MATHML) if node.tag_name().name() == "math" => needed.insert("mathml"),
            _ => false,
        };
        let is_script = node.has_tag_name((XHTML, "script"))
            && node.attribute("type").is_none_or(|kind| books().script_types.iter().any(|it| it == kind.trim()));
        let has_handler = node.attributes().any(|it| it.namespace().is_none() && it.name().starts_with("on"));
        if is_script || has_handler || node.has_tag_name((XHTML, "form")) {
            needed.insert("scripted");
        }
    }
    needed
}

/// Properties of pages that the manifest does not tell.
pub(in crate::check) fn undeclared_properties(book: &Book, findings: &mut Findings) {
    compare(book, findings, true);
}

/// Properties that the manifest tells and the page does not have.
pub(in crate::check) fn needless_properties(book: &Book, findings: &mut Findings) {
    compare(book, findings, false);
}

fn compare(book: &Book, findings: &mut Findings, missing: bool) {
    let Some(package) = &book.package else { return };
    // What may not lie on the network at all is another rule's matter.
    let is_remote = |it: &&Reference| it.usage == Use::Media && matches!(it.target, Ok(Target::Remote));
    let remote: BTreeSet<&str> = book.references.iter().filter(is_remote).map(|it| it.path).collect();
    for item in package.items.iter().filter(|item| item.media_type == PAGE) {
        let Some((path, document)) = item.path.as_deref().and_then(|path| book.documents.get_key_value(path)) else {
            continue;
        };
        let mut needed = needed(document);
        if remote.contains(path) {
            needed.insert("remote-resources");
        }
        for name in ["mathml", "remote-resources", "scripted", "svg"] {
            let (is_needed, is_told) = (needed.contains(name), item.properties.contains(&name));
            if missing && is_needed && !is_told {
                let place = BookPlace::node(package.path, item.node);
                let message = format!("does not say that `{path}` needs the property `{name}`");
                findings.report(place, "OPF-014", message).hints.push(format!("add `{name}` to its `properties`"));
            } else if !missing && is_told && !is_needed && name != "remote-resources" {
                let attribute = item.node.attribute_node("properties").expect("it told the property");
                let message = format!("`{path}` has nothing that needs the property `{name}`");
                findings.report(BookPlace::attribute(package.path, &attribute), "OPF-015", message);
            }
        }
    }
}
