//! `rubricate completions`: what a shell needs to complete our options.

use super::exit::{Exit, Failure};
use super::output::print;
use clap::Command;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shell to complete in
    shell: Shell,
}

/// Runs the command; `program` is all that the program takes.
pub fn run(args: &Args, mut program: Command) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "rubricate", &mut script);
    print(&script).map(|()| Exit::Clean)
}
