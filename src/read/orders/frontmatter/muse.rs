//! Front matter in directives of Text::Amuse: `#title Words`.

use super::declared::{Declared, FrontMatter};
use crate::read::lines::Line;
use crate::read::orders::keys::plain;
use crate::source::{Source, Span};

/// Reads directives at the top of a source, continued on the lines below until a blank one; none gives an empty front
/// matter.
pub(super) fn read(source: &Source, lines: &[Line]) -> FrontMatter {
    let mut front = FrontMatter::default();
    for (index, line) in lines.iter().enumerate() {
        let text = source.slice(line.span);
        if let Some((key, value)) = directive(text) {
            front.directives = true;
            front.entries.extend(declared(key, value, line.span));
        } else if index > 0 && line.blanks == 0 {
            let Some(before) = front.entries.last_mut() else { break };
            before.value.push(' ');
            before.value.push_str(text);
            before.span = before.span.to(line.span);
        } else {
            break;
        }
        front.lines = index + 1;
    }
    front
}

/// A directive is `#` and a word, without a space between: `# Title` is a heading.
fn directive(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('#')?;
    let key = rest.split(char::is_whitespace).next()?;
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let value = rest[key.len()..].trim();
    (plain && key.starts_with(|c: char| c.is_ascii_alphabetic()) && !value.is_empty()).then_some((key, value))
}

/// A directive whose value ends its line, or stands before a closing quotation mark.
fn declared(key: &str, value: &str, line: Span) -> Option<Declared> {
    let unquoted = value.strip_prefix(['"', '\'']).and_then(|v| v.strip_suffix(['"', '\''])).unwrap_or(value);
    let end = line.end as usize - usize::from(unquoted.len() < value.len());
    let start = line.start as usize + 1;
    (!unquoted.is_empty()).then(|| Declared {
        key: plain(key),
        value: unquoted.to_owned(),
        span: Span::new(end - unquoted.len(), end),
        key_span: Span::new(start, start + key.len()),
    })
}
