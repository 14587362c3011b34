//! What a block is, in one word: the vocabulary of standoff, of orders and of gold.

use super::nodes::{FurnitureKind, LineRole, TitleRole};
use serde::{Serialize, Serializer};
use std::fmt;

/// What a line or block is. `docs/standoff.md` says what each word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BlockType {
    /// A line of the title block.
    Title,
    /// A line that names the author.
    Byline,
    /// A note on the source.
    SourceNote,
    /// A library's words, or others that are not of the text.
    Boilerplate,
    /// A table of contents.
    Contents,
    /// A heading.
    Head,
    /// Place and date of writing.
    Dateline,
    /// Address of sender or recipient.
    Address,
    /// Greeting.
    Salute,
    /// Prose.
    Paragraph,
    /// A quotation.
    Quote,
    /// Verse.
    Verse,
    /// A list, or an item of one.
    List,
    /// A table, or a row of one.
    Table,
    /// Lines that stay as they are typed.
    Code,
    /// Complimentary close.
    Closer,
    /// Signature.
    Signed,
    /// Postscript.
    Postscript,
    /// Body of a note.
    Note,
    /// The end of a page.
    PageBreak,
    /// A rule between passages.
    Separator,
    /// Dirt of text recognition.
    Noise,
    /// A docket, an endorsement, *finis*.
    Trailer,
    /// None of these, while it is not decided what it belongs to.
    Other,
}

impl BlockType {
    /// All that a block can be; [`BlockType::Other`] is not among them.
    pub const ALL: [Self; 23] = [
        Self::Title,
        Self::Byline,
        Self::SourceNote,
        Self::Boilerplate,
        Self::Contents,
        Self::Head,
        Self::Dateline,
        Self::Address,
        Self::Salute,
        Self::Paragraph,
        Self::Quote,
        Self::Verse,
        Self::List,
        Self::Table,
        Self::Code,
        Self::Closer,
        Self::Signed,
        Self::Postscript,
        Self::Note,
        Self::PageBreak,
        Self::Separator,
        Self::Noise,
        Self::Trailer,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::SourceNote => "source_note",
            Self::Boilerplate => "boilerplate",
            Self::Contents => "contents",
            Self::Head => "head",
            Self::Dateline => "dateline",
            Self::Address => "address",
            Self::Salute => "salute",
            Self::Paragraph => "paragraph",
            Self::Quote => "quote",
            Self::Verse => "verse",
            Self::List => "list",
            Self::Table => "table",
            Self::Code => "code",
            Self::Closer => "closer",
            Self::Signed => "signed",
            Self::Postscript => "postscript",
            Self::Note => "note",
            Self::PageBreak => "page_break",
            Self::Separator => "separator",
            Self::Noise => "noise",
            Self::Trailer => "trailer",
            Self::Other => "other",
        }
    }

    /// The type of that name.
    #[must_use]
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Other]).find(|it| it.name() == name)
    }
}

impl fmt::Display for BlockType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for BlockType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl From<LineRole> for BlockType {
    fn from(role: LineRole) -> Self {
        match role {
            LineRole::Dateline => Self::Dateline,
            LineRole::Address => Self::Address,
            LineRole::Salute => Self::Salute,
            LineRole::Valediction => Self::Closer,
            LineRole::Signed => Self::Signed,
            LineRole::Trailer => Self::Trailer,
        }
    }
}

impl From<TitleRole> for BlockType {
    fn from(role: TitleRole) -> Self {
        match role {
            TitleRole::Byline => Self::Byline,
            TitleRole::Title | TitleRole::Subtitle | TitleRole::Date => Self::Title,
        }
    }
}

impl From<FurnitureKind> for BlockType {
    fn from(kind: FurnitureKind) -> Self {
        match kind {
            FurnitureKind::SourceNote => Self::SourceNote,
            FurnitureKind::Contents => Self::Contents,
            FurnitureKind::Noise => Self::Noise,
            FurnitureKind::Repeated
            | FurnitureKind::Boilerplate
            | FurnitureKind::RunningHead
            | FurnitureKind::FrontMatter
            | FurnitureKind::Directive
            | FurnitureKind::Markup => Self::Boilerplate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_names_its_type() {
        for it in BlockType::ALL {
            assert_eq!(BlockType::named(it.name()), Some(it));
        }
        assert_eq!(BlockType::named("paragraphs"), None);
    }
}
