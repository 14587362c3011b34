//! The names that a schema speaks of: what a message may say would have been allowed.

use std::collections::{BTreeMap, BTreeSet};
use teixml::relaxng::ExpandedName;

/// Names, in the order of their namespaces and letters.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Elements.
    pub elements: BTreeSet<ExpandedName>,
    /// Attributes.
    pub attributes: BTreeSet<ExpandedName>,
    /// Definitions that stand for an element.
    pub definitions: BTreeSet<String>,
    /// Listed values, by the attribute they are listed for; under no name those of shared lists.
    values: BTreeMap<Option<String>, BTreeSet<String>>,
}

impl Vocabulary {
    /// Adds a listed value.
    pub fn value(&mut self, attribute: Option<&str>, value: &str) {
        self.values.entry(attribute.map(str::to_owned)).or_default().insert(value.to_owned());
    }

    /// The values that may be meant for an attribute: those listed for it, then those of shared lists.
    pub fn values_of(&self, attribute: &str) -> Vec<&str> {
        let shared = self.values.get(&None).into_iter().flatten();
        self.listed_for(attribute).chain(shared.map(String::as_str)).collect()
    }

    /// The values that are listed for an attribute itself.
    pub fn listed_for(&self, attribute: &str) -> impl Iterator<Item = &str> {
        self.values.get(&Some(attribute.to_owned())).into_iter().flatten().map(String::as_str)
    }
}
