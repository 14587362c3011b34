//! A book as its rules see it.

use super::archive::Entry;
use super::names::PAGE;
use super::opf::Package;
use super::read::Read;
use super::references::{self, Reference};
use crate::check::findings::Findings;
use roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};

/// A rule for books.
pub(in crate::check) type BookRule = fn(&Book, &mut Findings);

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

impl<'a> Book<'a> {
    pub(super) fn new(read: &'a Read, documents: &'a BTreeMap<&'a str, Document<'a>>) -> Self {
        let paths = read.entries.iter().map(|entry: &Entry| entry.name.as_str()).collect();
        let package = read.package.as_deref().and_then(|path| documents.get_key_value(path));
        let package = package.and_then(|(path, document)| Package::read(path, document.root_element()));
        let references = references::all(&read.texts, documents, package.as_ref());
        Self { read, documents, paths, package, references }
    }

    /// The pages that the manifest lists and that are well-formed: path and document.
    pub(super) fn pages(&self) -> Vec<(&'a str, &'a Document<'a>)> {
        self.of_type(PAGE)
    }

    /// The documents of a media type.
    pub(super) fn of_type(&self, media_type: &str) -> Vec<(&'a str, &'a Document<'a>)> {
        let paths = self.package.iter().flat_map(|package| package.paths_of(media_type));
        paths.filter_map(|path| self.document(path)).collect()
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
}
