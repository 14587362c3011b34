//! What the tree cannot hold, told once for each name of an element.

use crate::diagnostic::{Diagnostic, Related};
use crate::knowledge::rules;
use crate::source::Span;
use std::collections::BTreeMap;

/// How something is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loss {
    /// Its text is kept, what it says of the text is not.
    Marking,
    /// It is not the side of an alternative that was asked for.
    NotChosen,
    /// It stands on the page and not in the text.
    Furniture,
    /// It stands where TEI has no text.
    Stray,
    /// It stands in the header.
    Header,
}

/// What was lost so far.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    /// By kind and name: how often, and where with which words.
    found: BTreeMap<(Loss, String), Found>,
}

#[derive(Debug, Default)]
struct Found {
    count: usize,
    first: Span,
    /// Words that are not in the text, and where.
    words: Vec<(Span, String)>,
}

impl Losses {
    /// Notes a loss; `words` are the words that go with it.
    pub fn add(&mut self, loss: Loss, name: &str, span: Span, words: Option<String>) {
        let first = || Found { first: span, ..Found::default() };
        let found = self.found.entry((loss, name.to_owned())).or_insert_with(first);
        found.count += 1;
        found.words.extend(words.filter(|words| !words.is_empty()).map(|words| (span, words)));
    }

    /// Places of words that are told.
    pub fn told(&self) -> impl Iterator<Item = Span> {
        self.found.values().flat_map(|found| &found.words).map(|(span, _)| *span)
    }

    /// One finding for each name, at its first place.
    pub fn findings(self) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> = Vec::new();
        let (mut names, mut at) = (Vec::new(), None);
        for ((loss, name), found) in self.found {
            let Found { count, first, words } = found;
            let times = if count == 1 { String::new() } else { format!(", {count} times") };
            let (rule, message, hint) = match loss {
                Loss::Marking => (
                    "tei/kept-as-text",
                    format!("`{name}`{times}: its text is kept, what it says of the text is not"),
                    "nothing is lost for reading; keep the TEI for what its markup says",
                ),
                Loss::NotChosen => (
                    "tei/not-chosen",
                    format!("`{name}`{times}: not the side of an alternative that was asked for"),
                    "choose the side with --view reading or --view diplomatic",
                ),
                Loss::Furniture => (
                    "tei/set-aside",
                    format!("`{name}`{times}: stands on the page and not in the text"),
                    "nothing to do; JSON and TEI keep it",
                ),
                Loss::Stray => (
                    "tei/set-aside",
                    format!("text in `{name}`{times}, where TEI has none: it is not read"),
                    "put it into an element that holds text",
                ),
                Loss::Header => {
                    names.push(format!("`{name}`"));
                    at.get_or_insert(first);
                    continue;
                }
            };
            let mut finding = rules::finding(rule, first, message).hint(hint);
            let related = words.into_iter().map(|(span, message)| Related { member: None, span: Some(span), message });
            finding.related = related.collect();
            findings.push(finding);
        }
        if let Some(at) = at {
            let message = format!("of the header is not kept: {}", names.join(", "));
            let hint = "give what the book must say with --meta";
            findings.push(rules::finding("tei/header", at, message).hint(hint));
        }
        findings.sort_by_key(|finding| finding.span);
        findings
    }
}
