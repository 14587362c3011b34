//! The list of letters and the index of persons: who wrote to whom, where and when.

use super::chapters::{Chapter, Content};
use super::values::text;
use crate::Document;
use crate::knowledge::BookWords;
use crate::tree::{Letter, Value};
use crate::write::xhtml::sink::printable;
use crate::write::xhtml::{datetime, labels, part_lang};
use serde::Serialize;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter in the list, as its template sees it. What is not known is empty.
#[derive(Debug, Serialize)]
pub(super) struct ListedLetter {
    href: String,
    /// Correspondents, else heading or greeting.
    label: String,
    sender: String,
    recipient: String,
    place: String,
    /// As written, or as a value where the words name no year.
    date: String,
    /// The date for `datetime`, where it is a plain one.
    value: String,
    /// Language of the letter where it is not the book's.
    lang: Option<String>,
    /// The same of its label.
    label_lang: Option<String>,
}

/// A link to a letter.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    href: String,
    label: String,
    lang: Option<String>,
}

/// A person in the index.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    name: String,
    sent: Vec<Link>,
    received: Vec<Link>,
}

fn shown(value: Option<&Value>) -> String {
    value.and_then(text).map(|text| printable(&text).into_owned()).unwrap_or_default()
}

/// The letters of a book with their pages; `lang` is the book's.
fn letters<'a, 'c>(
    chapters: &'c [Chapter<'a>],
    documents: &'c [&'a Document],
    lang: &'c str,
) -> impl Iterator<Item = (&'c Chapter<'a>, &'a Letter, &'a Document, Option<String>)> {
    chapters.iter().filter_map(move |chapter| match chapter.content {
        Content::Letter(letter) => {
            let document = documents[chapter.document];
            let own = part_lang(letter.lang.as_deref(), document);
            Some((chapter, letter, document, (own != lang).then(|| own.to_owned())))
        }
        _ => None,
    })
}

/// The language of a letter's label where it is not the book's.
fn label_lang(letter: &Letter, document: &Document, book: &str) -> Option<String> {
    let own = part_lang(letter.lang.as_deref(), document);
    labels::letter_lang(&document.source, letter, own).filter(|lang| *lang != book).map(str::to_owned)
}

/// The list of letters, in the order of the book.
pub(super) fn list(
    chapters: &[Chapter<'_>],
    documents: &[&Document],
    words: &BookWords,
    lang: &str,
) -> Vec<ListedLetter> {
    let many = labels::many_senders(letters(chapters, documents, lang).map(|(_, letter, _, _)| letter));
    letters(chapters, documents, lang)
        .map(|(chapter, letter, document, own)| {
            let date = labels::date(&document.source, letter).unwrap_or_default();
            let value = letter.meta.date.as_ref().and_then(|date| datetime(date.edtf.as_ref()?));
            ListedLetter {
                href: chapter.file.clone(),
                label: printable(&labels::who(document, letter, many, words)).into_owned(),
                sender: shown(letter.meta.sender.as_ref()),
                recipient: shown(letter.meta.recipient.as_ref()),
                place: shown(letter.meta.place.as_ref()),
                date: printable(&date).into_owned(),
                value: value.unwrap_or_default().to_owned(),
                lang: own,
                label_lang: label_lang(letter, document, lang),
            }
        })
        .collect()
}

/// The persons of the letters by their names as the text gives them, in alphabetical order.
pub(super) fn index(chapters: &[Chapter<'_>], documents: &[&Document], lang: &str) -> Vec<Person> {
    let mut persons = BTreeMap::<(String, String), Person>::new();
    for (chapter, letter, document, _) in letters(chapters, documents, lang) {
        let lang = label_lang(letter, document, lang);
        let link = Link { href: chapter.file.clone(), label: printable(&chapter.label).into_owned(), lang };
        for (value, sent) in [(letter.meta.sender.as_ref(), true), (letter.meta.recipient.as_ref(), false)] {
            let name = shown(value);
            if name.is_empty() {
                continue;
            }
            let entry = persons.entry((sort_key(&name), name.clone()));
            let person = entry.or_insert_with(|| Person { name, sent: Vec::new(), received: Vec::new() });
            if sent { &mut person.sent } else { &mut person.received }.push(link.clone());
        }
    }
    persons.into_values().collect()
}

/// Letters without accents and case: `É` stands with `e`.
fn sort_key(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
