//! The runs of inline content of a tree: the one walk over its parts, for all who look at inlines only, and what is
//! picked out of them.

use super::{Block, BlockKind, Bottom, Edition, Front, Inline, Letter, Note, PageBreak, Part, Section, Top};
use crate::source::Span;

/// What a heading, a line or a block holds.
#[derive(Debug, Clone, Copy)]
pub enum Run<'a> {
    /// Inline content.
    Inlines(&'a [Inline]),
    /// A page break that stands by itself.
    Break(Break<'a>),
}

/// A page break, wherever it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break<'a> {
    /// The sign in the source.
    pub span: Span,
    /// Number of the page that starts here, where the source says so.
    pub number: Option<&'a str>,
    /// The sign is the printed page number itself.
    pub printed: bool,
}

/// What a run of inlines is the content of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A line of a title block, a heading, a line of an opener or closer, or one that looks like it.
    Line,
    /// Running text: a paragraph, a note, an item of a list, a cell of a table, a line of verse.
    Text,
    /// The sign between two passages.
    Separator,
    /// Lines that stay as they are typed.
    Code,
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
    pub(crate) fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        match self {
            Self::TitleBlock { lines } => lines.iter().for_each(|line| each(Run::Inlines(&line.content))),
            Self::Section(section) => section.runs(each),
        }
    }
}

impl Part {
    /// Calls `each` with every run, in order.
    pub(crate) fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        match self {
            Self::Section(section) => section.runs(each),
            Self::Letter(letter) => {
                for top in &letter.top {
                    match top {
                        Top::Heading(heading) => each(Run::Inlines(&heading.content)),
                        Top::Line(line) => each(Run::Inlines(&line.content)),
                        Top::Break(page) => each(Run::Break(page.into())),
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
                        Bottom::Break(page) => each(Run::Break(page.into())),
                    }
                }
            }
        }
    }
}

impl Section {
    /// Calls `each` with every run, in order.
    pub(crate) fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        self.headings.iter().for_each(|heading| each(Run::Inlines(&heading.content)));
        of_blocks(&self.blocks, each);
        self.sections.iter().for_each(|inner| inner.runs(each));
    }
}

impl Note {
    /// Calls `each` with every run, in order.
    pub(crate) fn runs<'a>(&'a self, each: Each<'_, 'a>) {
        of_blocks(&self.blocks, each);
    }
}

fn of_blocks<'a>(blocks: &'a [Block], each: Each<'_, 'a>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content, .. }
            | BlockKind::Note { content, .. }
            | BlockKind::Line { content, .. }
            | BlockKind::Code { content }
            | BlockKind::Separator { sign: content } => each(Run::Inlines(content)),
            BlockKind::Quote { blocks, .. } => of_blocks(blocks, each),
            BlockKind::Verse { lines } => lines.iter().for_each(|line| each(Run::Inlines(&line.content))),
            BlockKind::List { items, .. } => items.iter().for_each(|item| each(Run::Inlines(&item.content))),
            BlockKind::Table { rows, .. } => rows.iter().flatten().for_each(|cell| each(Run::Inlines(&cell.content))),
            BlockKind::PageBreak { number, printed } => {
                each(Run::Break(Break { span: block.span, number: number.as_deref(), printed: *printed }));
            }
        }
    }
}

impl<'a> From<&'a PageBreak> for Break<'a> {
    fn from(page: &'a PageBreak) -> Self {
        Self { span: page.span, number: page.number.as_deref(), printed: page.printed }
    }
}

/// Takes each run of inlines that may be changed.
type EachMut<'e> = &'e mut dyn FnMut(Holder, &mut Vec<Inline>);

impl Edition {
    /// The page breaks of the text in the order of the tree, those inside blocks and lines too. Notes have none: they
    /// stand on the page of their mark.
    #[must_use]
    pub fn breaks(&self) -> Vec<Break<'_>> {
        let mut found = Vec::new();
        let each: Each = &mut |run| match run {
            Run::Break(page) => found.push(page),
            Run::Inlines(content) => breaks_in(content, &mut found),
        };
        self.front.iter().for_each(|front| front.runs(each));
        self.parts.iter().for_each(|part| part.runs(each));
        self.back.iter().for_each(|section| section.runs(each));
        found
    }

    /// The runs of inlines as [`Self::runs`] has them, to be changed.
    pub(crate) fn runs_mut(&mut self, mut each: impl FnMut(Holder, &mut Vec<Inline>)) {
        let each: EachMut = &mut each;
        for front in &mut self.front {
            match front {
                Front::TitleBlock { lines } => lines.iter_mut().for_each(|line| of_line(&mut line.content, each)),
                Front::Section(section) => section_mut(section, each),
            }
        }
        for part in &mut self.parts {
            match part {
                Part::Section(section) => section_mut(section, each),
                Part::Letter(letter) => letter_mut(letter, each),
            }
        }
        self.back.iter_mut().for_each(|section| section_mut(section, each));
        self.notes.iter_mut().for_each(|note| blocks_mut(&mut note.blocks, each));
    }
}

fn breaks_in<'a>(content: &'a [Inline], found: &mut Vec<Break<'a>>) {
    for inline in content {
        if let Inline::PageBreak { span, number } = inline {
            found.push(Break { span: *span, number: number.as_deref(), printed: false });
        }
        breaks_in(inline.content(), found);
    }
}

fn of_line(content: &mut Vec<Inline>, each: EachMut) {
    each(Holder::Line, content);
}

fn letter_mut(letter: &mut Letter, each: EachMut) {
    for top in &mut letter.top {
        match top {
            Top::Heading(heading) => of_line(&mut heading.content, each),
            Top::Line(line) => of_line(&mut line.content, each),
            Top::Break(_) => {}
        }
    }
    blocks_mut(&mut letter.body, each);
    letter.sections.iter_mut().for_each(|section| section_mut(section, each));
    for bottom in &mut letter.bottom {
        match bottom {
            Bottom::Line(line) | Bottom::Trailer(line) => of_line(&mut line.content, each),
            Bottom::Postscript(postscript) => {
                blocks_mut(&mut postscript.blocks, each);
                postscript.closer.iter_mut().for_each(|line| of_line(&mut line.content, each));
            }
            Bottom::Break(_) => {}
        }
    }
}

fn section_mut(section: &mut Section, each: EachMut) {
    section.headings.iter_mut().for_each(|heading| of_line(&mut heading.content, each));
    blocks_mut(&mut section.blocks, each);
    section.sections.iter_mut().for_each(|inner| section_mut(inner, each));
}

fn blocks_mut(blocks: &mut [Block], each: EachMut) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Note { content, .. } => {
                each(Holder::Text, content);
            }
            BlockKind::Line { content, .. } => of_line(content, each),
            BlockKind::Separator { sign } => each(Holder::Separator, sign),
            BlockKind::Code { content } => each(Holder::Code, content),
            BlockKind::Table { rows, .. } => {
                for cell in rows.iter_mut().flatten() {
                    each(Holder::Text, &mut cell.content);
                }
            }
            BlockKind::Quote { blocks, .. } => blocks_mut(blocks, each),
            BlockKind::Verse { lines } => {
                for line in lines {
                    each(Holder::Text, &mut line.content);
                }
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    each(Holder::Text, &mut item.content);
                }
            }
            BlockKind::PageBreak { .. } => {}
        }
    }
}
