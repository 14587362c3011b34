//! Search that does not tell capital from small letters, and says where in the text itself it found something.
//!
//! A text in small letters is another text: `İ` grows when it is lowered, `ẞ` and the sign of the Kelvin shrink. A place in
//! it is none in the original, so nothing else in this crate may search a lowered copy for places.

use crate::steps::step;
use std::ops::Range;

/// A character in small letters. The two small sigmas are one letter, of which words end with the second.
fn lowered(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

/// Where `words` stand in a text first. Whole characters of the text are found: `i` is no part of `İ`.
///
/// It takes time in proportion to both lengths, whatever they hold (Knuth, Morris and Pratt).
pub(crate) fn find(text: &str, words: &str) -> Option<Range<usize>> {
    let words: Vec<char> = words.chars().flat_map(lowered).collect();
    if words.is_empty() {
        return Some(0..0);
    }
    let borders = borders(&words);
    // Where the last letters stand in the text, as many as are looked for; none for further letters of one character.
    let mut starts = vec![None; words.len()];
    let mut next = 0;
    // How many letters of the words fit so far.
    let mut fit = 0;
    for (at, c) in text.char_indices() {
        let mut start = Some(at);
        for letter in lowered(c) {
            starts[next] = start.take();
            next = (next + 1) % words.len();
            fit = fitting(&words, &borders, fit, letter);
        }
        // The oldest of the last letters is the first of those that fit.
        if let Some(start) = starts[next].filter(|_| fit == words.len()) {
            return Some(start..at + c.len_utf8());
        }
    }
    None
}

/// How many letters of the words fit once `letter` has come behind `fit` of them.
fn fitting(words: &[char], borders: &[usize], mut fit: usize, letter: char) -> usize {
    step(1);
    while fit > 0 && words.get(fit) != Some(&letter) {
        step(1);
        fit = borders[fit - 1];
    }
    fit + usize::from(words[fit] == letter)
}

/// For each beginning of the words: how much of it is its end too, itself left out.
fn borders(words: &[char]) -> Vec<usize> {
    let mut borders = vec![0; words.len()];
    for end in 1..words.len() {
        borders[end] = fitting(words, &borders, borders[end - 1], words[end]);
    }
    borders
}

/// Whether `words` stand in a text.
pub(crate) fn contains(text: &str, words: &str) -> bool {
    find(text, words).is_some()
}

/// Whether a text starts with `words`.
pub(crate) fn starts_with(text: &str, words: &str) -> bool {
    without_start(text, words).is_some()
}

/// What follows the `words` that a text starts with.
pub(crate) fn without_start<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut words = words.chars().flat_map(lowered).peekable();
    let mut rest = text.chars();
    while words.peek().is_some() {
        // A character fits as a whole or not at all.
        let mut letters = lowered(rest.next()?);
        if !letters.all(|letter| words.next() == Some(letter)) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::steps_of;
    use proptest::prelude::*;

    fn lower(text: &str) -> String {
        text.chars().flat_map(lowered).collect()
    }

    #[test]
    fn places_are_those_of_the_text_where_letters_change_their_length() {
        for (text, words, found) in [
            ("Harwick, 4 March", "MARCH", Some("March")),
            ("İ Retrieved on ẞ", "retrieved", Some("Retrieved")),
            ("ẞ İİ am 4. MÄRZ gelesen", "März", Some("MÄRZ")),
            ("300 \u{212a}", "300 k", Some("300 \u{212a}")),
            ("GROẞ", "groß", Some("GROẞ")),
            ("ΟΔΟΣ", "οδος", Some("ΟΔΟΣ")),
            ("an ΟΔΟΣ an", "Οδοσ", Some("ΟΔΟΣ")),
            ("İ", "i\u{307}", Some("İ")),
            ("İ", "i", None),
            ("aİ\u{307}", "\u{307}", Some("\u{307}")),
            ("aaab", "AAB", Some("aab")),
            ("", "a", None),
            ("any", "", Some("")),
        ] {
            assert_eq!(find(text, words).map(|range| &text[range]), found, "{words} in {text}");
            assert_eq!(contains(text, words), found.is_some(), "{words} in {text}");
        }
        assert_eq!(find("İẞ on İẞ", "İẞ").expect("it is there"), 0..5);
    }

    #[test]
    fn a_start_is_whole_characters() {
        assert!(starts_with("ẞtadt", "ßT"));
        assert_eq!(without_start("Source: the mill", "SOURCE:"), Some(" the mill"));
        assert_eq!(without_start("İst", "i\u{307}"), Some("st"));
        assert!(!starts_with("İst", "i"));
        assert!(!starts_with("on", "once"));
        assert!(starts_with("any", ""));
    }

    #[test]
    fn work_grows_with_the_text() {
        // Each is the worst there is for a search that starts anew at every place.
        for (part, words) in [("a", "a".repeat(500) + "b"), ("İ", "\u{307}i".repeat(500))] {
            let work = |count: usize| steps_of(|| assert_eq!(find(&part.repeat(count), &words), None));
            let (once, twice) = (work(20_000), work(40_000));
            assert!(once > 0 && twice * 10 <= once * 23, "{once} steps, then {twice}");
        }
    }

    /// Letters that grow or shrink when they are lowered, and some that may stand for their parts.
    fn words(most: usize) -> impl Strategy<Value = String> {
        let letter = prop::sample::select(vec![
            'a', 'A', 'İ', 'i', 'I', '\u{307}', 'ẞ', 'ß', '\u{212a}', 'k', 'Σ', 'σ', 'ς', 'Å', '\u{212b}', 'Ⱥ', '𐐀',
        ]);
        prop::collection::vec(letter, 0..most).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is found is what was looked for, it is the first such place, and where nothing is found there is none.
        #[test]
        fn the_first_place_is_found(text in words(12), words in words(4)) {
            let ends = || (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            let ranges = ends().flat_map(|end| (0..=end).rev().filter(|at| text.is_char_boundary(*at)).map(move |start| start..end));
            let first = ranges.into_iter().filter(|range| lower(&text[range.clone()]) == lower(&words)).min_by_key(|range| (range.end, range.start));
            prop_assert_eq!(find(&text, &words), first);
            let start = ends().find(|end| lower(&text[..*end]) == lower(&words));
            prop_assert_eq!(without_start(&text, &words), start.map(|end| &text[end..]));
        }

        /// A stretch of a text is found in whatever letters it is looked for.
        #[test]
        fn a_stretch_is_found_in_other_letters(before in words(6), stretch in words(6), after in words(6)) {
            let text = format!("{before}{stretch}{after}");
            let found = find(&text, &lower(&stretch)).expect("it is there");
            prop_assert!(found.start <= before.len());
            prop_assert_eq!(lower(&text[found]), lower(&stretch));
        }
    }
}
