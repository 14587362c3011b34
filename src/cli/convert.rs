//! `rubricate convert`: transcriptions in, editions out.

use super::deposit;
use super::exit::{Exit, Failure};
use super::guard::guarded;
use super::inputs::{self, Inputs, Taken};
use super::not_texts;
use super::options::{TeiArgs, Telling, TextArgs};
use super::output::{Staged, create_folder, print};
use super::plan::{self, Job, Output, Place, plan};
use super::reading::{self, Reading};
use super::report::{self, Terminal};
use super::templates;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use rubricate::Document;
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::read::MetaKey;
use rubricate::read::ReadOptions;
use rubricate::source::{Source, kind};
use rubricate::suggest::suggest;
use rubricate::write::{Cover, FORMATS, Format, Picture, Summary, WriteError, WriteOptions};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::env;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From this many inputs on, a terminal shows how far we are.
const MANY: usize = 12;
/// Inputs that are worked on before what they have to say is printed, in their order.
const BATCH: usize = 64;
/// The largest picture taken for a cover, in bytes.
const LARGEST_COVER: u64 = 32 << 20;
/// The last second of the year 9999: later dates have no form in TEI and EPUB.
const LAST_SECOND: u64 = 253_402_300_799;

/// Convert transcriptions and TEI to TEI-XML, EPUB and other formats
///
/// `rubricate convert letter.txt` writes letter.xml and letter.epub beside letter.txt. Existing files are replaced as
/// a whole or not at all, and an input is never replaced. What was noticed goes to standard error.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Files are read up to 512 MiB, as UTF-8, as UTF-16 where a byte order mark says so, else in the encoding that is most \
likely, which is reported.

SOURCE_DATE_EPOCH, in seconds since 1970, is the date that the output bears where it must bear one. NO_COLOR turns \
colours off.

Exit codes: 0 clean, 1 everything was written and there are findings that must be mended, 2 something could not be \
read or written. Warnings and notes do not count.")]
pub struct Args {
    /// Texts to convert: files, folders, or `-` for standard input
    ///
    /// In folders, and the folders within them, all .txt, .md and .muse files are taken, but no hidden ones, and none
    /// whose name says that it is no transcription, such as README.md. TEI is known by its content, and taken where the
    /// file itself is named.
    #[arg(required = true, value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,

    /// Formats to write, separated by commas [default: tei,epub; of TEI: epub; on standard output: tei]
    ///
    /// With `cmif` alone, `-o FILE.xml` takes the letters of all inputs into one file.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = formats())]
    to: Vec<&'static Format>,

    /// Folder to write to, which is created and mirrors the inputs; or a file, for one input and one format; or `-`
    #[arg(short, long, value_name = "DIR|FILE", value_hint = clap::ValueHint::AnyPath)]
    output: Option<PathBuf>,

    #[command(flatten)]
    texts: TextArgs,

    /// Damage to repair; each repair is marked as such
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    repair: Vec<Repair>,

    /// Whether text between quotation marks is marked as such; the marks stay characters of the text
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Quotes::Keep)]
    quotes: Quotes,

    /// Table of persons and places with their numbers in authority files [default: authorities.toml beside the text]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    authorities: Option<PathBuf>,

    #[command(flatten)]
    tei: TeiArgs,

    /// Metadata, such as `title=..`, `author=..` or `recipient=..`; wins over what the text says
    ///
    /// Keys: title, subtitle, author, editor, translator, transcriber, source, edition, publisher, pubplace, published,
    /// licence, date, place, identifier, change, sender, recipient, series, series-number. Others are kept under the name
    /// they have. Several persons and changes are given one by one. `edition.toml` beside the text gives, under `[meta]`,
    /// what holds where nothing else does.
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    meta: Vec<(String, String)>,

    /// What the TEI is for
    #[arg(long, value_name = "PROFILE", value_enum, default_value_t = Profile::Edition)]
    profile: Profile,

    /// TEI apart for each letter: letter-1.xml, letter-2.xml and so on, letter-0.xml for what is no letter, and all of
    /// them in one teiCorpus, letter.xml
    #[arg(long, value_name = "WHAT", value_enum)]
    split: Option<Split>,

    /// Folder of templates that replace built-in ones of the same name
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    templates: Option<PathBuf>,

    /// Picture for the cover of the book: PNG, JPEG or SVG [default: one is drawn from title and author]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    cover: Option<PathBuf>,

    /// Draw the cover in pixels (PNG), for shops that take no SVG
    #[cfg(feature = "raster")]
    #[arg(long, conflicts_with = "cover")]
    cover_in_pixels: bool,

    /// Set the book for reading: curly quotation marks, dashes, no-break spaces as the language has them
    ///
    /// Only in EPUB. A mark that can be read in two ways stays as it is.
    #[arg(long)]
    typography: bool,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    telling: Telling,
}

