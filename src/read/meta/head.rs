//! Metadata from evidence: title block, front matter, notes on the source, letters' own parts.

use crate::read::dates::{Dates, date_in};
use crate::read::decide::title::is_by;
use crate::read::divide::{BYLINE, Label, TITLE};
use crate::read::error::ReadError;
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, Lexicon, word, words};
use crate::read::meta::citation::citation;
use crate::read::meta::credits::{collapse, credits};
use crate::read::meta::letters;
use crate::read::meta::plain::plain;
use crate::read::meta::series;
use crate::read::meta::settle::{settle_head, settle_letters};
use crate::read::orders::given::Given;
use crate::read::orders::hints::Hints;
use crate::read::orders::keys::MetaKey;
use crate::source::{Source, Span};
use crate::tree::{Edition, Edtf, Front, FurnitureKind, Head, Provenance, TitleLine, TitleRole, Value};
use std::collections::BTreeSet;

/// Fills the edition's head and its letters' metadata. `epoch` is when the TEI is made, in seconds since 1970.
///
/// # Errors
/// Hints about a letter that is not there, or that give no date where they should.
pub(crate) fn fill(
    languages: &Languages,
    source: &Source,
    dates: &Dates,
    edition: &mut Edition,
    (given, labels): (&Given, &[Label]),
    hints: Option<&Hints>,
    epoch: Option<u64>,
) -> Result<(), ReadError> {
    let mut head = Head::default();
    for entry in &edition.front {
        let Front::TitleBlock { lines } = entry else { continue };
        for (at, line) in lines.iter().enumerate() {
            title_line(languages.lexicon(), source, &mut head, line);
            if let Some(before) = at.checked_sub(1) {
                go_on(source, &mut head, &lines[before], line);
            }
        }
    }
    let mut credited = BTreeSet::new();
    for item in edition.furniture.iter().filter(|item| item.kind == FurnitureKind::SourceNote) {
        source_note(languages, source, &mut head, item.span, &mut credited);
    }
    labelled(languages.lexicon(), &mut head, labels);
    settle_head(&mut head, given, dates, epoch);
    head.citations =
        head.sources.iter().filter_map(|wording| citation(languages, source, dates, wording, &head.authors)).collect();
    edition.head = head;
    letters::evidence(languages, source, edition);
    series::years(languages, source, edition);
    settle_letters(&edition.head, &mut edition.parts, dates, hints)?;
    series::author_as_sender(&edition.head, &mut edition.parts);
    Ok(())
}

/// A title page says a title on several lines: "The Mill; / or, the Weir".
fn go_on(source: &Source, head: &mut Head, before: &TitleLine, line: &TitleLine) {
    let is_title = |line: &TitleLine| line.role == TitleRole::Title && line.why.cues[0].id == TITLE;
    let Some(title) = head.title.as_mut().filter(|title| title.span == Some(before.span)) else { return };
    let first = plain(source, &before.content);
    if is_title(before) && is_title(line) && first.ends_with([';', ',']) {
        let text = format!("{first} {}", plain(source, &line.content));
        text.trim_end_matches([',', ';']).trim_end().clone_into(&mut title.text);
        title.span = Some(before.span.to(line.span));
    }
}

/// What a library says of the text at the head of a file goes before what its title page seems to say; not where that page
/// gives title and author of a work with another name.
fn labelled(lexicon: &Lexicon, head: &mut Head, labels: &[Label]) {
    let label = labels.iter().find(|label| label.key == MetaKey::Title);
    if let (Some(label), Some(title), Some(_)) = (label, &head.title, head.authors.first()) {
        let told = words(&label.value);
        let is_page = title.by == Provenance::Cue(TITLE.into());
        let is_same = |word: &String| lexicon.flags(word) & word::SMALL == 0 && told.contains(word);
        if is_page && !words(&title.text).iter().any(is_same) {
            return;
        }
    }
    let value = |label: &Label| Value::new(label.value.clone(), Some(label.span), Provenance::Cue(LABEL.into()));
    let said = |key: MetaKey| labels.iter().filter(move |label| label.key == key).map(value);
    for (key, one) in [(MetaKey::Title, &mut head.title), (MetaKey::Subtitle, &mut head.subtitle)] {
        *one = said(key).next().or(one.take());
    }
    let lists = [
        (MetaKey::Author, &mut head.authors),
        (MetaKey::Editor, &mut head.editors),
        (MetaKey::Translator, &mut head.translators),
    ];
    for (key, list) in lists {
        if said(key).next().is_some() {
            *list = said(key).collect();
        }
    }
}

/// Cue of what a labelled line of a library's head says.
const LABEL: &str = "library.labelled-line";

