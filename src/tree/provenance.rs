//! Who says what is known about a text, and whose word goes before whose.

use super::Name;
use serde::{Deserialize, Serialize};

/// Who says something about a text. In JSON it is a word: the id of a cue, `front-matter`, `hints` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Name", into = "String")]
#[non_exhaustive]
pub enum Provenance {
    /// A line of the text, by the rule with this id.
    Cue(Name),
    /// The wording of a source.
    SourceNote,
    /// Who did what, in the wording of a source.
    Credit,
    /// A dateline.
    Dateline,
    /// A heading of the form "Anna Pell to Tom Ost".
    Heading,
    /// A greeting.
    Salute,
    /// A signature.
    Signature,
    /// The header of TEI, by the rule with this id: `tei.` and the name of an element.
    TeiHeader(Name),
    /// Front matter of the text.
    FrontMatter,
    /// The file of hints beside the text.
    Hints,
    /// The command line.
    CommandLine,
    /// The environment variable `SOURCE_DATE_EPOCH`.
    SourceDateEpoch,
    /// `edition.toml`, for all texts of a folder.
    Edition,
}

/// Whose word goes before whose, the last first: the order that `docs/overrides.md` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    /// What holds for all texts of a folder, where nothing else is known of one of them.
    Edition,
    /// What a text or a header of TEI says to those who read it.
    Text,
    /// What the front matter of a text says to programs.
    FrontMatter,
    /// What the editor says beside the text.
    Hints,
    /// What is said of this run.
    CommandLine,
}

/// What starts the ids of rules for the header of TEI.
const TEI: &str = "tei.";

impl Provenance {
    /// What a letter does not say, but that its edition is of letters by one author.
    pub(crate) const INFERRED_SENDER: Self = Self::Cue(Name::Borrowed("sender.author-of-letters"));

    /// Those that are one word in JSON and not the id of a rule.
    const WORDS: [Self; 11] = [
        Self::SourceNote,
        Self::Credit,
        Self::Dateline,
        Self::Heading,
        Self::Salute,
        Self::Signature,
        Self::FrontMatter,
        Self::Hints,
        Self::CommandLine,
        Self::SourceDateEpoch,
        Self::Edition,
    ];

    /// Whose word this is, among those that may contradict each other.
    #[must_use]
    pub(crate) fn precedence(&self) -> Precedence {
        match self {
            Self::Edition => Precedence::Edition,
            Self::Cue(_)
            | Self::SourceNote
            | Self::Credit
            | Self::Dateline
            | Self::Heading
            | Self::Salute
            | Self::Signature
            | Self::TeiHeader(_) => Precedence::Text,
            Self::FrontMatter => Precedence::FrontMatter,
            Self::Hints => Precedence::Hints,
            Self::CommandLine | Self::SourceDateEpoch => Precedence::CommandLine,
        }
    }

    /// Its word in JSON.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Cue(id) | Self::TeiHeader(id) => id,
            Self::SourceNote => "source-note",
            Self::Credit => "source-note.credit",
            Self::Dateline => "dateline",
            Self::Heading => "heading.from-to",
            Self::Salute => "salute",
            Self::Signature => "signed",
            Self::FrontMatter => "front-matter",
            Self::Hints => "hints",
            Self::CommandLine => "command-line",
            Self::SourceDateEpoch => "SOURCE_DATE_EPOCH",
            Self::Edition => "edition",
        }
    }
}

impl From<Name> for Provenance {
    fn from(word: Name) -> Self {
        match Self::WORDS.into_iter().find(|known| known.as_str() == word) {
            Some(known) => known,
            None if word.starts_with(TEI) => Self::TeiHeader(word),
            None => Self::Cue(word),
        }
    }
}

impl From<&'static str> for Provenance {
    fn from(word: &'static str) -> Self {
        Name::Borrowed(word).into()
    }
}

impl From<Provenance> for String {
    fn from(by: Provenance) -> Self {
        by.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_the_words() {
        let ids = [Provenance::Cue("byline.by-word".into()), Provenance::TeiHeader("tei.title".into())];
        for by in Provenance::WORDS.into_iter().chain(ids) {
            let word = by.as_str().to_owned();
            assert_eq!(serde_json::to_value(&by).expect("a word"), serde_json::Value::from(word.as_str()));
            assert_eq!(Provenance::from(Name::Owned(word)), by);
        }
    }

    #[test]
    fn the_later_word_goes_first() {
        let order = ["edition", "signed", "front-matter", "hints", "command-line"]
            .map(|word| Provenance::from(word).precedence());
        assert!(order.is_sorted_by(|one, other| one < other), "{order:?}");
    }
}
