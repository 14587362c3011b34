//! Books with faults: a sound book, and what is changed in it.
//!
//! ```text
//! @ OEBPS/content.opf              lines that follow change this file; a file that is not there is made
//! -<dc:language>en</dc:language>   what stands there once,
//! +<dc:language>de</dc:language>   and by what it is replaced; a blank line ends the replacement
//! @remove mimetype                 see `Book::order` for the others
//! ```

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// A file of a book, as it will be packed.
#[derive(Clone)]
struct File {
    name: String,
    bytes: Vec<u8>,
    deflated: bool,
    locked: bool,
    damaged: bool,
    /// Length of its extra field.
    extra: u16,
}

/// A book, as it will be packed.
#[derive(Clone)]
pub struct Book {
    files: Vec<File>,
    /// Bytes that are left of the archive.
    cut: Option<usize>,
}

/// A picture of one point, enough of it to be known as JPEG.
const JPEG: &[u8] = &[
    0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 1, 0,
    1, 1, 1, 0x11, 0, 0xff, 0xd9,
];

impl Book {
    /// The sound book of the pages of rules.
    pub fn of_pages() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/epub/book");
        let names = [
            "mimetype",
            "META-INF/container.xml",
            "OEBPS/content.opf",
            "OEBPS/nav.xhtml",
            "OEBPS/one.xhtml",
            "OEBPS/style.css",
            "OEBPS/toc.ncx",
            "OEBPS/two.xhtml",
        ];
        let read = |name: &str| {
            let path: PathBuf = folder.join(name);
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let files = names.iter().map(|name| File::new(name, read(name), *name != "mimetype"));
        Self { files: files.collect(), cut: None }
    }

