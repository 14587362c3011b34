//! A cover drawn from the metadata by a template.
//!
//! It holds text without a font: the reading system's serif is used, so widths are estimates on the safe side, and the
//! same book has the same cover everywhere.

use super::look::{Look, text};
use super::metadata::Metadata;
use crate::write::written::WriteError;
use minijinja::{Value, context};
use unicode_segmentation::UnicodeSegmentation;

/// Size of a drawn cover, in its own units.
const WIDTH: u32 = 1400;
const HEIGHT: u32 = 2100;
/// Room for a line of text.
const LINE: u32 = 1080;
/// A line takes this much height, in tenths of the size of its letters.
const LEADING: u32 = 12;

/// Draws a cover as SVG; `letters` says that the book holds letters.
///
/// # Errors
/// A template of the user's own cannot be filled.
pub(super) fn drawing(
    metadata: &Metadata,
    look: &Look<'_>,
    about: &Value,
    letters: bool,
) -> Result<String, WriteError> {
    let authors = metadata.authors().collect::<Vec<_>>().join(" · ");
    let block = |words: &str, sizes: &[u32], height: u32| {
        let (size, lines) = fit(words, sizes, height);
        let lines: Vec<Value> = lines.iter().map(|line| text(line)).collect();
        context! { size, lines }
    };
    let values = context! {
        lang => &metadata.lang,
        book => about,
        width => WIDTH,
        height => HEIGHT,
        letters,
        title => block(metadata.main_title(), &[150, 130, 112, 96, 84, 72, 60, 50], 720),
        subtitle => block(metadata.subtitle().unwrap_or_default(), &[60, 50, 42], 260),
        authors => block(&authors, &[72, 60, 50, 42], 240),
        publisher => block(metadata.publisher().unwrap_or_default(), &[44, 38], 100),
    };
    look.render("cover.svg", values)
}

/// A drawing in pixels, as PNG.
///
/// # Errors
/// A template of the user's own is no drawing, or asks for signs that the font lacks.
#[cfg(feature = "raster")]
pub(super) fn pixels(svg: &str) -> Result<Vec<u8>, WriteError> {
    super::raster::png(svg).map_err(WriteError)
}

/// Nothing: this build cannot draw in pixels.
///
/// # Errors
/// Always.
#[cfg(not(feature = "raster"))]
pub(super) fn pixels(_svg: &str) -> Result<Vec<u8>, WriteError> {
    let message = "the cover cannot be drawn in pixels, for this build lacks the feature `raster`: give a picture, or \
                   keep the SVG";
    Err(WriteError(message.into()))
}

/// The greatest size at which the words fit into the height, and their lines. At the smallest size what does not fit
/// is cut.
fn fit(words: &str, sizes: &[u32], height: u32) -> (u32, Vec<String>) {
    let mut last = (0, Vec::new());
    for &size in sizes {
        let room = LINE * 1000 / size;
        let most = (height * 10 / (size * LEADING)).max(1) as usize;
        // A word that is too long for a line asks for smaller letters, before it is broken.
        let fits = words.split_whitespace().all(|word| width(word) <= room);
        let lines = wrap(words, room);
        if fits && lines.len() <= most {
            return (size, balance(words, room, lines));
        }
        last = (size, lines);
        last.1.truncate(most);
        if last.1.len() == most && wrap(words, room).len() > most {
            let line = last.1.last_mut().expect("at least one line is kept");
            while width(line) + width("…") > room && line.pop().is_some() {}
            line.push('…');
        }
    }
    last
}

/// The narrowest lines of the same number: no lone word at the end.
fn balance(words: &str, room: u32, lines: Vec<String>) -> Vec<String> {
    let (mut low, mut high, mut best) = (room / 2, room, lines);
    while low < high {
        let middle = u32::midpoint(low, high);
        let tried = wrap(words, middle);
        if tried.len() <= best.len() && words.split_whitespace().all(|word| width(word) <= middle) {
            (high, best) = (middle, tried);
        } else {
            low = middle + 1;
        }
    }
    best
}

/// Breaks words into lines of at most `room` thousandths of an em; a longer word is broken between characters.
fn wrap(words: &str, room: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        if let Some(line) = lines.last_mut()
            && width(line) + width(" ") + width(word) <= room
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        lines.push(String::new());
        for character in word.graphemes(true) {
            let line = lines.last_mut().expect("a line was begun");
            if !line.is_empty() && width(line) + width(character) > room {
                lines.push(character.to_owned());
            } else {
                line.push_str(character);
            }
        }
    }
    lines
}

/// Estimated width in thousandths of an em, for a serif of usual proportions.
fn width(text: &str) -> u32 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'f' | 't' | 'I' | ' ' | '.' | ',' | ';' | ':' | '\'' | '!' | '|' | '(' | ')' | '-'
            | '’' => 340,
            'm' | 'w' | 'M' | 'W' | '—' | '…' | '@' | 'ш' | 'щ' | 'ж' | 'ю' => 960,
            '\u{300}'..='\u{36F}' => 0,
            '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{1F000}'.. => 1040,
            c if c.is_uppercase() => 760,
            _ => 560,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_wrapped_and_balanced() {
        let (size, lines) = fit("Wool", &[150, 50], 720);
        assert_eq!((size, lines), (150, vec!["Wool".to_owned()]));
        let (_, lines) =
            fit("The Bridge and the Boats: An Open Letter to the Ferrymen of the Lower Lake", &[150, 112, 50], 720);
        assert!(lines.len() > 2 && lines.last().is_some_and(|line| line.contains(' ')), "{lines:?}");
        assert_eq!(fit("", &[150, 50], 720).1, Vec::<String>::new());
    }

    #[test]
    fn every_line_has_room() {
        let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
        for words in [long, &"wool ".repeat(300), &"羊".repeat(400), "a"] {
            let (size, lines) = fit(words, &[150, 50], 300);
            assert!(!lines.is_empty() && lines.len() as u32 * size * LEADING <= 3000, "{words}");
            for line in &lines {
                assert!(width(line) * size <= LINE * 1000, "{line}");
            }
            let whole = lines.concat().replace(' ', "") == words.replace(' ', "");
            assert!(whole || lines.last().is_some_and(|line| line.ends_with('…')), "{lines:?}");
        }
    }
}
