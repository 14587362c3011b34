//! Tables.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::Unit;
use crate::read::orders::markdown;
use crate::read::pipes;
use crate::read::table_tags::{self, RowTags};
use crate::source::Span;
use crate::tree::{BlockKind, Inline, Item};
use std::ops::Range;

impl TreeBuilder<'_> {
    /// A table of lines: strokes, and the rule below the heads of the columns, are notation.
    pub(crate) fn table(&mut self, unit: &Unit) -> BlockKind {
        if self.has_cue(unit, markdown::ROW) {
            return self.table_of_tags(unit);
        }
        let mut rows: Vec<Vec<Item>> = Vec::with_capacity(unit.lines.len());
        let mut header = false;
        for index in unit.lines.clone() {
            let line = self.lines[index].span;
            if rows.len() == 1
                && !header
                && pipes::is_rule(self.source.slice(line))
                && let Some(last) = rows.last_mut().and_then(|row| row.last_mut())
            {
                header = true;
                last.span = last.span.to(line);
                last.content.push(Inline::Markup { span: line });
                continue;
            }
            rows.push(self.row(line, pipes::cells(self.source.slice(line))));
        }
        BlockKind::Table { header, rows }
    }

    /// A table between tags: each line holds a row, and tags are notation.
    fn table_of_tags(&mut self, unit: &Unit) -> BlockKind {
        let mut rows = Vec::with_capacity(unit.lines.len());
        let mut has_header = false;
        for index in unit.lines.clone() {
            let line = self.lines[index].span;
            let RowTags { cells, header } = table_tags::row(self.source.slice(line));
            has_header |= header && rows.is_empty();
            rows.push(self.row(line, cells));
        }
        BlockKind::Table { header: has_header, rows }
    }

    fn row(&mut self, line: Span, cells: Vec<Range<usize>>) -> Vec<Item> {
        let count = cells.len();
        let mut at = line.start;
        let mut row = Vec::with_capacity(count);
        for (index, cell) in cells.into_iter().enumerate() {
            let inner = line.part(cell);
            let end = if index + 1 == count { line.end } else { inner.end };
            let mut content = notation(at, inner.start);
            if !inner.is_empty() {
                content.extend(self.text(inner));
            }
            content.extend(notation(inner.end, end));
            row.push(Item { span: Span { start: at, end }, label: None, content });
            at = end;
        }
        row
    }
}

/// What stands beside a cell.
fn notation(start: u32, end: u32) -> Vec<Inline> {
    if start < end { vec![Inline::Markup { span: Span { start, end } }] } else { Vec::new() }
}
