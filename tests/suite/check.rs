//! `rubricate check`, as a user and a build server meet it.

use crate::run::{self, Folder, LETTER, Run};
use crate::support;
use roxmltree::Document;
use serde_json::Value;

/// A letter with a lost year (warning), damage of decoding (warning, mended unsafely) and a word that is not composed
/// (note, mended safely).
const FAULTY: &str = "Harwick, 4 March\n\nDear Miss Alder,\n\nThe cafÃ© is shut, and the cafe\u{301} too.\n\nYours \
                      sincerely,\n\nJ. Thorne\n";
/// An impossible day in bytes that are no UTF-8: the only error that a transcription can have.
const BROKEN: &[u8] = b"Harwick, 4 March 1911\n\nDear Miss Alder,\n\n\xe2\x80\x9cThe seeds\xff \xe2\x80\x93 you know \
    which \xe2\x80\x93 didn\xe2\x80\x99t come,\xe2\x80\x9d she said.\n";
const TEI: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>A letter</title></titleStmt>
      <publicationStmt><p>Not published.</p></publicationStmt>
      <sourceDesc><p>Written for this test.</p></sourceDesc>
    </fileDesc>
  </teiHeader>
  <text><body><p><seg xml:id="a">One</seg> <seg xml:id="a">two</seg></p></body></text>
</TEI>
"#;

fn text(run: &Run) -> String {
    String::from_utf8(run.stdout.clone()).expect("findings are UTF-8")
}

fn json(run: &Run) -> Value {
    serde_json::from_slice(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(run)))
}

fn with(name: &str, content: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::new();
    folder.write(name, content);
    folder
}

/// Ids of the rules in an array of findings.
fn found(value: &Value) -> Vec<&str> {
    let findings = value.as_array().expect("findings are an array");
    findings.iter().map(|finding| finding["rule"].as_str().expect("a rule has an id")).collect()
}

#[test]
fn people_see_place_line_caret_and_advice() {
    let run = with("letters/a.txt", FAULTY).run(&["check", "letters/a.txt"]).ended(0);
    let shown = text(&run);
    for part in [
        "letters/a.txt:1:10: warning[date/no-year]: the date of the letter has no year\n",
        "1 | Harwick, 4 March\n  |          ^^^^^^^\n",
        "letters/a.txt:5:8: warning[text/mojibake]: `Ã©` is `é`",
        "= help: replace it by `é` (`check --fix --unsafe`)",
    ] {
        assert!(shown.contains(part), "no `{part}` in {shown}");
    }
    assert_eq!(run.stderr, "1 file checked: 2 warnings, 1 note\n");
}

#[test]
fn people_are_told_once_what_says_the_same_and_programs_each_time() {
    let cafes: Vec<_> = (0..300).map(|n| format!("The cafÃ© in row {n} is shut.\n\n")).collect();
    let cafes = cafes.concat();
    let many = format!("Harwick, 4 March\n\nDear Miss Alder,\n\n{cafes}Yours sincerely,\n\nJ. Thorne\n");
    let folder = with("a.txt", many);
    let run = folder.run(&["check", "a.txt"]).ended(0).says(&["301 warnings; --verbose shows each one"]);
    let shown = text(&run);
    let lines = "a.txt:5:8: warning[text/mojibake]: `Ã©` is `é`, decoded in a wrong encoding (and 299 like it: 7:8, \
                 9:8, ..)\n  help: mend them with `check --fix --unsafe`\na.txt:1:10: warning[date/no-year]";
    assert!(shown.starts_with(lines) && shown.lines().count() < 12, "{shown}");
    let run = folder.run(&["check", "a.txt", "--verbose"]).ended(0);
    assert_eq!(text(&run).matches("warning[text/mojibake]").count(), 300);
    assert!(run.stderr.ends_with("301 warnings\n"), "{}", run.stderr);
    let run = folder.run(&["check", "a.txt", "--format", "json"]).ended(0);
    assert_eq!(found(&json(&run)).len(), 301);
}

