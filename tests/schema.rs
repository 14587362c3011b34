//! Validation: the verdicts of jing, without jing; and what schemas and documents may do to us.

mod common;
mod support;

use common::shared;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rubricate::CheckOptions;
use rubricate::check::Context;
use rubricate::check::schema::{Schema, Schemas};
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::source::Source;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use support::mutants::{Draws, mutant};
use support::{letter, oracles, trees};

/// Checks by one schema, whatever the document says itself.
fn with(schema: Schema) -> CheckOptions {
    CheckOptions { tei: Context { schemas: Arc::new(Schemas::given(schema)), ..Context::default() }, ..CheckOptions::default() }
}

fn schema(path: &Path) -> Schema {
    Schema::from_file(path).unwrap_or_else(|error| panic!("{error}"))
}

fn check(name: &str, xml: &str, options: &CheckOptions) -> Vec<Diagnostic> {
    rubricate::check(name, xml.as_bytes().to_vec(), options).unwrap_or_else(|error| panic!("{name}: {error}")).findings
}

/// What makes a document invalid: faults that the grammar finds, ids, and dates that do not exist; not Schematron.
fn faults(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    let counts = |it: &&Diagnostic| {
        let family = it.rule.starts_with("schema/") && it.rule != "schema/constraint";
        let own = ["tei/duplicate-id", "tei/impossible-date", "tei/not-well-formed"].contains(&&*it.rule);
        it.level == Level::Error && (family || own)
    };
    findings.iter().filter(counts).collect()
}

/// The first error of jing for each file: line and message.
fn judge(grammar: &Path, files: &[PathBuf]) -> Option<BTreeMap<PathBuf, (usize, String)>> {
    let output = oracles::jing(grammar, files)?;
    let mut first = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((file, rest)) = line.split_once(".xml:") else { panic!("jing says: {line}") };
        let mut parts = rest.splitn(3, ':');
        let place = parts.next().and_then(|line| line.parse().ok()).unwrap_or(0);
        let message = parts.nth(1).unwrap_or_default().to_owned();
        first.entry(PathBuf::from(format!("{file}.xml"))).or_insert((place, message));
    }
    Some(first)
}

/// What two validators make of the same files.
#[derive(Default)]
struct Comparison {
    /// Files that jing finds invalid.
    invalid: usize,
    /// Verdicts that differ.
    verdicts: Vec<String>,
    /// First errors that stand on different lines.
    lines: Vec<String>,
}

impl Comparison {
    fn say(&self) -> String {
        let Self { invalid, verdicts, lines } = self;
        let count = format!("{invalid} invalid; {} verdicts and {} lines differ", verdicts.len(), lines.len());
        [&[count], &**verdicts, &**lines].concat().join("\n")
    }
}

/// Compares with jing.
fn compare(grammar: &Path, files: &[PathBuf]) -> Option<Comparison> {
    let start = Instant::now();
    let jing = judge(grammar, files)?;
    let theirs = start.elapsed();
    let start = Instant::now();
    let options = with(schema(grammar));
    let compiled = start.elapsed();
    let mut all = Comparison { invalid: jing.len(), ..Comparison::default() };
    for file in files {
        let xml = std::fs::read_to_string(file).expect("the file is there");
        let findings = check(&file.display().to_string(), &xml, &options);
        let found = faults(&findings);
        let source = Source::new("x", xml);
        let line = |it: &Diagnostic| it.span.map_or(0, |span| source.line_column(span.start).0);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match (jing.get(file), found.first()) {
            (None, None) => {}
            (Some((place, said)), None) => all.verdicts.push(format!("{name}:{place}: only jing:{said}")),
            (None, Some(ours)) => all.verdicts.push(format!("{name}:{}: only here: {}", line(ours), ours.message)),
            (Some((place, _)), Some(ours)) if line(ours) == *place => {}
            (Some((place, said)), Some(ours)) => {
                all.lines.push(format!("{name}: jing {place}:{said}; here {}: {}: {}", line(ours), ours.rule, ours.message));
            }
        }
    }
    eprintln!("{} files: jing {theirs:?}; here {:?}, of which schema {compiled:?}", files.len(), start.elapsed());
    Some(all)
}

