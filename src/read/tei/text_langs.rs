//! The languages of the texts of a corpus or group.

use crate::tree::{Edition, Front, Part};
use std::ops::Range;

/// A text that says its language, and what of the edition came from it.
pub(crate) struct TextLang {
    lang: String,
    front: Range<usize>,
    parts: Range<usize>,
    back: Range<usize>,
}

/// How much an edition holds.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    front: usize,
    parts: usize,
    back: usize,
}

impl Extent {
    pub(crate) fn of(edition: &Edition) -> Self {
        Self { front: edition.front.len(), parts: edition.parts.len(), back: edition.back.len() }
    }
}

impl TextLang {
    /// A text in this language, which an edition holds since it had that extent.
    pub(crate) fn new(lang: String, since: Extent, edition: &Edition) -> Self {
        let now = Extent::of(edition);
        Self { lang, front: since.front..now.front, parts: since.parts..now.parts, back: since.back..now.back }
    }

    /// Whether it is in the language that the document says of the whole: then so it stays, whatever that is.
    pub(crate) fn is_in(&self, declared: Option<&str>) -> bool {
        declared == Some(&self.lang)
    }

    /// What came from the text is in its language, if that is another than the one of the whole and it says none itself.
    pub(crate) fn settle(self, edition: &mut Edition) {
        let lang = self.lang;
        if lang == edition.lang {
            return;
        }
        let front = edition.front[self.front].iter_mut().filter_map(|front| match front {
            Front::TitleBlock { .. } => None,
            Front::Section(section) => Some(&mut section.lang),
        });
        let parts = edition.parts[self.parts].iter_mut().map(|part| match part {
            Part::Letter(letter) => &mut letter.lang,
            Part::Section(section) => &mut section.lang,
        });
        let back = edition.back[self.back].iter_mut().map(|section| &mut section.lang);
        front.chain(parts).chain(back).for_each(|own| {
            own.get_or_insert_with(|| lang.clone());
        });
    }
}
