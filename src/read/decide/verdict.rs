//! What was decided about one line.

use crate::read::decide::furniture::Lifted;
use crate::read::decide::title::TitleCue;
use crate::read::role::Role;
use crate::tree::{Cue, Weight, Why};

/// What was decided about one line.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// A line of the text.
    Role(Role, Why),
    /// A quotation: only an editor says so of whole lines.
    Quote(Why),
    /// A row of a table.
    Table(Why),
    /// A line that stays as it is typed.
    Code(Why),
    /// A heading the source marks as one, by this many `#`.
    Marked(u8, Why),
    /// Furniture, page break, separator, imprint.
    Lifted(Lifted),
    /// A line of the title block.
    Title(TitleCue),
}

impl Verdict {
    /// The role of a line of the text; `None` for what is lifted from it, and for titles.
    pub(crate) fn role(&self) -> Option<Role> {
        match self {
            Self::Role(role, _) => Some(*role),
            Self::Quote(_) | Self::Table(_) | Self::Code(_) => Some(Role::Paragraph),
            Self::Marked(..) => Some(Role::Head),
            Self::Lifted(_) | Self::Title(_) => None,
        }
    }
}

impl Verdict {
    /// Adds what a rule saw beside the weights.
    pub(crate) fn add(&mut self, cue: &'static str) {
        if let Self::Role(_, why) = self {
            let seen = Cue { id: cue.into(), weight: Weight(1000) };
            why.cues = std::iter::once(seen).chain(std::mem::take(&mut why.cues)).collect();
        }
    }
}

/// What was decided about one line, and against what.
pub struct LineDecision {
    /// What it is.
    pub verdict: Verdict,
    /// What it might have been, where the decoder had the choice.
    pub runner_up: Option<SecondRole>,
}

/// The role that came second.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondRole {
    /// The role.
    pub role: Role,
    /// What spoke for it, strongest first.
    pub cues: Vec<Cue>,
}

impl From<Verdict> for LineDecision {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, runner_up: None }
    }
}
