//! The shape of a heading: the word for a division, its number, who writes to whom.

use crate::knowledge::Headnote;
use crate::read::languages::{DivisionWord, Languages};
use crate::read::lexicon::{Lexicon, fold, word};
use crate::read::numerals::{Numerals, number};

/// What a heading is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// The word for the division, folded, and what it is.
    pub(super) label: Option<(String, DivisionWord)>,
    /// Its number.
    pub(super) number: Option<(u32, Numerals)>,
    /// Whether a sign stands before its number ("No. 7").
    pub(super) is_signed: bool,
    /// Who writes or is written to.
    pub(super) parties: Option<Parties>,
    /// Words behind label and number.
    pub(super) rest: usize,
}

/// Whom a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parties {
    /// "Anna Pell to Tom Ost", "From the same to the same".
    Both,
    /// "To Tom Ost".
    Recipient,
    /// "From the same".
    Sender,
}

/// More words than this behind a number are no heading.
const MOST_WORDS: usize = 70;
/// More words than this do not only name people.
const MOST_OF_NAMES: usize = 24;

/// Whether a text starts with the word for a division and its number, whatever follows.
pub(super) fn is_numbered(languages: &Languages, text: &str) -> bool {
    let mut folded = String::new();
    let mut words = text.trim_start_matches(['#', '*', '_', ' ']).split_whitespace();
    let labelled = words.next().is_some_and(|word| {
        fold(word, &mut folded);
        word.starts_with(char::is_uppercase) && languages.division(&folded).is_some()
    });
    labelled && words.next().is_some_and(|word| number(languages, word).is_some())
}

/// The shape of a text, if a heading can have it. `lang` is the language of the file.
pub(super) fn shape(languages: &Languages, lang: &str, text: &str) -> Option<Shape> {
    let text = text.trim_start_matches(['#', '*', '_', '[', ' ']).replace("--", " \u{2014} ");
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '\u{2014}' | '\u{2013}');
    let tokens: Vec<&str> = text.split(is_gap).filter(|token| !token.is_empty() && *token != "-").collect();
    let first = tokens.first()?;
    if tokens.len() > MOST_WORDS + 4 || !begins(languages, first) {
        return None;
    }
    let (label, number, rest) = labelled(languages, &text, &tokens);
    let rest_tokens = &tokens[rest..];
    let parties = parties(languages, lang, rest_tokens, label.is_some());
    if label.is_none() && number.is_none() && parties.is_none() {
        return None;
    }
    // What goes on in small letters is a sentence.
    let goes_on = rest_tokens.iter().find_map(|token| token.chars().find(|c| c.is_alphanumeric()));
    if number.is_some() && parties.is_none() && goes_on.is_some_and(char::is_lowercase) {
        return None;
    }
    // A number behind its sign.
    let is_signed = label.is_none() && number.is_some() && languages.after_number_sign(first).is_some();
    Some(Shape { label, number, is_signed, parties, rest: rest_tokens.len() })
}

/// The word for a division, its number, and how many words both take.
type Labelled = (Option<(String, DivisionWord)>, Option<(u32, Numerals)>, usize);

