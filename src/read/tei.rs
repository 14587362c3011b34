//! TEI in: our own, and that of other editions.
//!
//! ```text
//! XML -> roxmltree -> header -> Head, correspondence
//!                  -> text   -> front, letters and sections, back, notes -> Edition
//! ```
//!
//! Spans point into the XML. The span of a text is its characters there; where these are references, the node owns the
//! text. The span of any other node is its element, tags included. Tags, attributes, comments and the header lie in no
//! leaf of the tree. What the tree cannot hold is told, once for each name of an element.

mod blocks;
mod dates;
mod divisions;
mod header;
mod inlines;
mod lines;
mod losses;
mod notes;
mod spaces;
mod strays;

use super::dates::Dates;
use super::lines::lines;
use super::{ReadError, ReadOptions, Reading, View, check_tag, head, language};
use crate::knowledge::{TeiInput, tei_input};
use crate::source::{Source, Span, xml};
use crate::tree::{Edition, Furniture, LetterMeta, Note, Part, Value, Wrap};
use losses::Losses;
use notes::Index;
use roxmltree::Node;
use std::collections::VecDeque;

/// Elements within elements: a letter has a dozen. Deeper documents would take more stack than a thread may have.
const MAX_DEPTH: usize = 128;

/// Names that the root of TEI has.
const ROOTS: [&str; 3] = ["TEI", "teiCorpus", "TEI.2"];

/// An element of the document.
type Element<'a> = Node<'a, 'a>;

/// Reads TEI. The source learns what its characters stand for where they are references.
///
/// # Errors
/// The XML is not well-formed, no TEI, or beyond what is read; unknown language.
pub fn read(source: &mut Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    let (mut reading, readings) = parsed(source, options)?;
    source.read_as(readings);
    if let Some(authorities) = &options.authorities {
        authorities.refer(source, &mut reading.edition);
    }
    Ok(reading)
}

fn parsed(source: &Source, options: &ReadOptions) -> Result<(Reading, Vec<(Span, String)>), ReadError> {
    let document = xml::parse(&source.text, MAX_DEPTH)
        .map_err(|refused| ReadError::in_xml(source, refused.at, format!("{}: {}", refused.message, refused.hint)))?;
    let root = document.root_element();
    if !ROOTS.contains(&root.tag_name().name()) {
        let message = format!("the root element is `{}`: give TEI, or plain text", root.tag_name().name());
        return Err(ReadError::in_xml(source, root.range().start, message));
    }
    let mut reader = Reader::new(source, options.view, root);
    let mut edition = reader.edition(root);
    let (findings, readings) = (reader.losses.findings(), reader.readings);
    if let Some(tag) = options.lang.as_deref() {
        edition.lang = check_tag(tag)?;
    }
    told(options, &mut edition);
    Ok((Reading { edition, findings }, readings))
}

/// What is told beside the text wins over what its header says, and what is usual fills up what is missing.
fn told(options: &ReadOptions, edition: &mut Edition) {
    let head = &mut edition.head;
    for (key, value) in &options.meta {
        head::set(head, key, value, None, "command-line".into());
    }
    head::fill_up(head, &options.defaults);
    let encoded = options.source_date_epoch.and_then(head::encoded).map(|(_, change)| change);
    if let Some(change) = encoded.filter(|change| head.changes.iter().all(|known| known.text != *change)) {
        head.changes.push(Value::new(change, None, "SOURCE_DATE_EPOCH"));
    }
    let given = |key: &str| {
        let value = options.meta.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(key));
        value.map(|(_, value)| Value::new(value.as_str(), None, "command-line"))
    };
    let mut letters = edition.parts.iter_mut().filter_map(|part| match part {
        Part::Letter(letter) => Some(&mut letter.meta),
        Part::Section(_) => None,
    });
    if let Some(first) = letters.next() {
        first.sender = given("sender").or(first.sender.take());
        first.recipient = given("recipient").or(first.recipient.take());
        if letters.next().is_none() {
            first.place = given("place").or(first.place.take());
            let date = given("date").and_then(|value| head::declared_date(Dates::for_language(&edition.lang), &value));
            first.date = date.or(first.date.take());
        }
    }
}

