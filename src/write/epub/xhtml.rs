//! XHTML of a tree: one fragment per page of the book.
//!
//! Letter semantics follow the Standard Ebooks manual ("High level structural patterns: Letters"); every
//! `epub:type` has a class name beside it, because many reading systems ignore the attribute. Roles are
//! those of DPUB-ARIA 1.1.

use super::dates;
use super::labels::{Words, plain};
use super::sink::{Sink, token, valid_lang};
use crate::Document;
use crate::source::Span;
use crate::tree::{
    Act, Block, BlockKind, Bottom, Editorial, Heading, Inline, Item, Letter, Line, LineRole, Postscript, Section,
    Style, Top, VerseLine, is_image,
};
use std::collections::{BTreeMap, BTreeSet};

/// Headings of HTML end at `h6`.
const DEEPEST: u8 = 6;
/// The style sheet has classes `i1` to `i12` for indented verse.
const WIDEST: u16 = 12;
/// Language of a text whose language nobody knows.
const UNKNOWN: &str = "und";

/// An entry of the table of contents inside a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Id of the element in the page.
    pub id: String,
    /// What the reader sees.
    pub label: String,
    /// Entries below it.
    pub children: Vec<Entry>,
}

/// The start of a page of the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageStart {
    /// Id of the mark.
    pub id: String,
    /// Its number.
    pub number: String,
}

/// The finished content of one page of the book.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    /// XHTML, in the default namespace.
    pub html: String,
    /// Sections inside it that have a heading.
    pub entries: Vec<Entry>,
    /// Pages of the source that start in it.
    pub pages: Vec<PageStart>,
    /// It holds at least one heading.
    pub headed: bool,
}

/// Writes the XHTML of one page. Ids are unique within it.
pub(super) struct Renderer<'a> {
    pub(super) document: &'a Document,
    pub(super) words: &'a Words,
    /// Language in force.
    lang: String,
    pub(super) sink: Sink,
    /// Level of the last heading, so that none is skipped.
    level: u8,
    sections: usize,
    entries: Vec<Entry>,
    pages: Vec<PageStart>,
    /// Notes this page refers to: the id of the first mark.
    pub(super) marks: BTreeMap<u32, String>,
    /// Notes to write, in the order of their marks.
    pub(super) queue: Vec<u32>,
    pub(super) refs: usize,
    in_time: bool,
    pub(super) in_link: bool,
}

/// How a part of a letter is marked: class, and `epub:type` inside a letter's own opener and closer.
fn line_semantics(role: LineRole) -> (&'static str, Option<&'static str>) {
    match role {
        LineRole::Dateline => ("dateline", Some("se:letter.dateline")),
        LineRole::Address => ("address", None),
        LineRole::Salute => ("salutation", Some("z3998:salutation")),
        LineRole::Valediction => ("valediction", Some("z3998:valediction")),
        LineRole::Signed => ("signature", Some("z3998:sender z3998:signature")),
        LineRole::Trailer => ("trailer", None),
    }
}

/// `epub:type` and role of a section, by its function: the terms of the EPUB structural semantics vocabulary
/// with the role that DPUB-ARIA pairs with them.
fn section_semantics(function: &str) -> (Option<&'static str>, Option<&'static str>) {
    match function {
        "introduction" => (Some("introduction"), Some("doc-introduction")),
        "preface" => (Some("preface"), Some("doc-preface")),
        "foreword" => (Some("foreword"), Some("doc-foreword")),
        "afterword" => (Some("afterword"), Some("doc-afterword")),
        "appendix" => (Some("appendix"), Some("doc-appendix")),
        "conclusion" => (Some("conclusion"), Some("doc-conclusion")),
        "imprint" => (Some("imprint"), None),
        _ => (None, None),
    }
}

/// The class of an act.
pub(super) fn act_class(act: Act) -> &'static str {
    match act {
        Act::Supplied => "supplied",
        Act::SuppliedName => "supplied name",
        Act::Gloss => "gloss",
        Act::Expanded => "expanded",
        Act::Unclear => "unclear",
        Act::Gap => "gap",
        Act::Omitted => "omitted",
        Act::Space => "space",
        Act::Sic => "sic",
        Act::Odd => "odd",
        Act::Term => "term",
        Act::Correction => "correction",
        Act::Added => "added",
        Act::Deleted => "deleted",
        Act::Surplus => "surplus",
        Act::Remark => "remark",
        Act::Figure => "figure",
        Act::Margin => "margin",
        Act::Foreign => "foreign",
    }
}

