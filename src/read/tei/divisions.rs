//! What a text consists of: letters and sections, what stands before and behind them.

use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, elements, is_layout, lang, name};
use crate::read::tei::lines::{End, is_line};
use crate::read::tei::reader::TeiReader;
use crate::read::tei::text_langs::{Extent, TextLang};
use crate::source::Span;
use crate::tree::{
    Block, BlockKind, Bottom, Edition, Front, FurnitureKind, Head, Heading, Inline, Letter, LetterMeta, Line, LineRole,
    PageBreak, Part, Postscript, Section, Top,
};

impl<'a> TeiReader<'a> {
    /// Reads the texts of a TEI element, or of all in a corpus. `declared` is the language that its header says, if it is
    /// one of a corpus.
    pub(crate) fn document(&mut self, root: Element<'a>, declared: Option<&str>, edition: &mut Edition) {
        for part in elements(root) {
            match name(part) {
                "text" => self.one_text(part, lang(part).or_else(|| lang(root)).or(declared), edition),
                "TEI" | "teiCorpus" | "TEI.2" => {
                    let mut declared = None;
                    if let Some(node) = child(part, "teiHeader") {
                        self.letters.clear();
                        let header = self.header(node);
                        declared = <[String; 1]>::try_from(header.languages).ok().map(|[only]| only);
                        for item in header.furniture {
                            // Notes on the source stand in the header of our own corpus already; and a corpus without a
                            // header of its own has that of its first text.
                            let is_new = self.in_headers.insert(item.span);
                            if is_new && !(self.own && item.kind == FurnitureKind::SourceNote) {
                                edition.furniture.push(item);
                            }
                        }
                        if edition.head == Head::default() {
                            edition.head = header.head;
                        } else if !self.own && ![&edition.head, &Head::default()].contains(&&header.head) {
                            // The tree has one head, and the corpus speaks for all of its texts.
                            self.unkept(node);
                        }
                    }
                    self.document(part, declared.as_deref(), edition);
                }
                _ => {}
            }
        }
    }

    /// A text, with the language that it says it is in.
    fn one_text(&mut self, node: Element<'a>, lang: Option<&str>, edition: &mut Edition) {
        let before = Extent::of(edition);
        self.text_element(node, edition);
        if let Some(lang) = lang {
            self.texts.push(TextLang::new(self.tag(lang), before, edition));
        }
    }

    /// Front, body and back of a text, or the texts of a group.
    fn text_element(&mut self, node: Element<'a>, edition: &mut Edition) {
        // In a book of several texts, what stands before or behind one of them stands among the others.
        let only = edition.parts.is_empty() && !node.ancestors().any(|it| it.has_tag_name_of("group"));
        for part in elements(node) {
            match name(part) {
                "front" => {
                    let front = self.front(part);
                    if only {
                        edition.front.extend(front);
                    } else {
                        edition.parts.extend(front.into_iter().filter_map(in_text));
                    }
                }
                "body" => self.body(part, edition),
                "group" => {
                    for inner in elements(part) {
                        match name(inner) {
                            "text" | "group" => self.one_text(inner, lang(inner), edition),
                            _ => {
                                let mut blocks = Vec::new();
                                self.blocks_of(std::iter::once(inner), &mut blocks);
                                add_blocks(&mut edition.parts, inner, blocks);
                            }
                        }
                    }
                }
                "back" => {
                    let back = self.back(part);
                    if node.has_tag_name_of("text") && only && !node.descendants().any(|it| it.has_tag_name_of("group"))
                    {
                        edition.back.extend(back);
                    } else {
                        edition.parts.extend(back.into_iter().map(|section| Part::Section(Box::new(section))));
                    }
                }
                _ => {
                    let mut blocks = Vec::new();
                    self.blocks_of(std::iter::once(part), &mut blocks);
                    add_blocks(&mut edition.parts, part, blocks);
                }
            }
        }
    }

