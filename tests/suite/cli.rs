//! The command line, as a user meets it.

use crate::common::root;
use crate::run::{Folder, LETTER, OLD_BYTES, Run, finish};
use std::fs;
use std::io::{Cursor, Read};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn tei_and_epub_are_written_beside_the_input() {
    let folder = Folder::with_letter();
    let run = folder.run(&["convert", "letter.txt"]).ended(0).says(&["letter.xml, letter.epub; "]);
    assert!(run.stdout.is_empty());
    assert_eq!(folder.files(), ["letter.epub", "letter.txt", "letter.xml"]);
    assert!(folder.read("letter.xml").starts_with(b"<?xml"));
    assert!(folder.read("letter.epub").starts_with(b"PK"));
    assert_eq!(folder.read("letter.txt"), LETTER.as_bytes());
}

#[test]
fn every_format_can_be_asked_for() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei,epub,json", "--to", "standoff,text"]).ended(0);
    let all = ["epub", "json", "standoff.json", "text.txt", "txt", "xml"].map(|end| format!("letter.{end}"));
    assert_eq!(folder.files(), all);
}

#[test]
fn o_names_a_file_for_one_input_and_one_format() {
    for (args, file) in [
        (vec!["--to", "tei", "-o", "out/edition"], "out/edition"),
        (vec!["--to", "standoff", "-o", "out/labels.json"], "out/labels.json"),
        // The name tells the format.
        (vec!["-o", "out/edition.xml"], "out/edition.xml"),
        (vec!["-o", "out/a.standoff.json"], "out/a.standoff.json"),
    ] {
        let folder = Folder::with_letter();
        folder.write("out/old", "");
        folder.run(&[&["convert", "letter.txt"], args.as_slice()].concat()).ended(0).says(&[file]);
        let mut expected = vec!["letter.txt", "out/old", file];
        expected.sort_unstable();
        assert_eq!(folder.files(), expected);
    }
}

#[test]
fn the_name_of_a_file_tells_its_format() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "-o", "a.standoff.json"]).ended(0);
    folder.run(&["convert", "letter.txt", "--to", "standoff", "-o", "b.json"]).ended(0);
    folder.run(&["convert", "letter.txt", "-o", "c.json"]).ended(0);
    assert_eq!(folder.read("a.standoff.json"), folder.read("b.json"));
    assert_ne!(folder.read("a.standoff.json"), folder.read("c.json"));
}

#[test]
fn o_names_a_folder_otherwise() {
    for args in [
        vec!["convert", "letter.txt", "-o", "out"],
        vec!["convert", "letter.txt", "--to", "tei,epub", "-o", "out"],
        vec!["convert", "letter.txt", "-o", "out/"],
    ] {
        let folder = Folder::with_letter();
        folder.run(&args).ended(0);
        assert_eq!(folder.files(), ["letter.txt", "out/letter.epub", "out/letter.xml"], "{args:?}");
    }
    let folder = Folder::with_letter();
    folder.write("made/earlier", "");
    folder.run(&["convert", "letter.txt", "--to", "tei", "-o", "made"]).ended(0);
    folder.run(&["convert", "letter.txt", "--to", "tei", "-o", "new/deep/"]).ended(0);
    assert_eq!(folder.files(), ["letter.txt", "made/earlier", "made/letter.xml", "new/deep/letter.xml"]);
}

#[test]
fn a_file_name_for_many_outputs_is_refused() {
    let folder = Folder::with_letter();
    folder.write("other.txt", LETTER);
    for args in [
        &["convert", "letter.txt", "other.txt", "-o", "book.epub"][..],
        &["convert", "letter.txt", "--to", "tei,epub", "-o", "book.epub"],
        &["convert", ".", "-o", "book.epub"],
    ] {
        folder.run(args).ended(2).says(&["book.epub", "give a folder"]);
    }
    folder.run(&["convert", "letter.txt", "other.txt", "-o", "-"]).ended(2).says(&["one text"]);
    assert_eq!(folder.files(), ["letter.txt", "other.txt"]);
}

