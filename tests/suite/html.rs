//! What HTML adds inside a line: read in Markdown, kept in plain text.

use crate::common;
use rubricate::read::ReadOptions;

fn written(name: &str, text: &str, format: &str) -> (String, usize) {
    let (document, reading) = common::read_with(name, text, &ReadOptions::default());
    let told = reading.findings.iter().filter(|finding| finding.rule == "markup/html").count();
    (common::write_text(&document, format), told)
}

const LETTER: &str = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came,<br>and Tom &amp; Ann&#8217;s seeds are in the&nbsp;\
                      ground, all of them, for it rained &lt;much&gt; &mill;.<br />\n\nYours sincerely,\n\nJ. Thorne\n";

#[test]
fn markdown_holds_html() {
    let (text, told) = written("letter.md", LETTER, "text");
    assert!(text.contains("came,\nand Tom & Ann’s seeds are in the\u{a0}ground") && told == 0, "{text}");
    assert!(text.contains("<much> &mill;."), "{text}");
    let (tei, _) = written("letter.md", LETTER, "tei");
    assert!(tei.contains("<lb/>and Tom &amp; Ann’s") && tei.contains("&lt;much&gt; &amp;mill;"), "{tei}");
    let (epub, _) = written("letter.md", LETTER, "json");
    assert!(epub.contains("line-break"), "{epub}");
}

#[test]
fn plain_text_is_what_it_is_and_told_once() {
    let (text, told) = written("letter.txt", LETTER, "text");
    assert!(text.contains("came,<br>and Tom &amp; Ann&#8217;s seeds are in the&nbsp;ground"), "{text}");
    assert_eq!(told, 1);
    assert_eq!(written("letter.txt", "Dear Anna,\n\nTom & Ann < Bob; a &c. too.\n", "text").1, 0);
}

#[test]
fn a_muse_note_breaks_its_line() {
    let text = "#title A mill\n\nThe mill [1] burned, and it was a loss.\n\n[1] By the weir.\n<br>It is gone.\n";
    let (tei, _) = written("letter.muse", text, "tei");
    assert!(tei.contains("By the weir.") && tei.contains("<lb/>It is gone.</note>"), "{tei}");
}
