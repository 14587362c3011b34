//! From inputs to places: which file each output goes to, decided and checked before anything is read.

use super::exit::Failure;
use super::inputs::{Input, is_tei};
use rubricate::write::{FORMATS, Format};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// One input and what becomes of it.
#[derive(Debug)]
pub struct Job {
    /// What is read.
    pub input: Input,
    /// What is written.
    pub outputs: Vec<Output>,
}

/// One output.
#[derive(Debug)]
pub struct Output {
    /// In which format.
    pub format: &'static Format,
    /// Where to.
    pub place: Place,
    /// The folder to create for it, where `-o` asked for one.
    pub folder: Option<PathBuf>,
}

/// Where an output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
    /// A file with what all inputs of the run give.
    Together(PathBuf),
}

impl Place {
    /// The file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) | Self::Together(path) => Some(path),
        }
    }
}

/// Whether a path looks like a file and not like a folder.
fn is_named_file(path: &Path) -> bool {
    path.extension().is_some()
}

/// Finds a place for each output. `many` says that the arguments may stand for more than one input; `formats` is empty
/// when none was asked for.
///
/// # Errors
/// `-o` does not fit the inputs and formats, two outputs have the same place, or an output would replace an input.
pub fn plan(
    inputs: Vec<Input>,
    many: bool,
    formats: &[&'static Format],
    to: Option<&Path>,
) -> Result<Vec<Job>, Failure> {
    let to = Destination::choose(to, many, formats)?;
    let mut jobs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let outputs = to.outputs(&input, formats)?;
        jobs.push(Job { input, outputs });
    }
    refuse_collisions(&jobs)?;
    Ok(jobs)
}

/// What `-o` means.
enum Destination<'a> {
    /// Not given: beside each input; standard output for standard input.
    Beside,
    /// `-`.
    Stdout,
    /// A file, and the format to write.
    File(&'a Path, &'static Format),
    /// A file for all inputs, and its format.
    Together(&'a Path, &'static Format),
    /// A folder, which mirrors the inputs.
    Folder(&'a Path),
}

impl<'a> Destination<'a> {
    fn choose(to: Option<&'a Path>, many: bool, formats: &[&'static Format]) -> Result<Self, Failure> {
        let Some(path) = to else { return Ok(Self::Beside) };
        if path.as_os_str() == "-" {
            return if many {
                Err(Failure("-o -: standard output takes one text: give one input, or a folder with -o".into()))
            } else {
                Ok(Self::Stdout)
            };
        }
        if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Ok(Self::Folder(path));
        }
        let by_name = format_of(path);
        match (many, formats, by_name) {
            (false, [format], _) => Ok(Self::File(path, format)),
            (false, [], Some(format)) => Ok(Self::File(path, format)),
            (true, [format], _) if is_named_file(path) && format.gather.is_some() => Ok(Self::Together(path, format)),
            (true, [], Some(format)) if format.gather.is_some() => Ok(Self::Together(path, format)),
            // Here a folder called `book.epub` would be made, which nobody wants.
            (true, _, Some(_)) | (false, [_, ..], Some(_)) => Err(Failure(format!(
                "-o {}: names one file, but there are several inputs or formats: give a folder",
                path.display()
            ))),
            (_, _, None) => Ok(Self::Folder(path)),
        }
    }

    fn outputs(&self, input: &Input, formats: &[&'static Format]) -> Result<Vec<Output>, Failure> {
        let (base, create) = match (self, input) {
            (Self::Stdout, _) | (Self::Beside, Input::Stdin) => return stream(formats),
            (Self::File(path, format), _) => {
                return Ok(vec![Output { format, place: Place::File(path.to_path_buf()), folder: None }]);
            }
            (Self::Together(path, format), _) => {
                return Ok(vec![Output { format, place: Place::Together(path.to_path_buf()), folder: None }]);
            }
            (Self::Folder(folder), Input::File { below, .. }) => (folder.join(below), true),
            (Self::Folder(folder), Input::Stdin) => (folder.join("stdin"), true),
            (Self::Beside, Input::File { path, .. }) => (path.clone(), false),
        };
        // TEI comes back as TEI only where that is asked for: it would replace the input.
        let replaces = |format: &&Format| !create && with_end(&base, format) == base && is_tei(&base);
        let usual: Vec<_> = usual().filter(|format| !replaces(format)).collect();
        let formats = if formats.is_empty() { &usual } else { formats };
        let folder = base.parent().filter(|_| create).map(PathBuf::from);
        let output = |format: &&'static Format| Output {
            format,
            place: Place::File(with_end(&base, format)),
            folder: folder.clone(),
        };
        Ok(formats.iter().map(output).collect())
    }
}

