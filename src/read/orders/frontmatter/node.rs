//! What YAML and TOML have in common: texts, lists and tables, each with its place.

use crate::source::Span;

/// A value as written. How deep it goes, the parsers bound.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A text as it is meant; a number or a date as it is written.
    Scalar(String),
    /// A key without a value.
    Nothing,
    /// Several values.
    List(Vec<Placed>),
    /// Keys with their values.
    Table(Table),
}

/// A value and its place, without quotation marks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) node: Node,
    pub(super) span: Span,
}

/// Keys with their values, in the order of the text.
pub(super) type Table = Vec<(Key, Placed)>;

/// A key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

/// A stretch of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    /// Where it starts.
    pub(super) from: usize,
}

impl<'a> Stretch<'a> {
    /// The place of a range without white space around it.
    pub(super) fn place(self, range: std::ops::Range<usize>) -> Span {
        let text = &self.text[range.clone()];
        let start = self.from + range.start + text.len() - text.trim_start().len();
        Span::new(start, start + text.trim().len())
    }

    /// A part of it.
    pub(super) fn part(self, range: std::ops::Range<usize>) -> Stretch<'a> {
        Stretch { text: &self.text[range.clone()], from: self.from + range.start }
    }

    /// The place from a byte to the end of its line; where nothing stands there, the last words before it.
    pub(super) fn rest_of_line(self, at: usize) -> Span {
        let at = at.min(self.text.len());
        let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |length| at + length);
        let rest = self.place(at..end);
        if !rest.is_empty() {
            return rest;
        }
        let before = self.text[..at].trim_end();
        self.place(before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..before.len())
    }
}

/// What was read between two fences.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    pub(super) table: Table,
    pub(super) faults: Vec<Fault>,
}

/// What was not understood.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    /// What to do.
    pub(super) hint: &'static str,
}
