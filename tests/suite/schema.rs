//! Validation: the verdicts of jing, without jing; and what schemas and documents may do to us.

#![allow(clippy::print_stderr, reason = "the figures of a comparison are worth seeing")]

use crate::common::{self, shared};
use crate::support::mutants::{Draws, mutant};
use crate::support::{letter, oracles, trees};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use rubricate::check::{CheckOptions, Schemas};
use rubricate::diagnostic::{Diagnostic, Level};
use rubricate::source::Source;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn with(schemas: Schemas) -> CheckOptions {
    common::by(schemas)
}

fn schema(path: &Path) -> Schemas {
    common::schemas(&[path]).unwrap_or_else(|error| panic!("{error}"))
}

fn check(name: &str, xml: &str, options: &CheckOptions) -> Vec<Diagnostic> {
    common::check(name, xml, options).unwrap_or_else(|error| panic!("{name}: {error}")).findings
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
        let line = |it: &Diagnostic| it.span.map_or(0, |span| source.place(span.start).line);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match (jing.get(file), found.first()) {
            (None, None) => {}
            (Some((place, said)), None) => all.verdicts.push(format!("{name}:{place}: only jing:{said}")),
            (None, Some(ours)) => all.verdicts.push(format!("{name}:{}: only here: {}", line(ours), ours.message)),
            (Some((place, _)), Some(ours)) if line(ours) == *place => {}
            (Some((place, said)), Some(ours)) => {
                all.lines.push(format!(
                    "{name}: jing {place}:{said}; here {}: {}: {}",
                    line(ours),
                    ours.rule,
                    ours.message
                ));
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
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
    let strategy = trees::documents();
    let mut all = vec![letter::letter()];
    for file in common::files(&common::root().join("examples"), "txt") {
        all.push(common::read("example", &std::fs::read_to_string(&file).expect("the file was just listed")));
    }
    all.extend((0..20).map(|_| strategy.new_tree(&mut runner).expect("a document").current()));
    all.iter().map(|document| common::write_text(document, "tei")).collect()
}

/// Five hundred of them with one change each, and what was changed.
fn mutants() -> Vec<(String, String)> {
    let documents = documents();
    let one = |seed: u64| {
        let mut draws = Draws::new(seed);
        let xml = &documents[seed as usize % documents.len()];
        let (what, changed) = (0..).find_map(|_| mutant(xml, &mut draws)).expect("some draw changes something");
        (format!("{seed}-{}", what.replace(|c: char| !c.is_ascii_alphanumeric(), "-")), changed)
    };
    (0..500).map(one).collect()
}

#[test]
fn mutants_have_the_verdict_of_jing() {
    let Some(schemas) = shared("schemas") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    for (what, changed) in mutants() {
        let file = folder.path().join(format!("{what}.xml"));
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

/// A grammar is cut down to what the documents of a run can meet. One that holds a `div` is not: it says the same.
#[test]
fn a_grammar_that_is_cut_says_what_the_whole_says() {
    let (Some(schemas), Some(letters)) = (shared("schemas"), shared("tei-letters")) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = |path: &Path| std::fs::read_to_string(path).expect("it is text");
    let grammar = text(&schemas.join("tei_all.rng"));
    let place = |part: &str| {
        let path = folder.path().join(part).join("tei_all.rng");
        std::fs::create_dir(folder.path().join(part)).expect("a temporary folder");
        path
    };
    let (cut, whole) = (place("cut"), place("all"));
    std::fs::write(&cut, &grammar).expect("a temporary file");
    let end = grammar.rfind("</grammar>").expect("it is a grammar");
    std::fs::write(&whole, format!("{}<div/>{}", &grammar[..end], &grammar[end..])).expect("a temporary file");
    let traps: serde_json::Value = serde_json::from_str(&text(&schemas.join("letter-traps.json"))).expect("JSON");
    let mut all: Vec<String> = common::files(&letters, "xml").iter().map(|path| text(path)).collect();
    all.extend(traps.as_array().expect("a list").iter().map(|trap| trap["xml"].as_str().expect("text").to_owned()));
    // A quarter of them: validating against a grammar that is not cut is slow, and another test takes them all.
    all.extend(mutants().into_iter().step_by(4).map(|(_, xml)| xml));
    assert_eq!(all.len(), 72 + 157 + 125);
    let [cut, whole] = [&cut, &whole].map(|path| with(schema(path)));
    let (mut valid, mut different) = (0, Vec::new());
    for xml in &all {
        let [one, other] = [&cut, &whole].map(|options| check("x.xml", xml, options));
        let shown = |findings: &[Diagnostic]| format!("{findings:#?}").replace("/cut/tei_all", "/all/tei_all");
        valid += usize::from(faults(&other).is_empty());
        if shown(&one) != shown(&other) {
            different.push(format!("{xml:.300}\n{one:?}\n{other:?}"));
        }
    }
    assert!(valid > 150, "{valid} valid documents prove little");
    assert!(different.is_empty(), "{}", different.join("\n\n"));
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

// Untrusted input.

/// What is found in a document, with no stack to speak of.
fn refused(xml: String) -> Vec<Diagnostic> {
    let check = move || common::check("x.xml", xml, &CheckOptions::default()).expect("it is text").findings;
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(check).expect("a thread can be started");
    thread.join().expect("no document makes the program panic")
}

#[test]
fn hostile_documents_are_refused_with_a_place() {
    let start = "<?xml version=\"1.0\"?>";
    let bomb = (1..30).map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};\">", n - 1)).collect::<Vec<_>>().concat();
    let parser = [
        format!("{start}<!DOCTYPE TEI [<!ENTITY e0 \"a\">{bomb}]><TEI>&e29;</TEI>"),
        format!("{start}<!DOCTYPE TEI [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><TEI>&file;</TEI>"),
        format!("{start}<!DOCTYPE TEI SYSTEM \"https://example.org/tei.dtd\"><TEI/>"),
        format!("{start}<TEI>&e1;</TEI>"),
        format!("{start}<TEI"),
        format!("{start}<TEI a='"),
        format!("{start}{}", "<".repeat(1_000_000)),
    ];
    for xml in parser {
        let found = refused(xml.clone());
        let rules: Vec<_> = found.iter().map(|it| (&*it.rule, it.span.is_some())).collect();
        assert_eq!(rules, [("tei/not-well-formed", true)], "{}: {found:?}", &xml[..xml.len().min(80)]);
    }
    let attributes: String = (0..1_000_000).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
    for xml in [
        format!("{start}{}{}", "<p>".repeat(100_000), "</p>".repeat(100_000)),
        format!("{start}<TEI{attributes}/>"),
        format!("{start}<TEI a='{}'/>", "a".repeat(60 << 20)),
        format!("{start}<TEI>{}</TEI>", "<p/>".repeat(17 << 20)),
    ] {
        let found = refused(xml);
        let rules: Vec<_> = found.iter().map(|it| (&*it.rule, it.span.is_some())).collect();
        assert_eq!(rules, [("tei/too-much", true)], "{found:?}");
    }
}

/// The deepest and widest that is read is validated too, on any thread.
#[test]
fn documents_at_the_bounds_are_validated() {
    let deep = format!("<?xml version=\"1.0\"?>{}{}", "<p>".repeat(512), "</p>".repeat(512));
    assert!(refused(deep).iter().any(|it| it.rule == "schema/element-not-allowed"));
    let quotes = format!("{}{}", "<quote>".repeat(500), "</quote>".repeat(500));
    let nested = letter_with(&quotes);
    assert!(refused(nested).iter().all(|it| it.level < Level::Error));
    let wrong = letter_with(&"<p/><head/>x<nonsense a='b'/>".repeat(2000));
    assert_eq!(refused(wrong).iter().filter(|it| it.rule.starts_with("schema/")).count(), 6000);
    // Faults without end are counted, not listed.
    let found = refused(letter_with(&"<x/>".repeat(20_000)));
    assert_eq!(found.iter().filter(|it| it.rule.starts_with("schema/")).count(), 10_001);
    assert!(found.iter().any(|it| it.message == "10001 more faults are not listed"), "{:?}", found.last());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes changed anywhere in TEI: whatever comes of it is checked or refused, and never a panic.
    #[test]
    fn damaged_documents_are_checked(damage in vec((any::<prop::sample::Index>(), "\\PC|[<>&\"'/=! -]"), 1..6)) {
        let mut xml = letter_with("<p n=\"1\">A <date when=\"1911\">day</date> &amp; <!-- x --><hi rend=\"a\">b</hi></p>");
        for (at, by) in damage {
            let at = at.index(xml.len());
            if xml.is_char_boundary(at) && xml.is_char_boundary(at + 1) {
                xml.replace_range(at..=at, &by);
            }
        }
        let _ = common::check("x.xml", xml, &CheckOptions::default());
    }
}

/// A letter with this in its body.
fn letter_with(body: &str) -> String {
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>\
         <publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>\
         <text><body>{body}</body></text></TEI>"
    )
}

// What is said.

/// Rule, the text that is pointed at, message and first hint, for the first fault in a body.
fn said(body: &str, options: &CheckOptions) -> [String; 4] {
    let xml = letter_with(body);
    let findings = check("x.xml", &xml, options);
    let Some(first) = findings.iter().find(|it| it.level == Level::Error) else { return <[String; 4]>::default() };
    let text = first.span.map_or("", |span| &xml[span.range()]);
    [first.rule.to_string(), text.to_owned(), first.message.clone(), first.hints.first().cloned().unwrap_or_default()]
}

#[test]
fn messages_say_what_would_have_been_allowed() {
    let own = CheckOptions::default();
    for (body, expected) in [
        (
            "<p>a</p><closer><signed>a</signed></closer><p>b</p>",
            [
                "schema/element-not-allowed",
                "<p",
                "`p` is not allowed here in `body`",
                "allowed here: the end of `body`, `closer`, `fw`, `gap`, `lb`, `milestone`, `note`, `pb`, `postscript`, \
                 `space`, `trailer`",
            ],
        ),
        (
            "<p><gap>two words</gap></p>",
            [
                "schema/text-not-allowed",
                "two words",
                "text is not allowed here in `gap`",
                "allowed here: the end of `gap`, `desc`",
            ],
        ),
        (
            "<p><pb>a</pb></p>",
            [
                "schema/text-not-allowed",
                "a",
                "text is not allowed here in `pb`",
                "only the end of `pb` is allowed here",
            ],
        ),
        (
            "<p><hi class=\"a\" rend=\"b\">a</hi></p>",
            [
                "schema/attribute-not-allowed",
                "class=\"a\"",
                "`hi` has no attribute `class`",
                "other attributes it may have: `cert`, `corresp`, `facs`, `n`, `resp`, `xml:id`, `xml:lang`",
            ],
        ),
        (
            "<p cert=\"sure\">a</p>",
            [
                "schema/attribute-value",
                "sure",
                "`cert` cannot be `sure`",
                "it could be: `high`, `low`, `medium`, `unknown`",
            ],
        ),
        (
            "<div type=\"two words\"/>",
            [
                "schema/attribute-value",
                "two words",
                "`type` cannot be `two words`",
                "it could be: one word or address, without blanks",
            ],
        ),
        (
            "<p><milestone/></p>",
            ["schema/attribute-missing", "<milestone", "`milestone` lacks an attribute", "one that it needs: `unit`"],
        ),
        (
            "<list></list>",
            ["schema/content-missing", "</list>", "`list` ends too early", "before its end could stand: `item`"],
        ),
        (
            "<p><hi xmlns=\"\">a</hi></p>",
            [
                "schema/element-not-allowed",
                "<hi",
                "`hi` is not allowed here in `p`",
                "it is in no namespace, unlike the element around it",
            ],
        ),
    ] {
        assert_eq!(said(body, &own), expected, "{body}");
    }
}

#[test]
fn both_syntaxes_say_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a temporary file");
        path
    };
    let compact = file(
        "a.rnc",
        "default namespace = \"urn:a\"\nstart = a\na = element a { attribute kind { \"x\" | \"y\" }, b+, include-me }\n\
         b = element b { text }\ninclude \"more.rnc\"\n",
    );
    file("more.rnc", "default namespace = \"urn:a\"\ninclude-me = element c { empty }?\n");
    let xml = file(
        "a.rng",
        "<grammar ns='urn:a' xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='a'/></start><define name='a'>\
         <element name='a'><attribute name='kind'><choice><value>x</value><value>y</value></choice></attribute>\
         <oneOrMore><ref name='b'/></oneOrMore><ref name='include-me'/></element></define><define name='b'>\
         <element name='b'><text/></element></define><include href='more.rng'/></grammar>",
    );
    file(
        "more.rng",
        "<grammar ns='urn:a' xmlns='http://relaxng.org/ns/structure/1.0'><define name='include-me'><optional>\
         <element name='c'><empty/></element></optional></define></grammar>",
    );
    let [compact, xml] = [compact, xml].map(|path| with(schema(&path)));
    for (body, hint) in [
        ("<a xmlns='urn:a' kind='z'><b/></a>", "it could be: `x`, `y`"),
        ("<a xmlns='urn:a'><b/></a>", "one that it needs: `kind`"),
        ("<a xmlns='urn:a' kind='x'/>", "before its end could stand: `b`"),
        ("<a xmlns='urn:a' kind='x'><b/><d/></a>", "allowed here: the end of `a`, `b`, `c`"),
        ("<a xmlns='urn:a' kind='x'><b/><c/><b/></a>", "only the end of `a` is allowed here"),
    ] {
        let document = format!("<?xml version='1.0'?>{body}");
        for options in [&compact, &xml] {
            let findings = check("x.xml", &document, options);
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert_eq!(findings[0].hints, [hint], "{body}");
        }
    }
}