impl<'a> Renderer<'a> {
    /// A renderer for a page in the language `lang`.
    pub fn new(document: &'a Document, words: &'a Words, lang: &str) -> Self {
        Self {
            document,
            words,
            lang: lang.to_owned(),
            sink: Sink::default(),
            level: 0,
            sections: 0,
            entries: Vec::new(),
            pages: Vec::new(),
            marks: BTreeMap::new(),
            queue: Vec::new(),
            refs: 0,
            in_time: false,
            in_link: false,
        }
    }

    /// Ends the page with the notes it refers to; `used` learns which were written. The `last` page of a document
    /// takes those that nothing refers to as well.
    pub fn finish(mut self, used: &mut BTreeSet<u32>, last: bool) -> Fragment {
        self.notes(used, last);
        Fragment { html: self.sink.finish(), headed: self.level > 0, entries: self.entries, pages: self.pages }
    }

    /// Takes what was written so far, so that a template can place it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.sink).finish()
    }

    /// Text that is not the source's.
    pub fn plain_text(&mut self, text: &str) {
        self.sink.text(text);
    }

    /// A letter; `label` names it where it has no heading of its own.
    pub fn letter(&mut self, letter: &'a Letter, label: &str) {
        let headed = letter.top.iter().any(|top| matches!(top, Top::Heading(heading) if self.prints(&heading.content)));
        let name = if headed { ("aria-labelledby", "letter-heading") } else { ("aria-label", label) };
        self.sink.start("section", &[("id", "letter"), ("class", "letter"), ("epub:type", "z3998:letter"), name]);
        self.sink.newline();
        let mut base = None;
        let mut opened = false;
        for top in &letter.top {
            match top {
                Top::Heading(heading) => {
                    let id = base.is_none().then_some("letter-heading");
                    self.heading(heading, 1, &mut base, id);
                }
                Top::Line(line) => {
                    if !opened {
                        self.sink.start("header", &[("class", "opener")]);
                        self.sink.newline();
                        opened = true;
                    }
                    self.line(line, true);
                }
                Top::Break(page) => self.page_break(page.number.as_deref()),
            }
        }
        if opened {
            self.sink.end("header");
            self.sink.newline();
        }
        self.blocks(&letter.body);
        for section in &letter.sections {
            self.inner_section(section, 2);
        }
        if !letter.bottom.is_empty() {
            self.sink.start("footer", &[("class", "closer")]);
            self.sink.newline();
            for bottom in &letter.bottom {
                match bottom {
                    Bottom::Line(line) | Bottom::Trailer(line) => self.line(line, true),
                    Bottom::Postscript(postscript) => self.postscript(postscript),
                    Bottom::Break(page) => self.page_break(page.number.as_deref()),
                }
            }
            self.sink.end("footer");
            self.sink.newline();
        }
        self.sink.end("section");
        self.sink.newline();
    }

    /// A section that is a page of its own.
    pub fn section(&mut self, section: &'a Section) {
        self.open_section(section, "section", 1);
        self.close_section(section, 1);
    }

    /// A section inside a page; it becomes an entry of the table of contents if it has a heading.
    fn inner_section(&mut self, section: &'a Section, level: u8) {
        self.sections += 1;
        let id = format!("section-{}", self.sections);
        let label = super::labels::heading(&self.document.source, section);
        let above = std::mem::take(&mut self.entries);
        let outer = self.lang.clone();
        self.open_section(section, &id, level);
        self.close_section(section, level);
        self.lang = outer;
        let children = std::mem::replace(&mut self.entries, above);
        match label {
            Some(label) => self.entries.push(Entry { id, label, children }),
            None => self.entries.extend(children),
        }
    }

    fn open_section(&mut self, section: &'a Section, id: &str, level: u8) {
        let function = section.function.as_deref().unwrap_or_default();
        let (kind, role) = section_semantics(function);
        let class = if function.is_empty() { "section".to_owned() } else { format!("section {}", token(function)) };
        let heading = format!("{id}-heading");
        let mut attributes = vec![("id", id), ("class", &class)];
        attributes.extend(kind.map(|kind| ("epub:type", kind)));
        attributes.extend(role.map(|role| ("role", role)));
        if section.headings.iter().any(|heading| self.prints(&heading.content)) {
            attributes.push(("aria-labelledby", &heading));
        }
        let lang = section.lang.as_deref().map(valid_lang).filter(|lang| *lang != self.lang);
        if let Some(lang) = lang {
            attributes.extend([("lang", lang), ("xml:lang", lang)]);
        }
        self.sink.start("section", &attributes);
        self.sink.newline();
        if let Some(lang) = lang {
            lang.clone_into(&mut self.lang);
        }
        let mut base = None;
        for item in &section.headings {
            let id = base.is_none().then_some(heading.as_str());
            self.heading(item, level, &mut base, id);
        }
    }

    fn close_section(&mut self, section: &'a Section, level: u8) {
        self.blocks(&section.blocks);
        for inner in &section.sections {
            self.inner_section(inner, level.saturating_add(1));
        }
        self.sink.end("section");
        self.sink.newline();
    }

    /// Whether anything of this is printed.
    pub(super) fn prints(&self, content: &[Inline]) -> bool {
        !plain(&self.document.source, content).is_empty()
    }

    /// A heading: never deeper than one below the last, as screen readers expect. `base` is the source's level of
    /// the first heading here; the id goes to the first that prints something.
    fn heading(&mut self, heading: &'a Heading, level: u8, base: &mut Option<u8>, id: Option<&str>) {
        if !self.prints(&heading.content) {
            return self.inlines(&heading.content);
        }
        let first = *base.get_or_insert(heading.level);
        let wanted = level.saturating_add(heading.level.saturating_sub(first));
        self.level = wanted.min(DEEPEST).min(self.level + 1);
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(self.level) - 1];
        let attributes = id.map(|id| [("id", id), ("epub:type", "title")]);
        self.element(name, attributes.as_ref().map_or(&[], <[_; 2]>::as_slice), &heading.content);
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], content: &'a [Inline]) {
        self.sink.start(name, attributes);
        self.inlines(content);
        self.sink.end(name);
        self.sink.newline();
    }

    fn line(&mut self, line: &'a Line, own: bool) {
        let (class, kind) = line_semantics(line.role);
        let mut attributes = vec![("class", class)];
        attributes.extend(kind.filter(|_| own).map(|kind| ("epub:type", kind)));
        self.element("p", &attributes, &line.content);
    }

    fn postscript(&mut self, postscript: &'a Postscript) {
        self.sink.start("div", &[("class", "postscript"), ("epub:type", "z3998:postscript")]);
        self.sink.newline();
        self.blocks(&postscript.blocks);
        for line in &postscript.closer {
            self.line(line, true);
        }
        self.sink.end("div");
        self.sink.newline();
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        let mut rest = blocks;
        while let [first, after @ ..] = rest {
            rest = after;
            match &first.kind {
                BlockKind::Paragraph { content, continues } => {
                    let class = if *continues { [("class", "continued")].as_slice() } else { &[] };
                    self.sink.start("p", class);
                    self.inlines(content);
                    rest = self.continued(after);
                    self.sink.end("p");
                    self.sink.newline();
                }
                BlockKind::Quote { blocks } => {
                    self.sink.start("blockquote", &[]);
                    self.sink.newline();
                    self.blocks(blocks);
                    self.sink.end("blockquote");
                    self.sink.newline();
                }
                BlockKind::Verse { lines } => {
                    self.sink.start("div", &[("class", "poem"), ("epub:type", "z3998:poem")]);
                    self.sink.newline();
                    self.stanza(lines);
                    while let [Block { kind: BlockKind::Verse { lines }, .. }, after @ ..] = rest {
                        self.stanza(lines);
                        rest = after;
                    }
                    self.sink.end("div");
                    self.sink.newline();
                }
                BlockKind::List { ordered, items } => self.list(*ordered, items),
                BlockKind::Note { label, content } => {
                    self.sink.start("div", &[("class", "inline-note"), ("role", "note")]);
                    self.sink.start("p", &[]);
                    if let Some(label) = label
                        && !plain(&self.document.source, content).starts_with(label.as_str())
                    {
                        self.note_label(label, None);
                    }
                    self.inlines(content);
                    self.sink.end("p");
                    self.sink.end("div");
                    self.sink.newline();
                }
                BlockKind::Line { role, content } => {
                    let (class, _) = line_semantics(*role);
                    self.element("p", &[("class", class)], content);
                }
                BlockKind::PageBreak { number, .. } => self.page_break(number.as_deref()),
                BlockKind::Separator { sign } => {
                    // The rule stands for the sign; what a sign prints all the same is kept.
                    self.sink.empty("hr", &[]);
                    self.sink.newline();
                    if self.prints(sign) {
                        self.element("p", &[("class", "separator")], sign);
                    }
                }
            }
        }
    }

    /// Joins the paragraphs that go on with the one just written and the page breaks that cut it.
    pub(super) fn continued(&mut self, blocks: &'a [Block]) -> &'a [Block] {
        let mut rest = blocks;
        loop {
            let cut = rest.iter().take_while(|block| matches!(block.kind, BlockKind::PageBreak { .. })).count();
            let Some(Block { kind: BlockKind::Paragraph { content, continues: true }, .. }) = rest.get(cut) else {
                return rest;
            };
            // A word cut at its hyphen goes on without a space.
            if !matches!(self.sink.last(), Some('-' | '\u{ad}' | '\u{2010}')) {
                self.sink.newline();
            }
            for block in &rest[..cut] {
                if let BlockKind::PageBreak { number, .. } = &block.kind {
                    self.page_break(number.as_deref());
                }
            }
            self.inlines(content);
            rest = &rest[cut + 1..];
        }
    }

    fn stanza(&mut self, lines: &'a [VerseLine]) {
        self.sink.start("p", &[("class", "stanza")]);
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                self.sink.empty("br", &[]);
                self.sink.newline();
            }
            let class = match line.indent {
                0 => "verse-line".to_owned(),
                indent => format!("verse-line i{}", indent.min(WIDEST)),
            };
            self.sink.start("span", &[("class", &class)]);
            self.inlines(&line.content);
            self.sink.end("span");
        }
        self.sink.end("p");
        self.sink.newline();
    }

    fn list(&mut self, ordered: bool, items: &'a [Item]) {
        let name = if ordered { "ol" } else { "ul" };
        // Labels are printed as the source has them; a browser's own numbers could differ.
        let labelled = items.iter().any(|item| item.label.is_some());
        self.sink.start(name, if labelled { &[("class", "labelled"), ("role", "list")] } else { &[] });
        self.sink.newline();
        for item in items {
            self.sink.start("li", &[]);
            if let Some(label) = item.label
                && !printed_at(&item.content, label)
            {
                self.sink.start("span", &[("class", "label")]);
                self.sink.text(self.document.source.slice(label));
                self.sink.end("span");
                self.sink.text(" ");
            }
            self.inlines(&item.content);
            self.sink.end("li");
            self.sink.newline();
        }
        self.sink.end(name);
        self.sink.newline();
    }

    /// Where a page of the source starts. Without a number nobody could be sent there, so nothing is written.
    fn page_break(&mut self, number: Option<&str>) {
        // The name of an image says nothing that a reader could look up.
        let Some(number) = number.map(str::trim).filter(|it| !it.is_empty() && !is_image(it)) else { return };
        let id = format!("page-{}", self.pages.len() + 1);
        let attributes =
            [("id", id.as_str()), ("role", "doc-pagebreak"), ("epub:type", "pagebreak"), ("aria-label", number)];
        self.sink.empty_pair("span", &attributes);
        self.pages.push(PageStart { id, number: number.to_owned() });
    }

    /// Running text.
    pub fn inlines(&mut self, content: &'a [Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    fn span(&mut self, name: &str, class: Option<&str>, content: &'a [Inline]) {
        self.sink.start(name, class.map(|class| ("class", class)).as_slice());
        self.inlines(content);
        self.sink.end(name);
    }

    /// Running text. Dots with spaces between them are one sign: no line may end inside it.
    fn text(&mut self, mut text: &str) {
        while let Some(start) = text.find(". . .") {
            let (before, rest) = text.split_at(start);
            let dots = 5 + 2 * rest.as_bytes()[5..].chunks_exact(2).take_while(|pair| *pair == b" .").count();
            self.sink.text(before);
            self.sink.start("span", &[("class", "ellipsis")]);
            self.sink.text(&rest[..dots]);
            self.sink.end("span");
            text = &rest[dots..];
        }
        self.sink.text(text);
    }

    fn inline(&mut self, inline: &'a Inline) {
        let source = &self.document.source;
        match inline {
            Inline::Text { span, text } => self.text(text.as_deref().unwrap_or_else(|| source.slice(*span))),
            Inline::Markup { .. } => {}
            Inline::Bracket { span } => {
                self.sink.start("span", &[("class", "bracket")]);
                self.sink.text(source.slice(*span));
                self.sink.end("span");
            }
            Inline::Emphasis { style, content, .. } => match style {
                Style::Italic => self.span("em", None, content),
                Style::Bold => self.span("strong", None, content),
                Style::Underline => self.span("span", Some("underline"), content),
                Style::SmallCaps => self.span("span", Some("small-caps"), content),
                Style::Superscript => self.span("sup", None, content),
                Style::Strike => self.span("s", None, content),
                Style::Title => self.span("cite", None, content),
            },
            Inline::Editorial(editorial) => self.editorial(editorial),
            Inline::Date { date, content, .. } => {
                match date.edtf.as_deref().filter(|edtf| !self.in_time && dates::is_plain(edtf)) {
                    Some(value) => {
                        self.in_time = true;
                        self.sink.start("time", &[("datetime", value)]);
                        self.inlines(content);
                        self.sink.end("time");
                        self.in_time = false;
                    }
                    // HTML knows no value for an uncertain date or a span of time.
                    None => self.span("span", Some("date"), content),
                }
            }
            Inline::Place { content, .. } => self.span("span", Some("place"), content),
            Inline::Quoted { content, .. } => self.inlines(content),
            Inline::NoteRef(mark) => self.note_ref(&mark.label, mark.note, &mark.content),
            Inline::PageBreak { number, .. } => self.page_break(number.as_deref()),
            Inline::LineBreak { .. } => {
                self.sink.empty("br", &[]);
                self.sink.newline();
            }
            Inline::Lost { span, repair } => {
                self.sink.start("span", &[("class", if repair.is_some() { "repaired" } else { "lost" })]);
                self.sink.text(repair.as_deref().unwrap_or_else(|| source.slice(*span)));
                self.sink.end("span");
            }
            Inline::Control { code, .. } => {
                self.sink.start("span", &[("class", "control")]);
                self.sink.control(*code);
                self.sink.end("span");
            }
        }
    }

    fn editorial(&mut self, editorial: &'a Editorial) {
        let mut class = format!("editorial {}", act_class(editorial.act));
        if editorial.uncertain {
            class.push_str(" uncertain");
        }
        if let Some(resp) = &editorial.resp {
            class.push_str(" by-");
            class.push_str(&token(resp));
        }
        let name = match editorial.act {
            Act::Added => "ins",
            Act::Deleted => "del",
            Act::Supplied
            | Act::SuppliedName
            | Act::Gloss
            | Act::Expanded
            | Act::Unclear
            | Act::Gap
            | Act::Omitted
            | Act::Space
            | Act::Sic
            | Act::Odd
            | Act::Term
            | Act::Correction
            | Act::Surplus
            | Act::Remark
            | Act::Figure
            | Act::Margin
            | Act::Foreign => "span",
        };
        self.span(name, Some(&class), &editorial.content);
    }
}

/// Whether a printed leaf of this text lies at the place.
fn printed_at(content: &[Inline], place: Span) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { span, .. } | Inline::Bracket { span } => span.start < place.end && place.start < span.end,
        Inline::NoteRef(_) => false,
        other => printed_at(other.content(), place),
    })
}

/// Language of a part: its own, else the document's.
pub(super) fn part_lang<'a>(own: Option<&'a str>, document: &'a Document) -> &'a str {
    match valid_lang(own.unwrap_or(&document.edition.lang)) {
        UNKNOWN => valid_lang(&document.edition.lang),
        lang => lang,
    }
}
