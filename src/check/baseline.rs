//! A baseline: what was found before, so that only what is new counts.

use super::found::{FileReport, Found};
use super::render::run::to_json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Findings that are known, by their fingerprints.
#[derive(Debug, Clone, Default)]
pub struct Baseline(BTreeSet<String>);

/// A baseline as it is stored. Only the fingerprint counts; the rest is for people who read it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    rule: String,
    message: String,
    fingerprint: String,
}

/// The version of the stored form.
const VERSION: u32 = 1;

impl Baseline {
    /// Reads what [`Baseline::write`] wrote.
    ///
    /// # Errors
    /// No JSON of this form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("version {} is not known; write it anew", file.version));
        }
        Ok(Self(file.findings.into_iter().map(|known| known.fingerprint).collect()))
    }

    /// Everything that was found, as JSON.
    #[must_use]
    pub fn write(files: &[FileReport]) -> String {
        let known = |found: &Found| Known {
            file: found.file.clone(),
            rule: found.rule.to_string(),
            message: found.message_in_file(),
            fingerprint: found.fingerprint.clone(),
        };
        let findings = files.iter().flat_map(|file| &file.findings).map(known).collect();
        to_json(&File { version: VERSION, findings })
    }

    /// Whether a finding is known.
    #[must_use]
    pub fn knows(&self, found: &Found) -> bool {
        self.0.contains(&found.fingerprint)
    }
}
