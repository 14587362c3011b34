//! Checks transcriptions, TEI and books by rules, each of which has a page that says what it is for.
//!
//! [`crate::check()`] is the way in. What a file is, its content tells:
//!
//! ```
//! use rubricate::check::{CheckOptions, rule};
//! use rubricate::read::ReadOptions;
//!
//! let letter = "Harwick, 4 March\n\nDear Miss Alder,\n\nThe parcel came on Tuesday.\n\nYours sincerely,\n\nJ. Thorne\n";
//! let checked = rubricate::check("letter.txt", letter.into(), &ReadOptions::default(), &CheckOptions::default())?;
//!
//! let found = &checked.findings[0];
//! assert_eq!(found.rule, "date/no-year");
//! assert_eq!(&letter[found.span.expect("it has a place").range()], "4 March");
//! assert_eq!(found.hints, ["give it as `date` in the front matter or in the file of hints"]);
//! assert!(rule(&found.rule).expect("it is one of the rules").markdown.contains("## Why"));
//! # Ok::<(), rubricate::Error>(())
//! ```
//!
//! [`Checked::report`] works out lines and columns for programs, [`REPORT_FORMATS`] writes them in the formats that
//! build servers take, [`Checked::mended`] mends, and a [`Baseline`] tells what is new. TEI is validated where the
//! feature `schema` is there (it is by default), books are checked with the feature `epub`.

mod allow;
mod baseline;
mod checked;
#[cfg(feature = "epub")]
mod epub;
mod findings;
mod fix;
mod found;
mod ids;
#[cfg(not(feature = "schema"))]
mod no_schema;
mod options;
mod registry;
mod render;
#[cfg(feature = "schema")]
mod schema;
mod tags;
mod tei;
mod text;

pub use crate::knowledge::rules::{Rule, rule, rules};
pub use crate::source::Kind;
pub use baseline::Baseline;
pub use checked::Checked;
pub use found::{FileReport, Found, Region};
pub use options::{CheckOptions, Profile};
pub use render::{REPORT_FORMATS, ReportFormat, Run};
#[cfg(feature = "schema")]
pub use schema::{Files, SchemaError, Schemas};

use crate::diagnostic::{Allowance, Diagnostic};
use crate::document::Document;
use crate::source::Source;

/// Checks a transcription that was read. `findings` is what decoding and reading noticed, `allowed` what the editor
/// allows.
pub(crate) fn text(document: Document, findings: Vec<Diagnostic>, allowed: &[Allowance]) -> Checked {
    text::check(document, findings, allowed, registry::TEXT)
}

/// Checks TEI, or other XML. `findings` is what decoding noticed.
pub(crate) fn tei(source: Source, findings: Vec<Diagnostic>, options: &CheckOptions) -> Checked {
    tei::check(source, findings, options, registry::TEI)
}

/// Checks a book. Nothing in it is trusted: what is damaged, locked or too much is a finding, and memory stays below
/// 1 GB beside the file itself.
#[cfg(feature = "epub")]
pub(crate) fn epub(bytes: &[u8]) -> Checked {
    epub::check(bytes, registry::EPUB)
}
