//! From decided lines to units: which lines are one block.

use crate::knowledge::rules;
use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::decide::furniture;
use crate::read::decide::furniture::{Lifted, LiftedKind};
use crate::read::decide::verdict::Verdict;
use crate::read::divide;
use crate::read::lexicon::{Class, Lexicon, word, words};
use crate::read::note_sign::note_sign;
use crate::read::role::Role;
use crate::read::shape::{bullet, ends_sentence};
use crate::tree::{Edition, Furniture, FurnitureKind, Why, Wrap};

/// Lines of an item of a list that paragraphs with numbers are told from.
const ITEM: u32 = 3;

impl TreeBuilder<'_> {
    /// The units that decided lines make; furniture goes to the edition.
    pub(crate) fn units(&mut self, verdicts: impl IntoIterator<Item = Verdict>, edition: &mut Edition) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for (index, verdict) in verdicts.into_iter().enumerate() {
            let (kind, why) = match verdict {
                Verdict::Lifted(Lifted { kind: LiftedKind::Furniture(kind), cue }) => {
                    if kind == FurnitureKind::Noise && self.overrides.told(index).is_none() {
                        let text = self.source.slice(self.lines[index].span);
                        self.findings.push(
                            rules::finding(
                                "text/noise",
                                self.lines[index].span,
                                format!("`{text}` looks like dirt of text recognition"),
                            )
                            .hint("it is kept out of the reading text; if it is text, mend the line"),
                        );
                    }
                    let span = self.lines[index].span;
                    match edition.furniture.last_mut() {
                        Some(note)
                            if cue == furniture::CONTINUED
                                && index > 0
                                && !self.overrides.is_fixed(index - 1)
                                && note.span.end == self.lines[index - 1].span.end =>
                        {
                            note.span = note.span.to(span);
                        }
                        _ => edition.furniture.push(Furniture { span, kind, content: Vec::new(), why: Why::rule(cue) }),
                    }
                    continue;
                }
                Verdict::Lifted(Lifted { kind: LiftedKind::PageBreak { number, printed }, cue }) => {
                    if cue == divide::NUMBERED_HEAD {
                        let (kind, why) = (FurnitureKind::RunningHead, Why::rule(cue.clone()));
                        let span = self.lines[index].span;
                        let words = divide::head_parts(self.source.slice(span)).map(|(_, words)| span.part(words));
                        let span = words.unwrap_or(span);
                        edition.furniture.push(Furniture { span, kind, content: Vec::new(), why });
                    }
                    (UnitKind::Page { number, printed }, Why::rule(cue))
                }
                Verdict::Lifted(Lifted { kind: LiftedKind::Separator, cue }) => (UnitKind::Separator, Why::rule(cue)),
                Verdict::Lifted(Lifted { kind: LiftedKind::Imprint, cue }) => (UnitKind::Imprint, Why::rule(cue)),
                Verdict::Title(title) => (UnitKind::Title(title.role), Why::rule(title.cue)),
                Verdict::Marked(level, why) => (UnitKind::Marked(level), why),
                Verdict::Quote(why) => (UnitKind::Quote, why),
                Verdict::Table(why) => (UnitKind::Table, why),
                Verdict::Code(why) => (UnitKind::Code, why),
                Verdict::Role(role, why) => (UnitKind::Role(role), why),
            };
            match units.last_mut() {
                Some(unit) if unit.lines.end == index && unit.kind == kind && self.joins(unit, index) => {
                    unit.lines.end = index + 1;
                }
                _ => {
                    units.push(Unit { lines: index..index + 1, kind, why: self.whys.len() });
                    self.whys.push(why);
                }
            }
        }
        units
    }

    /// Whether line `index`, of the same role as `unit` and right after it, belongs to the same block.
    fn joins(&self, unit: &Unit, index: usize) -> bool {
        let line = &self.lines[index];
        if self.overrides.enclosed(unit.lines.start, index) {
            return true;
        }
        if line.blanks > 0 || self.overrides.starting(index).is_some() || self.divisions.starts(index) {
            return false;
        }
        if self.overrides.told(index).is_some() || self.told(unit) {
            return self.overrides.same(unit.lines.start, index)
                && matches!(
                    unit.kind,
                    UnitKind::Role(_) | UnitKind::Quote | UnitKind::Table | UnitKind::Code | UnitKind::Title(_)
                );
        }
        let UnitKind::Role(role) = unit.kind else { return false };
        let text = self.source.slice(line.span);
        match role {
            // Numbered paragraphs are no list: its items are short.
            Role::Paragraph | Role::Postscript
                if line.physical <= ITEM
                    && self.lines[index - 1].physical <= ITEM
                    && bullet(text).is_some()
                    && bullet(self.source.slice(self.lines[unit.lines.start].span)).is_some() =>
            {
                true
            }
            Role::Paragraph | Role::Postscript | Role::Other | Role::Trailer if self.layout.wrap == Wrap::Lines => {
                // Quoted lines of mail and Markdown belong together.
                text.starts_with("> ") && self.source.slice(self.lines[index - 1].span).starts_with("> ")
            }
            // A note that follows another without a blank line.
            Role::Paragraph | Role::Postscript
                if note_sign(text).is_some() && ends_sentence(self.source.slice(self.lines[index - 1].span)) =>
            {
                false
            }
            Role::Paragraph | Role::Postscript if self.layout.indent.is_some() => !self.layout.is_indented(line),
            Role::Paragraph | Role::Postscript => {
                // Without a blank line, an indented line after a short one starts a paragraph.
                let before = &self.lines[index - 1];
                !(line.indent >= before.indent + 2
                    && before.chars + 12 < self.layout.width
                    && ends_sentence(self.source.slice(before.span)))
            }
            Role::Note => note_sign(text).is_none(),
            _ => true,
        }
    }

    /// A place on a line of its own, right above a date without one, is the first half of a dateline.
    pub(crate) fn place_lines(&mut self, units: &mut [Unit]) {
        let is = |unit: Option<&Unit>, role| unit.is_some_and(|unit| unit.kind == UnitKind::Role(role));
        for at in 1..units.len() {
            // A second name between a signature and a date with a greeting opens the next letter.
            let opens = at > 1 && is(units.get(at - 2), Role::Signed) && is(units.get(at + 1), Role::Salute);
            let [place, date] = &mut units[at - 1..=at] else { continue };
            if self.told(place) || self.told(date) {
                continue;
            }
            let role = opens && place.kind == UnitKind::Role(Role::Signed)
                || matches!(
                    place.kind,
                    UnitKind::Role(
                        Role::Address | Role::Head | Role::Postscript | Role::Other | Role::Trailer | Role::Paragraph
                    )
                );
            if !role
                || place.lines.len() > 1
                || place.lines.end != date.lines.start
                || date.kind != UnitKind::Role(Role::Dateline)
            {
                continue;
            }
            if !is_place(self.known.lexicon(), self.source.slice(self.span(&place.lines))) {
                continue;
            }
            let span = self.span(&date.lines);
            let read = self.spoken.dates.dateline(self.source.slice(span), span.start, &self.date_context);
            if read.place.is_none() && read.date.is_some_and(|date| date.parts.month.is_some()) {
                place.kind = date.kind.clone();
                self.whys[place.why] = Why::rule("dateline.place-above-date");
            }
        }
    }
}

/// Whether a line can be the name of a place: few words, all with a capital, no sentence, no heading.
fn is_place(lexicon: &Lexicon, text: &str) -> bool {
    let capital = |token: &str| {
        let bare = token.trim_start_matches('(');
        bare.starts_with(char::is_uppercase) || lexicon.flags(&bare.to_lowercase()) & word::PARTICLE != 0
    };
    // A region in round brackets may have words of any kind.
    let name = text.split_once('(').map_or(text, |(name, _)| name);
    // Most lines fail here already.
    if !text.starts_with(char::is_uppercase)
        || text.ends_with(['.', '!', '?', ':', ';'])
        || text.bytes().any(|b| b.is_ascii_digit())
        || !name.split_whitespace().all(capital)
    {
        return false;
    }
    let words = words(text);
    let mut other = false;
    lexicon.starts(&words, |class, _| other |= matches!(class, Class::Heading | Class::SaluteStrong | Class::By));
    !other && (1..=5).contains(&words.len())
}
