//! What a list of letters says of one text.

use crate::Document;
use crate::tree::{Date, Head, LetterMeta, Part};

/// What one file about many texts says of one of them: its head, and who wrote to whom, when and where. It is small, so
/// that thousands of texts need not be in memory at once.
#[derive(Debug, Clone)]
pub struct Summary {
    pub(super) head: Head,
    pub(super) letters: Vec<Listed>,
}

/// A letter with the words of its date.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Name of the file, with the number of the letter where there are several.
    pub key: String,
    pub meta: LetterMeta,
    pub words: String,
}

impl Summary {
    /// Takes from a document what a list of letters says of it.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let letters = document.edition.parts.iter().filter_map(|part| match part {
            Part::Letter(letter) => Some(&letter.meta),
            Part::Section(_) => None,
        });
        let file = document.source.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let many = letters.clone().count() > 1;
        let listed = |(index, meta): (usize, &LetterMeta)| {
            let words = |date: &Date| document.source.slice(date.span).split_whitespace().collect::<Vec<_>>().join(" ");
            Listed {
                key: if many { format!("{stem}-{}", index + 1) } else { stem.to_owned() },
                meta: meta.clone(),
                words: meta.date.as_ref().map(words).unwrap_or_default(),
            }
        };
        Self { head: document.edition.head.clone(), letters: letters.enumerate().map(listed).collect() }
    }
}
