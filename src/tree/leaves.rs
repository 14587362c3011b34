//! The leaves of a tree: which character of the source is what.

use super::{Edition, Inline, Run};
use crate::source::{Source, Span};

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
            Self::NoteRef(mark) => mark.span,
            Self::Text { span, .. }
            | Self::Markup { span }
            | Self::Bracket { span }
            | Self::Emphasis { span, .. }
            | Self::Date { span, .. }
            | Self::Place { span, .. }
            | Self::Quoted { span, .. }
            | Self::Link { span, .. }
            | Self::PageBreak { span, .. }
            | Self::LineBreak { span }
            | Self::Lost { span, .. }
            | Self::Control { span, .. } => *span,
        }
    }

    /// The printed characters of a leaf: its own words, or those of the source. Empty for notation, and for what holds
    /// other inlines.
    #[must_use]
    pub fn text<'a>(&'a self, source: &'a Source) -> &'a str {
        match self {
            Self::Text { text: Some(own), .. } => own,
            Self::Text { span, text: None } | Self::Bracket { span } | Self::Lost { span, .. } => source.slice(*span),
            Self::Control { .. } => "\u{fffd}",
            Self::Markup { .. }
            | Self::Emphasis { .. }
            | Self::Editorial(_)
            | Self::Date { .. }
            | Self::Place { .. }
            | Self::Quoted { .. }
            | Self::Link { .. }
            | Self::NoteRef(_)
            | Self::PageBreak { .. }
            | Self::LineBreak { .. } => "",
        }
    }

    /// The inlines inside it; none for a leaf.
    #[must_use]
    pub fn content(&self) -> &[Inline] {
        match self {
            Self::Editorial(editorial) => &editorial.content,
            Self::NoteRef(mark) => &mark.content,
            Self::Emphasis { content, .. }
            | Self::Date { content, .. }
            | Self::Place { content, .. }
            | Self::Quoted { content, .. }
            | Self::Link { content, .. } => content,
            Self::Text { .. }
            | Self::Markup { .. }
            | Self::Bracket { .. }
            | Self::PageBreak { .. }
            | Self::LineBreak { .. }
            | Self::Lost { .. }
            | Self::Control { .. } => &[],
        }
    }

    /// As [`Self::content`], to be changed.
    pub(crate) fn content_mut(&mut self) -> &mut [Inline] {
        self.inlines_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    /// The list of inlines inside it, which may grow; `None` for a leaf.
    pub(crate) fn inlines_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Editorial(editorial) => Some(&mut editorial.content),
            Self::NoteRef(mark) => Some(&mut mark.content),
            Self::Emphasis { content, .. }
            | Self::Date { content, .. }
            | Self::Place { content, .. }
            | Self::Quoted { content, .. }
            | Self::Link { content, .. } => Some(content),
            Self::Text { .. }
            | Self::Markup { .. }
            | Self::Bracket { .. }
            | Self::PageBreak { .. }
            | Self::LineBreak { .. }
            | Self::Lost { .. }
            | Self::Control { .. } => None,
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
            Run::Break(page) => leaves.push(page.span, LeafKind::Furniture),
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
                Inline::Emphasis { .. }
                | Inline::Editorial(_)
                | Inline::Date { .. }
                | Inline::Place { .. }
                | Inline::Quoted { .. }
                | Inline::Link { .. }
                | Inline::NoteRef(_) => self.inlines(inline.content()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Act, Editorial, NoteRef, Style};
    use super::*;

    #[test]
    fn an_inline_is_small() {
        // A tree of letters holds hundreds of thousands of them.
        assert_eq!(size_of::<Inline>(), 48);
    }

    #[test]
    fn holders_give_what_is_inside_and_leaves_nothing() {
        let span = Span::new(0, 1);
        let inside = Inline::Text { span, text: None };
        let content = vec![inside.clone()];
        let editorial = Editorial {
            span,
            act: Act::Added,
            reason: None,
            uncertain: false,
            resp: None,
            extent: None,
            about: None,
            address: None,
            content: content.clone(),
            cue: "x".into(),
        };
        let holders = [
            Inline::Emphasis { span, style: Style::Bold, content: content.clone() },
            Inline::Editorial(Box::new(editorial)),
            Inline::Date { span, date: Box::default(), content: content.clone() },
            Inline::Place { span, reference: None, content: content.clone() },
            Inline::Quoted { span, content: content.clone() },
            Inline::Link { span, target: Box::new("x".into()), content: content.clone() },
            Inline::NoteRef(Box::new(NoteRef { span, label: "1".into(), note: 0, content })),
        ];
        for mut holder in holders {
            assert_eq!(holder.content(), std::slice::from_ref(&inside));
            holder.content_mut()[0] = Inline::Bracket { span };
            assert_eq!(holder.content(), [Inline::Bracket { span }]);
        }
        for mut leaf in [inside, Inline::Markup { span }, Inline::PageBreak { span, number: None }] {
            assert!(leaf.content().is_empty() && leaf.content_mut().is_empty());
        }
    }
}
