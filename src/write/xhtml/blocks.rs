//! Letters, sections and the blocks in them.

use super::labels;
use super::plain::plain;
use super::renderer::{Entry, Renderer, in_lang};
use super::sink::token;
use crate::source::Span;
use crate::tree::{
    Block, BlockKind, Bottom, Heading, Inline, Item, Letter, Line, LineRole, Postscript, Section, Top, VerseLine,
};

/// Headings of HTML end at `h6`.
const DEEPEST: u8 = 6;
/// The style sheet has classes `i1` to `i12` for indented verse.
const WIDEST: u16 = 12;
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

impl<'a> Renderer<'a> {
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
        let label = labels::heading(&self.document.source, section);
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
        let lang = self.other(section.lang.as_deref());
        attributes.extend(lang.map(in_lang).unwrap_or_default());
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
        let mut attributes = Vec::new();
        attributes.extend(id.map(|id| [("id", id), ("epub:type", "title")]).into_iter().flatten());
        attributes.extend(self.other(heading.lang.as_deref()).map(in_lang).unwrap_or_default());
        self.element(name, &attributes, &heading.content);
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
                BlockKind::Quote { lang, blocks } => {
                    let other = self.other(lang.as_deref());
                    self.sink.start("blockquote", &other.map(in_lang).unwrap_or_default());
                    self.sink.newline();
                    let outer = other.map(|lang| std::mem::replace(&mut self.lang, lang.to_owned()));
                    self.blocks(blocks);
                    if let Some(outer) = outer {
                        self.lang = outer;
                    }
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
                BlockKind::Table { header, rows } => self.table(*header, rows),
                BlockKind::Code { content } => {
                    self.sink.start("pre", &[]);
                    self.sink.start("code", &[]);
                    self.inlines(content);
                    self.sink.end("code");
                    self.sink.end("pre");
                    self.sink.newline();
                }
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

    fn table(&mut self, header: bool, rows: &'a [Vec<Item>]) {
        let (head, body) = rows.split_at(usize::from(header && rows.len() > 1));
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        self.sink.start("table", &[]);
        self.sink.newline();
        for (part, rows, name) in [("thead", head, "th"), ("tbody", body, "td")] {
            if rows.iter().all(Vec::is_empty) {
                continue;
            }
            self.sink.start(part, &[]);
            for row in rows.iter().filter(|row| !row.is_empty()) {
                self.sink.start("tr", &[]);
                for cell in row {
                    let scope: &[(&str, &str)] = if name == "th" { &[("scope", "col")] } else { &[] };
                    self.sink.start(name, scope);
                    self.inlines(&cell.content);
                    self.sink.end(name);
                }
                self.sink.end("tr");
                self.sink.newline();
            }
            self.sink.end(part);
            self.sink.newline();
        }
        self.sink.end("table");
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
}

/// Whether a printed leaf of this text lies at the place.
fn printed_at(content: &[Inline], place: Span) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { span, .. } | Inline::Bracket { span } => span.start < place.end && place.start < span.end,
        Inline::NoteRef(_) => false,
        other => printed_at(other.content(), place),
    })
}
