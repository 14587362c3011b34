//! The table of forms, and what holds for any text.

use crate::read::dates::context::NumericOrder;
use crate::read::dates::found::{Certainty, FoundDate};
use crate::read::dates::{DateContext, DateEvidence, Mark, infer_years, mark};
use crate::read::languages::Languages;
use crate::read::options::ReadOptions;
use crate::span::Span;
use crate::tree::{Block, BlockKind, Calendar, Date, Edtf, Inline, Part, Section, Why};
use crate::write::{FORMATS, WriteOptions};
use proptest::prelude::*;
use serde::Deserialize;

/// One row of `dates.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    lang: String,
    /// The dateline, or, with `span`, the running text.
    text: String,
    /// The date within running text.
    span: Option<String>,
    /// Its value; none where this is missing.
    edtf: Option<String>,
    #[serde(default)]
    calendar: Calendar,
    custom: Option<String>,
    certainty: Option<String>,
    place: Option<String>,
    /// Rule of the finding.
    finding: Option<String>,
    /// No date is to be found.
    #[serde(default)]
    none: bool,
    order: Option<String>,
    anchor: Option<(i32, u8, u8)>,
    year_hint: Option<i32>,
    /// Attributes of TEI's `date`, `name=value` each.
    tei: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// The attributes of a date in TEI, but for that which names EDTF.
fn tei(date: &Date) -> String {
    let read = crate::read("date.txt", b"date\n".to_vec(), &ReadOptions::default());
    let mut document = read.expect("it is a text").0;
    let span = Span { start: 0, end: 4 };
    let content = vec![Inline::Text { span, text: None }];
    let content = vec![Inline::Date { span, date: Box::new(date.clone()), content }];
    let kind = BlockKind::Paragraph { content, continues: false };
    let blocks = vec![Block { span, kind, why: Why::rule("test") }];
    document.edition.parts = vec![Part::Section(Box::new(Section { span, blocks, ..Section::default() }))];
    let format = FORMATS.iter().find(|format| format.name == "tei").expect("it is a format");
    let written = (format.write)(&document, &WriteOptions::default()).expect("a date can be written");
    let xml = String::from_utf8(written.bytes).expect("it is UTF-8");
    let parsed = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
    let date = parsed.descendants().find(|node| node.has_tag_name("date")).expect("the text is a date");
    let said = date.attributes().filter(|attribute| attribute.name() != "datingMethod");
    said.map(|attribute| format!("{}={}", attribute.name(), attribute.value())).collect::<Vec<_>>().join(" ")
}

fn compare(row: &Row, found: &FoundDate, faults: &mut Vec<String>) {
    let mut differ = |what: &str, wanted: Option<&str>, got: Option<&str>| {
        if wanted != got {
            faults.push(format!("{} {:?}: {what} should be {wanted:?}, is {got:?}", row.lang, row.text));
        }
    };
    differ("edtf", row.edtf.as_deref(), found.date.edtf.as_ref().map(Edtf::as_str));
    differ("custom", row.custom.as_deref(), found.date.custom.as_deref());
    differ("calendar", Some(&format!("{:?}", row.calendar)), Some(&format!("{:?}", found.date.calendar)));
    differ("finding", row.finding.as_deref(), found.finding.as_ref().map(|finding| finding.rule.as_ref()));
    let wanted = match (row.certainty.as_deref(), &row.edtf) {
        (Some(name), _) => name.to_owned(),
        (None, Some(_)) => "sure".into(),
        (None, None) => "none".into(),
    };
    if row.tei.is_some() {
        differ("TEI", row.tei.as_deref(), Some(&tei(&found.date)));
    }
    differ("certainty", Some(&wanted), Some(&format!("{:?}", found.certainty).to_lowercase()));
}

#[test]
fn every_form_of_the_table() {
    let table: Table = toml::from_str(include_str!("../../../../tests/dates.toml")).expect("the table is well-formed");
    let mut faults = Vec::new();
    for row in &table.row {
        let dates = Languages::builtin().dates(&row.lang);
        let order = match row.order.as_deref() {
            Some("day-first") => NumericOrder::DayFirst,
            Some("month-first") => NumericOrder::MonthFirst,
            _ => NumericOrder::Unknown,
        };
        let context = DateContext { order, anchor: row.anchor, year_hint: row.year_hint };
        if row.span.is_some() || row.none {
            let found = dates.find(&row.text, 0, &context);
            let spans: Vec<_> = found.iter().map(|found| &row.text[found.span.range()]).collect();
            let wanted: Vec<_> = row.span.as_deref().into_iter().collect();
            if spans == wanted {
                for found in &found {
                    compare(row, found, &mut faults);
                }
            } else {
                faults.push(format!("{} {:?}: found {spans:?}, wanted {wanted:?}", row.lang, row.text));
            }
            continue;
        }
        let dateline = dates.dateline(&row.text, 0, &context);
        let place = dateline.place.map(|place| &row.text[place.range()]);
        if place != row.place.as_deref() {
            faults.push(format!("{} {:?}: place should be {:?}, is {place:?}", row.lang, row.text, row.place));
        }
        match &dateline.date {
            Some(found) => compare(row, found, &mut faults),
            None => faults.push(format!("{} {:?}: no date found", row.lang, row.text)),
        }
    }
    assert!(table.row.len() > 100, "the table is cut short");
    assert!(faults.is_empty(), "{} of {} rows:\n{}", faults.len(), table.row.len(), faults.join("\n"));
}

