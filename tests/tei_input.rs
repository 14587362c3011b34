//! TEI in: our own comes back as it was; that of other editions keeps every word.

mod common;
mod support;

use proptest::prelude::*;
use rubricate::Document;
use rubricate::diagnostic::Diagnostic;
use rubricate::read::{self, ReadOptions, View};
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

/// The letters of other editions, if they lie beside the checkout.
fn letters_of_others() -> Vec<(String, String)> {
    let paths = common::shared("tei-letters").map(|folder| common::files(&folder, "xml")).unwrap_or_default();
    let read = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.display().to_string(), text.trim_start_matches('\u{feff}').to_owned())
    };
    paths.into_iter().map(read).collect()
}

fn read_all(name: &str, xml: &str, view: View) -> (Document, Vec<Diagnostic>) {
    let options = ReadOptions { view, ..ReadOptions::default() };
    rubricate::read(name, xml.as_bytes().to_vec(), None, &options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All that the pages of a book print, without blanks.
fn printed(document: &Document) -> String {
    let book = common::write(document, "epub");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a book is a zip archive");
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        if member.name().ends_with(".xhtml") {
            let page = std::io::read_to_string(&mut member).expect("pages are UTF-8");
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
            let page = roxmltree::Document::parse_with_options(&page, options).expect("pages are XML");
            page.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).for_each(|it| text.push_str(it));
        }
    }
    text.split_whitespace().collect()
}

/// Every word of `text` is in the tree and in the book, or is told to be left out.
fn nothing_is_lost(name: &str, xml: &str, view: View) {
    let (document, findings) = read_all(name, xml, view);
    let mut covered = vec![false; xml.len()];
    let leaves = document.edition.leaves();
    let told = findings.iter().flat_map(|finding| &finding.related).filter_map(|related| related.span);
    for span in leaves.iter().map(|leaf| leaf.span).chain(told) {
        covered[span.range()].fill(true);
    }
    let told: String = findings.iter().flat_map(|finding| &finding.related).map(|it| it.message.as_str()).collect();
    let mut found = printed(&document);
    found.extend(told.split_whitespace());
    let parsed = roxmltree::Document::parse(xml).expect("well-formed");
    for text in parsed.descendants().filter(|node| node.has_tag_name("text")) {
        for node in text.descendants().filter(roxmltree::Node::is_text) {
            let range = node.range();
            for (at, c) in xml[range.clone()].char_indices() {
                assert!(c.is_whitespace() || covered[range.start + at], "{name}: in no leaf: {:?}", &xml[range]);
            }
            for word in node.text().unwrap_or_default().split_whitespace() {
                assert!(found.contains(word), "{name}: not in the book: {word}");
            }
        }
    }
}

#[test]
fn no_word_of_other_editions_is_lost() {
    for (name, xml) in letters_of_others() {
        nothing_is_lost(&name, &xml, View::Reading);
        nothing_is_lost(&name, &xml, View::Diplomatic);
    }
}
