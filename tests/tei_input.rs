//! TEI in: our own comes back as it was; that of other editions keeps every word.

mod common;
mod support;

use proptest::prelude::*;
use rubricate::Document;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use std::fs;
use std::path::Path;
use support::trees;

fn read_tei(name: &str, xml: &str) -> Document {
    let mut source = Source::new(name, xml);
    let reading = read::tei::read(&mut source, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    Document { source, edition: reading.edition }
}

/// Where two texts part, with what stands around.
fn difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(120).min(bytes.len())..(at + 120).min(bytes.len())]).into_owned()
    };
    format!("at byte {at}:\n--- written\n{}\n--- read and written again\n{}", around(one), around(other))
}

/// The TEI of a tree, read and written again, is the same bytes.
fn comes_back(document: &Document) -> Result<(), String> {
    let written = common::write_text(document, "tei");
    let again = common::write_text(&read_tei("letter.xml", &written), "tei");
    if written == again { Ok(()) } else { Err(difference(&written, &again)) }
}

fn all_come_back(folder: &Path) {
    for path in common::files(folder, "txt") {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = common::read("letter.txt", &text);
        comes_back(&document).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn our_own_texts_come_back() {
    all_come_back(&common::root().join("examples"));
    all_come_back(&common::root().join("tests/letters"));
}

#[test]
fn the_seeds_and_the_gold_letters_come_back() {
    for folder in ["seeds", "gold"] {
        if let Some(folder) = common::shared(folder) {
            all_come_back(&folder);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("RB_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_comes_back(document in trees::documents()) {
        comes_back(&document).map_err(TestCaseError::fail)?;
    }
}
