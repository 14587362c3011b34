//! Tables.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::Unit;
use crate::read::pipes;
use crate::source::Span;
use crate::tree::{BlockKind, Inline, Item};

impl TreeBuilder<'_> {
    /// A table of lines: strokes, and the rule below the heads of the columns, are notation.
    pub(crate) fn table(&mut self, unit: &Unit) -> BlockKind {
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
            rows.push(self.row(line));
        }
        BlockKind::Table { header, rows }
    }

    fn row(&mut self, line: Span) -> Vec<Item> {
        let cells = pipes::cells(self.source.slice(line));
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
