//! `rubricate check`: what is wrong with transcriptions, TEI and books, where, and why.

use super::exit::{Exit, Failure};
use super::guard::guarded;
use super::inputs::{self, Input, Inputs, Taken};
use super::not_texts;
use super::options::{Telling, TextArgs};
use super::output::{Staged, print};
use super::reading::Reading;
use super::report::{self, Terminal};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, ValueEnum};
use rayon::prelude::*;
use rubricate::Error;
use rubricate::check::{
    self, Baseline, CheckOptions, Checked, FileReport, Files, REPORT_FORMATS, ReportFormat, Run, Schemas,
};
use rubricate::diagnostic::Level;
use rubricate::read::ReadOptions;
use rubricate::source::kind;
use similar::TextDiff;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The encoding that is written.
const UTF_8: &str = "utf-8";

/// Rounds of mending, for fixes that overlap.
const ROUNDS: usize = 8;

/// Check transcriptions, TEI and books against rules
///
/// What a file is, its content tells. Findings go to standard output, in the order of the inputs and of their places.
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("mend").multiple(true))]
#[command(after_long_help = "\
`rubricate rules` lists the rules, `rubricate explain RULE-ID` says what a rule is for.

Exit codes: 0 clean, 1 there are findings of the level that --deny names or above, 2 something could not be checked.")]
pub struct Args {
    /// What to check: files, folders, or `-` for standard input
    ///
    /// In folders, and the folders within them, all .txt, .md, .muse and .epub files and all TEI are taken, but no
    /// hidden ones, and none whose name says that it is no transcription, such as README.md.
    #[arg(required = true, value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_parser = styles(), default_value = "human")]
    format: Style,

    #[command(flatten)]
    telling: Telling,

    /// The least level that fails the run
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Deny::Error)]
    deny: Deny,

    /// Mend what can be mended without a person looking; the files are replaced
    #[arg(long, group = "mend")]
    fix: bool,

    /// Show what --fix would change, and change nothing, also together with it
    #[arg(long, group = "mend")]
    diff: bool,

    /// Mend also what a person should look at
    #[arg(long = "unsafe", requires = "mend")]
    with_unsafe: bool,

    /// Findings that are known: only others are told and count
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    baseline: Option<PathBuf>,

    /// File to write all findings to, as a baseline for later runs
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["baseline", "mend"])]
    write_baseline: Option<PathBuf>,

    #[command(flatten)]
    texts: TextArgs,

    /// Schema for TEI: RELAX NG in XML (.rng) or compact syntax (.rnc), or Schematron (.sch); may be given again
    ///
    /// Without RELAX NG each document is validated against the schema that its xml-model instruction names and that
    /// lies beside it; else against the schema of what `convert` writes. Nothing is fetched from the network.
    #[arg(long = "schema", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    schemas: Vec<PathBuf>,

    /// What TEI must be fit for
    #[arg(long, value_name = "PROFILE", value_enum, default_value_t = Profile::Edition)]
    profile: Profile,
}

