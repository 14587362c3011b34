//! What checking may be told.

#[cfg(feature = "schema")]
use super::schema::Schemas;
use std::path::PathBuf;
#[cfg(feature = "schema")]
use std::sync::Arc;

/// What checking may be told.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// Where the document lies; schemas that it names are looked up from there.
    pub path: Option<PathBuf>,
    /// What TEI must be fit for.
    pub profile: Profile,
    /// The schemas of the run.
    #[cfg(feature = "schema")]
    pub schemas: Arc<Schemas>,
}

/// What TEI must be fit for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// To be worked on and published.
    #[default]
    Edition,
    /// To be handed to an archive: its checklist is applied too.
    Deposit,
}
