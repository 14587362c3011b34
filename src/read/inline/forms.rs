//! Whether the content of a bracket fits a form of the profile, and what stands in its slots.

use crate::knowledge::Language;
use crate::knowledge::brackets::{Form, Part, Slot};
use crate::read::bracket_words::Word;
use crate::read::inline::context::InlineContext;
use crate::read::languages::Languages;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// What stands in the slots of a form; ranges are bytes of the content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Slots {
    pub text: Option<Range<usize>>,
    pub number: Option<Range<usize>>,
    pub count: Option<u32>,
    pub unit: Option<&'static str>,
    pub resp: Option<&'static str>,
}

/// Units of a lacuna: the list of words in `[editorial]`, and TEI's word.
const UNITS: [(&str, &str); 4] =
    [("unit-word", "word"), ("unit-character", "character"), ("unit-line", "line"), ("unit-page", "page")];
/// Who may speak in a bracket; lists of words in `[editorial]`.
const VOICES: [&str; 4] = ["editor", "translator", "transcriber", "author"];

/// Who speaks, if `text` is a word for one who does ("Ed.").
pub(crate) fn voice(known: &Languages, languages: &[&Language], text: &str) -> Option<&'static str> {
    VOICES.into_iter().find(|voice| known.bracket_words().is_listed(languages, voice, text))
}

/// Who can speak in a bracket.
pub(crate) fn voices() -> &'static [&'static str] {
    &VOICES
}

/// Text of more bytes is a phrase without looking for the blank in it.
const LONGEST_WORD: usize = 256;
/// No name in a bracket has more words.
const NAME_WORDS: usize = 4;

/// The content of a bracket, to fit forms to.
pub(crate) struct Content<'a> {
    context: &'a InlineContext<'a>,
    inside: &'a str,
    /// Length of the white space at its start.
    start: usize,
    first: OnceCell<Vec<(&'a Word, usize)>>,
}

impl<'a> Content<'a> {
    pub(crate) fn new(context: &'a InlineContext<'a>, inside: &'a str) -> Self {
        Self { context, inside, start: blank(inside), first: OnceCell::new() }
    }

    /// Fits a form to the whole content.
    pub(crate) fn slots(&self, form: &Form) -> Option<Slots> {
        let mut slots = Slots::default();
        self.fit(&form.parts, 0, &mut slots).then_some(slots)
    }

    /// Fits `parts` to the content from `at` to its end. Forms are short, so the depth is small.
    fn fit(&self, parts: &[Part], at: usize, slots: &mut Slots) -> bool {
        let Some((part, parts)) = parts.split_first() else { return self.inside[at..].trim().is_empty() };
        match part {
            Part::Blank => self.fit(parts, self.past_blank(at), slots),
            Part::Literal(literal) => {
                let at = if at == 0 { self.start } else { at };
                self.inside[at..].starts_with(literal.as_str()) && self.fit(parts, at + literal.len(), slots)
            }
            Part::Slot(slot) => self.slot(slot, parts, self.past_blank(at), slots),
        }
    }

    fn past_blank(&self, at: usize) -> usize {
        if at == 0 { self.start } else { at + blank(&self.inside[at..]) }
    }

    fn slot(&self, slot: &Slot, parts: &[Part], at: usize, slots: &mut Slots) -> bool {
        let rest = &self.inside[at..];
        match slot {
            Slot::Text | Slot::Word | Slot::Phrase | Slot::Name | Slot::Sentence => self.text(slot, parts, at, slots),
            Slot::Number => number(rest).is_some_and(|length| {
                slots.number = Some(at..at + length);
                self.fit(parts, at + length, slots)
            }),
            Slot::PageNumber => {
                let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                slots.number = Some(at..at + length);
                (1..=3).contains(&length) && self.fit(parts, at + length, slots)
            }
            Slot::Label => {
                let length = rest.trim_end().len();
                slots.number = Some(at..at + length);
                length > 0 && self.fit(parts, at + length, slots)
            }
            Slot::Dots => dots(rest).is_some_and(|(length, count)| {
                slots.count = Some(count);
                self.fit(parts, at + length, slots)
            }),
            Slot::Letter => {
                slots.number = Some(at..at + rest.len());
                self.context.profile.letters.contains_key(rest) && self.fit(parts, at + rest.len(), slots)
            }
            Slot::Underscores => {
                let length = rest.find(|c: char| c != '_' && !c.is_whitespace()).unwrap_or(rest.len());
                let count = rest[..length].matches('_').count();
                slots.count = Some(count as u32);
                count > 0 && self.fit(parts, at + rest[..length].trim_end().len(), slots)
            }
            Slot::Count => self.count(parts, at, slots),
            Slot::Unit => UNITS.iter().any(|&(list, unit)| {
                self.words(list, parts, at, slots) && {
                    slots.unit = Some(unit);
                    true
                }
            }),
            Slot::Resp => VOICES.iter().any(|&voice| {
                self.words(voice, parts, at, slots) && {
                    slots.resp = Some(voice);
                    true
                }
            }),
            Slot::Words(list) => self.words(list, parts, at, slots),
        }
    }