#[test]
fn ends_of_lines_are_named() {
    let folder = with("a.txt", LETTER.replacen('\n', "\r\n", 1));
    let shown = text(&folder.run(&["check", "a.txt"]).ended(0));
    assert!(shown.contains("= help: replace it by LF (`check --fix`)\n"), "{shown}");
    folder.write("a.txt", LETTER.replace('\n', "\r\n").replacen("\r\n", "\n", 1));
    let shown = text(&folder.run(&["check", "a.txt"]).ended(0));
    assert!(shown.contains("= help: replace it by CRLF (`check --fix`)\n"), "{shown}");
}

#[test]
fn deny_says_from_which_level_on_a_run_fails() {
    let folder = with("a.txt", FAULTY);
    folder.write("b.txt", BROKEN);
    folder.write("c.txt", LETTER);
    folder.run(&["check", "a.txt"]).ended(0);
    folder.run(&["check", "a.txt", "--deny", "warning"]).ended(1);
    folder.run(&["check", "a.txt", "--deny", "note"]).ended(1);
    folder.run(&["check", "b.txt"]).ended(1);
    folder.run(&["check", "c.txt", "--deny", "note"]).ended(0);
    folder.run(&["check", "c.txt", "none.txt"]).ended(2).says(&["none.txt: no such file", "1 failed"]);
    let run = folder.run(&["check", "none.txt"]).ended(2);
    assert!(run.stderr.ends_with("\nno files checked; 1 failed\n"), "{}", run.stderr);
    folder.run(&["check"]).ended(2);
}

#[test]
fn json_names_every_place() {
    let folder = with("a.txt", FAULTY);
    let whole = json(&folder.run(&["check", "a.txt", "--format", "json"]).ended(0));
    assert_eq!(found(&whole), ["date/no-year", "text/mojibake", "text/not-composed"]);
    let first = &whole[0];
    assert_eq!(first["file"], "a.txt");
    for (key, value) in [("line", 1), ("column", 10), ("end_line", 1), ("end_column", 17)] {
        assert_eq!(first[key], value, "{key}: {first}");
    }
    assert_eq!((&first["level"], &first["fix"]), (&Value::from("warning"), &Value::Null));
    let fix = &whole[1]["fix"];
    assert_eq!((&fix["safe"], &fix["edits"][0]["replacement"]), (&false.into(), &"é".into()));
    assert_eq!((&fix["edits"][0]["column"], &fix["edits"][0]["end_column"]), (&8.into(), &10.into()));
    // A finding a line is the same.
    let run = folder.run(&["check", "a.txt", "--format", "json-lines"]).ended(0);
    let lines: Vec<Value> =
        text(&run).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(Value::from(lines), whole);
    // Nothing found is an empty array.
    assert_eq!(
        json(&with("a.txt", LETTER).run(&["check", "a.txt", "--format", "json"])),
        Value::from(Vec::<Value>::new())
    );
}

#[test]
fn content_tells_what_a_file_is() {
    let folder = Folder::new();
    folder.write("in/tei.txt", TEI);
    folder.write("in/letter.xml", FAULTY);
    folder.write("in/build.xml", "<project><target/></project>");
    folder.write("in/real.xml", TEI);
    folder.write("in/.hidden.xml", TEI);
    folder.write("in/notes.csv", FAULTY);
    let run = folder.run(&["check", "in", "--format", "json"]).ended(1).says(&["2 files checked"]);
    let whole = json(&run);
    let files: Vec<_> = whole.as_array().expect("an array").iter().map(|it| it["file"].as_str()).collect();
    assert_eq!(files, [Some("in/real.xml"), Some("in/tei.txt")]);
    // What is named is checked, whatever it is called.
    let run = folder.run(&["check", "in/letter.xml", "in/notes.csv", "--format", "json"]).ended(0);
    assert_eq!(found(&json(&run)).iter().filter(|rule| **rule == "text/mojibake").count(), 2);
}

#[test]
fn standard_input_is_checked_by_its_content() {
    let run = Folder::new().run_with_stdin(&["check", "-", "--format", "json"], TEI.as_bytes()).ended(1);
    let whole = json(&run);
    assert_eq!(found(&whole), ["tei/duplicate-id"]);
    assert_eq!((&whole[0]["file"], &whole[0]["line"]), (&"<stdin>".into(), &10.into()));
    assert_eq!(whole[0]["related"][0]["column"], 23);
}

