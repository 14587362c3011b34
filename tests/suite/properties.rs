//! What must hold for every text: nothing lost, same bytes, a reason for everything.

use crate::common;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rubricate::Document;
use rubricate::bracket_profiles;
use rubricate::tree::{Edition, Why};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Why the leaves do not cover the text, or nothing.
fn loss(document: &Document) -> Result<(), String> {
    let text = &document.source.text;
    let mut at = 0;
    for leaf in document.edition.leaves() {
        let range = leaf.span.range();
        if range.start < at {
            return Err(format!("{range:?} is in the tree twice: {:?}", text.get(range.start..range.end.min(at))));
        }
        if text.get(range.clone()).is_none() {
            return Err(format!("{range:?} does not lie on characters of the text"));
        }
        blank(text, at, range.start)?;
        at = range.end;
    }
    blank(text, at, text.len())
}

fn blank(text: &str, from: usize, to: usize) -> Result<(), String> {
    if text[from..to].trim().is_empty() { Ok(()) } else { Err(format!("{from}..{to} is lost: {:?}", &text[from..to])) }
}

/// Checks that every `why` in the tree has a cue, by its JSON, so that no kind of node is forgotten.
fn reasons(value: &Value, path: &str) -> Result<usize, String> {
    match value {
        Value::Object(fields) => fields.iter().try_fold(0, |sum, (key, inner)| {
            let path = format!("{path}/{key}");
            if key != "why" {
                return Ok(sum + reasons(inner, &path)?);
            }
            let why: Why = serde_json::from_value(inner.clone()).map_err(|error| format!("{path}: {error}"))?;
            if why.cues.is_empty() || why.cues.iter().any(|cue| cue.id.is_empty()) {
                return Err(format!("{path} gives no reason"));
            }
            Ok(sum + 1)
        }),
        Value::Array(items) => {
            items.iter().enumerate().try_fold(0, |sum, (i, inner)| Ok(sum + reasons(inner, &format!("{path}/{i}"))?))
        }
        _ => Ok(0),
    }
}

/// Everything that must hold for any text in any notation.
fn sound(text: &str) -> Result<(), String> {
    for profile in bracket_profiles() {
        if let Some(document) = common::try_read_in("any.txt", text, profile) {
            sound_tree(text, &document).map_err(|error| format!("{profile}: {error}"))?;
        }
    }
    Ok(())
}

fn sound_tree(text: &str, document: &Document) -> Result<(), String> {
    loss(document)?;
    let json = serde_json::to_string(&document.edition).map_err(|error| error.to_string())?;
    let value = serde_json::from_str(&json).map_err(|error| format!("the tree's JSON: {error}"))?;
    let count = reasons(&value, "")?;
    if count == 0 && !text.trim().is_empty() {
        return Err("not one decision in the tree".into());
    }
    let again: Edition = serde_json::from_str(&json).map_err(|error| format!("the tree's JSON: {error}"))?;
    if again == document.edition { Ok(()) } else { Err("the tree does not come back from JSON".into()) }
}

/// The project's own texts.
fn own_texts() -> Vec<PathBuf> {
    let mut paths = common::files(&common::root().join("examples"), "txt");
    paths.extend(common::files(&common::root().join("tests/letters"), "txt"));
    assert!(paths.len() >= 20, "only {} texts found", paths.len());
    paths
}

