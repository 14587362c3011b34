//! Two letters in one file.

use super::seed::{find, other, parse, text_of};

/// The paragraphs of a letter as one text.
fn running(xml: &str, letter: usize) -> String {
    let tei = parse(xml);
    let letters = find(tei.root(), "div").into_iter().filter(|div| div.attribute("type") == Some("letter"));
    let letter = letters.into_iter().nth(letter).expect("the letter is there");
    find(letter, "p").into_iter().map(text_of).collect::<Vec<_>>().join(" ")
}

facts! { "002":
    fact_002_01_two_letters(it) {
        let lines: Vec<_> = it.letters().iter().map(|letter| (letter["line_start"].as_u64(), letter["line_end"].as_u64())).collect();
        assert_eq!(lines, [(Some(8), Some(36)), (Some(39), Some(67))]);
        let xml = it.tei();
        let tei = parse(&xml);
        let letters: Vec<_> = find(tei.root(), "div").into_iter().filter(|div| div.attribute("type") == Some("letter")).collect();
        assert_eq!(letters.len(), 2);
        assert!(letters.iter().all(|&letter| find(letter, "opener").len() == 1 && find(letter, "closer").len() == 1));
    }
    fact_002_02_front_matter(it) {
        let head = &it.document.edition.head;
        assert_eq!(head.authors.iter().map(|value| value.text.as_str()).collect::<Vec<_>>(), ["Peter Kropotkin"]);
        assert_eq!(head.title.as_ref().map(|value| value.text.as_str()), Some("Two letters to Lenin"));
        assert_eq!(head.date.as_ref().map(|value| value.text.as_str()), Some("1920"));
        assert!(head.sources.iter().any(|value| value.text == "The Anarchist Library"));
        assert!(head.transcribers.iter().any(|value| value.text == "Zdravko Saveski"));
        assert!(it.has_date(6, "2021"));
    }
    fact_002_03_backslash_is_no_escape(it) {
        assert!(it.tei().contains("Transcription\\Markup"));
        assert!(!it.document.edition.head.sources.is_empty());
        assert!(it.document.edition.head.sources.iter().all(|value| !value.text.ends_with(';')));
        assert!(it.line(5).ends_with(';'));
    }
    fact_002_04_touching_lines_stay_apart(it) {
        for line in [5, 10, 35, 42] {
            assert_ne!(it.block(line), it.block(line + 1), "line {line}");
        }
        assert_eq!((it.role(39), it.role(40)), ("dateline", "dateline"));
        let xml = it.tei();
        assert_eq!(find(find(parse(&xml).root(), "text")[0], "p").len(), 24);
    }
    fact_002_05_first_letter(it) {
        let letter = &it.letters()[0];
        assert_eq!((letter["place"].as_str(), letter["date"].as_str()), (Some("Dmitrov"), Some("1920-03-04")));
        assert_eq!((it.role(8), it.role(10), it.role(35), it.role(36)), ("dateline", "salute", "closer", "signed"));
        assert_eq!(it.lines_of("paragraph").into_iter().filter(|&line| line < 36).count(), 12);
    }
    fact_002_06_second_letter(it) {
        let letter = &it.letters()[1];
        assert_eq!(letter["date"], "1920-12-21");
        assert_eq!((it.role(39), it.role(40), it.role(42), it.role(67)), ("dateline", "dateline", "salute", "signed"));
        assert_eq!(it.lines_of("paragraph").into_iter().filter(|&line| line > 36).count(), 12);
        assert_eq!(it.lines_of("closer"), [35]);
    }
    fact_002_07_letters_do_not_run_together(it) {
        assert_eq!((it.role(36), it.role(39)), ("signed", "dateline"));
        assert_eq!(it.block(36)["line_end"], 36);
        assert!(it.lines_of("postscript").is_empty());
    }
    fact_002_08_twelve_brackets(it) {
        let mut lines: Vec<_> = ["supplied", "gloss"].iter().flat_map(|kind| it.spans(kind)).map(|span| span.line).collect();
        lines.sort_unstable();
        assert_eq!((lines.len(), lines.iter().filter(|&&line| line < 38).count()), (12, 4));
        let first: Vec<_> = it.spans("supplied").into_iter().filter(|span| span.line < 38).map(|span| span.text).collect();
        assert_eq!(first, ["[salary]", "[the price]", "[their job]", "[new]"]);
    }
    fact_002_09_three_supplied_forenames(it) {
        let names: Vec<_> = it.nodes(|node| node["act"] == "supplied-name").iter().map(|node| it.slice(&node["span"])).collect();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(names, ["[Boris]", "[Pyotr]", "[Viktor]"]);
    }
    fact_002_10_date_in_running_text(it) {
        assert!(it.has_date(15, "1918-08-15"));
        assert_eq!(it.role(15), "paragraph");
    }
    fact_002_11_five_dates(it) {
        let mut dates: Vec<_> = it.dates().into_iter().filter_map(|(_, edtf)| edtf).collect();
        dates.sort();
        assert_eq!(dates, ["1918-08-15", "1920", "1920-03-04", "1920-12-21", "2021"]);
    }
    fact_002_12_title_found_by_position(it) {
        assert!(it.texts("emph").is_empty() && it.lines_of("head").is_empty());
        assert_eq!(it.lines_of("title").first(), Some(&3));
    }
    fact_002_13_short_paragraph_with_dots(it) {
        assert_eq!(it.role(27), "paragraph");
        let xml = it.tei();
        let paragraphs: Vec<_> = find(parse(&xml).root(), "p").into_iter().map(text_of).collect();
        assert!(it.line(27).ends_with("...") && paragraphs.iter().any(|text| text == it.line(27)));
    }
    fact_002_14_spelling_and_quotes_as_written(it) {
        let text = it.tei_text();
        let source = &it.document.source.text;
        assert!(text.contains("'party',"));
        for word in ["organisation", "organization"] {
            assert_eq!(text.matches(word).count(), source.matches(word).count(), "{word}");
        }
        assert!(source.contains("organisation") && source.contains("organization"));
    }
    fact_002_15_both_spellings_of_the_name(it) {
        assert_eq!(it.letters()[0]["recipient"], "Vladimir Ilich");
        assert_eq!(it.letters()[1]["recipient"], "Vladimir Illich");
        let text = it.tei_text();
        assert!(text.contains(it.line(10)) && text.contains(it.line(42)));
    }
    fact_002_16_spaced_dashes_unchanged(it) {
        assert_eq!(it.tei_text().matches(" \u{2013} ").count(), 7);
        assert_eq!(it.printed().matches(" \u{2013} ").count(), 7);
    }
    fact_002_17_navigation_tells_the_letters_apart(it) {
        let nav = it.nav();
        let nav = parse(&nav);
        let toc = find(nav.root(), "nav").into_iter().find(|nav| nav.attributes().any(|it| it.name() == "type" && it.value() == "toc"));
        let labels: Vec<_> = find(toc.expect("a table of contents"), "a").into_iter().map(text_of).collect();
        let first = labels.iter().filter(|label| label.contains("4 March 1920") || label.contains("1920-03-04")).count();
        let second = labels.iter().filter(|label| label.contains("21 December") || label.contains("1920-12-21")).count();
        assert_eq!((first, second), (1, 1), "{labels:?}");
        assert!(labels.iter().all(|label| label != it.line(42)));
    }
    fact_002_18_differs_from_the_other_copy_where_known(it) {
        let mut theirs = running(&other("001").tei(), 0);
        for (from, to) in [
            (" Savinkov ", " [Boris] Savinkov and [Viktor] Chernov "), (" Wrangel ", " [Pyotr] Wrangel "),
            ("selfdefense", "self-defense"), ("unsuccessufl", "unsuccessful"), ("commutted", "committed"),
        ] {
            assert_eq!(theirs.matches(from).count(), 1, "{from}");
            theirs = theirs.replace(from, to);
        }
        assert_eq!(running(&it.tei(), 1), theirs);
    }
}
