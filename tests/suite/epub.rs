//! Books: what is in the archive, what the pages say, and what EPUBCheck and Ace say about them.

// Names in our own archives are lower case, and a test may print.
#![allow(clippy::case_sensitive_file_extension_comparisons, clippy::print_stdout)]

use crate::common;
use crate::support::opened_book::Book;
use crate::support::{epub_books as books, epub_oracles as oracles, trees};
use proptest::prelude::*;
use rubricate::Document;
use rubricate::tree::{Head, Value};
use rubricate::write::{Cover, Picture, Templates, WriteError, WriteOptions, Written};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

fn write(document: &Document, options: &WriteOptions) -> Result<Written, WriteError> {
    (common::format("epub").write)(document, options)
}

fn bytes(document: &Document) -> Vec<u8> {
    write(document, &WriteOptions::default()).expect("any tree can be written").bytes
}

#[test]
fn a_rule_between_letters_is_no_chapter() {
    let letter = |name: &str| {
        format!("Hull, 4 May 1802\n\nDear {name},\n\nThe mare is sold at last.\n\nYours truly,\nP. Brown\n")
    };
    let source = rubricate::source::Source::new("x", format!("{}\n* * *\n\n{}", letter("John"), letter("Anna")));
    let edition = rubricate::read::text(&source, &rubricate::read::ReadOptions::default()).expect("it is read").edition;
    let document = Document { source, edition };
    assert_eq!(document.edition.parts.len(), 3, "the tree keeps the rule");
    let book = Book::open(&bytes(&document));
    let pages: Vec<_> = book.names().into_iter().filter(|name| name.ends_with(".xhtml")).collect();
    let expected = ["cover", "letter-1", "letter-2", "letters-1", "persons-1", "colophon-1", "nav"];
    assert_eq!(pages, expected.map(|name| format!("OEBPS/{name}.xhtml")));
}

fn parse(xml: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(xml, options).unwrap_or_else(|error| panic!("{error}\n{xml}"))
}

/// What holds for every book: a sound archive, well-formed pages, a complete manifest, unique ids, links that lead somewhere.
fn check(bytes: &[u8]) {
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "mimetype is first, stored, without extra field");
    let book = Book::open(bytes);
    let trees: Vec<_> = book.0.iter().filter(|(name, _)| name != "mimetype" && !name.ends_with(".css")).collect();
    let trees: Vec<_> = trees.iter().map(|(name, text)| (name.as_str(), parse(text))).collect();
    let mut anchors = BTreeSet::new();
    for (name, tree) in &trees {
        let mut ids = BTreeSet::new();
        for node in tree.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(id), "{name}: id {id} stands twice");
                anchors.insert(format!("{name}#{id}"));
            }
        }
        anchors.insert((*name).to_owned());
    }
    for (name, tree) in &trees {
        let is_far = |href: &&str| href.starts_with("https:") || href.starts_with("mailto:");
        for href in tree.descendants().filter_map(|node| node.attribute("href")).filter(|href| !is_far(href)) {
            let target = if href.starts_with('#') { format!("{name}{href}") } else { format!("OEBPS/{href}") };
            let there = anchors.contains(&target) || book.names().contains(&target.as_str());
            assert!(there, "{name}: {href} leads nowhere");
        }
    }
    let opf = parse(book.file("content.opf"));
    let listed = opf.descendants().filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item"))).count();
    let packed = book.names().iter().filter(|name| name.starts_with("OEBPS/")).count();
    assert_eq!(listed, packed - 1, "the manifest lists every file but the package document");
}

#[test]
fn every_book_is_sound() {
    for (name, document) in books::all() {
        println!("{name}");
        check(&bytes(&document));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, document) in books::all() {
        assert_eq!(bytes(&document), bytes(&document), "{name}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes(&books::everything()))).expect("a book is an archive");
    for index in 0..archive.len() {
        let entry = archive.by_index(index).expect("every entry can be read");
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()), "{}", entry.name());
    }
}

