//! What a library puts around a text: its head with labelled lines, its fences, its foot, who made the file.

use crate::caseless;
use crate::knowledge::libraries;
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::keys::MetaKey;
use crate::read::orders::told::Told;
use crate::source::{Source, Span};
use std::ops::Range;

/// A labelled line of a library's head: what it says, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// What it is about.
    pub(crate) key: MetaKey,
    /// What it says, on one line.
    pub(crate) value: String,
    /// Where that stands.
    pub(crate) span: Span,
}

/// A fence, a credit and a value go over so many lines at most.
const MOST_LINES: usize = 8;
/// A library's head has no more lines than this.
const HEAD: usize = 120;
/// A head without a fence stands in this many lines.
const UNFENCED: usize = 24;

/// What a library says around the text.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) claims: Vec<Claim>,
    pub(super) labels: Vec<Label>,
    /// Labels of its head that are not known.
    pub(super) unknown: Vec<Span>,
}

impl Library {
    fn boilerplate(&mut self, lines: Range<usize>, cue: &'static str) {
        if !lines.is_empty() {
            self.claims.push(Claim { lines, told: Some(Told::Boilerplate), is: None, cue: cue.into() });
        }
    }
}

/// Finds a library's words. The text starts behind its first fence and ends before its last.
pub(super) fn find(source: &Source, lines: &[Line], front: usize) -> Library {
    let text = |at: usize| source.slice(lines[at].span);
    let mut library = Library::default();
    let fence = (front..lines.len()).take(HEAD).find(|&at| starts_text(text(at)));
    let start = fence.map_or(front, |fence| fence_end(source, lines, fence));
    library.boilerplate(front..start, "boilerplate.before-start");
    let labelled = labels(source, lines, front..fence.unwrap_or(lines.len().min(front + UNFENCED)));
    let known = labelled.iter().filter(|(label, _)| label.is_some()).count();
    // Without a fence, one such line may be a text's own.
    if fence.is_some() || known >= 2 {
        let known: Vec<usize> = labelled.iter().map(|(_, lines)| lines.start).collect();
        library.unknown = unknown(source, lines, &known);
        for (label, lines) in labelled {
            library.labels.extend(label);
            library.boilerplate(lines, "boilerplate.labelled-line");
        }
    }
    // Who made the file stands behind the fence.
    let mut at = start;
    while fence.is_some() && at < lines.len() && begins(text(at), &libraries().made_by) {
        let end = at + group_length(lines, at);
        library.boilerplate(at..end, "boilerplate.made-by");
        at = end;
    }
    // The end may be said twice, in words and by a fence.
    let ends = |at: &usize| ends_text(text(*at));
    if let Some(last) = (start..lines.len()).rfind(ends) {
        let first = (start..=last).rev().take(MOST_LINES).filter(ends).min().unwrap_or(last);
        library.boilerplate(first..lines.len(), "boilerplate.after-end");
    }
    library
}

fn begins(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| caseless::starts_with(text, phrase))
}

/// The words of a line behind three stars.
fn starred(text: &str) -> Option<&str> {
    text.strip_prefix("***").map(|rest| rest.trim_start_matches('*').trim_start())
}

fn starts_text(text: &str) -> bool {
    starred(text).is_some_and(|words| begins(words, &libraries().fence_start))
}

fn ends_text(text: &str) -> bool {
    begins(text, &libraries().last_words) || starred(text).is_some_and(|words| begins(words, &libraries().fence_end))
}

/// One past the last line of the fence that starts at `at`: its words go on up to the stars behind them.
fn fence_end(source: &Source, lines: &[Line], at: usize) -> usize {
    let group = at..at + group_length(lines, at).min(MOST_LINES);
    let mut closing = group.filter(|&at| source.slice(lines[at].span).ends_with("***"));
    closing.next().unwrap_or(at) + 1
}

/// How many lines stand together from `at` on.
fn group_length(lines: &[Line], at: usize) -> usize {
    lines[at..].iter().take_while(|line| line.group == lines[at].group).count()
}

/// The labelled lines among `range`, each with the lines that its value goes on in. One whose label says nothing of the
/// text has no label.
fn labels(source: &Source, lines: &[Line], range: Range<usize>) -> Vec<(Option<Label>, Range<usize>)> {
    let text = |at: usize| source.slice(lines[at].span);
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some((key, value)) = labelled(text(at)) else {
            at += 1;
            continue;
        };
        let further = (at + 1..range.end)
            .take(MOST_LINES)
            .take_while(|&next| lines[next].blanks == 0 && labelled(text(next)).is_none())
            .take_while(|&next| lines[next].indent > 0 || unknown_label(text(next)).is_none());
        let end = at + 1 + further.count();
        let span = Span::new(lines[at].span.end as usize - value.len(), lines[end - 1].span.end as usize);
        let words = source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let label = key.filter(|_| !words.is_empty()).map(|key| Label { key, value: words, span });
        found.push((label, at..end));
        at = end;
    }
    found
}

