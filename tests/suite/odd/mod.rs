//! Our TEI customisation: what the writer writes, what the grammar says and what people read are one.

mod reader;

use crate::common::{self, root, shared};
use crate::support::mutants::{Draws, mutant};
use crate::support::{letter, oracles, trees};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng};
use reader::Odd;
use rubricate::check::CheckOptions;
use rubricate::diagnostic::{Diagnostic, Level};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What `check` says of TEI by the schema that it brings with it, or by another.
fn check(xml: &str, options: &CheckOptions) -> Vec<Diagnostic> {
    common::check("x.xml", xml, options).expect("TEI can be checked").findings
}

/// By another schema.
fn by(schema: &Path) -> CheckOptions {
    common::by(common::schemas(&[schema]).unwrap_or_else(|error| panic!("{error}")))
}

fn errors(xml: &str, options: &CheckOptions) -> Vec<Diagnostic> {
    let mut findings = check(xml, options);
    findings.retain(|it| it.level == Level::Error);
    findings
}

/// The file that is made from the ODD; made anew where `RUBRICATE_BLESS` is set.
fn in_step(path: &str, made: &str) {
    if std::env::var_os("RUBRICATE_BLESS").is_some() {
        std::fs::write(root().join(path), made).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    assert!(text(path) == made, "{path} is not what schema/edition.odd makes; run with RUBRICATE_BLESS=1");
}

#[test]
fn the_grammar_is_made_from_the_odd() {
    in_step("schema/edition.rng", &Odd::read(&text("schema/edition.odd")).grammar());
}

#[test]
fn the_page_is_made_from_the_odd() {
    in_step("docs/encoding.md", &Odd::read(&text("schema/edition.odd")).page());
}

/// A document around an example of the page.
fn around(example: &str) -> String {
    let (header, body) = if example.starts_with("<correspDesc") { (example, "<p/>") } else { ("", example) };
    // What the example points to.
    let targets = ["correspondence-1", "julian"].iter().filter(|id| example.contains(&format!("\"#{id}\"")));
    let calendar =
        targets.map(|id| format!("<calendar xml:id=\"{id}\"><p>A target.</p></calendar>")).collect::<Vec<_>>().concat();
    let calendar = if calendar.is_empty() { calendar } else { format!("<calendarDesc>{calendar}</calendarDesc>") };
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>\
         <publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>\
         <profileDesc>{header}{calendar}</profileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    )
}

