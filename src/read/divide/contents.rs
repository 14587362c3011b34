//! Lists of contents: a heading that says so, and the entries under it.

use crate::read::divide::heading::{is_numbered, shape};
use crate::read::divide::piece::{Piece, is_shouted};
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, word, words};
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::source::Source;
use crate::suggest::suggest;

/// Cue of lists of contents.
const CUE: &str = "contents.heading-and-entries";
/// The longest heading of a list, in words.
const HEADING: usize = 9;
/// A line among entries that is none itself is no longer than this, in characters.
const SHORT: u32 = 90;
/// A heading with a slip of the pen is known from so many letters on.
const SLIP: usize = 7;
/// An entry is no longer than this, in lines.
const ENTRY: usize = 12;

/// Finds lists of contents among the pieces of a file.
pub(super) fn find(languages: &Languages, lang: &str, source: &Source, lines: &[Line], pieces: &[Piece]) -> Vec<Claim> {
    let text = |at: usize| source.slice(lines[at].span);
    let claim = |line| Claim { lines: line..line + 1, told: Some(Told::Contents), is: None, cue: CUE.into() };
    let mut claims = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let first = pieces[at].lines.start;
        if !is_heading(languages, text(first)) {
            // Without a heading that is known, pages that count on say enough.
            if is_list_of_pages(source, lines, &pieces[at]) {
                claims.extend(pieces[at].lines.clone().map(claim));
            }
            at += 1;
            continue;
        }
        let mut end = at;
        // Entries stand below the heading in its own piece, or in the pieces after it.
        let own = pieces[at].lines.len() > 1;
        let mut entries =
            if own { entries(languages, lang, source, lines, first + 1..pieces[at].lines.end, false) } else { 0 };
        if own && entries == 0 {
            at += 1;
            continue;
        }
        let ends_in_pages = |piece: &Piece| {
            lines[piece.lines.clone()].iter().filter(|line| ends_in_page(source.slice(line.span))).count()
        };
        let mut paged = ends_in_pages(&pieces[at]);
        let mut widest = 0;
        while let Some(next) = pieces.get(end + 1) {
            let more = is_heading(languages, text(next.lines.start));
            if !more && entries > 0 && next.above > widest && !next.parted {
                break;
            }
            let found = entries_of(languages, lang, source, lines, next, entries > 0);
            // A heading within the list: what follows is entries again.
            let heads = || {
                let heads = next.chars < 60 && is_shouted(next.text(source));
                let short = next.lines.len() == 1 && (heads || next.chars < SHORT && next.above <= widest);
                // Where the entries before have pages, so have those behind it: the text begins with headings too.
                let is_list = |after: &Piece| {
                    entries_of(languages, lang, source, lines, after, true) > 0
                        && (paged * 2 < entries || ends_in_pages(after) > 0)
                };
                let mut after = pieces.iter().skip(end + 2).take(if heads { 1 } else { 2 });
                short && after.any(|after| after.above <= widest.max(1) && is_list(after))
            };
            if found == 0 && !more && !heads() {
                break;
            }
            if !more {
                widest = widest.max(next.above);
            }
            entries += found;
            paged += ends_in_pages(next);
            end += 1;
        }
        if entries > 1 {
            claims.extend(pieces[at..=end].iter().flat_map(|piece| piece.lines.clone()).map(claim));
        }
        at = end + 1;
    }
    claims
}

/// Whether a line heads a list of contents: "Contents", "The contents of the first volume".
fn is_heading(languages: &Languages, text: &str) -> bool {
    if text.len() > 80 || !text.trim_start_matches(['#', '*', '_', ' ']).starts_with(char::is_uppercase) {
        return false;
    }
    let lexicon = languages.lexicon();
    let words = words(text);
    let small = |word: &String| lexicon.flags(word) & word::SMALL != 0;
    (1..=HEADING).contains(&words.len())
        && (0..words.len().min(3)).any(|at| {
            let mut taken = 0;
            lexicon.starts(&words[at..], |class, n| {
                if class == Class::Contents {
                    taken = taken.max(n);
                }
            });
            let behind = &words[at + taken..];
            let slip = || {
                let names = languages.iter().flat_map(|language| &language.headnote.contents);
                words[at].chars().count() >= SLIP && suggest(&words[at], names.map(String::as_str)).is_some()
            };
            if taken == 0 && at + 1 == words.len() && (at == 0 || words[..at].iter().any(small)) && slip() {
                return true;
            }
            let before = at == 0 || words[..at].iter().any(small) && at <= 2;
            taken > 0 && before && (behind.is_empty() || small(&behind[0]))
        })
}

