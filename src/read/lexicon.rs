//! The words of all languages in one table, so that a line is looked at once.
//!
//! Formulae are matched as sequences of words; `{}` stands for one to three words.

use crate::knowledge::{self, Language};
use rustc_hash::FxHashMap;

/// What a formula at the start of a line speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A greeting that decides by itself.
    SaluteStrong,
    /// A greeting word that needs other evidence.
    SaluteWeak,
    /// A whole greeting.
    SaluteWhole,
    /// The words that a greeting ends with after the names ("Petrus Paulo suo *salutem*").
    SaluteEnd,
    /// A complimentary close that decides by itself.
    CloseStrong,
    /// A closing word that needs other evidence.
    CloseWeak,
    /// A whole complimentary close.
    CloseWhole,
    /// A postscript's marker.
    Postscript,
    /// Words before a signature.
    Signature,
    /// An enclosure, a copy, an endorsement.
    Enclosure,
    /// The label of a note on the source.
    SourceLabel,
    /// A word that heads a letter or a chapter.
    Heading,
    /// Words that start an address.
    Address,
    /// The label of a line that says what the letter is about.
    Subject,
    /// The heading of a table of contents.
    Contents,
    /// Words before an author's name.
    By,
    /// Words that start a publisher's imprint.
    Imprint,
}

/// What a single word is.
pub mod word {
    /// Name of a month.
    pub const MONTH: u16 = 1;
    /// Name of a weekday.
    pub const WEEKDAY: u16 = 2;
    /// A title before a name ("Mr", "Frau").
    pub const TITLE: u16 = 4;
    /// A part of an address ("street", "Straße").
    pub const STREET: u16 = 8;
    /// A word of a complimentary close, wherever it stands ("sincerely", "ergebener").
    pub const CLOSING: u16 = 16;
    /// A word of kinship or friendship ("friend", "Mutter").
    pub const KIN: u16 = 32;
    /// A time of day ("evening").
    pub const DAYPART: u16 = 64;
    /// A small word inside names ("von").
    pub const PARTICLE: u16 = 128;
    /// A word that has a capital inside a sentence too ("I").
    pub const CAPITAL: u16 = 256;
    /// A word between sender and recipient in a heading ("to").
    pub const TO: u16 = 512;
    /// A small word of sentences ("the").
    pub const SMALL: u16 = 1024;
    /// A word of those who write and who are written to ("your").
    pub const PERSON: u16 = 2048;
    /// A well-known place.
    pub const PLACE: u16 = 4096;
    /// What a letter is called in a sentence ("note").
    pub const LETTER: u16 = 8192;
    /// A word beside it where the sentence announces one ("following").
    pub const ANNOUNCING: u16 = 16384;
}

struct Pattern {
    words: Vec<Option<String>>,
    class: Class,
}

/// Words and formulae of all languages.
pub struct Lexicon {
    words: FxHashMap<String, Entry>,
    patterns: Vec<Pattern>,
    beginnings: Affixes,
    endings: Affixes,
}

/// Beginnings or endings of words and what these words are, by the byte at the outer end: few words share it.
#[derive(Default)]
struct Affixes(FxHashMap<u8, Vec<(Box<str>, u16)>>);

impl Affixes {
    fn add(&mut self, affix: &str, outer: Option<u8>, bit: u16) {
        self.0.entry(outer.unwrap_or_default()).or_default().push((affix.into(), bit));
    }

    /// What the affixes that `is` holds true of say together.
    fn flags(&self, outer: Option<u8>, is: impl Fn(&str) -> bool) -> u16 {
        let likely = self.0.get(&outer.unwrap_or_default());
        likely.into_iter().flatten().filter(|(affix, _)| is(affix)).fold(0, |flags, (_, bit)| flags | bit)
    }
}

/// What is known of a word.
#[derive(Default)]
pub struct Entry {
    /// What it is; see [`word`].
    pub flags: u16,
    /// Formulae that start with it.
    starts: Vec<u32>,
}

