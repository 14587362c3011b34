//! The command line: one file per command, and what they share.

mod check;
mod completions;
mod convert;
mod deposit;
mod exit;
mod explain;
mod folded;
mod guard;
mod inputs;
mod man;
mod not_texts;
mod options;
mod output;
mod own;
mod plan;
mod reading;
mod report;
mod rules;
mod templates;
mod tune;

use clap::{CommandFactory, Parser, Subcommand};
use exit::Exit;
use std::process::ExitCode;

/// Reads plain-text transcriptions of letters, pamphlets and essays; writes TEI-XML and EPUB.
#[derive(Debug, Parser)]
#[command(name = "rubricate", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 findings that must be mended, 2 something could not be done.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Convert(Box<convert::Args>),
    Check(Box<check::Args>),
    Rules(rules::Args),
    Explain(explain::Args),
    Tune(tune::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    guard::install();
    let outcome = match Cli::try_parse() {
        // Each file has a guard of its own; this one is for the work around them.
        Ok(Cli { command }) => guard::guarded("rubricate", || match command {
            Command::Convert(args) => convert::run(*args),
            Command::Check(args) => check::run(&args),
            Command::Rules(args) => rules::run(&args),
            Command::Explain(args) => explain::run(&args),
            Command::Tune(args) => tune::run(&args),
            Command::Completions(args) => completions::run(&args, Cli::command()),
            Command::Man(args) => man::run(&args, Cli::command()),
        }),
        Err(error) => {
            // Help and version come this way too. A reader of the message that went away is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let exit = outcome.unwrap_or_else(|failure| {
        report::Terminal::detect().failure(&failure);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}
