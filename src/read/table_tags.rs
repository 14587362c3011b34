//! Tables of HTML, by their tags.

use crate::knowledge::html::{TablePart, TagKind};
use crate::read::inline::tags::{HtmlTag, comment};
use std::ops::Range;

/// What the tags of a table part it into.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TableTags {
    /// Its caption, tags included.
    pub(crate) caption: Option<Range<usize>>,
    /// Its rows; they hold all of its tags that the caption leaves.
    pub(crate) rows: Vec<Range<usize>>,
    /// Length of the whole.
    pub(crate) length: usize,
}

/// What the tags of a row part it into.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RowTags {
    /// What stands in its cells.
    pub(crate) cells: Vec<Range<usize>>,
    /// It says what the columns are.
    pub(crate) header: bool,
}

/// The table that a text starts with. `None` where words stand beside its cells, where a cell holds more than one
/// paragraph, and for a frame around a single cell: there tags are for the look.
pub(crate) fn table(text: &str, comments: bool) -> Option<TableTags> {
    let mut pieces = Pieces { text, at: 0, comments };
    let Some(Piece::Tag(_, _, TagKind::Table(TablePart::Whole))) = pieces.next() else { return None };
    let mut found = TableTags::default();
    let mut place = Place::Between;
    // Where a row begins, its cells so far, and those of all rows.
    let (mut start, mut cells, mut all) = (0, 0, 0);
    // There were words in this cell, and they have an end.
    let (mut words, mut parted) = (false, false);
    for piece in pieces {
        let (range, closes, kind) = match piece {
            Piece::Words(range) if text[range.clone()].trim().is_empty() => continue,
            Piece::Words(_) if place == Place::Between || parted => return None,
            Piece::Words(_) => {
                words = true;
                continue;
            }
            Piece::Tag(range, closes, kind) => (range, closes, kind),
        };
        let part = match kind {
            TagKind::Table(part) => part,
            TagKind::Inline if place != Place::Between => continue,
            TagKind::Block if place != Place::Between => {
                parted = words;
                continue;
            }
            _ => return None,
        };
        if part == TablePart::Caption {
            match place {
                Place::Between if !closes && found.caption.is_none() && all == 0 => place = Place::Caption(range.start),
                Place::Caption(from) if closes => {
                    if words {
                        found.caption = Some(from..range.end);
                        start = range.end;
                    }
                    place = Place::Between;
                }
                _ => return None,
            }
            (words, parted) = (false, false);
            continue;
        }
        if matches!(place, Place::Caption(_)) {
            return None;
        }
        place = Place::Between;
        match part {
            TablePart::Whole if closes => {
                if cells > 0 {
                    found.rows.push(trimmed(text, start..range.end));
                }
                found.length = range.end;
                return (all > 1).then_some(found);
            }
            TablePart::Cell { .. } if !closes => {
                (place, words, parted) = (Place::Cell, false, false);
                cells += 1;
                all += 1;
            }
            TablePart::Row if !closes && cells > 0 => {
                found.rows.push(trimmed(text, start..range.start));
                (start, cells) = (range.start, 0);
            }
            TablePart::Whole => return None,
            TablePart::Cell { .. } | TablePart::Row | TablePart::Rows { .. } | TablePart::Caption => {}
        }
    }
    None
}

/// Where the words of a table stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Between,
    /// In the caption that starts here.
    Caption(usize),
    Cell,
}

/// The cells of a row that [`table`] found.
pub(crate) fn row(text: &str) -> RowTags {
    let mut cells = Vec::new();
    let mut open = None;
    let (mut heads, mut is_head) = (true, false);
    for piece in (Pieces { text, at: 0, comments: true }) {
        let Piece::Tag(range, closes, TagKind::Table(part)) = piece else { continue };
        if let Some(start) = open.take() {
            cells.push(trimmed(text, start..range.start));
        }
        match part {
            TablePart::Cell { head } if !closes => {
                open = Some(range.end);
                heads &= head;
            }
            TablePart::Rows { head } => is_head |= head && !closes && cells.is_empty(),
            _ => {}
        }
    }
    if let Some(start) = open {
        cells.push(trimmed(text, start..text.len()));
    }
    RowTags { header: is_head || heads && !cells.is_empty(), cells }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start();
    let start = range.end - inner.len();
    start..start + inner.trim_end().len()
}

/// A part of a text with tags in it.
enum Piece {
    Words(Range<usize>),
    /// A tag of HTML, and whether it is an end tag.
    Tag(Range<usize>, bool, TagKind),
}

/// The parts of a text; comments are none.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// A comment may have an end still.
    comments: bool,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let at = self.at;
            let rest = &self.text[at..];
            let first = rest.chars().next()?;
            if self.comments && rest.starts_with("<!--") {
                if let Some(length) = comment(rest) {
                    self.at += length;
                    continue;
                }
                // Where one has no end, none behind it has.
                self.comments = false;
            }
            if let Some(tag) = HtmlTag::at(rest)
                && let Some(kind) = tag.kind()
            {
                self.at += tag.length;
                return Some(Piece::Tag(at..self.at, tag.closes, kind));
            }
            let side = first.len_utf8();
            self.at += rest[side..].find('<').map_or(rest.len(), |next| side + next);
            return Some(Piece::Words(at..self.at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Option<Vec<(Vec<&str>, bool)>> {
        let found = table(text, true)?;
        let cells = |range: Range<usize>| {
            let text = &text[range];
            let RowTags { cells, header } = row(text);
            (cells.into_iter().map(|cell| &text[cell]).collect(), header)
        };
        Some(found.rows.into_iter().map(cells).collect())
    }

    #[test]
    fn tags_part_rows_and_cells() {
        let text = "<table border=1>\n<!-- <tr> -->\n<tr><th>Seed</th>\n<TH>Bags</TH></tr>\n<tr><td>peas <i>and</i>\nbeans\n<td></tr></table> So.";
        let rows = [(vec!["Seed", "Bags"], true), (vec!["peas <i>and</i>\nbeans", ""], false)];
        assert_eq!(cells(text), Some(rows.into()));
        assert_eq!(table(text, true).map(|found| found.length), Some(text.len() - 4));
        let text = "<table><caption>Seeds</caption><thead><tr><td>a</td></tr></thead><tbody><tr><td><p>b</p></td></tr></table>";
        assert_eq!(cells(text), Some([(vec!["a"], true), (vec!["<p>b</p>"], false)].into()));
        let caption = table(text, true).and_then(|found| found.caption);
        assert_eq!(caption.map(|range| &text[range]), Some("<caption>Seeds</caption>"));
    }

    #[test]
    fn what_has_no_rows_is_no_table() {
        for inner in [
            "",
            "words",
            "<tr></tr>",
            "<tr><td>a</td></tr>",
            "<tr>words<td>a<td>b",
            "<tr><td><p>a</p><p>b</p><td>c",
            "<tr><td><h2>a</h2><td>b",
            "<tr><td><table><tr><td>a<td>b",
            "<caption>a<tr><td>b<td>c",
        ] {
            assert_eq!(table(&format!("<table>{inner}</table>"), true), None, "{inner}");
        }
        for text in ["<table><tr><td>a<td>b", "</table><table>", "<p><table>", "<table><!-- <tr><td>a<td>b</table>", ""]
        {
            assert_eq!(table(text, true), None, "{text}");
        }
    }
}
