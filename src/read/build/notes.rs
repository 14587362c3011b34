//! Notes: their bodies at the foot of a page, after a letter or at the end of the file, and the marks that call them.
//!
//! Numbering may start again on each page, in each letter, or run through the file. So the marks of one label are
//! taken in groups, one for each stretch of text without a body or an opener inside, and each body goes to a group:
//! to the latest one in its own stretch, and in the order of the text where the bodies stand together at the end.

use super::super::decode::Role;
use super::super::hints::Told;
use super::super::lines::Line;
use super::super::matter;
use super::{Builder, Unit, UnitKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::tree::{Block, BlockKind, Edition, Inline, Name, Note, Why};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A body that no mark calls.
const NO_MARK: &str = "notes/no-mark";

/// The sign at the start of a note's body.
#[derive(Debug, PartialEq)]
pub(super) struct Sign<'t> {
    /// What calls the note: the label, with braces for a second series.
    key: Cow<'t, str>,
    /// The label as written, without brackets.
    label: Cow<'t, str>,
    /// Length of the sign with the space after it.
    length: usize,
}

/// A change of what a label calls, from a place of the source on.
#[derive(Debug)]
pub struct Change {
    at: u32,
    key: String,
    note: Option<u32>,
}

/// A unit that may be the body of a note.
struct Body {
    unit: usize,
    key: String,
    label: String,
    length: usize,
    /// Which stretch of text it stands in.
    stretch: usize,
    called: bool,
}

/// Marks with one label that call the same note.
struct Group {
    /// Where the unit of the first mark starts.
    at: u32,
    unit: usize,
    stretch: usize,
    body: Option<usize>,
}

