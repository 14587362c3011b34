//! Blocks that are read from their first tag to their last at once: tables, and what stays as it is typed.

use crate::knowledge::html::{TablePart, TagKind};
use crate::read::inline::tags::HtmlTag;
use crate::read::lines::Line;
use crate::read::orders::markdown::finder::{Finder, PREFORMATTED, ROW};
use crate::read::orders::markdown::tags::TAG;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::table_tags::{self, TableTags};
use crate::source::Span;
use crate::tree::FurnitureKind;
use std::ops::Range;

/// A block from its first tag to its last.
pub(super) struct Whole {
    start: usize,
    end: usize,
    kind: WholeKind,
}

enum WholeKind {
    Table(TableTags),
    Code,
}

impl Finder<'_> {
    /// Whether no list and no quotation is open: what is inside those has their kind.
    pub(super) fn is_unframed(&self) -> bool {
        self.item.is_none() && self.open.iter().all(|open| matches!(open.kind, TagKind::Heading(_)))
    }

    /// The whole that the tag at `at`, in the first of the lines from here on, starts.
    pub(super) fn whole_tag(&mut self, read: &[Line], at: usize, kind: TagKind) -> Option<Whole> {
        let text = &self.source.text[at..];
        let (length, kind) = match kind {
            TagKind::Table(TablePart::Whole) if self.ends("</table", at) => {
                let comments = self.ends("-->", at);
                let table = table_tags::table(text, comments)?;
                (table.length, WholeKind::Table(table))
            }
            TagKind::Code if self.ends("</pre", at) => (preformatted(text)?, WholeKind::Code),
            _ => return None,
        };
        let end = at + length;
        // Words of the editor's that were taken out of it are no part of it.
        let count = read.iter().take_while(|line| (line.span.start as usize) < end).count();
        let between = |pair: &[Line]| self.source.slice(Span { start: pair[0].span.end, end: pair[1].span.start });
        let is_whole = read[..count].windows(2).all(|pair| between(pair).trim().is_empty());
        (is_whole && read[count - 1].span.end as usize >= end).then_some(Whole { start: at, end, kind })
    }

    /// Keeps a whole, and says what it is.
    pub(super) fn keep_whole(&mut self, read: &[Line], whole: Whole) {
        let Whole { start, end, kind } = whole;
        let line = |at: usize| &read[read.partition_point(|line| line.span.end as usize <= at).min(read.len() - 1)];
        let place = |range: &Range<usize>| Span::new(start + range.start, start + range.end);
        self.blanks = self.blanks.max(1);
        match kind {
            WholeKind::Code => self.whole(&read[0], Span::new(start, end), Told::Code, PREFORMATTED),
            WholeKind::Table(TableTags { caption, rows, .. }) => {
                if let Some(caption) = caption {
                    let span = place(&caption);
                    let tag = HtmlTag::at(&self.source.text[start..]).map_or(0, |tag| tag.length);
                    self.lift(&read[0], Span::new(start, start + tag), FurnitureKind::Markup, TAG);
                    self.whole(line(span.start as usize), span, Told::Line(Role::Paragraph), "html.caption");
                    self.blanks = 1;
                }
                let (first, claims) = (self.kept.len(), self.found.said.len());
                for row in &rows {
                    let span = place(row);
                    self.keep(line(span.start as usize), span);
                }
                self.say(first, claims, Told::Table, None, ROW);
            }
        }
        self.blanks = 1;
        self.done = end;
    }
}

/// Length of what stays as it is typed, where a text starts with its tag and more than tags is in it.
fn preformatted(text: &str) -> Option<usize> {
    let mut at = HtmlTag::at(text)?.length;
    let mut words = false;
    loop {
        let next = at + text[at..].find('<')?;
        words |= !text[at..next].trim().is_empty();
        let tag = HtmlTag::at(&text[next..]);
        match tag.filter(|tag| tag.kind() == Some(TagKind::Code)) {
            Some(tag) if tag.closes => return words.then_some(next + tag.length),
            // One inside another has no lines of its own.
            Some(_) => return None,
            None => at = next + tag.map_or(1, |tag| tag.length),
        }
    }
}
