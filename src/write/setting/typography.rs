//! Typesetting of running text: quotation marks, apostrophes, dashes, no-break spaces.
//!
//! A pure function of a text and the rules of its language. Where a mark can be read in two ways it stays as it is;
//! what is set once does not change when it is set again.

use crate::knowledge::Typography;
use std::borrow::Cow;
use std::ops::Range;

/// Stands in a text for what is not text (the mark of a note): marks look through it.
pub(super) const NOTHING: char = '\u{FFFC}';

/// How far a mark looks through other marks. Texts of nothing but marks would take the square of their length.
const FARTHEST: usize = 64;

/// A change: the bytes to replace (none for an insertion), and what stands there afterwards.
pub(super) type Edit<'r> = (Range<usize>, Cow<'r, str>);

/// What a straight quotation mark turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Apostrophe,
    /// Cannot be told.
    Unsure,
}

/// The changes that set a text, in order, none overlapping.
pub(super) fn edits<'r>(text: &str, rules: &'r Typography) -> Vec<Edit<'r>> {
    let mut setter = Setter { text, chars: text.char_indices().collect(), rules, edits: Vec::new() };
    let marks = setter.marks();
    for (at, mark) in &marks {
        let pair = if setter.chars[*at].1 == '"' { &rules.double } else { &rules.single };
        match mark {
            Mark::Open => setter.replace(*at, 1, &pair[0]),
            Mark::Close => setter.replace(*at, 1, &pair[1]),
            Mark::Apostrophe => setter.replace(*at, 1, "’"),
            Mark::Unsure => {}
        }
    }
    setter.dashes();
    setter.ellipses();
    let closed: Vec<usize> =
        marks.iter().filter(|(_, mark)| matches!(mark, Mark::Close | Mark::Apostrophe)).map(|(at, _)| *at).collect();
    setter.spaces(&closed);
    setter.edits.sort_by_key(|(range, _)| (range.start, range.end));
    // Two rules may want the same space; the first has it.
    setter.edits.dedup_by(|next, first| next.0.start < first.0.end || next.0 == first.0);
    setter.edits
}

struct Setter<'t, 'r> {
    text: &'t str,
    chars: Vec<(usize, char)>,
    rules: &'r Typography,
    edits: Vec<Edit<'r>>,
}

