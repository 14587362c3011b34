//! Words that a lost line end tore.

use crate::check::{Findings, Text};
use crate::source::Span;
use rustc_hash::FxHashMap;

/// A word with a hyphen in it, or cut by one, and the same without.
struct Candidate {
    span: Span,
    joined: String,
    /// A hyphen with a blank behind it; the other kind may be right.
    cut: bool,
}

/// Words with a hyphen that the rest of the text writes without it: what is left of a hyphen at a line end.
pub(in crate::check) fn line_end_hyphen(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    let candidates: Vec<Candidate> = whole.match_indices('-').filter_map(|(at, _)| candidate(whole, at)).collect();
    if candidates.is_empty() {
        return;
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for candidate in &candidates {
        counts.insert(&candidate.joined, 0);
        counts.insert(&whole[candidate.span.range()], 0);
    }
    for word in whole.split(|c: char| !c.is_alphabetic() && c != '-') {
        if let Some(count) = counts.get_mut(word) {
            *count += 1;
        }
    }
    for Candidate { span, joined, cut } in &candidates {
        let word = &whole[span.range()];
        let (usual, odd) = (counts[joined.as_str()], counts[word]);
        // A single other spelling says little about a hyphen that may be right.
        if if *cut { usual > 0 } else { usual > 1 && odd == 1 } {
            let finding = findings.push(*span, format!("`{word}` is written `{joined}` elsewhere"));
            finding.hints.push("the hyphen may be left of a line end: compare with the original".into());
        }
    }
}

/// The word around a hyphen: two parts in small letters, and no further hyphen.
fn candidate(whole: &str, at: usize) -> Option<Candidate> {
    let before = &whole[..at];
    let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + char_len(before, at));
    let rest = &whole[at + 1..];
    let (cut, rest) = rest.strip_prefix(' ').map_or((false, rest), |rest| (true, rest));
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (one, other) = (&before[start..], &rest[..length]);
    let hyphens = before[..start].ends_with('-') || rest[length..].starts_with('-');
    let is_small = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_lowercase);
    (!hyphens && is_small(one) && is_small(other)).then(|| Candidate {
        span: Span::new(start, at + 1 + usize::from(cut) + length),
        joined: format!("{one}{other}"),
        cut,
    })
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
