//! The words of the languages that have a meaning in brackets, found by their first letter.

use crate::knowledge::{Language, languages};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A word of one of the `[editorial]` lists, or the name of a month.
pub(super) struct Word {
    lang: &'static str,
    /// The list: a key of `[editorial]`, or [`MONTH`].
    pub list: &'static str,
    pub text: &'static str,
    /// Its place in the list, from one.
    pub ordinal: u32,
}

/// The list of the names of months.
pub(super) const MONTH: &str = "month";

/// The words of these languages with which `text` starts, and the length of each.
pub(super) fn at_start<'a>(
    languages: &'a [&'static Language],
    text: &'a str,
) -> impl Iterator<Item = (&'static Word, usize)> + 'a {
    let words = text.chars().next().and_then(|first| index().get(&fold(first)));
    let is_spoken = |word: &Word| languages.iter().any(|language| language.lang == word.lang);
    let fits = move |word: &'static Word| prefix(text, word.text).filter(|_| is_spoken(word)).map(|end| (word, end));
    words.into_iter().flatten().filter_map(fits)
}

/// Whether `text` is one of the words of a list.
pub(super) fn is_listed(languages: &[&'static Language], list: &str, text: &str) -> bool {
    at_start(languages, text).any(|(word, length)| word.list == list && length == text.len())
}

fn index() -> &'static BTreeMap<char, Vec<Word>> {
    static INDEX: OnceLock<BTreeMap<char, Vec<Word>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: BTreeMap<char, Vec<Word>> = BTreeMap::new();
        for language in languages() {
            let months = language.dates.months.iter().map(|month| (MONTH, month));
            let lists = language.editorial.iter().map(|(list, words)| (list.as_str(), words));
            for (list, words) in lists.chain(months) {
                for (ordinal, text) in (1..).zip(words) {
                    let Some(first) = text.chars().next() else { continue };
                    index.entry(fold(first)).or_default().push(Word { lang: &language.lang, list, text, ordinal });
                }
            }
        }
        index
    })
}

/// A letter without its case.
fn fold(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Length of `word` at the start of `text`: without regard to case, any white space for a blank, with the
/// abbreviation's dot or without it.
pub(super) fn prefix(text: &str, word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.');
    let mut rest = text;
    for c in word.chars() {
        if c == ' ' {
            rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
        } else {
            let first = rest.chars().next()?;
            let same = if first.is_ascii() { first.eq_ignore_ascii_case(&c) } else { fold(first) == fold(c) };
            if !same {
                return None;
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    // A figure may touch its word: "p12".
    if word.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic) {
        return None;
    }
    Some(text.len() - rest.strip_prefix('.').unwrap_or(rest).len())
}
