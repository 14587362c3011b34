//! What the header of TEI says, and from whom it has it.

mod common;
mod run;

use run::{Folder, LETTER};

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
