//! Running text.

use crate::read::options::View;
use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, collapsed, elements, id, is_layout, name, string};
use crate::read::tei::losses::Loss;
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::{Act, Editorial, FurnitureKind, Inline, Name, NoteRef, Style, is_image};

/// What is printed where another edition marks a gap and says nothing of it.
const MISSING: &str = "[\u{2026}]";

/// What stands for a character that is lost.
const LOST: &str = "\u{FFFD}";

impl<'a> TeiReader<'a> {
    /// The running text in an element that is a block or line of its own.
    pub(crate) fn run(&mut self, node: Element<'a>) -> Vec<Inline> {
        self.after_blank = true;
        let mut content = self.content(node);
        self.end(&mut content);
        content
    }

    /// Blocks as running text, with a line end between them: where the tree has room for no more.
    pub(crate) fn flat(&mut self, node: Element<'a>) -> Vec<Inline> {
        if self.own || !elements(node).any(|it| self.is_block(it)) {
            return self.run(node);
        }
        self.after_blank = true;
        let mut content = Vec::new();
        for part in node.children() {
            if part.is_element() && self.is_block(part) {
                self.line_break(part, &mut content);
                content.append(&mut self.flat(part));
                self.line_break(part, &mut content);
            } else {
                self.node(part, &mut content);
            }
        }
        self.end(&mut content);
        while let Some(Inline::LineBreak { .. }) = content.last() {
            content.pop();
        }
        content
    }

    /// A line end, unless the line has not begun.
    fn line_break(&mut self, node: Element<'a>, content: &mut Vec<Inline>) {
        self.end(content);
        if !matches!(content.last(), None | Some(Inline::LineBreak { .. })) {
            let at = node.range().start;
            content.push(Inline::LineBreak { span: Span::new(at, at) });
        }
    }

    pub(crate) fn content(&mut self, node: Element<'a>) -> Vec<Inline> {
        let mut content = Vec::new();
        let is_verse = |it: Element<'a>| it.has_tag_name_of("l");
        let before = |it: Element<'a>| it.prev_siblings().skip(1).find(|it| !is_layout(*it));
        for part in node.children() {
            // Verse that stands in a line keeps its own.
            if !self.own && is_verse(part) && before(part).is_some_and(is_verse) {
                self.line_break(part, &mut content);
            }
            self.node(part, &mut content);
        }
        content
    }

    /// A node of running text.
    pub(crate) fn node(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if node.is_text() {
            self.text(node, out);
        } else if node.is_element() {
            self.element(node, out);
            for note in self.index.anchored_at(node) {
                self.note_mark(note, out);
            }
        }
    }

    fn element(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        let span = element::span(node);
        let known = self.known;
        match name(node) {
            "lb" => self.line_end(node, out),
            "pb" => self.page_break(node, out),
            "fw" => self.forme_work(node),
            "note" => self.note(node, out),
            "ref" | "ptr" => self.reference(node, out),
            "choice" | "app" => self.choice(node, out),
            "subst" => self.substitution(node, out),
            "gap" => out.push(self.gap(node)),
            "space" => {
                out.push(self.gap(node));
                if !self.own {
                    self.blank(node, out);
                }
            }
            "date" => {
                let content = self.content(node);
                let date = Box::new(Self::date(node, Self::inside(node)));
                out.push(Inline::Date { span, date, content });
            }
            "placeName" => {
                let reference = node.attribute("ref").filter(|it| self.own || it.contains("://")).map(Box::from);
                let content = self.content(node);
                out.push(Inline::Place { span, reference, content });
            }
            "figure" => out.push(self.figure(node)),
            "address" => self.address(node, out),
            "seg" if node.attribute("type") == Some("quotation") => {
                let content = self.content(node);
                out.push(Inline::Quoted { span, content });
            }
            "hi" => match self.look(node) {
                Some(style) => {
                    let content = self.content(node);
                    out.push(Inline::Emphasis { span, style, content });
                }
                None => self.plain(node, out),
            },
            element if known.names.empty.contains(element) => {}
            element if known.names.plain.contains(element) => out.append(&mut self.content(node)),
            element if known.names.quotations.contains(element) => {
                let content = self.content(node);
                out.push(Inline::Quoted { span, content });
            }
            element => {
                if let Some(&act) = known.acts.get(element) {
                    let content = self.content(node);
                    if node.attribute("reason") == Some("lost-character")
                        && let Some(span) = self.lost(&content).filter(|_| act == Act::Unclear)
                    {
                        out.push(Inline::Lost { span: self.stands_for(span, LOST.into()), repair: None });
                    } else {
                        out.push(self.editorial(node, act, content));
                    }
                } else if let Some(&style) = known.looks.elements.get(element) {
                    let content = self.content(node);
                    out.push(Inline::Emphasis { span, style, content });
                } else {
                    self.plain(node, out);
                }
            }
        }
    }

