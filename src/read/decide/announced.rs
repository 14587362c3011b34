//! Sentences that announce a letter: "and wrote the following note to her friend".

use crate::read::lexicon::{Lexicon, fold, word};

/// What announces is said in so many bytes at the end of a line.
const TAIL: usize = 240;

/// Whether the last sentence of a line announces a letter: it names one, and says that it follows by a word or by a colon.
pub(crate) fn announces(lexicon: &Lexicon, text: &str) -> bool {
    let text = text.trim_end();
    let Some(said) = text.strip_suffix([':', '.', ',', ';', '\u{2014}', '-']) else { return false };
    let mut from = said.len().saturating_sub(TAIL);
    while !said.is_char_boundary(from) {
        from += 1;
    }
    let tail = &said[from..];
    // Behind the end of the sentence before: not behind "Mr.", whose next word has a capital too, so the last one counts that
    // leaves enough of a sentence.
    let start = tail.rmatch_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|at| tail.len() - at >= LEAST);
    let mut folded = String::new();
    let flags = |found: u16, token: &str| {
        fold(token, &mut folded);
        found | lexicon.flags(&folded)
    };
    let found = tail[start.unwrap_or(0)..].split_whitespace().fold(0, flags);
    found & word::LETTER != 0 && (found & word::ANNOUNCING != 0 || text.ends_with(':'))
}

/// A sentence that announces has so many bytes.
const LEAST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::languages::Languages;

    #[test]
    fn what_announces_a_letter() {
        let announces = |text| announces(Languages::builtin().lexicon(), text);
        for text in [
            "She sat down. She wrote the following letter to Mrs. Lind.",
            "Some time ago I had a letter from the mill:",
            "Mit der Post kam dieser Tage folgendes Schreiben:",
            "Elle lui fit tenir le billet que voici :",
            "\u{41e}\u{43d} \u{43f}\u{43e}\u{441}\u{43b}\u{430}\u{43b} \u{441}\u{43b}\u{435}\u{434}\u{443}\u{44e}\u{449}\u{443}\u{44e} \u{437}\u{430}\u{43f}\u{438}\u{441}\u{43a}\u{443}:",
        ] {
            assert!(announces(text), "{text}");
        }
        for text in [
            "She wrote the following letter. Then the miller came in.",
            "The letter had not come.",
            "I said to him:",
            "the following letter",
            "",
        ] {
            assert!(!announces(text), "{text}");
        }
    }
}