/// What can be repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Repair {
    /// Quotation marks and apostrophes that were lost, where their neighbours tell them
    Quotes,
}

/// What becomes of quotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Quotes {
    /// Marked where both marks stand in one paragraph
    Mark,
    /// Only their marks are kept
    Keep,
}

/// What TEI is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// To be worked on and published
    Edition,
    /// To be handed to an archive: refused where `check --profile deposit` would find errors
    Deposit,
    /// For the Deutsches Textarchiv: in its Base Format
    Dtabf,
}

/// What TEI is split into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Split {
    /// One TEI for each letter
    Letters,
}

/// `--to` as the table of formats has it.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
        .try_map(|name| FORMATS.iter().find(|format| format.name == name).ok_or("not a format"))
}

fn key_value(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write it as key=value, for example title=\"A letter\"".into()),
    }
}

/// What holds for every input of a run.
struct Settings {
    reading: Reading,
    write: WriteOptions,
    profile: Profile,
    split: Option<Split>,
    /// Places that files of single letters must not take; filled where letters are split.
    taken: BTreeSet<PathBuf>,
    /// There is one input only.
    alone: bool,
    quiet: bool,
    verbose: bool,
    terminal: Terminal,
}

impl Settings {
    /// A slip in a key would lose its value silently.
    fn tell_unknown_keys(&self) {
        let unknown = self.reading.options.meta.iter().filter(|(key, _)| MetaKey::named(key).is_none());
        for (key, _) in unknown.filter(|_| !self.quiet) {
            let message = format!("`{key}` is no key of `--meta` that means something here: it is kept under its name");
            let (level, help) = suggest(key, MetaKey::names()).map_or_else(
                || (Level::Note, format!("known keys: {}", MetaKey::names().collect::<Vec<_>>().join(", "))),
                |meant| (Level::Warning, format!("did you mean `{meant}`?")),
            );
            self.terminal.notice(level, &message, &help);
        }
    }
}

/// Runs the command.
pub fn run(args: Args) -> Result<Exit, Failure> {
    let epoch = source_date_epoch()?;
    #[cfg(feature = "raster")]
    let drawn = if args.cover_in_pixels { Cover::DrawnInPixels } else { Cover::Drawn };
    #[cfg(not(feature = "raster"))]
    let drawn = Cover::Drawn;
    let mut options = args.texts.read()?;
    options.repair_quotes = args.repair.contains(&Repair::Quotes);
    options.meta = args.meta;
    options.mark_quotes = args.quotes == Quotes::Mark;
    options.authorities = args.authorities.as_deref().map(reading::authorities).transpose()?;
    options.source_date_epoch = epoch;
    options.view = args.tei.view();
    let mut settings = Settings {
        reading: Reading::new(options, args.texts.language_files())?,
        write: WriteOptions::default(),
        profile: args.profile,
        split: args.split,
        taken: BTreeSet::new(),
        alone: false,
        quiet: args.quiet,
        verbose: args.telling.verbose,
        terminal: Terminal::detect(),
    };
    settings.write.dtabf = args.profile == Profile::Dtabf;
    settings.write.source_date_epoch = epoch;
    settings.write.languages = settings.reading.options.languages.as_ref().map(|it| Arc::clone(it.list()));
    settings.write.cover = args.cover.as_deref().map(cover).transpose()?.map_or(drawn, Cover::Picture);
    settings.write.typography = args.typography;
    args.templates.as_deref().map_or(Ok(()), templates::check)?;
    args.texts.check(&settings.reading.options)?;
    settings.tell_unknown_keys();
    let Inputs { found, failures, left_out, has_folder } = inputs::collect(&args.inputs, Taken::Texts);
    // Letters that are split want a folder; only a name with an end is that of their corpus.
    let scattered = args.split.is_some() && args.output.as_ref().is_some_and(|path| path.extension().is_none());
    let many = args.inputs.len() != 1 || has_folder;
    let many = many || scattered && args.output.as_deref() != Some(Path::new("-"));
    let jobs = plan(found, many, &args.to, args.output.as_deref())?;
    for remark in not_texts::told(&left_out).into_iter().filter(|_| !settings.quiet) {
        settings.terminal.remark(&remark);
    }
    for failure in &failures {
        settings.terminal.failure(failure);
    }
    settings.check_profile(&jobs)?;
    let has_templates = |job: &Job| job.outputs.iter().any(|output| output.format.has_templates);
    if let Some(folder) = args.templates.filter(|_| jobs.iter().any(has_templates)) {
        settings.write.templates = templates::read(&folder)?;
    }
    if settings.split.is_some() {
        settings.taken = plan::taken(&jobs);
    }
    settings.alone = jobs.len() == 1;
    let mut total = work(&jobs, &settings);
    gather(&jobs, &mut total)?;
    if !failures.is_empty() {
        total.exit = Exit::Failed;
        total.failed += failures.len();
    }
    if !settings.quiet {
        report::say(&total.summary());
    }
    Ok(total.exit)
}

