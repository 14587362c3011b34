//! Metadata from evidence: title block, front matter, notes on the source, letters' own parts.

use super::build::date_in;
use super::citation::citation;
use super::dates::{Dates, calendar};
use super::frontmatter::FrontMatter;
use super::lexicon::{Class, Lexicon, fold, word, words};
use super::title::is_by;
use crate::knowledge;
use crate::source::{Source, Span};
use crate::tree::{
    Bottom, Date, Edition, Front, FurnitureKind, Head, Inline, Letter, LineRole, Name, Part, TitleRole, Top, Value,
};
use std::ops::Range;

/// What the text itself does not say.
#[derive(Debug, Default)]
pub struct Given<'a> {
    /// What holds where nobody says otherwise.
    pub defaults: &'a [(String, String)],
    /// By who says it; the last one wins.
    pub told: Vec<(&'static str, &'a [(String, String)])>,
}

/// The change that making the TEI is, with its day in seconds since 1970; `None` after the year 9999.
#[must_use]
pub fn encoded(seconds: u64) -> Option<(String, String)> {
    let day = calendar::day_of_epoch(seconds).filter(|(year, ..)| *year <= 9999);
    let change = |(year, month, day)| {
        format!("{year:04}-{month:02}-{day:02} Encoded in TEI by rubricate {}.", env!("CARGO_PKG_VERSION"))
    };
    day.map(|day| ("change".to_owned(), change(day)))
}

/// Fills the edition's head and its letters' metadata.
pub fn fill(source: &Source, dates: &Dates, edition: &mut Edition, front: &FrontMatter, given: &Given) {
    let mut head = Head::default();
    for entry in &edition.front {
        let Front::TitleBlock { lines } = entry else { continue };
        for line in lines {
            title_line(source, &mut head, line.role, &line.content, line.span, &line.why.cues[0].id);
        }
    }
    for item in edition.furniture.iter().filter(|item| item.kind == FurnitureKind::SourceNote) {
        source_note(source, &mut head, item.span);
    }
    for (key, value, span) in &front.entries {
        set(&mut head, key, value, Some(*span), "front-matter".into());
    }
    for (by, entries) in &given.told {
        for (key, value) in *entries {
            set(&mut head, key, value, None, (*by).into());
        }
    }
    fill_up(&mut head, given.defaults);
    if let Some(published) = &mut head.published
        && let Some(edtf) = dates.told(&published.text).and_then(|date| date.edtf)
    {
        published.text = edtf;
    }
    head.citations =
        head.sources.iter().filter_map(|wording| citation(source, dates, wording, &head.authors)).collect();
    let asked = |key: &str| head.other.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value.clone());
    let (sender, recipient) = (asked("sender"), asked("recipient"));
    // The title of a file with one letter is the letter's.
    let only = edition.parts.iter().filter(|part| matches!(part, Part::Letter(_))).count() == 1;
    let titled = edition.front.iter().find_map(|front| match front {
        Front::TitleBlock { lines } if only => {
            let title = lines.iter().filter(|line| matches!(line.role, TitleRole::Title | TitleRole::Subtitle));
            title.filter_map(|line| date_in(&line.content)).find(|date| date.edtf.is_some()).cloned()
        }
        Front::TitleBlock { .. } | Front::Section(_) => None,
    });
    // What front matter and command line say wins over what the letter says.
    let told = |value: &&Value| only && matches!(&*value.by, "front-matter" | "command-line");
    let date = head.date.as_ref().filter(told).and_then(|value| declared_date(dates, value));
    let place = head.place.as_ref().filter(told).cloned();
    // Sender and recipient that the title of the edition names.
    let named = head.title.iter().chain(&head.subtitle).find_map(|value| {
        between(&value.text, &edition.lang).map(|(from, to)| (from, to, value.span.unwrap_or_default()))
    });
    let mut first = true;
    for part in &mut edition.parts {
        let Part::Letter(letter) = part else { continue };
        letter_meta(source, (&head, &edition.lang), titled.as_ref(), named.as_ref(), letter);
        if first {
            letter.meta.sender = sender.clone().or(letter.meta.sender.take());
            letter.meta.recipient = recipient.clone().or(letter.meta.recipient.take());
            let own = letter.meta.date.take();
            letter.meta.date = date.clone().filter(|date| !refines(own.as_ref(), date)).or(own);
            letter.meta.place = place.clone().or(letter.meta.place.take());
            first = false;
        }
    }
    edition.head = head;
}

