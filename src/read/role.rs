//! Roles: what a line may be.

use crate::tree::BlockType;

/// What a line may be to the decoder. Furniture and title blocks are decided before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
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
    /// Verse.
    Verse,
    /// An item of a list.
    List,
    /// Complimentary close.
    Closer,
    /// Signature.
    Signed,
    /// Postscript.
    Postscript,
    /// Body of a note.
    Note,
    /// A docket, an endorsement, *finis*.
    Trailer,
    /// None of these: a source line, a letterhead, a remark.
    Other,
}

/// Number of roles.
pub const ROLES: usize = 13;

impl Role {
    /// All roles, in the order of their numbers.
    pub(crate) const ALL: [Self; ROLES] = [
        Self::Head,
        Self::Dateline,
        Self::Address,
        Self::Salute,
        Self::Paragraph,
        Self::Verse,
        Self::List,
        Self::Closer,
        Self::Signed,
        Self::Postscript,
        Self::Note,
        Self::Trailer,
        Self::Other,
    ];

    /// What a block of this role is.
    #[must_use]
    pub(crate) fn block_type(self) -> BlockType {
        match self {
            Self::Head => BlockType::Head,
            Self::Dateline => BlockType::Dateline,
            Self::Address => BlockType::Address,
            Self::Salute => BlockType::Salute,
            Self::Paragraph => BlockType::Paragraph,
            Self::Verse => BlockType::Verse,
            Self::List => BlockType::List,
            Self::Closer => BlockType::Closer,
            Self::Signed => BlockType::Signed,
            Self::Postscript => BlockType::Postscript,
            Self::Note => BlockType::Note,
            Self::Trailer => BlockType::Trailer,
            Self::Other => BlockType::Other,
        }
    }

    /// Name in weights, standoff and gold.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.block_type().name()
    }

    /// Whether it is a part of a letter that no other text has.
    #[must_use]
    pub(crate) fn is_part(self) -> bool {
        match self {
            Self::Dateline | Self::Address | Self::Salute | Self::Closer | Self::Signed | Self::Postscript => true,
            Self::Head | Self::Paragraph | Self::Verse | Self::List | Self::Note | Self::Trailer | Self::Other => false,
        }
    }

    /// The role of that name.
    #[must_use]
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
