//! Books with one fault each: our rules find it, find nothing else, and say what EPUBCheck says. Sound books have no
//! findings, and hostile archives are refused.

use crate::common::{self, files, root, shared};
use crate::support::epub_changes::Book;
use crate::support::epub_oracles::{self as oracles, Told};
use rubricate::Error;
use rubricate::check::{CheckOptions, Checked};
use rubricate::diagnostic::{Diagnostic, Level};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

/// A book with a fault.
struct Mutant {
    name: String,
    /// The rule that finds it, and those that find what comes of it.
    rules: Vec<String>,
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
        let [name, rules, code] = head.split(" | ").collect::<Vec<_>>()[..] else { panic!("{head}: three fields") };
        let (stem, changes) = match changes.strip_prefix("book: ") {
            Some(rest) => rest.split_once('\n').expect("changes follow"),
            None => ("brackets", changes),
        };
        let sound = books
            .entry(stem.to_owned())
            .or_insert_with(|| Book::open(&book(&root().join("examples").join(format!("{stem}.txt")))));
        Mutant {
            name: name.into(),
            rules: rules.split(' ').map(Into::into).collect(),
            code: code.strip_prefix("- ").map_or(Ok(code.into()), |reason| Err(reason.into())),
            bytes: sound.clone().changed(changes).pack(),
        }
    };
    blocks.map(mutant).collect()
}

fn check(bytes: &[u8]) -> Result<Checked, Error> {
    common::check("book.epub", bytes, &CheckOptions::default())
}

fn findings(bytes: &[u8]) -> Vec<Diagnostic> {
    check(bytes).expect("any archive can be checked").findings
}