    fn front(&mut self, node: Element<'a>) -> Vec<Front> {
        let mut front = Vec::new();
        let mut loose = Vec::new();
        for part in node.children() {
            if part.has_tag_name_of("titlePage") {
                self.loose_front(node, &mut loose, &mut front);
                let mut lines = Vec::new();
                self.title_page(part, &mut lines);
                front.push(Front::TitleBlock { lines });
            } else if self.is_division(part) {
                self.loose_front(node, &mut loose, &mut front);
                front.push(Front::Section(self.section(part, 1)));
            } else {
                loose.push(part);
            }
        }
        self.loose_front(node, &mut loose, &mut front);
        front
    }

    fn loose_front(&mut self, node: Element<'a>, loose: &mut Vec<Element<'a>>, front: &mut Vec<Front>) {
        let mut blocks = Vec::new();
        self.blocks_of(std::mem::take(loose).into_iter(), &mut blocks);
        if !blocks.is_empty() {
            front.push(Front::Section(Section { span: element::span(node), blocks, ..Section::default() }));
        }
    }

    fn back(&mut self, node: Element<'a>) -> Vec<Section> {
        let mut back = Vec::new();
        let mut loose = Vec::new();
        for part in node.children() {
            if self.is_division(part) {
                self.loose_back(node, &mut loose, &mut back);
                if self.is_of_notes(part) {
                    for note in elements(part).filter(|it| it.has_tag_name_of("note")) {
                        self.index.number(note);
                    }
                    if let Some(head) = child(part, "head") {
                        let headings = vec![self.heading(head, 1)];
                        back.push(Section { span: element::span(part), headings, ..Section::default() });
                    }
                } else {
                    back.push(self.section(part, 1));
                }
            } else if part.has_tag_name_of("note") {
                self.index.number(part);
            } else {
                loose.push(part);
            }
        }
        self.loose_back(node, &mut loose, &mut back);
        back
    }

    fn loose_back(&mut self, node: Element<'a>, loose: &mut Vec<Element<'a>>, back: &mut Vec<Section>) {
        let mut blocks = Vec::new();
        self.blocks_of(std::mem::take(loose).into_iter(), &mut blocks);
        if !blocks.is_empty() {
            back.push(Section { span: element::span(node), blocks, ..Section::default() });
        }
    }

    fn is_division(&self, node: Element<'a>) -> bool {
        self.known.names.divisions.contains(name(node))
    }

    /// Whether a division calls itself a letter, or has what only letters have. In our own, every letter has `decls`.
    fn is_letter(&self, node: Element<'a>) -> bool {
        let says = if self.own {
            node.has_attribute("decls")
        } else {
            node.attribute("type").is_some_and(|kind| self.known.letters.iter().any(|it| it == kind))
        };
        says || has_ends(node)
    }

    fn holds_letter(&self, node: Element<'a>) -> bool {
        elements(node).any(|it| self.is_division(it) && (self.is_letter(it) || self.holds_letter(it)))
    }

    fn body(&mut self, node: Element<'a>, edition: &mut Edition) {
        let parts = &mut edition.parts;
        if self.is_letter(node) {
            return self.letter(node, parts);
        }
        // A letter of which only the header says that it is one.
        if !self.letters.is_empty() && !self.holds_letter(node) && !self.own {
            let mut inside = node.children().filter(|it| !is_layout(*it));
            return match (inside.next(), inside.next()) {
                (Some(only), None) if self.is_division(only) => self.letter(only, parts),
                _ => self.letter(node, parts),
            };
        }
        self.parts(node, parts);
    }

    /// The letters and sections in a body or division.
    fn parts(&mut self, node: Element<'a>, parts: &mut Vec<Part>) {
        let mut loose = Vec::new();
        for part in node.children() {
            if !self.is_division(part) {
                loose.push(part);
                continue;
            }
            self.loose_part(node, &mut loose, parts);
            self.division(part, parts);
        }
        self.loose_part(node, &mut loose, parts);
    }

