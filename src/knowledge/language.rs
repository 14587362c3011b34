//! One language: its words, and how it is set.

use super::book_words::BookWords;
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
    /// Its code in ISO 639-3, by which tables of trigrams know it. A language that they do not know is never guessed.
    pub iso639_3: String,
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
    /// Names as they stand in a greeting in the third person.
    #[serde(default)]
    pub greeted: Greeted,
    /// Words of dates.
    pub dates: DateWords,
    /// How a reading copy is set.
    pub typography: Typography,
    /// The words of a book that no source can give.
    pub book: BookWords,
}

/// Rules of typesetting. A mark may hold spaces that belong to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typography {
    /// Opening and closing mark for straight double quotation marks.
    pub double: [String; 2],
    /// The same for single ones.
    pub single: [String; 2],
    /// For `--` between words.
    pub dash: String,
    /// For a dash between spaces.
    pub spaced_dash: String,
    /// Words that begin with an apostrophe, written with `'`.
    #[serde(default)]
    pub elisions: Vec<String>,
    /// Phrases in which no line may end.
    #[serde(default)]
    pub bind: Vec<String>,
    /// Words that no line may end with.
    #[serde(default)]
    pub bind_after: Vec<String>,
    /// The space before a mark.
    #[serde(default)]
    pub space_before: BTreeMap<char, String>,
    /// The space after a mark.
    #[serde(default)]
    pub space_after: BTreeMap<char, String>,
    /// Regions (ISO 3166) where the rules are others.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Names in a greeting in the third person ("Petrus Paulo suo salutem"): the case tells who writes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Greeted {
    /// Endings of a name that is greeted.
    pub endings: Vec<String>,
    /// Names that end so and may be the writer's.
    pub writers: Vec<String>,
}

/// Formulae of a letter: openings of lines, and whole phrases with `{}` for a name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names are those of the data")]
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
    /// Those of them that say only that a source follows.
    #[serde(default)]
    pub source: Vec<String>,
    /// Names and phrases of libraries.
    pub boilerplate: Vec<String>,
    /// Headings of a table of contents.
    pub contents: Vec<String>,
    /// What an edition's own sections are (`introduction`, `preface`, `transcriber`, ..), and their headings.
    #[serde(default)]
    pub sections: BTreeMap<String, Vec<String>>,
    /// Headings of a list of notes.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Words before the label of a note in a bracket ("Footnote 1: ..").
    #[serde(default)]
    pub note: Vec<String>,
    /// Words of the link from a note back to its mark ("1 (return) [ .. ]").
    #[serde(default)]
    pub back_to_mark: Vec<String>,
    /// Words before an author's name.
    pub by: Vec<String>,
    /// Words between sender and recipient in a heading ("Anna to Tom").
    pub to: Vec<String>,
    /// Words before who writes, in a heading without "to" ("From Anna").
    #[serde(default)]
    pub from: Vec<String>,
    /// Words for those whom the heading before names.
    #[serde(default)]
    pub same: Vec<String>,
    /// Small words that may stand before the name of a person or an office ("to the Editor").
    #[serde(default)]
    pub determiners: Vec<String>,
    /// Numbers in words, the first first: forms of each.
    #[serde(default)]
    pub ordinals: Vec<Vec<String>>,
    /// What divisions are (`letter`, `chapter`), by the word beside their number; signs before a number (`number`), and what
    /// collections of letters are called (`letters`), and those of dated entries that are none (`entries`).
    #[serde(default)]
    pub divisions: BTreeMap<String, Vec<String>>,
    /// Headings of a list of the persons of a novel or a play; what follows one of several words is part of it.
    #[serde(default)]
    pub persons: Vec<String>,
    /// Lines that say that a letter was taken from a copy or a draft of it.
    #[serde(default)]
    pub copies: Vec<String>,
    /// Words that start a publisher's imprint.
    pub imprint: Vec<String>,
    /// Words that end a work.
    #[serde(default)]
    pub finis: Vec<String>,
    /// Words of an imprint on a title page.
    #[serde(default)]
    pub printed: Vec<String>,
    /// Words that say which edition or volume this is.
    #[serde(default, rename = "edition-words")]
    pub edition_words: Vec<String>,
    /// Words that say when a page of the web was read.
    #[serde(default)]
    pub retrieved: Vec<String>,
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
    /// Labels of a line that says what the letter is about, without their colon.
    #[serde(default)]
    pub subjects: Vec<String>,
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
    /// Small words of sentences.
    pub small: Vec<String>,
    /// Words of those who write and who are written to.
    pub person: Vec<String>,
    /// What a letter is called in a sentence.
    #[serde(default)]
    pub letter: Vec<String>,
    /// Words beside these where a sentence announces a letter.
    #[serde(default)]
    pub announcing: Vec<String>,
}