#[test]
fn examples_of_the_page_are_valid() {
    let odd = text("schema/edition.odd");
    let examples = Odd::read(&odd).examples();
    assert!(examples.len() >= 5);
    for example in examples {
        let found = errors(&around(&example), &CheckOptions::default());
        assert!(found.is_empty(), "{example}\n{found:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_valid(document in trees::documents()) {
        let xml = common::write_text(&document, "tei");
        let found = errors(&xml, &CheckOptions::default());
        prop_assert!(found.is_empty(), "{:#?}\n{}", found, xml);
    }
}

/// Texts of the repository as TEI.
fn texts() -> Vec<(String, String)> {
    let folders = ["examples", "tests/letters"];
    let files = folders.iter().flat_map(|folder| common::files(&root().join(folder), "txt"));
    let written = |path: PathBuf| {
        let document = common::read("text", &std::fs::read_to_string(&path).expect("the file was just listed"));
        (path.display().to_string(), common::write_text(&document, "tei"))
    };
    files.map(written).chain([("letter".to_owned(), common::write_text(&letter::letter(), "tei"))]).collect()
}

#[test]
fn texts_of_the_repository_are_valid() {
    for (name, xml) in texts() {
        let found = errors(&xml, &CheckOptions::default());
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

/// Nothing stands in the profile that the writer never writes and the page does not say an editor adds.
#[test]
fn the_odd_has_what_is_written_and_little_more() {
    const ADDED: &[&str] = &[
        "projectDesc",
        "normalization",
        "correspContext",
        "persName",
        "orgName",
        "titlePart",
        "teiCorpus",
        "seg",
        "space",
        "surplus",
        "docDate",
        "expan",
        "ex",
    ];
    let odd = text("schema/edition.odd");
    let odd = Odd::read(&odd);
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        ProptestConfig::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
    );
    let strategy = trees::documents();
    let trees = (0..300).map(|_| strategy.new_tree(&mut runner).expect("a document").current());
    let mut written: BTreeSet<String> = BTreeSet::new();
    for xml in trees.map(|document| common::write_text(&document, "tei")).chain(texts().into_iter().map(|(_, xml)| xml))
    {
        let parsed = roxmltree::Document::parse(&xml).expect("well-formed");
        written
            .extend(parsed.descendants().filter(roxmltree::Node::is_element).map(|it| it.tag_name().name().to_owned()));
    }
    let unused: Vec<_> =
        odd.elements().into_iter().filter(|it| !written.contains(*it) && !ADDED.contains(it)).collect();
    assert!(unused.is_empty(), "{unused:?} are neither written nor in `ADDED` of this test, for editors");
}

/// jing agrees: on what is written, and on documents that are nearly that.
#[test]
fn jing_reads_the_grammar_alike() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = texts();
    let mut files = Vec::new();
    let mut ours = Vec::new();
    for seed in 0..300_u64 {
        let (_, xml) = &texts[seed as usize % texts.len()];
        let xml = match seed {
            0..40 => xml.clone(),
            seed => {
                let mut draws = Draws::new(seed);
                (0..).find_map(|_| mutant(xml, &mut draws)).expect("some draw changes something").1
            }
        };
        let file = folder.path().join(format!("{seed:03}.xml"));
        std::fs::write(&file, &xml).expect("a temporary file");
        let invalid = errors(&xml, &CheckOptions::default()).iter().any(|it| {
            let own = ["tei/duplicate-id", "tei/impossible-date", "tei/not-well-formed"].contains(&&*it.rule);
            (it.rule.starts_with("schema/") && it.rule != "schema/constraint") || own
        });
        ours.push(invalid);
        files.push(file);
    }
    let Some(output) = oracles::jing(&root().join("schema/edition.rng"), &files) else { return };
    let said = String::from_utf8_lossy(&output.stdout);
    let theirs: Vec<bool> = files.iter().map(|file| said.contains(&file.display().to_string())).collect();
    let differ: Vec<_> = (0..files.len()).filter(|&at| ours[at] != theirs[at]).collect();
    assert!(differ.is_empty(), "{differ:?} differ; jing says:\n{said}");
    assert!(ours.iter().filter(|invalid| **invalid).count() > 120, "mutants that are valid prove little");
}

/// What the profile accepts, all of TEI accepts: of the traps, and of documents that are nearly ours.
#[test]
fn the_profile_is_a_subset_of_tei() {
    let Some(folder) = shared("schemas") else { return };
    let traps = std::fs::read_to_string(folder.join("letter-traps.json")).expect("the traps lie with the schemas");
    let traps: serde_json::Value = serde_json::from_str(&traps).expect("the traps are JSON");
    let mut documents: Vec<String> = traps
        .as_array()
        .expect("a list")
        .iter()
        .map(|trap| trap["xml"].as_str().expect("a document").to_owned())
        .collect();
    let texts = texts();
    for seed in 1000..1400_u64 {
        let mut draws = Draws::new(seed);
        let (_, xml) = &texts[seed as usize % texts.len()];
        documents.push((0..).find_map(|_| mutant(xml, &mut draws)).expect("some draw changes something").1);
    }
    let all = ["tei_all.rng", "tei_all_4.9.0.rng"].map(|name| by(&folder.join(name)));
    let mut accepted = 0;
    for xml in documents {
        if errors(&xml, &CheckOptions::default()).is_empty() {
            accepted += 1;
            for schema in &all {
                let found = errors(&xml, schema);
                assert!(found.is_empty(), "{found:#?}\n{xml}");
            }
        }
    }
    assert!(accepted > 100, "{accepted} accepted documents prove little");
}

/// The ODD itself is TEI.
#[test]
fn the_odd_is_valid() {
    let Some(folder) = shared("schemas") else { return };
    let found = errors(&text("schema/edition.odd"), &by(&folder.join("tei_all.rng")));
    assert!(found.is_empty(), "{found:#?}");
}
