//! What becomes of the elements of TEI, `schema/tei-input.toml`.

use crate::tree::{Act, Style};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::OnceLock;

/// Elements and words of TEI that other editions wrote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeiInput {
    /// Values of `div/@type` that say: this is a letter.
    pub(crate) letters: Vec<String>,
    /// What an editor or writer did, by element.
    pub(crate) acts: FxHashMap<String, Act>,
    pub(crate) looks: Looks,
    pub(crate) views: Views,
    pub(crate) names: Names,
    pub(crate) responsibilities: Responsibilities,
    /// Language tags by their codes of three letters.
    pub(crate) languages: FxHashMap<String, String>,
    pub(crate) own: Own,
}

/// How text looks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Looks {
    pub(crate) elements: FxHashMap<String, Style>,
    /// By words of `@rend` and `@rendition`.
    pub(crate) words: FxHashMap<String, Style>,
}

/// Which child of `choice` and `app` each view takes, best first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Views {
    pub(crate) reading: Vec<String>,
    pub(crate) diplomatic: Vec<String>,
}

/// Names of elements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Names {
    pub(crate) quotations: FxHashSet<String>,
    pub(crate) empty: FxHashSet<String>,
    pub(crate) plain: FxHashSet<String>,
    pub(crate) foliation: FxHashSet<String>,
    pub(crate) blocks: FxHashSet<String>,
    pub(crate) inside_lines: FxHashSet<String>,
    pub(crate) lists: FxHashSet<String>,
    pub(crate) divisions: FxHashSet<String>,
}

/// What people did, by starts of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Responsibilities {
    pub(crate) transcribers: Vec<String>,
    pub(crate) translators: Vec<String>,
    pub(crate) editors: Vec<String>,
}

/// Sentences of our own writer; `{}` stands for what it knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Own {
    pub(crate) file: String,
    pub(crate) licence: String,
    pub(crate) profile: String,
    pub(crate) publisher: String,
    pub(crate) responsibility: String,
    pub(crate) transcription: String,
}

impl Own {
    /// What stands for `{}` in a sentence of this pattern; `None` where the text is another.
    pub(crate) fn said<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
        let (before, behind) = pattern.split_once("{}")?;
        text.strip_prefix(before)?.strip_suffix(behind)
    }
}

/// What becomes of the elements of TEI.
pub(crate) fn tei_input() -> &'static TeiInput {
    static INPUT: OnceLock<TeiInput> = OnceLock::new();
    INPUT.get_or_init(|| {
        toml::from_str(include_str!("../../schema/tei-input.toml"))
            .expect("the data of this crate are well-formed; the tests read them")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_a_place_for_what_is_known() {
        let own = &tei_input().own;
        for pattern in [&own.file, &own.licence, &own.profile, &own.publisher, &own.responsibility, &own.transcription]
        {
            assert_eq!(pattern.matches("{}").count(), 1, "{pattern}");
        }
        assert_eq!(Own::said(&own.licence, "Licence: CC0"), Some("CC0"));
        assert_eq!(Own::said(&own.licence, "CC0"), None);
    }
}