/// Whether `own` says the same as `given` and more: the day of the year given.
fn refines(own: Option<&Date>, given: &Date) -> bool {
    let own = own.and_then(|date| date.edtf.as_deref());
    own.zip(given.edtf.as_deref()).is_some_and(|(own, given)| own.starts_with(given))
}

/// A date that front matter or command line gives.
pub(super) fn declared_date(dates: &Dates, value: &Value) -> Option<Date> {
    dates.told(&value.text).map(|date| Date { span: value.span.unwrap_or_default(), ..date })
}

fn title_line(source: &Source, head: &mut Head, role: TitleRole, content: &[Inline], span: Span, cue: &Name) {
    let text = plain(source, content);
    let value = |text: &str| Value::new(text.trim_end_matches([',', ';']).trim(), Some(span), cue.clone());
    match role {
        TitleRole::Title => {
            // "Title: Subtitle" in one line.
            let (title, subtitle) = text.split_once(": ").map_or((text.as_str(), None), |(t, s)| (t, Some(s)));
            head.title.get_or_insert_with(|| value(title));
            if let Some(subtitle) = subtitle {
                head.subtitle.get_or_insert_with(|| value(subtitle));
            }
        }
        TitleRole::Subtitle => {
            head.subtitle.get_or_insert_with(|| value(&text));
        }
        TitleRole::Byline => {
            if is_by(&text) {
                return;
            }
            let name = without_by(text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()));
            let bare = name.trim_end_matches([',', ';', ' ']);
            let bare = if bare.ends_with('.') && bare.rsplit(' ').next().is_some_and(|w| w.len() > 3) {
                &bare[..bare.len() - 1]
            } else {
                bare
            };
            head.authors.push(value(bare));
            if let Some(date) = date_in(content) {
                head.date = date.edtf.as_ref().map(|edtf| value(edtf));
            } else if let Some(year) = trailing_year(&text) {
                head.date = Some(value(year));
            }
        }
        TitleRole::Date => {
            let edtf = date_in(content).and_then(|date| date.edtf.clone());
            head.date = Some(value(edtf.as_deref().unwrap_or(&text)));
        }
    }
}

fn trailing_year(text: &str) -> Option<&str> {
    let year = text.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    (year.len() == 4).then_some(year)
}

