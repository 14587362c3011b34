//! TEI in: our own comes back as it was; that of other editions keeps every word.

use crate::common;
use crate::support::{oracles, trees};
use proptest::prelude::*;
use rubricate::Document;
use rubricate::diagnostic::Diagnostic;
use rubricate::read::{ReadOptions, View};
use rubricate::source::Place;
use rubricate::tree::Furniture;
use std::fs;
use std::path::Path;

fn read_tei(name: &str, xml: &str) -> Document {
    let read = rubricate::read(name, xml.as_bytes().to_vec(), &ReadOptions::default());
    read.unwrap_or_else(|error| panic!("{error}\n{xml}")).0
}

/// Where two texts part, with what stands around.
fn difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(120).min(bytes.len())..(at + 120).min(bytes.len())])
            .into_owned()
    };
    format!("at byte {at}:\n--- written\n{}\n--- read and written again\n{}", around(one), around(other))
}

/// The TEI of a tree, read and written again, is the same bytes.
fn comes_back(document: &Document) -> Result<(), String> {
    let written = common::write_text(document, "tei");
    let again = common::write_text(&read_tei("letter.xml", &written), "tei");
    if written == again { Ok(()) } else { Err(difference(&written, &again)) }
}

fn all_come_back(folder: &Path) {
    for path in common::files(folder, "txt") {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = common::read("letter.txt", &text);
        comes_back(&document).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn our_own_texts_come_back() {
    all_come_back(&common::root().join("examples"));
    all_come_back(&common::root().join("tests/letters"));
}

#[test]
fn the_seeds_and_the_gold_letters_come_back() {
    for folder in ["seeds", "gold"] {
        if let Some(folder) = common::shared(folder) {
            all_come_back(&folder);
        }
    }
}

proptest! {
    #![proptest_config(trees::cases(600))]

    #[test]
    fn any_tree_comes_back(document in trees::documents()) {
        comes_back(&document).map_err(TestCaseError::fail)?;
    }
}

/// The letters of other editions, if they lie beside the checkout.
fn letters_of_others() -> Vec<(String, String)> {
    let paths = common::shared("tei-letters").map(|folder| common::files(&folder, "xml")).unwrap_or_default();
    let read = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.display().to_string(), text.trim_start_matches('\u{feff}').to_owned())
    };
    paths.into_iter().map(read).collect()
}

