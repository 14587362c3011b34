//! From the wording of a source to its fields: title, persons, publisher, dates, web address.
//!
//! Only what the wording says plainly: a title is set off, an author has a "by" or initials, a publisher stands between
//! a place and a year. The wording itself is kept beside the fields, so leaving one out loses nothing.

use crate::caseless;
use crate::read::dates;
use crate::read::dates::Dates;
use crate::read::languages::Languages;
use crate::read::lexicon::{fold, word};
use crate::read::meta::credits::{collapse, credits};
use crate::source::{Source, Span};
use crate::tree::{Citation, Provenance, Value};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// `*Title*`, `_Title_`, `<i>Title</i>`.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\*{1,2}([^*\n]+)\*{1,2}|\b_([^_\n]+)_\b|<(?:i|em)>([^<\n]+)</(?:i|em)>";
    Regex::new(pattern).expect("a constant")
});

/// `Place: Publisher, 1881`.
static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[,.;(]\s*)(\p{Lu}[\p{L}.' -]*):\s+(\p{Lu}[^,:;()\n]*),\s+(1[5-9]\d\d|20\d\d)\b";
    Regex::new(pattern).expect("a constant")
});

/// A web address, with or without its scheme.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"https?://[^\s<>]+|\b[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,}\b(?:/[^\s<>]*)?";
    Regex::new(pattern).expect("a constant")
});

/// The fields of a source's wording; `None` where it says neither title nor publisher nor web address plainly.
#[must_use]
pub fn citation(
    languages: &Languages,
    source: &Source,
    dates: &Dates,
    wording: &Value,
    authors: &[Value],
) -> Option<Citation> {
    let text = wording.span.map_or(wording.text.as_str(), |span| source.slice(span));
    let reader = CitationReader { text, start: wording.span.map(|span| span.start as usize), languages, dates };
    let mut citation = Citation::default();
    let title = reader.title();
    let retrieval = retrieval(languages, text);
    // What was done on the web stands behind what was printed.
    let printed = 0..retrieval.as_ref().map_or(text.len(), |at| at.start);
    let imprint = IMPRINT.captures(&text[printed.clone()]).filter(|found| !is_label(languages, &found[1]));
    if let Some(found) = imprint {
        let range = |group| found.get(group).map(|part| part.range());
        let field = |group| range(group).map(|range| reader.value(range));
        (citation.place, citation.publisher, citation.date) = (field(1), field(2), field(3));
    }
    if let Some((whole, title)) = title.filter(|(whole, _)| whole.end <= printed.end) {
        citation.title = Some(reader.value(title));
        let behind = whole.end..clause_end(text, whole.end).min(printed.end);
        citation.authors.extend(reader.author(whole.clone(), behind.clone(), authors));
        citation.date = citation.date.or_else(|| reader.date_in(behind));
        let credits = credits(languages, &text[printed.clone()]);
        for (role, name) in credits {
            let people = match role {
                "editors" => &mut citation.editors,
                "translators" => &mut citation.translators,
                _ => continue,
            };
            people.push(reader.value(name));
        }
    }
    citation.url = reader.address(retrieval.as_ref());
    if let Some(retrieval) = retrieval {
        citation.retrieved = reader.date_in(retrieval.start..clause_end(text, retrieval.end));
    }
    let says = citation.title.is_some() || citation.publisher.is_some() || citation.url.is_some();
    says.then_some(citation)
}

struct CitationReader<'a> {
    text: &'a str,
    /// Where the text stands in the source.
    start: Option<usize>,
    languages: &'a Languages,
    dates: &'a Dates,
}

