//! Values of a head as a book prints them.

use crate::tree::{Head, Value};

/// Key of metadata for the number that a book has in its series.
pub(super) const SERIES_NUMBER: &str = "series-number";

/// A value on one line, if it says anything.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = value.text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A value under a key of its own; the last one given counts. Front matter knows keys without hyphens.
pub(super) fn other<'h>(head: &'h Head, key: &str) -> Option<&'h Value> {
    head.other.iter().rev().find(|(known, _)| known.replace('-', "") == key.replace('-', "")).map(|(_, value)| value)
}
