//! What of an edition goes into one TEI: all of it, one letter, or what is no letter.

use crate::Document;
use crate::knowledge::LanguageList;
use crate::source::{Source, Span};
use crate::steps::step;
use crate::tree::{Edition, Front, Furniture, FurnitureKind, Head, Inline, Letter, Part, Run, Section, Value};
use crate::write::xml::{is_language, is_web_address};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What goes into one TEI.
#[derive(Clone)]
pub(super) struct View<'a> {
    pub source: &'a Source,
    /// The whole edition: its language, profile and notes.
    pub edition: &'a Edition,
    /// The language of the text: that of a letter which stands alone, else the edition's.
    pub lang: &'a str,
    pub head: Cow<'a, Head>,
    pub front: &'a [Front],
    /// Each part with the number of letters before it in the edition.
    pub parts: Vec<(usize, &'a Part)>,
    pub back: &'a [Section],
    /// The notes that go with it, by their index.
    pub notes: BTreeSet<usize>,
    pub furniture: Vec<&'a Furniture>,
    /// The languages that have a name.
    pub languages: &'a LanguageList,
}

impl<'a> View<'a> {
    /// All of a document.
    pub fn whole(document: &'a Document, languages: &'a LanguageList) -> Self {
        let edition = &document.edition;
        Self {
            source: &document.source,
            edition,
            lang: &edition.lang,
            head: Cow::Borrowed(&edition.head),
            front: &edition.front,
            parts: numbered(edition).collect(),
            back: &edition.back,
            notes: (0..edition.notes.len()).collect(),
            furniture: edition.furniture.iter().collect(),
            languages,
        }
    }

    /// The header that letters have in common, without text.
    pub fn common(document: &'a Document, languages: &'a LanguageList) -> Self {
        let edition = &document.edition;
        Self {
            source: &document.source,
            edition,
            lang: &edition.lang,
            head: Cow::Borrowed(&edition.head),
            front: &[],
            parts: Vec::new(),
            back: &[],
            notes: BTreeSet::new(),
            furniture: source_notes(edition).collect(),
            languages,
        }
    }

    /// What is no letter, if there is any, and one view for each letter with its number, from 1. Together they hold
    /// all of the text. A note that two letters call goes with both.
    pub fn letters(document: &'a Document, languages: &'a LanguageList) -> (Option<Self>, Vec<(usize, Self)>) {
        let edition = &document.edition;
        let mut letters: Vec<(usize, Self)> = Vec::new();
        let mut rest = Self::whole(document, languages);
        rest.parts.retain(|(_, part)| matches!(part, Part::Section(_)));
        rest.furniture.clear();
        // Each letter takes the time of that letter, however many others and notes there are.
        let common = Self::common(document, languages);
        for (before, part) in numbered(edition) {
            let Part::Letter(letter) = part else { continue };
            let mut view = common.clone();
            view.lang = letter.lang.as_deref().filter(|lang| is_language(lang)).unwrap_or(&edition.lang);
            view.parts.push((before, part));
            view.head = Cow::Owned(head_of(&edition.head, before + 1));
            view.notes = called(edition, |each| part.runs(each));
            step(1 + view.furniture.len());
            for note in &view.notes {
                rest.notes.remove(note);
            }
            letters.push((before + 1, view));
        }
        // What no letter calls stays with the rest, and so does what the rest calls itself, those notes among it.
        let own = called(edition, |each| {
            rest.runs(each);
            rest.notes.iter().for_each(|note| edition.notes[*note].runs(each));
        });
        rest.notes.extend(own);
        let has_text =
            !rest.front.is_empty() || !rest.parts.is_empty() || !rest.back.is_empty() || !rest.notes.is_empty();
        let starts = smallest_behind(letters.iter().map(|(_, view)| view.start()).collect());
        for item in edition.furniture.iter().filter(|item| item.kind != FurnitureKind::SourceNote) {
            // The last letter that starts before it.
            let around = starts.partition_point(|start| {
                step(1);
                *start <= item.span.start
            });
            match around.checked_sub(1).map(|nth| &mut letters[nth].1) {
                Some(view) if !has_text || view.holds(item.span) => view.furniture.push(item),
                _ if has_text => rest.furniture.push(item),
                _ => {
                    if let Some((_, first)) = letters.first_mut() {
                        first.furniture.push(item);
                    }
                }
            }
        }
        rest.furniture.extend(source_notes(edition));
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
        step(1);
        Some((before, part))
    })
}

/// Notes on the source, which hold for every letter.
fn source_notes(edition: &Edition) -> impl Iterator<Item = &Furniture> {
    step(edition.furniture.len());
    edition.furniture.iter().filter(|item| item.kind == FurnitureKind::SourceNote)
}

/// For each number the smallest of it and those behind it, so that they ascend.
fn smallest_behind(mut starts: Vec<u32>) -> Vec<u32> {
    for nth in (1..starts.len()).rev() {
        starts[nth - 1] = starts[nth - 1].min(starts[nth]);
    }
    starts
}

/// The notes that the runs call, by themselves or by a note that they call.
fn called<'a>(edition: &'a Edition, runs: impl FnOnce(&mut dyn FnMut(Run<'a>))) -> BTreeSet<usize> {
    let mut called = BTreeSet::new();
    let mut open = Vec::new();
    runs(&mut |run| {
        if let Run::Inlines(content) = run {
            marks(content, &mut open);
        }
    });
    while let Some(index) = open.pop() {
        step(1);
        if let Some(note) = edition.notes.get(index)
            && called.insert(index)
        {
            note.runs(&mut |run| {
                if let Run::Inlines(content) = run {
                    marks(content, &mut open);
                }
            });
        }
    }
    called
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
        let text = if is_web_address(&value.text) && !value.text.contains('#') {
            format!("{}#{}", value.text, super::ids::letter_id(number - 1))
        } else {
            format!("{}, letter {number}", value.text)
        };
        Value { text, ..value }
    });
    head
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{self, ReadOptions};
    use crate::steps::steps_of;

    #[test]
    fn many_letters_are_parted_in_the_time_of_each() {
        let letter = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\n{.paragraph}\nThe parcel[1] came.\n\nYours sincerely,\n\n\
                      J. Thorne\n\n[1] A note.\n\n\n";
        let work = |count: usize| {
            let source = Source::new("letters.txt", letter.repeat(count));
            let edition = read::text(&source, &ReadOptions::default()).expect("it is read").edition;
            let document = Document { source, edition };
            let languages = LanguageList::with([]);
            steps_of(|| {
                let (_, letters) = View::letters(&document, &languages);
                assert_eq!(letters.len(), count);
                assert!(letters.iter().all(|(_, view)| view.notes.len() == 1 && view.furniture.len() == 1));
            })
        };
        let (once, twice) = (work(200), work(400));
        assert!(once > 200 && twice * 10 <= once * 23, "{once} steps, then {twice}");
    }

    #[test]
    fn what_stands_on_the_page_goes_with_the_last_letter_that_starts_before_it() {
        // Also where letters do not stand in the order of their text.
        for starts in [[5, 9, 20], [20, 5, 9], [9, 20, 5], [5, 5, 5]] {
            let behind = smallest_behind(starts.to_vec());
            for at in 0..25 {
                let around = behind.partition_point(|start| *start <= at).checked_sub(1);
                assert_eq!(around, starts.iter().rposition(|start| *start <= at), "{starts:?}, {at}");
            }
        }
    }
}
