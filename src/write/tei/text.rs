//! The `text` element: front, body, back, and the blocks in them.

use super::facts::Facts;
use super::ids::{correspondence_id, letter_id, note_id};
use super::view::View;
use crate::source::{Source, Span};
use crate::tree::{
    Block, BlockKind, Bottom, Edition, Front, Furniture, FurnitureKind, Heading, Inline, Item, Letter, Line, LineRole,
    Note, PageBreak, Part, Postscript, Section, TitleLine, TitleRole, Top, is_image,
};
use crate::write::xml::{Attribute, Xml, cleaned, is_language, token};
use std::collections::BTreeSet;

/// Writes the text and notes what the header must say about it.
pub(super) struct Body<'a> {
    pub source: &'a Source,
    pub edition: &'a Edition,
    view: &'a View<'a>,
    pub xml: Xml,
    pub facts: Facts,
    /// Notes that are still to be placed.
    unplaced: BTreeSet<usize>,
    /// A note is being written: references in it never place further notes, so nesting stays flat.
    in_note: bool,
    /// Words that a gloss points to.
    pub terms: usize,
    /// The element being written takes phrases only.
    pub narrow: bool,
}

impl<'a> Body<'a> {
    pub fn new(view: &'a View<'a>, capacity: usize) -> Self {
        Self {
            source: view.source,
            edition: view.edition,
            view,
            xml: Xml::with_capacity(capacity),
            facts: Facts::default(),
            unplaced: view.notes.clone(),
            in_note: false,
            terms: 0,
            narrow: false,
        }
    }

    /// Furniture, which stands in the header, as XML.
    pub fn aside(&mut self, item: &Furniture) -> String {
        let mut aside = Xml::with_capacity(256);
        aside.prefix.clone_from(&self.xml.prefix);
        let xml = std::mem::replace(&mut self.xml, aside);
        // A note on the source stands in `bibl`, which takes phrases only.
        self.narrow = item.kind == FurnitureKind::SourceNote;
        self.inlines(&item.content);
        self.narrow = false;
        let aside = std::mem::replace(&mut self.xml, xml);
        self.xml.controls += aside.controls;
        String::from_utf8(aside.into_bytes()).expect("only whole strings were written")
    }

    /// Writes `text`.
    pub fn text(&mut self) {
        let view = self.view;
        self.start("text", vec![], Some(view.lang));
        if view.front.iter().any(front_prints) {
            self.start("front", vec![], None);
            for front in view.front {
                match front {
                    Front::TitleBlock { lines } => self.title_page(lines),
                    Front::Section(section) => self.section(section),
                }
            }
            self.end("front");
        }
        self.start("body", vec![], None);
        for (before, part) in &view.parts {
            match part {
                Part::Letter(letter) => self.letter(*before, letter),
                Part::Section(section) => self.section(section),
            }
        }
        if view.parts.is_empty() {
            self.xml.line();
            self.xml.empty("p", &[]);
        }
        self.end("body");
        if !self.unplaced.is_empty() || !view.back.is_empty() {
            self.start("back", vec![], None);
            view.back.iter().for_each(|section| self.section(section));
            // A section of the back may have placed the last of them.
            if !self.unplaced.is_empty() {
                self.unplaced_notes();
            }
            self.end("back");
        }
        self.end("text");
    }

    fn start(&mut self, name: &str, attributes: Vec<(&str, String)>, lang: Option<&str>) {
        let mut attributes = attributes;
        if let Some(lang) = lang.filter(|lang| is_language(lang)) {
            self.facts.languages.insert(lang.to_owned());
            attributes.push(("xml:lang", lang.to_owned()));
        }
        let attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        self.xml.line();
        self.xml.open(name, &attributes);
    }

    fn end(&mut self, name: &str) {
        self.xml.line();
        self.xml.close(name);
    }

