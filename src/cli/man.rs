//! `rubricate man`: one manual page for all commands, made from the same table as `--help`.

use super::exit::{Exit, Failure};
use super::output::print;
use clap::Command;
use clap_mangen::Man;
use std::io;

/// Print the manual page (`rubricate man | man -l -`)
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command; `program` is all that the program takes.
pub fn run(_args: &Args, program: Command) -> Result<Exit, Failure> {
    let page = page(program).map_err(|error| Failure(format!("the manual page cannot be made: {error}")))?;
    print(&page).map(|()| Exit::Clean)
}

fn page(mut command: Command) -> io::Result<Vec<u8>> {
    // Gives each command its full name (`rubricate convert`) and the options that all share.
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        page.extend(section(sub)?);
    }
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    // What the generator calls "extra" are the lines at the end of the help.
    Ok(String::from_utf8_lossy(&page).replace(" EXTRA\n", " NOTES\n").into_bytes())
}

/// One command as a section of the page.
fn section(command: &Command) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone());
    let mut body = Vec::new();
    man.render_synopsis_section(&mut body)?;
    man.render_description_section(&mut body)?;
    man.render_options_section(&mut body)?;
    if command.get_after_long_help().is_some() || command.get_after_help().is_some() {
        man.render_extra_section(&mut body)?;
    }
    // The generator makes pages. Inside a page its sections are subsections.
    let body = String::from_utf8_lossy(&body).replace(".SH ", ".SS ");
    Ok(format!(".SH COMMAND {}\n{body}", command.get_name().to_uppercase()).into_bytes())
}
