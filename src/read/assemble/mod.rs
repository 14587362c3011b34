//! From decided lines to the tree: blocks, their inline content, letters and sections.

mod blocks;
mod builder;
mod letters;
mod lines;
mod note_scope;
mod notes;
mod prose;
mod quotes;
mod unit;
mod units;

pub(crate) use builder::FileFacts;
pub(crate) use quotes::mark_quotations;

use crate::diagnostic::Diagnostic;
use crate::read::decide::segment::{Segment, Step, segment};
use crate::read::decide::verdict::Verdict;
use crate::read::role::Role;
use crate::tree::{Edition, Part};
use builder::TreeBuilder;
use unit::{Unit, UnitKind};

/// Builds the parts of an edition from the verdicts, one for each line. Returns what was noticed.
pub(crate) fn build(
    facts: FileFacts,
    verdicts: impl IntoIterator<Item = Verdict>,
    edition: &mut Edition,
) -> Vec<Diagnostic> {
    let overrides = facts.overrides;
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
    let titled = units.iter().position(|unit| matches!(unit.kind, UnitKind::Title(_)));
    let mut segments = segment(&steps, &starts);
    for segment in &mut segments {
        if let Segment::Letter { start, end, .. } = *segment
            && !starts[start]
            && !builder.makes_letter(&units[start..end])
        {
            *segment = Segment::Prose(start..end);
        }
    }
    let has_letter = segments.iter().any(|segment| matches!(segment, Segment::Letter { .. }));
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
    builder.findings
}

/// A unit as segmentation sees it; `told` when the editor said what it is.
fn step(unit: &Unit, told: bool) -> Step {
    match unit.kind {
        UnitKind::Quote => Step::Body,
        UnitKind::Role(Role::Paragraph) | UnitKind::Separator if told => Step::Body,
        UnitKind::Role(Role::Postscript) if told => Step::Postscript,
        UnitKind::Role(role) => Step::Role(role),
        UnitKind::Marked(_) => Step::Marked,
        UnitKind::Page { .. } | UnitKind::Separator => Step::Pass,
        UnitKind::Title(_) | UnitKind::Imprint => Step::Wall,
    }
}