fn shown(findings: &[Diagnostic]) -> String {
    let one = |it: &Diagnostic| {
        let (code, member) = (it.code.as_deref().unwrap_or("-"), it.member.as_deref().unwrap_or("-"));
        format!("  {} {} {code} {member} {:?}: {}", it.level, it.rule, it.span, it.message)
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    let mutants = mutants();
    assert!(mutants.len() >= 150, "only {} faults", mutants.len());
    let mut wrong = Vec::new();
    for Mutant { name, rules, code, bytes } in &mutants {
        let findings = findings(bytes);
        let expected: BTreeSet<&str> = rules.iter().map(String::as_str).collect();
        let counts = |it: &&Diagnostic| it.level > Level::Note || expected.contains(it.rule.as_ref());
        let found: BTreeSet<&str> = findings.iter().filter(counts).map(|it| it.rule.as_ref()).collect();
        let is_said = code.is_err() || findings.iter().any(|it| it.code.as_deref() == code.as_deref().ok());
        if found != expected || !is_said {
            wrong.push(format!("{name}: {rules:?} {code:?} is expected\n{}", shown(&findings)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mutants.len(), wrong.join("\n"));
}

#[test]
fn every_rule_for_books_has_a_mutant() {
    let mutants = mutants();
    let tried: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.rules[0].as_str()).collect();
    let rules = rubricate::check::rules().iter().filter(|rule| rule.id.starts_with("epub/"));
    let others: Vec<&str> =
        rules.filter(|rule| !rule.is_of_writing()).map(|rule| rule.id).filter(|id| !tried.contains(id)).collect();
    // Bombs have a test of their own.
    assert_eq!(others, ["epub/too-much"]);
}

/// The ids of EPUBCheck that the page of a rule names.
fn codes(markdown: &str) -> BTreeSet<&str> {
    let line = markdown.lines().find_map(|line| line.strip_prefix("EPUBCheck: "));
    line.map(|line| line.trim_end_matches('.').split(", ").collect()).unwrap_or_default()
}

#[test]
fn pages_and_docs_name_the_ids_that_are_told() {
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mutants = mutants();
    for finding in mutants.iter().flat_map(|mutant| findings(&mutant.bytes)) {
        told.entry(finding.rule.into_owned()).or_default().extend(finding.code.map(Into::into));
    }
    let docs = std::fs::read_to_string(root().join("docs/epub-checks.md")).expect("the page is there");
    for rule in rubricate::check::rules().iter().filter(|rule| !rule.is_of_writing()) {
        let page = rule;
        let Some(name) = page.id.strip_prefix("epub/") else { continue };
        let named = codes(page.markdown);
        for code in told.get(page.id).into_iter().flatten() {
            assert!(named.contains(code.as_str()), "{}: the page does not name {code}", page.id);
        }
        let list = named.into_iter().collect::<Vec<_>>().join(", ");
        let row = format!("| `epub/{name}` | {} | {list} | {} |", page.level, page.summary);
        assert!(docs.contains(&row), "docs/epub-checks.md: no row {row}");
    }
    let ours = mutants.iter().filter(|mutant| mutant.code.is_err()).count();
    for figure in [format!("{} faults", mutants.len()), format!("The other {ours} are ours alone")] {
        assert!(docs.contains(&figure), "docs/epub-checks.md: not `{figure}`");
    }
}

#[test]
fn epubcheck_says_the_same() {
    let folder = tempfile::TempDir::new().expect("the system has room for a folder");
    let mut mutants = mutants();
    let sound = book(&root().join("examples/brackets.txt"));
    mutants.push(Mutant { name: "sound".into(), rules: Vec::new(), code: Err("it is sound".into()), bytes: sound });
    let path = |mutant: &Mutant| folder.path().join(format!("{}.epub", mutant.name));
    for mutant in &mutants {
        std::fs::write(path(mutant), &mutant.bytes).expect("there is room for a book");
    }
    let Some(told) = oracles::epubcheck_all(&mutants.iter().map(path).collect::<Vec<_>>()) else { return };
    let (mut same, mut wrong) = (0, Vec::new());
    for mutant in &mutants {
        let theirs: &[Told] = &told[&path(mutant)];
        let ours = findings(&mutant.bytes);
        let (fails, is_known) =
            (theirs.iter().any(Told::is_error), theirs.iter().any(|it| Ok(&it.id) == mutant.code.as_ref()));
        let agrees = match &mutant.code {
            // What EPUBCheck does not tell, it must not refuse for another reason; what is locked it cannot judge.
            Err(_) => theirs.iter().all(|it| !it.is_error()) || mutant.rules == ["epub/locked"],
            Ok(_) => is_known && fails == ours.iter().any(|it| it.level == Level::Error),
        };
        if agrees {
            same += 1;
        } else {
            let theirs: Vec<String> =
                theirs.iter().map(|it| format!("  {} {} {}", it.severity, it.id, it.message)).collect();
            wrong.push(format!(
                "{}: {:?}\n{}\nEPUBCheck:\n{}",
                mutant.name,
                mutant.code,
                shown(&ours),
                theirs.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{same} agree, {} do not:\n{}", wrong.len(), wrong.join("\n"));
    let compared = mutants.iter().filter(|mutant| mutant.code.is_ok()).count();
    let _ = writeln!(
        std::io::stderr(),
        "EPUBCheck: {compared} faults with the same verdict and id, {} ours only",
        same - compared
    );
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

/// A book with these changes that is refused as too much, and says so once.
#[track_caller]
fn refused(rule: &str, changes: &str) {
    let findings = findings(&Book::of_pages().changed(changes).pack());
    let found: Vec<_> = findings.iter().filter(|it| it.level > Level::Note && it.rule == rule).collect();
    assert_eq!(found.len(), 1, "{}", shown(&findings));
}

#[test]
fn bombs_are_refused() {
    let page = |content: &str| format!("@ OEBPS/two.xhtml\n-<p>The mare is sold.</p>\n+{content}\n");
    let style = |content: &str| format!("@ OEBPS/style.css\n-p {{ margin: 0; }}\n+{content}\n");
    // Packed too tightly, though the file is named nowhere.
    refused("epub/too-much", "@bomb OEBPS/more.bin");
    // One text that is too long.
    refused("epub/too-much", &style(&text_of(17 << 20)));
    // Texts that are too long together.
    let more = |nth: usize| {
        let item = format!("+<item id=\"m{nth}\" href=\"m{nth}.css\" media-type=\"text/css\"/>\n");
        (format!("@ OEBPS/m{nth}.css\n+{}\n\n", text_of(15 << 20)), item)
    };
    let (texts, items): (String, String) = (0..5).map(more).unzip();
    let item = "<item id=\"style\"";
    refused("epub/too-much", &format!("{texts}@ OEBPS/content.opf\n-{item}\n{items}+{item}\n"));
    // Levels, attributes, and tags of which each takes more memory than it takes bytes.
    refused("epub/too-much", &page(&"<div>".repeat(100_000)));
    let attributes = (0..100_000).map(|nth| format!(" a{nth}=''")).collect::<Vec<_>>().concat();
    refused("epub/too-much", &page(&format!("<p{attributes}/>")));
    let tags = text_of(1 << 18).replace('0', &"<b/>".repeat(100));
    let other = format!("@ OEBPS/one.xhtml\n-<p>Dear Miss Alder,</p>\n+{tags}\n\n");
    refused("epub/too-much", &(other + &page(&tags)));
    // Entities in each kind of file.
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    for file in ["META-INF/container.xml", "OEBPS/content.opf", "OEBPS/toc.ncx"] {
        refused("epub/document-type", &format!("@ {file}\n-{declaration}\n+{declaration}{bomb}\n"));
    }
    refused("epub/document-type", &format!("@ OEBPS/two.xhtml\n-<!DOCTYPE html>\n+{bomb}\n"));
}

/// Text of about a length that is packed to about a half: what repeats is too far apart for packers to see.
fn text_of(length: usize) -> String {
    const STRETCH: usize = 1 << 18;
    let mut state = 1_u64;
    let mut text = String::with_capacity(STRETCH + 20);
    while text.len() < STRETCH.min(length) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        text.push_str(&state.to_string());
    }
    text.repeat(length.div_ceil(STRETCH))
}

#[test]
fn what_is_found_again_and_again_is_told_so_often_only() {
    let content = "<z/>".repeat(2_000);
    let page = format!("@ OEBPS/two.xhtml\n-<p>The mare is sold.</p>\n+{content}\n");
    let findings = findings(&Book::of_pages().changed(&page).pack());
    assert_eq!(findings.len(), 500, "{}", shown(&findings[..3]));
    assert!(findings.iter().any(|it| it.hints.iter().any(|hint| hint.contains("more than 500"))));
}

/// Many names for the same packed bytes: a small archive that unpacks to a great amount.
#[test]
fn what_overlaps_is_not_unpacked_again_and_again() {
    const NAMES: usize = 2_000;
    let item = "<item id=\"style\"";
    let item_of = |nth| format!("+<item id=\"m{nth:04}\" href=\"m{nth:04}.css\" media-type=\"text/css\"/>\n");
    let items = (0..NAMES).map(item_of).collect::<Vec<_>>().concat();
    let long = text_of(8 << 20);
    let changes = format!("@ OEBPS/content.opf\n-{item}\n{items}+{item}\n\n@ OEBPS/m0000.css\n+{long}\n");
    let bytes = Book::of_pages()
        .changed(&changes)
        .pack_with_copies("OEBPS/m0000.css", NAMES - 1, |nth| format!("OEBPS/m{:04}.css", nth + 1));
    // All of it would be 16 GB.
    let findings = findings(&bytes);
    assert!(findings.iter().any(|it| it.rule == "epub/too-much"), "{}", shown(&findings[..findings.len().min(5)]));
}

#[test]
fn damaged_archives_are_findings() {
    let sound = Book::of_pages().pack();
    assert!(findings(&sound).is_empty(), "{}", shown(&findings(&sound)));
    for length in 4..sound.len() {
        let findings = findings(&sound[..length]);
        assert!(findings.iter().any(|it| it.rule == "epub/broken-archive"), "{length} bytes");
    }
    for at in (4..sound.len()).step_by(3) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x55;
        // A changed byte may change anything, or nothing that is looked at; it must only end.
        let _ = check(&damaged);
    }
}
