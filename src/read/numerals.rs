//! Numbers as headings write them: in figures, in Roman numbers, in words.

use crate::read::dates::calendar;
use crate::read::languages::Languages;
use crate::read::lexicon::fold;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Numerals {
    /// 7
    Figures,
    /// VII
    Roman,
    /// seventh
    Words,
}

/// The number that one word of a heading is, without the signs around it.
pub(crate) fn number(languages: &Languages, word: &str) -> Option<(u32, Numerals)> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return None;
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        // "2nd" and "7bis" count too; a date or a year with more behind it does not.
        let short = digits <= 4 && bare.len() - digits <= 3 && bare[digits..].chars().all(char::is_alphabetic);
        return short.then(|| bare[..digits].parse().ok()).flatten().map(|number| (number, Numerals::Figures));
    }
    if bare.bytes().all(|byte| b"IVXLCDM".contains(&byte)) {
        return calendar::roman(bare).map(|number| (number, Numerals::Roman));
    }
    let mut folded = String::new();
    fold(bare, &mut folded);
    languages.ordinal(&folded).map(|number| (number, Numerals::Words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings() {
        let read = |word| number(Languages::builtin(), word);
        assert_eq!(read("XII."), Some((12, Numerals::Roman)));
        assert_eq!(read("309.--"), Some((309, Numerals::Figures)));
        assert_eq!(read("PREMIÈRE"), Some((1, Numerals::Words)));
        assert_eq!(read("2nd"), Some((2, Numerals::Figures)));
        for word in ["", "mill", "18811", "IIX!A", "4/5"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
