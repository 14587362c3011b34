//! What is no letter: title blocks, sections under their headings, front and back matter.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::orders::{footnotes, matter};
use crate::read::role::Role;
use crate::tree::{Edition, Front, Heading, Part, Section, TitleLine};
use std::ops::Range;

impl TreeBuilder<'_> {
    /// Prose: front matter before the title and before the incipit, body sections, back matter.
    pub(crate) fn prose(
        &mut self,
        units: &[Unit],
        range: Range<usize>,
        titled: Option<usize>,
        has_letter: bool,
        edition: &mut Edition,
    ) {
        let mut at = range.start;
        // Before a title, text introduces; so does, in a book without letters, what comes before the
        // incipit (capitals through the first words of a paragraph).
        let incipit = (!has_letter)
            .then(|| range.clone().find(|&at| titled.is_some_and(|title| at > title) && self.is_incipit(&units[at])))
            .flatten();
        while at < range.end {
            let title_end =
                (at..range.end).find(|&i| !matches!(units[i].kind, UnitKind::Title(_))).unwrap_or(range.end);
            if title_end > at {
                let lines = (at..title_end).map(|i| self.title_line(&units[i])).collect();
                edition.front.push(Front::TitleBlock { lines });
                at = title_end;
                continue;
            }
            let next_wall = (at..range.end)
                .find(|&i| matches!(units[i].kind, UnitKind::Title(_) | UnitKind::Imprint))
                .unwrap_or(range.end);
            if units[at].kind == UnitKind::Imprint {
                let mut section = self.section(units, at..at + 1);
                section.function = Some("imprint".into());
                edition.back.push(section);
                at += 1;
                continue;
            }
            let before_title = titled.is_some_and(|title| next_wall <= title);
            let stop = incipit.filter(|&incipit| at < incipit && incipit < next_wall).unwrap_or(next_wall);
            // Text behind a letter goes on with what stands before it; the next heading is no part of that.
            let goes_on = matches!(edition.parts.last(), Some(Part::Letter(_)));
            let heading = (at + 1..stop).find(|&at| goes_on && units[at].is_heading() && !units[at - 1].is_heading());
            let stop = if units[at].is_heading() { stop } else { heading.unwrap_or(stop) };
            let introduces = before_title || incipit.is_some_and(|incipit| at < incipit);
            let section = self.section(units, at..stop);
            if introduces {
                let function = if before_title { "preliminary" } else { "introduction" };
                edition.front.push(Front::Section(Section { function: Some(function.into()), ..section }));
            } else if section.headings.is_empty() && section.blocks.is_empty() {
                for section in section.sections {
                    let function = section.function.as_deref().unwrap_or_default();
                    if matter::is_front(function) && edition.parts.is_empty() {
                        edition.front.push(Front::Section(section));
                    } else if matter::is_back(function) && stop == units.len() {
                        edition.back.push(section);
                    } else {
                        edition.parts.push(Part::Section(Box::new(section)));
                    }
                }
            } else {
                edition.parts.push(Part::Section(Box::new(section)));
            }
            at = stop;
        }
    }

    fn is_incipit(&self, unit: &Unit) -> bool {
        let text = self.source.slice(self.lines[unit.lines.start].span);
        let shouted = text
            .split_whitespace()
            .take(3)
            .filter(|w| w.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase))
            .count();
        unit.kind == UnitKind::Role(Role::Paragraph) && shouted == 3 && text.chars().any(char::is_lowercase)
    }

    fn title_line(&mut self, unit: &Unit) -> TitleLine {
        let UnitKind::Title(role) = unit.kind else { unreachable!("only title units are passed") };
        let Heading { span, content, why, .. } = self.heading(unit, 1);
        TitleLine { span, role, content, why }
    }

    /// One section: blocks, and under its headings the sections inside it.
    fn section(&mut self, units: &[Unit], range: Range<usize>) -> Section {
        let first = range.clone().find(|&at| units[at].is_heading()).unwrap_or(range.end);
        let span = self.span(&units[range.start].lines).to(self.span(&units[range.end - 1].lines));
        // Before a heading, the language is that of the section it heads.
        let lang = units[range.start..first].first().and_then(|unit| self.lang_of(unit, &units[range.start..first]));
        let (blocks, sections) = self.speaking(lang.as_deref(), |builder| {
            let blocks = builder.blocks(units, range.start..first);
            let level = 1 + u8::from(!blocks.is_empty());
            (blocks, builder.sections(units, first..range.end, level))
        });
        Section { span, lang, blocks, sections, ..Section::default() }
    }

    /// Headed sections, nested by the levels of their headings. A heading is inside another only
    /// when its mark is exactly one level deeper: sources skip levels where they mean none.
    pub(crate) fn sections(&mut self, units: &[Unit], range: Range<usize>, level: u8) -> Vec<Section> {
        let mut roots: Vec<Section> = Vec::new();
        // Marks of the headings that are open, outermost first, and the language under each.
        let mut open: Vec<(u8, Option<String>)> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let mut body = at + 1;
            // Headings on adjacent lines of a page head one section together.
            while body < range.end && units[body].is_heading() && mark_of(&units[body]) == mark_of(&units[at]) {
                body += 1;
            }
            let next = (body..range.end).find(|&i| units[i].is_heading()).unwrap_or(range.end);
            let own = mark_of(&units[at]);
            while open.last().is_some_and(|&(outer, _)| own <= outer || own - outer > 1) {
                open.pop();
            }
            // TEI and XHTML both stop at six levels of heading.
            let depth = open.len().min(usize::from(6 - level));
            let span = self.span(&units[at].lines).to(self.span(&units[next - 1].lines));
            let around = depth.checked_sub(1).and_then(|outer| open[outer].1.clone());
            let lang = self.speaking(around.as_deref(), |builder| builder.lang_of(&units[at], &units[body..next]));
            let inside = lang.clone().or(around);
            let (headings, blocks) = self.speaking(inside.as_deref(), |builder| {
                let headings = (at..body).map(|i| builder.heading(&units[i], level + depth as u8)).collect();
                (headings, builder.blocks(units, body..next))
            });
            let function =
                (at..body).find_map(|i| matter::named(self.known, self.source.slice(self.span(&units[i].lines))));
            let over_notes = |i: usize| {
                let is_matter = self.overrides.is_matter(units[i].lines.start);
                is_matter && footnotes::heads_notes_of(self.known, self.source.slice(self.span(&units[i].lines)))
            };
            let function = function.or_else(|| (at..body).any(over_notes).then_some("notes"));
            let function = function.map(|function| function.to_owned().into());
            let section = Section { span, function, lang, headings, blocks, ..Section::default() };
            insert(&mut roots, section, depth);
            open.push((own, inside));
            at = next;
        }
        roots
    }
}

/// Puts a section at its depth under the last section, and widens the spans above it.
fn insert(sections: &mut Vec<Section>, section: Section, depth: usize) {
    match sections.last_mut() {
        Some(outer) if depth > 0 => {
            outer.span = outer.span.to(section.span);
            insert(&mut outer.sections, section, depth - 1);
        }
        _ => sections.push(section),
    }
}

/// Depth of a heading's mark; unmarked headings are one step below any mark.
fn mark_of(unit: &Unit) -> u8 {
    match unit.kind {
        UnitKind::Marked(level) => level,
        _ => 7,
    }
}
