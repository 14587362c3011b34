//! What stands for validation in a build without the feature `schema`: it says that nothing was validated.

use super::ids::{IdKind, Name};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::rules::finding;

/// What would be said of a document.
pub(super) struct Said {
    pub(super) findings: Vec<Diagnostic>,
}

impl Said {
    /// What an attribute has to do with ids: only a schema knows.
    #[allow(clippy::unused_self, reason = "the validator answers the same question")]
    pub(super) fn id_kind(&self, _: Name, _: Name) -> Option<IdKind> {
        None
    }
}

/// Says that the document is not validated.
pub(super) fn validate() -> Said {
    let message = "the document was not validated: this build has no validator";
    let note = finding("schema/not-evaluated", None, message).level(Level::Note);
    Said { findings: vec![note.hint("build it with the feature `schema`, or validate the document elsewhere")] }
}
