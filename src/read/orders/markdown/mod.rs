//! What Markdown and HTML say of lines: tags of blocks, comments.
//!
//! Tags are taken out, so that what reads the lines sees words only: one line of the file may become several. Tags inside
//! an item of a list stay where they are, and whoever reads the inside of a block knows them.

mod tags;

use crate::knowledge::brackets::{LineOutcome, Profile};
use crate::read::inline::html;
use crate::read::lines::Line;
use crate::read::orders::attributes::Directive;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::source::{Source, Span};
use crate::steps::step;
use crate::tree::FurnitureKind;
use std::collections::BTreeMap;

/// Cue of a list whose items have numbers.
pub(crate) const NUMBERED: &str = "html.ol";
/// Cue of a list whose items have none.
pub(crate) const BULLETED: &str = "html.ul";

/// What Markdown and HTML say of the lines of a file.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    said: Vec<Said>,
    /// Tags and comments, taken out of the lines.
    pub(crate) lifted: Vec<Directive>,
}

/// What is said of the lines in a stretch of the file.
#[derive(Debug)]
struct Said {
    span: Span,
    told: Told,
    is: Option<LineOutcome>,
    cue: &'static str,
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

/// Finds what Markdown and HTML say of lines, and takes tags and comments out of `lines`, from index `front` on.
pub(crate) fn find(source: &Source, lines: &mut Vec<Line>, front: usize, profile: &Profile) -> Marked {
    let read = std::mem::take(lines);
    let mut finder = Finder {
        source,
        profile,
        kept: read[..front].to_vec(),
        blanks: 0,
        item: None,
        paragraph: false,
        open: Vec::new(),
        until: None,
        last: BTreeMap::new(),
        found: Marked::default(),
    };
    for line in &read[front..] {
        step(1);
        finder.line(line);
    }
    *lines = finder.finish();
    let Finder { found, .. } = finder;
    found
}

struct Finder<'a> {
    source: &'a Source,
    profile: &'a Profile,
    /// Lines that stay.
    kept: Vec<Line>,
    /// Blank lines before the next one.
    blanks: u8,
    /// An item of a list is open; whether something of it was kept yet.
    item: Option<bool>,
    /// A paragraph is open: its lines are one.
    paragraph: bool,
    /// Tags that wait for their end.
    open: Vec<tags::Open>,
    /// What is read up to an end of its own.
    until: Option<tags::Until>,
    /// Where each end stands for the last time.
    last: BTreeMap<&'static str, Option<usize>>,
    found: Marked,
}

impl Finder<'_> {
    fn line(&mut self, line: &Line) {
        self.blanks = self.blanks.max(line.blanks);
        let text = self.source.slice(line.span);
        if self.until.is_some() || text.contains('<') || text.starts_with('&') {
            self.tags(line);
        } else {
            self.keep(line, line.span);
        }
    }

    /// Keeps a part of a line.
    fn keep(&mut self, line: &Line, span: Span) {
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
    fn lift(&mut self, line: &Line, span: Span, kind: FurnitureKind, cue: &'static str) {
        let part = Line { span, ..line.clone() };
        self.found.lifted.push(Directive { is: kind, ..Directive::lifted(&part, self.kept.len(), cue) });
        // What a tag parts stays apart.
        self.blanks = self.blanks.max(1);
    }

    /// Says what the lines kept from `first` on are, in place of what was said since it was said `claims` times.
    fn say(&mut self, first: usize, claims: usize, told: Told, is: Option<LineOutcome>, cue: &'static str) {
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

    fn finish(&mut self) -> Vec<Line> {
        while let Some(open) = self.open.pop() {
            self.close(open);
        }
        std::mem::take(&mut self.kept)
    }
}