impl CitationReader<'_> {
    fn value(&self, range: Range<usize>) -> Value {
        let text = &self.text[range.clone()];
        let clean = text.trim().trim_end_matches([',', ';']).trim_end();
        let at = range.start + text.find(clean).unwrap_or(0);
        let span = self.start.map(|start| Span::new(start + at, start + at + clean.len()));
        Value::new(collapse(clean), span, Provenance::SourceNote)
    }

    /// The first title, with its marks and without.
    fn title(&self) -> Option<(Range<usize>, Range<usize>)> {
        let found = TITLE.captures(self.text)?;
        let inside = found.iter().skip(1).flatten().next()?;
        Some((found.get(0)?.range(), inside.range()))
    }

    /// Whoever stands behind the title or before it.
    fn author(&self, title: Range<usize>, behind: Range<usize>, known: &[Value]) -> Option<Value> {
        let text = &self.text[behind.clone()];
        let skipped = text.len() - text.trim_start_matches([',', ' ', '(']).len();
        let first = text[skipped..].find([',', ';', '(', ':']).map_or(text.len(), |at| skipped + at);
        let here = self.name(behind.start + skipped..behind.start + first, known);
        here.or_else(|| {
            let before = self.text[..title.start].trim_end_matches([',', ':', ' ']);
            let start = before.rfind([',', ';', ':', '(']).map_or(0, |at| at + 1);
            self.name(start..before.len(), known)
        })
    }

    /// A name that says it is one: by a word before it, by initials, or because the text has an author of that name.
    fn name(&self, range: Range<usize>, known: &[Value]) -> Option<Value> {
        let words: Vec<&str> = self.text[range.clone()].split_whitespace().collect();
        let mut folded = String::new();
        fold(words.first()?, &mut folded);
        let by = self.languages.iter().any(|language| language.headnote.by.contains(&folded));
        let name = &words[usize::from(by)..];
        let is_name = |word: &&str| {
            word.starts_with(char::is_uppercase)
                || self.languages.lexicon().flags(&word.to_lowercase()) & word::PARTICLE != 0
        };
        let last = name.last()?;
        let has_initials = name.len() > 1 && name.iter().any(|word| word.ends_with('.') && word.chars().count() <= 4);
        let is_known = known.iter().any(|author| author.text.rsplit(' ').next() == Some(last.trim_end_matches('.')));
        if name.len() > 5 || !name.iter().all(is_name) || !(by || has_initials || is_known) {
            return None;
        }
        let start = name[0].as_ptr() as usize - self.text.as_ptr() as usize;
        Some(self.value(start..range.end))
    }

    /// The one date of a stretch, or a year that stands by itself.
    fn date_in(&self, range: Range<usize>) -> Option<Value> {
        let text = &self.text[range.clone()];
        let found = self.dates.find(text, 0, &dates::DateContext::default());
        let mut valid = found.iter().filter_map(|found| Some((found.span, found.date.edtf.as_ref()?)));
        if let Some((span, edtf)) = valid.next() {
            let place = range.start + span.start as usize..range.start + span.end as usize;
            return valid.next().is_none().then(|| Value { text: edtf.to_string(), ..self.value(place) });
        }
        let parts = text.split([',', '(', ')', '.']);
        let year =
            parts.map(str::trim).find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        let at = year.as_ptr() as usize - self.text.as_ptr() as usize;
        Some(self.value(at..at + year.len()))
    }

    /// A web address; one without scheme only where the text says that it was read there.
    fn address(&self, retrieval: Option<&Range<usize>>) -> Option<Value> {
        let found = ADDRESS.find_iter(self.text).find(|found| {
            found.as_str().starts_with("http") && found.as_str().contains("://")
                || retrieval.is_some_and(|retrieval| found.start() > retrieval.end)
        })?;
        let length = found.as_str().trim_end_matches(['.', ',', ';', ')', ']', '>']).len();
        Some(self.value(found.start()..found.start() + length))
    }
}

/// The word that says when a page was read.
fn retrieval(languages: &Languages, text: &str) -> Option<Range<usize>> {
    let words = languages.iter().flat_map(|language| &language.headnote.retrieved);
    words.filter_map(|word| caseless::find(text, word)).min_by_key(|range| range.start)
}

/// Where the clause that runs on at a place ends.
fn clause_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    // The full stop of an initial or a short abbreviation ends nothing.
    let is_long = |at: usize| {
        let word = rest[..at].rsplit([' ', '.']).next().unwrap_or_default();
        word.chars().count() > 2
    };
    let ends = rest.char_indices().find(|&(at, c)| match c {
        ';' => true,
        '.' => rest[at + 1..].starts_with([' ', '\n']) && is_long(at),
        _ => false,
    });
    ends.map_or(text.len(), |(at, _)| from + at)
}

