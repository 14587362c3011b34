//! Notes: their marks in the text, their bodies after it, on the same page, so that they pop up.

use super::renderer::{Renderer, in_lang};
use super::sink::token;
use super::words::fill;
use crate::tree::{Block, BlockKind, Inline, Note};
use std::collections::BTreeSet;

impl<'a> Renderer<'a> {
    /// The mark of a note: a link where links may stand and the note is there, else only the mark.
    pub(super) fn note_ref(&mut self, label: &'a str, note: u32, content: &'a [Inline]) {
        let linked = !self.in_link && (note as usize) < self.document.edition.notes.len();
        if linked {
            self.refs += 1;
            let (id, href) = (format!("noteref-{}", self.refs), format!("#note-{}", note + 1));
            if let std::collections::btree_map::Entry::Vacant(first) = self.marks.entry(note) {
                first.insert(id.clone());
                self.queue.push(note);
            }
            let attributes = [("id", id.as_str()), ("class", "noteref"), ("epub:type", "noteref")];
            self.sink.start("a", &[&attributes[..], &[("role", "doc-noteref"), ("href", &href)]].concat());
            self.in_link = true;
        } else {
            self.sink.start("sup", &[]);
        }
        // The mark's characters are notation; the label says the same without brackets.
        if self.prints(content) {
            self.inlines(content);
        } else {
            self.sink.text(label);
        }
        if linked {
            self.in_link = false;
            self.sink.end("a");
        } else {
            self.sink.end("sup");
        }
    }

    /// Notes after the text, in the order of their marks. A note may refer to further notes.
    pub(super) fn notes(&mut self, used: &mut BTreeSet<u32>, last: bool) {
        let notes = &self.document.edition.notes;
        let mut here = BTreeSet::new();
        let mut queued = 0;
        let mut leftover = if last { 0..notes.len() as u32 } else { 0..0 };
        loop {
            let index = if let Some(&index) = self.queue.get(queued) {
                queued += 1;
                index
            } else if let Some(index) = leftover.find(|index| !used.contains(index)) {
                index
            } else {
                break;
            };
            used.insert(index);
            if here.is_empty() {
                self.sink.start("section", &[("id", "notes"), ("class", "notes"), ("epub:type", "footnotes")]);
                self.sink.newline();
            }
            if here.insert(index) {
                self.note(index, &notes[index as usize]);
            }
        }
        if !here.is_empty() {
            self.sink.end("section");
            self.sink.newline();
        }
    }

    fn note(&mut self, index: u32, note: &'a Note) {
        let id = format!("note-{}", index + 1);
        let resp = note.resp.as_deref().unwrap_or_default();
        let class = if resp.is_empty() { "note".to_owned() } else { format!("note by-{}", token(resp)) };
        let name = fill(self.words.note_by.get(resp).unwrap_or(&self.words.note), &[("label", &note.label)]);
        let attributes = [("id", id.as_str()), ("class", &class), ("epub:type", "footnote")];
        let lang = self.other(note.lang.as_deref());
        let outer = lang.map(|lang| std::mem::replace(&mut self.lang, lang.to_owned()));
        let named = [("role", "doc-footnote"), ("aria-label", &name)];
        let lang = lang.map(in_lang).unwrap_or_default();
        self.sink.start("aside", &[&attributes[..], &named, &lang].concat());
        self.sink.newline();
        let back = self.marks.get(&index).map(|id| format!("#{id}"));
        let mut blocks = note.blocks.as_slice();
        self.sink.start("p", &[]);
        self.note_label(&note.label, back.as_deref());
        if let Some(voice) = self.words.note_voice.get(resp) {
            self.sink.start("span", &[("class", "note-voice")]);
            self.sink.text(voice);
            self.sink.end("span");
            self.sink.text(" ");
        }
        if let [Block { kind: BlockKind::Paragraph { content, .. }, .. }, after @ ..] = blocks {
            self.inlines(content);
            blocks = self.continued(after);
        }
        self.sink.end("p");
        self.sink.newline();
        self.blocks(blocks);
        self.sink.end("aside");
        self.sink.newline();
        if let Some(outer) = outer {
            self.lang = outer;
        }
    }

    /// The mark before a note's text; it leads back to the mark in the text.
    pub(super) fn note_label(&mut self, label: &str, back: Option<&str>) {
        if let Some(href) = back {
            let name = format!("{label}: {}", self.words.back_to_text);
            let attributes = [("class", "note-label"), ("role", "doc-backlink"), ("href", href), ("aria-label", &name)];
            self.sink.start("a", &attributes);
            self.sink.text(label);
            self.sink.end("a");
        } else {
            self.sink.start("span", &[("class", "note-label")]);
            self.sink.text(label);
            self.sink.end("span");
        }
        self.sink.text(" ");
    }
}
