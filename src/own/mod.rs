//! What an edition brings of its own: bracket profiles and languages, in files as those under `schema/`.

mod file;
mod language;
mod profile;

pub use language::languages;
pub use profile::bracket_profile;
