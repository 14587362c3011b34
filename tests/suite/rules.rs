//! The pages of rules are what the rules do: each bad example is one finding, each good one none.

use crate::common::{self, files, root};
use crate::support::epub_changes::Book;
use proptest::prelude::*;
use rubricate::check::{CheckOptions, Profile, REPORT_FORMATS, Rule, Run, rule, rules};
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::write::WriteOptions;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What is found in an example: by checking, and for rules of writing by writing it in all formats.
fn findings(rule: &Rule, name: &str, example: &[u8]) -> Vec<Diagnostic> {
    let id = rule.id;
    if !rule.is_of_writing() {
        let mut options = CheckOptions::default();
        options.profile = if id.starts_with("deposit/") { Profile::Deposit } else { Profile::Edition };
        // A page of a rule for books shows what is changed in a sound book.
        let example = if id.starts_with("epub/") {
            Book::of_pages().changed(std::str::from_utf8(example).expect("changes are text")).pack()
        } else {
            example.to_vec()
        };
        let checked = common::check(name, example, &options);
        return checked.unwrap_or_else(|error| panic!("{id}: {error}")).findings;
    }
    let options = rubricate::read::ReadOptions::default();
    let (document, mut findings) =
        rubricate::read("example", example.to_vec(), &options).unwrap_or_else(|error| panic!("{id}: {error}"));
    for format in common::formats() {
        findings.extend((format.write)(&document, &WriteOptions::default()).expect("it can be written").losses);
    }
    findings
}

fn of<'a>(rule: &Rule, findings: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    findings.iter().filter(|finding| finding.rule == rule.id).collect()
}

/// Whether a rule goes beyond its grammar, so that each of its findings can say what to do.
fn says_what_to_do(id: &str) -> bool {
    ["allow/", "deposit/", "tei/"].iter().any(|family| id.starts_with(family)) || id == "schema/not-evaluated"
}

#[test]
fn bad_examples_are_found_once() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let id = rule.id;
        let example = bad(rule.markdown).unwrap_or_else(|| panic!("{id}: the bad example cannot be read"));
        let findings = findings(rule, bad_name(rule.markdown), &example);
        match of(rule, &findings).as_slice() {
            [one] if one.hints.is_empty() && one.fix.is_none() && says_what_to_do(id) => {
                wrong.push(format!("{id}: nothing says what to do about it"));
            }
            [one] if one.level <= rule.level => {}
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
        let id = rule.id;
        let example = good(rule.markdown).unwrap_or_else(|| panic!("{id}: the good example cannot be read"));
        let mut findings = findings(rule, "example", &example);
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
    let rows: Vec<String> = rules().iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(rows, pages.into_iter().collect::<Vec<_>>(), "a page has the name of its rule; rows are sorted");
}

#[test]
fn all_that_can_be_reported_is_a_rule() {
    let families: BTreeSet<&str> = rules().iter().filter_map(|rule| rule.id.split('/').next()).collect();
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

/// What must hold of checking any text.
fn sound(text: &str) -> Result<(), String> {
    let check = |text: &str| common::check("any", text, &CheckOptions::default());
    // Blank texts and orders that nobody can follow are refused.
    let Ok(checked) = check(text) else { return Ok(()) };
    let report = checked.report("any");
    for found in &report.findings {
        if rule(&found.rule).is_none() {
            return Err(format!("{} is no rule", found.rule));
        }
        let place = found.place;
        if place.line > place.end_line || place.line == place.end_line && place.column > place.end_column {
            return Err(format!("{}: {place:?} ends before it starts", found.rule));
        }
    }
    let run = Run { files: &[report], failures: &["a failure".into()], deny: Level::Warning };
    for format in REPORT_FORMATS {
        let written = (format.render)(&run);
        match format.name {
            "junit" => {
                roxmltree::Document::parse(&written).map_err(|error| format!("junit: {error}"))?;
            }
            "github" | "json-lines" => {}
            name => {
                serde_json::from_str::<serde_json::Value>(&written).map_err(|error| format!("{name}: {error}"))?;
            }
        }
    }
    // Safe mending ends at once, and changes only how characters are composed and lines end.
    let Some(mended) = checked.mended(false) else { return Ok(()) };
    let again = check(&mended).map_err(|error| format!("what was mended is refused: {error}"))?;
    if again.mended(false).is_some() {
        return Err(format!("mended twice: {mended:?}"));
    }
    let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect::<String>();
    if plain(text) == plain(&mended) { Ok(()) } else { Err(format!("mending changed the text: {mended:?}")) }
}

/// Pieces of letters, sound and damaged.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "Harwick, 4 March",
    "Dear Miss Alder,",
    "Yours sincerely,",
    "J. Thorne",
    "- 6 -",
    "[p. 5]",
    "[1]",
    "“",
    "”",
    "„",
    "«",
    "»",
    "\"",
    "cafe\u{301}",
    "cafÃ©",
    "РџСЂРёРІРµС‚",
    "inter- rupted",
    "inter-rupted",
    "interrupted",
    "\u{301}",
    "\u{fffd}",
    "\u{7}",
    "{.salute}",
    "The parcel came on Tuesday, and the seeds are in the ground",
    "and so on",
    "---",
    "<!-- rubricate allow tei/duplicate-id: x -->",
    "<TEI>",
    "</TEI>",
    "<p xml:id=\"a\">",
    "</p>",
    "\u{ac00}\u{11a8}",
    "[",
    "]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_checked_and_mended_once(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        prop_assert_eq!(sound(&pieces.concat()), Ok(()));
    }

    #[test]
    fn any_characters_are_checked(text in "\\PC{0,80}") {
        prop_assert_eq!(sound(&text), Ok(()));
    }
}

