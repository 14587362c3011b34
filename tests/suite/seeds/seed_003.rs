//! An open letter that came from a PDF as light Markdown.

use super::seed::{action, find, only, parse, text_of};
use roxmltree::Node;

/// Paragraphs of the text in the TEI, in order.
fn paragraphs(xml: &str) -> Vec<String> {
    find(only(parse(xml).root(), "text"), "p").into_iter().map(text_of).collect()
}

/// Whether the parts of a paragraph around its page break end and start like these lines.
fn joint(p: Node, before: &str, after: &str) -> bool {
    let text = text_of(p);
    text.contains(&format!("{} {}", before.trim(), after.trim()))
}

facts! { "003":
    fact_003_01_title_subtitle_author(it) {
        let head = &it.document.edition.head;
        assert_eq!(head.title.as_ref().map(|value| value.text.as_str()), Some("The Russian Revolution and the Soviet Government"));
        assert_eq!(head.subtitle.as_ref().map(|value| value.text.as_str()), Some("Letter to the Workers of Western Europe"));
        assert_eq!(head.authors.iter().map(|value| value.text.as_str()).collect::<Vec<_>>(), ["Pëtr Kropotkin"]);
    }
    fact_003_02_one_section_heading(it) {
        assert_eq!(it.lines_of("head"), [50]);
        assert_eq!((it.role(1), it.role(3)), ("byline", "title"));
    }
    fact_003_03_contents_are_no_text(it) {
        for line in [5, 7, 8] {
            assert_eq!(it.role(line), "contents", "line {line}");
        }
        assert!(!it.printed().contains("-------------"));
        assert!(it.nodes(|node| node["number"] == "6").is_empty());
    }
    fact_003_04_rule_is_no_break_and_no_table(it) {
        assert!(it.lines_of("separator").is_empty());
        assert!(it.pages().iter().all(|page| !page.contains("<hr") && !page.contains("<table")));
        assert!(find(parse(&it.tei()).root(), "table").is_empty());
    }
    fact_003_05_dateline(it) {
        assert_eq!(it.lines_of("dateline"), [10]);
        let letter = &it.letters()[0];
        assert_eq!((letter["place"].as_str(), letter["date"].as_str()), (Some("Dmitrov, Russia"), Some("1919-04-28")));
    }
    fact_003_06_no_part_is_invented(it) {
        for role in ["salute", "closer", "signed"] {
            assert!(it.lines_of(role).is_empty(), "{role}");
        }
        let xml = it.tei();
        let tei = parse(&xml);
        assert!(text_of(action(tei.root(), 0, "received")).contains("Workers of Western Europe"));
        assert!(text_of(action(tei.root(), 0, "sent")).contains("Kropotkin"));
    }
    fact_003_07_paragraphs_cut_by_a_page_are_joined(it) {
        assert_eq!(it.joins(), [46, 86]);
        let xml = it.tei();
        let tei = parse(&xml);
        for (before, after) in [(44, 46), (84, 86)] {
            let p = find(tei.root(), "p").into_iter().find(|&p| joint(p, it.line(before), it.line(after)));
            let pb = only(p.unwrap_or_else(|| panic!("{before} and {after} are apart")), "pb");
            assert_eq!(pb.attribute("n"), None);
        }
    }
    fact_003_08_number_of_paragraphs(it) {
        let xml = it.tei();
        let all = paragraphs(&xml);
        let first_after = all.iter().position(|p| p.starts_with(&it.line(52)[..40])).expect("the section starts");
        let last = all.iter().position(|p| p.ends_with(it.line(86).trim())).expect("the text ends");
        assert_eq!((first_after, last + 1 - first_after), (18, 17));
    }
    fact_003_09_short_lines_stay_paragraphs(it) {
        for line in [66, 70, 82] {
            assert_eq!(it.role(line), "paragraph", "line {line}");
        }
    }
    fact_003_10_six_emphases(it) {
        let spans = it.spans("emph");
        let lines: Vec<_> = spans.iter().map(|span| span.line).collect();
        assert_eq!(lines, [52, 52, 60, 78, 78, 78]);
        assert_eq!(spans[2].text.trim_end(), "*nil*");
        assert!(it.pages().iter().all(|page| !page.contains("nil</em><br")));
        assert!(!it.tei_text().contains('*'));
    }
    fact_003_11_two_emphases_with_a_dash_between(it) {
        let spans = it.texts("emph");
        assert_eq!(spans[3..5], ["*Then*", "*inevitably will come a reaction*"]);
        assert!(it.tei_text().contains("Then \u{2014} inevitably will come a reaction"));
    }
    fact_003_12_back_matter(it) {
        for line in [88, 90, 94, 96] {
            assert!(["boilerplate", "source_note", "title", "byline"].contains(&it.role(line)), "line {line}: {}", it.role(line));
        }
        assert!(it.has_date(90, "2012-05-21"));
        assert!(it.lines_of("quote").is_empty());
        assert!(find(parse(&it.tei()).root(), "quote").is_empty());
    }
    fact_003_13_source_note(it) {
        assert_eq!(it.role(96), "source_note");
        assert!(it.has_date(96, "1920-07-22") && it.has_date(96, "2009-03-01"));
        let xml = it.tei();
        let header = text_of(only(parse(&xml).root(), "teiHeader"));
        for words in ["Labour Leader", "Temps Nouveaux", "www.marxists.org", "March 1st, 2009"] {
            assert!(header.contains(words), "{words}");
        }
    }
    fact_003_14_apostrophe_before_a_year(it) {
        assert!(it.has_date(14, "1639/1648") && it.has_date(14, "1789/1794"));
        assert!(it.tei_text().contains("to '48") && it.tei_text().contains("to '94"));
    }
    fact_003_15_month_with_comma_and_stray_space(it) {
        assert!(it.has_date(34, "1917-02"));
        assert!(it.tei_text().contains("1848- 1871"));
    }
    fact_003_16_slips_offered_not_applied(it) {
        for (line, word) in [(12, "an"), (14, "friend"), (14, "under went"), (16, "al"), (42, "And"), (60, "Powers"), (64, "some")] {
            assert!(it.found_in(line, word), "{word} in line {line} is reported");
        }
        assert!(find(parse(&it.tei()).root(), "choice").is_empty());
        assert!(it.tei_text().contains("under went"));
    }
    fact_003_17_spaced_dots_are_one_ellipsis(it) {
        let dots = |text: &str| text.replace('\u{A0}', " ").matches(". . .").count();
        assert_eq!(dots(&it.tei_text()), 2);
        assert_eq!(dots(&it.printed()), 2);
        assert!(it.texts("gap").is_empty() && find(parse(&it.tei()).root(), "gap").is_empty());
        let pages = it.pages().join("\n");
        let whole = pages.matches(".\u{A0}.\u{A0}.").count() + pages.matches("class=\"ellipsis\"").count();
        assert_eq!(whole, 2, "it may not break over lines");
    }
    fact_003_18_dashes_kept(it) {
        let text = it.tei_text();
        assert_eq!(text.matches('\u{2014}').count(), 16);
        let lines = [16, 34, 38, 40, 58, 60];
        assert!(lines.iter().all(|&line| it.line(line).contains(", \u{2014}")));
        assert!(text.matches(", \u{2014}").count() >= lines.len());
    }
    fact_003_19_straight_quotes_pair_inside_their_paragraph(it) {
        let all = paragraphs(&it.tei());
        for line in [30, 36] {
            let p = all.iter().find(|p| p.starts_with(&it.line(line)[..30])).expect("the paragraph is there");
            assert_eq!(p.matches('"').count(), it.line(line).matches('"').count(), "line {line}");
            assert_eq!(p.matches('"').count() % 2, 0, "line {line}");
        }
        assert!(it.tei_text().contains(",\""));
    }
}
