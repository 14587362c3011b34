//! The leaves of a tree: which character of the source is what.

use super::{Edition, Inline, Run};
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
            | Self::Quoted { span, .. }
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
    /// not white space lies in exactly one of them; of TEI, every character of the text. A note of TEI may stand inside
    /// a paragraph and be a note of the edition, so that leaves are in source order and nodes need not be.
    #[must_use]
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Collector(Vec::new());
        self.runs(|run| match run {
            Run::Inlines(content) => leaves.inlines(content),
            Run::Break(span) => leaves.push(span, LeafKind::Furniture),
        });
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
                | Inline::Quoted { content, .. }
                | Inline::NoteRef { content, .. } => self.inlines(content),
            }
        }
    }
}