/// Run by `clock_and_time_zone_do_not_matter` in other processes.
#[test]
#[ignore = "prints a book for another test"]
fn print_a_book() {
    let sum =
        bytes(&books::everything()).iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    println!("book {sum}");
}

#[test]
fn clock_and_time_zone_do_not_matter() {
    let run = |zone: &str, locale: &str| {
        let program = std::env::current_exe().expect("a test is a program");
        let run = std::process::Command::new(program)
            .args(["epub::print_a_book", "--exact", "--ignored", "--nocapture"])
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .output()
            .expect("the test runs again");
        let out = String::from_utf8_lossy(&run.stdout).into_owned();
        out.lines().find(|line| line.contains("book ")).unwrap_or_else(|| panic!("no book: {out}")).to_owned()
    };
    let first = run("Pacific/Kiritimati", "C");
    // ZIP knows steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, run("America/Los_Angeles", "de_DE.UTF-8"));
}

#[test]
fn a_letter_keeps_its_semantics() {
    let book = Book::open(&bytes(&books::everything()));
    let page = parse(book.file("letter-1.xhtml"));
    let has = |name: &str, class: &str, kind: Option<&str>| {
        page.descendants().any(|node| {
            node.tag_name().name() == name
                && node.attribute("class") == Some(class)
                && node.attribute(("http://www.idpf.org/2007/ops", "type")) == kind
        })
    };
    for (name, class, kind) in [
        ("section", "letter", Some("z3998:letter")),
        ("header", "opener", None),
        ("p", "address", None),
        ("p", "dateline", Some("se:letter.dateline")),
        ("p", "salutation", Some("z3998:salutation")),
        ("footer", "closer", None),
        ("p", "valediction", Some("z3998:valediction")),
        ("p", "signature", Some("z3998:sender z3998:signature")),
        ("div", "postscript", Some("z3998:postscript")),
        ("p", "trailer", None),
        // A line inside the text only looks like a part of the letter.
        ("p", "valediction", None),
    ] {
        assert!(has(name, class, kind), "{name}.{class} {kind:?}");
    }
    let xhtml = book.file("letter-1.xhtml");
    for expected in [
        "<time datetime=\"1851-05-02\">2 May 1851</time>",
        "<span class=\"date\">about 1850</span>",
        "<span class=\"editorial supplied by-editor\"><span class=\"bracket\">[</span>wool<span class=\"bracket\">]</span></span>",
        "<del class=\"editorial deleted\">",
        "<span class=\"lost\">\u{FFFD}</span><span class=\"repaired\">’</span><span class=\"control\">\u{2407}</span>\u{2400} raw ",
        "<span id=\"page-2\" role=\"doc-pagebreak\" epub:type=\"pagebreak\" aria-label=\"13\"></span>",
        "<p>A word cut at the hy-<span id=\"page-3\" role=\"doc-pagebreak\" epub:type=\"pagebreak\" aria-label=\"14\"></span>phen goes on.</p>",
        "<p class=\"continued\">This goes on",
        "<li><span class=\"label\">a)</span>  one item</li>",
        "<span class=\"verse-line i4\">the weaver sighs,</span>",
        "&amp; &lt;more&gt;",
        "nowhere<sup>9</sup>",
        "aria-label=\"Editor’s note 1\"",
        "lang=\"en-GB\" xml:lang=\"en-GB\"",
    ] {
        assert!(xhtml.contains(expected), "{expected}\n{xhtml}");
    }
}

#[test]
fn notes_follow_the_letter_once_and_lead_back() {
    let book = Book::open(&bytes(&books::everything()));
    let page = parse(book.file("letter-1.xhtml"));
    let notes: Vec<_> = page.descendants().filter(|node| node.tag_name().name() == "aside").collect();
    let ids: Vec<_> = notes.iter().filter_map(|note| note.attribute("id")).collect();
    assert_eq!(ids, ["note-1", "note-2", "note-3", "note-4"], "in the order of their marks, the unmarked last");
    let back = |note: &roxmltree::Node<'_, '_>| {
        let link = note.descendants().find(|node| node.attribute("role") == Some("doc-backlink"))?;
        link.attribute("href").map(str::to_owned)
    };
    let backs: Vec<_> = notes.iter().map(back).collect();
    assert_eq!(backs, [Some("#noteref-1".into()), Some("#noteref-2".into()), Some("#noteref-4".into()), None]);
}

