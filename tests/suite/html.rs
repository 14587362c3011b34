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
fn tags_part_blocks_and_are_not_printed() {
    let text = "<h2>Of the mill</h2>Dear Anna,<p>The parcel\ncame <span lang=\"en\">at</span> <!-- so --> once.</p>\n\n<hr>\n\n\
                <ol>\n<li>peas\nand beans</li>\n<li>2 bags</li></ol>\n<BLOCKQUOTE>Sow in March.<P>Reap in June.</BLOCKQUOTE>\n\
                <style>\np { color: red }\n</style>\n3 <4 and <mill> stay.\n";
    let (tei, _) = written("letter.md", text, "tei");
    let body = tei.split("<body>").nth(1).expect("it has a body");
    for part in [
        "<head>Of the mill</head>",
        "<p>The parcel\ncame at  once.</p>",
        "<list rend=\"numbered\">\n<item>peas\nand beans</item>\n<item>2 bags</item>\n</list>",
        "<quote>\n<p>Sow in March.</p>\n<p>Reap in June.</p>\n</quote>",
        "<p>3 &lt;4 and &lt;mill&gt; stay.</p>",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
    assert!(!body.contains("color") && !body.contains("span"), "{body}");
    let (plain, _) = written("letter.txt", text, "tei");
    assert!(plain.contains("&lt;h2&gt;Of the mill"), "{plain}");
    // A profile's own fences go before those of HTML.
    let (muse, _) =
        written("letter.muse", "#title A mill\n\nIt burned.\n\n<center>\nFinis\n</center>\n\nIt stands.\n", "json");
    assert!(muse.contains("muse.centre"), "{muse}");
}

#[test]
fn tags_without_end_take_nothing_with_them() {
    let text =
        "<blockquote>The parcel came.\n\n<h2>Of the mill\n\nIt burned. <!-- lost\n\n<ul><li>It stands.\n\n</p></li>\n";
    let (tei, _) = written("letter.md", text, "tei");
    assert!(!tei.contains("<quote>") && !tei.contains("<list"), "{tei}");
    for words in ["The parcel came.", "Of the mill", "It burned. &lt;!-- lost", "It stands."] {
        assert!(tei.contains(words), "{words}: {tei}");
    }
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