    /// One of the words of a list, in any of the languages.
    fn words(&self, list: &str, parts: &[Part], at: usize, slots: &mut Slots) -> bool {
        self.words_at(at).iter().any(|(word, length)| word.list == list && self.fit(parts, at + length, slots))
    }

    /// A number in figures, or one of the number words, the first of which is one.
    fn count(&self, parts: &[Part], at: usize, slots: &mut Slots) -> bool {
        let rest = &self.inside[at..];
        let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
        if figures > 0 {
            slots.count = rest[..figures].parse().ok();
            return slots.count.is_some() && self.fit(parts, at + figures, slots);
        }
        self.words_at(at).iter().filter(|(word, _)| word.list == "count").any(|(word, length)| {
            self.fit(parts, at + length, slots) && {
                slots.count = Some(word.ordinal);
                true
            }
        })
    }

    /// The words known at a place. Those at the start are asked for by nearly every form and found only once.
    fn words_at(&self, at: usize) -> Cow<'_, [(&'a Word, usize)]> {
        if at == self.start {
            Cow::Borrowed(self.first.get_or_init(|| self.find_words(at)))
        } else {
            Cow::Owned(self.find_words(at))
        }
    }

    fn find_words(&self, at: usize) -> Vec<(&'a Word, usize)> {
        self.context.known.bracket_words().at_start(self.context.languages, &self.inside[at..]).collect()
    }

    /// Free text: as long as what follows in the form allows.
    fn text(&self, slot: &Slot, parts: &[Part], at: usize, slots: &mut Slots) -> bool {
        let rest = self.inside[at..].trim_end();
        let try_end = |end: usize, slots: &mut Slots| {
            let text = self.inside[at..end].trim_end();
            if text.is_empty() || !self.shape(slot, text) || !self.fit(parts, end, slots) {
                return false;
            }
            slots.text = Some(at..at + text.len());
            true
        };
        let end = at + rest.len();
        match parts.iter().find(|part| **part != Part::Blank) {
            None => try_end(end, slots),
            Some(Part::Literal(literal)) => {
                rest.rmatch_indices(literal.as_str()).any(|(found, _)| try_end(at + found, slots))
            }
            Some(_) => rest.rmatch_indices(char::is_whitespace).any(|(found, _)| try_end(at + found, slots)),
        }
    }

    fn shape(&self, slot: &Slot, text: &str) -> bool {
        let mut words = text.split_whitespace();
        match slot {
            Slot::Word => words.nth(1).is_none(),
            Slot::Phrase => text.len() > LONGEST_WORD || words.nth(1).is_some(),
            Slot::Sentence => {
                words.nth(3).is_some()
                    && text.starts_with(char::is_uppercase)
                    && text.trim_end_matches(['"', '”', '»', '\'', ')']).ends_with(['.', '!', '?'])
            }
            Slot::Name => {
                let first = words.clone().next().unwrap_or_default();
                words.clone().count() <= NAME_WORDS
                    && words
                        .all(|word| word.starts_with(char::is_uppercase) && !word.ends_with([',', ';', ':', '!', '?']))
                    && !self.context.is_listed("function", first)
            }
            _ => true,
        }
    }
}

/// Length of the white space at the start.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Length of a page or leaf number: `12`, `3r`, `iv`, `4-5`.
fn number(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &text[figures.min(length)..length];
    let arabic = (1..=5).contains(&figures)
        && (matches!(tail, "" | "r" | "v" | "a" | "b") || tail.strip_prefix('-').is_some_and(is_figures));
    let roman = (1..=8).contains(&length)
        && (text[..length].bytes().all(|b| b"ivxlc".contains(&b))
            || text[..length].bytes().all(|b| b"IVXLC".contains(&b)));
    (arabic || roman).then_some(length)
}

fn is_figures(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Length of a row of dots, strokes or asterisks that stands for something left out, and how many they are.
/// A lone one is a sign of its own.
fn dots(text: &str) -> Option<(usize, u32)> {
    let sign = text.chars().next().filter(|c| matches!(c, '.' | '…' | '-' | '–' | '—' | '_' | '*' | '·'))?;
    let length = text.find(|c: char| c != sign && !c.is_whitespace()).unwrap_or(text.len());
    let count: u32 = text[..length].chars().map(|c| if c == '…' { 3 } else { u32::from(c == sign) }).sum();
    (count >= 2).then_some((text[..length].trim_end().len(), count))
}
