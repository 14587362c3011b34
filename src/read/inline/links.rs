//! Links and images of Markdown, and addresses in angle brackets, by their shape.

use std::ops::Range;

/// A longer address, or description of an image, is text.
const LONGEST: usize = 2000;

/// What an address in round brackets holds: `(address "title")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    /// The address.
    pub(crate) address: Range<usize>,
    /// Length of the whole.
    pub(crate) length: usize,
}

/// The address in round brackets that a text starts with.
pub(crate) fn destination(text: &str) -> Option<Destination> {
    let inner = text.strip_prefix('(')?;
    let blanks = inner.len() - inner.trim_start_matches(' ').len();
    let start = 1 + blanks;
    let mut depth = 0usize;
    let mut end = None;
    for (at, c) in text[start..].char_indices().take_while(|(at, _)| *at < LONGEST) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = Some(start + at);
                break;
            }
            ')' => depth -= 1,
            c if c.is_whitespace() => {
                end = Some(start + at);
                break;
            }
            c if c.is_control() => return None,
            _ => {}
        }
    }
    let end = end?;
    let rest = text[end..].trim_start();
    let mut behind = text.len() - rest.len();
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let title = rest[1..].bytes().take(LONGEST).position(|byte| byte == quote as u8)?;
        behind += title + 2;
        behind += text[behind..].len() - text[behind..].trim_start().len();
    }
    let address = text[start..end].strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    let address = if address.is_some() { start + 1..end - 1 } else { start..end };
    // Words in brackets are no address.
    let is_one = text[address.clone()].contains([':', '/', '#', '.', '@']);
    (is_one && text[behind..].starts_with(')')).then_some(Destination { address, length: behind + 1 })
}

/// The label in square brackets that a text starts with, and the length of the whole.
pub(crate) fn label(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.bytes().take(200).position(|byte| matches!(byte, b']' | b'[' | b'\n'))?;
    (inner.as_bytes()[end] == b']' && end > 0).then(|| (&inner[..end], end + 2))
}

/// An image that a text starts with: its description, its address, the length of the whole.
pub(crate) fn image(text: &str) -> Option<(Range<usize>, Range<usize>, usize)> {
    let inner = text.strip_prefix("![")?;
    let mut depth = 0usize;
    let end = inner.bytes().take(LONGEST).position(|byte| match byte {
        b'[' => {
            depth += 1;
            false
        }
        b']' if depth > 0 => {
            depth -= 1;
            false
        }
        b']' => true,
        _ => false,
    })?;
    let behind = 2 + end + 1;
    let Destination { address, length } = destination(&text[behind..])?;
    Some((2..2 + end, behind + address.start..behind + address.end, behind + length))
}

/// The address in angle brackets that a text starts with, and the length of the whole: `<https://example.org>`.
pub(crate) fn address(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner
        .bytes()
        .take(LONGEST)
        .position(|byte| matches!(byte, b'>' | b'<' | b'"') || byte.is_ascii_whitespace())?;
    let address = &inner[..end];
    let is_web = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    let mail = address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (inner.as_bytes()[end] == b'>' && (is_web || mail)).then_some((address, end + 2))
}

/// A line that says where a label leads: `[label]: address "title"`.
pub(crate) fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, length) = label(line).filter(|(name, _)| !name.starts_with('^'))?;
    let rest = line[length..].strip_prefix(':')?.trim_start();
    let (address, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let title = title.trim();
    let quoted = |open: char, close: char| title.len() > 1 && title.starts_with(open) && title.ends_with(close);
    let inner = address.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    let address = inner.unwrap_or(address);
    let is_address = address.contains("://")
        || ["/", "#", "./", "../", "mailto:"]
            .iter()
            .any(|start| address.len() > start.len() && address.starts_with(start));
    let is_title = title.is_empty() || quoted('"', '"') || quoted('\'', '\'') || quoted('(', ')');
    (is_address && is_title).then_some((name, address))
}

/// Labels are the same whatever the case of their letters.
pub(crate) fn key(label: &str) -> String {
    label.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_have_addresses() {
        for (text, address, length) in [
            ("(https://example.org/a) now", "https://example.org/a", 23),
            ("(mill.png \"The mill\")", "mill.png", 21),
            ("(<a.html>)", "a.html", 10),
            ("(https://example.org/a_(b))", "https://example.org/a_(b)", 27),
        ] {
            let found = destination(text).expect(text);
            assert_eq!((&text[found.address], found.length), (address, length), "{text}");
        }
        for text in ["(see below)", "(sic)", "()", "(a.html \"x)", "(a.html", "a.html"] {
            assert_eq!(destination(text), None, "{text}");
        }
    }

    #[test]
    fn images_addresses_and_definitions() {
        let text = "![The [old] mill](img/mill.png) stood";
        let (words, address, length) = image(text).expect("it is one");
        assert_eq!((&text[words], &text[address], length), ("The [old] mill", "img/mill.png", 31));
        assert_eq!(address_of("<ann@example.org>"), Some("ann@example.org"));
        assert_eq!([address_of("<p>"), address_of("<a b@c.d>"), address_of("<@x.y>")], [None; 3]);
        assert_eq!(definition("[Mill]: https://example.org 'The mill'"), Some(("Mill", "https://example.org")));
        for line in ["[1]: The mill by the weir.", "[^1]: https://example.org", "[1] https://example.org", "[a]: #"] {
            assert_eq!(definition(line), None, "{line}");
        }
    }

    fn address_of(text: &str) -> Option<&str> {
        address(text).map(|(address, _)| address)
    }
}
