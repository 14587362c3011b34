//! Tags of blocks, and comments.

use crate::knowledge::brackets::LineOutcome;
use crate::knowledge::html::TagKind;
use crate::read::inline::html;
use crate::read::inline::tags::{HtmlTag, comment};
use crate::read::lines::Line;
use crate::read::orders::markdown::finder::{BULLETED, Finder, NUMBERED, Open, Said, Until};
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::source::Span;
use crate::tree::FurnitureKind;

/// Cue of a tag that is taken out.
pub(super) const TAG: &str = "html.tag";
/// Cue of a comment, and of what is for browsers.
const COMMENT: &str = "html.comment";

impl Finder<'_> {
    /// Reads the first of the lines from here on, which may hold tags.
    pub(super) fn tags(&mut self, read: &[Line]) {
        let [line, ..] = read else { return };
        let (end, text) = (line.span.end as usize, &*self.source.text);
        // Where the part that is read begins, and how far it was looked through.
        let mut start = self.done.max(line.span.start as usize);
        let mut at = start;
        while at < end {
            if let Some(until) = self.until {
                let length = find(&text[at..end], until.end);
                let stop = length.map_or(end, |found| tag_end(text, at + found, end));
                self.lift(line, Span::new(at, stop), FurnitureKind::Directive, COMMENT);
                if length.is_some() {
                    self.until = None;
                }
                (start, at) = (stop, stop);
                continue;
            }
            let Some(found) = text[at..end].find('<') else { break };
            at += found;
            let rest = &text[at..end];
            if rest.starts_with("<!--") {
                let behind = if self.ends("-->", at) { comment(rest) } else { None }.map(|length| at + length);
                let alone =
                    text[start..at].trim().is_empty() && behind.is_none_or(|at| text[at..end].trim().is_empty());
                match behind {
                    Some(behind) if alone => {
                        self.lift(line, Span::new(at, behind), FurnitureKind::Directive, COMMENT);
                        (start, at) = (behind, behind);
                    }
                    // Within words it parts nothing.
                    Some(behind) => at = behind,
                    None if self.ends("-->", at) => {
                        self.part(line, start, at);
                        self.until = Some(Until { end: "-->" });
                        start = at;
                    }
                    None => at += 1,
                }
                continue;
            }
            let tag = HtmlTag::at(rest).filter(|tag| !self.is_fence(&rest[..tag.length]));
            let tag = tag.and_then(|tag| Some((tag, tag.kind()?)));
            let Some((tag, kind)) = tag else {
                at += 1;
                continue;
            };
            if !tag.closes
                && self.is_unframed()
                && let Some(whole) = self.whole_tag(read, at, kind)
            {
                self.part(line, start, at);
                self.end_heading();
                self.paragraph = false;
                self.keep_whole(read, whole);
                (start, at) = (self.done.min(end), self.done.min(end));
                continue;
            }
            let behind = at + tag.length;
            if self.is_cut(kind, tag, at) {
                self.part(line, start, at);
                self.tag(line, Span::new(at, behind), tag, kind);
                start = behind;
            }
            at = behind;
        }
        self.part(line, start, end);
    }

    /// Whether the notation of the profile has another use for a tag.
    pub(super) fn is_fence(&self, tag: &str) -> bool {
        let fences = self.profile.lines.iter().filter_map(|notation| notation.fences.as_ref()).flatten();
        fences.into_iter().any(|fence| fence.eq_ignore_ascii_case(tag))
    }

    /// Whether a tag parts the line it stands in.
    fn is_cut(&mut self, kind: TagKind, tag: HtmlTag, at: usize) -> bool {
        match kind {
            TagKind::Inline => false,
            // Inside an item nothing is parted but by the next one.
            TagKind::Block
            | TagKind::Quote
            | TagKind::Heading(_)
            | TagKind::Rule
            | TagKind::Table(_)
            | TagKind::Code => self.item.is_none(),
            TagKind::List { .. } | TagKind::Item => true,
            TagKind::Hidden => !tag.closes && self.ends(hidden_end(tag), at),
        }
    }

    /// Keeps a part of a line that is more than tags and blanks.
    fn part(&mut self, line: &Line, start: usize, end: usize) {
        let text = &self.source.text[start..end];
        let inner = text.trim();
        if inner.is_empty() {
            return;
        }
        let from = start + text.len() - text.trim_start().len();
        let span = Span::new(from, from + inner.len());
        if is_nothing(inner) {
            self.lift(line, span, FurnitureKind::Markup, TAG);
        } else {
            self.keep(line, span);
        }
    }

    /// Takes a tag out, and does what it says.
    fn tag(&mut self, line: &Line, span: Span, tag: HtmlTag, kind: TagKind) {
        if kind == TagKind::Rule {
            let first = self.kept.len();
            self.blanks = self.blanks.max(1);
            self.keep(line, span);
            self.say(first, self.found.said.len(), Told::Separator, None, "html.rule");
            self.blanks = 1;
            return;
        }
        self.lift(line, span, FurnitureKind::Markup, TAG);
        self.end_heading();
        self.paragraph = kind == TagKind::Block && tag.is("p") && !tag.closes;
        match kind {
            TagKind::Item => self.item = (!tag.closes && self.is_list()).then_some(false),
            TagKind::List { .. } | TagKind::Quote | TagKind::Heading(_) if tag.closes => {
                self.item = None;
                let same = |open: &Open| std::mem::discriminant(&open.kind) == std::mem::discriminant(&kind);
                if self.open.last().is_some_and(same)
                    && let Some(open) = self.open.pop()
                {
                    self.close(open);
                }
            }
            TagKind::List { .. } | TagKind::Quote | TagKind::Heading(_) => {
                self.item = None;
                let end = match kind {
                    TagKind::List { ordered: true } => "</ol",
                    TagKind::List { .. } => "</ul",
                    TagKind::Quote => "</blockquote",
                    _ => "",
                };
                if self.ends(end, span.start as usize) {
                    let in_list = self.is_list() || matches!(kind, TagKind::List { .. });
                    self.open.push(Open { kind, in_list, first: self.kept.len(), claims: self.found.said.len() });
                }
            }
            TagKind::Hidden => self.until = Some(Until { end: hidden_end(tag) }),
            TagKind::Block | TagKind::Rule | TagKind::Table(_) | TagKind::Code | TagKind::Inline => {}
        }
    }

    /// A heading ends with whatever block is next.
    fn end_heading(&mut self) {
        if let Some(&open) = self.open.last().filter(|open| matches!(open.kind, TagKind::Heading(_))) {
            self.open.pop();
            self.close(open);
        }
    }

    fn is_list(&self) -> bool {
        self.open.last().is_some_and(|open| open.in_list)
    }

    /// Says what the lines between a tag and its end are. What a list or quotation stands in says more than it does.
    pub(super) fn close(&mut self, open: Open) {
        let Open { kind, first, claims, .. } = open;
        let around = self.open.iter().any(|open| !matches!(open.kind, TagKind::Heading(_)));
        match kind {
            TagKind::Heading(level) if !around => {
                for at in first..self.kept.len() {
                    let Line { span, .. } = self.kept[at];
                    self.found.said.push(Said { span, told: Told::Heading(level), is: None, cue: "html.heading" });
                }
            }
            TagKind::Quote if !around => self.say(first, claims, Told::Quote, Some(LineOutcome::Quote), "html.quote"),
            TagKind::List { ordered } if !around => {
                let cue = if ordered { NUMBERED } else { BULLETED };
                self.say(first, claims, Told::Line(Role::List), Some(LineOutcome::List), cue);
            }
            _ => {}
        }
    }

    /// Whether an end stands somewhere behind `at`.
    pub(super) fn ends(&mut self, end: &'static str, at: usize) -> bool {
        let text = &*self.source.text;
        let last = self.last.entry(end).or_insert_with(|| {
            let (text, end) = (text.as_bytes(), end.as_bytes());
            text.windows(end.len().max(1)).rposition(|window| end.is_empty() || window.eq_ignore_ascii_case(end))
        });
        last.is_some_and(|last| end.is_empty() || last > at)
    }
}

/// How what is for browsers ends.
fn hidden_end(tag: HtmlTag) -> &'static str {
    if tag.is("script") { "</script" } else { "</style" }
}

/// Where `end` stands first, whatever the case of its letters.
fn find(text: &str, end: &str) -> Option<usize> {
    text.as_bytes().windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()))
}

/// One past the end that starts at `at`: a tag ends with its bracket.
fn tag_end(text: &str, at: usize, line_end: usize) -> usize {
    let rest = &text[at..line_end];
    at + rest.find('>').map_or(rest.len(), |bracket| bracket + 1)
}

/// Whether a text is nothing but tags and characters that are blank.
fn is_nothing(text: &str) -> bool {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let length = html::line_end(rest)
            .or_else(|| comment(rest))
            .or_else(|| HtmlTag::at(rest).filter(|tag| tag.kind().is_some() || tag.is("a")).map(|tag| tag.length))
            .or_else(|| html::character(rest).filter(|(c, _)| c.is_whitespace()).map(|(_, length)| length));
        let Some(length) = length else { return false };
        rest = rest[length..].trim_start();
    }
    true
}