fn read_all(name: &str, xml: &str, view: View) -> (Document, Vec<Diagnostic>) {
    let options = common::options(|it| it.view = view);
    rubricate::read(name, xml.as_bytes().to_vec(), &options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All that the pages of a book print, without blanks.
fn printed(document: &Document) -> String {
    let book = common::write(document, "epub");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a book is a zip archive");
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        if Path::new(member.name()).extension().is_some_and(|end| end == "xhtml") {
            let page = std::io::read_to_string(&mut member).expect("pages are UTF-8");
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
            let page = roxmltree::Document::parse_with_options(&page, options).expect("pages are XML");
            page.descendants()
                .filter_map(|node| node.text().filter(|_| node.is_text()))
                .for_each(|it| text.push_str(it));
        }
    }
    text.split_whitespace().collect()
}

/// Every word of `text` is in the tree and in the book, or is told to be left out; else says which is not.
fn loss(document: &Document, findings: &[Diagnostic]) -> Result<(), String> {
    let xml = &document.source.text;
    let mut covered = vec![false; xml.len()];
    let leaves = document.edition.leaves();
    let told = findings.iter().flat_map(|finding| &finding.related).filter_map(|related| related.span);
    for span in leaves.iter().map(|leaf| leaf.span).chain(told) {
        covered[span.range()].fill(true);
    }
    let told: String = findings.iter().flat_map(|finding| &finding.related).map(|it| it.message.as_str()).collect();
    let mut found = printed(document);
    found.extend(told.split_whitespace());
    let parsed = roxmltree::Document::parse(xml).map_err(|error| error.to_string())?;
    // References to blanks are blanks.
    let hidden = |xml: String, blank: &&str| xml.replace(blank, &" ".repeat(blank.len()));
    let shown = ["&#9;", "&#10;", "&#13;", "&#xA0;", "&#x2028;"].iter().fold(xml.clone(), hidden);
    for text in parsed.descendants().filter(|node| node.has_tag_name("text")) {
        for node in text.descendants().filter(roxmltree::Node::is_text) {
            let range = node.range();
            if shown[range.clone()].char_indices().any(|(at, c)| !c.is_whitespace() && !covered[range.start + at]) {
                return Err(format!("in no leaf: {:?}", &xml[range]));
            }
            let words = node.text().unwrap_or_default();
            if let Some(word) = words.split_whitespace().find(|word| !found.contains(word)) {
                return Err(format!("not in the book: {word}"));
            }
        }
    }
    Ok(())
}

fn nothing_is_lost(name: &str, xml: &str) {
    for view in [View::Reading, View::Diplomatic] {
        let (document, findings) = read_all(name, xml, view);
        loss(&document, &findings).unwrap_or_else(|error| panic!("{name}, {view:?}: {error}"));
    }
}

#[test]
fn no_word_of_other_editions_is_lost() {
    for (name, xml) in letters_of_others() {
        nothing_is_lost(&name, &xml);
    }
}

#[test]
fn the_sign_of_a_page_alone_in_a_paragraph_comes_back() {
    let xml = "<TEI><text><body><p>a</p><p><fw type='pageNum'>&lt;8&gt;</fw><pb/></p><p>b</p></body></text></TEI>";
    let (document, _) = read_all("page.xml", xml, View::Reading);
    let tei = common::write_text(&document, "tei");
    assert!(tei.contains("<fw type=\"pageNum\">&lt;8&gt;</fw><pb/>"), "{tei}");
    comes_back(&document).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_the_headers_of_a_corpus_set_aside_is_there_once() {
    let note = |words: &str| {
        format!(
            "<TEI><teiHeader><fileDesc><notesStmt><note type='noise'>{words}</note></notesStmt></fileDesc></teiHeader><text/></TEI>"
        )
    };
    for (first, second) in [("", "<teiHeader/>"), ("<teiHeader/>", "")] {
        let xml = format!("<teiCorpus>{first}{}{}{second}</teiCorpus>", note("one"), note("two"));
        let (document, _) = read_all("corpus.xml", &xml, View::Reading);
        let kept = |item: &Furniture| document.source.text[item.span.range()].to_owned();
        assert_eq!(document.edition.furniture.iter().map(kept).collect::<Vec<_>>(), ["one", "two"]);
    }
}

#[test]
fn no_word_in_cdata_is_lost() {
    for inner in
        ["<subst> <![CDATA[<x>]]></subst>", "<choice> <![CDATA[y]]></choice>", " <![CDATA[<z>]]>", "a<![CDATA[ b]]> c"]
    {
        nothing_is_lost("cdata.xml", &format!("<TEI><text><body><p>{inner}</p></body></text></TEI>"));
    }
}

#[test]
fn what_our_own_writer_might_misread_comes_back() {
    for inner in [
        "<p><figure><note xml:id='n'>noted</note></figure></p>",
        "<figure>&#xFFFD;</figure>",
        "<p><sic/><corr/> <sic>teh</sic><corr>the</corr></p>",
        "<p><unclear reason='lost-character'>&#xFFFD;</unclear><unclear reason='lost-character'>x</unclear></p>",
        "<p><term xml:id='t'>quay</term> <note type='gloss' place='inline' target='#t'>a wharf</note></p>",
        "<p>See <ref target='#n'>the words below</ref> and <ref target='#n'>2</ref>.<note xml:id='n'>noted</note></p>",
        "<div type='letter'><p>a</p><closer><signed>b</signed></closer><div type='letter'><p>c</p></div></div>",
        "<div><div><div type='letter'/></div><opener/>word</div>",
    ] {
        let xml = format!("<TEI><text><body>{inner}</body></text></TEI>");
        for view in [View::Reading, View::Diplomatic] {
            let (document, findings) = read_all("other.xml", &xml, view);
            loss(&document, &findings).unwrap_or_else(|error| panic!("{inner}: {error}"));
            comes_back_whole(&document).unwrap_or_else(|error| panic!("{inner}: {error}"));
        }
    }
}

/// The sign of a `ref` is the mark of the note; its words are text.
#[test]
fn a_sign_calls_a_note_and_words_do() {
    for (inside, label, shown) in [
        ("3", "3", "a[3] b [3] x"),
        ("(iv)", "(iv)", "a[(iv)] b [(iv)] x"),
        ("<hi rend='superscript'>*</hi>", "*", "a[*] b [*] x"),
        ("see below", "1", "asee below[1] b [1] x"),
        ("", "1", "a[1] b [1] x"),
    ] {
        let note = "<note xml:id='n'>x</note>";
        let xml = format!(
            "<TEI><text><body><p>a<ref target='#n'>{inside}</ref> b</p></body><back>{note}</back></text></TEI>"
        );
        let (document, findings) = read_all("ref.xml", &xml, View::Reading);
        assert_eq!(document.edition.notes[0].label, label);
        loss(&document, &findings).unwrap_or_else(|error| panic!("{inside}: {error}"));
        let text = common::write_text(&document, "text");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), shown);
    }
}

