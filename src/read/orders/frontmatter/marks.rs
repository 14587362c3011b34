//! Marks of notes in what front matter says: a title goes to catalogues, and a mark means nothing there.

use super::declared::{FrontMatter, NOT_READ};
use crate::knowledge::rules;
use crate::read::orders::keys::MetaKey;

/// Digits of a mark in plain brackets; longer ones are years.
const DIGITS: std::ops::RangeInclusive<usize> = 1..=3;

/// Takes marks of notes out of the values of keys that mean something, and tells each such value.
pub(super) fn take_out(front: &mut FrontMatter) {
    for entry in front.entries.iter_mut().filter(|entry| MetaKey::named(&entry.key).is_some()) {
        let (value, marks) = without_marks(&entry.value);
        if marks.is_empty() || value.is_empty() {
            continue;
        }
        let named: Vec<String> = marks.iter().map(|mark| format!("`{mark}`")).collect();
        let message = format!("a note cannot stand at `{}`: {} is left out of it", entry.key, named.join(", "));
        let hint = "put the mark behind a word of the text, or take it and its note out";
        front.findings.push(rules::finding(NOT_READ, entry.span, message).hint(hint));
        entry.value = value;
    }
}

/// A value without the marks in it, and these: `[^word]`, and `[12]` right behind a word.
fn without_marks(value: &str) -> (String, Vec<&str>) {
    let (mut left, mut marks) = (String::new(), Vec::new());
    let mut rest = value;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        left.push_str(before);
        let Some(mark) = mark(from, left.ends_with(|c: char| !c.is_whitespace() && c != '[')) else {
            left.push('[');
            rest = &from[1..];
            continue;
        };
        marks.push(mark);
        rest = &from[mark.len()..];
        if left.ends_with(' ') && (rest.is_empty() || rest.starts_with(' ')) {
            left.pop();
        }
    }
    left.push_str(rest);
    (left.trim().to_owned(), marks)
}

/// The mark at the start of a text; `behind` a word or not.
fn mark(text: &str, behind: bool) -> Option<&str> {
    let end = text.bytes().take(40).position(|byte| byte == b']')?;
    let inside = &text[1..end];
    let is_mark = match inside.strip_prefix('^') {
        Some(label) => !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || matches!(c, '[' | '^')),
        None => behind && DIGITS.contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit()),
    };
    is_mark.then_some(&text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_other_brackets_stay() {
        for (value, expected, marks) in [
            ("Letters from the mill[^1]", "Letters from the mill", &["[^1]"][..]),
            ("The mill [^a] and the weir[^b2].", "The mill and the weir.", &["[^a]", "[^b2]"]),
            ("Letters[1]", "Letters", &["[1]"]),
            ("[^1] Letters", "Letters", &["[^1]"]),
            ("Letters [1]", "Letters [1]", &[]),
            ("Letters[1911]", "Letters[1911]", &[]),
            ("J. T[horne]", "J. T[horne]", &[]),
            ("[[1]] [^] [^a b] [ö", "[[1]] [^] [^a b] [ö", &[]),
        ] {
            assert_eq!(without_marks(value), (expected.to_owned(), marks.to_vec()), "{value}");
        }
    }
}
