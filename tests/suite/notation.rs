//! Notations of whole lines: every example of every profile, and what must hold around them.

use crate::common;
use rubricate::Document;

/// Reads a text in a profile.
pub(crate) fn read(profile: &str, text: &str) -> Document {
    let options = common::options(|it| {
        it.brackets = Some(profile.into());
        it.lang = Some("en".into());
    });
    common::read_with("letter.txt", text, &options).0
}

/// The block type of each line that is not blank.
pub(crate) fn types(document: &Document) -> Vec<String> {
    let standoff: serde_json::Value =
        serde_json::from_str(&common::write_text(document, "standoff")).expect("standoff is JSON");
    let mut types = Vec::new();
    for block in standoff["blocks"].as_array().expect("a list of blocks") {
        let line = |key: &str| block[key].as_u64().expect("a number of a line") as usize;
        for number in line("line_start")..=line("line_end") {
            if !document.source.slice(document.source.line(number - 1)).trim().is_empty() {
                types.push(block["type"].as_str().expect("a type").to_owned());
            }
        }
    }
    types
}

#[test]
fn every_example_of_the_profiles_reads_as_it_says() {
    let files = common::files(&common::root().join("schema/brackets"), "toml");
    assert_eq!(files.len(), rubricate::bracket_profiles().count(), "a profile is not compiled in");
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // A profile whose examples do not read as they say is refused; so is one that has the name of a built-in one.
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let own = text.replacen(&format!("name = \"{name}\""), "name = \"own\"", 1);
        assert_ne!(own, text, "{name} says its name");
        let profile = rubricate::bracket_profile(&path.display().to_string(), &own);
        let profile = profile.unwrap_or_else(|error| panic!("{error}"));
        assert!(!profile.title().is_empty(), "{name} has no title");
    }
}

#[test]
fn the_plain_profile_knows_no_fences() {
    let text = "He wrote this:\n\n/#\nBring the bowls.\n#/\n\n* Not a heading\n";
    assert!(!types(&read("plain", text)).contains(&"quote".to_owned()));
}

#[test]
fn a_fence_without_its_partner_is_text() {
    let document = read("pgdp", "One line of text.\n\n/#\n\nAnother line.\n");
    assert!(document.edition.furniture.is_empty(), "{:?}", document.edition.furniture);
}

/// The text of each note, and which note each mark calls, in the order of the marks.
pub(crate) fn notes(profile: &str, text: &str) -> (Vec<String>, Vec<(String, u32)>, Vec<String>) {
    let options = common::options(|it| {
        it.brackets = Some(profile.into());
        it.lang = Some("en".into());
    });
    let (document, reading) = common::read_with("letter.txt", text, &options);
    let of = |note: &rubricate::tree::Note| document.source.slice(note.span).to_owned();
    let bodies = document.edition.notes.iter().map(of).collect();
    let mut marks = Vec::new();
    let value = serde_json::to_value(&document.edition).expect("a tree is JSON");
    calls(&value, &mut marks);
    marks.sort();
    let rules: Vec<String> = reading
        .findings
        .into_iter()
        .map(|finding| finding.rule.to_string())
        .filter(|rule| rule.starts_with("notes/"))
        .collect();
    (bodies, marks.into_iter().map(|(_, label, note)| (label, note)).collect(), rules)
}

fn calls(value: &serde_json::Value, found: &mut Vec<(u64, String, u32)>) {
    if let Some(note) = value.get("note").and_then(serde_json::Value::as_u64) {
        let start = value["span"]["start"].as_u64().expect("a mark has a place");
        found.push((start, value["label"].as_str().expect("a label").to_owned(), note as u32));
    }
    match value {
        serde_json::Value::Object(fields) => fields.values().for_each(|inner| calls(inner, found)),
        serde_json::Value::Array(items) => items.iter().for_each(|inner| calls(inner, found)),
        _ => {}
    }
}

pub(crate) fn called(marks: &[(&str, u32)]) -> Vec<(String, u32)> {
    marks.iter().map(|&(label, note)| (label.to_owned(), note)).collect()
}

#[test]
fn notes_of_every_kind_find_their_marks() {
    let long = "and nobody in the whole town knew where the bowls had gone until the thaw came in the spring";
    for (mark, body, label) in [
        ("[1]", "[1] By the weir.", "1"),
        ("[^1]", "[^1]: By the weir.", "1"),
        ("(1)", "(1) By the weir.", "1"),
        ("¹", "¹ By the weir.", "1"),
        ("¹", "[1] By the weir.", "1"),
        ("[1]", "¹ By the weir.", "1"),
        ("*", "* By the weir.", "*"),
        ("†", "† By the weir.", "†"),
        ("‡", "‡By the weir.", "‡"),
        ("[a]", "[a] By the weir.", "a"),
    ] {
        let text = format!("Dear Anna,\n\nThe mill{mark} burned, {long}.\n\nYours ever,\n\nTom\n\n{body}\n");
        let (bodies, marks, rules) = notes("plain", &text);
        assert_eq!(bodies, [body], "{text}");
        assert_eq!(marks, called(&[(label, 0)]), "{text}");
        assert!(rules.is_empty(), "{text}: {rules:?}");
    }
    let (bodies, marks, _) =
        notes("muse", &format!("The mill{{1}} burned[1], {long}.\n\n[1] In May.\n\n{{1}} By the weir.\n"));
    assert_eq!(bodies, ["[1] In May.", "{1} By the weir."]);
    assert_eq!(marks, called(&[("1", 1), ("1", 0)]));
}

