//! `rubricate check`: what is wrong with transcriptions, TEI and books, where, and why.

use super::inputs::{self, Input, Inputs, Taken};
use super::report::{self, Terminal};
use super::{Exit, Failure, print, reading};
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use rayon::prelude::*;
use rubricate::CheckOptions;
use rubricate::check::found::FileReport;
use rubricate::check::schema::{Schema, Schemas};
use rubricate::check::{self, Context};
use rubricate::check::render::{FORMATS, Format, Run};
use rubricate::diagnostic::Level;
use rubricate::read::ReadOptions;
use std::env;
use std::path::{Component, PathBuf};
use std::sync::Arc;

/// Check transcriptions, TEI and books against rules
///
/// What a file is, its content tells. Findings go to standard output, in the order of the inputs and of their places.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
`rubricate rules` lists the rules, `rubricate explain RULE-ID` says what a rule is for.

Exit codes: 0 clean, 1 there are findings of the level that --deny names or above, 2 something could not be checked.")]
pub struct Args {
    /// What to check: files, folders, or `-` for standard input
    ///
    /// In folders, and the folders within them, all .txt, .md, .muse and .epub files and all TEI are taken, but no
    /// hidden ones.
    #[arg(required = true, value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_parser = styles(), default_value = "human")]
    format: Style,

    /// The least level that fails the run
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Deny::Error)]
    deny: Deny,

    /// Language of the transcriptions, such as `en` or `de` [default: each text tells]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,

    /// Encoding of the transcriptions, such as `windows-1251` [default: each text tells]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,

    /// Bracket profile: what the editor's brackets mean in these texts [default: plain]
    #[arg(long, value_name = "PROFILE", value_parser = reading::profiles())]
    brackets: Option<String>,

    /// RELAX NG schema for TEI, in XML (.rng) or compact syntax (.rnc)
    ///
    /// Without it each document is validated against the schema that its xml-model instruction names and that lies
    /// beside it; else against the schema of what `convert` writes. Nothing is fetched from the network.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    schema: Option<PathBuf>,

    /// What TEI must be fit for
    #[arg(long, value_name = "PROFILE", value_enum, default_value_t = Profile::Edition)]
    profile: Profile,

    /// Weights that `rubricate tune` learned from letters of your own, instead of the built-in ones
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    weights: Option<PathBuf>,
}

/// How findings are told.
#[derive(Debug, Clone, Copy)]
enum Style {
    Human,
    Program(&'static Format),
}

/// `--format` as the table of formats has it.
fn styles() -> impl TypedValueParser<Value = Style> {
    let human = PossibleValue::new("human").help("Source line, caret and advice");
    let others = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new([human].into_iter().chain(others))
        .map(|name| FORMATS.iter().find(|format| format.name == name).map_or(Style::Human, Style::Program))
}

/// `--deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Every finding
    #[value(alias = "notes")]
    Note,
    /// Warnings and errors
    #[value(alias = "warnings")]
    Warning,
    /// Errors only
    #[value(alias = "errors")]
    Error,
}

impl From<Deny> for Level {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Note => Self::Note,
            Deny::Warning => Self::Warning,
            Deny::Error => Self::Error,
        }
    }
}

/// `--profile`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// To be worked on and published
    Edition,
    /// To be handed to an archive: its checklist is applied too
    Deposit,
}

impl From<Profile> for check::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Edition => Self::Edition,
            Profile::Deposit => Self::Deposit,
        }
    }
}

/// What came of one input.
struct Outcome {
    report: FileReport,
    /// The findings as people read them, where this is asked for.
    told: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let schemas = match &args.schema {
        Some(path) => Schemas::given(Schema::from_file(path).map_err(|error| Failure(error.to_string()))?),
        None => Schemas::default(),
    };
    let options = CheckOptions {
        encoding: args.encoding.clone(),
        tei: Context { schemas: Arc::new(schemas), path: None, profile: args.profile.into() },
        read: ReadOptions {
            lang: args.lang.clone(),
            brackets: args.brackets.clone(),
            weights: args.weights.as_deref().map(reading::weights).transpose()?,
            ..ReadOptions::default()
        },
    };
    reading::check(&options.read, options.encoding.as_deref())?;
    let terminal = Terminal::for_stdout();
    let Inputs { found, failures, .. } = inputs::collect(&args.inputs, Taken::Checkable);
    let one = |input: &Input| check(input, &options, args.format, &terminal);
    let outcomes: Vec<_> = match found.as_slice() {
        // A single letter is faster read than threads are started.
        [input] => vec![one(input)],
        _ => found.par_iter().map(one).collect(),
    };
    let mut failures: Vec<String> = failures.into_iter().map(|Failure(message)| message).collect();
    let mut files = Vec::with_capacity(outcomes.len());
    let mut told = String::new();
    for outcome in outcomes {
        match outcome {
            Ok(outcome) => {
                told.push_str(&outcome.told);
                files.push(outcome.report);
            }
            Err(Failure(message)) => failures.push(message),
        }
    }
    let run = Run { files: &files, failures: &failures, deny: args.deny.into() };
    match args.format {
        Style::Human => print(told.as_bytes())?,
        Style::Program(format) => print((format.render)(&run).as_bytes())?,
    }
    let errors = Terminal::detect();
    for failure in &failures {
        errors.failure(&Failure(failure.clone()));
    }
    report::say(&summary(&run));
    let fails = files.iter().flat_map(|file| &file.findings).any(|found| found.level >= run.deny);
    Ok(match (failures.is_empty(), fails) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

/// The line that closes the run.
fn summary(run: &Run) -> String {
    let mut counts = [0; 3];
    for found in run.files.iter().flat_map(|file| &file.findings) {
        report::count(found.level, &mut counts);
    }
    let checked = report::counted(run.files.len(), "file");
    let found = report::counts(counts).unwrap_or_else(|| "nothing found".into());
    let failed = match run.failures.len() {
        0 => String::new(),
        count => format!("; {count} failed"),
    };
    format!("{checked} checked: {found}{failed}\n")
}

/// Checks one input. It fails alone.
fn check(input: &Input, options: &CheckOptions, style: Style, terminal: &Terminal) -> Result<Outcome, Failure> {
    let shown = shown(input);
    let at = |error: &dyn std::fmt::Display| Failure(format!("{shown}: {error}"));
    let bytes = input.bytes().map_err(|error| at(&error))?;
    let path = match input {
        Input::File { path, .. } => Some(path.clone()),
        Input::Stdin => None,
    };
    let options = CheckOptions {
        read: reading::with_hints(&options.read, input)?,
        tei: Context { path, ..options.tei.clone() },
        ..options.clone()
    };
    let checked = rubricate::check(&shown, bytes, &options).map_err(|error| match error {
        // It names the file itself, which may be the file of hints.
        rubricate::CheckError::Read(error) if error.place.is_some() => Failure(error.to_string()),
        error => at(&error),
    })?;
    let told = match style {
        Style::Human => terminal.render_checked(&shown, &checked),
        Style::Program(_) => String::new(),
    };
    Ok(Outcome { report: checked.report(&shown), told })
}

/// What an input is called: its path from the working folder, with `/` between folders.
fn shown(input: &Input) -> String {
    let Input::File { path, .. } = input else { return input.shown() };
    let here = env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| match part {
            Component::RootDir => String::new().into(),
            part => part.as_os_str().to_string_lossy(),
        })
        .collect();
    match parts.as_slice() {
        [root] if root.is_empty() => "/".into(),
        parts => parts.join("/"),
    }
}
