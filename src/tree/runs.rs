//! The runs of inline content of a tree: the one walk over its parts, for all who look at inlines only.

use super::{Block, BlockKind, Bottom, Edition, Front, Inline, Note, Part, Section, Top};
use crate::source::Span;

/// What a heading, a line or a block holds.
#[derive(Debug, Clone, Copy)]
pub enum Run<'a> {
    /// Inline content.
    Inlines(&'a [Inline]),
    /// The sign of a page break that stands by itself.
    Break(Span),
}

/// Takes each run.
type Each<'e, 'a> = &'e mut dyn FnMut(Run<'a>);

impl Edition {
    /// Calls `each` with every run in the order of the tree: front, parts, back, notes. Furniture is not among them.
    pub fn runs<'a>(&'a self, mut each: impl FnMut(Run<'a>)) {
        let each: Each<'_, 'a> = &mut each;
        self.front.iter().for_each(|front| front.runs(each));
        self.parts.iter().for_each(|part| part.runs(each));
        self.back.iter().for_each(|section| section.runs(each));
        self.notes.iter().for_each(|note| note.runs(each));
    }
}

impl Front {
    /// Calls `each` with every run, in order.
    pub fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        match self {
            Self::TitleBlock { lines } => lines.iter().for_each(|line| each(Run::Inlines(&line.content))),
            Self::Section(section) => section.runs(each),
        }
    }
}

impl Part {
    /// Calls `each` with every run, in order.
    pub fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        match self {
            Self::Section(section) => section.runs(each),
            Self::Letter(letter) => {
                for top in &letter.top {
                    match top {
                        Top::Heading(heading) => each(Run::Inlines(&heading.content)),
                        Top::Line(line) => each(Run::Inlines(&line.content)),
                        Top::Break(page) => each(Run::Break(page.span)),
                    }
                }
                of_blocks(&letter.body, each);
                letter.sections.iter().for_each(|section| section.runs(each));
                for bottom in &letter.bottom {
                    match bottom {
                        Bottom::Line(line) | Bottom::Trailer(line) => each(Run::Inlines(&line.content)),
                        Bottom::Postscript(postscript) => {
                            of_blocks(&postscript.blocks, each);
                            postscript.closer.iter().for_each(|line| each(Run::Inlines(&line.content)));
                        }
                        Bottom::Break(page) => each(Run::Break(page.span)),
                    }
                }
            }
        }
    }
}

impl Section {
    /// Calls `each` with every run, in order.
    pub fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        self.headings.iter().for_each(|heading| each(Run::Inlines(&heading.content)));
        of_blocks(&self.blocks, each);
        self.sections.iter().for_each(|inner| inner.runs(each));
    }
}

impl Note {
    /// Calls `each` with every run, in order.
    pub fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        of_blocks(&self.blocks, each);
    }
}

fn of_blocks<'a>(blocks: &'a [Block], each: Each<'_, 'a>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content, .. }
            | BlockKind::Note { content, .. }
            | BlockKind::Line { content, .. }
            | BlockKind::Separator { sign: content } => each(Run::Inlines(content)),
            BlockKind::Quote { blocks } => of_blocks(blocks, each),
            BlockKind::Verse { lines } => lines.iter().for_each(|line| each(Run::Inlines(&line.content))),
            BlockKind::List { items, .. } => items.iter().for_each(|item| each(Run::Inlines(&item.content))),
            BlockKind::PageBreak { .. } => each(Run::Break(block.span)),
        }
    }
}
