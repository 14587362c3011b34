//! Dates and places as nodes of inline content.

use crate::source::Span;
use crate::tree::{Date, Editorial, Inline};

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
}

impl From<&super::Found> for Mark {
    fn from(found: &super::Found) -> Self {
        Self { span: found.span, kind: MarkKind::Date(Box::new(found.date.clone())) }
    }
}

/// Puts date and place nodes into inline content by splitting its text. A stretch that would cross the
/// border of another node stays unmarked. Every character stays in exactly one leaf. Marks do not overlap.
#[must_use]
pub fn mark(mut inlines: Vec<Inline>, marks: &[Mark]) -> Vec<Inline> {
    for mark in marks {
        inlines = put(inlines, mark);
    }
    inlines
}

fn put(mut inlines: Vec<Inline>, mark: &Mark) -> Vec<Inline> {
    if mark.span.is_empty() {
        return inlines;
    }
    let holder = inlines.iter_mut().find(|inline| {
        let span = span_of(inline);
        span.contains(mark.span) && !matches!(inline, Inline::Text { .. })
    });
    if let Some(holder) = holder {
        match holder {
            Inline::Emphasis { content, .. } => *content = put(std::mem::take(content), mark),
            Inline::Editorial(editorial) => {
                let Editorial { content, .. } = editorial.as_mut();
                *content = put(std::mem::take(content), mark);
            }
            _ => {}
        }
        return inlines;
    }
    let fits = |inline: &Inline, at: u32| {
        let span = span_of(inline);
        let inside = span.start < at && at < span.end;
        !inside || matches!(inline, Inline::Text { text: None, .. })
    };
    let touches = |inline: &Inline| span_of(inline).start < mark.span.end && mark.span.start < span_of(inline).end;
    let allowed = inlines.iter().filter(|inline| touches(inline)).all(|inline| {
        let marked = matches!(inline, Inline::Date { .. } | Inline::Place { .. } | Inline::NoteRef { .. });
        !marked && fits(inline, mark.span.start) && fits(inline, mark.span.end)
    });
    if !allowed || !inlines.iter().any(touches) {
        return inlines;
    }
    let mut out = Vec::with_capacity(inlines.len() + 2);
    let mut content = Vec::new();
    let mut after = Vec::new();
    for inline in inlines {
        let span = span_of(&inline);
        if span.end <= mark.span.start {
            out.push(inline);
        } else if span.start >= mark.span.end {
            after.push(inline);
        } else if let Inline::Text { text: None, .. } = inline {
            let (start, end) = (span.start.max(mark.span.start), span.end.min(mark.span.end));
            out.extend(text(span.start, start));
            content.extend(text(start, end));
            after.extend(text(end, span.end));
        } else {
            content.push(inline);
        }
    }
    let span = mark.span;
    out.push(match &mark.kind {
        MarkKind::Date(date) => Inline::Date { span, date: date.clone(), content },
        MarkKind::Place => Inline::Place { span, content },
    });
    out.extend(after);
    out
}

fn text(start: u32, end: u32) -> Option<Inline> {
    (start < end).then_some(Inline::Text { span: Span { start, end }, text: None })
}

fn span_of(inline: &Inline) -> Span {
    match inline {
        Inline::Editorial(editorial) => editorial.span,
        Inline::Text { span, .. }
        | Inline::Markup { span }
        | Inline::Bracket { span }
        | Inline::Emphasis { span, .. }
        | Inline::Date { span, .. }
        | Inline::Place { span, .. }
        | Inline::NoteRef { span, .. }
        | Inline::PageBreak { span, .. }
        | Inline::LineBreak { span }
        | Inline::Lost { span, .. }
        | Inline::Control { span, .. } => *span,
    }
}
