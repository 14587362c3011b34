//! Rules about single characters: newlines, composition.

use super::view::Text;
use crate::check::findings::Findings;
use crate::diagnostic::{Edit, Fix};
use crate::span::Span;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Line ends of several kinds. Mended to the most frequent kind.
pub(in crate::check) fn mixed_newlines(text: &Text, findings: &mut Findings) {
    if text.source.origin.newlines != "mixed" {
        return;
    }
    let bytes = text.source.text.as_bytes();
    let mut ends: Vec<(Span, &str)> = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => ends.push((Span::new(at, at + 2), "\r\n")),
            b'\r' => ends.push((Span::new(at, at + 1), "\r")),
            b'\n' if at == 0 || bytes[at - 1] != b'\r' => ends.push((Span::new(at, at + 1), "\n")),
            _ => {}
        }
    }
    let kinds = [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")];
    let counts = kinds.map(|(end, _)| ends.iter().filter(|(_, found)| *found == end).count());
    // The first of the most frequent ones.
    let usual = (0..kinds.len()).rev().max_by_key(|&kind| counts[kind]).unwrap_or(0);
    let told: Vec<_> =
        kinds.iter().zip(counts).filter(|(_, count)| *count > 0).map(|((_, name), n)| format!("{n} {name}")).collect();
    ends.retain(|(_, found)| *found != kinds[usual].0);
    let edits = ends.iter().map(|(span, _)| Edit { span: *span, replacement: kinds[usual].0.into() }).collect();
    let first = ends.first().map(|(span, _)| *span);
    findings.push(first, format!("line ends of several kinds: {}", told.join(", "))).fix =
        Some(Fix { edits, safe: true });
}

/// Letters with combining marks for which there is one character. Mended by composing them, which changes nothing that
/// a reader could see (Unicode Standard Annex 15).
pub(in crate::check) fn not_composed(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    if is_nfc(whole) {
        return;
    }
    let mut edits = Vec::new();
    // A word is composed for itself: nothing combines with white space before it.
    let mut rest = 0;
    for word in whole.split_inclusive(char::is_whitespace) {
        let start = rest;
        rest += word.len();
        // The line end may be mended by another rule.
        let word = word.trim_end();
        if !is_nfc(word) {
            edits.push(Edit { span: Span::new(start, start + word.len()), replacement: word.nfc().collect() });
        }
    }
    let Some(first) = edits.first() else { return };
    let first = first.span;
    let count = edits.len();
    let message = match count {
        1 => "a word is not in composed form (NFC)".to_owned(),
        _ => format!("{count} words are not in composed form (NFC), the first one here"),
    };
    findings.push(first, message).fix = Some(Fix { edits, safe: true });
}
