//! Words that no source can give, in one language.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The few words of a book that no source can give: the table `[book]` of a language. `{..}` are places for values.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BookWords {
    /// Name of the table of contents.
    pub contents: String,
    /// Name of the list of landmarks.
    pub landmarks: String,
    /// Name of the list of the source's pages.
    pub pages: String,
    /// Name of the cover.
    pub cover: String,
    /// Name of the title page.
    pub title_page: String,
    /// Name of a text that has none.
    pub text: String,
    /// Name of the list of letters.
    pub letters: String,
    /// Name of the index of persons.
    pub persons: String,
    /// Before the letters that a person wrote.
    pub sent: String,
    /// Before the letters that a person received.
    pub received: String,
    /// Name of the page that says where the text comes from.
    pub colophon: String,
    /// Name of a letter of which nothing is known.
    pub letter: String,
    /// A letter to `{recipient}`.
    pub letter_to: String,
    /// A letter from `{sender}`.
    pub letter_from: String,
    /// A letter from `{sender}` to `{recipient}`.
    pub letter_between: String,
    /// What the mark of a note says to those who listen.
    pub back_to_text: String,
    /// Name of the note `{label}`.
    pub note: String,
    /// The same where it is known who speaks.
    pub note_by: BTreeMap<String, String>,
    /// Who speaks in a note, shown before it.
    pub note_voice: BTreeMap<String, String>,
    /// Names of sections by what they are.
    pub section: BTreeMap<String, String>,
    /// Names of metadata.
    pub value: BTreeMap<String, String>,
    /// What a reader who listens needs to know of the book.
    pub accessibility: String,
    /// The same of its pages, where they are marked.
    pub accessibility_pages: String,
    /// How the book was made.
    pub made: BTreeMap<String, String>,
    /// What an editor's act means, by its name.
    pub act: BTreeMap<String, String>,
}
