//! What the header of TEI says, and from whom it has it.

use crate::common;
use crate::run::{self, Folder, LETTER};
use rubricate::Document;
use rubricate::read::EditionFile;
use rubricate::read::Hints;
use rubricate::read::MetaKey;
use rubricate::read::ReadOptions;
use std::io::{Cursor, Read as _};

const SOURCE: &str = "From *The Mill Papers*, A.B. Pell, edited by Tom C. Ost (Harwick: Ost & Daughters, 1921). \
                      Retrieved on May 8, 2012 from mill.example.org";

/// The header of what is written, one element a line.
fn header(folder: &Folder, args: &[&str]) -> String {
    let all = [&["convert", "letter.txt", "--to", "tei", "-o", "-", "-q"], args].concat();
    let tei = String::from_utf8(folder.run(&all).ended(0).stdout).expect("TEI is UTF-8");
    let (header, _) = tei.split_once("</teiHeader>").expect("TEI has a header");
    header.to_owned()
}

#[track_caller]
fn holds(header: &str, parts: &[&str]) {
    for part in parts {
        assert!(header.contains(part), "{part} is not in\n{header}");
    }
}

#[test]
fn everything_that_is_given_has_its_place() {
    let folder = Folder::with_letter();
    let given = [
        ("title", "A parcel of seeds"),
        ("author", "Jane Thorne"),
        ("editor", "Ada Alder"),
        ("editor", "Tom Ost"),
        ("translator", "Nils Berg"),
        ("transcriber", "Mary Hale"),
        ("edition", "2nd, revised"),
        ("publisher", "Harwick Press"),
        ("pubplace", "Harwick"),
        ("published", "2024-05-01"),
        ("licence", "CC BY 4.0"),
        ("identifier", "https://press.example/seeds"),
        ("change", "2024-04-30 Mary Hale: read against the manuscript."),
    ];
    let meta: Vec<String> = given.iter().map(|(key, value)| format!("--meta={key}={value}")).collect();
    let meta: Vec<&str> = meta.iter().map(String::as_str).collect();
    let header = header(&folder, &meta);
    holds(
        &header,
        &[
            "<title type=\"main\">A parcel of seeds</title>\n<author>Jane Thorne</author>\n<editor>Ada Alder</editor>\n\
             <editor>Tom Ost</editor>\n<editor role=\"translator\">Nils Berg</editor>\n\
             <respStmt><resp>transcription</resp><name>Mary Hale</name></respStmt>\n</titleStmt>",
            "<editionStmt>\n<edition>2nd, revised</edition>\n</editionStmt>\n<publicationStmt>\n\
             <publisher>Harwick Press</publisher>\n<pubPlace>Harwick</pubPlace>\n\
             <date when=\"2024-05-01\">2024-05-01</date>\n\
             <idno type=\"URI\">https://press.example/seeds</idno>\n<availability>\n\
             <licence target=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</licence>",
            "<revisionDesc>\n<change when=\"2024-04-30\">Mary Hale: read against the manuscript.</change>\n</revisionDesc>",
        ],
    );
}

#[test]
fn nothing_is_made_up() {
    let header = header(&Folder::with_letter(), &[]);
    for made_up in ["licence", "revisionDesc", "<publisher", "<author", "editionStmt", "citation", "<idno"] {
        assert!(!header.contains(made_up), "{made_up} is in\n{header}");
    }
}

#[test]
fn a_source_is_kept_as_worded_and_cited_by_field() {
    let folder = Folder::new();
    folder.write("letter.txt", format!("A Letter\n\n{SOURCE}\n\n{LETTER}"));
    holds(
        &header(&folder, &[]),
        &[
            "<bibl type=\"source-note\">From <title>The Mill Papers</title>, A.B. Pell, edited by Tom C. Ost (Harwick: ",
            "<bibl type=\"citation\">\n<title>The Mill Papers</title>\n<author>A.B. Pell</author>\n\
             <editor>Tom C. Ost</editor>\n<pubPlace>Harwick</pubPlace>\n<publisher>Ost &amp; Daughters</publisher>\n\
             <date when=\"1921\">1921</date>\n<ref>mill.example.org</ref>\n\
             <date type=\"retrieved\" when=\"2012-05-08\">2012-05-08</date>\n</bibl>",
        ],
    );
}

