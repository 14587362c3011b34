//! Series of headings whose numbers do not count on.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::divide::ground::Ground;
use crate::read::divide::heading::shape;
use crate::read::divide::piece::Piece;
use crate::read::divide::series::Heading;
use crate::read::divide::unlike;
use std::collections::BTreeMap;

/// The rule of such headings.
const NUMBER_GAP: &str = "heading/number-gap";
/// Most characters of a heading that a message shows.
const SHOWN: usize = 40;
/// No series leaves out more than so many at once.
const MOST_MISSING: u32 = 40;

/// Where a series of headings with one label leaves numbers out, or has one twice. That it begins anew is the custom of
/// volumes.
pub(super) fn gaps(ground: &Ground, pieces: &[Piece], headings: &[Heading]) -> Vec<Diagnostic> {
    let mut series: BTreeMap<String, Vec<(u32, usize)>> = BTreeMap::new();
    for heading in headings.iter().filter(|heading| heading.is_of_series()) {
        let piece = &pieces[heading.piece];
        let shape = shape(ground.languages, ground.lang, piece.text(ground.source));
        let Some((number, _)) = shape.as_ref().and_then(|shape| shape.number) else { continue };
        let label = shape.and_then(|shape| shape.label).map_or_else(String::new, |(label, _)| label);
        series.entry(label).or_default().push((number, heading.piece));
    }
    let mut findings: Vec<Diagnostic> = Vec::new();
    for (label, headings) in &series {
        let mut last = headings.first().map_or(0, |(number, _)| *number);
        for (at, &(number, place)) in headings.iter().enumerate().skip(1) {
            let expected = last + 1;
            let is_slip = headings.get(at + 1).is_some_and(|(next, _)| *next == expected + 1);
            last = if is_slip { expected } else { number };
            if number == expected || number == 1 {
                continue;
            }
            let piece = &pieces[place];
            // "NOTE (D)" counts by letters, and no Roman number is in it.
            if !is_slip && number > expected + MOST_MISSING {
                continue;
            }
            if headings.len() >= unlike::LEAST && number > expected && !is_slip {
                let between = &pieces[headings[at - 1].1 + 1..place];
                let found = unlike::find(ground, between, label, expected..number);
                let is_whole = found.len() == (number - expected) as usize;
                findings.extend(found);
                if is_whole {
                    continue;
                }
            }
            let shown: String = piece.text(ground.source).lines().next().unwrap_or("").chars().take(SHOWN).collect();
            let message = if is_slip {
                format!("`{shown}` has the number {number} where {expected} is due")
            } else if number == expected + 1 {
                format!("`{shown}` follows number {}: {expected} is missing", expected - 1)
            } else if number > expected {
                format!("`{shown}` follows number {}: {expected} to {} are missing", expected - 1, number - 1)
            } else {
                format!("`{shown}` follows number {}", expected - 1)
            };
            let finding = rules::finding(NUMBER_GAP, piece.span, message);
            findings.push(finding.hint("if a heading was not recognised, a line {.head} before it makes it one"));
        }
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}