#[test]
fn standard_input_goes_to_standard_output_as_tei() {
    let folder = Folder::new();
    let run = folder.run_with_stdin(&["convert", "-"], LETTER.as_bytes()).ended(0);
    assert!(run.stdout.starts_with(b"<?xml"));
    assert_eq!(run.stderr, "");
    let epub = folder.run_with_stdin(&["convert", "-", "--to", "epub"], LETTER.as_bytes()).ended(0);
    assert!(epub.stdout.starts_with(b"PK"));
    assert_eq!(folder.files(), [""; 0]);
}

#[test]
fn standard_input_can_go_to_files_and_files_to_standard_output() {
    let folder = Folder::with_letter();
    folder.run_with_stdin(&["convert", "-", "-o", "out"], LETTER.as_bytes()).ended(0);
    assert_eq!(folder.files(), ["letter.txt", "out/stdin.epub", "out/stdin.xml"]);
    let stream = folder.run(&["convert", "letter.txt", "-o", "-"]).ended(0).stdout;
    folder.run(&["convert", "letter.txt", "-o", "letter.xml"]).ended(0);
    assert_eq!(stream, folder.read("letter.xml"));
}

#[test]
fn standard_output_takes_one_format_and_standard_input_is_read_once() {
    let folder = Folder::with_letter();
    folder.run_with_stdin(&["convert", "-", "--to", "tei,json"], b"x").ended(2).says(&["one format", "--to"]);
    folder.run(&["convert", "letter.txt", "--to", "tei,json", "-o", "-"]).ended(2).says(&["one format"]);
    folder.run_with_stdin(&["convert", "-", "-"], b"x").ended(2).says(&["only once"]);
    assert_eq!(folder.files(), ["letter.txt"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::with_letter();
    for args in [&["man"][..], &["completions", "bash"], &["--help"], &["convert", "letter.txt", "-o", "-"]] {
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        drop(reader);
        let run = finish(folder.command(args).stdout(writer).stderr(Stdio::piped()).output());
        assert_eq!(run.ended(0).stderr, "", "{args:?}");
    }
}

#[test]
fn two_inputs_for_one_output_are_refused_before_anything_is_written() {
    let folder = Folder::with_letter();
    for name in ["letter.md", "a/same.txt", "b/same.txt"] {
        folder.write(name, LETTER);
    }
    let before = folder.files();
    for args in [
        &["convert", "letter.txt", "letter.md"][..],
        &["convert", "letter.txt", "./letter.txt"],
        &["convert", "a/same.txt", "b/same.txt", "-o", "out"],
        &["convert", "a/same.txt", "b/../b/same.txt", "-o", "missing/../out"],
        &["convert", "letter.txt", "--to", "tei,tei"],
    ] {
        folder.run(args).ended(2).says(&["would be written twice"]);
        assert_eq!(folder.files(), before, "{args:?}");
    }
}

#[test]
fn an_input_is_never_replaced() {
    let folder = Folder::new();
    folder.write("letter.xml", LETTER);
    folder.write("other.txt", LETTER);
    for args in [
        &["convert", "letter.xml"][..],
        &["convert", "other.txt", "letter.xml", "-o", "."],
        &["convert", "other.txt", "--to", "tei", "-o", "./other.txt"],
    ] {
        folder.run(args).ended(2).says(&["would replace the input"]);
    }
    assert_eq!(folder.files(), ["letter.xml", "other.txt"]);
    assert_eq!(folder.read("letter.xml"), LETTER.as_bytes());
}

#[test]
fn tei_is_an_input() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei,text"]).ended(0);
    let tei = folder.read("letter.xml");
    // The book follows the TEI; TEI comes back as it was.
    folder.run(&["convert", "letter.xml"]).ended(0).says(&["letter.epub; 1 letter"]);
    folder.run(&["convert", "letter.xml", "--to", "tei,text", "-o", "again/"]).ended(0);
    assert_eq!(folder.read("again/letter.xml"), tei);
    assert_eq!(folder.read("again/letter.text.txt"), folder.read("letter.text.txt"));
    folder.run(&["convert", "letter.xml", "--to", "tei"]).ended(2).says(&["would replace the input"]);
    assert_eq!(folder.read("letter.xml"), tei);
    folder.run(&["convert", "letter.xml", "--to", "tei", "--meta", "recipient=Ada Quill", "-o", "named.xml"]).ended(0);
    assert!(String::from_utf8_lossy(&folder.read("named.xml")).contains("<persName>Ada Quill</persName>"));
}

#[test]
fn the_view_chooses_a_side() {
    let folder = Folder::new();
    let tei =
        "<TEI><text><body><p>The <choice><sic>parcle</sic><corr>parcel</corr></choice> came.</p></body></text></TEI>";
    folder.write("a.xml", tei);
    folder.run(&["convert", "a.xml", "--to", "text"]).ended(0).says(&["tei/not-chosen", "parcle"]);
    assert_eq!(folder.read("a.text.txt"), b"The parcel came.\n");
    folder.run(&["convert", "a.xml", "--to", "text", "--view", "diplomatic"]).ended(0);
    assert_eq!(folder.read("a.text.txt"), b"The parcle came.\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_an_input_does_not_lead_to_its_replacement() {
    let folder = Folder::with_letter();
    std::os::unix::fs::symlink("letter.txt", folder.path("letter.xml")).expect("links can be made here");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["would replace the input"]);
    assert_eq!(folder.read("letter.txt"), LETTER.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mode = |folder: &Folder, name| fs::metadata(folder.path(name)).expect("it exists").permissions().mode() & 0o777;
    let folder = Folder::with_letter();
    folder.write("real/edition.xml", "old");
    fs::set_permissions(folder.path("real/edition.xml"), fs::Permissions::from_mode(0o640)).expect("it is ours");
    symlink("real/edition.xml", folder.path("letter.xml")).expect("links can be made here");
    folder.run(&["convert", "letter.txt"]).ended(0);
    assert_ne!(folder.read("real/edition.xml"), b"old");
    assert_eq!(mode(&folder, "real/edition.xml"), 0o640);
    assert!(fs::symlink_metadata(folder.path("letter.xml")).expect("it exists").is_symlink());
    // A new file is like any other file that this user makes.
    assert_eq!(mode(&folder, "letter.epub"), mode(&folder, "letter.txt"));
}

#[test]
fn the_exit_code_says_what_happened() {
    let folder = Folder::with_letter();
    folder.write("old.txt", OLD_BYTES);
    folder.run(&["convert", "letter.txt"]).ended(0);
    // A warning does not count.
    folder
        .run(&["convert", "old.txt"])
        .ended(0)
        .says(&["old.txt:5:16: warning[encoding/guessed]", "findings: 1 warning"]);
    // An error does, and everything is written all the same.
    let run = folder.run(&["convert", "old.txt", "--encoding", "utf-8", "-o", "out"]).ended(1);
    run.says(&["old.txt:5:16: error[encoding/malformed]", "1 error", "out/old.xml, out/old.epub; "]);
    assert!(folder.exists("out/old.xml"));
    folder.run(&["convert", "missing.txt", "-o", "out.xml"]).ended(2).says(&["missing.txt: no such file"]);
    folder.run(&["convert", "letter.txt", "missing.txt", "-o", "out.xml"]).ended(2).says(&["several inputs"]);
    folder.run(&["convert"]).ended(2);
    folder.run(&[]).ended(2);
    for args in [&["--help"][..], &["--version"], &["convert", "--help"]] {
        assert!(!folder.run(args).ended(0).stdout.is_empty());
    }
}

#[test]
fn one_bad_file_does_not_stop_the_rest() {
    let folder = Folder::with_letter();
    folder.write("a.txt", "");
    folder.write("z.txt", LETTER);
    let run = folder.run(&["convert", "a.txt", "missing.txt", "letter.txt", "z.txt"]).ended(2);
    run.says(&["a.txt: is empty", "missing.txt: no such file", "2 texts converted; 2 failed"]);
    assert!(folder.exists("letter.xml") && folder.exists("z.epub"));
    assert!(!folder.exists("a.xml"));
}

/// Runs the program where it panics on one file of three. Only builds for tests take this order.
#[cfg(debug_assertions)]
fn run_with_a_fault(folder: &Folder, file: &str, args: &[&str]) -> Run {
    finish(folder.command(args).env("RUBRICATE_TEST_PANIC", file).stdin(Stdio::null()).output())
}

#[cfg(debug_assertions)]
#[test]
fn a_fault_of_the_program_fails_one_file_and_not_the_run() {
    let report = ["internal error: a fault on purpose (src/cli/guard.rs:", "please report it"];
    let folder = Folder::with_letter();
    // Many, so that several threads and more than one batch have part in it.
    for name in 0..150 {
        folder.write(&format!("many/{name:03}.txt"), LETTER);
    }
    let faulty = folder.path("many/070.txt").display().to_string();
    let many = folder.path("many").display().to_string();
    let run = run_with_a_fault(&folder, &faulty, &["convert", &many, "-o", "out", "--to", "tei"]).ended(2);
    run.says(&[&format!("error: {faulty}: {}", report[0]), report[1], "149 texts converted; 1 failed"]);
    assert_eq!(folder.files().iter().filter(|path| path.starts_with("out/")).count(), 149);
    assert!(!folder.exists("out/070.xml"));

    let run = run_with_a_fault(&folder, "many/070.txt", &["check", "many", "--format", "junit"]).ended(2);
    let run = run.says(&["error: many/070.txt: internal error", "149 files checked", "1 failed"]);
    let told = String::from_utf8(run.stdout).expect("XML is text");
    assert!(told.contains("many/070.txt: internal error") && told.contains("many/149.txt"), "{told}");

    let run = run_with_a_fault(&folder, "letter.txt", &["convert", "letter.txt", "-o", "-"]).ended(2);
    run.says(&["error: letter.txt: internal error"]);
    let run = run_with_a_fault(&folder, "letter.txt", &["explain", "letter.txt"]).ended(2);
    run.says(&["error: letter.txt: internal error"]);
}

/// One file for all inputs would be without the letters of the one that failed.
#[cfg(debug_assertions)]
#[test]
fn a_list_of_letters_is_not_written_where_one_text_failed() {
    let folder = Folder::with_letter();
    folder.write("other.txt", LETTER);
    let args = ["convert", "letter.txt", "other.txt", "--to", "cmif", "-o", "all.xml"];
    let run = run_with_a_fault(&folder, "other.txt", &args).ended(2);
    run.says(&["error: other.txt: internal error", "all.xml: was not written"]);
    assert!(!folder.exists("all.xml"));
}

/// What is around the files is guarded as well.
#[cfg(debug_assertions)]
#[test]
fn a_fault_outside_of_files_is_reported_too() {
    let run = run_with_a_fault(&Folder::new(), "rubricate", &["rules"]).ended(2);
    run.says(&["error: rubricate: internal error", "please report it"]);
}

#[cfg(debug_assertions)]
#[test]
fn nothing_is_learned_where_a_labelled_text_failed() {
    let folder = Folder::with_letter();
    folder.write("gold/a.txt", LETTER);
    folder.write("gold/b.txt", LETTER);
    folder.run(&["convert", "gold", "--to", "standoff"]).ended(0);
    folder.write("gold/b.standoff.json", "{}");
    let run = run_with_a_fault(&folder, "gold/a.txt", &["tune", "gold", "-o", "weights.toml"]).ended(2);
    run.says(&["error: gold/a.txt: internal error", "gold/b.standoff.json:1: missing field", "2 of 2 texts"]);
    assert!(!folder.exists("weights.toml"));
}

#[test]
fn findings_come_in_the_order_of_the_inputs() {
    let folder = Folder::new();
    let names: Vec<_> = (0..150).map(|number| format!("in/{number:03}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        // Long and short ones, so that the later is often done before the earlier.
        folder.write(name, OLD_BYTES.repeat(1 + (150 - number) % 40 * 5));
    }
    let run = folder.run(&["convert", "in", "--to", "text", "-o", "out"]).ended(0);
    let warned: Vec<_> = run.stderr.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    let warned: Vec<_> = warned.into_iter().filter(|name| name.starts_with("in/")).collect();
    let mut unique = warned.clone();
    unique.dedup();
    assert_eq!(unique, names);
    assert_eq!(folder.files().len(), 300);
}

#[test]
fn findings_show_the_line_and_a_caret_without_colours() {
    let folder = Folder::new();
    folder.write("old.txt", OLD_BYTES);
    let run = folder.run(&["convert", "old.txt"]).ended(0);
    assert!(!run.stderr.contains('\x1b'), "{}", run.stderr);
    let lines: Vec<_> = run.stderr.lines().collect();
    let source = lines.iter().position(|line| *line == "5 | The seeds cost £3 and came on Tuesday.");
    let source = source.unwrap_or_else(|| panic!("no source line in: {}", run.stderr));
    assert_eq!(lines[source + 1].chars().position(|c| c == '^'), lines[source].chars().position(|c| c == '£'));
    run.says(&["help: ", "--encoding"]);
}

#[test]
fn quiet_leaves_only_errors() {
    let folder = Folder::with_letter();
    folder.write("old.txt", OLD_BYTES);
    assert_eq!(folder.run(&["convert", "old.txt", "--quiet"]).ended(0).stderr, "");
    assert_eq!(folder.run(&["convert", "letter.txt", "-q"]).ended(0).stderr, "");
    let run = folder.run(&["convert", "old.txt", "-q", "--encoding", "utf-8"]).ended(1).says(&["encoding/malformed"]);
    assert!(!run.stderr.contains("old.xml"), "{}", run.stderr);
    // One says what is told, the other how.
    let both = folder.run(&["convert", "old.txt", "-qv", "--encoding", "utf-8"]).ended(1);
    assert_eq!(both.stderr, run.stderr);
    folder.run(&["convert", "-q", "missing.txt"]).ended(2).says(&["no such file"]);
}

#[test]
fn an_unknown_key_of_metadata_is_kept_and_told() {
    let folder = Folder::with_letter();
    let run = |meta: &str| folder.run(&["convert", "letter.txt", "--meta", meta, "-o", "letter.xml"]).ended(0);
    run("Recipent=Anna Pell").says(&["warning: `Recipent`", "help: did you mean `recipient`?"]);
    let tei = String::from_utf8(folder.read("letter.xml")).expect("UTF-8");
    assert!(tei.contains(r#"n="recipent">Anna Pell<"#), "{tei}");
    run("Shelf=A 12").says(&["note: `Shelf`", "known keys: title", "recipient"]);
    let known = run("Recipient=Anna Pell");
    assert!(!known.stderr.contains("known keys"), "{}", known.stderr);
}

#[test]
fn metadata_reaches_the_output() {
    let folder = Folder::with_letter();
    let title = "title=A parcel = seeds & soil";
    let run =
        folder.run(&["convert", "letter.txt", "--meta", title, "--meta", " author = Jane Thorne ", "-o", "-"]).ended(0);
    let tei = String::from_utf8(run.stdout).expect("TEI is UTF-8");
    assert!(tei.contains("A parcel = seeds &amp; soil") && tei.contains("Jane Thorne"), "{tei}");
    for wrong in ["title", "=x", "title="] {
        folder.run(&["convert", "letter.txt", "--meta", wrong]).ended(2).says(&["key=value"]);
    }
}

#[test]
fn templates_lie_in_the_folder_of_their_format() {
    let folder = Folder::with_letter();
    let convert = |to: &str| folder.run(&["convert", "letter.txt", "--to", to, "--templates", "mine"]);
    folder.write("mine/epub/.DS_Store", "");
    folder.write("mine/notes.txt", "");
    folder.write("mine/epub/style.css", "p { text-indent: 3em }");
    convert("epub").ended(0);
    let book = folder.read("letter.epub");
    folder.write("mine/epub/styles.css", "");
    convert("epub").ended(2).says(&["mine/epub/styles.css replaces no template; the templates are letter.xhtml, "]);
    assert_eq!(folder.read("letter.epub"), book);
    // They are about books.
    convert("tei").ended(0);
    folder.write("mine/epub/nav.xhtml", [0xFF, 0xFE, 0xFF]);
    std::fs::remove_file(folder.path("mine/epub/styles.css")).expect("it is there");
    convert("epub").ended(2).says(&["cannot read the template mine/epub/nav.xhtml", "UTF-8"]);
    std::fs::remove_file(folder.path("mine/epub/nav.xhtml")).expect("it is there");
    folder.write("mine/style.css", "");
    convert("epub").ended(2).says(&["mine/style.css would not be used; move it to mine/epub/style.css"]);
}

#[test]
fn unknown_values_are_refused_with_what_is_possible() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "docx"]).ended(2).says(&["docx", "tei", "standoff"]);
    folder.run(&["convert", "letter.txt", "--repair", "all"]).ended(2).says(&["all", "quotes"]);
    folder.run(&["convert", "letter.txt", "--encoding", "klingon"]).ended(2).says(&["`klingon`", "windows-1251"]);
    folder.run(&["convert", "letter.txt", "--templates", "nowhere"]).ended(2).says(&["nowhere", "no such folder"]);
    folder
        .run(&["convert", "letter.txt", "--cover", "nowhere.png"])
        .ended(2)
        .says(&["--cover nowhere.png: cannot be read"]);
    folder.run(&["convert", "letter.txt", "--cover", "letter.txt"]).ended(2).says(&["no PNG, JPEG or SVG picture"]);
    folder.run(&["convert", "letter.txt", "--colour"]).ended(2).says(&["--colour"]);
    folder.run(&["rubricate"]).ended(2);
    assert_eq!(folder.files(), ["letter.txt"]);
}

#[test]
fn an_unknown_profile_or_language_is_refused_once_for_all_inputs() {
    let folder = Folder::with_letter();
    folder.write("other.txt", LETTER);
    for (option, possible) in [("--brackets", "plain"), ("--lang", "en")] {
        let run = folder.run(&["convert", "letter.txt", "other.txt", option, "klingon"]).ended(2);
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
        run.says(&["klingon", possible]);
    }
    assert_eq!(folder.files(), ["letter.txt", "other.txt"]);
}

#[test]
fn an_encoding_can_be_forced() {
    let folder = Folder::new();
    // "Мир" in KOI8-R.
    folder.write("short.txt", [0xed, 0xc9, 0xd2, b'\n']);
    let run = folder.run(&["convert", "short.txt", "--encoding", "koi8-r", "--to", "text", "-o", "-"]).ended(0);
    assert_eq!(String::from_utf8_lossy(&run.stdout).trim(), "Мир");
}

#[test]
fn every_shell_gets_its_completions() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = String::from_utf8(folder.run(&["completions", shell]).ended(0).stdout).expect("a script is text");
        for word in ["convert", "brackets", "completions"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
        // These complete the values of options too.
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(script.contains("standoff"), "{shell}");
        }
    }
    folder.run(&["completions", "csh"]).ended(2).says(&["csh", "zsh"]);
}

