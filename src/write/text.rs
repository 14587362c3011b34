//! The reading text: what a reader of the printed page would read aloud, and nothing else.
//!
//! Furniture and notation are gone, brackets stay, page-cut paragraphs are whole, notes stand at the end.

use super::options::WriteOptions;
use super::written::{WriteError, Written};
use crate::Document;
use crate::source::{Source, Span};
use crate::tree::{Block, BlockKind, Bottom, Front, Inline, Letter, Line, Note, Part, Postscript, Section, Top};

/// Writes the reading text, UTF-8 with LF line ends.
///
/// # Errors
/// Never.
#[allow(clippy::unnecessary_wraps, reason = "every row of the table has this form")]
pub fn write(document: &Document, _options: &WriteOptions) -> Result<Written, WriteError> {
    let mut text = ReadingText { source: &document.source, out: String::with_capacity(document.source.text.len()) };
    let edition = &document.edition;
    for front in &edition.front {
        match front {
            Front::TitleBlock { lines } => {
                for line in lines {
                    text.line(&line.content);
                }
                text.gap();
            }
            Front::Section(section) => text.section(section),
        }
    }
    for part in &edition.parts {
        match part {
            Part::Letter(letter) => text.letter(letter),
            Part::Section(section) => text.section(section),
        }
    }
    edition.back.iter().for_each(|section| text.section(section));
    edition.notes.iter().for_each(|note| text.note(note));
    let mut out = text.out;
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    Ok(Written { bytes: out.into_bytes(), losses: Vec::new() })
}

struct ReadingText<'a> {
    source: &'a Source,
    out: String,
}

impl ReadingText<'_> {
    /// Ends a line, if one was begun.
    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// An empty line between blocks.
    fn gap(&mut self) {
        self.end_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn line(&mut self, content: &[Inline]) {
        self.end_line();
        self.inlines(content);
        self.end_line();
    }

    fn paragraph(&mut self, content: &[Inline]) {
        self.gap();
        self.inlines(content);
        self.gap();
    }

    fn section(&mut self, section: &Section) {
        self.gap();
        section.headings.iter().for_each(|heading| self.line(&heading.content));
        self.gap();
        self.blocks(&section.blocks);
        section.sections.iter().for_each(|inner| self.section(inner));
    }

    fn letter(&mut self, letter: &Letter) {
        self.gap();
        for top in &letter.top {
            match top {
                Top::Heading(heading) => self.paragraph(&heading.content),
                Top::Line(line) => self.line(&line.content),
                Top::Break(_) => {}
            }
        }
        self.gap();
        self.blocks(&letter.body);
        letter.sections.iter().for_each(|section| self.section(section));
        for bottom in &letter.bottom {
            match bottom {
                Bottom::Line(line) => self.line(&line.content),
                Bottom::Trailer(line) => self.paragraph(&line.content),
                Bottom::Postscript(postscript) => self.postscript(postscript),
                Bottom::Break(_) => {}
            }
        }
        self.gap();
    }

    fn postscript(&mut self, postscript: &Postscript) {
        self.blocks(&postscript.blocks);
        postscript.closer.iter().for_each(|Line { content, .. }| self.line(content));
        self.gap();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        // Whether only page breaks stand between here and the last paragraph.
        let mut after_paragraph = false;
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { content, continues } => {
                    if *continues && after_paragraph {
                        self.out.truncate(self.out.trim_end().len());
                        self.out.push(' ');
                        self.inlines(content);
                        self.gap();
                    } else {
                        self.paragraph(content);
                    }
                    after_paragraph = true;
                    continue;
                }
                BlockKind::PageBreak { .. } => continue,
                BlockKind::Note { label, content } => {
                    self.gap();
                    if let Some(label) = label {
                        self.push(&format!("[{label}] "));
                    }
                    self.inlines(content);
                    self.gap();
                }
                BlockKind::Line { content, .. } => self.paragraph(content),
                BlockKind::Quote { blocks, .. } => {
                    self.gap();
                    self.blocks(blocks);
                }
                BlockKind::Verse { lines } => {
                    self.gap();
                    for line in lines {
                        self.end_line();
                        self.out.extend(std::iter::repeat_n(' ', usize::from(line.indent)));
                        self.inlines(&line.content);
                    }
                    self.gap();
                }
                BlockKind::List { items, .. } => {
                    self.gap();
                    for item in items {
                        self.end_line();
                        if let Some(label) = item.label.filter(|label| !prints(&item.content, *label)) {
                            self.push(self.source.slice(label).trim());
                            self.out.push(' ');
                        }
                        self.inlines(&item.content);
                    }
                    self.gap();
                }
                BlockKind::Table { rows, .. } => {
                    self.gap();
                    for row in rows {
                        self.end_line();
                        for (at, cell) in row.iter().enumerate() {
                            if at > 0 {
                                self.out.push_str(" | ");
                            }
                            self.inlines(&cell.content);
                        }
                    }
                    self.gap();
                }
                BlockKind::Code { content } => {
                    self.gap();
                    self.inlines(content);
                    self.gap();
                }
                BlockKind::Separator { sign: content } => {
                    self.gap();
                    let sign = self.source.slice(block.span).trim();
                    // A tag is no sign that a reader knows.
                    let is_tag =
                        sign.starts_with('<') && content.iter().all(|part| matches!(part, Inline::Markup { .. }));
                    self.push(if is_tag { "* * *" } else { sign });
                    self.gap();
                }
            }
            after_paragraph = false;
        }
    }

    fn note(&mut self, note: &Note) {
        self.gap();
        self.push(&format!("[{}] ", note.label));
        let mut blocks = note.blocks.iter();
        if let Some(Block { kind: BlockKind::Paragraph { content, .. }, .. }) = note.blocks.first() {
            self.inlines(content);
            blocks.next();
        }
        self.blocks(blocks.as_slice());
        self.gap();
    }

    fn push(&mut self, text: &str) {
        if text.contains('\r') {
            self.out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.out.push_str(text);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text: Some(text), .. } | Inline::Lost { repair: Some(text), .. } => self.push(text),
                Inline::Text { span, text: None } | Inline::Bracket { span } | Inline::Lost { span, repair: None } => {
                    self.push(self.source.slice(*span));
                }
                Inline::Control { code, .. } => self.out.extend(char::from_u32(*code)),
                Inline::Markup { .. } | Inline::PageBreak { .. } => {}
                Inline::LineBreak { .. } => self.end_line(),
                Inline::NoteRef(mark) => self.push(&format!("[{}]", mark.label)),
                Inline::Emphasis { .. }
                | Inline::Editorial(_)
                | Inline::Date { .. }
                | Inline::Place { .. }
                | Inline::Quoted { .. }
                | Inline::Link { .. } => self.inlines(inline.content()),
            }
        }
    }
}

/// Whether the content prints the characters of the label itself.
fn prints(content: &[Inline], label: Span) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Text { span, .. } if span.contains(label)))
}
