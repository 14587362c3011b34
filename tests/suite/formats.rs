//! JSON, standoff and reading text: what must hold for any tree, and one letter in full.

use crate::common::{write, write_text};
use crate::support::letter::letter;
use crate::support::trees;
use proptest::prelude::*;
use rubricate::Document;
use rubricate::read::ReadOptions;
use serde_json::Value;
use std::sync::LazyLock;

fn json_bytes(document: &Document) -> Vec<u8> {
    write(document, "json")
}

fn standoff_value(document: &Document) -> Value {
    serde_json::from_slice(&write(document, "standoff")).expect("standoff is JSON")
}

fn reading_text(document: &Document) -> String {
    write_text(document, "text")
}

fn schema(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::meta::validate(&schema).expect("the schema is a JSON Schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

static TREE: LazyLock<jsonschema::Validator> = LazyLock::new(|| schema(include_str!("../../schema/tree.schema.json")));
static STANDOFF: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| schema(include_str!("../../schema/standoff.schema.json")));

fn faults(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).take(5).collect()
}

fn number(value: &Value, key: &str) -> usize {
    value[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_else(|| panic!("no number {key} in {value}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_round_trips_and_keeps_its_schema(document in trees::documents()) {
        let bytes = json_bytes(&document);
        let again: Document = serde_json::from_slice(&bytes).expect("the JSON reads back");
        prop_assert_eq!(&again, &document);
        prop_assert_eq!(json_bytes(&again), bytes.clone());
        let value = serde_json::from_slice(&bytes).expect("JSON");
        prop_assert_eq!(faults(&TREE, &value), Vec::<String>::new());
    }

    /// So does what is read from TEI.
    #[test]
    fn json_of_tei_keeps_the_schema(document in trees::documents()) {
        let tei = write(&document, "tei");
        let (read, _) = rubricate::read("letter.xml", tei, &ReadOptions::default()).expect("our own TEI is read");
        let value = serde_json::from_slice(&json_bytes(&read)).expect("JSON");
        prop_assert_eq!(faults(&TREE, &value), Vec::<String>::new());
    }

    /// Each non-blank line is in exactly one block, in order, and the characters lie on the lines.
    #[test]
    fn standoff_labels_every_line_once(document in trees::documents()) {
        let value = standoff_value(&document);
        prop_assert_eq!(faults(&STANDOFF, &value), Vec::<String>::new());
        let source = &document.source;
        let points: Vec<usize> = source.text.char_indices().map(|(byte, _)| byte).chain([source.text.len()]).collect();
        let mut seen = vec![0; source.line_count() + 1];
        for block in value["blocks"].as_array().expect("blocks") {
            let (first, last) = (number(block, "line_start"), number(block, "line_end"));
            prop_assert!(first <= last && last <= source.line_count());
            (first..=last).for_each(|line| seen[line] += 1);
            let (start, end) = (points[number(block, "char_start")], points[number(block, "char_end")]);
            prop_assert!(start < end);
            prop_assert!(source.line(first - 1).start as usize <= start && end <= source.line(last - 1).end as usize);
        }
        for (index, blocks) in seen.into_iter().skip(1).enumerate() {
            let blank = source.slice(source.line(index)).trim().is_empty();
            prop_assert!(blocks == 1 || (blank && blocks == 0), "line {} is in {} blocks", index + 1, blocks);
        }
        for inline in value["inline"].as_array().expect("inline") {
            prop_assert!(points[number(inline, "char_start")] <= points[number(inline, "char_end")]);
        }
        // The tree covers its text, so nothing stands outside.
        prop_assert!(!value.to_string().contains("standoff.outside-the-tree"));
    }

    /// Nothing printed is lost and no furniture shows: each word of a leaf is in the reading text.
    #[test]
    fn reading_text_holds_the_leaves(document in trees::documents()) {
        let text = reading_text(&document);
        prop_assert!(text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n"));
        for leaf in document.edition.leaves() {
            let words = document.source.slice(leaf.span);
            if leaf.kind == rubricate::tree::LeafKind::Text && words != "\u{FFFD}" {
                for word in words.split_whitespace() {
                    prop_assert!(text.contains(word), "{:?} is missing", word);
                }
            }
        }
    }
}

#[test]
fn a_letter_as_standoff() {
    let document = letter();
    let value = standoff_value(&document);
    let labels: Vec<(usize, usize, &str)> = value["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .map(|block| (number(block, "line_start"), number(block, "line_end"), block["type"].as_str().expect("a type")))
        .collect();
    let expected = [
        (1, 1, "dateline"),
        (3, 3, "salute"),
        (5, 6, "paragraph"),
        (7, 7, "page_break"),
        (8, 8, "paragraph"),
        (10, 10, "closer"),
        (12, 12, "postscript"),
        (14, 14, "note"),
        (15, 15, "boilerplate"),
    ];
    assert_eq!(labels, expected);
    assert_eq!(value["blocks"][0]["date_when"], "1920-03-04");
    assert_eq!(value["blocks"][4]["continues"], true);
    assert_eq!(value["blocks"][2]["continues"], Value::Null);
    let characters: Vec<char> = document.source.text.chars().collect();
    let inlines: Vec<(String, String)> = value["inline"]
        .as_array()
        .expect("inline")
        .iter()
        .map(|inline| {
            let span = number(inline, "char_start")..number(inline, "char_end");
            (inline["type"].as_str().expect("a type").into(), characters[span].iter().collect())
        })
        .collect();
    let inlines: Vec<(&str, &str)> = inlines.iter().map(|(kind, text)| (&**kind, &**text)).collect();
    let expected = [
        ("date", "4 March 1920"),
        ("supplied", "[of the mill]"),
        ("emph", "*very*"),
        ("note", "[1]"),
        ("sic", "[sic]"),
        ("mojibake", "\u{FFFD}"),
    ];
    assert_eq!(inlines, expected);
    assert_eq!(value["meta"]["letters"][0]["line_end"], 12);
    assert_eq!(value["meta"]["sender"], "Tom");
    assert_eq!(value["meta"]["date"], "1920-03-04");
}

#[test]
fn a_letter_to_read() {
    let expected = "\
Hillcroft, 4 March 1920
Dear Ada,

The R & D committee [of the mill] met, and it was
very long. We spoke of wages[1] and of the new lathe that acommodates [sic] two men.

Yours ever,
Tom

P.S. Bring the \u{FFFD}map.

[1] Two pounds.
";
    assert_eq!(reading_text(&letter()), expected);
}

#[test]
fn a_schema_refuses_what_is_not_ours() {
    let mut value = standoff_value(&letter());
    value["blocks"][0]["type"] = "postcard".into();
    assert_eq!(faults(&STANDOFF, &value).len(), 1);
    let mut value: Value = serde_json::from_slice(&json_bytes(&letter())).expect("JSON");
    value["edition"]["parts"][0]["kind"] = "postcard".into();
    assert!(!faults(&TREE, &value).is_empty());
}

#[test]
fn json_of_other_editions_keeps_the_schema() {
    for name in ["corpus", "group", "manuscript"] {
        let path = format!("{}/tests/tei-letters/{name}.xml", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).expect("the file is ours");
        let (read, _) = rubricate::read("letter.xml", bytes, &ReadOptions::default()).expect("it is TEI");
        let value = serde_json::from_slice(&json_bytes(&read)).expect("JSON");
        assert_eq!(faults(&TREE, &value), Vec::<String>::new(), "{name}");
    }
}
