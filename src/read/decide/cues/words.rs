//! What a line says, wherever it stands: its words, figures, signs and formulae.

use crate::read::decide::cues::families::{
    Capitals, Close, Date, Heading, Length, NameShape, Number, Person, Place, SmallWords, WordOf, Words,
};
use crate::read::decide::cues::formulae::formulae;
use crate::read::decide::cues::line_cues::LineCues;
use crate::read::decide::cues::said::Said;
use crate::read::decide::cues::tally::Tally;
use crate::read::decide::cues::vocabulary::Vocabulary;
use crate::read::decide::cues::{seen, signs};
use crate::read::lexicon::{Lexicon, word};
use crate::read::lines::Line;
use crate::source::Source;

/// A line longer than this (in bytes) is prose; only its ends are looked at.
const LONG: usize = 200;
/// So many bytes of its ends.
const HEAD: usize = 60;
const TAIL: usize = 40;

/// A label and its colon are no longer than this (in bytes).
const LABEL: usize = 40;

/// Sees what lines say. See [`super::place`] for the rest: a line says the same wherever it is counted from.
pub fn say(lexicon: &Lexicon, source: &Source, lines: &[Line], vocabulary: &mut impl Vocabulary) -> Said {
    let mut said = Said::default();
    let mut room = Room::default();
    for line in lines {
        let held = room.line(lexicon, source.slice(line.span), vocabulary, &mut said);
        said.seen.push(held);
        said.names.end_line();
        said.last.end_line();
        said.cues.end_line();
    }
    said
}

/// Room for the words of a line, which the next line takes over.
#[derive(Default)]
struct Room {
    words: Vec<String>,
    buffer: String,
}

impl Room {
    /// Adds the cues of the line's own text; returns what else was seen of it.
    fn line(&mut self, lexicon: &Lexicon, text: &str, vocabulary: &mut impl Vocabulary, said: &mut Said) -> u16 {
        let long = text.len() > LONG;
        let cues = &mut said.cues;
        cues.add(Length::of(if long { LONG } else { text.chars().count() }));
        cues.add(signs::ends(text));
        cues.add(signs::starts(text));
        if let Some(mark) = signs::mark(text) {
            cues.add(mark);
        }
        // Words: of a long line only the first and last.
        let head = if long { &text[..floor(text, HEAD)] } else { text };
        let tail = if long { &text[floor(text, text.len() - TAIL)..] } else { "" };
        let raw_words = head.split_whitespace().chain(tail.split_whitespace().skip(1));
        let tally = Tally::of(raw_words, long, lexicon, &mut self.words, &mut said.names);
        let words = &self.words[..tally.count];
        cues.add(Words::of(if long { usize::MAX } else { tally.count }));
        cues.add(capitals(text, &tally));
        let mut seen = 0;
        if !long {
            figures(&tally, cues);
            small_words(&tally, cues);
            places(&tally, cues);
            headings(&tally, cues);
            seen |= dates(&tally, cues) | kinds(&tally) | names(&tally, cues);
            if let Some(at) = tally.last_capital.filter(|_| tally.count <= 6) {
                said.last.push(&words[at]);
            }
            cues.add_all(
                [(word::TITLE, WordOf::Title), (word::STREET, WordOf::Street), (word::KIN, WordOf::Kin)]
                    .map(|(bit, cue)| (tally.any(bit) && tally.count <= 12, cue)),
            );
            closings(&tally, cues);
        }
        let label = text[..floor(text, LABEL)].split_once(':').map_or(0, |(label, _)| label.split_whitespace().count());
        seen |= formulae(lexicon, words, &tally, label, cues);
        let counted = tally.roman || tally.figures.other || tally.figures.day;
        if seen & seen::HEADING != 0 && tally.count <= 5 && counted {
            cues.add(Heading::Numbered);
        }
        for (name, word) in [("first=", words.first()), ("last=", words.last())] {
            if let Some(word) = word {
                cues.extend(vocabulary.id(written(&mut self.buffer, [name, word])));
            }
        }
        if let [first, second, ..] = words
            && !long
        {
            cues.extend(vocabulary.id(written(&mut self.buffer, ["first-two=", first, "_", second])));
        }
        seen
    }
}

/// The parts in one, in room that is there.
fn written<'b, const N: usize>(buffer: &'b mut String, parts: [&str; N]) -> &'b str {
    buffer.clear();
    for part in parts {
        buffer.push_str(part);
    }
    buffer
}

fn capitals(text: &str, tally: &Tally) -> Capitals {
    let letters = tally.count.max(1);
    match tally.capitals {
        0 => Capitals::None,
        n if tally.shouted == n && n == tally.count && text.chars().filter(|c| c.is_alphabetic()).count() > 1 => {
            Capitals::All
        }
        n if n == tally.count => Capitals::EachWord,
        n if n * 3 >= letters * 2 => Capitals::Most,
        n if n * 3 >= letters => Capitals::Some,
        _ => Capitals::Few,
    }
}

