//! Labelled lines and spans, for annotation tools and scorers. `docs/standoff.md` is the
//! specification, `schema/standoff.schema.json` its JSON Schema.

mod blocks;
mod inlines;

use super::{WriteError, WriteOptions, Written};
use crate::Document;
use crate::source::Source;
use crate::tree::{Edition, Letter, Name, Part, Value, Wrap};
use crate::write::dating;
use serde::Serialize;

/// The whole of a standoff file.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    pub inline: Vec<StandoffInline<'a>>,
    /// What is known about the text.
    pub meta: Meta<'a>,
}

/// A run of lines of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandoffBlock<'a> {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
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
    pub edtf: Option<Option<&'a str>>,
}

/// What is known about the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meta<'a> {
    /// Title.
    pub title: Option<&'a str>,
    /// Authors, parted by `; `.
    pub author: Option<String>,
    /// The letters, in source order.
    pub letters: Vec<LetterLine<'a>>,
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
pub struct LetterLine<'a> {
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
}

/// Writes the document as standoff JSON.
///
/// # Errors
/// Never: the structures hold nothing that JSON cannot.
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    let mut bytes = serde_json::to_vec_pretty(&standoff(document)).map_err(|error| WriteError(error.to_string()))?;
    bytes.push(b'\n');
    Ok(Written { bytes, losses: Vec::new() })
}

/// The standoff view of a document.
#[must_use]
pub fn standoff(document: &Document) -> Standoff<'_> {
    let (source, edition) = (&document.source, &document.edition);
    let points = CodePoints::new(&source.text);
    Standoff {
        name: &source.name,
        lang: &edition.lang,
        wrap: edition.wrap,
        blocks: blocks::blocks(source, edition, &points),
        inline: inlines::inlines(source, edition, &points),
        meta: meta(source, edition),
    }
}

fn meta<'a>(source: &Source, edition: &'a Edition) -> Meta<'a> {
    let letters: Vec<LetterLine> = edition
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Letter(letter) => Some(letter_line(source, letter)),
            Part::Section(_) => None,
        })
        .collect();
    let authors: Vec<&str> = edition.head.authors.iter().map(|author| author.text.as_str()).collect();
    let first = letters.first();
    Meta {
        title: text(edition.head.title.as_ref()),
        author: (!authors.is_empty()).then(|| authors.join("; ")),
        sender: first.and_then(|letter| letter.sender),
        recipient: first.and_then(|letter| letter.recipient),
        date: first.and_then(|letter| letter.date),
        place: first.and_then(|letter| letter.place),
        letters,
    }
}

fn letter_line<'a>(source: &Source, letter: &'a Letter) -> LetterLine<'a> {
    let (line_start, line_end) = lines(source, letter.span.start, letter.span.end);
    LetterLine {
        sender: text(letter.meta.sender.as_ref()),
        recipient: text(letter.meta.recipient.as_ref()),
        date: letter.meta.date.as_ref().and_then(dating::plain_iso),
        place: text(letter.meta.place.as_ref()),
        line_start,
        line_end,
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.map(|value| value.text.as_str())
}

/// Lines (from 1, inclusive) that hold the bytes from `start` to `end`.
fn lines(source: &Source, start: u32, end: u32) -> (usize, usize) {
    (source.line_of(start) + 1, source.line_of(end.max(start + 1) - 1) + 1)
}

fn cue_ids(why: &crate::tree::Why) -> Vec<&str> {
    why.cues.iter().map(|cue| &cue.id).map(Name::as_ref).collect()
}

/// Code points before a byte: counted once, with a mark at every [`CodePoints::STEP`] bytes.
struct CodePoints<'a> {
    text: &'a [u8],
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut points = 0;
        let count = |chunk| {
            let before = points;
            points += starts(chunk);
            before
        };
        Self { text, marks: text.chunks(Self::STEP).map(count).collect() }
    }

    fn before(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let chunk = (byte / Self::STEP).min(self.marks.len().saturating_sub(1));
        let mark = self.marks.get(chunk).copied().unwrap_or(0);
        mark + starts(&self.text[chunk * Self::STEP..byte])
    }
}

/// Number of bytes that start a code point.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_as_chars_does() {
        let text = "aé\u{1F600}я\n".repeat(200);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.before(byte as u32), count);
        }
        assert_eq!(points.before(text.len() as u32), text.chars().count());
        assert_eq!(CodePoints::new("").before(0), 0);
    }
}
