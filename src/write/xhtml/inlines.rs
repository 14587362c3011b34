//! Running text: emphasis, editorial acts, dates, page breaks.

use super::datetime::datetime;
use super::renderer::{PageStart, Renderer};
use super::sink::token;
use crate::tree::{Act, Editorial, Inline, Style, is_image};
use crate::write::xml::is_link;

/// The class of an act.
pub(in crate::write) fn act_class(act: Act) -> &'static str {
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
    /// Where a page of the source starts. Without a number nobody could be sent there, so nothing is written.
    pub(super) fn page_break(&mut self, number: Option<&str>) {
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
                Style::Code => self.span("code", None, content),
            },
            Inline::Editorial(editorial) => self.editorial(editorial),
            Inline::Date { date, content, .. } => {
                match date.edtf.as_ref().and_then(datetime).filter(|_| !self.in_time) {
                    Some(value) => {
                        self.in_time = true;
                        self.sink.start("time", &[("datetime", value)]);
                        self.inlines(content);
                        self.sink.end("time");
                        self.in_time = false;
                    }
                    None => self.span("span", Some("date"), content),
                }
            }
            Inline::Place { content, .. } => self.span("span", Some("place"), content),
            Inline::Link { target, content, .. } if is_link(target) && !self.in_link => {
                self.in_link = true;
                self.sink.start("a", &[("href", target)]);
                self.inlines(content);
                self.sink.end("a");
                self.in_link = false;
            }
            Inline::Quoted { content, .. } | Inline::Link { content, .. } => self.inlines(content),
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
