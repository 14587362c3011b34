//! `rubricate explain`, and the notes on doubtful decisions.

use crate::common::{self, files, read_with, root};
use crate::run::{Folder, LETTER};
use rubricate::read::ReadOptions;
use rubricate::read::explain;
use rubricate::source::Source;
use rubricate::tree::{Cue, Top, Weight};
use std::fs;

/// Every text of our own, explained.
#[test]
fn every_line_is_explained_once_and_in_order() {
    for path in files(&root().join("tests/letters"), "txt").into_iter().chain(files(&root().join("examples"), "txt")) {
        let text = fs::read_to_string(&path).expect("our own letters can be read");
        let source = Source::new("letter.txt", text);
        let lines = explain(&source, &ReadOptions::default()).expect("our own letters are well-formed");
        let told: Vec<usize> = lines.iter().flat_map(|line| line.line_start..=line.line_end).collect();
        let wanted: Vec<usize> = (0..source.line_count())
            .filter(|&line| !source.slice(source.line(line)).trim().is_empty())
            .map(|line| line + 1)
            .collect();
        assert_eq!(told, wanted, "{}", path.display());
        for line in &lines {
            assert!(!line.cues.is_empty(), "{}:{}", path.display(), line.line_start);
            assert!(line.margin >= Weight(0));
            assert!(line.runner_up.as_ref().is_none_or(|second| second.role.name() != line.role.name()));
        }
    }
}

#[test]
fn the_tree_holds_the_reasons_that_explain_tells() {
    let (document, _) = read_with("letter.txt", LETTER, &ReadOptions::default());
    let source = Source::new("letter.txt", LETTER);
    let lines = explain(&source, &ReadOptions::default()).expect("it is well-formed");
    let rubricate::tree::Part::Letter(letter) = &document.edition.parts[0] else { panic!("the letter was not found") };
    let mut compared = 0;
    for top in &letter.top {
        let Top::Line(top) = top else { continue };
        let told = lines.iter().find(|line| line.span == top.span).expect("the line is explained");
        let kept: &[Cue] = &top.why.cues;
        assert_eq!(&told.cues[..kept.len()], kept);
        assert_eq!(told.margin, top.why.margin);
        compared += 1;
    }
    assert_eq!(compared, 2);
}

#[test]
fn people_and_programs_are_told_the_same() {
    let folder = Folder::with_letter();
    let human = folder.run(&["explain", "letter.txt:3"]).ended(0);
    let human = String::from_utf8(human.stdout).expect("text");
    assert!(human.starts_with("letter.txt:3: salute  | Dear Miss Alder,\n"), "{human}");
    let json = folder.run(&["explain", "letter.txt:3", "--format", "json"]).ended(0);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((&json[0]["line_start"], &json[0]["role"]), (&3.into(), &"salute".into()));
    assert_eq!((&json[0]["block"], json.as_array().map(Vec::len)), (&"salute".into(), Some(1)));
    for cue in json[0]["cues"].as_array().expect("it has cues") {
        assert!(human.contains(cue["id"].as_str().expect("an id")), "{cue}");
    }
    assert!(human.contains(&format!("beats {} by", json[0]["runner_up"]["role"].as_str().expect("a role"))));
}

#[test]
fn what_hints_fix_is_said_so() {
    let folder = Folder::with_letter();
    folder.write("letter.hints.toml", "[[block]]\nlines = 9\nrole = \"trailer\"\n");
    let run = folder.run(&["explain", "letter.txt:9"]).ended(0);
    let text = String::from_utf8(run.stdout).expect("text");
    assert_eq!(text, "letter.txt:9: trailer  | J. Thorne\n    fixed by hints\n");
    let run = folder.run(&["explain", "letter.txt:9", "--format", "json"]).ended(0);
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(json[0]["fixed_by"], "hints");
}

#[test]
fn a_line_that_is_not_there_is_refused() {
    let folder = Folder::with_letter();
    folder.run(&["explain", "letter.txt:2"]).ended(2).says(&["letter.txt:2: this line is blank"]);
    folder.run(&["explain", "letter.txt:99"]).ended(2).says(&["letter.txt:99: the text has lines 1 to"]);
    folder.run(&["explain", "letter.txt:x"]).ended(2).says(&["`x` is no number of a line"]);
    folder.run(&["explain", "nothing.txt"]).ended(2).says(&["nothing.txt: no such text"]);
    folder
        .run(&["explain", "letter.txt", "--weights", "letter.txt"])
        .ended(2)
        .says(&["--weights letter.txt: these are no weights"]);
}

