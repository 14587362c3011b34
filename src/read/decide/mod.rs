//! What each line is.

pub mod cues;
pub mod decode;
pub mod furniture;
pub(crate) mod in_force;
pub mod segment;
pub(crate) mod settled;
pub mod title;
pub mod train;
pub(crate) mod verdict;
pub(crate) mod verdicts;
