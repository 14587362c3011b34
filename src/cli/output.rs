//! What goes out: standard output, and files that are replaced whole or not at all.

use super::exit::Failure;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Writes to standard output. A reader that went away (`| head`) has seen enough: no failure.
pub fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output: cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// A file that is completely on the disk under another name, and waits to take its place.
#[derive(Debug)]
pub enum Staged {
    /// Beside its place.
    Beside(NamedTempFile, PathBuf),
    /// A device or pipe: written straight away, nothing to replace.
    Done,
}

impl Staged {
    /// Writes a file beside `path`, under another name. What is at `path` is not touched, whatever happens.
    pub fn new(path: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        stage(path, bytes).map_err(|error| failure(path, &error))
    }

    /// Puts the file in its place.
    pub fn commit(self) -> Result<(), Failure> {
        match self {
            Self::Done => Ok(()),
            Self::Beside(file, target) => {
                file.persist(&target).map(drop).map_err(|error| failure(&target, &error.error))
            }
        }
    }
}

fn stage(path: &Path, bytes: &[u8]) -> io::Result<Staged> {
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(old) = &old {
        if old.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !old.is_file() {
            File::options().write(true).open(&target)?.write_all(bytes)?;
            return Ok(Staged::Done);
        }
        if old.permissions().readonly() {
            // A rename would not ask the file, only the folder; but somebody protected it.
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".rubricate-");
    usual_permissions(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    // Without this, a crash after the renaming could leave an empty file in the old one's place.
    file.as_file().sync_all()?;
    Ok(Staged::Beside(file, target))
}

/// What a new file may be used for, before the user's mask; a temporary file would be for its owner alone.
#[cfg(unix)]
fn usual_permissions(builder: &mut Builder) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

/// Other systems take the folder's.
#[cfg(not(unix))]
fn usual_permissions(_builder: &mut Builder) {}

fn failure(path: &Path, error: &io::Error) -> Failure {
    let in_folder = path.parent().is_some_and(Path::is_dir);
    let advice = match error.kind() {
        io::ErrorKind::NotFound if in_folder => "this folder takes no files: choose another place with -o".to_owned(),
        io::ErrorKind::NotFound => "its folder does not exist: create the folder first".to_owned(),
        io::ErrorKind::NotADirectory => {
            "lies below something that is no folder: choose another place with -o".to_owned()
        }
        io::ErrorKind::IsADirectory => "is a folder: give a file name, or move the folder away".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be written here: choose another place with -o".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => {
            "is write-protected: make it writable, or choose another place with -o".to_owned()
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: make room, or choose another place with -o; nothing was replaced".to_owned()
        }
        _ => format!("cannot be written: {error}"),
    };
    Failure(format!("{}: {advice}", path.display()))
}

/// Creates a folder and those above it.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| match error.kind() {
        // What is there is a file.
        io::ErrorKind::AlreadyExists => failure(path, &io::ErrorKind::NotADirectory.into()),
        _ => failure(path, &error),
    })
}