#[test]
fn numbering_may_start_again() {
    let letter = |mark: &str, body: &str| {
        format!(
            "Leeds, 4 March 1920\n\nDear Anna,\n\nThe mill{mark} burned, and nobody in the whole town knew where the \
             bowls had gone until the thaw came.\n\nYours ever,\n\nTom Hale\n\n{body}"
        )
    };
    // Below each letter.
    let text = letter("[1]", "[1] By the weir.\n\n") + &letter("[1]", "[1] The other one.\n");
    let (bodies, marks, rules) = notes("plain", &text);
    assert_eq!((bodies.len(), rules.len()), (2, 0));
    assert_eq!(marks, called(&[("1", 0), ("1", 1)]));
    // All at the end, under a heading.
    let text = letter("[1]", "\n") + &letter("[1]", "\n# Notes\n\n1. By the weir.\n\n1. The other one.\n");
    let (_, marks, rules) = notes("plain", &text);
    assert_eq!((marks, rules.len()), (called(&[("1", 0), ("1", 1)]), 0));
    // One note for both.
    let text = letter("[1]", "\n") + &letter("[1]", "\n# Notes\n\n[1] By the weir.\n");
    let (_, marks, rules) = notes("plain", &text);
    assert_eq!((marks, rules.len()), (called(&[("1", 0), ("1", 0)]), 0));
    // The second letter lost its note.
    let text = letter("[1]", "[1] By the weir.\n\n") + &letter("[1]", "\n");
    let (_, marks, rules) = notes("plain", &text);
    assert_eq!((marks, rules), (called(&[("1", 0)]), vec!["notes/no-body".to_owned()]));
    // A star on each page.
    let page = "The mill* burned, and nobody in the whole town knew where the bowls had gone until the thaw.";
    let text = format!("{page}\n\n* By the weir.\n\n- 7 -\n\n{page}\n\n* The other one.\n");
    let (_, marks, rules) = notes("plain", &text);
    assert_eq!((marks, rules.len()), (called(&[("*", 0), ("*", 1)]), 0));
}

#[test]
fn a_note_of_proofreaders_may_have_paragraphs() {
    let text = "The mill[1] burned.\n\n[Footnote 1: It stood by the weir.\n\nIt was of [Sidenote: oak] wood.]\n\nSo it went.\n";
    let (bodies, marks, rules) = notes("pgdp", text);
    assert_eq!((bodies.len(), rules.len()), (1, 0));
    assert_eq!(marks, called(&[("1", 0)]));
    let document = read("pgdp", text);
    let tei = common::write_text(&document, "tei");
    assert!(tei.contains("It stood by the weir.</p>") && !tei.contains("Footnote"), "{tei}");
}

#[test]
fn a_note_may_start_below_its_sign() {
    for (body, words) in [
        ("[Footnote 1:\n\nBy the weir.]", Some("By the weir.")),
        ("[Footnote 1:\n\nBy the weir.\n\n]", Some("By the weir.")),
        ("[Footnote 1:\n\n]", None),
    ] {
        for mark in ["[1]", ""] {
            let text = format!("The mill{mark} burned.\n\n{body}\n\nSo it went.\n");
            let document = read("pgdp", &text);
            assert_eq!(document.edition.notes.len(), usize::from(!mark.is_empty()), "{text}");
            let tei = common::write_text(&document, "tei");
            assert_eq!(tei.matches("<note ").count(), 1, "{tei}");
            assert!(!tei.contains("Footnote") && words.is_none_or(|words| tei.contains(words)), "{tei}");
            assert!(words.is_none() || !tei.contains("<p/>"), "{tei}");
        }
    }
}

#[test]
fn a_note_loses_only_the_bracket_around_it() {
    for mark in ["[2]", ""] {
        for (body, words) in [
            ("[Footnote 2: The word is [Greek: logos]]", "[2] The word is [Greek: logos]\n"),
            ("[Footnote 2: It was *not*]", "[2] It was *not*\n"),
            ("[Footnote 2: By the weir.]*", "[2] By the weir.\n"),
            ("[Footnote 2: By the [old]\nweir and\n\nthe [new]]", "the [new]\n"),
        ] {
            let text = format!("The mill{mark} burned.\n\n{body}\n\nSo it went.\n");
            let plain = common::write_text(&read("pgdp", &text), "text");
            assert!(plain.contains(words), "{body}: {plain}");
        }
    }
}