fn all_sound(paths: &[PathBuf]) {
    for path in paths {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        sound(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn nothing_is_lost_in_our_own_texts() {
    all_sound(&own_texts());
}

#[test]
fn nothing_is_lost_in_the_seeds() {
    if let Some(folder) = common::shared("seeds") {
        all_sound(&common::files(&folder, "txt"));
    }
}

#[test]
fn nothing_is_lost_in_the_gold_letters() {
    // Hundreds of letters, so in their own notation only.
    for path in common::shared("gold").iter().flat_map(|folder| common::files(folder, "txt")) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = common::read("gold.txt", &text);
        sound_tree(&text, &document).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn every_format_gives_the_same_bytes_twice() {
    for path in own_texts() {
        let text = fs::read_to_string(&path).expect("our own texts can be read");
        let (first, second) = (common::read("same.txt", &text), common::read("same.txt", &text));
        assert_eq!(first, second, "{}: two trees", path.display());
        for format in common::formats() {
            let bytes = common::write(&first, format.name);
            assert!(!bytes.is_empty(), "{}: {} is empty", path.display(), format.name);
            assert!(bytes == common::write(&second, format.name), "{}: {} differs", path.display(), format.name);
        }
    }
}

#[test]
fn xml_is_well_formed_for_our_own_texts() {
    for path in own_texts() {
        let document = common::read("own.txt", &fs::read_to_string(&path).expect("our own texts can be read"));
        well_formed(&document).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// TEI and every XML member of the EPUB can be parsed.
fn well_formed(document: &Document) -> Result<(), String> {
    roxmltree::Document::parse(&common::write_text(document, "tei")).map_err(|error| format!("TEI: {error}"))?;
    let epub = common::write(document, "epub");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).map_err(|error| format!("EPUB: {error}"))?;
    let mut parsed = 0;
    for i in 0..archive.len() {
        let mut member = archive.by_index(i).map_err(|error| error.to_string())?;
        let name = member.name().to_owned();
        if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|extension| name.ends_with(extension)) {
            let text = std::io::read_to_string(&mut member).map_err(|error| format!("{name}: {error}"))?;
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
            roxmltree::Document::parse_with_options(&text, options).map_err(|error| format!("{name}: {error}"))?;
            parsed += 1;
        }
    }
    if parsed >= 4 { Ok(()) } else { Err(format!("only {parsed} XML files in the EPUB")) }
}

/// Lines as they stand in letters, whole and broken.
const FRAGMENTS: &[&str] = &[
    "Lyme, 4 March 1820",
    "Göttingen, den 7. März 1891",
    "Москва, 12/24 июня 1897 г.",
    "28-29 February 1921",
    "Dear Sir,",
    "Chère Madame,",
    "Многоуважаемый друг!",
    "Yours sincerely,",
    "J. Smith",
    "P.S. One word more.",
    "P. S.",
    "- 6 -",
    "-7-",
    "[p. 12]",
    "[p. 12",
    "* * *",
    "***",
    "---",
    "+++",
    "===",
    "#title A title",
    "#lang",
    "# A heading",
    "#### Another",
    "title: A title",
    "Source: a book;",
    "> a quotation",
    ">",
    "- an item",
    "1. an item",
    "1)",
    "[1] A note.",
    "[^1]: A note.",
    "[^1]",
    "The word[1] and another[^1] and [2].",
    "*emphasis* and _more_ and **most** and <u>this</u>",
    "*open _and <i>crossed* over_</i>",
    "[sic]",
    "[illegible]",
    "[two words",
    "]]",
    "[[",
    "[a [b [c]]]",
    "word[?]",
    "Capt[ain]",
    "\\* \\[ \\\\",
    "\t\ttabs",
    "  indented line",
    "      deep",
    "{.dateline}",
    "{.letter}",
    "{lang=fr}",
    "{",
    "\u{FFFD}quoted\u{FFFD} don\u{FFFD}t",
    "\u{0}",
    "\u{b}\u{c}",
    "\u{85}",
    "\u{2028}",
    "e\u{301}",
    "\u{202e}right to left",
    "\u{feff}",
    "What to do?\t\t6",
    "-------------\t--\t---",
    "A line without an end mark that goes",
    "on in lower case.",
    "“Curly,” he said, ‘and’",
    "&amp; <tag> ]]> <!-- -->",
    "ſuch & ſuch",
    "ALL CAPITALS HERE",
    "·  · · ·",
    ".",
    "[Signed] A. B.",
    "Printed for the author.",
    "CONTENTS",
    "a\u{a0}b",
    "1920",
    "7br 1701",
    "III Idus Martias",
    "/#",
    "#/",
    "/*",
    "*/",
    "/P",
    "p/",
    "[Footnote 1: A note.]",
    "[Footnote 1: A note",
    "*[Footnote: of two lines.]",
    "[Illustration: A mill,",
    "by night.]",
    "[Sidenote: mill]",
    "[Blank Page]",
    "-----File: 006.png---\\a\\b\\---",
    "the old-*",
    "*fashioned mill.",
    "<quote>",
    "</quote>",
    "<verse>",
    "</verse>",
    "<right>",
    "</right>",
    "<comment>",
    "</comment>",
    "; a comment",
    "* A part",
    "*** A chapter",
    "{1} A note.",
    "A word{1} and ¹ and one*",
    "* A note.",
    "† A note.",
    "(1) A note.",
    "1 A note.",
    "Notes",
    " - an item",
    " 1. an item",
    "   of two lines",
];

/// Notation of whole lines and what stands around it, dense enough that each meets each.
const NOTATION: &[&str] = &[
    "A word[1] and [2] and [A] and {1}.",
    "[Footnote 1:",
    "[Footnote 2: ",
    "[Footnote A: The word is [Greek: logos]]",
    "[Footnote 1: It was *not*]",
    "[Footnote 1: A note[1] of [2].]*",
    "[Footnote:",
    "[Footnote",
    "*[Footnote: of the page before",
    "words]",
    "words.]*",
    "]",
    "]*",
    "[1] A note[1].",
    "{1} A note.",
    "-----File: 1.png---",
    "/#",
    "#/",
    "/*",
    "*/",
    "/C",
    "C/",
    "/R",
    "R/",
    "<quote>",
    "</quote>",
    "<center>",
    "</center>",
    "<right>",
    "</right>",
    "<comment>",
    "</comment>",
    "; a comment",
    "> a line of verse",
    "* A part",
    "{.note}",
    "{.dateline}",
    "Dear Sir,",
    "words that go on",
    "P.S. One word more.",
    "Notes",
];

/// Line ends of every kind, some with a blank line.
const ENDS: &[&str] = &["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", " "];

/// A text that looks like letters gone wrong.
fn letter_like() -> impl Strategy<Value = String> {
    let piece = (proptest::sample::select(FRAGMENTS), proptest::sample::select(ENDS));
    proptest::collection::vec(piece, 0..24)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(line, end)| [line, end]).collect())
}

/// A text that is mostly notation.
fn notation_like() -> impl Strategy<Value = String> {
    let piece = (proptest::sample::select(NOTATION), proptest::sample::select(&["\n", "\n\n", "\r\n", "\r\n\r\n"]));
    proptest::collection::vec(piece, 0..16)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(line, end)| [line, end]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn letter_like_texts_are_sound(text in letter_like()) {
        sound(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn texts_of_notation_are_sound(text in notation_like()) {
        sound(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn arbitrary_texts_are_sound(text in any::<String>()) {
        sound(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn texts_of_marks_are_sound(text in r"[\[\]*_<>ui/#\-.()0-9a-cA-C \n\t\r]{0,120}") {
        sound(&text).map_err(TestCaseError::fail)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn writers_give_well_formed_xml(text in prop_oneof![letter_like(), notation_like()]) {
        for profile in bracket_profiles() {
            if let Some(document) = common::try_read_in("any.txt", &text, profile) {
                well_formed(&document).map_err(TestCaseError::fail)?;
            }
        }
    }
}

#[test]
fn the_check_for_loss_sees_loss() {
    let mut document = common::read("any.txt", "One line.\n\nAnother line.\n");
    assert_eq!(loss(&document), Ok(()));
    document.source.text.push_str("lost");
    assert!(loss(&document).is_err());
    let mut twice = common::read("any.txt", "One line.\n\nAnother line.\n");
    twice.edition.parts.extend(twice.edition.parts.clone());
    assert!(loss(&twice).is_err());
}
