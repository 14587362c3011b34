//! Rules for TEI.

pub(super) mod ids;

use super::{Check, Findings, allow, rule, rules};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use roxmltree::{Document, ParsingOptions, TextPos};

/// A well-formed document as its rules see it. Ranges of nodes are spans of the source.
pub(super) struct Tei<'a> {
    pub(super) document: &'a Document<'a>,
}

/// Applies all rules for TEI. A document type is refused: its entities could stand for anything, and for any amount.
pub(super) fn check(source: &Source, findings: &mut Vec<Diagnostic>) {
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    match Document::parse_with_options(&source.text, options) {
        Ok(document) => {
            let tei = Tei { document: &document };
            for rule in rules() {
                if let Check::Tei(check) = rule.check {
                    check(&tei, &mut Findings { rule, list: findings });
                }
            }
            allow::in_comments(&document, findings);
        }
        Err(error) => {
            let rule = rule("tei/not-well-formed").expect("it has a row; tests read them all");
            let at = byte_of(source, error.pos());
            let length = source.text[at..].chars().next().map_or(0, char::len_utf8);
            let message = match &error {
                roxmltree::Error::DtdDetected => "a document type declaration is not read".to_owned(),
                // The place is told in our own way.
                _ => error.to_string().replace(&format!(" at {}", error.pos()), ""),
            };
            Findings { rule, list: findings }.push(Span::new(at, at + length), message);
        }
    }
}

/// Byte of a place that is given by line and character, both from 1; lines end at line feeds.
fn byte_of(source: &Source, place: TextPos) -> usize {
    let start: usize = source.text.split_inclusive('\n').take(place.row as usize - 1).map(str::len).sum();
    let rest = &source.text[start..];
    start + rest.char_indices().nth(place.col as usize - 1).map_or(rest.len(), |(at, _)| at)
}