#[test]
fn a_paragraph_cut_by_pages_is_one() {
    let book = Book::open(&bytes(&books::pamphlet()));
    let page = parse(book.file("section-2.xhtml"));
    let paragraph =
        page.descendants().find(|node| node.has_tag_name("p") || node.tag_name().name() == "p").expect("a paragraph");
    let text: String =
        paragraph.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }).collect();
    assert_eq!(text, "Das Wasser treibt das Rad, das Rad treibt den Stein, und der Stein\nmahlt das Korn.");
}

#[test]
fn headings_skip_no_level() {
    for (name, document) in books::all() {
        for (file, text) in Book::open(&bytes(&document))
            .0
            .iter()
            .filter(|(file, _)| file.ends_with(".xhtml") && !file.ends_with("nav.xhtml"))
        {
            let mut last = 0;
            for heading in parse(text)
                .descendants()
                .filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse::<u8>().ok())
            {
                assert!(heading <= last + 1, "{name} {file}: h{heading} after h{last}");
                last = heading;
            }
        }
    }
}

/// The labels of one list of `nav.xhtml`.
fn list(book: &Book, id: &str) -> Vec<String> {
    let nav = parse(book.file("nav.xhtml"));
    let list = nav.descendants().find(|node| node.attribute("id") == Some(id));
    let links = list.into_iter().flat_map(|list| list.descendants()).filter(|node| node.tag_name().name() == "a");
    links.filter_map(|link| Some(link.text()?.to_owned())).collect()
}

#[test]
fn letters_are_called_by_correspondent_and_date() {
    let labels = list(&Book::open(&bytes(&books::correspondence())), "toc");
    let expected = [
        "A. Miller to B. <Weaver> & Sons, May 1851, Leeds",
        "A. Miller to B. <Weaver> & Sons, May 1851, Hull",
        "C. \"Carter\" to A. Miller, May 1851",
        "List of letters",
        "Index of persons",
        "About this text",
    ];
    assert_eq!(labels, expected);
    assert_eq!(list(&Book::open(&bytes(&books::bare())), "toc"), ["Dear Sir", "About this text"]);
}

#[test]
fn the_contents_show_sections_and_pages() {
    let book = Book::open(&bytes(&books::pamphlet()));
    let expected = ["Einleitung", "Erster Teil: Wasser", "Das Wehr", "Le moulin", "Impressum", "Zu diesem Text"];
    assert_eq!(list(&book, "toc"), expected);
    assert_eq!(list(&book, "page-list"), ["5", "6 & 7"]);
    assert_eq!(list(&book, "landmarks"), ["Umschlag", "Titelseite", "Inhalt", "Text", "Zu diesem Text"]);
    assert!(list(&Book::open(&bytes(&books::bare())), "page-list").is_empty());
}

/// The text of each package metadata element of a name.
fn metadata(book: &Book, name: &str) -> Vec<String> {
    let opf = parse(book.file("content.opf"));
    let found =
        opf.descendants().filter(|node| node.tag_name().name() == name || node.attribute("property") == Some(name));
    found.filter_map(|node| Some(node.text()?.to_owned())).collect()
}

