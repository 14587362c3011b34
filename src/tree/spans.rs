//! All spans of a tree, to be changed: for trees that were read from plain lines and stand for another file.

use super::nodes::{
    Block, BlockKind, Bottom, Date, Edition, Front, Heading, Inline, Item, Letter, Line, Note, Part, Section, Top,
    VerseLine,
};
use super::{Citation, Head, Value};
use crate::span::Span;

/// What a span is to the node that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanUse {
    /// The node says its words itself, or holds others that do.
    Node,
    /// The words are known by the span only: a bracket, a label, the words of a date.
    Words,
}

type Each<'e> = &'e mut dyn FnMut(&mut Span, SpanUse);

impl Edition {
    /// Calls `each` once with every span of the tree.
    pub(crate) fn spans_mut(&mut self, mut each: impl FnMut(&mut Span, SpanUse)) {
        let each: Each = &mut each;
        of_head(&mut self.head, each);
        for front in &mut self.front {
            match front {
                Front::TitleBlock { lines } => {
                    for line in lines {
                        each(&mut line.span, SpanUse::Node);
                        of_inlines(&mut line.content, each);
                    }
                }
                Front::Section(section) => of_section(section, each),
            }
        }
        for part in &mut self.parts {
            match part {
                Part::Letter(letter) => of_letter(letter, each),
                Part::Section(section) => of_section(section, each),
            }
        }
        self.back.iter_mut().for_each(|section| of_section(section, each));
        for Note { span, blocks, .. } in &mut self.notes {
            each(span, SpanUse::Node);
            of_blocks(blocks, each);
        }
        for item in &mut self.furniture {
            each(&mut item.span, SpanUse::Words);
            of_inlines(&mut item.content, each);
        }
    }
}

fn of_value(value: &mut Value, each: Each) {
    if let Some(span) = &mut value.span {
        each(span, SpanUse::Words);
    }
}

fn of_head(head: &mut Head, each: Each) {
    let Head {
        title,
        subtitle,
        authors,
        editors,
        translators,
        transcribers,
        file,
        sources,
        citations,
        edition,
        publisher,
        published_in,
        published,
        licence,
        date,
        place,
        identifier,
        collection,
        changes,
        other,
    } = head;
    let one = [title, subtitle, file, edition, publisher, published_in, published, licence, date, place, identifier];
    let many = [authors, editors, translators, transcribers, sources, changes];
    let single = one.into_iter().chain([collection]).flatten();
    let all = single.chain(many.into_iter().flatten()).chain(other.iter_mut().map(|(_, value)| value));
    for value in all {
        of_value(value, each);
    }
    for Citation { title, authors, editors, translators, place, publisher, date, url, retrieved } in citations {
        let one = [title, place, publisher, date, url, retrieved];
        one.into_iter().flatten().for_each(|value| of_value(value, each));
        [authors, editors, translators].into_iter().flatten().for_each(|value| of_value(value, each));
    }
}

fn of_date(date: &mut Date, each: Each) {
    each(&mut date.span, SpanUse::Words);
}

fn of_heading(heading: &mut Heading, each: Each) {
    each(&mut heading.span, SpanUse::Node);
    of_inlines(&mut heading.content, each);
}

fn of_line(line: &mut Line, each: Each) {
    each(&mut line.span, SpanUse::Node);
    of_inlines(&mut line.content, each);
}

fn of_letter(letter: &mut Letter, each: Each) {
    each(&mut letter.span, SpanUse::Node);
    let meta = &mut letter.meta;
    [&mut meta.sender, &mut meta.recipient, &mut meta.place].into_iter().flatten().for_each(|it| of_value(it, each));
    meta.date.iter_mut().for_each(|date| of_date(date, each));
    for top in &mut letter.top {
        match top {
            Top::Heading(heading) => of_heading(heading, each),
            Top::Line(line) => of_line(line, each),
            Top::Break(page) => each(&mut page.span, SpanUse::Words),
        }
    }
    of_blocks(&mut letter.body, each);
    letter.sections.iter_mut().for_each(|section| of_section(section, each));
    for bottom in &mut letter.bottom {
        match bottom {
            Bottom::Line(line) | Bottom::Trailer(line) => of_line(line, each),
            Bottom::Postscript(postscript) => {
                each(&mut postscript.span, SpanUse::Node);
                of_blocks(&mut postscript.blocks, each);
                postscript.closer.iter_mut().for_each(|line| of_line(line, each));
            }
            Bottom::Break(page) => each(&mut page.span, SpanUse::Words),
        }
    }
}

fn of_section(section: &mut Section, each: Each) {
    each(&mut section.span, SpanUse::Node);
    section.headings.iter_mut().for_each(|heading| of_heading(heading, each));
    of_blocks(&mut section.blocks, each);
    section.sections.iter_mut().for_each(|inner| of_section(inner, each));
}

fn of_blocks(blocks: &mut [Block], each: Each) {
    for block in blocks {
        let words = matches!(block.kind, BlockKind::PageBreak { .. });
        each(&mut block.span, if words { SpanUse::Words } else { SpanUse::Node });
        match &mut block.kind {
            BlockKind::Paragraph { content, .. }
            | BlockKind::Note { content, .. }
            | BlockKind::Line { content, .. }
            | BlockKind::Code { content }
            | BlockKind::Separator { sign: content } => of_inlines(content, each),
            BlockKind::Quote { blocks, .. } => of_blocks(blocks, each),
            BlockKind::Verse { lines } => {
                for VerseLine { span, content, .. } in lines {
                    each(span, SpanUse::Node);
                    of_inlines(content, each);
                }
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| of_item(item, each)),
            BlockKind::Table { rows, .. } => rows.iter_mut().flatten().for_each(|cell| of_item(cell, each)),
            BlockKind::PageBreak { .. } => {}
        }
    }
}

fn of_item(item: &mut Item, each: Each) {
    each(&mut item.span, SpanUse::Node);
    item.label.iter_mut().for_each(|label| each(label, SpanUse::Words));
    of_inlines(&mut item.content, each);
}

fn of_inlines(inlines: &mut [Inline], each: Each) {
    for inline in inlines {
        match inline {
            Inline::Markup { span }
            | Inline::Bracket { span }
            | Inline::PageBreak { span, .. }
            | Inline::LineBreak { span }
            | Inline::Lost { span, .. }
            | Inline::Control { span, .. } => each(span, SpanUse::Words),
            Inline::Text { span, .. }
            | Inline::Emphasis { span, .. }
            | Inline::Place { span, .. }
            | Inline::Quoted { span, .. }
            | Inline::Link { span, .. } => each(span, SpanUse::Node),
            Inline::Editorial(editorial) => {
                each(&mut editorial.span, SpanUse::Node);
                editorial.about.iter_mut().for_each(|about| each(about, SpanUse::Words));
            }
            Inline::Date { span, date, .. } => {
                each(span, SpanUse::Node);
                of_date(date, each);
            }
            Inline::NoteRef(mark) => each(&mut mark.span, SpanUse::Words),
        }
        of_inlines(inline.content_mut(), each);
    }
}
