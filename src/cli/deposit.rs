//! `convert --profile deposit`: nothing is written that no archive would take.

use super::exit::Failure;
use rubricate::check::{CheckOptions, Profile};
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::read::ReadOptions;
use std::fmt::Write as _;
use std::path::Path;

/// Applies the checklist of `check --profile deposit` to TEI before it is written to `path`; gives what should be
/// looked at.
///
/// # Errors
/// The TEI lacks what an archive demands: what, and how each is given.
pub fn demand(tei: &[u8], path: Option<&Path>) -> Result<Vec<Diagnostic>, Failure> {
    let name = path.map_or_else(|| "<stdout>".to_owned(), |path| path.display().to_string());
    let mut options = CheckOptions::default();
    (options.path, options.profile) = (path.map(Path::to_owned), Profile::Deposit);
    let checked = rubricate::check(&name, tei.to_vec(), &ReadOptions::default(), &options);
    let mut findings = checked.map_err(|error| Failure(error.to_string()))?.findings;
    // Their places are in a file that is not there yet.
    for finding in &mut findings {
        (finding.span, finding.fix) = (None, None);
    }
    let (lacking, rest): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.level == Level::Error);
    if lacking.is_empty() {
        return Ok(rest);
    }
    let file = path.and_then(Path::file_name).map(|name| format!("{} is ", name.display())).unwrap_or_default();
    let mut message = format!("{file}not fit for an archive, so nothing was written:");
    for Diagnostic { rule, message: what, hints, .. } in &lacking {
        let _ = write!(message, "\n  - {what} [{rule}]");
        // Where `convert` can be told, the XML need not be mended.
        let told: Vec<_> = hints.iter().filter_map(|hint| hint.strip_prefix("or tell `convert`: ")).collect();
        let hints = if told.is_empty() { hints.iter().map(String::as_str).collect() } else { told };
        for hint in hints {
            let _ = write!(message, "\n    {hint}");
        }
    }
    message += "\n  Front matter, `NAME.hints.toml` and `edition.toml` take the same keys as --meta; `[[letter]]` in the hints \
                describes single letters.";
    Err(Failure(message))
}
