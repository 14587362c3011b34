//! Lines that are there twice, and paragraphs that were cut.

use super::view::{Text, stretches};
use crate::check::findings::Findings;
use crate::span::Span;
use crate::steps::step;
use crate::tree::BlockKind;
use std::collections::BTreeMap;

/// Words that a line must have so that nobody writes it twice by chance.
const WORDS: usize = 10;

/// Lines that stand in the text twice, word for word.
pub(in crate::check) fn repeated(text: &Text, findings: &mut Findings) {
    let source = text.source;
    let furniture = &text.edition.furniture;
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    // Many blocks may stand on one line.
    let mut looked_at = None;
    for block in stretches(text.edition).into_iter().flatten() {
        if !matches!(block.kind, BlockKind::Paragraph { .. }) {
            continue;
        }
        let (first, last) = (source.line_of(block.span.start), source.line_of(block.span.end));
        for index in first..=last {
            if looked_at.replace(index) == Some(index) {
                continue;
            }
            let line = source.line(index);
            let words = source.slice(line).trim();
            step(words.len());
            let lifted = || {
                let behind = furniture.partition_point(|item| item.span.start <= line.end);
                furniture[..behind].last().is_some_and(|item| item.span.end > line.start)
            };
            if words.split_whitespace().nth(WORDS - 1).is_none() || lifted() {
                continue;
            }
            let start = line.start as usize + source.slice(line).find(words).unwrap_or(0);
            let span = Span::new(start, start + words.len());
            match seen.get(words) {
                None => drop(seen.insert(words, span)),
                Some(&before) if before == span => {}
                Some(&before) => {
                    let finding = findings.push(span, "this line stands in the text twice");
                    *finding = finding.clone().related(before, "it stands here too").hint("compare with the original");
                }
            }
        }
    }
}

/// Paragraphs that stop within a sentence, while the next one goes on with a small letter.
pub(in crate::check) fn cut(text: &Text, findings: &mut Findings) {
    for blocks in stretches(text.edition) {
        for pair in blocks.windows(2) {
            let [one, other] = pair else { continue };
            let (BlockKind::Paragraph { .. }, BlockKind::Paragraph { .. }) = (&one.kind, &other.kind) else { continue };
            let line = |at| text.source.line_of(at);
            if line(one.span.end) + 1 >= line(other.span.start) {
                continue;
            }
            let (before, after) = (text.source.slice(one.span), text.source.slice(other.span));
            // A sentence of some length that ends with a word in small letters.
            let last = before.split_whitespace().next_back().unwrap_or_default();
            let stops = last.chars().count() > 1 && last.chars().all(char::is_lowercase);
            // Somebody may write without capitals.
            let usual = before.contains(char::is_uppercase);
            let long = |text: &str| text.split_whitespace().nth(5).is_some();
            if usual && stops && long(before) && after.starts_with(char::is_lowercase) && long(after) {
                let end = one.span.end as usize;
                let finding = findings.push(Span::new(end - last.len(), end), "the paragraph stops within a sentence");
                let start = other.span.start as usize;
                let first = after.split_whitespace().next().map_or(0, str::len);
                *finding = finding
                    .clone()
                    .related(Span::new(start, start + first), "the next one goes on here")
                    .hint("join them, or mark the page break that stood between them");
            }
        }
    }
}
