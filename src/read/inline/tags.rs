//! Tags and comments of HTML, by their shape.

use crate::knowledge::html::{self, TagKind};
use std::ops::Range;

/// A longer tag is text.
const LONGEST: usize = 2000;

/// A tag at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HtmlTag<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// It is an end tag.
    pub(crate) closes: bool,
    /// What stands behind its name.
    pub(crate) attributes: &'a str,
    /// Length of the whole.
    pub(crate) length: usize,
}

impl<'a> HtmlTag<'a> {
    /// The tag that a text starts with, whatever its name.
    pub(crate) fn at(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(length);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !rest.starts_with(['>', '/', ' ', '\t', '\n', '\r'])
        {
            return None;
        }
        let mut quote = None;
        let end = rest.bytes().take(LONGEST).position(|byte| match (quote, byte) {
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), byte) if open == byte => {
                quote = None;
                false
            }
            (None, b'>' | b'<') => true,
            _ => false,
        })?;
        let attributes = rest[..end].trim().trim_end_matches('/');
        (rest.as_bytes()[end] == b'>').then_some(Self {
            name,
            closes,
            attributes,
            length: text.len() - rest.len() + end + 1,
        })
    }

    /// What it does; `None` for a name that is none of HTML.
    pub(crate) fn kind(&self) -> Option<TagKind> {
        html::tag(self.name)
    }

    /// Whether it has this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Where the value of an attribute stands in the tag that a text starts with.
pub(crate) fn attribute(text: &str, name: &str) -> Option<Range<usize>> {
    let tag = HtmlTag::at(text)?;
    let mut rest = tag.attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (found, behind) = rest.split_at(end);
        if found.is_empty() {
            return None;
        }
        let Some(value) = behind.trim_start().strip_prefix('=') else {
            rest = behind;
            continue;
        };
        let value = value.trim_start();
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            let at = value.as_ptr() as usize - text.as_ptr() as usize;
            return Some(at..at + value.len());
        }
        rest = behind;
    }
}

/// Length of the comment that a text starts with.
pub(crate) fn comment(text: &str) -> Option<usize> {
    let end = text.strip_prefix("<!--")?.find("-->")?;
    Some("<!--".len() + end + "-->".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_by_their_shape() {
        let tag = HtmlTag::at("<a title='a > b' href=\"x\">words").expect("it is one");
        assert_eq!((tag.name, tag.closes, tag.length), ("a", false, 26));
        assert_eq!(tag.attributes, "title='a > b' href=\"x\"");
        assert!(HtmlTag::at("</P >").is_some_and(|tag| tag.closes && tag.is("p")));
        assert!(HtmlTag::at("<hr/>").is_some_and(|tag| tag.kind() == Some(TagKind::Rule)));
        for text in ["< p>", "<p", "<https://example.org>", "<p <b>", "a < b", "<ann@example.org>", "<3>"] {
            assert_eq!(HtmlTag::at(text), None, "{text}");
        }
    }

    #[test]
    fn comments_have_an_end() {
        assert_eq!([comment("<!-- a --> b"), comment("<!-- a -- b"), comment("<!--->")], [Some(10), None, None]);
    }
}
