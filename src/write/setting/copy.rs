//! The reading copy: a document whose text is set by the rules of its language. The source is not touched; what
//! changed is text of the tree's own.

use super::typography::{Edit, NOTHING, edits};
use crate::Document;
use crate::knowledge::{LanguageList, Typography};
use crate::source::Source;
use crate::tree::{
    Block, BlockKind, Bottom, Front, Head, Heading, Inline, Letter, Line, Part, Section, Style, Top, Value,
};

/// A document set for reading. Parts in a language without rules stay as they are.
pub(in crate::write) fn set(document: &Document, languages: &LanguageList) -> Document {
    let mut document = document.clone();
    let setting = Setting { source: &document.source, languages, lang: document.edition.lang.clone() };
    let edition = &mut document.edition;
    for front in &mut edition.front {
        match front {
            Front::TitleBlock { lines } => lines.iter_mut().for_each(|line| setting.flow(&mut [&mut line.content])),
            Front::Section(section) => setting.section(section),
        }
    }
    for part in &mut edition.parts {
        match part {
            Part::Letter(letter) => setting.letter(letter),
            Part::Section(section) => setting.section(section),
        }
    }
    edition.back.iter_mut().for_each(|section| setting.section(section));
    edition.notes.iter_mut().for_each(|note| setting.within(note.lang.as_deref()).blocks(&mut note.blocks));
    edition.furniture.iter_mut().for_each(|item| setting.flow(&mut [&mut item.content]));
    document
}

/// A head set for reading: what a book prints of it.
pub(in crate::write) fn set_head(head: &Head, lang: &str, languages: &LanguageList) -> Head {
    let mut head = head.clone();
    if let Some(rules) = languages.typography(lang) {
        let printed = head.title.iter_mut().chain(&mut head.subtitle).chain(&mut head.authors).chain(&mut head.sources);
        printed.for_each(|value| set_value(value, rules));
    }
    head
}

/// Whether there are rules for a document, or a part of it.
pub(in crate::write) fn has_rules(document: &Document, languages: &LanguageList) -> bool {
    document.edition.langs().into_iter().any(|lang| languages.typography(lang).is_some())
}

fn set_value(value: &mut Value, rules: &Typography) {
    value.text = apply(&value.text, 0, &edits(&value.text, rules));
}

/// A walk over a tree, in one language.
struct Setting<'s> {
    source: &'s Source,
    languages: &'s LanguageList,
    lang: String,
}

