//! The package: epub-builder packs it, then this module says in `content.opf` and `nav.xhtml` what epub-builder
//! cannot (language, roles, sources, page list), and copies all other entries as they are.

use super::metadata::Metadata;
use crate::knowledge::BookWords;
use crate::write::cover::Picture;
use crate::write::written::WriteError;
use crate::write::xhtml::sink::printable;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use serde::Serialize;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Where epub-builder puts what is amended.
const OPF: &str = "OEBPS/content.opf";
const NAV: &str = "OEBPS/nav.xhtml";

/// An entry of the table of contents, as `nav.xhtml` sees it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NavEntry {
    pub href: String,
    pub label: String,
    /// Language of the label where it is not that of the page.
    pub lang: Option<String>,
    pub children: Vec<NavEntry>,
}

/// A landmark or a page of the source.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Target {
    /// `epub:type`; empty for pages.
    pub kind: &'static str,
    pub href: String,
    pub label: String,
}

/// A page of the book, ready.
pub(super) struct Page {
    pub file: String,
    pub xhtml: String,
}

/// What is packed.
pub(super) struct Package<'a> {
    pub metadata: &'a Metadata,
    pub words: &'a BookWords,
    pub style: &'a str,
    /// In reading order.
    pub pages: &'a [Page],
    pub contents: &'a [NavEntry],
    /// The finished `nav.xhtml`.
    pub nav: &'a str,
    pub cover: &'a Picture,
    /// The page after which the contents are read (0 is before all); `None` where a list is not worth a page.
    pub contents_after: Option<usize>,
}

impl Package<'_> {
    /// The book. All times in the archive are 1 January 1980, the first that ZIP knows.
    ///
    /// # Errors
    /// The book is too big for an archive.
    pub fn pack(&self) -> Result<Vec<u8>, WriteError> {
        let packed = self.build().map_err(|error| WriteError(format!("cannot pack the book: {error}")))?;
        self.amend(packed).map_err(|error| WriteError(format!("cannot finish the book's package: {error}")))
    }

    fn build(&self) -> Result<Vec<u8>, epub_builder::Error> {
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        // The NCX takes this as the title of the book; all other metadata is written in `metadata` below.
        builder.metadata("toc_name", printable(self.metadata.main_title()))?;
        builder.stylesheet(self.style.as_bytes())?;
        builder.add_cover_image(self.cover.file(), self.cover.bytes(), self.cover.media_type())?;
        let mut contents = self.contents.iter().peekable();
        for page in self.pages {
            let mut content = EpubContent::new(&page.file, page.xhtml.as_bytes());
            if let Some(entry) = contents.next_if(|entry| entry.href == page.file) {
                content.toc = toc_element(entry);
            }
            builder.add_content(content)?;
        }
        let mut bytes = Vec::new();
        builder.generate(&mut bytes)?;
        Ok(bytes)
    }

    fn amend(&self, packed: Vec<u8>) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut packed = ZipArchive::new(Cursor::new(packed))?;
        let mut amended = ZipWriter::new(Cursor::new(Vec::new()));
        let time = DateTime::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(time)
            .unix_permissions(0o644);
        for index in 0..packed.len() {
            let entry = packed.by_index_raw(index)?;
            match entry.name() {
                OPF => {
                    drop(entry);
                    let mut opf = String::new();
                    packed.by_index(index)?.read_to_string(&mut opf)?;
                    amended.start_file(OPF, options)?;
                    amended.write_all(&self.amend_opf(&opf)?)?;
                }
                NAV => {
                    amended.start_file(NAV, options)?;
                    amended.write_all(self.nav.as_bytes())?;
                }
                _ => {
                    amended.raw_copy_file_touch(entry, time, Some(0o644))?;
                }
            }
        }
        Ok(amended.finish()?.into_inner())
    }

    /// The package document with our metadata, its language, and the contents in the spine; without the guide,
    /// which EPUB 3 has replaced by landmarks.
    fn amend_opf(&self, opf: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut reader = Reader::from_str(opf);
        let mut writer = Writer::new(Vec::new());
        let mut itemrefs = 0;
        loop {
            match reader.read_event()? {
                Event::Start(mut tag) if tag.name().as_ref() == "package" => {
                    tag.push_attribute(("xml:lang", self.metadata.lang.as_str()));
                    writer.write_event(Event::Start(tag))?;
                }
                Event::Start(tag) if tag.name().as_ref() == "metadata" => {
                    reader.read_to_end(tag.name())?;
                    self.metadata.write(&mut writer, self.words)?;
                }
                Event::Start(tag) if tag.name().as_ref() == "guide" => {
                    reader.read_to_end(tag.name())?;
                }
                Event::Empty(tag) if tag.name().as_ref() == "itemref" => {
                    if self.contents_after == Some(itemrefs) {
                        writer.write_event(Event::Empty(
                            BytesStart::new("itemref").with_attributes([("idref", "nav")]),
                        ))?;
                        writer.write_event(Event::Text(BytesText::from_escaped("\n    ")))?;
                    }
                    itemrefs += 1;
                    writer.write_event(Event::Empty(tag))?;
                }
                Event::Eof => return Ok(writer.into_inner()),
                event => writer.write_event(event)?,
            }
        }
    }
}

fn toc_element(entry: &NavEntry) -> TocElement {
    let label = printable(&entry.label).into_owned();
    entry.children.iter().fold(TocElement::new(&entry.href, label), |toc, child| toc.child(toc_element(child)))
}