#[test]
fn paths_are_those_from_the_working_folder() {
    let folder = with("a/b.txt", FAULTY);
    let absolute = std::fs::canonicalize(folder.path("a/b.txt")).expect("it is there");
    for path in ["./a/b.txt", absolute.to_str().expect("our folders have plain names")] {
        let whole = json(&folder.run(&["check", path, "--format", "json"]));
        assert_eq!(whole[0]["file"], "a/b.txt", "{path}");
    }
}

#[test]
fn many_files_come_in_their_order() {
    let folder = Folder::new();
    let names: Vec<String> = (0..40).map(|n| format!("in/{n:02}.txt")).collect();
    for name in &names {
        folder.write(name, FAULTY);
    }
    let run = folder.run(&["check", "in", "--format", "json"]).says(&["40 files checked: 80 warnings, 40 notes"]);
    let whole = json(&run);
    let mut files: Vec<_> = whole.as_array().expect("an array").iter().filter_map(|it| it["file"].as_str()).collect();
    files.dedup();
    assert_eq!(files, names);
    let again = folder.run(&["check", "in", "--format", "json"]);
    assert_eq!(run.stdout, again.stdout);
}

#[test]
fn sarif_has_what_the_standard_asks_for() {
    let folder = with("a letter.txt", FAULTY);
    let log = json(&folder.run(&["check", "a letter.txt", "none.txt", "--format", "sarif"]).ended(2));
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "rubricate");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["level"], "error");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules are an array");
    let results = run["results"].as_array().expect("results are an array");
    assert_eq!((rules.len(), results.len()), (3, 3));
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("it has a rule") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(matches!(result["level"].as_str(), Some("note" | "warning" | "error")));
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "a%20letter.txt");
        let region = &physical["region"];
        assert!(
            region["startLine"].as_u64() >= Some(1) && region["endColumn"].as_u64() > region["startColumn"].as_u64()
        );
    }
    let change = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&change["insertedContent"]["text"], &change["deletedRegion"]["startColumn"]), (&"é".into(), &8.into()));
}

#[test]
fn junit_fails_cases_from_the_denied_level_on() {
    let folder = with("a.txt", FAULTY);
    folder.write("b.txt", LETTER);
    let args = ["check", "a.txt", "b.txt", "none.txt", "--format", "junit", "--deny", "warning"];
    let report = text(&folder.run(&args).ended(2));
    let document = Document::parse(&report).unwrap_or_else(|error| panic!("{error}: {report}"));
    let root = document.root_element();
    let of = |name: &str| root.attribute(name).map(str::to_owned).unwrap_or_default();
    assert_eq!((of("tests"), of("failures"), of("errors")), ("4".into(), "2".into(), "1".into()));
    let count = |name: &str| root.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("testsuite"), count("testcase"), count("failure"), count("error")), (3, 4, 2, 1));
    assert_eq!(count("system-out"), 1, "the note is told");
    for suite in root.children().filter(|node| node.has_tag_name("testsuite")) {
        let cases = suite.children().filter(|it| it.has_tag_name("testcase")).count();
        assert_eq!(suite.attribute("tests"), Some(cases.to_string().as_str()));
    }
}