    /// A letter, a section, or the letters in a division.
    fn division(&mut self, node: Element<'a>, parts: &mut Vec<Part>) {
        // A division of letters is no letter, whatever it is called.
        let holds = self.holds_letter(node);
        if self.is_letter(node) && (!holds || has_ends(node) || self.own) {
            self.letter(node, parts);
        } else if holds {
            self.parts(node, parts);
        } else {
            parts.push(Part::Section(Box::new(self.section(node, 1))));
        }
    }

    fn loose_part(&mut self, node: Element<'a>, loose: &mut Vec<Element<'a>>, parts: &mut Vec<Part>) {
        let nodes = std::mem::take(loose);
        let mut headings = Vec::new();
        let mut rest = Vec::new();
        for part in nodes {
            if part.has_tag_name_of("head") && rest.iter().all(|it| is_layout(*it)) {
                headings.push(self.heading(part, 1));
            } else {
                rest.push(part);
            }
        }
        let mut blocks = Vec::new();
        self.blocks_of(rest.into_iter(), &mut blocks);
        if !blocks.is_empty() || !headings.is_empty() {
            let span = blocks.iter().map(|block| block.span).chain(headings.iter().map(|it| it.span));
            let span = span.reduce(Span::to).unwrap_or_else(|| element::span(node));
            parts.push(Part::Section(Box::new(Section { span, headings, blocks, ..Section::default() })));
        }
    }

    pub(crate) fn lang_of(&self, node: Element<'a>) -> Option<String> {
        lang(node).map(|tag| self.tag(tag))
    }

    fn section(&mut self, node: Element<'a>, level: u8) -> Section {
        let mut section = Section {
            span: element::span(node),
            function: node.attribute("type").map(|kind| kind.to_owned().into()),
            lang: self.lang_of(node),
            ..Section::default()
        };
        let mut loose = Vec::new();
        let mut headed = false;
        for part in node.children() {
            if part.has_tag_name_of("head") && !headed {
                let below = part.attribute("type") == Some("sub") && !section.headings.is_empty();
                section.headings.push(self.heading(part, level + u8::from(below)));
            } else if self.is_division(part) {
                headed = true;
                self.loose_section(&mut loose, &mut section);
                section.sections.push(self.section(part, (level + 1).min(6)));
            } else {
                headed |= self.is_block(part) || is_line(part);
                loose.push(part);
            }
        }
        self.loose_section(&mut loose, &mut section);
        section
    }

    /// Blocks of a section; behind an inner one they make another.
    fn loose_section(&mut self, loose: &mut Vec<Element<'a>>, section: &mut Section) {
        let mut blocks = Vec::new();
        self.blocks_of(std::mem::take(loose).into_iter(), &mut blocks);
        if section.sections.is_empty() {
            section.blocks.append(&mut blocks);
        } else if let (Some(first), Some(last)) = (blocks.first(), blocks.last()) {
            let span = first.span.to(last.span);
            section.sections.push(Section { span, blocks, ..Section::default() });
        }
    }

    fn heading(&mut self, node: Element<'a>, level: u8) -> Heading {
        let content = self.line_content(node);
        let lang = self.lang_of(node);
        Heading { span: element::span(node), level, source_level: None, lang, content, why: Self::why(node) }
    }

    /// Correspondence metadata of a letter: what it points to, else the next.
    fn meta(&mut self, node: Element<'a>) -> Option<LetterMeta> {
        let decls = node.attribute("decls").into_iter().flat_map(str::split_whitespace);
        self.letters.take(decls.filter_map(|it| it.strip_prefix('#')))
    }

