//! A source as the program sees it: its text, its lines, and what its characters stand for.

use super::segment::Segment;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// A source text with its name and line index: one file, or several one after another.
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
    #[serde(rename = "readings", skip_serializing_if = "Vec::is_empty")]
    segments: Vec<Segment>,
    /// The files it was put together from, in order; none where it is one file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
    /// Byte offset at which each line starts. Rebuilt on reading, not stored.
    #[serde(skip)]
    lines: Vec<u32>,
}

/// One of several files that make one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name, as shown in messages.
    pub name: String,
    /// Where it begins in [`Source::text`]; it ends where the next one begins.
    pub start: u32,
    /// How its bytes became text.
    pub origin: Origin,
}

/// A place as messages show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place<'a> {
    /// Name of the file.
    pub file: &'a str,
    /// Line in that file, from 1.
    pub line: usize,
    /// Column, from 1, in graphemes.
    pub column: usize,
}

/// How the bytes of a source became text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
    #[serde(default, rename = "readings")]
    segments: Vec<Segment>,
    #[serde(default)]
    files: Vec<File>,
}

impl From<StoredSource> for Source {
    fn from(StoredSource { name, text, origin, segments, files }: StoredSource) -> Self {
        let mut source = Self::decoded(name, text, origin);
        source.read_as(segments);
        source.files = files;
        source
    }
}

impl Source {
    /// A source from text that is already decoded.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::decoded(name.into(), text.into(), Origin { encoding: "utf-8".into(), ..Origin::default() })
    }

    /// A source from text that came from bytes as `origin` says.
    pub(super) fn decoded(name: String, text: String, origin: Origin) -> Self {
        let mut source = Self { name, text, origin, segments: Vec::new(), files: Vec::new(), lines: Vec::new() };
        source.index();
        source
    }

    /// One source from several files, in their order, called `name`. Spans point into all of them together;
    /// [`Source::place`] says which file and which line of it is meant. A file that does not end with a line end gets
    /// one, so that no line runs from file to file.
    #[must_use]
    pub fn join(name: impl Into<String>, sources: impl IntoIterator<Item = Self>) -> Self {
        let (mut text, mut files, mut segments) = (String::new(), Vec::new(), Vec::new());
        for source in sources {
            if !text.is_empty() && !text.ends_with(['\n', '\r']) {
                text.push('\n');
            }
            let start = text.len() as u32;
            text.push_str(&source.text);
            segments.extend(source.segments.into_iter().map(|segment| segment.behind(start)));
            if source.files.is_empty() {
                files.push(File { name: source.name, start, origin: source.origin });
            } else {
                files.extend(source.files.into_iter().map(|file| File { start: file.start + start, ..file }));
            }
        }
        let origin = files.first().map_or_else(Origin::default, |first: &File| first.origin.clone());
        let mut source = Self::decoded(name.into(), text, origin);
        source.segments = segments;
        source.files = files;
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

    /// The text of a span: its characters, or what they stand for where the reader of its format said so of
    /// this very span.
    #[must_use]
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        if !self.segments.is_empty()
            && let Ok(found) = self.segments.binary_search_by_key(&span, |segment| segment.place)
        {
            return &self.segments[found].words;
        }
        &self.text[span.range()]
    }

    /// Says what the characters of some spans stand for. A node that names words only by their span (the sign of a page
    /// break, a label, the words of a date) has them from here.
    pub(crate) fn read_as(&mut self, mut segments: Vec<Segment>) {
        segments.sort_unstable_by(|one, other| (one.place, &one.words).cmp(&(other.place, &other.words)));
        segments.dedup_by_key(|segment| segment.place);
        self.segments = segments;
    }

    /// Which file and which place in it byte `at` is.
    #[must_use]
    pub fn place(&self, at: u32) -> Place<'_> {
        let (line, column) = self.line_column(at);
        let (file, first) = self.file(at);
        Place { file, line: line - first, column }
    }

    /// The name of the file that byte `at` lies in, and how many lines stand before that file.
    #[must_use]
    pub fn file(&self, at: u32) -> (&str, usize) {
        let file = self.files.partition_point(|file| file.start <= at).checked_sub(1).map(|index| &self.files[index]);
        file.map_or((&self.name, 0), |file| (&file.name, self.line_of(file.start)))
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
    pub(crate) fn line_column(&self, at: u32) -> (usize, usize) {
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
    fn a_place_in_several_files_is_a_place_in_one() {
        let files =
            [Source::new("a.txt", "one\ntwo"), Source::new("b.txt", "three\r\nfour\n"), Source::new("c.txt", "five")];
        let source = Source::join("letters", files);
        let place = |word: &str| {
            let Place { file, line, column } = source.place(source.text.find(word).expect(word) as u32);
            (file, line, column)
        };
        assert_eq!(place("one"), ("a.txt", 1, 1));
        assert_eq!(place("wo"), ("a.txt", 2, 2));
        assert_eq!(place("three"), ("b.txt", 1, 1));
        assert_eq!(place("four"), ("b.txt", 2, 1));
        assert_eq!(place("ive"), ("c.txt", 1, 2));
        assert_eq!(source.line_count(), 5);
        let again: Source = serde_json::from_str(&serde_json::to_string(&source).expect("JSON")).expect("a source");
        assert_eq!(again, source);
        let one = Source::new("a.txt", "one\ntwo");
        assert_eq!(one.place(4), Place { file: "a.txt", line: 2, column: 1 });
    }

    #[test]
    fn columns_are_graphemes() {
        let source = Source::new("x", "e\u{301}a\nz");
        assert_eq!(source.line_column(3), (1, 2));
        assert_eq!(source.line_column(5), (2, 1));
    }
}
