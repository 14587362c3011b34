//! Furniture: what stands on the page and is not part of the text. Lifted out before the decoder
//! looks at the lines, and kept in the tree with its span and reason.

use crate::caseless;
use crate::knowledge::Language;
use crate::read::languages::Languages;
use crate::read::lexicon::word;
use crate::read::lexicon::{Class, Lexicon, bare, fold_bare, words};
use crate::read::lines::{Layout, Line};
use crate::read::shape::ends_sentence;
use crate::read::sign::{self, Sign};
use crate::source::Source;
use crate::tree::{FurnitureKind, Name, Wrap};
use std::collections::HashMap;

/// What a lifted line is, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Lifted {
    /// What it is.
    pub kind: LiftedKind,
    /// Cue id.
    pub cue: Name,
}

/// What a lifted line is.
#[derive(Debug, Clone, PartialEq)]
pub enum LiftedKind {
    /// A page break: the number of the page, and whether it is the printed number itself.
    PageBreak {
        /// The number as written.
        number: Option<String>,
        /// Printed folio rather than an editor's mark.
        printed: bool,
    },
    /// A break between passages.
    Separator,
    /// A publisher's imprint at the end.
    Imprint,
    /// Out of the text.
    Furniture(FurnitureKind),
}

/// Cue of a line that goes on with the source note before it.
pub const CONTINUED: &str = "source-note.continued";

/// How many lines at either end of a file can be notes on it.
const EDGE: usize = 14;

/// So far to the right stands the head of a column of page numbers.
const COLUMN: u16 = 16;

/// Longest line (in bytes) that can be noise.
const SHORT: usize = 120;

/// Decides for each line whether it is furniture.
#[must_use]
pub fn lift(languages: &Languages, source: &Source, lines: &[Line], layout: Layout) -> Vec<Option<Lifted>> {
    let mut lifted: Vec<Option<Lifted>> = vec![None; lines.len()];
    shapes(source, lines, &mut lifted);
    contents(languages.lexicon(), source, lines, &mut lifted);
    labels(languages, source, lines, layout, &mut lifted);
    if layout.wrap == Wrap::Lines {
        word_noise(source, lines, &mut lifted);
    }
    lifted
}

fn furniture(kind: FurnitureKind, cue: &'static str) -> Lifted {
    Lifted { kind: LiftedKind::Furniture(kind), cue: cue.into() }
}

/// Lines that are what they are by their shape alone: page numbers, separators, dirt.
fn shapes(source: &Source, lines: &[Line], lifted: &mut [Option<Lifted>]) {
    let mut open = false;
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let text = source.slice(line.span);
        if open {
            lifted[index] = Some(furniture(FurnitureKind::Boilerplate, "boilerplate.after-end"));
        }
        let Some(pattern) = sign::find(text) else { continue };
        let Sign { id, kind, .. } = pattern;
        let page = |printed| {
            let kind = LiftedKind::PageBreak { number: pattern.number(text), printed };
            Some(Lifted { kind, cue: id.as_str().into() })
        };
        lifted[index] = match kind.as_str() {
            "page-printed" => page(true),
            "page-mark" => page(false),
            "separator" => Some(Lifted { kind: LiftedKind::Separator, cue: id.as_str().into() }),
            "noise" => Some(furniture(FurnitureKind::Noise, id)),
            "boilerplate" => Some(furniture(FurnitureKind::Boilerplate, id)),
            "boilerplate-start" => {
                open = true;
                Some(furniture(FurnitureKind::Boilerplate, id))
            }
            "boilerplate-end" => {
                start = index;
                Some(furniture(FurnitureKind::Boilerplate, id))
            }
            other => unreachable!("a test allows no kind `{other}`"),
        };
    }
    lifted[..start].fill(Some(furniture(FurnitureKind::Boilerplate, "boilerplate.before-start")));
}

