//! The signs of notes: at the start of a body, and in the text that calls it.

use crate::caseless;
use crate::knowledge::Language;
use crate::read::languages::Languages;
use crate::read::shape::superior;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

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

/// A number at the start of a line under the heading of a list of notes: `1. `, `1) `, `1 `, `- 1 `, `29/1 `.
pub(crate) fn numbered(text: &str) -> Option<NoteSign<'_>> {
    let listed = text.strip_prefix(['-', '–', '—']).map_or(text, |rest| rest.trim_start_matches(' '));
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = figures(listed);
    let part = listed[digits..].strip_prefix('/').map_or(0, figures);
    let number = digits + part + usize::from(part > 0);
    let rest = listed[number..].trim_start_matches(['.', ')', ':']);
    let body = rest.trim_start();
    let words = body.trim_start_matches(['-', '–', '—']).trim_start();
    let body = if words.len() < body.len() && !words.is_empty() { words } else { body };
    let short = (1..=3).contains(&digits) && part <= 2 && body.len() < rest.len() && !body.is_empty();
    let label = Cow::Borrowed(&listed[..number]);
    short.then(|| NoteSign { key: label.clone(), label, length: text.len() - body.len() })
}

/// The head of a note in a bracket of its own, up to its words: `[Footnote 1: `, `1 (return) [ `. Without a label where the
/// note has none.
pub(crate) fn enclosed<'t>(languages: &Languages, text: &'t str) -> Option<NoteSign<'t>> {
    let known = |text: &str, words: fn(&Language) -> &Vec<String>| {
        let words = languages.iter().flat_map(words).filter(|word| caseless::starts_with(text, word));
        // The same word may take more bytes in capitals.
        let length = |word: &String| text.chars().take(word.chars().count()).map(char::len_utf8).sum::<usize>();
        words.map(length).max().filter(|&length| !text[length..].starts_with(char::is_alphanumeric))
    };
    let sign = |label: &'t str, words: &str| NoteSign {
        key: Cow::Borrowed(label),
        label: Cow::Borrowed(label),
        length: text.len() - words.trim_start().len(),
    };
    if let Some(inner) = text.strip_prefix('[') {
        let rest = &inner[known(inner, |language| &language.headnote.note)?..];
        let end = rest.char_indices().take(9).find(|&(_, c)| c == ':')?.0;
        let label = rest[..end].trim();
        return (label.is_empty() || is_label(label)).then(|| sign(label, &rest[end + 1..]));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let inner = text[digits..].trim_start_matches(' ').strip_prefix('(').filter(|_| (1..=4).contains(&digits))?;
    let rest = &inner[known(inner, |language| &language.headnote.back_to_mark)?..];
    let words = rest.strip_prefix(')')?.trim_start().strip_prefix('[')?;
    Some(sign(&text[..digits], words))
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
const LEADS: &[u8] = b"[{(*<0123456789\xC2\xE2";

/// What may be the mark of a note.
#[derive(Debug, PartialEq)]
pub(crate) struct NoteMark<'t> {
    /// The key of a body that it calls.
    pub(crate) key: Cow<'t, str>,
    /// Where it stands in the text.
    pub(crate) range: Range<usize>,
    pub(crate) form: MarkForm,
}

/// How a mark is told from other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkForm {
    /// By its brackets, or because it is a sign that is used for nothing else.
    Sign,
    /// By tags around it: `<sup>3</sup>`, `<a href="#n3">[3]</a>`.
    Tagged,
    /// Only by the list of bodies that it belongs to: a figure close behind a word.
    Glued,
}

/// What may be the mark of a note, in order; signs that are also used in pairs come last.
pub(crate) fn marks(text: &str) -> Vec<NoteMark<'_>> {
    let mut marks = Vec::new();
    let mut stars = BTreeMap::new();
    let is_mark = |c: char| matches!(c, '[' | '{' | '(' | '*' | '†' | '‡') || superior(c).is_some();
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|&byte| STARTS[byte as usize]).map(|at| from + at) {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        from = at + first.len_utf8();
        if first == '<' || first.is_ascii_digit() {
            let found = if first == '<' { tagged(text, at) } else { glued(text, at) };
            from = at + if first == '<' { tag(rest) } else { rest.bytes().take_while(u8::is_ascii_digit).count() };
            if let Some(mark) = found {
                from = mark.range.end;
                marks.push(mark);
            }
            continue;
        }
        if !is_mark(first) {
            continue;
        }
        let tight = text[..at].ends_with(|c: char| !c.is_whitespace());
        let mark = |key, length| NoteMark { key, range: at..at + length, form: MarkForm::Sign };
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
                    let place: &mut (usize, usize, bool) = stars.entry(sign).or_default();
                    *place = (place.0 + 1, at, tight);
                } else if tight {
                    let figures: Option<String> = sign.chars().map(superior).collect();
                    marks.push(mark(figures.map_or(Cow::Borrowed(sign), Cow::Owned), length));
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
            marks.push(mark(Cow::Owned(format!("{{{inner}}}")), end + 1));
        }
        marks.push(mark(Cow::Borrowed(inner), end + 1));
    }
    let odd = stars.into_iter().filter(|(_, (count, _, tight))| count % 2 == 1 && *tight);
    marks.extend(odd.map(|(sign, (_, at, _))| NoteMark {
        key: sign.into(),
        range: at..at + sign.len(),
        form: MarkForm::Sign,
    }));
    marks
}

/// Longest tag around a mark, in bytes.
const LONGEST_TAG: usize = 240;

/// Length of the tag at the start of a text, or of the sign that looks like one.
fn tag(text: &str) -> usize {
    let named = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>').filter(|_| named);
    end.map_or(1, |end| end + 1)
}

