//! From an archive to its parsed texts.

use super::archive::{Archive, Entry, Refusal};
use super::names::{CONTAINER, CONTENTS, IMAGE, OCF, OPF, PACKAGE, PAGE};
use super::place::{BookPlace, notice};
use super::url;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::books;
use crate::source::Source;
use crate::source::guard;
use crate::source::place::byte_of;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where a book says which of its files are locked.
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// Bytes that tell kinds of images apart.
const MAGIC: u64 = 16;

/// What was read from an archive.
pub(super) struct Read {
    /// Its files, in the order of its directory.
    pub(super) entries: Vec<Entry>,
    /// Names that stand in it more than once.
    pub(super) twice: Vec<String>,
    /// Length of the extra field of the first file.
    pub(super) extra: u16,
    /// The content of the file `mimetype`.
    pub(super) mimetype: Option<Vec<u8>>,
    /// Texts, by path.
    pub(super) texts: BTreeMap<String, Member>,
    /// First bytes of images, by path.
    pub(super) heads: BTreeMap<String, Vec<u8>>,
    /// Path of the package document, where the container names one.
    pub(super) package: Option<String>,
}

/// A text of a book.
pub(super) struct Member {
    pub(super) source: Source,
    /// The same with its document type blanked out, where it has one.
    blanked: Option<String>,
    /// Whether it is XML, and nothing speaks against parsing it.
    parsed: bool,
}

/// Reads a book as far as rules look at it. `None` where it cannot be read at all.
pub(super) fn read(bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Option<Read> {
    let mut archive = match Archive::open(bytes) {
        Ok(archive) => archive,
        Err(refusal) => {
            let is_broken = matches!(refusal, Refusal::Broken(_));
            refuse(refusal, BookPlace::BOOK, findings);
            if let Some(finding) = findings.last_mut().filter(|_| is_broken) {
                finding.hints.push("it was cut off or damaged: copy or pack it again".into());
            }
            return None;
        }
    };
    if let Some((path, message)) = archive.claims() {
        notice(findings, "epub/too-much", path.map_or(BookPlace::BOOK, BookPlace::file), "", message);
        return None;
    }
    for path in archive.locked() {
        notice(findings, "epub/broken-archive", BookPlace::file(path), "PKG-027", "is locked with a password");
    }
    let mut texts = BTreeMap::new();
    let mut mimetype = None;
    if archive.has("mimetype") {
        // One byte more than it may have tells that it has more.
        mimetype = archive.bytes("mimetype", 64).ok();
    }
    load(CONTAINER, true, &mut archive, &mut texts, findings);
    load(ENCRYPTION, true, &mut archive, &mut texts, findings);
    let locked = texts.get(ENCRYPTION).map_or_else(BTreeSet::new, locked);
    let package = texts.get(CONTAINER).and_then(package);
    let mut heads = BTreeMap::new();
    if let Some(path) = &package {
        load(path, true, &mut archive, &mut texts, findings);
        let items = texts.get(path).map(|text| items(path, text)).unwrap_or_default();
        for (item, media_type) in items {
            if locked.contains(&item) {
                if archive.has(&item) && is_text(&media_type) {
                    let message = "is locked, so it is not checked";
                    notice(findings, "epub/locked", BookPlace::file(&item), "RSC-004", message);
                }
            } else if is_text(&media_type) {
                load(&item, media_type != books().style_type, &mut archive, &mut texts, findings);
            } else if media_type.starts_with("image/") && archive.has(&item) {
                match archive.bytes(&item, MAGIC) {
                    Ok(head) => drop(heads.insert(item, head)),
                    Err(refusal) => refuse(refusal, BookPlace::file(&item), findings),
                }
            }
        }
    }
    if let Some(message) = archive.exhausted() {
        notice(findings, "epub/too-much", BookPlace::BOOK, "", message);
        // What was read by then must not be parsed: it may be too much already.
        for text in texts.values_mut() {
            text.parsed = false;
        }
    }
    let Archive { entries, twice, extra, .. } = archive;
    Some(Read { entries, twice, extra, mimetype, texts, heads, package })
}

/// Reads a text, once, if it is there.
fn load(
    path: &str,
    is_xml: bool,
    archive: &mut Archive,
    texts: &mut BTreeMap<String, Member>,
    findings: &mut Vec<Diagnostic>,
) {
    if texts.contains_key(path) || !archive.has_open(path) || archive.exhausted().is_some() {
        return;
    }
    match archive.text(path) {
        Ok(source) => drop(texts.insert(path.to_owned(), prepare(path, source, is_xml, findings))),
        Err(refusal) => refuse(refusal, BookPlace::file(path), findings),
    }
}

/// Parses the texts that are XML.
pub(super) fn parse<'a>(
    texts: &'a BTreeMap<String, Member>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, Document<'a>> {
    let mut documents = BTreeMap::new();
    for (path, text) in texts.iter().filter(|(_, text)| text.parsed) {
        match text.parse() {
            Ok(document) => drop(documents.insert(path.as_str(), document)),
            Err(error) => {
                // The place is one of what was parsed, which has as many bytes, but not as many characters.
                let at = byte_of(text.parsed_text(), (error.pos().row, error.pos().col));
                let length = text.source.text[at..].chars().next().map_or(0, char::len_utf8);
                // The place is told in our own way.
                let message = error.to_string().replace(&format!(" at {}", error.pos()), "");
                notice(findings, "epub/not-well-formed", BookPlace::span(path, at, at + length), "RSC-016", message);
            }
        }
    }
    documents
}

impl Member {
    fn parse(&self) -> Result<Document<'_>, roxmltree::Error> {
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        Document::parse_with_options(self.parsed_text(), options)
    }

    /// What is parsed.
    fn parsed_text(&self) -> &str {
        self.blanked.as_deref().unwrap_or(&self.source.text)
    }
}

