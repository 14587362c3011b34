//! TEI: which element each node of the tree comes from.

use super::told::{Told, weighed};
use rubricate::Document;
use rubricate::source::{Source, Span};
use rubricate::tree::{Block, BlockKind, BlockType, Bottom, Edition, Front, Inline, Line, Part, Section, Top, Why};

/// What the cue of a node from TEI begins with; the name of its element follows.
const CUE: &str = "tei.";
/// The cue of text that no element of its own says anything about.
const LOOSE: &str = "text";

/// A node of the tree that says why it is there.
pub struct Node<'a> {
    span: Span,
    role: BlockType,
    part: String,
    words: String,
    why: &'a Why,
}

/// All nodes of a tree that say why they are there, in the order of the source.
pub fn nodes(document: &Document) -> Vec<Node<'_>> {
    let mut walk = Walk { source: &document.source, part: String::new(), nodes: Vec::new() };
    walk.edition(&document.edition);
    let mut nodes = walk.nodes;
    // What holds others comes before them.
    nodes.sort_by_key(|node| (node.span.start, std::cmp::Reverse(node.span.end)));
    nodes
}

/// Tells all of these nodes.
pub fn told<'a>(source: &Source, nodes: &'a [Node<'a>]) -> Vec<Told<'a>> {
    let told = |node: &'a Node<'a>| Told {
        line_start: source.line_of(node.span.start) + 1,
        line_end: source.line_of(node.span.end.max(node.span.start + 1) - 1) + 1,
        role: node.role.name(),
        element: element(node.why),
        fixed_by: None,
        margin: node.why.margin.into(),
        cues: weighed(&node.why.cues),
        runner_up: None,
        part: (!node.part.is_empty()).then_some(&node.part),
        language: None,
        block: node.role.name(),
        text: &node.words,
    };
    nodes.iter().map(told).collect()
}

/// The element that says what a node is.
fn element(why: &Why) -> Option<&str> {
    why.cues.first()?.id.strip_prefix(CUE).filter(|name| *name != LOOSE)
}

/// A walk over a tree.
struct Walk<'a> {
    source: &'a Source,
    /// The part that is being walked.
    part: String,
    nodes: Vec<Node<'a>>,
}

impl<'a> Walk<'a> {
    fn edition(&mut self, edition: &'a Edition) {
        self.part = "front".into();
        for front in &edition.front {
            match front {
                Front::TitleBlock { lines } => {
                    for line in lines {
                        self.node(line.span, line.role.into(), &[&line.content], &line.why);
                    }
                }
                Front::Section(section) => self.section(section),
            }
        }
        let (mut letters, mut sections) = (0, 0);
        for part in &edition.parts {
            match part {
                Part::Section(section) => {
                    sections += 1;
                    self.part = format!("section {sections}");
                    self.section(section);
                }
                Part::Letter(letter) => {
                    letters += 1;
                    self.part = format!("letter {letters}");
                    letter.top.iter().for_each(|top| self.top(top));
                    self.blocks(&letter.body);
                    letter.sections.iter().for_each(|section| self.section(section));
                    letter.bottom.iter().for_each(|bottom| self.bottom(bottom));
                }
            }
        }
        self.part = "back".into();
        edition.back.iter().for_each(|section| self.section(section));
        for note in &edition.notes {
            self.part = format!("note {}", note.label);
            if note.blocks.is_empty() {
                self.node(note.span, BlockType::Note, &[], &note.why);
            }
            self.blocks(&note.blocks);
        }
        self.part.clear();
        for item in &edition.furniture {
            self.node(item.span, item.kind.into(), &[&item.content], &item.why);
        }
    }

    fn top(&mut self, top: &'a Top) {
        match top {
            Top::Heading(heading) => self.node(heading.span, BlockType::Head, &[&heading.content], &heading.why),
            Top::Line(line) => self.line(line),
            Top::Break(page) => self.page(page.span, page.number.as_deref(), &page.why),
        }
    }

    fn bottom(&mut self, bottom: &'a Bottom) {
        match bottom {
            Bottom::Line(line) => self.line(line),
            Bottom::Trailer(line) => self.node(line.span, BlockType::Trailer, &[&line.content], &line.why),
            Bottom::Break(page) => self.page(page.span, page.number.as_deref(), &page.why),
            Bottom::Postscript(postscript) => {
                let outer = self.part.clone();
                self.part += ", postscript";
                self.blocks(&postscript.blocks);
                postscript.closer.iter().for_each(|line| self.line(line));
                self.part = outer;
            }
        }
    }

