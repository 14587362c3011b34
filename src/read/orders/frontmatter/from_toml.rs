//! TOML between `+++`.

use super::node::{Fault, Key, Node, Parsed, Placed, Stretch, Table};
use crate::source::Span;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads TOML. What is wrong costs no more than itself.
pub(super) fn parse(stretch: Stretch<'_>) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(stretch.text);
    let ends: Vec<usize> = stretch.text.match_indices('\n').map(|(at, _)| at).collect();
    // What one slip of the pen breaks is told once: the first of each line.
    let mut first: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let line = ends.partition_point(|end| *end < at);
        let known = first.entry(line).or_insert_with(|| (at, error.message().to_owned()));
        if at < known.0 {
            *known = (at, error.message().to_owned());
        }
    }
    let faults = first.into_values().map(|(at, message)| Fault {
        span: stretch.rest_of_line(at),
        message: format!("this is no TOML: {message}"),
        hint: "texts stand in quotation marks, one key a line: title = \"A letter\"",
    });
    let faults = faults.collect();
    Parsed { table: sorted(stretch, table.into_inner()), faults }
}

/// A table in the order of the text; the parser sorts by key.
fn sorted(stretch: Stretch<'_>, table: DeTable<'_>) -> Table {
    let keys = table.into_iter().map(|(key, value)| {
        let span = stretch.place(key.span());
        (Key { name: key.into_inner().into_owned(), span }, placed(stretch, value))
    });
    let mut keys: Table = keys.collect();
    keys.sort_by_key(|(key, _)| key.span.start);
    keys
}

fn placed(stretch: Stretch<'_>, value: Spanned<DeValue<'_>>) -> Placed {
    let range = value.span();
    let span = stretch.place(range.clone());
    let written = &stretch.text[range];
    match value.into_inner() {
        DeValue::String(text) => Placed { node: Node::Scalar(text.into_owned()), span: unquoted(written, span) },
        DeValue::Array(values) => {
            let values = values.into_iter().map(|value| placed(stretch, value));
            Placed { node: Node::List(values.collect()), span }
        }
        DeValue::Table(table) => Placed { node: Node::Table(sorted(stretch, table)), span },
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Placed { node: Node::Scalar(written.to_owned()), span }
        }
    }
}

/// The place of a text without its quotation marks; the closing ones may have been forgotten.
fn unquoted(written: &str, span: Span) -> Span {
    let marks = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|marks| written.starts_with(marks));
    let marks = marks.unwrap_or_default();
    let inner = written.strip_prefix(marks).unwrap_or(written);
    let inner = inner.strip_suffix(marks).unwrap_or(inner);
    let start = span.start as usize + marks.len();
    Span::new(start, start + inner.len())
}
