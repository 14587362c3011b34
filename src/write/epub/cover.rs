//! The cover: the user's picture, told by its content, or one drawn from the metadata by a template.
//!
//! A drawn cover holds text without a font: the reading system's serif is used, so widths are estimates on the safe
//! side, and the same book has the same cover everywhere.

use super::metadata::Metadata;
use super::pages::{Templates, text};
use crate::write::{WriteError, WriteOptions};
use minijinja::{Value, context};
use unicode_segmentation::UnicodeSegmentation;

/// Size of a drawn cover, in its own units.
const WIDTH: u32 = 1400;
const HEIGHT: u32 = 2100;
/// Room for a line of text.
const LINE: u32 = 1080;
/// A line takes this much height, in tenths of the size of its letters.
const LEADING: u32 = 12;

/// A picture for the cover of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    bytes: Vec<u8>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Svg,
}

impl Cover {
    /// Takes a picture. What it is, its content tells, not its name.
    ///
    /// # Errors
    /// It is no PNG, JPEG or SVG, or an SVG that no book may hold (scripts, parts elsewhere); the message says what
    /// to do.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let whole = bytes.get(12..16) == Some(b"IHDR") && bytes.ends_with(b"IEND\xAE\x42\x60\x82");
            whole.then_some(Kind::Png).ok_or("this PNG picture is cut off or damaged: save it anew")?
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            is_jpeg(&bytes).then_some(Kind::Jpeg).ok_or("this JPEG picture is cut off or damaged: save it anew")?
        } else {
            let text = std::str::from_utf8(&bytes).ok();
            let Some(text) = text.filter(|text| text.contains("<svg")) else {
                return Err("this is no PNG, JPEG or SVG picture: give one of these".into());
            };
            check_svg(text)?;
            Kind::Svg
        };
        Ok(Self { bytes, kind })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Name of the file in the book.
    pub(super) fn file(&self) -> &'static str {
        match self.kind {
            Kind::Png => "cover.png",
            Kind::Jpeg => "cover.jpg",
            Kind::Svg => "cover.svg",
        }
    }

    /// Its media type.
    pub(super) fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Svg => "image/svg+xml",
        }
    }

    /// Draws a cover; `letters` says that the book holds letters.
    ///
    /// # Errors
    /// A template of the user's own cannot be filled; the font of a cover in pixels lacks a sign.
    pub(super) fn draw(
        metadata: &Metadata,
        templates: &Templates,
        about: &Value,
        letters: bool,
        options: &WriteOptions,
    ) -> Result<Self, WriteError> {
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
        let svg = templates.render("cover.svg", values)?;
        #[cfg(feature = "raster")]
        if options.cover_in_pixels {
            let bytes = super::raster::png(&svg).map_err(WriteError)?;
            return Ok(Self { bytes, kind: Kind::Png });
        }
        #[cfg(not(feature = "raster"))]
        let _ = options;
        Ok(Self { bytes: svg.into_bytes(), kind: Kind::Svg })
    }
}

/// Whether the segments of a JPEG lead to its frame, and an end follows.
fn is_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            // Start of frame; C4, C8 and CC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return bytes[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
            }
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

/// What a book may not hold in an SVG: it would be refused by shops, or show a hole.
fn check_svg(svg: &str) -> Result<(), String> {
    let tree = roxmltree::Document::parse(svg)
        .map_err(|error| format!("this SVG is not well-formed: {error}; save it as plain SVG without a DOCTYPE"))?;
    if !tree.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")) {
        return Err("the root of this file is no svg element of SVG's name space: save it as plain SVG".into());
    }
    let elsewhere = |place: &str| !place.trim_start().starts_with('#') && !place.starts_with("data:");
    for node in tree.descendants() {
        let place = || format!("line {}", tree.text_pos_at(node.range().start).row);
        let handler = node.attributes().any(|attribute| attribute.name().starts_with("on"));
        if handler || node.tag_name().name() == "script" {
            return Err(format!("{}: this SVG holds a script, which no cover may: take it out", place()));
        }
        let links = node.attributes().filter(|attribute| attribute.name() == "href").map(|link| link.value());
        let styles = node.attributes().map(|attribute| attribute.value()).chain(node.text());
        let urls = styles.flat_map(|style| style.split("url(").skip(1));
        let urls = urls.map(|url| url.trim_start_matches(['"', '\'', ' ']));
        if let Some(link) = links.chain(urls).find(|link| elsewhere(link)) {
            let link: String = link.chars().take(60).collect();
            return Err(format!("{}: this SVG shows {link}, which is not in it: embed that, or take it out", place()));
        }
    }
    Ok(())
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

    #[test]
    fn a_picture_is_told_by_its_content() {
        let kind = |bytes: &[u8]| Cover::from_bytes(bytes.to_vec()).map(|cover| cover.file());
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR....\0\0\0\0IEND\xAE\x42\x60\x82";
        assert_eq!(kind(png), Ok("cover.png"));
        assert!(kind(&png[..20]).is_err_and(|error| error.contains("cut off")));
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04..\xFF\xC0\0\x04..\xFF\xD9";
        assert_eq!(kind(jpeg), Ok("cover.jpg"));
        assert!(kind(&jpeg[..8]).is_err());
        let svg = |inner: &str| {
            kind(
                format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'>{inner}</svg>")
                    .as_bytes(),
            )
        };
        assert_eq!(
            svg("<rect fill='url(#a)'/><use href='#a'/><image x:href='data:image/png;base64,AA=='/>"),
            Ok("cover.svg")
        );
        for (inner, said) in [
            ("<script/>", "script"),
            ("<rect onclick='x()'/>", "script"),
            ("\n<image x:href='https://example.org/a.png'/>", "line 2: this SVG shows https://example.org/a.png"),
            ("<style>@import url(\"a.css\")</style>", "shows a.css"),
            ("<rect>", "not well-formed"),
        ] {
            assert!(svg(inner).is_err_and(|error| error.contains(said)), "{inner}");
        }
        assert!(kind(b"<svg/>").is_err_and(|error| error.contains("name space")));
        for other in [&b"GIF89a"[..], b"", b"\0\0", b"Dear Sir,"] {
            assert!(kind(other).is_err_and(|error| error.contains("no PNG, JPEG or SVG")));
        }
    }
}
