//! Which notes the marks of a text call at a place of it: a label may call one note here and another there.

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
}

impl NoteScope {
    pub(crate) fn new(mut changes: Vec<NoteChange>) -> Self {
        changes.sort_by_key(|change| change.at);
        Self { labels: BTreeMap::new(), changes, cursor: 0 }
    }

    /// The notes that labels call at this place of the source.
    pub(crate) fn at(&mut self, at: u32) -> &BTreeMap<String, u32> {
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
        &self.labels
    }
}
