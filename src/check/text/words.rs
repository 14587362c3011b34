//! Words that a lost line end tore or joined.

use super::view::Text;
use crate::check::findings::Findings;
use crate::span::Span;
use crate::steps::step;
use rustc_hash::FxHashMap;

/// A word with a hyphen in it, or cut by one, and the same without.
struct Candidate {
    span: Span,
    joined: String,
    /// A hyphen with a blank behind it; the other kind may be right.
    cut: bool,
}

/// How often a word stands in the text, and where last.
#[derive(Clone, Copy, Default)]
struct Seen {
    count: usize,
    at: usize,
}

/// Words with a hyphen that the rest of the text writes without it, and the other way round: what is left of a hyphen at
/// a line end, and what was joined there without one.
pub(in crate::check) fn line_end_hyphen(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    let candidates: Vec<Candidate> = whole.match_indices('-').filter_map(|(at, _)| candidate(whole, at)).collect();
    if candidates.is_empty() {
        return;
    }
    let mut seen: FxHashMap<&str, Seen> = FxHashMap::default();
    for candidate in &candidates {
        seen.insert(&candidate.joined, Seen::default());
        seen.insert(&whole[candidate.span.range()], Seen::default());
    }
    let mut at = 0;
    for word in whole.split_inclusive(|c: char| !c.is_alphabetic() && c != '-') {
        let start = at;
        at += word.len();
        if let Some(seen) = seen.get_mut(word.trim_end_matches(|c: char| !c.is_alphabetic() && c != '-')) {
            *seen = Seen { count: seen.count + 1, at: start };
        }
    }
    for Candidate { span, joined, cut } in &candidates {
        let word = &whole[span.range()];
        let (one, other) = (seen[joined.as_str()], seen[word]);
        // A single other spelling says little about a hyphen that may be right.
        if if *cut { one.count > 0 } else { one.count > 1 && other.count == 1 } {
            let finding = findings.push(*span, format!("`{word}` is written `{joined}` elsewhere"));
            finding.hints.push("the hyphen may be left of a line end: compare with the original".into());
        } else if !cut && one.count == 1 && other.count > 1 && other.at == span.start as usize {
            // Said once, for the last of them.
            let joined_at = Span::new(one.at, one.at + joined.len());
            let finding = findings.push(joined_at, format!("`{joined}` is written `{word}` elsewhere"));
            finding.hints.push("a hyphen may have been lost at a line end: compare with the original".into());
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
    step(one.len() + other.len());
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

#[cfg(test)]
mod tests {
    use crate::check::CheckOptions;
    use crate::read::ReadOptions;

    #[test]
    fn torn_and_joined_words_are_found_by_their_other_spelling() {
        let found = |text: &str| -> Vec<String> {
            let checked = crate::check("x", text.into(), &ReadOptions::default(), &CheckOptions::default());
            let checked = checked.expect("a text");
            let own = checked.findings.into_iter().filter(|finding| finding.rule == "text/line-end-hyphen");
            own.map(|finding| text[finding.span.expect("it has a place").range()].to_owned()).collect()
        };
        assert_eq!(found("He was inter- rupted, and inter- woven; it was interrupted."), ["inter- rupted"]);
        assert_eq!(found("A wellknown man; the well-known man, well-known."), ["wellknown"]);
        assert_eq!(found("It is inter-rupted, interrupted, and interrupted."), ["inter-rupted"]);
        assert_eq!(found("To-day, to-day and today; a well-known man, wellknown. Two- and threefold."), [""; 0]);
    }
}