    fn section(&mut self, section: &'a Section) {
        for heading in &section.headings {
            self.node(heading.span, BlockType::Head, &[&heading.content], &heading.why);
        }
        self.blocks(&section.blocks);
        section.sections.iter().for_each(|inner| self.section(inner));
    }

    fn line(&mut self, line: &'a Line) {
        self.node(line.span, line.role.into(), &[&line.content], &line.why);
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            let (name, content): (_, Vec<&[Inline]>) = match &block.kind {
                BlockKind::PageBreak { number, .. } => {
                    self.page(block.span, number.as_deref(), &block.why);
                    continue;
                }
                BlockKind::Paragraph { content, .. } => (BlockType::Paragraph, vec![content]),
                BlockKind::Quote { .. } => (BlockType::Quote, Vec::new()),
                BlockKind::Verse { lines } => (BlockType::Verse, lines.iter().map(|line| &*line.content).collect()),
                BlockKind::List { items, .. } => (BlockType::List, items.iter().map(|item| &*item.content).collect()),
                BlockKind::Table { rows, .. } => {
                    (BlockType::Table, rows.iter().flatten().map(|cell| &*cell.content).collect())
                }
                BlockKind::Code { content } => (BlockType::Code, vec![content]),
                BlockKind::Note { content, .. } => (BlockType::Note, vec![content]),
                BlockKind::Line { role: line, content } => ((*line).into(), vec![content]),
                BlockKind::Separator { sign } => (BlockType::Separator, vec![sign]),
            };
            self.node(block.span, name, &content, &block.why);
            if let BlockKind::Quote { blocks, .. } = &block.kind {
                self.blocks(blocks);
            }
        }
    }

    fn page(&mut self, span: Span, number: Option<&str>, why: &'a Why) {
        let words = number.unwrap_or_default().to_owned();
        self.nodes.push(Node { span, role: BlockType::PageBreak, part: self.part.clone(), words, why });
    }

    fn node(&mut self, span: Span, role: BlockType, content: &[&[Inline]], why: &'a Why) {
        let mut words = String::new();
        for run in content {
            self.words(run, &mut words);
            words.push(' ');
        }
        words.truncate(words.trim_end().len());
        self.nodes.push(Node { span, role, part: self.part.clone(), words, why });
    }

    /// The words of a run.
    fn words(&self, content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text { span, text } => put(text.as_deref().unwrap_or_else(|| self.source.slice(*span)), out),
                Inline::Bracket { span } | Inline::Lost { span, .. } => put(self.source.slice(*span), out),
                Inline::LineBreak { .. } | Inline::PageBreak { .. } => put(" ", out),
                Inline::Markup { .. } | Inline::Control { .. } => {}
                Inline::Emphasis { content, .. }
                | Inline::Date { content, .. }
                | Inline::Place { content, .. }
                | Inline::Quoted { content, .. }
                | Inline::Link { content, .. } => self.words(content, out),
                Inline::Editorial(editorial) => self.words(&editorial.content, out),
                Inline::NoteRef(mark) => put(&format!("[{}]", mark.label), out),
            }
        }
    }
}

/// Adds text, a blank for each stretch of white space.
fn put(text: &str, out: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rubricate::read::ReadOptions;
    use rubricate::tree::LeafKind;
    use std::fs;
    use std::path::Path;

    /// TEI of other editions, of all that the tree knows.
    #[test]
    fn every_character_of_the_text_is_in_a_node_that_is_told() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tei-letters");
        let mut seen = 0;
        for entry in fs::read_dir(&folder).expect("it is part of the project") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_none_or(|end| end != "xml") {
                continue;
            }
            let bytes = fs::read(&path).expect("it can be read");
            let read = rubricate::read("letter.xml", bytes, &ReadOptions::default());
            let (document, _) = read.expect("it is TEI");
            let nodes = nodes(&document);
            for leaf in document.edition.leaves().into_iter().filter(|leaf| leaf.kind == LeafKind::Text) {
                let text = document.source.slice(leaf.span);
                // An element without words (`gap`, `lb`) and a reference are told as what they stand for.
                let is_written = |word: &&str| !word.contains('&') && !text.starts_with('<');
                let words: Vec<&str> = text.split_whitespace().filter(is_written).collect();
                let told = |node: &Node| words.iter().all(|word| node.words.contains(word));
                let holds =
                    |node: &Node| node.span.start <= leaf.span.start && leaf.span.end <= node.span.end && told(node);
                assert!(nodes.iter().any(holds), "{}: {words:?}", path.display());
                seen += words.len();
            }
            let told = told(&document.source, &nodes);
            assert!(told.is_sorted_by_key(|told| told.line_start));
        }
        assert!(seen > 200, "{seen} words");
    }
}
