//! The persons and places of an edition, and what authority files call them: `authorities.toml`.

use crate::knowledge;
use crate::read::error::ReadError;
use crate::read::orders::entries::line_at;
use crate::source::Source;
use crate::tree::{Bottom, Edition, Head, Inline, Line, LineRole, Top, Value};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Who and what is known, by the names as written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Authorities {
    /// Persons and organisations.
    parties: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
}

/// The table as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    person: Vec<Entry>,
    #[serde(default)]
    organisation: Vec<Entry>,
    #[serde(default)]
    place: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    variants: Vec<Spanned<String>>,
    /// An address of another file.
    uri: Option<Spanned<String>>,
    /// Numbers in authority files.
    #[serde(flatten)]
    numbers: BTreeMap<String, toml::Value>,
}

impl Authorities {
    /// Reads a table. `file` is what messages call it.
    ///
    /// # Errors
    /// No TOML, an unknown key, a number that its authority file cannot have, a name that two entries share: with the
    /// line of the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, ReadError> {
        let fail = |at: usize, message: String| ReadError::at(file, line_at(text, at), message);
        let read: File = toml::from_str(text)
            .map_err(|error| fail(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let mut authorities = Self::default();
        let parties = read.person.into_iter().chain(read.organisation).map(|entry| (entry, true));
        for (entry, is_party) in parties.chain(read.place.into_iter().map(|entry| (entry, false))) {
            let at = entry.name.span().start;
            let uris = uris(&entry, at, text, &fail)?;
            let table = if is_party { &mut authorities.parties } else { &mut authorities.places };
            for name in std::iter::once(&entry.name).chain(&entry.variants) {
                let words = plain(name.get_ref());
                if words.is_empty() {
                    return Err(fail(name.span().start, "a name must have letters".into()));
                }
                if table.get(&words).is_some_and(|known| *known != uris) {
                    let message = format!("`{words}` is a name of two entries: leave it out of one");
                    return Err(fail(name.span().start, message));
                }
                table.insert(words, uris.clone());
            }
        }
        Ok(authorities)
    }

    /// Puts the references into the tree: persons and places of the head and of each letter, places in datelines.
    pub(crate) fn refer(&self, source: &Source, edition: &mut Edition) {
        let Head { authors, editors, translators, transcribers, place, .. } = &mut edition.head;
        for person in authors.iter_mut().chain(editors).chain(translators).chain(transcribers) {
            refer(&self.parties, Some(person));
        }
        refer(&self.places, place.as_mut());
        for letter in edition.letters_mut() {
            refer(&self.parties, letter.meta.sender.as_mut());
            refer(&self.parties, letter.meta.recipient.as_mut());
            refer(&self.places, letter.meta.place.as_mut());
            for top in &mut letter.top {
                if let Top::Line(line) = top {
                    self.refer_line(source, line);
                }
            }
            for bottom in &mut letter.bottom {
                match bottom {
                    Bottom::Line(line) | Bottom::Trailer(line) => self.refer_line(source, line),
                    Bottom::Postscript(postscript) => {
                        postscript.closer.iter_mut().for_each(|line| self.refer_line(source, line));
                    }
                    Bottom::Break(_) => {}
                }
            }
        }
    }

    fn refer_line(&self, source: &Source, line: &mut Line) {
        if line.role != LineRole::Dateline {
            return;
        }
        for inline in &mut line.content {
            if let Inline::Place { span, reference, .. } = inline
                && let Some(uris) = self.places.get(&plain(source.slice(*span)))
            {
                *reference = Some(uris.as_str().into());
            }
        }
    }
}

fn refer(table: &BTreeMap<String, String>, value: Option<&mut Value>) {
    if let Some(value) = value
        && let Some(uris) = table.get(&plain(&value.text))
    {
        value.reference = Some(uris.clone());
    }
}

/// The words of a name as they are compared.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").trim_end_matches([',', ';', ':']).to_owned()
}

/// The addresses of an entry, with blanks between.
fn uris(entry: &Entry, at: usize, text: &str, fail: &impl Fn(usize, String) -> ReadError) -> Result<String, ReadError> {
    let mut uris = Vec::new();
    let files = knowledge::authority_files();
    for (key, number) in &entry.numbers {
        // The keys of an entry stand behind its name or before it; only then elsewhere.
        let place = text[at..].find(key.as_str()).map_or(at, |found| at + found);
        let Some(file) = files.iter().find(|file| file.key == *key) else {
            let known: Vec<&str> = files.iter().map(|file| &*file.key).collect();
            return Err(fail(
                place,
                format!("unknown key `{key}`; known are name, variants, uri, {}", known.join(", ")),
            ));
        };
        let number = match number {
            toml::Value::String(number) => number.trim().to_owned(),
            toml::Value::Integer(number) => number.to_string(),
            _ => String::new(),
        };
        if !file.form.is_match(&number) {
            return Err(fail(place, format!("`{number}` is no number of {}", file.name)));
        }
        uris.push(file.uri.replace("{}", &number));
    }
    if let Some(uri) = &entry.uri {
        let address = uri.get_ref().trim();
        if !(address.starts_with("https://") || address.starts_with("http://")) || address.contains(char::is_whitespace)
        {
            return Err(fail(uri.span().start, format!("`{address}` is no web address")));
        }
        uris.push(address.to_owned());
    }
    if uris.is_empty() {
        let known: Vec<&str> = files.iter().map(|file| &*file.key).collect();
        return Err(fail(at, format!("says nothing: give {} or uri", known.join(", "))));
    }
    Ok(uris.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_variants_lead_to_addresses() {
        let text = "[[person]]\nname = \"Anna Pell\"\nvariants = [\"Miss  Pell\"]\ngnd = \"118584820\"\nwikidata = \
                    \"Q42\"\n\n[[place]]\nname = \"Harwick\"\ngeonames = 2643743\nuri = \"https://a.example/1\"\n";
        let read = Authorities::parse("authorities.toml", text).expect("a table");
        let person = "https://d-nb.info/gnd/118584820 http://www.wikidata.org/entity/Q42";
        assert_eq!(read.parties["Anna Pell"], person);
        assert_eq!(read.parties["Miss Pell"], person);
        assert_eq!(read.places["Harwick"], "https://www.geonames.org/2643743 https://a.example/1");
    }

    #[test]
    fn faults_have_a_line() {
        for (text, line, words) in [
            ("[[person]]\nname = \"A\"\ngnd = \"abc\"\n", 3, "`abc` is no number of GND"),
            ("[[person]]\nname = \"A\"\nviaf = \"https://viaf.org/viaf/1\"\n", 3, "no number of VIAF"),
            ("[[person]]\nname = \"A\"\n\norcid = \"1\"\n", 4, "unknown key `orcid`"),
            ("[[person]]\nname = \"A\"\n", 2, "says nothing"),
            ("[[place]]\nname = \"A\"\nuri = \"a b\"\n", 3, "no web address"),
            ("[[person]]\nname = \"A\"\nviaf = 1\n[[person]]\nname = \"A\"\nviaf = 2\n", 5, "two entries"),
            ("[[person]]\nname = \" \"\nviaf = 1\n", 2, "must have letters"),
            ("[[ship]]\nname = \"A\"\n", 1, "ship"),
        ] {
            let error = Authorities::parse("t.toml", text).expect_err(text);
            assert_eq!(error.place, Some(("t.toml".to_owned(), line)), "{error}");
            assert!(error.message.contains(words), "{error}");
        }
    }
}
