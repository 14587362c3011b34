//! Who writes to whom, as headings and addresses say it: "LETTER XII. Anna Pell to Tom Ost, 4 May 1881", "From the same",
//! "To Sir W. E., Holt".

use crate::read::divide::label_length;
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, fold, word, words};

/// A heading with more words than this does not only name people.
const MOST: usize = 24;
/// Nor has a name more than this.
const LONGEST_NAME: usize = 9;
/// A full stop ends more than an abbreviation behind so many letters.
const WHOLE_WORD: usize = 4;

/// Whom a heading means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// The person with this name.
    Named(String),
    /// The person of the letter before.
    Same,
}

/// Who writes to whom, as far as a heading says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) from: Option<Who>,
    pub(crate) to: Option<Who>,
}

/// What a heading or an address says, as a whole or in one of its lines.
pub(crate) fn said(languages: &Languages, lang: &str, text: &str) -> Option<Said> {
    let reader = Reader { languages, lang };
    let mut lines = text.lines().take(MOST);
    reader.said(text).or_else(|| lines.find_map(|line| reader.said(line)))
}

/// What is needed to tell names from other words.
struct Reader<'a> {
    languages: &'a Languages,
    lang: &'a str,
}

impl Reader<'_> {
    fn said(&self, text: &str) -> Option<Said> {
        let tokens = tokens(text)?;
        let label = label_length(self.languages, &tokens);
        let behind = &tokens[label..];
        let sign = behind.iter().take_while(|token| !token.contains(char::is_alphanumeric)).count();
        let tokens = &behind[sign..];
        let to = |token: &str| self.languages.is_of_headings(self.lang, token, |headnote| &headnote.to);
        let from = |token: &str| self.languages.is_of_headings(self.lang, token, |headnote| &headnote.from);
        let first = tokens.first()?;
        match tokens.iter().position(|token| to(token)) {
            Some(0) => {
                let (who, taken) = self.person(&tokens[1..])?;
                let rest = &tokens[1 + taken..];
                let sender = rest.first().filter(|token| token.chars().count() > 2 && from(token));
                let sender = sender.and_then(|_| self.person(&rest[1..])).map(|(who, _)| who);
                Some(Said { from: sender, to: Some(who) })
            }
            Some(at) => {
                let (who, _) = self.person(&tokens[at + 1..])?;
                // "Memorandum by the Mayor to ..".
                let by = |token: &str| self.languages.is_of_headings(self.lang, token, |headnote| &headnote.by);
                let is_marked = at > 1 && (from(first) || label > 0 && by(first));
                // "From the learned A. Pell to ..": whoever writes, the other is named.
                let from = match self.sender(&tokens[usize::from(is_marked)..at], is_marked, from) {
                    None if is_marked => None,
                    from => from?,
                };
                Some(Said { from, to: Some(who) })
            }
            None if from(first) => Some(Said { from: Some(self.person(&tokens[1..])?.0), to: None }),
            None => None,
        }
    }

    /// Who writes, of the words before the one for whom; nobody where these name a kind of text only.
    #[expect(clippy::option_option, reason = "no heading, or one that does not name the sender")]
    fn sender(&self, tokens: &[&str], is_marked: bool, from: impl Fn(&str) -> bool) -> Option<Option<Who>> {
        let lexicon = self.languages.lexicon();
        // What stands before a sentence's end is about something else.
        let ends = |token: &str| token == LINE_END || self.ends_sentence(token);
        let whole = tokens.iter().rev().skip(1).position(|token| ends(token));
        let tokens = whole.map_or(tokens, |from_end| &tokens[tokens.len() - 1 - from_end..]);
        let mut folded = String::new();
        let mut is_kind = false;
        for token in tokens {
            fold(token, &mut folded);
            let singular = folded.strip_suffix('s').unwrap_or(&folded);
            let is_word = singular.chars().count() > 2 && self.flags(token) & word::SMALL == 0;
            is_kind |= is_word && lexicon.opens(singular, Class::Heading);
        }
        let by = |token: &str| {
            self.languages.is_of_headings(self.lang, token, |headnote| &headnote.by)
                && !from(token)
                && self.flags(token) & word::PARTICLE == 0
        };
        // "Note by the Mayor", "Letter from Anna".
        let behind = (1..tokens.len()).rev().find(|&at| by(tokens[at]) || is_kind && from(tokens[at]));
        let name = match behind {
            Some(at) => &tokens[at + 1..],
            None if is_kind => return Some(None),
            None => tokens,
        };
        let (who, taken) = self.person(name)?;
        if who == Who::Same {
            return Some(Some(who));
        }
        let is_upper =
            |token: &str| token.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
        let begins = |token: &&str| is_upper(token) || (is_marked || behind.is_some()) && self.is_determiner(token);
        let is_whole =
            name[..taken].iter().all(|token| token.contains(char::is_uppercase) || self.goes_with_names(token));
        (name.first().is_some_and(begins) && is_whole).then_some(Some(who))
    }

    /// The person whom words name up to the sign that ends the name, and how many of them that takes.
    fn person(&self, tokens: &[&str]) -> Option<(Who, usize)> {
        let mut end = 0;
        for token in tokens {
            // "Lady Pell (afterwards Countess of Ost)".
            let is_remark = token.strip_prefix('(').is_some_and(|inner| inner.starts_with(char::is_lowercase));
            if is_remark || token.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            end += 1;
            if token.ends_with([',', ';', ':']) || self.ends_sentence(token) {
                break;
            }
        }
        let own = &tokens[..end];
        if own.is_empty() {
            return None;
        }
        let phrase = words(&own.join(" ")).join(" ");
        if self.languages.iter().any(|language| language.headnote.same.contains(&phrase)) {
            return Some((Who::Same, end));
        }
        // "Her cousin, Jane Pell" is Jane Pell.
        let is_kin = |token: &str| self.flags(token) & (word::KIN | word::PERSON) != 0 || self.is_determiner(token);
        if own.iter().all(|token| is_kin(token)) && own[end - 1].ends_with(',') {
            let is_name = |token: &&str| {
                token.starts_with(char::is_uppercase)
                    && self.flags(token) & (word::SMALL | word::MONTH | word::WEEKDAY) == 0
            };
            let behind = tokens[end..].iter().take_while(|token| is_name(token)).count();
            if behind > 0
                && let Some((who, taken)) = self.person(&tokens[end..end + behind])
            {
                return Some((who, end + taken));
            }
        }
        let is_other = |token: &str| !token.contains(char::is_uppercase) && !self.goes_with_names(token);
        let others = own.iter().filter(|token| is_other(token)).count();
        let cut = own.iter().position(|token| is_other(token)).unwrap_or(end);
        let small =
            own[..cut].iter().rev().take_while(|token| self.flags(token) & word::SMALL != 0 && cut < end).count();
        let name = &own[..cut - small];
        let first = name.first()?;
        // "To which is added" names nobody.
        let is_title = |token: &&&str| !token.contains(char::is_uppercase) && self.flags(token) & word::TITLE != 0;
        let begins = name.iter().skip_while(is_title).take(2).any(|token| token.contains(char::is_uppercase));
        let proper = name.iter().any(|token| token.contains(char::is_uppercase) && !self.is_small(token));
        let opens = !self.is_small(first) || self.is_determiner(first);
        if others > 1 || name.len() > LONGEST_NAME || !begins || !proper || !opens {
            return None;
        }
        Some((Who::Named(cleaned(name)), end))
    }

    fn flags(&self, token: &str) -> u16 {
        let mut folded = String::new();
        fold(token, &mut folded);
        self.languages.lexicon().flags(&folded)
    }

    /// Whether a word is a small one of sentences in the language of the text: elsewhere it may be a name.
    fn is_small(&self, token: &str) -> bool {
        let mut folded = String::new();
        fold(token, &mut folded);
        let own = self.languages.iter().find(|language| self.lang.starts_with(&*language.lang));
        self.flags(token) & word::PARTICLE == 0
            && own.is_some_and(|own| own.words.small.contains(&folded) || own.words.person.contains(&folded))
    }

    fn is_determiner(&self, token: &str) -> bool {
        let mut folded = String::new();
        fold(token, &mut folded);
        self.languages.iter().any(|language| language.headnote.determiners.contains(&folded))
    }

    /// Whether a word in small letters may be part of a name with what goes with it.
    fn goes_with_names(&self, token: &str) -> bool {
        let flags = self.flags(token);
        let is_sign = !token.contains(char::is_alphanumeric);
        is_sign
            || flags & (word::SMALL | word::PARTICLE | word::TITLE | word::PERSON | word::KIN) != 0
            || self.is_determiner(token)
    }

    /// Whether a full stop behind a word is more than that of an abbreviation.
    fn ends_sentence(&self, token: &str) -> bool {
        let token = token.trim_end_matches(['-', '\u{2014}', '\u{2013}']);
        let letters = token.chars().filter(|c| c.is_alphanumeric()).count();
        token.ends_with('.') && letters >= WHOLE_WORD && self.flags(token) & word::TITLE == 0
    }
}