/// `edition.toml` holds where nothing else does; hints and command line go before it.
#[test]
fn an_edition_gives_what_its_texts_leave_open() {
    let folder = Folder::with_letter();
    folder.write("edition.toml", "[meta]\npublisher = \"Harwick Press\"\neditor = [\"Ada Alder\", \"Tom Ost\"]\n");
    holds(&header(&folder, &[]), &["<editor>Ada Alder</editor>\n<editor>Tom Ost</editor>", ">Harwick Press<"]);
    let given = header(&folder, &["--meta=editor=Mary Hale"]);
    holds(&given, &["<editor>Mary Hale</editor>", ">Harwick Press<"]);
    assert!(!given.contains("Tom Ost"));
    folder.write("letter.hints.toml", "[meta]\npublisher = \"Mill Press\"\n");
    holds(&header(&folder, &[]), &[">Mill Press<"]);
    folder.write("edition.toml", "[meta]\ntitle = \"x\"\npublisher = 3\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["edition.toml:3:", "publisher"]);
}

#[test]
fn hints_describe_single_letters() {
    let folder = Folder::new();
    folder.write("letter.txt", format!("{LETTER}\n\n{}", LETTER.replace("Alder", "Hale").replace("1911", "1912")));
    folder.write(
        "letter.hints.toml",
        "[[letter]]\nnumber = 2\nrecipient = \"Mary Hale\"\ndate = \"1912~\"\n\n[[letter]]\nnumber = 1\nsender = \"Jane Thorne\"\n",
    );
    holds(
        &header(&folder, &[]),
        &[
            "<persName>Jane Thorne</persName>\n<placeName>Harwick</placeName>\n<date when=\"1911-03-04\">",
            "<persName>Miss Alder</persName>",
            "<persName>Mary Hale</persName>",
            "<date when=\"1912\" precision=\"low\" when-custom=\"1912~\"",
        ],
    );
    folder.write("letter.hints.toml", "[[letter]]\nnumber = 3\nsender = \"X\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.hints.toml:2:", "no letter 3"]);
    folder.write("letter.hints.toml", "[[letter]]\nnumber = 1\ndate = \"soon\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.hints.toml:3:", "`soon` is no date"]);
}

/// The day of encoding comes from `SOURCE_DATE_EPOCH` or is not told.
#[test]
fn the_day_of_encoding_is_told_not_looked_up() {
    let folder = Folder::with_letter();
    let args = ["convert", "letter.txt", "--to", "tei", "-o", "-", "-q"];
    let run = run::finish(folder.command(&args).env("SOURCE_DATE_EPOCH", "951782400").output()).ended(0);
    let tei = String::from_utf8(run.stdout).expect("TEI is UTF-8");
    let version = env!("CARGO_PKG_VERSION");
    holds(&tei, &[&format!("<change when=\"2000-02-29\">Encoded in TEI by rubricate {version}.</change>")]);
}

/// Who gives metadata, each before those above it: the order of `docs/overrides.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Giver {
    Edition,
    FrontMatter,
    Hints,
    CommandLine,
}

const GIVERS: [Giver; 4] = [Giver::Edition, Giver::FrontMatter, Giver::Hints, Giver::CommandLine];

/// A letter that says nothing of itself.
const SILENT: &str = "{.letter}\nThe parcel came on Tuesday, and the seeds are already in the ground.\n";

/// What CMIF demands, where the key is another one.
const DEMANDED: [(&str, &str); 6] = [
    ("collection", "Letters of Harwick"),
    ("editor", "Ada Alder"),
    ("publisher", "Harwick Press"),
    ("published", "2024-05-01"),
    ("licence", "https://licence.example/usual"),
    ("identifier", "https://press.example/usual"),
];