fn entries_of(
    languages: &Languages,
    lang: &str,
    source: &Source,
    lines: &[Line],
    piece: &Piece,
    goes_on: bool,
) -> usize {
    entries(languages, lang, source, lines, piece.lines.clone(), goes_on)
}

/// How many entries stand in these lines; none where most of the lines belong to no entry, unless a list `goes_on`.
fn entries(
    languages: &Languages,
    lang: &str,
    source: &Source,
    lines: &[Line],
    range: std::ops::Range<usize>,
    goes_on: bool,
) -> usize {
    let (mut entries, mut since) = (0, 0);
    let mut numbered_before = false;
    for at in range.clone() {
        let text = source.slice(lines[at].span);
        let ends = ends_in_page(text);
        let starts = is_numbered(languages, text)
            || text.len() < 70 && shape(languages, lang, text).is_some_and(|shape| shape.number.is_some());
        since += 1;
        if since > ENTRY && !starts {
            return 0;
        }
        if ends || starts {
            entries += usize::from(!(ends && numbered_before));
            since = 0;
        }
        numbered_before = starts && !ends;
    }
    // The last entry may go on, but a paragraph behind it is none.
    if since * 2 > range.len().max(2) && !goes_on { 0 } else { entries }
}

/// So many entries with pages are a list without a heading.
const PAGES: usize = 6;

/// Whether lines that stand together end in the numbers of pages, entry by entry, and these count on.
fn is_list_of_pages(source: &Source, lines: &[Line], piece: &Piece) -> bool {
    if piece.lines.len() < PAGES {
        return false;
    }
    let ends: Vec<&str> = lines[piece.lines.clone()]
        .iter()
        .map(|line| source.slice(line.span))
        .filter(|text| ends_in_page(text))
        .collect();
    let pages: Vec<u32> = ends
        .iter()
        .filter_map(|text| text.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok())
        .collect();
    let grows = pages.windows(2).filter(|two| two[0] <= two[1] && two[1] - two[0] < 100).count();
    pages.len() >= PAGES && pages.len() * 4 >= piece.lines.len() && (grows + 1) * 10 >= pages.len() * 9
}

/// Whether a line ends with the number of a page, or with the sign that it is the same page.
fn ends_in_page(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ']', ')', ' ']);
    let Some((rest, last)) = text.rsplit_once(|c: char| c.is_whitespace() || matches!(c, '.' | '\u{2026}')) else {
        return false;
    };
    let digits = !last.is_empty() && last.len() <= 4 && last.bytes().all(|byte| byte.is_ascii_digit());
    let gap = rest.ends_with([' ', '\t', '.', '\u{2026}']);
    let roman = || {
        let lower = !last.is_empty() && last.len() <= 7 && last.bytes().all(|byte| b"ivxlc".contains(&byte));
        lower && (gap || rest.ends_with([',', '.'])) || last == "ib" || last == "ibid"
    };
    digits || roman()
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
        let claims = find(Languages::builtin(), "en", &source, &all, &pieces);
        claims.into_iter().map(|claim| all[claim.lines.start].number as usize + 1).collect()
    }

    #[test]
    fn lists_end_where_the_text_begins() {
        let text = "CONTENTS\n\nLetter 1\n\nLetter 2\n\nChapter 1\n\n\n\nLetter 1\n\nThe mill stands.\n";
        assert_eq!(found(text), [1, 3, 5, 7]);
        let text = "CONTENTS OF THE FIRST VOLUME.\nLETTER I. The mill. Page 1.\nLETTER II. The weir, and what\n    came of it. 18\n\n\
                    THE MILL.\n\nLETTER I. The mill.\n";
        assert_eq!(found(text), [1, 2, 3, 4]);
        let text =
            "Contents\n\nPreface .... iii\nThe mill .... 4\nThe weir .... 17\n\n\nPREFACE\n\nHe lived by the weir.\n";
        assert_eq!(found(text), [1, 3, 4, 5]);
    }

    #[test]
    fn a_word_and_a_paragraph_are_no_list() {
        assert!(
            found("The contents\n\nHe opened the box and found nothing in it but a letter of his aunt.\n").is_empty()
        );
        assert!(found("Table\n\nThe table stood by the wall, and nobody had sat at it since 1812.\n").is_empty());
    }
}