    /// A letter, and what stands behind its end in the same division.
    fn letter(&mut self, node: Element<'a>, parts: &mut Vec<Part>) {
        let meta = self.meta(node);
        let children: Vec<_> = node.children().collect();
        let regions = self.regions(&children);
        let mut letter = Letter {
            span: element::span(node),
            lang: self.lang_of(node).filter(|_| !node.has_tag_name_of("body")),
            meta: LetterMeta::default(),
            top: Vec::new(),
            body: Vec::new(),
            sections: Vec::new(),
            bottom: Vec::new(),
        };
        for part in &children[..regions.top] {
            self.top(*part, &mut letter.top);
        }
        let mut inner = Section::default();
        let mut loose = Vec::new();
        for part in &children[regions.top..regions.bottom] {
            if self.is_division(*part) {
                self.loose_section(&mut loose, &mut inner);
                inner.sections.push(self.section(*part, 2));
            } else {
                loose.push(*part);
            }
        }
        self.loose_section(&mut loose, &mut inner);
        (letter.body, letter.sections) = (inner.blocks, inner.sections);
        let mut behind = Vec::new();
        for part in &children[regions.bottom..] {
            if self.is_division(*part) {
                self.division(*part, &mut behind);
            } else {
                self.bottom(*part, &mut letter.bottom);
            }
        }
        letter.meta = meta.unwrap_or_else(|| LetterMeta { date: dated(&letter.top), ..LetterMeta::default() });
        parts.push(Part::Letter(Box::new(letter)));
        parts.append(&mut behind);
    }

    /// Where the top of a letter ends and its bottom starts.
    fn regions(&self, children: &[Element<'a>]) -> Regions {
        let is_text = |it: &Element<'a>| {
            !it.is_element() && !is_layout(*it)
                || (it.is_element()
                    && (self.is_block(*it) || matches!(name(*it), "quote" | "figure" | "l"))
                    && !is_end(*it)
                    && !is_line(*it)
                    && name(*it) != "head")
        };
        let first = children
            .iter()
            .position(is_text)
            .unwrap_or_else(|| children.iter().position(|it| is_bottom(*it)).unwrap_or(children.len()));
        let is_top = |it: &Element<'a>| it.has_tag_name_of("opener") || it.has_tag_name_of("head") || is_line(*it);
        let top = children[..first].iter().rposition(is_top).map_or(0, |at| at + 1);
        let last = children.iter().rposition(|it| is_text(it) && !self.is_division(*it)).map_or(top, |at| at + 1);
        let starts = |it: &Element<'a>| is_bottom(*it) || is_line(*it);
        let mut bottom = children[last..].iter().position(starts).map_or(children.len(), |at| last + at);
        // Page breaks behind an inner division belong to what follows.
        let is_break = |it: &Element<'a>| is_layout(*it) || matches!(name(*it), "pb" | "fw");
        let divided =
            children[..bottom].iter().rposition(|it| !is_break(it)).filter(|at| self.is_division(children[*at]));
        bottom = divided.map_or(bottom, |at| at + 1);
        if last > 0 && self.is_filler(children[last - 1]) {
            bottom = last;
        }
        Regions { top, bottom }
    }

    fn top(&mut self, node: Element<'a>, top: &mut Vec<Top>) {
        match name(node) {
            "head" => top.push(Top::Heading(self.heading(node, 1))),
            "opener" => top.extend(self.lines(node, End::Top).into_iter().map(Top::Line)),
            "pb" => top.push(Top::Break(self.page_break_line(node))),
            "fw" => self.forme_work(node),
            // Layout, or a milestone that says nothing here.
            "" | "lb" | "cb" | "gb" | "milestone" | "anchor" => {}
            "note" if self.index.is_called(node) || self.is_foliation(node) => {}
            _ => top.push(Top::Line(self.line(node, End::Top))),
        }
    }

    fn bottom(&mut self, node: Element<'a>, bottom: &mut Vec<Bottom>) {
        match name(node) {
            "closer" => bottom.extend(self.lines(node, End::Bottom).into_iter().map(Bottom::Line)),
            "opener" => bottom.extend(self.lines(node, End::Top).into_iter().map(Bottom::Line)),
            "postscript" => bottom.extend(self.postscript(node).into_iter().map(Bottom::Postscript)),
            "pb" => bottom.push(Bottom::Break(self.page_break_line(node))),
            "fw" => self.forme_work(node),
            // Layout, or a milestone that says nothing here.
            "" | "lb" | "cb" | "gb" | "milestone" | "anchor" => {}
            "note" if self.index.is_called(node) || self.is_foliation(node) => {}
            _ => {
                let line = self.line(node, End::Bottom);
                bottom.push(if line.role == LineRole::Trailer { Bottom::Trailer(line) } else { Bottom::Line(line) });
            }
        }
    }

