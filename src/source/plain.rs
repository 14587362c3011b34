//! The words of a file with markup as plain lines, which recognition can read.
//!
//! A reader of a format pushes stretch after stretch with the place that each has in the file. Recognition runs on the
//! lines; what it finds is put back to its places afterwards, so that spans and messages point into the file.
//!
//! ```text
//! <p>Dear <hi>Anna</hi>,</p>   ->   "Dear Anna,\n"   ->   spans of the lines   ->   spans of the XML
//! ```

use super::text::Source;
use crate::span::Span;

/// Plain lines, and where each stretch of them stands in a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    text: String,
    stretches: Vec<Stretch>,
}

/// A stretch of the lines, up to where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    /// Its first byte in the lines.
    start: u32,
    /// Its place in the source.
    place: Span,
    /// The source has these very characters there, so that each byte has a place of its own.
    exact: bool,
}

/// A piece of the lines with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its place in the source.
    pub place: Span,
    /// Its words.
    pub words: &'a str,
    /// Whether they are the characters of the source.
    pub exact: bool,
}

impl Plain {
    /// Adds words that stand at `place` of `source`: its own characters, or others that they stand for. A line end
    /// among them ends a line.
    pub fn push(&mut self, source: &Source, place: Span, words: &str) {
        if words.is_empty() {
            return;
        }
        let exact = &source.text[place.range()] == words;
        self.stretches.push(Stretch { start: self.text.len() as u32, place, exact });
        self.text.push_str(words);
    }

    /// The lines.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The lines as a source of their own, for recognition.
    #[must_use]
    pub(crate) fn to_source(&self, name: &str) -> Source {
        Source::new(name, self.text.as_str())
    }

    /// The place of a span of the lines: from the place of its first to that of its last character.
    #[must_use]
    pub(crate) fn place(&self, span: Span) -> Span {
        let Some(first) = self.stretch(span.start) else { return Span::default() };
        let start = self.at(first, span.start, false);
        let last = self.stretch(span.end.saturating_sub(1).max(span.start)).unwrap_or(first);
        let end = self.at(last, span.end, true);
        Span { start, end: end.max(start) }
    }

    /// The pieces of a span, one for each stretch that it touches.
    pub(crate) fn pieces(&self, span: Span) -> impl Iterator<Item = Piece<'_>> {
        let first = self.stretch(span.start).unwrap_or(self.stretches.len());
        let touched = self.stretches[first..].iter().take_while(move |stretch| stretch.start < span.end);
        (first..).zip(touched).filter_map(move |(index, stretch)| {
            let piece = Span { start: span.start.max(stretch.start), end: span.end.min(self.end(index)) };
            (!piece.is_empty()).then(|| Piece {
                place: Span { start: self.at(index, piece.start, false), end: self.at(index, piece.end, true) },
                words: &self.text[piece.range()],
                exact: stretch.exact,
            })
        })
    }

    /// Index of the stretch that holds a byte of the lines; of the last one where it lies behind.
    fn stretch(&self, at: u32) -> Option<usize> {
        self.stretches.partition_point(|stretch| stretch.start <= at).checked_sub(1)
    }

    fn end(&self, index: usize) -> u32 {
        self.stretches.get(index + 1).map_or(self.text.len() as u32, |next| next.start)
    }

    /// The place of a byte of a stretch; of words that the source writes otherwise, where they begin or end.
    fn at(&self, index: usize, byte: u32, is_end: bool) -> u32 {
        let Stretch { start, place, exact } = self.stretches[index];
        match (exact, is_end) {
            (true, _) => (place.start + (byte - start)).min(place.end),
            (false, false) => place.start,
            (false, true) => place.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(source: &Source, parts: &[(&str, &str)]) -> Plain {
        let mut plain = Plain::default();
        let mut from = 0;
        for (written, words) in parts {
            let start = from + source.text[from..].find(written).expect("it is there");
            from = start + written.len();
            plain.push(source, Span::new(start, from), words);
        }
        plain
    }

    #[test]
    fn a_place_is_where_the_words_stand_in_the_file() {
        let source = Source::new("a.xml", "<p>Dear <hi>A &amp; B</hi>, come.</p>");
        let plain =
            plain(&source, &[("Dear ", "Dear "), ("A ", "A "), ("&amp;", "&"), (" B", " B"), (", come.", ", come.")]);
        assert_eq!(plain.text(), "Dear A & B, come.");
        let place = |words: &str| {
            let start = plain.text().find(words).expect("it is there");
            source.slice(plain.place(Span::new(start, start + words.len()))).to_owned()
        };
        assert_eq!(place("Dear"), "Dear");
        assert_eq!(place("ear A"), "ear <hi>A");
        assert_eq!(place("A & B"), "A &amp; B");
        assert_eq!(place("&"), "&amp;");
        assert_eq!(place("come."), "come.");
        let pieces: Vec<_> =
            plain.pieces(Span::new(3, 9)).map(|it| (it.words, source.slice(it.place), it.exact)).collect();
        assert_eq!(pieces, [("r ", "r ", true), ("A ", "A ", true), ("&", "&amp;", false), (" ", " ", true)]);
    }

    #[test]
    fn no_lines_have_no_place() {
        let plain = Plain::default();
        assert_eq!(plain.place(Span::new(0, 0)), Span::default());
        assert_eq!(plain.pieces(Span::new(0, 0)).count(), 0);
    }
}
