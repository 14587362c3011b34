//! Who did what, by the words of a note on the source.

use crate::read::languages::Languages;
use crate::read::lexicon::{Lexicon, fold, word};
use std::ops::Range;

/// Whom a note on the source says to have done what: the role, and the place of the name in the text.
pub(crate) fn credits<'l>(languages: &'l Languages, text: &str) -> Vec<(&'l str, Range<usize>)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut folded = Vec::with_capacity(tokens.len());
    let mut buffer = String::new();
    for token in &tokens {
        fold(token, &mut buffer);
        folded.push(buffer.clone());
    }
    let mut found = Vec::new();
    for language in languages.iter() {
        for (role, credit_words) in &language.headnote.credits {
            // A credit says what was done, then "by", then a name.
            let Some(at) = folded
                .iter()
                .position(|word| credit_words.iter().any(|credit| word.split(['\\', '/']).any(|part| part == credit)))
            else {
                continue;
            };
            let Some(by) = (at + 1..folded.len().min(at + 5)).find(|&i| language.headnote.by.contains(&folded[i]))
            else {
                continue;
            };
            let name = name_from(languages.lexicon(), &tokens[by + 1..]);
            if let (Some(first), Some(last)) = (name.first(), name.last()) {
                let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
                let (start, end) = (at(first), at(last) + last.len());
                let name = text[start..end].trim_end_matches([',', ';']).trim_end_matches('.');
                found.push((role.as_str(), start..start + name.len()));
            }
        }
    }
    found
}

/// The capitalised words at the start, up to the first that ends a clause.
fn name_from<'a>(lexicon: &Lexicon, tokens: &[&'a str]) -> Vec<&'a str> {
    let mut name = Vec::new();
    for token in tokens.iter().take(5) {
        if !token.starts_with(char::is_uppercase) && lexicon.flags(&token.to_lowercase()) & word::PARTICLE == 0 {
            break;
        }
        name.push(*token);
        let initial = token.trim_end_matches('.').chars().count() <= 2;
        if token.ends_with([',', ';', ')']) || token.ends_with('.') && !initial {
            break;
        }
    }
    name
}

/// A text with one blank between its words.
pub(crate) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    push_collapsed(text, &mut collapsed);
    collapsed
}

/// Adds the words of a text, one blank between them.
pub(crate) fn push_collapsed(text: &str, out: &mut String) {
    for (nth, word) in text.split_whitespace().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
