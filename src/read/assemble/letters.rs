//! Letters: opener, body, sections, bottom.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::lines::line_role;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::dates::date_in;
use crate::read::decide::segment::Step;
use crate::read::role::Role;
use crate::source::Span;
use crate::tree::{Bottom, Date, Edtf, Letter, LineRole, Postscript, Top};
use std::ops::Range;

/// A dateline without a date is no longer than this, in bytes.
const LONGEST_DATELINE: u32 = 80;

impl TreeBuilder<'_> {
    /// Whether a unit is evidence of a letter. What may be the name of a place is not, alone.
    pub(crate) fn makes_letter(&self, units: &[Unit]) -> bool {
        let sure = |unit: &Unit| match unit.kind {
            UnitKind::Role(Role::Dateline) => self.told(unit),
            UnitKind::Role(Role::Address | Role::Salute | Role::Closer | Role::Signed | Role::Postscript) => true,
            _ => false,
        };
        let dated = |unit: &Unit| unit.kind == UnitKind::Role(Role::Dateline) && self.has_date(self.span(&unit.lines));
        units.iter().any(sure) || units.iter().any(dated)
    }

    /// The steps of a letter of a series. What goes over a page's width and dates nothing is its text, whatever it looks like.
    pub(crate) fn with_text(&self, units: &[Unit], steps: &[Step]) -> Vec<Step> {
        let is_text = |unit: &Unit| {
            let span = self.span(&unit.lines);
            unit.kind == UnitKind::Role(Role::Dateline)
                && !self.told(unit)
                && span.end - span.start > LONGEST_DATELINE
                && !self.has_date(span)
        };
        let step = |(unit, step): (&Unit, &Step)| if is_text(unit) { Step::Role(Role::Paragraph) } else { *step };
        units.iter().zip(steps).map(step).collect()
    }

    /// Where the dates below the text of a letter begin that nothing closes.
    pub(crate) fn foot(&self, units: &[Unit], text: Range<usize>) -> usize {
        let is_date =
            |unit: &Unit| unit.kind == UnitKind::Role(Role::Dateline) && self.has_date(self.span(&unit.lines));
        let mut foot = text.end;
        for at in (text.start + 1..text.end).rev() {
            match &units[at].kind {
                UnitKind::Page { .. } | UnitKind::Separator => {}
                _ if is_date(&units[at]) => foot = at,
                _ => break,
            }
        }
        foot
    }

    pub(crate) fn letter(&mut self, units: &[Unit], start: usize, body: usize, bottom: usize, end: usize) -> Letter {
        let lang = self.lang_of(&units[start], &units[start..end]);
        self.speaking(lang.as_deref(), |builder| Letter {
            lang: lang.clone(),
            ..builder.spoken_letter(units, start, body, bottom, end)
        })
    }

    /// A letter in the language at its place.
    fn spoken_letter(&mut self, units: &[Unit], start: usize, body: usize, bottom: usize, end: usize) -> Letter {
        let span = self.span(&units[start].lines).to(self.span(&units[end - 1].lines));
        let mut letter = Letter {
            span,
            top: Vec::with_capacity(body - start),
            bottom: Vec::with_capacity(end - bottom),
            ..Letter::default()
        };
        let mut at = start;
        while at < body {
            let unit = &units[at];
            at += 1;
            match &unit.kind {
                UnitKind::Role(Role::Dateline) => {
                    // Place and date on two lines are one dateline, unless furniture or an order stands between.
                    let mut whole = unit.clone();
                    let next = units[..body].get(at).filter(|next| {
                        next.kind == unit.kind
                            && next.lines.start == unit.lines.end
                            && self.overrides.starting(next.lines.start).is_none()
                    });
                    let fixed = self.overrides.is_fixed(unit.lines.start);
                    if next.is_some() && !fixed && !self.is_dated(self.span(&unit.lines)) {
                        whole.lines.end = units[at].lines.end;
                        at += 1;
                    }
                    let line = self.line(&whole, LineRole::Dateline);
                    letter.top.push(Top::Line(line));
                }
                UnitKind::Role(Role::Head) | UnitKind::Marked(_) => {
                    letter.top.push(Top::Heading(self.heading(unit, 1)));
                }
                UnitKind::Page { number, printed } => {
                    letter.top.push(Top::Break(self.page(unit, number.clone(), *printed)));
                }
                UnitKind::Separator => letter.top.push(Top::Line(self.line(unit, LineRole::Trailer))),
                UnitKind::Role(role) => letter.top.push(Top::Line(self.line(unit, line_role(*role)))),
                UnitKind::Title(_) | UnitKind::Imprint | UnitKind::Quote | UnitKind::Table | UnitKind::Code => {
                    unreachable!("no letter goes across a title block or an imprint, and a quotation or table is body")
                }
            }
        }
        self.anchor(&letter, &units[bottom..end]);
        let first_section = (body..bottom).find(|&at| units[at].is_heading()).unwrap_or(bottom);
        letter.body = self.blocks(units, body..first_section);
        letter.sections = self.sections(units, first_section..bottom, 2);
        self.bottom(units, bottom..end, &mut letter);
        // The next letter has dates of its own.
        self.year = None;
        letter
    }

    fn is_dated(&self, span: Span) -> bool {
        self.source.slice(span).bytes().any(|b| b.is_ascii_digit())
    }

    /// From here on, relative dates count from the dateline of this letter.
    fn anchor(&mut self, letter: &Letter, bottom: &[Unit]) {
        let full = |date: &Date| date.edtf.as_ref().and_then(Edtf::day);
        let above = letter.top.iter().find_map(|top| match top {
            Top::Line(line) => date_in(&line.content).and_then(full),
            _ => None,
        });
        let below = bottom.iter().filter(|unit| unit.kind == UnitKind::Role(Role::Dateline)).find_map(|unit| {
            let span = self.span(&unit.lines);
            let found = self.spoken.dates.dateline(self.source.slice(span), span.start, &self.date_context).date?;
            full(&found.date)
        });
        self.date_context.anchor = above.or(below);
        if let Some((year, ..)) = self.date_context.anchor {
            self.year = Some(year);
            self.date_context.year_hint = self.year;
        }
    }

    fn bottom(&mut self, units: &[Unit], range: Range<usize>, letter: &mut Letter) {
        for unit in &units[range] {
            match &unit.kind {
                UnitKind::Page { number, printed } => {
                    letter.bottom.push(Bottom::Break(self.page(unit, number.clone(), *printed)));
                }
                UnitKind::Role(
                    role @ (Role::Closer | Role::Signed | Role::Dateline | Role::Address | Role::Salute),
                ) => {
                    let line = self.line(unit, line_role(*role));
                    match letter.bottom.last_mut() {
                        // What closes a postscript belongs to it; an address is the letter's again.
                        Some(Bottom::Postscript(postscript)) if matches!(role, Role::Closer | Role::Signed) => {
                            postscript.span = postscript.span.to(line.span);
                            postscript.closer.push(line);
                        }
                        _ => letter.bottom.push(Bottom::Line(line)),
                    }
                }
                UnitKind::Role(Role::Paragraph | Role::Postscript | Role::Verse | Role::List | Role::Note) => {
                    let block = self.block(unit);
                    match letter.bottom.last_mut() {
                        Some(Bottom::Postscript(postscript)) if postscript.closer.is_empty() => {
                            postscript.span = postscript.span.to(block.span);
                            postscript.blocks.push(block);
                        }
                        _ => letter.bottom.push(Bottom::Postscript(Postscript {
                            span: block.span,
                            blocks: vec![block],
                            closer: Vec::new(),
                        })),
                    }
                }
                _ => letter.bottom.push(Bottom::Trailer(self.line(unit, LineRole::Trailer))),
            }
        }
    }
}
