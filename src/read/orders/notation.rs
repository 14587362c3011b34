//! Notations that stand on lines of their own: fences, brackets over several lines, signs at the start of a line.
//!
//! The bracket profile says what they mean. Fences and comments are taken out of the lines; what is between them
//! is claimed, as an editor's attribute line claims the block below it. The editor's own word goes before a claim.

use crate::knowledge::brackets::{LineNotation, LineOutcome, Profile};
use crate::read::lines::Line;
use crate::read::orders::attributes::Directive;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::shape::bullet;
use crate::source::Source;
use crate::steps::step;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A bracket over more lines than this has lost its end.
const LONGEST_BRACKET: usize = 400;

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
pub fn find(source: &Source, lines: &mut Vec<Line>, front: usize, profile: &Profile) -> Notations {
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
        if at < front {
            finder.keep(&read[at]);
            at += 1;
        } else {
            at = finder.line(&read, at);
        }
    }
    finder.finish()
}

/// A fence that is open.
struct Open<'a> {
    notation: &'a LineNotation,
    /// Index of the first line inside it.
    first: usize,
    /// How many claims were made before it.
    claims: usize,
    /// The first line that no claim inside it has reached.
    free: usize,
    /// It stands inside a quotation.
    quoted: bool,
}

struct Finder<'a> {
    source: &'a Source,
    profile: &'a Profile,
    /// Where each closing fence stands for the last time.
    last_close: BTreeMap<&'a str, u32>,
    /// Lines that stay.
    kept: &'a mut Vec<Line>,
    /// Blank lines before the next one, those around what was taken out included.
    blanks: u8,
    open: Vec<Open<'a>>,
    /// Lines that do not go on with the one before.
    breaks: BTreeSet<usize>,
    found: Notations,
}

