//! What the tree gives to those who walk over it.

use crate::common;
use rubricate::source::Source;
use rubricate::tree::{Break, Inline, Run};

#[test]
fn page_breaks_are_told_with_their_numbers() {
    let text = "{.letter}\nThe first page of the letter ends here\n\n[p. 2]\n\nand goes on [p. 3] over two more.\n";
    let document = common::read("pages.txt", text);
    let breaks = document.edition.breaks();
    let told: Vec<_> = breaks.iter().map(|Break { number, printed, .. }| (*number, *printed)).collect();
    assert_eq!(told, [(Some("2"), false), (Some("3"), false)]);
}

#[test]
fn the_words_of_inlines_are_those_of_the_text() {
    let document = common::read("letter.txt", "Dear *Anna*,\n\nThe [wet] seeds have come.\n");
    let mut words = String::new();
    document.edition.runs(|run| {
        if let Run::Inlines(content) = run {
            put(&document.source, content, &mut words);
        }
    });
    assert_eq!(words, "Dear Anna,The [wet] seeds have come.");
}

fn put(source: &Source, content: &[Inline], words: &mut String) {
    for inline in content {
        words.push_str(inline.text(source));
        put(source, inline.content(), words);
    }
}
