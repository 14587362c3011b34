//! Input that is none, and places that cannot be written: a message that says what to do, the right exit code, and
//! what was there before stays as it was.

use crate::run::{self, Folder, LETTER};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Converts `letter.txt` where an older edition stands: refused with these words, and the edition is untouched.
#[track_caller]
fn refused(content: impl AsRef<[u8]>, words: &[&str]) {
    let folder = Folder::new();
    folder.write("letter.txt", content);
    folder.write("letter.xml", "the old edition");
    let before = folder.files();
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.txt"]).says(words);
    assert_eq!(folder.files(), before);
    assert_eq!(folder.read("letter.xml"), b"the old edition");
}

/// Converts a text to TEI; it must succeed.
#[track_caller]
fn converted(content: impl AsRef<[u8]>, code: i32) -> Folder {
    let folder = Folder::new();
    folder.write("letter.txt", content);
    folder.run(&["convert", "letter.txt", "--to", "tei"]).ended(code).says(&["letter.xml"]);
    folder
}

/// Says so where the test harness does not swallow it.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

#[test]
fn an_empty_file() {
    refused("", &["is empty", "nothing to read"]);
    refused("\u{feff}", &["is empty"]);
}

#[test]
fn only_blanks() {
    refused(" \n\r\n\t\u{a0}\u{3000}\n", &["only blanks"]);
}

#[test]
fn a_picture_an_archive_and_a_document() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", &["binary file", "PNG", "plain text"]);
    refused(b"PK\x03\x04\x14\0\0\0\x08\0", &["binary file", "DOCX"]);
    refused(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &["binary file", "PDF"]);
    refused([7, 1, 2, 3].repeat(500), &["binary file", "control characters"]);
    refused(vec![0; 100_000], &["binary file"]);
}

#[test]
fn utf16_without_a_mark() {
    let bytes: Vec<u8> = LETTER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&bytes, &["UTF-16", "--encoding utf-16le"]);
    let folder = Folder::new();
    folder.write("letter.txt", bytes);
    folder.run(&["convert", "letter.txt", "--encoding", "utf-16le"]).ended(0);
}

#[test]
fn a_gigabyte_is_refused_without_reading_it() {
    let folder = Folder::new();
    let file = File::create(folder.path("letter.txt")).expect("files can be made here");
    file.set_len(1 << 30).expect("the file system knows sparse files");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.txt: is 1024 MiB long", "512 MiB", "split it"]);
    assert_eq!(folder.files(), ["letter.txt"]);
}

fn one_line(bytes: usize) -> String {
    let mut line = "The road to Harwick is long, and so is this line. ".repeat(bytes / 50);
    line.push('\n');
    line
}

#[test]
fn one_line_of_a_megabyte() {
    converted(one_line(1_000_000), 0);
}

/// Seconds in a release build; `cargo test --release -- --ignored` runs it.
#[test]
#[ignore = "too slow without optimisation"]
fn one_line_of_a_hundred_megabytes() {
    converted(one_line(100_000_000), 0);
}

/// Many findings on one long line: places are found and shown without going over the line for each.
#[test]
fn a_long_line_with_many_findings() {
    let mut text = one_line(200_000).into_bytes();
    text.splice(1000..1000, "Привет. ".as_bytes().repeat(2000));
    text.splice(100..100, [0xff]);
    let folder = converted(text, 1);
    let shown = folder.run(&["convert", "letter.txt", "--to", "tei"]).stderr;
    assert!(shown.contains("letter.txt:1:101: error[encoding/malformed]"), "{shown}");
    assert!(
        shown.lines().all(|line| line.chars().count() < 300),
        "a line of the report is as long as that of the text"
    );
}

#[test]
fn a_wrong_encoding() {
    let folder = Folder::new();
    folder.write("letter.txt", b"Dear S\xe9bastien,\n\nthe caf\xe9 is closed.\n");
    folder.write("letter.xml", "old");
    let run = folder.run(&["convert", "letter.txt", "--encoding", "utf-8"]).ended(1);
    run.says(&["letter.txt:1:7: error[encoding/malformed]: 2 places", "utf-8", "help: ", "--encoding"]);
    folder.run(&["convert", "letter.txt"]).ended(0).says(&["encoding/guessed", "windows-1252"]);
    folder.run(&["convert", "letter.txt", "--encoding", "windows-1252", "-q"]).ended(0);
}

