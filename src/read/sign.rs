//! Signs: lines that are what they are by their shape alone, `schema/furniture.toml`. Page numbers, rules, dirt, a site's
//! own words.

use regex::Regex;
use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pattern: Vec<Sign>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    /// Cue id.
    pub(crate) id: String,
    /// What such a line is.
    pub(crate) kind: String,
    regex: String,
    /// Longest line, in characters: bounds in the pattern itself would make it large.
    longest: Option<usize>,
    /// Characters such a line starts with.
    first: Option<String>,
    /// Characters of which one is in it.
    holds: Option<String>,
    /// No letter or digit is in it.
    #[serde(default)]
    wordless: bool,
    /// Made when a line is met that only the pattern can tell from such a one: making all of them takes longer than
    /// reading a letter.
    #[serde(skip)]
    made: OnceLock<Regex>,
    /// Lines that must match; read by the tests.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are tests"))]
    examples: Vec<String>,
}

impl Sign {
    fn all() -> &'static [Self] {
        static CELL: OnceLock<Vec<Sign>> = OnceLock::new();
        CELL.get_or_init(|| {
            let File { pattern } = toml::from_str(include_str!("../../schema/furniture.toml"))
                .expect("schema/furniture.toml is well-formed; a test reads it");
            pattern
        })
    }

    fn may_match(&self, text: &str) -> bool {
        self.first.as_ref().is_none_or(|first| text.starts_with(|c| first.contains(c)))
            && self.holds.as_ref().is_none_or(|holds| holds.chars().any(|sign| text.contains(sign)))
            && !(self.wordless && text.bytes().any(|byte| byte.is_ascii_alphanumeric()))
            && self.longest.is_none_or(|longest| text.chars().count() <= longest)
    }

    fn regex(&self) -> &Regex {
        self.made.get_or_init(|| Regex::new(&self.regex).expect("patterns are checked by a test"))
    }

    /// The page number in a text that the pattern matches.
    pub(crate) fn number(&self, text: &str) -> Option<String> {
        let number = self.regex().captures(text)?.iter().skip(1).flatten().next()?;
        Some(number.as_str().trim().to_owned())
    }
}

/// Longest sign, in bytes.
const SHORT: usize = 120;

/// The sign that a line is.
pub(crate) fn find(text: &str) -> Option<&'static Sign> {
    let roman = || text.len() <= 7 && text.bytes().all(|byte| b"ivxl".contains(&byte));
    if text.len() > SHORT || text.as_bytes().first().is_none_or(u8::is_ascii_lowercase) && !roman() {
        return None;
    }
    Sign::all().iter().find(|sign| sign.may_match(text) && sign.regex().is_match(text))
}

/// Whether a line parts pages or passages, or is a site's own, and says nothing of the text.
pub(crate) fn is_mark(text: &str) -> bool {
    let kinds = ["page-printed", "page-mark", "separator", "noise", "boilerplate"];
    find(text).is_some_and(|sign| kinds.contains(&&*sign.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_matches_its_examples_first() {
        let file: File = toml::from_str(include_str!("../../schema/furniture.toml")).expect("well-formed");
        let kinds =
            ["page-printed", "page-mark", "separator", "noise", "boilerplate", "boilerplate-start", "boilerplate-end"];
        for pattern in &file.pattern {
            assert!(kinds.contains(&pattern.kind.as_str()), "{}", pattern.kind);
            assert!(!pattern.examples.is_empty(), "{} has no example", pattern.id);
            for example in &pattern.examples {
                let found = find(example).map(|found| &*found.id);
                assert_eq!(found, Some(&*pattern.id), "on {example:?}");
            }
        }
    }

    #[test]
    fn what_is_seen_without_a_pattern_rules_out_no_line_that_matches() {
        let examples = Sign::all().iter().flat_map(|pattern| pattern.examples.clone());
        let signs = (' '..='\u{2fff}').flat_map(|c| [1, 3, 5].map(|count| String::from(c).repeat(count)));
        // Any first character before what follows the first one in an example.
        let heads = (' '..='\u{17f}').flat_map(|c| {
            let tails = Sign::all().iter().flat_map(|pattern| &pattern.examples);
            tails.map(move |text| text.chars().take(1).map(|_| c).chain(text.chars().skip(1)).collect())
        });
        for line in examples.chain(signs).chain(heads) {
            for pattern in Sign::all().iter().filter(|pattern| pattern.regex().is_match(&line)) {
                let short = pattern.longest.is_none_or(|longest| line.chars().count() <= longest);
                assert!(pattern.may_match(&line) || !short, "{} on {line:?}", pattern.id);
            }
        }
    }
}
