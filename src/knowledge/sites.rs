//! What sites put around a text on their pages, `schema/sites.toml`.

use serde::Deserialize;
use std::sync::OnceLock;

/// Words of sites.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Sites {
    /// Lines that no letter has.
    pub(crate) own: Vec<String>,
    /// How lines begin that no letter has.
    pub(crate) own_starts: Vec<String>,
    /// How lines begin that say how to cite the text.
    pub(crate) cite_starts: Vec<String>,
    /// Before a colon: where the text is kept.
    pub(crate) labels: Vec<String>,
    /// Entries of menus.
    pub(crate) entries: Vec<String>,
    /// Entries of menus that may be headings as well.
    pub(crate) weak_entries: Vec<String>,
    /// First steps of paths through a site.
    pub(crate) homes: Vec<String>,
    /// Names of languages to choose from.
    pub(crate) languages: Vec<String>,
    /// What is counted below a text.
    pub(crate) counted: Vec<String>,
    /// How lines begin that say when and under what a post stands.
    pub(crate) posted: Vec<String>,
    /// Words before the number of a page of a print.
    pub(crate) pages: Vec<String>,
    /// Words before the count of its pages.
    pub(crate) of_pages: Vec<String>,
    /// What stands before the number of a text.
    pub(crate) numbered: Vec<String>,
}

/// The words of sites.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
pub(crate) fn sites() -> &'static Sites {
    static CELL: OnceLock<Sites> = OnceLock::new();
    CELL.get_or_init(|| {
        toml::from_str(include_str!("../../schema/sites.toml"))
            .expect("the words of sites of this crate are well-formed; a test reads them")
    })
}
