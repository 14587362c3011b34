//! Notes: what they say.

use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, elements, id, is_layout, name};
use crate::read::tei::reader::TeiReader;
use crate::tree::{Block, BlockKind, Note, Why};

impl<'a> TeiReader<'a> {
    /// The mark of a note: its own, else the one that calls it, else its number.
    pub(crate) fn note_label(&self, note: Element<'a>, number: u32) -> String {
        note.attribute("n")
            .map(str::to_owned)
            .or_else(|| self.index.mark_of(note))
            .unwrap_or_else(|| self.index.sign(note).unwrap_or(number + 1).to_string())
    }

    pub(crate) fn note_body(&mut self, node: Element<'a>, number: usize) -> Note {
        let resp = self.responsible(node);
        Note {
            span: element::span(node),
            label: self.note_label(node, number as u32),
            resp,
            lang: self.lang_of(node),
            blocks: self.note_blocks(node),
            why: Why::rule("tei.note"),
        }
    }

    /// What a note says: blocks, or one paragraph without an element of its own.
    fn note_blocks(&mut self, node: Element<'a>) -> Vec<Block> {
        if self.is_of_blocks(node) { self.blocks(node) } else { self.paragraphs(node, "tei.note") }
    }

    /// Whether an element holds blocks rather than running text.
    pub(crate) fn is_of_blocks(&self, node: Element<'a>) -> bool {
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
    pub(crate) fn is_of_notes(&self, node: Element<'a>) -> bool {
        let mut notes = elements(node).filter(|it| !it.has_tag_name_of("head"));
        child(node, "note").is_some() && notes.all(|it| it.has_tag_name_of("note") && (!self.own || id(it).is_some()))
    }

    /// A note that stands in the text because nothing calls it.
    pub(crate) fn note_in_text(&mut self, node: Element<'a>) -> Block {
        let label = node.attribute("n").map(str::to_owned);
        let content = self.flat(node);
        Block { span: element::span(node), kind: BlockKind::Note { label, content }, why: Why::rule("tei.note") }
    }
}