/// Whether what stands before a colon is a label and no place.
fn is_label(languages: &Languages, words: &str) -> bool {
    let mut labels = languages.iter().flat_map(|language| &language.headnote.source_labels);
    labels.any(|label| label.eq_ignore_ascii_case(words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fields of a wording, each with its value.
    fn fields(text: &str) -> Vec<String> {
        let source = Source::new("x", text);
        let wording = Value::new(text, Some(Span::new(0, text.len())), "source-note");
        let known = Languages::builtin();
        let Some(it) = citation(known, &source, known.dates("en"), &wording, &[Value::new("Anna Pell", None, "x")])
        else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        let mut add = |name: &str, values: &mut dyn Iterator<Item = &Value>| {
            for value in values {
                let words = source.slice(value.span.expect("the wording has a place"));
                assert!(
                    ["date", "retrieved"].contains(&name) || collapse(words) == value.text,
                    "{words} {}",
                    value.text
                );
                fields.push(format!("{name}={}", value.text));
            }
        };
        add("title", &mut it.title.iter());
        add("author", &mut it.authors.iter());
        add("editor", &mut it.editors.iter());
        add("translator", &mut it.translators.iter());
        add("place", &mut it.place.iter());
        add("publisher", &mut it.publisher.iter());
        add("date", &mut it.date.iter());
        add("url", &mut it.url.iter());
        add("retrieved", &mut it.retrieved.iter());
        fields
    }

    #[test]
    fn plain_words_become_fields() {
        for (text, expected) in [
            (
                "From *The Mill Papers*, A.B. Pell, edited and translated by Tom C. Ost. Retrieved on May 8, 2012 from \
                 mill.example.org",
                "title=The Mill Papers|author=A.B. Pell|editor=Tom C. Ost|translator=Tom C. Ost|url=mill.example.org|\
                 retrieved=2012-05-08",
            ),
            (
                "_Letters from Harwick_ (Harwick: Ost & Daughters, 1881), p. 12",
                "title=Letters from Harwick|place=Harwick|publisher=Ost & Daughters|date=1881",
            ),
            ("*The Lathe*, 4 May 1893; Transcribed: by Tom Ost, 2001.", "title=The Lathe|date=1893-05-04"),
            ("*The Lathe*, New Harwick, 1893", "title=The Lathe|date=1893"),
            ("Anna Pell, *Letters*, vol. 2", "title=Letters|author=Anna Pell"),
            ("*Letters* by Jemima Ost", "title=Letters|author=Jemima Ost"),
            ("https://mill.example.org/12.", "url=https://mill.example.org/12"),
        ] {
            assert_eq!(fields(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_made_of_what_is_not_plain() {
        for text in
            ["The Harwick Library, 1921", "Source: The Mill Papers, 1919", "Transcription: by Tom Ost, 2001", ""]
        {
            assert_eq!(fields(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn letters_that_change_their_length_in_small_letters_move_no_place() {
        for (text, expected) in [
            (
                "Source: *The Mill* İ Retrieved\u{a0}on May 8, 2012 from mill.example.org ẞ",
                "title=The Mill|url=mill.example.org|retrieved=2012-05-08",
            ),
            (
                "*The Mill* İİİ ABGERUFEN am 2012-05-08, mill.example.org",
                "title=The Mill|url=mill.example.org|retrieved=2012-05-08",
            ),
            ("\u{212a} *The Mill* ДАТА ОБРАЩЕНИЯ: 2012-05-08", "title=The Mill|retrieved=2012-05-08"),
        ] {
            assert_eq!(fields(text).join("|"), expected, "{text}");
        }
    }

    /// Words that make fields, signs that end them, and letters that grow or shrink when they are lowered.
    const PIECES: &[&str] = &[
        "Retrieved on",
        "RETRIEVED",
        "Accessed",
        "abgerufen",
        "consulté",
        "дата обращения",
        "May 8, 2012",
        "1881",
        "mill.example.org",
        "https://mill.example.org/ẞ",
        "*The Mill*",
        "_İ_",
        "<i>ẞ</i>",
        "edited by",
        "translated",
        "by",
        "A. B. Pell",
        "İ. ẞ. Ost",
        "Harwick: Ost & Daughters, 1881",
        "Source:",
        "İ",
        "ẞ",
        "\u{212a}",
        "\u{a0}",
        "Å",
        "😀",
        ",",
        ";",
        ".",
        "(",
        ")",
        ":",
        " ",
        " ",
        "\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever a wording holds, it is read, and the fields stand in it.
        #[test]
        fn any_wording_is_read(
            text in prop_oneof![
                any::<String>(),
                prop::collection::vec(prop::sample::select(PIECES), 0..16).prop_map(|pieces| pieces.concat()),
                prop::collection::vec(prop::sample::select(PIECES), 0..16).prop_map(|pieces| pieces.join(" ")),
            ],
        ) {
            // Looks up the words of each field in the text.
            fields(&text);
        }
    }
}
