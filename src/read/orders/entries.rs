//! Metadata that an editor writes in TOML: for one text, or for all texts of an edition.

use crate::read::error::ReadError;
use crate::source::Source;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// A key of metadata and its value, given beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// The value; of a list there is an entry for each.
    pub value: String,
    /// File and line that say so.
    pub place: Option<(Arc<str>, usize)>,
}

/// The key of the list of files of languages.
const LANGUAGES: &str = "languages";

/// Keys and values as written, by key.
pub(crate) type Table = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// `edition.toml` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    languages: Vec<Spanned<String>>,
    #[serde(default)]
    meta: Table,
}

/// What `edition.toml` says of all texts beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionFile {
    /// What holds for every text that does not say otherwise: the table `[meta]`.
    pub meta: Vec<Entry>,
    /// Files of languages of the edition's own: the list `languages`.
    pub languages: Vec<Entry>,
}

impl EditionFile {
    /// Reads the file. `name` is what messages call it.
    ///
    /// # Errors
    /// No TOML, another table, a value that is no text: with the line of the file.
    pub fn parse(name: &str, text: &str) -> Result<Self, ReadError> {
        let file = TomlFile::new(name, text);
        let Written { languages, meta } = file.read()?;
        let name: Arc<str> = name.into();
        let language = |path: Spanned<String>| Entry {
            key: LANGUAGES.to_owned(),
            place: Some((Arc::clone(&name), file.line(path.span().start))),
            value: path.into_inner(),
        };
        Ok(Self { meta: file.entries(meta)?, languages: languages.into_iter().map(language).collect() })
    }
}

/// A file of TOML beside the text, with its lines.
pub(crate) struct TomlFile(Source);

impl TomlFile {
    /// `name` is what messages call it.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self(Source::new(name, text))
    }

    /// What is written in it.
    ///
    /// # Errors
    /// No TOML, or not of this form.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, ReadError> {
        toml::from_str(&self.0.text)
            .map_err(|error| self.fault(error.span().map_or(0, |span| span.start), error.message()))
    }

    /// The line, from 1, of a byte.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.0.line_of(at as u32) + 1
    }

    /// What is wrong there.
    pub(crate) fn fault(&self, at: usize, message: impl Into<String>) -> ReadError {
        ReadError::at(&self.0.name, self.line(at), message)
    }

    /// Keys and values of a table `[meta]`; a list of texts gives its key several times.
    ///
    /// # Errors
    /// A value that is no text.
    pub(crate) fn entries(&self, table: Table) -> Result<Vec<Entry>, ReadError> {
        let file: Arc<str> = self.0.name.as_str().into();
        let mut entries = Vec::new();
        for (key, value) in table {
            let at = key.span().start;
            let values = match value.into_inner() {
                toml::Value::Array(values) if !values.is_empty() => values,
                value => vec![value],
            };
            let place = (file.clone(), self.line(at));
            for value in values {
                let toml::Value::String(value) = value else { return Err(self.no_text(at, key.get_ref())) };
                if value.trim().is_empty() {
                    return Err(self.no_text(at, key.get_ref()));
                }
                entries.push(Entry {
                    key: key.get_ref().clone(),
                    value: value.trim().to_owned(),
                    place: Some(place.clone()),
                });
            }
        }
        Ok(entries)
    }

    fn no_text(&self, at: usize, key: &str) -> ReadError {
        self.fault(at, format!("`{key}` must be a text that is not empty, in quotation marks, or a list of such"))
    }
}

/// The line, from 1, of a place in a text.
pub(crate) fn line_at(text: &str, at: usize) -> usize {
    text.char_indices().take_while(|&(i, _)| i < at).filter(|&(_, c)| c == '\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_give_a_key_several_times() {
        let read =
            EditionFile::parse("edition.toml", "[meta]\neditor = [\"Anna Pell\", \"Tom Ost\"]\npublisher = \" P \"\n");
        let read = read.expect("it is well-formed").meta;
        let read: Vec<_> =
            read.iter().map(|it| (&*it.key, &*it.value, it.place.as_ref().map(|(_, line)| *line))).collect();
        let expected = [("editor", "Anna Pell", Some(2)), ("editor", "Tom Ost", Some(2)), ("publisher", "P", Some(3))];
        assert_eq!(read, expected);
    }

    #[test]
    fn faults_have_a_line() {
        for (text, line) in [("[meta]\ntitle = 1\n", 2), ("[meta]\n\ntitle = []\n", 3), ("[other]\n", 1), ("x", 1)] {
            let error = EditionFile::parse("edition.toml", text).expect_err("a fault");
            assert_eq!(error.place, Some(("edition.toml".to_owned(), line)), "{error}");
        }
    }
}
