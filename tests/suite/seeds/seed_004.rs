//! A scanned pamphlet as Markdown from text recognition.

use super::seed::{find, only, parse, text_of};
use rubricate::tree::{Front, Provenance};

/// Lines of the cross-heads.
const HEADS: [usize; 8] = [57, 95, 107, 117, 129, 139, 149, 157];
/// Lines of dirt.
const NOISE: [usize; 9] = [13, 35, 49, 65, 67, 101, 103, 131, 151];

facts! { "004":
    fact_004_01_title_and_uncertain_author(it) {
        let head = &it.document.edition.head;
        assert_eq!(head.title.as_ref().map(|value| value.text.as_str()), Some("KRONSTADT 21"));
        assert!(head.authors.iter().all(|value| value.text == "Victor Serge" && value.by != Provenance::FrontMatter));
        assert_eq!(it.role(17), "title");
    }
    fact_004_02_no_letter(it) {
        assert!(it.letters().is_empty());
        let xml = it.tei();
        let tei = parse(&xml);
        for name in ["opener", "closer", "correspDesc"] {
            assert!(find(tei.root(), name).is_empty(), "{name}");
        }
    }
    fact_004_03_front_matter_and_body(it) {
        let fronts: Vec<_> = it.document.edition.front.iter().collect();
        let source = &it.document.source;
        let mut lines: Vec<usize> = Vec::new();
        for front in fronts {
            if let Front::Section(section) = front {
                lines.extend(section.blocks.iter().map(|block| source.place(block.span.start).line));
            }
        }
        assert_eq!(lines, [3, 5, 7, 9, 19, 21, 23, 25, 27]);
        let xml = it.tei();
        let body = text_of(only(parse(&xml).root(), "body"));
        assert!(body.starts_with(&it.line(29)[..30]), "{}", &body[..60]);
    }
    fact_004_04_source_note(it) {
        assert_eq!(it.role(15), "source_note");
        assert!(it.dates().iter().all(|(line, _)| *line != 15));
    }
    fact_004_05_imprint(it) {
        assert!(["trailer", "source_note"].contains(&it.role(161)));
        assert!(it.tei().contains("53A Westmoreland Road"));
        let xml = it.tei();
        assert!(!text_of(only(parse(&xml).root(), "body")).contains("53A Westmoreland Road"));
    }
    fact_004_06_eight_cross_heads_on_one_level(it) {
        assert_eq!(it.lines_of("head"), HEADS);
        let heads = it.nodes(|node| node.get("level").is_some() && node.get("source_level").is_some());
        let heads: Vec<_> = heads.into_iter().filter(|node| {
            let line = it.document.source.place(node["span"]["start"].as_u64().unwrap_or(0) as u32).line;
            HEADS.contains(&line)
        }).collect();
        assert_eq!(heads.len(), 8);
        assert!(heads.iter().all(|head| head["level"] == heads[0]["level"]));
        let source_levels = |level: u64| heads.iter().filter(|head| head["source_level"] == level).count();
        assert_eq!((source_levels(4), source_levels(2)), (2, 6));
    }
    fact_004_07_marks_inside_headings_stay(it) {
        let xml = it.tei();
        let heads: Vec<_> = find(parse(&xml).root(), "head").into_iter().map(text_of).collect();
        for line in [117, 157] {
            let wanted = it.line(line).trim_start_matches('#').trim();
            assert!(wanted.contains('\'') && heads.iter().any(|head| head == wanted), "{wanted}: {heads:?}");
        }
    }
    fact_004_08_page_numbers_leave_the_text(it) {
        assert_eq!((it.role(111), it.role(121)), ("page_break", "page_break"));
        let xml = it.tei();
        let tei = parse(&xml);
        let numbers = find(tei.root(), "fw").into_iter().filter(|fw| fw.attribute("type") == Some("pageNum"));
        assert_eq!(numbers.map(text_of).collect::<Vec<_>>(), [it.line(111).trim(), it.line(121).trim()]);
        assert!(find(tei.root(), "pb").len() >= 2);
        assert!(find(tei.root(), "p").into_iter().map(text_of).all(|p| p != it.line(111) && p != it.line(121)));
        assert!(it.lines_of("list").is_empty());
    }
    fact_004_09_sentences_cut_by_a_page_are_joined(it) {
        assert_eq!(it.joins(), [63, 93, 127, 147]);
        let xml = it.tei();
        let tei = parse(&xml);
        for (before, after) in [(61, 63), (91, 93), (125, 127), (145, 147)] {
            let joined = format!("{} {}", it.line(before).trim(), it.line(after).trim());
            let p = find(tei.root(), "p").into_iter().find(|&p| text_of(p).contains(&joined));
            let pb = only(p.unwrap_or_else(|| panic!("{before} and {after} are apart")), "pb");
            assert_eq!(pb.attribute("n"), None);
        }
    }
    fact_004_10_noise_is_kept_out_and_reported(it) {
        for line in NOISE {
            assert!(["noise", "separator"].contains(&it.role(line)), "line {line}: {}", it.role(line));
        }
        let printed = it.printed();
        assert!(!printed.contains("6912") && !printed.contains(it.line(49)));
        assert!(find(parse(&it.tei()).root(), "list").is_empty());
        for line in [13, 35, 65] {
            assert!(it.found_in(line, it.line(line).trim()), "line {line} is reported");
        }
    }
    fact_004_11_meaningless_line_is_flagged(it) {
        assert!(it.role(49) == "noise" || it.found_in(49, "second"));
    }
    fact_004_12_section_break(it) {
        assert_eq!(it.role(81), "separator");
        let xml = it.tei();
        let tei = parse(&xml);
        assert!(find(tei.root(), "milestone").len() + find(tei.root(), "ab").len() >= 1);
        assert!(find(tei.root(), "p").into_iter().map(text_of).all(|p| p != "*" && p != "\\*"));
        assert!(it.pages().iter().any(|page| page.contains("<hr")));
    }
    fact_004_13_four_underlinings(it) {
        assert_eq!(it.spans("underline").iter().map(|span| span.line).collect::<Vec<_>>(), [25, 27, 59, 59]);
        assert!(!it.tei_text().contains("<u>") && !it.printed().contains("<u>"));
        let xml = it.tei();
        let titles: Vec<_> = find(only(parse(&xml).root(), "text"), "title").into_iter().map(text_of).collect();
        assert_eq!(titles, ["Petrograd Pravda"]);
    }
    fact_004_14_capitals_are_no_heading(it) {
        assert_eq!(it.role(29), "paragraph");
        assert!(![15, 29, 161].iter().any(|line| it.lines_of("head").contains(line)));
    }
    fact_004_15_no_twenty_ninth_of_february(it) {
        assert!(!it.tei().contains("1921-02-29") && !it.standoff.to_string().contains("1921-02-29"));
        let dates: Vec<_> = it.dates().into_iter().filter(|(line, _)| *line == 29).collect();
        assert_eq!(dates, [(29, None)]);
    }
    fact_004_16_missing_year_is_only_inferred(it) {
        let dates = it.nodes(|node| node["kind"] == "date" && it.slice(&node["span"]).starts_with("March 1"));
        assert_eq!(dates.len(), 3);
        for date in dates {
            let edtf = date["date"]["edtf"].as_str().unwrap_or("");
            assert!(edtf.is_empty() || !edtf.starts_with("1921") || date["date"]["inferred"] == true, "{date}");
        }
    }
    fact_004_17_years_ago_are_not_resolved(it) {
        assert!(it.line(19).contains("16 years ago"));
        assert_eq!(it.dates().into_iter().filter(|(line, _)| *line == 19).collect::<Vec<_>>(), [(19, Some("1921-03".to_owned()))]);
    }
    fact_004_18_unbalanced_quotes_stay_in_their_paragraph(it) {
        let xml = it.tei();
        let paragraphs: Vec<_> = find(parse(&xml).root(), "p").into_iter().map(text_of).collect();
        for line in [31, 55, 97, 99] {
            assert_eq!(it.role(line), "paragraph", "line {line}");
            assert!(paragraphs.iter().any(|p| p == it.line(line).trim()), "line {line}");
        }
    }
    fact_004_19_slips_offered_not_applied(it) {
        let slips = [
            (25, "and event"), (41, "pering"), (41, "smallscale"), (55, "'brief"), (75, "Eronstadt"), (79, "mercilass"),
            (91, "fatherin-law"), (97, "freedomgiving"), (99, "freely-10.00 elected"), (109, "negetiations"),
            (133, "audaciouslywon"), (141, "intorbin"), (147, "throught"), (153, "Just'as"), (155, "swakened"),
            (159, "believer's"),
        ];
        for (line, word) in slips {
            assert!(it.tei_text().contains(word), "{word} is kept");
            assert!(it.found_in(line, word), "{word} in line {line} is reported");
        }
    }
    fact_004_20_accents_as_written(it) {
        let text = it.tei_text();
        assert_eq!(text.matches("emigre.").count() + text.matches("emigre ").count(), 1);
        assert_eq!(text.matches("emigrés").count(), 2);
    }
    fact_004_21_spaced_hyphen_is_text(it) {
        let source: usize = (1..=162).map(|line| if line <= it.document.source.line_count() { it.line(line).matches(" - ").count() } else { 0 }).sum();
        assert_eq!(source, 31);
        assert_eq!(it.tei_text().matches(" - ").count(), 31);
        assert!(it.lines_of("list").is_empty());
    }
    fact_004_22_numbers_are_no_dates_and_no_notes(it) {
        let dates = it.texts("date");
        for number in ["10,000", "75", "No. 7", "53A", "6912"] {
            assert!(dates.iter().all(|date| !date.contains(number)), "{number}: {dates:?}");
        }
        assert!(dates.len() >= 10);
        assert!(it.document.edition.notes.is_empty());
    }
    fact_004_23_no_editorial_note(it) {
        assert!(it.nodes(|node| node.get("act").is_some()).is_empty());
        for kind in ["supplied", "gloss", "note", "sic", "gap", "unclear"] {
            assert!(it.texts(kind).is_empty(), "{kind}");
        }
    }
    fact_004_24_dot_does_not_merge_its_neighbours(it) {
        let xml = it.tei();
        let paragraphs: Vec<_> = find(parse(&xml).root(), "p").into_iter().map(text_of).collect();
        for line in [33, 37] {
            assert!(paragraphs.iter().any(|p| p == it.line(line).trim()), "line {line}");
        }
    }
    fact_004_25_navigation(it) {
        let nav = it.nav();
        let nav = parse(&nav);
        let toc = find(nav.root(), "nav").into_iter().find(|nav| nav.attributes().any(|it| it.name() == "type" && it.value() == "toc"));
        let entries: Vec<_> = find(toc.expect("a table of contents"), "li").into_iter().filter(|li| find(*li, "ol").len() == 1).collect();
        assert_eq!(entries.len(), 1, "one entry has sub-entries");
        let inner: Vec<_> = find(find(entries[0], "ol")[0], "a").into_iter().map(text_of).collect();
        let wanted: Vec<_> = HEADS.iter().map(|&line| it.line(line).trim_start_matches('#').trim().to_owned()).collect();
        assert_eq!(inner, wanted);
    }
}