/// What the readers of such reports agree on is a grammar, which our own validator and jing apply.
#[test]
fn junit_is_valid() {
    let grammar = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/support/junit.rng");
    let schema = grammar.to_str().expect("a path that can be written");
    let folder = with("a & 'b'.txt", FAULTY.replace("cafÃ©", "cafÃ©\u{1}\u{fffe}"));
    folder.write("b.txt", LETTER);
    folder.write("c.xml", TEI);
    let mut reports = Vec::new();
    for (nth, (inputs, deny)) in
        [(&["a & 'b'.txt", "b.txt", "c.xml", "none.txt"][..], "warning"), (&["."], "note"), (&["none.txt"], "error")]
            .into_iter()
            .enumerate()
    {
        let args = [&["check", "--format", "junit", "--deny", deny], inputs].concat();
        let report = text(&folder.run(&args));
        let name = format!("report-{nth}.xml");
        folder.write(&name, &report);
        folder.run(&["check", &name, "--schema", schema]).ended(0).says(&["1 file checked: nothing found"]);
        reports.push(report);
    }
    // A grammar that takes everything would prove nothing.
    for (from, to) in [
        ("testcase", "case"),
        ("<testsuite name=", "<testsuite title="),
        (" tests=\"", " tests=\"-"),
        (" classname=\"", " class=\""),
        ("<failure ", "<failure line=\"1\" "),
        ("<system-out>", "<system-out><b/>"),
    ] {
        assert!(reports[0].contains(from), "{from}: {}", reports[0]);
        folder.write("wrong.xml", reports[0].replace(from, to));
        let whole = json(&folder.run(&["check", "wrong.xml", "--schema", schema, "--format", "json"]).ended(1));
        assert!(found(&whole).iter().all(|rule| rule.starts_with("schema/")), "{from}: {whole}");
    }
    let files: Vec<_> = (0..reports.len()).map(|nth| folder.path(&format!("report-{nth}.xml"))).collect();
    if let Some(jing) = support::oracles::jing(&grammar, &files) {
        assert!(jing.status.success(), "{}", String::from_utf8_lossy(&jing.stdout));
    }
}

#[test]
fn build_servers_get_annotations_of_their_kind() {
    let folder = with("a,b.txt", FAULTY);
    let run = folder.run(&["check", "a,b.txt", "--format", "github"]).ended(0);
    let first = text(&run).lines().next().map(str::to_owned).unwrap_or_default();
    let expected = "::warning file=a%2Cb.txt,line=1,endLine=1,col=10,endColumn=17,title=date/no-year::the date of the \
                    letter has no year%0A";
    assert!(first.starts_with(expected), "{first}");

    let issues = json(&folder.run(&["check", "a,b.txt", "--format", "gitlab"]).ended(0));
    let prints: std::collections::BTreeSet<_> =
        issues.as_array().expect("an array").iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), 3);
    assert_eq!(issues[0]["location"], serde_json::json!({ "path": "a,b.txt", "lines": { "begin": 1, "end": 1 } }));
    assert_eq!((&issues[0]["severity"], &issues[0]["check_name"]), (&"minor".into(), &"date/no-year".into()));

    let report = json(&folder.run(&["check", "a,b.txt", "--format", "rdjson"]).ended(0));
    let second = &report["diagnostics"][1];
    assert_eq!((&second["severity"], &second["code"]["value"]), (&"WARNING".into(), &"text/mojibake".into()));
    // Columns are bytes here.
    let range = serde_json::json!({ "start": { "line": 5, "column": 8 }, "end": { "line": 5, "column": 12 } });
    assert_eq!((&second["location"]["range"], &second["suggestions"][0]["range"]), (&range, &range));
}

#[test]
fn fix_mends_what_is_safe_and_only_once() {
    let folder = with("a.txt", format!("\u{feff}{FAULTY}"));
    folder.run(&["check", "a.txt", "--fix"]).ended(0).says(&["1 file checked: 2 warnings; 1 mended"]);
    let composed = format!("\u{feff}{}", FAULTY.replace("e\u{301}", "é"));
    assert_eq!(folder.read("a.txt"), composed.as_bytes());
    folder.run(&["check", "a.txt", "--fix"]).ended(0).says(&["1 file checked: 2 warnings\n"]);
    folder.run(&["check", "a.txt", "--fix", "--unsafe"]).ended(0).says(&["1 file checked: 1 warning; 1 mended"]);
    assert_eq!(folder.read("a.txt"), composed.replace("Ã©", "é").as_bytes());
    assert_eq!(folder.files(), ["a.txt"]);
}

