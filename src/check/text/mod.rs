//! Rules for transcriptions.

pub(super) mod characters;
pub(super) mod described;
pub(super) mod letters;
pub(super) mod lines;
pub(super) mod mojibake;
pub(super) mod pages;
pub(super) mod quotes;
pub(super) mod view;
pub(super) mod words;

use super::allow;
use super::checked::Checked;
use super::findings::Findings;
use crate::diagnostic::{Allowance, Diagnostic};
use crate::document::Document;
use crate::source::Kind;
use std::collections::BTreeMap;
use view::{Text, TextRule};

/// Checks a transcription that was read by these rules. `findings` is what decoding and reading noticed, `allowed` what
/// the editor allows.
pub(super) fn check(
    document: Document,
    mut findings: Vec<Diagnostic>,
    allowed: &[Allowance],
    rules: &[(&'static str, TextRule)],
) -> Checked {
    let Document { source, edition } = document;
    let text = Text { source: &source, edition: &edition };
    for &(id, rule) in rules {
        rule(&text, &mut Findings::of(id, &mut findings));
    }
    allow::in_hints(&source, allowed, &mut findings);
    Checked::new(Kind::Text, Some(source), BTreeMap::new(), findings)
}

#[cfg(test)]
mod tests;
