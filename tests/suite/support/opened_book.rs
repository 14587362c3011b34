//! A book, unpacked.

use std::io::{Cursor, Read};

/// The files of a book, in the order of the archive.
pub struct Book(pub Vec<(String, String)>);

impl Book {
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a book is an archive");
        let count = archive.len();
        let read = |index| {
            let mut entry = archive.by_index(index).expect("every entry can be read");
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("every file is text");
            (entry.name().to_owned(), text)
        };
        Self((0..count).map(read).collect())
    }

    /// The text of one of its files.
    pub fn file(&self, name: &str) -> &str {
        let path = format!("OEBPS/{name}");
        let found = self.0.iter().find(|(name, _)| *name == path);
        &found.unwrap_or_else(|| panic!("no {name} among {:?}", self.names())).1
    }

    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }
}
