//! A letter without a head, with eleven lost characters.

use super::seed::{action, corrected, find, other, parse, repaired, text_of};
use rubricate::diagnostic::Level;
use serde_json::Value;

facts! { "000":
    fact_000_01_one_letter_and_no_head(it) {
        assert_eq!(it.letters().len(), 1);
        assert_eq!(it.standoff["meta"]["title"], Value::Null);
        assert_eq!(it.letters()[0]["date"], Value::Null);
        assert_eq!(it.letters()[0]["place"], Value::Null);
        assert!(it.lines_of("dateline").is_empty());
    }
    fact_000_02_first_line_is_the_salutation(it) {
        assert_eq!(it.role(1), "salute");
        let xml = it.tei();
        let salutes = find(parse(&xml).root(), "salute").into_iter().map(text_of).collect::<Vec<_>>();
        assert_eq!(salutes, [it.line(1).trim()]);
        assert!(it.pages().iter().all(|page| !page.contains("<blockquote") && !page.contains("<pre")));
    }
    fact_000_03_twelve_paragraphs(it) {
        assert_eq!(it.lines_of("paragraph"), (3..=25).step_by(2).collect::<Vec<_>>());
        let xml = it.tei();
        assert_eq!(find(find(parse(&xml).root(), "text")[0], "p").len(), 12);
    }
    fact_000_04_signature_without_closing(it) {
        assert_eq!(it.lines_of("signed"), [27]);
        assert!(it.lines_of("closer").is_empty());
        let xml = it.tei();
        assert_eq!(find(parse(&xml).root(), "signed").into_iter().map(text_of).collect::<Vec<_>>(), [it.line(27)]);
    }
    fact_000_05_eleven_lost_characters_with_place(it) {
        let lines: Vec<_> = it.spans("mojibake").iter().map(|span| span.line).collect();
        assert_eq!(lines, [3, 3, 7, 7, 7, 7, 9, 11, 11, 17, 19]);
        assert!(it.texts("mojibake").iter().all(|text| text == "\u{FFFD}"));
    }
    fact_000_06_context_tells_what_was_lost(it) {
        assert!(it.nodes(|node| node["kind"] == "lost" && node.get("repair").is_some()).is_empty());
        let lost = repaired("000");
        let lost = lost.nodes(|node| node["kind"] == "lost");
        let count = |signs: &[&str]| lost.iter().filter(|node| signs.contains(&node["repair"].as_str().unwrap_or(""))).count();
        assert_eq!((count(&["\u{201C}", "\u{201D}", "\""]), count(&["\u{2019}", "'"])), (8, 3));
    }
    fact_000_07_kept_and_counted_without_repair(it) {
        assert_eq!(it.tei_text().matches('\u{FFFD}').count(), 11);
        assert_eq!(it.printed().matches('\u{FFFD}').count(), 11);
        assert!(find(parse(&it.tei()).root(), "choice").is_empty());
        let findings: Vec<_> = it.reading.findings.iter().filter(|finding| finding.level >= Level::Warning).collect();
        let pointed = |span| it.document.source.slice(span) == "\u{FFFD}";
        let each = findings.iter().filter(|finding| finding.span.is_some_and(pointed)).count();
        assert!(each == 11 || findings.iter().any(|finding| finding.message.contains("11")), "{findings:?}");
    }
    fact_000_08_repaired_equals_the_other_copy(_it) {
        let blocks = |xml: &str, letter: usize| {
            let tei = parse(xml);
            let letter = find(tei.root(), "div").into_iter().filter(|div| div.attribute("type") == Some("letter")).nth(letter);
            let letter = letter.expect("the letter is there");
            let parts = letter.descendants().filter(|it| ["salute", "p", "signed"].contains(&it.tag_name().name()));
            let straight = |text: String| text.replace(['\u{201C}', '\u{201D}'], "\"").replace('\u{2019}', "'");
            parts.map(|part| straight(corrected(part))).collect::<Vec<_>>()
        };
        let (mine, theirs) = (blocks(&repaired("000").tei(), 0), blocks(&other("002").tei(), 1));
        assert_eq!((mine.len(), theirs.len()), (14, 14));
        let differ: Vec<_> = (0..14).filter(|&i| mine[i] != theirs[i]).collect();
        assert_eq!(differ, [1]);
        assert_eq!(theirs[1].replace("[Boris] ", "").replace("and [Viktor] Chernov ", ""), mine[1]);
    }
    fact_000_09_six_brackets_typed(it) {
        assert_eq!(it.spans("gloss").iter().map(|span| span.line).collect::<Vec<_>>(), [3]);
        let supplied: Vec<_> = it.spans("supplied").into_iter().map(|span| (span.line, span.text)).collect();
        let wanted = [(3, "[Pyotr]"), (3, "[assassination]"), (17, "[that]"), (17, "[saving]"), (19, "[You must know]")];
        assert_eq!(supplied, wanted.map(|(line, text)| (line, text.to_owned())));
        assert_eq!(it.nodes(|node| node["act"] == "supplied-name").len(), 1);
    }
    fact_000_10_gloss_belongs_to_the_word_before(it) {
        let gloss = it.nodes(|node| node["act"] == "gloss");
        assert_eq!(gloss.len(), 1);
        assert_eq!(it.slice(&gloss[0]["about"]), "SRs");
    }
    fact_000_11_bracket_starts_the_sentence(it) {
        assert!(it.tei_text().contains("[You must know] that"));
        assert!(it.printed().contains("[You must know] that"));
    }
    fact_000_12_dots_are_no_gap(it) {
        assert!(it.texts("gap").is_empty());
        assert!(it.tei_text().contains("today...\u{FFFD}"));
        assert!(find(parse(&it.tei()).root(), "gap").is_empty());
    }
    fact_000_13_last_blank_line_is_nothing(it) {
        assert_eq!(it.role(28), "");
        let xml = it.tei();
        assert!(find(parse(&xml).root(), "p").into_iter().all(|p| !text_of(p).is_empty()));
    }
    fact_000_14_correspondents(it) {
        assert_eq!(it.letters()[0]["sender"], "P. Kropotkin");
        assert_eq!(it.letters()[0]["recipient"], "Vladimir Illich");
        let xml = it.tei();
        let tei = parse(&xml);
        let sent = action(tei.root(), 0, "sent");
        assert_eq!(find(sent, "persName").into_iter().map(text_of).collect::<Vec<_>>(), ["P. Kropotkin"]);
        assert!(find(sent, "date").is_empty());
        let received = find(action(tei.root(), 0, "received"), "persName");
        assert_eq!(received.into_iter().map(text_of).collect::<Vec<_>>(), ["Vladimir Illich"]);
        assert!(!xml.contains("Lenin"));
    }
}
