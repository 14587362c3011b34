//! A library's copy of a letter.

use super::seed::{action, find, only, parse, text_of};

facts! { "001":
    fact_001_01_title_and_author(it) {
        assert_eq!(it.standoff["meta"]["title"], "Letter To Lenin");
        assert_eq!(it.standoff["meta"]["author"], "Pëtr Kropotkin");
        assert_eq!(it.line(5), "Pëtr Kropotkin,");
        assert_eq!((it.role(5), it.role(7)), ("byline", "title"));
    }
    fact_001_02_library_line_is_no_text(it) {
        assert_eq!(it.role(1), "boilerplate");
        assert!(it.has_date(1, "2012-06-07"));
        let xml = it.tei();
        let letter = find(parse(&xml).root(), "div").into_iter().map(text_of).collect::<String>();
        assert!(!letter.is_empty() && !letter.contains("Anti-Copyright"));
    }
    fact_001_03_repeated_title_is_no_second_title(it) {
        assert!(["title", "byline", "boilerplate", "source_note"].contains(&it.role(9)));
        let titles = it.document.edition.head.title.iter().count();
        assert_eq!(titles, 1);
        let repeated = it.tei_text().matches(it.line(9).trim()).count();
        assert_eq!(repeated, 0, "the repeated line is not printed");
    }
    fact_001_04_source_note(it) {
        assert_eq!(it.role(11), "source_note");
        let xml = it.tei();
        let tei = parse(&xml);
        let header = only(tei.root(), "teiHeader");
        let titles: Vec<_> = find(header, "title").into_iter().map(text_of).collect();
        assert!(titles.iter().any(|title| title == "Selected Writings on Anarchism and Revolution"), "{titles:?}");
        let text = text_of(header);
        assert!(text.contains("Martin A. Miller") && text.contains("dwardmac.pitzer.edu"));
        let head = &it.document.edition.head;
        assert!(head.editors.iter().chain(&head.translators).any(|value| value.text == "Martin A. Miller"));
        assert!(it.has_date(11, "2012-06-08"));
    }
    fact_001_05_both_library_dates_kept(it) {
        assert!(it.has_date(1, "2012-06-07") && it.has_date(11, "2012-06-08"));
        let xml = it.tei();
        assert!(xml.contains("June 7, 2012") && xml.contains("June 8, 2012"));
    }
    fact_001_06_three_dates_agree_and_make_one_dateline(it) {
        for line in [9, 13, 17] {
            assert!(it.has_date(line, "1920-12-21"), "line {line}");
        }
        let xml = it.tei();
        assert_eq!(find(parse(&xml).root(), "dateline").len(), 1);
    }
    fact_001_07_dateline_of_two_lines(it) {
        assert_eq!((it.role(15), it.role(17)), ("dateline", "dateline"));
        assert_eq!(it.letters()[0]["place"], "Dmitrov (Moscow province)");
        assert_eq!(it.letters()[0]["date"], "1920-12-21");
        let xml = it.tei();
        let line = text_of(only(parse(&xml).root(), "dateline"));
        assert!(line.contains(it.line(15)) && line.contains(it.line(17)), "{line}");
    }
    fact_001_08_round_bracket_belongs_to_the_place(it) {
        let xml = it.tei();
        let tei = parse(&xml);
        let line = only(tei.root(), "dateline");
        assert_eq!(text_of(only(line, "placeName")), it.line(15));
        assert!(find(line, "note").is_empty());
    }
    fact_001_09_parts_of_the_letter(it) {
        assert_eq!(it.lines_of("salute"), [19]);
        assert_eq!(it.lines_of("paragraph"), (21..=41).step_by(2).collect::<Vec<_>>());
        assert_eq!(it.lines_of("signed"), [43]);
        assert!(it.lines_of("closer").is_empty());
    }
    fact_001_10_five_starred_spans(it) {
        let lines: Vec<_> = it.spans("emph").iter().map(|span| span.line).collect();
        assert_eq!(lines, [11, 21, 21, 27, 35]);
        let xml = it.tei();
        let tei = parse(&xml);
        let text = only(tei.root(), "text");
        assert_eq!(find(text, "title").into_iter().map(text_of).collect::<Vec<_>>(), ["Izvestiia", "Pravda"]);
        assert_eq!(find(text, "hi").len() + find(text, "emph").len(), 2);
        assert!(!text_of(tei.root_element()).contains('*') && !it.printed().contains('*'));
    }
    fact_001_11_question_mark_is_outside(it) {
        assert!(it.texts("emph").contains(&"*working for the future*".to_owned()));
        assert!(it.tei_text().contains("working for the future?"));
    }
    fact_001_12_five_brackets(it) {
        assert_eq!(it.spans("gloss").len(), 1);
        assert_eq!(it.texts("supplied"), ["[assassination]", "[that]", "[saving]", "[You must know]"]);
    }
    fact_001_13_slips_offered_not_applied(it) {
        for (line, word) in [(33, "selfdefense"), (33, "unsuccessufl"), (35, "commutted")] {
            assert!(it.tei_text().contains(word), "{word} is kept");
            assert!(it.found_in(line, word), "{word} is reported");
        }
    }
    fact_001_14_gloss_is_no_link_and_no_footnote(it) {
        assert!(it.document.edition.notes.is_empty());
        assert!(it.nodes(|node| node["kind"] == "note-ref").is_empty());
        let xml = it.tei();
        assert!(find(find(parse(&xml).root(), "text")[0], "ref").is_empty());
        assert!(it.spans("gloss")[0].text.starts_with("[Social"));
    }
    fact_001_15_line_33_stays_one_paragraph(it) {
        let block = it.block(33);
        assert_eq!((block["type"].as_str(), block["line_start"].as_u64(), block["line_end"].as_u64()), (Some("paragraph"), Some(33), Some(33)));
        let xml = it.tei();
        let paragraphs: Vec<_> = find(parse(&xml).root(), "p").into_iter().map(text_of).collect();
        assert!(paragraphs.iter().any(|text| text == it.line(33).trim()));
    }
    fact_001_16_correspondence(it) {
        let xml = it.tei();
        let tei = parse(&xml);
        let sent = action(tei.root(), 0, "sent");
        let names: Vec<_> = find(sent, "persName").into_iter().map(text_of).collect();
        assert!(names.len() == 1 && names[0].ends_with("Kropotkin"), "{names:?}");
        assert_eq!(only(sent, "date").attribute("when"), Some("1920-12-21"));
        assert!(text_of(only(sent, "placeName")).starts_with("Dmitrov"));
        let received = text_of(only(action(tei.root(), 0, "received"), "persName"));
        assert!(["Vladimir Illich", "Lenin"].contains(&received.as_str()), "{received}");
    }
}