/// A text in a note keeps the ends of its verse lines, and a number that is made is none that the source gives.
#[test]
fn verse_in_a_text_in_a_note_keeps_its_lines() {
    let verse = "<lg><l>one line</l><l>two lines</l>\n<l>three</l></lg>";
    let inner = format!("<q><floatingText><body><div><p>Inner</p>{verse}</div></body></floatingText></q>");
    let xml = format!(
        "<TEI><text><body><div><head>One<note>In the head.</note></head><p>First<note n='1'>Own number.</note> goes on.</p>\
         <p>He sang<note>{inner}</note> and stopped.</p></div></body></text></TEI>"
    );
    nothing_is_lost("verse.xml", &xml);
    let (document, _) = read_all("verse.xml", &xml, View::Reading);
    let labels: Vec<&str> = document.edition.notes.iter().map(|note| &*note.label).collect();
    assert_eq!(labels, ["2", "1", "3"]);
    let text = common::write_text(&document, "text");
    assert!(text.contains("Inner\none line\ntwo lines\nthree\n"), "{text}");
}

#[test]
fn words_in_elements_that_hold_none_are_kept_or_told() {
    for inner in ["a<gap>b c</gap>", "<lb>b</lb>", "a <pb>b</pb>", "<gap><ptr>b</ptr></gap>"] {
        nothing_is_lost("void.xml", &format!("<TEI><text><body><p>{inner}</p></body></text></TEI>"));
    }
}

/// Letters in the manner of other editions.
fn letters_of_our_own_making() -> Vec<(String, String)> {
    let paths = common::files(&common::root().join("tests/tei-letters"), "xml");
    assert!(paths.len() >= 3, "only {} letters found", paths.len());
    let name = |path: &Path| path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("our own can be read"))).collect()
}

