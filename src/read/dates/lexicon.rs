//! The words of dates of one language, made ready for looking up.

use crate::knowledge::Language;
use crate::read::dates::calendar::RomanDay;
use crate::read::dates::context::NumericOrder;
use crate::read::dates::reading::Shift;
use crate::tree::Calendar;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// What a word or phrase may mean in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// A month; `full` unless it is an abbreviation that may be another word.
    Month { number: u8, full: bool },
    /// A weekday, 1 for Monday.
    Weekday(u8),
    /// A season in EDTF's numbers (21 to 24).
    Season(u8),
    /// A time of day.
    DayPart,
    /// A word before a date.
    Prefix,
    /// A word between day, month and year.
    Connector,
    /// "and".
    And,
    /// "to".
    To,
    /// A word before a year.
    In,
    /// A word with a year.
    YearWord,
    /// An ending that makes a decade.
    Decade,
    /// A word before a place.
    PlacePrefix,
    /// This, last or next month.
    Relative(Shift),
    /// About.
    Approx,
    /// Perhaps.
    Uncertain,
    /// Not after.
    Before,
    /// Not before.
    After,
    /// Two dates follow.
    Between,
    /// Without date.
    Undated,
    /// Old or new style.
    Style(Calendar),
    /// Part of a period.
    Part,
    /// A month of the Republican calendar.
    Republican(u8),
    /// A complementary day of the Republican calendar, 0 where a number says which.
    Complementary(u8),
    /// A word before a Republican year.
    RepublicanYear,
    /// Kalends, nones, ides.
    Roman(RomanDay),
    /// The day before kalends, nones, ides.
    DayBefore,
    /// Before the count of a Roman day.
    AnteDiem,
}

/// A phrase, filed under its first word.
pub(crate) struct Phrase {
    rest: Vec<String>,
    sense: Sense,
}

/// Words of dates of one language, or of all.
pub(crate) struct DateLexicon {
    words: FxHashMap<String, Vec<Phrase>>,
    /// Endings of ordinal numbers.
    pub(crate) suffixes: FxHashSet<String>,
    /// Months begin with a capital.
    pub(crate) capital_months: bool,
    /// How the language reads 3/4.
    pub(crate) order: NumericOrder,
    /// The months as written in the data, with their numbers.
    pub(crate) months: Vec<(String, u8)>,
}

impl DateLexicon {
    /// The words of these languages. A word that stands for different months in them is left out.
    pub(crate) fn of(languages: &[&Language]) -> Self {
        let mut lexicon = Self {
            words: FxHashMap::default(),
            suffixes: FxHashSet::default(),
            capital_months: languages.iter().all(|language| language.dates.capital_months),
            order: NumericOrder::Unknown,
            months: Vec::new(),
        };
        for language in languages {
            lexicon.add(language, languages.len() > 1);
        }
        if let [language] = languages {
            lexicon.order = match language.dates.numeric_order.as_deref() {
                Some("day-first") => NumericOrder::DayFirst,
                Some("month-first") => NumericOrder::MonthFirst,
                _ => NumericOrder::Unknown,
            };
        }
        lexicon
    }

    fn add(&mut self, language: &Language, many: bool) {
        let dates = &language.dates;
        for (number, words) in (1..).zip(&dates.months) {
            for (at, word) in words.iter().enumerate() {
                let full = at == 0 || word.chars().count() > 4;
                self.insert(word, Sense::Month { number, full });
                self.months.push((word.clone(), number));
            }
        }
        for (number, words) in (1..).zip(&dates.weekdays) {
            for word in words.iter().filter(|word| !many || word.chars().count() > 3) {
                self.insert(word, Sense::Weekday(number));
            }
        }
        for (name, number) in [("spring", 21), ("summer", 22), ("autumn", 23), ("winter", 24)] {
            self.insert_all(dates.seasons.get(name).into_iter().flatten(), Sense::Season(number));
        }
        let lists = [
            (&dates.dayparts, Sense::DayPart),
            (&dates.prefix, Sense::Prefix),
            (&dates.connectors, Sense::Connector),
            (&dates.and, Sense::And),
            (&dates.to, Sense::To),
            (&dates.before_year, Sense::In),
            (&dates.year_words, Sense::YearWord),
            (&dates.decade, Sense::Decade),
            (&dates.place_prefix, Sense::PlacePrefix),
            (&dates.approx, Sense::Approx),
            (&dates.uncertain, Sense::Uncertain),
            (&dates.before, Sense::Before),
            (&dates.after, Sense::After),
            (&dates.between, Sense::Between),
            (&dates.undated, Sense::Undated),
            (&dates.part_of_period, Sense::Part),
        ];
        for (words, sense) in lists {
            self.insert_all(words, sense);
        }
        let tables = [
            (&dates.relative, "this_month", Sense::Relative(Shift::Months(0))),
            (&dates.relative, "last_month", Sense::Relative(Shift::Months(-1))),
            (&dates.relative, "next_month", Sense::Relative(Shift::Months(1))),
            (&dates.relative, "this_year", Sense::Relative(Shift::Years(0))),
            (&dates.relative, "last_year", Sense::Relative(Shift::Years(-1))),
            (&dates.style, "julian", Sense::Style(Calendar::Julian)),
            (&dates.style, "gregorian", Sense::Style(Calendar::Gregorian)),
            (&dates.roman_days, "kalends", Sense::Roman(RomanDay::Kalends)),
            (&dates.roman_days, "nones", Sense::Roman(RomanDay::Nones)),
            (&dates.roman_days, "ides", Sense::Roman(RomanDay::Ides)),
            (&dates.roman_days, "day_before", Sense::DayBefore),
            (&dates.roman_days, "ante_diem", Sense::AnteDiem),
        ];
        for (table, key, sense) in tables {
            self.insert_all(table.get(key).into_iter().flatten(), sense);
        }
        if let Some(republican) = &dates.republican {
            for (number, words) in (1..).zip(&republican.months) {
                self.insert_all(words, Sense::Republican(number));
            }
            for (number, words) in (1..).zip(&republican.complementary) {
                self.insert_all(words, Sense::Complementary(number));
            }
            self.insert_all(&republican.complementary_words, Sense::Complementary(0));
            self.insert_all(&republican.year_words, Sense::RepublicanYear);
        }
        self.suffixes.extend(dates.ordinal_suffixes.iter().map(|word| fold(word).into_owned()));
    }

