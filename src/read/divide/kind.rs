//! What divisions are.

/// What a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DivisionKind {
    /// A letter, whatever its lines look like.
    Letter,
    /// No letter, though letters may stand in it.
    Prose,
    /// Its lines decide.
    Open,
}
