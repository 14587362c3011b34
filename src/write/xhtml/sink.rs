//! The pen: elements and text in, well-formed XHTML out, whatever the text holds.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// Collects XHTML in memory.
pub(in crate::write) struct Sink {
    writer: Writer<Vec<u8>>,
    last: Option<char>,
}

impl Default for Sink {
    fn default() -> Self {
        Self { writer: Writer::new(Vec::new()), last: None }
    }
}

impl Sink {
    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("writing to memory cannot fail");
    }

    fn tag<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
        let mut tag = BytesStart::new(name);
        for (name, value) in attributes {
            tag.push_attribute((*name, &*printable(value)));
        }
        tag
    }

    /// Opens an element.
    pub fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Start(Self::tag(name, attributes)));
    }

    /// Closes an element.
    pub fn end(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element that HTML defines as empty.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(Self::tag(name, attributes)));
    }

    /// An element without content, with an end tag: reading systems that parse HTML need it.
    pub fn empty_pair(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.end(name);
    }

    /// Text. Line ends become LF; what XML cannot hold becomes visible.
    pub fn text(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.last = Some(last);
            self.write(Event::Text(BytesText::from_escaped(partial_escape(printable(text)))));
        }
    }

    /// A character that XML cannot hold, by its code point.
    pub fn control(&mut self, code: u32) {
        let sign = char::from_u32(code).map_or(char::REPLACEMENT_CHARACTER, visible);
        self.text(sign.encode_utf8(&mut [0; 4]));
    }

    /// A line end between elements; it does not count as text.
    pub fn newline(&mut self) {
        self.write(Event::Text(BytesText::from_escaped("\n")));
    }

    /// The last character of text.
    pub fn last(&self) -> Option<char> {
        self.last
    }

    /// What was written.
    pub fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner()).expect("only whole strings were written")
    }
}

/// Whether XML 1.0 (section 2.2, `Char`) holds the character.
fn in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A character that stands for one which XML cannot hold: its picture where Unicode has one.
fn visible(c: char) -> char {
    match c {
        c if in_xml(c) => c,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The text as XML can hold it: line ends as LF, forbidden characters made visible.
pub(in crate::write) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c != '\r' && in_xml(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").chars().map(|c| if c == '\r' { '\n' } else { visible(c) }).collect())
}

/// A word as one class name.
pub(in crate::write) fn token(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// The tag if it has the form of a language tag (RFC 5646, section 2.1), else `und`.
pub(in crate::write) fn valid_lang(tag: &str) -> &str {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let well_formed = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if well_formed { tag } else { "und" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_xml_cannot_hold_becomes_visible() {
        assert_eq!(printable("a\r\nb\rc\0d\u{FFFE}\u{1F}"), "a\nb\nc\u{2400}d\u{FFFD}\u{241F}");
        assert!(matches!(printable("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn language_tags_are_kept_when_well_formed() {
        assert_eq!(valid_lang("en-GB"), "en-GB");
        for bad in ["", "english", "e", "en_GB", "en--GB", "fr-\"x"] {
            assert_eq!(valid_lang(bad), "und", "{bad:?}");
        }
    }

    #[test]
    fn words_become_one_class_name() {
        assert_eq!(token("On verso!"), "on-verso-");
    }
}