/// A byline without the word before the name.
fn without_by(text: &str) -> &str {
    let all = words(text);
    let mut taken = 0;
    Lexicon::get().starts(&all, |class, n| {
        if class == Class::By && n < all.len() {
            taken = taken.max(n);
        }
    });
    let mut rest = text;
    for _ in 0..taken {
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// A note on the source: its wording, and who it says did what.
fn source_note(source: &Source, head: &mut Head, span: Span) {
    let raw = source.slice(span);
    let text = raw.trim_start_matches(['>', '#', ' ']);
    let named = without_source_label(text).trim_end_matches([';', ' ']);
    let start = span.end as usize - text.len() + text.find(named).unwrap_or(0);
    let place = Span::new(start, start + named.len());
    head.sources.push(Value::new(collapse(named), Some(place), "source-note"));
    for (role, name) in credits(raw) {
        let place = Span::new(span.start as usize + name.start, span.start as usize + name.end);
        let value = Value::new(collapse(&raw[name]), Some(place), "source-note.credit");
        let list = match role {
            "editors" => &mut head.editors,
            "translators" => &mut head.translators,
            _ => &mut head.transcribers,
        };
        if !list.iter().any(|known| known.text == value.text) {
            list.push(value);
        }
    }
}

/// Whom a note on the source says to have done what: the role, and the place of the name in the text.
pub(super) fn credits(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut folded = Vec::with_capacity(tokens.len());
    let mut buffer = String::new();
    for token in &tokens {
        fold(token, &mut buffer);
        folded.push(buffer.clone());
    }
    let mut found = Vec::new();
    for language in knowledge::languages() {
        for (role, credit_words) in &language.headnote.credits {
            // A credit says what was done, then "by", then a name.
            let Some(at) = folded
                .iter()
                .position(|word| credit_words.iter().any(|credit| word.split(['\\', '/']).any(|part| part == credit)))
            else {
                continue;
            };
            let Some(by) = (at + 1..folded.len().min(at + 5)).find(|&i| language.headnote.by.contains(&folded[i]))
            else {
                continue;
            };
            let name = name_from(&tokens[by + 1..]);
            if let (Some(first), Some(last)) = (name.first(), name.last()) {
                let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
                let (start, end) = (at(first), at(last) + last.len());
                let name = text[start..end].trim_end_matches([',', ';']).trim_end_matches('.');
                found.push((role.as_str(), start..start + name.len()));
            }
        }
    }
    found
}

/// What follows a label that says only that a source follows.
fn without_source_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(':') else { return text };
    let label = label.trim();
    let known = knowledge::languages().iter().flat_map(|language| &language.headnote.source);
    if rest.trim().is_empty() || !known.into_iter().any(|known| known.eq_ignore_ascii_case(label)) {
        text
    } else {
        rest.trim_start()
    }
}

/// The capitalised words at the start, up to the first that ends a clause.
fn name_from<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let mut name = Vec::new();
    for token in tokens.iter().take(5) {
        if !token.starts_with(char::is_uppercase) && Lexicon::get().flags(&token.to_lowercase()) & word::PARTICLE == 0 {
            break;
        }
        name.push(*token);
        let initial = token.trim_end_matches('.').chars().count() <= 2;
        if token.ends_with([',', ';', ')']) || token.ends_with('.') && !initial {
            break;
        }
    }
    name
}

/// The keys of metadata that mean something; any other is kept under the name it has.
pub const KEYS: [&str; 26] = [
    "title",
    "subtitle",
    "author",
    "authors",
    "editor",
    "translator",
    "transcriber",
    "source",
    "edition",
    "publisher",
    "pubplace",
    "published",
    "licence",
    "license",
    "rights",
    "date",
    "place",
    "identifier",
    "id",
    "collection",
    "change",
    "sender",
    "recipient",
    "lang",
    "series",
    "series-number",
];

/// Sets what nobody said.
pub(super) fn fill_up(head: &mut Head, defaults: &[(String, String)]) {
    let mut usual = Head::default();
    for (key, value) in defaults {
        set(&mut usual, key, value, None, "edition".into());
    }
    let one = |value: &mut Option<Value>, usual: Option<Value>| *value = value.take().or(usual);
    let many = |values: &mut Vec<Value>, usual: Vec<Value>| {
        if values.is_empty() {
            *values = usual;
        }
    };
    one(&mut head.title, usual.title);
    one(&mut head.subtitle, usual.subtitle);
    one(&mut head.edition, usual.edition);
    one(&mut head.publisher, usual.publisher);
    one(&mut head.published_in, usual.published_in);
    one(&mut head.published, usual.published);
    one(&mut head.licence, usual.licence);
    one(&mut head.date, usual.date);
    one(&mut head.place, usual.place);
    one(&mut head.identifier, usual.identifier);
    one(&mut head.collection, usual.collection);
    many(&mut head.authors, usual.authors);
    many(&mut head.editors, usual.editors);
    many(&mut head.translators, usual.translators);
    many(&mut head.transcribers, usual.transcribers);
    many(&mut head.sources, usual.sources);
    many(&mut head.changes, usual.changes);
    usual.other.retain(|(key, _)| head.other.iter().all(|(known, _)| known != key));
    head.other.extend(usual.other);
}

