//! One TEI for each letter, and the corpus around them.

mod common;
mod run;
mod support;

use common::{files, root, shared};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use roxmltree::Node;
use rubricate::Document;
use rubricate::tree::{Inline, LeafKind};
use rubricate::write::tei::{Letters, write_letters};
use run::{Folder, LETTER};
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::{oracles, trees};

const ID: (&str, &str) = ("http://www.w3.org/XML/1998/namespace", "id");

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("TEI is UTF-8")
}

/// How often each word stands in the `text` elements.
fn words<'a>(tei: impl IntoIterator<Item = &'a [u8]>) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for bytes in tei {
        let xml = text(bytes);
        let parsed = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
        for inside in parsed.descendants().filter(|node| node.has_tag_name("text")) {
            let texts = inside.descendants().filter(Node::is_text).filter_map(|node| node.text());
            for word in texts.flat_map(str::split_whitespace) {
                *count.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    count
}

/// All texts that tests may read.
fn texts() -> Vec<PathBuf> {
    let mut folders = vec![root().join("examples"), root().join("tests/letters")];
    folders.extend(["seeds", "gold/dev", "gold/prose"].iter().filter_map(|folder| shared(folder)));
    folders.iter().flat_map(|folder| files(folder, "txt")).collect()
}

fn read(path: &PathBuf) -> Option<Document> {
    let bytes = std::fs::read(path).expect("the file was just listed");
    common::try_read("text", &String::from_utf8_lossy(&bytes))
}

/// Nothing is lost and nothing is there twice, apart and in the corpus.
#[test]
fn the_words_of_the_letters_are_those_of_the_whole() {
    let mut split = 0;
    for path in texts() {
        let Some(document) = read(&path) else { continue };
        let whole = common::write(&document, "tei");
        let Letters { letters, corpus, .. } = write_letters(&document);
        let expected = words([&*whole]);
        assert_eq!(words(letters.iter().map(|(_, bytes)| &**bytes)), expected, "{}", path.display());
        assert_eq!(words([&*corpus]), expected, "{}", path.display());
        split += usize::from(letters.len() > 1);
    }
    assert!(split >= 3, "{split} texts with several parts prove little");
}

#[test]
fn letters_and_corpora_are_valid() {
    let Some(mut grammars) = oracles::tei_grammars() else { return };
    grammars.push(root().join("schema/edition.rng"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    let mut put = |name: String, written: Letters| {
        for (number, bytes) in written.letters.into_iter().chain([(99, written.corpus)]) {
            let file = folder.path().join(format!("{name}-{number}.xml"));
            std::fs::write(&file, bytes).expect("a temporary file");
            files.push(file);
        }
    };
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let strategy = trees::documents();
    for index in 0..120 {
        put(format!("tree-{index}"), write_letters(&strategy.new_tree(&mut runner).expect("a document").current()));
    }
    for (index, path) in texts().iter().enumerate().step_by(5) {
        if let Some(document) = read(path) {
            put(format!("text-{index}"), write_letters(&document));
        }
    }
    for grammar in grammars {
        for files in files.chunks(500) {
            let Some(output) = oracles::jing(&grammar, files) else { return };
            let found = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{}: {}", grammar.display(), found.lines().take(20).collect::<String>());
        }
    }
}

/// Whether a mark calls a note somewhere: then letters may share it.
fn calls_notes(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::NoteRef { .. }) || calls_notes(inline.content()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every word of any tree is in one of the parts; twice only where two parts share a note.
    #[test]
    fn nothing_of_any_tree_is_lost(document in trees::documents()) {
        let expected = words([&*common::write(&document, "tei")]);
        let Letters { letters, .. } = write_letters(&document);
        prop_assume!(document.edition.leaves().iter().any(|leaf| leaf.kind == LeafKind::Text));
        let found = words(letters.iter().map(|(_, bytes)| &**bytes));
        let mut shares = false;
        document.edition.runs(|run| if let rubricate::tree::Run::Inlines(content) = run {
            shares |= calls_notes(content);
        });
        for (word, count) in &expected {
            prop_assert!(found.get(word).is_some_and(|there| there >= count), "{} is lost", word);
        }
        prop_assert!(shares || found == expected);
    }

    /// In a corpus every id is the only one of its name, and every pointer has a target in its own TEI.
    #[test]
    fn pointers_of_a_corpus_stay_in_their_text(document in trees::documents()) {
        let xml = text(&write_letters(&document).corpus);
        let parsed = roxmltree::Document::parse(&xml).expect("well-formed");
        let mut ids: Vec<&str> = parsed.descendants().filter_map(|node| node.attribute(ID)).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        for tei in parsed.root_element().children().filter(|node| node.has_tag_name("TEI")) {
            let own: Vec<&str> = tei.descendants().filter_map(|node| node.attribute(ID)).collect();
            for node in tei.descendants() {
                for name in ["target", "resp", "decls", "calendar"] {
                    if let Some(pointed) = node.attribute(name).and_then(|value| value.strip_prefix('#')) {
                        prop_assert!(own.contains(&pointed), "{} points to {}", name, pointed);
                    }
                }
            }
        }
    }
}

#[test]
fn the_command_line_writes_letters_and_corpus() {
    let folder = Folder::new();
    let second = LETTER.replace("Alder", "Hale").replace("1911", "1912");
    folder.write("letters.txt", format!("# Two Letters\n\n{LETTER}\n\n{second}"));
    let args = ["convert", "letters.txt", "--to", "tei", "--split", "letters"];
    folder.run(&[&args[..], &["--meta=identifier=https://press.example/two"]].concat()).ended(0);
    assert_eq!(folder.files(), ["letters-0.xml", "letters-1.xml", "letters-2.xml", "letters.txt", "letters.xml"]);
    let second = text(&folder.read("letters-2.xml"));
    for part in [
        "<title type=\"desc\">J. Thorne to Miss Hale, 1912-03-04</title>",
        "<seriesStmt>\n<title>Two Letters</title>\n</seriesStmt>",
        "https://press.example/two#letter-2",
        "xml:id=\"letter-2\"",
    ] {
        assert!(second.contains(part), "{part} is not in\n{second}");
    }
    assert!(!second.contains("Alder") && text(&folder.read("letters.xml")).contains("<teiCorpus "));
    let one = folder.run(&[&args[..], &["-o", "-"]].concat()).ended(0).stdout;
    assert!(text(&one).contains("<teiCorpus "));
    // Without an end, what -o names is their folder.
    folder.run(&[&args[..], &["-o", "apart"]].concat()).ended(0);
    assert!(folder.path("apart/letters-2.xml").is_file() && folder.path("apart/letters.xml").is_file());
    folder.write("letters-1.txt", LETTER);
    let clash = ["convert", "letters.txt", "letters-1.txt", "--to", "tei", "--split", "letters"];
    folder.run(&clash).ended(2).says(&["letters-1.xml", "another file of this run"]);
}
