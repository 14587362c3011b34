//! What commands that read texts share: the files beside a text, what to say when reading fails.

use super::exit::Failure;
use super::inputs::Input;
use super::own;
use rubricate::BracketProfile;
use rubricate::Error;
use rubricate::check::Kind;
use rubricate::read::Authorities;
use rubricate::read::Hints;
use rubricate::read::Languages;
use rubricate::read::MetaKey;
use rubricate::read::{EditionFile, Entry};
use rubricate::read::{ReadError, ReadOptions};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Reads a table of persons and places.
pub fn authorities(path: &Path) -> Result<Arc<Authorities>, Failure> {
    let Some((shown, text)) = beside(path)? else {
        return Err(Failure(format!("{}: no such file: look for a slip in the name", path.display())));
    };
    Authorities::parse(&shown, &text).map(Arc::new).map_err(|error| Failure(error.to_string()))
}

/// The options of a run, and the files that say more about the texts of a folder. Each file is read once, however many
/// texts it is about.
#[derive(Debug)]
pub struct Reading {
    /// What is told of all texts.
    pub options: ReadOptions,
    /// Languages of one's own: what each file is called, and its text.
    languages: Vec<(String, String)>,
    folders: Once<Arc<Folder>>,
    profiles: Once<Arc<BracketProfile>>,
}

/// What holds for all texts of a folder.
#[derive(Debug, Default)]
struct Folder {
    authorities: Option<Arc<Authorities>>,
    /// The values of `edition.toml`.
    defaults: Vec<Entry>,
    /// Profiles that these values name.
    profiles: BTreeMap<String, Arc<BracketProfile>>,
    /// The languages in force, where `edition.toml` brings some.
    languages: Option<Arc<Languages>>,
}

impl Reading {
    /// With these options, and languages from these files.
    ///
    /// # Errors
    /// A file of a language cannot be read, or one of a bracket profile that the options name.
    pub fn new(mut options: ReadOptions, language_files: &[PathBuf]) -> Result<Self, Failure> {
        let languages = language_files.iter().map(|path| own::text("--language-file", path));
        let languages: Vec<_> = languages.collect::<Result<_, _>>()?;
        if !languages.is_empty() {
            options.languages = Some(known(&languages)?);
        }
        let profiles = Once::default();
        let named = options.brackets.iter().map(|name| ("--brackets", name.as_str()));
        let meta = options.meta.iter().filter(|(key, _)| is_brackets(key)).map(|(_, name)| ("--meta", name.as_str()));
        let named = named.chain(meta);
        for (by, name) in named.filter(|(_, name)| own::is_file(name)) {
            let path = Path::new(name);
            let profile = profiles.get(path, || own::profile(by, path))?;
            options.profiles.insert(name.to_owned(), profile);
        }
        Ok(Self { options, languages, folders: Once::default(), profiles })
    }

    /// The options for one input: `NAME.hints.toml` beside `NAME.txt` is the editor's word on it, `edition.toml` in the
    /// same folder what holds for all texts there. TEI has no hints: those beside `NAME.xml` are about `NAME.txt`.
    ///
    /// # Errors
    /// One of these files cannot be read or followed.
    pub fn of(&self, input: &Input, kind: Kind) -> Result<ReadOptions, Failure> {
        let mut options = self.options.clone();
        let Input::File { path, .. } = input else { return Ok(options) };
        let below = path.parent().unwrap_or(Path::new(""));
        if kind != Kind::Tei
            && let Some((shown, text)) = beside(&path.with_extension("hints.toml"))?
        {
            let hints = Hints::parse(shown.as_str(), &text).map_err(|error| Failure(error.to_string()))?;
            add(&mut options, &self.profiles(below, &hints.meta)?);
            options.hints = Some(hints);
        }
        let folder = self.folders.get(below, || self.folder(below))?;
        options.authorities = options.authorities.or_else(|| folder.authorities.clone());
        options.defaults.clone_from(&folder.defaults);
        options.languages = folder.languages.clone().or(options.languages);
        add(&mut options, &folder.profiles);
        Ok(options)
    }

