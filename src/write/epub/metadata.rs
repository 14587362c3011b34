//! What the package document says about the book: only what is known, with the roles of MARC relators.

use super::dates;
use super::values::{SERIES_NUMBER, other, text};
use crate::Document;
use crate::knowledge::BookWords;
use crate::tree::{Edtf, Head, Letter, Value};
use crate::write::options::WriteOptions;
use crate::write::written::WriteError;
use crate::write::xhtml::datetime;
use crate::write::xhtml::sink::{printable, valid_lang};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Name space of our identifiers: fixed for ever, so that a text keeps its identifier.
const NAMESPACE: &[u8] = b"rubricate:epub";

/// `dcterms:modified` is required, must not come from the clock, and nothing else is known: the start of Unix time.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// A person and the MARC code of what they did.
struct Person {
    name: String,
    role: &'static str,
    element: &'static str,
}

/// Metadata of a book.
pub(super) struct Metadata {
    /// Language of the book, also of the package document.
    pub lang: String,
    /// Those of parts of it that are in others.
    other_langs: Vec<String>,
    identifier: String,
    own_identifier: Option<String>,
    title: String,
    subtitle: Option<String>,
    people: Vec<Person>,
    sources: Vec<String>,
    publisher: Option<String>,
    rights: Option<String>,
    date: Option<String>,
    /// Name of the series, and the number in it where that is one.
    series: Option<(String, Option<String>)>,
    modified: String,
    /// At least one heading to move by.
    pub headed: bool,
    /// Names of the files whose pages are marked.
    pub paged: BTreeSet<String>,
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(text).collect()
}

fn letters<'a>(documents: &'a [&Document]) -> impl Iterator<Item = &'a Letter> {
    documents.iter().flat_map(|document| document.edition.letters())
}

/// The languages of a book besides the main one, each once; that nobody knows one is no language.
fn other_langs(documents: &[&Document], main: &str) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for lang in documents.iter().flat_map(|document| document.edition.langs()).map(valid_lang) {
        if lang != main && lang != "und" && !others.iter().any(|other| other == lang) {
            others.push(lang.to_owned());
        }
    }
    others
}

