//! `rubricate explain`: why each line is what it is.

mod lines;
mod nodes;
mod target;
mod told;

use super::exit::{Exit, Failure};
use super::guard::guarded;
use super::inputs::Input;
use super::options::{TeiArgs, TextArgs};
use super::output::print;
use super::reading::{self, Reading};
use clap::ValueEnum;
use rubricate::check::{Kind, rule};
use rubricate::read::explain;
use rubricate::source::{Source, kind};
use rubricate::write::standoff;
use std::path::PathBuf;
use target::target;
use told::Told;

/// Say why each line of a text is what it is, or what a rule of `check` is for
///
/// For each line: its role, what spoke for it and how much, by how much it beat the next best role, and what spoke for
/// that one. Of TEI, for each node of the tree that `convert` makes of it: its role, the part it stands in, and the
/// element that it comes from.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Weights and margins are those of the decoder: a cue of weight 2.0 counts as much as two of 1.0, and a margin below 1.0 \
means that little would have changed the decision. A line {.signed} before a line, or a file NAME.hints.toml beside \
NAME.txt, fixes a role.

Exit codes: 0 done, 2 the text could not be read.")]
pub struct Args {
    /// Text or TEI to explain, or one line of it, or a rule; `-` for standard input
    #[arg(value_name = "FILE[:LINE]|RULE-ID", value_hint = clap::ValueHint::FilePath)]
    what: PathBuf,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Style::Human)]
    format: Style,

    #[command(flatten)]
    texts: TextArgs,

    #[command(flatten)]
    tei: TeiArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Text to read
    Human,
    /// An array with one object for each line
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    // No rule hides a file: this one has a folder in its name.
    let rule = args.what.to_str().and_then(rule).filter(|_| !args.what.exists());
    if let Some(rule) = rule {
        return print(rule.markdown.as_bytes()).map(|()| Exit::Clean);
    }
    let (input, line) = target(&args.what)?;
    let mut options = args.texts.read()?;
    options.view = args.tei.view();
    let reading = Reading::new(options, args.texts.language_files())?;
    let text = guarded(&input.shown(), || explained(&input, line, args, &reading))?;
    print(text.as_bytes()).map(|()| Exit::Clean)
}

/// The explanation of an input, or of one line of it.
fn explained(input: &Input, line: Option<usize>, args: &Args, reading: &Reading) -> Result<String, Failure> {
    let (shown, name) = (input.shown(), input.name());
    let bytes = input.bytes().map_err(|error| Failure(format!("{shown}: {error}")))?;
    let kind = kind(&bytes);
    let options = reading.of(input, kind)?;
    let unread = |error| reading::failure(&shown, &name, error);
    let (document, _) = rubricate::read(&name, bytes, &options).map_err(unread)?;
    let say = |mut all: Vec<Told>| {
        if let Some(line) = line {
            all.retain(|told| (told.line_start..=told.line_end).contains(&line));
            if all.is_empty() {
                return Err(nothing(&shown, &document.source, line, kind));
            }
        }
        match args.format {
            Style::Human => Ok(told::human(&shown, &all)),
            Style::Json => told::json(&all),
        }
    };
    if kind == Kind::Tei {
        let nodes = nodes::nodes(&document);
        return say(nodes::told(&document.source, &nodes));
    }
    let explained = explain(&document.source, &options).map_err(|error| reading::unread(&shown, &name, error))?;
    let standoff = standoff(&document);
    say(lines::lines(&document, &standoff, &explained))
}

/// Why there is nothing to say about a line.
fn nothing(shown: &str, source: &Source, line: usize, kind: Kind) -> Failure {
    let count = source.line_count();
    let why = if !(1..=count).contains(&line) {
        format!("the text has lines 1 to {count}")
    } else if kind == Kind::Tei && !source.slice(source.line(line - 1)).trim().is_empty() {
        "here are tags or the header, whose values `convert --to json` lists".into()
    } else {
        "this line is blank".into()
    };
    Failure(format!("{shown}:{line}: {why}: name a line with text"))
}
