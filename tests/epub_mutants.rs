//! Books with one fault each: our rules find it, find nothing else, and say what EPUBCheck says. Sound books have no
//! findings, and hostile archives are refused.

mod common;
#[path = "support/epub_changes.rs"]
mod epub_changes;
#[path = "support/epub_oracles.rs"]
#[allow(dead_code, reason = "shared by several test crates")]
mod oracles;

use common::{files, root, shared};
use epub_changes::Book;
use oracles::Told;
use rubricate::check::Checked;
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::{CheckError, CheckOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

/// A book with a fault.
struct Mutant {
    name: String,
    rule: String,
    /// EPUBCheck's id, or why EPUBCheck does not tell the fault.
    code: Result<String, String>,
    bytes: Vec<u8>,
}

/// The book of a text, as `convert` makes it.
fn book(path: &Path) -> Vec<u8> {
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().expect("a text has a name").to_string_lossy().into_owned();
    let (source, _) = rubricate::source::Source::from_bytes(&name, text, None).expect("it is text");
    common::write(&common::read(&name, &source.text), "epub")
}

fn mutants() -> Vec<Mutant> {
    let text = std::fs::read_to_string(root().join("tests/epub/mutants.txt")).expect("the list of faults is there");
    let mut books: BTreeMap<String, Book> = BTreeMap::new();
    let blocks = text.split("\n== ").skip(1);
    let mutant = |block: &str| {
        let (head, changes) = block.split_once('\n').expect("changes follow a name");
        let [name, rule, code] = head.split(" | ").collect::<Vec<_>>()[..] else { panic!("{head}: three fields") };
        let (stem, changes) = match changes.strip_prefix("book: ") {
            Some(rest) => rest.split_once('\n').expect("changes follow"),
            None => ("brackets", changes),
        };
        let sound = books.entry(stem.to_owned()).or_insert_with(|| {
            Book::open(&book(&root().join("examples").join(format!("{stem}.txt"))))
        });
        Mutant {
            name: name.into(),
            rule: rule.into(),
            code: code.strip_prefix("- ").map_or(Ok(code.into()), |reason| Err(reason.into())),
            bytes: sound.clone().changed(changes).pack(),
        }
    };
    blocks.map(mutant).collect()
}

fn check(bytes: &[u8]) -> Result<Checked, CheckError> {
    rubricate::check("book.epub", bytes.to_vec(), &CheckOptions::default())
}

fn findings(bytes: &[u8]) -> Vec<Diagnostic> {
    check(bytes).expect("any archive can be checked").findings
}

fn shown(findings: &[Diagnostic]) -> String {
    let one = |it: &Diagnostic| {
        let (code, member) = (it.code.as_deref().unwrap_or("-"), it.member.as_deref().unwrap_or("-"));
        format!("  {} {} {code} {member} {:?}: {}", it.level.name(), it.rule, it.span, it.message)
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    let mutants = mutants();
    assert!(mutants.len() >= 150, "only {} faults", mutants.len());
    let mut wrong = Vec::new();
    for Mutant { name, rule, code, bytes } in &mutants {
        let findings = findings(bytes);
        let rules: BTreeSet<&str> =
            findings.iter().filter(|it| it.level > Level::Note || it.rule == *rule).map(|it| it.rule.as_ref()).collect();
        let is_said = code.is_err() || findings.iter().any(|it| it.code.as_deref() == code.as_deref().ok());
        if rules != BTreeSet::from([rule.as_str()]) || !is_said {
            wrong.push(format!("{name}: {rule} {code:?} is expected\n{}", shown(&findings)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mutants.len(), wrong.join("\n"));
}

#[test]
fn every_rule_for_books_has_a_mutant() {
    let mutants = mutants();
    let tried: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.rule.as_str()).collect();
    let rules = rubricate::check::rules().iter().filter(|rule| rule.page.id.starts_with("epub/"));
    let others: Vec<&str> =
        rules.filter(|rule| !rule.is_of_writing()).map(|rule| rule.page.id).filter(|id| !tried.contains(id)).collect();
    // Bombs have a test of their own.
    assert_eq!(others, ["epub/too-much"]);
}

#[test]
fn epubcheck_says_the_same() {
    let folder = tempfile::TempDir::new().expect("the system has room for a folder");
    let mut mutants = mutants();
    let sound = book(&root().join("examples/brackets.txt"));
    mutants.push(Mutant { name: "sound".into(), rule: String::new(), code: Err("it is sound".into()), bytes: sound });
    let path = |mutant: &Mutant| folder.path().join(format!("{}.epub", mutant.name));
    for mutant in &mutants {
        std::fs::write(path(mutant), &mutant.bytes).expect("there is room for a book");
    }
    let Some(told) = oracles::epubcheck_all(&mutants.iter().map(path).collect::<Vec<_>>()) else { return };
    let (mut same, mut wrong) = (0, Vec::new());
    for mutant in &mutants {
        let theirs: &[Told] = &told[&path(mutant)];
        let ours = findings(&mutant.bytes);
        let (fails, is_known) = (theirs.iter().any(Told::is_error), theirs.iter().any(|it| Ok(&it.id) == mutant.code.as_ref()));
        let agrees = match &mutant.code {
            // Ours says more, or less: never an error where EPUBCheck has another one.
            Err(_) => theirs.iter().all(|it| !it.is_error()) || mutant.rule == "epub/locked",
            Ok(_) => is_known && fails == ours.iter().any(|it| it.level == Level::Error),
        };
        if agrees {
            same += 1;
        } else {
            let theirs: Vec<String> = theirs.iter().map(|it| format!("  {} {} {}", it.severity, it.id, it.message)).collect();
            wrong.push(format!("{}: {:?}\n{}\nEPUBCheck:\n{}", mutant.name, mutant.code, shown(&ours), theirs.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{same} agree, {} do not:\n{}", wrong.len(), wrong.join("\n"));
    let compared = mutants.iter().filter(|mutant| mutant.code.is_ok()).count();
    let _ = writeln!(std::io::stderr(), "EPUBCheck: {compared} faults with the same verdict and id, {} ours only", same - compared);
}

#[test]
fn sound_books_have_no_findings() {
    let mut texts = files(&root().join("examples"), "txt");
    for folder in ["seeds", "gold/dev"] {
        texts.extend(shared(folder).map(|folder| files(&folder, "txt")).unwrap_or_default());
    }
    let mut wrong = Vec::new();
    for path in &texts {
        let mut findings = findings(&book(path));
        findings.retain(|finding| finding.level > Level::Note);
        if !findings.is_empty() {
            wrong.push(format!("{}:\n{}", path.display(), shown(&findings)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} books:\n{}", wrong.len(), texts.len(), wrong.join("\n"));
    let _ = writeln!(std::io::stderr(), "{} sound books without a finding of level error or warning", texts.len());
}
