//! What each line is. Every non-blank line belongs to exactly one block.
//!
//! Where two blocks share a line, it goes to the one with more characters on it (the first, if
//! they are equal). A block whose lines do not follow on each other because another took one out
//! of its middle becomes several, the later ones marked as continuing. A block left without a
//! line is not listed.

use super::types::StandoffBlock;
use crate::source::points::CodePoints;
use crate::source::{Source, Span};
use crate::tree::{
    Block, BlockKind, BlockType, Bottom, Date, Edition, Edtf, Front, FurnitureKind, Inline, Name, Part, Section, Top,
    Why,
};
use crate::write::dating;

/// The labelled lines, in source order.
pub(super) fn blocks<'a>(source: &Source, edition: &'a Edition, points: &CodePoints<'_>) -> Vec<StandoffBlock<'a>> {
    let pieces = pieces(edition);
    let owners = owners(source, &pieces);
    let mut blocks: Vec<StandoffBlock> = Vec::new();
    // The piece of the block being built and, by piece, whether it has a block already.
    let mut open: Option<usize> = None;
    let mut begun = vec![false; pieces.len()];
    for (line, owner) in owners.iter().enumerate() {
        let Some(owner) = *owner else { continue };
        let bounds = source.line(line);
        match owner {
            Owner::Piece(piece) if open == Some(piece) => {
                if let Some(block) = blocks.last_mut() {
                    block.line_end = line + 1;
                    block.char_end = points.before(bounds.end.min(pieces[piece].span.end));
                }
            }
            Owner::Piece(index) => {
                let piece = &pieces[index];
                let span = Span { start: bounds.start.max(piece.span.start), end: bounds.end.min(piece.span.end) };
                let date = if piece.kind == BlockType::Dateline { piece.date } else { None };
                blocks.push(StandoffBlock {
                    kind: piece.kind,
                    line_start: line + 1,
                    line_end: line + 1,
                    char_start: points.before(span.start),
                    char_end: points.before(span.end),
                    continues: piece.continues || begun[index],
                    date_when: date.and_then(dating::plain_iso),
                    edtf: date.and_then(|date| date.edtf.as_ref()).map(Edtf::as_str),
                    why: piece.why.map(cue_ids).unwrap_or_default(),
                    margin: piece.why.map_or(0.0, |why| why.margin.into()),
                });
                begun[index] = true;
                open = Some(index);
            }
            Owner::Nobody => {
                blocks.push(StandoffBlock {
                    kind: BlockType::Noise,
                    line_start: line + 1,
                    line_end: line + 1,
                    char_start: points.before(bounds.start),
                    char_end: points.before(bounds.end),
                    continues: false,
                    date_when: None,
                    edtf: None,
                    why: vec!["standoff.outside-the-tree"],
                    margin: 0.0,
                });
                open = None;
            }
        }
    }
    blocks
}

#[derive(Clone, Copy)]
enum Owner {
    Piece(usize),
    /// No node of the tree has a character on this line: a fault of reading, shown rather than hidden.
    Nobody,
}

/// The owner of each line; `None` for blank lines.
fn owners(source: &Source, pieces: &[Piece<'_>]) -> Vec<Option<Owner>> {
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); source.line_count()];
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.span.is_empty()) {
        let (first, last) = (source.line_of(piece.span.start), source.line_of(piece.span.end - 1));
        for (line, best) in best.iter_mut().enumerate().take(last + 1).skip(first) {
            let bounds = source.line(line);
            let (start, end) = (bounds.start.max(piece.span.start), bounds.end.min(piece.span.end));
            if start >= end {
                continue;
            }
            let characters = source.slice(Span { start, end }).chars().filter(|c| !c.is_whitespace()).count();
            if characters > best.0 {
                *best = (characters, Some(index));
            }
        }
    }
    let owner = |(line, (_, piece)): (usize, (usize, Option<usize>))| match piece {
        Some(piece) => Some(Owner::Piece(piece)),
        None if source.slice(source.line(line)).trim().is_empty() => None,
        None => Some(Owner::Nobody),
    };
    best.into_iter().enumerate().map(owner).collect()
}

fn cue_ids(why: &Why) -> Vec<&str> {
    why.cues.iter().map(|cue| &cue.id).map(Name::as_ref).collect()
}

/// A node that may own lines.
struct Piece<'a> {
    span: Span,
    kind: BlockType,
    continues: bool,
    date: Option<&'a Date>,
    why: Option<&'a Why>,
}

