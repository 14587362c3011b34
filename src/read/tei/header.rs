//! The `teiHeader`: what is known about the text, and who wrote to whom.

use crate::knowledge::Own;
use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, collapsed, elements, id, is_blank, name, string};
use crate::read::tei::losses::Loss;
use crate::read::tei::reader::TeiReader;
use crate::tree::{Citation, Edtf, Furniture, FurnitureKind, Head, LetterMeta, Name, Provenance, Value, Why};

/// What the header says.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub head: Head,
    /// A title that describes the text, which has none of its own.
    pub described: Option<Value>,
    /// Profile of the brackets.
    pub brackets: Option<String>,
    pub furniture: Vec<Furniture>,
    pub languages: Vec<String>,
}

/// Elements that hold names.
const NAMES: [&str; 4] = ["persName", "orgName", "name", "rs"];

/// Parts of the header that say nothing the tree should hold: what a run did is said anew of each run.
const SAID_ANEW: [&str; 9] = [
    "editorialDecl",
    "schemaRef",
    "appInfo",
    "langUsage",
    "calendarDesc",
    "projectDesc",
    "tagsDecl",
    "listPrefixDef",
    "refsDecl",
];

impl<'a> TeiReader<'a> {
    pub(crate) fn header(&mut self, header: Element<'a>) -> Header {
        let mut found = Header::default();
        for part in elements(header) {
            match name(part) {
                "fileDesc" => self.file_description(part, &mut found),
                "encodingDesc" => self.encoding(part, &mut found),
                "profileDesc" => self.profile(part, &mut found),
                "revisionDesc" => {
                    let changes = part.descendants().filter(|it| it.has_tag_name_of("change"));
                    found.head.changes.extend(changes.map(|change| self.change(change)));
                }
                _ => self.unkept(part),
            }
        }
        found
    }

    /// Says that a part of the header has no place in the tree.
    pub(crate) fn unkept(&mut self, node: Element<'a>) {
        self.losses.add(Loss::Header, name(node), element::span(node), None);
    }

    fn known(&self, node: Element<'a>, rule: &'static str) -> Value {
        Value { reference: node.attribute("ref").map(str::to_owned), ..Value::new(self.value(node), None, rule) }
    }

    fn file_description(&mut self, node: Element<'a>, found: &mut Header) {
        for statement in elements(node) {
            match name(statement) {
                "titleStmt" => self.title_statement(statement, found),
                "editionStmt" => {
                    for part in elements(statement) {
                        match name(part) {
                            "edition" | "p" => found.head.edition = Some(self.known(part, "tei.edition")),
                            "respStmt" => self.responsibility(part, &mut found.head),
                            _ => self.other(part, &mut found.head),
                        }
                    }
                }
                "seriesStmt" => {
                    let title = child(statement, "title").unwrap_or(statement);
                    found.head.collection = Some(self.known(title, "tei.seriesStmt"));
                }
                "extent" => self.other(statement, &mut found.head),
                "publicationStmt" => self.publication(statement, &mut found.head),
                "notesStmt" => {
                    for note in elements(statement) {
                        self.header_note(note, found);
                    }
                }
                "sourceDesc" => {
                    for source in elements(statement) {
                        self.source(source, found);
                    }
                }
                _ => self.unkept(statement),
            }
        }
    }