/// The words of a heading, those that a dash ties to a number's or a sentence's end apart; `None` where there are too many.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | '[' | ']'));
    let mut tokens = Vec::new();
    let lines =
        || text.lines().flat_map(|line| line.split_whitespace().map(|token| (token, false)).chain([(line, true)]));
    for (token, is_end) in lines() {
        if is_end {
            // Behind a full stop, the next line is about something else.
            tokens.extend(token.trim_end().ends_with('.').then_some(LINE_END));
            continue;
        }
        let dash = token
            .find("--")
            .or_else(|| token.find(['\u{2014}', '\u{2013}']))
            .filter(|&at| token[..at].ends_with(['.', ')', ':']) && token[at..].contains(char::is_alphanumeric));
        match dash {
            Some(at) => tokens.extend([&token[..at], token[at..].trim_start_matches(['-', '\u{2014}', '\u{2013}'])]),
            None => tokens.push(token),
        }
        if tokens.len() > MOST {
            return None;
        }
    }
    if tokens.last() == Some(&LINE_END) {
        tokens.pop();
    }
    Some(tokens)
}

/// Stands for a line's end between words.
const LINE_END: &str = ";";

/// A name without what ends its line: the full stop of an initial or an abbreviation belongs to it, and so does the dash
/// that stands for the rest of a name.
fn cleaned(name: &[&str]) -> String {
    let name = name.join(" ");
    let is_dash = |c: char| matches!(c, '-' | '\u{2014}' | '\u{2013}');
    let name = name.trim_matches(|c: char| matches!(c, '_' | '*' | ',' | ';' | ':' | ' ' | '<' | '>'));
    let last = name.rsplit(' ').next().unwrap_or(name);
    let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
    let stem = last.trim_end_matches('.');
    if letters > 2 && !stem.contains('.') {
        return name.trim_end_matches(|c: char| c == '.' || is_dash(c)).trim_end().to_owned();
    }
    (if stem.ends_with(is_dash) { name.trim_end_matches('.') } else { name }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lang: &str, text: &str) -> Option<(String, String)> {
        let said = said(Languages::builtin(), lang, text)?;
        let word = |who: Option<Who>| match who {
            Some(Who::Named(name)) => name,
            Some(Who::Same) => "=".to_owned(),
            None => "-".to_owned(),
        };
        Some((word(said.from), word(said.to)))
    }

    #[test]
    fn headings_that_name_people() {
        for (lang, text, from, to) in [
            ("en", "Anna Pell to Tom von Ost, 4 May 1881", "Anna Pell", "Tom von Ost"),
            ("en", "Letter to the Workers of the North", "-", "the Workers of the North"),
            ("en", "LETTER XII. Lady G. to Lady S.", "Lady G.", "Lady S."),
            ("en", "LETTER IX.\nMrs. B--. to Mrs. A.\nHolt, March 4", "Mrs. B--", "Mrs. A."),
            ("en", "LETTER XII.\nLady G-- to Lady S--.", "Lady G--", "Lady S--"),
            (
                "en",
                "LETTER I. From the learned Mr. LOCKE, to the Rt. Hon. THOMAS, with a tract.",
                "-",
                "the Rt. Hon. THOMAS",
            ),
            ("en", "From the Reverend HUGH CARR to Doctor LIND.", "the Reverend HUGH CARR", "Doctor LIND"),
            ("en", "Lady PELL* (afterwards Countess of OST) to Mrs. CARR.", "Lady PELL", "Mrs. CARR"),
            ("en", "TO LIND & CO.", "-", "LIND & CO."),
            ("en", "_To Sir W. Pell--_", "-", "Sir W. Pell"),
            (
                "en",
                "LETTER LI.\nOn the mill, the weir and the new road.\nMISS VANE, TO MISS NELL PELL",
                "MISS VANE",
                "MISS NELL PELL",
            ),
            ("en", "309.--To John Lind.", "-", "John Lind"),
            ("en", "I -- To IDA VANE", "-", "IDA VANE"),
            ("en", "TO HER COUSIN, JANE PELL.", "-", "JANE PELL"),
            ("en", "TO HER BROTHER MIKE.", "-", "HER BROTHER MIKE"),
            ("en", "To the Editor", "-", "the Editor"),
            ("en", "From Lien Pell, to Fum Ost, first reeve of the Parish at Holt.", "Lien Pell", "Fum Ost"),
            ("en", "LETTER LXI.\nFrom the same.", "=", "-"),
            ("en", "THE SAME TO THE SAME.", "=", "="),
            ("en", "Mrs. Lind to the same, at Holt", "Mrs. Lind", "="),
            ("en", "_To Mr. Ost, Holt._", "-", "Mr. Ost"),
            ("en", "To Sir W. E.", "-", "Sir W. E."),
            ("en", "Memorandum by the Mayor to the Clerk of Roads", "the Mayor", "the Clerk of Roads"),
            ("fr", "CÉLINE DURAND à SOPHIE MOREL, à l'école de...", "CÉLINE DURAND", "SOPHIE MOREL"),
            ("fr", "La Marquise de VERNAY à CÉLINE DURAND.", "La Marquise de VERNAY", "CÉLINE DURAND"),
            ("fr", "Le même à la même.", "=", "="),
            ("fr", "Au comte de Lind", "-", "comte de Lind"),
            ("de", "An Frau Berta Lind", "-", "Frau Berta Lind"),
            ("de", "4. An denselben.", "-", "="),
            ("ru", "Князь А. к Б.", "Князь А.", "Б."),
            ("it", "Lettera a Nino", "-", "Nino"),
            ("es", "AL SEÑOR CORONEL PEDRO LUNA, JEFE", "-", "SEÑOR CORONEL PEDRO LUNA"),
        ] {
            assert_eq!(of(lang, text), Some((from.to_owned(), to.to_owned())), "{text}");
        }
    }

    #[test]
    fn headings_that_name_nobody() {
        for text in [
            "What came to pass",
            "Letters about a Bowl",
            "TO WHICH IS ADDED A LIST",
            "To which is added a list",
            "An Audience of the Emperor.--His Family",
            "LETTER XII.",
            "To be sold",
            "Letter to the noble Cause of Reform",
            "",
        ] {
            assert_eq!(of("en", text), None, "{text}");
        }
    }
}
