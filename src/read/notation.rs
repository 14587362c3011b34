//! Notations that stand on lines of their own: fences, brackets over several lines, signs at the start of a line.
//!
//! The bracket profile says what they mean. Fences and comments are taken out of the lines; what is between them
//! is claimed, as an editor's attribute line claims the block below it. The editor's own word goes before a claim.

use super::build::bullet;
use super::decode::Role;
use super::hints::{Directive, Told};
use super::lines::Line;
use crate::knowledge::brackets::{LineNotation, LineOutcome, Profile};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A bracket over more lines than this has lost its end.
const LONGEST_BRACKET: usize = 400;

/// What a notation says of lines.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Their indices.
    pub lines: Range<usize>,
    /// What they are, where the notation leaves no choice.
    pub told: Option<Told>,
    /// The notation's own word for it; `None` where a block only must not go on with the line before.
    pub is: Option<LineOutcome>,
    /// Cue id.
    pub cue: &'static str,
}

/// What the notations of a file say.
#[derive(Debug, Default)]
pub struct Notations {
    /// In source order; they do not overlap.
    pub claims: Vec<Claim>,
    /// Fences and comments, taken out of the lines.
    pub lifted: Vec<Directive>,
    /// Physical lines that are verse inside a quotation, ascending.
    pub verse: Vec<u32>,
}

/// Finds the notations of lines, and takes fences and comments out of `lines`, from index `front` on.
#[must_use]
pub fn find(source: &Source, lines: &mut Vec<Line>, front: usize, profile: &'static Profile) -> Notations {
    if profile.lines.is_empty() {
        return Notations::default();
    }
    let read = std::mem::take(lines);
    let mut finder = Finder {
        source,
        profile,
        last_close: last_closes(source, &read[front..], profile),
        kept: lines,
        blanks: 0,
        open: Vec::new(),
        breaks: BTreeSet::new(),
        found: Notations::default(),
    };
    let mut at = 0;
    while at < read.len() {
        at = if at < front { finder.keep(&read[at..=at], at) } else { finder.line(&read, at) };
    }
    finder.finish()
}

/// A fence that is open.
struct Open {
    notation: &'static LineNotation,
    /// Index of the first line inside it.
    first: usize,
}

struct Finder<'a> {
    source: &'a Source,
    profile: &'static Profile,
    /// Where each closing fence stands for the last time.
    last_close: BTreeMap<&'static str, u32>,
    /// Lines that stay.
    kept: &'a mut Vec<Line>,
    /// Blank lines before the next one, those around what was taken out included.
    blanks: u8,
    open: Vec<Open>,
    /// Lines that do not go on with the one before.
    breaks: BTreeSet<usize>,
    found: Notations,
}