#[test]
fn years_are_inferred_from_the_last_full_date_and_marked() {
    let text = "In March, 1921 it began. On March 17 it fell; on February 29 nothing could happen.";
    let dates = Languages::builtin().dates("en");
    let mut found = dates.find(text, 0, &DateContext::default());
    assert!(found[1].date.edtf.is_none());
    infer_years(&mut found, &DateContext::default(), &mut None);
    assert_eq!(found[1].date.edtf.as_ref().map(Edtf::as_str), Some("1921-03-17"));
    assert_eq!((found[1].date.inferred, found[1].certainty), (true, Certainty::Inferred));
    assert_eq!(found[2].date.edtf, None);
    assert_eq!(found[2].finding.as_ref().map(|finding| finding.rule.as_ref()), Some("date/impossible"));
}

#[test]
fn a_file_votes_on_the_order_of_numbers() {
    let dates = Languages::builtin().dates("en");
    assert_eq!(dates.order(&dates.evidence("Written 10/7/2008 and 25/7/2008.")), NumericOrder::DayFirst);
    assert_eq!(dates.order(&dates.evidence("Written 10/7/2008 and 7/25/2008.")), NumericOrder::MonthFirst);
    assert_eq!(dates.order(&dates.evidence("Written 25/7/2008 and 7/25/2008.")), NumericOrder::Unknown);
}

#[test]
fn years_of_the_text_give_a_hint() {
    let found = Languages::builtin().dates("en").find(
        "In 1819, on 4 March 1820 and in 1650, not on 5 May.",
        0,
        &DateContext::default(),
    );
    let evidence: DateEvidence = found.iter().collect();
    assert_eq!((found.len(), evidence.year_hint(), DateEvidence::default().year_hint()), (4, Some(1819), None));
}

#[test]
fn marks_split_text_and_cross_no_border() {
    let text = |start, end| Inline::Text { span: Span { start, end }, text: None };
    let source = "on 4 March 1920 *and 5* May 1920";
    let found = Languages::builtin().dates("en").find(source, 0, &DateContext::default());
    let marks: Vec<Mark> = found.iter().take(1).map(Mark::from).collect();
    let emphasis = Inline::Emphasis {
        span: Span { start: 16, end: 23 },
        style: crate::tree::Style::Italic,
        content: vec![text(16, 23)],
    };
    let inlines = mark(vec![text(0, 16), emphasis, text(23, 32)], &marks);
    assert!(matches!(&inlines[1], Inline::Date { span: Span { start: 3, end: 15 }, .. }));
    assert_eq!((inlines.len(), &inlines[0], &inlines[2]), (5, &text(0, 3), &text(15, 16)));
    let crossing = Mark { span: Span { start: 20, end: 30 }, kind: marks[0].kind.clone() };
    assert_eq!(mark(inlines.clone(), &[crossing]), inlines);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_gives_spans_in_order(
        text in prop_oneof![
            any::<String>(),
            prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat()),
        ],
        lang in prop::sample::select(&["en", "fr", "de", "ru", "es", "it", "nl", "la", "und"][..]),
    ) {
        let dates = Languages::builtin().dates(lang);
        let context = DateContext { anchor: Some((1920, 3, 31)), ..DateContext::default() };
        let mut found = dates.find(&text, 0, &context);
        infer_years(&mut found, &context, &mut Some(1920));
        let mut last = 0;
        for date in &found {
            let range = date.span.range();
            prop_assert!(range.start >= last && range.start < range.end && text.get(range.clone()).is_some());
            last = range.end;
        }
        let line = dates.dateline(&text, 0, &context);
        for span in line.place.iter().chain(line.date.iter().map(|date| &date.span)) {
            prop_assert!(text.get(span.range()).is_some_and(|text| !text.is_empty()));
        }
    }
}

const PIECES: &[&str] = &[
    "4",
    "31",
    "29",
    "1920",
    "05",
    "'48",
    "1731/2",
    "March",
    "mars",
    "марта",
    "Dec",
    "XII",
    "III",
    "brumaire",
    " an ",
    "VIII",
    "Id.",
    "Kal.",
    " ",
    " ",
    " ",
    ".",
    ",",
    "/",
    "-",
    "–",
    "(",
    ")",
    "[",
    "]",
    "?",
    "\n",
    "inst",
    "of",
    "the",
    "Tuesday",
    "c.",
    "früh",
    "é",
    "\u{301}",
    "18--",
    "s",
    "early in",
    "ст. ст.",
    "Paris",
    "4294967296",
    "0",
    "9br",
    "st",
    "😀",
];
