//! Labelled lines of a library's head that said something of the text and were not taken over.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::divide::Label;
use crate::read::lexicon::words;
use crate::read::orders::keys::MetaKey;
use crate::span::Span;
use crate::tree::{Head, Value};
use std::collections::BTreeSet;

/// The rule of such lines.
const HEADER_UNUSED: &str = "meta/header-unused";
/// Most characters of a line that a message shows.
const SHOWN: usize = 40;

/// A line whose label is not known.
pub(crate) fn unknown(label: &str, span: Span) -> Diagnostic {
    let shown: String = label.chars().take(SHOWN).collect();
    let message = format!("the label `{shown}` is not known: what the line says is not in the header");
    rules::finding(HEADER_UNUSED, Some(span), message)
        .hint("give it under a key of metadata in the front matter or in the file of hints")
}

/// What labels say that the header does not.
pub(crate) fn unused(labels: &[Label], head: &Head) -> Vec<Diagnostic> {
    labels.iter().filter(|label| !says(head, label)).map(|label| lost(label, head)).collect()
}

fn lost(label: &Label, head: &Head) -> Diagnostic {
    let key = label.key.name();
    let known = values(head, label.key).next().map(|value| value.text.chars().take(SHOWN).collect::<String>());
    let message = match known {
        Some(known) => format!("the {key} of this line is not in the header, which has `{known}`"),
        None => format!("the {key} of this line is not in the header"),
    };
    rules::finding(HEADER_UNUSED, Some(label.span), message)
        .hint(format!("if it is right, give it as `{key}` in the front matter or in the file of hints"))
}

/// Whether the header has the words of a label under its key.
fn says(head: &Head, label: &Label) -> bool {
    // A title and its subtitle may stand in one line.
    let beside = head.subtitle.iter().filter(|_| label.key == MetaKey::Title);
    let known: BTreeSet<String> = values(head, label.key).chain(beside).flat_map(|value| words(&value.text)).collect();
    words(&label.value).iter().all(|word| known.contains(word))
}

fn values(head: &Head, key: MetaKey) -> Box<dyn Iterator<Item = &Value> + '_> {
    match key {
        MetaKey::Title => Box::new(head.title.iter()),
        MetaKey::Subtitle => Box::new(head.subtitle.iter()),
        MetaKey::Author => Box::new(head.authors.iter()),
        MetaKey::Editor => Box::new(head.editors.iter()),
        MetaKey::Translator => Box::new(head.translators.iter()),
        _ => Box::new(std::iter::empty()),
    }
}