#[test]
fn the_manual_holds_every_option() {
    let folder = Folder::new();
    let page = String::from_utf8(folder.run(&["man"]).ended(0).stdout).expect("a page is text");
    let page = page.replace("\\-", "-");
    let mut options = 0;
    for command in ["convert", "completions", "man"] {
        assert!(page.contains(&format!("COMMAND {}", command.to_uppercase())), "{command}");
        let help = String::from_utf8(folder.run(&[command, "--help"]).ended(0).stdout).expect("help is text");
        let is_option = |line: &&str| line.starts_with('-') && !line.starts_with("- ");
        for line in help.lines().map(str::trim_start).filter(is_option) {
            let name = line.split(' ').find(|word| word.starts_with("--")).expect("every option has a long name");
            assert!(page.contains(name), "{command} {name}");
            options += 1;
        }
    }
    assert!(options > 10, "only {options} options were found in the help");
    assert!(page.starts_with(".ie") || page.contains(".TH rubricate 1"), "{page}");
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere_and_at_any_time() {
    let formats = "tei,epub,json,standoff,text";
    let run = |zone: &str, locale: &str, date: Option<&str>| {
        let folder = Folder::with_letter();
        let mut command = folder.command(&["convert", "letter.txt", "--to", formats, "-o", "out"]);
        command.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale);
        if let Some(date) = date {
            command.env("SOURCE_DATE_EPOCH", date);
        }
        finish(command.output()).ended(0);
        folder.files().iter().map(|name| (name.clone(), folder.read(name))).collect::<Vec<_>>()
    };
    let first = [run("UTC", "C", None), run("UTC", "C", Some("1700000000"))];
    // Times in a ZIP file have a grain of two seconds.
    sleep(Duration::from_millis(2100));
    let second = [run("Asia/Tokyo", "de_DE.UTF-8", None), run("America/New_York", "tr_TR.UTF-8", Some("1700000000"))];
    assert_eq!(first[0].len(), 6);
    assert!(first == second, "the bytes depend on clock, zone or locale");
}

