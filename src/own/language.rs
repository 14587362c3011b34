//! A language of an edition's own, as those under `schema/languages/`.

use super::file::OwnFile;
use crate::knowledge::{BookWords, Language, LanguageList};
use crate::read::ReadError;
use crate::read::languages::Languages;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// The language whose file is the measure of what a book needs.
const MODEL: &str = "en";

/// Reads languages in TOML, of the same form as the files of the built-in ones: of each, what messages call the file, and
/// its text. They stand beside the built-in languages; one whose tag is that of a built-in language takes its place.
/// The field `languages` of [`crate::read::ReadOptions`] takes them.
///
/// ```no_run
/// let toml = std::fs::read_to_string("pt.toml")?;
/// let languages = rubricate::languages([("pt.toml", toml.as_str())])?;
/// let mut options = rubricate::read::ReadOptions::default();
/// options.lang = Some("pt".into());
/// options.languages = Some(languages);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// No TOML of this form, no tag of a language, not twelve months or seven days, words that a book needs and lacks: with
/// line and column.
pub fn languages<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Arc<Languages>, ReadError> {
    let read: Result<Vec<Language>, ReadError> = files.into_iter().map(|(name, text)| language(name, text)).collect();
    Ok(Arc::new(Languages::new(Arc::new(LanguageList::with(read?)))))
}

fn language(name: &str, text: &str) -> Result<Language, ReadError> {
    let file = OwnFile::new(name, text);
    let language: Language = file.read("language")?;
    let places: Places = file.read("language")?;
    check(&language, &places).map_err(|(place, message)| file.fault(place.start, message))?;
    Ok(language)
}

/// Where things stand in the file.
#[derive(Deserialize)]
struct Places {
    lang: Spanned<String>,
    dates: Dates,
    book: Spanned<toml::Table>,
}

#[derive(Deserialize)]
struct Dates {
    months: Spanned<Vec<Vec<String>>>,
    weekdays: Option<Spanned<Vec<Vec<String>>>>,
    numeric_order: Option<Spanned<String>>,
}

fn check(language: &Language, places: &Places) -> Result<(), (Range<usize>, String)> {
    let tag = &language.lang;
    if !(2..=8).contains(&tag.len()) || !tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
        let message = format!("`{tag}` is no tag of a language: write its code, such as `pt`, in small letters");
        return Err((places.lang.span(), message));
    }
    let months = &language.dates.months;
    if months.len() != 12 || months.iter().any(Vec::is_empty) {
        return Err((places.dates.months.span(), "give twelve lists of names, that of January first".into()));
    }
    let days = &language.dates.weekdays;
    if let Some(place) = &places.dates.weekdays
        && !matches!(days.len(), 0 | 7)
    {
        return Err((place.span(), "give seven lists of names, that of Monday first".into()));
    }
    if let Some(order) = &places.dates.numeric_order
        && !["day-first", "month-first"].contains(&order.get_ref().as_str())
    {
        return Err((order.span(), "write \"day-first\" or \"month-first\"".into()));
    }
    let model = LanguageList::builtin().find(MODEL);
    let lacking = model.and_then(|model| lacking(&language.book, &model.book));
    lacking.map_or(Ok(()), |(table, key)| Err((places.book.span(), format!("`[book.{table}]` lacks `{key}`"))))
}

/// The first word of a table that a book needs and does not have.
fn lacking<'m>(book: &BookWords, model: &'m BookWords) -> Option<(&'static str, &'m str)> {
    tables(book).into_iter().zip(tables(model)).find_map(|((name, has), (_, needs))| {
        let key = needs.keys().find(|key| !has.contains_key(*key))?;
        Some((name, key.as_str()))
    })
}

/// The tables of a book, by name.
fn tables(book: &BookWords) -> [(&'static str, &BTreeMap<String, String>); 6] {
    [
        ("note_by", &book.note_by),
        ("note_voice", &book.note_voice),
        ("section", &book.section),
        ("value", &book.value),
        ("made", &book.made),
        ("act", &book.act),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{self, ReadOptions};
    use crate::source::Source;
    use std::fs;
    use std::path::Path;

    fn built_in(tag: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/languages/{tag}.toml"));
        fs::read_to_string(path).expect("it is part of this crate")
    }

    /// English in other words: a language that nobody speaks.
    fn invented() -> String {
        let text = built_in("en").replacen("lang = \"en\"", "lang = \"qx\"", 1);
        text.replacen("\"march\"", "\"zarmo\"", 1).replacen("\"Dear\"", "\"Kelo\"", 1)
    }

    #[test]
    fn built_in_files_are_languages_and_take_their_own_place() {
        for language in LanguageList::builtin().iter() {
            let text = built_in(&language.lang);
            let own = languages([("own.toml", text.as_str())]).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(own.list().iter().count(), LanguageList::builtin().iter().count());
        }
    }

    #[test]
    fn a_language_of_ones_own_is_read_by() {
        let (text, letter) = (invented(), "Harwick, 4 Zarmo 1911\n\nKelo Anna,\n\nThe mill burned.\n\nYours,\nTom\n");
        let options = ReadOptions { lang: Some("qx".into()), ..ReadOptions::default() };
        let source = Source::new("letter.txt", letter);
        let error = read::text(&source, &options).expect_err("nobody knows it");
        assert!(error.message.starts_with("unknown language `qx`; known are en"), "{error}");
        let own = languages([("qx.toml", text.as_str())]).expect("it is well-formed");
        let options = ReadOptions { languages: Some(own), ..options };
        let edition = read::text(&source, &options).expect("it is known").edition;
        let letter = edition.letters().next().expect("it is a letter");
        assert_eq!(
            letter.meta.date.as_ref().and_then(|date| date.edtf.as_ref()).map(crate::tree::Edtf::as_str),
            Some("1911-03-04")
        );
        assert_eq!(letter.meta.recipient.as_ref().map(|value| value.text.as_str()), Some("Anna"));
        // Attribute lines may name it too.
        let marked = Source::new("letter.txt", format!("{{.letter lang=qx}}\n{}", source.text));
        let spoken = ReadOptions { lang: Some("en".into()), ..options };
        let edition = read::text(&marked, &spoken).expect("it is known").edition;
        assert_eq!(edition.letters().next().and_then(|letter| letter.lang.as_deref()), Some("qx"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let text = invented();
        let line = |part: &str| text[..text.find(part).expect(part)].matches('\n').count() + 1;
        let months = line("months = [");
        for (from, to, at, words) in [
            ("lang = \"qx\"", "lang = \"en-GB\"", line("lang = "), "`en-GB` is no tag of a language"),
            ("[salutation]", "[salutations]", line("[salutation]"), "unknown field `salutations`"),
            ("months = [", "months = [[\"Undecimber\"],", months, "give twelve lists"),
            ("months = [", "numeric_order = \"other\"\nmonths = [", months, "write \"day-first\""),
            ("introduction =", "introductions =", line("[book"), "`[book.section]` lacks `introduction`"),
        ] {
            assert!(text.contains(from), "{from}");
            let book = text.find("[book").expect("it has words of a book");
            let after = if from == "introduction =" { book } else { 0 };
            let wrong = format!("{}{}", &text[..after], text[after..].replacen(from, to, 1));
            let error = languages([("qx.toml", wrong.as_str())]).expect_err(to);
            assert_eq!(error.place, Some(("qx.toml".to_owned(), at)), "{to}: {error}");
            assert!(error.message.contains(words) && error.column.is_some(), "{to}: {error}");
        }
    }
}
