//! A page in the making.

use super::sink::{Sink, valid_lang};
use crate::Document;
use crate::knowledge::BookWords;
use std::collections::{BTreeMap, BTreeSet};

/// Language of a text whose language nobody knows.
const UNKNOWN: &str = "und";

/// An entry of the table of contents inside a page.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::write) struct Entry {
    /// Id of the element in the page.
    pub id: String,
    /// What the reader sees.
    pub label: String,
    /// Entries below it.
    pub children: Vec<Entry>,
}

/// The start of a page of the source.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::write) struct PageStart {
    /// Id of the mark.
    pub id: String,
    /// Its number.
    pub number: String,
}

/// The finished content of one page.
#[derive(Debug, Default)]
pub(in crate::write) struct Fragment {
    /// XHTML, in the default namespace.
    pub html: String,
    /// Sections inside it that have a heading.
    pub entries: Vec<Entry>,
    /// Pages of the source that start in it.
    pub pages: Vec<PageStart>,
    /// It holds at least one heading.
    pub headed: bool,
}

/// Writes the XHTML of one page. Ids are unique within it.
pub(in crate::write) struct Renderer<'a> {
    pub(super) document: &'a Document,
    pub(super) words: &'a BookWords,
    /// Language in force.
    pub(super) lang: String,
    pub(super) sink: Sink,
    /// Level of the last heading, so that none is skipped.
    pub(super) level: u8,
    pub(super) sections: usize,
    pub(super) entries: Vec<Entry>,
    pub(super) pages: Vec<PageStart>,
    /// Notes this page refers to: the id of the first mark.
    pub(super) marks: BTreeMap<u32, String>,
    /// Notes to write, in the order of their marks.
    pub(super) queue: Vec<u32>,
    pub(super) refs: usize,
    pub(super) in_time: bool,
    pub(super) in_link: bool,
}

impl<'a> Renderer<'a> {
    /// A renderer for a page in the language `lang`.
    pub fn new(document: &'a Document, words: &'a BookWords, lang: &str) -> Self {
        Self {
            document,
            words,
            lang: lang.to_owned(),
            sink: Sink::default(),
            level: 0,
            sections: 0,
            entries: Vec::new(),
            pages: Vec::new(),
            marks: BTreeMap::new(),
            queue: Vec::new(),
            refs: 0,
            in_time: false,
            in_link: false,
        }
    }

    /// Ends the page with the notes it refers to; `used` learns which were written. The `last` page of a document
    /// takes those that nothing refers to as well.
    pub fn finish(mut self, used: &mut BTreeSet<u32>, last: bool) -> Fragment {
        self.notes(used, last);
        Fragment { html: self.sink.finish(), headed: self.level > 0, entries: self.entries, pages: self.pages }
    }

    /// Takes what was written so far, so that a template can place it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.sink).finish()
    }

    /// The language of something inside a page, where it is another than that around it.
    pub(super) fn other<'l>(&self, own: Option<&'l str>) -> Option<&'l str> {
        own.map(valid_lang).filter(|lang| *lang != self.lang)
    }

    /// Text that is not the source's.
    pub fn plain_text(&mut self, text: &str) {
        self.sink.text(text);
    }
}

/// The attributes that name a language.
pub(super) fn in_lang(lang: &str) -> Vec<(&str, &str)> {
    vec![("lang", lang), ("xml:lang", lang)]
}

/// Language of a part: its own, else the document's.
pub(in crate::write) fn part_lang<'a>(own: Option<&'a str>, document: &'a Document) -> &'a str {
    match valid_lang(own.unwrap_or(&document.edition.lang)) {
        UNKNOWN => valid_lang(&document.edition.lang),
        lang => lang,
    }
}
