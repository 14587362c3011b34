//! One TEI for each letter, and the corpus around them.

use crate::common::{self, files, root, shared};
use crate::run::{Folder, LETTER};
use crate::support::{oracles, trees};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use roxmltree::Node;
use rubricate::Document;
use rubricate::read::ReadOptions;
use rubricate::tree::{Inline, LeafKind};
use rubricate::write::{WriteOptions, WrittenApart};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const ID: (&str, &str) = ("http://www.w3.org/XML/1998/namespace", "id");

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("TEI is UTF-8")
}

fn write_letters(document: &Document) -> WrittenApart {
    let split = common::format("tei").split.expect("TEI can be split");
    split(document, &WriteOptions::default()).expect("every tree has TEI for each letter")
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

fn read_tei(name: &str, tei: &[u8]) -> Document {
    let read = rubricate::read(name, tei.to_vec(), &ReadOptions::default());
    read.unwrap_or_else(|error| panic!("{error}\n{}", text(tei))).0
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
        let WrittenApart { letters, corpus, .. } = write_letters(&document);
        let expected = words([&*whole]);
        assert_eq!(words(letters.iter().map(|(_, bytes)| &**bytes)), expected, "{}", path.display());
        assert_eq!(words([&*corpus]), expected, "{}", path.display());
        split += usize::from(letters.len() > 1);
    }
    assert!(split >= 3, "{split} texts with several parts prove little");
}

/// As they are written, and as they are written again when they were read.
#[test]
fn letters_and_corpora_are_valid() {
    let Some(mut grammars) = oracles::tei_grammars() else { return };
    grammars.push(root().join("schema/edition.rng"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    let mut put = |name: String, written: WrittenApart| {
        for (number, bytes) in written.letters.into_iter().chain([(99, written.corpus)]) {
            let again = common::write(&read_tei("letters.xml", &bytes), "tei");
            for (bytes, end) in [(bytes, ""), (again, "-again")] {
                let file = folder.path().join(format!("{name}-{number}{end}.xml"));
                std::fs::write(&file, bytes).expect("a temporary file");
                files.push(file);
            }
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
    content.iter().any(|inline| matches!(inline, Inline::NoteRef(_)) || calls_notes(inline.content()))
}

/// In each TEI every id is the only one of its name in the file, and every pointer has a target.
fn pointers_hold(xml: &str) -> Result<(), String> {
    let parsed = roxmltree::Document::parse(xml).map_err(|error| error.to_string())?;
    let mut ids: Vec<&str> = parsed.descendants().filter_map(|node| node.attribute(ID)).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    if ids.len() < all {
        return Err("an id is there twice".into());
    }
    for tei in parsed.descendants().filter(|node| node.has_tag_name("TEI")) {
        let own: Vec<&str> = tei.descendants().filter_map(|node| node.attribute(ID)).collect();
        for (name, pointed) in pointers(tei) {
            if !own.contains(&pointed) {
                return Err(format!("{name} points to {pointed}"));
            }
        }
    }
    Ok(())
}

/// What points to ids, and to which.
fn pointers<'a>(tei: Node<'a, 'a>) -> impl Iterator<Item = (&'static str, &'a str)> {
    tei.descendants().flat_map(|node| {
        ["target", "resp", "decls", "calendar"]
            .into_iter()
            .filter_map(move |name| Some((name, node.attribute(name)?.strip_prefix('#')?)))
    })
}

/// How often each attribute points somewhere from a text.
fn references(xml: &str) -> BTreeMap<&'static str, usize> {
    let parsed = roxmltree::Document::parse(xml).expect("it was read before");
    let mut count = BTreeMap::new();
    for text in parsed.descendants().filter(|node| node.has_tag_name("text")) {
        pointers(text).for_each(|(name, _)| *count.entry(name).or_default() += 1);
    }
    count
}

/// What headers say in notes on the file: what is set aside, and what no element is for.
fn set_aside(xml: &str) -> BTreeSet<String> {
    let parsed = roxmltree::Document::parse(xml).expect("it was read before");
    let all = parsed.descendants().filter(|node| node.has_tag_name("notesStmt"));
    all.flat_map(|it| it.children()).filter(Node::is_element).map(|it| xml[it.range()].to_owned()).collect()
}

/// TEI of our own that is read is written with the same words and as many references, all of which hold; and what is
/// written then comes back.
fn comes_back(tei: &[u8]) -> Result<(), String> {
    let again = |tei: &[u8]| common::write(&read_tei("letters.xml", tei), "tei");
    let second = again(tei);
    if words([&*second]) != words([tei]) {
        return Err("the words are not the same".into());
    }
    let (first, xml) = (text(tei), text(&second));
    pointers_hold(&xml)?;
    if references(&first) != references(&xml) {
        return Err(format!("{:?}, but written again {:?}", references(&first), references(&xml)));
    }
    if let Some(lost) = set_aside(&first).difference(&set_aside(&xml)).next() {
        return Err(format!("{lost} is lost"));
    }
    if again(&second) == second { Ok(()) } else { Err("written a third time, it is not the same".into()) }
}

proptest! {
    #![proptest_config(trees::cases(200))]

    /// Every word of any tree is in one of the parts; twice only where two parts share a note.
    #[test]
    fn nothing_of_any_tree_is_lost(document in trees::documents()) {
        let expected = words([&*common::write(&document, "tei")]);
        let WrittenApart { letters, .. } = write_letters(&document);
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
        pointers_hold(&xml).map_err(TestCaseError::fail)?;
    }

    /// A corpus that is read is TEI with the same words and references, and so is each letter.
    #[test]
    fn letters_of_any_tree_can_be_read(document in trees::documents()) {
        let written = write_letters(&document);
        let single = written.letters.iter().map(|(_, bytes)| bytes);
        for tei in single.chain([&written.corpus]) {
            comes_back(tei).map_err(TestCaseError::fail)?;
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

#[test]
fn letters_of_real_texts_can_be_read() {
    let mut corpora = 0;
    for path in texts() {
        let Some(document) = read(&path) else { continue };
        let WrittenApart { letters, corpus, .. } = write_letters(&document);
        for (number, tei) in letters.iter().map(|(number, tei)| (*number, tei)).chain([(99, &corpus)]) {
            comes_back(tei).unwrap_or_else(|error| panic!("{} {number}: {error}", path.display()));
        }
        corpora += usize::from(letters.len() > 1);
    }
    assert!(corpora >= 3, "{corpora} texts with several parts prove little");
}
