//! What is known: languages, brackets, layout, weights. Data under `schema/`, compiled in and read once.

mod book_words;
#[cfg(feature = "epub")]
mod books;
pub mod brackets;
pub(crate) mod html;
mod language;
mod language_list;
mod libraries;
pub(crate) mod rules;
mod sites;
mod tei_input;

pub use book_words::BookWords;
#[cfg(feature = "epub")]
pub(crate) use books::{References, books};
pub(crate) use language::Headnote;
#[cfg(feature = "epub")]
pub use language::Typography;
pub use language::{Language, languages};
pub use language_list::LanguageList;
pub(crate) use libraries::libraries;
pub(crate) use sites::sites;
pub(crate) use tei_input::{Own, TeiInput, tei_input};

use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What dates have in common in all languages, `schema/dates.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateRules {
    /// Least number that is a year by itself.
    pub first_year: i32,
    /// Greatest number that is a year by itself.
    pub last_year: i32,
    /// The year near which a year of two digits lies where nothing gives its century.
    pub guessed_year: i32,
    /// Months as Roman numbers.
    pub roman_months: Vec<String>,
    /// Words and signs before a number that is neither year nor day.
    pub labels: Vec<String>,
    /// Words and signs after such a number.
    pub units: Vec<String>,
}

/// The rules for dates that hold in all languages.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
#[must_use]
pub fn date_rules() -> &'static DateRules {
    static CELL: OnceLock<DateRules> = OnceLock::new();
    CELL.get_or_init(|| {
        toml::from_str(include_str!("../schema/dates.toml"))
            .expect("the rules for dates of this crate are well-formed; a test reads them")
    })
}

/// The character that HTML calls so.
pub(crate) fn entity(name: &str) -> Option<char> {
    #[derive(serde::Deserialize)]
    struct File {
        entities: std::collections::BTreeMap<String, u32>,
    }
    static CELL: OnceLock<File> = OnceLock::new();
    let file = CELL.get_or_init(|| {
        toml::from_str(include_str!("../schema/entities.toml"))
            .expect("the characters of this crate are well-formed; a test reads them")
    });
    file.entities.get(name).and_then(|code| char::from_u32(*code))
}

/// Well-known places, in small letters: the words of `schema/places.toml`.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
#[must_use]
pub fn places() -> &'static [String] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Places {
        countries: Vec<String>,
        towns: Vec<String>,
    }
    static CELL: OnceLock<Vec<String>> = OnceLock::new();
    CELL.get_or_init(|| {
        let Places { mut countries, towns } = toml::from_str(include_str!("../schema/places.toml"))
            .expect("the places of this crate are well-formed; a test reads them");
        countries.extend(towns);
        countries
    })
}

/// The address of a licence that is known by name (`CC BY 4.0`), `schema/licences.toml`.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
#[must_use]
pub fn licence(name: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Licences {
        licence: Vec<Licence>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Licence {
        url: String,
        names: Vec<String>,
    }
    static CELL: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let plain = |name: &str| {
        let name = name.to_lowercase().replace('-', " ");
        let words: Vec<&str> = name.split_whitespace().filter(|word| *word != "version").collect();
        words.join(" ")
    };
    let known = CELL.get_or_init(|| {
        let Licences { licence } = toml::from_str(include_str!("../schema/licences.toml"))
            .expect("the licences of this crate are well-formed; a test reads them");
        licence
            .into_iter()
            .flat_map(|Licence { url, names }| names.into_iter().map(move |name| (plain(&name), url.clone())))
            .collect()
    });
    known.get(&plain(name)).map(String::as_str)
}

/// An authority file, `schema/authorities.toml`.
#[derive(Debug)]
pub struct AuthorityFile {
    /// What a table of an edition calls it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// The form of its numbers, whole.
    pub form: Regex,
    /// The address of an entry, with `{}` for its number.
    pub uri: String,
}

/// All authority files known, in a fixed order.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
#[must_use]
pub fn authority_files() -> &'static [AuthorityFile] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Files {
        file: Vec<File>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        key: String,
        name: String,
        form: String,
        uri: String,
    }
    static CELL: OnceLock<Vec<AuthorityFile>> = OnceLock::new();
    CELL.get_or_init(|| {
        let Files { file } = toml::from_str(include_str!("../schema/authorities.toml"))
            .expect("the authority files of this crate are well-formed; a test reads them");
        let known = |File { key, name, form, uri }| {
            let form = Regex::new(&format!("^{form}$")).expect("the forms are patterns; a test reads them");
            AuthorityFile { key, name, form, uri }
        };
        file.into_iter().map(known).collect()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn licences_are_known_by_name() {
        let by = Some("https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(super::licence("cc-by-4.0"), by);
        assert_eq!(super::licence("Creative Commons Attribution version 4.0"), by);
        assert_eq!(super::licence("All rights reserved"), None);
    }
}
