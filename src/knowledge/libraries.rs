//! What libraries put around their texts, `schema/libraries.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words of libraries, as they begin lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Libraries {
    /// After three stars, where the text starts.
    pub(crate) fence_start: Vec<String>,
    /// After three stars, where it ends.
    pub(crate) fence_end: Vec<String>,
    /// The same without stars.
    pub(crate) last_words: Vec<String>,
    /// Who made the file.
    pub(crate) made_by: Vec<String>,
    /// Keys of metadata and the labels that name them; `other` is none.
    pub(crate) labels: BTreeMap<String, Vec<String>>,
}

/// The words of libraries.
///
/// # Panics
/// Never: the file is part of this crate, and a test reads it.
pub(crate) fn libraries() -> &'static Libraries {
    static CELL: OnceLock<Libraries> = OnceLock::new();
    CELL.get_or_init(|| {
        toml::from_str(include_str!("../../schema/libraries.toml"))
            .expect("the words of libraries of this crate are well-formed; a test reads them")
    })
}
