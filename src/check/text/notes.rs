//! Notes without mark.

use super::stretches;
use crate::check::{Findings, Text};
use crate::tree::BlockKind;

/// Notes whose mark stands nowhere in the text.
pub(in crate::check) fn no_mark(text: &Text, findings: &mut Findings) {
    for block in stretches(text.edition).into_iter().flatten() {
        if let BlockKind::Note { label: Some(label), .. } = &block.kind {
            let first = text.source.line(text.source.line_of(block.span.start));
            let message = format!("no mark in the text points to the note {label}");
            let hint = "put the mark where the note belongs; until then the note stands in the text";
            findings.push(first, message).hints.push(hint.into());
        }
    }
}