/// Sets a value by its key, as front matter and `--meta` name them. A later value wins; persons whom the same source
/// names one after the other are several, and so are changes.
pub(super) fn set(head: &mut Head, key: &str, text: &str, span: Option<Span>, by: Name) {
    let value = Value::new(text, span, by);
    match key.to_lowercase().as_str() {
        "title" => head.title = Some(value),
        "subtitle" => head.subtitle = Some(value),
        "author" | "authors" => set_person(&mut head.authors, value),
        "editor" => set_person(&mut head.editors, value),
        "translator" => set_person(&mut head.translators, value),
        "transcriber" => set_person(&mut head.transcribers, value),
        "source" => head.sources.push(value),
        "edition" => head.edition = Some(value),
        "publisher" => head.publisher = Some(value),
        "pubplace" => head.published_in = Some(value),
        "published" => head.published = Some(value),
        "collection" | "series" => head.collection = Some(value),
        "change" => head.changes.push(value),
        "licence" | "license" | "rights" => head.licence = Some(value),
        "date" => head.date = Some(value),
        "place" => head.place = Some(value),
        "identifier" | "id" => head.identifier = Some(value),
        other => head.other.push((other.to_owned(), value)),
    }
}

fn set_person(people: &mut Vec<Value>, person: Value) {
    people.retain(|known| known.by == person.by);
    people.push(person);
}

fn letter_meta(
    source: &Source,
    (head, lang): (&Head, &str),
    titled: Option<&Date>,
    named: Option<&(Option<String>, String, Span)>,
    letter: &mut Letter,
) {
    let tops = letter.top.iter().filter_map(|top| if let Top::Line(line) = top { Some(line) } else { None });
    let bottoms =
        letter.bottom.iter().filter_map(|bottom| if let Bottom::Line(line) = bottom { Some(line) } else { None });
    let datelines: Vec<_> =
        tops.clone().chain(bottoms.clone()).filter(|line| line.role == LineRole::Dateline).collect();
    let dated = datelines.iter().find_map(|line| date_in(&line.content).filter(|date| date.edtf.is_some()));
    let headed = letter.top.iter().find_map(|top| match top {
        Top::Heading(heading) => date_in(&heading.content).filter(|date| date.edtf.is_some()),
        Top::Line(_) | Top::Break(_) => None,
    });
    let undated = || datelines.iter().find_map(|line| date_in(&line.content));
    letter.meta.date = dated.or(headed).or(titled).or_else(undated).cloned();
    letter.meta.place = datelines.iter().find_map(|line| place_in(source, &line.content));

    let heading = letter.top.iter().find_map(|top| match top {
        Top::Heading(heading) => {
            between(&plain(source, &heading.content), lang).map(|(from, to)| (from, to, heading.span))
        }
        Top::Line(_) | Top::Break(_) => None,
    });
    let named = heading.or_else(|| named.cloned());

    let signed = bottoms.clone().rfind(|line| line.role == LineRole::Signed);
    let signature = signed.and_then(|line| {
        let text = plain(source, &line.content);
        signature_name(&text).map(|name| Value::new(name, Some(line.span), "signed"))
    });
    let from_heading = named
        .as_ref()
        .and_then(|(from, _, span)| from.clone().map(|text| Value::new(text, Some(*span), "heading.from-to")));
    // A heading gives the full name; so does an author whose name the signature shortens.
    let author = head.authors.first().cloned();
    let fuller =
        author.clone().filter(|author| signature.as_ref().is_some_and(|signed| shortens(&signed.text, &author.text)));
    let mut salutes = tops.filter(|line| line.role == LineRole::Salute);
    let greets = salutes.clone().find_map(|line| {
        greets(&plain(source, &line.content), lang).map(|name| Value::new(name, Some(line.span), "salute"))
    });
    letter.meta.sender = from_heading.clone().or(fuller).or(signature).or(greets).or(author);

    let salute = salutes.find_map(|line| {
        greeted(&plain(source, &line.content)).map(|name| Value::new(name, Some(line.span), "salute"))
    });
    let to_heading = named.map(|(_, to, span)| Value::new(to, Some(span), "heading.from-to"));
    letter.meta.recipient = if from_heading.is_some() { to_heading.or(salute) } else { salute.or(to_heading) };
}

fn place_in(source: &Source, content: &[Inline]) -> Option<Value> {
    content.iter().find_map(|inline| match inline {
        Inline::Place { span, content, .. } => Some(Value::new(town(&plain(source, content)), Some(*span), "dateline")),
        _ => None,
    })
}