impl Builder<'_> {
    /// Takes out note bodies that a mark in the text points to.
    pub(super) fn lift_notes(&mut self, units: &mut Vec<Unit>, edition: &mut Edition) {
        let mut bodies = self.bodies(units);
        if bodies.is_empty() {
            return;
        }
        let groups = self.groups(units, &mut bodies);
        let mut notes: Vec<Option<u32>> = vec![None; bodies.len()];
        let mut kept = Vec::with_capacity(units.len());
        let mut open = false;
        let mut next = 0;
        for (at, unit) in units.drain(..).enumerate() {
            let body = bodies.get(next).filter(|body| body.unit == at);
            if let Some(body) = body {
                next += 1;
                open = body.called;
                if open {
                    notes[next - 1] = Some(edition.notes.len() as u32);
                    let note = self.note(&unit, body);
                    edition.notes.push(note);
                    continue;
                }
                self.uncalled(&unit, body);
            } else if open && unit.kind == UnitKind::Role(Role::Note) {
                // A further paragraph of the note before.
                let note = edition.notes.last_mut().expect("an open note was pushed");
                let more = self.note_blocks(&unit, 0, "note.further-paragraph");
                note.span = note.span.to(self.span(&unit.lines));
                note.resp = self.voice(note.span).or(note.resp.take());
                note.blocks.extend(more);
                continue;
            }
            open &= matches!(unit.kind, UnitKind::Page { .. });
            kept.push(unit);
        }
        *units = kept;
        for (key, groups) in groups {
            for (index, group) in groups.into_iter().enumerate() {
                let at = if index == 0 { 0 } else { group.at };
                let note = group.body.and_then(|body| notes[body]);
                self.note_changes.push(Change { at, key: key.clone(), note });
            }
        }
        self.note_changes.sort_by_key(|change| change.at);
        self.note_scope(0);
    }

    /// From here on, marks call the notes that they call at this place of the source.
    pub(super) fn note_scope(&mut self, at: u32) {
        if self.note_changes.is_empty() {
            return;
        }
        if self.note_changes[..self.note_cursor].last().is_some_and(|change| change.at > at) {
            self.note_cursor = 0;
        }
        if self.note_cursor == 0 {
            self.notes.clear();
        }
        while let Some(change) = self.note_changes.get(self.note_cursor).filter(|change| change.at <= at) {
            match change.note {
                Some(note) => self.notes.insert(change.key.clone(), note),
                None => self.notes.remove(&change.key),
            };
            self.note_cursor += 1;
        }
    }

    /// Units that have the shape of a note's body.
    fn bodies(&self, units: &[Unit]) -> Vec<Body> {
        let mut bodies = Vec::new();
        let (mut stretch, mut under_heading) = (0, false);
        for (at, unit) in units.iter().enumerate() {
            let role = match unit.kind {
                UnitKind::Role(role) if role == Role::Note || !self.told(unit) => Some(role),
                _ => None,
            };
            let first = self.source.slice(self.lines[unit.lines.start].span);
            // What a mark calls is a note, whatever its line looked like; but letters are numbered in brackets too.
            let sign = role.and_then(|role| {
                let strong = || note_sign(first).filter(|_| under_heading || role != Role::Head);
                // A number alone counts paragraphs too, except where notes are announced.
                let weak = || (under_heading || role == Role::Note).then(|| numbered(first)).flatten();
                let star = |sign: &Sign| sign.key.starts_with('*') && role == Role::List;
                self.enclosed_label(unit).or_else(strong).or_else(weak).filter(|sign| !star(sign))
            });
            let Some(sign) = sign else {
                if opens_stretch(unit) {
                    stretch += 1;
                    under_heading = self.is_notes_heading(unit);
                }
                continue;
            };
            let (key, label) = (sign.key.into_owned(), sign.label.into_owned());
            bodies.push(Body { unit: at, key, label, length: sign.length, stretch, called: false });
        }
        bodies
    }

    /// Marks by label, each group with the body that it calls.
    fn groups(&self, units: &[Unit], bodies: &mut [Body]) -> BTreeMap<String, Vec<Group>> {
        let mut groups: BTreeMap<String, Vec<Group>> =
            bodies.iter().map(|body| (body.key.clone(), Vec::new())).collect();
        let mut pending: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        let mut in_stretch: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for body in &*bodies {
            *in_stretch.entry((body.key.clone(), body.stretch)).or_default() += 1;
        }
        let (mut stretch, mut next) = (0, 0);
        for (at, unit) in units.iter().enumerate() {
            let span = self.span(&unit.lines);
            let mut text = self.source.slice(span);
            let is_body = bodies.get(next).is_some_and(|body| body.unit == at);
            stretch += usize::from(!is_body && opens_stretch(unit));
            if is_body {
                let body = &mut bodies[next];
                text = &text[body.length..];
                let waiting = pending.entry(body.key.clone()).or_default();
                let left = in_stretch.get_mut(&(body.key.clone(), body.stretch)).expect("each body was counted");
                let group = if *left >= waiting.len() { waiting.pop_front() } else { waiting.pop_back() };
                *left -= 1;
                if let Some(group) = group {
                    groups.get_mut(&body.key).expect("each key has groups")[group].body = Some(next);
                    body.called = true;
                }
                next += 1;
            }
            for key in marks(text) {
                let Some(groups) = groups.get_mut(key.as_ref()) else { continue };
                let waiting = pending.entry(key.clone().into_owned()).or_default();
                let same = groups.last().is_some_and(|group| group.stretch == stretch && group.body.is_none());
                if !same || waiting.back() != Some(&(groups.len() - 1)) {
                    waiting.push_back(groups.len());
                    groups.push(Group { at: span.start, unit: at, stretch, body: None });
                }
            }
        }
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, body) in bodies.iter().enumerate() {
            by_key.entry(body.key.clone()).or_default().push(index);
        }
        for (key, groups) in &mut groups {
            let all = by_key.get(key).map_or(&[][..], Vec::as_slice);
            let home: BTreeSet<usize> = groups.iter().filter(|g| g.body.is_some()).map(|g| g.stretch).collect();
            let mut lone: VecDeque<usize> = all.iter().copied().filter(|&body| !bodies[body].called).collect();
            for group in groups.iter_mut().filter(|group| group.body.is_none()) {
                // A note at the end may be called from several texts; one that stands before its mark has no other.
                let next = all.get(all.partition_point(|&body| bodies[body].unit <= group.unit)).copied();
                let shared = next.filter(|&body| !bodies[body].called || !home.contains(&bodies[body].stretch));
                group.body = shared.or_else(|| {
                    // A body that calls itself stays for a later mark.
                    while lone.front().is_some_and(|&body| bodies[body].called) {
                        lone.pop_front();
                    }
                    let fits = |&body: &usize| !bodies[body].called && bodies[body].unit != group.unit;
                    lone.iter().position(fits).and_then(|at| lone.remove(at))
                });
                if let Some(body) = group.body {
                    bodies[body].called = true;
                }
            }
        }
        groups
    }

    /// The heading of a list of notes.
    fn is_notes_heading(&self, unit: &Unit) -> bool {
        super::is_heading(unit) && matter::named(self.source.slice(self.span(&unit.lines))) == Some("notes")
    }

    /// The label of a note in a bracket of its own (`[Footnote 1: words]`).
    fn enclosed_label(&self, unit: &Unit) -> Option<Sign<'_>> {
        self.enclosure(unit).filter(|sign| !sign.key.is_empty())
    }

    /// The head of a bracket around a note; without a label in a note that goes on from the page before.
    fn enclosure(&self, unit: &Unit) -> Option<Sign<'_>> {
        let (Told::Line(Role::Note), cue) = self.overrides.told(unit.lines.start)? else { return None };
        let text = self.source.slice(self.span(&unit.lines));
        let brackets = self.profile.lines.iter().filter(|notation| notation.cue == cue);
        let head = brackets.filter_map(|notation| notation.bracket.as_deref()).find(|head| text.starts_with(head))?;
        let (label, words) = text[head.len()..].split_once(':')?;
        let label = label.trim();
        (label.len() <= 5).then(|| Sign {
            key: Cow::Borrowed(label),
            label: Cow::Borrowed(label),
            length: text.len() - words.trim_start().len(),
        })
    }

    fn note(&self, unit: &Unit, body: &Body) -> Note {
        let cue = "note.body-with-mark";
        let blocks = self.note_blocks(unit, body.length, cue);
        let why = Why::rule(cue);
        let span = self.span(&unit.lines);
        Note { span, label: body.label.clone(), resp: self.voice(span), blocks, why }
    }

    /// Who signs a note at its end: `- Ed.`, `[Tr.]`, `(Author's note)`.
    fn voice(&self, note: Span) -> Option<Name> {
        let text = self.source.slice(note).trim_end_matches([']', ')', '*', '_']);
        let (_, signature) = text.rsplit_once(['[', '(', '\u{2014}', '\u{2013}', '-'])?;
        let signature = signature.trim_matches(['*', '_', ' ']);
        super::super::inline::voice(&self.languages, signature).map(Name::from)
    }

    /// The paragraphs of a note, whose sign has this length.
    fn note_blocks(&self, unit: &Unit, sign: usize, cue: &'static str) -> Vec<Block> {
        let words = self.words(unit, sign);
        let mut blocks = Vec::new();
        let mut start = unit.lines.start;
        for index in start + 1..=unit.lines.end {
            // A sign or the end of a bracket alone is no paragraph.
            let cuts = |next: &Line| {
                let before = self.lines[index - 1].span.end;
                next.blanks > 0 && before > words.start && next.span.start < words.end
            };
            if index < unit.lines.end && !cuts(&self.lines[index]) {
                continue;
            }
            let span = self.span(&(start..index));
            let content = parted(span, words);
            blocks.push(Block { span, kind: BlockKind::Paragraph { content, continues: false }, why: Why::rule(cue) });
            start = index;
        }
        blocks
    }

    /// The words of a note: its sign, and the one bracket that ends it, with the star of a note that goes on, are
    /// notation.
    fn words(&self, unit: &Unit, sign: usize) -> Span {
        let whole = self.span(&unit.lines);
        let text = self.source.slice(whole);
        let enclosure = self.enclosure(unit);
        let sign = enclosure.as_ref().map_or(sign, |enclosure| enclosure.length);
        let ended = enclosure.and_then(|_| text.trim_end_matches('*').strip_suffix(']'));
        let end = ended.map_or(text.len(), |text| text.trim_end().len()).max(sign);
        Span::new(whole.start as usize + sign, whole.start as usize + end)
    }

    /// A body that nothing calls stays where it is.
    fn uncalled(&mut self, unit: &Unit, body: &Body) {
        if unit.kind == UnitKind::Role(Role::Note) {
            let message = format!("no mark in the text calls the note {}", body.label);
            let finding = Diagnostic::new(NO_MARK, Level::Warning, self.span(&unit.lines), message);
            self.findings.push(finding.hint("it is kept where it stands; add its mark, or take the label out"));
        }
    }

    /// A note without a mark in the text that points to it.
    pub(super) fn loose_note(&mut self, unit: &Unit) -> BlockKind {
        let whole = self.span(&unit.lines);
        let first = self.source.slice(self.lines[unit.lines.start].span);
        let sign = self.enclosed_label(unit).or_else(|| note_sign(first));
        let length = sign.as_ref().map_or(0, |sign| sign.length);
        let label = sign.map(|sign| sign.label.into_owned());
        let content = parted(whole, self.words(unit, length));
        BlockKind::Note { label, content: self.note_text(content) }
    }

    /// Reads the inside of what was parted.
    fn note_text(&mut self, parts: Vec<Inline>) -> Vec<Inline> {
        let mut content = Vec::with_capacity(parts.len());
        for inline in parts {
            match inline {
                Inline::Text { span, .. } => content.extend(self.text(span)),
                other => content.push(other),
            }
        }
        content
    }

    /// Reads the inside of the notes, once all of them are known.
    pub(super) fn note_bodies(&mut self, edition: &mut Edition) {
        for note in &mut edition.notes {
            for block in &mut note.blocks {
                let BlockKind::Paragraph { content, .. } = &mut block.kind else { continue };
                *content = self.note_text(std::mem::take(content));
            }
        }
    }
}

