//! The runs of inline content of a tree: the one walk over its parts, for all who look at inlines only.

use super::{Block, BlockKind, Bottom, Edition, Front, Inline, Part, Section, Top};
use crate::source::Span;

/// What a heading, a line or a block holds.
#[derive(Debug, Clone, Copy)]
pub enum Run<'a> {
    /// Inline content.
    Inlines(&'a [Inline]),
    /// The sign of a page break that stands by itself.
    Break(Span),
}

impl Edition {
    /// Calls `each` with every run in the order of the tree: front, parts, back, notes. Furniture is not among them.
    pub fn runs<'a>(&'a self, mut each: impl FnMut(Run<'a>)) {
        let each = &mut each;
        for front in &self.front {
            match front {
                Front::TitleBlock { lines } => lines.iter().for_each(|line| each(Run::Inlines(&line.content))),
                Front::Section(section) => of_section(section, each),
            }
        }
        for part in &self.parts {
            match part {
                Part::Section(section) => of_section(section, each),
                Part::Letter(letter) => {
                    for top in &letter.top {
                        match top {
                            Top::Heading(heading) => each(Run::Inlines(&heading.content)),
                            Top::Line(line) => each(Run::Inlines(&line.content)),
                            Top::Break(page) => each(Run::Break(page.span)),
                        }
                    }
                    of_blocks(&letter.body, each);
                    letter.sections.iter().for_each(|section| of_section(section, each));
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
        self.back.iter().for_each(|section| of_section(section, each));
        self.notes.iter().for_each(|note| of_blocks(&note.blocks, each));
    }
}

fn of_section<'a>(section: &'a Section, each: &mut impl FnMut(Run<'a>)) {
    section.headings.iter().for_each(|heading| each(Run::Inlines(&heading.content)));
    of_blocks(&section.blocks, each);
    section.sections.iter().for_each(|inner| of_section(inner, each));
}

fn of_blocks<'a>(blocks: &'a [Block], each: &mut impl FnMut(Run<'a>)) {
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