#[test]
fn the_package_says_what_is_known() {
    let book = Book::open(&bytes(&books::correspondence()));
    assert_eq!(metadata(&book, "title"), ["Wool & Weaving: a <short> \"correspondence\"", "May 1851"]);
    assert!(metadata(&book, "creator").is_empty(), "two people wrote these letters");
    assert_eq!(metadata(&book, "contributor"), ["D. Dyer & Co.", "T. Tucker", "S. Scribe"]);
    assert_eq!(metadata(&book, "role"), ["edt", "trl", "trc"]);
    assert_eq!(metadata(&book, "source"), ["Wool & Weavers' Archive, box 3 <loose>"]);
    assert_eq!(metadata(&book, "publisher"), ["The Loom Press"]);
    assert_eq!(metadata(&book, "rights"), ["CC BY 4.0"]);
    assert_eq!(metadata(&book, "date"), ["1851"]);
    assert_eq!(metadata(&book, "dcterms:modified"), ["1970-01-01T00:00:00Z"]);
    assert_eq!(metadata(&book, "identifier")[1], "https://example.org/wool?box=3&item=1");
    assert!(metadata(&book, "dcterms:conformsTo").is_empty(), "conformance is never claimed");

    let book = Book::open(&bytes(&books::bare()));
    assert_eq!(metadata(&book, "title"), ["Dear Sir"]);
    for name in ["creator", "contributor", "publisher", "rights", "source", "date", "pageBreakSource"] {
        assert!(metadata(&book, name).is_empty(), "{name} is not known");
    }
    assert_eq!(metadata(&Book::open(&bytes(&books::empty())), "title"), ["rubricate"]);
    let mut blank = books::empty();
    blank.edition.head.title = Some(books::value(" \n"));
    assert_eq!(metadata(&Book::open(&bytes(&blank)), "title"), ["rubricate"], "a blank title is none");
    assert_eq!(list(&Book::open(&bytes(&blank)), "toc"), ["Text", "About this text"]);
    assert_eq!(
        metadata(&Book::open(&bytes(&books::pamphlet())), "schema:accessibilityFeature").last().map(String::as_str),
        Some("pageNavigation")
    );
}

#[test]
fn a_book_may_belong_to_a_series() {
    let with = |series: Option<&str>, key: &str, number: &str| {
        let mut document = books::bare();
        document.edition.head.collection = series.map(books::value);
        document.edition.head.other = vec![(key.to_owned(), books::value(number))];
        Book::open(&bytes(&document))
    };
    let book = with(Some("Letters & Papers"), "series-number", "3.1");
    assert_eq!(metadata(&book, "belongs-to-collection"), ["Letters & Papers"]);
    assert_eq!(metadata(&book, "collection-type"), ["series"]);
    assert_eq!(metadata(&book, "group-position"), ["3.1"]);
    assert!(book.file("content.opf").contains("<meta name=\"calibre:series\" content=\"Letters &amp; Papers\">"));
    assert!(book.file("colophon-1.xhtml").contains("<dd><p>Letters &amp; Papers, 3.1</p></dd>"));
    // Front matter knows keys without hyphens; what is no number is said in the colophon alone.
    let book = with(Some("Letters"), "seriesnumber", "III");
    assert!(metadata(&book, "group-position").is_empty());
    assert!(book.file("colophon-1.xhtml").contains("<dd><p>Letters, III</p></dd>"));
    assert!(metadata(&with(None, "series-number", "3"), "belongs-to-collection").is_empty());
}

#[test]
fn the_identifier_follows_the_content() {
    let identifier = |document: &Document| metadata(&Book::open(&bytes(document)), "identifier")[0].clone();
    let mut other = books::bare();
    assert_eq!(identifier(&other), identifier(&books::bare()));
    other.edition.head.title = Some(books::value("Another"));
    assert_ne!(identifier(&other), identifier(&books::bare()));
    assert_ne!(identifier(&books::empty()), identifier(&books::bare()));
}

#[test]
fn the_time_is_given_never_taken() {
    let modified = |head: Head, source_date_epoch| {
        let mut options = WriteOptions::default();
        options.source_date_epoch = source_date_epoch;
        let written = rubricate::write::book(&[&books::bare()], &head, &options).expect("a book");
        metadata(&Book::open(&written.bytes), "dcterms:modified")
    };
    let head = |date: &str| Head { date: Some(books::value(date)), ..Head::default() };
    assert_eq!(modified(head("2024-02-29"), Some(1_000_000_000)), ["2001-09-09T01:46:40Z"]);
    assert_eq!(modified(head("2024-02-29"), None), ["2024-02-29T00:00:00Z"]);
    assert_eq!(modified(head("1851-05-02"), None), ["1970-01-01T00:00:00Z"]);
    let mut options = WriteOptions::default();
    options.source_date_epoch = Some(u64::MAX);
    let error = write(&books::bare(), &options).expect_err("no such year");
    assert!(error.to_string().contains("SOURCE_DATE_EPOCH"), "{error}");
}

