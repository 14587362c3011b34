//! The pages of rules are what the rules do: each bad example is one finding, each good one none.

mod common;

use common::{files, root};
use rubricate::check::{Rule, rule, rules};
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::source::Source;
use rubricate::write::{FORMATS, WriteOptions};
use rubricate::{CheckOptions, Document};
use std::collections::BTreeSet;

/// What is found in an example: by checking, and for rules of writing by writing it in all formats.
fn findings(rule: &Rule, example: &[u8]) -> Vec<Diagnostic> {
    let id = rule.page.id;
    if !rule.is_of_writing() {
        let checked = rubricate::check("example", example.to_vec(), &CheckOptions::default());
        return checked.unwrap_or_else(|error| panic!("{id}: {error}")).findings;
    }
    let (source, mut findings) = Source::from_bytes("example", example.to_vec(), None).expect("an example is text");
    let reading = rubricate::read::text(&source, &rubricate::read::ReadOptions::default()).expect("it gives no orders");
    let document = Document { source, edition: reading.edition };
    for format in FORMATS {
        findings.extend((format.write)(&document, &WriteOptions::default()).expect("it can be written").losses);
    }
    findings
}

fn of<'a>(rule: &Rule, findings: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    findings.iter().filter(|finding| finding.rule == rule.page.id).collect()
}

#[test]
fn bad_examples_are_found_once() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let id = rule.page.id;
        let example = rule.page.bad().unwrap_or_else(|| panic!("{id}: the bad example cannot be read"));
        let findings = findings(rule, &example);
        match of(rule, &findings).as_slice() {
            [one] if one.level <= rule.page.level => {}
            [one] => wrong.push(format!("{id}: {:?} is above the level of the page", one.level)),
            _ => wrong.push(format!("{id}: {findings:#?}")),
        }
    }
    assert!(wrong.is_empty(), "these are to be found once: {}", wrong.join("\n"));
}

#[test]
fn good_examples_are_clean() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let id = rule.page.id;
        let example = rule.page.good().unwrap_or_else(|| panic!("{id}: the good example cannot be read"));
        let mut findings = findings(rule, &example);
        findings.retain(|finding| finding.level > Level::Note || finding.rule == id);
        if !findings.is_empty() {
            wrong.push(format!("{id}: {findings:#?}"));
        }
    }
    assert!(wrong.is_empty(), "these are to be clean: {}", wrong.join("\n"));
}

#[test]
fn pages_are_rows_and_rows_are_pages() {
    let folder = root().join("schema/rules");
    let pages: BTreeSet<String> = files(&folder, "md")
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&folder).expect("it was found there").with_extension("");
            below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        })
        .collect();
    let rows: Vec<String> = rules().iter().map(|rule| rule.page.id.to_owned()).collect();
    assert_eq!(rows, pages.into_iter().collect::<Vec<_>>(), "a page has the name of its rule; rows are sorted");
}

#[test]
fn all_that_can_be_reported_is_a_rule() {
    let families: BTreeSet<&str> = rules().iter().filter_map(|rule| rule.page.id.split('/').next()).collect();
    let mut seen = 0;
    for path in files(&root().join("src"), "rs") {
        let code = std::fs::read_to_string(&path).expect("the file was just listed");
        let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for literal in code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let Some((family, fault)) = literal.split_once('/') else { continue };
            let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if families.contains(family) && is_word(fault) {
                seen += 1;
                assert!(rule(literal).is_some(), "{}: {literal} has no page", path.display());
            }
        }
    }
    assert!(seen >= 15, "{seen} ids were found in the code");
}
