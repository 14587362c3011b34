//! What Markdown has besides emphasis, as inlines: code, images, links.

use crate::read::inline::build::{InlineBuilder, build};
use crate::read::inline::links;
use crate::read::inline::pairs::pair;
use crate::read::inline::scan::letters;
use crate::read::inline::tags::attribute;
use crate::source::Span;
use crate::tree::{Act, Editorial, Inline, Style};
use std::ops::Range;

impl InlineBuilder<'_, '_> {
    /// Words between backticks.
    pub(super) fn code(&mut self, span: Span, ticks: u32) {
        let text = self.context.source.slice(span);
        let inner = &text[ticks as usize..text.len() - ticks as usize];
        // One blank on each side parts backticks in the words from those around them.
        let blank = inner.starts_with(' ') && inner.ends_with(' ') && !inner.trim().is_empty();
        let side = ticks + u32::from(blank);
        let inner = Span { start: span.start + side, end: span.end - side };
        let mut content = vec![Inline::Markup { span: Span { start: span.start, end: inner.start } }];
        if !inner.is_empty() {
            let tokens = letters(self.context, inner);
            content.extend(build(self.context, inner, &pair(self.context.profile, &tokens), self.findings));
        }
        content.push(Inline::Markup { span: Span { start: inner.end, end: span.end } });
        self.push(Inline::Emphasis { span, style: Style::Code, content }, span);
    }

    /// An image: a figure whose caption is its description.
    pub(super) fn image(&mut self, span: Span) {
        let text = self.context.source.slice(span);
        let (words, address, cue) = match links::image(text) {
            Some((words, address, _)) => (Some(words), Some(address), "markdown.image"),
            None => (attribute(text, "alt"), attribute(text, "src"), "html.image"),
        };
        let words = words.map(|words| span.part(words)).filter(|words| !words.is_empty());
        let mut content = Vec::new();
        let markup = |start, end| Inline::Markup { span: Span { start, end } };
        match words {
            Some(words) => {
                content.push(markup(span.start, words.start));
                content.push(Inline::Text { span: words, text: None });
                content.push(markup(words.end, span.end));
            }
            None => content.push(markup(span.start, span.end)),
        }
        let address = address.map(|address: Range<usize>| text[address].to_owned().into());
        let figure = Editorial {
            span,
            act: Act::Figure,
            reason: None,
            uncertain: false,
            resp: None,
            extent: None,
            about: None,
            address,
            content,
            cue: cue.into(),
        };
        self.push(Inline::Editorial(Box::new(figure)), span);
    }

    /// An address in angle brackets.
    pub(super) fn address(&mut self, span: Span) {
        let inner = Span { start: span.start + 1, end: span.end - 1 };
        let words = self.context.source.slice(inner);
        let target = if words.contains(':') { words.into() } else { format!("mailto:{words}").into() };
        let open = Span { start: span.start, end: inner.start };
        let close = Span { start: inner.end, end: span.end };
        self.link(open, Some(target), vec![Inline::Text { span: inner, text: None }], close);
    }

    /// Where words in brackets lead, by the address or label behind them.
    pub(super) fn target(&self, bracket: char, open: Span, close: Span) -> Option<Box<str>> {
        if bracket != '[' || self.context.links.is_empty() && close.len() == 1 {
            return None;
        }
        let tail = &self.context.source.slice(close)[1..];
        if let Some(found) = links::destination(tail) {
            return Some(tail[found.address].into());
        }
        let words = || self.context.source.slice(Span { start: open.end, end: close.start });
        let label = links::label(tail).map_or_else(words, |(label, _)| label);
        (label.len() <= 200).then(|| self.context.links.get(&links::key(label)).cloned())?
    }

    /// Words that lead somewhere, or that are only named.
    pub(super) fn link(&mut self, open: Span, target: Option<Box<str>>, inner: Vec<Inline>, close: Span) {
        let span = open.to(close);
        let mut content = vec![Inline::Markup { span: open }];
        content.extend(inner);
        content.push(Inline::Markup { span: close });
        if let Some(target) = target {
            self.push(Inline::Link { span, target: Box::new(target), content }, span);
        } else {
            self.content().append(&mut content);
            self.at = span.end;
        }
    }
}
