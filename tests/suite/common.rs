//! What several test suites need: reading texts, writing formats, lists of known differences.

#![allow(clippy::print_stderr, reason = "a skipped test and a known difference must be visible")]

use rubricate::check::{CheckOptions, Checked, SchemaError, Schemas};
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use rubricate::write::{FORMATS, Format, WriteOptions};
use rubricate::{Document, Error};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Options of reading, of which some are set.
pub fn options(set: impl FnOnce(&mut ReadOptions)) -> ReadOptions {
    let mut options = ReadOptions::default();
    set(&mut options);
    options
}

/// The folder of the crate.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Test data that lies beside the checkout, where it is; otherwise says that it is not.
///
/// # Panics
/// When `RUBRICATE_REQUIRE_SHARED` is set and the folder is missing.
pub fn shared(folder: &str) -> Option<PathBuf> {
    // Once for each folder, and past the harness, which hides what passing tests print.
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let path = root().parent()?.join("shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("RUBRICATE_REQUIRE_SHARED").is_none(), "{folder} is required and not there");
    if SAID.lock().expect("nothing panics that holds it").insert(folder.to_owned()) {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no ../shared/{folder} beside the checkout");
    }
    None
}

/// All files with this extension below a folder, sorted.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a folder can be listed to its end").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads a text with the given options.
pub fn read_with(name: &str, text: &str, options: &ReadOptions) -> (Document, read::Reading) {
    let source = Source::new(name, text);
    let reading = read::text(&source, options).unwrap_or_else(|error| panic!("{name}: {error}"));
    (Document { source, edition: reading.edition.clone() }, reading)
}

/// Reads a text that may hold orders nobody can follow (`{lang=fr}` where no letter starts); these are refused with
/// their line, and there is no tree.
pub fn try_read(name: &str, text: &str) -> Option<Document> {
    try_read_with(name, text, &ReadOptions::default())
}

/// The same in the notation of a profile.
pub fn try_read_in(name: &str, text: &str, profile: &str) -> Option<Document> {
    try_read_with(name, text, &options(|it| it.brackets = Some(profile.to_owned())))
}

fn try_read_with(name: &str, text: &str, options: &ReadOptions) -> Option<Document> {
    let source = Source::new(name, text);
    match read::text(&source, options) {
        Ok(reading) => Some(Document { source, edition: reading.edition }),
        Err(error) => {
            assert!(error.place.is_some(), "{name}: refused without a place: {error}");
            None
        }
    }
}

/// Reads a text.
pub fn read(name: &str, text: &str) -> Document {
    read_with(name, text, &ReadOptions::default()).0
}

/// The formats that every document has a form in: CMIF refuses one without the metadata it demands.
pub fn formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.name != "cmif")
}

/// The format of this name.
pub fn format(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).unwrap_or_else(|| panic!("no format {name}"))
}

/// Writes a document in the format of this name, with a fixed date.
pub fn write(document: &Document, format: &str) -> Vec<u8> {
    let format = self::format(format);
    let mut options = WriteOptions::default();
    options.source_date_epoch = Some(1_000_000_000);
    (format.write)(document, &options).unwrap_or_else(|error| panic!("{}: {error}", format.name)).bytes
}

/// Writes a document as text of the format of this name.
pub fn write_text(document: &Document, format: &str) -> String {
    String::from_utf8(write(document, format)).unwrap_or_else(|error| panic!("{format} is not UTF-8: {error}"))
}

/// Reads a list of known differences: `name | reason`, one a line, `#` for comments.
pub fn known(file: &str) -> BTreeMap<String, String> {
    let path = root().join("tests").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (name, reason) =
                line.split_once('|').unwrap_or_else(|| panic!("{file}: `name | reason` expected: {line}"));
            assert!(!reason.trim().is_empty(), "{file}: {name} has no reason");
            (name.trim().to_owned(), reason.trim().to_owned())
        })
        .collect()
}

/// Runs a test that may stand on a list of known differences: then it must fail, or the list is stale.
pub fn expect(list: &str, name: &str, test: impl FnOnce()) {
    match known(list).get(name) {
        None => test(),
        Some(reason) => {
            let outcome = panic::catch_unwind(AssertUnwindSafe(test));
            assert!(outcome.is_err(), "{name} now passes: take it off tests/{list}");
            eprintln!("known difference: {name}: {reason}");
        }
    }
}

/// Schemas of files that hold for all documents, whatever they say themselves.
///
/// # Errors
/// One of them cannot be used.
pub fn schemas(paths: &[&Path]) -> Result<Schemas, SchemaError> {
    let mut schemas = Schemas::new(|path: &Path, _: u64| std::fs::read(path));
    paths.iter().try_for_each(|path| schemas.add(path))?;
    Ok(schemas)
}

/// Checks by these schemas.
pub fn by(schemas: Schemas) -> CheckOptions {
    let mut options = CheckOptions::default();
    options.schemas = Arc::new(schemas);
    options
}

/// Checks bytes; transcriptions are read as the program reads them untold.
pub fn check(name: &str, bytes: impl Into<Vec<u8>>, options: &CheckOptions) -> Result<Checked, Error> {
    rubricate::check(name, bytes.into(), &ReadOptions::default(), options)
}
