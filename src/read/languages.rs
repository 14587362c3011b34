//! The languages that texts are read by, with their words in tables made for looking up.

use crate::knowledge::{Headnote, Language, LanguageList};
use crate::read::bracket_words::WordIndex;
use crate::read::dates::{DateLexicon, Dates};
use crate::read::lexicon::{Lexicon, fold, words};
use crate::read::small_words::SmallWords;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The languages that texts are read by: the built-in ones, and those of an edition's own. The tables of their words are
/// made when they are first asked for, once for all texts.
pub struct Languages {
    list: Arc<LanguageList>,
    lexicon: OnceLock<Lexicon>,
    /// Words that have a meaning in brackets.
    bracket_words: OnceLock<WordIndex>,
    /// Words of dates of all languages, and of each.
    date_words: OnceLock<Arc<DateLexicon>>,
    dates: BTreeMap<String, OnceLock<Dates>>,
    dates_of_all: OnceLock<Dates>,
    /// What sections are, by their headings.
    sections: OnceLock<BTreeMap<String, String>>,
    /// Words beside the numbers of divisions, and numbers in words.
    headings: OnceLock<HeadingWords>,
    /// Words that tell languages from each other.
    small: OnceLock<SmallWords>,
}

/// Single words of headings.
#[derive(Default)]
struct HeadingWords {
    divisions: FxHashMap<String, DivisionWord>,
    ordinals: FxHashMap<String, u32>,
    /// Signs before a number, in small letters, without a stop behind them.
    signs: FxHashSet<String>,
    /// Words for collections of letters.
    collections: FxHashSet<String>,
    /// Words for collections of dated entries that are no letters.
    entries: FxHashSet<String>,
}

/// What a division is, by the word beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DivisionWord {
    /// A letter.
    Letter,
    /// A chapter, a book, a part.
    Chapter,
}

impl fmt::Debug for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|language| &language.lang)).finish()
    }
}