impl Finder<'_> {
    /// Reads the line at `at`, and says where to go on.
    fn line(&mut self, read: &[Line], at: usize) -> usize {
        let line = &read[at];
        let text = self.source.slice(line.span);
        if let Some(open) = self.open.last()
            && let Some([_, close]) = &open.notation.fences
            && text.eq_ignore_ascii_case(close)
        {
            self.lift(line, &open.notation.cue);
            self.close();
            return at + 1;
        }
        let inside = self.open.last().map(|open| open.notation.is);
        if inside == Some(LineOutcome::Comment) {
            let cue = &self.open[self.open.len() - 1].notation.cue;
            self.lift(line, cue);
            return at + 1;
        }
        if matches!(inside, Some(LineOutcome::Verse | LineOutcome::Lines)) {
            return self.keep(read, at);
        }
        let Some(notation) = self.profile.lines.iter().find(|notation| self.starts(notation, line, text)) else {
            return self.keep(read, at);
        };
        if notation.fences.is_some() {
            self.lift(line, &notation.cue);
            self.open.push(Open { notation, first: self.kept.len() });
            return at + 1;
        }
        if notation.is == LineOutcome::Comment {
            self.lift(line, &notation.cue);
            return at + 1;
        }
        let end = match &notation.bracket {
            Some(_) => match self.bracket_end(read, at) {
                Some(end) => end,
                None => return self.keep(read, at),
            },
            None if matches!(notation.is, LineOutcome::Heading | LineOutcome::PageBreak) => at + 1,
            None => {
                let goes_on = |next: &&Line| {
                    next.group == line.group
                        && match notation.is {
                            LineOutcome::List => next.indent > 0,
                            _ => self.starts(notation, next, self.source.slice(next.span)),
                        }
                };
                at + 1 + read[at + 1..].iter().take_while(goes_on).count()
            }
        };
        let first = self.kept.len();
        for index in at..end {
            self.keep(read, index);
        }
        if inside == Some(LineOutcome::Quote) {
            if notation.is == LineOutcome::Verse {
                self.mark_verse(first);
            }
        } else {
            self.claim(first, notation);
        }
        end
    }

    fn starts(&self, notation: &LineNotation, line: &Line, text: &str) -> bool {
        let indented = notation.indent.is_none_or(|(least, most)| (least..=most).contains(&line.indent));
        if !indented || notation.bullet != (bullet(text).is_some() && notation.indent.is_some()) {
            return false;
        }
        if let Some([open, close]) = &notation.fences {
            let Some((head, options)) = text.split_at_checked(open.len()) else { return false };
            let closes_later = || self.last_close.get(close.as_str()).is_some_and(|&last| last > line.number);
            return head.eq_ignore_ascii_case(open)
                && (options.is_empty() || options.starts_with('[') && options.ends_with(']'))
                && closes_later();
        }
        match (&notation.bracket, &notation.start) {
            (Some(bracket), _) => {
                text.strip_prefix(bracket.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            }
            (None, Some(_)) if notation.is == LineOutcome::Heading => self.profile.heading(text).is_some(),
            (None, Some(start)) => text.starts_with(start.as_str()),
            (None, None) => true,
        }
    }

    /// One past the line that ends the bracket with which line `at` starts, if nothing follows it there.
    fn bracket_end(&self, read: &[Line], at: usize) -> Option<usize> {
        let mut depth = 0usize;
        for (index, line) in read.iter().enumerate().skip(at).take(LONGEST_BRACKET) {
            let text = self.source.slice(line.span);
            for (place, c) in text.char_indices() {
                match c {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => continue,
                }
                if depth == 0 && c == ']' {
                    return text[place + 1..].trim_end_matches('*').is_empty().then_some(index + 1);
                }
            }
        }
        None
    }

    /// Keeps the line at `at`.
    fn keep(&mut self, read: &[Line], at: usize) -> usize {
        let mut line = read[at.min(read.len() - 1)].clone();
        line.blanks = line.blanks.max(std::mem::take(&mut self.blanks));
        line.group = self.kept.last().map_or(0, |before| before.group + u32::from(line.blanks > 0));
        self.kept.push(line);
        at + 1
    }

    /// Takes a line out.
    fn lift(&mut self, line: &Line, cue: &'static str) {
        self.found.lifted.push(Directive::lifted(line, self.kept.len(), cue));
        self.breaks.insert(self.kept.len());
        // What a fence parts stays apart.
        self.blanks = self.blanks.max(line.blanks).max(1);
    }

    /// Ends the innermost fence. Inside a quotation only verse is told from prose.
    fn close(&mut self) {
        let Some(Open { notation, first }) = self.open.pop() else { return };
        let quoted = self.open.iter().any(|outer| outer.notation.is == LineOutcome::Quote);
        if quoted {
            if matches!(notation.is, LineOutcome::Verse | LineOutcome::Lines) {
                self.mark_verse(first);
            }
        } else if notation.is != LineOutcome::Comment {
            self.claim(first, notation);
        }
    }

    fn mark_verse(&mut self, first: usize) {
        self.found.verse.extend(self.kept[first..].iter().map(|line| line.number));
    }

    /// Claims the lines kept from `first` on.
    fn claim(&mut self, first: usize, notation: &'static LineNotation) {
        let told = |kept: &[Line]| match notation.is {
            LineOutcome::Quote => Some(Told::Quote),
            LineOutcome::Verse => Some(Told::Line(Role::Verse)),
            LineOutcome::Paragraph => Some(Told::Line(Role::Paragraph)),
            LineOutcome::List => Some(Told::Line(Role::List)),
            LineOutcome::Note => Some(Told::Line(Role::Note)),
            LineOutcome::PageBreak => Some(Told::PageBreak),
            LineOutcome::Heading => {
                let text = self.source.slice(kept.first()?.span);
                self.profile.heading(text).map(|(level, _)| Told::Heading(level))
            }
            LineOutcome::Lines | LineOutcome::Apart | LineOutcome::Comment => None,
        };
        let told = told(&self.kept[first..]);
        // What was claimed inside a fence that claims all of it is settled by the outer one.
        let inner = self.found.claims.iter().rposition(|claim| claim.lines.start < first).map_or(0, |at| at + 1);
        if matches!(notation.is, LineOutcome::Apart) {
            // Inner claims say more than that lines stay apart.
            let mut at = first;
            let claims = self.found.claims.split_off(inner);
            for claim in claims {
                self.push(at..claim.lines.start, None, notation);
                at = claim.lines.end;
                self.found.claims.push(claim);
            }
            self.push(at..self.kept.len(), None, notation);
        } else {
            self.found.claims.truncate(inner);
            self.push(first..self.kept.len(), told, notation);
        }
        self.breaks.insert(self.kept.len());
    }

    fn push(&mut self, lines: Range<usize>, told: Option<Told>, notation: &'static LineNotation) {
        if !lines.is_empty() {
            self.found.claims.push(Claim { lines, told, is: Some(notation.is), cue: &notation.cue });
        }
    }

    fn finish(mut self) -> Notations {
        while !self.open.is_empty() {
            self.close();
        }
        let claimed = |line: usize| {
            let next = self.found.claims.partition_point(|claim| claim.lines.start <= line);
            next.checked_sub(1).is_some_and(|at| self.found.claims[at].lines.contains(&line))
        };
        let free = self.breaks.iter().copied().filter(|&line| line < self.kept.len() && !claimed(line));
        let apart: Vec<Claim> =
            free.map(|line| Claim { lines: line..line + 1, told: None, is: None, cue: "notation.apart" }).collect();
        self.found.claims.extend(apart);
        self.found.claims.sort_by_key(|claim| claim.lines.start);
        self.found
    }
}

/// The last line on which each closing fence of the profile stands.
fn last_closes(source: &Source, lines: &[Line], profile: &'static Profile) -> BTreeMap<&'static str, u32> {
    let closes =
        || profile.lines.iter().filter_map(|notation| notation.fences.as_ref()).map(|[_, close]| close.as_str());
    let mut last = BTreeMap::new();
    for line in lines {
        let text = source.slice(line.span);
        if let Some(close) = closes().find(|close| text.eq_ignore_ascii_case(close)) {
            last.insert(close, line.number);
        }
    }
    last
}
