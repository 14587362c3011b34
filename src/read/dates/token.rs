//! Numbers, words and signs around a date.

use crate::read::dates::lexicon::{DateLexicon, Phrase, fold};
use std::borrow::Cow;

/// A number, word or sign.
pub(crate) struct DateToken<'l> {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: DateTokenKind<'l>,
    /// White space stands before it.
    pub(crate) spaced: bool,
}

/// Kinds of token.
pub(crate) enum DateTokenKind<'l> {
    /// A number of at most nine digits.
    Number { value: u32, digits: usize, ordinal: bool },
    /// A word, folded, whether it starts with a capital, and the phrases of each lexicon that start with it: found
    /// once, because every form of a date asks for them.
    Word { folded: Cow<'l, str>, capital: bool, phrases: [&'l [Phrase]; 2] },
    /// Any other character.
    Sign(char),
}

impl<'l> DateTokenKind<'l> {
    fn word(folded: Cow<'l, str>, capital: bool, lexica: &[&'l DateLexicon]) -> Self {
        let phrases = [0, 1].map(|at| lexica.get(at).map_or(&[][..], |lexicon| lexicon.phrases(&folded)));
        Self::Word { folded, capital, phrases }
    }
}

/// Cuts a whole text into tokens. `glued`: a capital inside a word starts a new one, as happens where a letterhead
/// runs into its dateline. There are at most two `lexica`.
pub(crate) fn tokens<'l>(text: &'l str, lexica: &[&'l DateLexicon], glued: bool) -> Vec<DateToken<'l>> {
    let mut found = Vec::with_capacity(text.len() / 4);
    cut(text, 0, text.len(), lexica, glued, &mut found);
    found
}

/// The same for `text[start..end]`. What was `found` before gives its room.
pub(crate) fn cut<'l>(
    text: &'l str,
    start: usize,
    end: usize,
    lexica: &[&'l DateLexicon],
    glued: bool,
    found: &mut Vec<DateToken<'l>>,
) {
    found.clear();
    let mut at = start;
    let mut spaced = true;
    while let Some(c) = text[at..end].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let from = at;
        let kind = if c.is_ascii_digit() {
            let (kind, next) = number(text, at, end, lexica);
            at = next;
            kind
        } else if c.is_alphabetic() {
            at = word_end(text, at, end, glued);
            DateTokenKind::word(fold(&text[from..at]), c.is_uppercase(), lexica)
        } else {
            at += c.len_utf8();
            DateTokenKind::Sign(c)
        };
        found.push(DateToken { start: from, end: at, kind, spaced });
        spaced = false;
    }
}

/// A number with its ordinal ending, or a word that begins with digits (`7bre`).
fn number<'l>(text: &'l str, start: usize, end: usize, lexica: &[&'l DateLexicon]) -> (DateTokenKind<'l>, usize) {
    let digits = text.as_bytes()[start..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = start + digits;
    let value = text[start..after].parse().ok().filter(|_| digits <= 9).unwrap_or(u32::MAX);
    let mut letters = after;
    // "1° maggio".
    if digits <= 2 && text[after..end].starts_with('°') {
        return (DateTokenKind::Number { value, digits, ordinal: true }, after + '°'.len_utf8());
    }
    let hyphen = text[after..end].strip_prefix('-').map_or(0, |_| 1);
    if text[after + hyphen..end].starts_with(char::is_alphabetic) {
        letters = word_end(text, after + hyphen, end, true);
    }
    if letters > after {
        let ending = fold(&text[after + hyphen..letters]);
        if digits <= 2 && lexica.iter().any(|lexicon| lexicon.suffixes.contains(&*ending)) {
            return (DateTokenKind::Number { value, digits, ordinal: true }, letters);
        }
        let whole = fold(&text[start..letters]);
        if hyphen == 0 && lexica.iter().any(|lexicon| lexicon.is_month(&whole)) {
            return (DateTokenKind::word(whole, true, lexica), letters);
        }
    }
    (DateTokenKind::Number { value, digits, ordinal: false }, after)
}

/// End of the word that starts at `start`. Square brackets between letters belong to it (`Jan[uar]y`).
fn word_end(text: &str, start: usize, end: usize, glued: bool) -> usize {
    let mut before: Option<char> = None;
    // Brackets that are open inside the word.
    let mut open = 0;
    let mut chars = text[start..end].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let inner = before.is_some_and(|c| c.is_alphabetic() || c == '[') && next.is_some_and(char::is_lowercase);
        let doubled = c == '[' && next == Some('[') && before.is_some_and(char::is_alphabetic) && at + 2 < end - start;
        let closes = c == ']' && open > 0;
        let joins = matches!(c, '[' | ']') && (inner || doubled || closes);
        match c {
            '[' => open += 1,
            ']' if open > 0 => open -= 1,
            _ => {}
        }
        let mark = ('\u{300}'..='\u{36f}').contains(&c);
        let camel = glued && c.is_uppercase() && before.is_some_and(char::is_lowercase);
        if !(c.is_alphabetic() || mark || joins) || camel {
            return start + at;
        }
        before = Some(c);
    }
    end
}
