//! How a letter is described: who wrote to whom, and where.

use super::view::Text;
use crate::check::findings::Findings;
use crate::steps::step;
use crate::tree::{Provenance, Value};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of the longest place: `Near the Camp before the Town of Ost`.
const LONGEST: usize = 8;

/// Letters from and to the same person.
pub(in crate::check) fn same_person(text: &Text, findings: &mut Findings) {
    for letter in text.edition.letters() {
        let (Some(sender), Some(recipient)) = (&letter.meta.sender, &letter.meta.recipient) else { continue };
        let names = words(&recipient.text);
        if names.is_empty() || names != words(&sender.text) {
            continue;
        }
        let message = format!("the letter is from and to `{}`", recipient.text);
        let finding = findings.push(recipient.span.unwrap_or(letter.span), message);
        let hint = "give `sender` or `recipient` in the front matter or in the file of hints";
        *finding = match sender.span.filter(|span| finding.span != Some(*span)) {
            Some(span) => finding.clone().related(span, "the sender is named here").hint(hint),
            None => finding.clone().hint(hint),
        };
    }
}

/// Places of datelines that are hardly places.
pub(in crate::check) fn odd_place(text: &Text, findings: &mut Findings) {
    for letter in text.edition.letters() {
        let meta = &letter.meta;
        let Some(place) = meta.place.as_ref().filter(|place| place.by == Provenance::Dateline) else { continue };
        let all = words(&place.text);
        // "N.Y.C." is one.
        let count = place.text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        let named = [&meta.sender, &meta.recipient].into_iter().flatten().find(|person| names(&all, person));
        let why = if count > LONGEST {
            format!("it has {count} words")
        } else if place.text.ends_with(':') {
            "it ends in a colon".to_owned()
        } else if let Some(person) = named {
            format!("it names `{}`", person.text)
        } else {
            continue;
        };
        let finding = findings.push(place.span.unwrap_or(letter.span), format!("this is hardly a place: {why}"));
        let hint = "give `place` in the front matter or in the file of hints, or say above the line what it is";
        finding.hints.push(hint.into());
    }
}

/// Whether a place holds the whole name of a person. One name alone may be that of a place, too.
fn names(place: &[String], person: &Value) -> bool {
    let name = words(&person.text);
    let is_full = name.iter().filter(|word| word.chars().count() > 2).count() > 1;
    step(place.len());
    is_full && place.windows(name.len()).any(|part| part == name)
}

/// Words in small letters, without accents and punctuation.
fn words(text: &str) -> Vec<String> {
    step(text.len());
    let bare = |word: &str| word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|word| !word.is_empty())
        .map(bare)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_may_bear_one_name_of_a_person() {
        let named = |place: &str, person: &str| names(&words(place), &Value::new(person, None, Provenance::Hints));
        assert!(named("Änne Müller to Tom Ost", "ANNE MULLER"));
        assert!(named("Mr. Tom Ost, Harwick", "Tom Ost"));
        assert!(!named("Chatham House", "Lord Chatham") && !named("Ost", "Ost") && !named("St. J. Wood", "J. Wood"));
    }
}