#[test]
fn a_note_that_nothing_calls_is_one_note() {
    for (profile, body, label) in [
        ("pgdp", "[Footnote 1: By the weir.]", " n=\"1\""),
        ("pgdp", "*[Footnote: By the weir.]", ""),
        ("plain", "{.note}\n[1] By the weir.", " n=\"1\""),
    ] {
        let document = read(profile, &format!("The mill burned.\n\n{body}\n\nSo it went.\n"));
        let tei = common::write_text(&document, "tei");
        let body = tei.split_once("<body>").map_or("", |(_, body)| body);
        assert_eq!(body.matches("<note").count(), 1, "{tei}");
        assert!(tei.contains(&format!("{label}>By the weir.</note>")), "{tei}");
    }
}

#[test]
fn a_note_that_calls_itself_is_left_for_later_marks() {
    let text = "# The mill\n\nA story of bowls.\n\n[1] By the weir[1].\n\n## The fire\n\nThe mill[1] burned.\n";
    let (bodies, marks, _) = notes("plain", text);
    assert_eq!(bodies.len(), 1);
    assert!(marks.contains(&("1".to_owned(), 0)), "{marks:?}");
}

#[test]
fn a_word_that_a_page_cut_is_one_paragraph() {
    let text = "So we came at last, by the road that the carriers use in the summer\nand nobody in the winter, to the mill \
                and to the old-*\n-----File: 006.png---\\tom\\------\n*fashioned weir below it, and there we sat down on \
                the\nstones and ate what was left of the bread and looked at the river until\nit was dark.\n";
    let tei = common::write_text(&read("pgdp", text), "tei");
    let squeezed: String = tei.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed.contains("old- <pb facs=\"006.png\"/>fashioned weir"), "{tei}");
    let epub = common::read_with("x", text, &common::options(|it| it.brackets = Some("pgdp".into()))).0;
    assert!(!common::write_text(&epub, "text").contains('*'));
}

#[test]
fn the_head_of_a_file_declares_its_profile() {
    let of = |text: &str| common::read("x.txt", text).edition.brackets;
    assert_eq!(of("#title Bowls\n#author Tom Hale\n\n* One\n\nText.\n"), "muse");
    assert_eq!(
        of("The Project Gutenberg eBook of Bowls\n\n*** START OF THE PROJECT GUTENBERG EBOOK BOWLS ***\n\nText.\n"),
        "pgdp"
    );
    assert_eq!(of("---\ntitle: Bowls\nbrackets: leiden\n---\n\nText.\n"), "leiden");
    assert_eq!(of("# Bowls\n\n[Illustration: The mill]\n\nText.\n"), "plain");
}

#[test]
fn pages_keep_their_numbers_in_every_notation() {
    let long = "So we came to the mill and sat down by the weir and ate what was left of the bread,";
    for (sign, number, printed) in [
        ("[p. 12]", "12", false),
        ("[f. 3r]", "3r", false),
        ("[S. 12]", "12", false),
        ("[л. 3 об.]", "3 об.", false),
        ("{12}", "12", false),
        ("|12|", "12", false),
        ("- 12 -", "12", true),
        ("-12-", "12", true),
        ("12", "12", true),
    ] {
        let document = read("plain", &format!("{long} and the\n\n{sign}\n\nriver went by. {long} and slept.\n"));
        let tei = common::write_text(&document, "tei");
        assert!(tei.contains(&format!("<pb n=\"{number}\"/>")), "{sign}: {tei}");
        assert_eq!(tei.contains("<fw type=\"pageNum\">"), printed, "{sign}");
        if !printed {
            let inside = read("plain", &format!("{long} and {sign} the river went by.\n"));
            assert_eq!(types(&inside).len(), 1, "{sign}");
            let tei = common::write_text(&inside, "tei");
            let start = number.split(' ').next().unwrap_or(number);
            assert!(tei.contains(&format!("and <pb n=\"{start}")), "{sign} inside: {tei}");
        }
    }
}

#[test]
fn who_signs_a_note_speaks_in_it() {
    let text = "The mill[1] stood[2] by[3] the river[4] at dusk.\n\n[1] Now a school. \u{2014} Ed.\n[2] So the French. [Tr.]\n\
                [3] I have it from my aunt. (Author's note)\n[4] A word-play - see the preface.\n";
    let options = common::options(|it| it.lang = Some("en".into()));
    let (document, _) = common::read_with("letter.txt", text, &options);
    let voices: Vec<_> = document.edition.notes.iter().map(|note| note.resp.as_deref()).collect();
    assert_eq!(voices, [Some("editor"), Some("translator"), Some("author"), None]);
}
