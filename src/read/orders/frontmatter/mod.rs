//! Machine-readable front matter: YAML between `---`, TOML between `+++`, Text::Amuse directives.
//!
//! ```text
//! lines -> read (fences, is it meant?) -> yaml | toml -> Node -> values -> Declared
//!                                      -> muse                          -> Declared -> marks of notes are taken out
//! ```
//!
//! Its lines become furniture, its values metadata. What is not understood is a finding.

mod declared;
mod from_toml;
mod from_yaml;
mod marks;
mod muse;
mod node;
mod read;
#[cfg(test)]
mod tests;
mod values;

pub use declared::{Declared, FrontMatter};
pub(crate) use read::read;
