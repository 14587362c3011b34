//! Bodies of notes that are plain by their shape and place, before anything else is decided: in a bracket that says
//! so, under a heading of notes, below a rule, at the foot of a page, or with a sign that the text before them calls.
//!
//! What is claimed here is no part of a letter, so that no note becomes its signature or postscript.

use crate::knowledge::brackets::{LineOutcome, Profile};
use crate::read::languages::Languages;
use crate::read::lexicon::words;
use crate::read::lines::Line;
use crate::read::note_sign::{self, MarkForm, NoteSign, note_sign, numbered};
use crate::read::orders::claim::Claim;
use crate::read::orders::matter;
use crate::read::orders::notation::bracket_end;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::shape::{ends_page, ends_sentence, is_rule, marked_level};
use crate::source::Source;
use crate::steps::step;
use crate::tree::Wrap;
use std::collections::BTreeSet;
use std::ops::Range;

/// Cue of a body of a note.
pub const CUE: &str = "note.shape-and-place";
/// A short line that ends no sentence may be the heading of a letter, for letters are numbered in brackets too.
const SHORT: u32 = 40;
/// So many paragraphs of a note are looked over for the next one.
const FURTHER: usize = 12;

/// Claims the bodies of notes among the lines from `front` on, and headings over lists of them. Before the lines `lifted`
/// others were taken out, which no note reaches over.
#[must_use]
pub fn claims(
    languages: &Languages,
    source: &Source,
    lines: &[Line],
    front: usize,
    wrap: Wrap,
    profile: &Profile,
    lifted: impl Iterator<Item = usize>,
) -> Vec<Claim> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(front) {
        match groups.last_mut() {
            Some(group) if line.blanks == 0 => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    let mut finder = Finder {
        languages,
        source,
        lines,
        wrap,
        profile,
        walls: lifted.collect(),
        feet: Vec::new(),
        groups,
        open: BTreeSet::new(),
        glued: BTreeSet::new(),
        claims: Vec::new(),
    };
    finder.feet = finder.feet();
    let mut at = 0;
    while at < finder.groups.len() {
        step(1);
        at = finder.group(at);
    }
    finder.claims
}

struct Finder<'a> {
    languages: &'a Languages,
    source: &'a Source,
    lines: &'a [Line],
    wrap: Wrap,
    profile: &'a Profile,
    /// Runs of lines without a blank one between them.
    groups: Vec<Range<usize>>,
    /// Lines before which something was taken out.
    walls: BTreeSet<usize>,
    /// Whether nothing but notes stands between a group and the end of its page.
    feet: Vec<bool>,
    /// Keys of marks that no body has answered yet.
    open: BTreeSet<String>,
    /// The same of figures close behind a word, which only a list of bodies makes marks.
    glued: BTreeSet<String>,
    claims: Vec<Claim>,
}

