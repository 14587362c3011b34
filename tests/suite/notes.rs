//! Notes wherever editors put them: what is one is no signature, no postscript and no text of a letter.

use crate::common;
use crate::notation::{called, notes, read, types};
use rubricate::Document;
use rubricate::tree::{BlockKind, Bottom, Part};

const LONG: &str = "and nobody in the whole town knew where the bowls had gone until the thaw came in the spring";

/// A letter with these marks in its text.
fn letter(marks: &[&str]) -> String {
    let text: Vec<String> = marks.iter().map(|mark| format!("The mill{mark} burned, {LONG}.")).collect();
    format!("Leeds, 4 March 1920\n\nDear Anna,\n\n{}\n\nYours ever,\n\nTom Hale\n", text.join(" "))
}

/// The lines at the foot of all letters, by their type.
fn feet(document: &Document) -> Vec<&'static str> {
    let bottom = document.edition.letters().flat_map(|letter| &letter.bottom);
    bottom
        .map(|bottom| match bottom {
            Bottom::Line(_) => "line",
            Bottom::Postscript(_) => "postscript",
            Bottom::Trailer(_) => "trailer",
            Bottom::Break(_) => "break",
        })
        .collect()
}

#[test]
fn notes_stand_below_a_signature_in_every_form() {
    for (mark, body, label) in [
        ("[1]", "[Footnote 1: By the weir.]", "1"),
        ("[1]", "[Note 1: By the weir.]", "1"),
        ("[1]", "[Anmerkung 1: Am Wehr.]", "1"),
        ("[53]", "53 (return) [ By the\nweir.]", "53"),
        ("[1]", "_____\n\n1. By the weir.", "1"),
        ("[1]", "---\n\n1 By the weir.", "1"),
        ("¹", "_____\n\n1) By the weir.", "1"),
        ("<sup>1</sup>", "[1] By the weir.", "1"),
        ("<a href=\"#n1\" id=\"r1\">[1]</a>", "1 (return) [ By the weir.]", "1"),
        ("[1]", "FOOTNOTES TO THE LETTERS OF TOM HALE\n\n1 (return) [ By the weir.]", "1"),
        ("[1]", "ANMERKUNGEN ZU DEN BRIEFEN\n\n1. Am Wehr.", "1"),
        ("[1]", "NOTES\n\n1. By the weir.", "1"),
        (".29", "FOOTNOTES\n\n29. By the weir.", "29"),
        (",29/1", "29/1 By the weir.", "29/1"),
        (",29", "29/1 - By the weir.", "29/1"),
    ] {
        let text = letter(&[mark]) + "\n" + body + "\n";
        let (bodies, marks, rules) = notes("plain", &text);
        assert_eq!((bodies.len(), marks), (1, called(&[(label, 0)])), "{text}");
        assert!(rules.is_empty(), "{text}: {rules:?}");
        let document = read("plain", &text);
        assert_eq!(feet(&document), ["line", "line"], "{text}");
        assert_eq!(document.edition.letters().count(), 1, "{text}");
        let tei = common::write_text(&document, "tei");
        let plain = tei.split("<text").nth(1).expect("there is a text");
        assert!(!plain.contains("href") && !plain.contains("sup&gt;") && !plain.contains("return"), "{plain}");
    }
}

#[test]
fn notes_follow_a_letter_without_blank_lines() {
    let text = letter(&["[1]", "[2]"]).replace("\n\n", "\n") + "[1] By the weir.\n[2] The other one\n";
    let (bodies, marks, rules) = notes("plain", &text);
    assert_eq!((bodies.len(), marks, rules.len()), (2, called(&[("1", 0), ("2", 1)]), 0), "{text}");
    assert_eq!(feet(&read("plain", &text)), ["line", "line"]);
}

#[test]
fn figures_behind_words_are_marks_only_where_a_list_answers_them() {
    let list = "1. By the weir.\n2. The other one.\n3. At noon.\n";
    let text = letter(&[".1", "\"2", ",3"]) + "\n" + list;
    let (bodies, marks, _) = notes("plain", &text);
    assert_eq!((bodies.len(), marks), (3, called(&[("1", 0), ("2", 1), ("3", 2)])));
    // Right below the signature.
    let (bodies, marks, _) = notes("plain", &(letter(&[".1", "\"2", ",3"]) + list));
    assert_eq!((bodies.len(), marks), (3, called(&[("1", 0), ("2", 1), ("3", 2)])));
    // One that counts something else stays text.
    let text = letter(&[".1", " on p.3, so", ".2", ".3"]) + "\n" + list;
    let (_, marks, _) = notes("plain", &text);
    assert_eq!(marks, called(&[("1", 0), ("2", 1), ("3", 2)]));
    assert!(common::write_text(&read("plain", &text), "text").contains("on p.3, so"));
    for text in [letter(&[".1", ".2"]), letter(&[".1"]) + "\n1. Bread.\n\n2. Milk.\n\n3. Salt.\n"] {
        let (_, marks, _) = notes("plain", &text);
        assert_eq!(marks, called(&[]), "{text}");
    }
}

