//! Places in XML that are short enough to be shown.

use crate::source::Source;
use crate::span::Span;

/// The name of the tag that starts at a byte, or the one character there.
pub(super) fn tag_at(source: &Source, at: usize) -> Span {
    let rest = &source.text[at..];
    let tag = rest.strip_prefix('<').map(|inside| inside.find(|c: char| c.is_whitespace() || "/>".contains(c)));
    match tag {
        Some(Some(length)) => Span::new(at, at + 1 + length),
        _ => character_at(source, at),
    }
}

/// The character at a byte.
pub(super) fn character_at(source: &Source, at: usize) -> Span {
    Span::new(at, at + source.text[at..].chars().next().map_or(0, char::len_utf8))
}