    fn title_statement(&mut self, node: Element<'a>, found: &mut Header) {
        let titles: Vec<_> = elements(node).filter(|it| it.has_tag_name_of("title")).collect();
        let of =
            |attribute: &str, value: &str| titles.iter().find(|it| it.attribute(attribute) == Some(value)).copied();
        // The title of the letter, not that of the series it belongs to.
        let plain = titles.iter().find(|it| it.attribute("type").is_none() && it.attribute("level") != Some("s"));
        let main = of("type", "main").or_else(|| of("level", "a")).or(plain.copied());
        found.head.title = main.map(|title| self.known(title, "tei.title"));
        found.head.subtitle = of("type", "sub").map(|title| self.known(title, "tei.title"));
        if let Some(title) = of("type", "desc").filter(|_| main.is_none()) {
            let title = self.known(title, "tei.title");
            let place = if self.own { &mut found.described } else { &mut found.head.title };
            *place = Some(title);
        }
        for part in elements(node) {
            match name(part) {
                "title" => {}
                "author" => found.head.authors.extend(self.people(part, "tei.author")),
                "editor" if part.attribute("role") == Some("translator") => {
                    found.head.translators.extend(self.people(part, "tei.editor"));
                }
                "editor" => found.head.editors.extend(self.people(part, "tei.editor")),
                "respStmt" => self.responsibility(part, &mut found.head),
                _ => self.other(part, &mut found.head),
            }
        }
    }

    /// Keeps words that have no place of their own, under the name of their element.
    fn other(&mut self, node: Element<'a>, head: &mut Head) {
        let value = self.known(node, "tei.header");
        if !value.text.is_empty() {
            head.other.push((name(node).to_owned(), value));
        }
    }

    /// The people whom an element names: one each, or itself.
    fn people(&self, node: Element<'a>, rule: &'static str) -> Vec<Value> {
        let named: Vec<_> = elements(node).filter(|it| NAMES.contains(&name(*it))).collect();
        let loose = node.children().any(|it| it.is_text() && !is_blank(it.text().unwrap_or_default()));
        if self.own || named.is_empty() || loose {
            vec![self.known(node, rule)]
        } else {
            named.into_iter().map(|it| self.known(it, rule)).collect()
        }
    }

    /// Who did what, where that is something the tree has a place for.
    fn responsibility(&mut self, node: Element<'a>, head: &mut Head) {
        let what: String = elements(node).filter(|it| it.has_tag_name_of("resp")).map(|it| self.value(it)).collect();
        let own = &self.known.own;
        if Own::said(&own.responsibility, &what).is_some() {
            return;
        }
        let people: Vec<_> =
            elements(node).filter(|it| NAMES.contains(&name(*it))).map(|it| self.known(it, "tei.respStmt")).collect();
        let known = &self.known.responsibilities;
        let words = what.to_lowercase();
        let does = |starts: &[String]| {
            words.split_whitespace().any(|word| starts.iter().any(|it| word.starts_with(it.as_str())))
        };
        let place = if Own::said(&own.transcription, &what) == Some("") || does(&known.transcribers) {
            &mut head.transcribers
        } else if does(&known.translators) {
            &mut head.translators
        } else if does(&known.editors) {
            &mut head.editors
        } else {
            let kept = people.into_iter().filter(|person| !person.text.is_empty());
            return head.other.extend(kept.map(|person| (what.clone(), person)));
        };
        for person in people {
            if self.own || !place.iter().any(|it| it.text == person.text) {
                place.push(person);
            }
        }
    }

    fn publication(&mut self, node: Element<'a>, head: &mut Head) {
        for part in elements(node) {
            match name(part) {
                "publisher" | "authority" | "distributor" if head.publisher.is_none() => {
                    let named = elements(part).find(|it| NAMES.contains(&name(*it)));
                    head.publisher = Some(self.known(named.unwrap_or(part), "tei.publisher"));
                }
                "pubPlace" | "placeName" => head.published_in = Some(self.known(part, "tei.pubPlace")),
                "date" => head.published = Some(self.header_date(part)),
                "idno" if head.identifier.is_none() => head.identifier = Some(self.known(part, "tei.idno")),
                "availability" => {
                    let licence = part.descendants().find(|it| it.has_tag_name_of("licence"));
                    head.licence = licence.or_else(|| elements(part).next()).map(|licence| self.licence(licence));
                }
                "p" if self.own => {
                    let own = &self.known.own;
                    let text = string(part);
                    if let Some(licence) = Own::said(&own.licence, &text) {
                        head.licence = Some(Value::new(licence, None, "tei.licence"));
                    } else if Own::said(&own.publisher, &text).is_none() {
                        self.publication(part, head);
                    }
                }
                _ => self.other(part, head),
            }
        }
    }