#[test]
fn a_source_date_that_is_none_is_refused() {
    let folder = Folder::with_letter();
    for wrong in ["yesterday", "", "-1", "1e9", "99999999999999"] {
        let run = finish(folder.command(&["convert", "letter.txt"]).env("SOURCE_DATE_EPOCH", wrong).output());
        run.ended(2).says(&["SOURCE_DATE_EPOCH", "seconds since 1970"]);
    }
    assert_eq!(folder.files(), ["letter.txt"]);
}

/// A bracket profile of an edition's own.
const MILL: &str = r#"name = "mill"
title = "What the editors of the Mill Papers write"
brackets = ["⟪⟫"]

[[notation]]
cue = "mill.supplied"
forms = ["⟪{text}⟫"]
act = "supplied"
examples = [{ text = "the ⟪old⟫ mill", acts = ["supplied: ⟪old⟫"] }]

[[lines]]
cue = "mill.song"
fences = ["--song", "song--"]
is = "verse"
examples = [{ text = "--song\nBring the bowls\nsong--\n", lines = ["boilerplate", "verse", "boilerplate"] }]
"#;

#[test]
fn a_bracket_profile_of_ones_own_may_be_named_everywhere() {
    let folder = Folder::new();
    let text = "Dear Anna,\n\nThe ⟪old⟫ mill [really] burned.\n\n--song\nBring the bowls\nsong--\n\nYours,\nTom\n";
    let with_meta = "[meta]\nbrackets = \"../mill.toml\"\n";
    for name in ["given", "edition", "hints"] {
        folder.write(&format!("all/{name}/letter.txt"), text);
    }
    folder.write("all/mill.toml", MILL);
    folder.write("all/edition/edition.toml", with_meta);
    folder.write("all/hints/letter.hints.toml", with_meta);
    let tei = |args: &[&str]| {
        let run = folder.run(&[&["convert", "--to", "tei", "-o", "-"], args].concat()).ended(0);
        String::from_utf8(run.stdout).expect("TEI is UTF-8")
    };
    let plain = tei(&["all/given/letter.txt"]);
    assert!(
        !plain.contains("⟪old⟫</supplied>") && plain.contains("[really]</supplied>") && !plain.contains("<lg"),
        "{plain}"
    );
    for args in [
        &["all/given/letter.txt", "--brackets", "all/mill.toml"][..],
        &["all/given/letter.txt", "--meta", "brackets=all/mill.toml"],
        &["all/edition/letter.txt"],
        &["all/hints/letter.txt"],
    ] {
        let own = tei(args);
        assert!(
            own.contains("⟪old⟫</supplied>") && !own.contains("[really]</supplied>") && own.contains("<lg"),
            "{args:?}: {own}"
        );
        assert!(own.contains("mill"), "the header names the profile");
    }
    // The command line goes before the file beside the text.
    assert!(tei(&["all/edition/letter.txt", "--brackets", "plain"]).contains("[really]</supplied>"));
    for args in [
        &["explain", "all/edition/letter.txt:6"][..],
        &["explain", "all/given/letter.txt:6", "--brackets", "all/mill.toml"],
    ] {
        let told = String::from_utf8(folder.run(args).ended(0).stdout).expect("text");
        assert!(told.contains("verse") && told.contains("mill.song"), "{told}");
    }
    let checked = |args: &[&str]| folder.run(&[&["check", "--format", "json"], args].concat()).ended(0).stdout;
    let own = checked(&["all/given/letter.txt", "--brackets", "all/mill.toml"]);
    let edition = checked(&["all/edition/letter.txt"]);
    assert_eq!(String::from_utf8_lossy(&own).replace("/given/", "/edition/"), String::from_utf8_lossy(&edition));
}

