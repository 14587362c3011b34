//! What commands that read texts share: weights, hints beside a text, what to say when reading fails.

use super::Failure;
use super::inputs::Input;
use clap::builder::PossibleValuesParser;
use rubricate::check::Kind;
use rubricate::knowledge::brackets;
use rubricate::read::authorities::Authorities;
use rubricate::read::decode::Model;
use rubricate::read::hints::Hints;
use rubricate::read::{self, ReadError, ReadOptions, meta};
use rubricate::source::Source;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Reads weights that `tune` wrote. They stay for the whole run: trees borrow the names of cues from them.
pub fn weights(path: &Path) -> Result<&'static Model, Failure> {
    let fail = |error: String| Failure(format!("--weights {}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
    match Model::parse(&text) {
        Ok(model) => Ok(Box::leak(Box::new(model))),
        Err(error) => Err(fail(format!("these are no weights: {}", error.trim_end()))),
    }
}

/// Reads a table of persons and places.
pub fn authorities(path: &Path) -> Result<Arc<Authorities>, Failure> {
    let Some((shown, text)) = beside(path)? else {
        return Err(Failure(format!("{}: no such file: look for a slip in the name", path.display())));
    };
    Authorities::parse(&shown, &text).map(Arc::new).map_err(|error| Failure(error.to_string()))
}

/// `--brackets` as the files of profiles have it.
pub fn profiles() -> PossibleValuesParser {
    PossibleValuesParser::new(brackets::names())
}

/// Finds what is wrong for every input before the first is read: it is said once.
pub fn check(options: &ReadOptions, encoding: Option<&str>) -> Result<(), Failure> {
    if let Err(error) = Source::from_bytes("", b"-".to_vec(), encoding) {
        return Err(Failure(format!("--encoding: {error}")));
    }
    read::text(&Source::new("", ""), options).map(drop).map_err(|error| Failure(error.to_string()))
}

/// The options for one input: `NAME.hints.toml` beside `NAME.txt` is the editor's word on it, `edition.toml` in the
/// same folder what holds for all texts there. TEI has no hints: those beside `NAME.xml` are about `NAME.txt`.
pub fn with_hints(options: &ReadOptions, input: &Input, kind: Kind) -> Result<ReadOptions, Failure> {
    let mut options = options.clone();
    if let Input::File { path, .. } = input {
        let fault = |error: ReadError| Failure(error.to_string());
        if kind != Kind::Tei
            && let Some((shown, text)) = beside(&path.with_extension("hints.toml"))?
        {
            options.hints = Some(Hints::parse(shown, &text).map_err(fault)?);
        }
        if options.authorities.is_none()
            && let Some((shown, text)) = beside(&path.with_file_name("authorities.toml"))?
        {
            options.authorities = Some(Arc::new(Authorities::parse(&shown, &text).map_err(fault)?));
        }
        if let Some((shown, text)) = beside(&path.with_file_name("edition.toml"))? {
            options.defaults = meta::edition_file(&shown, &text).map_err(fault)?;
        }
    }
    Ok(options)
}

/// A file that may lie beside an input: what to call it, and its text.
fn beside(path: &Path) -> Result<Option<(String, String)>, Failure> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((shown, text))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure(format!("{shown}: cannot be read: {error}"))),
    }
}

/// What to say when a text cannot be read as it was asked for.
pub fn unread(shown: &str, name: &str, error: ReadError) -> Failure {
    let column = error.column.map(|column| format!(":{column}")).unwrap_or_default();
    Failure(match error.place {
        None => format!("{shown}: {}", error.message),
        Some((file, line)) if file == name => format!("{shown}:{line}{column}: {}", error.message),
        Some((file, line)) => format!("{file}:{line}{column}: {}", error.message),
    })
}
