//! The language of a text.

use crate::read::languages::Languages;
use crate::read::lines::Line;
use crate::read::tongue;
use crate::source::Source;
use whatlang::{Detector, Lang};

/// Characters that are enough to tell a language.
const SAMPLE: usize = 6000;
/// A text of so many bytes is a book, of which the first pages may be in another language than the rest. In a shorter one
/// the words of the library that gives it may be the most.
const BOOK: usize = 100_000;
/// With fewer letters than this, trigrams guess.
const LEAST: usize = 60;

/// Guesses the language of a file from its longest lines; `und` when it is too short to tell.
#[must_use]
pub fn guess(languages: &Languages, source: &Source, lines: &[Line]) -> String {
    let known = || languages.iter().filter_map(|it| Some((Lang::from_code(&*it.iso639_3)?, &*it.lang)));
    let detector = Detector::with_allowlist(known().map(|(lang, _)| lang).collect());
    let tag = |lang: Lang| known().find(|(known, _)| *known == lang).map(|(_, tag)| tag);
    // Prose says more than names and dates; a text of short lines only is taken as it comes.
    let longest = lines.iter().map(|line| line.chars).max().unwrap_or(0);
    let prose = sample(source, lines.iter().filter(|line| line.chars * 2 >= longest));
    let guessed = if is_enough(&prose) {
        let guessed = detector.detect_lang(&prose).and_then(tag);
        // Trigrams of two languages together look like those of a third, and a preface is no book.
        let spread = whole(source, lines, longest).filter(|_| guessed.is_some());
        let text = spread.unwrap_or_else(|| sample(source, lines.iter()));
        let most = guessed.and_then(|lang| tongue::most(languages, lang, &text));
        most.or(guessed)
    } else {
        // A short letter: greetings and closings count too, but must leave no doubt.
        let all = sample(source, lines.iter());
        let sure = detector.detect(&all).filter(|found| is_enough(&all) && found.is_reliable());
        sure.and_then(|found| tag(found.lang()))
    };
    guessed.unwrap_or("und").into()
}

fn is_enough(sample: &str) -> bool {
    sample.chars().filter(|c| c.is_alphabetic()).count() >= LEAST
}

/// Prose from all of a book: every so many lines of it.
fn whole(source: &Source, lines: &[Line], longest: u32) -> Option<String> {
    let apart = source.text.len() / BOOK;
    (apart > 0).then(|| {
        let prose = lines.iter().filter(|line| line.chars * 2 >= longest);
        let spread = prose.step_by(apart + 1).flat_map(|line| [source.slice(line.span), "\n"]);
        spread.collect()
    })
}

/// The first characters of some lines.
fn sample<'a>(source: &Source, lines: impl Iterator<Item = &'a Line>) -> String {
    let mut sample = String::new();
    for line in lines {
        let text = source.slice(line.span);
        let room = SAMPLE - sample.len();
        let end = (0..=text.len().min(room)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        sample.push_str(&text[..end]);
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let source = Source::new("x", text);
        guess(Languages::builtin(), &source, &super::super::lines::lines(&source))
    }

    #[test]
    fn a_short_letter_is_told_by_all_its_lines() {
        let text = "Paris, le 4 février 1887\n\nMa chère amie,\n\nJe vous écris à la hâte ; le père Noël dort déjà.\n\n\
                    Votre dévouée,\nHélène\n";
        assert_eq!(of(text), "fr");
    }

    #[test]
    fn names_and_numbers_tell_nothing() {
        assert_eq!(of("A. Brown\t1801\tLeeds\nC. Dean\t1802\tYork\n"), "und");
        assert_eq!(of(""), "und");
    }
}
