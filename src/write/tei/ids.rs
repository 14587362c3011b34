//! Ids of letters and notes.

/// Id of the letter with this index.
pub(super) fn letter_id(index: usize) -> String {
    format!("letter-{}", index + 1)
}

/// Id of the `correspDesc` of the letter with this index.
pub(super) fn correspondence_id(index: usize) -> String {
    format!("correspondence-{}", index + 1)
}

/// Id of the note with this index.
pub(super) fn note_id(index: usize) -> String {
    format!("note-{}", index + 1)
}