/// What is the same in all letters of a book.
fn only<T: PartialEq>(documents: &[&Document], value: fn(&Letter) -> Option<T>) -> Option<T> {
    let mut values = letters(documents).map(value);
    let first = values.next()??;
    values.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The series; a number in it is one or more integers with dots between (EPUB 3.3, `group-position`).
fn series(head: &Head) -> Option<(String, Option<String>)> {
    let name = head.collection.as_ref().and_then(text)?;
    let number = other(head, SERIES_NUMBER).and_then(text);
    let is_number = |number: &String| {
        number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    Some((name, number.filter(is_number)))
}

impl Metadata {
    /// Metadata from the head; `label` is the name of the first part, for a text without a title.
    ///
    /// # Errors
    /// The time to use is beyond the year 9999.
    pub fn new(documents: &[&Document], head: &Head, label: &str, options: &WriteOptions) -> Result<Self, WriteError> {
        let mut people = Vec::new();
        let mut authors = texts(&head.authors);
        if authors.is_empty() {
            // Who wrote every letter of the book is its author.
            authors.extend(only(documents, |letter| letter.meta.sender.as_ref().and_then(text)));
        }
        for (names, role, element) in [
            (authors, "aut", "dc:creator"),
            (texts(&head.editors), "edt", "dc:contributor"),
            (texts(&head.translators), "trl", "dc:contributor"),
            (texts(&head.transcribers), "trc", "dc:contributor"),
        ] {
            people.extend(names.into_iter().map(|name| Person { name, role, element }));
        }
        let date = match &head.date {
            Some(value) => text(value).as_deref().and_then(Edtf::parse),
            None => only(documents, |letter| letter.meta.date.as_ref()?.edtf.clone()),
        };
        let modified = match options.source_date_epoch {
            Some(seconds) => dates::timestamp(seconds).ok_or_else(|| {
                WriteError(format!(
                    "the time {seconds} s is beyond the year 9999; set SOURCE_DATE_EPOCH to seconds since 1970"
                ))
            })?,
            None => date.as_ref().and_then(dates::modern_midnight).unwrap_or_else(|| NO_TIME.to_owned()),
        };
        let lang = valid_lang(documents.first().map_or("", |document| &document.edition.lang)).to_owned();
        Ok(Self {
            other_langs: other_langs(documents, &lang),
            lang,
            identifier: identifier(documents, head, options.typography),
            own_identifier: head.identifier.as_ref().and_then(text),
            title: head.title.as_ref().and_then(text).unwrap_or_else(|| label.to_owned()),
            subtitle: head.subtitle.as_ref().and_then(text),
            people,
            sources: texts(&head.sources),
            publisher: head.publisher.as_ref().and_then(text),
            rights: head.licence.as_ref().and_then(text),
            date: date.as_ref().and_then(datetime).map(str::to_owned),
            series: series(head),
            modified,
            headed: false,
            paged: BTreeSet::new(),
        })
    }

    /// The main title; never empty.
    pub fn main_title(&self) -> &str {
        &self.title
    }

    /// The subtitle.
    pub fn subtitle(&self) -> Option<&str> {
        self.subtitle.as_deref()
    }

    /// The publisher.
    pub fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }

    /// Names of the authors.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.people.iter().filter(|person| person.role == "aut").map(|person| person.name.as_str())
    }

    /// Writes the `metadata` element.
    pub fn write(&self, writer: &mut Writer<Vec<u8>>, words: &BookWords) -> std::io::Result<()> {
        let name = "metadata";
        let dublin_core = ("xmlns:dc", "http://purl.org/dc/elements/1.1/");
        writer.write_event(Event::Start(BytesStart::new(name).with_attributes([dublin_core])))?;
        let simple = |writer: &mut _, name: &str, text: &str| element(writer, name, &[], text);
        let meta =
            |writer: &mut _, property: &str, text: &str| element(writer, "meta", &[("property", property)], text);
        let refine = |writer: &mut _, id: &str, property: &str, text: &str| {
            element(writer, "meta", &[("refines", id), ("property", property)], text)
        };
        element(writer, "dc:identifier", &[("id", "epub-id-1")], &self.identifier)?;
        if let Some(identifier) = &self.own_identifier {
            simple(writer, "dc:identifier", identifier)?;
        }
        element(writer, "dc:title", &[("id", "title")], &self.title)?;
        if let Some(subtitle) = &self.subtitle {
            refine(writer, "#title", "title-type", "main")?;
            element(writer, "dc:title", &[("id", "subtitle")], subtitle)?;
            refine(writer, "#subtitle", "title-type", "subtitle")?;
        }
        // Reading systems take the first for the main one.
        for lang in std::iter::once(&self.lang).chain(&self.other_langs) {
            simple(writer, "dc:language", lang)?;
        }
        for (i, person) in self.people.iter().enumerate() {
            let id = format!("person-{}", i + 1);
            element(writer, person.element, &[("id", &id)], &person.name)?;
            let about = format!("#{id}");
            let attributes = [("refines", about.as_str()), ("property", "role"), ("scheme", "marc:relators")];
            element(writer, "meta", &attributes, person.role)?;
        }
        for source in &self.sources {
            simple(writer, "dc:source", source)?;
        }
        for (name, value) in [("dc:publisher", &self.publisher), ("dc:rights", &self.rights), ("dc:date", &self.date)] {
            if let Some(value) = value {
                simple(writer, name, value)?;
            }
        }
        if let Some((name, number)) = &self.series {
            element(writer, "meta", &[("property", "belongs-to-collection"), ("id", "series")], name)?;
            refine(writer, "#series", "collection-type", "series")?;
            if let Some(number) = number {
                refine(writer, "#series", "group-position", number)?;
            }
        }
        meta(writer, "dcterms:modified", &self.modified)?;
        // How EPUB 2 names the cover; many shelves look nowhere else.
        element(writer, "meta", &[("name", "cover"), ("content", "cover-image")], "")?;
        if let Some((name, number)) = &self.series {
            // Older readers know series only by what calibre calls them.
            element(writer, "meta", &[("name", "calibre:series"), ("content", name)], "")?;
            if let Some(number) = number {
                element(writer, "meta", &[("name", "calibre:series_index"), ("content", number)], "")?;
            }
        }
        self.write_accessibility(writer, words)?;
        writer.write_event(Event::Text(BytesText::from_escaped("\n  ")))?;
        writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// What a reader who listens needs to know (EPUB Accessibility 1.1, section 2). That the book conforms to
    /// a standard is for a person to say.
    fn write_accessibility(&self, writer: &mut Writer<Vec<u8>>, words: &BookWords) -> std::io::Result<()> {
        let mut meta = |property: &str, text: &str| element(writer, "meta", &[("property", property)], text);
        meta("schema:accessMode", "textual")?;
        meta("schema:accessModeSufficient", "textual")?;
        meta("schema:accessibilityFeature", "tableOfContents")?;
        meta("schema:accessibilityFeature", "readingOrder")?;
        meta("schema:accessibilityFeature", "displayTransformability")?;
        // The cover, the only picture, has one.
        meta("schema:accessibilityFeature", "alternativeText")?;
        if self.headed {
            meta("schema:accessibilityFeature", "structuralNavigation")?;
        }
        if !self.paged.is_empty() {
            meta("schema:accessibilityFeature", "pageBreakMarkers")?;
            meta("schema:accessibilityFeature", "pageNavigation")?;
            // Where no source is named, the numbers are those of the transcription; of several sources nobody
            // knows which one they count.
            match self.sources.as_slice() {
                [] => meta("pageBreakSource", &self.paged.iter().map(String::as_str).collect::<Vec<_>>().join(", "))?,
                [source] => meta("pageBreakSource", source)?,
                _ => {}
            }
        }
        meta("schema:accessibilityHazard", "none")?;
        let mut summary = words.accessibility.clone();
        if !self.paged.is_empty() {
            summary.push(' ');
            summary.push_str(&words.accessibility_pages);
        }
        meta("schema:accessibilitySummary", &summary)
    }
}

/// An identifier that is the same for the same texts and metadata, and for no others: UUID version 5 (RFC 9562).
fn identifier(documents: &[&Document], head: &Head, set: bool) -> String {
    let mut content = serde_json::to_vec(head).expect("a head is strings, numbers and lists: JSON can say them all");
    for document in documents {
        for part in [&document.edition.lang, &document.source.text] {
            content.extend_from_slice(&(part.len() as u64).to_be_bytes());
            content.extend_from_slice(part.as_bytes());
        }
    }
    // A copy set for reading is another book.
    content.extend(set.then_some(1));
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE);
    Uuid::new_v5(&namespace, &content).urn().to_string()
}

/// Writes one metadata element on a line of its own.
fn element(writer: &mut Writer<Vec<u8>>, name: &str, attributes: &[(&str, &str)], text: &str) -> std::io::Result<()> {
    writer.write_event(Event::Text(BytesText::from_escaped("\n    ")))?;
    let mut tag = BytesStart::new(name);
    for (name, value) in attributes {
        tag.push_attribute((*name, &*printable(value)));
    }
    writer.write_event(Event::Start(tag))?;
    writer.write_event(Event::Text(BytesText::new(&printable(text))))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}
