//! Running heads: lines of a page that repeat a title, with the number of the page or without one.
//!
//! One alone looks like a heading or an entry of a list of contents. What tells them is that they come again and again, a
//! page apart, and that their numbers count on.

use crate::read::dates::calendar;
use crate::read::lexicon::words;
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::shape::ends_sentence;
use crate::read::sign;
use crate::source::Source;
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest running head, in characters.
const LONGEST: u32 = 90;
/// Two of them are at least so many lines apart.
const PAGE: u32 = 4;
/// So many make a custom.
const CUSTOM: usize = 4;

/// So many words may be a name.
const NAME: usize = 3;

/// Cue of a running head with the number of its page.
pub(crate) const NUMBERED_HEAD: &str = "page.running-head-with-number";

/// A line that may be a running head: its number, and its words.
struct Candidate {
    line: usize,
    number: Option<i64>,
    words: String,
}

/// Finds the running heads among the lines from `front` on.
pub(super) fn find(source: &Source, lines: &[Line], front: usize) -> Vec<Claim> {
    let mut candidates = candidates(source, lines, front);
    // How often the same words stand with a number, without one, without one at the end of a page, and within a sentence.
    let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for candidate in &candidates {
        let [numbered, bare, cutting, within] = counts.entry(candidate.words.clone()).or_default();
        match candidate.number {
            Some(_) => *numbered += 1,
            None => *bare += 1,
        }
        *cutting += usize::from(candidate.number.is_none() && cuts(source, lines, candidate.line));
        *within += usize::from(is_within_sentence(source, lines, candidate.line));
    }
    sparse(lines, &mut candidates, |words| counts[words][0] >= CUSTOM);
    let numbered: Vec<usize> = (0..candidates.len()).filter(|&at| candidates[at].number.is_some()).collect();
    let counted_on = counting(&numbered.iter().map(|&at| candidates[at].number.unwrap_or(0)).collect::<Vec<_>>());
    let is_counted: Vec<usize> = counted_on.iter().map(|&at| numbered[at]).collect();
    let is_custom = is_counted.len() >= CUSTOM && is_counted.len() * 2 >= numbered.len();
    let claim = |told| {
        move |line: usize| Claim {
            lines: line..line + 1,
            told: Some(told),
            is: None,
            cue: if told == Told::PageBreak { NUMBERED_HEAD } else { "page.running-head" }.into(),
        }
    };
    let mut claims = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let [numbered, bare, cutting, within] = counts[&candidate.words];
        match candidate.number {
            Some(_) if is_custom && (numbered >= CUSTOM || is_counted.binary_search(&at).is_ok()) => {
                claims.push(claim(Told::PageBreak)(candidate.line));
            }
            None if bare >= CUSTOM
                && cutting * 2 >= bare
                // A name above the number of the next letter is a signature.
                && (within * 4 >= bare || candidate.words.split(' ').count() > NAME)
                && is_at_page_end(source, lines, candidate.line) =>
            {
                claims.push(claim(Told::RunningHead)(candidate.line));
            }
            _ => {}
        }
    }
    claims
}

/// Whether a line has the number of a page beside it, or stands in the middle of a sentence.
fn is_at_page_end(source: &Source, lines: &[Line], at: usize) -> bool {
    let text = |at: usize| lines.get(at).map_or("", |line| source.slice(line.span));
    let before = at.checked_sub(1).map_or("", text);
    let is_number = |text: &str| {
        let words = words(text);
        words.len() <= 2
            && text.len() <= 14
            && words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_number(before) || is_number(text(at + 1)) || goes_on(before, text(at + 1))
}

/// Whether a line, the number of a page beside it included, stands in the middle of a sentence.
fn is_within_sentence(source: &Source, lines: &[Line], at: usize) -> bool {
    let text = |at: usize| lines.get(at).map_or("", |line| source.slice(line.span));
    let is_sign = |text: &str| text.len() <= 14 && text.contains(|c: char| c.is_ascii_digit());
    let before = (at.saturating_sub(2)..at).rev().map(text).find(|text| !is_sign(text));
    let after = (at + 1..at + 3).map(text).find(|text| !is_sign(text));
    goes_on(before.unwrap_or(""), after.unwrap_or(""))
}

/// Whether a sentence goes on from one line to another.
fn goes_on(before: &str, after: &str) -> bool {
    !before.is_empty() && !ends_sentence(before) && after.starts_with(char::is_lowercase)
}

/// The same where a sentence that is cut there goes on below: between a closing and the number of the next letter stands a
/// signature.
fn cuts(source: &Source, lines: &[Line], at: usize) -> bool {
    let text = |at: usize| lines.get(at).map_or("", |line| source.slice(line.span));
    let before = at.checked_sub(1).map_or("", text);
    let is_cut = !before.is_empty() && before.contains(char::is_alphabetic) && !ends_sentence(before);
    let goes_on = || (at + 1..at + 3).any(|at| text(at).starts_with(char::is_lowercase));
    is_at_page_end(source, lines, at) && (!is_cut || goes_on())
}

/// Lines that stand alone and are not too near another such line.
fn candidates(source: &Source, lines: &[Line], front: usize) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    // The number of the page may stand above or below it.
    let text = |at: usize| source.slice(lines[at].span);
    let parts = |at: usize| lines[at].blanks > 0 || sign::is_mark(text(at - 1));
    let is_alone = |at: usize| {
        let below = lines.get(at + 1).is_none_or(|next| next.blanks > 0 || sign::is_mark(text(at + 1)));
        below && (at == front || parts(at))
    };
    for (at, line) in lines.iter().enumerate().skip(front) {
        if line.chars > LONGEST || !is_alone(at) || sign::is_mark(text(at)) {
            continue;
        }
        let text = text(at);
        let (number, rest) = numbered(text);
        let words = words(rest).join(" ");
        if words.is_empty() || number.is_none() && rest.chars().any(char::is_lowercase) && words.len() < 3 {
            continue;
        }
        found.push(Candidate { line: at, number, words });
    }
    found
}

