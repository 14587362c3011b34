//! Decoding: UTF-8 by default, UTF-16 by its mark, older encodings by a guess that is always reported.

use super::text::{Origin, Source};
use crate::diagnostic::{Diagnostic, Level};
use crate::span::Span;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The longest source that is read, in bytes (512 MiB). Spans are 32 bits wide, and text decoded from an
/// older encoding can be three times as long as its bytes.
pub const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// How many bytes are looked at to tell text from other files, and to guess an encoding.
const SAMPLE: usize = 1024 * 1024;

/// First bytes of files that people take for text, and what to call them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB are"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
];

/// Why bytes are no source. The messages name no file: the caller knows where the bytes came from.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no byte.
    Empty,
    /// There are only blanks.
    Blank,
    /// The bytes are no text; what they seem to be.
    Binary(&'static str),
    /// Longer than half a gigabyte; the length where it is known.
    TooLong(Option<u64>),
    /// No encoding has this label.
    UnknownEncoding(String),
    /// UTF-32, which the WHATWG Encoding Standard leaves out.
    Utf32,
    /// The place is a folder.
    Folder,
    /// The system could not read it.
    Io(io::Error),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty: there is nothing to read"),
            Self::Blank => f.write_str("holds only blanks: there is nothing to read"),
            Self::Binary(what) => {
                write!(f, "looks like a binary file ({what}): give the text itself, saved as plain text")
            }
            Self::TooLong(length) => {
                if let Some(length) = length {
                    write!(f, "is {} MiB long; ", length.div_ceil(1024 * 1024))?;
                }
                write!(f, "at most {} MiB are read: split it into several files", MAX_BYTES / (1024 * 1024))
            }
            Self::UnknownEncoding(label) => write!(
                f,
                "no encoding is called `{label}`: use a label of the WHATWG Encoding Standard, such as utf-8, \
                 windows-1252, windows-1251, koi8-r, iso-8859-2 or utf-16le"
            ),
            Self::Utf32 => f.write_str("is in UTF-32, which is not read: save it as UTF-8"),
            Self::Folder => f.write_str("is a folder: give a file"),
            Self::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Source {
    /// Reads and decodes a file; see [`Source::from_bytes`]. The source is named after the file, without its folder,
    /// so that what is written does not depend on where the file lies.
    ///
    /// # Errors
    /// Those of [`Source::from_bytes`], and what the system says. A file that is too long is refused before it is read.
    pub(crate) fn open(path: &Path, encoding: Option<&str>) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let bytes = bytes_of_file(path)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Self::from_bytes(&name, bytes, encoding)
    }

    /// Decodes bytes. `encoding` is a label of the WHATWG Encoding Standard and forces that encoding; otherwise a byte
    /// order mark decides, then UTF-8 if the bytes are UTF-8, then a guess, which is reported as `encoding/guessed`.
    /// Bytes that the encoding cannot hold become U+FFFD and are reported as `encoding/malformed`.
    ///
    /// Text that is already UTF-8 is checked and taken over without a copy.
    ///
    /// # Errors
    /// Empty or blank, no text, too long, an unknown label.
    pub fn from_bytes(
        name: &str,
        mut bytes: Vec<u8>,
        encoding: Option<&str>,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let forced = match encoding {
            Some(label) => Some(encoding_for(label)?),
            None => None,
        };
        if bytes.len() as u64 > MAX_BYTES {
            return Err(SourceError::TooLong(Some(bytes.len() as u64)));
        }
        if bytes.is_empty() {
            return Err(SourceError::Empty);
        }
        if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
            return Err(SourceError::Utf32);
        }
        let mark = Encoding::for_bom(&bytes).filter(|(marked, _)| forced.is_none_or(|forced| forced == *marked));
        if let Some((_, length)) = mark {
            bytes.drain(..length);
        }
        let known = forced.or(mark.map(|(marked, _)| marked));
        refuse_binary(&bytes, known)?;

        let mut origin = Origin { bom: mark.is_some(), ..Origin::default() };
        let decoded = match known {
            Some(encoding) => decode(encoding, bytes),
            None => match String::from_utf8(bytes) {
                Ok(text) => Decoded { text, encoding: UTF_8, malformed: 0, first_malformed: 0 },
                Err(error) => {
                    let bytes = error.into_bytes();
                    let damaged = is_damaged_utf8(&bytes);
                    origin.guessed = !damaged;
                    decode(if damaged { UTF_8 } else { guess(&bytes) }, bytes)
                }
            },
        };
        origin.encoding = decoded.encoding.name().to_ascii_lowercase();
        if decoded.text.trim().is_empty() {
            return Err(if decoded.text.is_empty() { SourceError::Empty } else { SourceError::Blank });
        }
        let findings = findings(&decoded, &origin);
        Ok((Self::decoded(name.into(), decoded.text, origin), findings))
    }
}