#[test]
fn diff_shows_and_changes_nothing() {
    let folder = with("in/a.txt", FAULTY);
    let run = folder.run(&["check", "in/a.txt", "--diff", "--unsafe"]).ended(0);
    let expected = "--- a/in/a.txt\n+++ b/in/a.txt\n@@ -2,7 +2,7 @@\n \n Dear Miss Alder,\n \n-The cafÃ© is shut, and the \
                    cafe\u{301} too.\n+The café is shut, and the café too.\n \n Yours sincerely,\n \n";
    assert_eq!(text(&run), expected);
    // Who asks for both wants to see first.
    for order in [["--fix", "--diff"], ["--diff", "--fix"]] {
        let both = folder.run(&[&["check", "in/a.txt", "--unsafe"], &order[..]].concat()).ended(0);
        assert_eq!(text(&both), expected);
    }
    assert_eq!(folder.read("in/a.txt"), FAULTY.as_bytes());
    assert!(folder.run(&["check", "in/a.txt", "--unsafe"]).ended(2).stderr.contains("--fix"));
}

#[test]
fn what_could_not_be_written_as_it_was_is_not_mended() {
    let folder = with("a.txt", b"Harwick, 4 March 1911\r\n\nDear Miss Alder,\r\n\r\nThe seeds cost \xa33.\r\n");
    let before = folder.read("a.txt");
    folder.run(&["check", "a.txt", "--fix"]).ended(2).says(&["a.txt: is windows-1252: save it as UTF-8"]);
    assert_eq!(folder.read("a.txt"), before);
    // What would be refused is not offered.
    for options in [&[][..], &["--encoding", "windows-1252"]] {
        let shown = text(&folder.run(&[&["check", "a.txt"], options].concat()).ended(0));
        assert!(shown.contains("text/mixed-newlines") && !shown.contains("--fix"), "{shown}");
        assert!(shown.contains("= help: this can be mended once the file is saved as UTF-8"), "{shown}");
        let found = json(&folder.run(&[&["check", "a.txt", "--format", "json"], options].concat()).ended(0));
        assert!(found.as_array().is_some_and(|all| all.iter().all(|it| it["fix"].is_null())), "{found}");
    }
    let run = Folder::new().run_with_stdin(&["check", "-", "--fix"], FAULTY.as_bytes());
    run.ended(2).says(&["only files can be mended", "leave --fix or --diff out"]);
}

#[test]
fn the_file_of_hints_allows_with_a_reason() {
    let folder = with("a.txt", FAULTY);
    folder.write(
        "a.hints.toml",
        "[[allow]]\nrule = \"date/no-year\"\nlines = 1\nreason = \"the writer never gave one\"\n\n[[allow]]\nrule = \
         \"text/mojibake\"\nlines = \"1-3\"\nreason = \"elsewhere\"\n\n[[allow]]\nrule = \"text/none\"\nreason = \"x\"\n",
    );
    let whole = json(&folder.run(&["check", "a.txt", "--format", "json"]).ended(1));
    assert_eq!(found(&whole), ["allow/malformed", "allow/unused", "text/mojibake", "text/not-composed"]);
    assert!(whole[0]["message"].as_str().is_some_and(|it| it.starts_with("a.hints.toml:11 allows `text/none`")));
    // Lines that are not there hold nothing, not even what stands at the start.
    folder.write("a.txt", FAULTY.replace("Harwick, ", ""));
    folder.write("a.hints.toml", "[[allow]]\nrule = \"date/no-year\"\nlines = 99\nreason = \"x\"\n");
    let whole = json(&folder.run(&["check", "a.txt", "--format", "json"]));
    assert_eq!(found(&whole)[..2], ["allow/unused", "date/no-year"]);
    folder.write("a.hints.toml", "[[allow]]\nrule = \"date/no-year\"\nreason = \" \"\n");
    folder.run(&["check", "a.txt"]).ended(2).says(&["a.hints.toml:3: say in `reason` why"]);
}

