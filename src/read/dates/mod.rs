//! Dates: in running text and in datelines.
//!
//! Words come from `schema/languages/*.toml`, rules that hold everywhere from `schema/dates.toml`.
//! Values are EDTF in the proleptic Gregorian calendar. Nothing is converted or completed silently:
//! what was inferred is marked, and what gives no valid day has no value and a finding.

pub(crate) mod calendar;
mod context;
mod dateline;
mod evidence;
mod find;
mod found;
mod grammar;
mod lexicon;
mod mark;
mod reading;
mod scanner;
#[cfg(test)]
mod tests;
mod token;
mod value;
mod words;
mod years;

pub(crate) use context::DateContext;
pub(crate) use evidence::DateEvidence;
pub(crate) use lexicon::DateLexicon;
pub(crate) use mark::{Mark, MarkKind, date_in, mark};
pub(crate) use words::Dates;
pub(crate) use years::infer_years;
