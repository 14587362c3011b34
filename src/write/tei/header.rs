//! The `teiHeader`: what is known, by whom, and what this run did (TEI P5 chapter 2).

use super::facts::Facts;
use super::ids::correspondence_id;
use super::names::SCHEMA;
use super::view::View;
use crate::knowledge;
use crate::tree::{Citation, Date, Edtf, FurnitureKind, Head, Letter, Provenance, Value};
use crate::write::dating;
use crate::write::xml::{Attribute, Xml, cleaned, is_language, is_web_address, pointers};

/// Writes the header into `xml`, which has counted the forbidden characters of the text. `furniture` is the inside of
/// each piece of furniture.
pub(super) fn header(view: &View, facts: &Facts, furniture: &[String], xml: &mut Xml) {
    let header = Header { view, head: &view.head, facts, furniture, xml };
    header.write();
}

struct Header<'a> {
    view: &'a View<'a>,
    head: &'a Head,
    facts: &'a Facts,
    furniture: &'a [String],
    xml: &'a mut Xml,
}

impl Header<'_> {
    fn write(mut self) {
        self.start("teiHeader");
        self.start("fileDesc");
        self.title_statement();
        self.edition_statement();
        self.publication();
        self.series();
        self.notes();
        self.sources();
        self.end("fileDesc");
        self.encoding();
        self.profile();
        self.revisions();
        self.end("teiHeader");
    }

    fn start(&mut self, name: &str) {
        self.xml.line();
        self.xml.open(name, &[]);
    }

    fn end(&mut self, name: &str) {
        self.xml.line();
        self.xml.close(name);
    }

    fn element(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.xml.line();
        self.xml.element(name, attributes, text);
    }

    /// `p` inside an element, as the parts of the editorial declaration want it.
    fn statement(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.xml.line();
        self.xml.open(name, attributes);
        self.xml.element("p", &[], text);
        self.xml.close(name);
    }

    fn title_statement(&mut self) {
        let head = self.head;
        self.start("titleStmt");
        if let Some(title) = &head.title {
            self.element("title", &[("type", "main")], &title.text);
        } else {
            let described = self.described_title();
            self.element("title", &[("type", "desc")], &described);
        }
        if let Some(subtitle) = &head.subtitle {
            self.element("title", &[("type", "sub")], &subtitle.text);
        }
        self.people("author", None, &head.authors, "author");
        self.people("editor", None, &head.editors, "editor");
        self.people("editor", Some("translator"), &head.translators, "translator");
        for (index, transcriber) in head.transcribers.iter().enumerate() {
            self.responsibility("transcriber", "transcription", Some(transcriber), index == 0);
        }
        for role in &self.facts.roles {
            let named = match role.as_str() {
                "author" => &head.authors,
                "editor" => &head.editors,
                "translator" => &head.translators,
                "transcriber" => &head.transcribers,
                _ => &Vec::new(),
            };
            if named.is_empty() {
                self.responsibility(role, &format!("{role}, not named in the source"), None, true);
            }
        }
        self.end("titleStmt");
    }

    /// A title for a text without one: who wrote to whom and when, else the name of the file.
    fn described_title(&self) -> String {
        let described =
            self.view.letters_of().next().filter(|_| self.view.letters_of().count() == 1).and_then(|(_, letter)| {
                let meta = &letter.meta;
                let correspondents = match (&meta.sender, &meta.recipient) {
                    (Some(sender), Some(recipient)) => format!("{} to {}", sender.text, recipient.text),
                    (Some(sender), None) => sender.text.clone(),
                    (None, Some(recipient)) => format!("To {}", recipient.text),
                    (None, None) => return None,
                };
                let date = meta.date.as_ref().and_then(day);
                Some(date.map_or(correspondents.clone(), |date| format!("{correspondents}, {date}")))
            });
        described.unwrap_or_else(|| self.file().to_owned())
    }

    /// Name of the file that the text was transcribed in.
    fn file(&self) -> &str {
        self.head.file.as_ref().map_or(&self.view.source.name, |file| &file.text)
    }

    fn people(&mut self, name: &str, role: Option<&str>, people: &[Value], id: &str) {
        let id = format!("resp-{id}");
        for (index, person) in people.iter().enumerate() {
            let mut attributes = Vec::new();
            if index == 0 && self.facts.roles.contains(&id["resp-".len()..]) {
                attributes.push(("xml:id", &*id));
            }
            attributes.extend(role.map(|role| ("role", role)));
            self.value(name, &attributes, person);
        }
    }

    fn responsibility(&mut self, role: &str, does: &str, name: Option<&Value>, first: bool) {
        let id = format!("resp-{role}");
        let pointed_at = first && self.facts.roles.contains(role);
        self.xml.line();
        self.xml.open("respStmt", pointed_at.then_some(("xml:id", &*id)).as_slice());
        self.xml.element("resp", &[], does);
        match name {
            Some(name) => self.value_inline("name", &[], name),
            None => self.xml.element("name", &[], ""),
        }
        self.xml.close("respStmt");
    }

    fn edition_statement(&mut self) {
        if let Some(edition) = &self.head.edition {
            self.start("editionStmt");
            self.element("edition", &[], &edition.text);
            self.end("editionStmt");
        }
    }

    fn publication(&mut self) {
        let head = self.head;
        self.start("publicationStmt");
        if let Some(publisher) = &head.publisher {
            self.element("publisher", &[], &publisher.text);
            if let Some(place) = &head.published_in {
                self.element("pubPlace", &[], &place.text);
            }
            if let Some(date) = &head.published {
                self.value_date(&[], date);
            }
            if let Some(identifier) = &head.identifier {
                self.identifier(identifier);
            }
            if let Some(licence) = &head.licence {
                self.start("availability");
                let address = is_web_address(&licence.text).then_some(&*licence.text);
                let target = address.or_else(|| knowledge::licence(&licence.text)).map(|address| ("target", address));
                self.element("licence", target.as_slice(), &licence.text);
                self.end("availability");
            }
        } else {
            self.element("p", &[], "No publisher is known.");
            if let Some(place) = &head.published_in {
                self.start("p");
                self.value("placeName", &[], place);
                self.end("p");
            }
            if let Some(date) = &head.published {
                self.start("p");
                self.value_date(&[], date);
                self.end("p");
            }
            if let Some(identifier) = &head.identifier {
                self.start("p");
                self.identifier(identifier);
                self.end("p");
            }
            if let Some(licence) = &head.licence {
                self.element("p", &[], &format!("Licence: {}", licence.text));
            }
        }
        self.end("publicationStmt");
    }

    fn series(&mut self) {
        if let Some(collection) = &self.head.collection {
            self.start("seriesStmt");
            self.element("title", &[], &collection.text);
            self.end("seriesStmt");
        }
    }

    fn identifier(&mut self, identifier: &Value) {
        let kind = is_web_address(&identifier.text).then_some(("type", "URI"));
        self.element("idno", kind.as_slice(), &identifier.text);
    }

    /// What stands on the page and not in the text, in its own wording.
    fn notes(&mut self) {
        let kept = |kind| furniture_name(kind).is_some();
        let head = self.head;
        if head.other.is_empty() && !self.view.furniture.iter().any(|item| kept(item.kind)) {
            return;
        }
        self.start("notesStmt");
        for (item, content) in self.view.furniture.iter().zip(self.furniture) {
            if let Some(kind) = furniture_name(item.kind) {
                self.xml.line();
                self.xml.open("note", &[("type", kind)]);
                self.xml.raw(content);
                self.xml.close("note");
            }
        }
        for (key, value) in &head.other {
            self.element("note", &[("type", "metadata"), ("n", key)], &value.text);
        }
        self.end("notesStmt");
    }

    fn sources(&mut self) {
        let furniture = self.view.furniture.iter().zip(self.furniture);
        let source_notes: Vec<_> = furniture.filter(|(item, _)| item.kind == FurnitureKind::SourceNote).collect();
        let quoted = |value: &&Value| {
            value.span.is_some_and(|span| source_notes.iter().any(|(note, _)| note.span.contains(span)))
        };
        self.start("sourceDesc");
        for (_, content) in &source_notes {
            self.xml.line();
            self.xml.open("bibl", &[("type", "source-note")]);
            self.xml.raw(content);
            self.xml.close("bibl");
        }
        let head = self.head;
        let others: Vec<&Value> = head.sources.iter().filter(|value| !quoted(value)).collect();
        for value in &others {
            self.element("bibl", &[], &value.text);
        }
        for citation in &head.citations {
            self.citation(citation);
        }
        if source_notes.is_empty() && others.is_empty() && head.citations.is_empty() {
            let text = format!("Transcribed in the file {}, which names no source.", self.file());
            self.element("p", &[], &text);
        }
        self.end("sourceDesc");
    }

    /// A source field by field, as a bibliography cites it.
    fn citation(&mut self, citation: &Citation) {
        let Citation { title, authors, editors, translators, place, publisher, date, url, retrieved } = citation;
        self.xml.line();
        self.xml.open("bibl", &[("type", "citation")]);
        if let Some(title) = title {
            self.element("title", &[], &title.text);
        }
        let translator: Attribute = ("role", "translator");
        for (name, role, people) in
            [("author", None, authors), ("editor", None, editors), ("editor", Some(translator), translators)]
        {
            for person in people {
                self.value(name, role.as_slice(), person);
            }
        }
        for (name, value) in [("pubPlace", place), ("publisher", publisher)] {
            if let Some(value) = value {
                self.element(name, &[], &value.text);
            }
        }
        if let Some(date) = date {
            self.value_date(&[], date);
        }
        if let Some(url) = url {
            let target = is_web_address(&url.text).then_some(("target", &*url.text));
            self.element("ref", target.as_slice(), &url.text);
        }
        if let Some(date) = retrieved {
            self.value_date(&[("type", "retrieved")], date);
        }
        self.end("bibl");
    }

    fn encoding(&mut self) {
        self.start("encodingDesc");
        self.start("editorialDecl");
        let mut correction = String::from("Nothing was corrected silently.");
        if self.facts.repaired > 0 {
            correction += " Characters lost in the source stand in sic, the readings their neighbours suggest in corr.";
        }
        if self.facts.lost > 0 {
            correction += " Characters lost in the source stand as U+FFFD in unclear.";
        }
        if self.xml.controls > 0 {
            correction += " Characters that XML cannot hold are gap elements with the code point in n.";
        }
        self.statement("correction", &[], &correction);
        let mut quotation = String::from("Quotation marks are kept as characters of the text.");
        if self.facts.has_quotations {
            quotation += " Where an opening mark has its closing mark in the same paragraph, both stand with the text \
                          between them in q; other marks have no element.";
        }
        self.statement("quotation", &[("marks", "all")], &quotation);
        let hyphenation = "Hyphens and line ends are kept as they stand in the source.";
        self.statement("hyphenation", &[("eol", "all")], hyphenation);
        self.statement("punctuation", &[("marks", "all")], "Punctuation is kept as characters of the text.");
        let brackets = format!(
            "Brackets were read by the profile {}. They are kept as characters; the element around them says what \
             the editor of the source did: supplied, unclear, gap, sic, corr, ex, add, del, surplus, or a note of \
             type gloss or editorial. A bracket without an element was left as the author's.",
            self.view.edition.brackets
        );
        self.statement("interpretation", &[], &brackets);
        self.end("editorialDecl");
        self.xml.line();
        self.xml.empty("schemaRef", &[("url", SCHEMA)]);
        self.start("appInfo");
        self.xml.line();
        let version = env!("CARGO_PKG_VERSION").split(['-', '+']).next().unwrap_or_default();
        self.xml.open("application", &[("xml:id", "rubricate"), ("ident", "rubricate"), ("version", version)]);
        self.xml.element("label", &[], "rubricate");
        self.xml.close("application");
        self.end("appInfo");
        self.end("encodingDesc");
    }

    fn profile(&mut self) {
        let head = self.head;
        self.start("profileDesc");
        if head.date.is_some() || head.place.is_some() {
            self.start("creation");
            if let Some(place) = &head.place {
                self.value("placeName", &[], place);
            }
            if let Some(date) = &head.date {
                self.value_date(&[], date);
            }
            self.end("creation");
        }
        self.start("langUsage");
        let main = Some(self.view.lang).filter(|lang| is_language(lang)).unwrap_or("und");
        let others = self.facts.languages.iter().map(String::as_str).filter(|lang| *lang != main);
        for lang in std::iter::once(main).chain(others) {
            let name = self.view.languages.find(lang).map_or(lang, |language| &language.name);
            self.element("language", &[("ident", lang)], name);
        }
        self.end("langUsage");
        for (index, letter) in self.view.letters_of() {
            self.correspondence(index, letter);
        }
        let calendars = self.calendars();
        if !calendars.is_empty() {
            self.start("calendarDesc");
            for (id, description) in calendars {
                self.statement("calendar", &[("xml:id", id)], description);
            }
            self.end("calendarDesc");
        }
        self.end("profileDesc");
    }

    /// Calendars that dates of the text or of the correspondence point to.
    fn calendars(&self) -> Vec<(&'static str, &'static str)> {
        let known = [
            ("julian", "Julian calendar (old style); when gives the Gregorian date, when-custom the date as written."),
            ("republican", "French Republican calendar; when gives the Gregorian date."),
            ("roman", "Roman reckoning by kalends, nones and ides; when gives the Gregorian date."),
        ];
        let of_letters = |id| {
            self.view.letters_of().any(|(_, letter)| {
                letter.meta.date.as_ref().is_some_and(|date| {
                    dating::calendar_id(date.calendar) == Some(id) && !self.words_of(date).is_empty()
                })
            })
        };
        known.into_iter().filter(|(id, _)| self.facts.calendars.contains(id) || of_letters(id)).collect()
    }

    fn correspondence(&mut self, index: usize, letter: &Letter) {
        let meta = &letter.meta;
        let id = correspondence_id(index);
        self.xml.line();
        self.xml.open("correspDesc", &[("xml:id", &id)]);
        if meta.sender.is_some() || meta.place.is_some() || meta.date.is_some() {
            self.xml.line();
            self.xml.open("correspAction", &[("type", "sent")]);
            if let Some(sender) = &meta.sender {
                let cert: &[Attribute] =
                    if sender.by == Provenance::INFERRED_SENDER { &[("cert", "low")] } else { &[] };
                self.value("persName", cert, sender);
            }
            if let Some(place) = &meta.place {
                self.value("placeName", &[], place);
            }
            if let Some(date) = &meta.date {
                let words = self.words_of(date);
                self.date(&[], date, &words);
            }
            self.end("correspAction");
        }
        if let Some(recipient) = &meta.recipient {
            self.xml.line();
            self.xml.open("correspAction", &[("type", "received")]);
            self.value("persName", &[], recipient);
            self.end("correspAction");
        }
        if meta.sender.is_none() && meta.place.is_none() && meta.date.is_none() && meta.recipient.is_none() {
            self.element("note", &[], "The source names neither correspondents nor place nor date.");
        }
        self.end("correspDesc");
    }

    /// The words of a date on one line.
    fn words_of(&self, date: &Date) -> String {
        let words: Vec<&str> = self.view.source.slice(date.span).split_whitespace().collect();
        cleaned(&words.join(" ")).into_owned()
    }

    /// Changes to the edition: only those that were told, for a clock tells nothing about a text.
    fn revisions(&mut self) {
        if self.head.changes.is_empty() {
            return;
        }
        self.start("revisionDesc");
        for change in &self.head.changes {
            let (first, words) = change.text.split_once(' ').unwrap_or((&change.text, ""));
            let date = Date { edtf: Edtf::parse(first), ..Date::default() };
            match dating::plain_iso(&date).filter(|when| !when.starts_with("0000")) {
                Some(when) => self.element("change", &[("when", when)], words),
                None => self.element("change", &[], &change.text),
            }
        }
        self.end("revisionDesc");
    }

    /// An element for a value, with the entry of an authority file where it is known.
    fn value(&mut self, name: &str, attributes: &[Attribute<'_>], value: &Value) {
        self.xml.line();
        self.value_inline(name, attributes, value);
    }

    fn value_inline(&mut self, name: &str, attributes: &[Attribute<'_>], value: &Value) {
        // Most values are in no authority file.
        match value.reference.as_deref().map(pointers).filter(|pointers| !pointers.is_empty()) {
            None => self.xml.element(name, attributes, &value.text),
            Some(pointers) => self.xml.element(name, &[attributes, &[("ref", &*pointers)]].concat(), &value.text),
        }
    }

    /// A date of the header: EDTF, or as written.
    fn value_date(&mut self, attributes: &[Attribute<'_>], value: &Value) {
        let date = Date { edtf: Edtf::parse(&value.text), ..Date::default() };
        self.date(attributes, &date, &value.text);
    }

    fn date(&mut self, first: &[Attribute<'_>], date: &Date, words: &str) {
        let mut attributes = dating::tei_attributes(date);
        if words.is_empty() {
            // A calendar is a calendar of words; without words there is none (TEI's own rule).
            attributes.retain(|(name, _)| *name != "calendar");
        }
        let attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        self.element("date", &[first, &attributes].concat(), words);
    }
}

/// A date as a title names it: what `@when` says, so that whoever reads the header can make the title anew.
fn day(date: &Date) -> Option<String> {
    let attributes = dating::tei_attributes(date);
    let is_more = attributes.iter().any(|(name, _)| matches!(*name, "precision" | "datingMethod"));
    let when = attributes.into_iter().find(|(name, _)| *name == "when").filter(|_| !is_more);
    when.map(|(_, when)| when).filter(|when| !when.starts_with('-'))
}

/// What a piece of furniture is called in the header; `None` for what stands elsewhere or says nothing.
fn furniture_name(kind: FurnitureKind) -> Option<&'static str> {
    match kind {
        FurnitureKind::SourceNote | FurnitureKind::Markup => None,
        FurnitureKind::Boilerplate => Some("boilerplate"),
        FurnitureKind::Contents => Some("contents"),
        FurnitureKind::Repeated => Some("repeated"),
        FurnitureKind::RunningHead => Some("running-head"),
        FurnitureKind::Noise => Some("noise"),
        FurnitureKind::FrontMatter => Some("front-matter"),
        FurnitureKind::Directive => Some("directive"),
    }
}