#[test]
fn several_documents_make_one_book() {
    let documents = books::all();
    let documents: Vec<_> = documents.iter().map(|(_, document)| document).collect();
    let title = Some(Value::new("Collected", None, "edition"));
    let head = Head { title, ..Head::default() };
    let written = rubricate::write::book(&documents, &head, &WriteOptions::default()).expect("a book");
    check(&written.bytes);
    let book = Book::open(&written.bytes);
    assert_eq!(metadata(&book, "title"), ["Collected"]);
    let labels = list(&book, "toc");
    assert_eq!(labels.len(), labels.iter().collect::<BTreeSet<_>>().len(), "{labels:?}");
    assert_eq!(book.file("letter-5.xhtml").matches("<aside").count(), 4, "notes stay with their document");
    assert!(rubricate::write::book(&[], &head, &WriteOptions::default()).is_err());
}

#[test]
fn furniture_left_out_is_told() {
    let written = write(&books::everything(), &WriteOptions::default()).expect("a book");
    assert_eq!(written.losses.len(), 3, "{:?}", written.losses);
    let book = Book::open(&written.bytes);
    assert!(book.file("colophon-1.xhtml").contains("From the &lt;Leeds&gt; archive &amp; others"));
}

/// The text of each element of a class.
fn classed(page: &str, class: &str) -> Vec<String> {
    let page = parse(page);
    let found = page.descendants().filter(|node| node.attribute("class").is_some_and(|it| it == class));
    let text = |node: roxmltree::Node<'_, '_>| {
        node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
    };
    found.map(text).collect()
}

#[test]
fn letters_and_persons_are_listed_and_linked() {
    let book = Book::open(&bytes(&books::correspondence()));
    let page = book.file("letters-1.xhtml");
    let carter = "C. \"Carter\" to A. Miller";
    let miller = "A. Miller to B. <Weaver> & Sons";
    assert_eq!(classed(page, "who"), [miller, miller, carter]);
    assert_eq!(classed(page, "when"), ["Leeds, May 1851", "Hull, May 1851", "May 1851"]);
    assert!(page.contains("<a href=\"letter-3.xhtml\">") && page.contains("<time datetime=\"1851-05-02\">"));

    let page = book.file("persons-1.xhtml");
    assert_eq!(classed(page, "person"), ["A. Miller", "B. <Weaver> & Sons", "C. \"Carter\""]);
    let links = |name: &str| {
        let entry = page.split("class=\"person\">").skip(1).find(|entry| entry.starts_with(name));
        entry.map(|entry| entry.matches("href").count())
    };
    assert_eq!(links("A. Miller"), Some(3), "two sent, one received");
    assert_eq!(links("C. "), Some(1));
    // One letter needs no list, and one person no index.
    for document in [books::bare(), books::everything()] {
        let names = Book::open(&bytes(&document)).0;
        assert!(!names.iter().any(|(name, _)| name.contains("letters-") || name.contains("persons-")));
    }
}

#[test]
fn the_colophon_says_how_the_text_was_made() {
    let book = Book::open(&bytes(&books::everything()));
    let page = book.file("colophon-1.xhtml");
    let made = classed(page, "made");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(made[0], format!("Made by rubricate {version} from all.txt."));
    assert!(
        made[2].ends_with("restored from their neighbours: 1.") && made[3].ends_with("not restored: 1."),
        "{made:?}"
    );
    assert!(made[4].contains("table of contents; dirt of text recognition; title"), "{made:?}");
    assert_eq!(classed(page, "editorial supplied"), ["[wool]"]);
    assert!(page.contains("<dd><p>words that the text lacks</p></dd>"));
    assert_eq!(page.matches("<dt ").count(), 14, "one row for each act");
    // Nothing occurred that needs a key.
    let bare = Book::open(&bytes(&books::bare()));
    assert!(!bare.file("colophon-1.xhtml").contains("<dt"));
    assert_eq!(classed(bare.file("colophon-1.xhtml"), "made").len(), 2);
}