/// The one output that goes to standard output.
fn stream(formats: &[&'static Format]) -> Result<Vec<Output>, Failure> {
    let format = match formats {
        [] => usual().next().expect("a row of FORMATS is usual; tests write to standard output"),
        [format] => format,
        _ => {
            let message = "standard output takes one format: name one with --to, or a folder with -o";
            return Err(Failure(message.into()));
        }
    };
    Ok(vec![Output { format, place: Place::Stdout, folder: None }])
}

/// `letter.txt` with the end of a format: `letter.xml`.
fn with_end(input: &Path, format: &Format) -> PathBuf {
    let mut name = input.file_stem().unwrap_or_default().to_owned();
    name.push(format.extension);
    input.with_file_name(name)
}

/// `letter-2.xml` for the second letter of `letter.xml`.
pub fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Every place that a plan reads from or writes to.
pub fn taken(jobs: &[Job]) -> BTreeSet<PathBuf> {
    let input = |job: &Job| match &job.input {
        Input::File { path, .. } => Some(resolve(path)),
        Input::Stdin => None,
    };
    let outputs = jobs.iter().flat_map(|job| &job.outputs).filter_map(|output| output.place.path().map(resolve));
    jobs.iter().filter_map(input).chain(outputs).collect()
}

/// The format whose end a file name has; the longest end counts.
fn format_of(path: &Path) -> Option<&'static Format> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    FORMATS.iter().filter(|format| name.ends_with(format.extension)).max_by_key(|format| format.extension.len())
}

/// Formats that are written when none is asked for.
fn usual() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.usual)
}

/// Refuses a plan in which one output would replace another, or an input.
fn refuse_collisions(jobs: &[Job]) -> Result<(), Failure> {
    let mut inputs = BTreeMap::new();
    for job in jobs {
        if let Input::File { path, .. } = &job.input {
            inputs.insert(resolve(path), path);
        }
    }
    let mut taken: BTreeMap<PathBuf, &Job> = BTreeMap::new();
    let mut stdout: Option<&Job> = None;
    for job in jobs {
        for output in &job.outputs {
            let path = match &output.place {
                Place::File(path) | Place::Together(path) => path,
                Place::Stdout => {
                    if stdout.replace(job).is_some() {
                        return Err(Failure("standard input can be read only once: give `-` once".into()));
                    }
                    continue;
                }
            };
            let resolved = resolve(path);
            if let Some(input) = inputs.get(&resolved) {
                let (shown, input) = (path.display(), input.display());
                return Err(Failure(format!("{shown}: would replace the input {input}: choose another place with -o")));
            }
            if is_device(path) {
                continue;
            }
            if let Some(other) = taken.insert(resolved, job)
                && !matches!(output.place, Place::Together(_))
            {
                let (one, two, path) = (other.input.shown(), job.input.shown(), path.display());
                return Err(Failure(if one == two {
                    format!("{path}: would be written twice, from {one}: give each input and format once")
                } else {
                    format!(
                        "{path}: would be written twice, from {one} and from {two}: rename one, or convert them apart"
                    )
                }));
            }
        }
    }
    Ok(())
}

/// Whether a path leads to something that takes many writings, as `/dev/null` does.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// One name for each place, though it may not exist yet: links followed as far as there is something.
pub fn resolve(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent(), absolute.components().next_back()) {
        (Some(parent), Some(Component::ParentDir)) => {
            let mut above = resolve(parent);
            above.pop();
            above
        }
        (Some(parent), Some(last)) => resolve(parent).join(last),
        _ => absolute,
    }
}