#[test]
fn a_comment_allows_in_the_element_after_it() {
    let said = |place: &str, comment: &str| TEI.replace(place, &format!("<!-- {comment} -->{place}"));
    let reason = "rubricate allow tei/duplicate-id: numbered so in the archive";
    for (tei, expected) in [
        (said("<body>", reason), vec![]),
        (said("<TEI", reason), vec![]),
        (said("<seg xml:id=\"a\">One", reason), vec!["allow/unused", "tei/duplicate-id"]),
        (said("<body>", "rubricate allow tei/duplicate-id"), vec!["allow/malformed", "tei/duplicate-id"]),
    ] {
        let folder = with("a.xml", &tei);
        let whole = json(&folder.run(&["check", "a.xml", "--format", "json"]));
        assert_eq!(found(&whole), expected, "{tei}");
    }
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = with("a.txt", FAULTY);
    folder.run(&["check", "a.txt", "--deny", "note", "--write-baseline", "known.json"]).ended(0);
    let check = ["check", "a.txt", "--deny", "note", "--baseline", "known.json"];
    folder.run(&check).ended(0).says(&["nothing found; 3 known"]);
    folder.write("a.txt", format!("{FAULTY}\nP.S. The naÃ¯ve seeds came.\n").replace("Harwick", "\nHarwick"));
    let run = folder.run(&check).ended(1).says(&["1 warning; 3 known"]);
    assert!(text(&run).contains("a.txt:12:12: warning[text/mojibake]"), "{}", text(&run));
    folder.write("known.json", "{}");
    folder.run(&check).ended(2).says(&["--baseline known.json: this is no baseline"]);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new();
    let list = text(&folder.run(&["rules"]).ended(0));
    assert!(list.lines().any(|line| line.starts_with("date/no-year") && line.contains("warning")), "{list}");
    let all = json(&folder.run(&["rules", "--format", "json"]).ended(0));
    assert_eq!(all.as_array().map(Vec::len), Some(list.lines().count()));
    for rule in all.as_array().expect("an array") {
        let id = rule["id"].as_str().expect("a rule has an id");
        let page = text(&folder.run(&["explain", id]).ended(0));
        assert!(page.starts_with(&format!("# {id}\n")), "{page}");
    }
    folder.run(&["explain", "text/none"]).ended(2).says(&["text/none: no such rule or text: `rubricate rules`"]);
}

#[test]
fn damaged_files_are_refused_or_found_without_panic() {
    let folder = Folder::new();
    folder.write("bomb.xml", "<!DOCTYPE TEI [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><TEI>&b;</TEI>");
    folder.write("deep.xml", format!("<TEI>{}", "<p>".repeat(100_000)));
    folder.write("cut.xml", "<TEI>\n<text>é</bo");
    let run = folder.run(&["check", "bomb.xml", "deep.xml", "cut.xml", "--format", "json"]).ended(1);
    assert_eq!(found(&json(&run)), ["tei/not-well-formed", "tei/too-much", "tei/not-well-formed"]);
    folder.write("empty.txt", "");
    folder.write("book.epub", "PK\u{3}\u{4}rest");
    folder.run(&["check", "empty.txt"]).ended(2);
    let run = folder.run(&["check", "book.epub"]).ended(1).says(&["1 error"]);
    assert!(text(&run).contains("= help: it was cut off or damaged: copy or pack it again\n"), "{}", text(&run));
}