    fn page_break_line(&mut self, node: Element<'a>) -> PageBreak {
        let (span, number, printed) = self.page(node);
        PageBreak { span, number, printed, why: Self::why(node) }
    }

    /// Postscripts: one, or several where its closer has blocks behind it.
    fn postscript(&mut self, node: Element<'a>) -> Vec<Postscript> {
        let new = || Postscript { span: element::span(node), blocks: Vec::new(), closer: Vec::new() };
        let mut postscripts = vec![new()];
        let mut loose: Vec<Element<'a>> = Vec::new();
        for part in node.children() {
            let closing: Option<Vec<Line>> = match name(part) {
                "closer" => Some(self.lines(part, End::Bottom)),
                "trailer" => Some(vec![self.line(part, End::Bottom)]),
                _ => None,
            };
            let Some(closing) = closing else {
                loose.push(part);
                continue;
            };
            self.loose_postscript(&mut loose, &mut postscripts, new);
            if let Some(last) = postscripts.last_mut() {
                last.closer.extend(closing);
            }
        }
        self.loose_postscript(&mut loose, &mut postscripts, new);
        postscripts
    }

    fn loose_postscript(
        &mut self,
        loose: &mut Vec<Element<'a>>,
        postscripts: &mut Vec<Postscript>,
        new: impl Fn() -> Postscript,
    ) {
        let mut blocks = Vec::new();
        self.blocks_of(std::mem::take(loose).into_iter(), &mut blocks);
        if blocks.is_empty() {
            return;
        }
        if postscripts.last().is_some_and(|last| !last.closer.is_empty()) {
            postscripts.push(new());
        }
        if let Some(last) = postscripts.last_mut() {
            last.blocks.append(&mut blocks);
        }
    }
}

/// Where in a division the top of a letter ends and its bottom starts.
struct Regions {
    top: usize,
    bottom: usize,
}

/// Whether a division has what only letters have.
fn has_ends(node: Element) -> bool {
    elements(node).any(|it| matches!(name(it), "opener" | "closer" | "dateline" | "salute" | "signed" | "postscript"))
}

/// Elements at the top or bottom of a letter.
fn is_end(node: Element) -> bool {
    matches!(name(node), "opener" | "closer" | "postscript" | "trailer")
}

fn is_bottom(node: Element) -> bool {
    matches!(name(node), "closer" | "postscript" | "trailer")
}

/// Front matter of one text among several.
fn in_text(front: Front) -> Option<Part> {
    match front {
        Front::Section(section) => Some(Part::Section(Box::new(section))),
        Front::TitleBlock { lines } => {
            let blocks: Vec<_> = lines
                .into_iter()
                .map(|line| {
                    let kind = BlockKind::Line { role: LineRole::Trailer, content: line.content };
                    Block { span: line.span, kind, why: line.why }
                })
                .collect();
            let span = blocks.iter().map(|block| block.span).reduce(Span::to)?;
            Some(Part::Section(Box::new(Section { span, blocks, ..Section::default() })))
        }
    }
}

fn add_blocks(parts: &mut Vec<Part>, node: Element, blocks: Vec<Block>) {
    if !blocks.is_empty() {
        parts.push(Part::Section(Box::new(Section { span: element::span(node), blocks, ..Section::default() })));
    }
}

/// The date of a letter of which the header says none: that of its dateline.
fn dated(top: &[Top]) -> Option<crate::tree::Date> {
    top.iter().find_map(|top| match top {
        Top::Line(Line { role: LineRole::Dateline, content, .. }) => content.iter().find_map(|inline| match inline {
            Inline::Date { date, .. } if date.edtf.is_some() => Some((**date).clone()),
            _ => None,
        }),
        Top::Line(_) | Top::Heading(_) | Top::Break(_) => None,
    })
}