#[test]
fn nuls_and_control_characters() {
    let folder = Folder::new();
    folder.write("letter.txt", "Harwick\0, 4 March 1911\n\nDear\u{1} Miss Alder,\n\nThe parcel\u{8} came.\u{1f}\n");
    let run = folder.run(&["convert", "letter.txt", "--to", "tei,epub,json,standoff,text"]);
    assert!(run.code == Some(0) || run.code == Some(1), "{}", run.stderr);
    let tei = String::from_utf8(folder.read("letter.xml")).expect("TEI is UTF-8");
    assert!(!tei.contains(|c: char| c.is_control() && !c.is_whitespace()), "XML cannot hold these: {tei:?}");
}

#[test]
fn a_hundred_thousand_nested_brackets() {
    for (open, close) in [("[", "]"), ("(", ")"), ("*", "*"), ("<i>", "</i>"), ("> ", "")] {
        let text = format!("Dear friend,\n\n{}deep{}\n\nYours\n", open.repeat(100_000), close.repeat(100_000));
        let folder = Folder::new();
        // Two of them, so that they are read in threads, whose stacks are smaller.
        folder.write("letter.txt", &text);
        folder.write("other.txt", &text);
        let run = folder.run(&["convert", "letter.txt", "other.txt", "--to", "tei,epub,json,standoff,text"]);
        assert!(run.code == Some(0) || run.code == Some(1), "{open}: {:?} {}", run.code, run.stderr);
        assert!(folder.exists("letter.xml") && folder.exists("letter.epub"));
    }
}

/// So many that what is kept for each of them, or in a stack, shows. How the work grows is counted elsewhere.
const MANY: usize = 3_000;

/// Converts a letter that holds many of each of these.
#[track_caller]
fn many(pieces: &[&str]) {
    for piece in pieces {
        let text = format!("Dear friend,\n\nI write {}\n\nYours ever,\nTom\n", piece.repeat(MANY));
        let folder = Folder::new();
        folder.write("letter.txt", text);
        let run = folder.run(&["convert", "letter.txt", "--to", "tei,standoff,text"]);
        assert!(run.code == Some(0) || run.code == Some(1), "{piece:?}: {:?} {}", run.code, run.stderr);
    }
}

#[test]
fn many_inlines_in_one_paragraph() {
    many(&["on 4 March 1911 and ", "1911 ", "a [word] ", "a *word* ", "*a _b ", "word[1] ", "([a)b] ", "a\u{323}"]);
}

#[test]
fn many_findings_in_one_paragraph() {
    many(&["lost\u{fffd} ", "<i>a ", "a</i> ", "[a ", "a] "]);
}

#[test]
fn many_blocks() {
    many(&["\n\n# Head\n", "\n\n- 6 -\n", "\n> quoted", "\n- item", "\n* * *\n", "\n\nPublished by Mill\n"]);
    many(&["\n*** START OF THE PROJECT GUTENBERG EBOOK X ***", "\nContents\nThe mill ... 6", "\n\n[1] A note.\n"]);
}

#[test]
fn many_letters() {
    many(&["\n\nLyme, 4 March 1820\n\nDear Anna,\n\nI am well.\n\nYours,\nTom\n", "\n\nDear Anna,\n", "\n\nYours,\n"]);
}

#[test]
fn a_missing_input() {
    let folder = Folder::new();
    folder.run(&["convert", "lettre.txt"]).ended(2).says(&["lettre.txt: no such file or folder", "slip in the name"]);
    folder.write("letter.txt", LETTER);
    folder.run(&["convert", "letter.txt/more.txt"]).ended(2).says(&["letter.txt/more.txt"]);
}

