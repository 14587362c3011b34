//! TEI: golden text, and what must hold for any tree.

use crate::common;
use crate::support::letter::letter;
use crate::support::{oracles, trees};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use roxmltree::Node;
use rubricate::Document;
use rubricate::source::Span;
use rubricate::tree::*;
use rubricate::write::{WriteOptions, Written};

fn write(document: &Document) -> Written {
    (common::format("tei").write)(document, &WriteOptions::default()).expect("every tree has a TEI form")
}

fn tei(document: &Document) -> String {
    String::from_utf8(write(document).bytes).expect("TEI is UTF-8")
}

/// What a control character is compared as: XML holds a `gap` in its place.
const CONTROL: char = '\u{2400}';

/// Text without white space and with one stand-in for characters XML cannot hold.
fn comparable(text: &str) -> String {
    let forbidden = |c| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if forbidden(c) { CONTROL } else { c }).filter(|c| !c.is_whitespace()).collect()
}

/// The text nodes below, without what is no text of the source: page furniture, offered readings,
/// and the footnotes, which stand where their mark is and not where the source has them.
fn text_below(node: Node, into: &mut String, notes: &mut Vec<(usize, String)>) {
    for child in node.children() {
        let name = child.tag_name().name();
        if child.is_text() {
            into.push_str(child.text().unwrap_or_default());
        } else if name == "gap" && child.attribute("reason") == Some("control-character") {
            into.push(CONTROL);
        } else if name == "note" && child.attribute(("http://www.w3.org/XML/1998/namespace", "id")).is_some() {
            let id = child.attribute(("http://www.w3.org/XML/1998/namespace", "id")).unwrap_or_default();
            let index = id.trim_start_matches("note-").parse().expect("the id of a note ends in its number");
            let mut text = String::new();
            text_below(child, &mut text, notes);
            notes.push((index, text));
        } else if name != "fw" && !(name == "corr" && child.attribute("resp") == Some("#rubricate")) {
            text_below(child, into, notes);
        }
    }
}