#[test]
fn the_traps_have_the_verdict_of_jing() {
    let Some(folder) = shared("schemas") else { return };
    let options = with(schema(&folder.join("tei_all.rng")));
    let traps = std::fs::read_to_string(folder.join("letter-traps.json")).expect("the traps lie with the schemas");
    let traps: serde_json::Value = serde_json::from_str(&traps).expect("the traps are JSON");
    let traps = traps.as_array().expect("the traps are a list");
    let mut wrong = String::new();
    for trap in traps {
        let (id, xml) = (trap["id"].as_str().expect("an id"), trap["xml"].as_str().expect("a document"));
        let findings = check(id, xml, &options);
        if faults(&findings).is_empty() != (trap["jing_tei_all_4_12"] == "valid") {
            let _ = writeln!(wrong, "{id}: jing says {}; {findings:?}", trap["jing_tei_all_4_12"]);
        }
    }
    assert_eq!((traps.len(), wrong.as_str()), (157, ""));
}

#[test]
fn letters_in_use_have_the_verdict_of_jing() {
    let (Some(schemas), Some(letters)) = (shared("schemas"), shared("tei-letters")) else { return };
    let files = common::files(&letters, "xml");
    let Some(all) = compare(&schemas.join("tei_all.rng"), &files) else { return };
    assert_eq!(files.len(), 72);
    assert!(all.verdicts.is_empty() && all.lines.is_empty(), "{}", all.say());
}

/// Documents of our own: examples, the letter with one of everything, arbitrary trees.
fn documents() -> Vec<String> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
    let strategy = trees::documents();
    let mut all = vec![letter::letter()];
    for file in common::files(&common::root().join("examples"), "txt") {
        all.push(common::read("example", &std::fs::read_to_string(&file).expect("the file was just listed")));
    }
    all.extend((0..20).map(|_| strategy.new_tree(&mut runner).expect("a document").current()));
    all.iter().map(|document| common::write_text(document, "tei")).collect()
}

#[test]
fn mutants_have_the_verdict_of_jing() {
    let Some(schemas) = shared("schemas") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let documents = documents();
    let mut files = Vec::new();
    for seed in 0..500_u64 {
        let mut draws = Draws::new(seed);
        let xml = &documents[seed as usize % documents.len()];
        let (what, changed) = (0..).find_map(|_| mutant(xml, &mut draws)).expect("some draw changes something");
        let file = folder.path().join(format!("{seed}-{}.xml", what.replace(|c: char| !c.is_ascii_alphanumeric(), "-")));
        std::fs::write(&file, changed).expect("a temporary file");
        files.push(file);
    }
    let Some(all) = compare(&schemas.join("tei_all.rng"), &files) else { return };
    eprintln!("mutants: {}", all.say());
    if std::env::var_os("RUBRICATE_KEEP").is_some() {
        eprintln!("{}", folder.keep().display());
    }
    assert!(all.invalid > 250, "mutants that are valid prove little");
    // 99.5 and 98 of a hundred.
    assert!(all.verdicts.len() <= 2 && all.lines.len() <= 10, "{}", all.say());
}

#[test]
fn schemas_in_use_load() {
    let Some(folder) = shared("schemas") else { return };
    for name in [
        "tei_all.rng",
        "tei_all_4.11.0.rng",
        "tei_all_4.9.0.rng",
        "tei_all.rnc",
        "dtabf.rng",
        "dtabf_ms.rng",
        "cmif.rng",
        "tei_lite.rng",
        "tei_simplePrint.rng",
    ] {
        let start = Instant::now();
        let options = with(schema(&folder.join(name)));
        eprintln!("{name}: {:?}", start.elapsed());
        let found = check(name, "<?xml version=\"1.0\"?><p>a</p>", &options);
        assert!(found.iter().any(|it| it.rule == "schema/element-not-allowed"), "{name}: {found:?}");
        assert!(found.iter().all(|it| it.rule != "schema/not-evaluated"), "{name}: {found:?}");
    }
}
