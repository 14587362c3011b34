//! What is known about a text as a whole.

use super::Provenance;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// What is known about the text. Nothing here is invented: see [`Value::by`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Main title.
    pub title: Option<Value>,
    /// Subtitle.
    pub subtitle: Option<Value>,
    /// Authors.
    pub authors: Vec<Value>,
    /// Editors.
    pub editors: Vec<Value>,
    /// Translators.
    pub translators: Vec<Value>,
    /// Transcribers.
    pub transcribers: Vec<Value>,
    /// The file the text was transcribed in, where that is not the source itself (TEI input).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Value>,
    /// Where the text was taken from, in the source's own wording.
    pub sources: Vec<Value>,
    /// What the wording of the sources says field by field, where it says it plainly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Which edition this is ("2nd, revised").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Value>,
    /// Publisher of this edition.
    pub publisher: Option<Value>,
    /// Where this edition is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_in: Option<Value>,
    /// When this edition is published (EDTF if it could be read, else as written).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Value>,
    /// Licence of this edition.
    pub licence: Option<Value>,
    /// Date of the text as a whole (EDTF if it could be read, else as written).
    pub date: Option<Value>,
    /// Place of the text as a whole.
    pub place: Option<Value>,
    /// Identifier of this edition (URI, ISBN, shelfmark).
    pub identifier: Option<Value>,
    /// The collection that the text is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Value>,
    /// What was changed in this edition, oldest first: an ISO date where it is known, a blank, and the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Value>,
    /// Other keys of the front matter or the command line, as given.
    pub other: Vec<(String, Value)>,
}

/// A value and how we know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The value, cleaned of trailing punctuation.
    pub text: String,
    /// Where the source says so.
    pub span: Option<Span>,
    /// Who says so.
    pub by: Provenance,
    /// The person or place in an authority file: URIs with blanks between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A source as a bibliography cites it. Each value is words of a [`Head::sources`]; dates are EDTF.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Title of the book, periodical or site.
    pub title: Option<Value>,
    /// Its authors.
    pub authors: Vec<Value>,
    /// Its editors.
    pub editors: Vec<Value>,
    /// Its translators.
    pub translators: Vec<Value>,
    /// Where it was published.
    pub place: Option<Value>,
    /// Its publisher.
    pub publisher: Option<Value>,
    /// When it was published.
    pub date: Option<Value>,
    /// Its web address, as written.
    pub url: Option<Value>,
    /// When it was read there.
    pub retrieved: Option<Value>,
}

impl Value {
    /// A value without an entry in an authority file.
    #[must_use]
    pub fn new(text: impl Into<String>, span: Option<Span>, by: impl Into<Provenance>) -> Self {
        Self { text: text.into(), span, by: by.into(), reference: None }
    }
}