/// The text of a TEI file in the order of the source.
fn text_of(xml: &str) -> String {
    let parsed = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("not well-formed: {error}\n{xml}"));
    let text = parsed.descendants().find(|node| node.has_tag_name("text")).expect("TEI has a text");
    let (mut all, mut notes) = (String::new(), Vec::new());
    text_below(text, &mut all, &mut notes);
    notes.sort_unstable();
    for (_, note) in notes {
        all.push_str(&note);
    }
    comparable(&all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Well-formed, and text nodes are the printed leaves, in order: nothing lost, nothing added.
    #[test]
    fn text_nodes_are_the_leaves(document in trees::documents()) {
        let leaves = document.edition.leaves();
        let printed = leaves.iter().filter(|leaf| leaf.kind == LeafKind::Text);
        let expected: String = printed.map(|leaf| document.source.slice(leaf.span)).collect();
        prop_assert_eq!(text_of(&tei(&document)), comparable(&expected));
    }

    /// Every pointer has a target and every id is the only one of its name.
    #[test]
    fn pointers_have_targets(document in trees::documents()) {
        let xml = tei(&document);
        let parsed = roxmltree::Document::parse(&xml).expect("well-formed");
        let id = |node: Node| node.attribute(("http://www.w3.org/XML/1998/namespace", "id")).map(str::to_owned);
        let mut ids: Vec<String> = parsed.descendants().filter_map(id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        for node in parsed.descendants() {
            for name in ["target", "resp", "decls", "calendar"] {
                if let Some(pointed) = node.attribute(name).and_then(|value| value.strip_prefix('#')) {
                    prop_assert!(ids.iter().any(|id| id == pointed), "{} points to {}", name, pointed);
                }
            }
            // TEI's own rule: a calendar needs words to be the calendar of.
            prop_assert!(node.attribute("calendar").is_none() || node.descendants().any(|inner| inner.is_text()));
        }
    }

    #[test]
    fn same_tree_same_bytes(document in trees::documents()) {
        prop_assert_eq!(tei(&document), tei(&document.clone()));
    }
}

/// jing finds every document valid, in the newest release, in older ones, and by our own profile.
#[test]
fn any_tree_is_valid_against_tei_all() {
    let Some(mut grammars) = oracles::tei_grammars() else { return };
    grammars.push(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/edition.rng").into());
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The same documents on every run, so that a failure can be looked at again.
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let strategy = trees::documents();
    let count = std::env::var("RUBRICATE_JING_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let mut files = Vec::new();
    for index in 0..count {
        let document = strategy.new_tree(&mut runner).expect("a document").current();
        let file = folder.path().join(format!("{index}.xml"));
        std::fs::write(&file, tei(&document)).expect("a temporary file");
        files.push(file);
    }
    for (file, document) in [("letter.xml", letter()), ("empty.xml", trees::build(&[]))] {
        files.push(folder.path().join(file));
        std::fs::write(folder.path().join(file), tei(&document)).expect("a temporary file");
    }
    for grammar in grammars {
        for files in files.chunks(500) {
            let Some(output) = oracles::jing(&grammar, files) else { return };
            let found = String::from_utf8_lossy(&output.stdout);
            if !output.status.success() {
                let kept = folder.keep();
                let first: Vec<&str> = found.lines().take(20).collect();
                panic!(
                    "{}: {} faults, files in {}\n{}",
                    grammar.display(),
                    found.lines().count(),
                    kept.display(),
                    first.join("\n")
                );
            }
        }
    }
}

const GOLDEN: &str = include_str!("../golden/letter.xml");

#[test]
fn a_letter_reads_as_expected() {
    let expected = GOLDEN.replace("{version}", env!("CARGO_PKG_VERSION"));
    let written = tei(&letter());
    if std::env::var_os("RUBRICATE_BLESS").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/letter.xml");
        std::fs::write(file, written.replace(env!("CARGO_PKG_VERSION"), "{version}")).expect("the golden file");
    }
    assert_eq!(written, expected, "if the change is meant, run with RUBRICATE_BLESS=1 and look at the difference");
}

/// A character that reading changed is printed as changed; an unknown one is reported.
#[test]
fn changed_and_forbidden_characters() {
    let mut document = letter();
    let Part::Letter(letter) = &mut document.edition.parts[0] else { panic!("a letter") };
    letter.body = vec![Block {
        span: Span::default(),
        kind: BlockKind::Paragraph {
            content: vec![Inline::Text { span: Span::new(0, 4), text: Some("a\u{1}<b".into()) }],
            continues: false,
        },
        why: Why::rule("test"),
    }];
    let written = write(&document);
    let xml = String::from_utf8(written.bytes).expect("UTF-8");
    assert!(xml.contains(r#"<p>a<gap reason="control-character" n="U+0001"/>&lt;b</p>"#), "{xml}");
    assert_eq!(written.losses.len(), 1);
    assert_eq!(written.losses[0].rule, "tei/control-character");
}

#[test]
fn arbitrary_trees_use_every_element() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let strategy = trees::documents();
    let all: String = (0..400).map(|_| tei(&strategy.new_tree(&mut runner).expect("a document").current())).collect();
    for element in [
        "titlePart",
        "docAuthor",
        "byline",
        "docDate",
        "head",
        "opener",
        "closer",
        "postscript",
        "trailer",
        "dateline",
        "salute",
        "signed",
        "addrLine",
        "seg",
        "quote",
        "lg",
        "l",
        "list",
        "item",
        "ab",
        "milestone",
        "fw",
        "pb",
        "lb",
        "note",
        "ref",
        "hi",
        "title",
        "supplied",
        "unclear",
        "surplus",
        "gap",
        "desc",
        "space",
        "ex",
        "expan",
        "corr",
        "choice",
        "sic",
        "add",
        "del",
        "date",
        "placeName",
        "correspDesc",
        "calendar",
        "licence",
        "bibl",
        "respStmt",
        "q",
        "term",
        "edition",
        "pubPlace",
        "change",
    ] {
        let begins = [" ", ">", "/>"].map(|end| format!("<{element}{end}"));
        assert!(begins.iter().any(|begin| all.contains(begin)), "no arbitrary tree has a {element}");
    }
}