impl<'a> Finder<'a> {
    fn text(&self, line: usize) -> &'a str {
        self.source.slice(self.lines[line].span)
    }

    /// Reads the group at `at`, and says with which one to go on.
    fn group(&mut self, at: usize) -> usize {
        let Range { start, end } = self.groups[at];
        if self.heads_notes(at) {
            self.push(start..start + 1, Role::Head, None, matter::CUE);
            return self.list(at + 1, start + 1..end);
        }
        if at > 0 && self.is_rule(at - 1) && self.is_list_below_rule(at) || self.is_glued_list(at, start) {
            return self.list(at, start..start).max(at + 1);
        }
        let mut line = start;
        let mut in_note = false;
        let mut noted = start;
        while line < end {
            let text = self.text(line);
            let numbered = numbered(text).is_some();
            if numbered || note_sign(text).is_some() {
                self.call(noted..line);
                noted = line;
            }
            if numbered && line > start && self.is_glued_list(at, line) {
                return self.list(at + 1, line..end);
            }
            // A signature ends no sentence, but is short.
            let ended = |before: usize| ends_sentence(self.text(before)) || self.lines[before].chars < SHORT;
            let may_start = line == start || in_note || ended(line - 1);
            let body = may_start.then(|| self.body(at, line)).flatten();
            let Some(body_end) = body else {
                in_note = false;
                line += 1;
                continue;
            };
            let whole = self.further(at, line, body_end);
            self.push(line..whole, Role::Note, Some(LineOutcome::Note), CUE);
            in_note = true;
            line = whole;
            noted = whole;
        }
        self.call(noted.min(end)..end);
        // A bracket may reach over several groups.
        at + 1 + self.groups[at + 1..].iter().take_while(|group| group.end <= line).count()
    }

    /// One past the body of a note that starts with this line of a group.
    fn body(&mut self, at: usize, line: usize) -> Option<usize> {
        let text = self.text(line);
        if let Some(sign) = note_sign::enclosed(self.languages, text) {
            let end = self.bracket_end(line)?;
            self.open.remove(sign.key.as_ref());
            return Some(end);
        }
        let sign = note_sign(text).filter(|_| self.profile.heading(text).is_none())?;
        // Only notes are written like this.
        let defined = text.starts_with("[^") && text[..sign.length].trim_end().ends_with(':');
        let called = defined || self.open.contains(sign.key.as_ref());
        let is_star = sign.key.starts_with(['*', '†', '‡']);
        let round = text.starts_with('(');
        let at_foot = self.feet[at] && !round || self.is_end_note(at, line);
        // Items of a list start with stars too.
        let listed = sign.key.starts_with('*') && self.is_listed(line);
        let alone = self.groups[at].len() == 1 && self.lines[line].chars < SHORT && !ends_sentence(text);
        if listed || !called && !at_foot || alone && !is_star && !at_foot && !defined {
            return None;
        }
        self.open.remove(sign.key.as_ref());
        Some(self.body_end(at, line))
    }

    fn bracket_end(&self, line: usize) -> Option<usize> {
        bracket_end(self.source, self.lines, line).filter(|&end| !self.is_parted(line..end))
    }

    /// Whether something was taken out between these lines.
    fn is_parted(&self, lines: Range<usize>) -> bool {
        self.walls.range(lines.start + 1..lines.end.max(lines.start + 1)).next().is_some()
    }

    /// Whether a line beside this one, or at the start of a group beside it, has the same star.
    fn is_listed(&self, line: usize) -> bool {
        let star =
            |line: Option<usize>| line.is_some_and(|line| line < self.lines.len() && self.text(line).starts_with("* "));
        star(line.checked_sub(1)) || star(Some(line + 1))
    }

    /// One past the lines of a body: up to the next one, or to the end of the group.
    fn body_end(&self, at: usize, line: usize) -> usize {
        let end = self.groups[at].end;
        let first = &self.lines[line];
        let ends = |next: usize| {
            let text = self.text(next);
            let before = self.text(next - 1);
            let starts = note_sign(text).is_some() && (ends_sentence(before) || text.starts_with('['));
            // Where no blank lines part paragraphs, they are indented.
            let indented = self.lines[next].indent >= first.indent + 2 && ends_sentence(before);
            let whole = self.wrap == Wrap::Lines && !text.starts_with("<br");
            starts || indented || whole || ends_page(text)
        };
        (line + 1..end).find(|&next| ends(next)).unwrap_or(end)
    }

    /// Paragraphs that belong to the note before them are indented below it.
    fn further(&self, at: usize, line: usize, end: usize) -> usize {
        let first = &self.lines[line];
        let labelled = note_sign(self.text(line)).is_some_and(|_| self.text(line).starts_with('['));
        if !labelled || end != self.groups[at].end {
            return end;
        }
        let mut whole = end;
        for group in self.groups[at + 1..].iter().take(FURTHER) {
            let indented = self.lines[group.clone()].iter().all(|line| line.indent >= first.indent + 2);
            if !indented
                || self.is_parted(line..group.end)
                || self.lines[group.start].blanks > 1
                || note_sign(self.text(group.start)).is_some()
            {
                break;
            }
            whole = group.end;
        }
        whole
    }

    /// Notes the marks of lines that are no body.
    fn call(&mut self, lines: Range<usize>) {
        if lines.is_empty() {
            return;
        }
        let text = self.source.slice(self.lines[lines.start].span.to(self.lines[lines.end - 1].span));
        for mark in note_sign::marks(text) {
            let keys = if mark.form == MarkForm::Glued { &mut self.glued } else { &mut self.open };
            if !keys.contains(mark.key.as_ref()) {
                keys.insert(mark.key.into_owned());
            }
        }
    }

    fn push(&mut self, lines: Range<usize>, role: Role, is: Option<LineOutcome>, cue: &'static str) {
        step(lines.len());
        self.claims.push(Claim { lines, told: Some(Told::Line(role)), is, cue: cue.into() });
    }

    /// Whether each group stands above the end of a page, with nothing but further notes between.
    fn feet(&self) -> Vec<bool> {
        let mut feet = vec![false; self.groups.len()];
        for at in (0..self.groups.len().saturating_sub(1)).rev() {
            let next = self.text(self.groups[at + 1].start);
            feet[at] = ends_page(next) || feet[at + 1] && note_sign(next).is_some();
        }
        feet
    }

    fn is_rule(&self, at: usize) -> bool {
        self.groups[at].len() == 1 && is_rule(self.text(self.groups[at].start))
    }

    /// Whether a group is the heading of a list of notes: one that says so, or one that begins so and has notes below it.
    fn heads_notes(&self, at: usize) -> bool {
        let Range { start, end } = self.groups[at];
        let text = self.text(start);
        if matter::named(self.languages, text) == Some("notes") {
            // Where no blank lines part paragraphs, neither do they part a heading from its notes.
            return end == start + 1 || self.item(start + 1, None).is_some();
        }
        let below = if end > start + 1 { Some(start + 1) } else { self.groups.get(at + 1).map(|group| group.start) };
        heads_notes_of(self.languages, text) && below.is_some_and(|below| self.item(below, None).is_some())
    }

    /// The sign of a line as an item of a list of notes, the one after the label `last`.
    fn item(&self, line: usize, last: Option<&str>) -> Option<NoteSign<'a>> {
        let text = self.text(line);
        let sure =
            note_sign::enclosed(self.languages, text).filter(|sign| !sign.key.is_empty()).or_else(|| note_sign(text));
        sure.or_else(|| {
            let number = |label: &str| label.split('/').next().and_then(|number| number.parse::<u32>().ok());
            // A number that does not go on counting is one in the text of a note.
            let follows = |sign: &NoteSign| match (number(&sign.key), last.and_then(number)) {
                (Some(next), Some(last)) => next == last + 1 || next == 1 || next == last && sign.key.contains('/'),
                _ => true,
            };
            numbered(text).filter(follows)
        })
    }

    /// Whether a list of notes stands below a rule: its signs are those of notes, or the text calls them.
    fn is_list_below_rule(&self, at: usize) -> bool {
        let line = self.groups[at].start;
        let text = self.text(line);
        let Some(sign) = self.item(line, None) else { return false };
        let called = self.open.contains(sign.key.as_ref()) || self.glued.contains(sign.key.as_ref());
        let shaped = note_sign(text).is_some() && !text.starts_with("* ") && !text.starts_with('(')
            || note_sign::enclosed(self.languages, text).is_some();
        called || shaped && (self.feet[at] || self.is_last(at))
    }

    /// Whether nothing but notes follows.
    fn is_last(&self, at: usize) -> bool {
        self.groups[at..].iter().take(FURTHER).all(|group| note_sign(self.text(group.start)).is_some())
            && self.groups.len() - at <= FURTHER
    }

    /// Whether a line in square brackets, and others like it, are all that stands behind the text.
    fn is_end_note(&self, at: usize, line: usize) -> bool {
        let is_numbered = |line: usize| self.text(line).starts_with('[') && note_sign(self.text(line)).is_some();
        let first = self.groups[at].start;
        let follows_notes = self.claims.last().is_some_and(|claim| claim.cue == CUE && claim.lines.end == first);
        let follows_text = at > 0 && !is_numbered(self.groups[at - 1].start);
        line == first && is_numbered(line) && (follows_text || follows_notes) && self.is_last(at)
    }

    /// Whether a list starts here whose numbers all stand close behind words in the text before it.
    fn is_glued_list(&self, at: usize, first: usize) -> bool {
        if self.glued.is_empty() || numbered(self.text(first)).is_none() {
            return false;
        }
        let mut last: Option<NoteSign> = None;
        let mut count = 0;
        for group in self.groups[at..].iter().take(FURTHER) {
            for line in (group.start.max(first)..group.end).take(FURTHER) {
                let after = last.as_ref().map(|sign| sign.key.as_ref());
                let numbered = numbered(self.text(line)).filter(|sign| after != Some(sign.key.as_ref()));
                let Some(sign) = numbered else {
                    if line == group.start && line > first {
                        return count > 1 || last.is_some_and(|sign| sign.key.contains('/'));
                    }
                    continue;
                };
                let main = sign.key.split('/').next().unwrap_or_default();
                if !self.glued.contains(sign.key.as_ref()) && !self.glued.contains(main) {
                    return false;
                }
                count += 1;
                last = Some(sign);
            }
        }
        // One number alone may be any.
        count > 1 || last.is_some_and(|sign| sign.key.contains('/')) || count > 0 && self.groups.len() - at <= FURTHER
    }

    /// Claims a list of notes from the group at `first` on, and says which group is behind it. The list begins with the
    /// `beside` lines, where no blank line stands below its heading.
    fn list(&mut self, first: usize, beside: Range<usize>) -> usize {
        let mut at = first;
        let mut last: Option<String> = None;
        self.items(beside, &mut last);
        while at < self.groups.len() {
            step(1);
            let group = self.groups[at].clone();
            if self.item(group.start, last.as_deref()).is_some() {
                let reached = self.items(group.clone(), &mut last);
                at += 1 + self.groups[at + 1..].iter().take_while(|group| group.end <= reached).count();
                continue;
            }
            let Some(next) = last.as_deref().and_then(|last| self.next_item(at, last)) else { break };
            // What stands between two notes belongs to the first.
            let before = self.claims.last_mut().expect("a list has a note before it goes on");
            if before.cue != CUE || before.lines.end != group.start {
                break;
            }
            before.lines.end = self.groups[next - 1].end;
            at = next;
        }
        at
    }

    /// Claims the items among these lines; says how far the last one reaches.
    fn items(&mut self, lines: Range<usize>, last: &mut Option<String>) -> usize {
        let mut line = lines.start;
        while line < lines.end {
            let sign = self.item(line, last.as_deref());
            let key = sign.map(|sign| sign.key.into_owned());
            let enclosed = note_sign::enclosed(self.languages, self.text(line)).is_some();
            let bracket = enclosed.then(|| self.bracket_end(line)).flatten();
            let starts = |next: usize| {
                let after = key.as_deref().or(last.as_deref());
                let text = self.text(next);
                self.item(next, after).is_some() && (ends_sentence(self.text(next - 1)) || text.starts_with('['))
                    || self.wrap == Wrap::Lines && !text.starts_with("<br")
            };
            let end = bracket.unwrap_or_else(|| (line + 1..lines.end).find(|&next| starts(next)).unwrap_or(lines.end));
            if let Some(key) = key {
                self.open.remove(&key);
                self.glued.remove(&key);
                *last = Some(key);
                self.push(line..end, Role::Note, Some(LineOutcome::Note), CUE);
            } else if let Some(before) = self.claims.last_mut().filter(|claim| claim.cue == CUE) {
                before.lines.end = end;
            }
            line = end;
        }
        line
    }

    /// The next group that goes on counting after `last`, if all up to there can be paragraphs of the note before.
    fn next_item(&self, at: usize, last: &str) -> Option<usize> {
        for (index, group) in self.groups.iter().enumerate().skip(at).take(FURTHER) {
            let text = self.text(group.start);
            if self.walls.contains(&group.start) {
                return None;
            }
            if self.item(group.start, Some(last)).is_some() {
                return Some(index);
            }
            let short = group.len() == 1 && !ends_sentence(text) && self.lines[group.start].chars < SHORT;
            if short || marked_level(text).is_some() || ends_page(text) || self.lines[group.start].blanks > 2 {
                return None;
            }
        }
        None
    }
}

/// Whether a heading begins with a word for notes: "FOOTNOTES TO THE LETTERS".
pub(crate) fn heads_notes_of(languages: &Languages, text: &str) -> bool {
    if text.len() > matter::LONGEST
        || text.ends_with([',', ';', '.', '?', '!'])
        || !text.starts_with(char::is_uppercase)
    {
        return false;
    }
    let all = words(text);
    // Headings have capitals, but for small words.
    let titled = text.split_whitespace().all(|word| word.len() <= 4 || !word.starts_with(char::is_lowercase));
    titled && (1..all.len().min(4)).any(|count| languages.section(&all[..count].join(" ")) == Some("notes"))
}