/// What a giver says under a key; no value is part of another.
fn value(key: &str, giver: Giver) -> String {
    let index = giver as usize;
    match key {
        "date" | "published" => format!("190{index}-03-04"),
        "lang" => ["fr", "de", "nl", "it"][index].to_owned(),
        "series-number" => format!("900{index}"),
        "licence" | "identifier" => format!("https://{key}.example/{giver:?}"),
        "change" => format!("2020-01-0{} {giver:?}.", index + 1),
        _ => format!("The {key} of {giver:?}"),
    }
}

/// How a value reads where it is shown. A language and a number are found by what stands around them.
fn shown(key: &str, value: &str, format: &str) -> String {
    match (key, format) {
        ("lang", "tei") => format!("<language ident=\"{value}\""),
        ("lang", "epub") => format!("<dc:language>{value}<"),
        ("lang", _) => format!("\"lang\": \"{value}\""),
        ("change", "tei") => {
            value.split_once(' ').map_or_else(String::new, |(day, words)| format!("<change when=\"{day}\">{words}<"))
        }
        _ => value.to_owned(),
    }
}

/// The formats that have a place for what a key says. The reading text has one for nothing.
fn places(key: &str) -> &'static [&'static str] {
    match key {
        "title" | "author" | "sender" | "lang" => &["tei", "json", "epub", "standoff"],
        "date" | "place" | "recipient" => &["tei", "json", "epub", "cmif", "standoff"],
        "subtitle" | "translator" | "transcriber" | "source" | "series-number" => &["tei", "json", "epub"],
        "editor" | "publisher" | "licence" | "identifier" | "collection" => &["tei", "json", "epub", "cmif"],
        "published" => &["tei", "json", "cmif"],
        "edition" | "pubplace" | "change" | "colour" => &["tei", "json"],
        _ => panic!("{key} has no row"),
    }
}

/// A letter of which these givers say these things, in all formats that say something of it.
fn told(letter: &str, told: &[(Giver, &str, String)]) -> Vec<(&'static str, String)> {
    let line = |key: &str, value: &str| format!("{key} = \"{value}\"\n");
    let by = |giver| {
        let lines = told.iter().filter(move |(who, ..)| *who == giver);
        lines.map(|(_, key, value)| line(key, value)).collect::<Vec<_>>().concat()
    };
    let usual = DEMANDED.iter().filter(|(usual, _)| told.iter().all(|(_, key, _)| key != usual));
    let usual = usual.map(|(key, value)| line(key, value)).collect::<Vec<_>>().concat();
    let edition = format!("[meta]\n{usual}{}", by(Giver::Edition));
    let front = by(Giver::FrontMatter);
    let text = if front.is_empty() { letter.to_owned() } else { format!("+++\n{front}+++\n\n{letter}") };
    let meta = told.iter().filter(|(who, ..)| *who == Giver::CommandLine);
    let mut options = ReadOptions::default();
    options.meta = meta.map(|(_, key, value)| ((*key).to_owned(), value.clone())).collect();
    options.hints = Some(Hints::parse("letter.hints.toml", &format!("[meta]\n{}", by(Giver::Hints))).expect("hints"));
    options.defaults = EditionFile::parse("edition.toml", &edition).expect("an edition").meta;
    let read = rubricate::read("letter.txt", text.into_bytes(), &options);
    let (document, _) = read.expect("the letter can be read");
    ["tei", "json", "epub", "cmif", "standoff"].map(|format| (format, said(&document, format))).to_vec()
}