#[test]
fn a_cover_is_drawn_from_the_metadata() {
    let book = Book::open(&bytes(&books::correspondence()));
    let cover = book.file("cover.svg");
    let lines: Vec<_> = parse(cover)
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect();
    let words = lines.join(" ");
    for said in ["Wool & Weaving: a <short> \"correspondence\"", "May 1851", "The Loom Press"] {
        assert!(words.contains(said), "{said}: {lines:?}");
    }
    let opf = book.file("content.opf");
    assert!(
        opf.contains(
            "<item media-type=\"image/svg+xml\" properties=\"cover-image\" id=\"cover-image\" href=\"cover.svg\"/>"
        ),
        "{opf}"
    );
    let first = parse(opf)
        .descendants()
        .find(|node| node.tag_name().name() == "itemref")
        .and_then(|node| node.attribute("idref").map(str::to_owned));
    assert!(first.is_some_and(|id| id.contains("cover")), "the cover is read first: {opf}");
    assert!(book.file("cover.xhtml").contains("alt=\"Cover: Wool &amp; Weaving"));
}

#[test]
fn a_cover_of_ones_own_is_taken_as_it_is() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\0\0\0\0IEND\xAE\x42\x60\x82".to_vec();
    let mut options = WriteOptions::default();
    options.cover = Cover::Picture(Picture::from_bytes(picture.clone()).expect("a picture"));
    let bytes = write(&books::bare(), &options).expect("a book").bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a book is an archive");
    let mut packed = Vec::new();
    archive.by_name("OEBPS/cover.png").expect("the picture").read_to_end(&mut packed).expect("it can be read");
    assert_eq!(packed, picture);
    assert!(archive.by_name("OEBPS/cover.svg").is_err());
    let mut page = String::new();
    archive.by_name("OEBPS/cover.xhtml").expect("its page").read_to_string(&mut page).expect("text");
    assert!(page.contains("src=\"cover.png\""));
}

/// A text as the program reads it.
fn read(text: &str) -> Document {
    let source = rubricate::source::Source::new("x.txt", text);
    let edition = rubricate::read::text(&source, &rubricate::read::ReadOptions::default()).expect("it is read").edition;
    Document { source, edition }
}