    fn insert_all<'a>(&mut self, words: impl IntoIterator<Item = &'a String>, sense: Sense) {
        for word in words {
            self.insert(word, sense);
        }
    }

    fn insert(&mut self, phrase: &str, sense: Sense) {
        let folded = fold(phrase);
        let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let entries = self.words.entry(first).or_default();
        let rival = entries.iter().position(|entry| {
            entry.rest == rest && std::mem::discriminant(&entry.sense) == std::mem::discriminant(&sense)
        });
        match rival {
            Some(at) => match (entries[at].sense, sense) {
                (Sense::Month { number: a, .. }, Sense::Month { number: b, .. }) if a != b => {
                    entries.remove(at);
                }
                _ => {}
            },
            None => entries.push(Phrase { rest, sense }),
        }
    }

    /// The phrases that start with a word.
    pub(crate) fn phrases(&self, word: &str) -> &[Phrase] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether the word alone is a month.
    pub(crate) fn is_month(&self, word: &str) -> bool {
        self.phrases(word).iter().any(|phrase| phrase.is_word() && matches!(phrase.sense, Sense::Month { .. }))
    }
}

impl Phrase {
    /// Whether it is its first word alone.
    pub(crate) fn is_word(&self) -> bool {
        self.rest.is_empty()
    }
}

/// The longest of these phrases, which start with one word, that has a sense that `pick` takes. `next` yields the
/// words after the first. Returns what was picked and how many further words it took.
pub(crate) fn longest<'w, T>(
    phrases: &[Phrase],
    next: impl Fn(usize) -> Option<&'w str>,
    pick: impl Fn(Sense) -> Option<T>,
) -> Option<(T, usize)> {
    let mut best: Option<(T, usize)> = None;
    for phrase in phrases {
        let Some(picked) = pick(phrase.sense) else { continue };
        let matches = phrase.rest.iter().enumerate().all(|(at, word)| next(at) == Some(word.as_str()));
        if matches && best.as_ref().is_none_or(|(_, length)| phrase.rest.len() > *length) {
            best = Some((picked, phrase.rest.len()));
        }
    }
    best
}

/// Lower case, without accents, long s and ligatures resolved; square brackets inside a word dropped.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        let mut folded = word.to_ascii_lowercase();
        folded.retain(|c| !matches!(c, '[' | ']'));
        return Cow::Owned(folded);
    }
    let marks = '\u{300}'..='\u{36f}';
    let bare = word.nfkd().filter(|c| !marks.contains(c) && !matches!(c, '[' | ']'));
    let folded = bare.flat_map(char::to_lowercase);
    // Latin letters stand in Cyrillic words where keyboards lack the old ones, or hands slip: "Iюля".
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    if word.contains(is_cyrillic) {
        return Cow::Owned(
            folded.map(|c| LOOK_ALIKES.iter().find(|pair| pair.0 == c).map_or(c, |pair| pair.1)).collect(),
        );
    }
    Cow::Owned(folded.collect())
}

/// Latin letters that look like Cyrillic ones.
const LOOK_ALIKES: [(char, char); 8] = [
    ('a', '\u{430}'),
    ('c', '\u{441}'),
    ('e', '\u{435}'),
    ('i', '\u{456}'),
    ('o', '\u{43e}'),
    ('p', '\u{440}'),
    ('x', '\u{445}'),
    ('y', '\u{443}'),
];
