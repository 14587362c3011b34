//! Gold files: what a person says the lines of a text are.

use crate::read::role::Role;
use crate::source::Source;
use crate::tree::BlockType;
use serde::Deserialize;
use serde::de::{self, Deserializer};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Ends of gold file names, beside a text that ends in `.txt`. What `convert` writes comes first.
const ENDS: [&str; 2] = [".standoff.json", ".json"];

/// One gold file, as far as roles go.
#[derive(Debug, Deserialize)]
pub struct Gold {
    /// Where the text comes from; the folder says so otherwise.
    #[serde(default)]
    pub collection: Option<String>,
    blocks: Vec<Block>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "RawBlock")]
struct Block {
    role: Role,
    line_start: u32,
    line_end: u32,
}

#[derive(Deserialize)]
struct RawBlock {
    #[serde(deserialize_with = "role")]
    r#type: Role,
    line_start: u32,
    line_end: u32,
}

impl TryFrom<RawBlock> for Block {
    type Error = String;

    fn try_from(RawBlock { r#type, line_start, line_end }: RawBlock) -> Result<Self, String> {
        if line_start == 0 || line_end < line_start {
            return Err(format!(
                "lines {line_start} to {line_end} are none: they count from 1, the last one inclusive"
            ));
        }
        Ok(Self { role: r#type, line_start, line_end })
    }
}

/// The role that a block type of standoff or gold stands for. What is lifted from a text before weights decide is none of
/// theirs where it was not lifted.
fn role<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
    let name = String::deserialize(deserializer)?;
    let known = BlockType::named(&name).ok_or_else(|| de::Error::custom(format!("unknown block type `{name}`")))?;
    Ok(match known {
        BlockType::Title => Role::Head,
        BlockType::Quote => Role::Paragraph,
        known => Role::ALL.into_iter().find(|role| role.block_type() == known).unwrap_or(Role::Other),
    })
}

impl Gold {
    /// Reads a gold file and the text beside it.
    ///
    /// # Errors
    /// What is wrong, with file and line.
    pub fn read(path: &Path, text: &Path) -> Result<(Self, Source), String> {
        let shown = path.display();
        let json = fs::read_to_string(path).map_err(|error| format!("{shown}: cannot be read: {error}"))?;
        let gold: Self = serde_json::from_str(&json).map_err(|error| {
            let whole = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            let message = whole.strip_suffix(&place).unwrap_or(&whole);
            format!("{shown}:{}: {message}: this is no standoff of labelled blocks", error.line())
        })?;
        let (source, _) = Source::open(text, None).map_err(|error| format!("{}: {error}", text.display()))?;
        let count = source.line_count();
        if let Some(block) = gold.blocks.iter().find(|block| block.line_end as usize > count) {
            return Err(format!(
                "{shown}: a block ends at line {}, but {} has {count}: was the text changed after it was labelled?",
                block.line_end,
                text.display()
            ));
        }
        Ok((gold, source))
    }

    /// Roles by line, from 1. Of two blocks on a line the first counts.
    #[must_use]
    pub fn roles(&self) -> BTreeMap<u32, Role> {
        let mut roles = BTreeMap::new();
        for block in &self.blocks {
            for line in block.line_start..=block.line_end {
                roles.entry(line).or_insert(block.role);
            }
        }
        roles
    }
}

/// A gold file and its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldPair {
    /// What a person says the lines are.
    pub gold: PathBuf,
    /// The text.
    pub text: PathBuf,
}

/// Gold files below a folder with their texts, sorted.
///
/// # Errors
/// A folder that cannot be read.
pub fn find(folder: &Path) -> Result<Vec<GoldPair>, String> {
    let fail = |error: std::io::Error| format!("{}: cannot be read: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            found.extend(find(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            // Where both stand beside a text, the standoff is the one a person corrected here.
            let beside = |end: &&str| path.with_extension(end.trim_start_matches('.'));
            let gold = ENDS.iter().map(beside).find(|gold| gold.is_file());
            found.extend(gold.map(|gold| GoldPair { gold, text: path }));
        }
    }
    found.sort();
    Ok(found)
}