/// A heading "Contents" and the entries under it: lines that end in a page number, table rules.
fn contents(lexicon: &Lexicon, source: &Source, lines: &[Line], lifted: &mut [Option<Lifted>]) {
    let mut first = String::new();
    for index in 0..lines.len() {
        let text = source.slice(lines[index].span);
        if text.len() > 40 || !starts_with(lexicon, text, Class::Contents, true, &mut first) {
            continue;
        }
        let under = &lines[index + 1..];
        // The head of the column of numbers.
        let column = under.first().is_some_and(|line| line.chars <= 6 && line.indent >= COLUMN);
        let entries = usize::from(column)
            + under[usize::from(column)..].iter().take_while(|line| is_entry(source.slice(line.span))).count();
        if entries > 0 {
            for slot in &mut lifted[index..=index + entries] {
                *slot = Some(furniture(FurnitureKind::Contents, "contents.heading-and-entries"));
            }
        }
    }
}

fn is_entry(text: &str) -> bool {
    let rule = text.len() >= 3 && text.chars().all(|c| matches!(c, '-' | '|' | ':' | '=' | '_') || c.is_whitespace());
    // Pages before the text have Roman numbers.
    let number = |c: char| c.is_ascii_digit() || matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | '|');
    let numbered = text.len() < 160 && text.ends_with(number) && {
        let rest = text.trim_end_matches(number);
        rest.ends_with(['\t', '.', '\u{2026}']) || rest.ends_with("  ") || rest.trim_end().ends_with("..")
    };
    rule || numbered
}

/// Notes on the source and words of libraries, before and after the text.
fn labels(languages: &Languages, source: &Source, lines: &[Line], layout: Layout, lifted: &mut [Option<Lifted>]) {
    let lexicon = languages.lexicon();
    let prose = |line: &Line| line.chars >= 180 && layout.wrap == Wrap::Lines;
    let first = lines.iter().position(prose).unwrap_or(lines.len());
    let last = lines.iter().rposition(prose).map_or(0, |at| at + 1);
    let mut after_library = false;
    let mut group_of_note = None;
    for index in 0..lines.len() {
        if lifted[index].is_some() {
            continue;
        }
        let line = &lines[index];
        let raw = source.slice(line.span);
        // Besides the edges of the file, a note may stand beside the title of a text that an introduction precedes.
        let titled = |at: Option<usize>| {
            at.and_then(|at| lines.get(at)).is_some_and(|line| source.slice(line.span).starts_with("# "))
        };
        let edge = index < first.min(EDGE)
            || index >= last && lines.len() - index <= EDGE
            || index < EDGE && (titled(index.checked_sub(1)) || titled(Some(index + 1)));
        if !edge || raw.len() > 700 {
            after_library = false;
            continue;
        }
        let text = raw.trim_start_matches(['#', '>', ' ', '*', '_']);
        let continued = layout.wrap == Wrap::Wrapped && group_of_note == Some(line.group);
        if let Some(end) = title_page_imprint(source, lines, index) {
            for slot in &mut lifted[index..end] {
                *slot = Some(furniture(FurnitureKind::SourceNote, "imprint.place-publisher-year"));
            }
        } else if index >= last && last > 0 && starts_with(lexicon, text, Class::Imprint, false, &mut String::new()) {
            lifted[index] = Some(Lifted { kind: LiftedKind::Imprint, cue: "imprint.published-by".into() });
        } else if continued || is_source_note(languages, text) {
            lifted[index] =
                Some(furniture(FurnitureKind::SourceNote, if continued { CONTINUED } else { "source-note.label" }));
            group_of_note = Some(line.group);
        } else if is_library(languages, text) {
            lifted[index] = Some(furniture(FurnitureKind::Boilerplate, "boilerplate.library-name"));
            after_library = true;
            continue;
        } else if after_library && raw.len() < 40 && only_date(lexicon, raw) {
            lifted[index] = Some(furniture(FurnitureKind::Boilerplate, "boilerplate.library-date"));
        }
        after_library = false;
    }
}