/// Rules stand in the schema itself and in those that it includes, in either syntax.
#[test]
fn rules_of_included_schemas_are_applied() {
    const RELAX_NG: &str = "http://relaxng.org/ns/structure/1.0";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a temporary file");
        path
    };
    let xml = |name: &str, other: &str, inside: &str| {
        let rule = format!("<s:rule context='{name}'><s:assert test='@n = $n'>{name}</s:assert></s:rule>");
        let attribute = "<optional><attribute name='n'/></optional>";
        format!(
            "<grammar xmlns='{RELAX_NG}' xmlns:s='http://purl.oclc.org/dsdl/schematron'>{inside}<define name='{name}'>\
             <element name='{name}'><s:pattern>{rule}</s:pattern>{attribute}{other}</element></define></grammar>"
        )
    };
    let compact = |name: &str, other: &str, inside: &str| {
        format!(
            "namespace s = \"http://purl.oclc.org/dsdl/schematron\"\n{inside}\n[ s:pattern [ s:rule [ context = \"{name}\" \
             s:assert [ test = \"@n = \" ~ '$n' \"{name}\" ] ] ] ] {name} = element {name} {{ attribute n {{ text }}?, \
             {other} }}\n"
        )
    };
    let start = "<s:let name='n' value='1 + 1'/><start><ref name='a'/></start>";
    let a_xml = file("a.rng", xml("a", "<ref name='b'/>", &format!("{start}<include href='b.rng'/>")));
    file("b.rng", xml("b", "<empty/>", ""));
    let start = "s:let [ name = \"n\" value = \"1 + 1\" ]\nstart = a";
    let a_compact = file("a.rnc", compact("a", "b", &format!("include \"b.rnc\"\n{start}")));
    file("b.rnc", compact("b", "empty", ""));
    let mixed = file("mixed.rnc", compact("a", "external \"c.rng\"", start));
    let c = xml("b", "<empty/>", "");
    let (_, c) = c.split_once("<define name='b'>").expect("it defines the element");
    let (c, _) = c.split_once("</define>").expect("it ends");
    let head = format!("<element xmlns='{RELAX_NG}' xmlns:s='http://purl.oclc.org/dsdl/schematron'");
    file("c.rng", c.replacen("<element", &head, 1));
    for path in [a_xml, a_compact, mixed] {
        let options = with(schema(&path));
        let said = |a: &str, b: &str| -> Vec<String> {
            let xml = format!("<?xml version='1.0'?><a{a}><b{b}/></a>");
            let findings = check("x.xml", &xml, &options);
            findings.iter().map(|it| format!("{} {}", it.rule, it.message)).collect()
        };
        let broken = |name: &str| format!("schema/constraint {name}");
        let shown = path.display();
        assert_eq!(said(" n='2'", " n='2'"), Vec::<String>::new(), "{shown}");
        assert_eq!(said(" n='2'", " n='3'"), [broken("b")], "{shown}");
        assert_eq!(said("", ""), [broken("a"), broken("b")], "{shown}");
    }
}

