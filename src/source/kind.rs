//! What a file is, by its content.

use encoding_rs::{Encoding, UTF_8};

/// Kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A transcription.
    Text,
    /// TEI, or other XML that says it is XML.
    Tei,
    /// A zip archive, which a book is.
    Epub,
}

/// Bytes in which the root element must start.
pub const SAMPLE: usize = 1 << 16;

/// Tells what a file is. A transcription may hold tags, so only an XML declaration or a root element of TEI makes XML.
#[must_use]
pub fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Epub;
    }
    let head = head(bytes);
    let is_declared = head.starts_with("<?xml") && head[5..].starts_with(char::is_whitespace);
    if is_declared || root(&head).is_some_and(|name| matches!(name, "TEI" | "teiCorpus")) {
        return Kind::Tei;
    }
    Kind::Text
}

/// Whether a file is TEI, not only XML.
#[must_use]
pub fn is_tei(bytes: &[u8]) -> bool {
    root(&head(bytes)).is_some_and(|name| matches!(name, "TEI" | "teiCorpus"))
}

/// The encoding that an XML file has by its own word; UTF-8 if it does not say. A byte order mark wins over it.
#[must_use]
pub fn xml_encoding(bytes: &[u8]) -> String {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked.name().to_owned();
    }
    let head = head(bytes);
    let declaration = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(inner, _)| inner);
    let quoted = declaration.split_once("encoding").and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let quoted = quoted.map_or("", str::trim_start);
    let name = quoted.get(1..).and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or_default();
    // A label that nobody knows is a matter for the parser of XML.
    Encoding::for_label_no_replacement(name.as_bytes()).unwrap_or(UTF_8).name().to_owned()
}

/// The start of a file as text, without byte order mark.
fn head(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding);
    encoding.decode(&bytes[..bytes.len().min(SAMPLE)]).0.into_owned()
}

/// Local name of the root element, behind declaration, comments, instructions and document type.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let skipped = if let Some(inside) = rest.strip_prefix("<!--") {
            inside.split_once("-->")?.1
        } else if let Some(inside) = rest.strip_prefix("<?") {
            inside.split_once("?>")?.1
        } else if let Some(inside) = rest.strip_prefix("<!DOCTYPE") {
            let subset = inside.find('[').filter(|open| inside.find('>').is_none_or(|close| *open < close));
            match subset {
                Some(open) => inside[open..].split_once(']')?.1.split_once('>')?.1,
                None => inside.split_once('>')?.1,
            }
        } else {
            break;
        };
        rest = skipped.trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    Some(name[..end].rsplit(':').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_kind() {
        for (bytes, expected) in [
            (&b"PK\x03\x04rest"[..], Kind::Epub),
            (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", Kind::Tei),
            (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><teiCorpus>", Kind::Tei),
            (b"<?xml version='1.0'?><html/>", Kind::Tei),
            (b"<!DOCTYPE TEI [<!ENTITY a 'b'>]>\n<t:TEI>", Kind::Tei),
            (b"\xff\xfe<\0T\0E\0I\0>\0", Kind::Tei),
            (b"<i>Dear</i> Anna,", Kind::Text),
            (b"<TEI", Kind::Text),
            (b"Dear Anna,", Kind::Text),
            (b"", Kind::Text),
        ] {
            assert_eq!(kind(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn xml_says_its_encoding() {
        assert_eq!(xml_encoding(b"<?xml version=\"1.0\" encoding = 'iso-8859-5'?>"), "ISO-8859-5");
        assert_eq!(xml_encoding(b"<?xml version=\"1.0\"?><a encoding='x'/>"), "UTF-8");
        assert_eq!(xml_encoding(b"\xff\xfe<\0"), "UTF-16LE");
        assert_eq!(xml_encoding(b"<?xml version='1.0' encoding='klingon'?>"), "UTF-8");
    }
}