/// The picture for the cover.
fn cover(path: &Path) -> Result<Picture, Failure> {
    let fail = |error: &dyn std::fmt::Display| Failure(format!("--cover {}: {error}", path.display()));
    let mut bytes = Vec::new();
    let file = File::open(path).and_then(|file| file.take(LARGEST_COVER + 1).read_to_end(&mut bytes));
    file.map_err(|error| fail(&format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LARGEST_COVER {
        return Err(fail(&"is larger than 32 MiB, which no reading system shows: make it smaller"));
    }
    Picture::from_bytes(bytes).map_err(|error| fail(&error))
}

/// The date to use where one must appear, <https://reproducible-builds.org/specs/source-date-epoch/>.
fn source_date_epoch() -> Result<Option<u64>, Failure> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.to_str().and_then(|value| value.parse().ok()).filter(|seconds| *seconds <= LAST_SECOND);
    seconds.map(Some).ok_or_else(|| {
        let value = value.display();
        Failure(format!("SOURCE_DATE_EPOCH={value}: must be seconds since 1970, up to {LAST_SECOND}: mend or unset it"))
    })
}

impl Settings {
    /// What is told to the writers of one text: of the languages, what was told to its reader.
    fn write_of(&self, read: &ReadOptions) -> Cow<'_, WriteOptions> {
        let languages = read.languages.as_ref().map(|languages| languages.list());
        let same = match (languages, &self.write.languages) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if same {
            return Cow::Borrowed(&self.write);
        }
        let mut write = self.write.clone();
        write.languages = languages.cloned();
        Cow::Owned(write)
    }

    /// A profile of TEI says nothing where no TEI is written.
    fn check_profile(&self, jobs: &[Job]) -> Result<(), Failure> {
        let (option, applies): (_, fn(&Format) -> bool) = match (self.profile, self.split) {
            (Profile::Edition, None) => return Ok(()),
            (Profile::Edition, Some(_)) => ("--split", |format| format.split.is_some()),
            (Profile::Dtabf, Some(_)) => {
                return Err(Failure(
                    "--split: DTABf has no letters apart: leave out --split or --profile dtabf".into(),
                ));
            }
            (Profile::Deposit | Profile::Dtabf, _) => ("--profile", |format| format.has_profiles),
        };
        if jobs.iter().all(|job| job.outputs.iter().any(|output| applies(output.format))) {
            return Ok(());
        }
        let fit: Vec<&str> = FORMATS.iter().filter(|format| applies(format)).map(|format| format.name).collect();
        let fit = fit.join(" or ");
        Err(Failure(format!("{option}: is about TEI, and none is written: add {fit} to --to")))
    }
}

/// What came of one input, or of all.
struct Outcome {
    exit: Exit,
    /// What is to be said about it.
    messages: String,
    written: Vec<String>,
    converted: usize,
    failed: usize,
    letters: usize,
    notes: usize,
    /// Findings of the levels error, warning, note.
    findings: [usize; 3],
    /// Some of them were not told each by itself.
    folded: bool,
    /// What one file is made of for all inputs.
    gathered: Vec<Summary>,
}

impl Outcome {
    fn none() -> Self {
        Self {
            exit: Exit::Clean,
            messages: String::new(),
            written: Vec::new(),
            converted: 0,
            failed: 0,
            letters: 0,
            notes: 0,
            findings: [0; 3],
            folded: false,
            gathered: Vec::new(),
        }
    }

