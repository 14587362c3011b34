//! Rules for books.

mod archive;
mod names;
mod opf;
mod place;
mod read;
mod references;
mod url;

pub(super) mod access;
pub(super) mod book;
pub(super) mod container;
pub(super) mod links;
pub(super) mod manifest;
pub(super) mod nav;
pub(super) mod ncx;
pub(super) mod package;
pub(super) mod spine;
pub(super) mod xhtml;

use super::checked::Checked;
use super::findings::Findings;
use crate::source::Kind;
use crate::source::Source;
use book::{Book, BookRule};
use place::MAX_FOUND;
use std::collections::{BTreeMap, BTreeSet};

/// Checks a book by these rules. Nothing in it is trusted: what is damaged, locked or too much is a finding, and memory stays below
/// 1 GB beside the file itself.
pub(super) fn check(bytes: &[u8], rules: &[(&'static str, BookRule)]) -> Checked {
    let mut findings = Vec::new();
    let mut members = BTreeMap::new();
    if let Some(read) = read::read(bytes, &mut findings) {
        let documents = read::parse(&read.texts, &mut findings);
        let book = Book::new(&read, &documents);
        for &(id, rule) in rules {
            let before = findings.len();
            rule(&book, &mut Findings::of(id, &mut findings));
            if findings.len() > before + MAX_FOUND {
                findings.truncate(before + MAX_FOUND);
                let last = findings.last_mut().expect("some were found");
                last.hints.push(format!("there are more than {MAX_FOUND} of these; the others are not told"));
            }
        }
        let concerned: BTreeSet<&str> = findings.iter().filter_map(|finding| finding.member.as_deref()).collect();
        members = read.texts.into_iter().filter(|(path, _)| concerned.contains(path.as_str())).collect();
    }
    let members: BTreeMap<String, Source> = members.into_iter().map(|(path, text)| (path, text.source)).collect();
    Checked::new(Kind::Epub, None, members, findings)
}
