//! What each line says, wherever it stands.

use crate::read::decide::cues::line_cues::LineCues;
use crate::read::decide::cues::seen;

/// What each line says, wherever it stands.
#[derive(Default)]
pub struct Said {
    pub(crate) cues: LineCues,
    /// What each line holds; see [`super::seen`].
    pub(crate) seen: Vec<u16>,
    /// Words that may be names.
    pub(crate) names: LineWords,
    /// The last word with a capital of a line of a few words.
    pub(crate) last: LineWords,
}

impl Said {
    /// Whether a line greets as letters do.
    pub(crate) fn greets(&self, line: usize) -> bool {
        self.seen[line] & (seen::SALUTE | seen::GREETING) != 0
    }

    /// Whether a line starts a postscript.
    pub(crate) fn is_postscript(&self, line: usize) -> bool {
        self.seen[line] & seen::POSTSCRIPT != 0
    }

    /// Whether a line holds a date.
    pub(crate) fn is_dated(&self, line: usize) -> bool {
        self.seen[line] & seen::DATE != 0
    }
}

/// Words of lines, kept in one text.
#[derive(Default)]
pub(crate) struct LineWords {
    text: String,
    ends: Vec<u32>,
}

impl LineWords {
    pub(crate) fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.text.push(' ');
    }

    pub(crate) fn end_line(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    pub(crate) fn of(&self, line: usize) -> impl Iterator<Item = &str> {
        let start = if line == 0 { 0 } else { self.ends[line - 1] as usize };
        self.text[start..self.ends[line] as usize].split_whitespace()
    }
}
