//! References of pages, images and style sheets: what they name, and how it is meant.

use super::names::{CONTENTS, IMAGE, NCX, PAGE, SVG, XHTML, XLINK};
use super::opf::{Package, words};
use super::place::BookPlace;
use super::read::Member;
use super::url::{self, Fault, Target};
use crate::knowledge::{References, books};
use roxmltree::{Attribute, Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// How a reference is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A reader may go there.
    Link,
    /// It is shown or applied where it stands.
    Part,
    /// So too, and may lie on the network.
    Media,
}

/// A reference.
pub(super) struct Reference<'b> {
    pub(super) place: BookPlace<'b>,
    pub(super) path: &'b str,
    pub(super) usage: Use,
    pub(super) target: Result<Target, Fault>,
}

/// All references of a book.
pub(super) fn all<'a>(
    texts: &'a BTreeMap<String, Member>,
    documents: &'a BTreeMap<&'a str, Document<'a>>,
    package: Option<&Package>,
) -> Vec<Reference<'a>> {
    let mut all = Vec::new();
    let Some(package) = package else { return all };
    for path in [PAGE, IMAGE, CONTENTS].iter().flat_map(|media_type| package.paths_of(media_type)) {
        let Some((&path, document)) = documents.get_key_value(path) else { continue };
        for node in document.descendants().filter(Node::is_element) {
            for attribute in node.attributes() {
                let Some(usage) = usage(node, &attribute) else { continue };
                let target = url::resolve(path, attribute.value());
                all.push(Reference { place: BookPlace::attribute(path, &attribute), path, usage, target });
            }
        }
    }
    for path in package.paths_of(&books().style_type) {
        let Some((path, text)) = texts.get_key_value(path) else { continue };
        all.extend(style(path, text));
    }
    all
}

/// How the reference in an attribute is meant; none where it is no reference.
fn usage(node: Node, attribute: &Attribute) -> Option<Use> {
    let (element, name) = (node.tag_name().name(), attribute.name());
    match (node.tag_name().namespace()?, attribute.namespace()) {
        (XHTML, None) if element == "link" => {
            let is_style = name == "href" && words(node.attribute("rel")).any(|word| word == "stylesheet");
            is_style.then_some(Use::Part)
        }
        (XHTML, None) => {
            let References { link, part, media } = &books().references;
            let tables = [(link, Use::Link), (part, Use::Part), (media, Use::Media)];
            let has =
                |table: &BTreeMap<String, BTreeSet<String>>| table.get(name).is_some_and(|it| it.contains(element));
            tables.into_iter().find(|(table, _)| has(table)).map(|(_, usage)| usage)
        }
        (SVG, None | Some(XLINK)) if name == "href" => match element {
            "a" => Some(Use::Link),
            "image" | "use" => Some(Use::Part),
            _ => None,
        },
        (NCX, None) if (element, name) == ("content", "src") => Some(Use::Link),
        _ => None,
    }
}

/// References of a style sheet: `url(..)` and `@import ".."`, outside comments.
fn style<'b>(path: &'b str, text: &'b Member) -> Vec<Reference<'b>> {
    let css = &text.source.text;
    let mut references = Vec::new();
    let (mut at, mut in_font, mut imports) = (0, false, false);
    while at < css.len() {
        let rest = &css[at..];
        let head = rest.get(..4).unwrap_or_default();
        let mut found = None;
        if let Some(comment) = rest.strip_prefix("/*") {
            at += comment.find("*/").map_or(rest.len(), |end| end + 4);
            continue;
        } else if head.eq_ignore_ascii_case("url(") {
            let end = rest.find(')').unwrap_or(rest.len());
            found = Some((at + 4, at + end));
            imports = false;
        } else if rest.starts_with(['"', '\'']) {
            let end = rest[1..].find([rest.as_bytes()[0] as char, '\n']).map_or(rest.len(), |end| end + 1);
            if imports {
                found = Some((at, (at + end + 1).min(css.len())));
            }
            imports = false;
            if found.is_none() {
                at = (at + end + 1).min(css.len());
                continue;
            }
        } else if rest.starts_with("@import") {
            imports = true;
        } else if rest.starts_with("@font-face") {
            in_font = true;
        } else if rest.starts_with('}') {
            in_font = false;
        }
        let Some((start, end)) = found else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let inner = css.get(start..end).unwrap_or_default();
        let said = inner.trim().trim_matches(['"', '\'']);
        if !said.is_empty() {
            references.push(Reference {
                place: BookPlace::span(path, start, end),
                path,
                usage: if in_font { Use::Media } else { Use::Part },
                target: url::resolve(path, said),
            });
        }
        at = end.max(at + 1);
        while !css.is_char_boundary(at) {
            at += 1;
        }
    }
    references
}