/// Documents that rules ask for are read from the file system or not at all.
#[test]
fn rules_that_ask_for_documents_are_not_applied_where_there_is_no_disk() {
    let grammar = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:s='http://purl.oclc.org/dsdl/schematron'>\
                   <s:pattern><s:rule context='a'><s:assert test=\"doc('/etc/hostname')//b\">no</s:assert></s:rule></s:pattern>\
                   <start><element name='a'><empty/></element></start></grammar>";
    let mut schemas = Schemas::new(move |_: &Path, _: u64| Ok(grammar.as_bytes().to_vec()));
    schemas.add(Path::new("/etc/a.rng")).expect("it is a grammar");
    let mut options = with(schemas);
    options.path = Some("/etc/a.xml".into());
    let findings = check("a.xml", "<?xml version='1.0'?><a/>", &options);
    let [finding] = &*findings else { panic!("{findings:?}") };
    assert_eq!((&*finding.rule, finding.level), ("schema/not-evaluated", Level::Note));
}

/// What the library cannot evaluate is told.
#[test]
fn rules_that_cannot_be_applied_are_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.rng");
    let rule = |test: &str| format!("<s:rule context='a'><s:assert test=\"{test}\">no</s:assert></s:rule>");
    let rules =
        format!("<s:pattern>{}</s:pattern><s:pattern>{}</s:pattern>", rule("matches(@b, '(.)\\1')"), rule("@b"));
    let grammar = format!(
        "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:s='http://purl.oclc.org/dsdl/schematron'>{rules}\
         <start><element name='a'><optional><attribute name='b'/></optional></element></start></grammar>"
    );
    std::fs::write(&path, grammar).expect("a temporary file");
    let findings = check("x.xml", "<?xml version='1.0'?><a/>", &with(schema(&path)));
    let told: Vec<_> = findings.iter().map(|it| (&*it.rule, it.level)).collect();
    assert_eq!(told, [("schema/not-evaluated", Level::Note), ("schema/constraint", Level::Error)], "{findings:?}");
}