fn figures(tally: &Tally, cues: &mut LineCues) {
    cues.add_all([
        (tally.figures.year, Number::Year),
        (tally.figures.day, Number::Day),
        (tally.figures.date, Number::NumericDate),
        (tally.roman && tally.count <= 4, Number::Roman),
        (tally.only_figures && tally.count > 0, Number::Only),
        (tally.figures.other, Number::Other),
    ]);
}

fn small_words(tally: &Tally, cues: &mut LineCues) {
    let both = tally.small + tally.person;
    cues.add(match both {
        2.. if both * 2 >= tally.count => SmallWords::Half,
        0 => SmallWords::None,
        1 => SmallWords::One,
        2 | 3 => SmallWords::Some,
        _ => SmallWords::Many,
    });
    cues.add_all([
        (tally.person == 1, Person::One),
        (tally.person > 1, Person::Many),
        (tally.is(0, word::PERSON), Person::First),
    ]);
}

fn places(tally: &Tally, cues: &mut LineCues) {
    if tally.places > 0 {
        cues.add_all([
            (true, Place::Any),
            (tally.is(0, word::PLACE), Place::First),
            (tally.is(tally.count - 1, word::PLACE), Place::Last),
            (tally.places == tally.capitals, Place::OnlyCapitals),
            (tally.small + tally.person == 0 && tally.count <= 5, Place::Short),
        ]);
    }
    let number = tally.figures.other || tally.figures.day;
    if tally.any(word::STREET) && number && tally.count <= 8 {
        cues.add(WordOf::StreetNumber);
    }
}

fn headings(tally: &Tally, cues: &mut LineCues) {
    let &Tally { count, shouted, .. } = tally;
    let has_to = (1..count.saturating_sub(1)).any(|at| tally.is(at, word::TO));
    let from_to = has_to && tally.capitals * 2 >= count && count <= 16;
    let month = tally.any(word::MONTH);
    cues.add_all([
        (from_to && !month, Heading::FromTo),
        (from_to && month, Heading::FromToDate),
        (shouted >= 3 && shouted * 2 > count, Heading::ShoutedWords),
        (shouted * 2 >= count && tally.small > 0, Heading::ShoutedSmallWords),
    ]);
}

fn dates(tally: &Tally, cues: &mut LineCues) -> u16 {
    let Tally { figures, comma_place, .. } = tally;
    let month = tally.any(word::MONTH);
    let dated = (month && (figures.day || figures.year)) || figures.date;
    let figure = figures.year || figures.day || figures.date || figures.other;
    let sign = tally.any(word::MONTH | word::WEEKDAY | word::DAYPART | word::STREET);
    cues.add_all([
        (month, Date::Month),
        (month && figures.year, Date::MonthYear),
        (month && figures.day, Date::DayMonth),
        (month && figures.day && figures.year, Date::DayMonthYear),
        (tally.any(word::WEEKDAY), Date::Weekday),
        (tally.any(word::DAYPART), Date::Daypart),
        (*comma_place, Date::PlaceComma),
        (*comma_place && dated, Date::PlaceCommaDate),
        (!(sign || figure || *comma_place), Date::NoSign),
    ]);
    let mut seen = 0;
    if dated || (month && tally.count < 6) {
        seen |= seen::DATE;
    }
    if dated && tally.count <= 5 && tally.capitals <= 2 {
        seen |= seen::ONLY_DATE;
    }
    seen
}

/// What is seen of a line by the kinds of its words alone.
fn kinds(tally: &Tally) -> u16 {
    let short = tally.count <= 12;
    let bits = [
        (short && tally.any(word::STREET), seen::STREET),
        (short && tally.any(word::TITLE), seen::TITLE),
        (tally.figures.other || tally.figures.day, seen::NUMBER),
    ];
    bits.into_iter().filter(|(is, _)| *is).fold(0, |all, (_, bit)| all | bit)
}

/// Names are short, and all their words start with a capital (particles aside).
fn names(tally: &Tally, cues: &mut LineCues) -> u16 {
    let &Tally { count, capitals, shouted, initials, .. } = tally;
    let mut seen = 0;
    let short = (1..=5).contains(&count);
    let figure = tally.figures.year || tally.figures.day || tally.any(word::MONTH);
    if short && capitals + initials > 0 && tally.uncapitalised == 0 && !figure {
        seen |= seen::NAME;
        cues.add(match count {
            1 => NameShape::One,
            2 => NameShape::Two,
            _ => NameShape::ThreeOrFour,
        });
        if shouted == capitals && shouted > 0 {
            cues.add(NameShape::Capitals);
        }
    }
    if short && initials > 0 && initials + 1 >= count {
        seen |= seen::INITIALS;
        cues.add(NameShape::Initials);
    }
    seen
}

fn closings(tally: &Tally, cues: &mut LineCues) {
    let &Tally { count, closing, .. } = tally;
    let last = count.saturating_sub(1);
    let named = count > 1 && tally.last_capital == Some(last) && tally.is_unknown(last);
    cues.add_all([
        (closing == 1, Close::Words),
        (closing > 1, Close::ManyWords),
        (closing > 0 && closing * 2 >= count, Close::MostlyWords),
        (tally.is(0, word::CLOSING), Close::FirstWord),
        (closing > 0 && named, Close::WordsAndName),
    ]);
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
