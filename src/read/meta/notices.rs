//! What is odd about metadata that somebody gives: keys that look like slips, dates that are none.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::dates::Dates;
use crate::read::orders::given::{Given, Said};
use crate::read::orders::keys::MetaKey;
use crate::suggest::suggest;
use crate::tree::Precedence;

/// The rule of a date that is none.
pub(crate) const NO_DATE: &str = "meta/no-date";
/// The rule of a key that looks like a slip.
const UNKNOWN_KEY: &str = "meta/unknown-key";

/// What is odd about what is given.
pub(crate) fn notices(given: &Given, dates: &Dates) -> Vec<Diagnostic> {
    given.all.iter().filter_map(|said| slip(said).or_else(|| no_date(said, dates))).collect()
}

/// A key that means nothing here, but is a slip away from one that does.
fn slip(said: &Said) -> Option<Diagnostic> {
    // The command line says itself which of its keys mean nothing; it does so once for all texts.
    if said.by.precedence() == Precedence::CommandLine || MetaKey::named(said.key).is_some() {
        return None;
    }
    let meant = suggest(said.key, MetaKey::names())?;
    let message = format!("{}`{}` is no key that means something: it is kept under its name", beside(said), said.key);
    Some(rules::finding(UNKNOWN_KEY, said.key_span, message).hint(format!("did you mean `{meant}`?")))
}

/// A date in whose words none can be read.
fn no_date(said: &Said, dates: &Dates) -> Option<Diagnostic> {
    let key = MetaKey::named(said.key).filter(|key| key.is_date())?;
    if dates.told(said.value).is_some() {
        return None;
    }
    let message = format!("{}`{}` is no date for `{}`", beside(said), said.value, key.name());
    let hint = "write it as EDTF (1881-05-04, 188X, 1881~) or in words";
    Some(rules::finding(NO_DATE, said.span, message).hint(hint))
}

/// Where something was said that does not stand in the text.
fn beside(said: &Said) -> String {
    match (said.place, said.by.precedence()) {
        (Some((file, line)), _) => format!("{file}:{line}: "),
        (None, Precedence::CommandLine) => "--meta: ".to_owned(),
        (None, Precedence::Edition | Precedence::Text | Precedence::FrontMatter | Precedence::Hints) => String::new(),
    }
}