/// The file's mode forbids reading. The superuser may read all the same, so for him the text is converted.
#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_letter();
    fs::set_permissions(folder.path("letter.txt"), fs::Permissions::from_mode(0o000)).expect("it is ours");
    if File::open(folder.path("letter.txt")).is_ok() {
        skipped("this user may read every file");
        folder.run(&["convert", "letter.txt"]).ended(0);
        return;
    }
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.txt", "ermission denied"]);
    assert!(!folder.exists("letter.xml"));
}

/// A file that is found and cannot be read, whoever asks: memory that nobody has mapped.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_breaks_off_in_reading() {
    let folder = Folder::new();
    let run = folder.run(&["convert", "/proc/self/mem", "-o", "out"]).ended(2);
    run.says(&["/proc/self/mem: cannot be read"]);
    assert!(!folder.exists("out/mem.xml"));
}

#[test]
fn a_missing_folder() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "-o", "nowhere/letter.xml"]).ended(2).says(&[
        "nowhere/letter.xml",
        "folder does not exist",
        "create",
    ]);
    assert_eq!(folder.files(), ["letter.txt"]);
    // A folder to write to is made, with those above it.
    folder.run(&["convert", "letter.txt", "-o", "new/and/deep"]).ended(0);
    assert!(folder.exists("new/and/deep/letter.xml"));
}

#[test]
fn an_output_that_is_write_protected() {
    let folder = Folder::with_letter();
    folder.write("letter.xml", "the old edition");
    let mut permissions = fs::metadata(folder.path("letter.xml")).expect("it exists").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("letter.xml"), permissions).expect("it is ours");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.xml", "write-protected", "-o"]);
    assert_eq!(folder.read("letter.xml"), b"the old edition");
    // One output that cannot be written holds back the others: they belong together.
    assert_eq!(folder.files(), ["letter.txt", "letter.xml"]);
}

#[test]
fn an_output_below_a_file_or_in_place_of_a_folder() {
    let folder = Folder::with_letter();
    folder.write("file", "a file");
    folder.write("taken/letter.xml/inside", "a folder has the name");
    let before = folder.files();
    folder.run(&["convert", "letter.txt", "-o", "file/letter.xml"]).ended(2).says(&["file/letter.xml", "no folder"]);
    folder.run(&["convert", "letter.txt", "-o", "file/"]).ended(2).says(&["file", "no folder"]);
    folder.run(&["convert", "letter.txt", "-o", "file/deep/er"]).ended(2).says(&["file/deep/er", "no folder"]);
    folder.run(&["convert", "letter.txt", "-o", "file", "--to", "tei,epub"]).ended(2).says(&["file", "no folder"]);
    folder.run(&["convert", "letter.txt", "-o", "taken"]).ended(2).says(&["letter.xml", "is a folder"]);
    assert_eq!(folder.files(), before);
    assert_eq!(folder.read("file"), b"a file");
}

/// A folder that takes no files, whoever asks.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "-o", "/proc/self"]).ended(2).says(&["/proc/self/letter.xml: ", "-o"]);
}

/// A small file system of its own, unmounted at the end; `None` where this user may not mount.
#[cfg(target_os = "linux")]
struct SmallDisk<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl<'a> SmallDisk<'a> {
    fn mount(path: &'a Path) -> Option<Self> {
        fs::create_dir(path).expect("folders can be made here");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"])
            .arg(path)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        mounted.then_some(Self(path))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let folder = Folder::new();
    folder.write("letter.txt", format!("{LETTER}\n").repeat(2000));
    let place = folder.path("disk");
    let Some(_disk) = SmallDisk::mount(&place) else {
        skipped("this user may not mount a small disk");
        return;
    };
    folder.write("disk/letter.xml", "the old edition");
    folder.run(&["convert", "letter.txt", "-o", "disk"]).ended(2).says(&[
        "disk/letter.xml",
        "disk is full",
        "make room",
    ]);
    assert_eq!(folder.read("disk/letter.xml"), b"the old edition");
    assert_eq!(folder.files(), ["disk/letter.xml", "letter.txt"], "nothing half-written is left");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei", "-o", "/dev/full"]).ended(2).says(&["/dev/full", "full"]);
    for args in [&["convert", "letter.txt", "-o", "-"][..], &["man"], &["completions", "fish"]] {
        let full = File::options().write(true).open("/dev/full").expect("Linux has it");
        let run = run::finish(folder.command(args).stdout(full).stderr(Stdio::piped()).output());
        run.ended(2).says(&["standard output", "cannot be written"]);
    }
}

#[test]
fn a_template_folder_that_is_none() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--templates", "looks"]).ended(2).says(&["looks", "no such folder"]);
    assert_eq!(folder.files(), ["letter.txt"]);
}

