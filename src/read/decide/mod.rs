//! What each line is.

pub(crate) mod announced;
pub(crate) mod chain;
pub mod cues;
pub mod decode;
pub(crate) mod embedded;
pub mod furniture;
pub(crate) mod in_force;
pub mod segment;
pub(crate) mod settled;
pub mod title;
pub mod train;
pub(crate) mod verdict;
pub(crate) mod verdicts;
