//! What hints say about single letters: who wrote to whom, where and when.

use super::super::dates::Dates;
use super::super::meta::line_at;
use super::{Hints, ReadError};
use crate::tree::{Edition, Part, Value};
use serde::Deserialize;
use toml::Spanned;

/// `[[letter]]` of a file of hints.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// Which letter of the text, from 1.
    number: Spanned<usize>,
    sender: Option<String>,
    recipient: Option<String>,
    place: Option<String>,
    date: Option<Spanned<String>>,
}

/// What is known about a letter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LetterHint {
    /// Line of the file of hints, from 1.
    at: usize,
    number: usize,
    sender: Option<String>,
    recipient: Option<String>,
    place: Option<String>,
    /// Words, and their line.
    date: Option<(String, usize)>,
}

impl Written {
    pub(super) fn read(self, text: &str) -> LetterHint {
        let date = self.date.map(|date| (date.get_ref().clone(), line_at(text, date.span().start)));
        let Self { number, sender, recipient, place, .. } = self;
        LetterHint {
            at: line_at(text, number.span().start),
            number: number.into_inner(),
            sender,
            recipient,
            place,
            date,
        }
    }
}

impl Hints {
    /// Puts what is known about single letters into the tree.
    ///
    /// # Errors
    /// There is no such letter, or no date can be read in the words of a date.
    pub fn tell_letters(&self, dates: &Dates, edition: &mut Edition) -> Result<(), ReadError> {
        for hint in &self.letters {
            let mut letters = edition.parts.iter_mut().filter_map(|part| match part {
                Part::Letter(letter) => Some(letter),
                Part::Section(_) => None,
            });
            let letter = hint.number.checked_sub(1).and_then(|index| letters.nth(index));
            let Some(letter) = letter else {
                let message = format!("there is no letter {}: count the letters of the text from 1", hint.number);
                return Err(ReadError::at(&self.name, hint.at, message));
            };
            let told = |value: &Option<String>| value.as_deref().map(|value| Value::new(value, None, "hints"));
            let meta = &mut letter.meta;
            meta.sender = told(&hint.sender).or(meta.sender.take());
            meta.recipient = told(&hint.recipient).or(meta.recipient.take());
            meta.place = told(&hint.place).or(meta.place.take());
            if let Some((words, line)) = &hint.date {
                let Some(date) = dates.told(words) else {
                    let message =
                        format!("`{words}` is no date: write it as EDTF (1881-05-04, 188X, 1881~) or in words");
                    return Err(ReadError::at(&self.name, *line, message));
                };
                meta.date = Some(date);
            }
        }
        Ok(())
    }
}
