//! From text to the tree.

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::tree::Edition;

/// What reading may be told. `None` and empty mean: find out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Language of the text, a BCP 47 tag.
    pub lang: Option<String>,
    /// Name of the bracket profile.
    pub brackets: Option<String>,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Metadata that the user gives; it wins over what the text says.
    pub meta: Vec<(String, String)>,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The tree.
    pub edition: Edition,
    /// What was noticed on the way.
    pub findings: Vec<Diagnostic>,
}
