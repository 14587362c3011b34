//! From bytes to text: the source as the program sees it, and places in it.

mod decode;
pub(crate) mod guard;
pub mod kind;
pub(crate) mod place;
pub(crate) mod xml;

pub use decode::{MAX_BYTES, SourceError, bytes_from_reader, bytes_of_file};

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// A half-open range of bytes in [`Source::text`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range to slice with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A source text with its name and line index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredSource")]
pub struct Source {
    /// File name as shown in messages; `<stdin>` for standard input.
    pub name: String,
    /// The decoded text, without byte order mark; line ends as they were.
    pub text: String,
    /// How the bytes became text.
    pub origin: Origin,
    /// Places whose words are not the source's own characters, in order: what XML writes with references, or with tags
    /// in between.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<(Span, String)>,
    /// Byte offset at which each line starts. Rebuilt on reading, not stored.
    #[serde(skip)]
    lines: Vec<u32>,
}

/// How the bytes of a source became text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Encoding, a name of the WHATWG Encoding Standard in lower case (`utf-8`, `windows-1252`).
    pub encoding: String,
    /// The encoding was guessed, neither declared by a mark nor given.
    pub guessed: bool,
    /// A byte order mark was there.
    pub bom: bool,
    /// Line ends: `lf`, `crlf`, `cr` or `mixed`.
    pub newlines: String,
}

/// A source as serde reads it: without the line index, which follows from the text.
#[derive(Deserialize)]
struct StoredSource {
    name: String,
    text: String,
    origin: Origin,
    #[serde(default)]
    readings: Vec<(Span, String)>,
}

impl From<StoredSource> for Source {
    fn from(StoredSource { name, text, origin, readings }: StoredSource) -> Self {
        let mut source = Self { name, text, origin, readings: Vec::new(), lines: Vec::new() };
        source.index();
        source.read_as(readings);
        source
    }
}

impl Source {
    /// A source from text that is already decoded.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let origin = Origin { encoding: "utf-8".into(), ..Origin::default() };
        let mut source = Self { name: name.into(), text: text.into(), origin, readings: Vec::new(), lines: Vec::new() };
        source.index();
        source
    }

    /// Builds the line index. Lines end at LF, CRLF or a lone CR.
    fn index(&mut self) {
        /// A stretch that the compiler can test in one go; most stretches hold no line end.
        const STRETCH: usize = 32;
        let bytes = self.text.as_bytes();
        let (mut lf, mut crlf, mut cr) = (0usize, 0usize, 0usize);
        let mut lines = vec![0];
        for (nth, stretch) in bytes.chunks(STRETCH).enumerate() {
            if stretch.iter().fold(0, |found, &byte| found | u8::from(byte == b'\n') | u8::from(byte == b'\r')) == 0 {
                continue;
            }
            for (at, &byte) in (nth * STRETCH..).zip(stretch) {
                let kind = match byte {
                    b'\n' if at > 0 && bytes[at - 1] == b'\r' => &mut crlf,
                    b'\n' => &mut lf,
                    b'\r' if bytes.get(at + 1) != Some(&b'\n') => &mut cr,
                    _ => continue,
                };
                *kind += 1;
                lines.push(at as u32 + 1);
            }
        }
        self.lines = lines;
        self.origin.newlines = match (lf > 0, crlf > 0, cr > 0) {
            (_, false, false) => "lf",
            (false, true, false) => "crlf",
            (false, false, true) => "cr",
            _ => "mixed",
        }
        .into();
    }

    /// The text of a span: its characters, or what they stand for where [`Source::read_as`] said so of this very span.
    #[must_use]
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        if !self.readings.is_empty()
            && let Ok(found) = self.readings.binary_search_by_key(&span, |(span, _)| *span)
        {
            return &self.readings[found].1;
        }
        &self.text[span.range()]
    }

    /// Says what the characters of some spans stand for. A node that names words only by their span (the sign of a page
    /// break, a label, the words of a date) has them from here.
    pub fn read_as(&mut self, mut readings: Vec<(Span, String)>) {
        readings.sort_unstable();
        readings.dedup_by_key(|(span, _)| *span);
        self.readings = readings;
    }

    /// Number of lines; a final line end starts no further line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let last_is_empty = self.lines.last().is_some_and(|&start| start as usize == self.text.len());
        self.lines.len() - usize::from(last_is_empty)
    }

    /// Span of line `index` (from 0) without its line end.
    #[must_use]
    pub fn line(&self, index: usize) -> Span {
        let start = self.lines[index] as usize;
        let end = self.lines.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        Span::new(start, start + self.text[start..end].trim_end_matches(['\n', '\r']).len())
    }

    /// Index (from 0) of the line that holds byte `at`.
    #[must_use]
    pub fn line_of(&self, at: u32) -> usize {
        self.lines.partition_point(|&start| start <= at) - 1
    }

    /// Line and column (both from 1) of byte `at`; columns count graphemes.
    #[must_use]
    pub fn line_column(&self, at: u32) -> (usize, usize) {
        let line = self.line_of(at);
        let start = self.lines[line] as usize;
        let mut end = (at as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        (line + 1, self.graphemes(Span::new(start, end)) + 1)
    }

    /// Number of graphemes in a span: of columns that it covers.
    #[must_use]
    pub fn graphemes(&self, span: Span) -> usize {
        self.text[span.range()].graphemes(true).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_line_end() {
        let source = Source::new("x", "a\r\nb\rc\nd");
        let lines: Vec<_> = (0..source.line_count()).map(|i| source.slice(source.line(i))).collect();
        assert_eq!(lines, ["a", "b", "c", "d"]);
        assert_eq!(source.origin.newlines, "mixed");
    }

    #[test]
    fn columns_are_graphemes() {
        let source = Source::new("x", "e\u{301}a\nz");
        assert_eq!(source.line_column(3), (1, 2));
        assert_eq!(source.line_column(5), (2, 1));
    }
}
