//! Letters of our own making against labels made by hand.
//!
//! `tests/letters/<name>/expected.lines` says what a careful editor would say. Its format is on the
//! page `tests/letters/README.md`. The text is `source.txt` or `source.md` beside it, or the file that `@source` names.

#![allow(clippy::print_stderr, reason = "a known difference must be visible")]

use crate::common;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// The list of letters that are known to be read wrongly.
const KNOWN: &str = "letters-known.txt";

/// One row of a gold file: a line of the text, its role, the spans in it.
struct Row {
    roles: String,
    start: String,
    inline: Vec<(String, Option<String>, String)>,
}

/// A gold file.
struct Gold {
    source: Option<String>,
    title: Option<String>,
    letters: Option<usize>,
    meta: Vec<(usize, String, String)>,
    inline_checked: bool,
    rows: Vec<Row>,
}

fn gold(text: &str) -> Gold {
    let mut gold =
        Gold { source: None, title: None, letters: None, meta: Vec::new(), inline_checked: false, rows: Vec::new() };
    let mut letter = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(header) = line.strip_prefix('@') {
            let (key, value) = header.split_once(' ').unwrap_or_else(|| panic!("`@key value` expected: {line}"));
            match key {
                "source" => gold.source = Some(value.into()),
                "title" => gold.title = Some(value.into()),
                "letters" => gold.letters = Some(value.parse().expect("a number of letters")),
                "letter" => letter = value.parse::<usize>().expect("the number of a letter, from 1") - 1,
                "inline" => gold.inline_checked = value == "checked",
                "sender" | "recipient" | "date" | "place" => gold.meta.push((letter, key.into(), value.into())),
                _ => panic!("unknown header: {line}"),
            }
            continue;
        }
        let (label, start) = line.split_once(" | ").unwrap_or_else(|| panic!("`role | text` expected: {line}"));
        if label.starts_with("  ") {
            let (kind, value) = match label.trim().split_once(' ') {
                Some((kind, value)) => (kind, Some(value.to_owned())),
                None => (label.trim(), None),
            };
            let row = gold.rows.last_mut().expect("a span stands below its line");
            row.inline.push((kind.into(), value, start.into()));
        } else {
            gold.rows.push(Row { roles: label.into(), start: start.trim().into(), inline: Vec::new() });
        }
    }
    gold
}

/// Whether `roles`, one or several with `/` between, holds `role`.
fn accepts(roles: &str, role: &str) -> bool {
    roles.split('/').any(|it| it == role)
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("-")
}

/// Compares and says what differs, one line each; empty when nothing does.
fn differences(gold: &Gold, text: &str, standoff: &Value) -> String {
    let mut out = String::new();
    let none = Vec::new();
    let blocks = standoff["blocks"].as_array().unwrap_or(&none);
    let spans = standoff["inline"].as_array().unwrap_or(&none);
    let chars: Vec<char> = text.chars().collect();
    let mut claimed = vec![false; spans.len()];
    let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    assert_eq!(gold.rows.len(), lines.len(), "the gold has one row for each line that is not blank");
    let mut offsets = vec![0];
    for line in text.split_inclusive('\n') {
        offsets.push(offsets[offsets.len() - 1] + line.chars().count());
    }
    for (row, &(index, line)) in gold.rows.iter().zip(&lines) {
        assert!(
            line.trim().starts_with(&row.start),
            "gold row {:?} does not fit line {}: {line}",
            row.start,
            index + 1
        );
        let number = index as u64 + 1;
        let holds = |block: &&Value| {
            block["line_start"].as_u64().is_some_and(|first| first <= number)
                && block["line_end"].as_u64().is_some_and(|last| number <= last)
        };
        let got: Vec<&str> = blocks.iter().filter(holds).map(|block| string(block, "type")).collect();
        if got.len() != 1 || !accepts(&row.roles, got[0]) {
            writeln!(out, "{number:4}  want {:14} got {:14} {}", row.roles, got.join("+"), row.start)
                .expect("a string grows");
        }
        for (kinds, value, wanted) in &row.inline {
            let here = offsets[index]..offsets[index + 1];
            let hit = spans.iter().position(|span| {
                let (start, end) = (span["char_start"].as_u64(), span["char_end"].as_u64());
                let (Some(start), Some(end)) = (start.map(|it| it as usize), end.map(|it| it as usize)) else {
                    return false;
                };
                here.contains(&start)
                    && end <= chars.len()
                    && chars[start..end].iter().collect::<String>() == *wanted
                    && accepts(kinds, string(span, "type"))
                    && value.as_deref().is_none_or(|value| string(span, "edtf") == value)
            });
            if let Some(at) = hit {
                claimed[at] = true;
            } else {
                let value = value.as_deref().unwrap_or("");
                writeln!(out, "{number:4}  want {kinds} {value} on {wanted:?}").expect("a string grows");
            }
        }
    }
    if gold.inline_checked {
        for span in spans.iter().zip(&claimed).filter(|(_, claimed)| !**claimed).map(|(span, _)| span) {
            writeln!(out, "      nobody asked for {span}").expect("a string grows");
        }
    }
    let meta = &standoff["meta"];
    let letters = meta["letters"].as_array().unwrap_or(&none);
    if gold.letters.is_some_and(|want| want != letters.len()) {
        writeln!(out, "      want {:?} letters, got {}", gold.letters, letters.len()).expect("a string grows");
    }
    if gold.title.as_deref().is_some_and(|want| want != string(meta, "title")) {
        writeln!(out, "      want title {:?}, got {:?}", gold.title, string(meta, "title")).expect("a string grows");
    }
    for (letter, key, want) in &gold.meta {
        let got = letters.get(*letter).map_or("no such letter", |letter| string(letter, key));
        if got != want {
            writeln!(out, "      letter {}: want {key} {want:?}, got {got:?}", letter + 1).expect("a string grows");
        }
    }
    out
}