/// A place on one line, without house and street.
fn town(place: &str) -> String {
    // A number of one to three digits is a house's; a longer one goes with a town.
    let house = |token: &str| {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits)
    };
    let street = |part: &str| {
        part.split_whitespace().any(house) || words(part).iter().any(|w| Lexicon::get().flags(w) & word::STREET != 0)
    };
    let parts: Vec<&str> =
        place.lines().flat_map(|line| line.split(", ")).map(|part| part.trim_end_matches(',').trim()).collect();
    let towns: Vec<&str> = parts.iter().copied().filter(|part| !street(part)).collect();
    (if towns.is_empty() { parts } else { towns }).join(", ")
}

/// Sender and recipient of a heading like "Anna Pell to Tom Ost, 4 May 1881" or "Letter to Tom".
///
/// A word of one letter is "to" in the language of the text only: "a" is an article elsewhere.
fn between(text: &str, lang: &str) -> Option<(Option<String>, String)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut folded = String::new();
    let at = (1..tokens.len().saturating_sub(1)).find(|&at| {
        fold(tokens[at], &mut folded);
        let of = |language: &knowledge::Language| folded.chars().count() > 1 || lang.starts_with(&language.lang);
        knowledge::languages().iter().any(|language| language.headnote.to.contains(&folded) && of(language))
    })?;
    let to: Vec<&str> = {
        let mut to = Vec::new();
        for token in &tokens[at + 1..] {
            if token.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            to.push(*token);
            if token.ends_with([',', ';', ':']) || token.ends_with('.') && token.chars().count() > 4 {
                break;
            }
        }
        to
    };
    let clean = |name: &[&str]| name.join(" ").trim_end_matches([',', ';', ':', '.']).to_owned();
    // An article may stand before the name, and nothing else.
    to.iter().take(2).any(|token| token.starts_with(char::is_uppercase)).then_some(())?;
    let from = &tokens[..at];
    let mut heading = false;
    for token in from {
        fold(token, &mut folded);
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        Lexicon::get().starts(&[singular], |class, _| heading |= class == Class::Heading);
    }
    let names = from.iter().all(|token| {
        token.starts_with(char::is_uppercase) || Lexicon::get().flags(&token.to_lowercase()) & word::PARTICLE != 0
    });
    if !heading && !names {
        return None;
    }
    Some(((!heading && from.len() <= 5).then(|| clean(from)), clean(&to)))
}

/// The name in a greeting: what is left after its formula, if it looks like a name.
fn greeted(text: &str) -> Option<String> {
    let line = text.lines().next()?;
    let all = words(line);
    let mut taken = 0;
    Lexicon::get().starts(&all, |class, n| {
        if class == Class::SaluteStrong {
            taken = taken.max(n);
        }
    });
    let tokens: Vec<&str> = line.split_whitespace().filter(|token| token.chars().any(char::is_alphanumeric)).collect();
    let rest = tokens.get(taken..).filter(|rest| taken > 0 && !rest.is_empty() && rest.len() <= 4)?;
    let named = rest.iter().all(|token| {
        let mut folded = String::new();
        fold(token, &mut folded);
        let flags = Lexicon::get().flags(&folded);
        // "Aunt Loveday" is a name, "aunt" is none.
        let kin = flags & word::KIN != 0 && (rest.len() == 1 || !token.starts_with(char::is_uppercase));
        !kin && (token.starts_with(char::is_uppercase) || flags & word::PARTICLE != 0)
    });
    let name = rest.join(" ");
    named.then(|| name.trim_end_matches([',', '!', ':', ';', '-', '—', '.']).trim().to_owned())
}

