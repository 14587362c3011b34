//! What holds of the project's own files: the README shows what the program does, no file names a place outside
//! the checkout, and the code knows no language.

use crate::common::{files, read, root, write_text};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fenced blocks of a Markdown page with this word after the fence.
fn fenced(page: &str, language: &str) -> Vec<String> {
    page.split(&format!("```{language}\n"))
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0.to_owned()))
        .collect()
}

/// Without the white space between elements and inside text, which the README sets in lines of its own.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><")
}

#[test]
fn the_readme_shows_what_is_written() {
    let page = text("README.md");
    let (before, after) = (fenced(&page, "text").remove(0), fenced(&page, "xml").remove(0));
    let tei = write_text(&read("letter.txt", &before), "tei");
    assert!(words(&tei).contains(&words(&after)), "README.md shows this:\n{after}\nbut this is written:\n{tei}");
}

#[test]
fn what_the_readme_links_to_is_there() {
    for page in ["README.md", "CONTRIBUTING.md"] {
        for link in text(page).split("](").skip(1).filter_map(|rest| rest.split(')').next().map(str::to_owned)) {
            assert!(link.starts_with("https://") || root().join(&link).exists(), "{page} links to {link}");
        }
    }
}

/// The project's own files: no build output, nothing that git ignores.
fn own_files() -> Vec<PathBuf> {
    let folders = ["src", "tests", "schema", "templates", "docs", "examples", "benches", "fuzz/fuzz_targets", ".ci"];
    let mut found = ["Cargo.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "fuzz/Cargo.toml"]
        .map(|it| root().join(it))
        .to_vec();
    for folder in folders.iter().map(|it| root().join(it)).filter(|it| it.is_dir()) {
        found.extend(
            ["rs", "toml", "txt", "md", "py", "sh", "java", "css", "xhtml", "json", "lines", "xml"]
                .iter()
                .flat_map(|extension| files(&folder, extension)),
        );
    }
    found.push(root().join(".ci/run"));
    // The published crate is without .ci and fuzz.
    found.retain(|path| path.is_file());
    found
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    // Cut in two, or this file would be its own finding.
    let places = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/op", "t/"], ["/Us", "ers/"]].map(|it| it.concat());
    let mut found = Vec::new();
    for path in own_files() {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (number, line) in text.lines().enumerate() {
            // A place inside an address (`https://host/home/`) or a longer path is another thing.
            let here = |place: &String| {
                line.match_indices(place.as_str())
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "./}_-$\u{2026}".contains(c)))
            };
            if places.iter().any(here) {
                found.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// All strings of a TOML value below the keys given.
fn strings(value: &toml::Value, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) => drop(found.insert(text.to_lowercase())),
        toml::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => table.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

#[test]
fn code_knows_no_words_of_a_language() {
    // Formulae and months: words that mean nothing else in code. Editorial words such as `page` or `note` are also
    // names of elements, so they cannot be looked for.
    let mut known = BTreeSet::new();
    for path in files(&root().join("schema/languages"), "toml") {
        let language: toml::Value = toml::from_str(&std::fs::read_to_string(&path).expect("the file was just listed"))
            .expect("language files are TOML");
        for (table, key) in [
            ("salutation", "strong"),
            ("salutation", "formulae"),
            ("closing", "strong"),
            ("closing", "formulae"),
            ("postscript", "markers"),
            ("dates", "months"),
        ] {
            let words = language
                .get(table)
                .and_then(|table| table.get(key))
                .unwrap_or_else(|| panic!("{}: no {table}.{key}", path.display()));
            strings(words, &mut known);
        }
    }
    // Also the name of the TEI element and of the role.
    known.remove("postscript");
    known.retain(|word| word.chars().count() > 3);
    assert!(known.len() > 300, "{} words are known", known.len());
    let mut found = Vec::new();
    let is_test = |path: &PathBuf| path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests");
    for path in files(&root().join("src"), "rs").iter().filter(|path| !is_test(path)) {
        let code = std::fs::read_to_string(path).expect("the file was just listed");
        // Unit tests need letters, and stand at the end of a file.
        let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for literal in line.split('"').skip(1).step_by(2) {
                if known.contains(&literal.trim().to_lowercase()) {
                    found.push(format!("{}:{}: {literal}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "these words belong to schema/languages:\n{}", found.join("\n"));
}