/// One past the end of the imprint of a title page that starts at `index`: a group of lines in capitals, place,
/// publisher and the year alone.
fn title_page_imprint(source: &Source, lines: &[Line], index: usize) -> Option<usize> {
    let group = lines[index].group;
    let starts = index > 0 && lines[index - 1].group != group;
    let end = index + lines[index..].iter().take_while(|line| line.group == group).take(6).count();
    let text = |at: usize| source.slice(lines[at].span).trim_end_matches(['.', ',']);
    let year = |text: &str| text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit());
    let shouted = |at: usize| !text(at).chars().any(char::is_lowercase) && lines[at].chars <= 60;
    let imprint = starts
        && (3..=5).contains(&(end - index))
        && year(text(end - 1))
        && (index..end - 1).all(shouted)
        && lines.get(end).is_none_or(|next| next.group != group);
    imprint.then_some(end)
}

/// A line that says who edited, translated or transcribed: the deed, "by" within a few words, and a name.
fn is_credit(languages: &Languages, words: &[String], text: &str) -> bool {
    let Some(first) = words.first() else { return false };
    let deed = |language: &Language| {
        let headnote = &language.headnote;
        headnote.credits.values().flatten().any(|deed| deed == first)
            && words.iter().skip(1).take(9).any(|word| headnote.by.contains(word))
    };
    let name = text.trim_end_matches(['.', ' ']).rsplit(' ').next().unwrap_or("");
    words.len() <= 14 && name.starts_with(char::is_uppercase) && languages.iter().any(deed)
}

/// A line that starts with a source label and goes on as a note on a source does: with a colon, or
/// with words that only such notes use.
fn is_source_note(languages: &Languages, text: &str) -> bool {
    let lexicon = languages.lexicon();
    let words = words(&text[..(0..=text.len().min(240)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)]);
    let mut longest = 0;
    lexicon.starts(&words, |class, taken| {
        if class == Class::SourceLabel {
            longest = longest.max(taken);
        }
    });
    if text.len() < 120 && is_credit(languages, &words, text) {
        return true;
    }
    if longest == 0 {
        return false;
    }
    // "Transcribed by", "First published": two words of a label say enough.
    if longest >= 2 {
        return true;
    }
    if text.find(':').is_some_and(|at| text[..at].split_whitespace().count() <= longest + 2) {
        return true;
    }
    // Without a colon: a second label ("Retrieved on"), an address of the net, or capitals all through.
    let second = (longest..words.len()).any(|at| {
        let mut hit = false;
        lexicon.starts(&words[at..], |class, taken| hit |= class == Class::SourceLabel && taken + words[at].len() > 6);
        hit
    });
    let net = words
        .iter()
        .any(|word| word.starts_with("http") || word.starts_with("www.") || word.contains('.') && word.len() > 6);
    let shouted = words.len() > 2 && !text.chars().any(char::is_lowercase);
    let titled = longest == 1
        && words.len() <= 12
        && text.ends_with('.')
        && text.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_uppercase)).count() * 2 > words.len() - 1;
    second || net || shouted || titled
}

fn is_library(languages: &Languages, text: &str) -> bool {
    let mut names = languages.iter().flat_map(|language| &language.headnote.boilerplate);
    text.len() < 120 && names.any(|name| caseless::starts_with(text, name))
}

/// Whether a line holds a date and nothing else.
#[must_use]
pub fn only_date(lexicon: &Lexicon, text: &str) -> bool {
    let words = words(text);
    let month = words.iter().any(|word| lexicon.flags(word) & word::MONTH != 0);
    let rest = words
        .iter()
        .filter(|word| lexicon.flags(word) & word::MONTH == 0 && !word.starts_with(|c: char| c.is_ascii_digit()));
    month && words.len() >= 2 && words.len() <= 4 && rest.count() == 0
}

/// Whether a formula of a class starts a line, or is the `whole` of it. `first` is room for the first word.
fn starts_with(lexicon: &Lexicon, text: &str, class: Class, whole: bool, first: &mut String) -> bool {
    fold_bare(text.split_whitespace().map(bare).find(|word| !word.is_empty()).unwrap_or(""), first);
    if !lexicon.opens(first, class) {
        return false;
    }
    let words = words(text);
    let mut hit = false;
    lexicon.starts(&words, |found, taken| hit |= found == class && (!whole || taken == words.len()));
    hit
}