impl Setting<'_> {
    fn section(&self, section: &mut Section) {
        let inside = &self.within(section.lang.as_deref());
        section.headings.iter_mut().for_each(|heading| inside.heading(heading));
        inside.blocks(&mut section.blocks);
        section.sections.iter_mut().for_each(|section| inside.section(section));
    }

    fn letter(&self, letter: &mut Letter) {
        let inside = &self.within(letter.lang.as_deref());
        for top in &mut letter.top {
            match top {
                Top::Heading(heading) => inside.heading(heading),
                Top::Line(line) => inside.line(line),
                Top::Break(_) => {}
            }
        }
        inside.blocks(&mut letter.body);
        letter.sections.iter_mut().for_each(|section| inside.section(section));
        for bottom in &mut letter.bottom {
            match bottom {
                Bottom::Line(line) | Bottom::Trailer(line) => inside.line(line),
                Bottom::Postscript(postscript) => {
                    inside.blocks(&mut postscript.blocks);
                    postscript.closer.iter_mut().for_each(|line| inside.line(line));
                }
                Bottom::Break(_) => {}
            }
        }
        if let Some(rules) = self.languages.typography(&inside.lang) {
            let meta = &mut letter.meta;
            let named = meta.sender.iter_mut().chain(&mut meta.recipient).chain(&mut meta.place);
            named.for_each(|value| set_value(value, rules));
        }
    }

    /// The setting of what has a language of its own, or none.
    fn within(&self, own: Option<&str>) -> Self {
        Self { source: self.source, languages: self.languages, lang: own.unwrap_or(&self.lang).to_owned() }
    }

    fn heading(&self, heading: &mut Heading) {
        self.within(heading.lang.as_deref()).flow(&mut [&mut heading.content]);
    }

    fn line(&self, line: &mut Line) {
        self.flow(&mut [&mut line.content]);
    }

    fn blocks(&self, blocks: &mut [Block]) {
        // A paragraph that pages cut is one text.
        let mut paragraph: Vec<&mut Vec<Inline>> = Vec::new();
        for block in blocks {
            if let BlockKind::PageBreak { .. } = block.kind {
                continue;
            }
            if !matches!(block.kind, BlockKind::Paragraph { continues: true, .. }) {
                self.flow(&mut paragraph);
                paragraph.clear();
            }
            match &mut block.kind {
                BlockKind::Paragraph { content, .. } => paragraph.push(content),
                BlockKind::Quote { lang, blocks } => self.within(lang.as_deref()).blocks(blocks),
                BlockKind::Verse { lines } => {
                    self.flow(&mut lines.iter_mut().map(|line| &mut line.content).collect::<Vec<_>>());
                }
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.flow(&mut [&mut item.content]);
                    }
                }
                BlockKind::Note { content, .. } | BlockKind::Line { content, .. } => self.flow(&mut [content]),
                BlockKind::Table { rows, .. } => {
                    for cell in rows.iter_mut().flatten() {
                        self.flow(&mut [&mut cell.content]);
                    }
                }
                BlockKind::Code { .. } | BlockKind::Separator { .. } | BlockKind::PageBreak { .. } => {}
            }
        }
        self.flow(&mut paragraph);
    }

    /// Sets a text that may lie in several pieces, one to a line.
    fn flow(&self, pieces: &mut [&mut Vec<Inline>]) {
        let Some(rules) = self.languages.typography(&self.lang) else { return };
        let mut text = String::new();
        for piece in pieces.iter() {
            if !text.is_empty() {
                text.push('\n');
            }
            self.collect(piece, &mut text);
        }
        let edits = edits(&text, rules);
        if edits.is_empty() {
            return;
        }
        let (mut at, mut edits) = (0, edits.as_slice());
        for piece in pieces {
            if at > 0 {
                at += 1;
            }
            self.change(piece, &mut at, &mut edits);
        }
    }

    /// The words of a leaf, as the setter sees them.
    fn shown<'i>(&'i self, inline: &'i Inline) -> Option<&'i str> {
        match inline {
            Inline::Text { span, text } => Some(text.as_deref().unwrap_or_else(|| self.source.slice(*span))),
            Inline::Bracket { span } => Some(self.source.slice(*span)),
            Inline::Lost { span, repair } => Some(repair.as_deref().unwrap_or_else(|| self.source.slice(*span))),
            Inline::LineBreak { .. } => Some("\n"),
            Inline::NoteRef(_) | Inline::Control { .. } | Inline::Emphasis { style: Style::Code, .. } => {
                Some(const { NOTHING_TEXT })
            }
            Inline::Markup { .. }
            | Inline::PageBreak { .. }
            | Inline::Emphasis { .. }
            | Inline::Editorial(_)
            | Inline::Date { .. }
            | Inline::Place { .. }
            | Inline::Quoted { .. }
            | Inline::Link { .. } => None,
        }
    }

    fn collect(&self, content: &[Inline], text: &mut String) {
        for inline in content {
            if let Some(shown) = self.shown(inline) {
                text.push_str(shown);
            }
            if !is_closed(inline) {
                self.collect(inline.content(), text);
            }
        }
    }

    /// Walks as [`Self::collect`] does and changes the text it meets. `at` is where the walk is in the collected text.
    fn change<'e>(&self, content: &mut [Inline], at: &mut usize, edits: &mut &'e [Edit<'e>]) {
        for inline in content {
            if let Some(shown) = self.shown(inline) {
                let (start, end) = (*at, *at + shown.len());
                *at = end;
                let count = edits.iter().take_while(|(range, _)| range.start < end).count();
                let (here, later) = edits.split_at(count);
                *edits = later;
                // A change over the end of a piece of text would tear the tree: dots or hyphens with a tag between.
                let here: Vec<Edit<'_>> =
                    here.iter().filter(|(range, _)| range.start >= start && range.end <= end).cloned().collect();
                let changed = (!here.is_empty()).then(|| apply(shown, start, &here));
                if let (Inline::Text { text, .. }, Some(changed)) = (&mut *inline, changed) {
                    *text = Some(changed);
                }
            }
            if !is_closed(inline) {
                self.change(inline.content_mut(), at, edits);
            }
        }
    }
}

/// Whether what is inside an inline is no text that is set.
fn is_closed(inline: &Inline) -> bool {
    matches!(inline, Inline::NoteRef(_) | Inline::Emphasis { style: Style::Code, .. })
}

/// [`NOTHING`] as a text.
const NOTHING_TEXT: &str = "\u{FFFC}";
const _: () = assert!(NOTHING as u32 == 0xFFFC);

/// The text with the changes; their places count from `start`.
fn apply(text: &str, start: usize, edits: &[Edit<'_>]) -> String {
    let mut set = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for (range, new) in edits {
        set.push_str(&text[done..range.start - start]);
        set.push_str(new);
        done = range.end - start;
    }
    set.push_str(&text[done..]);
    set
}
