//! All that anybody says of a text's metadata, one list: front matter, hints, the command line, `edition.toml`.

use crate::read::orders::entries::Entry;
use crate::read::orders::frontmatter::{Declared, FrontMatter};
use crate::read::orders::hints::Hints;
use crate::read::orders::keys::MetaKey;
use crate::source::Span;
use crate::tree::Provenance;

/// A key and its value, and who says so where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a str,
    pub(crate) by: Provenance,
    /// Place of the value in the text.
    pub(crate) span: Option<Span>,
    /// Place of the key in the text.
    pub(crate) key_span: Option<Span>,
    /// File and line of an order beside the text.
    pub(crate) place: Option<(&'a str, usize)>,
}

/// What is said of a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given<'a> {
    /// In no order that matters between those who say it.
    pub(crate) all: Vec<Said<'a>>,
}

impl<'a> Given<'a> {
    /// What these say together.
    pub(crate) fn new(
        front: &'a FrontMatter,
        hints: Option<&'a Hints>,
        command_line: &'a [(String, String)],
        edition: &'a [Entry],
    ) -> Self {
        let mut all: Vec<Said<'a>> = Vec::new();
        all.extend(front.entries.iter().map(|Declared { key, value, span, key_span }| Said {
            key,
            value,
            by: Provenance::FrontMatter,
            span: Some(*span),
            key_span: Some(*key_span),
            place: None,
        }));
        let beside = |by: &'static Provenance| {
            move |Entry { key, value, place }: &'a Entry| {
                let place = place.as_ref().map(|(file, line)| (&**file, *line));
                Said { key, value, by: by.clone(), span: None, key_span: None, place }
            }
        };
        all.extend(hints.into_iter().flat_map(|hints| &hints.meta).map(beside(&Provenance::Hints)));
        all.extend(command_line.iter().map(|(key, value)| Said {
            key,
            value,
            by: Provenance::CommandLine,
            span: None,
            key_span: None,
            place: None,
        }));
        all.extend(edition.iter().map(beside(&Provenance::Edition)));
        Self { all }
    }

    /// What holds of a key that has one value: the word of whoever goes before the others, and of theirs the last.
    pub(crate) fn value(&self, key: MetaKey) -> Option<&Said<'a>> {
        let named = self.all.iter().filter(|said| MetaKey::named(said.key) == Some(key));
        named.max_by_key(|said| said.by.precedence())
    }
}