/// A stretch of a note as notation and words; `words` may begin before it and end behind it.
fn parted(span: Span, words: Span) -> Vec<Inline> {
    let from = words.start.clamp(span.start, span.end);
    let to = words.end.clamp(from, span.end);
    let parts = [
        Inline::Markup { span: Span { start: span.start, end: from } },
        Inline::Text { span: Span { start: from, end: to }, text: None },
        Inline::Markup { span: Span { start: to, end: span.end } },
    ];
    parts.into_iter().filter(|part| !part.span().is_empty()).collect()
}

/// Whether labels may start anew with a unit.
fn opens_stretch(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::Marked(_) | UnitKind::Role(Role::Head | Role::Dateline | Role::Salute))
}

fn is_label(inner: &str) -> bool {
    let of = |c: char| c.is_ascii_digit() || is_sign(c) || c.is_ascii_alphabetic() && inner.len() == 1;
    (1..=5).contains(&inner.len()) && inner.chars().all(of)
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡')
}

/// The sign at the start of a note's body: `[1] `, `[^a]: `, `{1} `, `(1) `, `¹ `, `* `, `†`.
pub(super) fn note_sign(text: &str) -> Option<Sign<'_>> {
    let first = text.chars().next()?;
    let with = |key: Cow<'_, str>, label, rest: &str, apart: bool| {
        let body = rest.trim_start();
        let parted = body.len() < rest.len() || !apart && body.starts_with(char::is_alphabetic);
        (parted && !body.is_empty()).then(|| Sign {
            key: Cow::Owned(key.into_owned()),
            label,
            length: text.len() - body.len(),
        })
    };
    let close = match first {
        '[' => ']',
        '{' => '}',
        '(' => ')',
        '*' | '†' | '‡' => {
            let length = text.find(|c| c != first).unwrap_or(text.len());
            let (sign, rest) = text.split_at(length);
            let short = sign.chars().count() <= 3;
            return short.then(|| with(sign.into(), Cow::Borrowed(sign), rest, first == '*')).flatten();
        }
        _ => {
            let length = text.find(|c| superior(c).is_none()).unwrap_or(text.len());
            let figures: String = text[..length].chars().filter_map(superior).collect();
            let short = (1..=3).contains(&figures.len());
            return short
                .then(|| with(figures.as_str().into(), Cow::Owned(figures.clone()), &text[length..], false))
                .flatten();
        }
    };
    let end = text.char_indices().take(12).find(|&(_, c)| c == close)?.0;
    let inner = text[1..end].trim_start_matches('^');
    let rest = &text[end + 1..];
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let key = if first == '{' { Cow::Owned(format!("{{{inner}}}")) } else { Cow::Borrowed(inner) };
    is_label(inner).then(|| with(key, Cow::Borrowed(inner), rest, true)).flatten()
}