#[test]
fn only_a_book_that_is_asked_to_is_set() {
    let text = "Hull, 4 May 1802\n\nDear John,\n\nHe said, \"*It's* the [big] one\" -- and 'tis so. \"He cut\n\n[p. 2]\n\nit short.\"[1]\n\nYours truly,\nP. O'Brown\n\n[1] Don't.\n";
    let document = read(text);
    let set = |typography| {
        let mut options = WriteOptions::default();
        options.typography = typography;
        Book::open(&write(&document, &options).expect("a book").bytes)
    };
    let (plain, fine) = (set(false), set(true));
    assert!(
        plain.file("letter-1.xhtml").contains("\"<em>It's</em> the ")
            && !plain.file("colophon-1.xhtml").contains("for reading")
    );
    let page = fine.file("letter-1.xhtml");
    for expected in ["“<em>It’s</em> the <span", "one” – and ’tis so. “He cut", "it short.”<a", "P. O’Brown", "Don’t."]
    {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(fine.file("colophon-1.xhtml").contains("were set for reading"));
    assert_ne!(metadata(&plain, "identifier"), metadata(&fine, "identifier"), "another book");
    let mut options = WriteOptions::default();
    options.typography = true;
    let tei = |options| (common::format("tei").write)(&document, options).expect("TEI").bytes;
    assert_eq!(tei(&options), tei(&WriteOptions::default()), "TEI keeps the source");
}

#[test]
fn notes_say_who_speaks() {
    let book = Book::open(&bytes(&books::everything()));
    assert_eq!(classed(book.file("letter-1.xhtml"), "note-voice"), ["Editor", "Author"]);
}

/// Writes with one template of the user's own.
fn with_template(name: &str, text: &str) -> Result<Vec<u8>, String> {
    let mut options = WriteOptions::default();
    options.templates.replace(name, text, format!("mine/{name}")).map_err(|error| error.to_string())?;
    write(&books::bare(), &options).map(|written| written.bytes).map_err(|error| error.to_string())
}

#[test]
fn a_template_of_ones_own_replaces_one_file() {
    let book = with_template("epub/style.css", "p { text-indent: 3em }").expect("a book");
    assert_eq!(Book::open(&book).file("stylesheet.css"), "p { text-indent: 3em }");
    check(&book);
    let page = "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body>{{ label }}{{ body }}</body></html>";
    let book = with_template("epub/letter.xhtml", page).expect("a book");
    assert!(Book::open(&book).file("letter-1.xhtml").contains("<body>Dear Sir<section"));
}

#[test]
fn a_bad_template_is_named_with_its_line() {
    for (place, text, expected) in [
        ("epub/letter.xhtml", "<html>\n{{ lable }}</html>", "letter.xhtml:2: "),
        ("epub/letter.xhtml", "<html>\n\n{% if %}</html>", "letter.xhtml:3: "),
        (
            "epub/nav.xhtml",
            "<html><body>{{ words.contents }}</html>",
            "nav.xhtml: the page made from this template is not well-formed XML",
        ),
        ("epub/words.toml", "[en]\ncontents = 3", "words.toml: "),
        ("epub/words.toml", "", "words.toml: there is no table [en]"),
    ] {
        let error = with_template(place, text).expect_err(place);
        assert!(error.starts_with("mine/") && error.contains(expected), "{place}: {error}");
    }
}

#[test]
fn every_template_is_that_of_its_name() {
    let folder = common::root().join("templates");
    for name in Templates::names().filter(|name| *name != "epub/words.toml") {
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let book = with_template(name, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(book == bytes(&books::bare()), "{name} is not what is built in");
    }
}

#[test]
fn words_of_ones_own_replace_those_of_the_languages() {
    let english = std::fs::read_to_string(common::root().join("schema/languages/en.toml")).expect("English is known");
    let english: toml::Table = toml::from_str(&english).expect("language files are TOML");
    let mut words = english["book"].clone();
    words["colophon"] = "Whence it came".into();
    let own = toml::to_string(&toml::Table::from_iter([("en".to_owned(), words)])).expect("words are TOML");
    let book = with_template("epub/words.toml", &own).expect("a book");
    assert!(list(&Book::open(&book), "toc").contains(&"Whence it came".to_owned()));
    // A language that the table lacks falls back on it, though the language is known.
    let mut options = WriteOptions::default();
    options.templates.replace("epub/words.toml", own, "words.toml").expect("a template");
    let mut german = books::bare();
    german.edition.lang = "de".into();
    let written = write(&german, &options).expect("a book");
    assert!(list(&Book::open(&written.bytes), "toc").contains(&"Whence it came".to_owned()));
}

/// A build that cannot draw in pixels says so.
#[test]
fn a_cover_in_pixels_is_drawn_or_refused() {
    let mut options = WriteOptions::default();
    options.cover = Cover::DrawnInPixels;
    match write(&books::bare(), &options) {
        Ok(written) if cfg!(feature = "raster") => {
            let mut archive = zip::ZipArchive::new(Cursor::new(&written.bytes)).expect("a book is an archive");
            assert!(archive.by_name("OEBPS/cover.png").is_ok());
        }
        Err(error) if !cfg!(feature = "raster") => assert!(error.to_string().contains("feature `raster`"), "{error}"),
        other => panic!("{:?}", other.map(|written| written.bytes.len())),
    }
}

/// Books of trees that no reader would make, which EPUBCheck must not mind: the same odd trees on every run.
fn odd() -> impl Iterator<Item = Document> {
    (1..=8_u32).map(|seed| {
        // A linear congruential generator.
        let mut state = seed;
        let choices = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        trees::build(&choices.take(600).collect::<Vec<u8>>())
    })
}

#[test]
fn epubcheck_finds_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let named = books::all().into_iter().map(|(name, document)| (name.to_owned(), document));
    let odd = odd().enumerate().map(|(index, document)| (format!("odd-{index}"), document));
    let books: Vec<_> = named.chain(odd).map(|(name, document)| put(folder.path(), &name, &document)).collect();
    let Some(told) = oracles::epubcheck_all(&books) else { return };
    let found: Vec<String> = told
        .iter()
        .flat_map(|(book, all)| {
            all.iter().map(move |it| format!("{}: {} {} {}", book.display(), it.severity, it.id, it.message))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn ace_finds_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = Vec::new();
    for (name, document) in books::all() {
        let book = put(folder.path(), name, &document);
        found.extend(oracles::ace(&book).into_iter().flatten().map(|finding| format!("{name}: {finding}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The book of a document as a file in a folder.
fn put(folder: &Path, name: &str, document: &Document) -> PathBuf {
    let path = folder.join(format!("{name}.epub"));
    std::fs::write(&path, bytes(document)).expect("there is room for a book");
    path
}

/// Keeps the hand-made books for a person to look at:
/// `RUBRICATE_KEEP_BOOKS=DIR cargo test --test suite epub::keep -- --ignored`.
#[test]
#[ignore = "writes books for a person to look at"]
fn keep_the_books() {
    let folder = PathBuf::from(std::env::var_os("RUBRICATE_KEEP_BOOKS").expect("RUBRICATE_KEEP_BOOKS is set"));
    for (name, document) in books::all() {
        put(&folder, name, &document);
    }
}

/// The document with all text taken from its source: no words that reading had to change.
fn as_written(document: &Document) -> Document {
    fn strip(node: &mut serde_json::Value) {
        match node {
            serde_json::Value::Object(fields) => {
                if matches!(fields.get("kind").and_then(|kind| kind.as_str()), Some("text" | "lost")) {
                    fields.remove("text");
                    fields.remove("repair");
                }
                fields.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut tree = serde_json::to_value(&document.edition).expect("a tree is data");
    strip(&mut tree);
    let edition = serde_json::from_value(tree).expect("a tree round-trips");
    Document { source: document.source.clone(), edition }
}

/// The characters that print, XML's replacements for what it cannot hold left out.
fn visible(text: &str) -> String {
    let picture = |c: char| c < ' ' || ('\u{2400}'..='\u{241F}').contains(&c) || ('\u{FFFD}'..='\u{FFFF}').contains(&c);
    text.chars().filter(|c| !c.is_whitespace() && !picture(*c)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any tree makes a sound book.
    #[test]
    fn any_tree_makes_a_sound_book(document in trees::documents()) {
        let first = bytes(&document);
        check(&first);
        let mut set = WriteOptions::default();
        set.typography = true;
        check(&write(&document, &set).expect("any tree can be set").bytes);
        prop_assert_eq!(first, bytes(&document));
    }

    /// Every piece of printed text of any tree is on a page of its book.
    #[test]
    fn any_text_is_printed(document in trees::documents()) {
        let document = as_written(&document);
        let book = Book::open(&bytes(&document));
        let mut pages = String::new();
        for (_, page) in book.0.iter().filter(|(name, _)| name.ends_with(".xhtml") && !name.ends_with("nav.xhtml")) {
            pages.extend(parse(page).descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()));
        }
        let pages = visible(&pages);
        for leaf in document.edition.leaves() {
            if leaf.kind == rubricate::tree::LeafKind::Text {
                let text = visible(document.source.slice(leaf.span));
                prop_assert!(pages.contains(&text), "{:?} is lost", text);
            }
        }
    }
}