fn refuse(refusal: Refusal, place: BookPlace, findings: &mut Vec<Diagnostic>) {
    match refusal {
        Refusal::Broken(message) => notice(findings, "epub/broken-archive", place, "PKG-008", message),
        Refusal::TooMuch(message) => notice(findings, "epub/too-much", place, "", message),
        Refusal::Encoding(message) => notice(findings, "epub/encoding", place, "RSC-028", message),
    };
}

/// Looks at a text before it is parsed: its encoding, its size, its document type.
fn prepare(path: &str, source: Source, is_xml: bool, findings: &mut Vec<Diagnostic>) -> Member {
    let mut text = Member { source, blanked: None, parsed: false };
    if !is_xml {
        return text;
    }
    match text.source.origin.encoding.as_str() {
        "utf-8" => {}
        name if name.starts_with("utf-16") => {
            let is_page = path.to_ascii_lowercase().ends_with("html");
            let code = if is_page { "HTM_058" } else { "RSC-027" };
            let finding = notice(findings, "epub/encoding", BookPlace::file(path), code, "is UTF-16, not UTF-8");
            finding.level = if is_page { Level::Error } else { Level::Warning };
        }
        name => {
            let message = format!("is {name}, not UTF-8");
            notice(findings, "epub/encoding", BookPlace::file(path), "RSC-028", message);
        }
    }
    // The archive bounds the markup of all its texts together.
    if let Some((at, reason)) = guard::refused(&text.source.text, usize::MAX, guard::MAX_DEPTH) {
        notice(findings, "epub/too-much", BookPlace::span(path, at, at), "", reason);
        return text;
    }
    text.parsed = true;
    if let Some(range) = document_type(&text.source.text) {
        text.parsed = admit(path, &text.source.text, range.clone(), findings);
        let mut bytes = text.source.text.clone().into_bytes();
        bytes[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        let blanked = String::from_utf8(bytes).expect("whole characters were replaced by spaces");
        // What comes after it was not looked at.
        if let Some((at, reason)) = guard::refused(&blanked, usize::MAX, guard::MAX_DEPTH) {
            notice(findings, "epub/too-much", BookPlace::span(path, at, at), "", reason);
            text.parsed = false;
        }
        text.blanked = Some(blanked);
    }
    text
}

/// Whether a document may have this document type, and can be read without it. It is never read itself: its entities
/// could stand for anything, and for any amount.
fn admit(path: &str, text: &str, range: Range<usize>, findings: &mut Vec<Diagnostic>) -> bool {
    const RULE: &str = "epub/document-type";
    let declaration = &text[range.clone()];
    let place = BookPlace::span(path, range.start, range.start + "<!DOCTYPE".len());
    let (outside, inside) = declaration.split_once('[').unwrap_or((declaration, ""));
    if let Some(at) = inside.find("<!ENTITY") {
        let entity = inside[at..].split('>').next().unwrap_or_default();
        if entity.contains("SYSTEM") || entity.contains("PUBLIC") {
            notice(findings, RULE, place, "HTM-003", "declares an entity that stands elsewhere");
        } else {
            notice(findings, RULE, place, "", "declares entities, so the document is not read");
        }
        return false;
    }
    let known = ["-//NISO//DTD ncx 2005-1//EN", "-//W3C//DTD SVG 1.1//EN"];
    if (outside.contains("PUBLIC") || outside.contains("SYSTEM")) && !known.iter().any(|known| outside.contains(known))
    {
        // XHTML may name the type that old tools ask for.
        if !outside.contains("about:legacy-compat") {
            let code = if path.ends_with("opf") { "OPF-073" } else { "HTM-004" };
            notice(findings, RULE, place, code, "is not `<!DOCTYPE html>`")
                .hints
                .push("write `<!DOCTYPE html>`".into());
        }
    }
    true
}

/// Where the document type declaration stands.
fn document_type(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else {
            break;
        };
        at += end;
    }
    let rest = &text[at..];
    if !rest.starts_with("<!DOCTYPE") {
        return None;
    }
    let (mut quote, mut depth) = (None, 0);
    for (offset, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => depth += 1,
            (None, b']') => depth -= 1,
            (None, b'>') if depth <= 0 => return Some(at..at + offset + 1),
            (Some(_) | None, _) => {}
        }
    }
    None
}