#[test]
fn letters_in_the_manner_of_others_read_as_expected() {
    let bless = std::env::var_os("RUBRICATE_BLESS").is_some();
    for (name, xml) in letters_of_our_own_making() {
        nothing_is_lost(&name, &xml);
        let (reading, findings) = read_all(&name, &xml, View::Reading);
        let (diplomatic, _) = read_all(&name, &xml, View::Diplomatic);
        let told = findings.iter().map(|finding| {
            let Place { line, column, .. } = reading.source.place(finding.span.map_or(0, |span| span.start));
            let words = finding.related.iter().map(|related| format!("    {}\n", related.message));
            let first = format!("{line}:{column} {} {}\n", finding.rule, finding.message);
            std::iter::once(first).chain(words).collect::<Vec<_>>().concat()
        });
        let told = told.collect::<Vec<_>>().concat();
        let made = [
            ("reading", common::write_text(&reading, "text")),
            ("diplomatic", common::write_text(&diplomatic, "text")),
            ("losses", told),
        ];
        for (kind, text) in made {
            let path = common::root().join("tests/tei-letters").join(format!("{name}.{kind}.txt"));
            if bless {
                fs::write(&path, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            assert!(text == expected, "{}: {}", path.display(), difference(&expected, &text));
        }
    }
}

#[test]
fn the_check_for_loss_sees_loss() {
    for (name, xml) in letters_of_our_own_making() {
        let (mut document, findings) = read_all(&name, &xml, View::Reading);
        document.edition.parts.pop();
        assert!(loss(&document, &findings).is_err(), "{name}");
    }
}

/// What was read of other editions becomes TEI of our own: it comes back, and is valid.
#[test]
fn tei_of_others_becomes_our_own() {
    let mut letters = letters_of_our_own_making();
    letters.extend(letters_of_others());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    for (index, (name, xml)) in letters.iter().enumerate() {
        for view in [View::Reading, View::Diplomatic] {
            let (document, _) = read_all(name, xml, view);
            comes_back(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
            let file = folder.path().join(format!("{index}-{view:?}.xml"));
            fs::write(&file, common::write(&document, "tei")).expect("a temporary file");
            files.push(file);
        }
    }
    let schema = common::root().join("schema/edition.rng");
    if let Some(output) = oracles::jing(&schema, &files) {
        let found = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}", found.lines().take(20).collect::<Vec<_>>().join("\n"));
    }
}

/// Elements of the text, as they may and may not nest.
const ELEMENTS: &[&str] = &[
    "p",
    "div",
    "opener",
    "closer",
    "dateline",
    "salute",
    "signed",
    "postscript",
    "head",
    "address",
    "addrLine",
    "hi",
    "add",
    "del",
    "choice",
    "sic",
    "corr",
    "app",
    "lem",
    "rdg",
    "subst",
    "note",
    "q",
    "quote",
    "lg",
    "l",
    "list",
    "item",
    "label",
    "table",
    "row",
    "cell",
    "figure",
    "figDesc",
    "fw",
    "ab",
    "seg",
    "date",
    "placeName",
    "persName",
    "unclear",
    "supplied",
    "foreign",
    "floatingText",
    "body",
    "group",
    "text",
    "trailer",
    "listPerson",
    "person",
    "madeUp",
    "title",
    "term",
    "expan",
    "ex",
    "desc",
    "bibl",
    "cit",
    "titlePage",
    "docTitle",
    "titlePart",
    "byline",
    "front",
    "back",
    "teiHeader",
    "gap",
    "space",
    "ref target='#n'",
    "ptr target='#a'",
    "pb n='8'",
    "lb",
    "milestone unit='section' n='*'",
    "cb",
    "div type='letter'",
    "div type='notes'",
    "div type='letter' decls='#correspondence-1'",
    "head type='sub'",
    "hi rend='bold'",
    "hi rend='frame'",
    "seg type='quotation'",
    "seg type='trailer'",
    "ab type='separator'",
    "ab type='salute'",
    "titlePart type='sub'",
    "docAuthor",
    "docDate",
    "l rend='indent-2'",
    "list rend='numbered'",
    "item n='1.'",
    "fw type='pageNum'",
    "fw type='pageBreak'",
    "unclear reason='lost-character'",
    "unclear cert='low'",
    "corr resp='#rubricate'",
    "supplied reason='expansion' resp='#resp-editor'",
    "del rend='strikethrough'",
    "term xml:id='t'",
    "note xml:id='n' n='*'",
    "note xml:id='note-1' place='bottom'",
    "note type='gloss' place='inline' target='#t'",
    "note type='gap' place='inline'",
    "note type='sic' place='inline'",
    "note place='margin'",
    "note place='inline'",
    "note target='#a'",
    "note type='foliation'",
    "anchor xml:id='a'",
    "date when='1900-01-01'",
    "placeName ref='https://example.org/a'",
    "sp",
    "speaker",
    "stage",
    "epigraph",
    "argument",
    "eg",
    "formula",
    "graphic",
    "rdgGrp",
    "orig",
    "reg",
    "abbr",
    "am",
    "surplus",
    "damage",
    "said",
    "div1",
];

/// Elements without text.
const EMPTY: &[&str] = &[
    "<lb/>",
    "<lb break='no'/>",
    "<pb/>",
    "<pb n='7'/>",
    "<gap/>",
    "<space/>",
    "<anchor xml:id='a'/>",
    "<ptr target='#n'/>",
    "<milestone unit='section' n='* &lt; *'/>",
    "<p/>",
    "<fw type='pageNum'>&lt;8&gt;</fw><pb/>",
    "<note xml:id='n'>noted</note>",
    "<note target='#a'>anchored</note>",
    "<!-- c -->",
    "<note place='inline'>remark</note>",
    "<div type='letter'/>",
];

const TEXTS: &[&str] = &[
    "word",
    " ",
    "\n    ",
    "a &amp; b",
    "<![CDATA[<x>]]>",
    "\u{e9}t\u{e9} ",
    ". ",
    "\r\n",
    "[",
    "&#xFFFD;",
    "&#xA0;",
    "&#13;",
    "&#10;",
    "&#x2028;",
    "&#xFEFF;",
    "(",
    ")",
    "]",
    "-",
    "\n\n",
    "\t",
    "&#9;",
    "&#x200B;",
];

fn markup() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => proptest::sample::select(TEXTS).prop_map(str::to_owned),
        1 => proptest::sample::select(EMPTY).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        (proptest::sample::select(ELEMENTS), proptest::collection::vec(inner, 0..6)).prop_map(|(tag, parts)| {
            let name = tag.split(' ').next().unwrap_or_default();
            format!("<{tag}>{}</{name}>", parts.concat())
        })
    })
}

