//! Cues: what can be seen of a line without knowing what it is.
//!
//! A cue has a name, `family.value`, that a person can read in `schema/weights.toml` and in
//! `rubricate explain`. Inside, it is a number: families of fixed values come first, words of the
//! model's vocabulary after them.

mod families;
mod place;
mod words;

use super::lexicon::Lexicon;
use super::lines::{Layout, Line};
use crate::source::Source;
use families::Family;
pub use families::{FIXED, fixed_names};
pub use place::place;
use std::collections::HashMap;
use std::ops::Range;
pub use words::{Said, say};

/// Cues of all lines: a flat list, cut by line.
#[derive(Debug, Default)]
pub struct Cues {
    ids: Vec<u16>,
    ends: Vec<u32>,
}

impl Cues {
    /// Cues of line `index`.
    #[must_use]
    pub fn of(&self, index: usize) -> &[u16] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.ids[start..self.ends[index] as usize]
    }

    /// Number of cues of all these lines.
    fn count(&self, lines: Range<usize>) -> usize {
        let end_of = |line: usize| line.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        end_of(lines.end) - end_of(lines.start)
    }

    fn reserve(&mut self, lines: usize, cues: usize) {
        self.ends.reserve_exact(lines);
        self.ids.reserve_exact(cues);
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no lines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// What becomes of the words of a line.
pub trait Vocabulary {
    /// Id of a word cue (`first.dear`, `last.wystan`), if it counts.
    fn id(&mut self, name: &str) -> Option<u16>;
}

impl<S: std::hash::BuildHasher> Vocabulary for &HashMap<String, u16, S> {
    fn id(&mut self, name: &str) -> Option<u16> {
        self.get(name).copied()
    }
}

/// Sees the cues of all lines.
pub fn see(source: &Source, lines: &[Line], layout: Layout, vocabulary: &mut impl Vocabulary) -> Cues {
    place(source, lines, layout, &say(source, lines, vocabulary), 0)
}

/// Whether a line ends like a sentence does.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches([
        '"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', '\u{ab}', '\u{201c}', ')', ']', '*', '_', ' ', '\u{fffd}',
    ]);
    text.ends_with(['.', '?', '!', ':', ';', '\u{2026}'])
}

/// What a line holds, as bits.
mod seen {
    pub const SALUTE: u16 = 1;
    pub const CLOSE: u16 = 2;
    pub const DATE: u16 = 4;
    pub const NAME: u16 = 8;
    pub const INITIALS: u16 = 16;
    pub const HEADING: u16 = 32;
    pub const POSTSCRIPT: u16 = 64;
    pub const STREET: u16 = 128;
    pub const TITLE: u16 = 256;
    pub const ADDRESS: u16 = 512;
    pub const NUMBER: u16 = 1024;
    pub const ONLY_DATE: u16 = 2048;
    /// The bits a group shows as cues, with the values of `group-has`.
    pub const OF_GROUP: [u16; 9] = [SALUTE, CLOSE, DATE, TITLE, STREET, ADDRESS, POSTSCRIPT, NUMBER, NAME];
}

struct Seer {
    lexicon: &'static Lexicon,
    cues: Cues,
    buffer: String,
    words: Vec<String>,
}

impl Seer {
    fn new() -> Self {
        Self { lexicon: Lexicon::get(), cues: Cues::default(), buffer: String::new(), words: Vec::new() }
    }

    fn add(&mut self, family: Family, value: usize) {
        self.cues.ids.push(family.id(value));
    }

    fn end_line(&mut self) {
        self.cues.ends.push(self.cues.ids.len() as u32);
    }

    /// Adds the values of a family whose condition holds.
    fn add_all(&mut self, family: Family, values: &[bool]) {
        for (value, _) in values.iter().enumerate().filter(|(_, is)| **is) {
            self.add(family, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn names_of(text: &str, line: usize) -> Vec<String> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let vocabulary = HashMap::new();
        let cues = see(&source, &all, layout, &mut &vocabulary);
        let names = fixed_names();
        cues.of(line).iter().map(|&id| names[id as usize].clone()).collect()
    }

    #[test]
    fn a_dateline_shows_what_it_is() {
        let cues = names_of("Penrith, 4 March 1880\n\nDear Anna,\n", 0);
        for cue in ["date.day-month-year", "date.place-comma-date", "line-from-top.0", "place-in-group.only"] {
            assert!(cues.iter().any(|c| c == cue), "{cue} not in {cues:?}");
        }
    }

    #[test]
    fn a_number_with_a_point_is_no_date() {
        let cues = names_of("LETTRE N° 1.260\n\nMon cher ami,\n", 0);
        assert!(cues.iter().any(|c| c == "heading.numbered"), "{cues:?}");
        assert!(cues.iter().all(|c| c != "number.numeric-date"), "{cues:?}");
        let cues = names_of("Wien, 14.VI.22\n\nLieber Freund,\n", 0);
        assert!(cues.iter().any(|c| c == "number.numeric-date"), "{cues:?}");
    }

    #[test]
    fn an_address_shows_street_number_and_place() {
        let cues = names_of("Lindenstraße 12, Berlin\n", 0);
        for cue in ["word-of.street", "word-of.street-number", "place.last", "small-words.none"] {
            assert!(cues.iter().any(|c| c == cue), "{cue} not in {cues:?}");
        }
    }

    #[test]
    fn a_heading_in_capitals_holds_small_words() {
        let cues = names_of("LES FRUITS DE LA VIGNE\n", 0);
        assert!(cues.iter().any(|c| c == "heading.shouted-small-words"), "{cues:?}");
    }

    #[test]
    fn greetings_and_dates_around_a_line_show() {
        let text = "Hull, 4 March 1880\n\nDear Anna,\n\nIt rains.\n\nYours,\nJ. T.\n\nHull, 5 March 1880\n";
        let has = |line: usize, cue: &str| names_of(text, line).iter().any(|c| c == cue);
        assert!(has(0, "salute-below.1") && has(0, "salute-above.none") && has(2, "salute-above.1"));
        assert!(has(0, "dated-and.first") && has(5, "dated-and.again"));
    }

    #[test]
    fn a_greeting_in_the_third_person_is_seen_by_its_end() {
        let has = |text: &str, cue: &str| names_of(text, 0).iter().any(|c| c == cue);
        assert!(has("Marcus Olivarius Ioanni Telonio suo s. p. d.\n\nLitteras accepi.\n", "salute.end"));
        assert!(has("Marcus Olivarius Ioanni Telonio suo s. p. d.\n\nLitteras accepi.\n", "top-and.strong-salute"));
        assert!(!has("Salutem tuam curo, non meam\n\nLitteras accepi.\n", "salute.end"));
    }

    #[test]
    fn a_subject_is_seen_by_its_label_and_colon() {
        let has = |text: &str| names_of(text, 0).iter().any(|c| c == "word-of.subject");
        assert!(has("Betr.: Lieferung von Nägeln\n") && has("OBJET : Livraison de clous\n") && has("Re: Nails\n"));
        assert!(!has("Re vera nihil novi est\n") && !has("Objet de luxe, ce clou : le voici\n"));
    }

    #[test]
    fn a_signature_shows_what_it_is() {
        let cues = names_of("Dear Anna,\n\nYours ever,\nJ. B. Thwaite\n", 2);
        for cue in ["name-shape.three-four", "name-shape.initials", "after-close.1"] {
            assert!(cues.iter().any(|c| c == cue), "{cue} not in {cues:?}");
        }
    }
}
