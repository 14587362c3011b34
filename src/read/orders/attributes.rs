//! Attribute lines in the text (`{.dateline}`), as in Djot: they say what the block below them is.

use crate::read::languages::Languages;
use crate::read::lines::Line;
use crate::read::orders::told::Told;
use crate::source::{Source, Span};
use crate::tree::{FurnitureKind, Name};

/// What an attribute line says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Attributes {
    pub(crate) role: Option<Told>,
    pub(crate) letter: bool,
    pub(crate) lang: Option<String>,
    pub(crate) lines: Option<usize>,
}

/// Whether a line is one of attributes: braces around nothing but `.word` and `key=value`, as in
/// Djot. Other words in braces are text.
fn is_attributes(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return false };
    let word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let attribute = |token: &str| match (token.strip_prefix('.'), token.split_once('=')) {
        (Some(class), _) => word(class) && class.starts_with(|c: char| c.is_ascii_alphabetic()),
        (None, Some((key, value))) => word(key) && word(unquoted(value)),
        (None, None) => false,
    };
    !inner.trim().is_empty() && inner.split_whitespace().all(attribute)
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

impl Attributes {
    /// Takes over what a line says; several lines before one block are read as one.
    pub(crate) fn add(&mut self, languages: &Languages, text: &str) -> Result<(), String> {
        for token in text.trim_matches(['{', '}']).split_whitespace() {
            match (token.strip_prefix('.'), token.split_once('=')) {
                (Some("letter"), _) => self.letter = true,
                (Some(role), _) => {
                    let told = Told::named(role).map_err(|error| format!("{error}, letter"))?;
                    if let Some(before) = self.role.filter(|&before| before != told) {
                        return Err(format!("a block cannot be {} and {}", before.block_type(), told.block_type()));
                    }
                    self.role = Some(told);
                }
                (None, Some(("lang", tag))) => self.lang = Some(languages.check(unquoted(tag))?),
                (None, Some(("lines", count))) => {
                    let count = unquoted(count).parse().ok().filter(|&count| count > 0);
                    self.lines = Some(count.ok_or("write lines=3 to fix three lines")?);
                }
                (None, other) => {
                    let key = other.map_or(token, |(key, _)| key);
                    return Err(format!("unknown attribute `{key}`; known are lang and lines"));
                }
            }
        }
        Ok(())
    }
}

/// An attribute line, taken out of the lines.
#[derive(Debug)]
pub struct Directive {
    /// Its place.
    pub span: Span,
    /// Cue id.
    pub cue: Name,
    /// What it is as furniture.
    pub(crate) is: FurnitureKind,
    pub(crate) number: u32,
    /// Index of the line that followed it.
    pub(crate) next: usize,
}

impl Directive {
    /// A fence or comment of a notation, before line `next`.
    #[must_use]
    pub fn lifted(line: &Line, next: usize, cue: impl Into<Name>) -> Self {
        Self { span: line.span, cue: cue.into(), is: FurnitureKind::Directive, number: line.number, next }
    }

    /// Finds the line that follows again, after others were taken out of `lines`.
    pub fn settle(&mut self, lines: &[Line]) {
        self.next = lines.partition_point(|line| line.number < self.number);
    }
}

/// Takes attribute lines out of `lines`, from index `front` on.
pub fn directives(source: &Source, lines: &mut Vec<Line>, front: usize) -> Vec<Directive> {
    let is = |line: &Line| is_attributes(source.slice(line.span));
    if !lines[front..].iter().any(is) {
        return Vec::new();
    }
    let mut found: Vec<Directive> = Vec::new();
    let mut kept: Vec<Line> = lines[..front].to_vec();
    let mut blanks = 0;
    for mut line in lines.drain(..).skip(front) {
        blanks = line.blanks.max(blanks);
        if is(&line) {
            found.push(Directive::lifted(&line, kept.len(), "directive.attributes"));
            continue;
        }
        line.blanks = std::mem::take(&mut blanks);
        line.group = kept.last().map_or(0, |before| before.group + u32::from(line.blanks > 0));
        kept.push(line);
    }
    *lines = kept;
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_words_in_braces() {
        for line in ["{.dateline}", "{ .letter lang=fr }", "{lang=\"fr\"}", "{.address lines=3}", "{.page-break}"] {
            assert!(is_attributes(line), "{line}");
        }
        for line in ["{}", "{1}", "{illegible}", "{a.b}", "{.}", "{...}", "{.dateline} Paris", "{two words}", "{a=}"] {
            assert!(!is_attributes(line), "{line}");
        }
    }
}
