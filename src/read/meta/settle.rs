//! Whose word holds: metadata of a text and of TEI, as it is known and as it is given.
//!
//! [`Precedence`] orders those who give it. Here alone their words are weighed against each other.

use crate::read::dates::{Dates, calendar};
use crate::read::error::ReadError;
use crate::read::orders::given::{Given, Said};
use crate::read::orders::hints::Hints;
use crate::read::orders::keys::{MetaKey, plain};
use crate::read::orders::letter_hint::LetterHint;
use crate::tree::{Date, Head, LetterMeta, Part, Precedence, Provenance, Value};
use std::collections::BTreeMap;

/// Where the head keeps what a key says.
enum Slot<'h> {
    /// The word that goes before the others, and of one giver's the last.
    One(&'h mut Option<Value>),
    /// All words of the giver that goes before the others.
    Several(&'h mut Vec<Value>),
    /// All words of all givers; those for all texts of a folder only where there are no others.
    All(&'h mut Vec<Value>),
    /// Among the others, under the key: for letters, for reading, for the book.
    Other,
}

fn slot(head: &mut Head, key: MetaKey) -> Slot<'_> {
    match key {
        MetaKey::Title => Slot::One(&mut head.title),
        MetaKey::Subtitle => Slot::One(&mut head.subtitle),
        MetaKey::Author => Slot::Several(&mut head.authors),
        MetaKey::Editor => Slot::Several(&mut head.editors),
        MetaKey::Translator => Slot::Several(&mut head.translators),
        MetaKey::Transcriber => Slot::Several(&mut head.transcribers),
        MetaKey::Source => Slot::All(&mut head.sources),
        MetaKey::Edition => Slot::One(&mut head.edition),
        MetaKey::Publisher => Slot::One(&mut head.publisher),
        MetaKey::PublishedIn => Slot::One(&mut head.published_in),
        MetaKey::Published => Slot::One(&mut head.published),
        MetaKey::Licence => Slot::One(&mut head.licence),
        MetaKey::Date => Slot::One(&mut head.date),
        MetaKey::Place => Slot::One(&mut head.place),
        MetaKey::Identifier => Slot::One(&mut head.identifier),
        MetaKey::Collection => Slot::One(&mut head.collection),
        MetaKey::Change => Slot::All(&mut head.changes),
        MetaKey::SeriesNumber | MetaKey::Sender | MetaKey::Recipient | MetaKey::Lang | MetaKey::Brackets => Slot::Other,
    }
}

/// Puts what is given into a head that holds what the text, or the header of TEI, says of itself. `epoch` is when the
/// TEI is made, in seconds since 1970.
pub(crate) fn settle_head(head: &mut Head, given: &Given, dates: &Dates, epoch: Option<u64>) {
    for said in &given.all {
        put(head, said);
    }
    keep_the_first(&mut head.other);
    if let Some(published) = &mut head.published
        && published.by.precedence() != Precedence::Text
        && let Some(edtf) = dates.told(&published.text).and_then(|date| date.edtf)
    {
        published.text = edtf.to_string();
    }
    let encoded = epoch.and_then(encoded).filter(|change| head.changes.iter().all(|known| known.text != *change));
    head.changes.extend(encoded.map(|change| Value::new(change, None, Provenance::SourceDateEpoch)));
}

fn put(head: &mut Head, said: &Said) {
    let value = Value::new(said.value, said.span, said.by.clone());
    let by = value.by.precedence();
    // The values of a list have one giver, or none of them is for all texts of a folder: the first tells for all.
    let of = |values: &[Value]| values.first().map_or(by, |value| value.by.precedence());
    match MetaKey::named(said.key).map_or(Slot::Other, |key| slot(head, key)) {
        Slot::One(known) => {
            if known.as_ref().is_none_or(|known| known.by.precedence() <= by) {
                *known = Some(value);
            }
        }
        Slot::Several(values) => {
            if of(values) < by {
                values.clear();
            }
            if of(values) <= by {
                values.push(value);
            }
        }
        Slot::All(values) => {
            if of(values) == Precedence::Edition && by != Precedence::Edition {
                values.clear();
            }
            if by != Precedence::Edition || of(values) == Precedence::Edition {
                values.push(value);
            }
        }
        Slot::Other => head.other.push((said.key.to_lowercase(), value)),
    }
}

/// Of each key among the others only what the giver says who goes before the rest.
fn keep_the_first(others: &mut Vec<(String, Value)>) {
    let mut strongest: BTreeMap<String, Precedence> = BTreeMap::new();
    for (key, value) in &*others {
        let by = value.by.precedence();
        strongest.entry(plain(key)).and_modify(|known| *known = by.max(*known)).or_insert(by);
    }
    others.retain(|(key, value)| strongest.get(&plain(key)) == Some(&value.by.precedence()));
}

/// The change that making the TEI is; `None` after the year 9999.
fn encoded(seconds: u64) -> Option<String> {
    let (year, month, day) = calendar::day_of_epoch(seconds).filter(|(year, ..)| *year <= 9999)?;
    Some(format!("{year:04}-{month:02}-{day:02} Encoded in TEI by rubricate {}.", env!("CARGO_PKG_VERSION")))
}

/// Settles who wrote each letter, to whom, where and when: what the letters say of themselves is in the tree, what is
/// given of the text stands in its head. Sender and recipient are those of the first letter; date and place are a
/// letter's where it is the only one.
///
/// # Errors
/// Hints about a letter that is not there, or that give no date where they should.
pub(crate) fn settle_letters(
    head: &Head,
    parts: &mut [Part],
    dates: &Dates,
    hints: Option<&Hints>,
) -> Result<(), ReadError> {
    let letters = parts.iter_mut().filter_map(|part| match part {
        Part::Letter(letter) => Some(&mut letter.meta),
        Part::Section(_) => None,
    });
    let mut letters: Vec<&mut LetterMeta> = letters.collect();
    let mut told: Vec<Told> = letters.iter().map(|_| Told::default()).collect();
    for hint in hints.into_iter().flat_map(|hints| &hints.letters) {
        let file = hints.map_or("", |hints| &*hints.name);
        let Some(told) = hint.number.checked_sub(1).and_then(|index| told.get_mut(index)) else {
            let message = format!("there is no letter {}: count the letters of the text from 1", hint.number);
            return Err(ReadError::at(file, hint.at, message));
        };
        told.hint(hint, file, dates)?;
    }
    let is_only = letters.len() == 1;
    let (sender, recipient) = (last(head, MetaKey::Sender), last(head, MetaKey::Recipient));
    for (index, (letter, told)) in letters.iter_mut().zip(told).enumerate() {
        // What the text says of itself as a whole is no word on a letter.
        let given = |value: Option<&Value>, is_meant: bool| {
            let value = value.filter(|value| is_meant && value.by.precedence() != Precedence::Text)?;
            Some((value.by.precedence(), value.clone()))
        };
        let is_first = index == 0;
        let one = |own: &mut Option<Value>, given: Option<(Precedence, Value)>, hinted: Option<Value>| {
            *own = strongest(own.take(), given, hinted);
        };
        one(&mut letter.sender, given(sender, is_first), told.sender);
        one(&mut letter.recipient, given(recipient, is_first), told.recipient);
        one(&mut letter.place, given(head.place.as_ref(), is_only), told.place);
        let own = letter.date.take();
        let date = given(head.date.as_ref(), is_only).and_then(|(by, value)| Some((by, date(dates, &value)?)));
        let date = date.filter(|(_, date)| !refines(own.as_ref(), date));
        letter.date = strongest(own, date, told.date);
    }
    Ok(())
}

/// Of what a letter says, what is given of its text and what hints say of it, the word that goes before the others.
fn strongest<T>(own: Option<T>, given: Option<(Precedence, T)>, hinted: Option<T>) -> Option<T> {
    let own = own.map(|own| (Precedence::Text, own));
    let hinted = hinted.map(|hinted| (Precedence::Hints, hinted));
    // Of equal ones the last: hints know a single letter better than the whole text.
    own.into_iter().chain(given).chain(hinted).max_by_key(|(by, _)| *by).map(|(_, word)| word)
}

/// What hints say of one letter.
#[derive(Default)]
struct Told {
    sender: Option<Value>,
    recipient: Option<Value>,
    place: Option<Value>,
    date: Option<Date>,
}

impl Told {
    fn hint(&mut self, hint: &LetterHint, file: &str, dates: &Dates) -> Result<(), ReadError> {
        let told = |value: &Option<String>, known: &mut Option<Value>| {
            let value = value.as_deref().map(|value| Value::new(value, None, Provenance::Hints));
            *known = value.or(known.take());
        };
        told(&hint.sender, &mut self.sender);
        told(&hint.recipient, &mut self.recipient);
        told(&hint.place, &mut self.place);
        if let Some((words, line)) = &hint.date {
            let date = dates.told(words).ok_or_else(|| {
                let message = format!("`{words}` is no date: write it as EDTF (1881-05-04, 188X, 1881~) or in words");
                ReadError::at(file, *line, message)
            })?;
            self.date = Some(date);
        }
        Ok(())
    }
}

/// What is given under a key that stands among the others; the last counts.
fn last(head: &Head, key: MetaKey) -> Option<&Value> {
    head.other.iter().rev().find(|(known, _)| MetaKey::named(known) == Some(key)).map(|(_, value)| value)
}

/// Whether `own` says the same as `given` and more: the day of the year given.
fn refines(own: Option<&Date>, given: &Date) -> bool {
    let own = own.and_then(|date| date.edtf.as_ref());
    own.zip(given.edtf.as_ref()).is_some_and(|(own, given)| own.as_str().starts_with(given.as_str()))
}

/// A date that somebody gives.
fn date(dates: &Dates, value: &Value) -> Option<Date> {
    dates.told(&value.text).map(|date| Date { span: value.span.unwrap_or_default(), ..date })
}
