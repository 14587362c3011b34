//! What letters and sections are called in a table of contents.

use super::plain::{one_line, plain};
use super::sink::valid_lang;
use super::words::fill;
use crate::Document;
use crate::knowledge::BookWords;
use crate::source::Source;
use crate::tree::{Block, BlockKind, Edtf, Letter, LineRole, Section, Top, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A name in the table of contents, and what tells it from others of the same name.
#[derive(Debug, Clone, Default)]
pub(in crate::write) struct Label {
    pub text: String,
    pub detail: Option<String>,
}

/// How many words of a text without heading stand for it.
const OPENING_WORDS: usize = 6;

/// The headings of a section as one line.
pub(in crate::write) fn heading(source: &Source, section: &Section) -> Option<String> {
    join(section.headings.iter().map(|heading| plain(source, &heading.content)))
}

fn join(lines: impl Iterator<Item = String>) -> Option<String> {
    lines.filter(|line| !line.is_empty()).reduce(|mut all, line| {
        all.push_str(if all.ends_with(|c: char| c.is_alphanumeric()) { ": " } else { " " });
        all.push_str(&line);
        all
    })
}

/// Name of a section: its heading, else what it is, else its first words.
pub(in crate::write) fn section(source: &Source, section: &Section, words: &BookWords) -> Label {
    let function = || words.section.get(section.function.as_deref()?).cloned();
    let text = heading(source, section)
        .or_else(function)
        .or_else(|| section.sections.iter().find_map(|inner| heading(source, inner)))
        .or_else(|| opening(source, &section.blocks));
    Label { text: text.unwrap_or_else(|| words.text.clone()), detail: None }
}

/// The first words of a text.
fn opening(source: &Source, blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { content, .. }
        | BlockKind::Note { content, .. }
        | BlockKind::Code { content }
        | BlockKind::Line { content, .. } => first_words(&plain(source, content)),
        BlockKind::Quote { blocks, .. } => opening(source, blocks),
        BlockKind::Verse { lines } => lines.iter().find_map(|line| first_words(&plain(source, &line.content))),
        BlockKind::List { items, .. } => items.iter().find_map(|item| first_words(&plain(source, &item.content))),
        BlockKind::Table { rows, .. } => {
            rows.iter().flatten().find_map(|cell| first_words(&plain(source, &cell.content)))
        }
        BlockKind::PageBreak { .. } | BlockKind::Separator { .. } => None,
    })
}

fn first_words(text: &str) -> Option<String> {
    let mut words = text.split(' ');
    let mut start = words.by_ref().take(OPENING_WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        start.truncate(start.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
        start.push('…');
    }
    (!start.is_empty()).then_some(start)
}

/// Whether the letters of these documents have more than one sender: then each label names its own.
pub(in crate::write) fn many_senders<'a>(letters: impl Iterator<Item = &'a Letter>) -> bool {
    let mut senders = letters.filter_map(|letter| letter.meta.sender.as_ref()).map(|sender| &sender.text);
    senders.next().is_some_and(|first| senders.any(|other| other != first))
}

/// Name of a letter: its correspondents and date; else heading, greeting or only the date.
pub(in crate::write) fn letter(document: &Document, letter: &Letter, many_senders: bool, words: &BookWords) -> Label {
    let mut text = who(document, letter, many_senders, words);
    if let Some(date) = date(&document.source, letter)
        && !text.contains(&date)
    {
        text.push_str(", ");
        text.push_str(&date);
    }
    let place = letter.meta.place.as_ref().map(|value| one_line(&value.text)).filter(|text| !text.is_empty());
    Label { text, detail: place }
}

/// The language of the name of a letter. `None` where the words of the book make it, around names.
pub(in crate::write) fn letter_lang<'a>(source: &Source, letter: &'a Letter, own: &'a str) -> Option<&'a str> {
    let is_named = |value: &Option<Value>| value.as_ref().is_some_and(|value| !one_line(&value.text).is_empty());
    if is_named(&letter.meta.sender) || is_named(&letter.meta.recipient) {
        return None;
    }
    let heading = letter.top.iter().find_map(|top| match top {
        Top::Heading(heading) if !plain(source, &heading.content).is_empty() => Some(heading.lang.as_deref()),
        Top::Heading(_) | Top::Line(_) | Top::Break(_) => None,
    });
    Some(heading.flatten().map_or(own, valid_lang))
}

