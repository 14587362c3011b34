//! Rules about letters as acts of communication (TEI P5 2.4.6), and dates that must agree.

use super::view::{Tei, attribute, child, descendants, is_tei, named, tag};
use crate::check::findings::Findings;
use crate::span::Span;
use crate::steps::step;
use roxmltree::Node;
use std::collections::BTreeMap;

/// First and last day of a date, as W3C writes days.
type Days = (String, String);

/// Datelines of one letter that are held against its description. A letter has one or two; which of so many would be meant,
/// nobody can tell.
const MOST_DATELINES: usize = 100;

/// A time that ends before it begins.
pub(in crate::check) fn date_order(tei: &Tei, findings: &mut Findings) {
    for node in tei.document.descendants().filter(is_tei) {
        for (from, to) in [("notBefore", "notAfter"), ("from", "to")] {
            let ends = attribute(node, from).zip(attribute(node, to));
            let Some((first, last)) = ends else { continue };
            let (Some((start, _)), Some((_, end))) = (days(first.value()), days(last.value())) else { continue };
            if start > end {
                let message = format!("`{from}` is {}, which is later than `{to}`, {}", first.value(), last.value());
                let hint = "compare with the original, and correct the one that is wrong".to_owned();
                findings.push(Span::from(first.range_value()), message).hints.push(hint);
            }
        }
    }
}

/// A dateline and the `correspDesc` of its letter that cannot both be right.
pub(in crate::check) fn contradicting_dates(tei: &Tei, findings: &mut Findings) {
    let described: Vec<Node> = descendants(tei.document.root(), "correspDesc").collect();
    let letters: Vec<Node> = descendants(tei.document.root(), "div").filter(is_letter).collect();
    // The first letter that points to an id.
    let mut pointing: BTreeMap<&str, Node> = BTreeMap::new();
    for letter in &letters {
        let decls = letter.attribute("decls").unwrap_or_default();
        for id in decls.split_ascii_whitespace().filter_map(|it| it.strip_prefix('#')) {
            pointing.entry(id).or_insert(*letter);
        }
    }
    // Any number of descriptions may belong to one letter.
    let mut datelines: BTreeMap<u32, Vec<(Node, Days)>> = BTreeMap::new();
    for correspondence in &described {
        let id = correspondence.attribute((roxmltree::NS_XML_URI, "id"));
        let letter = match (id.and_then(|id| pointing.get(id)), &*described, &*letters) {
            // One letter, one description: no pointer is needed.
            (Some(letter), ..) | (None, [_], [letter]) => *letter,
            (None, [_], []) => tei.document.root(),
            _ => continue,
        };
        let sent = elements(*correspondence, "correspAction").find(|it| it.attribute("type") == Some("sent"));
        let Some(date) = sent.and_then(|sent| child(sent, "date")) else { continue };
        let Some(meant) = range(date) else { continue };
        let written = datelines.entry(letter.id().get()).or_insert_with(|| {
            let in_lines = descendants(letter, "dateline").flat_map(|line| descendants(line, "date"));
            in_lines.filter_map(|it| Some((it, range(it)?))).take(MOST_DATELINES + 1).collect()
        });
        if written.len() > MOST_DATELINES {
            continue;
        }
        step(written.len());
        let agree = written.iter().any(|(_, days)| days.0 <= meant.1 && meant.0 <= days.1);
        if let (false, Some((first, _))) = (agree, written.first()) {
            let message = format!("the dateline says {}, the correspDesc {}", said(*first), said(date));
            let finding = findings.push(tag(tei, *first), message);
            *finding = finding
                .clone()
                .related(tag(tei, date), "this date of sending contradicts it")
                .hint("compare with the original, and correct the one that is wrong");
        }
    }
}

/// A letter that is received before it is sent: in the order of its actions, or by their dates.
pub(in crate::check) fn received_first(tei: &Tei, findings: &mut Findings) {
    for correspondence in descendants(tei.document.root(), "correspDesc") {
        let actions: Vec<Node> = elements(correspondence, "correspAction").collect();
        let of = |kind: &str| actions.iter().position(|it| it.attribute("type") == Some(kind));
        let Some((sent, received)) = of("sent").zip(of("received")) else { continue };
        let (sent, received, in_order) = (actions[sent], actions[received], sent < received);
        let dates = child(sent, "date").and_then(range).zip(child(received, "date").and_then(range));
        if dates.is_some_and(|((sent, _), (_, received))| received < sent) {
            let finding = findings.push(tag(tei, received), "it is received before the day on which it is sent");
            *finding =
                finding.clone().related(tag(tei, sent), "it is sent here").hint("correct the date that is wrong");
        } else if !in_order {
            let finding = findings.push(tag(tei, received), "`received` stands before `sent`");
            finding.hints.push("give the steps of a letter in the order of time".to_owned());
        }
    }
}

pub(super) fn is_letter(div: &Node) -> bool {
    div.attribute("type") == Some("letter")
}

fn elements<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |it| named(it, name))
}

/// The days that an element's dating attributes leave open.
fn range(node: Node) -> Option<Days> {
    let value = |name: &str| node.attribute(name).and_then(days);
    if let Some(days) = value("when") {
        return Some(days);
    }
    let first = value("notBefore").or_else(|| value("from")).map(|(first, _)| first);
    let last = value("notAfter").or_else(|| value("to")).map(|(_, last)| last);
    match (first, last) {
        (None, None) => None,
        (first, last) => Some((first.unwrap_or_default(), last.unwrap_or_else(|| "9999-12-31".into()))),
    }
}

/// First and last day of a year, month or day of our era; none for other forms.
fn days(value: &str) -> Option<Days> {
    let value = value.trim();
    let date = value.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = date.split('-').collect();
    let is_number = |part: &&str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    match &*parts {
        [year] if is_number(year, 4) => Some((format!("{year}-01-01"), format!("{year}-12-31"))),
        [year, month] if is_number(year, 4) && is_number(month, 2) => {
            Some((format!("{date}-01"), format!("{date}-31")))
        }
        [year, month, day] if is_number(year, 4) && is_number(month, 2) && is_number(day, 2) => {
            Some((date.to_owned(), date.to_owned()))
        }
        _ => None,
    }
}

/// A date as its attributes say it.
fn said(node: Node) -> String {
    let names = ["when", "notBefore", "notAfter", "from", "to"];
    let values = names.iter().filter_map(|name| Some((name, node.attribute(*name)?)));
    values.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" ")
}