    /// A book that is packed.
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a book is an archive");
        let file = |nth| {
            let mut file = archive.by_index(nth).expect("every file can be read");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("every file can be read");
            File::new(file.name(), bytes, file.compression() != zip::CompressionMethod::Stored)
        };
        let count = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is the same").len();
        Self { files: (0..count).map(file).collect(), cut: None }
    }

    fn file(&mut self, name: &str) -> &mut File {
        self.files.iter_mut().find(|file| file.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    fn add(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.files.push(File::new(name, bytes.into(), true));
    }

    /// Makes the changes.
    pub fn changed(mut self, changes: &str) -> Self {
        let (mut name, mut old, mut new) = (String::new(), Vec::new(), Vec::new());
        for line in changes.lines().chain([""]) {
            if let Some(removed) = line.strip_prefix('-') {
                old.push(removed);
            } else if let Some(added) = line.strip_prefix('+') {
                new.push(added);
            } else {
                self.replace(&name, &old.join("\n"), &new.join("\n"));
                (old, new) = (Vec::new(), Vec::new());
                if let Some(file) = line.strip_prefix("@ ") {
                    file.clone_into(&mut name);
                } else if let Some(order) = line.strip_prefix('@') {
                    self.order(order);
                } else {
                    assert!(line.trim().is_empty(), "{line}: a change starts with `@`, `-` or `+`");
                }
            }
        }
        self
    }

    fn replace(&mut self, name: &str, old: &str, new: &str) {
        let (old, new) = (old.trim(), new.trim());
        if old.is_empty() && new.is_empty() {
            return;
        }
        if old.is_empty() {
            self.add(name, format!("{new}\n"));
            return;
        }
        let file = self.file(name);
        let text = String::from_utf8(std::mem::take(&mut file.bytes)).expect("only texts are changed");
        assert_eq!(text.matches(old).count(), 1, "{name}: `{old}` does not stand there once");
        file.bytes = text.replace(old, new).into_bytes();
    }

    /// Other changes than of words.
    fn order(&mut self, order: &str) {
        let (verb, name) = order.split_once(' ').unwrap_or((order, ""));
        match verb {
            "remove" => {
                self.file(name);
                self.files.retain(|file| file.name != name);
            }
            "last" => {
                let file = self.file(name).clone();
                self.files.retain(|file| file.name != name);
                self.files.push(file);
            }
            "rename" => {
                let (old, new) = name.split_once(" -> ").expect("`@rename OLD -> NEW`");
                new.clone_into(&mut self.file(old).name);
            }
            "twice" => {
                let file = self.file(name).clone();
                self.files.push(file);
            }
            "deflate" => self.file(name).deflated = true,
            "lock" => self.file(name).locked = true,
            "damage" => self.file(name).damaged = true,
            "extra" => self.file(name).extra = 4,
            "line-end" => self.file(name).bytes.push(b'\n'),
            "empty" => self.file(name).bytes.clear(),
            "halve" => {
                let file = self.file(name);
                file.bytes.truncate(file.bytes.len() / 2);
            }
            "latin-1" => {
                let file = self.file(name);
                let at = file.bytes.windows(4).position(|bytes| bytes == b"</p>").expect("it has a paragraph");
                file.bytes.insert(at, 0xe9);
            }
            "utf-16" => {
                let file = self.file(name);
                let text = String::from_utf8(std::mem::take(&mut file.bytes)).expect("only texts are changed");
                let text = ["UTF-8", "utf-8"]
                    .iter()
                    .fold(text, |text, name| text.replace(&format!("encoding=\"{name}\""), "encoding=\"UTF-16\""));
                file.bytes = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            }
            "jpeg" => self.add(name, JPEG),
            "bomb" => self.add(name, vec![0; 4 << 20]),
            "cut" => self.cut = Some(name.parse().expect("`@cut BYTES`")),
            _ => panic!("@{order}: nobody knows what to do"),
        }
    }

    /// The archive.
    pub fn pack(&self) -> Vec<u8> {
        self.pack_with_copies("", 0, |_| String::new())
    }

    /// The archive; its directory has further names for the bytes of one file.
    pub fn pack_with_copies(&self, original: &str, copies: usize, name: impl Fn(usize) -> String) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for file in &self.files {
            let start = bytes.len() as u32;
            let (mut packed, sum) = deflate(&file.bytes);
            if !file.deflated {
                packed.clone_from(&file.bytes);
            }
            if file.damaged {
                // The first byte says how what follows is packed, and this is no way.
                packed[0] = 0xff;
            }
            let extra = usize::from(file.extra);
            let mut head = Vec::new();
            // Names are UTF-8.
            for field in [20, 0x800 | u16::from(file.locked), if file.deflated { 8 } else { 0 }, 0, 0x21] {
                head.extend(field.to_le_bytes());
            }
            for field in [sum, packed.len() as u32, file.bytes.len() as u32] {
                head.extend(field.to_le_bytes());
            }
            head.extend((file.name.len() as u16).to_le_bytes());
            bytes.extend(b"PK\x03\x04");
            bytes.extend(&head);
            bytes.extend(file.extra.to_le_bytes());
            bytes.extend(file.name.as_bytes());
            // An extra field of a kind that nobody uses, and nothing in it.
            bytes.extend([0xfe, 0xca, 0, 0].iter().cycle().take(extra));
            bytes.extend(packed);
            let entry = directory.len();
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(head);
            // No extra field, no comment, the first disk, no attributes.
            directory.extend([0; 12]);
            directory.extend(start.to_le_bytes());
            directory.extend(file.name.as_bytes());
            for nth in 0..if file.name == original { copies } else { 0 } {
                let name = name(nth);
                assert_eq!(name.len(), file.name.len(), "the entry tells the length of its name");
                let mut copy = directory[entry..entry + 46].to_vec();
                copy.extend(name.as_bytes());
                directory.extend(copy);
            }
        }
        let start = bytes.len() as u32;
        bytes.extend(&directory);
        bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
        bytes.extend([((self.files.len() + copies) as u16).to_le_bytes(); 2].concat());
        bytes.extend((directory.len() as u32).to_le_bytes());
        bytes.extend(start.to_le_bytes());
        bytes.extend([0, 0]);
        bytes.truncate(self.cut.map_or(bytes.len(), |cut| if cut < 100 { cut } else { bytes.len() - cut }));
        bytes
    }
}

impl File {
    fn new(name: &str, bytes: Vec<u8>, deflated: bool) -> Self {
        Self { name: name.to_owned(), bytes, deflated, locked: false, damaged: false, extra: 0 }
    }
}

/// Deflated bytes without a header of their own, and the check sum of what they were.
fn deflate(bytes: &[u8]) -> (Vec<u8>, u32) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method = zip::CompressionMethod::Deflated;
    // What is long is long to make.
    let level = if bytes.len() > 8 << 20 { 1 } else { 6 };
    let options = zip::write::SimpleFileOptions::default().compression_method(method).compression_level(Some(level));
    archive.start_file("a", options).expect("memory takes any file");
    std::io::Write::write_all(&mut archive, bytes).expect("memory takes any file");
    let packed = archive.finish().expect("memory takes any file").into_inner();
    let mut archive = zip::ZipArchive::new(Cursor::new(&packed)).expect("it was just packed");
    let file = archive.by_index_raw(0).expect("it was just packed");
    let start = file.data_start() as usize;
    (packed[start..start + file.compressed_size() as usize].to_vec(), file.crc32())
}
