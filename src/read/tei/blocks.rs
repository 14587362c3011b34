//! Blocks: paragraphs, quotations, verse, lists.

use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, elements, is_layout, name};
use crate::read::tei::lines::{End, around, is_line};
use crate::read::tei::losses::Loss;
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::{Block, BlockKind, Inline, Item, LineRole, VerseLine, Why};

impl<'a> TeiReader<'a> {
    /// Whether an element starts and ends lines of its own.
    pub(crate) fn is_block(&self, node: Element<'a>) -> bool {
        let names = &self.known.names;
        match name(node) {
            // Few words in a line may be a quotation too.
            "quote" => self.own || elements(node).any(|it| self.is_block(it)),
            name => names.blocks.contains(name) && !names.inside_lines.contains(name),
        }
    }

    /// The blocks in an element.
    pub(crate) fn blocks(&mut self, node: Element<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks_of(node.children(), &mut blocks);
        blocks
    }

    /// The blocks that some nodes are. Running text between them makes paragraphs.
    pub(crate) fn blocks_of(&mut self, nodes: impl Iterator<Item = Element<'a>>, blocks: &mut Vec<Block>) {
        let mut loose = Vec::new();
        self.after_blank = true;
        for node in nodes {
            if is_layout(node) && (self.own || loose.is_empty()) {
                continue;
            }
            if node.is_element() && self.stands_alone(node) {
                self.loose(&mut loose, blocks);
                self.block(node, blocks);
                self.after_blank = true;
            } else {
                self.node(node, &mut loose);
            }
        }
        self.loose(&mut loose, blocks);
    }

    /// Whether an element between blocks is one, rather than running text that lost its paragraph.
    fn stands_alone(&self, node: Element<'a>) -> bool {
        let known = self.known;
        let name = name(node);
        self.is_block(node)
            || is_line(node)
            || known.names.inside_lines.contains(name)
            || matches!(name, "pb" | "fw" | "milestone" | "note" | "figure" | "quote")
            || known.names.lists.contains(name)
            || (!known.acts.contains_key(name)
                && !known.looks.elements.contains_key(name)
                && !known.names.plain.contains(name)
                && elements(node).any(|it| self.is_block(it)))
    }

    /// A paragraph of running text that stood between blocks.
    fn loose(&mut self, loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
        self.end(loose);
        let content = std::mem::take(loose);
        if !content.is_empty() {
            let kind = BlockKind::Paragraph { continues: false, content };
            let BlockKind::Paragraph { content, .. } = &kind else { return };
            blocks.push(Block { span: around(content), kind, why: Why::rule("tei.text") });
        }
    }

    fn block(&mut self, node: Element<'a>, blocks: &mut Vec<Block>) {
        let span = element::span(node);
        let whole = |kind| Block { span, kind, why: Self::why(node) };
        let element = name(node);
        match element {
            "p" => blocks.append(&mut self.paragraphs(node, "tei.p")),
            "ab" => match node.attribute("type") {
                Some("code") if self.own => blocks.push(whole(BlockKind::Code { content: self.run(node) })),
                Some("separator") if self.own => blocks.push(whole(BlockKind::Separator { sign: self.run(node) })),
                kind => {
                    if let Some(role) = kind.and_then(role) {
                        blocks.push(whole(BlockKind::Line { role, content: self.line_content(node) }));
                    } else {
                        // Lines of an envelope or inscription.
                        let outer = std::mem::replace(&mut self.in_line, true);
                        blocks.append(&mut self.paragraphs(node, "tei.ab"));
                        self.in_line = outer;
                    }
                }
            },
            "quote" | "cit" => {
                let inner = if self.own || elements(node).any(|it| self.is_block(it)) {
                    self.blocks(node)
                } else {
                    self.paragraphs(node, "tei.quote")
                };
                blocks.push(whole(BlockKind::Quote { lang: self.lang_of(node), blocks: inner }));
            }
            "floatingText" => {
                self.losses.add(Loss::Marking, element, span, None);
                let inner = self.blocks(node);
                blocks.push(whole(BlockKind::Quote { lang: self.lang_of(node), blocks: inner }));
            }
            "lg" => self.verse(node, blocks),
            "l" => {
                let line = self.verse_line(node);
                // Lines without a group are one stanza.
                if let Some(Block { kind: BlockKind::Verse { lines }, span: whole, why }) = blocks.last_mut()
                    && why.cues.iter().any(|cue| cue.id == "tei.l")
                {
                    lines.push(line);
                    *whole = whole.to(span);
                } else {
                    blocks.push(whole(BlockKind::Verse { lines: vec![line] }));
                }
            }
            "table" => self.table(node, blocks),
            "note" if self.is_foliation(node) => {}
            "note" if self.own || !self.index.is_called(node) => blocks.push(self.note_in_text(node)),
            "note" => {}
            "pb" => {
                let (sign, number, printed) = self.page(node);
                blocks.push(Block { span: sign, kind: BlockKind::PageBreak { number, printed }, why: Self::why(node) });
            }
            "fw" => self.forme_work(node),
            "milestone" => {
                if let Some(sign) = self.attribute(node, "n").filter(|_| node.attribute("unit") == Some("section")) {
                    let kind = BlockKind::Separator { sign: vec![Inline::Markup { span: sign }] };
                    blocks.push(Block { span: sign, kind, why: Self::why(node) });
                }
            }
            "figure" => {
                let mut content = Vec::new();
                self.node(node, &mut content);
                blocks.push(whole(BlockKind::Paragraph { content, continues: false }));
            }
            "opener" | "closer" => {
                let end = if element == "opener" { End::Top } else { End::Bottom };
                for line in self.lines(node, end) {
                    let kind = BlockKind::Line { role: line.role, content: line.content };
                    blocks.push(Block { span: line.span, kind, why: line.why });
                }
            }
            "head" | "trailer" | "speaker" | "stage" => {
                let content = self.line_content(node);
                blocks.push(whole(BlockKind::Line { role: LineRole::Trailer, content }));
            }
            "seg" | "dateline" | "salute" | "signed" | "address" | "byline" => {
                let line = self.line(node, End::Top);
                blocks.push(whole(BlockKind::Line { role: line.role, content: line.content }));
            }
            _ if self.known.names.lists.contains(element) => self.list(node, blocks),
            // A division among blocks, or an element that nobody knows: what it holds is kept.
            _ if elements(node).any(|it| self.stands_alone(it)) => {
                if !self.known.names.blocks.contains(element) {
                    self.losses.add(Loss::Marking, element, span, None);
                }
                let mut inner = self.blocks(node);
                blocks.append(&mut inner);
            }
            _ => {
                self.losses.add(Loss::Marking, element, span, None);
                blocks.append(&mut self.paragraphs(node, "tei.text"));
            }
        }
    }

