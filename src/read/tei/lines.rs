//! The lines of openers, closers and title pages.

use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, child, elements, is_layout, name};
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::{Inline, Line, LineRole, TitleLine, TitleRole, Why};

/// Where a line stands: a greeting at the end is a farewell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Top,
    Bottom,
}

/// Elements that are a line of an opener or closer, wherever they stand.
const LINES: [&str; 8] = ["dateline", "salute", "signed", "address", "byline", "argument", "epigraph", "docAuthor"];

/// Whether an element is a line of an opener or closer.
pub(crate) fn is_line(node: Element) -> bool {
    LINES.contains(&name(node)) || (name(node) == "seg" && node.attribute("type") == Some("trailer"))
}

impl<'a> TeiReader<'a> {
    /// The lines of an opener or closer, and the notes and page breaks between them as they come.
    pub(crate) fn lines(&mut self, node: Element<'a>, end: End) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut loose = Vec::new();
        let outer = std::mem::replace(&mut self.in_line, true);
        self.after_blank = true;
        for part in node.children() {
            if is_line(part) {
                self.loose_line(node, end, &mut loose, &mut lines);
                lines.push(self.line(part, end));
                self.after_blank = true;
            } else if !(self.own && is_layout(part)) {
                self.node(part, &mut loose);
            }
        }
        self.loose_line(node, end, &mut loose, &mut lines);
        self.in_line = outer;
        lines
    }

    /// A line of words that no element of their own says more of.
    fn loose_line(&mut self, node: Element<'a>, end: End, loose: &mut Vec<Inline>, lines: &mut Vec<Line>) {
        self.end(loose);
        let mut content = std::mem::take(loose);
        let is_break = |it: &Inline| matches!(it, Inline::LineBreak { .. });
        let from = content.iter().position(|it| !is_break(it)).unwrap_or(content.len());
        content.drain(..from);
        while content.last().is_some_and(is_break) {
            content.pop();
        }
        if content.is_empty() {
            return;
        }
        let role = if end == End::Bottom { LineRole::Valediction } else { LineRole::Trailer };
        lines.push(Line { span: around(&content), role, content, why: Self::why(node) });
    }

    /// One line of an opener or closer.
    pub(crate) fn line(&mut self, node: Element<'a>, end: End) -> Line {
        let role = match (name(node), end) {
            ("dateline", _) => LineRole::Dateline,
            ("address", _) => LineRole::Address,
            ("salute", End::Top) => LineRole::Salute,
            ("salute", End::Bottom) => LineRole::Valediction,
            ("signed" | "byline" | "docAuthor", _) => LineRole::Signed,
            _ => LineRole::Trailer,
        };
        let content = if role == LineRole::Address { self.address_lines(node) } else { self.line_content(node) };
        Line { span: element::span(node), role, content, why: Self::why(node) }
    }

    /// What stands in a line.
    pub(crate) fn line_content(&mut self, node: Element<'a>) -> Vec<Inline> {
        let outer = std::mem::replace(&mut self.in_line, true);
        let content = self.flat(node);
        self.in_line = outer;
        content
    }

    /// The lines of an address, parted by line breaks.
    fn address_lines(&mut self, node: Element<'a>) -> Vec<Inline> {
        if child(node, "addrLine").is_none() {
            return self.line_content(node);
        }
        let mut content = Vec::new();
        for (index, part) in node.children().filter(|it| !is_layout(*it)).enumerate() {
            if index > 0 {
                let at = part.range().start;
                content.push(Inline::LineBreak { span: Span::new(at, at) });
            }
            if part.has_tag_name_of("addrLine") {
                content.append(&mut self.line_content(part));
            } else {
                self.after_blank = true;
                self.node(part, &mut content);
                self.end(&mut content);
            }
        }
        content
    }

    /// The lines of a title page.
    pub(crate) fn title_page(&mut self, node: Element<'a>, lines: &mut Vec<TitleLine>) {
        for part in elements(node) {
            let role = match name(part) {
                "docTitle" => {
                    self.title_page(part, lines);
                    continue;
                }
                "titlePart" if part.attribute("type") == Some("sub") => TitleRole::Subtitle,
                "titlePart" => TitleRole::Title,
                "docDate" => TitleRole::Date,
                "pb" | "lb" | "cb" | "gb" => continue,
                _ => TitleRole::Byline,
            };
            // An author's name that is the whole line.
            let only = elements(part).next().filter(|it| self.own && it.has_tag_name_of("docAuthor"));
            let content = self.line_content(only.unwrap_or(part));
            lines.push(TitleLine { span: element::span(part), role, content, why: Self::why(part) });
        }
    }

    /// The reason of a node: its element.
    pub(crate) fn why(node: Element<'a>) -> Why {
        Why::rule(format!("tei.{}", name(node)))
    }
}

/// From the first to the last character of some inlines.
pub(crate) fn around(content: &[Inline]) -> Span {
    match content {
        [] => Span::default(),
        [first, ..] => content.iter().fold(first.span(), |all, it| all.to(it.span())),
    }
}
