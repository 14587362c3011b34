//! Notes: which there are, what calls them, what they say.

use super::{Element, Named, Reader, child, collapsed, elements, id, is_layout, name, string};
use crate::tree::{Block, BlockKind, Note, Why};
use roxmltree::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Characters of a sign that calls a note: `xviii`, `***`; what is longer is words.
const LONGEST_SIGN: usize = 5;

/// The notes of a document by number, and what points to which.
#[derive(Debug)]
pub(super) struct Index<'a> {
    /// Notes in the order of their numbers.
    notes: Vec<Element<'a>>,
    numbers: FxHashMap<NodeId, u32>,
    /// Notes by their ids.
    ids: FxHashMap<&'a str, Element<'a>>,
    /// Ids that a `ref` or `ptr` points to, with the first of these.
    called: FxHashMap<&'a str, Element<'a>>,
    /// Notes that point to where they belong (`@target`), by the id of that place.
    anchored: FxHashMap<&'a str, Vec<Element<'a>>>,
}

impl<'a> Index<'a> {
    pub fn new(root: Element<'a>) -> Self {
        let mut index = Self {
            notes: Vec::new(),
            numbers: FxHashMap::default(),
            ids: FxHashMap::default(),
            called: FxHashMap::default(),
            anchored: FxHashMap::default(),
        };
        let mut targets = FxHashSet::default();
        let mut pointing = Vec::new();
        for text in root.descendants().filter(|it| it.has_tag_name_of("text")) {
            for node in text.descendants().filter(Element::is_element) {
                match name(node) {
                    // A gloss in its line points to its word, behind which it stands.
                    "note" if node.attribute("place") == Some("inline") => {}
                    "note" => {
                        index.ids.extend(id(node).map(|id| (id, node)));
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
        number
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
    fn mark_of(&self, note: Element<'a>) -> Option<String> {
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

impl<'a> Reader<'a> {
    /// The mark of a note: its own, else the one that calls it, else its number.
    pub(super) fn note_label(&self, note: Element<'a>, number: u32) -> String {
        note.attribute("n")
            .map(str::to_owned)
            .or_else(|| self.index.mark_of(note))
            .unwrap_or_else(|| (number + 1).to_string())
    }

    pub(super) fn note_body(&mut self, node: Element<'a>, number: usize) -> Note {
        let resp = self.responsible(node);
        Note {
            span: super::span(node),
            label: self.note_label(node, number as u32),
            resp,
            blocks: self.note_blocks(node),
            why: Why::rule("tei.note"),
        }
    }

    /// What a note says: blocks, or one paragraph without an element of its own.
    fn note_blocks(&mut self, node: Element<'a>) -> Vec<Block> {
        if self.is_of_blocks(node) { self.blocks(node) } else { self.paragraphs(node, "tei.note") }
    }

    /// Whether an element holds blocks rather than running text.
    pub(super) fn is_of_blocks(&self, node: Element<'a>) -> bool {
        if !self.own {
            return elements(node).any(|it| self.is_block(it));
        }
        let mut blocks = elements(node).filter(|it| self.is_block(*it));
        if !node.children().all(|it| it.is_element() || is_layout(it)) {
            return false;
        }
        // Breaks and notes are blocks where each starts a line, as the writer has it.
        let stands_alone = |it: Element<'a>| {
            let is_note = it.has_tag_name_of("note") && it.attributes().all(|attribute| attribute.name() == "n");
            let starts_line = it.prev_sibling().is_some_and(|before| before.text() == Some("\n"));
            let is_break = matches!(name(it), "fw" | "milestone");
            let ends_sign = it.has_tag_name_of("pb");
            let behind_sign = ends_sign && it.prev_sibling().is_some_and(|before| before.has_tag_name_of("fw"));
            (starts_line && (is_note || is_break || ends_sign)) || behind_sign
        };
        blocks.next().is_some()
            || (node.last_child().is_some_and(|it| it.is_element()) && elements(node).all(stands_alone))
    }

    /// Whether a division holds nothing but notes that marks may call.
    pub(super) fn is_of_notes(&self, node: Element<'a>) -> bool {
        let mut notes = elements(node).filter(|it| !it.has_tag_name_of("head"));
        child(node, "note").is_some() && notes.all(|it| it.has_tag_name_of("note") && (!self.own || id(it).is_some()))
    }

    /// A note that stands in the text because nothing calls it.
    pub(super) fn note_in_text(&mut self, node: Element<'a>) -> Block {
        let label = node.attribute("n").map(str::to_owned);
        let content = self.flat(node);
        Block { span: super::span(node), kind: BlockKind::Note { label, content }, why: Why::rule("tei.note") }
    }
}