/// Compares one folder.
fn check(folder: &Path) -> Result<(), String> {
    let file = folder.join("expected.lines");
    let gold = gold(&std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?);
    // A letter in Markdown is one by its name.
    let name = if folder.join("source.md").exists() { "md" } else { "txt" };
    let beside = folder.join(format!("source.{name}"));
    let path = gold.source.as_ref().map_or(beside, |source| common::root().join(source));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let document = common::read(&format!("letter.{name}"), &text);
    let standoff = common::write(&document, "standoff");
    let standoff = serde_json::from_slice(&standoff).map_err(|error| format!("standoff is no JSON: {error}"))?;
    let differences = differences(&gold, &text, &standoff);
    if differences.is_empty() { Ok(()) } else { Err(differences) }
}

#[test]
fn letters_are_read_as_an_editor_reads_them() {
    let known = common::known(KNOWN);
    let mut names: Vec<String> = std::fs::read_dir(common::root().join("tests/letters"))
        .expect("tests/letters is part of the crate")
        .map(|entry| entry.expect("a folder can be listed to its end"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "only {} letters found", names.len());
    let mut report = String::new();
    for name in known.keys().filter(|name| !names.contains(name)) {
        writeln!(report, "== {name} is on tests/{KNOWN} and no letter has that name").expect("a string grows");
    }
    for name in &names {
        match (check(&common::root().join("tests/letters").join(name)), known.get(name)) {
            (Ok(()), None) => {}
            (Ok(()), Some(_)) => {
                writeln!(report, "== {name} now passes: take it off tests/{KNOWN}").expect("a string grows");
            }
            (Err(_), Some(reason)) => eprintln!("known difference: {name}: {reason}"),
            (Err(differences), None) => writeln!(report, "== {name}\n{differences}").expect("a string grows"),
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_comparison_sees_what_differs() {
    let gold = gold("@letters 1\n@date 1900-01-02\n\ndateline | Kiel\n  date 1900-01-02 | 2. Januar 1900\n");
    let right = serde_json::json!({
        "blocks": [{"type": "dateline", "line_start": 1, "line_end": 1}],
        "inline": [{"type": "date", "char_start": 6, "char_end": 20, "edtf": "1900-01-02"}],
        "meta": {"letters": [{"date": "1900-01-02"}]},
    });
    let text = "Kiel, 2. Januar 1900\n";
    assert_eq!(differences(&gold, text, &right), "");
    for (pointer, wrong) in [
        ("/blocks/0/type", serde_json::json!("paragraph")),
        ("/blocks/0/line_end", serde_json::json!(0)),
        ("/inline/0/edtf", Value::Null),
        ("/inline/0/char_end", serde_json::json!(19)),
        ("/meta/letters/0/date", serde_json::json!("1900-02-01")),
        ("/meta/letters", serde_json::json!([])),
    ] {
        let mut changed = right.clone();
        *changed.pointer_mut(pointer).expect("the pointer is in the example") = wrong;
        assert_ne!(differences(&gold, text, &changed), "", "{pointer} is not looked at");
    }
}