/// A file of the project.
fn own(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first block of a page that is fenced with this word.
fn fenced(page: &str, word: &str) -> String {
    let block = page.split(&format!("```{word}\n")).nth(1).and_then(|rest| rest.split("```").next());
    block.unwrap_or_else(|| panic!("no block `{word}`")).to_owned()
}

#[test]
fn pages_show_what_is_told() {
    let folder = with("letters/a.txt", FAULTY);
    let shown: Value = serde_json::from_str(&fenced(&own("docs/check.md"), "json")).expect("the page shows JSON");
    let whole = json(&folder.run(&["check", "letters", "--format", "json"]));
    assert_eq!(shown, whole[1]);
    let readme = own("README.md");
    let shown =
        readme.split("```text\n").filter_map(|it| it.split("```").next()).find(|it| it.contains("[date/no-year]"));
    let told = text(&folder.run(&["check", "letters"]));
    assert!(told.contains(shown.expect("the README shows a finding")), "{told}");
}

#[test]
fn allowances_of_the_page_are_understood() {
    let page = own("docs/check.md");
    let folder = with("a.txt", FAULTY);
    folder.write("a.hints.toml", fenced(&page, "toml"));
    folder.write("a.xml", TEI.replace("<body>", &format!("{}<body>", fenced(&page, "xml").trim())));
    let whole = json(&folder.run(&["check", "a.txt", "a.xml", "--format", "json"]).ended(0));
    assert_eq!(found(&whole), ["text/mojibake", "text/not-composed"]);
}

/// What a block `run: |` of the action has, without its indentation.
#[cfg(unix)]
fn script(action: &str) -> String {
    let (_, block) = action.split_once("run: |\n").expect("the action has a script");
    block.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).fold(String::new(), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

#[cfg(unix)]
#[test]
fn the_action_checks_annotates_and_fails() {
    let folder = with("in/a b.txt", FAULTY);
    folder.write("b.txt", LETTER);
    let bin = folder.path("runner/rubricate/bin");
    std::fs::create_dir_all(&bin).expect("folders can be made here");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_rubricate"), bin.join("rubricate")).expect("links can be made here");
    let script = script(&own("action.yml"));
    let act = |deny: &str, options: &str, sarif: &str| {
        let mut bash = std::process::Command::new("bash");
        // As the runner calls it.
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]).current_dir(folder.path(""));
        bash.env("RUNNER_TEMP", folder.path("runner")).env("PATHS", "in\n\nb.txt\n");
        bash.env("DENY", deny).env("OPTIONS", options).env("SARIF", sarif);
        run::finish(bash.output())
    };
    let run = act("error", "", "").ended(0);
    assert!(text(&run).starts_with("::warning file=in/a b.txt,line=1,"), "{}", text(&run));
    assert!(!folder.exists("report.sarif"));
    let run = act("warning", "--lang=en\n", "report.sarif").ended(1);
    assert_eq!(text(&run).lines().count(), 3);
    let log: Value = serde_json::from_slice(&folder.read("report.sarif")).expect("SARIF is JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(3));
}

#[test]
fn hooks_of_pre_commit_take_the_files_they_name() {
    let hooks = own(".pre-commit-hooks.yaml");
    let values = |key: &str| -> Vec<String> {
        hooks.lines().filter_map(|line| line.trim_start().strip_prefix(key)).map(|it| it.trim().to_owned()).collect()
    };
    let (entries, files) = (values("entry:"), values("files:"));
    assert_eq!((entries.len(), files.len()), (2, 2));
    for (entry, files) in entries.iter().zip(&files) {
        let folder = with("a.txt", FAULTY);
        let pattern = regex::Regex::new(files).expect("a hook has a regular expression");
        assert!(pattern.is_match("a/b.txt") && !pattern.is_match("a.hints.toml"));
        // Most XML is no TEI; the page says how a folder of TEI is added.
        assert!(!pattern.is_match("pom.xml"));
        let mut args: Vec<&str> = entry.split_whitespace().skip(1).collect();
        args.push("a.txt");
        folder.run(&args).ended(0);
        assert_eq!(folder.read("a.txt") == FAULTY.as_bytes(), !entry.contains("--fix"));
    }
}

#[test]
fn a_folder_of_tei_is_added_to_the_hook() {
    let page =
        fenced(&own("docs/ci.md").split("## pre-commit").nth(1).expect("a section").replacen("```yaml", "", 1), "yaml");
    let pattern = page.lines().find_map(|line| line.trim_start().strip_prefix("files:")).expect("the page names files");
    let pattern = regex::Regex::new(pattern.trim()).expect("a regular expression");
    assert!(pattern.is_match("tei/1911/a.xml") && pattern.is_match("a/b.txt") && !pattern.is_match("pom.xml"));
}

/// A letter that a schema of its own allows and the built-in one does not.
const OWN: &str = "<?xml-model href=\"own.rnc\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><letter/></TEI>\n";
const OWN_SCHEMA: &str = "default namespace = \"http://www.tei-c.org/ns/1.0\"\n\
                          start = element TEI { element letter { empty } }\n";

#[test]
fn schemas_are_given_or_lie_beside_the_document() {
    let folder = with("letters/a.xml", OWN);
    let run = folder.run(&["check", "--format", "json", "letters"]).ended(0);
    assert_eq!(found(&json(&run)), ["schema/not-found"]);
    folder.write("letters/own.rnc", OWN_SCHEMA);
    let run = folder.run(&["check", "--format", "json", "letters"]).ended(0);
    assert_eq!(found(&json(&run)), [""; 0]);
    folder.write("other.rnc", "start = element other { empty }");
    let run = folder.run(&["check", "--format", "json", "--schema", "other.rnc", "letters"]).ended(1);
    assert_eq!(found(&json(&run)), ["schema/element-not-allowed"]);
    folder.write("other.rnc", "start = element other { missing }");
    let run = folder.run(&["check", "--schema", "other.rnc", "letters"]).ended(2);
    assert!(run.stderr.starts_with("error: other.rnc: is no schema that can be used: "), "{}", run.stderr);
}

#[test]
fn a_document_leads_nobody_out_of_its_folder() {
    let folder = with("own.rnc", OWN_SCHEMA);
    let absolute = folder.path("own.rnc");
    for href in ["../own.rnc", absolute.to_str().expect("our folders have plain names")] {
        folder.write("letters/a.xml", OWN.replace("own.rnc", href));
        let whole = json(&folder.run(&["check", "--format", "json", "letters"]).ended(0));
        assert_eq!(found(&whole), ["schema/not-found"]);
        let message = format!(
            "the schema `{href}` lies outside the folder of the document, where nothing is looked for; the document was \
             not validated"
        );
        assert_eq!(whole[0]["message"], message);
        assert_eq!(whole[0]["hints"][0], "name it with --schema, or lay it beside the document");
        folder.run(&["check", "--schema", "own.rnc", "letters"]).ended(0).says(&["1 file checked: nothing found"]);
    }
    // A schema that lies there leads nobody out either, unless somebody asked for it.
    let leading = "default namespace = \"http://www.tei-c.org/ns/1.0\"\ninclude \"../own.rnc\"\n";
    folder.write("letters/leading.rnc", leading);
    folder.write("letters/a.xml", OWN.replace("own.rnc", "leading.rnc"));
    let whole = json(&folder.run(&["check", "--format", "json", "letters"]).ended(0));
    assert!(whole[0]["message"].as_str().is_some_and(|it| it.contains("../own.rnc: lies outside")), "{whole}");
    let asked = folder.run(&["check", "--schema", "letters/leading.rnc", "letters"]).ended(0);
    asked.says(&["1 file checked: nothing found"]);
}

#[test]
fn rules_may_read_documents_beside_them() {
    let folder = with("letters/a.xml", OWN.replace("<?xml-model href=\"own.rnc\"?>\n", ""));
    folder.write("schemas/names.xml", "<names><name>letter</name></names>");
    folder.write("schemas/own.rng", OWN_RULES);
    folder.run(&["check", "--schema", "schemas/own.rng", "letters"]).ended(0).says(&["1 file checked: nothing found"]);
    folder.write("schemas/names.xml", "<names><name>other</name></names>");
    let run = folder.run(&["check", "--schema", "schemas/own.rng", "--format", "json", "letters"]).ended(1);
    assert_eq!(found(&json(&run)), ["schema/constraint"]);
}

/// A grammar with a rule that asks for a document beside it.
const OWN_RULES: &str = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='http://www.tei-c.org/ns/1.0' \
                         xmlns:s='http://purl.oclc.org/dsdl/schematron'><s:ns prefix='t' \
                         uri='http://www.tei-c.org/ns/1.0'/><s:pattern><s:rule context='t:letter'><s:assert \
                         test=\"local-name() = doc('names.xml')//name\">not listed</s:assert></s:rule></s:pattern><start>\
                         <element name='TEI'><element name='letter'><empty/></element></element></start></grammar>";

#[test]
fn the_checklist_of_archives_is_asked_for() {
    let folder = Folder::with_letter();
    folder.run(&["convert", "letter.txt", "--to", "tei"]).ended(0);
    folder.run(&["check", "letter.xml", "--deny", "note"]).ended(0);
    let run = folder.run(&["check", "--profile", "deposit", "--format", "json", "letter.xml"]).ended(1);
    let found = json(&run);
    let found = self::found(&found);
    assert!(found.iter().all(|rule| rule.starts_with("deposit/")), "{found:?}");
    for rule in ["deposit/header", "deposit/no-source", "deposit/no-revision"] {
        assert!(found.contains(&rule), "{rule} is not in {found:?}");
    }
}