#[test]
fn a_bracket_profile_that_is_none_is_refused_with_its_place() {
    let folder = Folder::with_letter();
    folder.write("mill.toml", MILL.replace("supplied: ⟪old⟫", "supplied: ⟪mill⟫"));
    let wrong = ["mill.toml:9:", "reads as `supplied: ⟪old⟫`", "mend the notation or the example"];
    for command in ["convert", "check", "explain"] {
        let run = folder.run(&[command, "letter.txt", "--brackets", "mill.toml"]).ended(2).says(&wrong);
        assert_eq!(run.stderr.matches("mill.toml:9:").count(), 1, "{}", run.stderr);
    }
    folder.write("edition.toml", "[meta]\n\nbrackets = \"mill.toml\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&wrong);
    folder.write("edition.toml", "[meta]\n\nbrackets = \"mil.toml\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["edition.toml:3: mil.toml: no such file"]);
    folder.write("edition.toml", "[meta]\nbrackets = \"plian\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["unknown bracket profile `plian`: did you mean `plain`?"]);
    fs::remove_file(folder.path("edition.toml")).expect("it was written");
    folder
        .run(&["convert", "letter.txt", "--brackets", "gone.toml"])
        .ended(2)
        .says(&["--brackets: gone.toml: no such"]);
    folder.run(&["convert", "letter.txt", "--brackets", "lieden"]).ended(2).says(&["lieden", "leiden", "plain"]);
    assert!(!folder.exists("letter.xml"));
}

/// A language that nobody speaks: English with other words.
fn invented_language() -> String {
    let path = root().join("schema/languages/en.toml");
    let mut text = fs::read_to_string(path).expect("it is part of the project");
    for (english, invented) in [
        ("lang = \"en\"", "lang = \"qx\""),
        ("name = \"English\"", "name = \"Quexian\""),
        ("\"march\"", "\"zarmo\""),
        ("\"Dear\"", "\"Kelo\""),
        ("contents = \"Contents\"", "contents = \"Kontento\""),
    ] {
        assert!(text.contains(english), "{english}");
        text = text.replacen(english, invented, 1);
    }
    text
}

#[test]
fn a_language_of_ones_own_is_read_and_written() {
    let folder = Folder::new();
    let letter = "Harwick, 4 Zarmo 1911\n\nKelo Anna,\n\nThe mill burned.\n\nYours,\nTom\n";
    folder.write("all/given/letter.txt", letter);
    folder.write("all/edition/letter.txt", letter);
    folder.write("all/edition/edition.toml", "languages = [\"../qx.toml\"]\n\n[meta]\nlang = \"qx\"\n");
    folder.write("all/qx.toml", invented_language());
    folder
        .run(&["convert", "all/given/letter.txt", "--lang", "qx"])
        .ended(2)
        .says(&["unknown language `qx`; known are en"]);
    for args in
        [&["all/given/letter.txt", "--lang", "qx", "--language-file", "all/qx.toml"][..], &["all/edition/letter.txt"]]
    {
        folder.run(&[&["convert", "--to", "tei,epub", "-o", "out"], args].concat()).ended(0);
        let tei = String::from_utf8(folder.read("out/letter.xml")).expect("TEI is UTF-8");
        assert!(
            tei.contains("when=\"1911-03-04\"") && tei.contains("<language ident=\"qx\">Quexian</language>"),
            "{tei}"
        );
        assert!(tei.contains("<persName>Anna</persName>"), "{tei}");
        let mut book = zip::ZipArchive::new(Cursor::new(folder.read("out/letter.epub"))).expect("a book is an archive");
        let mut page = String::new();
        book.by_name("OEBPS/nav.xhtml").expect("a book has one").read_to_string(&mut page).expect("pages are UTF-8");
        assert!(page.contains("Kontento"), "{page}");
        folder.run(&[&["check"], args].concat()).ended(0);
        let told = folder.run(&[&["explain", "--format", "json"], args].concat()).ended(0).stdout;
        assert!(String::from_utf8_lossy(&told).contains("\"role\": \"salute\""));
    }
}

#[test]
fn a_language_that_is_none_is_refused_with_its_place() {
    let folder = Folder::with_letter();
    folder.write("qx.toml", invented_language().replacen("[salutation]", "[salutations]", 1));
    let given = |file: &str| folder.run(&["convert", "letter.txt", "--language-file", file]).ended(2);
    given("qx.toml").says(&["qx.toml:", "this is no language: unknown field `salutations`"]);
    given("gone.toml").says(&["--language-file: gone.toml: no such file"]);
    folder.write("edition.toml", "\nlanguages = [\n  \"gone.toml\",\n]\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["edition.toml:3: gone.toml: no such file"]);
}
