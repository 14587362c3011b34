//! Text whose UTF-8 was once read in an encoding of one byte a character.

use super::view::Text;
use crate::check::findings::Findings;
use crate::diagnostic::Fix;
use crate::span::Span;
use crate::steps::step;
use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

/// Words that make sense once their characters are taken for bytes of UTF-8.
pub(in crate::check) fn mojibake(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    let mut rest = 0;
    for word in whole.split(char::is_whitespace) {
        let start = whole[rest..].find(word).map_or(rest, |at| rest + at);
        step(start - rest);
        rest = start + word.len();
        if word.is_ascii() {
            continue;
        }
        let repair = [WINDOWS_1252, WINDOWS_1251].into_iter().find_map(|encoding| repaired(word, encoding));
        if let Some((range, repair)) = repair {
            let span = Span::new(start + range.start, start + range.end);
            let damaged = &whole[span.range()];
            let message = format!("`{damaged}` is `{repair}`, decoded in a wrong encoding");
            findings.push(span, message).fix = Some(Fix::replace(span, repair, false));
        }
    }
}

/// The damaged part of a word and what it was, if it was read in this encoding.
fn repaired(word: &str, encoding: &'static Encoding) -> Option<(std::ops::Range<usize>, String)> {
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let mut repaired = String::new();
    let mut found: Option<std::ops::Range<usize>> = None;
    // What is between two damaged places; it belongs to the repair only if another one follows.
    let mut between = String::new();
    let (mut count, mut at) = (0, 0);
    while at < chars.len() {
        step(1);
        let (start, c) = chars[at];
        let bytes: Vec<u8> = chars[at..].iter().take(4).map_while(|(_, c)| byte(*c, encoding)).collect();
        if let Some((decoded, length)) = sequence(&bytes).filter(|(decoded, _)| is_likely(*decoded)) {
            let end = chars.get(at + length).map_or(word.len(), |(end, _)| *end);
            let range = found.get_or_insert(start..end);
            range.end = end;
            repaired.push_str(&between);
            repaired.push(decoded);
            between.clear();
            count += 1;
            at += length;
        } else {
            // A letter that is none of these bytes shows that the word was decoded rightly.
            if !c.is_ascii() && c.is_alphabetic() {
                return None;
            }
            if found.is_some() {
                between.push(c);
            }
            at += 1;
        }
    }
    let range = found?;
    let one = repaired.chars().next().filter(|_| count == 1);
    // A single pair of characters may be a letter and a quotation mark behind it, except where it makes a letter or a
    // sign of Western Europe out of two that never stand together.
    let certain = one.is_none_or(|c| matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{2122}'));
    let western = encoding == WINDOWS_1252 || count > 1;
    (certain && western).then_some((range, repaired))
}

/// The byte that an encoding reads as this character.
fn byte(c: char, encoding: &'static Encoding) -> Option<u8> {
    if c.is_ascii() {
        return None;
    }
    // Bytes without a character are often kept as control characters.
    if matches!(c, '\u{80}'..='\u{9f}') {
        return Some(c as u8);
    }
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = encoding.encode(c.encode_utf8(&mut utf8));
    match (&*bytes, unmappable) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// The character that bytes start with, and how many it takes; at least two.
fn sequence(bytes: &[u8]) -> Option<(char, usize)> {
    (2..=bytes.len()).find_map(|length| {
        let decoded = std::str::from_utf8(&bytes[..length]).ok()?;
        let mut chars = decoded.chars();
        Some((chars.next()?, length)).filter(|_| chars.next().is_none())
    })
}

/// Whether letters hold this character: of Latin, Greek and Cyrillic, and punctuation.
fn is_likely(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{17f}' | '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{45f}' | '\u{2010}'..='\u{2044}' | '€' | '™')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repair(word: &str) -> Option<String> {
        [WINDOWS_1252, WINDOWS_1251].into_iter().find_map(|encoding| repaired(word, encoding)).map(|(_, text)| text)
    }

    #[test]
    fn damaged_words_are_repaired() {
        for (word, expected) in [
            ("cafÃ©", "é"),
            ("donâ€™t", "’"),
            ("â€œÃ‰tatâ€\u{9d}", "“État”"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
            ("РџСЂРёРІРµС‚", "Привет"),
        ] {
            assert_eq!(repair(word).as_deref(), Some(expected), "{word}");
        }
    }

    #[test]
    fn sound_words_are_left_alone() {
        for word in
            ["café", "Spaß“", "„Ä“", "Рёв", "À«", "SPÄ“", "État»", "Ёлка", "naïve", "£3", "élève…”", "№", "Århus"]
        {
            assert_eq!(repair(word), None, "{word}");
        }
    }
}
