//! What is said of lines, and the lines that stay.

use crate::knowledge::brackets::{LineOutcome, Profile};
use crate::knowledge::html::TagKind;
use crate::read::inline::html;
use crate::read::lines::Line;
use crate::read::orders::attributes::Directive;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::source::{Source, Span};
use crate::tree::FurnitureKind;
use std::collections::BTreeMap;

/// Cue of a list whose items have numbers.
pub(crate) const NUMBERED: &str = "html.ol";
/// Cue of a list whose items have none.
pub(crate) const BULLETED: &str = "html.ul";
/// Cue of a row of a table between tags.
pub(crate) const ROW: &str = "html.table";
/// Cue of what stays as it is typed between tags.
pub(crate) const PREFORMATTED: &str = "html.code";

/// What Markdown and HTML say of the lines of a file.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    pub(super) said: Vec<Said>,
    /// Where labels lead.
    pub(crate) links: BTreeMap<String, Box<str>>,
    /// Tags and comments, taken out of the lines.
    pub(crate) lifted: Vec<Directive>,
}

/// What is said of the lines in a stretch of the file.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) span: Span,
    pub(super) told: Told,
    pub(super) is: Option<LineOutcome>,
    pub(super) cue: &'static str,
}

impl Marked {
    /// What is said of `lines`, whatever else was taken out of them since.
    pub(crate) fn claims(&mut self, lines: &[Line]) -> Vec<Claim> {
        let index = |at: u32| lines.partition_point(|line| line.span.start < at);
        let claim = |Said { span, told, is, cue }: Said| Claim {
            lines: index(span.start)..index(span.end),
            told: Some(told),
            is,
            cue: cue.into(),
        };
        std::mem::take(&mut self.said).into_iter().map(claim).filter(|claim| !claim.lines.is_empty()).collect()
    }
}

/// A tag that waits for its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) kind: TagKind,
    /// It is a list, or stands in one.
    pub(super) in_list: bool,
    /// Index of the first line in it.
    pub(super) first: usize,
    /// How much was said before it.
    pub(super) claims: usize,
}

/// What is read up to an end of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    /// How it ends.
    pub(super) end: &'static str,
}

/// Finds what is said of lines.
pub(super) struct Finder<'a> {
    pub(super) source: &'a Source,
    pub(super) profile: &'a Profile,
    /// Lines that stay.
    pub(super) kept: Vec<Line>,
    /// Blank lines before the next one.
    pub(super) blanks: u8,
    /// An item of a list is open; whether something of it was kept yet.
    pub(super) item: Option<bool>,
    /// A paragraph is open: its lines are one.
    pub(super) paragraph: bool,
    /// Up to where the source was read beyond its line.
    pub(super) done: usize,
    /// How long a fence of each sign is that has no end.
    pub(super) unfenced: [Option<usize>; 2],
    /// Tags that wait for their end.
    pub(super) open: Vec<Open>,
    /// What is read up to an end of its own.
    pub(super) until: Option<Until>,
    /// Where each end stands for the last time.
    pub(super) last: BTreeMap<&'static str, Option<usize>>,
    pub(super) found: Marked,
}

impl Finder<'_> {
    /// Reads the first of the lines from here on.
    pub(super) fn line(&mut self, read: &[Line]) {
        let [line, ..] = read else { return };
        self.blanks = self.blanks.max(line.blanks);
        let text = self.source.slice(line.span);
        let tags = text.contains('<') && !self.is_fence(text) || text.starts_with('&');
        if self.until.is_some() || tags || self.done > line.span.start as usize {
            self.tags(read);
        } else {
            self.keep(line, line.span);
        }
    }

    /// Whether nothing is open that reads lines otherwise.
    pub(super) fn is_free(&self) -> bool {
        self.until.is_none() && self.item.is_none() && !self.paragraph
    }

    /// Keeps a part of a line.
    pub(super) fn keep(&mut self, line: &Line, span: Span) {
        let text = self.source.slice(span);
        if self.paragraph
            && self.blanks == 0
            && let Some(before) = self.kept.last_mut()
            && !html::ends_line(self.source.slice(before.span))
        {
            before.span = before.span.to(span);
            before.chars += 1 + text.chars().count() as u32;
            before.physical += 1;
            return;
        }
        let group = self.kept.last().map_or(0, |before| before.group + u32::from(self.blanks > 0));
        let indent = match self.item {
            // Lines of one item hang below its first.
            Some(begun) => u16::from(begun) * 2,
            None if span.start == line.span.start => line.indent,
            None => 0,
        };
        self.item = self.item.map(|_| true);
        let blanks = std::mem::take(&mut self.blanks);
        self.kept.push(Line { span, indent, chars: text.chars().count() as u32, blanks, group, ..line.clone() });
    }

    /// Takes a part of a line out.
    pub(super) fn lift(&mut self, line: &Line, span: Span, kind: FurnitureKind, cue: &'static str) {
        let part = Line { span, ..line.clone() };
        self.found.lifted.push(Directive { is: kind, ..Directive::lifted(&part, self.kept.len(), cue) });
        // What a tag parts stays apart.
        self.blanks = self.blanks.max(1);
    }

    /// Says what the lines kept from `first` on are, in place of what was said since it was said `claims` times.
    pub(super) fn say(&mut self, first: usize, claims: usize, told: Told, is: Option<LineOutcome>, cue: &'static str) {
        let [start, .., end] = &self.kept[first..] else {
            if let [line] = &self.kept[first..] {
                self.found.said.truncate(claims);
                self.found.said.push(Said { span: line.span, told, is, cue });
            }
            return;
        };
        let span = start.span.to(end.span);
        self.found.said.truncate(claims);
        self.found.said.push(Said { span, told, is, cue });
    }

    pub(super) fn finish(&mut self) -> Vec<Line> {
        while let Some(open) = self.open.pop() {
            self.close(open);
        }
        std::mem::take(&mut self.kept)
    }
}
