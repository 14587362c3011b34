//! A book as a zip archive: what is in it, and its texts, within bounds.
//!
//! An archive can claim any size, so nothing is read on trust. A book within the bounds takes less than 1 GB of memory
//! beside the file itself.

use crate::source::Source;
use crate::source::xml_encoding;
use crate::steps::step;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// Files in a book.
const MAX_ENTRIES: usize = 50_000;

/// Bytes of one text of a book.
pub(super) const MAX_TEXT: u64 = 16 << 20;

/// Bytes of all its texts.
const MAX_TEXTS: u64 = 64 << 20;

/// Signs that start an element or give an attribute, in all its texts: the parser keeps about 100 bytes for each.
const MAX_MARKS: usize = 4_000_000;

/// Unpacked bytes of all files, as the archive claims.
const MAX_UNPACKED: u64 = 4 << 30;

/// How many times its packed size a file may have; text is packed to a tenth, rarely to a fiftieth.
const MAX_RATIO: u64 = 200;

/// Files below this size may be packed as tightly as they like.
const SMALL: u64 = 1 << 20;

/// A file in the archive.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Whether it is kept as it is.
    pub(super) stored: bool,
    /// Where it starts.
    pub(super) start: u64,
    encrypted: bool,
    packed: u64,
    unpacked: u64,
    index: usize,
}

/// Why something cannot be read.
pub(super) enum Refusal {
    /// It is damaged, locked, or packed in a way that nobody unpacks.
    Broken(String),
    /// It is too much.
    TooMuch(String),
    /// It is no UTF-8, and no other encoding that XML declares.
    Encoding(String),
}

/// An archive, opened.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Its files, in the order of its directory.
    pub(super) entries: Vec<Entry>,
    /// Names that stand in the directory more than once.
    pub(super) twice: Vec<String>,
    /// Length of the extra field of the first file.
    pub(super) extra: u16,
    by_name: BTreeMap<String, usize>,
    /// Bytes that were unpacked, whatever came of them.
    unpacked: u64,
    /// Signs that make the parser keep something.
    marks: usize,
}

impl<'a> Archive<'a> {
    /// Opens an archive and lists what is in it.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let extra = bytes.get(28..30).map_or(0, |field| u16::from_le_bytes([field[0], field[1]]));
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Refusal::Broken(error.to_string()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(Refusal::TooMuch(format!("more than {MAX_ENTRIES} files are not read")));
        }
        let mut entries = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(|error| {
                Refusal::Broken(format!("the {}. file of its directory cannot be found: {error}", index + 1))
            })?;
            // Names are UTF-8 in books, whether the archive says so or not.
            let name = String::from_utf8(file.name_raw().to_vec()).unwrap_or_else(|_| file.name().to_owned());
            if file.is_dir() {
                continue;
            }
            entries.push(Entry {
                name,
                stored: file.compression() == CompressionMethod::Stored,
                start: file.header_start(),
                encrypted: file.encrypted(),
                packed: file.compressed_size(),
                unpacked: file.size(),
                index,
            });
        }
        let twice = twice(zip.central_directory_start() as usize, bytes);
        let by_name = entries.iter().enumerate().map(|(nth, entry)| (entry.name.clone(), nth)).collect();
        Ok(Self { zip, entries, twice, extra, by_name, unpacked: 0, marks: 0 })
    }

    /// Whether there is a file of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// What is too much about the sizes that the archive claims, and of which file.
    pub(super) fn claims(&self) -> Option<(Option<&str>, String)> {
        let unpacked = self.entries.iter().fold(0u64, |sum, entry| sum.saturating_add(entry.unpacked));
        if unpacked > MAX_UNPACKED {
            return Some((None, format!("more than {} GB when unpacked", MAX_UNPACKED >> 30)));
        }
        let tight = |entry: &&Entry| {
            entry.unpacked > SMALL && entry.unpacked / entry.packed.max(1) > MAX_RATIO && !entry.stored
        };
        let entry = self.entries.iter().find(tight)?;
        Some((Some(&entry.name), format!("packed to less than 1 in {MAX_RATIO}, as no reading matter is")))
    }

    /// Why nothing more is read. Many names may stand for the same packed bytes, so it matters what was unpacked.
    pub(super) fn exhausted(&self) -> Option<String> {
        if self.unpacked > MAX_TEXTS {
            return Some(format!("texts of more than {} MB are not read", MAX_TEXTS >> 20));
        }
        (self.marks > MAX_MARKS).then(|| format!("more than {MAX_MARKS} tags and attributes are not read"))
    }

    /// Reads a text. An XML declaration or a byte order mark tells its encoding; without one it is UTF-8.
    pub(super) fn text(&mut self, name: &str) -> Result<Source, Refusal> {
        let bytes = self.bytes(name, MAX_TEXT + 1)?;
        if bytes.len() as u64 > MAX_TEXT {
            return Err(Refusal::TooMuch(format!("a text of more than {} MB is not read", MAX_TEXT >> 20)));
        }
        self.marks += bytes.iter().filter(|byte| matches!(byte, b'<' | b'=')).count();
        let label = xml_encoding(&bytes);
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let (text, _, malformed) = encoding.decode(&bytes);
        if malformed {
            return Err(Refusal::Encoding(format!("bytes that are no {}", encoding.name())));
        }
        let mut source = Source::new(name, text.into_owned());
        source.origin.encoding = encoding.name().to_ascii_lowercase();
        Ok(source)
    }

    /// The first bytes of a file.
    pub(super) fn bytes(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let broken = |error: &dyn std::fmt::Display| Refusal::Broken(format!("cannot be unpacked: {error}"));
        let Some(entry) = self.by_name.get(name).map(|&nth| &self.entries[nth]) else {
            return Err(Refusal::Broken("is not there".into()));
        };
        if entry.encrypted {
            return Err(Refusal::Broken("is locked with a password".into()));
        }
        let file = self.zip.by_index(entry.index).map_err(|error| broken(&error))?;
        let mut bytes = Vec::new();
        let read = file.take(limit).read_to_end(&mut bytes);
        self.unpacked += bytes.len() as u64;
        step(bytes.len());
        read.map(|_| bytes).map_err(|error| broken(&error))
    }

    /// Whether there is a file of this name that can be read.
    pub(super) fn has_open(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|&nth| !self.entries[nth].encrypted)
    }

    /// Files that are locked.
    pub(super) fn locked(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| entry.encrypted).map(|entry| entry.name.as_str())
    }
}

/// Names that stand more than once in the directory of an archive, which starts at `at`. The crate keeps only the last.
fn twice(mut at: usize, bytes: &[u8]) -> Vec<String> {
    /// Length of an entry without its names.
    const FIXED: usize = 46;
    let mut seen = BTreeMap::<&[u8], usize>::new();
    while let Some(entry) = bytes.get(at..at + FIXED).filter(|entry| entry.starts_with(b"PK\x01\x02")) {
        let length = |from: usize| usize::from(u16::from_le_bytes([entry[from], entry[from + 1]]));
        let name = at + FIXED..at + FIXED + length(28);
        at = name.end + length(30) + length(32);
        *seen.entry(bytes.get(name).unwrap_or_default()).or_default() += 1;
    }
    let twice = seen.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect()
}