    /// Text whose markup the tree has no place for.
    fn plain(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        self.losses.add(Loss::Marking, name(node), element::span(node), None);
        if !self.own && elements(node).any(|it| self.is_block(it)) {
            self.line_break(node, out);
            out.append(&mut self.flat(node));
        } else {
            out.append(&mut self.content(node));
        }
    }

    /// Place of the lost character that some words are, if they are nothing else.
    fn lost(&self, content: &[Inline]) -> Option<Span> {
        let words = |inline: &Inline| match inline {
            Inline::Text { span, text } => Some(text.clone().unwrap_or_else(|| self.source.slice(*span).to_owned())),
            _ => None,
        };
        let is_lost = content.iter().map(words).collect::<Option<String>>()? == LOST;
        is_lost.then(|| content.iter().map(Inline::span).find(|span| !span.is_empty()))?
    }

    fn look(&self, node: Element<'a>) -> Option<Style> {
        let words = node.attribute("rend").into_iter().chain(node.attribute("rendition"));
        let mut words = words.flat_map(|value| value.split(|c: char| c.is_whitespace() || c == '#'));
        words.find_map(|word| {
            self.known.looks.words.get(word).or_else(|| self.known.looks.words.get(&word.to_lowercase())).copied()
        })
    }

    fn editorial(&self, node: Element<'a>, act: Act, content: Vec<Inline>) -> Inline {
        let reason = node.attribute("reason");
        let (act, reason) = match (act, reason) {
            (Act::Supplied, Some("expansion")) => (Act::SuppliedName, None),
            (Act::Gap, Some("ellipsis")) => (Act::Omitted, None),
            (act, reason) => (act, reason.map(|reason| reason.to_owned().into())),
        };
        let quantity = node.attribute("quantity").and_then(|quantity| quantity.parse().ok());
        let unit = node.attribute("unit").map(|unit| unit.to_owned().into());
        Inline::Editorial(Box::new(Editorial {
            span: element::span(node),
            act,
            reason,
            uncertain: node.attribute("cert") == Some("low"),
            resp: self.responsible(node),
            extent: quantity.zip(unit),
            about: None,
            address: None,
            content,
            cue: format!("tei.{}", name(node)).into(),
        }))
    }

    /// Who speaks, where our own writer says so: in a file of one letter among many, ids have a prefix.
    pub(crate) fn responsible(&self, node: Element<'a>) -> Option<Name> {
        let pointer = node.attribute("resp").filter(|_| self.own)?.strip_prefix('#')?;
        let (_, role) = pointer.split_once("resp-")?;
        Some(role.to_owned().into())
    }

    /// What is missing, with the editor's words about it: in `desc`, or in our own in a note behind it.
    fn gap(&mut self, node: Element<'a>) -> Inline {
        let code = node.attribute("n").and_then(|n| u32::from_str_radix(n.strip_prefix("U+")?, 16).ok());
        if let (Some("control-character"), Some(code)) = (node.attribute("reason"), code) {
            return Inline::Control { span: element::mark(node), code };
        }
        let mut content;
        if let Some(desc) = child(node, "desc") {
            content = self.content(desc);
            if content.is_empty() {
                let at = desc.range().end;
                content.push(Inline::Markup { span: Span::new(at, at) });
            }
        } else if let Some(note) = node.next_sibling().filter(|it| is_note_on_gap(*it)) {
            content = self.content(note);
        } else {
            content = self.content(node);
            if content.is_empty() && !self.own && node.has_tag_name_of("gap") {
                // A reader must see that something is missing.
                content.push(Inline::Text { span: element::mark(node), text: Some(MISSING.into()) });
                self.after_blank = false;
            }
        }
        let act = if node.has_tag_name_of("space") { Act::Space } else { Act::Gap };
        self.editorial(node, act, content)
    }

    fn figure(&mut self, node: Element<'a>) -> Inline {
        let content = match child(node, "head").filter(|_| self.own) {
            Some(head) => self.content(head),
            None => self.flat(node),
        };
        let address = child(node, "graphic").and_then(|graphic| graphic.attribute("url"));
        let mut figure = self.editorial(node, Act::Figure, content);
        if let Inline::Editorial(figure) = &mut figure {
            figure.address = address.map(|address| address.to_owned().into());
        }
        figure
    }

    /// An address in running text: its lines end lines.
    fn address(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        self.losses.add(Loss::Marking, name(node), element::span(node), None);
        let mut first = true;
        for part in node.children().filter(|it| !is_layout(*it)) {
            if !first {
                self.line_break(part, out);
            }
            first = false;
            if part.has_tag_name_of("addrLine") { out.append(&mut self.content(part)) } else { self.node(part, out) }
        }
    }

