//! What reading may be told.

use crate::knowledge::brackets::{self, Profile};
use crate::read::decide::decode::Model;
use crate::read::decide::in_force::InForce;
use crate::read::error::ReadError;
use crate::read::languages::Languages;
use crate::read::meta::authorities::Authorities;
use crate::read::orders::entries::Entry;
use crate::read::orders::hints::Hints;
use crate::suggest::suggest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What reading may be told. `None` and empty mean: find out.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Encoding of the bytes, a label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Language of the text, a BCP 47 tag.
    pub lang: Option<String>,
    /// Name of the bracket profile.
    pub brackets: Option<String>,
    /// The languages that texts are read by; `None` stands for the built-in ones.
    pub languages: Option<Arc<Languages>>,
    /// Bracket profiles of the edition's own, by what options, hints and metadata call them. Where one has the name of a
    /// built-in profile, it stands in its place.
    pub profiles: BTreeMap<String, Arc<Profile>>,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Metadata that the user gives; it wins over what the text says.
    pub meta: Vec<(String, String)>,
    /// Put text between quotation marks into nodes of its own.
    pub mark_quotes: bool,
    /// Persons and places of the edition, and what authority files call them.
    pub authorities: Option<Arc<Authorities>>,
    /// Metadata that holds where neither the text nor anybody else says otherwise.
    pub defaults: Vec<Entry>,
    /// When the text was encoded, in seconds since 1970: a change that the header tells.
    pub source_date_epoch: Option<u64>,
    /// Weights of the edition's own letters; `None` stands for the built-in ones.
    pub weights: Option<Arc<Model>>,
    /// What the editor wrote beside the text.
    pub hints: Option<Hints>,
    /// Which side of TEI's alternatives is the text.
    pub view: View,
}

impl ReadOptions {
    /// The languages in force.
    pub(crate) fn languages(&self) -> &Languages {
        match &self.languages {
            Some(languages) => languages,
            None => Languages::builtin(),
        }
    }

    /// The weights in force.
    pub(crate) fn weights(&self) -> InForce<'_> {
        InForce::new(self.weights.as_deref())
    }

    /// The bracket profile of that name.
    pub(crate) fn profile(&self, name: &str) -> Result<&Profile, ReadError> {
        let own = self.profiles.get(name).map(|profile| &**profile);
        own.or_else(|| brackets::profile(name)).ok_or_else(|| {
            let mut known: Vec<&str> = brackets::names().collect();
            known.extend(self.profiles.keys().map(String::as_str));
            let advice = suggest(name, known.iter().copied()).map_or_else(
                || format!("; known are {}", known.join(", ")),
                |meant| format!(": did you mean `{meant}`?"),
            );
            format!("unknown bracket profile `{name}`{advice}").into()
        })
    }
}

/// Which side of alternatives is the text, where TEI gives two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// What an editor established: corrections, regular spellings, expansions, the lemma. Line ends of the
    /// manuscript are blanks.
    #[default]
    Reading,
    /// What stands in the source, line by line.
    Diplomatic,
}