impl Languages {
    /// The built-in ones.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static CELL: OnceLock<Languages> = OnceLock::new();
        CELL.get_or_init(|| Self::new(Arc::new(LanguageList::builtin().clone())))
    }

    /// Those of a list.
    #[must_use]
    pub(crate) fn new(list: Arc<LanguageList>) -> Self {
        Self {
            dates: list.iter().map(|language| (language.lang.clone(), OnceLock::new())).collect(),
            list,
            lexicon: OnceLock::new(),
            bracket_words: OnceLock::new(),
            date_words: OnceLock::new(),
            dates_of_all: OnceLock::new(),
            sections: OnceLock::new(),
            headings: OnceLock::new(),
            small: OnceLock::new(),
        }
    }

    /// The languages without their tables, as writers take them.
    #[must_use]
    pub fn list(&self) -> &Arc<LanguageList> {
        &self.list
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Language> + Clone {
        self.list.iter()
    }

    /// All languages, that of the text first: editors write in brackets in another language than the letter's.
    pub(crate) fn first(&self, lang: &str) -> Vec<&Language> {
        let mut languages: Vec<&Language> = self.iter().collect();
        languages.sort_by_key(|language| !lang.starts_with(&language.lang));
        languages
    }

    /// A language the user gave must be known: its words decide what a line is.
    pub(crate) fn check(&self, tag: &str) -> Result<String, String> {
        if self.list.find(tag).is_some() || tag == "und" {
            return Ok(tag.to_owned());
        }
        let known: Vec<_> = self.iter().map(|language| language.lang.as_str()).collect();
        Err(format!("unknown language `{tag}`; known are {}", known.join(", ")))
    }

    /// Words and formulae.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::of(self.iter()))
    }

    /// Words that tell languages from each other.
    pub(crate) fn small_words(&self) -> &SmallWords {
        self.small.get_or_init(|| SmallWords::of(&self.list))
    }

    /// Words that have a meaning in brackets.
    pub(crate) fn bracket_words(&self) -> &WordIndex {
        self.bracket_words.get_or_init(|| WordIndex::of(self.iter()))
    }

    /// The words of dates of this language (a BCP 47 tag); of all languages together where it is not known.
    #[must_use]
    pub(crate) fn dates(&self, lang: &str) -> &Dates {
        let all = || {
            let all = self.date_words.get_or_init(|| Arc::new(DateLexicon::of(&self.iter().collect::<Vec<_>>())));
            Arc::clone(all)
        };
        let known = self.list.find(lang).and_then(|language| Some((language, self.dates.get(&language.lang)?)));
        match known {
            Some((language, cell)) => cell.get_or_init(|| Dates::new(Arc::new(DateLexicon::of(&[language])), all())),
            None => self.dates_of_all.get_or_init(|| Dates::new(all(), all())),
        }
    }

    fn headings(&self) -> &HeadingWords {
        self.headings.get_or_init(|| {
            let mut known = HeadingWords::default();
            for headnote in self.iter().map(|language| &language.headnote) {
                for (kind, is) in [("letter", DivisionWord::Letter), ("chapter", DivisionWord::Chapter)] {
                    let names = headnote.divisions.get(kind).into_iter().flatten().flat_map(|name| words(name));
                    known.divisions.extend(names.map(|name| (name, is)));
                }
                let of = |kind: &str| headnote.divisions.get(kind).into_iter().flatten();
                known.signs.extend(of("number").map(|sign| sign.trim_end_matches('.').to_lowercase()));
                known.collections.extend(of("letters").flat_map(|name| words(name)));
                known.entries.extend(of("entries").flat_map(|name| words(name)));
                let numbered = headnote.ordinals.iter().zip(1..);
                let forms = numbered.flat_map(|(forms, number)| forms.iter().map(move |form| (form.clone(), number)));
                known.ordinals.extend(forms);
            }
            known
        })
    }

    /// What a division is that this folded word names.
    pub(crate) fn division(&self, word: &str) -> Option<DivisionWord> {
        self.headings().divisions.get(word).copied()
    }

    /// What follows a sign before a number in this word, if it starts with one ("No.", "N°7").
    pub(crate) fn after_number_sign<'w>(&self, word: &'w str) -> Option<&'w str> {
        let end = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
        let (sign, rest) = word.split_at(end);
        let sign = sign.trim_end_matches(['.', ':']).to_lowercase();
        self.headings().signs.contains(&sign).then_some(rest)
    }

    /// Whether this folded word is what collections of letters are called.
    pub(crate) fn is_collection(&self, word: &str) -> bool {
        self.headings().collections.contains(word)
    }

    /// Whether this folded word is what collections of dated entries are called that are no letters.
    pub(crate) fn is_of_entries(&self, word: &str) -> bool {
        self.headings().entries.contains(word)
    }

    /// Whether a word stands between or before the names in headings. One of a letter does so in the language of the text
    /// only, and so does what is a small word of that language: "an" is "to" in German.
    pub(crate) fn is_of_headings(&self, lang: &str, word: &str, of: fn(&Headnote) -> &Vec<String>) -> bool {
        let mut folded = String::new();
        fold(word, &mut folded);
        let mut known = self.iter().filter(|language| of(&language.headnote).contains(&folded)).peekable();
        if known.peek().is_none() {
            return false;
        }
        let is_own = |language: &Language| lang.starts_with(&*language.lang);
        let is_small = || self.iter().any(|it| is_own(it) && it.words.small.contains(&folded));
        known.any(is_own) || folded.chars().count() > 1 && !is_small()
    }

    /// The number that this folded word is.
    pub(crate) fn ordinal(&self, word: &str) -> Option<u32> {
        self.headings().ordinals.get(word).copied()
    }

    /// What a section is whose heading has these words, with a blank between them.
    pub(crate) fn section(&self, heading: &str) -> Option<&str> {
        let headings = || {
            let mut headings = BTreeMap::new();
            for headnote in self.iter().map(|language| &language.headnote) {
                let sections = headnote.sections.iter().map(|(name, headings)| (name.as_str(), headings));
                for (name, list) in sections.chain([("notes", &headnote.notes)]) {
                    for heading in list {
                        headings.entry(words(heading).join(" ")).or_insert_with(|| name.to_owned());
                    }
                }
            }
            headings
        };
        self.sections.get_or_init(headings).get(heading).map(String::as_str)
    }
}
