//! Lines and headings: what stands by itself above, between and below the blocks.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::dates::{Mark, MarkKind, infer_years, mark};
use crate::read::divide;
use crate::read::role::Role;
use crate::source::Span;
use crate::tree::{Heading, Inline, LineRole, PageBreak};

impl TreeBuilder<'_> {
    /// A line of an opener or closer.
    pub(crate) fn line(&mut self, unit: &Unit, role: LineRole) -> crate::tree::Line {
        let span = self.span(&unit.lines);
        let mut content = self.inline(span, true);
        if role == LineRole::Dateline {
            let mut dateline = self.spoken.dates.dateline(self.source.slice(span), span.start, &self.date_context);
            if let Some(date) = &mut dateline.date {
                infer_years(std::slice::from_mut(date), &self.date_context, &mut self.year);
            }
            let mut marks: Vec<Mark> = dateline.date.iter().map(Mark::from).collect();
            marks.extend(dateline.place.map(|span| Mark { span, kind: MarkKind::Place }));
            marks.sort_by_key(|mark| mark.span);
            self.findings.extend(dateline.findings);
            content = mark(content, &marks);
        }
        crate::tree::Line { span, role, content, why: self.why(unit) }
    }

    /// A heading: its marks are notation.
    pub(crate) fn heading(&mut self, unit: &Unit, level: u8) -> Heading {
        let span = self.span(&unit.lines);
        let text = self.source.slice(span);
        let hashes = text.bytes().take_while(|&b| b == b'#').count();
        let (source_level, marks) = match self.profile.heading(text) {
            Some((level, length)) if matches!(unit.kind, UnitKind::Marked(_)) => (usize::from(level), length),
            _ => (hashes, text.len() - text.trim_start_matches('#').trim_start().len()),
        };
        let marked = source_level > 0 && (hashes == 0 || text.as_bytes().get(hashes) == Some(&b' '));
        let start = span.start as usize + if marked { marks } else { 0 };
        let mut content = Vec::new();
        if marked {
            content.push(Inline::Markup { span: Span::new(span.start as usize, start) });
        }
        let rest = Span::new(start, span.end as usize);
        let lang = self.lang_of_heading(unit);
        content.extend(self.speaking(lang.as_deref(), |builder| {
            let inlines = builder.inline(rest, !marked);
            builder.dated(rest, inlines)
        }));
        let source_level = marked.then_some(source_level as u8);
        Heading { span, level, source_level, lang, content, why: self.why(unit) }
    }

    /// Where the sign of a page stands: in a running head, its number alone.
    pub(crate) fn page_span(&self, unit: &Unit) -> Span {
        let span = self.span(&unit.lines);
        let is_head = self.whys[unit.why].cues.first().is_some_and(|cue| cue.id == divide::NUMBERED_HEAD);
        let parts = is_head.then(|| divide::head_parts(self.source.slice(span))).flatten();
        parts.map_or(span, |(number, _)| span.part(number))
    }

    pub(crate) fn page(&mut self, unit: &Unit, number: Option<String>, printed: bool) -> PageBreak {
        PageBreak { span: self.page_span(unit), number, printed, why: self.why(unit) }
    }
}

/// Part of an opener or closer that a role becomes.
pub(crate) fn line_role(role: Role) -> LineRole {
    match role {
        Role::Dateline => LineRole::Dateline,
        Role::Address => LineRole::Address,
        Role::Salute => LineRole::Salute,
        Role::Closer => LineRole::Valediction,
        Role::Signed => LineRole::Signed,
        Role::Head
        | Role::Paragraph
        | Role::Verse
        | Role::List
        | Role::Postscript
        | Role::Note
        | Role::Trailer
        | Role::Other => LineRole::Trailer,
    }
}