/// Takes out numbers with words that stand too near each other: entries of a list. Words that are a `custom` stay.
fn sparse(lines: &[Line], found: &mut Vec<Candidate>, custom: impl Fn(&str) -> bool) {
    let near = |one: &Candidate, other: &Candidate| {
        one.number.is_some() && other.number.is_some() && lines[other.line].number - lines[one.line].number < PAGE
    };
    let crowded = |at: usize| {
        at > 0 && near(&found[at - 1], &found[at]) || found.get(at + 1).is_some_and(|next| near(&found[at], next))
    };
    let kept: Vec<bool> = (0..found.len()).map(|at| custom(&found[at].words) || !crowded(at)).collect();
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next().unwrap_or(true));
}

/// The number of a page in a running head that was found here.
pub(crate) fn page_number(text: &str) -> Option<String> {
    let (number, _) = head_parts(text)?;
    Some(text[number].trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

/// Where the number and the words of a running head stand in it.
pub(crate) fn head_parts(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (number, rest) = numbered(text);
    number?;
    let start = rest.as_ptr() as usize - text.as_ptr() as usize;
    let words = start..start + rest.len();
    let number = if start == 0 {
        let gap = text[words.end..].len() - text[words.end..].trim_start().len();
        words.end + gap..text.len()
    } else {
        0..text[..start].trim_end().len()
    };
    Some((number, words))
}

/// The number of a page before or behind the words of a line, and these. Roman numbers count from below.
fn numbered(text: &str) -> (Option<i64>, &str) {
    let value = |word: &str| {
        let bare = word.trim_matches(['[', ']', '(', ')', '.', '-', '\u{2014}']);
        if bare.is_empty() || bare.len() > 7 {
            return None;
        }
        if bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return bare.parse::<i64>().ok().filter(|number| *number < 3000);
        }
        bare.bytes()
            .all(|byte| b"ivxlc".contains(&byte))
            .then(|| calendar::roman(bare))
            .flatten()
            .map(|n| i64::from(n) - 1000)
    };
    let gap = |rest: &str, at_end: bool| {
        let inner = if at_end { rest.len() - rest.trim_end().len() } else { rest.len() - rest.trim_start().len() };
        inner >= 2 || rest.contains('\t')
    };
    let start = text.find(char::is_whitespace).unwrap_or(text.len());
    if let Some(number) = value(&text[..start]).filter(|_| gap(&text[start..], false)) {
        return (Some(number), text[start..].trim());
    }
    let end = text.rfind(char::is_whitespace).unwrap_or(0);
    match value(text[end..].trim_start())
        .filter(|_| end > 0 && gap(&text[..text.len() - text[end..].trim_start().len()], true))
    {
        Some(number) => (Some(number), text[..end].trim()),
        None => (None, text),
    }
}

/// The longest run of places whose numbers grow, as places in order.
fn counting(numbers: &[i64]) -> Vec<usize> {
    // For each length, the place of the smallest number that a run of that length can end with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |&at| before[at]).collect();
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn found(text: &str) -> Vec<(usize, Told)> {
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let claims = find(&source, &lines, 0);
        claims
            .into_iter()
            .filter_map(|claim| Some((lines[claim.lines.start].number as usize + 1, claim.told?)))
            .collect()
    }

    #[test]
    fn heads_count_on_a_page_apart() {
        let page = |head: &str| format!("{head}\n\n{}\n", "The mill stood by the weir.\n".repeat(8));
        let text: String = (7..12)
            .map(|page_number| {
                let head = if page_number % 2 == 0 {
                    format!("{page_number}      LETTERS FROM THE MILL")
                } else {
                    format!("TO TOM.      {page_number}")
                };
                page(&head)
            })
            .collect();
        assert_eq!(found(&text).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 12, 23, 34, 45]);
        assert!(found(&text).iter().all(|(_, told)| *told == Told::PageBreak));
        let same = page("LETTERS FROM THE MILL\n\n12").repeat(4);
        assert_eq!(found(&same).first(), Some(&(1, Told::RunningHead)));
    }

    #[test]
    fn a_signature_that_comes_again_is_none() {
        let letter = format!("SIR,\n\n{}\nA. PELL.\n\n", "The mill stood by the weir.\n".repeat(8));
        assert_eq!(found(&letter.repeat(6)), []);
        // Nor is one right above the number of the next letter.
        let letters: Vec<String> = (1..9).map(|number| format!("{number}.\n\n{letter}")).collect();
        assert_eq!(found(&letters.concat()), []);
    }

    #[test]
    fn entries_of_a_list_stand_too_near() {
        let entries: Vec<String> =
            (1..9).map(|page| format!("The mill of No. {}      {}\n\n", page * 3, page * 7)).collect();
        assert_eq!(found(&entries.concat()), []);
    }

    #[test]
    fn the_longest_run_is_found() {
        assert_eq!(counting(&[1, 2, 9, 3, 4, 1, 5]), [0, 1, 3, 4, 6]);
    }
}
