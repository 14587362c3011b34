//! EPUBCheck and Ace, which judge our books. A machine without them skips the judgement aloud; with
//! `RUBRICATE_REQUIRE_ORACLES=1` their absence is a failure. `EPUBCHECK_JAR` and `ACE` say where they are.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The file that an environment variable names, or a visible skip, or a failure where oracles are required.
fn tool(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.exists());
    if found.is_none() {
        let required = std::env::var_os("RUBRICATE_REQUIRE_ORACLES").is_some_and(|value| value == "1");
        assert!(!required, "oracle missing: {variable} names no file, and RUBRICATE_REQUIRE_ORACLES=1");
        // Written past the harness, which hides what passing tests print.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: {variable} names no file; set RUBRICATE_REQUIRE_ORACLES=1 to make this a failure"
        );
    }
    found
}

/// Every violation that Ace finds in the book.
pub fn ace(book: &Path) -> Option<Vec<String>> {
    let program = tool("ACE")?;
    let out = book.with_extension("ace");
    let home = book.with_extension("ace-home");
    std::fs::create_dir_all(&home).expect("a folder for Ace");
    let run = Command::new(program)
        .args(["-f", "-s", "-o"])
        .arg(&out)
        .arg(book)
        .env("HOME", &home)
        .env("XDG_CONFIG_HOME", &home)
        .output()
        .expect("Ace runs");
    let report = std::fs::read_to_string(out.join("report.json"))
        .unwrap_or_else(|error| panic!("no report of Ace: {error}\n{}", String::from_utf8_lossy(&run.stderr)));
    let report: serde_json::Value = serde_json::from_str(&report).expect("Ace writes JSON");
    let pages = report["assertions"].as_array().expect("a report has assertions");
    let violations = pages.iter().flat_map(|page| {
        let of = page["earl:testSubject"]["url"].as_str().unwrap_or_default();
        page["assertions"].as_array().into_iter().flatten().map(move |found| {
            let (test, result) = (&found["earl:test"], &found["earl:result"]);
            format!("{of}: {} ({}): {}", test["dct:title"], test["earl:impact"], result["dct:description"])
        })
    });
    Some(violations.collect())
}

/// What EPUBCheck says of a book.
#[derive(Debug, Clone)]
pub struct Told {
    pub severity: String,
    pub id: String,
    pub message: String,
}

impl Told {
    /// Whether the book is refused for it.
    pub fn is_error(&self) -> bool {
        matches!(self.severity.as_str(), "ERROR" | "FATAL")
    }
}

/// What EPUBCheck says of each book, in one virtual machine, which makes it fifty times as fast.
pub fn epubcheck_all(books: &[PathBuf]) -> Option<BTreeMap<PathBuf, Vec<Told>>> {
    let jar = tool("EPUBCHECK_JAR")?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/EpubCheckBatch.java");
    let folder = books.first()?.parent()?;
    let names: Vec<_> = books.iter().map(|book| book.to_string_lossy().into_owned()).collect();
    let list = folder.join("names");
    std::fs::write(&list, names.join("\n")).expect("there is room for a list");
    let libraries = jar.parent().expect("it lies in a folder").join("lib/*");
    let run = Command::new("java")
        .args(["-Djava.awt.headless=true", "-cp"])
        .arg(std::env::join_paths([&jar, &libraries]).expect("these paths have no colons"))
        .args([&program, &list])
        .output()
        .expect("java runs");
    let mut told: BTreeMap<PathBuf, Vec<Told>> = BTreeMap::new();
    let mut done = 0;
    for line in String::from_utf8_lossy(&run.stdout).lines() {
        let mut fields = line.splitn(3, '\t');
        let (severity, Some(book)) = (fields.next().unwrap_or_default(), fields.next()) else { continue };
        let told = told.entry(book.into()).or_default();
        if severity == "DONE" {
            done += 1;
        } else if let Some((id, message)) = fields.next().and_then(|rest| rest.split_once(' ')) {
            told.push(Told { severity: severity.into(), id: id.into(), message: message.into() });
        }
    }
    assert_eq!(done, books.len(), "EPUBCheck did not come to the end: {}", String::from_utf8_lossy(&run.stderr));
    Some(told)
}