fn is_quote(c: char) -> bool {
    "\"'“”‘’„‚«»‹›".contains(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

/// Whether a quotation may begin after this.
fn may_precede(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || is_dash(c) || matches!(c, '(' | '[' | '{' | '/' | '¡' | '¿'))
}

/// Whether a quotation may end before this.
fn may_follow(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

impl<'r> Setter<'_, 'r> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    /// The character before, seen through the marks of notes.
    fn previous(&self, at: usize) -> Option<char> {
        self.chars[..at].iter().rev().map(|(_, c)| *c).find(|c| *c != NOTHING)
    }

    /// The character after, seen through the marks of notes.
    fn next(&self, at: usize) -> Option<char> {
        self.chars.get(at + 1..)?.iter().map(|(_, c)| *c).find(|c| *c != NOTHING)
    }

    /// The character before, seen also through other quotation marks and the spaces inside them.
    fn before(&self, at: usize) -> Option<char> {
        let mut left = (0..at).rev().map(|at| (at, self.chars[at].1)).take(FARTHEST);
        left.find(|(at, c)| !self.is_seen_through(*at, *c)).map(|(_, c)| c)
    }

    /// The character after, seen likewise.
    fn after(&self, at: usize) -> Option<char> {
        let mut right = (at + 1..self.chars.len()).map(|at| (at, self.chars[at].1)).take(FARTHEST);
        right.find(|(at, c)| !self.is_seen_through(*at, *c)).map(|(_, c)| c)
    }

    fn is_seen_through(&self, at: usize, c: char) -> bool {
        c == NOTHING || is_quote(c) || self.is_inside(at)
    }

    /// Whether this is the space between a guillemet and the words in it, where the language has one.
    fn is_inside(&self, at: usize) -> bool {
        let guillemets =
            self.rules.space_before.contains_key(&'»') && matches!(self.chars[at].1, ' ' | '\u{A0}' | '\u{202F}');
        guillemets && (self.get(at + 1) == Some('»') || at > 0 && self.chars[at - 1].1 == '«')
    }

    /// Replaces characters from `at` on, unless nothing changes.
    fn replace(&mut self, at: usize, count: usize, new: &'r str) {
        let end = self.chars.get(at + count).map_or(self.text.len(), |(end, _)| *end);
        let range = self.chars[at].0..end;
        if self.text[range.clone()] != *new {
            self.edits.push((range, Cow::Borrowed(new)));
        }
    }

    /// What each straight quotation mark is.
    fn marks(&self) -> Vec<(usize, Mark)> {
        let mut marks = self.double();
        marks.extend(self.single());
        marks.sort_by_key(|(at, _)| *at);
        marks
    }

    /// Double marks open and close in turn, or none of them is sure. The last may stay open: the quotation goes on
    /// in the next paragraph.
    fn double(&self) -> Vec<(usize, Mark)> {
        let mut marks = Vec::new();
        let mut open = false;
        for at in (0..self.chars.len()).filter(|at| self.chars[*at].1 == '"') {
            let mark = self.direction(at);
            if mark == Mark::Unsure || open == (mark == Mark::Open) {
                return Vec::new();
            }
            open = mark == Mark::Open;
            marks.push((at, mark));
        }
        marks
    }

    /// Whether a mark opens or closes, by its neighbours.
    fn direction(&self, at: usize) -> Mark {
        let (left, right) = (self.before(at), self.after(at));
        // Before high marks some languages have a space, which must not decide.
        let opens = may_precede(left)
            && right
                .is_some_and(|c| !(c.is_whitespace() || matches!(c, ';' | ':' | '!' | '?' | ',' | ')' | ']' | '}')));
        let closes = left.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '{')) && may_follow(right);
        match (opens, closes) {
            (true, false) => Mark::Open,
            (false, true) => Mark::Close,
            _ => Mark::Unsure,
        }
    }

    /// Single marks: first those that are apostrophes whatever else there is, then pairs. Where those do not open and
    /// close in turn, none of them is sure. Nor is the last that opens: it may be a word cut short.
    fn single(&self) -> Vec<(usize, Mark)> {
        let (mut apostrophes, mut pairs) = (Vec::new(), Vec::new());
        let mut sure = true;
        let mut open: Option<usize> = None;
        let mut at = 0;
        while at < self.chars.len() {
            let here = at;
            at += 1;
            if self.chars[here].1 != '\'' || self.is_doubled(here) {
                continue;
            }
            if let Some(count) = self.elision(here) {
                let inside = (here..here + count).filter(|at| self.chars[*at].1 == '\'');
                apostrophes.extend(inside.map(|at| (at, Mark::Apostrophe)));
                at = here + count;
                continue;
            }
            if self.is_apostrophe(here) {
                apostrophes.push((here, Mark::Apostrophe));
                continue;
            }
            match (self.direction(here), open) {
                (Mark::Open, None) => open = Some(here),
                (Mark::Close, Some(start)) if !self.may_be_plural(here) => {
                    pairs.extend([(start, Mark::Open), (here, Mark::Close)]);
                    open = None;
                }
                (Mark::Close, Some(_)) if self.closes_later(here) => pairs.push((here, Mark::Apostrophe)),
                (Mark::Close, Some(_)) => open = None,
                // A word cut short (`goin'`), a plural's genitive (`the dogs' dinner`).
                (Mark::Close, None) if self.previous(here).is_some_and(char::is_alphabetic) => {
                    pairs.push((here, Mark::Apostrophe));
                }
                (Mark::Open | Mark::Close | Mark::Apostrophe | Mark::Unsure, _) => sure = false,
            }
        }
        apostrophes.extend(pairs.into_iter().filter(|_| sure));
        apostrophes
    }

    /// Two single marks may be meant for a double one.
    fn is_doubled(&self, at: usize) -> bool {
        self.next(at) == Some('\'') || self.previous(at) == Some('\'')
    }

    /// The plural's apostrophe looks like the end of a quotation, and a noun follows it.
    fn may_be_plural(&self, at: usize) -> bool {
        let mut later = self.chars[at..].iter().map(|(_, c)| *c);
        self.previous(at).is_some_and(|c| matches!(c, 's' | 'x' | 'z'))
            && self.after(at).is_some_and(char::is_whitespace)
            && later.find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
    }

    /// Between letters, or before the two digits of a year.
    fn is_apostrophe(&self, at: usize) -> bool {
        let (left, right) = (self.previous(at), self.next(at));
        let inside = left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric);
        let measure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if inside {
            return !(measure(left) && measure(right));
        }
        let digits = self.chars[at + 1..].iter().take_while(|(_, c)| c.is_ascii_digit()).count();
        may_precede(self.before(at)) && digits == 2 && !matches!(self.get(at + 3), Some('\'' | '’'))
    }

    /// How many characters the elision takes that begins here.
    fn elision(&self, at: usize) -> Option<usize> {
        if !may_precede(self.before(at)) {
            return None;
        }
        let fits = |word: &&String| {
            let mut rest = self.chars[at..].iter().map(|(_, c)| *c);
            let same = word.chars().all(|c| rest.next().is_some_and(|here| here.to_lowercase().eq(c.to_lowercase())));
            let end = rest.next();
            // A word between two marks is quoted.
            same && !end.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'))
        };
        self.rules.elisions.iter().filter(fits).map(|word| word.chars().count()).max()
    }

    /// Whether a mark that surely closes comes before the next that opens.
    fn closes_later(&self, at: usize) -> bool {
        let later = (at + 1..self.chars.len()).filter(|at| self.chars[*at].1 == '\'');
        let mut later =
            later.filter(|at| !self.is_doubled(*at) && self.elision(*at).is_none() && !self.is_apostrophe(*at));
        later.next().is_some_and(|at| {
            self.direction(at) == Mark::Close && self.previous(at).is_some_and(|c| !matches!(c, 's' | 'x' | 'z'))
        })
    }

    /// `--` and a hyphen between spaces are dashes; a hyphen between years is a range.
    fn dashes(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            let length = self.chars[at..].iter().take_while(|(_, c)| *c == '-').count();
            if length == 0 {
                at += 1;
                continue;
            }
            let (left, right) = (at.checked_sub(1).and_then(|at| self.get(at)), self.get(at + length));
            let space = |at: usize| self.get(at).is_some_and(char::is_whitespace) && !self.is_inside(at);
            let spaced = at > 0 && space(at - 1) && space(at + length);
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let rules = self.rules;
            match length {
                2 | 3 if spaced => self.replace(at, length, &rules.spaced_dash),
                2 | 3 if digit(left) && digit(right) => self.replace(at, length, "–"),
                2 | 3 if left.is_some_and(|c| !is_dash(c)) => self.replace(at, length, &rules.dash),
                1 if spaced && self.is_between_words(at) => self.replace(at, 1, &rules.spaced_dash),
                1 if self.is_range(at) => self.replace(at, 1, "–"),
                _ => {}
            }
            at += length;
        }
    }

    /// A single space on either side, and no number beyond: that would be a subtraction, or a list.
    fn is_between_words(&self, at: usize) -> bool {
        let beyond = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit() && !is_dash(c));
        at >= 2 && beyond(self.get(at - 2)) && beyond(self.get(at + 2))
    }

    /// `1914-1918`, `1914-18`, but no date (`1914-05`) and no part of a longer number.
    fn is_range(&self, at: usize) -> bool {
        let digit = |(_, c): &&(usize, char)| c.is_ascii_digit();
        let (left, right) = (&self.chars[..at], &self.chars[at + 1..]);
        let (before, after) = (left.iter().rev().take_while(digit).count(), right.iter().take_while(digit).count());
        let lone = |c: Option<&(usize, char)>| {
            !c.is_some_and(|(_, c)| is_dash(*c) || c.is_alphanumeric() || matches!(c, '.' | '/' | ','))
        };
        let start = left.len() - before;
        let number =
            |chars: &[(usize, char)]| chars.iter().fold(0, |sum, (_, c)| sum * 10 + c.to_digit(10).unwrap_or(0));
        if before != 4 || !lone(start.checked_sub(1).and_then(|at| left.get(at))) {
            return false;
        }
        let end = right.get(after);
        let open = lone(end) || end.is_some_and(|(_, c)| matches!(c, '.' | ',')) && lone(right.get(after + 1));
        let (first, last) = (number(&left[start..]), number(&right[..after]));
        open && match after {
            4 => first < last,
            2 => last > 12 && first % 100 < last,
            _ => false,
        }
    }

    /// Three dots are one sign.
    fn ellipses(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            let length = self.chars[at..].iter().take_while(|(_, c)| *c == '.').count();
            if length == 3 {
                self.replace(at, 3, "…");
            }
            at += length.max(1);
        }
    }

    /// Spaces at which no line may end. `closed` are the straight marks that end a word, in order.
    fn spaces(&mut self, closed: &[usize]) {
        let rules = self.rules;
        for at in 0..self.chars.len() {
            let c = self.chars[at].1;
            if let Some(space) = rules.space_before.get(&c) {
                self.space_before(at, space, closed);
            }
            if let Some(space) = rules.space_after.get(&c) {
                match self.get(at + 1) {
                    Some(' ') => self.replace(at + 1, 1, space),
                    Some(next) if next.is_alphanumeric() => {
                        let end = self.chars[at + 1].0;
                        self.edits.push((end..end, Cow::Borrowed(space)));
                    }
                    _ => {}
                }
            }
        }
        for phrase in &rules.bind {
            for (at, _) in self.text.match_indices(phrase.as_str()) {
                if self.is_word(at, phrase) {
                    let spaces =
                        phrase.match_indices(' ').map(|(space, _)| (at + space..at + space + 1, "\u{A0}".into()));
                    self.edits.extend(spaces);
                }
            }
        }
        for word in &rules.bind_after {
            for (at, _) in self.text.match_indices(word.as_str()) {
                let end = at + word.len();
                let mut rest = self.text[end..].chars();
                if rest.next() == Some(' ') && rest.next().is_some_and(char::is_alphanumeric) && self.is_word(at, word)
                {
                    self.edits.push((end..end + 1, "\u{A0}".into()));
                }
            }
        }
    }

    /// Whether no letter or digit touches the words at this byte.
    fn is_word(&self, at: usize, words: &str) -> bool {
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || is_dash(c));
        let starts = words.starts_with(char::is_alphanumeric) && touches(self.text[..at].chars().next_back());
        let ends = words.ends_with(char::is_alphanumeric) && touches(self.text[at + words.len()..].chars().next());
        !starts && !ends
    }

    /// A mark that keeps a distance from the word before it: a space there becomes the right one; without one it is
    /// put in where a sentence or clause ends.
    fn space_before(&mut self, at: usize, space: &'r str, closed: &[usize]) {
        let Some(left) = at.checked_sub(1).and_then(|left| self.get(left)) else { return };
        if left == ' ' {
            let beyond = at.checked_sub(2).and_then(|at| self.get(at));
            if beyond.is_some_and(|c| !c.is_whitespace() && c != NOTHING) {
                self.replace(at - 1, 1, space);
            }
            return;
        }
        let touches = left.is_alphanumeric()
            || matches!(left, ')' | ']' | '»' | '”' | '…' | '%' | '’')
            || left == '.' && self.chars[..at].iter().rev().take_while(|(_, c)| *c == '.').count() == 3
            || closed.binary_search(&(at - 1)).is_ok();
        let right = self.next(at);
        let ends = self.chars[at].1 == '»' && may_follow(right)
            || right.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | '"' | '\'' | '»' | '”' | '’'));
        if touches && ends {
            let here = self.chars[at].0;
            self.edits.push((here..here, Cow::Borrowed(space)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::LanguageList;
    use proptest::prelude::*;

    fn set(text: &str, lang: &str) -> String {
        let (mut set, mut done) = (String::new(), 0);
        for (range, new) in edits(text, LanguageList::builtin().typography(lang).expect("a language with rules")) {
            set.push_str(&text[done..range.start]);
            set.push_str(&new);
            done = range.end;
        }
        set + &text[done..]
    }

    fn table(lang: &str, rows: &[(&str, &str)]) {
        for (text, expected) in rows {
            let once = set(text, lang);
            assert_eq!(once, *expected, "{lang}: {text}");
            assert_eq!(set(&once, lang), once, "{lang}: {text} set again");
        }
    }

    #[test]
    fn english() {
        table(
            "en",
            &[
                ("\"Yes,\" he said, \"I don't.\"", "“Yes,” he said, “I don’t.”"),
                ("\"'Tis true,\" said she; \"it's the dogs'.\"", "“’Tis true,” said she; “it’s the dogs’.”"),
                ("'Come in,' he said. 'It's late.'", "‘Come in,’ he said. ‘It’s late.’"),
                ("\"He cried 'Help!' and ran.\"", "“He cried ‘Help!’ and ran.”"),
                ("'\"Go,\" he said,' she wrote.", "‘“Go,” he said,’ she wrote."),
                ("rock 'n' roll in '48", "rock ’n’ roll in ’48"),
                ("Tell 'em of 'THE WEAVERS'.", "Tell ’em of ‘THE WEAVERS’."),
                ("the weavers' hall, goin' home", "the weavers’ hall, goin’ home"),
                ("(\"so\") --\"and so\"", "(“so”) —“and so”"),
                ("I came--I saw -- I left - alone...", "I came—I saw – I left – alone…"),
                ("Mr. Lowe, 1914-18, No. 7, pp. 12-15", "Mr.\u{A0}Lowe, 1914–18, No.\u{A0}7, pp.\u{A0}12-15"),
                ("the mark\u{FFFC}\" of\u{FFFC} \"it\"", "the mark\u{FFFC}\" of\u{FFFC} \"it\""),
                ("\"the mark\"\u{FFFC} of", "“the mark”\u{FFFC} of"),
                ("\"A quotation goes on", "“A quotation goes on"),
            ],
        );
    }

    #[test]
    fn what_is_not_sure_stays() {
        let unsure = [
            "a board of 6' 2\" by 4\"",
            "he ended.\" Then he left",
            "\" lost \"",
            "'appen the dogs' tails are wet",
            "an opening ' alone",
            "on 1914-05-03 and 1914-05, tel. 555-1234, 3 - 2",
            "----",
            "4 dots....",
            "mother-in-law",
        ];
        for text in unsure {
            assert_eq!(set(text, "en"), text);
        }
        for lang in ["und", "de-CH", "fr-CA"] {
            assert!(LanguageList::builtin().typography(lang).is_none(), "{lang}");
        }
    }

    #[test]
    fn long_texts_take_no_longer_than_they_are() {
        for piece in ["'\"", "\"a\":", "'s' ", "\u{FFFC}'", "a-", "'n' ", "« "] {
            let text = piece.repeat(20_000);
            assert!(set(&text, "fr").len() >= 20_000);
        }
    }

    #[test]
    fn german() {
        table(
            "de",
            &[
                ("\"Ja\", sagte er, \"z. B. morgen.\"", "„Ja“, sagte er, „z.\u{A0}B. morgen.“"),
                ("'s ist wahr, so geht's, Hans' Haus", "’s ist wahr, so geht’s, Hans’ Haus"),
                ("Er rief 'Halt' -- und ging.", "Er rief ‚Halt‘ – und ging."),
                ("S. 12, Nr. 5, § 3", "S.\u{A0}12, Nr.\u{A0}5, §\u{A0}3"),
            ],
        );
    }

    #[test]
    fn french() {
        table(
            "fr",
            &[
                (
                    "L'ami dit : \"Quoi ?\" et s'en va ; voilà !",
                    "L’ami dit\u{A0}: «\u{A0}Quoi\u{202F}?\u{A0}» et s’en va\u{202F}; voilà\u{202F}!",
                ),
                ("Quoi? Oui! Non: rien; tout.", "Quoi\u{202F}? Oui\u{202F}! Non\u{A0}: rien\u{202F}; tout."),
                ("« Bonjour », dit-il à 12:30", "«\u{A0}Bonjour\u{A0}», dit-il à 12:30"),
                ("«Bonjour» https://example.org?!", "«\u{A0}Bonjour\u{A0}» https://example.org?!"),
                ("M. Roussel et Mme Petit, n° 4", "M.\u{A0}Roussel et Mme\u{A0}Petit, n°\u{A0}4"),
            ],
        );
    }

    #[test]
    fn other_languages() {
        table("ru", &[("\"Да\" -- сказал он, т. е. 5 г. назад", "«Да» — сказал он, т.\u{A0}е. 5 г.\u{A0}назад")]);
        table("es", &[("\"Sí\", dijo el Sr. Pardo", "«Sí», dijo el Sr.\u{A0}Pardo")]);
        table("it", &[("\"Sì\", un po' d'acqua", "«Sì», un po’ d’acqua")]);
        table("nl", &[("\"Ja\", 's avonds en 't is zo'n dag", "“Ja”, ’s avonds en ’t is zo’n dag")]);
        table("la", &[("\"Vale\" inquit", "“Vale” inquit")]);
    }

    /// What a reader sees when the marks that may be set are taken out: nothing else may change.
    fn words(text: &str) -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !is_quote(*c) && !is_dash(*c) && !matches!(c, '.' | '…'))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn setting_twice_is_setting_once(text in "[abs'\"«»“”‘’ \u{A0}\u{202F}\u{FFFC}.…,;:!?()1-9—–\n-]{0,40}|([a-s']{1,3}[ \"'.:-]{1,3}){0,12}") {
            for language in LanguageList::builtin().iter() {
                let once = set(&text, &language.lang);
                prop_assert_eq!(set(&once, &language.lang), once.clone(), "{}: {:?}", language.lang, text);
                prop_assert_eq!(words(&once), words(&text));
            }
        }
    }
}