fn title_line(lexicon: &Lexicon, source: &Source, head: &mut Head, line: &TitleLine) {
    let TitleLine { span, role, content, why } = line;
    let (span, cue) = (*span, &why.cues[0].id);
    let text = plain(source, content);
    let value =
        |text: &str| Value::new(text.trim_end_matches([',', ';']).trim(), Some(span), Provenance::Cue(cue.clone()));
    match role {
        TitleRole::Title => {
            // "Title: Subtitle" in one line.
            let (title, subtitle) = text.split_once(": ").map_or((text.as_str(), None), |(t, s)| (t, Some(s)));
            // A half title says the beginning of the title that follows it.
            let is_fuller = |known: &Value| {
                let (known, new) = (words(&known.text), words(title));
                new.len() > known.len() && new.starts_with(&known)
            };
            if head.title.as_ref().is_none_or(is_fuller) {
                head.title = Some(value(title));
            }
            // "A sermon by Anna Pell": a title page may say all in one.
            if cue == TITLE && head.authors.is_empty() {
                head.authors.extend(author_of_title(lexicon, &text).map(value));
            }
            if let Some(subtitle) = subtitle {
                head.subtitle.get_or_insert_with(|| value(subtitle));
            }
        }
        TitleRole::Subtitle => {
            head.subtitle.get_or_insert_with(|| value(&text));
        }
        TitleRole::Byline => {
            if is_by(lexicon, &text) {
                return;
            }
            let name = without_by(lexicon, text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()));
            let bare = name.trim_end_matches([',', ';', ' ']);
            let bare = if bare.ends_with('.') && bare.rsplit(' ').next().is_some_and(|w| w.len() > 3) {
                &bare[..bare.len() - 1]
            } else {
                bare
            };
            let bare = if cue == BYLINE { name_of(lexicon, bare) } else { Some(bare) };
            head.authors.extend(bare.map(value));
            if let Some(date) = date_in(content) {
                head.date = date.edtf.as_ref().map(|edtf| value(edtf.as_str()));
            } else if let Some(year) = trailing_year(&text) {
                head.date = Some(value(year));
            }
        }
        TitleRole::Date => {
            let edtf = date_in(content).and_then(|date| date.edtf.clone());
            head.date = Some(value(edtf.as_ref().map_or(&text, Edtf::as_str)));
        }
    }
}

/// The name that a byline of a title page starts with, without rank and office. "The author of .." is none.
fn name_of<'t>(lexicon: &Lexicon, text: &'t str) -> Option<&'t str> {
    let first = text.split_whitespace().next()?;
    if lexicon.flags(&first.to_lowercase()) & (word::SMALL | word::PERSON) != 0
        || !first.starts_with(char::is_uppercase)
    {
        return None;
    }
    // "Ann (Pell) Ost" is one name.
    let inner = |at: &usize| text[*at..].split_once(") ").is_some_and(|(_, rest)| rest.starts_with(char::is_uppercase));
    let end = text.find([',', ';', ':', '[']).unwrap_or(text.len());
    let end = text[..end].find('(').filter(|at| !inner(at)).unwrap_or(end);
    Some(text[..end].trim())
}

/// Who wrote a text, at the end of its title behind the word for it.
fn author_of_title<'t>(lexicon: &Lexicon, text: &'t str) -> Option<&'t str> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let at = (2..tokens.len()).rev().take(LONGEST_NAME).find(|&at| is_by(lexicon, tokens[at]))?;
    let name = &text[tokens.get(at + 1)?.as_ptr() as usize - text.as_ptr() as usize..];
    let name = name_of(lexicon, name)?.trim_end_matches('.');
    let capitals = name.split_whitespace().all(|word| {
        word.starts_with(char::is_uppercase) && lexicon.flags(&word.to_lowercase()) & (word::SMALL | word::PERSON) == 0
    });
    (capitals && name.contains(' ')).then_some(name)
}

/// A name and what stands behind it take no more words at the end of a title.
const LONGEST_NAME: usize = 10;

fn trailing_year(text: &str) -> Option<&str> {
    let year = text.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    (year.len() == 4).then_some(year)
}

/// A byline without the word before the name.
fn without_by<'t>(lexicon: &Lexicon, text: &'t str) -> &'t str {
    let all = words(text);
    let mut taken = 0;
    lexicon.starts(&all, |class, n| {
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

/// A note on the source: its wording, and who it says did what, unless they were credited with it before.
fn source_note(
    languages: &Languages,
    source: &Source,
    head: &mut Head,
    span: Span,
    credited: &mut BTreeSet<(&'static str, String)>,
) {
    let raw = source.slice(span);
    let text = raw.trim_start_matches(['>', '#', ' ']);
    let named = without_source_label(languages, text).trim_end_matches([';', ' ']);
    let start = span.end as usize - text.len() + text.find(named).unwrap_or(0);
    let place = Span::new(start, start + named.len());
    head.sources.push(Value::new(collapse(named), Some(place), Provenance::SourceNote));
    for (role, name) in credits(languages, raw) {
        let place = Span::new(span.start as usize + name.start, span.start as usize + name.end);
        let value = Value::new(collapse(&raw[name]), Some(place), Provenance::Credit);
        let (of, list) = match role {
            "editors" => ("editors", &mut head.editors),
            "translators" => ("translators", &mut head.translators),
            _ => ("transcribers", &mut head.transcribers),
        };
        if credited.insert((of, value.text.clone())) {
            list.push(value);
        }
    }
}

/// What follows a label that says only that a source follows.
fn without_source_label<'t>(languages: &Languages, text: &'t str) -> &'t str {
    let Some((label, rest)) = text.split_once(':') else { return text };
    let label = label.trim();
    let mut known = languages.iter().flat_map(|language| &language.headnote.source);
    if rest.trim().is_empty() || !known.any(|known| known.eq_ignore_ascii_case(label)) {
        text
    } else {
        rest.trim_start()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_no_part_of_the_source() {
        assert_eq!(without_source_label(Languages::builtin(), "Source: The Mill Papers;"), "The Mill Papers;");
        assert_eq!(without_source_label(Languages::builtin(), "Written: July 1895;"), "Written: July 1895;");
    }
}
