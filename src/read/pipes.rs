//! Tables whose columns are parted by strokes, as in Markdown.

use std::ops::Range;

/// The cells of a row. Between them stand strokes and blanks.
pub(crate) fn cells(text: &str) -> Vec<Range<usize>> {
    let stroke = if text.contains('|') { '|' } else { '\t' };
    let start = text.len() - text.strip_prefix(stroke).unwrap_or(text).len();
    let mut cells = Vec::new();
    let mut from = start;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < start) {
        if c == stroke && !escaped {
            cells.push(trimmed(text, from..at));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    // A stroke at the end opens no cell.
    if from < text.len() || cells.is_empty() {
        cells.push(trimmed(text, from..text.len()));
    }
    cells
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start();
    let start = range.end - inner.len();
    start..start + inner.trim_end().len()
}

/// Whether a line is the rule below the heads of the columns: `|---|:--:|`.
pub(crate) fn is_rule(text: &str) -> bool {
    let is_column = |cell: &str| {
        let strokes = cell.strip_prefix(':').unwrap_or(cell);
        let strokes = strokes.strip_suffix(':').unwrap_or(strokes);
        !strokes.is_empty() && strokes.bytes().all(|byte| byte == b'-')
    };
    text.contains('|') && text.contains('-') && cells(text).into_iter().all(|cell| is_column(&text[cell]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_part_cells() {
        let cells = |text| cells(text).into_iter().map(|cell| &text[cell]).collect::<Vec<_>>();
        assert_eq!(cells("| peas | 3 bags |"), ["peas", "3 bags"]);
        assert_eq!(cells("peas | | 3"), ["peas", "", "3"]);
        assert_eq!(cells(r"a \| b | c"), [r"a \| b", "c"]);
        assert_eq!(cells("peas\t3"), ["peas", "3"]);
        assert_eq!(cells("|"), [""]);
    }

    #[test]
    fn a_rule_says_that_there_are_columns() {
        assert!(is_rule("|---|:--:|") && is_rule("--- | ---") && is_rule("|-|"));
        assert!(!is_rule("---") && !is_rule("| - a |") && !is_rule("||") && !is_rule("| --- | |"));
    }
}
