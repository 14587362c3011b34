//! Mending: the fixes of findings, put into the text.

use super::checked::Checked;
use crate::diagnostic::{Edit, Fix};
use std::collections::BTreeMap;

impl Checked {
    /// The text with the fixes of its findings, the safe ones or all; `None` where there is nothing to mend. A fix that
    /// overlaps one before it is left for the next time.
    #[must_use]
    pub fn mended(&self, with_unsafe: bool) -> Option<String> {
        let source = self.source.as_ref()?;
        // By where they start.
        let mut edits: BTreeMap<u32, &Edit> = BTreeMap::new();
        for fix in self.findings.iter().filter(|finding| finding.member.is_none()).filter_map(|it| it.fix.as_ref()) {
            let Fix { edits: more, safe } = fix;
            if (*safe || with_unsafe) && more.iter().all(|edit| is_free(edit, &edits)) {
                edits.extend(more.iter().map(|edit| (edit.span.start, edit)));
            }
        }
        let mut text = String::with_capacity(source.text.len());
        let mut at = 0;
        for edit in edits.values() {
            text.push_str(&source.text[at..edit.span.start as usize]);
            text.push_str(&edit.replacement);
            at = edit.span.end as usize;
        }
        text.push_str(&source.text[at..]);
        (text != source.text).then_some(text)
    }
}

/// Whether nothing else is done where an edit is.
fn is_free(edit: &Edit, edits: &BTreeMap<u32, &Edit>) -> bool {
    let before = edits.range(..=edit.span.start).next_back();
    let after = edits.range(edit.span.start..).next();
    before.is_none_or(|(&start, other)| start < edit.span.start && other.span.end <= edit.span.start)
        && after.is_none_or(|(&start, _)| start >= edit.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Level};
    use crate::source::Kind;
    use crate::source::Source;
    use crate::span::Span;

    #[test]
    fn fixes_are_put_in_and_overlaps_wait() {
        let finding = |start, end, text: &str, safe| {
            let span = Span::new(start, end);
            Diagnostic::new("a/b", Level::Note, span, "a fault").fix(Fix::replace(span, text, safe))
        };
        let findings = vec![
            finding(0, 1, "A", true),
            finding(2, 4, "C", true),
            finding(3, 5, "D", true),
            finding(6, 6, "!", false),
        ];
        let source = Source::new("x", "a bcdef");
        let mut checked = Checked::new(Kind::Text, Some(source), BTreeMap::new(), findings);
        assert_eq!(checked.mended(false).as_deref(), Some("A Cdef"));
        assert_eq!(checked.mended(true).as_deref(), Some("A Cde!f"));
        checked.findings.clear();
        assert_eq!(checked.mended(true), None);
    }
}
