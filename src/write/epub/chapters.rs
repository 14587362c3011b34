//! Which pages a book has, in which order, and what they are called.

use super::values::{self, text};
use crate::Document;
use crate::knowledge::BookWords;
use crate::tree::{Block, BlockKind, Front, FurnitureKind, Head, Inline, Letter, Part, Section, TitleLine, TitleRole};
use crate::write::xhtml::labels::{self, Label};
use crate::write::xhtml::plain;

/// From so many letters on a book lists them, and from so many persons on it has an index of them.
const SEVERAL: usize = 2;

/// A page of the book, before it is written.
pub(super) struct Chapter<'a> {
    /// Index of its document.
    pub document: usize,
    pub content: Content<'a>,
    pub label: String,
    pub file: String,
}

/// What a page shows.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// The title block as the source has it; empty where only the metadata know the title.
    Title(&'a [TitleLine]),
    Front(&'a Section),
    Letter(&'a Letter),
    Section(&'a Section),
    Back(&'a Section),
    /// The list of letters.
    Letters,
    /// The index of persons.
    Persons,
    /// Where the text comes from.
    Colophon,
}

impl Content<'_> {
    /// Part of the book, a term of the EPUB structural semantics vocabulary.
    pub fn matter(self) -> &'static str {
        match self {
            Self::Title(_) | Self::Front(_) => "frontmatter",
            Self::Letter(_) | Self::Section(_) => "bodymatter",
            Self::Back(_) | Self::Letters | Self::Persons | Self::Colophon => "backmatter",
        }
    }

    /// Whether the book makes the page, and not a document.
    pub fn is_made(self) -> bool {
        match self {
            Self::Letters | Self::Persons | Self::Colophon => true,
            Self::Title(_) | Self::Front(_) | Self::Letter(_) | Self::Section(_) | Self::Back(_) => false,
        }
    }

    /// Name of the template, and stem of the file.
    fn kind(self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::Letter(_) => "letter",
            Self::Front(_) | Self::Section(_) | Self::Back(_) => "section",
            Self::Letters => "letters",
            Self::Persons => "persons",
            Self::Colophon => "colophon",
        }
    }
}

/// The pages of a book. There is always at least one: `empty` serves where there is nothing to read.
pub(super) fn plan<'a>(
    documents: &[&'a Document],
    head: &Head,
    words: &BookWords,
    empty: &'a Section,
) -> Vec<Chapter<'a>> {
    let mut plan: Vec<(usize, Content<'a>, Label)> = Vec::new();
    let letters: Vec<&Letter> = documents.iter().flat_map(|document| document.edition.letters()).collect();
    let many_senders = labels::many_senders(letters.iter().copied());
    let fixed = |text: &str| Label { text: text.to_owned(), detail: None };
    for (index, document) in documents.iter().enumerate() {
        let (source, edition) = (&document.source, &document.edition);
        let section = |section| labels::section(source, section, words);
        for front in &edition.front {
            plan.push(match front {
                Front::TitleBlock { lines } => {
                    let title = lines.iter().find(|line| line.role == TitleRole::Title).or(lines.first());
                    let text = title.map(|line| plain(source, &line.content)).filter(|text| !text.is_empty());
                    (index, Content::Title(lines), fixed(text.as_deref().unwrap_or(&words.title_page)))
                }
                Front::Section(front) => (index, Content::Front(front), section(front)),
            });
        }
        for part in edition.parts.iter().filter(|part| !is_turn(part)) {
            plan.push(match part {
                Part::Letter(letter) => {
                    (index, Content::Letter(letter), labels::letter(document, letter, many_senders, words))
                }
                Part::Section(part) => (index, Content::Section(part), section(part)),
            });
        }
        plan.extend(edition.back.iter().map(|back| (index, Content::Back(back), section(back))));
    }
    let title = head.title.as_ref().and_then(values::text);
    let title_block = plan.iter().any(|(_, content, _)| matches!(content, Content::Title(_)));
    if let Some(title) = title.as_ref().filter(|_| !title_block) {
        plan.insert(0, (0, Content::Title(&[]), fixed(title)));
    }
    // A text that is one section without heading is called by its title.
    let mut body = plan.iter_mut().filter(|(_, content, _)| content.matter() == "bodymatter");
    if let (Some((index, Content::Section(only), label)), None, Some(title)) = (body.next(), body.next(), title)
        && labels::heading(&documents[*index].source, only).is_none()
    {
        label.text = title;
    }
    if plan.iter().all(|(_, content, _)| matches!(content, Content::Title(_))) {
        plan.push((documents.len() - 1, Content::Section(empty), fixed(&words.text)));
    }
    let own = [
        (is_listed(&letters), Content::Letters, &words.letters),
        (is_indexed(&letters), Content::Persons, &words.persons),
        (true, Content::Colophon, &words.colophon),
    ];
    plan.extend(
        own.into_iter()
            .filter(|(wanted, _, _)| *wanted)
            .map(|(_, content, name)| (documents.len() - 1, content, fixed(name))),
    );
    finish(plan)
}

/// Whether the letters are worth a list of their own.
fn is_listed(letters: &[&Letter]) -> bool {
    letters.len() >= SEVERAL
}

/// Whether the persons are worth an index.
fn is_indexed(letters: &[&Letter]) -> bool {
    let names: std::collections::BTreeSet<_> = letters
        .iter()
        .flat_map(|letter| [&letter.meta.sender, &letter.meta.recipient])
        .filter_map(|value| text(value.as_ref()?))
        .collect();
    is_listed(letters) && names.len() >= SEVERAL
}

/// Whether a part is nothing but rules between its neighbours: in a book, the turn of the page says as much.
fn is_turn(part: &Part) -> bool {
    let Part::Section(section) = part else { return false };
    let Section { headings, blocks, sections, .. } = &**section;
    let is_rule = |block: &Block| match &block.kind {
        BlockKind::Separator { sign } => sign.iter().all(|inline| matches!(inline, Inline::Markup { .. })),
        _ => false,
    };
    headings.is_empty() && sections.is_empty() && blocks.iter().all(is_rule)
}

/// Names files and tells labels apart.
fn finish(plan: Vec<(usize, Content<'_>, Label)>) -> Vec<Chapter<'_>> {
    // The title page is not in the contents, so it may be called like a chapter.
    let listed = |content: &Content| !matches!(content, Content::Title(_));
    let mut names: Vec<Label> =
        plan.iter().filter(|(_, content, _)| listed(content)).map(|(_, _, label)| label.clone()).collect();
    labels::tell_apart(&mut names);
    let mut names = names.into_iter();
    let mut numbers = std::collections::BTreeMap::<&str, usize>::new();
    plan.into_iter()
        .map(|(document, content, label)| {
            let label = if listed(&content) { names.next() } else { None }.unwrap_or(label).text;
            let number = numbers.entry(content.kind()).or_default();
            *number += 1;
            Chapter { document, content, label, file: format!("{}-{number}.xhtml", content.kind()) }
        })
        .collect()
}

/// What the source says about where its text comes from, in its own words.
pub(super) fn origins(document: &Document) -> impl Iterator<Item = &[Inline]> {
    let furniture = document.edition.furniture.iter().filter(|item| match item.kind {
        FurnitureKind::SourceNote | FurnitureKind::Boilerplate => true,
        FurnitureKind::Contents
        | FurnitureKind::Repeated
        | FurnitureKind::RunningHead
        | FurnitureKind::Noise
        | FurnitureKind::FrontMatter
        | FurnitureKind::Directive
        | FurnitureKind::Markup => false,
    });
    furniture.map(|item| item.content.as_slice()).filter(|content| !plain(&document.source, content).is_empty())
}

/// Facts of the head that no page prints: given on the command line, in front matter or in hints.
pub(super) fn facts(head: &Head, first: &Document, words: &BookWords) -> Vec<(String, String)> {
    let silent = |kind| matches!(kind, FurnitureKind::FrontMatter | FurnitureKind::Directive | FurnitureKind::Markup);
    let mut facts = Vec::new();
    let mut add = |key: &str, values: &[crate::tree::Value]| {
        for value in values {
            let printed = value.span.is_some_and(|span| {
                !first.edition.furniture.iter().any(|item| silent(item.kind) && item.span.contains(span))
            });
            if let Some(text) = values::text(value).filter(|_| !printed) {
                let name = words.value.get(key).map_or(key, String::as_str);
                facts.push((name.to_owned(), text));
            }
        }
    };
    add("editor", &head.editors);
    add("translator", &head.translators);
    add("transcriber", &head.transcribers);
    add("source", &head.sources);
    add("publisher", head.publisher.as_slice());
    add("licence", head.licence.as_slice());
    add("date", head.date.as_slice());
    add("place", head.place.as_slice());
    add("identifier", head.identifier.as_slice());
    if let Some(name) = head.collection.as_ref().and_then(values::text) {
        let number = values::other(head, values::SERIES_NUMBER).and_then(values::text);
        let series = words.value.get("series").map_or("series", String::as_str);
        facts.push((series.to_owned(), number.map_or(name.clone(), |number| format!("{name}, {number}"))));
    }
    facts
}