/// A word without the punctuation around it.
#[must_use]
pub fn bare(word: &str) -> &str {
    if word.is_ascii() {
        let Some(start) = word.bytes().position(|byte| byte.is_ascii_alphanumeric()) else { return "" };
        let end = word.bytes().rposition(|byte| byte.is_ascii_alphanumeric()).map_or(start, |last| last + 1);
        return &word[start..end];
    }
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A word as it is compared: lower case, straight apostrophes, no punctuation around it.
pub fn fold(word: &str, into: &mut String) {
    fold_bare(bare(word), into);
}

/// The same for a word that has no punctuation around it any more; see [`bare`].
pub fn fold_bare(word: &str, into: &mut String) {
    into.clear();
    if word.is_ascii() {
        into.push_str(word);
        into.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '\u{2019}' | '\u{2018}' => into.push('\''),
            c => into.extend(c.to_lowercase()),
        }
    }
}

/// The words of a line, folded; words without a letter or digit are left out.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut buffer = String::new();
    text.split_whitespace()
        .filter_map(|word| {
            fold(word, &mut buffer);
            (!buffer.is_empty()).then(|| buffer.clone())
        })
        .collect()
}

impl Lexicon {
    /// The lexicon of these languages.
    pub fn of<'l>(languages: impl IntoIterator<Item = &'l Language>) -> Self {
        let mut lexicon = Self {
            words: FxHashMap::default(),
            patterns: Vec::new(),
            beginnings: Affixes::default(),
            endings: Affixes::default(),
        };
        for place in knowledge::places() {
            lexicon.flag(place, word::PLACE);
        }
        for language in languages {
            let mut add = |list: &[String], class| list.iter().for_each(|formula| lexicon.add(formula, class));
            add(&language.salutation.strong, Class::SaluteStrong);
            add(&language.salutation.weak, Class::SaluteWeak);
            add(&language.salutation.formulae, Class::SaluteWhole);
            add(&language.closing.strong, Class::CloseStrong);
            add(&language.closing.weak, Class::CloseWeak);
            add(&language.closing.formulae, Class::CloseWhole);
            add(&language.postscript.markers, Class::Postscript);
            add(&language.signature.shapes, Class::Signature);
            add(&language.enclosure.markers, Class::Enclosure);
            add(&language.headnote.source_labels, Class::SourceLabel);
            add(&language.headnote.contents, Class::Contents);
            add(&language.headnote.by, Class::By);
            add(&language.headnote.imprint, Class::Imprint);
            add(&language.words.headings, Class::Heading);
            add(&language.words.address, Class::Address);
            add(&language.words.subjects, Class::Subject);
            let mut flag = |list: &[String], bit| list.iter().for_each(|word| lexicon.flag(word, bit));
            language.dates.months.iter().for_each(|names| flag(names, word::MONTH));
            language.dates.weekdays.iter().for_each(|names| flag(names, word::WEEKDAY));
            flag(&language.words.titles, word::TITLE);
            flag(&language.words.streets, word::STREET);
            flag(&language.words.closing, word::CLOSING);
            flag(&language.words.kin, word::KIN);
            flag(&language.words.dayparts, word::DAYPART);
            flag(&language.words.capital, word::CAPITAL);
            flag(&language.headnote.to, word::TO);
            flag(&language.words.particles, word::PARTICLE);
            flag(&language.words.small, word::SMALL);
            flag(&language.words.person, word::PERSON);
            flag(&language.words.letter, word::LETTER);
            flag(&language.words.announcing, word::ANNOUNCING);
        }
        lexicon
    }

    fn add(&mut self, formula: &str, class: Class) {
        let mut buffer = String::new();
        let words: Vec<Option<String>> = formula
            .split_whitespace()
            .filter_map(|word| {
                if word.starts_with("{}") {
                    return Some(None);
                }
                fold(word, &mut buffer);
                (!buffer.is_empty()).then(|| Some(buffer.clone()))
            })
            .collect();
        // A formula that starts with a name would match any line: of a greeting, its end is looked for.
        let slots = words.iter().take_while(|word| word.is_none()).count();
        let class = match class {
            class if slots == 0 => class,
            Class::SaluteStrong | Class::SaluteWeak | Class::SaluteWhole => Class::SaluteEnd,
            _ => return,
        };
        let words = words[slots..].to_vec();
        if let Some(Some(first)) = words.first() {
            let id = self.patterns.len() as u32;
            self.words.entry(first.clone()).or_default().starts.push(id);
            self.patterns.push(Pattern { words, class });
        }
    }

    fn flag(&mut self, word: &str, bit: u16) {
        let mut buffer = String::new();
        fold(word, &mut buffer);
        if buffer.is_empty() || buffer.contains(' ') {
            return;
        }
        if word.ends_with('*') {
            self.beginnings.add(&buffer, buffer.bytes().next(), bit);
        } else if word.starts_with('*') {
            self.endings.add(&buffer, buffer.bytes().last(), bit);
        } else {
            self.words.entry(buffer).or_default().flags |= bit;
        }
    }

    /// What is known of a folded word.
    #[must_use]
    pub fn entry(&self, word: &str) -> Option<&Entry> {
        self.words.get(word)
    }

    /// What a folded word is; see [`word`].
    #[must_use]
    pub fn flags(&self, word: &str) -> u16 {
        self.words.get(word).map_or(0, |entry| entry.flags)
    }

    /// What a folded word that is not known as a whole is by its beginning or ending; see [`word`].
    #[must_use]
    pub fn parts(&self, word: &str) -> u16 {
        let begins = self.beginnings.flags(word.bytes().next(), |beginning| word.starts_with(beginning));
        let ends =
            self.endings.flags(word.bytes().last(), |ending| word.len() > ending.len() && word.ends_with(ending));
        begins | ends
    }

    /// Whether a formula of this class starts with a folded word.
    #[must_use]
    pub fn opens(&self, word: &str, class: Class) -> bool {
        let starts = self.words.get(word).map_or(&[][..], |entry| &entry.starts);
        starts.iter().any(|&id| self.patterns[id as usize].class == class)
    }

    /// Calls `found` with each class whose formula stands at the start of `words`, and with the
    /// number of words it took.
    pub fn starts(&self, words: &[impl AsRef<str>], found: impl FnMut(Class, usize)) {
        if let Some(entry) = words.first().and_then(|word| self.words.get(word.as_ref())) {
            self.starts_from(entry, words, found);
        }
    }

    /// The same where the entry of the first word is at hand.
    pub fn starts_from(&self, entry: &Entry, words: &[impl AsRef<str>], mut found: impl FnMut(Class, usize)) {
        for &id in &entry.starts {
            let pattern = &self.patterns[id as usize];
            // The first word is the one that `entry` was found by.
            if let Some(taken) = matches(&pattern.words[1..], &words[1..]) {
                found(pattern.class, 1 + taken);
            }
        }
    }
}

