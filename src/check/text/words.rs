//! Words that a lost line end joined or tore.

use crate::check::{Findings, Text};
use crate::source::Span;
use std::collections::BTreeMap;

/// Words with a hyphen, or joined without one, that the rest of the text writes in another way: what is left of a
/// hyphen at a line end.
pub(in crate::check) fn line_end_hyphen(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    if !whole.contains('-') {
        return;
    }
    let words = words(whole);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, word) in &words {
        *counts.entry(word).or_default() += 1;
    }
    let count = |word: &str| counts.get(word).copied().unwrap_or(0);
    for (start, word) in &words {
        let span = Span::new(*start, start + word.len());
        if let Some(half) = word.strip_suffix('-').filter(|half| is_small(half)) {
            // `inter- rupted`
            let rest = &whole[span.end as usize..];
            let Some(next) = rest.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
            else {
                continue;
            };
            let joined = format!("{half}{next}");
            if is_small(next) && next.chars().count() > 1 && count(&joined) > 0 {
                let end = span.end as usize + 1 + next.len();
                say(findings, Span::new(*start, end), &whole[*start..end], &joined);
            }
        } else if let Some((one, other)) = word.split_once('-').filter(|(one, other)| is_small(one) && is_small(other))
        {
            // `inter-rupted`, once, while `interrupted` is usual
            let joined = format!("{one}{other}");
            if count(word) == 1 && count(&joined) > 1 {
                say(findings, span, word, &joined);
            }
        }
    }
}

fn say(findings: &mut Findings, span: Span, word: &str, usual: &str) {
    let finding = findings.push(span, format!("`{word}` is written `{usual}` elsewhere"));
    finding.hints.push("the hyphen may be left of a line end: compare with the original".into());
}

fn is_small(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_lowercase)
}

/// Words and their places: letters, and hyphens within and after them.
fn words(whole: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in whole.char_indices().chain([(whole.len(), ' ')]) {
        let inside = c.is_alphabetic() || c == '-' && start.is_some();
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, &whole[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}
