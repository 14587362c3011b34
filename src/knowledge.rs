//! What is known: languages, brackets, layout, weights. Data under `schema/`, compiled in and read once.

pub mod brackets;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One language, `schema/languages/<lang>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// BCP 47 tag.
    pub lang: String,
    /// English name.
    pub name: String,
    /// Greetings at the start of a letter.
    pub salutation: Formulae,
    /// Complimentary closes.
    pub closing: Formulae,
    /// Signatures.
    pub signature: Signature,
    /// Postscripts.
    pub postscript: Markers,
    /// Enclosures, copies, endorsements.
    pub enclosure: Markers,
    /// Labels in notes on the source, and words of libraries.
    #[serde(default)]
    pub headnote: Headnote,
    /// Single words that speak for a role.
    #[serde(default)]
    pub words: Words,
    /// Words inside editorial brackets, by meaning (`illegible`, `lost`, `stage`, ...).
    #[serde(default)]
    pub editorial: BTreeMap<String, Vec<String>>,
    /// Words of dates.
    pub dates: DateWords,
}

/// Formulae of a letter: openings of lines, and whole phrases with `{}` for a name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formulae {
    /// First words that decide by themselves on a short line.
    pub strong: Vec<String>,
    /// First words that need other evidence.
    pub weak: Vec<String>,
    /// Whole phrases.
    pub formulae: Vec<String>,
}

/// Shapes of signatures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Words before a name that say it is a signature.
    pub shapes: Vec<String>,
    /// Titles and offices that follow a name.
    #[serde(default)]
    pub suffixes: Vec<String>,
}

/// Words that start a block of a certain kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Markers {
    /// The words.
    pub markers: Vec<String>,
}

/// Words before and around a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headnote {
    /// Labels that start a note on the source ("Source", "Translated by").
    pub source_labels: Vec<String>,
    /// Names and phrases of libraries.
    pub boilerplate: Vec<String>,
    /// Headings of a table of contents.
    pub contents: Vec<String>,
    /// Words before an author's name.
    pub by: Vec<String>,
    /// Words that start a publisher's imprint.
    pub imprint: Vec<String>,
    /// Role (`editors`, `translators`, `transcribers`) and the words that give it.
    #[serde(default)]
    pub credits: BTreeMap<String, Vec<String>>,
}

/// Words that speak for a role wherever they stand in a short line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that have a capital inside a sentence too.
    pub capital: Vec<String>,
    /// Small words inside names.
    pub particles: Vec<String>,
    /// Words that head a letter or a chapter.
    pub headings: Vec<String>,
    /// Words that start an address.
    pub address: Vec<String>,
    /// Titles before names.
    pub titles: Vec<String>,
    /// Parts of an address.
    pub streets: Vec<String>,
    /// Words of complimentary closes.
    pub closing: Vec<String>,
    /// Kinship and friendship.
    pub kin: Vec<String>,
    /// Times of day.
    pub dayparts: Vec<String>,
}

/// Words of dates in one language; see `schema/languages/en.toml` for the fields.
#[derive(Debug, Clone, Deserialize)]
pub struct DateWords {
    /// Twelve lists, January first.
    pub months: Vec<Vec<String>>,
    /// Seven lists, Monday first; empty where the language has none.
    #[serde(default)]
    pub weekdays: Vec<Vec<String>>,
    /// All other fields, for the date parser.
    #[serde(flatten)]
    pub other: BTreeMap<String, toml::Value>,
}

const LANGUAGES: &[&str] = &[
    include_str!("../schema/languages/en.toml"),
    include_str!("../schema/languages/fr.toml"),
    include_str!("../schema/languages/de.toml"),
    include_str!("../schema/languages/ru.toml"),
    include_str!("../schema/languages/es.toml"),
    include_str!("../schema/languages/it.toml"),
    include_str!("../schema/languages/nl.toml"),
    include_str!("../schema/languages/la.toml"),
];

/// All languages known, in a fixed order.
pub fn languages() -> &'static [Language] {
    static CELL: OnceLock<Vec<Language>> = OnceLock::new();
    CELL.get_or_init(|| {
        let read = |text: &&str| {
            toml::from_str(text).expect("a language file of this crate is well-formed; tests read them all")
        };
        LANGUAGES.iter().map(read).collect()
    })
}

/// The language with this tag (`en`, `en-GB`), if it is known.
#[must_use]
pub fn language(tag: &str) -> Option<&'static Language> {
    let primary = tag.split('-').next().unwrap_or(tag);
    languages().iter().find(|language| language.lang.eq_ignore_ascii_case(primary))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_language_file_reads() {
        assert_eq!(super::languages().len(), 8);
        assert!(super::languages().iter().all(|language| language.dates.months.len() == 12));
        assert_eq!(super::language("en-GB").map(|l| l.name.as_str()), Some("English"));
    }
}
