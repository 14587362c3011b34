//! Templates of a user's own, in place of built-in ones.

use super::written::WriteError;
use std::collections::BTreeMap;

/// The templates that are built in, each by the folder of its format and its name.
#[cfg(feature = "epub")]
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("epub/letter.xhtml", include_str!("../../templates/epub/letter.xhtml")),
    ("epub/section.xhtml", include_str!("../../templates/epub/section.xhtml")),
    ("epub/title.xhtml", include_str!("../../templates/epub/title.xhtml")),
    ("epub/letters.xhtml", include_str!("../../templates/epub/letters.xhtml")),
    ("epub/persons.xhtml", include_str!("../../templates/epub/persons.xhtml")),
    ("epub/colophon.xhtml", include_str!("../../templates/epub/colophon.xhtml")),
    ("epub/cover.xhtml", include_str!("../../templates/epub/cover.xhtml")),
    ("epub/cover.svg", include_str!("../../templates/epub/cover.svg")),
    ("epub/nav.xhtml", include_str!("../../templates/epub/nav.xhtml")),
    ("epub/style.css", include_str!("../../templates/epub/style.css")),
    // Words lie with their languages.
    ("epub/words.toml", ""),
];

/// What a build without books has.
#[cfg(not(feature = "epub"))]
const BUILT_IN: &[(&str, &str)] = &[];

/// Templates of a user's own, each in place of the built-in one of its name.
///
/// Names are those of the files under `templates/`, folder included: `epub/style.css`. `templates/README.md` says what
/// each is and which variables it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates {
    own: BTreeMap<&'static str, Own>,
}

/// A template of a user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub text: String,
    /// What messages call it.
    pub place: String,
}

impl Templates {
    /// The names of all templates.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Takes a text in place of the template of this name. `place` is what messages call it: its path, say.
    ///
    /// # Errors
    /// There is no template of this name. It would be ignored in silence, and a slip in a name is easily made.
    pub fn replace(&mut self, name: &str, text: impl Into<String>, place: impl Into<String>) -> Result<(), WriteError> {
        let place = place.into();
        let Some(name) = Self::names().find(|known| *known == name) else {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let known = |known: &'static str| known.strip_prefix(folder)?.strip_prefix('/');
            let near: Vec<&str> = Self::names().filter_map(known).collect();
            let names = if near.is_empty() { Self::names().collect() } else { near };
            let message = format!("{place} replaces no template; the templates are {}", names.join(", "));
            return Err(WriteError(message));
        };
        self.own.insert(name, Own { text: text.into(), place });
        Ok(())
    }

    /// The text of the user's own that replaces the template of this name.
    #[cfg(feature = "epub")]
    pub(super) fn own(&self, name: &str) -> Option<&Own> {
        self.own.get(name)
    }

    /// Whether nothing is replaced.
    #[cfg(feature = "epub")]
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_none_is_refused_with_those_that_are() {
        let mut templates = Templates::default();
        for name in Templates::names() {
            templates.replace(name, "", name).expect("a name of the list");
        }
        let error = templates.replace("epub/styles.css", "", "mine/styles.css").expect_err("no such name").0;
        assert!(error.starts_with("mine/styles.css replaces no template; the templates are letter.xhtml, "), "{error}");
        let error = templates.replace("style.css", "", "style.css").expect_err("no such name").0;
        assert!(error.contains("epub/style.css"), "{error}");
    }
}
