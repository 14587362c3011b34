//! Lists of persons before a novel or a play: a heading that says so, and a line for each of them.

use crate::read::divide::piece::Piece;
use crate::read::languages::Languages;
use crate::read::lexicon::words;
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::source::Source;

/// Cue of lists of persons.
const CUE: &str = "list.persons";
/// The longest heading of a list, in words.
const HEADING: usize = 8;
/// A person takes no more lines than this, none of them longer than this, in characters.
const LINES: usize = 4;
const LONGEST: u32 = 110;
const WORDS: usize = 16;
/// So many persons are a list.
const LEAST: usize = 3;

/// Finds lists of persons among the pieces of a file.
pub(super) fn find(languages: &Languages, source: &Source, lines: &[Line], pieces: &[Piece]) -> Vec<Claim> {
    let claim = |lines, told| Claim { lines, told: Some(told), is: None, cue: CUE.into() };
    let mut claims = Vec::new();
    let mut after = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let head = piece.lines.start;
        if head < after || !is_heading(languages, source.slice(lines[head].span)) {
            continue;
        }
        // Persons stand below the heading in its own piece, or in the pieces after it.
        let below = (head + 1..piece.lines.end).chain(pieces[at + 1..].iter().flat_map(|next| next.lines.clone()));
        let (listed, persons) = persons(source, lines, below);
        let whole = piece.lines.end <= listed.last().map_or(head + 1, |last| last.end);
        if persons >= LEAST && whole {
            after = listed.last().map_or(head + 1, |last| last.end);
            claims.push(claim(head..head + 1, Told::Line(Role::Head)));
            claims.extend(listed.into_iter().map(|lines| claim(lines, Told::Line(Role::List))));
        }
    }
    claims
}

/// The first of these lines as far as they name persons, in runs without blank lines; and how many persons there are. A line
/// that stands further in goes on with the one above, and a gap wider than any before ends the list.
fn persons(
    source: &Source,
    lines: &[Line],
    below: impl Iterator<Item = usize>,
) -> (Vec<std::ops::Range<usize>>, usize) {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut persons, mut since, mut indent, mut widest) = (0, 0, 0, 1);
    for at in below {
        let line = &lines[at];
        let text = source.slice(line.span);
        let is_first = runs.is_empty();
        let goes_on = !is_first && line.blanks == 0 && line.indent > indent;
        since = if goes_on { since + 1 } else { 1 };
        let names = || text.starts_with(char::is_uppercase) && text.split_whitespace().count() <= WORDS;
        let is_near = is_first || line.blanks <= widest;
        if line.chars > LONGEST || since > LINES || !is_near || !(goes_on || names()) {
            break;
        }
        if !goes_on {
            (persons, indent) = (persons + 1, line.indent);
        }
        widest = if persons == 2 && !goes_on { line.blanks } else { widest };
        match runs.last_mut() {
            Some(run) if line.blanks == 0 && run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    (runs, persons)
}

/// Whether a line heads a list of persons: "Persons of the story", "The characters".
fn is_heading(languages: &Languages, text: &str) -> bool {
    if text.len() > 80 || !text.starts_with(|c: char| c.is_uppercase() || c == '#') || text.ends_with([',', ';']) {
        return false;
    }
    let all = words(text);
    let mut names = languages.iter().flat_map(|language| &language.headnote.persons);
    (1..=HEADING).contains(&all.len())
        && names.any(|name| {
            let name = words(name);
            all.starts_with(&name) && (all.len() == name.len() || name.len() > 1)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::divide::piece::pieces;
    use crate::read::lines;

    fn found(text: &str) -> Vec<usize> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let pieces = pieces(&all, 0, layout, &|_| false);
        let claims = find(Languages::builtin(), &source, &all, &pieces);
        claims.into_iter().flat_map(|claim| claim.lines).map(|at| all[at].number as usize + 1).collect()
    }

    #[test]
    fn a_heading_and_names() {
        let text = "PERSONS OF THE STORY\n\n  ANNA PELL, of the mill.\n  TOM OST, who\n    courts her.\n  MR. LIND.\n\n\nLETTER I\n\nI came.\n";
        assert_eq!(found(text), [1, 3, 4, 5, 6]);
        assert_eq!(
            found("Dramatis Personae\n\nAnna Pell\n\nTom Ost\n\nMr. Lind\n\n\nLETTER I\n\nI came.\n"),
            [1, 3, 5, 7]
        );
    }

    #[test]
    fn two_names_or_a_sentence_are_no_list() {
        assert!(found("The characters\n\nAnna\n\nTom\n").is_empty());
        assert!(
            found("Characters\n\nwere cut into the stone, and nobody could read what they said of the mill.\n")
                .is_empty()
        );
    }
}