/// Faults without end are counted here too, and a line of any length is walked through once for all of them.
#[test]
fn faults_of_rules_are_listed_up_to_a_bound() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.rng");
    let grammar = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:s='http://purl.oclc.org/dsdl/schematron'>\
                   <s:pattern><s:rule context='b'><s:assert test='@c'>no</s:assert></s:rule></s:pattern><start>\
                   <element name='a'><zeroOrMore><element name='b'><empty/></element></zeroOrMore></element></start></grammar>";
    std::fs::write(&path, grammar).expect("a temporary file");
    let xml = format!("<?xml version='1.0'?><a>{}</a>", "<b/>".repeat(10_007));
    let time = Instant::now();
    let findings = check("x.xml", &xml, &with(schema(&path)));
    eprintln!("{:?}", time.elapsed());
    let rule = |rule: &'static str| findings.iter().filter(move |it| it.rule == rule);
    let places: Vec<_> = rule("schema/constraint").filter_map(|it| Some(it.span?.start)).collect();
    assert_eq!(places.len(), 10_000);
    assert!(places.iter().zip(0..).all(|(start, nth)| *start == 24 + 4 * nth), "{:?}", &places[..3]);
    let told: Vec<_> = rule("schema/not-evaluated").map(|it| &*it.message).collect();
    assert_eq!(told, ["7 more faults are not listed"]);
}

