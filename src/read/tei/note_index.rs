//! The notes of a document: which there are, and what calls them.

use crate::read::tei::element::{Element, Named, collapsed, id, name, string};
use roxmltree::NodeId;
use std::collections::{HashMap, HashSet};

/// Characters of a sign that calls a note: `xviii`, `***`; what is longer is words.
const LONGEST_SIGN: usize = 5;

/// The notes of a document by number, and what points to which.
#[derive(Debug)]
pub(crate) struct NoteIndex<'a> {
    /// Notes in the order of their numbers.
    notes: Vec<Element<'a>>,
    numbers: HashMap<NodeId, u32>,
    /// Signs that the source gives, and the last one that was made.
    given: HashSet<&'a str>,
    made: u32,
    signs: HashMap<NodeId, u32>,
    /// Notes by their ids.
    ids: HashMap<&'a str, Element<'a>>,
    /// Ids that a `ref` or `ptr` points to, with the first of these.
    called: HashMap<&'a str, Element<'a>>,
    /// Notes that point to where they belong (`@target`), by the id of that place.
    anchored: HashMap<&'a str, Vec<Element<'a>>>,
}

impl<'a> NoteIndex<'a> {
    pub fn new(root: Element<'a>) -> Self {
        let mut index = Self {
            notes: Vec::new(),
            numbers: HashMap::new(),
            given: HashSet::new(),
            made: 0,
            signs: HashMap::new(),
            ids: HashMap::new(),
            called: HashMap::new(),
            anchored: HashMap::new(),
        };
        let mut targets = HashSet::new();
        let mut pointing = Vec::new();
        for text in root.descendants().filter(|it| it.has_tag_name_of("text")) {
            for node in text.descendants().filter(Element::is_element) {
                match name(node) {
                    // A gloss in its line points to its word, behind which it stands.
                    "note" if node.attribute("place") == Some("inline") => {}
                    "note" => {
                        index.ids.extend(id(node).map(|id| (id, node)));
                        index.given.extend(node.attribute("n"));
                        let target = node.attribute("target").and_then(|target| target.strip_prefix('#'));
                        pointing.extend(target.map(|target| (target, node)));
                    }
                    "ref" | "ptr" => {
                        if let Some(id) = pointer(node) {
                            index.called.entry(id).or_insert(node);
                        }
                    }
                    _ => targets.extend(id(node)),
                }
            }
        }
        for (target, node) in pointing.into_iter().filter(|(target, _)| targets.contains(target)) {
            index.anchored.entry(target).or_default().push(node);
        }
        index.number_our_own();
        index
    }

    /// Our own notes have their numbers in their ids.
    fn number_our_own(&mut self) {
        let numbered = |(id, node): (&&'a str, &Element<'a>)| {
            let number: u32 = id.strip_prefix("note-")?.parse().ok()?;
            (format!("note-{number}") == **id && node.attribute("place").is_some()).then_some((number, *node))
        };
        let mut notes: Vec<_> = self.ids.iter().filter_map(numbered).collect();
        notes.sort_unstable_by_key(|(number, _)| *number);
        if notes.iter().zip(1..).all(|((number, _), expected)| *number == expected) {
            self.notes = notes.into_iter().map(|(_, node)| node).collect();
            self.numbers = self.notes.iter().map(Element::id).zip(0..).collect();
        }
    }

    /// Number of a note; one that has none gets the next.
    pub fn number(&mut self, note: Element<'a>) -> u32 {
        let next = self.notes.len() as u32;
        let number = *self.numbers.entry(note.id()).or_insert(next);
        if number == next {
            self.notes.push(note);
        }
        if number == next && note.attribute("n").is_none() {
            let is_free = |sign: &u32| !self.given.contains(&*sign.to_string());
            self.made = (self.made.max(number) + 1..=u32::MAX).find(is_free).unwrap_or(number + 1);
            self.signs.insert(note.id(), self.made);
        }
        number
    }

    /// The sign of a note that has none of its own: its number, or the next one that no other note has.
    pub fn sign(&self, note: Element<'a>) -> Option<u32> {
        self.signs.get(&note.id()).copied()
    }

    pub fn note(&self, number: usize) -> Option<Element<'a>> {
        self.notes.get(number).copied()
    }

    /// The note that a `ref` or `ptr` points to.
    pub fn called_by(&self, node: Element<'a>) -> Option<Element<'a>> {
        self.ids.get(pointer(node)?).copied()
    }

    /// Notes that point to this element.
    pub fn anchored_at(&self, node: Element<'a>) -> Vec<Element<'a>> {
        if self.anchored.is_empty() {
            return Vec::new();
        }
        id(node).and_then(|id| self.anchored.get(id)).cloned().unwrap_or_default()
    }

    /// What calls the note, if it is a sign and not words.
    pub(crate) fn mark_of(&self, note: Element<'a>) -> Option<String> {
        let mark = collapsed(&string(*self.called.get(id(note)?)?));
        (1..=LONGEST_SIGN).contains(&mark.chars().count()).then_some(mark).filter(|mark| !mark.contains(' '))
    }

    /// Whether a mark elsewhere calls the note, so that it does not stand where it is written.
    pub fn is_called(&self, note: Element<'a>) -> bool {
        let target = note.attribute("target").and_then(|target| target.strip_prefix('#'));
        id(note).is_some_and(|id| self.called.contains_key(id))
            || target.is_some_and(|target| self.anchored.contains_key(target))
    }
}

fn pointer(node: Element<'_>) -> Option<&str> {
    node.attribute("target").and_then(|target| target.strip_prefix('#'))
}
