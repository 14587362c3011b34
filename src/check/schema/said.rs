//! What schemas say of a document.

use crate::check::ids::{IdKind, Name};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::rules::finding;
use std::sync::Arc;
use teixml::relaxng::{IdType, IdTypes};

/// Faults that are listed for a document: of the grammar, and as many of the Schematron rules.
pub(super) const MOST_FAULTS: usize = 10_000;

/// What schemas say of a document.
#[derive(Default)]
pub(in crate::check) struct Said {
    pub(in crate::check) findings: Vec<Diagnostic>,
    /// Which attributes are ids, as each grammar has it.
    id_types: Vec<Arc<IdTypes>>,
}

impl Said {
    /// What one grammar says.
    pub(super) fn of(findings: Vec<Diagnostic>, id_types: Arc<IdTypes>) -> Self {
        Self { findings, id_types: vec![id_types] }
    }

    /// Adds what another schema says.
    pub(super) fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.id_types.extend(other.id_types);
    }

    /// What an attribute has to do with ids, as the first grammar has it that knows it.
    pub(in crate::check) fn id_kind(&self, element: Name, attribute: Name) -> Option<IdKind> {
        let kind = self.id_types.iter().find_map(|types| types.get(element, attribute))?;
        Some(match kind {
            IdType::Id => IdKind::Id,
            IdType::Idref => IdKind::Reference,
            IdType::Idrefs => IdKind::References,
        })
    }
}

/// Says that more faults were found than are listed.
pub(super) fn unlisted(count: usize) -> Option<Diagnostic> {
    let message = format!("{count} more faults are not listed");
    let note = || finding("schema/not-evaluated", None, message).level(Level::Note);
    (count > 0).then(|| note().hint("mend those that are listed, and check again"))
}