#[test]
fn a_note_without_a_mark_is_neither_postscript_nor_signature() {
    for body in ["[^1]: By the weir.", "[Footnote 2: By the weir.]", "[Footnote: By the weir.]", "7 (return) [ By it.]"]
    {
        let document = read("plain", &(letter(&[""]) + "\n" + body + "\n"));
        assert_eq!(feet(&document), ["line", "line"], "{body}");
        assert_eq!(document.edition.notes.len(), 1, "{body}");
        assert_eq!(types(&document).last().map(String::as_str), Some("note"), "{body}");
    }
}

#[test]
fn a_note_at_the_foot_of_a_page_cuts_no_paragraph() {
    let before = "The mill burned, and nobody in the whole town knew where the bowls\nhad gone until the thaw came and the boys who went to fish at the";
    let after =
        "old weir drew them out of the mud, one by one, and brought them all\nto the inn, where they were counted.";
    let page = |text: &str| {
        format!("{before}\n\n* By the weir, which stood at the mill\nand not below it.\n\n{text}\n\n{after}\n")
    };
    for number in ["- 7 -", "7", "[p. 7]"] {
        // Neither does one that nothing calls.
        let text = page(number);
        let document = read("plain", &text);
        assert_eq!(
            types(&document),
            ["paragraph", "paragraph", "note", "note", "page_break", "paragraph", "paragraph"]
        );
        let Part::Section(section) = &document.edition.parts[0] else { panic!("it is prose") };
        let last = section.blocks.last().expect("it has blocks");
        assert!(matches!(last.kind, BlockKind::Paragraph { continues: true, .. }), "{last:?}");
        // The mark may stand on the next page.
        let (bodies, marks, rules) = notes("plain", &text.replacen("old weir", "old weir*", 1));
        assert_eq!((bodies.len(), marks, rules.len()), (1, called(&[("*", 0)]), 0));
    }
}

#[test]
fn a_mark_at_the_end_of_a_paragraph_hides_no_full_stop() {
    let text = format!("The mill burned, {LONG}.[1]\n\n[Footnote 1: By the weir.]\n\nI went there, {LONG}.\n");
    let document = read("plain", &text);
    let Part::Section(section) = &document.edition.parts[0] else { panic!("it is prose") };
    assert!(section.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph { continues: false, .. })));
}

#[test]
fn notes_of_a_list_have_further_paragraphs() {
    let text =
        letter(&["[1]", "[2]"]) + "\nNOTES\n\n1. By the weir.\n\nIt stood there for long, they say.\n\n2. The other.\n";
    let document = read("plain", &text);
    let paragraphs: Vec<usize> = document.edition.notes.iter().map(|note| note.blocks.len()).collect();
    assert_eq!(paragraphs, [2, 1]);
    let text = "The mill [1] burned, and it was a loss.\n\n[1] By the weir.\n\n    It stood there for long.\n\n";
    let document = read("muse", &format!("{text}So it went.\n"));
    assert_eq!(document.edition.notes[0].blocks.len(), 2);
    // Inside a quotation.
    let text =
        "He wrote:\n\n<quote>\nThe mill [1] burned, and it was a loss.\n\n[1] By the weir.\n</quote>\n\nSo it went.\n";
    let (bodies, marks, rules) = notes("muse", text);
    assert_eq!((bodies.len(), marks, rules.len()), (1, called(&[("1", 0)]), 0));
}

#[test]
fn what_is_no_note_stays() {
    for text in [
        "We bought:\n\n* bread\n* milk\n\nand went home, for it was late.\n",
        "We bought:\n\n* bread\n\n* milk\n\n- 7 -\n\nand went home, for it was late.\n",
        "Dear Anna,\n\nThere are two reasons:\n\n1. It is late.\n\n2. It is far.\n\n---\n\n1. Bread.\n\nYours,\n\nTom\n",
        "NOTES ON THE MILL\n\nIt stood by the weir, and nobody went there but the boys who fished.\n",
    ] {
        let document = read("plain", text);
        assert!(document.edition.notes.is_empty() && !types(&document).contains(&"note".to_owned()), "{text}");
    }
}