/// A label in tags for links and superiors, behind a word.
fn tagged(text: &str, at: usize) -> Option<NoteMark<'_>> {
    let before = text[..at].chars().next_back().filter(|c| !c.is_ascii_digit() && !matches!(c, '=' | '>'))?;
    let mut rest = &text[at..];
    let mut open = 0;
    while let Some(tag) = rest.strip_prefix('<').filter(|_| open < 3) {
        let name = tag.find(|c: char| !c.is_ascii_alphabetic())?;
        if !matches!(tag[..name].to_ascii_lowercase().as_str(), "a" | "sup") {
            return None;
        }
        let end = tag.bytes().take(LONGEST_TAG).position(|byte| matches!(byte, b'>' | b'<'))?;
        rest = tag[end..].strip_prefix('>')?;
        open += 1;
    }
    let (inner, bracketed) = rest.strip_prefix('[').map_or((rest, false), |inner| (inner, true));
    let end = inner.char_indices().take(6).find(|&(_, c)| matches!(c, '<' | ']'))?.0;
    let label = inner[..end].trim_start_matches('^');
    rest = &inner[end..];
    if bracketed {
        rest = rest.strip_prefix(']')?;
    }
    for _ in 0..open {
        let tag = rest.strip_prefix("</")?;
        let name = tag.find('>').filter(|&name| name <= 3)?;
        rest = &tag[name + 1..];
    }
    let figures: Option<String> = label.chars().map(superior).collect();
    let key = figures.filter(|figures| !figures.is_empty()).map_or(Cow::Borrowed(label), Cow::Owned);
    let known = open > 0 && is_label(&key) && (bracketed || !before.is_whitespace());
    known.then(|| NoteMark { key, range: at..text.len() - rest.len(), form: MarkForm::Tagged })
}

/// Figures close behind a word, or behind the sign that ends it: `Dunmore.1`, `warden,29`.
fn glued(text: &str, at: usize) -> Option<NoteMark<'_>> {
    let before = text[..at].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '”', '’', '»']);
    // Few signs end a word, and never a number.
    if !before.ends_with(char::is_alphabetic) || at - before.len() > 9 {
        return None;
    }
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = figures(&text[at..]);
    let part = text[at + digits..].strip_prefix('/').map_or(0, figures);
    let end = at + digits + part + usize::from(part > 0);
    let mut after = text[end..].chars();
    let (next, second) = (after.next(), after.next());
    let parts = |c: char| c.is_alphanumeric() || matches!(c, '/' | '%' | '°' | '-' | '–');
    let goes_on = next.is_some_and(parts)
        || next.is_some_and(|c| matches!(c, '.' | ',' | ':')) && second.is_some_and(|c| c.is_ascii_digit());
    let short = (1..=3).contains(&digits) && part <= 2 && !text[at..].starts_with('0');
    (short && !goes_on).then(|| NoteMark { key: Cow::Borrowed(&text[at..end]), range: at..end, form: MarkForm::Glued })
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
        let keys = |text| marks(text).into_iter().map(|mark| mark.key.into_owned()).collect::<Vec<_>>();
        assert_eq!(keys("one[1] two(2) three{3} four¹ five† (6) *six* seven*"), ["1", "2", "{3}", "3", "1", "†", "*"]);
        assert!(keys("*six* and (7) and [words]").is_empty());
    }

    #[test]
    fn marks_that_are_no_notation() {
        let found = |text| {
            let marks = marks(text);
            marks.iter().map(|mark| (mark.key.to_string(), &text[mark.range.clone()])).collect::<Vec<_>>()
        };
        let owned = |key: &str, text| (key.to_owned(), text);
        assert_eq!(found("to Dunmore.1 The warden,29 too"), [owned("1", "1"), owned("29", "29")]);
        assert_eq!(found("she said.\"3 It, 29/1 or it29/1."), [owned("3", "3"), owned("29/1", "29/1")]);
        assert_eq!(
            found("one<sup>3</sup> two<a href=\"#n4\" id=\"r4\">[4]</a>."),
            [owned("3", "<sup>3</sup>"), owned("4", "<a href=\"#n4\" id=\"r4\">[4]</a>"),]
        );
        assert_eq!(found("three<sup><a href=\"#a\">5</a></sup>"), [owned("5", "<sup><a href=\"#a\">5</a></sup>")]);
        for text in
            ["at 10.30 and 3.14", "a 12 b", "x<sup>th</sup>", "m<sup>2", "no.1.2", "p.007", "<a href=\"#n4\">4</a>"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn heads_of_notes_in_brackets() {
        let head = |text| enclosed(Languages::builtin(), text).map(|sign| (sign.label.into_owned(), sign.length));
        assert_eq!(head("[Footnote 1: A mill.]"), Some(("1".into(), 13)));
        assert_eq!(head("[Anmerkung *: Eine Mühle.]"), Some(("*".into(), 14)));
        assert_eq!(head("[Footnote: A mill.]"), Some((String::new(), 11)));
        assert_eq!(head("53 (return) [ A mill.]"), Some(("53".into(), 14)));
        for text in ["[Noted: a mill.]", "[Note the mill: it", "53 (returned) [ A", "5 (a) [ b", "[Notes: x]"] {
            assert_eq!(head(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_a_list() {
        for (text, label, length) in
            [("1. A", "1", 3), ("2) A", "2", 3), ("3 A", "3", 2), ("- 4 A", "4", 4), ("29/1 - A", "29/1", 7)]
        {
            let sign = numbered(text).unwrap_or_else(|| panic!("{text} is a note"));
            assert_eq!((sign.label.as_ref(), sign.length), (label, length), "{text}");
        }
        for text in ["1.", "1824 was", "1/2/3 x", "- A", "1a b"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
