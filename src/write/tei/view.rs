//! What of an edition goes into one TEI: all of it, one letter, or what is no letter.

use crate::Document;
use crate::source::{Source, Span};
use crate::tree::{Edition, Front, Furniture, FurnitureKind, Head, Inline, Letter, Part, Run, Section, Value};
use std::borrow::Cow;

/// What goes into one TEI.
pub(super) struct View<'a> {
    pub source: &'a Source,
    /// The whole edition: its language, profile and notes.
    pub edition: &'a Edition,
    pub head: Cow<'a, Head>,
    pub front: &'a [Front],
    /// Each part with the number of letters before it in the edition.
    pub parts: Vec<(usize, &'a Part)>,
    pub back: &'a [Section],
    /// For each note whether it goes elsewhere.
    pub notes_elsewhere: Vec<bool>,
    pub furniture: Vec<&'a Furniture>,
}

impl<'a> View<'a> {
    /// All of a document.
    pub fn whole(document: &'a Document) -> Self {
        let edition = &document.edition;
        Self {
            source: &document.source,
            edition,
            head: Cow::Borrowed(&edition.head),
            front: &edition.front,
            parts: numbered(edition).collect(),
            back: &edition.back,
            notes_elsewhere: vec![false; edition.notes.len()],
            furniture: edition.furniture.iter().collect(),
        }
    }

    /// The header that letters have in common, without text.
    pub fn common(document: &'a Document) -> Self {
        let mut view = Self::whole(document);
        (view.front, view.back) = (&[], &[]);
        view.parts.clear();
        view.furniture.retain(|item| item.kind == FurnitureKind::SourceNote);
        view
    }

    /// What is no letter, if there is any, and one view for each letter with its number, from 1. Together they hold
    /// all of the text. A note that two letters call goes with both.
    pub fn letters(document: &'a Document) -> (Option<Self>, Vec<(usize, Self)>) {
        let edition = &document.edition;
        let mut letters: Vec<(usize, Self)> = Vec::new();
        let mut rest = Self::whole(document);
        rest.parts.retain(|(_, part)| matches!(part, Part::Section(_)));
        rest.furniture.clear();
        for (before, part) in numbered(edition) {
            let Part::Letter(_) = part else { continue };
            let mut view = Self::common(document);
            view.parts.push((before, part));
            view.head = Cow::Owned(head_of(&edition.head, before + 1));
            view.notes_elsewhere = called(edition, |each| part.runs(each));
            for (elsewhere, with_letter) in rest.notes_elsewhere.iter_mut().zip(&view.notes_elsewhere) {
                *elsewhere |= !with_letter;
            }
            letters.push((before + 1, view));
        }
        // What no letter calls stays with the rest, and so does what the rest calls itself, those notes among it.
        let own = called(edition, |each| {
            rest.runs(each);
            let stay = edition.notes.iter().zip(&rest.notes_elsewhere).filter(|(_, elsewhere)| !**elsewhere);
            stay.for_each(|(note, _)| note.runs(each));
        });
        for (elsewhere, not_called) in rest.notes_elsewhere.iter_mut().zip(own) {
            *elsewhere &= not_called;
        }
        let has_text = !rest.front.is_empty()
            || !rest.parts.is_empty()
            || !rest.back.is_empty()
            || rest.notes_elsewhere.contains(&false);
        for item in edition.furniture.iter().filter(|item| item.kind != FurnitureKind::SourceNote) {
            let around = letters.iter_mut().rfind(|(_, view)| view.start() <= item.span.start);
            match around {
                Some((_, view)) if !has_text || view.holds(item.span) => view.furniture.push(item),
                _ if has_text => rest.furniture.push(item),
                _ => {
                    if let Some((_, first)) = letters.first_mut() {
                        first.furniture.push(item);
                    }
                }
            }
        }
        rest.furniture.extend(edition.furniture.iter().filter(|item| item.kind == FurnitureKind::SourceNote));
        for view in letters.iter_mut().map(|(_, view)| view).chain([&mut rest]) {
            view.furniture.sort_by_key(|item| item.span);
        }
        (has_text.then_some(rest), letters)
    }

    /// The letters, each with the number of letters before it in the edition.
    pub fn letters_of(&self) -> impl Iterator<Item = (usize, &'a Letter)> {
        self.parts.iter().filter_map(|(before, part)| match part {
            Part::Letter(letter) => Some((*before, &**letter)),
            Part::Section(_) => None,
        })
    }

    fn start(&self) -> u32 {
        self.letters_of().next().map_or(0, |(_, letter)| letter.span.start)
    }

    fn holds(&self, span: Span) -> bool {
        self.letters_of().any(|(_, letter)| letter.span.contains(span))
    }

    /// Calls `each` with the inline content of front, parts and back.
    fn runs(&self, each: &mut dyn FnMut(Run<'a>)) {
        self.front.iter().for_each(|front| front.runs(each));
        self.parts.iter().for_each(|(_, part)| part.runs(each));
        self.back.iter().for_each(|section| section.runs(each));
    }
}

fn numbered(edition: &Edition) -> impl Iterator<Item = (usize, &Part)> {
    edition.parts.iter().scan(0, |letters, part| {
        let before = *letters;
        *letters += usize::from(matches!(part, Part::Letter(_)));
        Some((before, part))
    })
}

/// For each note whether the runs do *not* call it, by themselves or by a note that they call.
fn called<'a>(edition: &'a Edition, runs: impl FnOnce(&mut dyn FnMut(Run<'a>))) -> Vec<bool> {
    let mut not_called = vec![true; edition.notes.len()];
    let mut open = Vec::new();
    runs(&mut |run| {
        if let Run::Inlines(content) = run {
            marks(content, &mut open);
        }
    });
    while let Some(index) = open.pop() {
        if not_called.get(index) == Some(&true) {
            not_called[index] = false;
            edition.notes[index].runs(&mut |run| {
                if let Run::Inlines(content) = run {
                    marks(content, &mut open);
                }
            });
        }
    }
    not_called
}

/// Notes that inline content calls.
fn marks(content: &[Inline], found: &mut Vec<usize>) {
    for inline in content {
        if let Inline::NoteRef(mark) = inline {
            found.push(mark.note as usize);
        }
        marks(inline.content(), found);
    }
}

/// The head of one letter: what holds for the whole, but title, date and place are the whole's alone, and an identifier
/// names the letter in it.
fn head_of(whole: &Head, number: usize) -> Head {
    let mut head = whole.clone();
    head.collection = head.collection.take().or(head.title.take());
    (head.title, head.subtitle, head.date, head.place) = (None, None, None, None);
    head.identifier = head.identifier.map(|value| {
        let text = if super::xml::is_web_address(&value.text) && !value.text.contains('#') {
            format!("{}#{}", value.text, super::text::letter_id(number - 1))
        } else {
            format!("{}, letter {number}", value.text)
        };
        Value { text, ..value }
    });
    head
}
