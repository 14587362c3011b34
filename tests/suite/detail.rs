//! What an editor asks for beyond the text: authority files, quotations.

use crate::common::{self, files, root, shared};
use crate::run::{Folder, LETTER};
use crate::support::oracles;
use rubricate::Document;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;

const TABLE: &str = "[[person]]\nname = \"J. Thorne\"\ngnd = \"118584820\"\nviaf = \"12345\"\n\n[[person]]\nname = \
                     \"Emilia Alder\"\nvariants = [\"Miss Alder\"]\nwikidata = \"Q42\"\n\n[[place]]\nname = \
                     \"Harwick\"\ngeonames = 2643743\n";

fn tei(folder: &Folder, args: &[&str]) -> String {
    let all = [&["convert", "letter.txt", "--to", "tei", "-o", "-", "-q"], args].concat();
    String::from_utf8(folder.run(&all).ended(0).stdout).expect("TEI is UTF-8")
}

/// Persons in the header and places in header and dateline; a table beside the text is found by itself.
#[test]
fn names_point_to_authority_files() {
    let folder = Folder::with_letter();
    folder.write("tables/names.toml", TABLE);
    let bare = tei(&folder, &[]);
    let given = tei(&folder, &["--authorities", "tables/names.toml"]);
    folder.write("authorities.toml", TABLE);
    assert_eq!(tei(&folder, &[]), given);
    let references = [
        (
            "<persName>J. Thorne",
            "<persName ref=\"https://d-nb.info/gnd/118584820 https://viaf.org/viaf/12345\">J. Thorne",
        ),
        ("<persName>Miss Alder", "<persName ref=\"http://www.wikidata.org/entity/Q42\">Miss Alder"),
        ("<placeName>Harwick", "<placeName ref=\"https://www.geonames.org/2643743\">Harwick"),
    ];
    let expected = references.iter().fold(bare, |tei, (bare, given)| tei.replace(bare, given));
    assert_eq!(given.matches("ref=\"https://www.geonames.org/2643743\"").count(), 2);
    assert_eq!(given, expected);
}

#[test]
fn a_table_with_a_fault_is_refused_with_its_line() {
    let folder = Folder::with_letter();
    folder.write("authorities.toml", "[[person]]\nname = \"J. Thorne\"\ngnd = \"x\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["authorities.toml:3:", "no number of GND"]);
    folder.run(&["convert", "letter.txt", "--authorities", "none.toml"]).ended(2).says(&["none.toml", "no such file"]);
    assert_eq!(folder.files(), ["authorities.toml", "letter.txt"]);
}

#[test]
fn quotations_are_marked_on_demand() {
    let folder = Folder::new();
    let said = "the seeds are already in the ground.";
    folder.write("letter.txt", LETTER.replace(said, "\u{201C}the *seeds* are in,\u{201D} says Tom, \"all."));
    let (kept, marked) = (tei(&folder, &["--quotes", "keep"]), tei(&folder, &["--quotes", "mark"]));
    assert_eq!(kept, tei(&folder, &[]));
    let quotation = "<q>\u{201C}the <hi rend=\"italic\">seeds</hi> are in,\u{201D}</q> says Tom, \"all.";
    assert!(marked.contains(quotation), "{marked}");
    assert!(marked.contains("both stand with the text between them in q"), "{marked}");
    assert!(!kept.contains("<q>") && !kept.contains("in q;"));
    // Only the elements and what is said of them differ.
    let plain = marked.replace("<q>", "").replace("</q>", "");
    let body = |tei: &str| tei.split_once("<text").map(|(_, text)| text.to_owned());
    assert_eq!(body(&plain), body(&kept));
}

/// No character is lost or moved by marking, and what is written is valid: own texts, seeds, gold.
#[test]
fn marked_quotations_are_valid_and_lose_nothing() {
    let mut folders = vec![root().join("examples"), root().join("tests/letters")];
    folders.extend(["seeds", "gold/dev", "gold/prose"].iter().filter_map(|folder| shared(folder)));
    let place = tempfile::tempdir().expect("a temporary folder");
    let (mut written, mut quotations) = (Vec::new(), 0);
    for (index, path) in folders.iter().flat_map(|folder| files(folder, "txt")).enumerate() {
        let bytes = std::fs::read(&path).expect("the file was just listed");
        let source = Source::new("x", String::from_utf8_lossy(&bytes).into_owned());
        let marked = common::options(|it| it.mark_quotes = true);
        let (Ok(kept), Ok(marked)) = (read::text(&source, &ReadOptions::default()), read::text(&source, &marked))
        else {
            continue;
        };
        let characters = |edition: &rubricate::tree::Edition| -> String {
            edition.leaves().iter().map(|leaf| source.slice(leaf.span)).collect()
        };
        assert_eq!(characters(&marked.edition), characters(&kept.edition), "{}", path.display());
        let tei = common::write_text(&Document { source, edition: marked.edition }, "tei");
        quotations += tei.matches("<q>").count();
        let file = place.path().join(format!("{index}.xml"));
        std::fs::write(&file, tei).expect("a temporary file");
        written.push(file);
    }
    assert!(quotations > 5, "{quotations} quotations prove little");
    let Some(mut grammars) = oracles::tei_grammars() else { return };
    grammars.push(root().join("schema/edition.rng"));
    for grammar in grammars {
        let Some(output) = oracles::jing(&grammar, &written) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