    fn line_end(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if self.own || self.in_line || self.view == View::Diplomatic {
            self.trim(out);
            out.push(Inline::LineBreak { span: element::mark(node) });
            self.after_blank = true;
        } else {
            self.joint(node, out);
        }
    }

    fn page_break(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if node.attribute("break") == Some("no") {
            self.joint(node, out);
        }
        let (span, number, _) = self.page(node);
        out.push(Inline::PageBreak { span, number });
    }

    /// Sign, number, and whether the sign is the printed number, of a page break.
    pub(crate) fn page(&mut self, node: Element<'a>) -> (Span, Option<String>, bool) {
        let sign = self.sign_before(node);
        let printed = sign.is_some_and(|sign| sign.attribute("type") == Some("pageNum"));
        if let Some(sign) = sign.filter(|_| !self.own) {
            self.losses.add(Loss::Furniture, name(sign), element::span(sign), Some(collapsed(&string(sign))));
        }
        let at = node.range().start;
        let span = sign.map_or(Span::new(at, at), |sign| self.words(sign));
        let number = node.attribute("n").or_else(|| node.attribute("facs").filter(|image| is_image(image)));
        (span, number.map(str::to_owned), printed)
    }

    /// The words on the page that belong to a page break.
    fn sign_before(&self, node: Element<'a>) -> Option<Element<'a>> {
        let mut before = node.prev_sibling();
        while !self.own && before.is_some_and(is_layout) {
            before = before.and_then(|it| it.prev_sibling());
        }
        before.filter(|it| is_sign(*it))
    }

    /// The page break that a sign belongs to.
    pub(crate) fn break_behind(&self, node: Element<'a>) -> Option<Element<'a>> {
        let mut behind = node.next_sibling();
        while !self.own && behind.is_some_and(is_layout) {
            behind = behind.and_then(|it| it.next_sibling());
        }
        behind.filter(|it| it.has_tag_name_of("pb") && is_sign(node))
    }

    /// Running heads and the like are set aside; a sign of a page break goes with that.
    pub(crate) fn forme_work(&mut self, node: Element<'a>) {
        if self.break_behind(node).is_none() {
            self.set_aside(node);
        }
    }

    /// What stands on the page and not in the text.
    fn set_aside(&mut self, node: Element<'a>) {
        let after_blank = self.after_blank;
        let furniture = self.aside(node, FurnitureKind::RunningHead, format!("tei.{}", name(node)));
        self.after_blank = after_blank;
        self.furniture.push(furniture);
        self.losses.add(Loss::Furniture, name(node), element::span(node), Some(collapsed(&string(node))));
    }

    /// Whether a note is no more than the number of its sheet; then it is set aside.
    pub(crate) fn is_foliation(&mut self, node: Element<'a>) -> bool {
        let is = node.attribute("type").is_some_and(|kind| self.known.names.foliation.contains(kind));
        if is {
            self.set_aside(node);
        }
        is
    }

    fn note(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if self.is_foliation(node) {
            return;
        }
        let inline = node.attribute("place") == Some("inline");
        let act = match node.attribute("type") {
            Some("gap") if inline && node.prev_sibling().is_some_and(|it| matches!(name(it), "gap" | "space")) => {
                return;
            }
            Some("gloss") if inline => Act::Gloss,
            Some("sic") if inline => Act::Sic,
            _ if inline => Act::Remark,
            _ if self.own && node.attribute("place") == Some("margin") && id(node).is_none() => Act::Margin,
            _ => {
                if self.own || !self.index.is_called(node) {
                    self.note_mark(node, out);
                }
                return;
            }
        };
        let content = if self.own {
            self.content(node)
        } else {
            self.blank(node, out);
            let content = self.flat(node);
            self.after_blank = content.is_empty();
            content
        };
        out.push(self.editorial(node, act, content));
        let target = node.attribute("target").and_then(|target| target.strip_prefix('#'));
        if let Some(term) =
            node.prev_sibling_element().filter(|it| act == Act::Gloss && target.is_some() && id(*it) == target)
        {
            is_about(out, term);
        }
    }

    /// The mark of a note whose text stands here or elsewhere.
    fn note_mark(&mut self, note: Element<'a>, out: &mut Vec<Inline>) {
        let number = self.index.number(note);
        let label = self.note_label(note, number);
        let mark = NoteRef { span: element::span(note), label, note: number, content: Vec::new() };
        out.push(Inline::NoteRef(Box::new(mark)));
        self.after_blank = false;
    }

    fn reference(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        let span = element::span(node);
        if let Some(note) = self.index.called_by(node) {
            let number = self.index.number(note);
            let label = node.attribute("n").filter(|_| self.own);
            let label = label.map_or_else(|| self.note_label(note, number), str::to_owned);
            let mut content = self.content(node);
            // Its sign is printed as the label, with or without brackets; words are text.
            let sign = collapsed(&string(node));
            let is_sign = sign == label || sign.trim_matches(['(', ')', '[', ']']) == label;
            if is_sign && content.iter().all(is_text) {
                content = signs(&content);
            } else {
                out.append(&mut content);
            }
            out.push(Inline::NoteRef(Box::new(NoteRef { span, label, note: number, content })));
            self.after_blank = false;
        } else if self.own && node.attribute("type") == Some("note") {
            let label = node.attribute("n").unwrap_or_default().to_owned();
            out.push(Inline::NoteRef(Box::new(NoteRef { span, label, note: u32::MAX, content: Vec::new() })));
        } else if name(node) == "ref"
            && let Some(target) =
                node.attribute("target").or(self.own.then_some("")).filter(|it| self.own || is_web(it))
        {
            let content = self.content(node);
            out.push(Inline::Link { span, target: Box::new(target.into()), content });
        } else if name(node) == "ref" {
            self.plain(node, out);
        }
    }

    /// Alternatives: what our own writer has two sides for has both in the tree; of others the view takes one.
    fn choice(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if let (Some(sic), Some(corr)) = (child(node, "sic"), child(node, "corr")) {
            if corr.attribute("resp").is_some_and(is_ours) {
                let lost = self.words(sic);
                self.after_blank = false;
                out.push(Inline::Lost { span: lost, repair: Some(string(corr)) });
                return;
            }
            // A correction in brackets stands on the page, behind the word.
            if self.own && string(corr).chars().next().is_some_and(|c| !c.is_alphanumeric()) {
                self.element(sic, out);
                self.element(corr, out);
                is_about(out, sic);
                return;
            }
        }
        let wanted = match self.view {
            View::Reading => &self.known.views.reading,
            View::Diplomatic => &self.known.views.diplomatic,
        };
        let sides: Vec<_> = elements(node).collect();
        let Some(mut chosen) = wanted
            .iter()
            .find_map(|wanted| sides.iter().find(|it| it.has_tag_name_of(wanted)))
            .or(sides.first())
            .copied()
        else {
            return;
        };
        while let Some(first) = elements(chosen).next().filter(|_| chosen.has_tag_name_of("rdgGrp")) {
            self.leave(elements(chosen).filter(|it| *it != first));
            chosen = first;
        }
        self.leave(sides.into_iter().filter(|it| *it != chosen && !it.descendants().any(|inner| inner == chosen)));
        self.element(chosen, out);
    }

    /// What the writer put in place of something else: in the reading view that alone.
    fn substitution(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        for part in elements(node) {
            if part.has_tag_name_of("del") && self.view == View::Reading && child(node, "add").is_some() {
                self.leave(std::iter::once(part));
            } else {
                self.element(part, out);
            }
        }
    }

    fn leave(&mut self, sides: impl Iterator<Item = Element<'a>>) {
        for side in sides {
            self.losses.add(Loss::NotChosen, name(side), element::span(side), Some(collapsed(&string(side))));
        }
    }
}

/// Whether a target leads out of the file, to one place.
fn is_web(target: &str) -> bool {
    (target.contains("://") || target.starts_with("mailto:")) && !target.contains(char::is_whitespace)
}

/// `fw` that is the sign of a page break.
fn is_sign(node: Element) -> bool {
    node.has_tag_name_of("fw") && matches!(node.attribute("type"), Some("pageNum" | "pageBreak"))
}

/// Whether an inline holds nothing but words, however they look.
fn is_text(inline: &Inline) -> bool {
    match inline {
        Inline::Text { .. } => true,
        Inline::Emphasis { content, .. } => content.iter().all(is_text),
        _ => false,
    }
}

/// Words as signs that are not printed.
fn signs(words: &[Inline]) -> Vec<Inline> {
    let one = |inline: &Inline| match inline {
        Inline::Text { span, .. } if !span.is_empty() => vec![Inline::Markup { span: *span }],
        other => signs(other.content()),
    };
    words.iter().flat_map(one).collect()
}

/// Whether a pointer names this program: in a file of one letter among many, ids have a prefix.
fn is_ours(pointer: &str) -> bool {
    pointer
        .strip_prefix('#')
        .and_then(|id| id.strip_suffix("rubricate"))
        .is_some_and(|it| it.is_empty() || it.ends_with('-'))
}

/// Says of the last act what it is about.
fn is_about(out: &mut [Inline], word: Element) {
    if let Some(Inline::Editorial(act)) = out.last_mut() {
        act.about = Some(element::span(word));
    }
}

fn is_note_on_gap(node: Element) -> bool {
    node.has_tag_name_of("note") && node.attribute("type") == Some("gap") && node.attribute("place") == Some("inline")
}
