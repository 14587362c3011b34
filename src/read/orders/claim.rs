//! What somebody says of lines who is not the editor: a notation, a heading of the edition's own.

use crate::knowledge::brackets::LineOutcome;
use crate::read::orders::told::Told;
use crate::tree::Name;
use std::ops::Range;

/// What a notation says of lines.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Their indices.
    pub lines: Range<usize>,
    /// What they are, where the notation leaves no choice.
    pub told: Option<Told>,
    /// The notation's own word for it; `None` where a block only must not go on with the line before.
    pub is: Option<LineOutcome>,
    /// Cue id.
    pub cue: Name,
}
