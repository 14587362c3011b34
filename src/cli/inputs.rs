//! From arguments to inputs: files, folders, standard input.

use super::exit::Failure;
use super::not_texts::{self, LeftOut};
use rubricate::source::{self, SourceError, bytes_from_reader, bytes_of_file};
use rubricate::write::FORMATS;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Ends of the names of files that are taken from a folder.
const TEXTS: &[&str] = &["txt", "md", "muse"];

/// Which files are taken from a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Transcriptions.
    Texts,
    /// All that can be checked: TEI and books too.
    Checkable,
}

/// One text to read.
#[derive(Debug)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// Where it is, as the user would write it.
        path: PathBuf,
        /// Its place below the folder it was found in; a file that was named itself has only its name.
        below: PathBuf,
    },
}

impl Input {
    /// What to call it in messages.
    pub fn shown(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".into(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// What its text is called: the name of the file without folders.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".into(),
            Self::File { path, .. } => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        }
    }

    /// Reads its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, SourceError> {
        match self {
            Self::Stdin => bytes_from_reader(io::stdin().lock(), 0),
            Self::File { path, .. } => bytes_of_file(path),
        }
    }
}

/// What the arguments come to.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The texts, in the order of the arguments; those of a folder in the order of their paths.
    pub found: Vec<Input>,
    /// Arguments and folders that could not be looked into.
    pub failures: Vec<Failure>,
    /// Files of folders that are no transcriptions, by their names or by what they hold.
    pub left_out: Vec<LeftOut>,
    /// A folder was among the arguments, so that there may be many texts.
    pub has_folder: bool,
}

/// Finds the inputs that the arguments name.
pub fn collect(arguments: &[PathBuf], taken: Taken) -> Inputs {
    let mut inputs = Inputs::default();
    for path in arguments {
        if path.as_os_str() == "-" {
            inputs.found.push(Input::Stdin);
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                inputs.has_folder = true;
                let before = (inputs.found.len(), inputs.failures.len());
                walk(path, Path::new(""), taken, &mut inputs);
                if before == (inputs.found.len(), inputs.failures.len()) {
                    let shown = path.display();
                    let what = match taken {
                        Taken::Texts => ".txt, .md or .muse file",
                        Taken::Checkable => ".txt, .md, .muse or .epub file and no TEI",
                    };
                    let message = format!("{shown}: holds no {what}: give another folder or a file");
                    inputs.failures.push(Failure(message));
                }
            }
            Ok(_) => {
                let below = path.file_name().map(PathBuf::from).unwrap_or_default();
                inputs.found.push(Input::File { path: path.clone(), below });
            }
            Err(error) => inputs.failures.push(unreadable(path, &error)),
        }
    }
    inputs
}

/// Takes the texts of a folder and of the folders in it. Hidden ones are left alone, and so are links to folders,
/// which may lead back.
fn walk(folder: &Path, below: &Path, taken: Taken, inputs: &mut Inputs) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return inputs.failures.push(unreadable(folder, &error)),
    };
    let mut names: Vec<_> = entries.iter().map(|entry| (entry.file_name(), entry.file_type())).collect();
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (name, kind) in names {
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let (path, below) = (folder.join(&name), below.join(&name));
        match kind {
            Ok(kind) if kind.is_dir() => walk(&path, &below, taken, inputs),
            Ok(kind)
                if (kind.is_file() || path.is_file())
                    && is_text(&name)
                    && not_texts::is_none(&name.to_string_lossy()) =>
            {
                inputs.left_out.push(LeftOut { path, holds: None });
            }
            Ok(kind) if (kind.is_file() || path.is_file()) && is_text(&name) => match holds(&path) {
                Some(what) => inputs.left_out.push(LeftOut { path, holds: Some(what) }),
                None => inputs.found.push(Input::File { path, below }),
            },
            Ok(kind) if (kind.is_file() || path.is_file()) && is_checkable(&path, taken) => {
                inputs.found.push(Input::File { path, below });
            }
            Ok(_) => {}
            Err(error) => inputs.failures.push(unreadable(&path, &error)),
        }
    }
}

/// Whether a file of a folder is a text to read, and not one that we wrote beside it.
fn is_text(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let ours = FORMATS.iter().any(|format| name.ends_with(format.extension));
    !ours && TEXTS.iter().any(|end| name.rsplit_once('.').is_some_and(|(_, found)| found == *end))
}

/// Whether a file of a folder is a book or TEI, and these are wanted. Much XML is something else, so its start decides.
fn is_checkable(path: &Path, taken: Taken) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    taken == Taken::Checkable
        && match end.as_deref() {
            Some("epub") => true,
            // What cannot be read is taken, so that it is said.
            Some("xml") => start(path).map_or(true, |start| source::is_tei(&start)),
            _ => false,
        }
}

/// Whether a file is TEI, by its start.
pub fn is_tei(path: &Path) -> bool {
    start(path).is_ok_and(|start| source::is_tei(&start))
}

/// Bytes that are enough to see the root element of TEI.
const START: u64 = 1 << 16;

/// What a file of a folder holds that is plainly no transcription. What cannot be read is taken, so that it is said.
fn holds(path: &Path) -> Option<&'static str> {
    let start = start(path).ok()?;
    not_texts::holds(&start, (start.len() as u64) < START)
}

fn start(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    fs::File::open(path)?.take(START).read_to_end(&mut start)?;
    Ok(start)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let advice = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder: look for a slip in the name".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read: ask for the right to read it".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    Failure(format!("{}: {advice}", path.display()))
}
