//! What hints say about single letters: who wrote to whom, where and when.

use crate::read::orders::entries::TomlFile;
use serde::Deserialize;
use toml::Spanned;

/// `[[letter]]` of a file of hints.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// Which letter of the text, from 1.
    number: Spanned<usize>,
    sender: Option<String>,
    recipient: Option<String>,
    place: Option<String>,
    date: Option<Spanned<String>>,
}

/// What is known about a letter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LetterHint {
    /// Line of the file of hints, from 1.
    pub(crate) at: usize,
    /// Which letter of the text, from 1.
    pub(crate) number: usize,
    pub(crate) sender: Option<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) place: Option<String>,
    /// Words, and their line.
    pub(crate) date: Option<(String, usize)>,
}

impl Written {
    pub(crate) fn read(self, file: &TomlFile) -> LetterHint {
        let date = self.date.map(|date| (date.get_ref().clone(), file.line(date.span().start)));
        let Self { number, sender, recipient, place, .. } = self;
        LetterHint { at: file.line(number.span().start), number: number.into_inner(), sender, recipient, place, date }
    }
}
