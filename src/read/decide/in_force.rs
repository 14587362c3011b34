//! The weights that decide, and the names of the reasons they give.

use crate::read::decide::cues::LineCues;
use crate::read::decide::decode::{DecodedRole, Model};
use crate::read::role::Role;
use crate::tree::{Cue, Name, Weight, Why};

/// The weights that decide. A tree may be kept for longer than they are, and holds the names of the cues that spoke.
#[derive(Debug, Clone, Copy)]
pub(crate) enum InForce<'m> {
    /// The built-in ones, which stay for as long as the program runs: trees borrow names from them.
    Builtin,
    /// Those of an edition: trees hold copies of the names.
    Own(&'m Model),
}

impl<'m> InForce<'m> {
    /// An edition's own weights; where it has none, the built-in ones.
    pub fn new(own: Option<&'m Model>) -> Self {
        own.map_or(Self::Builtin, Self::Own)
    }

    /// The weights.
    pub fn model(self) -> &'m Model {
        match self {
            Self::Builtin => Model::builtin(),
            Self::Own(model) => model,
        }
    }

    /// The cues that spoke for `role` at a line, strongest first, at most `most`.
    #[must_use]
    pub fn reasons(self, cues: &LineCues, line: usize, role: Role, most: usize) -> Vec<Cue> {
        match self {
            Self::Builtin => {
                let reasons = Model::builtin().reasons(cues, line, role, most);
                reasons.map(|(name, weight)| Cue { id: Name::Borrowed(name), weight }).collect()
            }
            Self::Own(model) => {
                let reasons = model.reasons(cues, line, role, most);
                reasons.map(|(name, weight)| Cue { id: Name::Owned(name.to_owned()), weight }).collect()
            }
        }
    }

    /// The reasons as a tree node holds them. Never empty: a line nothing spoke for is what it is
    /// by its neighbours.
    #[must_use]
    pub fn why(self, cues: &LineCues, line: usize, decision: DecodedRole, most: usize) -> Why {
        let mut reasons = self.reasons(cues, line, decision.role, most);
        if reasons.is_empty() {
            reasons.push(Cue { id: "by-its-neighbours".into(), weight: Weight(0) });
        }
        Why { cues: reasons.into(), margin: decision.margin }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::decide::decode::Model;
    use crate::read::{self, ReadOptions};
    use crate::source::Source;
    use std::sync::{Arc, Weak};

    #[test]
    fn a_tree_outlives_weights_of_ones_own() {
        let text = include_str!("../../../schema/weights.toml");
        let source = Source::new("x", "Hexham, 4 May 1880\n\nMy dear Anna,\n\nThe mill stands.\n\nYours truly,\nTom\n");
        let builtin = read::text(&source, &ReadOptions::default()).expect("a letter");
        let own = Arc::new(Model::parse(text).expect("these are weights"));
        let kept: Weak<Model> = Arc::downgrade(&own);
        let options = ReadOptions { weights: Some(own), ..ReadOptions::default() };
        let reading = read::text(&source, &options).expect("a letter");
        drop(options);
        assert!(kept.upgrade().is_none(), "nothing holds the weights any more");
        assert_eq!(reading.edition, builtin.edition, "the same weights give the same roles and reasons");
    }
}