/// What a format says of a document beside its text. Front matter is a part of the text.
fn said(document: &Document, format: &str) -> String {
    let bytes = common::write(document, format);
    match format {
        "epub" => {
            let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a book is an archive");
            let mut all = String::new();
            for index in 0..book.len() {
                let mut file = book.by_index(index).expect("it is in the book");
                if [".opf", ".xhtml"].iter().any(|end| file.name().ends_with(end)) {
                    file.read_to_string(&mut all).expect("these are UTF-8");
                }
            }
            all
        }
        "json" | "standoff" => {
            let mut json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            json["source"] = serde_json::Value::Null;
            serde_json::to_string_pretty(&json).expect("JSON")
        }
        _ => {
            let text = String::from_utf8(bytes).expect("XML is UTF-8");
            let mut parts = text.split("<note type=\"front-matter\"");
            let first = parts.next().unwrap_or_default().to_owned();
            parts.filter_map(|part| part.split_once("</note>")).fold(first, |all, (_, behind)| all + behind)
        }
    }
}

/// The keys that the table above knows; `colour` stands for those that mean nothing here.
const KEYS: [&str; 22] = [
    "title",
    "subtitle",
    "author",
    "editor",
    "translator",
    "transcriber",
    "source",
    "edition",
    "publisher",
    "pubplace",
    "published",
    "licence",
    "date",
    "place",
    "identifier",
    "collection",
    "change",
    "sender",
    "recipient",
    "lang",
    "series-number",
    "colour",
];