/// The word for a division that these words of `text` start with, its number, and how many words both take.
fn labelled(languages: &Languages, text: &str, tokens: &[&str]) -> Labelled {
    let mut folded = String::new();
    let label = |at: usize, folded: &mut String| {
        fold(tokens.get(at)?, folded);
        languages.division(folded).map(|is| (folded.clone(), is))
    };
    let numbered = |at: usize| tokens.get(at).and_then(|token| number(languages, token));
    // A number behind its sign, and how many tokens they are: "No. 7", "N°7".
    let signed = |at: usize| {
        let rest = languages.after_number_sign(tokens.get(at)?)?;
        // The sign leaves no doubt that "1.311" is a number.
        let token = if rest.is_empty() { tokens.get(at + 1)? } else { rest };
        let number = number(languages, &token.replace('.', ""))?;
        (number.1 != Numerals::Words).then_some((number, 1 + usize::from(rest.is_empty())))
    };
    let is_article = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.chars().count() <= 3 && languages.lexicon().flags(&token.to_lowercase()) & word::SMALL != 0
        })
    };
    let start = usize::from(tokens.len() > 1 && is_article(0));
    if let Some(label) = label(start, &mut folded) {
        let at = start + 1 + usize::from(is_article(start + 1) && numbered(start + 2).is_some());
        match numbered(at).map(|number| (number, 1)).or_else(|| signed(at)) {
            Some((number, taken)) => (Some(label), Some(number), at + taken),
            None => (Some(label), None, start + 1),
        }
    } else if let (Some(number @ (_, Numerals::Words)), Some(label)) = (numbered(start), label(start + 1, &mut folded))
    {
        (Some(label), Some(number), start + 2)
    } else if start > 0
        && let Some(label) = label(start + 1, &mut folded)
    {
        // "A circular letter".
        (Some(label), None, start + 2)
    } else if let Some((number, taken)) = signed(0) {
        (None, Some(number), taken)
    } else if let Some(number @ (_, Numerals::Figures | Numerals::Roman)) = numbered(0).filter(|_| is_apart(text)) {
        (None, Some(number), 1)
    } else {
        (None, None, 0)
    }
}

/// How many words the label and the number of a heading take.
pub(crate) fn label_length(languages: &Languages, tokens: &[&str]) -> usize {
    let text = tokens.first().copied().unwrap_or_default();
    labelled(languages, text, tokens).2
}

/// Whether a heading may begin with a word.
fn begins(languages: &Languages, word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || languages.after_number_sign(word).is_some()
}

/// Whether a sign follows the number that a text starts with, or nothing at all: "I" starts sentences too.
fn is_apart(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let behind = &text[end..];
    behind.trim().is_empty()
        || behind.starts_with(['.', ')', ':'])
        || behind.trim_start().starts_with(['\u{2014}', '\u{2013}'])
}

/// Whom these words name, if they name people and nothing else; "by" says who writes behind a label ("Memorandum by ..").
fn parties(languages: &Languages, lang: &str, tokens: &[&str], is_labelled: bool) -> Option<Parties> {
    if tokens.is_empty() || tokens.len() > MOST_OF_NAMES {
        return None;
    }
    let is = |token: &str, of: fn(&Headnote) -> &Vec<String>| languages.is_of_headings(lang, token, of);
    // Printers leave the accent off a capital: "A Madame Lind".
    let is_bare = tokens[0] == "A" && is("\u{e0}", |headnote| &headnote.to);
    let to = (0..tokens.len()).find(|&at| at == 0 && is_bare || is(tokens[at], |headnote| &headnote.to));
    let from = is(tokens[0], |headnote| &headnote.from) || is_labelled && is(tokens[0], |headnote| &headnote.by);
    let lexicon = languages.lexicon();
    let (named, kind) = match to {
        Some(0) => (&tokens[1..], Parties::Recipient),
        Some(at) if at + 1 < tokens.len() => {
            let sender = &tokens[usize::from(from && at > 1)..at];
            // "A Monsieur L. au Mans" is an address, in a German text too.
            let is_to = |token: &&str| {
                let word = token.to_lowercase();
                word.chars().count() == 1 && languages.iter().any(|language| language.headnote.to.contains(&word))
            };
            if sender.len() > 1 && is_to(&sender[0]) || !are_names(lexicon, languages, sender) {
                return None;
            }
            (&tokens[at + 1..], Parties::Both)
        }
        _ if from => (&tokens[1..], Parties::Sender),
        _ => return None,
    };
    are_names(lexicon, languages, named).then_some(kind)
}

