//! White space: text in our own TEI, layout around the words in others.

use crate::read::tei::element;
use crate::read::tei::element::Element;
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::Inline;

impl<'a> TeiReader<'a> {
    /// The characters of a text node.
    pub(crate) fn text(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        let Some(text) = node.text().filter(|text| !text.is_empty()) else { return };
        let mut span = element::span(node);
        let (mut raw, mut text) = (&self.source.text[span.range()], text);
        if !self.own && ends_in_layout(node, text) {
            (raw, text) = (trimmed(raw), trimmed(text));
            span.end = span.start + raw.len() as u32;
        }
        if self.own {
            out.push(Inline::Text { span, text: (raw != text).then(|| text.to_owned()) });
        } else if raw == text {
            self.pieces(span, raw, out);
        } else {
            let mut kept = String::with_capacity(text.len());
            for c in text.chars() {
                let is_blank = c.is_ascii_whitespace();
                if !(is_blank && self.after_blank) {
                    kept.push(if is_blank { ' ' } else { c });
                }
                self.after_blank = is_blank;
            }
            if !kept.is_empty() {
                out.push(Inline::Text { span, text: Some(kept) });
            }
        }
    }

    /// Stretches of text that are cut where more than one blank stands: the first of them stays.
    fn pieces(&mut self, span: Span, raw: &str, out: &mut Vec<Inline>) {
        let bytes = raw.as_bytes();
        let mut push = |from: usize, to: usize| {
            if from < to {
                let start = span.start as usize;
                out.push(Inline::Text { span: Span::new(start + from, start + to), text: None });
            }
        };
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let is_blank = byte.is_ascii_whitespace();
            if is_blank && self.after_blank {
                push(from, at);
                from = at + 1;
            }
            self.after_blank = is_blank;
        }
        push(from, bytes.len());
    }

    /// Takes the layout before a line end or the end of a block from the text: in our own the line end that the writer
    /// put there.
    pub(crate) fn trim(&self, out: &mut Vec<Inline>) {
        while let Some(Inline::Text { span, text }) = out.last_mut() {
            let own = self.own;
            let cut = |text: &str| {
                if own { text.strip_suffix('\n').unwrap_or(text).len() } else { trimmed(text).len() }
            };
            let is_empty = if let Some(text) = text {
                text.truncate(cut(text));
                text.is_empty()
            } else {
                span.end = span.start + cut(&self.source.text[span.range()]) as u32;
                span.is_empty()
            };
            if is_empty {
                out.pop();
            }
            // Only layout may stand in several pieces.
            if own || !is_empty {
                return;
            }
        }
    }

    /// A line that ended in the source: a blank, unless one stands there or the word goes on.
    pub(crate) fn joint(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if node.attribute("break") == Some("no") {
            self.trim(out);
            self.after_blank = true;
        } else {
            self.blank(node, out);
        }
    }

    /// A blank that an element stands for, unless one stands there.
    pub(crate) fn blank(&mut self, node: Element<'a>, out: &mut Vec<Inline>) {
        if !self.after_blank {
            out.push(Inline::Text { span: element::mark(node), text: Some(" ".into()) });
            self.after_blank = true;
        }
    }

    /// Ends a block or line: what follows starts without blanks.
    pub(crate) fn end(&mut self, out: &mut Vec<Inline>) {
        if !self.own {
            self.trim(out);
        }
        self.after_blank = true;
    }
}

/// Without the blanks at the end.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_ascii_whitespace())
}

/// Whether a text ends in a line end and the indentation of the end tag of its element, behind which no word goes on.
fn ends_in_layout(node: Element, text: &str) -> bool {
    let goes_on = |it: Element| match it.text().filter(|_| it.is_text()) {
        Some(text) => text.starts_with(char::is_alphanumeric),
        None => it.is_element(),
    };
    node.next_sibling().is_none()
        && text[trimmed(text).len()..].contains('\n')
        && !node.parent().and_then(|parent| parent.next_sibling()).is_some_and(goes_on)
}