/// How findings are told.
#[derive(Debug, Clone, Copy)]
enum Style {
    Human,
    Program(&'static ReportFormat),
}

/// `--format` as the table of formats has it.
fn styles() -> impl TypedValueParser<Value = Style> {
    let human = PossibleValue::new("human").help("Source line, caret and advice");
    let others = REPORT_FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new([human].into_iter().chain(others))
        .map(|name| REPORT_FORMATS.iter().find(|format| format.name == name).map_or(Style::Human, Style::Program))
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

/// What holds for every input of a run.
struct Settings {
    reading: Reading,
    options: CheckOptions,
    style: Style,
    verbose: bool,
    baseline: Baseline,
    mend: Mend,
    terminal: Terminal,
}

/// What is done with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mend {
    Nothing,
    Show { with_unsafe: bool },
    Fix { with_unsafe: bool },
}

/// What came of one input.
struct Outcome {
    report: FileReport,
    /// What people are told: the findings, or what would be changed.
    told: String,
    /// Some findings were not told each by itself.
    folded: bool,
    /// Findings that were known.
    known: usize,
    /// Whether its text was mended.
    mended: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut schemas = Schemas::new(Disk);
    for path in &args.schemas {
        schemas.add(path).map_err(|error| Failure(error.to_string()))?;
    }
    let mut options = CheckOptions::default();
    (options.schemas, options.profile) = (Arc::new(schemas), args.profile.into());
    let with_unsafe = args.with_unsafe;
    let settings = Settings {
        reading: Reading::new(args.texts.read()?, args.texts.language_files())?,
        options,
        style: args.format,
        verbose: args.telling.verbose,
        baseline: args.baseline.as_deref().map_or(Ok(Baseline::default()), baseline)?,
        // Who asks for both wants to see first.
        mend: match (args.diff, args.fix) {
            (true, _) => Mend::Show { with_unsafe },
            (false, true) => Mend::Fix { with_unsafe },
            (false, false) => Mend::Nothing,
        },
        terminal: Terminal::for_stdout(),
    };
    args.texts.check(&settings.reading.options)?;
    let Inputs { found, failures, left_out, .. } = inputs::collect(&args.inputs, Taken::Checkable);
    let one = |input: &Input| guarded(&shown(input), || check(input, &settings));
    let outcomes: Vec<_> = match found.as_slice() {
        // A single letter is faster read than threads are started.
        [input] => vec![one(input)],
        _ => found.par_iter().map(one).collect(),
    };
    let mut failures: Vec<String> = failures.into_iter().map(|Failure(message)| message).collect();
    let mut files = Vec::with_capacity(outcomes.len());
    let (mut told, mut folded, mut known, mut mended) = (String::new(), false, 0, 0);
    for outcome in outcomes {
        match outcome {
            Ok(outcome) => {
                told.push_str(&outcome.told);
                folded |= outcome.folded;
                known += outcome.known;
                mended += usize::from(outcome.mended);
                files.push(outcome.report);
            }
            Err(Failure(message)) => failures.push(message),
        }
    }
    if let Some(path) = &args.write_baseline {
        Staged::new(path, Baseline::write(&files).as_bytes())?.commit()?;
    }
    let run = Run { files: &files, failures: &failures, deny: args.deny.into() };
    match args.format {
        Style::Program(format) if !args.diff => print((format.render)(&run).as_bytes())?,
        Style::Human | Style::Program(_) => print(told.as_bytes())?,
    }
    let errors = Terminal::detect();
    for remark in not_texts::told(&left_out) {
        errors.remark(&remark);
    }
    for failure in &failures {
        errors.failure(&Failure(failure.clone()));
    }
    report::say(&summary(&run, known, mended, folded));
    let fails = files.iter().flat_map(|file| &file.findings).any(|found| found.level >= run.deny);
    Ok(match (failures.is_empty(), fails && args.write_baseline.is_none()) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let fail = |error: String| Failure(format!("--baseline {}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
    Baseline::parse(&text).map_err(|error| fail(format!("this is no baseline: {error}")))
}

/// The line that closes the run.
fn summary(run: &Run, known: usize, mended: usize, folded: bool) -> String {
    let mut counts = [0; 3];
    for found in run.files.iter().flat_map(|file| &file.findings) {
        report::count(found.level, &mut counts);
    }
    let checked = report::counted(run.files.len(), "file");
    let mut text = format!("{checked} checked");
    match report::counts(counts) {
        Some(found) => {
            let _ = write!(text, ": {found}");
        }
        None if run.files.is_empty() => {}
        None => text.push_str(": nothing found"),
    }
    for (count, what) in [(known, "known"), (mended, "mended"), (run.failures.len(), "failed")] {
        if count > 0 {
            let _ = write!(text, "; {count} {what}");
        }
    }
    if folded {
        let _ = write!(text, "; {}", report::EACH);
    }
    text + "\n"
}

/// The file system, for schemas.
struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        // A pipe would keep everybody waiting.
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::new(ErrorKind::IsADirectory, "it is no file"));
        }
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn on_disk(&self) -> bool {
        true
    }
}

/// Checks one input. It fails alone.
fn check(input: &Input, settings: &Settings) -> Result<Outcome, Failure> {
    let shown = shown(input);
    let bytes = input.bytes().map_err(|error| Failure(format!("{shown}: {error}")))?;
    let reading = settings.reading.of(input, kind(&bytes))?;
    let mut options = settings.options.clone();
    options.path = match input {
        Input::File { path, .. } => Some(path.clone()),
        Input::Stdin => None,
    };
    let check = |bytes| check_bytes(&shown, bytes, &reading, &options, &settings.baseline);
    let (mut checked, known) = check(bytes)?;
    if let Mend::Fix { with_unsafe } | Mend::Show { with_unsafe } = settings.mend
        && checked.mended(with_unsafe).is_some()
    {
        refuse(&shown, input, &checked)?;
    }
    offer_nothing_unwritable(&mut checked);
    let report = checked.report(&shown);
    let mut outcome = Outcome { report, told: String::new(), folded: false, known, mended: false };
    let mut last = checked;
    if let Mend::Fix { with_unsafe } | Mend::Show { with_unsafe } = settings.mend {
        let old = last.source.as_ref().map(|source| source.text.clone());
        let bom = last.source.as_ref().is_some_and(|source| source.origin.bom);
        // Where fixes overlap, one waits for the next round.
        for _ in 0..ROUNDS {
            let Some(text) = last.mended(with_unsafe) else { break };
            outcome.mended = true;
            (last, outcome.known) = check(text.into_bytes())?;
        }
        let (Some(old), Some(new)) = (old, &last.source) else { return Ok(outcome) };
        match (settings.mend, input) {
            (Mend::Fix { .. }, Input::File { path, .. }) if outcome.mended => {
                let mark = if bom { "\u{feff}" } else { "" };
                Staged::new(path, format!("{mark}{}", new.text).as_bytes())?.commit()?;
                outcome.report = last.report(&shown);
            }
            (Mend::Show { .. }, _) => {
                outcome.mended = false;
                outcome.told = diff(&shown, &old, &new.text);
                return Ok(outcome);
            }
            _ => {}
        }
    }
    if matches!(settings.style, Style::Human) {
        if settings.verbose {
            outcome.told = settings.terminal.render_checked(&shown, &last);
        } else {
            let text = |member: Option<&str>| last.text(member);
            (outcome.told, outcome.folded) = settings.terminal.render_folded(&shown, text, &mut last.findings.clone());
        }
    }
    Ok(outcome)
}

/// Checks bytes, and takes out what the baseline knows; says how much that was.
fn check_bytes(
    shown: &str,
    bytes: Vec<u8>,
    reading: &ReadOptions,
    options: &CheckOptions,
    baseline: &Baseline,
) -> Result<(Checked, usize), Failure> {
    let mut checked = rubricate::check(shown, bytes, reading, options).map_err(|error| match error {
        // It names the file itself, which may be the file of hints.
        Error::Read(error) if error.place.is_some() => Failure(error.to_string()),
        error => Failure(format!("{shown}: {error}")),
    })?;
    let before = checked.findings.len();
    let mut found = checked.report(shown).findings.into_iter();
    checked.findings.retain(|_| !found.next().is_some_and(|found| baseline.knows(&found)));
    let known = before - checked.findings.len();
    Ok((checked, known))
}

/// Takes out fixes of a text that could not be written as it was.
fn offer_nothing_unwritable(checked: &mut Checked) {
    if encoding(checked) == UTF_8 {
        return;
    }
    for finding in &mut checked.findings {
        if finding.fix.take().is_some() {
            finding.hints.push("this can be mended once the file is saved as UTF-8".into());
        }
    }
}

/// The encoding of a text; none of a book, which is not mended.
fn encoding(checked: &Checked) -> &str {
    checked.source.as_ref().map_or("", |source| &source.origin.encoding)
}

/// Refuses to mend what could not be written as it was.
fn refuse(shown: &str, input: &Input, checked: &Checked) -> Result<(), Failure> {
    let encoding = encoding(checked);
    match input {
        Input::Stdin => {
            Err(Failure(format!("{shown}: only files can be mended: name one, or leave --fix or --diff out")))
        }
        Input::File { .. } if encoding != UTF_8 => {
            Err(Failure(format!("{shown}: is {encoding}: save it as UTF-8 before it is mended")))
        }
        Input::File { .. } => Ok(()),
    }
}

/// What would be changed, as `patch` and `git apply` take it.
fn diff(shown: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(&format!("a/{shown}"), &format!("b/{shown}")).to_string()
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