/// Letters, and what is meant to be found in them: a dateline without a year, numbers of persons, marks at a title.
const MEANT: [(&str, &str); 14] = [
    ("german-postmark", "date/no-year"),
    ("german-telegram-confirmation", "date/no-year"),
    ("italian-exile", "date/no-year"),
    ("italian-postmark", "date/no-year"),
    ("latin-printer", "date/no-year"),
    ("letters-by-date", "date/no-year"),
    ("no-site", "date/no-year"),
    ("persons-of-the-story", "date/no-year"),
    ("russian-editor", "date/no-year"),
    ("same-and-years", "date/no-year"),
    ("spanish-poet", "date/no-year"),
    ("described-by-type", "front-matter/not-read"),
    ("marks-in-front-matter", "front-matter/not-read"),
    ("marks-in-front-matter", "notes/no-mark"),
];

#[test]
fn letters_of_our_own_have_no_errors_and_no_warnings() {
    let texts = [files(&root().join("examples"), "txt"), files(&root().join("tests/letters"), "txt")].concat();
    for path in &texts {
        let bytes = std::fs::read(path).expect("it was just listed");
        let checked = common::check("letter.txt", bytes, &CheckOptions::default()).expect("our own letters are read");
        let mut findings = checked.findings;
        let meant = MEANT.iter().filter(|(name, _)| path.ends_with(format!("{name}/source.txt")));
        let meant: Vec<&str> = meant.map(|(_, rule)| *rule).collect();
        let is_meant = |finding: &Diagnostic| meant.contains(&&*finding.rule);
        findings.retain(|finding| finding.level > Level::Note && !is_meant(finding));
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
    }
}

/// What a rule finds one fault in, as its page has it.
fn bad(page: &str) -> Option<Vec<u8>> {
    example(section(page, "Bad")?)
}

/// What the file is called that the fault is in; in an example of no name it does not matter.
fn bad_name(page: &str) -> &str {
    let info = section(page, "Bad").and_then(|section| section.split("```").nth(1));
    let words = info.and_then(|block| block.lines().next()).unwrap_or_default().split_whitespace();
    words.skip(1).find(|word| word.contains('.')).unwrap_or("example")
}

/// What it finds no fault in.
fn good(page: &str) -> Option<Vec<u8>> {
    example(section(page, "Good")?)
}

fn section<'a>(markdown: &'a str, heading: &str) -> Option<&'a str> {
    let (_, rest) = markdown.split_once(&format!("\n## {heading}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

/// The bytes of the first fenced block.
fn example(section: &str) -> Option<Vec<u8>> {
    let (_, block) = section.split_once("```")?;
    let (info, rest) = block.split_once('\n')?;
    let text = rest.split("```").next()?;
    if !info.split_whitespace().skip(1).any(|word| word == "escaped") {
        return Some(text.as_bytes().to_vec());
    }
    unescape(&text.replace('\n', ""))
}

fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let kind = after.chars().next()?;
        rest = &after[kind.len_utf8()..];
        match kind {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            '\\' => bytes.push(b'\\'),
            'x' | 'u' => {
                let (digits, after) = rest.strip_prefix('{')?.split_once('}')?;
                let code = u32::from_str_radix(digits, 16).ok()?;
                rest = after;
                match kind {
                    'x' => bytes.push(u8::try_from(code).ok()?),
                    _ => bytes.extend(char::from_u32(code)?.to_string().as_bytes()),
                }
            }
            _ => return None,
        }
    }
    bytes.extend(rest.as_bytes());
    Some(bytes)
}

#[test]
fn examples_of_a_page_are_read() {
    let page = "# a/b\n\n## Bad\n\n```text a.txt escaped\na\\x{a3}\\u{301}\\n\nb\n```\n\n## Good\n\n```text\nc\n```\n";
    assert_eq!((bad(page).as_deref(), bad_name(page)), (Some(&b"a\xa3\xcc\x81\nb"[..]), "a.txt"));
    let page = page.replace(" a.txt escaped", "");
    assert_eq!((bad(&page).as_deref(), bad_name(&page)), (Some(&b"a\\x{a3}\\u{301}\\n\nb\n"[..]), "example"));
    assert_eq!(good(&page).as_deref(), Some(&b"c\n"[..]));
}
