//! What a block can be told to be.

use crate::read::role::Role;
use crate::tree::BlockType;

/// What a block can be told to be: every block type of the standoff format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// What the decoder could have chosen too.
    Line(Role),
    /// A quotation.
    Quote,
    /// A table.
    Table,
    /// Lines that stay as they are typed.
    Code,
    /// A line of the title block.
    Title,
    /// A line that names the author.
    Byline,
    /// A note on the source.
    SourceNote,
    /// A library's words.
    Boilerplate,
    /// A table of contents.
    Contents,
    /// Dirt.
    Noise,
    /// What each page repeats.
    RunningHead,
    /// The end of a page.
    PageBreak,
    /// A rule between passages.
    Separator,
    /// A heading of this level, by the notation of a profile.
    Heading(u8),
}

impl Told {
    /// The role of that name; attribute lines may write `page-break` for `page_break`.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let found = BlockType::named(&name.replace('-', "_")).and_then(Self::of);
        found.ok_or_else(|| {
            let known: Vec<_> = BlockType::ALL.iter().map(|it| it.name()).collect();
            format!("unknown role `{name}`; known are {}", known.join(", "))
        })
    }

    /// What a block of this type is told to be; `None` for what is no type yet.
    fn of(it: BlockType) -> Option<Self> {
        Some(match it {
            BlockType::Table => Self::Table,
            BlockType::Code => Self::Code,
            BlockType::Title => Self::Title,
            BlockType::Byline => Self::Byline,
            BlockType::SourceNote => Self::SourceNote,
            BlockType::Boilerplate => Self::Boilerplate,
            BlockType::Contents => Self::Contents,
            BlockType::Noise => Self::Noise,
            BlockType::Quote => Self::Quote,
            BlockType::PageBreak => Self::PageBreak,
            BlockType::Separator => Self::Separator,
            BlockType::Other => return None,
            BlockType::Head
            | BlockType::Dateline
            | BlockType::Address
            | BlockType::Salute
            | BlockType::Paragraph
            | BlockType::Verse
            | BlockType::List
            | BlockType::Closer
            | BlockType::Signed
            | BlockType::Postscript
            | BlockType::Note
            | BlockType::Trailer => Self::Line(Role::ALL.into_iter().find(|role| role.block_type() == it)?),
        })
    }

    /// The type of a block that is told to be this.
    #[must_use]
    pub fn block_type(self) -> BlockType {
        match self {
            Self::Line(role) => role.block_type(),
            Self::Quote => BlockType::Quote,
            Self::Table => BlockType::Table,
            Self::Code => BlockType::Code,
            Self::Title => BlockType::Title,
            Self::Byline => BlockType::Byline,
            Self::SourceNote => BlockType::SourceNote,
            Self::Boilerplate | Self::RunningHead => BlockType::Boilerplate,
            Self::Contents => BlockType::Contents,
            Self::Noise => BlockType::Noise,
            Self::PageBreak => BlockType::PageBreak,
            Self::Separator => BlockType::Separator,
            Self::Heading(_) => BlockType::Head,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_block_can_be_it_can_be_told_to_be() {
        for it in BlockType::ALL {
            assert_eq!(Told::named(it.name()).map(Told::block_type), Ok(it));
        }
        assert_eq!(Told::named("page-break"), Ok(Told::PageBreak));
        assert!(Told::named("other").is_err());
    }
}
