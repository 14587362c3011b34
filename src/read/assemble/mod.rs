//! From decided lines to the tree: blocks, their inline content, letters and sections.

mod blocks;
mod builder;
mod code;
mod letters;
mod lines;
mod note_places;
mod note_scope;
mod notes;
mod prose;
mod quotes;
mod tables;
mod tongues;
mod unit;
mod units;

pub(crate) use builder::FileFacts;
pub(crate) use quotes::mark_quotations;

use crate::diagnostic::Diagnostic;
use crate::read::decide::segment::{Segment, Step, segment, whole, within};
use crate::read::decide::verdict::Verdict;
use crate::read::divide::DivisionKind;
use crate::read::role::Role;
use crate::read::tongue::Tongue;
use crate::source::Span;
use crate::tree::{Edition, Part};
use builder::TreeBuilder;
use unit::{Unit, UnitKind};

/// What was noticed when a tree was built.
pub(crate) struct Built {
    pub(crate) findings: Vec<Diagnostic>,
    /// What told the languages of parts, with the place of these.
    pub(crate) tongues: Vec<(Span, Tongue)>,
}

/// Builds the parts of an edition from the verdicts, one for each line. Returns what was noticed.
pub(crate) fn build(facts: FileFacts, verdicts: impl IntoIterator<Item = Verdict>, edition: &mut Edition) -> Built {
    let FileFacts { overrides, divisions, is_letter, .. } = facts;
    let mut builder = TreeBuilder::new(facts);
    let mut units = builder.units(verdicts, edition);
    builder.place_lines(&mut units);
    builder.lift_notes(&mut units, edition);
    let step = |unit: &Unit| {
        let is_wall = overrides.is_matter(unit.lines.start);
        if is_wall { Step::Wall } else { step(unit, builder.told(unit)) }
    };
    let steps: Vec<Step> = units.iter().map(step).collect();
    let starts_letter = |unit: &Unit| overrides.starting(unit.lines.start).is_some_and(|order| order.letter);
    let starts: Vec<bool> = units.iter().map(starts_letter).collect();
    let gaps: Vec<u8> = units.iter().map(|unit| builder.gap(unit)).collect();
    let titled = units.iter().position(|unit| matches!(unit.kind, UnitKind::Title(_)));
    let mut segments: Vec<Segment> = Vec::new();
    for (range, kind) in divisions.among(units.iter().map(|unit| unit.lines.start)) {
        let (steps, starts, gaps) = (&steps[range.clone()], &starts[range.clone()], &gaps[range.clone()]);
        let cut = match kind {
            DivisionKind::Letter if !starts.contains(&true) => whole(&builder.with_text(&units[range.clone()], steps)),
            DivisionKind::Prose if !starts.contains(&true) => within(steps, &builder.announced(&units[range.clone()])),
            _ => segment(steps, starts, gaps),
        };
        for segment in cut {
            let mut segment = segment.after(range.start);
            if let Segment::Letter { body, bottom, end, .. } = &mut segment
                && kind == DivisionKind::Letter
                && bottom == end
            {
                *bottom = builder.foot(&units, *body..*end);
            }
            if let Segment::Letter { start, end, .. } = segment
                && kind == DivisionKind::Open
                && !starts[start - range.start]
                && !builder.makes_letter(&units[start..end])
            {
                segment = Segment::Prose(start..end);
            }
            // What is no letter belongs together, whatever heads it.
            match (segments.last_mut(), segment) {
                (Some(Segment::Prose(before)), Segment::Prose(more)) if kind == DivisionKind::Prose => {
                    before.end = more.end;
                }
                (_, segment) => segments.push(segment),
            }
        }
    }
    keep_pages_with_letters(&mut segments, &units);
    let is_found = |segments: &[Segment]| segments.iter().any(|segment| matches!(segment, Segment::Letter { .. }));
    if is_letter && !is_found(&segments) {
        segments = described(&units, &steps);
    }
    let has_letter = is_found(&segments);
    for segment in segments {
        match segment {
            Segment::Letter { start, body, bottom, end } => {
                let letter = builder.letter(&units, start, body, bottom, end);
                edition.parts.push(Part::Letter(Box::new(letter)));
            }
            Segment::Prose(range) => builder.prose(&units, range, titled, has_letter, edition),
        }
    }
    builder.note_bodies(edition);
    for item in &mut edition.furniture {
        item.content = builder.furniture(item.kind, item.span);
    }
    Built { findings: builder.findings, tongues: builder.tongues }
}

/// The end of a page between letters is no text of its own: it goes with the letter before.
fn keep_pages_with_letters(segments: &mut Vec<Segment>, units: &[Unit]) {
    let is_page = |unit: &Unit| matches!(unit.kind, UnitKind::Page { .. });
    let mut kept: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments.drain(..) {
        match (kept.last_mut(), &segment) {
            (Some(Segment::Letter { end, .. }), Segment::Prose(range)) if units[range.clone()].iter().all(is_page) => {
                *end = range.end;
            }
            _ => kept.push(segment),
        }
    }
    *segments = kept;
}

/// Segments of a file that is described as one letter, and does not look like one: it runs from the first text to what is
/// no part of any letter.
fn described(units: &[Unit], steps: &[Step]) -> Vec<Segment> {
    let Some(start) = steps.iter().position(|step| !matches!(step, Step::Wall | Step::Pass)) else {
        return vec![Segment::Prose(0..units.len())];
    };
    let end = start + steps[start..].iter().take_while(|step| **step != Step::Wall).count();
    let is_top = |unit: &&Unit| {
        unit.is_heading() || matches!(unit.kind, UnitKind::Role(Role::Dateline | Role::Address | Role::Salute))
    };
    let body = start + units[start..end].iter().take_while(is_top).count();
    let prose = [0..start, end..units.len()].map(Segment::Prose);
    let [before, after] = prose;
    [before, Segment::Letter { start, body, bottom: end, end }, after]
        .into_iter()
        .filter(|segment| !segment.range().is_empty())
        .collect()
}

/// A unit as segmentation sees it; `told` when the editor said what it is.
fn step(unit: &Unit, told: bool) -> Step {
    match unit.kind {
        UnitKind::Quote | UnitKind::Table | UnitKind::Code => Step::Body,
        UnitKind::Role(Role::Paragraph) | UnitKind::Separator if told => Step::Body,
        UnitKind::Role(Role::Postscript) if told => Step::Postscript,
        UnitKind::Role(role) => Step::Role(role),
        UnitKind::Marked(_) => Step::Marked,
        UnitKind::Page { .. } | UnitKind::Separator => Step::Pass,
        UnitKind::Title(_) | UnitKind::Imprint => Step::Wall,
    }
}
