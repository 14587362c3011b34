//! Dates and places as nodes of inline content.

use crate::read::dates::found::FoundDate;
use crate::source::Span;
use crate::steps::step;
use crate::tree::{Date, Inline, Style};
use std::collections::VecDeque;

/// A stretch of text to be marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its place.
    pub span: Span,
    /// As what.
    pub kind: MarkKind,
}

/// What a stretch is marked as.
#[derive(Debug, Clone, PartialEq)]
pub enum MarkKind {
    /// A date.
    Date(Box<Date>),
    /// A place.
    Place,
    /// Text between quotation marks.
    Quoted,
}

impl From<&FoundDate> for Mark {
    fn from(found: &FoundDate) -> Self {
        Self { span: found.span, kind: MarkKind::Date(Box::new(found.date.clone())) }
    }
}

/// Puts date and place nodes into inline content by splitting its text. A stretch that would cross the
/// border of another node stays unmarked. Every character stays in exactly one leaf.
///
/// `marks` are in the order of the text and do not overlap: so one walk over both is enough, however many there are.
#[must_use]
pub fn mark(inlines: Vec<Inline>, marks: &[Mark]) -> Vec<Inline> {
    if marks.is_empty() {
        return inlines;
    }
    let mut marks = marks;
    let mut rest = VecDeque::from(inlines);
    let mut out = Vec::with_capacity(rest.len() + 2 * marks.len());
    while let Some((mark, after)) = marks.split_first() {
        step(1);
        while rest.front().is_some_and(|inline| inline.span().end <= mark.span.start) {
            step(1);
            out.extend(rest.pop_front());
        }
        let Some(first) = rest.front_mut() else { break };
        let holder = first.span();
        if holder.contains(mark.span) && !matches!(first, Inline::Text { .. }) {
            let inside = marks.iter().take_while(|mark| holder.contains(mark.span)).count();
            let (inside, after) = marks.split_at(inside);
            match first {
                // Nothing is read in what stands there letter by letter.
                Inline::Emphasis { style: Style::Code, .. } => {}
                Inline::Emphasis { content, .. } | Inline::Link { content, .. } => {
                    *content = self::mark(std::mem::take(content), inside);
                }
                Inline::Editorial(editorial) => {
                    editorial.content = self::mark(std::mem::take(&mut editorial.content), inside);
                }
                _ => {}
            }
            marks = after;
            continue;
        }
        marks = after;
        let touched = rest.iter().take_while(|inline| inline.span().start < mark.span.end).count();
        step(touched);
        if touched > 0 && !mark.span.is_empty() && rest.range(..touched).all(|inline| is_free(inline, mark)) {
            put(&mut rest, touched, mark, &mut out);
        }
    }
    out.extend(rest);
    // A tree holds hundreds of thousands of these.
    out.shrink_to_fit();
    out
}

/// Whether an inline that a stretch touches can be a part of it, or be split at its border.
fn is_free(inline: &Inline, Mark { span: stretch, kind }: &Mark) -> bool {
    let span = inline.span();
    let is_cut = |at: u32| span.start < at && at < span.end;
    match inline {
        Inline::Date { .. } | Inline::Place { .. } | Inline::NoteRef(_) if *kind != MarkKind::Quoted => false,
        Inline::Text { text: None, .. } => true,
        _ => !is_cut(stretch.start) && !is_cut(stretch.end),
    }
}

/// Moves the first `touched` inlines to `out`, with the part of them that is marked in a node of its own. What is
/// left of a text behind the mark stays in `rest`.
fn put(rest: &mut VecDeque<Inline>, touched: usize, mark: &Mark, out: &mut Vec<Inline>) {
    let Mark { span, kind } = mark;
    let mut content = Vec::with_capacity(touched);
    let mut left = None;
    for inline in rest.drain(..touched) {
        let Span { start, end } = inline.span();
        if let Inline::Text { text: None, .. } = inline {
            out.extend(text(start, span.start));
            content.extend(text(start.max(span.start), end.min(span.end)));
            left = text(span.end, end);
        } else {
            content.push(inline);
        }
    }
    out.push(match kind {
        MarkKind::Date(date) => Inline::Date { span: *span, date: date.clone(), content },
        MarkKind::Place => Inline::Place { span: *span, reference: None, content },
        MarkKind::Quoted => Inline::Quoted { span: *span, content },
    });
    if let Some(left) = left {
        rest.push_front(left);
    }
}

fn text(start: u32, end: u32) -> Option<Inline> {
    (start < end).then_some(Inline::Text { span: Span { start, end }, text: None })
}

/// The first date with a value, or else the first date, in inline content.
#[must_use]
pub fn date_in(content: &[Inline]) -> Option<&Date> {
    content.iter().find_map(|inline| match inline {
        Inline::Date { date, .. } => Some(date.as_ref()),
        Inline::Emphasis { content, .. } | Inline::Link { content, .. } => date_in(content),
        Inline::Editorial(editorial) => date_in(&editorial.content),
        _ => None,
    })
}
