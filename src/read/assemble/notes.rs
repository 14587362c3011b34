//! Notes: their bodies at the foot of a page, after a letter or at the end of the file, and the marks that call them.
//!
//! Numbering may start again on each page, in each letter, or run through the file. So the marks of one label are
//! taken in groups, one for each stretch of text without a body or an opener inside, and each body goes to a group:
//! to the latest one in its own stretch, and in the order of the text where the bodies stand together at the end.

use crate::knowledge::rules;
use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::note_places::note_places;
use crate::read::assemble::note_scope::{NoteChange, NoteScope};
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::inline::NotePlace;
use crate::read::lines::Line;
use crate::read::note_sign::{self, MarkForm, NoteSign, marks, note_sign, numbered};
use crate::read::orders::told::Told;
use crate::read::orders::{footnotes, matter};
use crate::read::role::Role;
use crate::source::Span;
use crate::tree::{Block, BlockKind, Edition, Inline, Name, Note, Why};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A body that no mark calls.
const NO_MARK: &str = "notes/no-mark";

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
struct MarkGroup {
    /// Where the unit of the first mark starts.
    at: u32,
    unit: usize,
    stretch: usize,
    body: Option<usize>,
}

impl TreeBuilder<'_> {
    /// Takes out note bodies that a mark in the text points to.
    pub(crate) fn lift_notes(&mut self, units: &mut Vec<Unit>, edition: &mut Edition) {
        let mut bodies = self.bodies(units);
        if bodies.is_empty() && !units.iter().any(|unit| self.is_free_note(unit)) {
            return;
        }
        let (groups, places) = self.groups(units, &mut bodies);
        let mut notes: Vec<Option<u32>> = vec![None; bodies.len()];
        let mut kept: Vec<Unit> = Vec::with_capacity(units.len());
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
                if self.is_free_note(&unit) && kept.last().is_some_and(is_edge) {
                    // What stands above or below a letter is none of its lines.
                    let note = self.note(&unit, body);
                    edition.notes.push(note);
                    continue;
                }
            } else if self.is_free_note(&unit) && !open && kept.last().is_some_and(is_edge) {
                // It has no label.
                let body =
                    Body { unit: at, key: String::new(), label: String::new(), length: 0, stretch: 0, called: false };
                let note = self.note(&unit, &body);
                edition.notes.push(note);
                continue;
            } else if open && unit.kind == UnitKind::Role(Role::Note) && !self.is_shaped_note(&unit) {
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
        let mut changes = Vec::new();
        for (key, groups) in groups {
            for (index, group) in groups.into_iter().enumerate() {
                let at = if index == 0 { 0 } else { group.at };
                let note = group.body.and_then(|body| notes[body]);
                changes.push(NoteChange { at, key: key.clone(), note });
            }
        }
        self.notes = NoteScope::new(changes, places);
    }

    /// Whether a unit is a note that no editor ordered to stand where it stands.
    fn is_free_note(&self, unit: &Unit) -> bool {
        unit.kind == UnitKind::Role(Role::Note) && !self.overrides.is_fixed(unit.lines.start)
    }

    /// Whether a unit is a note by its shape and place.
    pub(crate) fn is_shaped_note(&self, unit: &Unit) -> bool {
        unit.kind == UnitKind::Role(Role::Note)
            && self.overrides.told(unit.lines.start).is_some_and(|(_, cue)| *cue == footnotes::CUE)
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
                let star = |sign: &NoteSign| sign.key.starts_with('*') && role == Role::List;
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
    ///
    /// Also the marks that only their place tells from other words.
    fn groups(&self, units: &[Unit], bodies: &mut [Body]) -> (BTreeMap<String, Vec<MarkGroup>>, Vec<NotePlace>) {
        let glued = self.glued(units, bodies);
        let glued: BTreeMap<u32, String> = glued.into_iter().map(|(place, key)| (place, key.to_owned())).collect();
        let mut places = Vec::new();
        let mut groups: BTreeMap<String, Vec<MarkGroup>> =
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
            let from = span.end - text.len() as u32;
            for note_sign::NoteMark { key, range, form } in marks(text) {
                let place = Span::new(from as usize + range.start, from as usize + range.end);
                let key = match (form, glued.get(&place.start)) {
                    (MarkForm::Glued, None) => continue,
                    (MarkForm::Glued, Some(key)) => Cow::Borrowed(key.as_str()),
                    _ => key,
                };
                let Some(groups) = groups.get_mut(key.as_ref()) else { continue };
                if form != MarkForm::Sign {
                    places.push(NotePlace { span: place, label: key.clone().into_owned() });
                }
                let waiting = pending.entry(key.clone().into_owned()).or_default();
                let same = groups.last().is_some_and(|group| group.stretch == stretch && group.body.is_none());
                if !same || waiting.back() != Some(&(groups.len() - 1)) {
                    waiting.push_back(groups.len());
                    groups.push(MarkGroup { at: span.start, unit: at, stretch, body: None });
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
        places.sort_by_key(|place| place.span.start);
        (groups, places)
    }

    /// Where figures close behind words are marks, and what they call: where they count on, like the bodies that nothing
    /// else calls.
    fn glued<'b>(&self, units: &[Unit], bodies: &'b [Body]) -> BTreeMap<u32, &'b str> {
        let mut keys: BTreeMap<&str, &'b str> = BTreeMap::new();
        for body in bodies.iter().filter(|body| self.is_shaped_note(&units[body.unit])) {
            let key = body.key.as_str();
            if key.starts_with(|c: char| c.is_ascii_digit()) {
                keys.insert(key, key);
                // The first note of those to one mark ("29/1") answers it.
                keys.entry(key.split('/').next().unwrap_or(key)).or_insert(key);
            }
        }
        if keys.is_empty() {
            return BTreeMap::new();
        }
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut called: BTreeMap<u32, &'b str> = BTreeMap::new();
        let mut next = 0;
        let mut taken = BTreeSet::new();
        // Where a list of bodies ends, counting may begin again.
        let mut lists = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            if bodies.get(next).is_some_and(|body| body.unit == at) {
                next += 1;
                lists.push(self.span(&unit.lines).end);
                continue;
            }
            let span = self.span(&unit.lines);
            for mark in marks(self.source.slice(span)) {
                let Some(&key) = keys.get(mark.key.as_ref()) else { continue };
                let Some(number) = number_of(key) else { continue };
                if mark.form == MarkForm::Glued {
                    let place = span.start + mark.range.start as u32;
                    found.push((place, number));
                    called.insert(place, key);
                } else {
                    taken.insert(number);
                }
            }
        }
        let counted = counted(&found, &lists).into_iter().filter(|(_, number)| !taken.contains(number));
        counted.filter_map(|(place, _)| Some((place, *called.get(&place)?))).collect()
    }

    /// The heading of a list of notes.
    fn is_notes_heading(&self, unit: &Unit) -> bool {
        unit.is_heading() && matter::named(self.known, self.source.slice(self.span(&unit.lines))) == Some("notes")
    }

    /// The label of a note in a bracket of its own (`[Footnote 1: words]`).
    fn enclosed_label(&self, unit: &Unit) -> Option<NoteSign<'_>> {
        self.enclosure(unit).filter(|sign| !sign.key.is_empty())
    }

    /// The head of a bracket around a note; without a label in a note that goes on from the page before.
    fn enclosure(&self, unit: &Unit) -> Option<NoteSign<'_>> {
        let (Told::Line(Role::Note), cue) = self.overrides.told(unit.lines.start)? else { return None };
        let text = self.source.slice(self.span(&unit.lines));
        if *cue == footnotes::CUE {
            return note_sign::enclosed(self.known, text);
        }
        let brackets = self.profile.lines.iter().filter(|notation| notation.cue == **cue);
        let head = brackets.filter_map(|notation| notation.bracket.as_deref()).find(|head| text.starts_with(head))?;
        let (label, words) = text[head.len()..].split_once(':')?;
        let label = label.trim();
        (label.len() <= 5).then(|| NoteSign {
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
        Note { span, label: body.label.clone(), resp: self.voice(span), lang: None, blocks, why }
    }

    /// Who signs a note at its end: `- Ed.`, `[Tr.]`, `(Author's note)`.
    fn voice(&self, note: Span) -> Option<Name> {
        let text = self.source.slice(note).trim_end_matches([']', ')', '*', '_']);
        let (_, signature) = text.rsplit_once(['[', '(', '\u{2014}', '\u{2013}', '-'])?;
        let signature = signature.trim_matches(['*', '_', ' ']);
        crate::read::inline::voice(self.known, &self.spoken.languages, signature).map(Name::from)
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
            let finding = rules::finding(NO_MARK, self.span(&unit.lines), message);
            self.findings.push(finding.hint("it is kept where it stands; add its mark, or take the label out"));
        }
    }

    /// A note without a mark in the text that points to it.
    pub(crate) fn loose_note(&mut self, unit: &Unit) -> BlockKind {
        let whole = self.span(&unit.lines);
        let first = self.source.slice(self.lines[unit.lines.start].span);
        let listed = || numbered(first).filter(|_| self.is_shaped_note(unit));
        let sign = self.enclosed_label(unit).or_else(|| note_sign(first)).or_else(listed);
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
    pub(crate) fn note_bodies(&mut self, edition: &mut Edition) {
        let around = note_places(&edition.parts, edition.notes.len());
        for (note, around) in edition.notes.iter_mut().zip(around) {
            note.lang = self.speaking(around, |builder| builder.lang_of_note(note));
            let inside = note.lang.as_deref().or(around).map(str::to_owned);
            self.speaking(inside.as_deref(), |builder| {
                for block in &mut note.blocks {
                    let BlockKind::Paragraph { content, .. } = &mut block.kind else { continue };
                    *content = builder.note_text(std::mem::take(content));
                }
            });
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

/// Whether a unit stands at the head or foot of a letter.
fn is_edge(unit: &Unit) -> bool {
    let UnitKind::Role(role) = unit.kind else { return false };
    matches!(
        role,
        Role::Dateline
            | Role::Address
            | Role::Salute
            | Role::Closer
            | Role::Signed
            | Role::Postscript
            | Role::Trailer
            | Role::Other
    )
}

fn number_of(key: &str) -> Option<u32> {
    key.split('/').next()?.parse().ok()
}

/// The numbers that count on, in order, with their places; behind each of the `lists` they may begin again.
fn counted(found: &[(u32, u32)], lists: &[u32]) -> Vec<(u32, u32)> {
    // Where each number comes last: one that is passed over must not come later.
    let final_place: BTreeMap<u32, u32> = found.iter().map(|&(at, number)| (number, at)).collect();
    let mut counted = Vec::new();
    let mut last = 0;
    let mut lists = lists.iter().copied().peekable();
    for &(at, number) in found {
        while lists.next_if(|&list| list < at).is_some() {
            last = 0;
        }
        let later = || final_place.range(last + 1..number).any(|(_, &place)| place > at);
        if number == last + 1 || number > last && !later() {
            counted.push((at, number));
            last = number;
        }
    }
    counted
}