    fn folder(&self, below: &Path) -> Result<Arc<Folder>, Failure> {
        let fault = |error: ReadError| Failure(error.to_string());
        let mut folder = Folder::default();
        if self.options.authorities.is_none()
            && let Some((shown, text)) = beside(&below.join("authorities.toml"))?
        {
            folder.authorities = Some(Arc::new(Authorities::parse(&shown, &text).map_err(fault)?));
        }
        if let Some((shown, text)) = beside(&below.join("edition.toml"))? {
            let edition = EditionFile::parse(&shown, &text).map_err(fault)?;
            folder.profiles = self.profiles(below, &edition.meta)?;
            folder.defaults = edition.meta;
            if !edition.languages.is_empty() {
                let own = edition.languages.iter().map(|entry| own::text(&by(entry), &below.join(&entry.value)));
                let mut all: Vec<_> = own.collect::<Result<_, _>>()?;
                // Of two with one tag the last counts.
                all.extend_from_slice(&self.languages);
                folder.languages = Some(known(&all)?);
            }
        }
        Ok(Arc::new(folder))
    }

    /// The profiles that a file in the folder `below` names, by the names it has for them: files beside it.
    fn profiles(&self, below: &Path, entries: &[Entry]) -> Result<BTreeMap<String, Arc<BracketProfile>>, Failure> {
        let read = |entry: &Entry| {
            let path = below.join(&entry.value);
            let profile = self.profiles.get(&path, || own::profile(&by(entry), &path))?;
            Ok((entry.value.clone(), profile))
        };
        let named = entries.iter().filter(|entry| is_brackets(&entry.key) && own::is_file(&entry.value));
        named.map(read).collect()
    }
}

/// The built-in languages and those of these files.
fn known(files: &[(String, String)]) -> Result<Arc<Languages>, Failure> {
    let files = files.iter().map(|(shown, text)| (shown.as_str(), text.as_str()));
    rubricate::languages(files).map_err(|error| Failure(error.to_string()))
}

/// Who names a file.
fn by(entry: &Entry) -> String {
    entry.place.as_ref().map_or_else(String::new, |(file, line)| format!("{file}:{line}"))
}

/// Adds profiles. Those of the command line have a name already, which wins.
fn add(options: &mut ReadOptions, profiles: &BTreeMap<String, Arc<BracketProfile>>) {
    for (name, profile) in profiles {
        options.profiles.entry(name.clone()).or_insert_with(|| Arc::clone(profile));
    }
}

/// Whether a key of metadata names the bracket profile.
fn is_brackets(key: &str) -> bool {
    MetaKey::named(key) == Some(MetaKey::Brackets)
}

/// What is made once for each path, whichever thread asks first.
#[derive(Debug)]
struct Once<T>(Mutex<BTreeMap<PathBuf, Arc<Made<T>>>>);

/// What some thread has made or is making, or why it cannot be made.
type Made<T> = OnceLock<Result<T, String>>;

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Once<T> {
    fn get(&self, path: &Path, make: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        let found = {
            // Nothing can break while it is locked, so what a thread left that broke elsewhere is whole.
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(path.to_owned()).or_default())
        };
        found.get_or_init(|| make().map_err(|Failure(message)| message)).clone().map_err(Failure)
    }
}

/// A file that may lie beside an input: what to call it, and its text.
fn beside(path: &Path) -> Result<Option<(String, String)>, Failure> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((shown, text))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure(format!("{shown}: cannot be read: {error}"))),
    }
}

/// What to say when a file cannot be read. `name` is what its messages call it.
pub fn failure(shown: &str, name: &str, error: Error) -> Failure {
    match error {
        Error::Read(error) => unread(shown, name, error),
        error => Failure(format!("{shown}: {error}")),
    }
}

/// What to say when a text cannot be read as it was asked for.
pub fn unread(shown: &str, name: &str, error: ReadError) -> Failure {
    let column = error.column.map(|column| format!(":{column}")).unwrap_or_default();
    Failure(match error.place {
        None => format!("{shown}: {}", error.message),
        Some((file, line)) if file == name => format!("{shown}:{line}{column}: {}", error.message),
        Some((file, line)) => format!("{file}:{line}{column}: {}", error.message),
    })
}
