//! What books consist of, `schema/books.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Names and forms that books may have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Books {
    /// Media type of style sheets.
    pub(crate) style_type: String,
    /// Types of `script` that are programs.
    pub(crate) script_types: Vec<String>,
    /// Attributes that name elements of the same page.
    pub(crate) id_references: Vec<String>,
    /// Properties that need no prefix.
    pub(crate) properties: Properties,
    /// Prefixes that need no declaration.
    pub(crate) prefixes: Prefixes,
    /// What is to be said about who can read a book.
    pub(crate) accessibility: Accessibility,
    /// How files of images start.
    pub(crate) images: Vec<Image>,
    /// Attributes that lead somewhere.
    pub(crate) references: References,
    /// How pages are built.
    pub(crate) xhtml: Xhtml,
}

/// Properties that need no prefix.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Properties {
    pub(crate) meta: Vec<String>,
    pub(crate) item: Vec<String>,
}

/// Prefixes that need no declaration, in package documents and in pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prefixes {
    pub(crate) package: Vec<String>,
    pub(crate) page: Vec<String>,
}

/// Metadata about access.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accessibility {
    pub(crate) required: Vec<String>,
    pub(crate) recommended: Vec<String>,
}

/// A kind of image.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Image {
    pub(crate) media_type: String,
    /// Its first bytes: hexadecimal, `..` for any.
    pub(crate) starts: Vec<String>,
}

/// Attributes of pages that lead somewhere, and the elements that have them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct References {
    /// A reader may go there.
    pub(crate) link: BTreeMap<String, BTreeSet<String>>,
    /// It is shown or applied where it stands.
    pub(crate) part: BTreeMap<String, BTreeSet<String>>,
    /// So too, and may lie on the network.
    pub(crate) media: BTreeMap<String, BTreeSet<String>>,
}

/// How elements of pages nest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Xhtml {
    pub(crate) elements: BTreeSet<String>,
    pub(crate) void: BTreeSet<String>,
    pub(crate) phrasing: BTreeSet<String>,
    pub(crate) transparent: BTreeSet<String>,
    pub(crate) blocks: BTreeSet<String>,
    pub(crate) children: BTreeMap<String, BTreeSet<String>>,
    pub(crate) parents: BTreeMap<String, BTreeSet<String>>,
    pub(crate) never_inside: BTreeMap<String, BTreeSet<String>>,
}

impl Xhtml {
    /// Whether text may stand in an element.
    pub(crate) fn holds_text(&self, element: &str) -> bool {
        !self.children.contains_key(element) && !self.void.contains(element)
    }
}

/// What books consist of.
pub(crate) fn books() -> &'static Books {
    static CELL: OnceLock<Books> = OnceLock::new();
    CELL.get_or_init(|| {
        toml::from_str(include_str!("../../schema/books.toml"))
            .expect("the table of this crate is well-formed; a test reads it")
    })
}

#[cfg(test)]
mod tests {
    use super::books;

    #[test]
    fn the_table_names_elements_only() {
        let xhtml = &books().xhtml;
        let tables = [&xhtml.children, &xhtml.parents, &xhtml.never_inside];
        let listed = tables.into_iter().flatten().flat_map(|(name, names)| names.iter().chain([name]));
        let sets = [&xhtml.void, &xhtml.phrasing, &xhtml.transparent, &xhtml.blocks];
        for name in listed.chain(sets.into_iter().flatten()) {
            assert!(xhtml.elements.contains(name), "{name}");
        }
        assert!(xhtml.holds_text("p") && !xhtml.holds_text("ol") && !xhtml.holds_text("br"));
    }
}
