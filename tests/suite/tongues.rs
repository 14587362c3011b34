//! The languages inside a file: of letters, headings, quotations and notes, and the headers that name them.

use crate::common::{self, files, options, read, read_with, root, write, write_text};
use crate::support::opened_book::Book;
use rubricate::Document;
use rubricate::read::{ReadOptions, explain};
use rubricate::source::Source;
use rubricate::tree::{BlockKind, Letter, Part, Section, Top};
use rubricate::write::WriteOptions;

/// A German and a French letter in an English collection.
fn collection() -> String {
    std::fs::read_to_string(root().join("tests/letters/many-tongues/source.txt")).expect("it is ours")
}

fn langs(document: &Document) -> Vec<Option<&str>> {
    document.edition.letters().map(|letter| letter.lang.as_deref()).collect()
}

fn headings(letter: &Letter) -> Vec<Option<&str>> {
    let headings = letter.top.iter().filter_map(|top| match top {
        Top::Heading(heading) => Some(heading.lang.as_deref()),
        Top::Line(_) | Top::Break(_) => None,
    });
    headings.collect()
}

#[test]
fn each_letter_heading_quotation_and_note_has_its_language() {
    let document = read("letters.txt", &collection());
    assert_eq!(document.edition.lang, "en");
    assert_eq!(langs(&document), [None, Some("de"), Some("fr"), None]);
    let letters: Vec<&Letter> = document.edition.letters().collect();
    assert_eq!(headings(letters[0]), [None, None]);
    assert_eq!(headings(letters[1]), [Some("en"), Some("en")]);
    let quote = letters[0].body.iter().find_map(|block| match &block.kind {
        BlockKind::Quote { lang, .. } => Some(lang.as_deref()),
        _ => None,
    });
    assert_eq!(quote, Some(Some("la")));
    let notes: Vec<_> = document.edition.notes.iter().map(|note| note.lang.as_deref()).collect();
    assert_eq!(notes, [Some("en"), None]);
}

#[test]
fn all_of_them_stand_in_the_headers() {
    let document = read("letters.txt", &collection());
    let tei = write_text(&document, "tei");
    let declared = "<language ident=\"en\">English</language>\n<language ident=\"de\">German</language>\n\
                    <language ident=\"fr\">French</language>\n<language ident=\"la\">Latin</language>\n</langUsage>";
    for part in [
        declared,
        "<quote xml:lang=\"la\">",
        "decls=\"#correspondence-2\" xml:lang=\"de\">\n<head xml:lang=\"en\">LETTER II</head>",
        "n=\"1\" xml:lang=\"en\">The letter is lost",
        "n=\"2\">Er kam",
    ] {
        assert!(tei.contains(part), "{part}\n{tei}");
    }
    let book = Book::open(&write(&document, "epub"));
    let package = book.file("content.opf");
    let named: Vec<&str> = package.split("<dc:language>").skip(1).map(|rest| &rest[..2]).collect();
    assert_eq!(named, ["en", "la", "de", "fr"]);
    assert!(book.file("letter-1.xhtml").contains("<blockquote lang=\"la\" xml:lang=\"la\">"));
    let page = book.file("letter-2.xhtml");
    assert!(page.contains("xml:lang=\"de\"") && page.contains("lang=\"en\" xml:lang=\"en\">LETTER II<"), "{page}");
    // What a book calls a letter with its own words is in its own language.
    assert!(!book.file("nav.xhtml").contains("xml:lang=\"de\""));
}

#[test]
fn standoff_names_that_of_a_letter() {
    let standoff = write_text(&read("letters.txt", &collection()), "standoff");
    let standoff: serde_json::Value = serde_json::from_str(&standoff).expect("it is JSON");
    let letters = standoff["meta"]["letters"].as_array().expect("a list");
    let langs: Vec<_> = letters.iter().map(|letter| letter["lang"].as_str()).collect();
    assert_eq!(langs, [None, Some("de"), Some("fr"), None]);
}

#[test]
fn they_come_back_from_tei() {
    let document = read("letters.txt", &collection());
    let tei = write(&document, "tei");
    let (again, _) = rubricate::read("letters.xml", tei.clone(), &ReadOptions::default()).expect("it is TEI");
    assert_eq!(langs(&again), langs(&document));
    assert_eq!(write_text(&again, "tei"), String::from_utf8(tei).expect("text"));
}

#[test]
fn a_letter_on_its_own_is_a_text_in_its_language_and_a_corpus_keeps_it() {
    let document = read("letters.txt", &collection());
    let split = common::format("tei").split.expect("TEI can be split");
    let apart = split(&document, &WriteOptions::default()).expect("it is written");
    let read = |tei: &[u8]| rubricate::read("l.xml", tei.to_vec(), &ReadOptions::default()).expect("it is TEI").0;
    let (_, second) = apart.letters.iter().find(|(number, _)| *number == 2).expect("there are four");
    let alone = String::from_utf8_lossy(second);
    assert!(alone.contains("<text xml:lang=\"de\">"), "{alone}");
    assert!(alone.contains("<langUsage>\n<language ident=\"de\">"), "{alone}");
    let alone = read(second);
    assert_eq!((&*alone.edition.lang, langs(&alone)), ("de", vec![None]));
    let corpus = read(&apart.corpus);
    assert_eq!((&*corpus.edition.lang, langs(&corpus)), ("en", langs(&document)));
    let again = split(&corpus, &WriteOptions::default()).expect("it is written");
    assert_eq!(String::from_utf8_lossy(&again.corpus), String::from_utf8_lossy(&apart.corpus));
}

