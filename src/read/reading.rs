//! What reading gives.

use crate::diagnostic::Diagnostic;
use crate::tree::Edition;

/// What was read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reading {
    /// The tree.
    pub edition: Edition,
    /// What was noticed on the way.
    pub findings: Vec<Diagnostic>,
}
