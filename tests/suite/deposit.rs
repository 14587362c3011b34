//! `convert --profile deposit`: what an archive takes, or nothing.

use crate::run::{Folder, LETTER};

const FULL: &str = "[meta]\nauthor = \"J. Thorne\"\ntranscriber = \"Mary Hale\"\npublisher = \"Harwick Press\"\n\
                    published = \"2024-05-01\"\nlicence = \"CC BY 4.0\"\nidentifier = \"https://press.example/seeds\"\n\
                    source = \"Harwick Record Office, MS 12\"\nchange = \"2024-04-30 Read against the manuscript.\"\n";

#[test]
fn what_is_missing_is_listed_and_nothing_is_written() {
    let folder = Folder::with_letter();
    let run = folder.run(&["convert", "letter.txt", "--profile", "deposit"]).ended(2);
    run.says(&[
        "the header lacks: author or editor, respStmt, publisher, date with when, licence with target, idno",
        "--meta author=\"..\" or --meta editor=\"..\"",
        "--meta transcriber=\"..\"",
        "--meta published=YYYY-MM-DD",
        "--meta identifier=URI",
        "no source is named",
        "--meta source=\"..\"",
    ]);
    assert_eq!(folder.files(), ["letter.txt"]);
}

/// Each part alone is asked for, whoever gives the others.
#[test]
fn each_part_is_asked_for() {
    for (key, asked) in [
        ("author", "author or editor"),
        ("transcriber", "respStmt"),
        ("publisher", "publisher"),
        ("published", "date with when"),
        ("licence", "licence with target"),
        ("identifier", "idno"),
        ("source", "no source is named"),
    ] {
        let folder = Folder::with_letter();
        let rest: Vec<&str> = FULL.lines().filter(|line| !line.starts_with(key)).collect();
        folder.write("edition.toml", rest.join("\n"));
        folder.run(&["convert", "letter.txt", "--profile", "deposit"]).ended(2).says(&[asked]);
        assert_eq!(folder.files(), ["edition.toml", "letter.txt"], "{key}");
    }
}

#[test]
fn correspondents_and_date_are_asked_for() {
    let folder = Folder::new();
    folder.write("letter.txt", LETTER.replace("Harwick, 4 March 1911\n\n", "").replace("Miss Alder", "Sir"));
    folder.write("edition.toml", FULL);
    let args = ["convert", "letter.txt", "--to", "tei", "--profile", "deposit"];
    folder.run(&args).ended(2).says(&["type received", "--meta recipient=", "date, or a note", "--meta date="]);
    folder.write("letter.hints.toml", "[[letter]]\nnumber = 1\nrecipient = \"Miss Alder\"\ndate = \"1911\"\n");
    folder.run(&args).ended(0);
    assert!(folder.exists("letter.xml"));
}

#[test]
fn with_full_metadata_the_checklist_finds_no_error() {
    let folder = Folder::with_letter();
    folder.write("edition.toml", FULL);
    folder.run(&["convert", "letter.txt", "--to", "tei", "--profile", "deposit"]).ended(0).says(&["names without ref"]);
    let run = folder.run(&["check", "--profile", "deposit", "letter.xml"]).ended(0);
    let found = String::from_utf8(run.stdout).expect("findings are text");
    assert!(found.contains("deposit/no-authority") && !found.contains("error"), "{found}");
}

#[test]
fn a_file_name_that_archives_refuse_is_refused() {
    let folder = Folder::new();
    folder.write("edition.toml", FULL);
    folder.write("my letter.txt", LETTER);
    let args = ["convert", "my letter.txt", "--to", "tei", "--profile", "deposit"];
    folder.run(&args).ended(2).says(&["my letter.xml", "my-letter.xml"]);
    folder.run(&[&args[..], &["-o", "my-letter.xml"]].concat()).ended(0);
}

#[test]
fn a_profile_is_about_tei() {
    let folder = Folder::with_letter();
    let args = ["convert", "letter.txt", "--to", "epub", "--profile", "deposit"];
    folder.run(&args).ended(2).says(&["--profile", "tei"]);
}