#[test]
fn the_texts_of_a_corpus_keep_their_languages() {
    let text = |lang: &str, words: &str| {
        format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>L</title></titleStmt><publicationStmt><p/></publicationStmt>\
             <sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text{lang}><body><div type=\"letter\"><p>{words}</p>\
             </div></body></text></TEI>"
        )
    };
    let corpus = |lang: &str| {
        format!(
            "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\"{lang}>{}{}{}</teiCorpus>",
            text(" xml:lang=\"it\"", "Va bene."),
            text(" xml:lang=\"en\"", "All is well."),
            text("", "So it is.")
        )
    };
    let read = |tei: String, options: &ReadOptions| {
        let document = rubricate::read("c.xml", tei.into_bytes(), options).expect("it is TEI").0;
        (
            document.edition.lang.clone(),
            langs(&document).into_iter().map(|it| it.map(str::to_owned)).collect::<Vec<_>>(),
        )
    };
    let said = |lang: &str| Some(lang.to_owned());
    let plain = ReadOptions::default();
    let own = " xml:lang=\"en\"";
    assert_eq!(read(corpus(own), &plain), ("en".into(), vec![said("it"), None, None]));
    assert_eq!(read(corpus(""), &plain), ("it".into(), vec![None, said("en"), None]));
    // What somebody says of the whole is its main language.
    assert_eq!(read(corpus(own), &options(|it| it.lang = said("it"))), ("it".into(), vec![None, None, None]));
}

#[test]
fn what_the_editor_says_stands() {
    let said = collection().replace("LETTER III\n", "{.letter lang=it}\nLETTER III\n");
    let (document, _) = read_with("letters.txt", &said, &options(|it| it.lang = Some("de".into())));
    assert_eq!(document.edition.lang, "de");
    assert_eq!(langs(&document), [Some("en"), None, Some("it"), Some("en")]);
}

/// A text in one language has it once, in its header: so it is with all of our own.
#[test]
fn one_language_is_not_told_again() {
    fn in_section(section: &Section) -> bool {
        section.lang.is_some()
            || section.headings.iter().any(|heading| heading.lang.is_some())
            || section.sections.iter().any(in_section)
    }
    let mixed = ["many-tongues"];
    let texts = files(&root().join("tests/letters"), "txt").into_iter().chain(files(&root().join("examples"), "txt"));
    for path in texts.filter(|path| !mixed.iter().any(|name| path.iter().any(|part| part == *name))) {
        let text = std::fs::read_to_string(&path).expect("our own letters can be read");
        if text.contains("lang=") {
            continue;
        }
        let document = read("letter.txt", &text);
        let marked = document.edition.parts.iter().any(|part| match part {
            Part::Letter(letter) => letter.lang.is_some() || headings(letter).iter().any(Option::is_some),
            Part::Section(section) => in_section(section),
        });
        let json = write_text(&document, "json");
        assert!(!marked && document.edition.notes.iter().all(|note| note.lang.is_none()), "{}", path.display());
        assert!(json.matches("\"lang\": \"").count() == 1, "{}", path.display());
    }
}

#[test]
fn phrases_of_another_language_make_no_letter_of_it() {
    let text = "Harwick, 4 March 1811\n\nMy dear John,\n\nI have it de bonne source that the Comte de la Marche is \
                au désespoir, and that he will not be seen at the Hôtel de la Paix: noblesse oblige, and so on.\n\n\
                > Tout passe, tout lasse, tout casse.\n\nTout à vous, and to the children,\n\nAnna Quiller\n";
    let json = write_text(&read("letter.txt", text), "json");
    assert_eq!(json.matches("\"lang\": \"").count(), 1, "{json}");
}

#[test]
fn a_section_in_one_that_is_in_another_language_says_so() {
    let german = "Ich habe deinen Brief gestern mit der Post bekommen und danke dir von Herzen. Die Kinder sind wieder \
                  gesund, aber der Vater liegt noch immer im Bett und kann nicht an die Arbeit denken.";
    let english = "The children are well again, but their father is still in his bed and can not think of his work. We \
                   hope that it will be better for him in the spring, and that he may be with us at the mill.";
    let more = english.replace("father", "mother").replace("spring", "summer");
    let text =
        format!("# One\n\n{english}\n\n{more}\n\n# Zwei\n\n{german}\n\n## Three\n\n{english}\n\n## Four\n\nIt is.\n");
    let document = read("book.txt", &text);
    let sections: Vec<&Section> = document
        .edition
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Section(section) => Some(&**section),
            Part::Letter(_) => None,
        })
        .collect();
    let langs = |sections: &[&Section]| sections.iter().map(|section| section.lang.clone()).collect::<Vec<_>>();
    assert_eq!(langs(&sections), [None, Some("de".into())]);
    assert_eq!(langs(&sections[1].sections.iter().collect::<Vec<_>>()), [Some("en".into()), None]);
}

#[test]
fn explain_says_what_told_a_language() {
    let source = Source::new("letters.txt", collection());
    let lines = explain(&source, &ReadOptions::default()).expect("it is well-formed");
    let of = |start: &str| {
        let line = lines.iter().find(|line| source.slice(line.span).starts_with(start)).expect("it is a line");
        line.language.as_deref().map(|told| &told[..2])
    };
    assert_eq!([of("I had"), of("> Quod"), of("I have")], [None, Some("la"), None]);
    assert_eq!(
        [of("LETTER II"), of("Ich habe"), of("Je vous"), of("The parcel")],
        [None, Some("de"), Some("fr"), None]
    );
    assert!(lines.iter().filter_map(|line| line.language.as_deref()).all(|told| told.contains("small words: ")));
}
