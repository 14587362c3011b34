//! What a writer may be told.

use super::cover::Cover;
use super::templates::Templates;
use crate::knowledge::LanguageList;
use std::sync::Arc;

/// What a writer may be told. Each format takes what it has a use for.
///
/// ```
/// let mut options = rubricate::write::WriteOptions::default();
/// options.typography = true;
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Templates in place of built-in ones.
    pub templates: Templates,
    /// Write TEI in the Base Format of the Deutsches Textarchiv.
    pub dtabf: bool,
    /// Seconds since 1970 to use where a date must appear (`SOURCE_DATE_EPOCH`).
    pub source_date_epoch: Option<u64>,
    /// The cover of a book.
    pub cover: Cover,
    /// The languages whose words and rules are used; `None` stands for the built-in ones.
    pub languages: Option<Arc<LanguageList>>,
    /// Set the text of a book by the typographic rules of its language; no other format does.
    pub typography: bool,
}

impl WriteOptions {
    /// The languages in force.
    pub(super) fn languages(&self) -> &LanguageList {
        match &self.languages {
            Some(languages) => languages,
            None => LanguageList::builtin(),
        }
    }
}
