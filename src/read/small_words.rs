//! The small words of sentences, which tell languages from each other.

use crate::knowledge::LanguageList;
use crate::read::lexicon::fold;
use rustc_hash::FxHashMap;

/// So many languages have a place in a set.
pub(crate) const MOST: usize = u64::BITS as usize;

/// Small words, each with the set of languages that have it: a bit for each, in the order of their list.
pub(crate) struct SmallWords(FxHashMap<String, u64>);

impl SmallWords {
    pub(crate) fn of(list: &LanguageList) -> Self {
        let mut known: FxHashMap<String, u64> = FxHashMap::default();
        let mut folded = String::new();
        for (at, language) in list.iter().enumerate().take(MOST) {
            for small in language.words.small.iter().chain(&language.words.person) {
                fold(small, &mut folded);
                *known.entry(folded.clone()).or_default() |= 1 << at;
            }
        }
        Self(known)
    }

    /// The languages that have this folded word.
    pub(crate) fn languages(&self, word: &str) -> Option<u64> {
        self.0.get(word).copied()
    }
}