/// The language of the name of a section, which is its heading where it has one.
pub(in crate::write) fn section_lang<'a>(section: &'a Section, own: &'a str) -> &'a str {
    section.headings.first().and_then(|heading| heading.lang.as_deref()).map_or(own, valid_lang)
}

/// The correspondents of a letter; else its heading or greeting.
pub(in crate::write) fn who(document: &Document, letter: &Letter, many_senders: bool, words: &BookWords) -> String {
    let source = &document.source;
    let name =
        |value: &Option<Value>| value.as_ref().map(|value| one_line(&value.text)).filter(|text| !text.is_empty());
    let (sender, recipient) = (name(&letter.meta.sender), name(&letter.meta.recipient));
    let who = match (&sender, &recipient) {
        (Some(sender), Some(recipient)) if many_senders => {
            Some(fill(&words.letter_between, &[("sender", sender), ("recipient", recipient)]))
        }
        (_, Some(recipient)) => Some(fill(&words.letter_to, &[("recipient", recipient)])),
        (Some(sender), None) => Some(fill(&words.letter_from, &[("sender", sender)])),
        (None, None) => None,
    };
    let headings = || {
        join(letter.top.iter().filter_map(|top| match top {
            Top::Heading(heading) => Some(plain(source, &heading.content)),
            Top::Line(_) | Top::Break(_) => None,
        }))
    };
    let greeting = || {
        letter.top.iter().find_map(|top| match top {
            Top::Line(line) if line.role == LineRole::Salute => {
                let text = plain(source, &line.content);
                let text = text.trim_end_matches([',', ':', '.', '!', ';', ' ']);
                (!text.is_empty()).then(|| text.to_owned())
            }
            Top::Line(_) | Top::Heading(_) | Top::Break(_) => None,
        })
    };
    who.or_else(headings).or_else(greeting).unwrap_or_else(|| words.letter.clone())
}

/// The date of a letter in its own words if they name the year, else as a plain value.
pub(in crate::write) fn date(source: &Source, letter: &Letter) -> Option<String> {
    let date = letter.meta.date.as_ref()?;
    let written = one_line(source.text.get(date.span.range()).unwrap_or_default());
    let value = date.edtf.as_ref().map(Edtf::as_str);
    let year = value.and_then(|value| value.get(..4));
    match (written.is_empty(), value) {
        (true, value) => value.map(str::to_owned),
        (false, Some(value)) if date.inferred && year.is_some_and(|year| !written.contains(year)) => {
            Some(value.to_owned())
        }
        (false, _) => Some(written),
    }
}

/// Makes every label different: by its detail where that helps, else by a number.
pub(in crate::write) fn tell_apart(labels: &mut [Label]) {
    let count = |labels: &[Label]| {
        let mut count = BTreeMap::<String, usize>::new();
        for label in labels {
            *count.entry(label.text.clone()).or_default() += 1;
        }
        count
    };
    let twice = count(labels);
    for label in labels.iter_mut() {
        if twice[&label.text] > 1
            && let Some(detail) = label.detail.take()
        {
            label.text = format!("{}, {detail}", label.text);
        }
    }
    let twice = count(labels);
    let mut taken: BTreeSet<String> = twice.keys().cloned().collect();
    let mut numbers = BTreeMap::<String, usize>::new();
    for label in labels.iter_mut().filter(|label| twice[&label.text] > 1) {
        let number = numbers.entry(label.text.clone()).or_default();
        label.text = loop {
            *number += 1;
            let text = format!("{} ({number})", label.text);
            if taken.insert(text.clone()) {
                break text;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str, detail: Option<&str>) -> Label {
        Label { text: text.into(), detail: detail.map(str::to_owned) }
    }

    #[test]
    fn no_label_stands_twice() {
        let mut labels = vec![
            label("Dear Sir", Some("Leeds")),
            label("Dear Sir", Some("Hull")),
            label("Dear Sir", None),
            label("Dear Sir", None),
            label("Dear Sir (1)", None),
            label("Dear Madam", Some("York")),
        ];
        tell_apart(&mut labels);
        let texts: Vec<_> = labels.iter().map(|label| label.text.as_str()).collect();
        let expected =
            ["Dear Sir, Leeds", "Dear Sir, Hull", "Dear Sir (2)", "Dear Sir (3)", "Dear Sir (1)", "Dear Madam"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn long_openings_are_cut_at_a_word() {
        assert_eq!(first_words("one two, three").as_deref(), Some("one two, three"));
        assert_eq!(first_words("a b c d e f, g").as_deref(), Some("a b c d e f…"));
        assert_eq!(first_words(""), None);
    }
}
