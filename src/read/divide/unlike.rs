//! Headings that have the number which is due in a series, and another form than it.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::divide::ground::Ground;
use crate::read::divide::heading::{Shape, shape};
use crate::read::divide::piece::Piece;
use crate::read::lexicon::{bare, fold_bare};
use crate::read::numerals::{Numerals, number};
use crate::suggest::suggest;
use std::ops::Range;

/// The rule of such headings.
const UNLIKE_SERIES: &str = "heading/unlike-series";
/// So many headings of one form are a series that another form stands out of.
pub(super) const LEAST: usize = 4;
/// A heading is no longer than this, in characters, and has no more words behind its number.
const LONGEST: u32 = 60;
const WORDS: usize = 6;

/// Among the pieces between two headings of a series: those with the numbers that are missing there, each once.
pub(super) fn find(ground: &Ground, between: &[Piece], label: &str, missing: Range<u32>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut due = missing.start;
    for piece in between {
        if due < missing.end && is_unlike(ground, piece, label, due) {
            due += 1;
            let shown = piece.text(ground.source);
            let form = if label.is_empty() { "a number alone".to_owned() } else { format!("`{label}` and a number") };
            let message = format!("`{shown}` has another form than its series, {form}");
            let hint = "write it as the others are, or say above it that it is one, with a line {.head}";
            findings.push(rules::finding(UNLIKE_SERIES, piece.span, message).hint(hint));
        }
    }
    findings
}

/// Whether a piece is a heading with this number by its form, but not one with this label.
fn is_unlike(ground: &Ground, piece: &Piece, label: &str, due: u32) -> bool {
    if piece.lines.len() != 1 || piece.chars > LONGEST || piece.above == 0 || piece.below == 0 {
        return false;
    }
    let text = piece.text(ground.source);
    match shape(ground.languages, ground.lang, text) {
        Some(Shape { label: own, number: Some((found, numerals)), is_signed, rest, .. }) if found == due => match own {
            Some((own, _)) => own != label && rest <= WORDS,
            // A figure alone is the number of a page.
            None => rest == 0 && !label.is_empty() && (is_signed || numerals == Numerals::Roman || text.ends_with('.')),
        },
        _ => is_slip(ground, text, label, due),
    }
}

/// Whether a line is a label with a slip in it, and the number: "LETTFR XIV."
fn is_slip(ground: &Ground, text: &str, label: &str, due: u32) -> bool {
    let Some((word, figure)) = text.split_once(' ') else { return false };
    let mut folded = String::new();
    fold_bare(bare(word), &mut folded);
    word.starts_with(char::is_uppercase)
        && number(ground.languages, figure.trim()).is_some_and(|(found, _)| found == due)
        && suggest(&folded, [label]).is_some()
}
