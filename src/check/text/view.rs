//! A transcription as its rules see it.

use crate::check::findings::Findings;
use crate::source::Source;
use crate::tree::{Block, BlockKind, Bottom, Edition, Front, Letter, Part, Section};

/// A rule for transcriptions.
pub(in crate::check) type TextRule = fn(&Text, &mut Findings);

/// A transcription.
pub(in crate::check) struct Text<'a> {
    pub(super) source: &'a Source,
    pub(super) edition: &'a Edition,
}

/// The blocks of an edition, part by part in source order; those of quotations one by one.
pub(super) fn stretches(edition: &Edition) -> Vec<Vec<&Block>> {
    let mut stretches = Vec::new();
    for front in &edition.front {
        if let Front::Section(section) = front {
            stretches.push(of_section(section));
        }
    }
    for part in &edition.parts {
        stretches.push(match part {
            Part::Letter(letter) => of_letter(letter),
            Part::Section(section) => of_section(section),
        });
    }
    stretches.extend(edition.back.iter().map(of_section));
    stretches
}

fn of_section(section: &Section) -> Vec<&Block> {
    let mut blocks = Vec::new();
    add_section(section, &mut blocks);
    blocks
}

pub(super) fn of_letter(letter: &Letter) -> Vec<&Block> {
    let mut blocks = Vec::new();
    add(&letter.body, &mut blocks);
    letter.sections.iter().for_each(|section| add_section(section, &mut blocks));
    for bottom in &letter.bottom {
        if let Bottom::Postscript(postscript) = bottom {
            add(&postscript.blocks, &mut blocks);
        }
    }
    blocks
}

fn add_section<'a>(section: &'a Section, blocks: &mut Vec<&'a Block>) {
    add(&section.blocks, blocks);
    section.sections.iter().for_each(|inner| add_section(inner, blocks));
}

fn add<'a>(from: &'a [Block], blocks: &mut Vec<&'a Block>) {
    for block in from {
        match &block.kind {
            BlockKind::Quote { blocks: inner, .. } => add(inner, blocks),
            _ => blocks.push(block),
        }
    }
}