/// Whatever bytes come, the program ends by itself and says why.
#[test]
fn any_bytes() {
    // A small generator of our own, so that every run sees the same bytes.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..40 {
        let mut bytes = Vec::new();
        for _ in 0..next() % 4000 {
            // From plain letters with a few strange bytes to nothing but strange ones.
            let [letter, strange, ..] = next().to_le_bytes();
            bytes.push(if letter % 40 < round { strange } else { b' ' + letter % 90 });
        }
        let folder = Folder::new();
        let mut file = File::create(folder.path("letter.txt")).expect("files can be made here");
        file.write_all(&bytes).expect("files can be written here");
        drop(file);
        let run = folder.run(&["convert", "letter.txt", "--to", "tei,epub,json,standoff,text", "-o", "out"]);
        let written = folder.files().len() - 1;
        match run.code {
            Some(0 | 1) => assert_eq!(written, 5, "{}", run.stderr),
            Some(2) => assert!(written == 0 && run.stderr.starts_with("error: letter.txt: "), "{}", run.stderr),
            code => panic!("{code:?}: {}", run.stderr),
        }
    }
}

/// Converts XML that cannot be read: refused with its place, and nothing is written.
#[track_caller]
fn refused_xml(content: impl AsRef<[u8]>, words: &[&str]) {
    let folder = Folder::new();
    folder.write("letter.xml", content);
    folder.run(&["convert", "letter.xml", "--to", "epub,text"]).ended(2).says(words);
    assert_eq!(folder.files(), ["letter.xml"]);
}

#[test]
fn xml_that_is_no_tei_or_not_well_formed() {
    refused_xml("<?xml version=\"1.0\"?>\n<html/>", &["letter.xml:2:1:", "root element is `html`"]);
    refused_xml("<TEI>\n<text><p>Dear</q></text></TEI>", &["letter.xml:2:14:", "mend the markup"]);
    refused_xml("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">", &["letter.xml:1:"]);
}

#[test]
fn xml_that_would_take_all_memory_or_stack() {
    let bomb = "<!DOCTYPE TEI [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><TEI><text>&b;</text></TEI>";
    refused_xml(bomb, &["document type", "take it out"]);
    refused_xml(format!("<TEI>{}", "<hi>".repeat(100_000)), &["levels deep"]);
    let attributes = (0..1000).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
    refused_xml(format!("<TEI{attributes}/>"), &["attributes"]);
}

#[test]
fn tei_that_is_as_deep_as_may_be() {
    for (open, close) in [("<add>", "</add>"), ("<quote><p>", "</p></quote>"), ("<list><item>", "</item></list>")] {
        let count = 110 / open.matches('<').count();
        let body = format!("<p>{}words{}</p>", open.repeat(count), close.repeat(count));
        let folder = Folder::new();
        folder.write("letter.xml", format!("<TEI><text><body>{body}</body></text></TEI>"));
        folder.run(&["convert", "letter.xml", "--to", "epub,json,standoff,text"]).ended(0);
        assert_eq!(folder.read("letter.text.txt"), b"words\n");
    }
}

#[test]
fn tei_with_nothing_in_it() {
    for tei in ["<TEI/>", "<TEI><teiHeader/><text><body/></text></TEI>", "<teiCorpus><TEI/></teiCorpus>"] {
        let folder = Folder::new();
        folder.write("letter.xml", tei);
        folder.run(&["convert", "letter.xml", "--to", "epub,json,standoff,text,tei", "-o", "out/"]).ended(0);
    }
}