/// Who greets in the third person ("Petrus Faber Paulo Sartori suo salutem"): of the names before the greeting's end,
/// those that do not stand in the case of the one who is greeted.
fn greets(text: &str, lang: &str) -> Option<String> {
    let language = knowledge::languages().iter().find(|language| lang.starts_with(&language.lang))?;
    let greeted = Some(&language.greeted).filter(|greeted| !greeted.endings.is_empty())?;
    let line = text.lines().next()?;
    let tokens: Vec<&str> = line.split_whitespace().filter(|token| token.chars().any(char::is_alphanumeric)).collect();
    let all = words(line);
    let end = (1..all.len()).find(|&at| {
        let mut ends = false;
        Lexicon::get().starts(&all[at..], |class, taken| ends |= class == Class::SaluteEnd && at + taken == all.len());
        ends
    })?;
    let is_name = |&at: &usize| tokens[at].starts_with(char::is_uppercase);
    let is_greeted = |&at: &usize| {
        let name = &all[at];
        let ends = greeted.endings.iter().any(|ending| name.ends_with(ending));
        ends && !greeted.writers.iter().any(|writer| writer.to_lowercase() == *name)
    };
    let names: Vec<usize> = (0..end).filter(is_name).collect();
    let writer: Vec<usize> = names.iter().copied().filter(|at| !is_greeted(at)).collect();
    // The names of each stand together, or the case has not told whose they are.
    let (first, last) = (*writer.first()?, *writer.last()?);
    let together = names.iter().filter(|at| (first..=last).contains(at)).count() == writer.len();
    let beside = names.len() > writer.len() && (names[0] == first || names[names.len() - 1] == last);
    let name = writer.iter().map(|&at| tokens[at]).collect::<Vec<_>>().join(" ");
    (together && beside).then(|| name.trim_end_matches(',').to_owned())
}

/// The name in a signature: its last capitalised words, without words of the closing.
fn signature_name(text: &str) -> Option<String> {
    let line = text.lines().rev().find(|line| line.chars().any(char::is_alphabetic))?;
    // "Anna Pell, joiner"
    let line =
        line.split_once(", ").filter(|(_, rest)| rest.starts_with(char::is_lowercase)).map_or(line, |(name, _)| name);
    // What an editor supplied in brackets is part of the name.
    let line = line.replace(['[', ']'], "");
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let mut folded = String::new();
    let mut start = tokens.len();
    while start > 0 {
        let token = tokens[start - 1];
        fold(token, &mut folded);
        let flags = Lexicon::get().flags(&folded);
        let name = token.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
            || flags & word::PARTICLE != 0;
        if !name || flags & word::CLOSING != 0 || token.ends_with(',') && start < tokens.len() {
            break;
        }
        start -= 1;
    }
    let name = tokens[start..].join(" ");
    let name = name.trim_end_matches([',', ';', ':', '!', '?']).trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = name.rsplit([' ', '.']).find(|part| !part.is_empty())?;
    // A full stop after a whole word ends the line; after an initial it belongs to the name.
    let name = if last.chars().count() > 2 { name.trim_end_matches(['.', ' ']) } else { name };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether a signature is the name of the author with parts left out or cut to initials.
fn shortens(signature: &str, author: &str) -> bool {
    let (short, full) = (words(signature), words(author));
    let lower = signature.to_lowercase();
    let mut at = 0;
    !short.is_empty()
        && short.iter().all(|part| {
            // "T. Ost", "Th. Ost".
            let cut = part.chars().count() == 1 || lower.contains(&format!("{part}."));
            let found = full[at..].iter().position(|word| word == part || cut && word.starts_with(part.as_str()));
            at += found.map_or(0, |found| found + 1);
            found.is_some()
        })
}

/// Text of inline content without notation, on one line per source line.
fn plain(source: &Source, content: &[Inline]) -> String {
    let mut out = String::new();
    put_plain(source, content, &mut out);
    let mut plain = String::with_capacity(out.len());
    for line in out.lines() {
        if !plain.is_empty() {
            plain.push('\n');
        }
        push_collapsed(line, &mut plain);
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn put_plain(source: &Source, content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { span, text } => out.push_str(text.as_deref().unwrap_or_else(|| source.slice(*span))),
            Inline::Bracket { span } | Inline::Lost { span, .. } => out.push_str(source.slice(*span)),
            Inline::LineBreak { .. } => out.push('\n'),
            Inline::NoteRef(_) => {}
            other => put_plain(source, other.content(), out),
        }
    }
}

pub(super) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    push_collapsed(text, &mut collapsed);
    collapsed
}

