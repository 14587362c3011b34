//! Inline content as the words of metadata.

use crate::read::meta::credits::push_collapsed;
use crate::source::Source;
use crate::tree::Inline;

/// Text of inline content without notation, on one line per source line.
pub(crate) fn plain(source: &Source, content: &[Inline]) -> String {
    let mut out = String::new();
    put_plain(source, content, &mut out);
    let mut plain = String::with_capacity(out.len());
    for line in out.lines() {
        if !plain.is_empty() {
            plain.push('\n');
        }
        push_collapsed(line, &mut plain);
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn put_plain(source: &Source, content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { span, text } => out.push_str(text.as_deref().unwrap_or_else(|| source.slice(*span))),
            Inline::Bracket { span } | Inline::Lost { span, .. } => out.push_str(source.slice(*span)),
            Inline::LineBreak { .. } => out.push('\n'),
            Inline::NoteRef(_) => {}
            other => put_plain(source, other.content(), out),
        }
    }
}