/// All nodes that may own lines, in source order.
fn pieces(edition: &Edition) -> Vec<Piece<'_>> {
    let mut pieces = Pieces(Vec::new());
    for front in &edition.front {
        match front {
            Front::TitleBlock { lines } => {
                for line in lines {
                    pieces.content(line.span, line.role.into(), &line.content, &line.why);
                }
            }
            Front::Section(section) => pieces.section(section),
        }
    }
    for part in &edition.parts {
        match part {
            Part::Section(section) => pieces.section(section),
            Part::Letter(letter) => {
                for top in &letter.top {
                    match top {
                        Top::Heading(heading) => {
                            pieces.content(heading.span, BlockType::Head, &heading.content, &heading.why);
                        }
                        Top::Line(line) => pieces.content(line.span, line.role.into(), &line.content, &line.why),
                        Top::Break(page) => pieces.content(page.span, BlockType::PageBreak, &[], &page.why),
                    }
                }
                pieces.blocks(&letter.body, BlockType::Paragraph);
                letter.sections.iter().for_each(|section| pieces.section(section));
                for bottom in &letter.bottom {
                    match bottom {
                        Bottom::Line(line) => pieces.content(line.span, line.role.into(), &line.content, &line.why),
                        Bottom::Trailer(line) => {
                            pieces.content(line.span, BlockType::Trailer, &line.content, &line.why);
                        }
                        Bottom::Break(page) => pieces.content(page.span, BlockType::PageBreak, &[], &page.why),
                        Bottom::Postscript(postscript) => {
                            pieces.blocks(&postscript.blocks, BlockType::Postscript);
                            for line in &postscript.closer {
                                pieces.content(line.span, line.role.into(), &line.content, &line.why);
                            }
                        }
                    }
                }
            }
        }
    }
    edition.back.iter().for_each(|section| pieces.section(section));
    for note in &edition.notes {
        let first = pieces.0.len();
        pieces.blocks(&note.blocks, BlockType::Note);
        // A mark that stands outside the blocks goes with the first of them.
        match &mut pieces.0[first..] {
            [] => pieces.content(note.span, BlockType::Note, &[], &note.why),
            [piece, ..] => piece.span.start = piece.span.start.min(note.span.start),
        }
    }
    let text_start = pieces.0.iter().filter(|piece| piece.kind != BlockType::Title && piece.kind != BlockType::Byline);
    let text_start = text_start.map(|piece| piece.span.start).min().unwrap_or(u32::MAX);
    for item in &edition.furniture {
        // A title said again before the text is a title still.
        let is_title = item.kind == FurnitureKind::Repeated && item.span.start < text_start;
        let kind = if is_title { BlockType::Title } else { item.kind.into() };
        pieces.content(item.span, kind, &[], &item.why);
    }
    let Pieces(mut pieces) = pieces;
    pieces.sort_by_key(|piece| piece.span);
    pieces
}

struct Pieces<'a>(Vec<Piece<'a>>);

impl<'a> Pieces<'a> {
    fn content(&mut self, span: Span, kind: BlockType, content: &'a [Inline], why: &'a Why) {
        self.0.push(Piece { span, kind, continues: false, date: first_date(content), why: Some(why) });
    }

    fn section(&mut self, section: &'a Section) {
        for heading in &section.headings {
            self.content(heading.span, BlockType::Head, &heading.content, &heading.why);
        }
        let kind =
            if section.function.as_deref() == Some("imprint") { BlockType::SourceNote } else { BlockType::Paragraph };
        self.blocks(&section.blocks, kind);
        section.sections.iter().for_each(|inner| self.section(inner));
    }

    /// Blocks; `kind` is what a paragraph is called here.
    fn blocks(&mut self, blocks: &'a [Block], kind: BlockType) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { content, continues } => {
                    let date = first_date(content);
                    self.0.push(Piece { span: block.span, kind, continues: *continues, date, why: Some(&block.why) });
                }
                BlockKind::Quote { blocks, .. } => {
                    self.blocks(blocks, if kind == BlockType::Paragraph { BlockType::Quote } else { kind });
                }
                BlockKind::Verse { .. } => self.content(block.span, BlockType::Verse, &[], &block.why),
                BlockKind::Table { .. } => self.content(block.span, BlockType::Table, &[], &block.why),
                BlockKind::Code { .. } => self.content(block.span, BlockType::Code, &[], &block.why),
                BlockKind::List { .. } => self.content(block.span, BlockType::List, &[], &block.why),
                BlockKind::Note { content, .. } => self.content(block.span, BlockType::Note, content, &block.why),
                BlockKind::Line { role: line, content } => {
                    self.content(block.span, (*line).into(), content, &block.why);
                }
                BlockKind::PageBreak { .. } => self.content(block.span, BlockType::PageBreak, &[], &block.why),
                BlockKind::Separator { .. } => self.content(block.span, BlockType::Separator, &[], &block.why),
            }
        }
    }
}

/// The first date in the content that has a value.
fn first_date(content: &[Inline]) -> Option<&Date> {
    content.iter().find_map(|inline| match inline {
        Inline::Date { date, .. } if date.edtf.is_some() => Some(&**date),
        other => first_date(other.content()),
    })
}