    /// One or two lines that close the run.
    fn summary(&self) -> String {
        let mut text = String::new();
        if let Some(found) = report::counts(self.findings) {
            let each = if self.folded { format!("; {}", report::EACH) } else { String::new() };
            text = format!("findings: {found}{each}\n");
        }
        let mut closing = Vec::new();
        if self.converted + self.failed > 1 {
            closing.push(format!("{} converted", report::counted(self.converted, "text")));
            if self.failed > 0 {
                closing.push(format!("{} failed", self.failed));
            }
        } else if self.written.is_empty() {
            // The text itself is on standard output, or the failure has been told.
            return text;
        } else {
            closing.push(self.written.join(", "));
        }
        closing.push(report::counted(self.letters, "letter"));
        if self.notes > 0 {
            closing.push(report::counted(self.notes, "note"));
        }
        text + &closing.join("; ") + "\n"
    }
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.exit = self.exit.max(other.exit);
        self.written.extend(other.written);
        self.converted += other.converted;
        self.failed += other.failed;
        self.letters += other.letters;
        self.notes += other.notes;
        self.folded |= other.folded;
        self.gathered.extend(other.gathered);
        for (count, more) in self.findings.iter_mut().zip(other.findings) {
            *count += more;
        }
    }
}

/// Works on all inputs with all cores; says what each has to say, in the order of the inputs.
fn work(jobs: &[Job], settings: &Settings) -> Outcome {
    let progress = if jobs.len() >= MANY && !settings.quiet && io::stderr().is_terminal() {
        let style =
            ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(jobs.len() as u64).with_style(style)
    } else {
        ProgressBar::hidden()
    };
    let mut total = Outcome::none();
    for batch in jobs.chunks(BATCH) {
        let one = |job| {
            let outcome = convert(job, settings);
            progress.inc(1);
            outcome
        };
        // A single letter is faster read than threads are started.
        let outcomes: Vec<_> = match batch {
            [job] => vec![one(job)],
            _ => batch.par_iter().map(one).collect(),
        };
        for outcome in outcomes {
            if !outcome.messages.is_empty() {
                progress.suspend(|| report::say(&outcome.messages));
            }
            total += outcome;
        }
    }
    progress.finish_and_clear();
    total
}

/// Converts one input. It fails alone.
fn convert(job: &Job, settings: &Settings) -> Outcome {
    let mut outcome = Outcome::none();
    match guarded(&job.input.shown(), || try_convert(job, settings, &mut outcome)) {
        Ok(()) => outcome.converted = 1,
        Err(failure) => {
            outcome.exit = Exit::Failed;
            outcome.failed = 1;
            outcome.messages += &settings.terminal.render_failure(&failure);
        }
    }
    outcome
}

fn try_convert(job: &Job, settings: &Settings, outcome: &mut Outcome) -> Result<(), Failure> {
    let shown = job.input.shown();
    let at = |error: &dyn std::fmt::Display| Failure(format!("{shown}: {error}"));
    let bytes = job.input.bytes().map_err(|error| at(&error))?;
    let options = settings.reading.of(&job.input, kind(&bytes))?;
    let name = job.input.name();
    let (document, mut findings) =
        rubricate::read(&name, bytes, &options).map_err(|error| reading::failure(&shown, &name, error))?;

    let write = settings.write_of(&options);
    // First everything is made, then everything is put on the disk, and only then is the first file replaced.
    let mut made = Vec::new();
    let mut result = Ok(());
    for output in &job.outputs {
        if let Place::Together(_) = output.place {
            outcome.gathered.push(Summary::of(&document));
            continue;
        }
        match make(output, &document, (settings, &write), &mut findings) {
            Ok(files) => made.extend(files),
            Err(Refusal::Write(error)) => {
                result = Err(Failure(format!("{shown}: no {} was made: {error}", output.format.name)));
                break;
            }
            Err(Refusal::Other(failure)) => {
                result = Err(Failure(format!("{shown}: {}", failure.0)));
                break;
            }
        }
    }
    tell(&shown, &document.source, findings, settings, outcome);
    result?;
    put(made, outcome)?;
    outcome.letters = document.edition.letters().count();
    outcome.notes = document.edition.notes.len();
    if settings.alone {
        // The process ends here and gives all back at once; node by node it takes a tenth of the whole time.
        std::mem::forget(document);
    }
    Ok(())
}