#[test]
fn every_key_is_tried() {
    let tried = KEYS.iter().filter_map(|key| MetaKey::named(key));
    // Brackets are about reading: no format says of them what the text does not show.
    let missing: Vec<_> = MetaKey::names()
        .filter(|name| *name != "brackets" && tried.clone().all(|key| Some(key) != MetaKey::named(name)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What each giver says shows in every format that has a place for it.
#[test]
fn what_anybody_gives_shows_wherever_it_has_a_place() {
    let mut lost = Vec::new();
    for key in KEYS {
        for giver in GIVERS {
            let value = value(key, giver);
            let all = told(SILENT, &[(giver, key, value.clone())]);
            for format in places(key) {
                let text = &all.iter().find(|(name, _)| name == format).expect("all are written").1;
                if !text.contains(&shown(key, &value, format)) {
                    lost.push(format!("{key} of {giver:?} is not in {format}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Of two that give the same key the later one in the order holds, and the other shows nowhere. Sources and changes are
/// all kept, but those of `edition.toml` hold only where nobody gives any.
#[test]
fn of_two_givers_the_documented_one_holds() {
    let mut faults = Vec::new();
    for key in KEYS {
        for (index, low) in GIVERS.into_iter().enumerate() {
            for &high in &GIVERS[index + 1..] {
                let (lower, higher) = (value(key, low), value(key, high));
                let all = told(SILENT, &[(low, key, lower.clone()), (high, key, higher.clone())]);
                let both = ["source", "change"].contains(&key) && low != Giver::Edition;
                for format in places(key) {
                    let text = &all.iter().find(|(name, _)| name == format).expect("all are written").1;
                    if !text.contains(&shown(key, &higher, format)) {
                        faults.push(format!("{key} of {high:?} is lost beside {low:?} in {format}"));
                    }
                    if text.contains(&shown(key, &lower, format)) != both {
                        faults.push(format!("{key} of {low:?} beside {high:?} in {format}: expected {both}"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Of TEI too: its header goes before what holds for all texts of a folder, and behind the command line.
#[test]
fn a_header_of_tei_has_its_place_in_the_order() {
    let mut faults = Vec::new();
    for key in KEYS {
        let own = value(key, Giver::Hints);
        // Where nobody is named, the author is the sender, which the header says of the letter.
        let sender = (Giver::FrontMatter, "sender", "J. Thorne".to_owned());
        let tei = told(SILENT, &[(Giver::CommandLine, key, own.clone()), sender]).remove(0).1;
        assert!(tei.starts_with("<?xml"), "the first is TEI");
        for giver in [Giver::Edition, Giver::CommandLine] {
            let value = value(key, giver);
            let all = told(&tei, &[(giver, key, value.clone())]);
            let wins = giver == Giver::CommandLine;
            let both = wins && ["source", "change"].contains(&key);
            for format in places(key) {
                let text = &all.iter().find(|(name, _)| name == format).expect("all are written").1;
                if text.contains(&shown(key, &value, format)) != wins {
                    faults.push(format!("{key} of {giver:?} in {format}: expected {wins}"));
                }
                if text.contains(&shown(key, &own, format)) == wins && !both {
                    faults.push(format!("{key} of the header beside {giver:?} in {format}: expected {}", !wins));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Hints about one letter know more than those about the text, and less than the command line.
#[test]
fn hints_about_a_letter_stand_between_those_about_the_text_and_the_command_line() {
    let folder = Folder::with_letter();
    folder.write(
        "letter.hints.toml",
        "[meta]\nsender = \"S1\"\nplace = \"P1\"\ndate = \"1901\"\nrecipient = \"R1\"\n\
         [[letter]]\nnumber = 1\nsender = \"S2\"\nplace = \"P2\"\ndate = \"1902\"\n",
    );
    let described = |header: &str| {
        let (_, rest) = header.split_once("<correspDesc").expect("there is a letter");
        rest.split_once("</correspDesc>").expect("it ends").0.to_owned()
    };
    holds(&described(&header(&folder, &[])), &[">S2<", ">P2<", "when=\"1902\"", ">R1<"]);
    let given = header(&folder, &["--meta=sender=S3", "--meta=place=P3", "--meta=date=1903", "--meta=recipient=R3"]);
    holds(&described(&given), &[">S3<", ">P3<", "when=\"1903\"", ">R3<"]);
}

/// What is told of a letter goes before what it says itself; what holds for all texts of a folder does not.
#[test]
fn the_letter_goes_before_its_edition_and_behind_everybody_else() {
    let mut faults = Vec::new();
    for (key, own) in
        [("date", "1911-03-04"), ("place", "Harwick"), ("recipient", "Miss Alder"), ("sender", "J. Thorne")]
    {
        for giver in GIVERS {
            let value = value(key, giver);
            for (format, text) in told(LETTER, &[(giver, key, value.clone())]) {
                let meta = match format {
                    "standoff" => text.split_once("\"meta\"").map(|(_, meta)| meta),
                    "cmif" => text.split_once("<correspDesc").map(|(_, meta)| meta),
                    "tei" => text
                        .split_once("<correspDesc")
                        .and_then(|(_, rest)| rest.split_once("</correspDesc>"))
                        .map(|(meta, _)| meta),
                    _ => continue,
                };
                let meta = meta.expect("the letter has metadata");
                let (holds, not) = if giver == Giver::Edition { (own, &*value) } else { (&*value, own) };
                if !meta.contains(holds) || meta.contains(not) {
                    faults.push(format!("{key} of {giver:?} in {format}: {holds} should hold, not {not}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_sender_who_is_inferred_is_marked() {
    let folder = Folder::new();
    folder.write("letter.txt", include_str!("../letters/same-and-years/source.txt"));
    let marked = "<persName cert=\"low\">ANN PELL</persName>";
    let first = header(&folder, &[]);
    holds(&first, &[marked, "<date when=\"1811-03-09\" cert=\"low\">March 9</date>"]);
    // It stays so when our TEI is read again.
    folder.run(&["convert", "letter.txt", "--to", "tei", "-o", "letter.xml", "-q"]).ended(0);
    let again = folder.run(&["convert", "letter.xml", "--to", "tei", "-o", "-", "-q"]).ended(0).stdout;
    assert_eq!(
        String::from_utf8(again).expect("TEI is UTF-8"),
        String::from_utf8(folder.read("letter.xml")).expect("so is this")
    );
    // A signature is no inference.
    folder.write("letter.txt", LETTER);
    assert!(!header(&folder, &["--meta=author=Jane Thorne"]).contains("cert="));
}
