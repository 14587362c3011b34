//! From text to the tree.
//!
//! ```
//! use rubricate::read::{Hints, MetaKey, ReadOptions, explain};
//! use rubricate::source::Source;
//!
//! let letter = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came.\n\nYours sincerely,\n\nJ. Thorne\n";
//! let source = Source::new("letter.txt", letter);
//!
//! // What each line is, and why.
//! let lines = explain(&source, &ReadOptions::default())?;
//! assert_eq!(lines[1].role.name(), "salute");
//! assert!(!lines[1].cues.is_empty() && f64::from(lines[1].margin) > 0.0);
//!
//! // What the editor says wins.
//! let hints = Hints::parse("letter.hints.toml", "[meta]\nsender = \"John Thorne\"\n")?;
//! assert_eq!(MetaKey::named("sender"), Some(MetaKey::Sender));
//! let mut options = ReadOptions::default();
//! options.hints = Some(hints);
//! let reading = rubricate::read::text(&source, &options)?;
//! let letter = reading.edition.letters().next().expect("it is a letter");
//! assert_eq!(letter.meta.sender.as_ref().expect("it was given").text, "John Thorne");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod assemble;
pub(crate) mod bracket_words;
pub(crate) mod dates;
pub(crate) mod decide;
mod divide;
mod doubt;
mod error;
pub(crate) mod explain;
pub(crate) mod inline;
pub(crate) mod language;
pub(crate) mod languages;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod meta;
pub(crate) mod note_sign;
mod numerals;
mod options;
pub(crate) mod orders;
mod pipes;
pub(crate) mod prepare;
mod reading;
mod recognise;
mod relocate;
pub(crate) mod role;
mod shape;
pub(crate) mod sign;
mod small_words;
mod table_tags;
pub(crate) mod tei;
mod tongue;

pub use decide::decode::Model;
pub use error::ReadError;
pub use explain::{LineExplanation, RunnerUp};
pub use languages::Languages;
pub use meta::authorities::Authorities;
pub use options::{ReadOptions, View};
pub use orders::entries::{EditionFile, Entry};
pub use orders::hints::Hints;
pub use orders::keys::MetaKey;
pub use reading::Reading;

use crate::source::{Plain, Source};

/// Reads a source: lines, furniture, title block, cues, roles, blocks, letters, metadata.
///
/// # Errors
/// Unknown language or bracket profile; an order of the editor that cannot be followed.
pub fn text(source: &Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    recognise::recognised(source, options).map(|(reading, _)| reading)
}

/// Reads the plain lines of a file with markup, and puts what is found to its places in that file. The source learns
/// what its characters stand for where it writes words otherwise.
///
/// # Errors
/// As [`text`].
pub fn plain(source: &mut Source, plain: &Plain, options: &ReadOptions) -> Result<Reading, ReadError> {
    let lines = plain.to_source(&source.name);
    let mut reading = text(&lines, options).map_err(|error| relocate::error(error, &lines, plain, source))?;
    relocate::relocate(&mut reading, plain, source);
    Ok(reading)
}

/// Explains every line that is not blank, in order.
///
/// # Errors
/// As [`text`].
pub fn explain(source: &Source, options: &ReadOptions) -> Result<Vec<LineExplanation>, ReadError> {
    let mut explained = explain::lines(source, options)?;
    let (_, tongues) = recognise::recognised(source, options)?;
    explain::tell(&mut explained, tongues);
    Ok(explained)
}
