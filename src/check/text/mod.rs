//! Rules for transcriptions.

pub(super) mod characters;
