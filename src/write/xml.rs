//! XML in memory, without the characters that XML 1.0 forbids.

use quick_xml::escape::escape;
use std::borrow::Cow;

/// An attribute: name and value, not yet escaped.
pub(in crate::write) type Attribute<'a> = (&'a str, &'a str);

/// Attributes that point to ids.
const POINTERS: &[&str] = &["calendar", "decls", "resp", "target"];

/// How ids start that are numbered through all letters of a source, so that they need none.
const NUMBERED: &[&str] = &["letter-", "correspondence-"];

/// Writes XML to memory.
pub(in crate::write) struct Xml {
    out: Vec<u8>,
    /// Characters met that XML 1.0 cannot hold.
    pub controls: usize,
    /// What stands before ids that several TEI of one corpus would have in common.
    pub prefix: String,
}

/// Bytes that text cannot copy as they stand: markup, controls, carriage return (parsers drop
/// it), and 0xEF, with which U+FFFE and U+FFFF start.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = byte != 9 && byte != 10;
        byte += 1;
    }
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'&' as usize] = true;
    table[0xEF] = true;
    table
};

/// Whether XML 1.0 can hold the character.
fn allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether XML 1.0 can hold every character.
pub(in crate::write) fn all_allowed(text: &str) -> bool {
    text.chars().all(allowed)
}

/// The text with U+FFFD for what XML 1.0 cannot hold: for attributes and header values.
pub(in crate::write) fn cleaned(text: &str) -> Cow<'_, str> {
    if all_allowed(text) { text.into() } else { text.replace(|c| !allowed(c), "\u{FFFD}").into() }
}

/// The text as one token that is safe in TEI's datatypes `word`, `enumerated` and in an id.
pub(in crate::write) fn token(text: &str) -> String {
    let kept = text.trim().replace(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c), "-");
    kept.trim_matches(['-', '.']).to_owned()
}

/// Whether the text is nothing but a web address that TEI's datatype `pointer` takes.
pub(in crate::write) fn is_web_address(text: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.bytes().all(safe)
            && host.matches('#').count() <= 1
            && !host.contains(':')
    })
}

/// Whether the text can stand where TEI wants an address, of a file beside the text too.
pub(in crate::write) fn is_address(text: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?@!$&'()*+,;=".contains(&byte);
    is_link(text) || !text.is_empty() && text.bytes().all(safe)
}

/// Whether the text is an address that a reader can follow from any page.
pub(in crate::write) fn is_link(text: &str) -> bool {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find('%') {
        let code = rest.as_bytes().get(at + 1..at + 3);
        if !code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)) {
            return false;
        }
        plain.push_str(&rest[..at]);
        rest = &rest[at + 3..];
    }
    plain.push_str(rest);
    let mail = plain.strip_prefix("mailto:").is_some_and(|mail| {
        mail.contains('@') && mail.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~@+?=&".contains(&byte))
    });
    mail || is_web_address(&plain)
}

/// The web addresses of a text, as an attribute that points takes them.
pub(in crate::write) fn pointers(text: &str) -> String {
    let pointers: Vec<&str> = text.split_whitespace().filter(|pointer| is_web_address(pointer)).collect();
    pointers.join(" ")
}

/// Whether the text is a language tag that `xml:lang` takes.
pub(in crate::write) fn is_language(tag: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut parts = tag.split('-');
    parts.next().is_some_and(|first| part(first) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(part)
}

impl Xml {
    /// With room for about `capacity` bytes, where there is so much.
    pub fn with_capacity(capacity: usize) -> Self {
        let mut out = Vec::new();
        // Without room it grows as it is written.
        let _ = out.try_reserve_exact(capacity);
        Self { out, controls: 0, prefix: String::new() }
    }

    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Puts what was written behind `start` before it.
    pub fn rotate(&mut self, start: usize) {
        self.out.rotate_left(start);
    }

    /// Appends what was written elsewhere.
    pub fn append(&mut self, other: Self) {
        self.out.extend(other.out);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Appends what is XML already.
    pub fn raw(&mut self, xml: &str) {
        self.out.extend_from_slice(xml.as_bytes());
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>], end: &str) {
        self.raw("<");
        self.raw(name);
        for (name, value) in attributes {
            self.raw(" ");
            self.raw(name);
            self.raw("=\"");
            if !self.prefix.is_empty() {
                let (sign, id) = match (*name, value.strip_prefix('#')) {
                    ("xml:id", _) => ("", Some(*value)),
                    (_, id) => ("#", id.filter(|_| POINTERS.contains(name))),
                };
                if let Some(id) = id.filter(|id| !NUMBERED.iter().any(|numbered| id.starts_with(numbered))) {
                    let id = format!("{sign}{}{id}\"", self.prefix);
                    self.raw(&id);
                    continue;
                }
            }
            self.raw(&escape(cleaned(value)));
            self.raw("\"");
        }
        self.raw(end);
    }

    pub fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, ">");
    }

    pub fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    pub fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, "/>");
    }

    /// An element that holds text only.
    pub fn element(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(&cleaned(text));
        self.close(name);
    }

    /// A line end between blocks.
    pub fn line(&mut self) {
        self.raw("\n");
    }

    /// A character that XML cannot hold: its place, and its code point in `@n`.
    pub fn control(&mut self, code: u32) {
        self.controls += 1;
        self.empty("gap", &[("reason", "control-character"), ("n", &format!("U+{code:04X}"))]);
    }

    /// Escapes and appends text. Line ends become LF, as every XML parser reads them anyway.
    pub fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
            self.raw(&rest[..at]);
            rest = &rest[at..];
            let Some(c) = rest.chars().next() else { return };
            let (_, after) = rest.split_at(c.len_utf8());
            match c {
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '&' => self.raw("&amp;"),
                '\r' if after.starts_with('\n') => {}
                '\r' => self.raw("\n"),
                c if allowed(c) => self.raw(&rest[..c.len_utf8()]),
                c => self.control(u32::from(c)),
            }
            rest = after;
        }
        self.raw(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut xml = Xml::with_capacity(0);
        xml.text(text);
        String::from_utf8(xml.into_bytes()).expect("UTF-8")
    }

    #[test]
    fn text_is_escaped_and_never_forbidden() {
        assert_eq!(written("a<b>&\r\nc\rd \u{FEFF}\u{FFFD}"), "a&lt;b&gt;&amp;\nc\nd \u{FEFF}\u{FFFD}");
        assert_eq!(written("\0"), r#"<gap reason="control-character" n="U+0000"/>"#);
        assert_eq!(written("\u{FFFF}"), r#"<gap reason="control-character" n="U+FFFF"/>"#);
    }

    #[test]
    fn tokens_and_languages() {
        assert_eq!(token(" a b/c "), "a-b-c");
        assert!(is_language("en-GB") && !is_language("english language") && !is_language("") && !is_language("en-"));
    }
}
