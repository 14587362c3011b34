//! What an edition brings of its own: bracket profiles and languages, each in a file.

use super::exit::Failure;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Command};
use rubricate::{BracketProfile, bracket_profile, bracket_profiles};
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Whether what stands for a profile is the name of a file.
pub fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"))
}

/// Reads a file that somebody names, who is called `by`: what to call it, and its text.
pub fn text(by: &str, path: &Path) -> Result<(String, String), Failure> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok((shown, text)),
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "no such file: look for a slip in the name".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            Err(Failure(format!("{by}: {shown}: {why}")))
        }
    }
}

/// Reads the file of a bracket profile, which somebody names who is called `by`.
pub fn profile(by: &str, path: &Path) -> Result<Arc<BracketProfile>, Failure> {
    let (shown, text) = text(by, path)?;
    bracket_profile(&shown, &text).map_err(|error| Failure(error.to_string()))
}

/// `--brackets`: the name of a built-in profile, or a file.
#[derive(Debug, Clone)]
pub struct BracketsParser;

impl TypedValueParser for BracketsParser {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        if value.to_str().is_some_and(is_file) {
            return StringValueParser::new().parse_ref(command, arg, value);
        }
        PossibleValuesParser::new(bracket_profiles()).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(bracket_profiles().map(PossibleValue::new)))
    }
}
