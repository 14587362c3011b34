//! The signs of notes: at the start of a body, and in the text that calls it.

use crate::read::inline::superior;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The sign at the start of a note's body.
#[derive(Debug, PartialEq)]
pub(crate) struct NoteSign<'t> {
    /// What calls the note: the label, with braces for a second series.
    pub(crate) key: Cow<'t, str>,
    /// The label as written, without brackets.
    pub(crate) label: Cow<'t, str>,
    /// Length of the sign with the space after it.
    pub(crate) length: usize,
}

fn is_label(inner: &str) -> bool {
    let of = |c: char| c.is_ascii_digit() || is_sign(c) || c.is_ascii_alphabetic() && inner.len() == 1;
    (1..=5).contains(&inner.len()) && inner.chars().all(of)
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡')
}

/// The sign at the start of a note's body: `[1] `, `[^a]: `, `{1} `, `(1) `, `¹ `, `* `, `†`.
pub(crate) fn note_sign(text: &str) -> Option<NoteSign<'_>> {
    let first = text.chars().next()?;
    let with = |key: Cow<'_, str>, label, rest: &str, apart: bool| {
        let body = rest.trim_start();
        let parted = body.len() < rest.len() || !apart && body.starts_with(char::is_alphabetic);
        (parted && !body.is_empty()).then(|| NoteSign {
            key: Cow::Owned(key.into_owned()),
            label,
            length: text.len() - body.len(),
        })
    };
    let close = match first {
        '[' => ']',
        '{' => '}',
        '(' => ')',
        '*' | '†' | '‡' => {
            let length = text.find(|c| c != first).unwrap_or(text.len());
            let (sign, rest) = text.split_at(length);
            let short = sign.chars().count() <= 3;
            return short.then(|| with(sign.into(), Cow::Borrowed(sign), rest, first == '*')).flatten();
        }
        _ => {
            let length = text.find(|c| superior(c).is_none()).unwrap_or(text.len());
            let figures: String = text[..length].chars().filter_map(superior).collect();
            let short = (1..=3).contains(&figures.len());
            return short
                .then(|| with(figures.as_str().into(), Cow::Owned(figures.clone()), &text[length..], false))
                .flatten();
        }
    };
    let end = text.char_indices().take(12).find(|&(_, c)| c == close)?.0;
    let inner = text[1..end].trim_start_matches('^');
    let rest = &text[end + 1..];
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let key = if first == '{' { Cow::Owned(format!("{{{inner}}}")) } else { Cow::Borrowed(inner) };
    is_label(inner).then(|| with(key, Cow::Borrowed(inner), rest, true)).flatten()
}

/// A number at the start of a line under the heading of a list of notes: `1. `, `1) `, `1 `.
pub(crate) fn numbered(text: &str) -> Option<NoteSign<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].trim_start_matches(['.', ')']);
    let body = rest.trim_start();
    let short = (1..=3).contains(&digits) && body.len() < rest.len() && !body.is_empty();
    let label = Cow::Borrowed(&text[..digits]);
    short.then(|| NoteSign { key: label.clone(), label, length: text.len() - body.len() })
}

/// Bytes that a mark may start with; 0xC2 and 0xE2 lead the signs and figures that are not ASCII. Long texts hold few
/// marks, and bytes are sooner looked at than characters.
const STARTS: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < LEADS.len() {
        table[LEADS[at] as usize] = true;
        at += 1;
    }
    table
};
const LEADS: &[u8] = b"[{(*\xC2\xE2";

/// What may be the mark of a note, in order: the keys of bodies that it calls.
pub(crate) fn marks(text: &str) -> Vec<Cow<'_, str>> {
    let mut marks = Vec::new();
    let mut stars = BTreeMap::new();
    let is_mark = |c: char| matches!(c, '[' | '{' | '(' | '*' | '†' | '‡') || superior(c).is_some();
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|&byte| STARTS[byte as usize]).map(|at| from + at) {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        from = at + first.len_utf8();
        if !is_mark(first) {
            continue;
        }
        let tight = text[..at].ends_with(|c: char| !c.is_whitespace());
        let close = match first {
            '[' => ']',
            '{' => '}',
            '(' => ')',
            _ => {
                let same = |c: char| if is_sign(first) { c == first } else { superior(c).is_some() };
                let length = rest.find(|c| !same(c)).unwrap_or(rest.len());
                from = at + length;
                let sign = &rest[..length];
                if first == '*' {
                    // Stars in pairs are emphasis.
                    let place: &mut (usize, bool) = stars.entry(sign).or_default();
                    *place = (place.0 + 1, tight);
                } else if tight {
                    let figures: Option<String> = sign.chars().map(superior).collect();
                    marks.push(figures.map_or(Cow::Borrowed(sign), Cow::Owned));
                }
                continue;
            }
        };
        let Some((end, _)) = rest.char_indices().take(9).find(|&(_, c)| c == close) else { continue };
        let inner = rest[1..end].trim_start_matches('^');
        if !is_label(inner) || first == '(' && !tight {
            continue;
        }
        if first == '{' {
            marks.push(Cow::Owned(format!("{{{inner}}}")));
        }
        marks.push(Cow::Borrowed(inner));
    }
    marks.extend(stars.into_iter().filter(|(_, (count, tight))| count % 2 == 1 && *tight).map(|(sign, _)| sign.into()));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_bodies() {
        for (text, key, length) in [
            ("[1] A note.", "1", 4),
            ("[^a]: A note.", "a", 6),
            ("{2} A note.", "{2}", 4),
            ("(3) A note.", "3", 4),
            ("¹A note.", "1", 2),
            ("¹² A note.", "12", 5),
            ("* A note.", "*", 2),
            ("†A note.", "†", 3),
            ("** A note.", "**", 3),
        ] {
            let sign = note_sign(text).unwrap_or_else(|| panic!("{text} is a note"));
            assert_eq!((sign.key.as_ref(), sign.length), (key, length), "{text}");
        }
        for text in ["[word] A", "[1]", "(he) went", "*word* in", "1 word", "", "²"] {
            assert_eq!(note_sign(text), None, "{text}");
        }
    }

    #[test]
    fn marks_in_text() {
        assert_eq!(marks("one[1] two(2) three{3} four¹ five† (6) *six* seven*"), ["1", "2", "{3}", "3", "1", "†", "*"]);
        assert!(marks("*six* and (7) and [words]").is_empty());
    }
}
