//! The package document as rules see it: manifest, spine and metadata.

use super::names::{OPF, OPS};
use super::url::{self, Target};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

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

impl<'a> Package<'a> {
    /// The package document with this root. `None` where it is none of EPUB 3.
    pub(super) fn read(path: &'a str, root: Node<'a, 'a>) -> Option<Self> {
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

    /// Elements of the metadata.
    pub(super) fn metadata(&self) -> impl Iterator<Item = Node<'a, 'a>> + use<'a> {
        let parents = self.root.children().filter(|node| node.has_tag_name((OPF, "metadata")));
        parents.flat_map(|node| node.children().filter(Node::is_element))
    }

    /// Those that have a property.
    pub(super) fn metas(&self) -> impl Iterator<Item = Node<'a, 'a>> + use<'a> {
        self.metadata().filter(|node| node.has_tag_name((OPF, "meta")))
    }

    /// The item with this id.
    pub(super) fn item(&self, id: &str) -> Option<&Item<'a>> {
        self.by_id.get(id).map(|&nth| &self.items[nth])
    }

    /// Paths of the pages in the order of the spine.
    pub(super) fn reading_order(&self) -> Vec<&str> {
        let items = self.spine.iter().filter_map(|node| self.item(node.attribute("idref")?));
        items.filter_map(|item| item.path.as_deref()).collect()
    }

    /// Paths of the items of a media type.
    pub(super) fn paths_of(&self, media_type: &str) -> BTreeSet<&str> {
        let items = self.items.iter().filter(|item| item.media_type == media_type);
        items.filter_map(|item| item.path.as_deref()).collect()
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
