//! CMIF, the Correspondence Metadata Interchange Format 1.1: who wrote to whom, when and where, as correspSearch
//! gathers it. One file is about one edition, however many texts that has.

use super::dating;
use super::options::WriteOptions;
use super::summary::{Listed, Summary};
use super::written::{WriteError, Written};
use super::xml::{Attribute, Xml, cleaned, is_web_address, pointers};
use crate::Document;
use crate::knowledge;
use crate::tree::{Date, Edtf, Head, Value};
use uuid::Uuid;

/// Whom CMIF names where nobody knows who it was.
const UNKNOWN: &str = "http://correspSearch.net/unknown";

/// Attributes that CMIF takes on a date.
const DATING: &[&str] = &["when", "notBefore", "notAfter", "from", "to", "cert"];

/// Writes the letters of one document.
///
/// # Errors
/// The metadata lacks what CMIF demands of its file, or there is no letter.
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    gather(&[Summary::of(document)])
}

/// Writes the letters of several texts as one edition. What the file says of itself is what its texts agree on.
///
/// # Errors
/// The metadata lacks what CMIF demands of its file, the texts do not agree on it, or there is no letter.
pub fn gather(texts: &[Summary]) -> Result<Written, WriteError> {
    if texts.iter().all(|text| text.letters.is_empty()) {
        return Err(WriteError("there is no letter to list".into()));
    }
    let edition = Edition::of(texts)?;
    let mut xml = Xml::with_capacity(1024 + 512 * texts.len());
    edition.start(&mut xml);
    for letter in texts.iter().flat_map(|text| &text.letters) {
        correspondence(letter, &edition.id, &mut xml);
    }
    xml.raw("\n</profileDesc>\n</teiHeader>\n<text><body><p/></body></text>\n</TEI>\n");
    Ok(Written { bytes: xml.into_bytes(), losses: Vec::new() })
}

/// What a file of CMIF says of itself.
struct Edition<'a> {
    title: &'a Value,
    editors: &'a [Value],
    publisher: &'a Value,
    address: &'a str,
    /// When it was published, and the same as an attribute.
    date: (&'a str, Vec<(&'static str, String)>),
    licence: (&'a str, &'a str),
    /// Id of the edition among its sources.
    id: String,
}

