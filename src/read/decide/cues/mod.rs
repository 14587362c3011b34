//! Cues: what can be seen of a line without knowing what it is.
//!
//! A cue has a name, `family.value`, that a person can read in `schema/weights.toml` and in
//! `rubricate explain`. Inside, it is a number: families of fixed values come first, words of the
//! model's vocabulary after them.

mod families;
mod formulae;
mod line_cues;
mod place;
mod said;
mod seen;
mod signs;
mod tally;
mod vocabulary;
mod words;

pub use families::{FIXED, fixed_names};
pub use line_cues::LineCues;
pub use place::place;
pub use said::Said;
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{MOST_WORDS, next_id};
pub use words::say;

use crate::read::lexicon::Lexicon;
use crate::read::lines::{Layout, Line};
use crate::source::Source;

/// Sees the cues of all lines.
pub fn see(
    lexicon: &Lexicon,
    source: &Source,
    lines: &[Line],
    layout: Layout,
    vocabulary: &mut impl Vocabulary,
) -> LineCues {
    place(source, lines, layout, &say(lexicon, source, lines, vocabulary), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::languages::Languages;
    use crate::read::lines;
    use std::collections::HashMap;

    fn names_of(text: &str, line: usize) -> Vec<String> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let vocabulary = HashMap::new();
        let cues = see(Languages::builtin().lexicon(), &source, &all, layout, &mut &vocabulary);
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