/// Whether rules look into files of this media type.
fn is_text(media_type: &str) -> bool {
    matches!(media_type, PAGE | IMAGE | CONTENTS) || media_type == books().style_type
}

/// The package document that a container names first.
fn package(container: &Member) -> Option<String> {
    let document = container.parsed.then(|| container.parse().ok()).flatten()?;
    let is_package =
        |node: &Node| node.has_tag_name((OCF, "rootfile")) && node.attribute("media-type") == Some(PACKAGE);
    let node = document.descendants().find(is_package)?;
    node.attribute("full-path").filter(|path| !path.is_empty()).map(Into::into)
}

/// Path and media type of what a package document lists.
fn items(path: &str, package: &Member) -> Vec<(String, String)> {
    let Some(document) = package.parsed.then(|| package.parse().ok()).flatten() else { return Vec::new() };
    let item = |node: Node| {
        let href = node.attribute("href")?;
        match url::resolve(path, href) {
            Ok(url::Target::File { path, .. }) => Some((path, node.attribute("media-type")?.to_owned())),
            _ => None,
        }
    };
    document.descendants().filter(|node| node.has_tag_name((OPF, "item"))).filter_map(item).collect()
}

/// Files that a book declares to be locked.
fn locked(encryption: &Member) -> BTreeSet<String> {
    let Some(document) = encryption.parsed.then(|| encryption.parse().ok()).flatten() else { return BTreeSet::new() };
    let references = document.descendants().filter(|node| node.tag_name().name() == "CipherReference");
    references.filter_map(|node| node.attribute("URI")).map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::steps_of;
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    /// An archive may unpack to a great amount, of which no more is unpacked than may be read.
    #[test]
    fn what_is_beyond_the_bounds_is_not_unpacked() {
        const SHEETS: usize = 100;
        let item = |nth: usize| format!("<item href='{nth}.css' media-type='text/css'/>");
        let items: String = (0..SHEETS).map(item).collect();
        let rootfile = format!("<rootfile full-path='a.opf' media-type='{PACKAGE}'/>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // As it is, since packing it would take longer than all the rest.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut add = |name: &str, text: &str| {
            zip.start_file(name, stored).expect("memory takes every file");
            zip.write_all(text.as_bytes()).expect("memory takes every byte");
        };
        add(CONTAINER, &format!("<container xmlns='{OCF}'>{rootfile}</container>"));
        add("a.opf", &format!("<package xmlns='{OPF}' version='3.0'><manifest>{items}</manifest></package>"));
        let sheet = " ".repeat(1 << 20);
        (0..SHEETS).for_each(|nth| add(&format!("{nth}.css"), &sheet));
        let book = zip.finish().expect("memory takes every byte").into_inner();
        let mut findings = Vec::new();
        let unpacked = steps_of(|| assert!(read(&book, &mut findings).is_some()));
        assert!((32 << 20..70 << 20).contains(&unpacked), "{unpacked} bytes");
        assert!(findings.iter().any(|it| it.rule == "epub/too-much"), "{findings:?}");
    }

    #[test]
    fn the_place_of_a_fault_is_right_behind_a_document_type() {
        for doctype in ["<!DOCTYPE html>", "<!DOCTYPE html [<!-- \u{e4}\u{f6}\u{fc}\u{1f600} -->]>"] {
            let text = format!("{doctype}<html><p>\u{e4}</html>");
            let mut findings = Vec::new();
            let page = prepare("a.xhtml", Source::new("a.xhtml", text.as_str()), true, &mut findings);
            let texts = BTreeMap::from([("a.xhtml".to_owned(), page)]);
            assert!(parse(&texts, &mut findings).is_empty());
            let place = findings[0].span.expect("it has a place");
            assert_eq!(&text[place.start as usize..], "</html>", "{findings:?}");
        }
    }
}
