//! Lists of letters for correspSearch.

use crate::common::{self, files, root, shared};
use crate::run::{Folder, LETTER};
use crate::support::oracles;
use roxmltree::Node;
use rubricate::tree::Value;
use rubricate::write::Summary;

const META: &str = "[meta]\ncollection = \"Letters of Harwick\"\neditor = \"Ada Alder\"\npublisher = \"Harwick Press\"\n\
                    published = \"2024-05-01\"\nlicence = \"CC BY 4.0\"\nidentifier = \"https://press.example/letters\"\n";

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("CMIF is UTF-8")
}

/// One file for all inputs: the first letter has all that is listed, of the second nobody knows to whom and when.
#[test]
fn a_list_reads_as_expected() {
    let folder = Folder::with_letter();
    folder.write("second.txt", "Dear Sir,\n\nThe seeds came.\n\nYours sincerely,\n\nJ. Thorne\n");
    folder.write("edition.toml", META);
    folder.run(&["convert", "letter.txt", "second.txt", "--to", "cmif", "-o", "all.xml"]).ended(0);
    let found = text(folder.read("all.xml"));
    if std::env::var_os("RUBRICATE_BLESS").is_some() {
        std::fs::write(root().join("tests/golden/letters.cmif.xml"), &found).expect("the golden file");
    }
    assert_eq!(found, include_str!("../golden/letters.cmif.xml"));
    assert_eq!(folder.files(), ["all.xml", "edition.toml", "letter.txt", "second.txt"]);
    // Without -o there is one for each input.
    folder.run(&["convert", ".", "--to", "cmif"]).ended(0);
    assert!(folder.exists("letter.cmif.xml") && folder.exists("second.cmif.xml"));
}

#[test]
fn what_is_missing_is_listed_and_nothing_is_written() {
    let folder = Folder::with_letter();
    folder.write("other.txt", LETTER);
    for args in [&["convert", "letter.txt", "--to", "cmif"][..], &["convert", ".", "--to", "cmif", "-o", "all.xml"]] {
        folder.run(args).ended(2).says(&[
            "title: ",
            "editor: --meta",
            "publisher: ",
            "web address",
            "date: ",
            "licence",
        ]);
    }
    for key in ["collection", "editor", "publisher", "published", "licence", "identifier"] {
        let rest: Vec<&str> = META.lines().filter(|line| !line.starts_with(key)).collect();
        folder.write("edition.toml", rest.join("\n"));
        folder.run(&["convert", "letter.txt", "--to", "cmif"]).ended(2);
    }
    folder.write("edition.toml", META);
    folder.write("essay.txt", "Nobody writes to anybody here.\n");
    folder.run(&["convert", "essay.txt", "--to", "cmif"]).ended(2).says(&["no letter"]);
    assert_eq!(folder.files(), ["edition.toml", "essay.txt", "letter.txt", "other.txt"]);
}

/// An input that cannot be read leaves a list that is not whole, so there is none.
#[test]
fn a_list_is_whole_or_not_written() {
    let folder = Folder::with_letter();
    folder.write("edition.toml", META);
    folder.write("bad.txt", b"\x00\x01\x02\x03\x00\x00");
    folder.write("bad.hints.toml", "[[letter]]\nnumber = 9\n");
    folder.run(&["convert", "letter.txt", "bad.txt", "--to", "cmif", "-o", "all.xml"]).ended(2).says(&["all.xml"]);
    assert!(!folder.exists("all.xml"));
}

/// The grammar of CMIF and the rules of its Schematron, on every text with letters.
#[test]
fn lists_are_valid() {
    let Some(schemas) = shared("schemas") else { return };
    let mut folders = vec![root().join("examples"), root().join("tests/letters")];
    folders.extend(["seeds", "gold/dev"].iter().filter_map(|folder| shared(folder)));
    let place = tempfile::tempdir().expect("a temporary folder");
    let (mut written, mut all) = (Vec::new(), Vec::new());
    let gather = common::format("cmif").gather.expect("CMIF gathers letters");
    let mut put = |name: &str, bytes: Vec<u8>| {
        let path = place.path().join(name);
        rules(&String::from_utf8(bytes.clone()).expect("CMIF is UTF-8"));
        std::fs::write(&path, bytes).expect("a temporary file");
        written.push(path);
    };
    for (index, path) in folders.iter().flat_map(|folder| files(folder, "txt")).enumerate() {
        let bytes = std::fs::read(&path).expect("the file was just listed");
        let Some(mut document) = common::try_read("a <b>.txt", &String::from_utf8_lossy(&bytes)) else { continue };
        let value = |text: &str| Some(Value::new(text, None, "test"));
        let head = &mut document.edition.head;
        head.collection = value("Letters & more");
        head.editors = value("Ada <Alder>").into_iter().collect();
        head.publisher = value("Press");
        head.identifier = value("https://press.example/letters?a=1&b=2");
        head.published = value("2024");
        head.licence = value("https://press.example/licence");
        let summary = Summary::of(&document);
        if let Ok(written) = gather(std::slice::from_ref(&summary)) {
            put(&format!("{index}.xml"), written.bytes);
        }
        all.push(summary);
    }
    put("all.xml", gather(&all).expect("these agree").bytes);
    assert!(written.len() > 10, "{} lists prove little", written.len());
    for grammar in [schemas.join("cmif.rng"), schemas.join("tei_all_4.9.0.rng")] {
        let Some(output) = oracles::jing(&grammar, &written) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// W0001 and E0001 to E0004 of CMIF's Schematron.
fn rules(xml: &str) {
    let parsed = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    let all = |name: &'static str| parsed.descendants().filter(move |node| node.tag_name().name() == name);
    let id = |node: Node| node.attribute(("http://www.w3.org/XML/1998/namespace", "id")).map(str::to_owned);
    let sources: Vec<String> = all("bibl").filter_map(id).collect();
    let is_uuid = |id: &String| id.split('-').map(str::len).eq([4, 8, 4, 4, 4, 12]);
    assert!(!sources.is_empty() && sources.iter().all(is_uuid), "W0001\n{xml}");
    for letter in all("correspDesc") {
        for kind in ["sent", "received"] {
            assert!(letter.children().any(|node| node.attribute("type") == Some(kind)), "E0001, E0002\n{xml}");
        }
        let source = letter.attribute("source").and_then(|source| source.strip_prefix('#'));
        assert!(source.is_some_and(|source| sources.iter().any(|id| id == source)), "E0003\n{xml}");
    }
    for date in all("date") {
        let dated = ["when", "from", "to", "notBefore", "notAfter"].iter().any(|name| date.has_attribute(*name));
        assert!(dated, "E0004\n{xml}");
    }
}