/// A line of words without sense, as text recognition invents them: a paragraph of its own, short,
/// without capital or end mark, in which one word comes three times.
fn word_noise(source: &Source, lines: &[Line], lifted: &mut [Option<Lifted>]) {
    for index in 0..lines.len() {
        let line = &lines[index];
        let text = source.slice(line.span);
        let alone = line.blanks > 0 && lines.get(index + 1).is_none_or(|next| next.blanks > 0);
        if lifted[index].is_some()
            || !alone
            || text.len() > SHORT
            || ends_sentence(text)
            || !text.starts_with(char::is_lowercase)
        {
            continue;
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        words(text)
            .into_iter()
            .filter(|word| word.chars().count() >= 5)
            .for_each(|word| *counts.entry(word).or_default() += 1);
        if counts.values().any(|&n| n >= 3) {
            lifted[index] = Some(furniture(FurnitureKind::Noise, "noise.repeated-word"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;
    use std::borrow::Cow;

    fn kinds(text: &str) -> Vec<Option<&'static str>> {
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let ours = |Lifted { cue, .. }: Lifted| match cue {
            Cow::Borrowed(cue) => cue,
            Cow::Owned(cue) => panic!("{cue} is no cue of this program"),
        };
        lift(Languages::builtin(), &source, &lines, lines::layout(&source, &lines))
            .into_iter()
            .map(|lifted| lifted.map(ours))
            .collect()
    }

    #[test]
    fn a_year_or_a_word_is_no_page_number() {
        assert_eq!(kinds("1920\n\nI\n\nAnd then?"), [None, None, None]);
    }

    #[test]
    fn a_table_of_contents_ends_where_its_entries_end() {
        let cues = kinds("## Contents\n\nThe mill\t\t6\n-----\t---\n\nHexham, 4 May 1880\n");
        assert_eq!(
            cues,
            [
                Some("contents.heading-and-entries"),
                Some("contents.heading-and-entries"),
                Some("contents.heading-and-entries"),
                None
            ]
        );
    }

    #[test]
    fn a_title_page_says_who_edited_and_who_printed() {
        let cues = kinds(
            "LETTERS\n\nEDITED WITH AN INTRODUCTION BY RUTH CALDER\n\nLONDON\nOSGOOD & QUILL\n1891\n\nMill Lane\nOtley\n1824\n",
        );
        let imprint = Some("imprint.place-publisher-year");
        assert_eq!(cues[1..], [Some("source-note.label"), imprint, imprint, imprint, None, None, None]);
    }

    #[test]
    fn credits_of_every_language_are_notes_on_the_source() {
        for line in [
            "Translated from the German by Ann Pell",
            "Edited and annotated by Ann Pell",
            "Aus dem Russischen übersetzt von Karl Ahn",
            "Herausgegeben und eingeleitet von Karl Ahn",
            "Hrsg. von Karl Ahn",
            "Traduit de l'allemand par Jean Sorel",
            "Textes réunis et présentés par Jean Sorel",
            "Édition établie par Jean Sorel",
            "Tradotto dal tedesco da Ugo Bini",
            "Traduzione di Ugo Bini",
            "A cura di Ugo Bini",
            "Traducido del francés por Ana Ruiz",
            "Traducción de Ana Ruiz",
            "Edición de Ana Ruiz",
            "Vertaald uit het Duits door Piet Vos",
            "Bezorgd door Piet Vos",
            "Перевод с немецкого И. Лосева",
            "Подготовка текста И. Лосева",
            "Под редакцией И. Лосева",
        ] {
            let cues = kinds(&format!("LETTERS\n\n{line}\n\nOtley, 4 March 1824\n\nDear Anna,\n"));
            assert_eq!(cues[1], Some("source-note.label"), "{line}");
        }
        assert_eq!(kinds("LETTERS\n\nI have edited it by night with Anna\n\nDear Anna,\n")[1], None);
    }

    #[test]
    fn labelled_lines_at_the_head_are_notes_on_the_source() {
        let cues = kinds(
            "Two letters\n\nSource: The Mill Papers;\nTranscribed by Ada Pell, 2020.\n\nDear Anna,\nSource: unknown is what they told me of it, and that was all.\n",
        );
        assert_eq!(&cues[1..3], [Some("source-note.label"), Some("source-note.label")]);
    }
}