/// Words of dates in one language. Compared after lower-casing and without full stops and accents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// Twelve lists, January first: names, inflected and historical forms, abbreviations.
    pub months: Vec<Vec<String>>,
    /// Months begin with a capital; `may` and `march` in small letters are other words.
    #[serde(default)]
    pub capital_months: bool,
    /// `day-first` or `month-first` where the language writes 3/4 in one way only.
    #[serde(default)]
    pub numeric_order: Option<String>,
    /// Seven lists, Monday first; empty where the language has none.
    #[serde(default)]
    pub weekdays: Vec<Vec<String>>,
    /// `spring`, `summer`, `autumn`, `winter`.
    #[serde(default)]
    pub seasons: BTreeMap<String, Vec<String>>,
    /// Times of day that may follow a weekday.
    #[serde(default)]
    pub dayparts: Vec<String>,
    /// Endings of ordinal numbers written with digits.
    #[serde(default)]
    pub ordinal_suffixes: Vec<String>,
    /// Words before a date in a dateline ("den", "le").
    #[serde(default)]
    pub prefix: Vec<String>,
    /// Words between day, month and year ("of", "de").
    #[serde(default)]
    pub connectors: Vec<String>,
    /// Words that join two dates.
    #[serde(default)]
    pub and: Vec<String>,
    /// Words between the ends of a range.
    #[serde(default)]
    pub to: Vec<String>,
    /// Words after which a round number is a year.
    #[serde(default, rename = "in")]
    pub before_year: Vec<String>,
    /// Endings that make a decade of a round year ("1840s").
    #[serde(default)]
    pub decade: Vec<String>,
    /// Words before a place in a dateline ("from", "à").
    #[serde(default)]
    pub place_prefix: Vec<String>,
    /// Words that stand with a year ("anno", "г.").
    #[serde(default)]
    pub year_words: Vec<String>,
    /// `this_month`, `last_month`, `next_month`, `this_year`, `last_year`.
    #[serde(default)]
    pub relative: BTreeMap<String, Vec<String>>,
    /// Words for an approximate date.
    #[serde(default)]
    pub approx: Vec<String>,
    /// Words for an uncertain date.
    #[serde(default)]
    pub uncertain: Vec<String>,
    /// The date is the latest possible.
    #[serde(default)]
    pub before: Vec<String>,
    /// The date is the earliest possible.
    #[serde(default)]
    pub after: Vec<String>,
    /// Two dates follow.
    #[serde(default)]
    pub between: Vec<String>,
    /// The letter says that it has no date.
    #[serde(default)]
    pub undated: Vec<String>,
    /// `julian` and `gregorian`: old and new style.
    #[serde(default)]
    pub style: BTreeMap<String, Vec<String>>,
    /// Words for a part of a year or month ("early in"), which the value leaves out.
    #[serde(default)]
    pub part_of_period: Vec<String>,
    /// `kalends`, `nones`, `ides`, `day_before`, `ante_diem`.
    #[serde(default)]
    pub roman_days: BTreeMap<String, Vec<String>>,
    /// The French Republican calendar.
    #[serde(default)]
    pub republican: Option<Republican>,
}

/// Words and years of the French Republican calendar.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Republican {
    /// Twelve lists, vendémiaire first.
    pub months: Vec<Vec<String>>,
    /// Names of the days that end the year, in order.
    pub complementary: Vec<Vec<String>>,
    /// Words for these days when they are numbered.
    pub complementary_words: Vec<String>,
    /// Words before the number of the year.
    pub year_words: Vec<String>,
    /// First day of each year by its Roman number.
    pub years: BTreeMap<String, String>,
}

const LANGUAGES: &[&str] = &[
    include_str!("../../schema/languages/en.toml"),
    include_str!("../../schema/languages/fr.toml"),
    include_str!("../../schema/languages/de.toml"),
    include_str!("../../schema/languages/ru.toml"),
    include_str!("../../schema/languages/es.toml"),
    include_str!("../../schema/languages/it.toml"),
    include_str!("../../schema/languages/nl.toml"),
    include_str!("../../schema/languages/la.toml"),
];

/// All languages known, in a fixed order.
///
/// # Panics
/// Never: the files are part of the crate and a test reads each.
#[must_use]
pub fn languages() -> &'static [Language] {
    static CELL: OnceLock<Vec<Language>> = OnceLock::new();
    CELL.get_or_init(|| {
        let read = |text: &&str| {
            toml::from_str(text).expect("a language file of this crate is well-formed; tests read them all")
        };
        LANGUAGES.iter().map(read).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_reads() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/languages");
        let files = std::fs::read_dir(folder).expect("the files of languages are there").count();
        assert_eq!(languages().len(), files, "a language is not compiled in");
        assert!(languages().iter().all(|language| language.dates.months.len() == 12));
    }
}