    /// An element on a line of its own.
    fn block(&mut self, name: &str, attributes: &[Attribute<'_>], content: &[Inline]) {
        self.xml.line();
        self.wrap(name, attributes, content);
    }

    // Front.

    fn title_page(&mut self, lines: &[TitleLine]) {
        if lines.is_empty() {
            return;
        }
        let is_title = |line: &TitleLine| matches!(line.role, TitleRole::Title | TitleRole::Subtitle);
        self.start("titlePage", vec![], None);
        for group in lines.chunk_by(|a, b| is_title(a) && is_title(b)) {
            if is_title(&group[0]) {
                self.start("docTitle", vec![], None);
                for line in group {
                    let kind = if line.role == TitleRole::Title { "main" } else { "sub" };
                    self.block("titlePart", &[("type", kind)], &line.content);
                }
                self.end("docTitle");
            } else {
                for line in group {
                    self.title_line(line);
                }
            }
        }
        self.end("titlePage");
    }

    fn title_line(&mut self, line: &TitleLine) {
        match line.role {
            TitleRole::Title | TitleRole::Subtitle => self.block("titlePart", &[], &line.content),
            TitleRole::Date => self.block("docDate", &[], &line.content),
            TitleRole::Byline => {
                let words = self.printed(&line.content);
                let named = |name: &str| cleaned(name).split_whitespace().eq(words.split_whitespace());
                if !words.trim().is_empty() && self.view.head.authors.iter().any(|author| named(&author.text)) {
                    self.xml.line();
                    self.xml.open("byline", &[]);
                    self.wrap("docAuthor", &[], &line.content);
                    self.xml.close("byline");
                } else {
                    self.block("byline", &[], &line.content);
                }
            }
        }
    }

    // Divisions.

    fn section(&mut self, section: &Section) {
        let mut attributes = Vec::new();
        if let Some(function) = section.function.as_deref().map(token).filter(|function| !function.is_empty()) {
            attributes.push(("type", function));
        }
        self.start("div", attributes, section.lang.as_deref());
        for (index, heading) in section.headings.iter().enumerate() {
            self.heading(heading, index > 0 && heading.level > section.headings[0].level);
        }
        self.blocks(&section.blocks);
        section.sections.iter().for_each(|inner| self.section(inner));
        self.end("div");
    }

    fn heading(&mut self, heading: &Heading, below_another: bool) {
        let lang = heading.lang.as_deref().filter(|lang| is_language(lang));
        self.facts.languages.extend(lang.map(str::to_owned));
        let sub = below_another.then_some(("type", "sub"));
        let attributes: Vec<Attribute> = sub.into_iter().chain(lang.map(|lang| ("xml:lang", lang))).collect();
        self.block("head", &attributes, &heading.content);
    }

    fn letter(&mut self, index: usize, letter: &Letter) {
        let attributes = vec![
            ("type", "letter".to_owned()),
            ("xml:id", letter_id(index)),
            ("decls", format!("#{}", correspondence_id(index))),
        ];
        // What a letter that stands alone is in, its text says.
        let is_said = self.view.lang != self.edition.lang;
        self.start("div", attributes, letter.lang.as_deref().filter(|_| !is_said));
        let both_lines = |a: &Top, b: &Top| matches!((a, b), (Top::Line(_), Top::Line(_)));
        for group in letter.top.chunk_by(both_lines) {
            match &group[0] {
                Top::Heading(heading) => self.heading(heading, false),
                Top::Break(page) => self.page_break_line(page),
                Top::Line(_) => {
                    self.start("opener", vec![], None);
                    for top in group {
                        if let Top::Line(line) = top {
                            self.line(line);
                        }
                    }
                    self.end("opener");
                }
            }
        }
        let has_block = self.blocks(&letter.body);
        letter.sections.iter().for_each(|section| self.section(section));
        if !has_block && letter.sections.is_empty() && !letter.bottom.is_empty() {
            // What ends a div must stand behind something: TEI wants a block or an inner div.
            self.xml.line();
            self.xml.empty("p", &[]);
        }
        self.bottom(&letter.bottom);
        self.end("div");
    }

    fn bottom(&mut self, bottom: &[Bottom]) {
        let is_closing = |bottom: &Bottom| matches!(bottom, Bottom::Line(line) if line.role != LineRole::Trailer);
        for group in bottom.chunk_by(|a, b| is_closing(a) && is_closing(b)) {
            if is_closing(&group[0]) {
                self.start("closer", vec![], None);
                for bottom in group {
                    if let Bottom::Line(line) = bottom {
                        self.line(line);
                    }
                }
                self.end("closer");
                continue;
            }
            match &group[0] {
                Bottom::Line(line) | Bottom::Trailer(line) => self.block("trailer", &[], &line.content),
                Bottom::Postscript(postscript) => self.postscript(postscript),
                Bottom::Break(page) => self.page_break_line(page),
            }
        }
    }

    fn postscript(&mut self, postscript: &Postscript) {
        self.start("postscript", vec![], None);
        if !self.blocks(&postscript.blocks) {
            self.xml.line();
            self.xml.empty("p", &[]);
        }
        let is_trailer = |line: &Line| line.role == LineRole::Trailer;
        for group in postscript.closer.chunk_by(|a, b| is_trailer(a) == is_trailer(b)) {
            if is_trailer(&group[0]) {
                for line in group {
                    self.block("trailer", &[], &line.content);
                }
            } else {
                self.start("closer", vec![], None);
                for line in group {
                    self.line(line);
                }
                self.end("closer");
            }
        }
        self.end("postscript");
    }

    /// A line of an opener or closer.
    fn line(&mut self, line: &Line) {
        match line.role {
            LineRole::Dateline => self.block("dateline", &[], &line.content),
            LineRole::Address => self.address(&line.content),
            LineRole::Salute | LineRole::Valediction => self.block("salute", &[], &line.content),
            LineRole::Signed => self.block("signed", &[], &line.content),
            LineRole::Trailer => self.block("seg", &[("type", "trailer")], &line.content),
        }
    }

    fn address(&mut self, content: &[Inline]) {
        self.start("address", vec![], None);
        for line in content.split(|inline| matches!(inline, Inline::LineBreak { .. })) {
            self.block("addrLine", &[], line);
        }
        self.end("address");
    }

    // Blocks.

    /// Writes blocks and says whether one of them was more than a milestone or a note.
    fn blocks(&mut self, blocks: &[Block]) -> bool {
        let mut has_block = false;
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            let is_block = match &block.kind {
                BlockKind::Paragraph { content, .. } => {
                    self.xml.line();
                    self.xml.open("p", &[]);
                    rest = self.paragraph(block.span, content, rest);
                    self.xml.close("p");
                    true
                }
                BlockKind::Quote { lang, blocks } => {
                    self.start("quote", vec![], lang.as_deref());
                    self.blocks(blocks);
                    self.end("quote");
                    true
                }
                BlockKind::Verse { lines } if lines.is_empty() => false,
                BlockKind::Verse { lines } => {
                    self.start("lg", vec![], None);
                    for line in lines {
                        let indent = format!("indent-{}", line.indent);
                        let attributes: &[Attribute] = if line.indent > 0 { &[("rend", &indent)] } else { &[] };
                        self.block("l", attributes, &line.content);
                    }
                    self.end("lg");
                    true
                }
                BlockKind::List { items, .. } if items.is_empty() => false,
                BlockKind::List { ordered, items } => {
                    let kind = if *ordered { "numbered" } else { "bulleted" };
                    self.start("list", vec![("rend", kind.to_owned())], None);
                    for item in items {
                        let label = item.label.map(|label| self.source.slice(label).trim());
                        let attributes = label.map(|label| ("n", label));
                        self.block("item", attributes.as_slice(), &item.content);
                    }
                    self.end("list");
                    true
                }
                BlockKind::Table { header, rows } => self.table(*header, rows),
                BlockKind::Code { content } => {
                    self.block("ab", &[("type", "code"), ("xml:space", "preserve")], content);
                    true
                }
                BlockKind::Note { label, content } => {
                    let attributes = label.as_deref().map(|label| ("n", label));
                    self.block("note", attributes.as_slice(), content);
                    false
                }
                BlockKind::Line { role, content } => {
                    self.block("ab", &[("type", role_name(*role))], content);
                    true
                }
                BlockKind::PageBreak { number, printed } => {
                    self.xml.line();
                    self.page_break(block.span, number.as_deref(), *printed);
                    false
                }
                BlockKind::Separator { sign } => self.separator(block, sign),
            };
            has_block |= is_block;
        }
        has_block
    }

