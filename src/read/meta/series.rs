//! What the letters of a file say of each other: whom "the same" means, who wrote what nobody signed, and the year of a
//! date that lacks one.

use crate::read::dates::{DateContext, infer_years};
use crate::read::languages::Languages;
use crate::read::lexicon::words;
use crate::read::meta::correspondents::{Said, Who};
use crate::read::meta::plain::plain;
use crate::source::{Source, Span};
use crate::tree::{Date, Edition, Front, Head, Heading, Letter, LetterMeta, Part, Provenance, Section, Top, Value};
use std::collections::BTreeSet;

/// Of so many headings, one at least must name people before any is believed to: "The road to Holt" names none.
const BELIEVED: usize = 3;

/// Whether headings that seem to name people do: `said` is what each letter with a heading has there.
pub(super) fn are_believed<'s>(said: impl Iterator<Item = Option<&'s Said>>) -> bool {
    let (all, named) = said.fold((0, 0), |(all, named), said| (all + 1, named + usize::from(said.is_some())));
    named * BELIEVED >= all
}

/// With so many times more text around it, a letter without a heading belongs to that text.
const OTHER_TEXT: u64 = 2;

/// Sender and recipient of the letter before, in the same series.
#[derive(Debug, Default)]
pub(super) struct Before {
    sender: Option<Value>,
    recipient: Option<Value>,
}

impl Before {
    /// Whom words at `span` name as sender and recipient. One who is both is neither.
    pub(super) fn resolve(&self, said: &Said, span: Span, by: &Provenance) -> (Option<Value>, Option<Value>) {
        let of = |who: &Option<Who>, same: &Option<Value>| match who.as_ref()? {
            Who::Named(name) => Some(Value::new(name.clone(), Some(span), by.clone())),
            Who::Same => same.as_ref().map(|same| Value::new(same.text.clone(), Some(span), by.clone())),
        };
        let (from, to) = (of(&said.from, &self.sender), of(&said.to, &self.recipient));
        if from.is_some() && from.as_ref().map(|it| words(&it.text)) == to.as_ref().map(|it| words(&it.text)) {
            let own = |who: &Option<Who>| matches!(who, Some(Who::Named(_)));
            return (from.filter(|_| own(&said.from)), to.filter(|_| own(&said.to)));
        }
        (from, to)
    }

    /// The next letter comes after this one.
    pub(super) fn advance(&mut self, meta: &LetterMeta) {
        self.sender.clone_from(&meta.sender);
        self.recipient.clone_from(&meta.recipient);
    }
}

/// Who wrote the text wrote its letters, where nothing else is known of them: not where they have several senders, nor a
/// letter that stands in other text.
pub(super) fn author_as_sender(head: &Head, parts: &mut [Part]) {
    let Some(author) = head.authors.first() else { return };
    let letters = || parts.iter().filter_map(Part::letter);
    let several = letters().nth(1).is_some();
    let others: BTreeSet<Vec<String>> = letters()
        .filter_map(|letter| letter.meta.sender.as_ref())
        .filter(|sender| matches!(sender.by, Provenance::Heading | Provenance::Signature | Provenance::Salute))
        .filter(|sender| !share(&sender.text, &author.text))
        .map(|sender| words(&sender.text))
        .collect();
    if several && (head.authors.len() > 1 || others.len() > 1) {
        return;
    }
    // A letter in a novel is by a person of the novel.
    let is_bare = parts.iter().all(|part| part.letter().is_some());
    let text = |part: &Part| match part {
        Part::Letter(letter) => (letter.span.end - letter.span.start, 0),
        Part::Section(section) => (0, section.span.end - section.span.start),
    };
    let (own, other) =
        parts.iter().map(text).fold((0u64, 0u64), |all, it| (all.0 + u64::from(it.0), all.1 + u64::from(it.1)));
    let is_short = other > own * OTHER_TEXT;
    let is_headed = letters().any(has_heading);
    let by = if several { Provenance::INFERRED_SENDER } else { author.by.clone() };
    for part in parts {
        let Part::Letter(letter) = part else { continue };
        let stands_alone = if several { is_bare && !is_headed } else { !is_short };
        if letter.meta.sender.is_none() && (has_heading(letter) || stands_alone) {
            letter.meta.sender = Some(Value { by: by.clone(), ..author.clone() });
        }
    }
}

