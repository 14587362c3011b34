//! How schemas are read: through what the caller hands in.

use super::compact;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use teixml::relaxng::{ResolveError, SchemaResolver, SchemaSource, SchemaSyntax};

/// Bytes of a schema file; tei_all has 4 MB.
const MAX_BYTES: u64 = 64 << 20;

/// How the files are read that schemas lie in. This library opens none itself.
///
/// A function from a path and a bound to bytes is one:
///
/// ```
/// # use rubricate::check::Schemas;
/// use std::io::ErrorKind;
/// use std::path::Path;
///
/// let schemas = Schemas::new(|path: &Path, _most: u64| match path.to_str() {
///     Some("letter.rnc") => Ok(b"start = element TEI { text }".to_vec()),
///     _ => Err(ErrorKind::NotFound.into()),
/// });
/// ```
pub trait Files: Send + Sync {
    /// Reads a file. Of one that is longer than `most` bytes, one byte more is enough: it is refused.
    ///
    /// # Errors
    /// It is not there (`NotFound`, `NotADirectory`, `IsADirectory`), or it cannot be read.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// Whether paths are those of the file system. If so, Schematron rules that ask for other documents (`doc()`) are
    /// given those below the folders of the schema and of the document that is checked; else they are reported as not
    /// applied.
    fn on_disk(&self) -> bool {
        false
    }
}

impl<F: Fn(&Path, u64) -> io::Result<Vec<u8>> + Send + Sync> Files for F {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        self(path, most)
    }
}

/// Why a schema was not read.
pub(super) enum Unread {
    /// No file is there.
    Absent(String),
    /// The file cannot be read.
    Failed(String),
}

impl Unread {
    pub(super) fn message(self) -> String {
        match self {
            Self::Absent(message) | Self::Failed(message) => message,
        }
    }
}

/// Reads schemas and what they include.
#[derive(Clone)]
pub(super) struct Reader {
    files: Arc<dyn Files>,
    /// The folder that nothing outside of which is read; none for schemas that somebody asked for.
    within: Option<PathBuf>,
}

impl Reader {
    /// A reader that goes wherever a schema leads.
    pub(super) fn new(files: Arc<dyn Files>) -> Self {
        Self { files, within: None }
    }

    /// A reader that stays in a folder.
    pub(super) fn within(files: Arc<dyn Files>, folder: &Path) -> Self {
        Self { files, within: Some(folder.to_owned()) }
    }

    /// A reader that finds nothing.
    pub(super) fn nowhere() -> Self {
        Self::new(nothing())
    }

    /// Whether paths are those of the file system.
    pub(super) fn on_disk(&self) -> bool {
        self.files.on_disk()
    }

    /// Where a file lies that a document or a schema names; none where it may not lead there.
    pub(super) fn place(&self, folder: &Path, href: &Path) -> Option<PathBuf> {
        let path = folder.join(href);
        let Some(within) = &self.within else { return Some(path) };
        let plain = plain(&path);
        let below = plain.strip_prefix(self::plain(within)).ok()?;
        let is_below = below.components().all(|part| matches!(part, Component::Normal(_)));
        // A link may lead `..` to somewhere else, so it is not left to the system.
        let climbs = href.components().any(|part| part == Component::ParentDir);
        is_below.then_some(if climbs { plain } else { path })
    }

    /// Reads one file. `.rnc` is the compact syntax, anything else the XML syntax.
    pub(super) fn read(&self, path: &Path) -> Result<SchemaSource, Unread> {
        let at = |error: &dyn std::fmt::Display| format!("{}: cannot be read: {error}", path.display());
        let bytes = self.files.read(path, MAX_BYTES).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory => Unread::Absent(at(&error)),
            _ => Unread::Failed(at(&error)),
        })?;
        if bytes.len() as u64 > MAX_BYTES {
            let bound = format!("a schema of more than {} MB is not read", MAX_BYTES >> 20);
            return Err(Unread::Failed(at(&bound)));
        }
        let text = String::from_utf8(bytes).map_err(|_| Unread::Failed(at(&"stream did not contain valid UTF-8")))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let is_compact = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("rnc"));
        let name = path.to_string_lossy();
        Ok(if is_compact {
            SchemaSource::new(compact::plain(text), name, SchemaSyntax::Compact)
        } else {
            SchemaSource::new(text, name, SchemaSyntax::Xml)
        })
    }
}

impl SchemaResolver for Reader {
    fn resolve(&self, href: &str, base: &str) -> Result<SchemaSource, ResolveError> {
        if href.contains("://") {
            return Err(ResolveError::new(format!("{href}: a schema is read from files only")));
        }
        let folder = Path::new(base).parent().unwrap_or(Path::new(""));
        let outside =
            || ResolveError::new(format!("{href}: lies outside the folder of the document; name it with --schema"));
        let path = self.place(folder, Path::new(href)).ok_or_else(outside)?;
        self.read(&path).map_err(|unread| ResolveError::new(unread.message()))
    }
}

/// Files of which there are none.
pub(super) fn nothing() -> Arc<dyn Files> {
    Arc::new(|_: &Path, _: u64| Err(ErrorKind::NotFound.into()))
}

/// A path without `.` and without `..` behind a folder.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_stays_in_its_folder() {
        for (folder, href, found) in [
            ("a", "b.rng", Some("a/b.rng")),
            ("a", "./c/b.rng", Some("a/./c/b.rng")),
            ("a", "c/../b.rng", Some("a/b.rng")),
            ("a", "../b.rng", None),
            ("a", "../a/b.rng", Some("a/b.rng")),
            ("a", "c/../../b.rng", None),
            ("a", "/a/b.rng", None),
            ("", "b.rng", Some("b.rng")),
            ("", "../b.rng", None),
            ("", "/b.rng", None),
            ("../a", "b.rng", Some("../a/b.rng")),
            ("../a", "../b.rng", None),
            ("../a", "../../a/b.rng", None),
            ("/a", "b.rng", Some("/a/b.rng")),
            ("/a", "/a/b.rng", Some("/a/b.rng")),
            ("/a", "/ab.rng", None),
        ] {
            let reader = Reader::within(nothing(), Path::new(folder));
            assert_eq!(reader.place(Path::new(folder), Path::new(href)), found.map(PathBuf::from), "{folder}: {href}");
            let asked = Reader::nowhere().place(Path::new(folder), Path::new(href));
            assert_eq!(asked, Some(Path::new(folder).join(href)));
        }
    }
}
