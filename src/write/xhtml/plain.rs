//! Text without marks.

use crate::source::Source;
use crate::tree::Inline;

/// The printed text without marks of notes, on one line.
pub(in crate::write) fn plain(source: &Source, content: &[Inline]) -> String {
    let mut text = String::new();
    collect(source, content, &mut text);
    one_line(&text)
}

/// The text on one line.
pub(in crate::write) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn collect(source: &Source, content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { span, text: own } => text.push_str(own.as_deref().unwrap_or_else(|| source.slice(*span))),
            Inline::Bracket { span } => text.push_str(source.slice(*span)),
            Inline::Lost { span, repair } => text.push_str(repair.as_deref().unwrap_or_else(|| source.slice(*span))),
            Inline::LineBreak { .. } => text.push('\n'),
            Inline::Control { .. } => text.push(char::REPLACEMENT_CHARACTER),
            Inline::NoteRef(_) => {}
            other => collect(source, other.content(), text),
        }
    }
}
