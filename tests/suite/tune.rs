//! `rubricate tune` on a small gold that the test makes from our own letters.

use crate::common::{files, root};
use crate::run::Folder;
use std::fs;

/// Two collections of letters with the roles that the program itself finds.
fn gold() -> Folder {
    let folder = Folder::new();
    for (index, path) in files(&root().join("examples"), "txt").into_iter().enumerate() {
        let text = fs::read(&path).expect("our own letters can be read");
        let name = path.file_stem().expect("a file has a name").to_string_lossy();
        folder.write(&format!("gold/{}/{name}.txt", if index % 2 == 0 { "even" } else { "odd" }), text);
    }
    folder.run(&["convert", "gold", "--to", "standoff"]).ended(0);
    folder
}

#[test]
fn weights_are_learned_alike_twice_and_convert_uses_them() {
    let folder = gold();
    folder.run(&["tune", "gold", "-o", "weights.toml"]).ended(0).says(&["weights.toml; ", " texts"]);
    let again = folder.run(&["tune", "gold/even", "gold/odd"]).ended(0);
    assert!(again.stdout == folder.read("weights.toml"), "the same letters give the same weights");

    let standoff = |extra: &[&str]| {
        let args = [&["convert", "gold/even/brackets.txt", "--to", "standoff", "-o", "-"], extra].concat();
        let run = folder.run(&args).ended(0);
        serde_json::from_slice::<serde_json::Value>(&run.stdout).expect("standoff is JSON")
    };
    let (builtin, own) = (standoff(&[]), standoff(&["--weights", "weights.toml"]));
    let kinds = |json: &serde_json::Value| {
        let blocks = json["blocks"].as_array().expect("it has blocks").clone();
        blocks.into_iter().map(|block| block["type"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&own), kinds(&builtin), "what was learned is what was labelled");
    assert_ne!(own["blocks"], builtin["blocks"], "the reasons are other ones");
}

#[test]
fn the_report_scores_letters_that_were_left_out() {
    let folder = gold();
    let run = folder.run(&["tune", "gold", "--report"]).ended(0);
    let text = String::from_utf8(run.stdout).expect("text");
    assert!(text.starts_with("Each collection read with the weights that the others teach"), "{text}");
    assert!(text.contains("\nparagraph "), "{text}");
    let count = text.lines().find_map(|line| line.strip_prefix("Lines that were read wrongly: ")).expect("it counts");
    let listed = text.lines().filter(|line| line.contains(", read as ")).count();
    assert_eq!(count, listed.to_string());
    assert!(text.lines().filter(|line| line.contains(", read as ")).all(|line| line.starts_with("gold/")), "{text}");
    let run = folder.run(&["tune", "gold/odd", "--report"]).ended(0);
    assert!(String::from_utf8(run.stdout).expect("text").starts_with("Each part read with"));
}

#[test]
fn bad_gold_is_refused_with_its_place() {
    let folder = Folder::new();
    let refuse = |json: &str, words: &str| {
        folder.write("gold/a.txt", "Dear Anna,\n\nAll is well.\n");
        folder.write("gold/a.json", json);
        folder.run(&["tune", "gold"]).ended(2).says(&[words]);
    };
    refuse(
        "{\"blocks\": [\n{\"type\": \"sined\", \"line_start\": 1, \"line_end\": 1}]}",
        "gold/a.json:2: unknown block type `sined`",
    );
    refuse(
        "{\"blocks\": [\n\n{\"type\": \"salute\", \"line_start\": 3, \"line_end\": 1}]}",
        "gold/a.json:3: lines 3 to 1 are none",
    );
    refuse(
        "{\"blocks\": [{\"type\": \"salute\", \"line_start\": 1, \"line_end\": 9}]}",
        "a block ends at line 9, but gold/a.txt has",
    );
    refuse("{\n\"blocks\": [", "gold/a.json:2: ");
    refuse("{}", "gold/a.json:1: missing field `blocks`");
    folder.write("empty/a.txt", "Dear Anna,\n");
    folder.run(&["tune", "empty"]).ended(2).says(&["empty: holds no NAME.txt with NAME.standoff.json"]);
    folder.run(&["tune", "nowhere"]).ended(2).says(&["nowhere: cannot be read"]);
}