/// Adds the words of a text, one blank between them.
fn push_collapsed(text: &str, out: &mut String) {
    for (nth, word) in text.split_whitespace().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_means_something() {
        for key in KEYS {
            let mut head = Head::default();
            set(&mut head, key, "x", None, "command-line".into());
            // These are for letters, reading and books, which look for them among the others.
            let elsewhere = ["sender", "recipient", "lang", "series-number"].contains(&key);
            assert_eq!(head.other.is_empty(), !elsewhere, "{key}");
        }
    }

    #[test]
    fn names_in_headings() {
        assert_eq!(
            between("Anna Pell to Tom von Ost, 4 May 1881", "en"),
            Some((Some("Anna Pell".into()), "Tom von Ost".into()))
        );
        assert_eq!(
            between("Letter to the Workers of the North", "en"),
            Some((None, "the Workers of the North".into()))
        );
        assert_eq!(between("What came to pass", "en"), None);
        assert_eq!(between("Letters about a Bowl", "en"), None);
        assert_eq!(between("Lettera a Nino", "it"), Some((None, "Nino".into())));
    }

    #[test]
    fn names_in_greetings() {
        assert_eq!(greeted("My dear Mr. Harrow,").as_deref(), Some("Mr. Harrow"));
        assert_eq!(greeted("Dear Sir,"), None);
        assert_eq!(greeted("To all"), None);
    }

    #[test]
    fn the_case_tells_who_greets() {
        let greets = |text| greets(text, "la");
        assert_eq!(greets("Marcus Olivarius Ioanni Telonio suo s. p. d.").as_deref(), Some("Marcus Olivarius"));
        assert_eq!(greets("CICERO ATTICO SAL.").as_deref(), Some("CICERO"));
        assert_eq!(greets("Ioanni Telonio Marcus Olivarius S.P.D.").as_deref(), Some("Marcus Olivarius"));
        assert_eq!(greets("Petro Lindio suo S. D."), None);
        assert_eq!(greets("Marcus Olivarius Ioanni Telonio multa scripsit"), None);
        assert_eq!(super::greets("Marcus Olivarius Ioanni Telonio S. D.", "en"), None);
    }

    #[test]
    fn kin_with_a_name() {
        assert_eq!(greeted("Dearest Aunt Jemima,").as_deref(), Some("Aunt Jemima"));
        assert_eq!(greeted("Dear Aunt,"), None);
        assert_eq!(between("Letter to the noble Cause of Reform", "en"), None);
    }

    #[test]
    fn a_place_is_a_town() {
        assert_eq!(town("9 Mill Lane, Whitby"), "Whitby");
        assert_eq!(town("Hinterdorf 6\n1030 Wien"), "1030 Wien");
        assert_eq!(town("Lower Street"), "Lower Street");
        assert_eq!(town("Arona, Italy"), "Arona, Italy");
    }

    #[test]
    fn a_signature_shortens_a_name() {
        assert!(shortens("A. Pell", "Anna Maria Pell") && shortens("Anna", "Anna Pell"));
        assert!(!shortens("T. Pell", "Anna Pell") && !shortens("Pell Anna", "Anna Pell") && !shortens("", "Anna"));
    }

    #[test]
    fn a_label_is_no_part_of_the_source() {
        assert_eq!(without_source_label("Source: The Mill Papers;"), "The Mill Papers;");
        assert_eq!(without_source_label("Written: July 1895;"), "Written: July 1895;");
    }

    #[test]
    fn names_in_signatures() {
        assert_eq!(signature_name("Your affectionate A. B. Pell.").as_deref(), Some("A. B. Pell"));
        assert_eq!(signature_name("Dein treuer Karl.").as_deref(), Some("Karl"));
        assert_eq!(signature_name("T. C.").as_deref(), Some("T. C."));
        assert_eq!(signature_name("Anna Pell, joiner").as_deref(), Some("Anna Pell"));
        assert_eq!(signature_name("A[nna] Pell").as_deref(), Some("Anna Pell"));
    }
}
