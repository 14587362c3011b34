//! The command line: one file per command, and what they share.

mod check;
mod completions;
mod convert;
mod deposit;
mod explain;
mod inputs;
mod man;
mod output;
mod plan;
mod reading;
mod report;
mod rules;
mod tune;

use clap::{Parser, Subcommand};
use std::io::{self, Write};
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

/// How a run ended; the worst of its parts counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All done, nothing to mend.
    Clean,
    /// All done, and there are findings of level error.
    Findings,
    /// Something could not be done.
    Failed,
}

/// Why something could not be done: what, where, and what to do about it.
#[derive(Debug)]
struct Failure(String);

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let outcome = match Cli::try_parse() {
        Ok(Cli { command }) => match command {
            Command::Convert(args) => convert::run(*args),
            Command::Check(args) => check::run(&args),
            Command::Rules(args) => rules::run(&args),
            Command::Explain(args) => explain::run(&args),
            Command::Tune(args) => tune::run(&args),
            Command::Completions(args) => completions::run(&args),
            Command::Man(args) => man::run(&args),
        },
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

/// Writes to standard output. A reader that went away (`| head`) has seen enough: no failure.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output: cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
