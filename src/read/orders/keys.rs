//! The keys of metadata: what each is called, by whomever it is given.

/// The one table: a key, its name, and other names that mean the same.
macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident: $($name:literal)|+,)+) => {
        /// A key of metadata that means something; any other is kept under the name it has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum MetaKey {
            $($(#[$doc])* $key,)+
        }

        impl MetaKey {
            /// All keys with all their names.
            const NAMES: &[(Self, &[&str])] = &[$((Self::$key, &[$($name),+])),+];
        }
    };
}

keys! {
    /// Title of the text.
    Title: "title",
    /// Its subtitle.
    Subtitle: "subtitle",
    /// Who wrote it.
    Author: "author" | "authors",
    /// Who edited it.
    Editor: "editor" | "editors",
    /// Who translated it.
    Translator: "translator" | "translators",
    /// Who transcribed it.
    Transcriber: "transcriber" | "transcribers",
    /// Where it was taken from.
    Source: "source",
    /// Which edition this is.
    Edition: "edition",
    /// Who publishes this edition.
    Publisher: "publisher",
    /// Where this edition is published.
    PublishedIn: "pubplace",
    /// When this edition is published.
    Published: "published",
    /// On what terms.
    Licence: "licence" | "license" | "rights",
    /// When the text was written.
    Date: "date" | "letter-date" | "ltr-date" | "date-written",
    /// Where it was written.
    Place: "place" | "location",
    /// Identifier of this edition.
    Identifier: "identifier" | "id",
    /// The collection or series that the text is a part of.
    Collection: "collection" | "series",
    /// The number of the book in its series.
    SeriesNumber: "series-number",
    /// What was changed in this edition.
    Change: "change",
    /// Who wrote the first letter.
    Sender: "sender" | "senders",
    /// To whom.
    Recipient: "recipient" | "recipients" | "receiver" | "receivers" | "addressee" | "addressees",
    /// Language of the text.
    Lang: "lang" | "language",
    /// Bracket profile of the text.
    Brackets: "brackets",
}

impl MetaKey {
    /// The key of this name, in large or small letters; hyphens and underscores do not count.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let is_it = |known: &&str| letters(known).eq(letters(name));
        Self::NAMES.iter().find(|(_, names)| names.iter().any(is_it)).map(|(key, _)| *key)
    }

    /// Its first name.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(key, _)| *key == self).map_or("", |(_, names)| names[0])
    }

    /// All names of all keys.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().flat_map(|(_, names)| names.iter().copied())
    }

    /// Whether one giver may give it several times, each time something more.
    #[must_use]
    pub(crate) fn is_list(self) -> bool {
        match self {
            Self::Author | Self::Editor | Self::Translator | Self::Transcriber | Self::Source | Self::Change => true,
            Self::Title
            | Self::Subtitle
            | Self::Edition
            | Self::Publisher
            | Self::PublishedIn
            | Self::Published
            | Self::Licence
            | Self::Date
            | Self::Place
            | Self::Identifier
            | Self::Collection
            | Self::SeriesNumber
            | Self::Sender
            | Self::Recipient
            | Self::Lang
            | Self::Brackets => false,
        }
    }

    /// Whether its value is a date.
    #[must_use]
    pub(crate) fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Published)
    }
}

/// A key as keys are compared.
pub(crate) fn plain(key: &str) -> String {
    letters(key).collect()
}

fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_one_key_each() {
        for (key, names) in MetaKey::NAMES {
            for name in *names {
                assert_eq!(MetaKey::named(name), Some(*key), "{name}");
                assert_eq!(MetaKey::named(&name.to_uppercase()), Some(*key), "{name}");
            }
        }
        assert_eq!(MetaKey::named("Series_Number"), Some(MetaKey::SeriesNumber));
        assert_eq!(MetaKey::named("weather"), None);
    }

    /// The documentation has a row for each key, with its other names, in this order.
    #[test]
    fn the_documentation_knows_every_key() {
        let page = include_str!("../../../docs/overrides.md");
        let (_, table) = page.split_once("| key | also | what it is |\n|---|---|---|\n").expect("the table is there");
        let rows = table.lines().take_while(|line| line.starts_with('|')).map(|row| {
            let cells = row.split('|').skip(1).take(2).flat_map(|cell| cell.split(','));
            cells.map(|name| name.trim().trim_matches('`')).filter(|name| !name.is_empty()).collect::<Vec<_>>()
        });
        assert_eq!(
            rows.collect::<Vec<_>>(),
            MetaKey::NAMES.iter().map(|(_, names)| names.to_vec()).collect::<Vec<_>>()
        );
    }
}
