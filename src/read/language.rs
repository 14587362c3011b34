//! The language of a text.

use super::lines::Line;
use crate::source::Source;
use whatlang::{Detector, Lang};

/// Characters that are enough to tell a language.
const SAMPLE: usize = 6000;
/// With fewer letters than this, trigrams guess.
const LEAST: usize = 60;

/// The languages rubricate knows, as trigram tables name them.
const KNOWN: [(Lang, &str); 8] = [
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Lat, "la"),
];

/// Guesses the language of a file from its longest lines; `und` when it is too short to tell.
#[must_use]
pub fn guess(source: &Source, lines: &[Line]) -> String {
    // Prose says more than names and dates; a text of short lines only is taken as it comes.
    let longest = lines.iter().map(|line| line.chars).max().unwrap_or(0);
    let mut sample = String::new();
    for line in lines.iter().filter(|line| line.chars * 2 >= longest) {
        let text = source.slice(line.span);
        let room = SAMPLE - sample.len();
        let end = (0..=text.len().min(room)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        sample.push_str(&text[..end]);
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    if sample.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
        return "und".into();
    }
    let detector = Detector::with_allowlist(KNOWN.iter().map(|(lang, _)| *lang).collect());
    let found = detector.detect_lang(&sample);
    KNOWN.iter().find(|(lang, _)| Some(*lang) == found).map_or("und", |(_, tag)| tag).into()
}
