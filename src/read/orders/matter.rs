//! What an edition says around its texts under headings of its own: introductions, prefaces, notes of the
//! transcriber, lists of notes. Such a heading stands alone on its line; its words are data of the languages.
//!
//! What follows it is prose, whatever it looks like, up to the next heading or opening of a letter.

use crate::read::languages::Languages;
use crate::read::lexicon::{Class, words};
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::source::Source;
use crate::tree::Wrap;

/// Cue of all that stands under such a heading.
pub const CUE: &str = "matter.under-heading";
/// Longest heading, in bytes.
pub(crate) const LONGEST: usize = 60;
/// What was sent along with a letter.
pub(crate) const ENCLOSURE: &str = "enclosure";
/// What a heading of the transcriber's own notes is called in the data.
pub(crate) const TRANSCRIBER: &str = "transcriber";

/// What a section with this heading is (`introduction`, `notes`, ..), if its words say so.
#[must_use]
pub fn named<'l>(languages: &'l Languages, heading: &str) -> Option<&'l str> {
    let text = heading.trim_start_matches(['#', '*', '_', ' ', '[']);
    // Most short lines are seen to be none without looking their words up.
    let may_be = text.len() <= LONGEST
        && text.starts_with(char::is_uppercase)
        && !text.ends_with([',', '!', '?', ';'])
        && !text.bytes().any(|byte| byte.is_ascii_digit());
    if !may_be {
        return None;
    }
    languages.section(&words(text).join(" "))
}

/// Whether a section of this kind stands before the text, where nothing else is known of its place.
#[must_use]
pub fn is_front(function: &str) -> bool {
    matches!(function, "introduction" | "preface" | "foreword" | "biography")
}

/// Whether a section of this kind stands after the text.
#[must_use]
pub fn is_back(function: &str) -> bool {
    matches!(function, "notes" | "afterword" | "bibliography" | "index")
}

/// Claims headings and what is under them, among the lines from `front` on.
#[must_use]
pub fn claims(languages: &Languages, source: &Source, lines: &[Line], front: usize, wrap: Wrap) -> Vec<Claim> {
    let text = |at: usize| source.slice(lines[at].span);
    let alone =
        |at: usize| (at == front || lines[at].blanks > 0) && lines.get(at + 1).is_none_or(|next| next.blanks > 0);
    let mut claims = Vec::new();
    let mut at = front;
    while at < lines.len() {
        let Some(name) = (lines[at].span.len() <= LONGEST && alone(at)).then(|| named(languages, text(at))).flatten()
        else {
            at += 1;
            continue;
        };
        // With nothing below it, the word only says that something was sent along.
        if name == ENCLOSURE && at + 1 == lines.len() {
            break;
        }
        // A list of notes is made of notes, which have signs of their own.
        let end = if name == "notes" { at + 1 } else { end(languages, source, lines, at, &alone) };
        let (heading, told) = match name {
            TRANSCRIBER => (Told::SourceNote, Told::SourceNote),
            _ => (Told::Line(Role::Head), Told::Line(Role::Paragraph)),
        };
        claims.push(Claim { lines: at..at + 1, told: Some(heading), is: None, cue: CUE.into() });
        let mut first = at + 1;
        for next in (at + 2..=end).filter(|&next| next == end || wrap == Wrap::Lines || lines[next].blanks > 0) {
            claims.push(Claim { lines: first..next, told: Some(told), is: None, cue: CUE.into() });
            first = next;
        }
        at = end;
    }
    claims
}

/// One past the last line under the heading at `heading`.
fn end(
    languages: &Languages,
    source: &Source,
    lines: &[Line],
    heading: usize,
    alone: &impl Fn(usize) -> bool,
) -> usize {
    let text = |at: usize| source.slice(lines[at].span);
    let marked = |at: usize| text(at).starts_with("# ") || text(at).starts_with("## ");
    let mut at = heading + 1;
    while at < lines.len() {
        let line = &lines[at];
        let short = line.span.len() <= LONGEST;
        if marked(at) || text(at).starts_with("***") || short && alone(at) && named(languages, text(at)).is_some() {
            return at;
        }
        if short && alone(at) {
            let all = words(text(at));
            let (mut heads, mut greets) = (false, false);
            languages.lexicon().starts(&all, |class, taken| {
                // "Letter IV." heads a text; "To" and "The" start sentences too.
                heads |= class == Class::Heading && taken < all.len() && all[taken].len() <= 6 && all.len() <= 3;
                greets |= matches!(class, Class::SaluteStrong | Class::SaluteWhole);
            });
            let shouted = !text(at).chars().any(char::is_lowercase)
                && text(at).split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
            if heads && text(at).starts_with(char::is_uppercase) || shouted && line.blanks > 1 {
                return at;
            }
            if greets && text(at).ends_with([',', ':', '!', '.', ';']) {
                // What stands right before a greeting opens the letter with it.
                // A wide gap above is where it begins; without one, it has a heading and a dateline at most.
                let opener = |before: usize| lines[before].span.len() <= LONGEST && alone(before);
                let most = if (heading + 1..=at).rev().take(6).any(|before| lines[before].blanks > 1) { 5 } else { 2 };
                let mut first = at;
                while first > heading + 1 && at - first < most && lines[first].blanks <= 1 && opener(first - 1) {
                    first -= 1;
                }
                return first;
            }
        }
        at += 1;
    }
    lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn claimed(text: &str) -> Vec<(std::ops::Range<usize>, Told)> {
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let claims = claims(Languages::builtin(), &source, &lines, 0, Wrap::Lines);
        claims.into_iter().filter_map(|claim| Some((claim.lines, claim.told?))).collect()
    }

    #[test]
    fn an_introduction_ends_where_a_letter_opens() {
        let text = "INTRODUCTION\n\nHe lived at the weir.\n\nR. C.\n\nLETTER I.\n\nDear Anna,\n\nCome.\n";
        let paragraph = Told::Line(Role::Paragraph);
        assert_eq!(claimed(text), [(0..1, Told::Line(Role::Head)), (1..2, paragraph), (2..3, paragraph)]);
        let text = "Preface\n\nHe lived at the weir, and wrote to his sister about it for all of his long life.\n\nOtley, 4 March 1824\n\nDear Anna,\n\nCome.\n";
        assert_eq!(claimed(text), [(0..1, Told::Line(Role::Head)), (1..2, paragraph)]);
    }

    #[test]
    fn a_heading_stands_alone() {
        assert!(claimed("Notes\nand letters\n\nText.\n").is_empty());
        assert!(claimed("He wrote this.\n\nThe notes\n").is_empty());
        assert_eq!(claimed("Text.\n\nNotes\n\n1. A note.\n"), [(1..2, Told::Line(Role::Head))]);
    }
}
