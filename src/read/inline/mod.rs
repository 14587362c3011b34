//! The inside of a block: editorial brackets, emphasis, notes, page marks, escapes, lost characters.
//!
//! ```text
//! scan: special characters -> tokens     (text without any is passed over at the speed of a table look-up)
//! pair: tokens -> events                 (brackets by a stack, emphasis by CommonMark's delimiter algorithm)
//! build: events -> inlines               (each bracket read by the profile's notations)
//! ```
//!
//! All three take linear time and none recurses into the text, so neither nesting nor length can hurt.

mod build;
mod forms;
mod pairs;
mod read;
mod repair;
mod scan;
mod words;

pub(super) use forms::voice;
pub(super) use scan::superior;

#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::knowledge::Language;
use crate::knowledge::brackets::Profile;
use crate::source::{Source, Span};
use crate::tree::Inline;
use std::collections::BTreeMap;

/// What reading the inside of a block needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The source.
    pub source: &'a Source,
    /// The bracket profile in force.
    pub profile: &'static Profile,
    /// Languages whose words may stand in brackets, the likeliest first.
    pub languages: &'a [&'static Language],
    /// Labels of notes that have a body (`1`, `*`, `a`; `{1}` for a second series), and the body's index in
    /// [`crate::tree::Edition::notes`].
    pub notes: &'a BTreeMap<String, u32>,
    /// Titles known from the metadata; emphasised words that equal one are a title.
    pub titles: &'a [String],
    /// The block is a note on the source, where emphasis marks titles.
    pub citation: bool,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Line ends are text, as in an address.
    pub line_breaks: bool,
}

impl Context<'_> {
    /// Whether a word stands in one of the `[editorial]` lists of the languages.
    fn is_listed(&self, list: &str, word: &str) -> bool {
        words::is_listed(self.languages, list, word)
    }

    /// Whether a word is the name of a month, in any form known.
    fn is_month(&self, word: &str) -> bool {
        words::is_listed(self.languages, words::MONTH, word)
    }
}

/// Reads the inside of one block, which may run over several lines.
///
/// Every byte of `span` lies in exactly one leaf, in order. Findings: `brackets/unbalanced`, `brackets/too-deep`,
/// `markup/unbalanced-tag`, `notes/no-body`, `text/lost-character`, `text/control-character`.
pub fn parse(context: &Context, span: Span, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    if span.is_empty() {
        return Vec::new();
    }
    let tokens = scan::scan(context, span);
    if tokens.is_empty() {
        return vec![Inline::Text { span, text: None }];
    }
    build::build(context, span, &pairs::pair(context.profile, &tokens), findings)
}
