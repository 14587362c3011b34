//! The languages of a run: the built-in ones, and those of an edition's own.

use super::language::{Language, Typography, languages};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Languages in a fixed order.
#[derive(Debug, Clone)]
pub struct LanguageList(Vec<Cow<'static, Language>>);

impl LanguageList {
    /// The built-in ones.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static CELL: OnceLock<LanguageList> = OnceLock::new();
        CELL.get_or_init(|| Self(languages().iter().map(Cow::Borrowed).collect()))
    }

    /// The built-in ones and others, each of which takes the place of the one with its tag.
    #[must_use]
    pub fn with(own: impl IntoIterator<Item = Language>) -> Self {
        let mut list = Self::builtin().clone();
        for language in own {
            match list.0.iter_mut().find(|known| known.lang == language.lang) {
                Some(known) => *known = Cow::Owned(language),
                None => list.0.push(Cow::Owned(language)),
            }
        }
        list
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Language> + Clone {
        self.0.iter().map(|language| &**language)
    }

    /// The language with this tag (`en`, `en-GB`), if it is known.
    #[must_use]
    pub fn find(&self, tag: &str) -> Option<&Language> {
        let primary = tag.split('-').next().unwrap_or(tag);
        self.iter().find(|language| language.lang.eq_ignore_ascii_case(primary))
    }

    /// The rules of typesetting for a language tag; none where the language is not known, or is written by other rules
    /// in that region.
    #[must_use]
    pub fn typography(&self, tag: &str) -> Option<&Typography> {
        let rules = &self.find(tag)?.typography;
        let excepted = |part: &str| rules.except.iter().any(|region| region.eq_ignore_ascii_case(part));
        (!tag.split('-').skip(1).any(excepted)).then_some(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_tag_and_that_of_a_region() {
        let name = |tag| LanguageList::builtin().find(tag).map(|language| language.name.as_str());
        assert_eq!((name("en"), name("en-GB"), name("xx")), (Some("English"), Some("English"), None));
    }
}