/// What a schema of rules asks for beside rules, and is not done, is told; the rules are applied.
#[test]
fn schematron_alone_is_applied() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.sch");
    let file = |head: &str, inside: &str| {
        let text = format!("<s:schema xmlns:s='http://purl.oclc.org/dsdl/schematron'{head}>{inside}</s:schema>");
        std::fs::write(&path, text).expect("a temporary file");
        common::schemas(&[&path])
    };
    let rules = "<s:ns prefix='t' uri='http://www.tei-c.org/ns/1.0'/><s:let name='most' value='1'/><s:pattern>\
                 <s:rule context='t:body'><s:report test='count(t:p) gt $most' role='warning'>long</s:report></s:rule>\
                 </s:pattern>";
    let said = |schema: Schemas, body: &str| -> Vec<(String, Level)> {
        let findings = check("x.xml", &letter_with(body), &with(schema));
        findings.iter().map(|it| (it.rule.to_string(), it.level)).collect()
    };
    let told = |rule: &str, level: Level| (rule.to_owned(), level);
    let note = || told("schema/not-evaluated", Level::Note);
    let plain = || file("", rules).expect("it holds a rule");
    assert_eq!(said(plain(), "<p>a</p>"), []);
    // Without a grammar among the given schemas, the document is validated as ever.
    assert_eq!(
        said(plain(), "<p>a</p><p>b</p><nonsense/>"),
        [told("schema/constraint", Level::Warning), told("schema/element-not-allowed", Level::Error)]
    );
    let asking = "<s:include href='b.sch'/><s:pattern is-a='c' id='d'/>";
    let schema = file(" defaultPhase='a' queryBinding='xquery'", &format!("{rules}{asking}"));
    assert_eq!(said(schema.expect("it holds a rule"), "<p>a</p>"), [note(), note(), note(), note()]);
    assert!(file("", "<s:title>nothing</s:title>").is_err());
}