/// Builds the tree of one document.
struct Reader<'a> {
    source: &'a Source,
    known: &'static TeiInput,
    view: View,
    /// Our own writer wrote it: white space is text, not layout.
    own: bool,
    /// A line of an opener or the like is being read: `lb` is a line end in any view.
    in_line: bool,
    /// The last character read was a blank, or there was none: further blanks are layout.
    after_blank: bool,
    index: Index<'a>,
    /// Correspondence metadata of the letters that are still to come, with the ids of their elements.
    letters: VecDeque<(String, LetterMeta)>,
    /// What stands on the page and not in the text.
    furniture: Vec<Furniture>,
    losses: Losses,
    /// What the characters of spans stand for that nodes name without owning text.
    readings: Vec<(Span, String)>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, view: View, root: Element<'a>) -> Self {
        let is_ours = |it: Node| it.has_tag_name_of("application") && it.attribute("ident") == Some("rubricate");
        let header = child(root, "teiHeader");
        Self {
            source,
            known: tei_input(),
            view,
            own: header.is_some_and(|header| header.descendants().any(is_ours)),
            in_line: false,
            after_blank: true,
            index: Index::new(root),
            letters: VecDeque::new(),
            furniture: Vec::new(),
            losses: Losses::default(),
            readings: Vec::new(),
        }
    }

    fn edition(&mut self, root: Element<'a>) -> Edition {
        let header = child(root, "teiHeader").or_else(|| root.descendants().find(|it| it.has_tag_name_of("teiHeader")));
        let header = header.map(|header| self.header(header)).unwrap_or_default();
        let mut edition = Edition {
            lang: String::new(),
            wrap: Wrap::Wrapped,
            brackets: header.brackets.unwrap_or_else(|| "plain".into()),
            head: header.head,
            front: Vec::new(),
            parts: Vec::new(),
            back: Vec::new(),
            notes: Vec::new(),
            furniture: header.furniture,
        };
        self.document(root, &mut edition);
        edition.notes = self.notes();
        edition.furniture.append(&mut self.furniture);
        if !self.own {
            self.tell_strays(root, &edition);
        }
        edition.furniture.sort_by_key(|item| item.span);
        Self::name_file(&mut edition, header.described);
        edition.lang = self.language(root, header.languages);
        edition
    }

    /// A title that describes a letter is made anew from the letter; any other names the file.
    fn name_file(edition: &mut Edition, described: Option<Value>) {
        let mut letters = edition.parts.iter().filter_map(|part| match part {
            Part::Letter(letter) => Some(&letter.meta),
            Part::Section(_) => None,
        });
        let is_made = match (letters.next(), letters.next()) {
            (Some(only), None) => only.sender.is_some() || only.recipient.is_some(),
            _ => false,
        };
        if !is_made && edition.head.title.is_none() && edition.head.file.is_none() {
            edition.head.file = described;
        }
    }

    /// Language of the text: what the text says, else the header, else its words.
    fn language(&self, root: Element<'a>, declared: Vec<String>) -> String {
        let text = root.descendants().find(|it| it.has_tag_name_of("text"));
        let said = text.into_iter().chain([root]).find_map(lang);
        match said.map(str::to_owned).or_else(|| <[String; 1]>::try_from(declared).ok().map(|[only]| only)) {
            // Nobody knows: so it was when the file was written, and `xml:lang` was left out.
            Some(tag) if said.is_none() && tag == "und" => String::new(),
            Some(tag) => self.tag(&tag),
            None => {
                let words = text.map(string).unwrap_or_default();
                let words = Source::new("", words);
                language::guess(&words, &lines(&words))
            }
        }
    }

    /// A language tag, with two letters where there are.
    fn tag(&self, tag: &str) -> String {
        let short = self.known.languages.get(tag).filter(|_| !self.own);
        short.map_or(tag, String::as_str).to_owned()
    }

    /// The inside of an element.
    fn inside(node: Element<'a>) -> Span {
        match (node.first_child(), node.last_child()) {
            (Some(first), Some(last)) => Span::new(first.range().start, last.range().end),
            _ => Span::new(node.range().end, node.range().end),
        }
    }

    /// The words in an element, as a span that nodes can name.
    fn words(&mut self, node: Element<'a>) -> Span {
        let (span, words) = (Self::inside(node), string(node));
        self.stands_for(span, words)
    }

    /// The words of an attribute.
    fn attribute(&mut self, node: Element<'a>, name: &str) -> Option<Span> {
        let attribute = node.attributes().find(|it| it.name() == name && it.namespace().is_none())?;
        Some(self.stands_for(attribute.range_value().into(), attribute.value().to_owned()))
    }

    fn stands_for(&mut self, span: Span, words: String) -> Span {
        if self.source.text[span.range()] != words {
            self.readings.push((span, words));
        }
        span
    }

    /// Text as the header gives it: exactly in our own, on one line in others.
    fn value(&self, node: Element<'a>) -> String {
        let words = string(node);
        if self.own { words } else { collapsed(&words) }
    }
}

/// What is asked of elements again and again. TEI has one namespace, and older TEI none, so local names tell.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// Local name of an element; empty for anything else.
fn name(node: Element<'_>) -> &str {
    node.tag_name().name()
}

fn child<'a>(node: Element<'a>, name: &str) -> Option<Element<'a>> {
    node.children().find(|it| it.has_tag_name_of(name))
}

fn elements(node: Element<'_>) -> impl DoubleEndedIterator<Item = Element<'_>> {
    node.children().filter(Node::is_element)
}

/// All text in an element.
fn string(node: Element) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// The text on one line.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text is white space of XML.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// A text that is only layout.
fn is_layout(node: Element) -> bool {
    !node.is_element() && node.text().is_none_or(|text| !node.is_text() || is_blank(text))
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

fn id(node: Element<'_>) -> Option<&str> {
    node.attribute((XML, "id"))
}

fn lang(node: Element<'_>) -> Option<&str> {
    node.attribute((XML, "lang"))
}

/// Span of an element, tags included.
fn span(node: Element) -> Span {
    node.range().into()
}

/// Span of an element that stands for a leaf; where it wrongly holds something, its start, so that the leaf covers no words.
fn mark(node: Element) -> Span {
    if node.has_children() { Span::new(node.range().start, node.range().start) } else { span(node) }
}

impl ReadError {
    fn in_xml(source: &Source, at: usize, message: String) -> Self {
        let (line, column) = source.line_column(at as u32);
        Self { place: Some((source.name.clone(), line)), column: Some(column), message }
    }
}

/// Notes are read when the text is: those that a mark calls last come last.
impl Reader<'_> {
    fn notes(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some(node) = self.index.note(notes.len()) {
            let note = self.note_body(node, notes.len());
            notes.push(note);
        }
        notes
    }
}
