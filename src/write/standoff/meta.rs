//! What is known about the text.

use super::types::{StandoffLetter, StandoffMeta};
use crate::source::Source;
use crate::tree::{Edition, Letter, Value};
use crate::write::dating;

/// What is known about the text and its letters.
pub(super) fn meta<'a>(source: &Source, edition: &'a Edition) -> StandoffMeta<'a> {
    let letters: Vec<StandoffLetter> = edition.letters().map(|letter| letter_line(source, letter)).collect();
    let authors: Vec<&str> = edition.head.authors.iter().map(|author| author.text.as_str()).collect();
    let first = letters.first();
    StandoffMeta {
        title: text(edition.head.title.as_ref()),
        author: (!authors.is_empty()).then(|| authors.join("; ")),
        sender: first.and_then(|letter| letter.sender),
        recipient: first.and_then(|letter| letter.recipient),
        date: first.and_then(|letter| letter.date),
        place: first.and_then(|letter| letter.place),
        letters,
    }
}

fn letter_line<'a>(source: &Source, letter: &'a Letter) -> StandoffLetter<'a> {
    let (line_start, line_end) = lines(source, letter.span.start, letter.span.end);
    StandoffLetter {
        sender: text(letter.meta.sender.as_ref()),
        recipient: text(letter.meta.recipient.as_ref()),
        date: letter.meta.date.as_ref().and_then(dating::plain_iso),
        place: text(letter.meta.place.as_ref()),
        line_start,
        line_end,
        lang: letter.lang.as_deref(),
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.map(|value| value.text.as_str())
}

/// Lines (from 1, inclusive) that hold the bytes from `start` to `end`.
fn lines(source: &Source, start: u32, end: u32) -> (usize, usize) {
    (source.line_of(start) + 1, source.line_of(end.max(start + 1) - 1) + 1)
}
