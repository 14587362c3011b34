//! The leaves of a tree: which character of the source is what.

use super::{Block, BlockKind, Bottom, Edition, Front, Heading, Inline, Line, Part, Postscript, Section, Top};
use crate::source::Span;

/// What a leaf's characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafKind {
    /// Text that is printed.
    Text,
    /// Notation that is not printed.
    Markup,
    /// On the page, not in the text.
    Furniture,
}

/// A stretch of source characters and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: LeafKind,
}

impl Inline {
    /// From its first to its last character, marks included.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Editorial(editorial) => editorial.span,
            Self::Text { span, .. }
            | Self::Markup { span }
            | Self::Bracket { span }
            | Self::Emphasis { span, .. }
            | Self::Date { span, .. }
            | Self::Place { span, .. }
            | Self::NoteRef { span, .. }
            | Self::PageBreak { span, .. }
            | Self::LineBreak { span }
            | Self::Lost { span, .. }
            | Self::Control { span, .. } => *span,
        }
    }
}

impl Edition {
    /// All leaves in source order. They never overlap, and every character of the source that is
    /// not white space lies in exactly one of them.
    #[must_use]
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Collector(Vec::new());
        for front in &self.front {
            match front {
                Front::TitleBlock { lines } => lines.iter().for_each(|line| leaves.inlines(&line.content)),
                Front::Section(section) => leaves.section(section),
            }
        }
        for part in &self.parts {
            match part {
                Part::Section(section) => leaves.section(section),
                Part::Letter(letter) => {
                    for top in &letter.top {
                        match top {
                            Top::Heading(heading) => leaves.heading(heading),
                            Top::Line(line) => leaves.line(line),
                            Top::Break(page) => leaves.push(page.span, LeafKind::Furniture),
                        }
                    }
                    leaves.blocks(&letter.body);
                    letter.sections.iter().for_each(|section| leaves.section(section));
                    for bottom in &letter.bottom {
                        match bottom {
                            Bottom::Line(line) | Bottom::Trailer(line) => leaves.line(line),
                            Bottom::Postscript(postscript) => leaves.postscript(postscript),
                            Bottom::Break(page) => leaves.push(page.span, LeafKind::Furniture),
                        }
                    }
                }
            }
        }
        self.back.iter().for_each(|section| leaves.section(section));
        self.notes.iter().for_each(|note| leaves.blocks(&note.blocks));
        self.furniture.iter().for_each(|item| leaves.push(item.span, LeafKind::Furniture));
        let Collector(mut leaves) = leaves;
        leaves.sort_by_key(|leaf| leaf.span);
        leaves
    }
}

struct Collector(Vec<Leaf>);

impl Collector {
    fn push(&mut self, span: Span, kind: LeafKind) {
        if !span.is_empty() {
            self.0.push(Leaf { span, kind });
        }
    }

    fn section(&mut self, section: &Section) {
        section.headings.iter().for_each(|heading| self.heading(heading));
        self.blocks(&section.blocks);
        section.sections.iter().for_each(|inner| self.section(inner));
    }

    fn heading(&mut self, heading: &Heading) {
        self.inlines(&heading.content);
    }

    fn line(&mut self, line: &Line) {
        self.inlines(&line.content);
    }

    fn postscript(&mut self, postscript: &Postscript) {
        self.blocks(&postscript.blocks);
        postscript.closer.iter().for_each(|line| self.line(line));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { content, .. }
                | BlockKind::Note { content, .. }
                | BlockKind::Line { content, .. }
                | BlockKind::Separator { sign: content } => self.inlines(content),
                BlockKind::Quote { blocks } => self.blocks(blocks),
                BlockKind::Verse { lines } => lines.iter().for_each(|line| self.inlines(&line.content)),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.inlines(&item.content)),
                BlockKind::PageBreak { .. } => self.push(block.span, LeafKind::Furniture),
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { span, .. }
                | Inline::Bracket { span }
                | Inline::Lost { span, .. }
                | Inline::Control { span, .. } => self.push(*span, LeafKind::Text),
                Inline::Markup { span } | Inline::PageBreak { span, .. } | Inline::LineBreak { span } => {
                    self.push(*span, LeafKind::Markup);
                }
                Inline::Editorial(editorial) => self.inlines(&editorial.content),
                Inline::Emphasis { content, .. }
                | Inline::Date { content, .. }
                | Inline::Place { content, .. }
                | Inline::NoteRef { content, .. } => self.inlines(content),
            }
        }
    }
}