/// The roles of a letter are those of the TEI that is made of it, and each comes from an element that the TEI has.
#[test]
fn the_tree_of_tei_is_explained_by_its_elements() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei"]).ended(0);
    let tei = String::from_utf8(folder.read("letter.xml")).expect("UTF-8");
    let explained = |name: &str| -> Vec<serde_json::Value> {
        let run = folder.run(&["explain", name, "--format", "json"]).ended(0);
        serde_json::from_slice(&run.stdout).expect("an array")
    };
    let of = |all: &[serde_json::Value], key: &str| all.iter().map(|told| told[key].clone()).collect::<Vec<_>>();
    let (lines, nodes) = (explained("letter.txt"), explained("letter.xml"));
    assert_eq!(of(&lines, "block"), ["dateline", "salute", "paragraph", "closer", "signed"]);
    assert_eq!(of(&nodes, "role"), of(&lines, "block"));
    assert_eq!(of(&nodes, "text"), of(&lines, "text"));
    assert_eq!(of(&nodes, "element"), ["dateline", "salute", "p", "salute", "signed"]);
    let xml: Vec<&str> = tei.lines().collect();
    for node in &nodes {
        let line = usize::try_from(node["line_start"].as_u64().expect("a number")).expect("a line");
        let (element, words) = (node["element"].as_str().expect("a name"), node["text"].as_str().expect("words"));
        assert!(xml[line - 1].contains(&format!("<{element}")), "{node}");
        assert_eq!((&node["part"], &node["cues"][0]["id"]), (&"letter 1".into(), &format!("tei.{element}").into()));
        let human = folder.run(&["explain", &format!("letter.xml:{line}")]).ended(0);
        let human = String::from_utf8(human.stdout).expect("text");
        let first: String = words.chars().take(40).collect();
        let role = node["role"].as_str().expect("a role");
        let expected = format!("letter.xml:{line}: {role}, in letter 1  | {first}");
        assert!(human.contains(&expected) && human.contains(&format!("from the element `{element}`")), "{human}");
    }
}

#[test]
fn the_view_decides_what_is_explained() {
    let folder = Folder::new();
    let text = "<p>I <choice><sic>wos</sic><corr>was</corr></choice> here.</p>";
    folder.write(
        "letter.xml",
        format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>{text}</body></text></TEI>"),
    );
    for (args, words) in [(&[][..], "I was here."), (&["--view", "diplomatic"], "I wos here.")] {
        let run = folder.run(&[&["explain", "letter.xml"], args].concat()).ended(0);
        let told = String::from_utf8(run.stdout).expect("text");
        assert_eq!(told, format!("letter.xml:1: paragraph, in section 1  | {words}\n    from the element `p`\n"));
    }
}

#[test]
fn lines_of_tei_without_text_are_told_so() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei"]).ended(0);
    folder.run(&["explain", "letter.xml:1"]).ended(2).says(&["letter.xml:1: here are tags or the header", "--to json"]);
    folder.run(&["explain", "letter.xml:9999"]).ended(2).says(&["letter.xml:9999: the text has lines 1 to"]);
    folder.write("broken.xml", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<text></TEI>");
    folder.run(&["explain", "broken.xml"]).ended(2).says(&["broken.xml:2:"]);
}

/// The note names the two roles that explain names, and an order of the editor ends it.
#[test]
fn doubt_is_a_note_until_the_editor_settles_it() {
    let mut seen = 0;
    for path in files(&root().join("tests/letters"), "txt").into_iter().chain(files(&root().join("examples"), "txt")) {
        let text = fs::read_to_string(&path).expect("our own letters can be read");
        let (document, reading) = read_with("letter.txt", &text, &ReadOptions::default());
        let lines = explain(&document.source, &ReadOptions::default()).expect("it was just read");
        for finding in reading.findings.iter().filter(|finding| finding.rule == "role/low-margin") {
            let span = finding.span.expect("it has a place");
            let line = lines.iter().find(|line| line.span == span).expect("it is about a line");
            let second = line.runner_up.as_ref().expect("there was a choice").role.name();
            // Each role that the note names is one that an editor may order.
            for role in [line.role.name(), second].map(|role| if role == "other" { "paragraph" } else { role }) {
                assert!(finding.message.contains(&format!("`{role}`")), "{}", finding.message);
                let hints = format!("[[block]]\nlines = {}\nrole = \"{role}\"\n", line.line_start);
                let hints = Some(rubricate::read::Hints::parse("h", &hints).expect("well-formed"));
                let (_, settled) = read_with("letter.txt", &text, &common::options(|it| it.hints = hints));
                let open = |finding: &&rubricate::diagnostic::Diagnostic| {
                    finding.rule == "role/low-margin" && finding.span == Some(span)
                };
                assert_eq!(settled.findings.iter().filter(open).count(), 0);
            }
            seen += 1;
        }
    }
    // A name on the last line and one in the middle of nowhere: somewhere there is doubt.
    assert!(seen > 0, "no letter of ours leaves a doubt; take one in that does");
}