impl<'a> Edition<'a> {
    fn of(texts: &'a [Summary]) -> Result<Self, WriteError> {
        let agreed = |field: fn(&Head) -> Option<&Value>| {
            let mut values = texts.iter().map(|text| field(&text.head));
            let first = values.next()??;
            values.all(|value| value.is_some_and(|value| value.text == first.text)).then_some(first)
        };
        let title = agreed(|head| head.collection.as_ref()).or_else(|| agreed(|head| head.title.as_ref()));
        let editors = texts.first().map(|text| &*text.head.editors).unwrap_or_default();
        let publisher = agreed(|head| head.publisher.as_ref());
        let identifier = agreed(|head| head.identifier.as_ref()).filter(|value| is_web_address(&value.text));
        let day = agreed(|head| head.published.as_ref()).map(|value| {
            let date = Date { edtf: Edtf::parse(&value.text), ..Date::default() };
            (&*value.text, dated(&date))
        });
        let licence = agreed(|head| head.licence.as_ref()).and_then(|value| {
            let address = is_web_address(&value.text).then_some(&*value.text);
            Some((address.or_else(|| knowledge::licence(&value.text))?, &*value.text))
        });
        if let (Some(title), Some(publisher), Some(identifier), Some(date), Some(licence), false) = (
            title,
            publisher,
            identifier,
            day.clone().filter(|(_, when)| !when.is_empty()),
            licence,
            editors.is_empty(),
        ) {
            let id = format!("uuid-{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, identifier.text.as_bytes()));
            return Ok(Self { title, editors, publisher, address: &identifier.text, date, licence, id });
        }
        let parts = [
            (title.is_some(), "title: --meta collection=\"..\" or --meta title=\"..\""),
            (!editors.is_empty(), "editor: --meta editor=\"..\""),
            (publisher.is_some(), "publisher: --meta publisher=\"..\""),
            (identifier.is_some(), "web address of the edition: --meta identifier=https://.."),
            (day.is_some_and(|(_, when)| !when.is_empty()), "date: --meta published=YYYY-MM-DD"),
            (licence.is_some(), "licence with an address: --meta licence=URL, or a known name such as \"CC BY 4.0\""),
        ];
        let lacking: Vec<&str> = parts.iter().filter(|(is_there, _)| !is_there).map(|(_, part)| *part).collect();
        let hint = "edition.toml gives them for all texts of a folder";
        Err(WriteError(format!("CMIF needs what is not given, or not the same for all texts:\n  - {}\n  {hint}", {
            lacking.join("\n  - ")
        })))
    }

    fn start(&self, xml: &mut Xml) {
        xml.raw(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n\
             <fileDesc>\n<titleStmt>\n",
        );
        let title = &self.title.text;
        xml.element("title", &[], title);
        for editor in self.editors {
            xml.line();
            xml.element("editor", &[], &editor.text);
        }
        xml.raw("\n</titleStmt>\n<publicationStmt>\n");
        xml.element("publisher", &[], &self.publisher.text);
        xml.line();
        xml.element("idno", &[("type", "url")], self.address);
        xml.line();
        let (words, when) = &self.date;
        let when: Vec<Attribute> = when.iter().map(|(name, value)| (*name, &**value)).collect();
        xml.element("date", &when, words);
        xml.raw("\n<availability>\n");
        let (address, name) = self.licence;
        xml.element("licence", &[("target", address)], name);
        xml.raw("\n</availability>\n</publicationStmt>\n<sourceDesc>\n");
        xml.open("bibl", &[("type", "online"), ("xml:id", &self.id)]);
        xml.text(&cleaned(title));
        xml.raw(", ");
        xml.element("ref", &[("target", self.address)], self.address);
        xml.raw("</bibl>\n</sourceDesc>\n</fileDesc>\n<profileDesc>");
    }
}

fn correspondence(letter: &Listed, edition: &str, xml: &mut Xml) {
    let Listed { key, meta, words } = letter;
    xml.line();
    xml.open("correspDesc", &[("key", key), ("source", &format!("#{edition}"))]);
    xml.raw("\n<correspAction type=\"sent\">");
    person(meta.sender.as_ref(), xml);
    if let Some(place) = &meta.place {
        named("placeName", place, xml);
    }
    if let Some(date) = &meta.date {
        let attributes = dated(date);
        // CMIF takes no date that programs cannot read.
        if attributes.iter().any(|(name, _)| *name != "cert") {
            let attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
            xml.line();
            xml.element("date", &attributes, words);
        }
    }
    xml.raw("\n</correspAction>\n<correspAction type=\"received\">");
    person(meta.recipient.as_ref(), xml);
    xml.raw("\n</correspAction>\n</correspDesc>");
}

fn person(person: Option<&Value>, xml: &mut Xml) {
    if let Some(person) = person {
        named("persName", person, xml);
    } else {
        xml.line();
        xml.element("persName", &[("ref", UNKNOWN)], "Unknown");
    }
}

fn named(name: &str, value: &Value, xml: &mut Xml) {
    let reference = value.reference.as_deref().map(pointers).unwrap_or_default();
    let attributes: &[Attribute] = if reference.is_empty() { &[] } else { &[("ref", &reference)] };
    xml.line();
    xml.element(name, attributes, &value.text);
}

fn dated(date: &Date) -> Vec<(&'static str, String)> {
    let mut attributes = dating::tei_attributes(date);
    attributes.retain(|(name, _)| DATING.contains(name));
    attributes
}
