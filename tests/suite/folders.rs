//! Folders: which of their files are texts, and what is said of the others.

use crate::run::{Folder, LETTER};

#[test]
fn folders_are_walked_and_mirrored() {
    let folder = Folder::new();
    for name in ["in/b.txt", "in/a/x.md", "in/a/y.TXT", "in/a/deep/z.muse", "in/.hidden/h.txt", "in/.h.txt", "in/n.doc"]
    {
        folder.write(name, LETTER);
    }
    folder.write("in/b.text.txt", "a text that was written by an earlier run");
    folder.run(&["convert", "in", "--to", "tei", "-o", "out"]).ended(0).says(&["4 texts converted"]);
    let written: Vec<_> = folder.files().into_iter().filter(|name| name.starts_with("out")).collect();
    assert_eq!(written, ["out/a/deep/z.xml", "out/a/x.xml", "out/a/y.xml", "out/b.xml"]);
    folder.run(&["convert", "in", "--to", "json"]).ended(0);
    assert!(folder.exists("in/a/deep/z.json") && folder.exists("in/b.json"));
}

#[test]
fn a_folder_without_texts_is_told() {
    let folder = Folder::new();
    folder.write("empty/picture.png", "");
    folder.run(&["convert", "empty"]).ended(2).says(&["empty", ".txt, .md or .muse"]);
}

#[test]
fn files_about_a_folder_are_left_out_and_read_where_they_are_named() {
    let folder = Folder::new();
    for name in ["in/a.txt", "in/README.md", "in/docs/LICENSE.txt", "only/requirements.txt"] {
        folder.write(name, LETTER);
    }
    let told = "note: left out as no transcriptions, by their names: in/README.md, in/docs/LICENSE.txt (a file that is \
                named itself is read)\n";
    let run = folder.run(&["convert", "in", "--to", "tei", "-o", "out"]).ended(0).says(&[told]);
    assert!(run.stderr.lines().count() <= 3, "{}", run.stderr);
    assert!(folder.exists("out/a.xml") && !folder.exists("out/README.xml"));
    assert_eq!(folder.run(&["convert", "in", "--to", "tei", "-o", "out", "-q"]).ended(0).stderr, "");
    folder.run(&["check", "in"]).ended(0).says(&[told, "1 file checked"]);
    folder.run(&["convert", "in/README.md", "--to", "tei", "-o", "named.xml"]).ended(0);
    assert!(folder.exists("named.xml"));
    folder.run(&["check", "in/README.md"]).ended(0).says(&["1 file checked"]);
    folder.run(&["convert", "only"]).ended(2).says(&["only/requirements.txt", "only: holds no .txt"]);
}

#[test]
fn files_of_a_folder_that_hold_no_text_are_left_out_and_read_where_they_are_named() {
    let folder = Folder::new();
    folder.write("in/a.txt", LETTER);
    folder.write("in/sums.txt", "d41d8cd98f00b204e9800998ecf8427e  a.txt\n");
    folder.write("in/list.txt", "name,place,year\nAnna,Otley,1824\nTom,Holt,1825\nOtto,Ripon,1826\n");
    let told = "note: left out as no transcriptions, by what they hold: in/list.txt (a table), in/sums.txt (a list of \
                checksums) (a file that is named itself is read)\n";
    let run = folder.run(&["convert", "in", "--to", "tei", "-o", "out"]).ended(0).says(&[told]);
    assert!(run.stderr.lines().count() <= 3, "{}", run.stderr);
    assert!(folder.exists("out/a.xml") && !folder.exists("out/list.xml"));
    folder.run(&["check", "in"]).ended(0).says(&[told, "1 file checked"]);
    folder.run(&["check", "in/list.txt"]).says(&["1 file checked"]);
    folder.run(&["explain", "in/sums.txt"]).ended(0);
    folder.run(&["explain", "in"]).ended(2).says(&["in: this is a folder: name a text in it"]);
}