    /// Writes a table, and says whether it has any cells.
    fn table(&mut self, header: bool, rows: &[Vec<Item>]) -> bool {
        if rows.iter().all(Vec::is_empty) {
            return false;
        }
        self.start("table", vec![], None);
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let label = (at == 0 && header).then(|| ("role", "label".to_owned()));
            self.start("row", label.into_iter().collect(), None);
            for cell in row {
                self.block("cell", &[], &cell.content);
            }
            self.end("row");
        }
        self.end("table");
        true
    }

    /// Writes the inside of a paragraph and of every paragraph that continues it; returns the blocks behind them.
    fn paragraph<'b>(&mut self, mut span: Span, content: &[Inline], behind: &'b [Block]) -> &'b [Block] {
        let mut rest = behind;
        self.inlines(content);
        loop {
            let breaks = rest.iter().take_while(|block| matches!(block.kind, BlockKind::PageBreak { .. })).count();
            let Some(Block { kind: BlockKind::Paragraph { content, continues: true }, span: next, .. }) =
                rest.get(breaks)
            else {
                break;
            };
            // The line end that stands in the source between the two halves.
            self.xml.line();
            for block in &rest[..breaks] {
                if let BlockKind::PageBreak { number, printed } = &block.kind {
                    self.page_break(block.span, number.as_deref(), *printed);
                }
            }
            if breaks == 0 {
                // A blank line inside a sentence is where a page ended; without one, only the line did.
                let adjacent = self.source.line_of(next.start) <= self.source.line_of(span.end) + 1;
                self.xml.empty(if adjacent { "lb" } else { "pb" }, &[]);
            }
            self.inlines(content);
            span = *next;
            rest = &rest[breaks + 1..];
        }
        rest
    }

    fn separator(&mut self, block: &Block, sign: &[Inline]) -> bool {
        self.xml.line();
        if sign.iter().all(|inline| matches!(inline, Inline::Markup { .. })) {
            let sign: Vec<&str> = self.source.slice(block.span).split_whitespace().collect();
            self.xml.empty("milestone", &[("unit", "section"), ("n", &sign.join(" "))]);
            false
        } else {
            self.wrap("ab", &[("type", "separator")], sign);
            true
        }
    }

    fn page_break_line(&mut self, page: &PageBreak) {
        self.xml.line();
        self.page_break(page.span, page.number.as_deref(), page.printed);
    }

    /// A page break; a sign that is more than the number of the new page is kept in `fw`.
    pub(super) fn page_break(&mut self, sign: Span, number: Option<&str>, printed: bool) {
        let sign = self.source.slice(sign).trim();
        if printed {
            self.xml.element("fw", &[("type", "pageNum")], sign);
        } else if number.is_none() && !sign.is_empty() {
            self.xml.element("fw", &[("type", "pageBreak")], sign);
        }
        let name = if number.is_some_and(is_image) { "facs" } else { "n" };
        self.xml.empty("pb", number.map(|number| (name, number)).as_slice());
    }

    // Notes.

    /// Places the note at its first mark in the text; other marks point to it.
    pub(super) fn note_reference(&mut self, label: &str, index: usize) {
        let place_here = !self.in_note && self.unplaced.contains(&index);
        let edition = self.edition;
        match edition.notes.get(index) {
            Some(note) if place_here => self.note(note, index, "bottom"),
            Some(_) => {
                self.xml.empty("ref", &[("type", "note"), ("target", &format!("#{}", note_id(index))), ("n", label)]);
            }
            None => self.xml.empty("ref", &[("type", "note"), ("n", label)]),
        }
    }

    fn note(&mut self, note: &Note, index: usize, place: &str) {
        self.unplaced.remove(&index);
        let id = note_id(index);
        let resp = note.resp.as_deref().and_then(|role| self.responsible(role));
        let mut attributes = vec![("xml:id", &*id), ("place", place), ("n", &*note.label)];
        attributes.extend(resp.as_deref().map(|resp| ("resp", resp)));
        let lang = note.lang.as_deref().filter(|lang| is_language(lang));
        self.facts.languages.extend(lang.map(str::to_owned));
        attributes.extend(lang.map(|lang| ("xml:lang", lang)));
        self.xml.open("note", &attributes);
        let outer = std::mem::replace(&mut self.in_note, true);
        let first = note.blocks.iter().position(|block| !writes_nothing(block)).unwrap_or(0);
        match &note.blocks[first..] {
            // One paragraph, however often pages cut it, needs no element of its own.
            [Block { span, kind: BlockKind::Paragraph { content, .. }, .. }, behind @ ..] if continued(behind) => {
                self.paragraph(*span, content, behind);
            }
            blocks => {
                self.blocks(blocks);
            }
        }
        self.in_note = outer;
        self.xml.close("note");
    }

    /// Notes that no mark in the text calls.
    fn unplaced_notes(&mut self) {
        let edition = self.edition;
        self.start("div", vec![("type", "notes".to_owned())], None);
        while let Some(index) = self.unplaced.pop_first() {
            self.xml.line();
            self.note(&edition.notes[index], index, "end");
        }
        self.end("div");
    }
}

