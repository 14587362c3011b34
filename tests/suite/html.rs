//! What HTML adds inside a line: read in Markdown, kept in plain text.

use crate::common;
use crate::support::opened_book::Book;
use rubricate::read::ReadOptions;

fn written(name: &str, text: &str, format: &str) -> (String, usize) {
    let (document, reading) = common::read_with(name, text, &ReadOptions::default());
    let told = reading.findings.iter().filter(|finding| finding.rule == "markup/html").count();
    (common::write_text(&document, format), told)
}

/// What a book has of a text on its page.
fn page(name: &str, text: &str) -> String {
    let (document, _) = common::read_with(name, text, &ReadOptions::default());
    let book = Book::open(&common::write(&document, "epub"));
    let pages = book.names().into_iter().filter(|name| name.contains("/section-") || name.contains("/letter-"));
    pages.map(|name| book.file(name.trim_start_matches("OEBPS/")).to_owned()).collect()
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
fn links_lead_somewhere() {
    let text = "It came [on *Friday*](https://example.org/post_(x) \"post\"), see [the list][List], [list], <https://example.org/a>, <a \
                HREF='https://example.org/b'>that</a>, [here](mill.html) and [sic] (the mill).\n\n[list]: <https://example.org/list>\n";
    let (tei, _) = written("letter.md", text, "tei");
    for part in [
        "<ref target=\"https://example.org/post_(x)\">on <hi rend=\"italic\">Friday</hi></ref>",
        "<ref target=\"https://example.org/list\">the list</ref>, <ref target=\"https://example.org/list\">list</ref>",
        "<ref target=\"https://example.org/a\">https://example.org/a</ref>",
        "<ref target=\"https://example.org/b\">that</ref>, <ref target=\"mill.html\">here</ref> <sic>and</sic>",
        "<note type=\"sic\" place=\"inline\">[sic]</note> (the mill).",
    ] {
        assert!(tei.contains(part), "{part}: {tei}");
    }
    let (standoff, _) = written("letter.md", text, "standoff");
    assert_eq!(standoff.matches("\"link\"").count(), 6, "{standoff}");
    let (plain, _) = written("letter.md", text, "text");
    assert!(
        plain.contains("It came on Friday, see the list, list, https://example.org/a,") && !plain.contains("<https"),
        "{plain}"
    );
    // Where nothing is Markdown, it is text.
    let (kept, _) = written("letter.txt", text, "text");
    assert!(kept.contains("see [the list][List]") && kept.contains("<https://example.org/a>"), "{kept}");
}

#[test]
fn images_are_figures_with_their_descriptions() {
    let text = "![The mill, 4 March 1911](img/mill.png)\n\nDear Anna,\n\nIt is ![](a.png) here, <img alt=\"the weir\" src=\"b.png\"> too.\n\n\
                Yours,\n\nB. Thorne\n";
    let (tei, _) = written("letter.md", text, "tei");
    for part in [
        "<p><figure><graphic url=\"img/mill.png\"/><head>The mill, <date when=\"1911-03-04\">4 March 1911</date></head></figure></p>",
        "<figure><graphic url=\"a.png\"/></figure>",
        "<figure><graphic url=\"b.png\"/><head>the weir</head></figure>",
    ] {
        assert!(tei.contains(part), "{part}: {tei}");
    }
    assert!(!tei.contains("<dateline>"), "{tei}");
}

#[test]
fn tables_have_rows_and_cells() {
    let text = "We need:\n\n| Seed | Bags |\n|:--|--:|\n| *peas* | 3 |\n| beans \\| more |\n\nand no more. A | stroke\nis none.\n";
    let (tei, _) = written("letter.md", text, "tei");
    let table = "<table>\n<row role=\"label\">\n<cell>Seed</cell>\n<cell>Bags</cell>\n</row>\n<row>\n\
                 <cell><hi rend=\"italic\">peas</hi></cell>\n<cell>3</cell>\n</row>\n<row>\n<cell>beans | more</cell>\n</row>\n</table>";
    assert!(tei.contains(table) && tei.matches("<table>").count() == 1, "{tei}");
    let (plain, _) = written("letter.md", text, "text");
    assert!(plain.contains("Seed | Bags\npeas | 3\nbeans | more\n"), "{plain}");
    let (told, _) = written("letter.txt", "{.table lines=2}\npeas | 3\nbeans | 4\n\nSo be it.\n", "tei");
    assert!(told.contains("<row>\n<cell>beans</cell>\n<cell>4</cell>\n</row>"), "{told}");
}

#[test]
fn tables_of_tags_have_rows_and_cells() {
    let text = "We need much this year, and so I write it all down for you.\n<table class=\"seeds\">\n<caption>Seeds, 4 March 1911</caption>\n<thead>\n<tr><th>Seed</th><th>Bags</th></tr>\n</thead>\n\
                <tbody>\n<tr>\n<td><i>peas</i>\nand beans</td>\n\n<td>3</td>\n</tr>\n<tr><td>oats &amp; rye<td><p>Dear Anna,</p>\n</tbody></table>and no more.\n";
    let (tei, _) = written("letter.md", text, "tei");
    let table = "<table>\n<row role=\"label\">\n<cell>Seed</cell>\n<cell>Bags</cell>\n</row>\n<row>\n<cell><hi rend=\"italic\">peas</hi>\nand beans</cell>\n\
                 <cell>3</cell>\n</row>\n<row>\n<cell>oats &amp; rye</cell>\n<cell>Dear Anna,</cell>\n</row>\n</table>\n<p>and no more.</p>";
    assert!(tei.contains(table), "{tei}");
    assert!(tei.contains("<p>Seeds, <date when=\"1911-03-04\">4 March 1911</date></p>\n<table>"), "{tei}");
    let xhtml = page("letter.md", text);
    assert!(xhtml.contains(">Seed</th>") && xhtml.contains("and beans</td>"), "{xhtml}");
    let (plain, _) = written("letter.md", text, "text");
    assert!(plain.contains("Seed | Bags\n") && plain.contains("oats & rye | Dear Anna,"), "{plain}");
    let (row, _) = written("letter.md", "<table><tr><td>peas<td>3<tr><th>beans</th><td>4</table>\n", "tei");
    assert!(row.contains("<row>\n<cell>peas</cell>\n<cell>3</cell>\n</row>\n<row>\n<cell>beans</cell>"), "{row}");
}

#[test]
fn tables_for_the_look_part_paragraphs() {
    for text in [
        "<table><tr><td>\n<p>The parcel came.</p>\n<p>It rained.</p>\n</td></tr></table>\n",
        "<table><tr><td>The parcel came.</td></tr></table>\n\nIt rained.\n",
        "<table><tr><td>The parcel came.</td><td><table>It rained.</table></td></tr></table>\n",
        "<table><tr><td>The parcel came.</td>\n{.paragraph}\n<td>It rained.</td></tr></table>\n",
        "<table><tr><td>The parcel came.</td><td>It rained.\n",
    ] {
        let (tei, _) = written("letter.md", text, "tei");
        assert!(
            tei.contains("<p>The parcel came.</p>\n<p>It rained.</p>") && !tei.contains("<table>"),
            "{text}: {tei}"
        );
    }
    let (quote, _) = written("letter.md", "<blockquote><table><tr><td>peas<td>3</table></blockquote>\n", "tei");
    assert!(quote.contains("<quote>") && quote.contains("<p>peas</p>"), "{quote}");
}

#[test]
fn what_is_preformatted_is_code() {
    let text = "My dear Anna,\n\nThe label says:<pre><code>\n  Dear *Anna*, [1] &lt;so&gt; &amp;\n\n    <b>4 March</b> 1911\n</code></pre>So.\n\n<pre>a\nb</pre>\n";
    let (tei, _) = written("letter.md", text, "tei");
    for part in [
        "<ab type=\"code\" xml:space=\"preserve\">  Dear *Anna*, [1] &lt;so&gt; &amp;\n\n    4 March 1911</ab>",
        "<p>So.</p>",
        "<ab type=\"code\" xml:space=\"preserve\">a\nb</ab>",
    ] {
        assert!(tei.contains(part), "{part}: {tei}");
    }
    let xhtml = page("letter.md", text);
    assert!(xhtml.contains("<pre><code>a\nb</code></pre>"), "{xhtml}");
    // Between fences nothing is read.
    let (fenced, _) = written("letter.md", "So:\n\n```\n<pre>a</pre>\n```\n", "tei");
    assert!(fenced.contains("&lt;pre&gt;a&lt;/pre&gt;</ab>"), "{fenced}");
    let (none, _) = written("letter.md", "<pre>The parcel came.\n\n<pre></pre>\n", "tei");
    assert!(none.contains(">The parcel came.</") && !none.contains("<ab"), "{none}");
}

#[test]
fn code_stays_as_it_is_typed() {
    let text = "My dear Anna,\n\nThe label of the sack that came last week says `[sic] *4 March 1911*` and ``a ` b``, not `that, and so we read it aloud at the table.\n\n```text\n  Dear *Anna*, [1]\n\n\u{20}   4 March 1911\n```\n\nSo.\n\n~~~\nno end\n";
    let (tei, _) = written("letter.md", text, "tei");
    for part in [
        "<hi rend=\"code\">[sic] *4 March 1911*</hi> and <hi rend=\"code\">a ` b</hi>, not `that, and",
        "<ab type=\"code\" xml:space=\"preserve\">  Dear *Anna*, [1]\n\n    4 March 1911</ab>",
    ] {
        assert!(tei.contains(part), "{part}: {tei}");
    }
    assert!(!tei.contains("<date ") && tei.contains("no end"), "{tei}");
    let (plain, _) = written("letter.txt", text, "tei");
    assert!(!plain.contains("code"), "{plain}");
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
fn signs_of_markdown_in_plain_text_are_told_once() {
    for text in
        ["<h2>The mill</h2>\n\nIt burned.\n", "![The mill](mill.png)\n\nIt burned.\n", "a | b\n| --- | --- |\n1 | 2\n"]
    {
        let (kept, told) = written("letter.txt", text, "text");
        assert_eq!(told, 1, "{text}");
        assert!(text.lines().filter(|line| !line.is_empty()).all(|line| kept.contains(line)), "{kept}");
        assert_eq!(written("letter.md", text, "text").1, 0, "{text}");
    }
    assert_eq!(written("letter.txt", "He said no! [And] (so) | it was.\n\n<i>So</i> | --- |\n", "text").1, 0);
}

#[test]
fn a_muse_note_breaks_its_line() {
    let text = "#title A mill\n\nThe mill [1] burned, and it was a loss.\n\n[1] By the weir.\n<br>It is gone.\n";
    let (tei, _) = written("letter.muse", text, "tei");
    assert!(tei.contains("By the weir.") && tei.contains("<lb/>It is gone.</note>"), "{tei}");
}
