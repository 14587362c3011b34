//! Our TEI in the Base Format of the Deutsches Textarchiv.

use crate::common::{self, files, root, shared};
use crate::run::Folder;
use crate::support::{oracles, trees};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rubricate::Document;
use rubricate::diagnostic::Level;
use rubricate::write::WriteOptions;

fn dtabf(document: &Document) -> String {
    let mut options = WriteOptions::default();
    options.dtabf = true;
    let written = (common::format("tei").write)(document, &options).expect("every tree has a TEI form");
    String::from_utf8(written.bytes).expect("TEI is UTF-8")
}

/// The words of the text, without white space.
fn words(xml: &str) -> String {
    let parsed = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    let text = parsed.descendants().find(|node| node.has_tag_name("text")).expect("TEI has a text");
    let texts = text.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
    texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

/// By jing and by our own validator: own texts, seeds, gold.
#[test]
fn texts_are_valid() {
    let Some(schemas) = shared("schemas") else { return };
    let grammar = schemas.join("dtabf.rng");
    let options = common::by(common::schemas(&[&grammar]).expect("the grammar loads"));
    let mut folders = vec![root().join("examples"), root().join("tests/letters")];
    folders.extend(["seeds", "gold/dev", "gold/prose"].iter().filter_map(|folder| shared(folder)));
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut written = Vec::new();
    for (index, path) in folders.iter().flat_map(|folder| files(folder, "txt")).enumerate() {
        let bytes = std::fs::read(&path).expect("the file was just listed");
        let Some(document) = common::try_read("text.txt", &String::from_utf8_lossy(&bytes)) else { continue };
        let xml = dtabf(&document);
        // Our own validator takes longer, so it sees every fifth.
        if index % 5 == 0 {
            let checked = common::check("x.xml", xml.clone(), &options).expect("TEI can be checked");
            // `rendition` and `facs` point to what DTABf knows by name and the file does not hold.
            let of_schema = |rule: &str| rule.starts_with("schema/") || rule == "tei/duplicate-id";
            let mut errors = checked.findings;
            errors.retain(|finding| finding.level == Level::Error && of_schema(&finding.rule));
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        }
        let file = place.path().join(format!("{index}.xml"));
        std::fs::write(&file, xml).expect("a temporary file");
        written.push(file);
    }
    let Some(output) = oracles::jing(&grammar, &written) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn what_is_told_otherwise() {
    let folder = Folder::new();
    let letter = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe *seeds* came with the [two words illegible] and\n\
                  - 6 -\nthe pot.\n\nYours sincerely,\n\nJ. Thorne\n";
    folder.write("letter.txt", letter);
    let args = ["convert", "letter.txt", "--to", "tei", "-o", "-", "-q", "--profile", "dtabf"];
    let xml = String::from_utf8(folder.run(&args).ended(0).stdout).expect("TEI is UTF-8");
    for part in [
        "<hi rendition=\"#i\">seeds</hi>",
        "facs=\"#f0001\"/>the pot.",
        "<div type=\"letter\" xml:id=\"letter-1\" corresp=\"#correspondence-1\">",
        "<correspAction><note type=\"remarkDocument\">sent</note>",
        "https://www.deutschestextarchiv.de/basisformat.rng",
    ] {
        assert!(xml.contains(part), "{part} is not in\n{xml}");
    }
    let split = ["convert", "letter.txt", "--to", "tei", "--split", "letters", "--profile", "dtabf"];
    folder.run(&split).ended(2).says(&["--split"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// No character of the text is lost; only labels of lists are added, which are text here and attributes there.
    #[test]
    fn every_character_stays(document in trees::documents()) {
        let whole = words(&common::write_text(&document, "tei"));
        let told = words(&dtabf(&document));
        let mut rest = told.chars();
        prop_assert!(whole.chars().all(|c| rest.any(|other| other == c)), "{}\n{}", whole, told);
    }
}

/// How many of arbitrary trees are valid is not asked for: TEI has places for more than DTABf. They are well-formed.
#[test]
fn arbitrary_trees_are_well_formed() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    for _ in 0..50 {
        words(&dtabf(&trees::documents().new_tree(&mut runner).expect("a document").current()));
    }
}