/// Reads the bytes of a file.
///
/// # Errors
/// What the system says. A file that is too long is refused before it is read.
pub fn bytes_of_file(path: &Path) -> Result<Vec<u8>, SourceError> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(SourceError::Folder);
    }
    if metadata.len() > MAX_BYTES {
        return Err(SourceError::TooLong(Some(metadata.len())));
    }
    bytes_from_reader(file, metadata.len() as usize)
}

/// Reads the bytes of a stream, of which about `expected` are expected.
///
/// # Errors
/// What the system says; more than half a gigabyte.
pub fn bytes_from_reader(reader: impl Read, expected: usize) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::with_capacity(expected + 1);
    // One byte more than is allowed tells a source that is too long from one that just fits.
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(SourceError::TooLong(None));
    }
    Ok(bytes)
}

/// The encoding with this label.
fn encoding_for(label: &str) -> Result<&'static Encoding, SourceError> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| SourceError::UnknownEncoding(label.trim().to_owned()))
}

/// Refuses what is no text: a known signature, or control characters beyond what damage explains.
fn refuse_binary(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<(), SourceError> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(SourceError::Binary(what));
    }
    // Half of the bytes of UTF-16 are NUL, and rightly so.
    if encoding.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE) {
        return Ok(());
    }
    // Tabs, line and page ends, the end mark of DOS and escapes of terminals do occur in text.
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1a | 0x1b);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let nuls: usize = sample.iter().map(|byte| usize::from(*byte == 0)).sum();
    let controls = sample.iter().filter(|byte| is_control(byte)).count();
    if controls < 16 || controls * 20 < sample.len() {
        return Ok(());
    }
    Err(SourceError::Binary(if nuls * 5 > sample.len() * 2 && nuls * 5 < sample.len() * 3 {
        "or text in UTF-16 without a byte order mark: then say `--encoding utf-16le` or `utf-16be`"
    } else {
        "many control characters"
    }))
}

/// Whether bytes that are not UTF-8 are nevertheless UTF-8 with a few damaged places. Letters of two and more bytes
/// hardly ever come about by chance in another encoding, so they must outnumber the damage clearly.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

/// The most likely encoding of text that is not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    // A lone pound sign or quotation mark is too little for the detector, which sees a Polish letter in `£3`. Text in
    // another language than English has letters beyond ASCII, and some of them at 0xC0 or above in every encoding.
    let mut seen = [false; 256];
    for &byte in bytes {
        seen[usize::from(byte)] = true;
    }
    let beyond: Vec<u8> = (0x80..=0xff).filter(|&byte| seen[usize::from(byte)]).collect();
    if !WINDOWS_1252.decode_without_bom_handling(&beyond).0.contains(char::is_alphabetic) {
        return WINDOWS_1252;
    }
    // The evidence lies beyond ASCII, which may start late in a long file.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(64);
    let end = bytes.len().min(first.saturating_add(SAMPLE));
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[first..end], end == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

struct Decoded {
    text: String,
    encoding: &'static Encoding,
    /// How many U+FFFD stand for bytes that could not be decoded, and where the first of them is.
    malformed: usize,
    first_malformed: usize,
}

/// Decodes with one encoding; each malformed sequence becomes one U+FFFD.
fn decode(encoding: &'static Encoding, bytes: Vec<u8>) -> Decoded {
    let bytes = if encoding == UTF_8 {
        match String::from_utf8(bytes) {
            Ok(text) => return Decoded { text, encoding, malformed: 0, first_malformed: 0 },
            Err(error) => error.into_bytes(),
        }
    } else {
        bytes
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut malformed, mut first_malformed) = (0, 0);
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut rest = bytes.as_slice();
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => return Decoded { text, encoding, malformed, first_malformed },
            DecoderResult::OutputFull => text.reserve(rest.len() + 16),
            DecoderResult::Malformed(..) => {
                if malformed == 0 {
                    first_malformed = text.len();
                }
                malformed += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// What is to be said about the decoding.
fn findings(decoded: &Decoded, origin: &Origin) -> Vec<Diagnostic> {
    let at = |start: usize| {
        let length = decoded.text[start..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + length)
    };
    let name = &origin.encoding;
    let mut findings = Vec::new();
    if origin.guessed {
        let first = decoded.text.find(|c: char| !c.is_ascii()).map(at);
        let message = format!("not UTF-8; read as {name}, which is a guess");
        findings.push(Diagnostic::new("encoding/guessed", Level::Warning, first, message).hint(
            "if letters look wrong, name the encoding, for example `--encoding windows-1251`; saving the file as UTF-8 \
             ends the guessing",
        ));
    }
    if decoded.malformed > 0 {
        let places = match decoded.malformed {
            1 => "1 place holds bytes".to_owned(),
            count => format!("{count} places hold bytes"),
        };
        let message = format!("{places} that {name} cannot hold; each became U+FFFD, the first one here");
        findings.push(
            Diagnostic::new("encoding/malformed", Level::Error, at(decoded.first_malformed), message)
                .hint("give the right encoding with `--encoding`, or take the damaged characters from another copy"),
        );
    }
    findings
}

#[cfg(test)]
mod tests;
