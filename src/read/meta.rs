//! Metadata that an editor writes in TOML: for one text, or for all texts of an edition.

use super::ReadError;
use serde::Deserialize;

/// `edition.toml` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    #[serde(default)]
    meta: toml::Table,
}

/// Reads `edition.toml`: a table `[meta]` of what holds for every text that does not say otherwise. `name` is what
/// messages call the file.
///
/// # Errors
/// No TOML, another table, a value that is no text: with the line of the file.
pub fn edition_file(name: &str, text: &str) -> Result<Vec<(String, String)>, ReadError> {
    let file: EditionFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        ReadError::at(name, line_at(text, at), error.message())
    })?;
    entries(name, text, file.meta)
}

/// Keys and values of a table `[meta]`; a list of texts gives its key several times.
pub(super) fn entries(name: &str, text: &str, table: toml::Table) -> Result<Vec<(String, String)>, ReadError> {
    let mut entries = Vec::new();
    for (key, value) in table {
        let values = match value {
            toml::Value::Array(values) if !values.is_empty() => values,
            value => vec![value],
        };
        for value in values {
            match value {
                toml::Value::String(value) if !value.trim().is_empty() => {
                    entries.push((key.clone(), value.trim().to_owned()));
                }
                _ => {
                    let message =
                        format!("`{key}` must be a text that is not empty, in quotation marks, or a list of such");
                    return Err(ReadError::at(name, line_at(text, place(text, &key)), message));
                }
            }
        }
    }
    Ok(entries)
}

/// The line, from 1, of a place in a text.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    text.char_indices().take_while(|&(i, _)| i < at).filter(|&(_, c)| c == '\n').count() + 1
}

/// Where a key of `[meta]` stands; values of a plain table do not know their place.
fn place(text: &str, key: &str) -> usize {
    let table = text.find("[meta]").unwrap_or(0);
    let mut at = table;
    for line in text[table..].split_inclusive('\n') {
        if line.trim_start().trim_start_matches(['"', '\'']).starts_with(key) {
            return at;
        }
        at += line.len();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_give_a_key_several_times() {
        let read = edition_file("edition.toml", "[meta]\neditor = [\"Anna Pell\", \"Tom Ost\"]\npublisher = \" P \"\n");
        let expected = [("editor", "Anna Pell"), ("editor", "Tom Ost"), ("publisher", "P")];
        assert_eq!(read, Ok(expected.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec()));
    }

    #[test]
    fn faults_have_a_line() {
        for (text, line) in [("[meta]\ntitle = 1\n", 2), ("[meta]\n\ntitle = []\n", 3), ("[other]\n", 1), ("x", 1)] {
            let error = edition_file("edition.toml", text).expect_err("a fault");
            assert_eq!(error.place, Some(("edition.toml".to_owned(), line)), "{error}");
        }
    }
}
