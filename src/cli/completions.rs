//! `rubricate completions`: what a shell needs to complete our options.

use super::{Cli, Exit, Failure, print};
use clap::CommandFactory;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shell to complete in
    shell: Shell,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rubricate", &mut script);
    print(&script).map(|()| Exit::Clean)
}