    /// A licence by its words; where these are the whole law, by its address.
    fn licence(&self, node: Element<'a>) -> Value {
        let address = node.attribute("target").filter(|_| elements(node).next().is_some());
        Value::new(address.map_or_else(|| self.value(node), str::to_owned), None, "tei.licence")
    }

    fn header_note(&mut self, node: Element<'a>, found: &mut Header) {
        let kind = match node.attribute("type") {
            Some("boilerplate") => FurnitureKind::Boilerplate,
            Some("contents") => FurnitureKind::Contents,
            Some("repeated") => FurnitureKind::Repeated,
            Some("running-head") => FurnitureKind::RunningHead,
            Some("noise") => FurnitureKind::Noise,
            Some("front-matter") => FurnitureKind::FrontMatter,
            Some("directive") => FurnitureKind::Directive,
            kind => {
                let key = node.attribute("n").or(kind).unwrap_or("note").to_owned();
                found.head.other.push((key, self.known(node, "tei.note")));
                return;
            }
        };
        let furniture = self.aside(node, kind, "tei.note");
        found.furniture.push(furniture);
    }

    /// Something that is not part of the text.
    pub(crate) fn aside(&mut self, node: Element<'a>, kind: FurnitureKind, rule: impl Into<Name>) -> Furniture {
        Furniture { span: Self::inside(node), kind, content: self.run(node), why: Why::rule(rule) }
    }

    fn source(&mut self, node: Element<'a>, found: &mut Header) {
        let head = &mut found.head;
        match (name(node), node.attribute("type")) {
            ("bibl", Some("source-note")) => {
                let furniture = self.aside(node, FurnitureKind::SourceNote, "tei.bibl");
                found.furniture.push(furniture);
            }
            ("bibl", Some("citation")) => head.citations.push(self.citation(node)),
            ("p", _) if self.own => {
                let text = string(node);
                let file = Own::said(&self.known.own.file, &text);
                head.file = file.map(|file| Value::new(file, None, "tei.sourceDesc"));
            }
            ("msDesc" | "listWit" | "listBibl", _) => {
                // Where the manuscript lies; its description is for those who have the TEI.
                let kept = |it: &Element<'a>| it.has_tag_name_of("msIdentifier");
                let shelves: Vec<_> = node.descendants().filter(kept).map(place_of_manuscript).collect();
                head.sources.extend(shelves.into_iter().map(|shelf| Value::new(shelf, None, "tei.msIdentifier")));
                self.losses.add(Loss::Header, name(node), element::span(node), None);
            }
            _ => {
                let value = self.known(node, "tei.sourceDesc");
                if self.own || !value.text.is_empty() {
                    head.sources.push(value);
                }
            }
        }
    }

    fn citation(&self, node: Element<'a>) -> Citation {
        let mut citation = Citation::default();
        for part in elements(node) {
            let value = self.known(part, "tei.bibl");
            match (name(part), part.attribute("role").or(part.attribute("type"))) {
                ("title", _) => citation.title = Some(value),
                ("author", _) => citation.authors.push(value),
                ("editor", Some("translator")) => citation.translators.push(value),
                ("editor", _) => citation.editors.push(value),
                ("pubPlace", _) => citation.place = Some(value),
                ("publisher", _) => citation.publisher = Some(value),
                ("date", Some("retrieved")) => citation.retrieved = Some(self.header_date(part)),
                ("date", _) => citation.date = Some(self.header_date(part)),
                ("ref", _) => citation.url = Some(value),
                _ => {}
            }
        }
        citation
    }

