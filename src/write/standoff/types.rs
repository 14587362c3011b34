//! What a standoff file holds.

use crate::tree::{BlockType, Wrap};
use serde::Serialize;

/// The whole of a standoff file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Standoff<'a> {
    /// Name of the source.
    pub name: &'a str,
    /// Main language.
    pub lang: &'a str,
    /// How lines relate to paragraphs.
    pub wrap: Wrap,
    /// What each line is.
    pub blocks: Vec<StandoffBlock<'a>>,
    /// What stretches of text are.
    pub(super) inline: Vec<StandoffInline<'a>>,
    /// What is known about the text.
    pub(super) meta: StandoffMeta<'a>,
}

/// A run of lines of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StandoffBlock<'a> {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: BlockType,
    /// First line, from 1.
    pub line_start: usize,
    /// Last line, inclusive.
    pub line_end: usize,
    /// First code point, from 0.
    pub char_start: usize,
    /// One past the last code point.
    pub char_end: usize,
    /// The same paragraph as the one before, cut by something on the page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
    /// The date of a dateline where it is a full or partial ISO date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_when: Option<&'a str>,
    /// The date of a dateline in EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edtf: Option<&'a str>,
    /// Ids of the cues that decided, strongest first.
    pub why: Vec<&'a str>,
    /// By how much the kind beat the next best.
    pub margin: f64,
}

/// A stretch of text of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StandoffInline<'a> {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// First code point, from 0.
    pub char_start: usize,
    /// One past the last code point.
    pub char_end: usize,
    /// Of a date: its value, `null` where the words give no valid date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[expect(clippy::option_option, reason = "JSON tells no date from a date without a value")]
    pub edtf: Option<Option<&'a str>>,
}

/// What is known about the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StandoffMeta<'a> {
    /// Title.
    pub title: Option<&'a str>,
    /// Authors, parted by `; `.
    pub author: Option<String>,
    /// The letters, in source order.
    pub letters: Vec<StandoffLetter<'a>>,
    /// Sender of the first letter.
    pub sender: Option<&'a str>,
    /// Recipient of the first letter.
    pub recipient: Option<&'a str>,
    /// Date of the first letter.
    pub date: Option<&'a str>,
    /// Place of the first letter.
    pub place: Option<&'a str>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StandoffLetter<'a> {
    /// Who wrote it.
    pub sender: Option<&'a str>,
    /// To whom.
    pub recipient: Option<&'a str>,
    /// When, where it is a full or partial ISO date.
    pub date: Option<&'a str>,
    /// Where it was written.
    pub place: Option<&'a str>,
    /// First line, from 1.
    pub line_start: usize,
    /// Last line, inclusive.
    pub line_end: usize,
    /// Its language where it differs from the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'a str>,
}
