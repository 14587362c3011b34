//! Why a node is what it is.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A name that is nearly always a constant of the program, such as the id of a cue.
pub(crate) type Name = Cow<'static, str>;

/// Why a node is what it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// What spoke for it, strongest first; never empty in a finished tree.
    pub cues: Box<[Cue]>,
    /// By how much it beat the next best role.
    pub margin: Weight,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Its id, `role.what-was-seen`.
    pub id: Name,
    /// How much it counted.
    pub weight: Weight,
}

/// A weight in thousandths. Whole numbers, so that every machine decides alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(pub i32);

/// The weight as a number, for display.
impl From<Weight> for f64 {
    fn from(weight: Weight) -> Self {
        Self::from(weight.0) / 1000.0
    }
}

impl Why {
    /// A decision by one rule that leaves no choice: margin and weight are 1.
    #[must_use]
    pub fn rule(id: impl Into<Name>) -> Self {
        Self { cues: Box::new([Cue { id: id.into(), weight: Weight(1000) }]), margin: Weight(1000) }
    }
}