/// Schemas that projects give beside their grammars.
#[test]
fn schematron_in_use_loads() {
    let Some(folder) = shared("schemas") else { return };
    for (name, body, fault) in [
        ("dtabf", "<p rend=\"a\" rendition=\"#b\">a</p>", "[W0001] "),
        ("dtabf", "<p>a|b</p>", "[W0007] "),
        ("cmif", "<p><date>a</date></p>", "[E0004] "),
        ("tei_lite", "<p><date when=\"1911\" notBefore=\"1911\">a</date></p>", "The @when attribute cannot be used "),
    ] {
        let [grammar, rules] = ["rng", "sch"].map(|kind| folder.join(format!("{name}.{kind}")));
        let options = with(common::schemas(&[&grammar, &rules]).unwrap_or_else(|error| panic!("{error}")));
        let findings = check("x.xml", &letter_with(body), &options);
        let broken = findings.iter().any(|it| it.rule == "schema/constraint" && it.message.starts_with(fault));
        assert!(broken, "{name}: {findings:#?}");
        for finding in findings.iter().filter(|it| it.rule == "schema/not-evaluated") {
            eprintln!("{name}: {}", finding.message);
        }
    }
}

/// Rules of TEI that no grammar can say, for what letters are made of: each breaks one.
#[test]
fn schematron_of_tei_is_applied() {
    let Some(folder) = shared("schemas") else { return };
    let options = with(schema(&folder.join("tei_all.rng")));
    for body in [
        "<p><date when=\"1911\" notBefore=\"1911\">a</date></p>",
        "<p><date from=\"1911\" notBefore=\"1911\">a</date></p>",
        "<p><date to=\"1911\" notAfter=\"1911\">a</date></p>",
        "<p><date calendar=\"#a\" when=\"1911\"/></p>",
        "<p subtype=\"a\">a</p>",
        "<p><ptr target=\"#a\" cRef=\"b\"/></p>",
        "<p><ref target=\"#a\" cRef=\"b\">a</ref></p>",
        "<p><subst><add>a</add></subst></p>",
        "<p><delSpan/></p>",
        "<p><addSpan/></p>",
        "<p><l><l>a</l></l></p>",
        "<list type=\"gloss\"><item>a</item></list>",
        "<p><floatingText><body><div><p>a</p></div></body></floatingText><abbr><p/></abbr></p>",
        "<lg><head>a</head></lg>",
        "<p><relatedItem/></p>",
        "<p><link target=\"#a\"/></p>",
        "<p><join target=\"#a\"/></p>",
        "<p><quote><p><p>a</p></p></quote></p>",
    ] {
        let findings = check("x.xml", &letter_with(body), &options);
        let constraint = findings.iter().any(|it| it.rule == "schema/constraint" && it.span.is_some());
        assert!(constraint, "{body}: {findings:?}");
    }
}
