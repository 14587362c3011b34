//! How a run ends.

/// How a run ended; the worst of its parts counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All done, nothing to mend.
    Clean,
    /// All done, and there are findings of level error.
    Findings,
    /// Something could not be done.
    Failed,
}

/// Why something could not be done: what, where, and what to do about it.
#[derive(Debug)]
pub struct Failure(pub String);