    /// A date of the header: its words where they are EDTF or it has no value, else its value.
    fn header_date(&self, node: Element<'a>) -> Value {
        let words = self.value(node);
        let value = Self::date(node, Self::inside(node)).edtf;
        let text = if self.own || Edtf::parse(&words).is_some() {
            words
        } else {
            value.map_or(words, |edtf| edtf.to_string())
        };
        Value::new(text, None, "tei.date")
    }

    fn change(&self, node: Element<'a>) -> Value {
        let words = self.value(node);
        let when = node.attribute("when").map(|when| format!("{} {words}", when.trim()));
        Value::new(when.unwrap_or(words), None, "tei.change")
    }

    fn encoding(&mut self, node: Element<'a>, found: &mut Header) {
        for part in elements(node).filter(|it| !SAID_ANEW.contains(&name(*it))) {
            self.unkept(part);
        }
        let interpretation = node.descendants().find(|it| it.has_tag_name_of("interpretation")).map(string);
        // The sentence goes on; only its start tells the profile.
        let (before, behind) = self.known.own.profile.split_once("{}").unwrap_or_default();
        let profile = interpretation.as_deref().and_then(|text| text.strip_prefix(before)?.split_once(behind));
        found.brackets = profile.filter(|_| self.own).map(|(profile, _)| profile.to_owned());
    }

    fn profile(&mut self, node: Element<'a>, found: &mut Header) {
        for part in elements(node) {
            match name(part) {
                "creation" => {
                    found.head.date = child(part, "date").map(|date| self.header_date(date));
                    found.head.place = child(part, "placeName").map(|place| self.known(place, "tei.placeName"));
                }
                "langUsage" => {
                    let languages = elements(part).filter_map(|it| it.attribute("ident"));
                    found.languages.extend(languages.map(str::to_owned));
                    if self.own {
                        found.languages.truncate(1);
                    }
                }
                "correspDesc" => {
                    let meta = self.correspondence(part);
                    self.letters.push(id(part).unwrap_or_default(), meta);
                }
                part_name if SAID_ANEW.contains(&part_name) => {}
                _ => self.unkept(part),
            }
        }
    }

    fn correspondence(&mut self, node: Element<'a>) -> LetterMeta {
        let mut meta = LetterMeta::default();
        for action in elements(node) {
            match (name(action), action.attribute("type")) {
                ("correspAction", Some("sent")) => {
                    meta.sender = self.correspondents(action);
                    let named = elements(action).find(|it| NAMES.contains(&name(*it)));
                    if self.own
                        && named.is_some_and(|named| named.attribute("cert") == Some("low"))
                        && let Some(sender) = &mut meta.sender
                    {
                        sender.by = Provenance::INFERRED_SENDER;
                    }
                    let place = elements(action).find(|it| matches!(name(*it), "placeName" | "settlement"));
                    meta.place = place.map(|place| self.known(place, "tei.correspAction"));
                    if let Some(date) = child(action, "date") {
                        let words = self.words(date);
                        meta.date = Some(Self::date(date, words));
                    }
                }
                ("correspAction", Some("received")) => meta.recipient = self.correspondents(action),
                ("note", _) if self.own => {}
                (name, _) => self.losses.add(Loss::Header, name, element::span(action), None),
            }
        }
        meta
    }

    /// The people of an action; several are one value.
    fn correspondents(&self, action: Element<'a>) -> Option<Value> {
        let mut people =
            elements(action).filter(|it| NAMES.contains(&name(*it))).map(|it| self.known(it, "tei.correspAction"));
        let mut first = people.next()?;
        for person in people {
            first.text = format!("{}; {}", first.text, person.text);
            first.reference = match (first.reference.take(), person.reference) {
                (Some(one), Some(other)) => Some(format!("{one} {other}")),
                (one, other) => one.or(other),
            };
        }
        Some(first)
    }
}

/// Where a manuscript lies, on one line.
fn place_of_manuscript(node: Element) -> String {
    let parts = elements(node).filter(|it| !matches!(name(*it), "altIdentifier" | "location" | "msName"));
    parts.map(|part| collapsed(&string(part))).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