/// Whether two names have a word in common, or an initial for one.
pub(super) fn share(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let is_short = |short: &String, long: &String| short.chars().count() == 1 && long.starts_with(short.as_str());
    one.iter().any(|a| other.iter().any(|b| a == b || is_short(a, b) || is_short(b, a)))
}

pub(super) fn has_heading(letter: &Letter) -> bool {
    letter.top.iter().any(|top| matches!(top, Top::Heading(_)))
}

/// Gives the dates of letters that lack a year the year that a heading above them gives, or the letters on both sides.
pub(super) fn years(languages: &Languages, source: &Source, edition: &mut Edition) {
    let lang = edition.lang.clone();
    let front = edition.front.iter().rev().find_map(|front| match front {
        Front::Section(section) => Some(section),
        Front::TitleBlock { .. } => None,
    });
    let mut headed = front.and_then(|section| section.headings.last()).and_then(|it| year_of(source, it));
    // For each letter the year of a heading, and that of the last letter before it with a year of its own.
    let mut before: Vec<(Option<i32>, Option<Day>)> = Vec::new();
    let mut last = None;
    for part in &edition.parts {
        let letter = match part {
            Part::Section(section) => {
                if let Some(heading) = last_heading(section) {
                    (headed, last) = (year_of(source, heading), None);
                }
                continue;
            }
            Part::Letter(letter) => letter,
        };
        let own = letter.top.iter().find_map(|top| match top {
            Top::Heading(heading) => year_of(source, heading),
            Top::Line(_) | Top::Break(_) => None,
        });
        headed = own.or(headed);
        before.push((headed, last));
        last = letter.meta.date.as_ref().and_then(day).or(last);
    }
    let mut next = None;
    for part in edition.parts.iter_mut().rev() {
        let letter = match part {
            Part::Section(section) => {
                if last_heading(section).is_some() {
                    next = None;
                }
                continue;
            }
            Part::Letter(letter) => letter,
        };
        let Some((headed, last)) = before.pop() else { return };
        let own = letter.meta.date.as_ref().and_then(day);
        if own.is_none()
            && let Some(date) = &letter.meta.date
        {
            let lang = letter.lang.as_deref().unwrap_or(&lang);
            let given = |year| with_year(languages, source, lang, date.span, year);
            let between = || {
                let (last, next) = last.zip(next).filter(|(last, next): &(Day, Day)| last.0 == next.0)?;
                given(last.0).filter(|(_, day)| last <= *day && *day <= next)
            };
            if let Some((date, _)) = headed.and_then(given).or_else(between) {
                letter.meta.date = Some(date);
            }
        }
        next = own.or(next);
    }
}

/// Year, month, day.
type Day = (i32, u8, u8);

/// The day that a date gives, if its year is written.
fn day(date: &Date) -> Option<Day> {
    date.edtf.as_ref().filter(|_| !date.inferred)?.day()
}

/// A date without a year, in the year given.
fn with_year(languages: &Languages, source: &Source, lang: &str, span: Span, year: i32) -> Option<(Date, Day)> {
    let context = DateContext::default();
    let found = languages.dates(lang).dateline(source.slice(span), span.start, &context).date?;
    if found.parts.year.is_some() || found.date.edtf.is_some() {
        return None;
    }
    let mut found = [found];
    infer_years(&mut found, &context, &mut Some(year));
    let [found] = found;
    let day = found.date.edtf.as_ref()?.day()?;
    found.finding.is_none().then_some((Date { inferred: true, ..found.date }, day))
}

fn last_heading(section: &Section) -> Option<&Heading> {
    let inner = section.sections.iter().rev().find_map(last_heading);
    inner.or_else(|| section.headings.last())
}

/// The year that a heading is, and nothing else.
fn year_of(source: &Source, heading: &Heading) -> Option<i32> {
    let text = plain(source, &heading.content);
    let digits = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_year = digits.len() == 4 && digits.starts_with(['1', '2']) && digits.bytes().all(|it| it.is_ascii_digit());
    is_year.then(|| digits.parse().ok()).flatten()
}