/// Words of a label that is not known, and its longest in bytes.
const UNKNOWN_WORDS: usize = 3;
const UNKNOWN: usize = 30;

/// The labels that are not known of the lines among those with a label that is: between the first and the last, or in
/// their groups.
fn unknown(source: &Source, lines: &[Line], known: &[usize]) -> Vec<Span> {
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else { return Vec::new() };
    let end = last + group_length(lines, last);
    let is_unknown = |at: &usize| labelled(source.slice(lines[*at].span)).is_none() && lines[*at].indent == 0;
    let label = |at: usize| {
        let span = lines[at].span;
        let label = unknown_label(source.slice(span))?;
        Some(Span::new(span.start as usize, span.start as usize + label.len()))
    };
    (first..end).filter(is_unknown).filter_map(label).collect()
}

/// A few words before a colon that may be a label.
fn unknown_label(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(": ")?;
    let is_label = label.len() <= UNKNOWN
        && label.starts_with(char::is_uppercase)
        && label.split(' ').count() <= UNKNOWN_WORDS
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'))
        && !value.trim().is_empty();
    is_label.then_some(label)
}

/// What a line with a known label is about, `None` where that says nothing of the text, and its value.
fn labelled(text: &str) -> Option<(Option<MetaKey>, &str)> {
    let (label, value) = text.split_once(':')?;
    let is_it = |known: &String| caseless::starts_with(label, known) && label.len() <= known.len() + 2;
    let (key, _) = libraries().labels.iter().find(|(_, names)| names.iter().any(is_it))?;
    Some((MetaKey::named(key), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    /// The lines that are a library's, from 1, and what its labels say.
    fn found(text: &str) -> (Vec<usize>, Vec<(MetaKey, String)>) {
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let Library { claims, labels, .. } = find(&source, &lines, 0);
        let mut numbers: Vec<usize> =
            claims.into_iter().flat_map(|claim| claim.lines).map(|at| lines[at].number as usize + 1).collect();
        numbers.sort_unstable();
        numbers.dedup();
        (numbers, labels.into_iter().map(|label| (label.key, label.value)).collect())
    }

    #[test]
    fn heads_and_feet_of_libraries() {
        let text = "The Reading Room eBook of Letters\n\nTitle: Letters from\n   the Mill\nAuthor: Ann Pell\nLanguage: English\n\n\
                    ***START OF THE EBOOK LETTERS FROM\nTHE MILL***\n\nProduced by Nell Vane\nand Otto Lind\n\nLETTERS\n\n\
                    Dear Tom,\n\nEnd of Project Gutenberg's Letters\n\n*** END OF THE EBOOK ***\n\nTerms of use\n";
        let (lines, labels) = found(text);
        assert_eq!(lines, [1, 3, 4, 5, 6, 8, 9, 11, 12, 18, 20, 22]);
        let expected = [(MetaKey::Title, "Letters from the Mill".to_owned()), (MetaKey::Author, "Ann Pell".to_owned())];
        assert_eq!(labels, expected);
    }

    #[test]
    fn labels_that_are_not_known_part_values() {
        let text = "The Room\n\nTitle: Letters\nEngraver: Otto Lind\nAuthor: Ann Pell,\n  namely: Ann\n\n*** START OF THE EBOOK\n\nLondon: Printed\n";
        let source = Source::new("x", text);
        let library = find(&source, &lines::lines(&source), 0);
        let values: Vec<&str> = library.labels.iter().map(|label| &*label.value).collect();
        assert_eq!(values, ["Letters", "Ann Pell, namely: Ann"]);
        let unknown: Vec<&str> = library.unknown.iter().map(|span| source.slice(*span)).collect();
        assert_eq!(unknown, ["Engraver"]);
    }

    #[test]
    fn one_label_is_a_texts_own() {
        assert_eq!(found("Title: none as yet\n\nDear Tom,\n"), (vec![], vec![]));
        assert_eq!(found("Title: Letters\nAuthor: Ann Pell\n\nDear Tom,\n").0, [1, 2]);
    }
}
