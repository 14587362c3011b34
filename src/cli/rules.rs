//! `rubricate rules`: what can be found.

use super::exit::{Exit, Failure};
use super::output::print;
use clap::ValueEnum;
use rubricate::check::rules;
use serde_json::json;
use std::fmt::Write as _;

/// List all rules of `check`
///
/// `rubricate explain RULE-ID` prints the page of a rule.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Style::Human)]
    format: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// A line for each rule
    Human,
    /// An array with an object for each rule
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let text = match args.format {
        Style::Human => {
            let widest = rules().iter().map(|rule| rule.id.len()).max().unwrap_or(0);
            rules().iter().fold(String::new(), |mut text, rule| {
                let _ = writeln!(text, "{:widest$}  {:7}  {}", rule.id, rule.level, rule.summary);
                text
            })
        }
        Style::Json => {
            let rules: Vec<_> = rules()
                .iter()
                .map(|rule| json!({ "id": rule.id, "level": rule.level, "summary": rule.summary }))
                .collect();
            serde_json::to_string_pretty(&rules).map_err(|error| Failure(error.to_string()))? + "\n"
        }
    };
    print(text.as_bytes()).map(|()| Exit::Clean)
}
