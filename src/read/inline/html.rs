//! What HTML adds to Markdown inside a line: a tag for a line end, and characters by their names.

use crate::diagnostic::Diagnostic;
use crate::knowledge;
use crate::knowledge::brackets::Profile;
use crate::knowledge::rules;
use crate::read::inline::links;
use crate::read::inline::tags::HtmlTag;
use crate::read::pipes;
use crate::source::{Source, Span};

/// What HTML inside a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Html {
    /// What it is elsewhere.
    Read,
    /// The characters it is written with.
    Kept,
}

impl Html {
    /// What it is in a source: it is read in Markdown, and where the notation takes over its tags.
    pub(crate) fn of(source: &Source, profile: &Profile) -> Self {
        let extension = source.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let markdown = ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
        if profile.html || markdown { Self::Read } else { Self::Kept }
    }
}

/// A longer tag for a line end is none.
const LONGEST_END: usize = 8;

/// Length of a tag for a line end at the start of a text: `<br>`, `<br/>`, `<br />`.
pub(crate) fn line_end(text: &str) -> Option<usize> {
    let name = text.get(..3).filter(|name| name.eq_ignore_ascii_case("<br"))?;
    let rest = text[name.len()..].trim_start_matches(' ');
    let rest = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')?;
    let length = text.len() - rest.len();
    (length <= LONGEST_END).then_some(length)
}

/// Whether a text ends with such a tag.
pub(crate) fn ends_line(text: &str) -> bool {
    // No more of it is looked at: a paragraph that grows line by line is asked each time.
    let from = text.len().saturating_sub(LONGEST_END);
    let at = text.as_bytes()[from..].iter().rposition(|byte| *byte == b'<').map(|at| from + at);
    at.is_some_and(|at| line_end(&text[at..]).is_some_and(|length| at + length == text.len()))
}

/// A character by its name or number at the start of a text, and the length of that: `&nbsp;`, `&#8217;`, `&#x2019;`.
pub(crate) fn character(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text[..end].strip_prefix('&')?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16),
                _ if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse(),
                _ => return None,
            };
            // One that text cannot hold stays as it is written.
            code.ok().and_then(char::from_u32).filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))?
        }
        None => knowledge::entity(name)?,
    };
    Some((c, end + 1))
}

/// Length of a tag of HTML at the start of a text that the profile has no use for.
fn tag(text: &str, profile: &Profile) -> Option<usize> {
    let tag = HtmlTag::at(text)?;
    let is_known = tag.kind().is_some() || tag.is("a") || tag.is("img");
    (is_known && !profile.tags.iter().any(|known| tag.is(&known.name))).then_some(tag.length)
}

/// Length of the rule below the heads of a table, where it starts a line.
fn rule(before: &str, text: &str) -> Option<usize> {
    // Only the first stroke of a line has the whole line read.
    let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    if !before.is_empty() && !before.ends_with('\n') {
        return None;
    }
    let line = text.split(['\n', '\r']).next()?.trim_end();
    pipes::is_rule(line).then_some(line.len())
}

/// Says once for a source where HTML and Markdown mean nothing that it holds some.
pub(crate) fn kept(source: &Source, profile: &Profile) -> Option<Diagnostic> {
    let text = &*source.text;
    let mut found = text.match_indices(['<', '&', '!', '|']).filter_map(|(at, sign)| {
        let rest = &text[at..];
        let length = match sign {
            "<" => line_end(rest).or_else(|| tag(rest, profile)),
            "&" => character(rest).map(|(_, length)| length),
            "!" => links::image(rest).map(|(_, _, length)| length),
            _ => rule(&text[..at], rest),
        }?;
        Some(Span::new(at, at + length))
    });
    let first = found.next()?;
    let is_html = source.slice(first).starts_with(['<', '&']);
    let language = if is_html { "HTML" } else { "Markdown" };
    let message = match found.count() {
        0 => format!("{} is {language}, which plain text does not have", source.slice(first)),
        more => {
            format!("{} and {more} more like it are {language}, which plain text does not have", source.slice(first))
        }
    };
    let hint = "it is kept as it stands; name the file `.md` if it is Markdown, or write the character";
    Some(rules::finding("markup/html", first, message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_names_and_numbers() {
        for (text, c, length) in [
            ("&amp; so", '&', 5),
            ("&nbsp;x", '\u{a0}', 6),
            ("&#8217;", '’', 7),
            ("&#x2019;", '’', 8),
            ("&eacute;", 'é', 8),
        ] {
            assert_eq!(character(text), Some((c, length)), "{text}");
        }
        for text in ["& so;", "&;", "&mill;", "&#x;", "&#1;", "&#xD800;", "&#99999999999;", "&amp", "&\u{e9};"] {
            assert_eq!(character(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_may_end_a_line() {
        assert_eq!([line_end("<br>x"), line_end("<BR />"), line_end("<br/>")], [Some(4), Some(6), Some(5)]);
        assert_eq!([line_end("<bra>"), line_end("<br"), line_end("</br>"), line_end("<b\u{e9}>")], [None; 4]);
        assert!(ends_line("<i>a</i> <br />") && ends_line("é<br>") && ends_line("<br>"));
        assert!(!ends_line("a<br> b") && !ends_line("éééé>") && !ends_line("<i>") && !ends_line(""));
    }

    #[test]
    fn a_rule_of_a_table_starts_a_line() {
        let length = |before: &str, text: &str| rule(before, text);
        for before in ["", "| a | b |\n", "| a | b |\r\n  ", "\t"] {
            assert_eq!(length(before, "|---|---|\nx"), Some(9), "{before:?}");
        }
        for before in ["a", "|---", "x\n- "] {
            assert_eq!(length(before, "|---|---|\nx"), None, "{before:?}");
        }
    }
}
