//! The file of hints beside a text: the editor's last word, given without touching the source.

use crate::diagnostic::Allowance;
use crate::read::error::ReadError;
use crate::read::orders::entries::{Entry, Table, TomlFile};
use crate::read::orders::letter_hint::{LetterHint, Written};
use crate::read::orders::told::Told;
use serde::Deserialize;
use toml::Spanned;

/// A file of hints, read but not yet held against its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// What the file is called in messages.
    pub name: String,
    /// Metadata; it wins over what the text says, and `--meta` wins over it.
    pub meta: Vec<Entry>,
    /// Findings that the editor allows.
    pub(crate) allowed: Vec<Allowance>,
    pub(crate) letters: Vec<LetterHint>,
    pub(crate) blocks: Vec<Hint>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hint {
    /// Line of the file of hints, from 1.
    pub(crate) at: usize,
    /// First and last line of the text, from 1.
    pub(crate) lines: (usize, usize),
    pub(crate) role: Option<Told>,
    pub(crate) letter: bool,
    /// The language, and the line of the file that gives it.
    pub(crate) lang: Option<(String, usize)>,
    pub(crate) starts: Option<String>,
}

/// A file of hints as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    meta: Table,
    #[serde(default)]
    block: Vec<Spanned<Block>>,
    #[serde(default)]
    letter: Vec<Written>,
    #[serde(default)]
    allow: Vec<Spanned<Allow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allow {
    rule: Spanned<String>,
    lines: Option<Spanned<Lines>>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    lines: Spanned<Lines>,
    role: Option<Spanned<String>>,
    #[serde(default)]
    letter: bool,
    lang: Option<Spanned<String>>,
    starts: Option<String>,
}

/// `"12-13"`, `"12"` or `12`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(usize),
    Range(String),
}

impl Lines {
    fn parse(&self) -> Option<(usize, usize)> {
        let (first, last) = match self {
            Self::One(line) => (*line, *line),
            Self::Range(text) => {
                let (first, last) = text.split_once('-').unwrap_or((text, text));
                (first.trim().parse().ok()?, last.trim().parse().ok()?)
            }
        };
        (first >= 1 && first <= last).then_some((first, last))
    }
}

/// How lines are named.
const LINES: &str = "write `lines` as \"12\" or \"12-13\", counted from 1";

impl Hints {
    /// Reads a file of hints. `name` is what messages call it.
    ///
    /// # Errors
    /// No TOML, an unknown key or role, no lines: with the line of the file.
    pub fn parse(name: impl Into<String>, text: &str) -> Result<Self, ReadError> {
        let name = name.into();
        let written = TomlFile::new(&name, text);
        let line_at = |at: usize| written.line(at);
        let fail = |at: usize, message: String| written.fault(at, message);
        let file: File = written.read()?;
        let meta = written.entries(file.meta)?;
        let letters = file.letter.into_iter().map(|letter| letter.read(&written)).collect();
        let mut blocks = Vec::new();
        for block in file.block {
            let start = block.span().start;
            let block = block.into_inner();
            let place = block.lines.span().start;
            let Some(lines) = block.lines.get_ref().parse() else {
                return Err(fail(place, LINES.into()));
            };
            let role = match &block.role {
                Some(role) => Some(Told::named(role.get_ref()).map_err(|message| fail(role.span().start, message))?),
                None if block.letter || block.lang.is_some() => None,
                None => return Err(fail(start, "says nothing: give a `role`, `letter = true` or `lang`".into())),
            };
            let lang = block.lang.map(|lang| {
                let at = line_at(lang.span().start);
                (lang.into_inner(), at)
            });
            let starts = block.starts.map(|starts| starts.trim().to_owned());
            blocks.push(Hint { at: line_at(place), lines, role, letter: block.letter, lang, starts });
        }
        let mut allowed = Vec::new();
        for allow in file.allow {
            let at = allow.span().start;
            let Allow { rule, lines, reason } = allow.into_inner();
            if reason.get_ref().trim().is_empty() {
                return Err(fail(reason.span().start, "say in `reason` why this is allowed".into()));
            }
            let lines = match &lines {
                None => None,
                Some(lines) => Some(lines.get_ref().parse().ok_or_else(|| fail(lines.span().start, LINES.into()))?),
            };
            allowed.push(Allowance { rule: rule.into_inner(), lines, place: (name.clone(), line_at(at)) });
        }
        Ok(Self { name, meta, allowed, letters, blocks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_hints_is_refused_with_its_line() {
        let line = |text: &str| Hints::parse("h.toml", text).expect_err(text).to_string();
        assert!(line("[[block]]\nlines = \"1\"\nrole = \"sined\"\n").starts_with("h.toml:3: unknown role `sined`"));
        assert!(line("[[block]]\nlines = \"4-2\"\nrole = \"signed\"\n").starts_with("h.toml:2: write `lines`"));
        assert!(line("\n[[block]]\nlines = 4\n").starts_with("h.toml:2: says nothing"));
        assert!(line("[[block]]\nlines = 4\nrolle = \"signed\"\n").starts_with("h.toml:3: "));
        assert!(line("[meta]\ntitle = \"T\"\nrecipient = 3\n").starts_with("h.toml:3: `recipient` must be"));
        assert!(line("[[block]\n").starts_with("h.toml:1: "));
    }
}