/// Whether words can be a name with what goes with it: a title, a place, a date behind a comma.
fn are_names(lexicon: &Lexicon, languages: &Languages, tokens: &[&str]) -> bool {
    let mut folded = String::new();
    let (mut capitals, mut others) = (0usize, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        fold(token, &mut folded);
        if folded.is_empty() {
            continue;
        }
        let flags = lexicon.flags(&folded);
        // "d'Oste" is a name, whatever it begins with.
        let elided = token.find(['\'', '\u{2019}']).filter(|end| (1..=2).contains(end)).map(|end| &token[end..]);
        let begins = elided.unwrap_or(token).trim_start_matches(|c: char| !c.is_alphanumeric());
        if begins.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            capitals += 1;
        } else if flags & (word::SMALL | word::PARTICLE | word::TO | word::TITLE | word::MONTH | word::PERSON) == 0 {
            others += 1;
        }
        // What stands behind a comma or a sentence's end says where and when.
        if at > 0 && token.ends_with([',', ';']) && capitals > 0 {
            break;
        }
    }
    let same = || {
        let words = crate::read::lexicon::words(&tokens.join(" ")).join(" ");
        languages.iter().any(|language| {
            language
                .headnote
                .same
                .iter()
                .any(|same| words.strip_suffix(same.as_str()).is_some_and(|rest| rest.len() < 12))
        })
    };
    others == 0 && capitals > 0 || others <= 1 && capitals > others * 2 || same()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lang: &str, text: &str) -> Option<(Option<DivisionWord>, Option<u32>, Option<Parties>)> {
        let shape = shape(Languages::builtin(), lang, text)?;
        Some((shape.label.map(|(_, is)| is), shape.number.map(|(number, _)| number), shape.parties))
    }

    #[test]
    fn shapes_of_headings() {
        use DivisionWord::{Chapter, Letter};
        use Parties::{Both, Recipient, Sender};
        for (lang, text, shape) in [
            ("en", "LETTER XII.", (Some(Letter), Some(12), None)),
            ("en", "LETTER I. W. ALDER, Esq. to Mr. D\u{2014}.", (Some(Letter), Some(1), Some(Both))),
            ("en", "CHAP. II. A comparison of the mills.", (Some(Chapter), Some(2), None)),
            ("en", "BOOK THE SECOND.", (Some(Chapter), Some(2), None)),
            ("en", "SECOND PART.", (Some(Chapter), Some(2), None)),
            ("en", "A LETTER, &c.", (Some(Letter), None, None)),
            ("en", "A CIRCULAR LETTER TO THE MILLERS", (Some(Letter), None, Some(Recipient))),
            ("en", "309.--To John Lind.", (None, Some(309), Some(Recipient))),
            ("en", "I -- To IDA VANE", (None, Some(1), Some(Recipient))),
            ("en", "MRS. LIND TO MISS PELL, AT HOLT.", (None, None, Some(Both))),
            ("en", "From the same.", (None, None, Some(Sender))),
            ("en", "THE SAME TO THE SAME.", (None, None, Some(Both))),
            ("en", "21.", (None, Some(21), None)),
            ("en", "No. 7.", (None, Some(7), None)),
            ("fr", "N\u{b0} 12", (None, Some(12), None)),
            ("fr", "LETTRE N\u{b0} 1.311", (Some(Letter), Some(1311), None)),
            ("fr", "LETTRE N\u{b0} 460.", (Some(Letter), Some(460), None)),
            ("ru", "\u{2116}7", (None, Some(7), None)),
            ("fr", "LETTRE PREMI\u{c8}RE", (Some(Letter), Some(1), None)),
            ("fr", "_C\u{c9}LINE DURAND \u{e0} SOPHIE MOREL_", (None, None, Some(Both))),
            ("ru", "\u{41f}\u{438}\u{441}\u{44c}\u{43c}\u{43e} 7", (Some(Letter), Some(7), None)),
            ("de", "An Frau Berta Lind", (None, None, Some(Recipient))),
            ("fr", "A Monsieur Lind au Mans", (None, None, Some(Recipient))),
        ] {
            assert_eq!(of(lang, text), Some(shape), "{text}");
        }
        for text in [
            "I went home.",
            "Letter 12 was lost on the way to the mill.",
            "We came to the mill.",
            "The mill",
            "A Monsieur Lind au Mans",
        ] {
            assert!(of("en", text).is_none_or(|shape| shape == (Some(Letter), None, None)), "{text}");
        }
    }
}
