//! What reading the inside of a block needs to know.

use crate::knowledge::Language;
use crate::knowledge::brackets::Profile;
use crate::read::bracket_words;
use crate::read::inline::html::Html;
use crate::read::languages::Languages;
use crate::source::{Source, Span};
use std::collections::BTreeMap;

/// What reading the inside of a block needs to know.
#[derive(Debug, Clone, Copy)]
pub struct InlineContext<'a> {
    /// The source.
    pub source: &'a Source,
    /// The bracket profile in force.
    pub profile: &'a Profile,
    /// Languages whose words may stand in brackets, the likeliest first.
    pub languages: &'a [&'a Language],
    /// All of them, with their words in tables.
    pub known: &'a Languages,
    /// Labels of notes that have a body (`1`, `*`, `a`; `{1}` for a second series), and the body's index in
    /// [`crate::tree::Edition::notes`].
    pub notes: &'a BTreeMap<String, u32>,
    /// Marks of notes within the block that nothing but their place tells from other words, in order.
    pub note_places: &'a [NotePlace],
    /// The block is a note on the source, where emphasis marks titles.
    pub citation: bool,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Where labels of links lead.
    pub(crate) links: &'a BTreeMap<String, Box<str>>,
    /// What tags for line ends and names of characters are.
    pub(crate) html: Html,
    /// Line ends are text, as in an address.
    pub line_breaks: bool,
}

/// A mark of a note that is no notation of a profile: a figure behind a word, or one in tags.
#[derive(Debug, Clone)]
pub(crate) struct NotePlace {
    /// The mark with its tags.
    pub(crate) span: Span,
    /// Its label.
    pub(crate) label: String,
}

impl InlineContext<'_> {
    /// Whether a word stands in one of the `[editorial]` lists of the languages.
    pub(crate) fn is_listed(&self, list: &str, word: &str) -> bool {
        self.known.bracket_words().is_listed(self.languages, list, word)
    }

    /// Whether a word is the name of a month, in any form known.
    pub(crate) fn is_month(&self, word: &str) -> bool {
        self.known.bracket_words().is_listed(self.languages, bracket_words::MONTH, word)
    }
}
