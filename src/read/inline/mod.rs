//! The inside of a block: editorial brackets, emphasis, notes, page marks, escapes, lost characters.
//!
//! ```text
//! scan: special characters -> tokens     (text without any is passed over at the speed of a table look-up)
//! pair: tokens -> events                 (brackets by a stack, emphasis by CommonMark's delimiter algorithm)
//! build: events -> inlines               (each bracket read by the profile's notations)
//! ```
//!
//! All three take linear time and none recurses into the text, so neither nesting nor length can hurt.

mod bracket;
mod build;
mod context;
pub(crate) mod examples;
mod forms;
pub(crate) mod html;
pub(crate) mod links;
mod markdown;
mod pairs;
mod repair;
mod scan;
pub(crate) mod tags;

pub use context::InlineContext;
pub(crate) use context::NotePlace;
pub(crate) use forms::{voice, voices};

#[cfg(test)]
mod interface_tests;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::tree::Inline;

/// Reads the inside of one block, which may run over several lines.
///
/// Every byte of `span` lies in exactly one leaf, in order. Findings: `brackets/unbalanced`, `brackets/too-deep`,
/// `markup/unbalanced-tag`, `notes/no-body`, `text/lost-character`, `text/control-character`.
pub fn parse(context: &InlineContext, span: Span, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    if span.is_empty() {
        return Vec::new();
    }
    let tokens = scan::scan(context, span);
    if tokens.is_empty() {
        return vec![Inline::Text { span, text: None }];
    }
    build::build(context, span, &pairs::pair(context.profile, &tokens), findings)
}

/// Reads what stays letter by letter. Findings: `text/lost-character`, `text/control-character`.
pub(crate) fn verbatim(context: &InlineContext, span: Span, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    if span.is_empty() {
        return Vec::new();
    }
    build::build(context, span, &pairs::pair(context.profile, &scan::letters(context, span)), findings)
}

/// Reads what stays as it is typed between tags: tags in it are notation, and characters have names. Findings as of
/// [`verbatim`].
pub(crate) fn preformatted(context: &InlineContext, span: Span, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    if span.is_empty() {
        return Vec::new();
    }
    build::build(context, span, &pairs::pair(context.profile, &scan::preformatted(context, span)), findings)
}
