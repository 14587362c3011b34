//! Which notes the marks of a text call at a place of it: a label may call one note here and another there.

use crate::read::inline::NotePlace;
use crate::source::Span;
use std::collections::BTreeMap;

/// A change of what a label calls, from a place of the source on.
#[derive(Debug)]
pub(crate) struct NoteChange {
    pub(crate) at: u32,
    pub(crate) key: String,
    pub(crate) note: Option<u32>,
}

/// What labels call at the place that is being read.
#[derive(Debug, Default)]
pub(crate) struct NoteScope {
    /// Label and index of the note.
    labels: BTreeMap<String, u32>,
    /// In the order of their places.
    changes: Vec<NoteChange>,
    /// How many of the changes are in `labels`.
    cursor: usize,
    /// Marks that only their place tells from other words, in the order of the text.
    places: Vec<NotePlace>,
}

impl NoteScope {
    pub(crate) fn new(mut changes: Vec<NoteChange>, places: Vec<NotePlace>) -> Self {
        changes.sort_by_key(|change| change.at);
        Self { labels: BTreeMap::new(), changes, cursor: 0, places }
    }

    /// The notes that labels call in a stretch of the source, and the marks there that only their place tells.
    pub(crate) fn within(&mut self, span: Span) -> (&BTreeMap<String, u32>, &[NotePlace]) {
        self.move_to(span.start);
        let first = self.places.partition_point(|place| place.span.start < span.start);
        let count = self.places[first..].partition_point(|place| place.span.end <= span.end);
        (&self.labels, &self.places[first..first + count])
    }

    /// Makes the labels call what they call at this place of the source.
    fn move_to(&mut self, at: u32) {
        if self.changes[..self.cursor].last().is_some_and(|change| change.at > at) {
            self.cursor = 0;
            self.labels.clear();
        }
        while let Some(change) = self.changes.get(self.cursor).filter(|change| change.at <= at) {
            match change.note {
                Some(note) => self.labels.insert(change.key.clone(), note),
                None => self.labels.remove(&change.key),
            };
            self.cursor += 1;
        }
    }
}