/// A header that says who wrote.
const HEADER: &str = "<teiHeader><fileDesc><titleStmt><title>Two</title></titleStmt><notesStmt><note type='boilerplate'>set aside</note>\
     </notesStmt></fileDesc><profileDesc><correspDesc><correspAction type='sent'><persName>A. Tarn</persName>\
     </correspAction></correspDesc></profileDesc></teiHeader>";

/// One text, with or without a header, or a corpus of two.
fn any_text() -> impl Strategy<Value = String> {
    let parts = || proptest::collection::vec(markup(), 0..8).prop_map(|parts| parts.concat());
    let header = prop_oneof![3 => Just(""), 1 => Just(HEADER)];
    let one =
        (header, parts()).prop_map(|(header, parts)| format!("<TEI>{header}<text><body>{parts}</body></text></TEI>"));
    let one = one.boxed();
    prop_oneof![
        5 => one.clone(),
        1 => (one.clone(), one).prop_map(|(one, other)| format!("<teiCorpus>{one}{other}</teiCorpus>")),
    ]
}

/// What was read is written as TEI that reads as the same words, and is written as the same bytes.
fn comes_back_whole(document: &Document) -> Result<(), String> {
    comes_back(document)?;
    let again = read_tei("again.xml", &common::write_text(document, "tei"));
    let words =
        |document: &Document| common::write_text(document, "text").split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, second) = (words(document), words(&again));
    if first == second { Ok(()) } else { Err(difference(&first, &second)) }
}

proptest! {
    #![proptest_config(trees::cases(200))]

    /// However elements nest, no word is lost.
    #[test]
    fn any_markup_is_read(xml in any_text()) {
        for view in [View::Reading, View::Diplomatic] {
            let (document, findings) = read_all("any.xml", &xml, view);
            loss(&document, &findings).map_err(TestCaseError::fail)?;
            for leaf in document.edition.leaves() {
                prop_assert!(xml.get(leaf.span.range()).is_some(), "not on characters: {:?}", leaf);
            }
        }
    }
}

proptest! {
    #![proptest_config(trees::cases(600))]

    /// However elements nest, what was read becomes our own TEI, which comes back.
    #[test]
    fn any_markup_becomes_our_own(xml in any_text()) {
        for view in [View::Reading, View::Diplomatic] {
            comes_back_whole(&read_all("any.xml", &xml, view).0).map_err(TestCaseError::fail)?;
        }
    }
}
