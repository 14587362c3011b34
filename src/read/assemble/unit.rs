//! A run of lines that make one block.

use crate::read::role::Role;
use crate::tree::TitleRole;
use std::ops::Range;

/// A run of lines that make one block.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) lines: Range<usize>,
    pub(crate) kind: UnitKind,
    /// Index into [`super::builder::TreeBuilder::whys`].
    pub(crate) why: usize,
}

/// What the lines of a unit are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum UnitKind {
    Role(Role),
    Quote,
    Table,
    Code,
    Marked(u8),
    Page { number: Option<String>, printed: bool },
    Separator,
    Title(TitleRole),
    Imprint,
}

impl Unit {
    pub(crate) fn is_heading(&self) -> bool {
        matches!(self.kind, UnitKind::Role(Role::Head) | UnitKind::Marked(_))
    }
}
