//! What each line is.

pub mod cues;
pub mod decode;
pub mod furniture;
pub mod segment;
pub mod title;
pub mod train;
pub(crate) mod verdict;
pub(crate) mod verdicts;
