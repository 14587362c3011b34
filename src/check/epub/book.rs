//! A book as its rules see it.

use super::read::{Read, Text};
use super::url::{self, Fault, Target};
use super::{Place, archive::Entry};
use crate::knowledge::{References, books};
use roxmltree::{Attribute, Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Namespace of the container.
pub(super) const OCF: &str = "urn:oasis:names:tc:opendocument:xmlns:container";
/// Namespace of package documents.
pub(super) const OPF: &str = "http://www.idpf.org/2007/opf";
/// Namespace of Dublin Core.
pub(super) const DC: &str = "http://purl.org/dc/elements/1.1/";
/// Namespace of XHTML.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// Namespace of what EPUB adds to XHTML.
pub(super) const OPS: &str = "http://www.idpf.org/2007/ops";
/// Namespace of SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// Namespace of the table of contents of EPUB 2.
pub(super) const NCX: &str = "http://www.daisy.org/z3986/2005/ncx/";
/// Namespace of references in SVG.
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Media type of XHTML.
pub(super) const PAGE: &str = "application/xhtml+xml";
/// Media type of the table of contents of EPUB 2.
pub(super) const CONTENTS: &str = "application/x-dtbncx+xml";
/// Media type of SVG.
pub(super) const IMAGE: &str = "image/svg+xml";

/// A book.
pub(in crate::check) struct Book<'a> {
    pub(super) read: &'a Read,
    /// Its XML, as far as it is well-formed, by path.
    pub(super) documents: &'a BTreeMap<&'a str, Document<'a>>,
    /// All paths.
    pub(super) paths: BTreeSet<&'a str>,
    /// The package document, if it is one of EPUB 3.
    pub(super) package: Option<Package<'a>>,
    /// All references of pages, images, style sheets and the table of contents of EPUB 2.
    pub(super) references: Vec<Reference<'a>>,
}

/// A line of the manifest.
pub(super) struct Item<'b> {
    pub(super) node: Node<'b, 'b>,
    pub(super) id: Option<&'b str>,
    /// The path that it names, if it names one that can be in a book.
    pub(super) path: Option<String>,
    pub(super) media_type: &'b str,
    pub(super) properties: Vec<&'b str>,
}

/// The package document, its manifest and its spine.
pub(super) struct Package<'b> {
    pub(super) path: &'b str,
    pub(super) root: Node<'b, 'b>,
    pub(super) items: Vec<Item<'b>>,
    /// Places in `items`; of those with the same id, the first.
    pub(super) by_id: BTreeMap<&'b str, usize>,
    /// What the book is read through: the items that the spine names.
    pub(super) spine: Vec<Node<'b, 'b>>,
}

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
    pub(super) place: Place<'b>,
    pub(super) path: &'b str,
    pub(super) usage: Use,
    pub(super) target: Result<Target, Fault>,
}

impl<'a> Book<'a> {
    pub(super) fn new(read: &'a Read, documents: &'a BTreeMap<&'a str, Document<'a>>) -> Self {
        let paths = read.entries.iter().map(|entry: &Entry| entry.name.as_str()).collect();
        let package = read.package.as_deref().and_then(|path| documents.get_key_value(path));
        let package = package.and_then(|(path, document)| Package::read(path, document.root_element()));
        let mut book = Self { read, documents, paths, package, references: Vec::new() };
        book.references = book.references();
        book
    }

    /// The pages that the manifest lists and that are well-formed: path and document.
    pub(super) fn pages(&self) -> Vec<(&'a str, &'a Document<'a>)> {
        self.of_type(PAGE)
    }

    /// The documents of a media type.
    pub(super) fn of_type(&self, media_type: &str) -> Vec<(&'a str, &'a Document<'a>)> {
        self.paths_of(media_type).into_iter().filter_map(|path| self.document(path)).collect()
    }

    /// The navigation document.
    pub(super) fn nav(&self) -> Option<(&'a str, &'a Document<'a>)> {
        let mut items = self.package.as_ref()?.items.iter();
        let item = items.find(|item| item.properties.contains(&"nav") && item.media_type == PAGE)?;
        self.document(item.path.as_deref()?)
    }

    fn document(&self, path: &str) -> Option<(&'a str, &'a Document<'a>)> {
        self.documents.get_key_value(path).map(|(&path, document)| (path, document))
    }

    fn paths_of(&self, media_type: &str) -> BTreeSet<&str> {
        let items = self.package.iter().flat_map(|package| &package.items);
        items.filter(|item| item.media_type == media_type).filter_map(|item| item.path.as_deref()).collect()
    }

    fn references(&self) -> Vec<Reference<'a>> {
        let mut all = Vec::new();
        for (path, document) in [PAGE, IMAGE, CONTENTS].iter().flat_map(|media_type| self.of_type(media_type)) {
            for node in document.descendants().filter(Node::is_element) {
                for attribute in node.attributes() {
                    let Some(usage) = usage(node, &attribute) else { continue };
                    let target = url::resolve(path, attribute.value());
                    all.push(Reference { place: Place::attribute(path, &attribute), path, usage, target });
                }
            }
        }
        for (path, text) in
            self.paths_of(&books().style_type).into_iter().filter_map(|path| self.read.texts.get_key_value(path))
        {
            all.extend(style(path, text));
        }
        all
    }
}

impl<'a> Package<'a> {
    fn read(path: &'a str, root: Node<'a, 'a>) -> Option<Self> {
        if !root.has_tag_name((OPF, "package")) || !is_version_3(root) {
            return None;
        }
        let children = |name: &'static str, child: &'static str| {
            let parents = root.children().filter(move |node| node.has_tag_name((OPF, name)));
            parents.flat_map(move |node| node.children().filter(move |node| node.has_tag_name((OPF, child))))
        };
        let file = |node: Node| match url::resolve(path, node.attribute("href")?) {
            Ok(Target::File { path, .. }) => Some(path),
            _ => None,
        };
        let items = children("manifest", "item").map(|node| Item {
            node,
            id: node.attribute("id"),
            path: file(node),
            media_type: node.attribute("media-type").unwrap_or_default(),
            properties: words(node.attribute("properties")).collect(),
        });
        let items: Vec<Item> = items.collect();
        let mut by_id = BTreeMap::new();
        for (nth, item) in items.iter().enumerate() {
            by_id.entry(item.id.unwrap_or_default()).or_insert(nth);
        }
        Some(Self { path, root, items, by_id, spine: children("spine", "itemref").collect() })
    }
}

/// Whether a package document is of EPUB 3.
pub(super) fn is_version_3(root: Node) -> bool {
    root.attribute("version").is_some_and(|version| version.trim() == "3.0")
}

/// The words of a list in an attribute.
pub(super) fn words(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default().split_ascii_whitespace()
}

/// Whether an element has this `epub:type`.
pub(super) fn has_type(node: Node, name: &str) -> bool {
    words(node.attribute((OPS, "type"))).any(|word| word == name)
}

/// Whether an element marks where a page of the source begins.
pub(super) fn is_page_break(node: Node) -> bool {
    has_type(node, "pagebreak") || words(node.attribute("role")).any(|role| role == "doc-pagebreak")
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
fn style<'b>(path: &'b str, text: &'b Text) -> Vec<Reference<'b>> {
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
                place: Place::span(path, start, end),
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