impl<'a> Finder<'a> {
    /// Reads the line at `at`, and says where to go on.
    fn line(&mut self, read: &[Line], at: usize) -> usize {
        step(1);
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
            self.keep(line);
            return at + 1;
        }
        let Some(notation) = self.profile.lines.iter().find(|notation| self.starts(notation, line, text)) else {
            self.keep(line);
            return at + 1;
        };
        if notation.fences.is_some() {
            self.lift(line, &notation.cue);
            self.open(notation);
            return at + 1;
        }
        if notation.is == LineOutcome::Comment {
            self.lift(line, &notation.cue);
            return at + 1;
        }
        let end = match &notation.bracket {
            Some(_) => {
                let Some(end) = bracket_end(self.source, read, at) else {
                    self.keep(line);
                    return at + 1;
                };
                end
            }
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
        self.claim_free();
        let (first, claims) = (self.kept.len(), self.found.claims.len());
        for line in &read[at..end] {
            self.keep(line);
        }
        if inside == Some(LineOutcome::Quote) {
            if notation.is == LineOutcome::Verse {
                self.mark_verse(first);
            }
        } else {
            self.claim(first, claims, notation);
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

    /// Keeps a line.
    fn keep(&mut self, line: &Line) {
        let mut line = line.clone();
        line.blanks = line.blanks.max(std::mem::take(&mut self.blanks));
        line.group = self.kept.last().map_or(0, |before| before.group + u32::from(line.blanks > 0));
        self.kept.push(line);
    }

    /// Takes a line out.
    fn lift(&mut self, line: &Line, cue: &str) {
        self.found.lifted.push(Directive::lifted(line, self.kept.len(), cue.to_owned()));
        self.breaks.insert(self.kept.len());
        // What a fence parts stays apart.
        self.blanks = self.blanks.max(line.blanks).max(1);
    }

    /// Begins a fence.
    fn open(&mut self, notation: &'a LineNotation) {
        self.claim_free();
        let quoted = self.open.last().is_some_and(|outer| outer.quoted || outer.notation.is == LineOutcome::Quote);
        let first = self.kept.len();
        self.open.push(Open { notation, first, claims: self.found.claims.len(), free: first, quoted });
    }

    /// Ends the innermost fence. Inside a quotation only verse is told from prose.
    fn close(&mut self) {
        if self.open.last().is_some_and(|open| open.notation.is == LineOutcome::Apart) {
            self.claim_free();
            self.open.pop();
            self.reach();
            self.breaks.insert(self.kept.len());
            return;
        }
        let Some(Open { notation, first, claims, quoted, .. }) = self.open.pop() else { return };
        if quoted {
            if matches!(notation.is, LineOutcome::Verse | LineOutcome::Lines) {
                self.mark_verse(first);
            }
        } else if notation.is != LineOutcome::Comment {
            self.claim(first, claims, notation);
        }
    }

    /// Claims the lines of a fence that only keeps lines apart, up to here: claims inside it say more than it does.
    fn claim_free(&mut self) {
        let here = self.kept.len();
        if let Some(open) = self.open.last_mut()
            && open.notation.is == LineOutcome::Apart
            && !open.quoted
        {
            let (free, notation) = (std::mem::replace(&mut open.free, here), open.notation);
            self.push(free..here, None, notation);
        }
    }

    /// The lines up to here are claimed for the fence around them too.
    fn reach(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.free = self.kept.len();
        }
    }

    fn mark_verse(&mut self, first: usize) {
        step(self.kept.len() - first);
        self.found.verse.extend(self.kept[first..].iter().map(|line| line.number));
    }

    /// Claims the lines kept from `first` on, in place of what was claimed since there were `claims`.
    fn claim(&mut self, first: usize, claims: usize, notation: &LineNotation) {
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
        step(self.found.claims.len() - claims);
        self.found.claims.truncate(claims);
        self.push(first..self.kept.len(), told, notation);
        self.breaks.insert(self.kept.len());
        self.reach();
    }

    fn push(&mut self, lines: Range<usize>, told: Option<Told>, notation: &LineNotation) {
        step(1 + lines.len());
        if !lines.is_empty() {
            self.found.claims.push(Claim { lines, told, is: Some(notation.is), cue: notation.cue.clone().into() });
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
        let apart: Vec<Claim> = free
            .map(|line| Claim { lines: line..line + 1, told: None, is: None, cue: "notation.apart".into() })
            .collect();
        self.found.claims.extend(apart);
        self.found.claims.sort_by_key(|claim| claim.lines.start);
        self.found
    }
}

/// One past the line that ends the bracket which opens in line `at`, if nothing follows it there.
pub(crate) fn bracket_end(source: &Source, read: &[Line], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (index, line) in read.iter().enumerate().skip(at).take(LONGEST_BRACKET) {
        let text = source.slice(line.span);
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

/// The last line on which each closing fence of the profile stands.
fn last_closes<'a>(source: &Source, lines: &[Line], profile: &'a Profile) -> BTreeMap<&'a str, u32> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::brackets;
    use crate::read::lines::lines;
    use crate::steps::steps_of;

    fn found(text: &str) -> Vec<(Range<usize>, String)> {
        let profile = brackets::profile("pgdp").expect("the profile is built in");
        let source = Source::new("letter.txt", text);
        let mut lines = lines(&source);
        let found = find(&source, &mut lines, 0, profile);
        found.claims.into_iter().map(|claim| (claim.lines, claim.cue.into_owned())).collect()
    }

    #[test]
    fn inner_fences_say_more_than_outer_ones() {
        let text = "/C\nOne\n/R\nTwo\nR/\nThree\n/#\nFour\n/R\nFive\nR/\n#/\nC/\nSix\n";
        let apart = [(0..1, "pgdp.centre"), (1..2, "pgdp.right"), (2..3, "pgdp.centre"), (3..5, "pgdp.quote")];
        let apart = apart.map(|(lines, cue)| (lines, cue.to_owned()));
        assert_eq!(found(text)[..4], apart);
    }

    #[test]
    fn fences_may_be_deep() {
        // What each fence would do to all those inside it grows with the square of their number.
        let work = |depth: usize| {
            let text = "/C\nA line\n".repeat(depth) + &"C/\n".repeat(depth);
            steps_of(|| assert_eq!(found(&text).len(), depth))
        };
        let (once, twice) = (work(2_000), work(4_000));
        assert!(once > 2_000 && twice * 10 <= once * 23, "{once} steps, then {twice}");
    }
}
