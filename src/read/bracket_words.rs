//! The words of the languages that have a meaning in brackets, found by their first letter.

use crate::knowledge::Language;
use std::collections::BTreeMap;

/// A word of one of the `[editorial]` lists, or the name of a month.
pub(crate) struct Word {
    lang: String,
    /// The list: a key of `[editorial]`, or [`MONTH`].
    pub list: String,
    /// Without the dot of an abbreviation.
    text: String,
    /// Its second letter.
    second: Option<char>,
    /// Its place in the list, from one.
    pub ordinal: u32,
}

/// The list of the names of months.
pub(crate) const MONTH: &str = "month";

/// The words of all languages, by their first letter.
pub(crate) struct WordIndex(BTreeMap<char, Vec<Word>>);

impl WordIndex {
    /// The words of these languages.
    pub(crate) fn of<'l>(languages: impl IntoIterator<Item = &'l Language>) -> Self {
        let mut index: BTreeMap<char, Vec<Word>> = BTreeMap::new();
        for language in languages {
            let months = language.dates.months.iter().map(|month| (MONTH, month));
            let lists = language.editorial.iter().map(|(list, words)| (list.as_str(), words));
            for (list, words) in lists.chain(months) {
                for (ordinal, text) in (1..).zip(words) {
                    let Some(first) = text.chars().next() else { continue };
                    let second = text.chars().nth(1).filter(|&second| second != ' ');
                    let text = text.trim_end_matches('.').to_owned();
                    let (lang, list) = (language.lang.clone(), list.to_owned());
                    index.entry(fold(first)).or_default().push(Word { lang, list, text, second, ordinal });
                }
            }
        }
        Self(index)
    }

    /// The words of these languages with which `text` starts, and the length of each.
    pub(crate) fn at_start<'a>(
        &'a self,
        languages: &'a [&Language],
        text: &'a str,
    ) -> impl Iterator<Item = (&'a Word, usize)> {
        let mut chars = text.chars();
        let words = chars.next().and_then(|first| self.0.get(&fold(first)));
        // Few words share two letters with the text, and the others need no closer look.
        let second = chars.next().filter(char::is_ascii);
        let may_fit =
            move |word: &&Word| second.zip(word.second).is_none_or(|(text, word)| text.eq_ignore_ascii_case(&word));
        let is_spoken = |word: &Word| languages.iter().any(|language| language.lang == word.lang);
        let fits = move |word: &'a Word| prefix(text, &word.text).filter(|_| is_spoken(word)).map(|end| (word, end));
        words.into_iter().flatten().filter(may_fit).filter_map(fits)
    }

    /// Whether `text` is one of the words of a list.
    pub(crate) fn is_listed(&self, languages: &[&Language], list: &str, text: &str) -> bool {
        self.at_start(languages, text).any(|(word, length)| word.list == list && length == text.len())
    }
}

/// A letter without its case.
fn fold(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Length of `word` at the start of `text`: without regard to case, any white space for a blank, with the
/// abbreviation's dot, which `word` leaves out, or without it.
fn prefix(text: &str, word: &str) -> Option<usize> {
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
    if rest.starts_with(char::is_alphabetic) && word.ends_with(char::is_alphabetic) {
        return None;
    }
    Some(text.len() - rest.strip_prefix('.').unwrap_or(rest).len())
}