fn tell(shown: &str, source: &Source, mut findings: Vec<Diagnostic>, settings: &Settings, outcome: &mut Outcome) {
    if settings.quiet {
        findings.retain(|finding| finding.level == Level::Error);
    }
    for finding in &findings {
        report::count(finding.level, &mut outcome.findings);
    }
    if outcome.findings[0] > 0 {
        outcome.exit = Exit::Findings;
    }
    if settings.verbose {
        outcome.messages += &settings.terminal.render(shown, source, &mut findings);
    } else {
        let (told, folded) = settings.terminal.render_folded(shown, |_| Some(source), &mut findings);
        outcome.messages += &told;
        outcome.folded |= folded;
    }
}

/// Writes the file that all inputs go into, if there is one. Where an input failed it would not be whole.
fn gather(jobs: &[Job], total: &mut Outcome) -> Result<(), Failure> {
    let place = jobs.iter().flat_map(|job| &job.outputs).find_map(|output| match &output.place {
        Place::Together(path) => Some((path, output.format.gather?)),
        Place::Stdout | Place::File(_) => None,
    });
    let Some((path, gather)) = place else { return Ok(()) };
    let shown = path.display();
    if total.failed > 0 {
        return Err(Failure(format!("{shown}: was not written, for not all inputs could be read: mend these first")));
    }
    let written = gather(&total.gathered).map_err(|error| Failure(format!("{shown}: {error}")))?;
    Staged::new(path, &written.bytes)?.commit()?;
    total.written.push(shown.to_string());
    Ok(())
}

/// A file that was made, or what goes to standard output.
struct Made<'a> {
    output: &'a Output,
    place: Place,
    bytes: Vec<u8>,
}

/// Why an output was not made.
enum Refusal {
    Write(WriteError),
    Other(Failure),
}

/// Makes the files of one output.
fn make<'a>(
    output: &'a Output,
    document: &Document,
    (settings, write): (&Settings, &WriteOptions),
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Made<'a>>, Refusal> {
    let place = || output.place.clone();
    let mut made = Vec::new();
    if let (Some(Split::Letters), Some(split)) = (settings.split, output.format.split) {
        let letters = split(document, write).map_err(Refusal::Write)?;
        findings.extend(letters.losses);
        // The corpus comes last: when it is there, the letters are too. On standard output it is alone.
        if let Place::File(corpus) = &output.place {
            for (number, bytes) in letters.letters {
                let path = plan::numbered(corpus, number);
                if settings.taken.contains(&plan::resolve(&path)) {
                    let path = path.display();
                    return Err(Refusal::Other(Failure(format!(
                        "{path}: letter {number} would replace another file of this run: choose another place with -o"
                    ))));
                }
                made.push(Made { output, place: Place::File(path), bytes });
            }
        }
        made.push(Made { output, place: place(), bytes: letters.corpus });
    } else {
        let written = (output.format.write)(document, write).map_err(Refusal::Write)?;
        findings.extend(written.losses);
        made.push(Made { output, place: place(), bytes: written.bytes });
    }
    if output.format.has_profiles && settings.profile == Profile::Deposit {
        for Made { place, bytes, .. } in &made {
            findings.extend(deposit::demand(bytes, place.path()).map_err(Refusal::Other)?);
        }
    }
    Ok(made)
}

/// Puts what was made in its places.
fn put(made: Vec<Made>, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut staged = Vec::new();
    for Made { output, place, bytes } in made {
        match place {
            Place::Stdout => to_stdout(output.format, &bytes)?,
            Place::File(path) | Place::Together(path) => {
                if let Some(folder) = &output.folder {
                    create_folder(folder)?;
                }
                let file = Staged::new(&path, &bytes)?;
                staged.push((path, file));
            }
        }
    }
    for (path, staged) in staged {
        staged.commit()?;
        outcome.written.push(path.display().to_string());
    }
    Ok(())
}

fn to_stdout(format: &Format, bytes: &[u8]) -> Result<(), Failure> {
    if io::stdout().is_terminal() && std::str::from_utf8(bytes).is_err() {
        let (name, extension) = (format.name, format.extension);
        return Err(Failure(format!(
            "{name} is no text for a terminal: write it to a file, for example -o letter{extension}"
        )));
    }
    print(bytes)
}
