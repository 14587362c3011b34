//! Learning from an edition's own corrected letters, and measuring what was learned.
//!
//! A gold folder holds `NAME.txt` beside `NAME.json`; the JSON is standoff as `rubricate convert
//! --to standoff` writes it, corrected by hand. Sub-folders are collections: the report trains
//! on all but one of them and scores the one left out.

use crate::read::decode::{Model, Role, step};
use crate::read::train::{Example, Growing, Settings, example, learn};
use crate::read::{cues, furniture, lines, title};
use crate::source::Source;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One labelled text on disk.
#[derive(Debug)]
pub struct Labelled {
    /// File name without extension.
    pub name: String,
    /// Collection: the gold's own word, else the folder.
    pub collection: String,
    source: Source,
    lines: Vec<lines::Line>,
    layout: lines::Layout,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Gold {
    #[serde(default)]
    collection: Option<String>,
    blocks: Vec<GoldBlock>,
}

#[derive(Deserialize)]
struct GoldBlock {
    r#type: String,
    line_start: u32,
    line_end: u32,
}

/// The role that a block type of standoff or gold stands for; `None` for furniture.
fn role(kind: &str) -> Option<Role> {
    match kind {
        "title" => Some(Role::Head),
        "quote" => Some(Role::Paragraph),
        "page_break" | "separator" | "noise" | "contents" => None,
        "byline" | "source_note" | "boilerplate" => Some(Role::Other),
        kind => Role::named(kind),
    }
}

/// Reads a gold folder.
///
/// # Errors
/// A folder or file that cannot be read, a JSON that is no gold: with its path.
pub fn load(folder: &Path) -> Result<Vec<Labelled>, String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut labelled = Vec::new();
    for path in files {
        let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let gold: Gold =
            serde_json::from_str(&std::fs::read_to_string(&path).map_err(|e| fail(&e))?).map_err(|e| fail(&e))?;
        let text_path = path.with_extension("txt");
        let text = std::fs::read_to_string(&text_path).map_err(|e| format!("{}: {e}", text_path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let parent = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        let source = Source::new(name.clone(), text);
        let mut types: BTreeMap<u32, Option<Role>> = BTreeMap::new();
        for block in &gold.blocks {
            for line in block.line_start..=block.line_end {
                types.entry(line).or_insert_with(|| role(&block.r#type));
            }
        }
        let mut all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        all = lines::unwrap(&source, all, layout);
        // The decoder sees what is left when furniture and title block are lifted.
        let mut lifted = furniture::lift(&source, &all, layout);
        let titles = title::find(&source, &all, &mut lifted);
        let mut open = lifted.iter().zip(&titles).map(|(lifted, title)| lifted.is_none() && title.is_none());
        let labelled_role = |line: &lines::Line| types.get(&(line.number + 1)).copied().flatten();
        all.retain(|line| open.next() == Some(true) && labelled_role(line).is_some());
        let roles = all.iter().filter_map(labelled_role).collect();
        labelled.push(Labelled {
            name,
            collection: gold.collection.unwrap_or(parent),
            source,
            lines: all,
            layout,
            roles,
        });
    }
    Ok(labelled)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") && path.with_extension("txt").exists() {
            files.push(path);
        }
    }
    Ok(())
}

/// Learns weights from labelled texts.
#[must_use]
pub fn tune(labelled: &[Labelled], settings: Settings) -> String {
    let mut vocabulary = Growing::default();
    let examples: Vec<Example> = labelled.iter().map(|text| to_example(text, &mut vocabulary)).collect();
    learn(&examples.iter().collect::<Vec<_>>(), &vocabulary, settings)
}

fn to_example(text: &Labelled, vocabulary: &mut Growing) -> Example {
    example(&text.collection, &text.source, &text.lines, text.layout, &text.roles, vocabulary)
}

/// Counts by role: right, predicted, gold.
pub type Counts = BTreeMap<Role, [usize; 3]>;

/// A line the decoder got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Name of the text.
    pub name: String,
    /// Line number, from 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
    /// What it is.
    pub want: Role,
    /// What it was taken for.
    pub got: Role,
}

/// What came out of leaving each collection out in turn.
#[derive(Debug, Default)]
pub struct Report {
    /// By role.
    pub counts: Counts,
    /// Texts with every line right.
    pub perfect: usize,
    /// Lines that were wrong, in the order of the texts.
    pub misses: Vec<Miss>,
}

/// Trains on all collections but one and scores that one, for each in turn.
///
/// # Panics
/// Never: it reads weights that it has written.
#[must_use]
pub fn leave_one_out(labelled: &[Labelled], settings: Settings) -> Report {
    let collections: BTreeSet<&str> = labelled.iter().map(|text| text.collection.as_str()).collect();
    let mut report = Report::default();
    for held in collections {
        let mut vocabulary = Growing::default();
        let examples: Vec<Example> = labelled
            .iter()
            .filter(|text| text.collection != held)
            .map(|text| to_example(text, &mut vocabulary))
            .collect();
        let weights = learn(&examples.iter().collect::<Vec<_>>(), &vocabulary, settings);
        let model = Model::parse(&weights).expect("weights just written are well-formed");
        for text in labelled.iter().filter(|text| text.collection == held) {
            score(&model, text, &mut report);
        }
    }
    report
}

fn score(model: &Model, text: &Labelled, report: &mut Report) {
    let cues = cues::see(&text.source, &text.lines, text.layout, &mut &model.vocabulary);
    let steps: Vec<usize> = text.lines.iter().map(|line| step(text.layout, line)).collect();
    let before = report.misses.len();
    for ((decision, &want), line) in model.decode(&cues, &steps, &[]).iter().zip(&text.roles).zip(&text.lines) {
        let got = decision.role;
        let physical = line.physical as usize;
        report.counts.entry(want).or_default()[2] += physical;
        report.counts.entry(got).or_default()[1] += physical;
        if got == want {
            report.counts.entry(want).or_default()[0] += physical;
        } else {
            let text_of = text.source.slice(line.span).to_owned();
            report.misses.push(Miss { name: text.name.clone(), line: line.number + 1, text: text_of, want, got });
        }
    }
    report.perfect += usize::from(report.misses.len() == before);
}

/// F1 from right, predicted and gold.
#[must_use]
pub fn f1([right, predicted, gold]: [usize; 3]) -> f64 {
    2.0 * right as f64 / (predicted + gold).max(1) as f64
}