/// Whether the blocks behind a paragraph are nothing but its continuations, or write nothing.
fn continued(mut behind: &[Block]) -> bool {
    loop {
        let breaks = behind.iter().take_while(|block| matches!(block.kind, BlockKind::PageBreak { .. })).count();
        match behind.get(breaks).map(|block| &block.kind) {
            Some(BlockKind::Paragraph { continues: true, .. }) => behind = &behind[breaks + 1..],
            None => return breaks == 0,
            Some(_) => return breaks == 0 && behind.iter().all(writes_nothing),
        }
    }
}

fn writes_nothing(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Verse { lines } => lines.is_empty(),
        BlockKind::List { items, .. } => items.is_empty(),
        BlockKind::Table { rows, .. } => rows.iter().all(Vec::is_empty),
        BlockKind::Paragraph { .. }
        | BlockKind::Code { .. }
        | BlockKind::Quote { .. }
        | BlockKind::Note { .. }
        | BlockKind::Line { .. }
        | BlockKind::PageBreak { .. }
        | BlockKind::Separator { .. } => false,
    }
}

fn front_prints(front: &Front) -> bool {
    match front {
        Front::TitleBlock { lines } => !lines.is_empty(),
        Front::Section(_) => true,
    }
}

fn role_name(role: LineRole) -> &'static str {
    match role {
        LineRole::Dateline => "dateline",
        LineRole::Address => "address",
        LineRole::Salute => "salute",
        LineRole::Valediction => "valediction",
        LineRole::Signed => "signed",
        LineRole::Trailer => "trailer",
    }
}