    /// A paragraph: several where a printed page number or a block stands inside.
    pub(crate) fn paragraphs(&mut self, node: Element<'a>, rule: &'static str) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.is_filler(node) {
            return blocks;
        }
        let parts: Vec<_> = node.children().collect();
        let (mut at, mut continues) = (0, false);
        let mut content = Vec::new();
        self.after_blank = true;
        while let Some(&part) = parts.get(at) {
            let printed = self.printed_breaks(&parts[at..]);
            if printed > 0 {
                // The line end before them is the writer's.
                self.trim(&mut content);
                self.flush(&mut content, continues, rule, &mut blocks);
                continues = !blocks.is_empty();
                for part in &parts[at..at + printed] {
                    self.block_if_element(*part, &mut blocks);
                }
                at += printed;
            } else {
                if part.is_element() && self.is_block(part) {
                    self.end(&mut content);
                    self.flush_if_any(&mut content, continues, rule, &mut blocks);
                    continues = false;
                    self.block(part, &mut blocks);
                    self.after_blank = true;
                } else {
                    self.node(part, &mut content);
                }
                at += 1;
            }
        }
        self.end(&mut content);
        self.flush(&mut content, continues, rule, &mut blocks);
        // The only paragraph is the element; parts of one are where their words are, and breaks where their signs are.
        if let [Block { span, kind: BlockKind::Paragraph { .. }, .. }] = &mut blocks[..] {
            *span = element::span(node);
        }
        blocks
    }

    /// What our own writer puts where TEI wants a block and there is none.
    pub(crate) fn is_filler(&self, node: Element<'a>) -> bool {
        self.own && node.has_tag_name_of("p") && self.source.text[node.range()].ends_with("/>") && !node.has_children()
    }

    fn block_if_element(&mut self, node: Element<'a>, blocks: &mut Vec<Block>) {
        if node.is_element() {
            self.block(node, blocks);
        }
    }

    /// Number of nodes that are page breaks in a row, one of them with a printed number.
    fn printed_breaks(&self, nodes: &[Element<'a>]) -> usize {
        let is_break = |it: &&Element<'a>| matches!(name(**it), "pb" | "fw") || (!self.own && is_layout(**it));
        if !matches!(nodes.first().map(|it| name(*it)), Some("pb" | "fw")) {
            return 0;
        }
        let count = nodes.iter().take_while(is_break).count();
        let printed = |it: &Element<'a>| {
            it.has_tag_name_of("fw") && it.attribute("type") == Some("pageNum") && self.break_behind(*it).is_some()
        };
        if nodes[..count].iter().any(printed) { count } else { 0 }
    }

    /// Ends a piece of a paragraph. In our own an empty one counts: the writer had it.
    fn flush(&self, content: &mut Vec<Inline>, continues: bool, rule: &'static str, blocks: &mut Vec<Block>) {
        if self.own || !content.is_empty() {
            let content = std::mem::take(content);
            let span = around(&content);
            blocks.push(Block { span, kind: BlockKind::Paragraph { content, continues }, why: Why::rule(rule) });
        }
    }

    fn flush_if_any(&self, content: &mut Vec<Inline>, continues: bool, rule: &'static str, blocks: &mut Vec<Block>) {
        if !content.is_empty() {
            self.flush(content, continues, rule, blocks);
        }
    }

    /// A group of lines: one stanza, or one for each group in it.
    fn verse(&mut self, node: Element<'a>, blocks: &mut Vec<Block>) {
        let mut lines = Vec::new();
        let stanza = |lines: &mut Vec<VerseLine>, blocks: &mut Vec<Block>| {
            if !lines.is_empty() {
                let lines = std::mem::take(lines);
                blocks.push(Block {
                    span: element::span(node),
                    kind: BlockKind::Verse { lines },
                    why: Self::why(node),
                });
            }
        };
        for part in elements(node) {
            if part.has_tag_name_of("l") {
                lines.push(self.verse_line(part));
            } else {
                stanza(&mut lines, blocks);
                self.block(part, blocks);
            }
        }
        stanza(&mut lines, blocks);
    }

    fn verse_line(&mut self, node: Element<'a>) -> VerseLine {
        let words = node.attribute("rend").unwrap_or_default().split_whitespace();
        let mut indents = words.filter_map(|word| word.strip_prefix("indent"));
        let indent = indents.next().map_or(0, |rest| {
            let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap_or(1)
        });
        VerseLine { span: element::span(node), indent, content: self.line_content(node) }
    }

    fn list(&mut self, node: Element<'a>, blocks: &mut Vec<Block>) {
        let rend = node.attribute("rend").unwrap_or_default();
        let ordered = rend == "numbered" || matches!(node.attribute("type"), Some("ordered" | "numbered"));
        let mut items = Vec::new();
        let mut label = Vec::new();
        for part in elements(node) {
            let element = name(part);
            if element == "head" {
                self.block(part, blocks);
            } else if element == "label" {
                label = self.line_content(part);
            } else {
                items.push(self.item(part, std::mem::take(&mut label)));
            }
        }
        if !items.is_empty() {
            blocks.push(Block {
                span: element::span(node),
                kind: BlockKind::List { ordered, items },
                why: Self::why(node),
            });
        }
    }

    fn item(&mut self, node: Element<'a>, label: Vec<Inline>) -> Item {
        let mut content = label;
        if !content.is_empty() {
            let at = node.range().start;
            content.push(Inline::Text { span: Span::new(at, at), text: Some(" ".into()) });
        }
        let label = self.attribute(node, "n");
        content.append(&mut self.entry(node));
        Item { span: element::span(node), label, content }
    }

    /// What stands in an entry; the data in an entry of an index have blanks between them.
    fn entry(&mut self, node: Element<'a>) -> Vec<Inline> {
        if self.own || node.has_tag_name_of("item") {
            return self.flat(node);
        }
        let mut content = Vec::new();
        self.data(node, &mut content);
        self.end(&mut content);
        content
    }

    fn data(&mut self, node: Element<'a>, content: &mut Vec<Inline>) {
        let loose = node.children().any(|it| it.is_text() && !is_layout(it));
        for part in node.children().filter(|it| loose || it.is_element()) {
            if loose || elements(part).next().is_none() {
                self.node(part, content);
            } else {
                self.data(part, content);
            }
            if !loose && !self.after_blank {
                let at = part.range().end;
                content.push(Inline::Text { span: Span::new(at, at), text: Some(" ".into()) });
                self.after_blank = true;
            }
        }
    }

    /// A table: what its rows say of themselves, and what stands in their cells.
    fn table(&mut self, node: Element<'a>, blocks: &mut Vec<Block>) {
        if let Some(head) = child(node, "head") {
            self.block(head, blocks);
        }
        let mut rows: Vec<Vec<Item>> = Vec::new();
        let mut header = false;
        for row in elements(node).filter(|it| !it.has_tag_name_of("head")) {
            let parts: Vec<_> = if row.has_tag_name_of("row") { elements(row).collect() } else { vec![row] };
            let is_label = |it: &Element<'a>| it.attribute("role") == Some("label");
            if rows.is_empty() {
                header = is_label(&row) || !parts.is_empty() && parts.iter().all(is_label);
            }
            let mut cells = Vec::new();
            for part in parts {
                if part.attribute("cols").or(part.attribute("rows")).is_some_and(|count| count != "1") {
                    self.losses.add(Loss::Marking, name(part), element::span(part), None);
                }
                cells.push(Item { span: element::span(part), label: None, content: self.flat(part) });
            }
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if !rows.is_empty() {
            let kind = BlockKind::Table { header, rows };
            blocks.push(Block { span: element::span(node), kind, why: Self::why(node) });
        }
    }
}

/// The role that our own writer's `ab` names.
fn role(kind: &str) -> Option<LineRole> {
    Some(match kind {
        "dateline" => LineRole::Dateline,
        "address" => LineRole::Address,
        "salute" => LineRole::Salute,
        "valediction" => LineRole::Valediction,
        "signed" => LineRole::Signed,
        "trailer" => LineRole::Trailer,
        _ => return None,
    })
}
