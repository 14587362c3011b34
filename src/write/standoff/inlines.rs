//! Stretches of text: editorial acts, emphasis, dates, notes, damage.

use super::types::StandoffInline;
use crate::source::points::CodePoints;
use crate::source::{Source, Span};
use crate::tree::{Act, Edition, Edtf, Inline, Run, Style};

/// All labelled stretches, in source order; of two that start together the longer comes first.
pub(super) fn inlines<'a>(
    source: &'a Source,
    edition: &'a Edition,
    points: &CodePoints<'_>,
) -> Vec<StandoffInline<'a>> {
    let mut found = Found { source, found: Vec::new() };
    edition.runs(|run| match run {
        Run::Inlines(content) => found.inlines(content),
        // A block of its own.
        Run::Break(_) => {}
    });
    edition.furniture.iter().for_each(|item| found.inlines(&item.content));
    let Found { mut found, .. } = found;
    found.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
    let label = |(span, kind, edtf): Stretch<'a>| StandoffInline {
        kind,
        char_start: points.before(span.start),
        char_end: points.before(span.end),
        edtf,
    };
    found.into_iter().map(label).collect()
}

/// A stretch, its kind, and of a date its value.
#[allow(clippy::option_option)] // A date without a value is something else than no date.
type Stretch<'a> = (Span, &'static str, Option<Option<&'a str>>);

struct Found<'a> {
    source: &'a Source,
    found: Vec<Stretch<'a>>,
}

impl<'a> Found<'a> {
    /// Whether the mark of an emphasis is the tag for underlining, whatever the emphasis stands for.
    fn is_underlined(&self, content: &[Inline]) -> bool {
        matches!(content.first(), Some(Inline::Markup { span }) if self.source.slice(*span).starts_with("<u"))
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { .. }
                | Inline::Markup { .. }
                | Inline::Bracket { .. }
                | Inline::LineBreak { .. }
                | Inline::Control { .. } => {}
                Inline::Place { content, .. } | Inline::Quoted { content, .. } => self.inlines(content),
                Inline::Emphasis { span, style, content } => {
                    let kind = if self.is_underlined(content) { "underline" } else { style_name(*style) };
                    self.found.push((*span, kind, None));
                    self.inlines(content);
                }
                Inline::Editorial(editorial) if matches!(editorial.act, Act::Foreign | Act::Odd | Act::Term) => {
                    self.inlines(&editorial.content);
                }
                Inline::Editorial(editorial) => {
                    self.found.push((editorial.span, act_name(editorial.act), None));
                    self.inlines(&editorial.content);
                }
                Inline::Link { span, content, .. } => {
                    self.found.push((*span, "link", None));
                    self.inlines(content);
                }
                Inline::Date { span, date, content } => {
                    self.found.push((*span, "date", Some(date.edtf.as_ref().map(Edtf::as_str))));
                    self.inlines(content);
                }
                Inline::NoteRef(mark) => {
                    self.found.push((mark.span, "note", None));
                    self.inlines(&mark.content);
                }
                Inline::PageBreak { span, .. } => self.found.push((*span, "pb", None)),
                Inline::Lost { span, .. } => self.found.push((*span, "mojibake", None)),
            }
        }
    }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Underline => "underline",
        Style::Italic
        | Style::Bold
        | Style::SmallCaps
        | Style::Superscript
        | Style::Strike
        | Style::Title
        | Style::Code => "emph",
    }
}

fn act_name(act: Act) -> &'static str {
    match act {
        Act::Supplied | Act::SuppliedName => "supplied",
        Act::Gloss | Act::Correction | Act::Term => "gloss",
        Act::Expanded => "expan",
        Act::Unclear => "unclear",
        Act::Gap | Act::Omitted | Act::Space => "gap",
        Act::Sic | Act::Odd => "sic",
        Act::Added => "added",
        Act::Deleted | Act::Surplus => "deleted",
        Act::Remark | Act::Figure | Act::Margin | Act::Foreign => "note",
    }
}
