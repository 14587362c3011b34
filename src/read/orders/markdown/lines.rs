//! What whole lines are by signs of Markdown: code between fences, tables, images, where links lead.

use crate::read::inline::links;
use crate::read::inline::tags::HtmlTag;
use crate::read::lines::Line;
use crate::read::orders::markdown::finder::{Finder, Said};
use crate::read::orders::told::Told;
use crate::read::pipes;
use crate::read::role::Role;
use crate::source::Span;
use crate::steps::step;
use crate::tree::FurnitureKind;

impl Finder<'_> {
    /// Reads the line at `at`, and says where to go on.
    pub(super) fn block(&mut self, read: &[Line], at: usize) -> usize {
        step(1);
        let line = &read[at];
        let text = self.source.slice(line.span);
        if line.span.end as usize <= self.done {
            return at + 1;
        }
        if self.is_free() && line.span.start as usize >= self.done {
            if let Some(end) = self.fence(read, at) {
                return end;
            }
            if let Some(end) = self.pipes(read, at) {
                return end;
            }
            if let Some((label, address)) = links::definition(text) {
                self.found.links.entry(links::key(label)).or_insert_with(|| address.into());
                self.lift(line, line.span, FurnitureKind::Markup, "markdown.link");
                return at + 1;
            }
            if is_image(text) {
                self.whole(line, line.span, Told::Line(Role::Paragraph), "markdown.image");
                return at + 1;
            }
        }
        self.line(&read[at..]);
        at + 1
    }

    /// Keeps a line of which all is said.
    pub(super) fn whole(&mut self, line: &Line, span: Span, told: Told, cue: &'static str) {
        self.keep(line, span);
        self.found.said.push(Said { span, told, is: None, cue });
    }

    /// Lines between fences of backticks or tildes stay as they are typed.
    fn fence(&mut self, read: &[Line], at: usize) -> Option<usize> {
        let open = self.source.slice(read[at].span);
        let sign = open.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let count = open.len() - open.trim_start_matches(sign).len();
        let side = usize::from(sign == '~');
        // Where one has found no end, a longer one behind it finds none.
        if count < 3 || self.unfenced[side].is_some_and(|least| count >= least) || open[count..].contains('`') {
            return None;
        }
        let closes = |line: &Line| {
            step(1);
            let text = self.source.slice(line.span);
            text.len() >= count && text.chars().all(|c| c == sign)
        };
        let Some(length) = read[at + 1..].iter().position(closes) else {
            self.unfenced[side] = Some(count);
            return None;
        };
        let end = at + 1 + length;
        self.blanks = self.blanks.max(read[at].blanks);
        self.lift(&read[at], read[at].span, FurnitureKind::Markup, "markdown.fence");
        if let [first, .., last] | [first @ last] = &read[at + 1..end] {
            // Blanks before the words are code too.
            let start = self.source.line(first.number as usize).start;
            let whole = Span { start, end: self.source.line(last.number as usize).end };
            for line in &read[at + 1..end] {
                self.blanks = self.blanks.max(line.blanks);
                self.keep(line, self.source.line(line.number as usize));
            }
            self.found.said.push(Said { span: whole, told: Told::Code, is: None, cue: "markdown.code" });
        }
        self.lift(&read[end], read[end].span, FurnitureKind::Markup, "markdown.fence");
        Some(end + 1)
    }

    /// Rows with strokes between their cells, where a rule stands below the first of them.
    fn pipes(&mut self, read: &[Line], at: usize) -> Option<usize> {
        let text = |line: &Line| self.source.slice(line.span);
        let rule = read.get(at + 1).filter(|rule| rule.blanks == 0 && pipes::is_rule(text(rule)))?;
        if !text(&read[at]).contains('|') || pipes::cells(text(&read[at])).len() != pipes::cells(text(rule)).len() {
            return None;
        }
        let is_row = |line: &&Line| line.blanks == 0 && text(line).contains('|');
        let end = at + 2 + read[at + 2..].iter().take_while(is_row).count();
        let span = read[at].span.to(read[end - 1].span);
        self.blanks = self.blanks.max(read[at].blanks).max(1);
        read[at..end].iter().for_each(|line| self.keep(line, line.span));
        self.found.said.push(Said { span, told: Told::Table, is: None, cue: "markdown.table" });
        self.blanks = 1;
        Some(end)
    }
}

/// Whether a line is an image and nothing else, with a link around it or not.
fn is_image(text: &str) -> bool {
    let inner = text.strip_prefix('[').unwrap_or(text);
    let length = if inner.starts_with('<') {
        HtmlTag::at(inner).filter(|tag| tag.is("img")).map(|tag| tag.length)
    } else {
        links::image(inner).map(|(_, _, length)| length)
    };
    let Some(rest) = length.map(|length| &inner[length..]) else { return false };
    if inner.len() == text.len() {
        return rest.is_empty();
    }
    let behind = rest.strip_prefix(']').and_then(|rest| Some((links::destination(rest)?.length, rest.len())));
    behind.is_some_and(|(length, whole)| length == whole)
}