/// How many words of `words` the pattern takes, if it matches at their start.
fn matches(pattern: &[Option<String>], words: &[impl AsRef<str>]) -> Option<usize> {
    let Some((first, rest)) = pattern.split_first() else { return Some(0) };
    match first {
        Some(literal) => {
            (words.first()?.as_ref() == literal).then_some(())?;
            Some(1 + matches(rest, &words[1..])?)
        }
        None => (1..=words.len().min(3)).rev().find_map(|n| Some(n + matches(rest, &words[n..])?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(line: &str) -> Vec<(Class, usize)> {
        let mut found = Vec::new();
        Lexicon::of(knowledge::languages()).starts(&words(line), |class, taken| found.push((class, taken)));
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn formulae_match_whole_words_at_the_start() {
        assert!(classes("My dear Mrs. Harrow,").contains(&(Class::SaluteStrong, 2)));
        assert!(classes("Yours sincerely,").contains(&(Class::CloseWhole, 2)));
        assert!(classes("P. S. The cat is well.").contains(&(Class::Postscript, 2)));
        assert!(classes("Dearborn is a town").is_empty());
    }

    #[test]
    fn a_greeting_that_starts_with_names_is_known_by_its_end() {
        assert!(classes("suo S. D.").contains(&(Class::SaluteEnd, 3)));
        assert!(classes("S.P.D.").contains(&(Class::SaluteEnd, 1)));
    }

    #[test]
    fn a_slot_takes_one_to_three_words() {
        assert!(classes("Dear Mr. Old Tom").contains(&(Class::SaluteWhole, 4)));
    }

    #[test]
    fn words_are_known_by_their_parts() {
        let lexicon = Lexicon::of(knowledge::languages());
        assert_eq!(lexicon.parts("ergebenheit") & word::CLOSING, word::CLOSING);
        assert_eq!(lexicon.parts("lindenstraße") & word::STREET, word::STREET);
        assert_eq!(lexicon.parts("winter"), 0);
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(words("«Your’s, — TRULY!»"), ["your's", "truly"]);
        assert_eq!(["(it's)", "—été—", "--", "—", "a"].map(bare), ["it's", "été", "", "", "a"]);
    }
}