/// A number at the start of a line under the heading of a list of notes: `1. `, `1) `, `1 `.
fn numbered(text: &str) -> Option<Sign<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].trim_start_matches(['.', ')']);
    let body = rest.trim_start();
    let short = (1..=3).contains(&digits) && body.len() < rest.len() && !body.is_empty();
    let label = Cow::Borrowed(&text[..digits]);
    short.then(|| Sign { key: label.clone(), label, length: text.len() - body.len() })
}

/// The digit of a superior figure.
fn superior(c: char) -> Option<char> {
    super::inline::superior(c)
}

/// Bytes that a mark may start with; 0xC2 and 0xE2 lead the signs and figures that are not ASCII. Long texts hold few
/// marks, and bytes are sooner looked at than characters.
const STARTS: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < LEADS.len() {
        table[LEADS[at] as usize] = true;
        at += 1;
    }
    table
};
const LEADS: &[u8] = b"[{(*\xC2\xE2";

/// What may be the mark of a note, in order: the keys of bodies that it calls.
fn marks(text: &str) -> Vec<Cow<'_, str>> {
    let mut marks = Vec::new();
    let mut stars = BTreeMap::new();
    let is_mark = |c: char| matches!(c, '[' | '{' | '(' | '*' | '†' | '‡') || superior(c).is_some();
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|&byte| STARTS[byte as usize]).map(|at| from + at) {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        from = at + first.len_utf8();
        if !is_mark(first) {
            continue;
        }
        let tight = text[..at].ends_with(|c: char| !c.is_whitespace());
        let close = match first {
            '[' => ']',
            '{' => '}',
            '(' => ')',
            _ => {
                let same = |c: char| if is_sign(first) { c == first } else { superior(c).is_some() };
                let length = rest.find(|c| !same(c)).unwrap_or(rest.len());
                from = at + length;
                let sign = &rest[..length];
                if first == '*' {
                    // Stars in pairs are emphasis.
                    let place: &mut (usize, bool) = stars.entry(sign).or_default();
                    *place = (place.0 + 1, tight);
                } else if tight {
                    let figures: Option<String> = sign.chars().map(superior).collect();
                    marks.push(figures.map_or(Cow::Borrowed(sign), Cow::Owned));
                }
                continue;
            }
        };
        let Some((end, _)) = rest.char_indices().take(9).find(|&(_, c)| c == close) else { continue };
        let inner = rest[1..end].trim_start_matches('^');
        if !is_label(inner) || first == '(' && !tight {
            continue;
        }
        if first == '{' {
            marks.push(Cow::Owned(format!("{{{inner}}}")));
        }
        marks.push(Cow::Borrowed(inner));
    }
    marks.extend(stars.into_iter().filter(|(_, (count, tight))| count % 2 == 1 && *tight).map(|(sign, _)| sign.into()));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_bodies() {
        for (text, key, length) in [
            ("[1] A note.", "1", 4),
            ("[^a]: A note.", "a", 6),
            ("{2} A note.", "{2}", 4),
            ("(3) A note.", "3", 4),
            ("¹A note.", "1", 2),
            ("¹² A note.", "12", 5),
            ("* A note.", "*", 2),
            ("†A note.", "†", 3),
            ("** A note.", "**", 3),
        ] {
            let sign = note_sign(text).unwrap_or_else(|| panic!("{text} is a note"));
            assert_eq!((sign.key.as_ref(), sign.length), (key, length), "{text}");
        }
        for text in ["[word] A", "[1]", "(he) went", "*word* in", "1 word", "", "²"] {
            assert_eq!(note_sign(text), None, "{text}");
        }
    }

    #[test]
    fn marks_in_text() {
        assert_eq!(marks("one[1] two(2) three{3} four¹ five† (6) *six* seven*"), ["1", "2", "{3}", "3", "1", "†", "*"]);
        assert!(marks("*six* and (7) and [words]").is_empty());
    }
}
