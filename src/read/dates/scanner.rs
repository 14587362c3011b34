//! Finds months and digits in long text in one pass.

use crate::read::dates::lexicon::DateLexicon;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::ops::Range;
use std::sync::OnceLock;

/// A text of more bytes is long.
const LONG: usize = 100_000;

/// Finds months, those written with digits included (`7bre`), and digits.
pub(crate) struct Scanner {
    /// The months in all their forms; the digits after them.
    patterns: Vec<String>,
    /// How many of the patterns are months.
    months: usize,
    /// For texts where a quick start counts.
    short: OnceLock<AhoCorasick>,
    /// For texts where a quick pass counts; takes longer to make.
    long: OnceLock<AhoCorasick>,
}

/// What the scanner came upon.
pub(crate) struct Hit {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// A month; else a digit.
    pub(crate) is_month: bool,
}

impl Scanner {
    pub(crate) fn new(lexicon: &DateLexicon) -> Self {
        let mut patterns = Vec::new();
        for (month, _) in &lexicon.months {
            patterns.push(month.clone());
            if !month.is_ascii() {
                // The automaton folds the case of ASCII only.
                let mut rest = month.chars();
                let first = rest.next();
                patterns.push(month.to_uppercase());
                patterns.push(first.into_iter().flat_map(char::to_uppercase).chain(rest).collect());
            }
        }
        let months = patterns.len();
        patterns.extend(('0'..='9').map(String::from));
        Self { patterns, months, short: OnceLock::new(), long: OnceLock::new() }
    }

    /// Everything that is found, in the order of the text.
    pub(crate) fn hits(&self, text: &str) -> impl Iterator<Item = Hit> {
        let hits = self.automaton(text).find_iter(text);
        hits.map(|hit| Hit { range: hit.range(), is_month: hit.pattern().as_usize() < self.months })
    }

    /// The automaton for a text; what a long text had made serves short ones too.
    fn automaton(&self, text: &str) -> &AhoCorasick {
        let build = |kind| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .ascii_case_insensitive(true)
                .kind(Some(kind))
                .build(&self.patterns)
                .expect("a few hundred words of our own data stay far below the limits of the automaton")
        };
        if text.len() > LONG {
            return self.long.get_or_init(|| build(AhoCorasickKind::DFA));
        }
        self.long.get().unwrap_or_else(|| self.short.get_or_init(|| build(AhoCorasickKind::ContiguousNFA)))
    }
}
