//! From events to inlines. An explicit stack of frames, one for each open bracket or emphasis.

use crate::diagnostic::{Diagnostic, Fix};
use crate::knowledge::brackets::{Outcome, Pair};
use crate::knowledge::rules;
use crate::read::inline::bracket::{Bracket, BracketReading, is_title, word_before, word_span};
use crate::read::inline::context::InlineContext;
use crate::read::inline::pairs::{Event, EventKind};
use crate::read::inline::repair::Lost;
use crate::read::inline::scan::InlineTokenKind;
use crate::read::inline::tags::attribute;
use crate::read::shape::superior;
use crate::source::Span;
use crate::tree::{Act, Editorial, Inline, Name, NoteRef, Style};
use std::borrow::Cow;

/// Deeper nesting is text. No editor writes it, and every reader of the tree stays safe from it.
const MAX_DEPTH: usize = 16;
/// More odd brackets in one block are counted, not listed.
const MAX_ODD: usize = 8;

pub(crate) fn build(
    context: &InlineContext,
    span: Span,
    events: &[Event],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Inline> {
    let root = Frame { kind: FrameKind::Root, open: Span { start: span.start, end: span.start }, content: Vec::new() };
    let mut builder =
        InlineBuilder { context, block: span, at: span.start, frames: vec![root], skipped: 0, odd: 0, findings };
    for event in events {
        builder.event(event);
    }
    builder.text_to(span.end);
    builder.report_odd();
    let mut frames = builder.frames.into_iter().map(|frame| frame.content);
    // Nearly always the block is the only frame left.
    let mut inlines = frames.next().unwrap_or_default();
    inlines.extend(frames.flatten());
    inlines.shrink_to_fit();
    inlines
}

struct Frame {
    kind: FrameKind,
    open: Span,
    content: Vec<Inline>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Root,
    Bracket,
    Emphasis(Style),
    Link,
}

pub(crate) struct InlineBuilder<'a, 'f> {
    pub(crate) context: &'a InlineContext<'a>,
    block: Span,
    /// Everything before this is in the tree.
    pub(crate) at: u32,
    /// Never empty: the first is the block.
    frames: Vec<Frame>,
    /// How many frames were not opened because of their depth.
    skipped: usize,
    odd: usize,
    pub(crate) findings: &'f mut Vec<Diagnostic>,
}

impl InlineBuilder<'_, '_> {
    pub(crate) fn content(&mut self) -> &mut Vec<Inline> {
        let last = self.frames.len() - 1;
        &mut self.frames[last].content
    }

    fn push_text(&mut self, span: Span) {
        push_text(self.content(), span);
    }

    fn text_to(&mut self, end: u32) {
        if self.at < end {
            self.push_text(Span { start: self.at, end });
            self.at = end;
        }
    }

    pub(crate) fn push(&mut self, inline: Inline, span: Span) {
        self.content().push(inline);
        self.at = span.end;
    }

    fn event(&mut self, event: &Event) {
        let span = event.span;
        self.text_to(span.start);
        match event.kind {
            EventKind::Open => self.open(span, FrameKind::Bracket),
            EventKind::Begin(style) => self.open(span, FrameKind::Emphasis(style)),
            EventKind::BeginLink => self.open(span, FrameKind::Link),
            EventKind::Close(_) | EventKind::End if self.skipped > 0 => self.skipped -= 1,
            EventKind::Close(open) => self.close_bracket(span, open),
            EventKind::End => self.close_emphasis(span),
            EventKind::Odd(open) => self.odd_bracket(span, open),
            EventKind::OddTag => {
                let message = format!("the tag {} has no partner", self.context.source.slice(span));
                let finding = rules::finding("markup/unbalanced-tag", span, message);
                self.findings
                    .push(finding.hint("it is kept as text; add its partner in the same paragraph or remove it"));
            }
            EventKind::OddRun => self.note_sign(span),
            EventKind::Single(kind) => self.single(span, kind),
        }
        self.text_to(span.end);
    }

    fn open(&mut self, span: Span, kind: FrameKind) {
        if self.skipped > 0 || self.frames.len() > MAX_DEPTH {
            if self.skipped == 0 {
                let message = format!("brackets or emphasis nested more than {MAX_DEPTH} deep");
                let finding = rules::finding("brackets/too-deep", span, message);
                self.findings.push(finding.hint("what is nested deeper is kept as text"));
            }
            self.skipped += 1;
        } else {
            self.frames.push(Frame { kind, open: span, content: Vec::new() });
            self.at = span.end;
        }
    }

    fn odd_bracket(&mut self, span: Span, open: char) {
        if !self.context.profile.balanced.iter().any(|pair| pair.open == open) {
            return;
        }
        self.odd += 1;
        if self.odd <= MAX_ODD {
            let message =
                format!("the bracket \"{}\" has no partner in this paragraph", self.context.source.slice(span));
            let finding = rules::finding("brackets/unbalanced", span, message);
            self.findings.push(finding.hint("it is kept as text; add its partner, or write a backslash before it"));
        }
    }

    fn report_odd(&mut self) {
        if self.odd > MAX_ODD {
            let message = format!("{} more brackets without partner in this paragraph", self.odd - MAX_ODD);
            self.findings.push(rules::finding("brackets/unbalanced", self.block, message));
        }
    }

    fn single(&mut self, span: Span, kind: InlineTokenKind) {
        match kind {
            InlineTokenKind::Escape => self.push(Inline::Markup { span }, span),
            InlineTokenKind::LineEnd => self.push(Inline::LineBreak { span }, span),
            InlineTokenKind::Character(c) => self.push(Inline::Text { span, text: Some(c.to_string()) }, span),
            InlineTokenKind::Lost => self.lost(span),
            InlineTokenKind::Control(code) => {
                let message = format!("the control character U+{code:04X}, which XML cannot hold");
                let finding = rules::finding("text/control-character", span, message);
                self.findings.push(finding.hint("remove it from the source").fix(Fix::replace(span, "", false)));
                self.push(Inline::Control { span, code }, span);
            }
            InlineTokenKind::NoteSign => self.note_sign(span),
            InlineTokenKind::NotePlace(index) => self.note_place(span, index),
            InlineTokenKind::Uncertain => {
                let content = vec![Inline::Text { span, text: None }];
                self.sign(span, Act::Unclear, true, content, "unclear.marked-letters".into());
            }
            InlineTokenKind::Sign(index) => {
                let sign = &self.context.profile.signs[index];
                self.sign(span, sign.act, false, vec![Inline::Bracket { span }], sign.cue.clone().into());
            }
            InlineTokenKind::Mark(pair) => {
                let open = Span { start: span.start, end: span.start + pair.open.len_utf8() as u32 };
                let close = Span { start: span.end - pair.close.len_utf8() as u32, end: span.end };
                let inner = Span { start: open.end, end: close.start };
                let content =
                    if inner.is_empty() { Vec::new() } else { vec![Inline::Text { span: inner, text: None }] };
                self.bracket(pair, open, close, content);
            }
            InlineTokenKind::Code(ticks) => self.code(span, ticks),
            InlineTokenKind::Image => self.image(span),
            InlineTokenKind::Address => self.address(span),
            // Backticks without a partner are text; the others are paired before.
            InlineTokenKind::Ticks
            | InlineTokenKind::Open(_)
            | InlineTokenKind::Close(_)
            | InlineTokenKind::Run { .. }
            | InlineTokenKind::Tag { .. } => {}
        }
    }

    /// Puts a sign without brackets into the tree as what it means.
    fn sign(&mut self, span: Span, act: Act, uncertain: bool, content: Vec<Inline>, cue: Name) {
        let editorial = Editorial {
            span,
            act,
            reason: None,
            uncertain,
            resp: None,
            extent: None,
            about: None,
            address: None,
            content,
            cue,
        };
        self.push(Inline::Editorial(Box::new(editorial)), span);
    }

    fn lost(&mut self, span: Span) {
        let text = self.context.source.slice(self.block);
        let at = (span.start - self.block.start) as usize;
        let after = &text[at + span.len()..];
        let lost = Lost::between(text[..at].chars().next_back(), after.chars().next());
        let repair = self.context.repair_quotes.then(|| lost.character().to_owned());
        let message = if repair.is_some() {
            format!("lost character (U+FFFD), read as {}", lost.name())
        } else {
            "lost character (U+FFFD)".to_owned()
        };
        let finding = rules::finding("text/lost-character", span, message);
        self.findings.push(if repair.is_some() {
            finding
        } else {
            finding.fix(Fix::replace(span, lost.character(), false)).hint(format!(
                "its neighbours suggest {}: compare with the original, or ask for it with `--repair quotes`",
                lost.name()
            ))
        });
        self.push(Inline::Lost { span, repair }, span);
    }

    /// A sign outside brackets is the mark of a note where one has a body for it, and text otherwise.
    fn note_sign(&mut self, span: Span) {
        let sign = self.context.source.slice(span);
        let figures: Option<String> = sign.chars().map(superior).collect();
        let label = figures.unwrap_or_else(|| sign.to_owned());
        let before = &self.context.source.text[self.block.start as usize..span.start as usize];
        if before.ends_with(|c: char| !c.is_whitespace())
            && let Some(&note) = self.context.notes.get(sign).or_else(|| self.context.notes.get(&label))
        {
            let content = vec![Inline::Markup { span }];
            self.push(Inline::NoteRef(Box::new(NoteRef { span, label, note, content })), span);
        }
    }

    /// A mark that only its place tells from other words.
    fn note_place(&mut self, span: Span, index: usize) {
        let label = &self.context.note_places[index].label;
        if let Some(&note) = self.context.notes.get(label) {
            let content = vec![Inline::Markup { span }];
            self.push(Inline::NoteRef(Box::new(NoteRef { span, label: label.clone(), note, content })), span);
        }
    }

    fn close_emphasis(&mut self, close: Span) {
        let Some(Frame { kind, open, content: inner }) = self.frames.pop() else { return };
        let style = match kind {
            FrameKind::Emphasis(style) => style,
            FrameKind::Link => {
                let target = attribute(self.context.source.slice(open), "href");
                let target = target.map(|place| self.context.source.slice(open)[place].into());
                return self.link(open, target, inner, close);
            }
            FrameKind::Root | FrameKind::Bracket => return,
        };
        let span = open.to(close);
        let words = self.context.source.slice(Span { start: open.end, end: close.start });
        let style = if is_title(self.context, words) { Style::Title } else { style };
        let mut content = vec![Inline::Markup { span: open }];
        content.extend(inner);
        content.push(Inline::Markup { span: close });
        self.push(Inline::Emphasis { span, style, content }, span);
    }

    fn close_bracket(&mut self, close: Span, open: char) {
        let pair = self.context.profile.brackets.iter().find(|pair| pair.open == open).copied();
        if let (Some(pair), Some(frame)) = (pair, self.frames.pop()) {
            if let Some(target) = self.target(open, frame.open, close) {
                return self.link(frame.open, Some(target), frame.content, close);
            }
            self.bracket(pair, frame.open, close, frame.content);
        }
    }

    /// Puts a bracket into the tree as what it means.
    fn bracket(&mut self, pair: Pair, open: Span, close: Span, inner: Vec<Inline>) {
        let whole = open.to(close);
        let block = self.context.source.slice(self.block);
        let from = |at: u32| (at - self.block.start) as usize;
        // A bracket whose whole content is emphasised is a remark, unless its words say more.
        let emphasised = match inner.as_slice() {
            [Inline::Emphasis { content, .. }] => match (content.first(), content.last()) {
                (Some(Inline::Markup { span: first }), Some(Inline::Markup { span: last })) => {
                    Some(Span { start: first.end, end: last.start })
                }
                _ => None,
            },
            _ => None,
        };
        let inside = emphasised.unwrap_or(Span { start: open.end, end: close.start });
        let bracket = Bracket {
            context: self.context,
            pair,
            content: self.context.source.slice(inside),
            before: &block[..from(open.start)],
            after: &block[from(close.end)..],
            after_emphasis: self.ends_with_node(),
        };
        let Some(reading) = bracket.read() else { return self.plain(open, inner, close) };
        let notation = reading.notation;
        let act = match notation.act {
            Outcome::Text if reading.doubled => return self.plain(open, unread(inner), close),
            Outcome::Text => return self.plain(open, inner, close),
            Outcome::Letter => {
                let letter =
                    reading.slots.number.and_then(|range| self.context.profile.letters.get(&bracket.content[range]));
                return self.push(Inline::Text { span: whole, text: letter.cloned() }, whole);
            }
            Outcome::PageBreak => {
                let number = reading.slots.number.map(|range| bracket.content[range].to_owned());
                return self.push(Inline::PageBreak { span: whole, number }, whole);
            }
            Outcome::Note => {
                if let Some((label, note)) = bracket.note(&reading.slots) {
                    let content = vec![Inline::Markup { span: whole }];
                    let mark = NoteRef { span: whole, label, note, content };
                    self.push(Inline::NoteRef(Box::new(mark)), whole);
                }
                return;
            }
            Outcome::LostNote => {
                let message = format!("the mark {} has no note", self.context.source.slice(whole));
                let finding = rules::finding("notes/no-body", whole, message);
                self.findings.push(finding.hint("add a line that starts with the mark, or remove the mark"));
                Act::Remark
            }
            Outcome::Act(act) => act,
        };
        let before = bracket.before;
        let remark = emphasised.is_some() && matches!(act, Act::Supplied | Act::SuppliedName);
        let content = lay_out(&reading, inside, open, close, inner);
        let mut editorial = Editorial {
            span: whole,
            act: if remark { Act::Remark } else { act },
            reason: notation.reason.clone().filter(|_| !remark).map(Cow::Owned),
            uncertain: notation.uncertain,
            resp: reading.slots.resp.map(Cow::Borrowed).or_else(|| notation.resp.clone().map(Cow::Owned)),
            extent: extent(&reading),
            address: None,
            about: notation.about.then(|| word_span(before, self.block)).flatten(),
            content,
            cue: if remark { "bracket.emphasised".into() } else { Cow::Owned(notation.cue.clone()) },
        };
        if notation.takes_word {
            self.take_word(&mut editorial);
        }
        let span = editorial.span;
        self.content().push(Inline::Editorial(Box::new(editorial)));
        self.at = span.end;
    }

    /// Brackets that mean nothing: text.
    fn plain(&mut self, open: Span, inner: Vec<Inline>, close: Span) {
        self.push_text(open);
        for inline in inner {
            match inline {
                Inline::Text { span, text: None } => self.push_text(span),
                other => self.content().push(other),
            }
        }
        self.push_text(close);
        self.at = close.end;
    }

    /// Whether emphasis or a supplied word stands before, with white space at most between.
    fn ends_with_node(&self) -> bool {
        let Some(frame) = self.frames.last() else { return false };
        let mut before = frame.content.iter().rev();
        let last = match before.next() {
            Some(Inline::Text { span, .. }) if self.context.source.slice(*span).trim().is_empty() => before.next(),
            other => other,
        };
        match last {
            Some(Inline::Emphasis { .. }) => true,
            Some(Inline::Editorial(editorial)) => is_reading(editorial.act),
            _ => false,
        }
    }

    /// Draws the word, emphasis or supplied word before a mark of doubt into it.
    fn take_word(&mut self, editorial: &mut Editorial) {
        let source = self.context.source;
        let by_node = self.ends_with_node();
        let content = self.content();
        let mut taken = Vec::new();
        if by_node {
            let blank = matches!(content.last(), Some(Inline::Text { .. })).then(|| content.pop()).flatten();
            taken.extend(content.pop());
            taken.extend(blank);
        } else if let Some(Inline::Text { span, .. }) = content.last_mut()
            && let Some(word) = word_before(source.slice(*span))
        {
            let start = span.start + word.start as u32;
            taken.push(Inline::Text { span: Span { start, end: span.end }, text: None });
            span.end = start;
            if span.is_empty() {
                content.pop();
            }
        }
        if let Some(first) = taken.first() {
            editorial.span.start = first.span().start;
            taken.append(&mut editorial.content);
            editorial.content = taken;
        }
    }
}

/// Acts whose text is a reading of the source, which a mark of doubt can follow.
fn is_reading(act: Act) -> bool {
    matches!(act, Act::Supplied | Act::SuppliedName | Act::Expanded | Act::Added | Act::Correction | Act::Unclear)
}

/// Adds text, as one with the text before it.
fn push_text(content: &mut Vec<Inline>, span: Span) {
    if span.is_empty() {
        return;
    }
    if let Some(Inline::Text { span: last, text: None }) = content.last_mut()
        && last.end == span.start
    {
        last.end = span.end;
    } else {
        content.push(Inline::Text { span, text: None });
    }
}

/// How much is missing.
fn extent(reading: &BracketReading) -> Option<(u32, Cow<'static, str>)> {
    let count = reading.slots.count?;
    let unit = reading.slots.unit.map(Cow::Borrowed);
    unit.or_else(|| reading.notation.unit.clone().map(Cow::Owned)).map(|unit| (count, unit))
}

/// The content of a bracket: what the form names besides `{text}` is part of the brackets.
fn lay_out(reading: &BracketReading, inside: Span, open: Span, close: Span, inner: Vec<Inline>) -> Vec<Inline> {
    let whole = open.to(close);
    let plain = inner.iter().all(|inline| matches!(inline, Inline::Text { .. } | Inline::Markup { .. }));
    let inner = if reading.doubled { flatten(inner) } else { inner };
    let text = match &reading.slots.text {
        Some(text) if inside.start == open.end => {
            Span { start: inside.start + text.start as u32, end: inside.start + text.end as u32 }
        }
        None if plain && reading.notation.act != Outcome::LostNote => return vec![Inline::Bracket { span: whole }],
        _ => Span { start: open.end, end: close.start },
    };
    let mut content = Vec::with_capacity(inner.len() + 2);
    let (mut open, mut close) = (open, close);
    for inline in inner {
        match inline {
            // What follows a line end that went with the closing bracket went with it too.
            Inline::Text { span, .. } if span.start >= close.start => {}
            Inline::Text { span, text: None } => {
                // Only text at the very edge can be part of the form.
                let (mut start, mut end) = (span.start, span.end);
                if start == open.end {
                    start = text.start.clamp(start, end);
                    open.end = start;
                }
                if end == close.start {
                    end = text.end.clamp(start, end);
                    close.start = end;
                }
                if start < end {
                    content.push(Inline::Text { span: Span { start, end }, text: None });
                }
            }
            // A line end between the bracket and its text goes with the bracket.
            Inline::LineBreak { span } if span.end <= text.start => open.end = open.end.max(span.end),
            Inline::LineBreak { span } if span.start >= text.end => close.start = close.start.min(span.start),
            Inline::Bracket { span } if span.start == open.end => open.end = span.end,
            Inline::Bracket { span } if span.end == close.start => close.start = span.start,
            other => content.push(other),
        }
    }
    content.insert(0, Inline::Bracket { span: open });
    content.push(Inline::Bracket { span: close });
    content
}

/// The content of a doubled bracket without the inner bracket's own meaning.
fn flatten(inner: Vec<Inline>) -> Vec<Inline> {
    let unwrap = |inline| match inline {
        Inline::Editorial(editorial) => editorial.content,
        other => vec![other],
    };
    inner.into_iter().flat_map(unwrap).collect()
}

/// Inlines with their brackets as text.
fn unread(inner: Vec<Inline>) -> Vec<Inline> {
    let text = |inline| match inline {
        Inline::Bracket { span } => Inline::Text { span, text: None },
        other => other,
    };
    flatten(inner).into_iter().map(text).collect()
}
