//! Learning from an edition's own corrected letters, and measuring what was learned.
//!
//! A gold folder holds `NAME.txt` beside `NAME.standoff.json` or `NAME.json`; the JSON is standoff as `rubricate convert
//! --to standoff` writes it, corrected by hand. Sub-folders are collections: the report trains
//! on all but one of them and scores the one left out.
//!
//! ```
//! use rubricate::tune;
//! # let folder = std::env::temp_dir().join(format!("rubricate-doc-tune-{}", std::process::id()));
//! # let letter = "Harwick, 4 March 1911\n\nDear Anna,\n\nAll is well.\n\nYours ever,\n\nTom\n";
//! # for name in ["one", "two"] {
//! #     std::fs::create_dir_all(folder.join(name))?;
//! #     std::fs::write(folder.join(name).join("a.txt"), letter)?;
//! #     let (document, _) = rubricate::read("a.txt", letter.into(), &Default::default())?;
//! #     let standoff = rubricate::write::FORMATS.iter().find(|format| format.name == "standoff").unwrap();
//! #     let written = (standoff.write)(&document, &Default::default())?;
//! #     std::fs::write(folder.join(name).join("a.standoff.json"), written.bytes)?;
//! # }
//! // Two collections of letters, each NAME.txt with the NAME.standoff.json that an editor corrected.
//! let pairs = tune::find(&folder)?;
//! let labelled = pairs.iter().map(tune::load).collect::<Result<Vec<_>, _>>()?;
//!
//! let report = tune::leave_one_out(&labelled)?;
//! let salute = report.scores.iter().find(|score| score.role.name() == "salute").expect("it is a role");
//! assert_eq!((salute.gold, salute.right), (2, 2));
//! let weights = tune::tune(&labelled)?;
//! assert!(weights.contains("[cues.salute]"));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod gold;
mod report;

use crate::read::ReadOptions;
use crate::read::decide::chain::Depth;
use crate::read::decide::decode::Model;
use crate::read::decide::in_force::InForce;
use crate::read::decide::train::{Example, Growing, Settings, example, learn};
use crate::read::decide::verdicts;
use crate::read::lines;
use crate::read::prepare::Prepared;
use crate::read::role::Role;
use crate::source::{Source, Span};
use crate::tree::BlockType;
use gold::Gold;
pub use gold::{GoldPair, find};
pub use report::{Miss, Report, Score};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// One labelled text on disk.
#[derive(Debug)]
pub struct Labelled {
    /// Path of the text.
    pub name: String,
    /// Collection: the gold's own word, else the folder.
    pub collection: String,
    source: Source,
    lines: Vec<lines::Line>,
    layout: lines::Layout,
    /// What a person says each line is.
    roles: Vec<Role>,
    /// What it is read as whatever the weights say.
    fixed: Vec<Option<Role>>,
    /// Its divisions: lines that are decided together, and so are learned from together.
    divisions: Vec<Range<usize>>,
}

/// Reads one text with its gold.
///
/// # Errors
/// A file that cannot be read, a JSON that is no gold, orders in the text that cannot be followed: with its path.
pub fn load(pair: &GoldPair) -> Result<Labelled, String> {
    let GoldPair { gold: path, text } = pair;
    let (gold, source) = Gold::read(path, text)?;
    let name = text.display().to_string();
    let parent = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    let types = gold.roles();
    // The same lines that weights see when the text is read.
    let options = ReadOptions::default();
    let Prepared { lines: all, layout, settled, .. } =
        Prepared::new(&source, &options).map_err(|error| error.to_string())?;
    let labelled_role = |line: &lines::Line| types.get(&(line.number + 1)).copied();
    let (mut lines, mut roles, mut fixed, mut divisions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let seen = settled.lines(&all);
    for (division, _) in settled.divisions.among(settled.seen.iter().copied()) {
        let first = lines.len();
        for (line, known) in seen[division.clone()].iter().zip(&settled.fixed[division]) {
            let Some(role) = labelled_role(line).or(*known) else { continue };
            lines.push(line.clone());
            roles.push(role);
            fixed.push(*known);
        }
        divisions.push(first..lines.len());
    }
    Ok(Labelled { name, collection: gold.collection.unwrap_or(parent), source, lines, layout, roles, fixed, divisions })
}

/// Learns weights from labelled texts.
///
/// # Errors
/// More words than weights can name; says with which text.
pub fn tune(labelled: &[Labelled]) -> Result<String, String> {
    teach(&labelled.iter().collect::<Vec<_>>())
}

/// Learns from texts one by one; for files that hold several letters, from neighbours put together; and from letters
/// mixed of two collections, so that what is learned of a part does not hang on the parts around it.
fn teach(labelled: &[&Labelled]) -> Result<String, String> {
    let mut vocabulary = Growing::default();
    let pairs: Vec<Labelled> =
        labelled.windows(2).step_by(PAIRS).filter_map(|pair| together(pair[0], pair[1])).collect();
    let mixed: Vec<Labelled> =
        (0..labelled.len()).filter_map(|at| mix(labelled[at], labelled[other(at, labelled.len())])).collect();
    let mut examples: Vec<Example> = Vec::new();
    for text in labelled.iter().copied().chain(&pairs).chain(&mixed) {
        for division in &text.divisions {
            examples.push(to_example(text, division, &mut vocabulary)?);
        }
    }
    Ok(learn(&examples.iter().collect::<Vec<_>>(), &vocabulary, Settings::default()))
}

/// Every so many texts, one is put together with the next: few enough that single letters prevail.
const PAIRS: usize = 4;

/// Two texts of one collection, wrapped alike, as one file.
fn together(first: &Labelled, second: &Labelled) -> Option<Labelled> {
    let last = first.lines.last()?;
    if first.divisions.len() > 1 || second.divisions.len() > 1 {
        return None;
    }
    if first.collection != second.collection || first.layout.wrap != second.layout.wrap {
        return None;
    }
    let head = format!("{}\n\n\n", first.source.text.trim_end());
    let numbers = head.matches('\n').count() as u32;
    let groups = last.group + 1;
    let moved = moved(&second.lines, 2, [head.len() as u32, numbers, groups]);
    Some(Labelled {
        name: format!("{} + {}", first.name, second.name),
        collection: first.collection.clone(),
        lines: first.lines.iter().cloned().chain(moved).collect(),
        source: Source::new(first.source.name.clone(), head + &second.source.text),
        layout: first.layout,
        roles: [&*first.roles, &second.roles].concat(),
        fixed: [&*first.fixed, &second.fixed].concat(),
        divisions: all_lines(first.lines.len() + second.lines.len()),
    })
}

/// Which text gives body and bottom to the top of the one at `at`: one far away, so that collections meet, and not
/// always at the same distance, so that not the same two meet again.
fn other(at: usize, count: usize) -> usize {
    (at + count / 3 + at % 7) % count
}

/// The top of one letter over the body and bottom of another, where both are of different collections. What one
/// edition sets together (a heading below the date, an address before the greeting) is learned apart.
fn mix(first: &Labelled, second: &Labelled) -> Option<Labelled> {
    let body = |text: &Labelled| text.roles.iter().position(|role| *role == Role::Paragraph);
    let (top, rest) = (body(first)?, body(second)?);
    if first.divisions.len() > 1 || second.divisions.len() > 1 {
        return None;
    }
    if first.layout.wrap != second.layout.wrap || top == 0 && rest == 0 || first.collection == second.collection {
        return None;
    }
    let end = first.lines[top].span.start as usize;
    let start = second.lines[rest].span.start;
    let text = format!("{}{}", &first.source.text[..end], &second.source.text[start as usize..]);
    let (old, new) = (&second.lines[rest], &first.lines[top]);
    let by = [(end as u32).wrapping_sub(start), new.number.wrapping_sub(old.number), new.group.wrapping_sub(old.group)];
    let moved = moved(&second.lines[rest..], new.blanks, by);
    Some(Labelled {
        name: format!("{} over {}", first.name, second.name),
        collection: second.collection.clone(),
        lines: first.lines[..top].iter().cloned().chain(moved).collect(),
        source: Source::new(first.source.name.clone(), text),
        layout: first.layout,
        roles: [&first.roles[..top], &second.roles[rest..]].concat(),
        fixed: [&first.fixed[..top], &second.fixed[rest..]].concat(),
        divisions: all_lines(top + second.lines.len() - rest),
    })
}

/// Lines in another text, `blanks` blank lines before the first; bytes, numbers and groups count on `by` so many.
/// Counting on wraps around, so that a text can move up as well.
fn moved(lines: &[lines::Line], blanks: u8, by: [u32; 3]) -> impl Iterator<Item = lines::Line> {
    let [bytes, numbers, groups] = by;
    lines.iter().enumerate().map(move |(index, line)| lines::Line {
        span: Span { start: line.span.start.wrapping_add(bytes), end: line.span.end.wrapping_add(bytes) },
        number: line.number.wrapping_add(numbers),
        group: line.group.wrapping_add(groups),
        blanks: if index == 0 { blanks } else { line.blanks },
        ..line.clone()
    })
}

/// A text without divisions: all its lines are learned from together.
fn all_lines(count: usize) -> Vec<Range<usize>> {
    std::iter::once(0..count).collect()
}

fn to_example(text: &Labelled, division: &Range<usize>, vocabulary: &mut Growing) -> Result<Example, String> {
    let mut lines = text.lines[division.clone()].to_vec();
    // What stands before the first line is another division.
    if let Some(first) = lines.first_mut() {
        first.blanks = 0;
    }
    let (roles, fixed) = (&text.roles[division.clone()], &text.fixed[division.clone()]);
    example(&text.collection, &text.source, &lines, text.layout, roles, fixed, vocabulary)
        .map_err(|error| format!("{}: {error}", text.name))
}

/// Trains on all collections but one and scores that one, for each in turn.
///
/// # Errors
/// As [`tune`].
///
/// # Panics
/// Never: it reads weights that it has written.
pub fn leave_one_out(labelled: &[Labelled]) -> Result<Report, String> {
    let collections: BTreeSet<&str> = labelled.iter().map(|text| text.collection.as_str()).collect();
    let mut report = Report::new();
    for held in collections {
        let taught: Vec<&Labelled> = labelled.iter().filter(|text| text.collection != held).collect();
        let weights = teach(&taught)?;
        let model = Model::parse(&weights).expect("weights just written are well-formed");
        for text in labelled.iter().filter(|text| text.collection == held) {
            score(InForce::Own(&model), text, &mut report);
        }
    }
    Ok(report)
}

/// Scores the built-in weights on the same texts.
#[must_use]
pub fn builtin(labelled: &[Labelled]) -> Report {
    let mut report = Report::new();
    for text in labelled {
        score(InForce::Builtin, text, &mut report);
    }
    report
}

/// The largest weights of each role in a `weights.toml`, at most `most`: role, cue, weight. Roles stand in the order of a
/// letter, cues by their weight.
///
/// # Errors
/// No weights.
pub fn heaviest(weights: &str, most: usize) -> Result<Vec<(BlockType, String, f64)>, String> {
    #[derive(serde::Deserialize)]
    struct Cues {
        cues: BTreeMap<String, BTreeMap<String, f64>>,
    }
    let Cues { mut cues } = toml::from_str(weights).map_err(|error| error.to_string())?;
    let of = |role: Role| {
        let mut rows: Vec<_> = cues.remove(role.name()).unwrap_or_default().into_iter().collect();
        rows.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()).then_with(|| one.0.cmp(&other.0)));
        rows.truncate(most);
        rows.into_iter().map(move |(cue, weight)| (role.block_type(), cue, weight))
    };
    Ok(Role::ALL.into_iter().flat_map(of).collect())
}

/// Holds what the reader makes of a text with these weights against what a person says.
fn score(weights: InForce<'_>, text: &Labelled, report: &mut Report) {
    let options = ReadOptions::default();
    let Prepared { lines, layout, overrides, settled, .. } =
        Prepared::new(&text.source, &options).expect("what can be loaded can be read");
    let weighed = (options.languages().lexicon(), weights);
    let decided = verdicts::decide(weighed, &text.source, &lines, settled, layout, &overrides, Depth::ROLES);
    let roles: BTreeMap<u32, Role> = (lines.iter().zip(decided))
        .filter_map(|(line, decided)| Some((line.number, decided.verdict.role()?)))
        .collect();
    let before = report.misses.len();
    for (line, &want) in text.lines.iter().zip(&text.roles) {
        let got = roles[&line.number];
        let physical = line.physical as usize;
        report.count(want, got, physical);
        if got != want {
            let (want, got) = (want.block_type(), got.block_type());
            let text_of = text.source.slice(line.span).to_owned();
            report.misses.push(Miss { name: text.name.clone(), line: line.number + 1, text: text_of, want, got });
        }
    }
    report.perfect += usize::from(report.misses.len() == before);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::explain;
    use std::fs;

    /// The gold of a golden letter: one block a line, by the first role of its row.
    fn gold(folder: &Path, to: &Path) -> GoldPair {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let rows = fs::read_to_string(folder.join("expected.lines")).expect("each golden letter has its rows");
        let named = rows.lines().find_map(|row| row.strip_prefix("@source "));
        let from = named.map_or_else(|| folder.join("source.txt"), |name| root.join(name));
        let text = fs::read_to_string(from).expect("each golden letter has its text");
        let roles = rows.lines().filter(|row| !row.starts_with(['@', '#', ' '])).filter_map(|row| {
            let (roles, _) = row.split_once(" | ")?;
            roles.split('/').next()
        });
        let numbers = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).map(|(number, _)| number);
        let block = |(role, number): (&str, u32)| serde_json::json!({ "type": role.trim(), "line_start": number, "line_end": number });
        let blocks: Vec<_> = roles.zip(numbers).map(block).collect();
        let pair = GoldPair { gold: to.join("letter.json"), text: to.join("letter.txt") };
        fs::write(&pair.gold, serde_json::json!({ "blocks": blocks }).to_string()).expect("the folder is ours");
        fs::write(&pair.text, text).expect("the folder is ours");
        pair
    }

    #[test]
    fn learning_sees_the_lines_that_reading_sees() {
        let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
        let folder = tempfile::tempdir().expect("a folder can be made");
        let options = ReadOptions::default();
        let (mut count, mut fixed, mut fronts) = (0, 0, 0);
        for entry in fs::read_dir(letters).expect("the golden letters are there") {
            let letter = entry.expect("it can be read").path();
            // In Markdown tags decide, and nothing is learned.
            if !letter.is_dir() || letter.join("source.md").exists() {
                continue;
            }
            let learned = load(&gold(&letter, folder.path())).unwrap_or_else(|error| panic!("{letter:?}: {error}"));
            let Prepared { lines, front, settled, .. } =
                Prepared::new(&learned.source, &options).expect("a golden letter reads");
            let read: Vec<(Span, Option<Role>)> =
                settled.seen.iter().map(|&line| lines[line].span).zip(settled.fixed).collect();
            let taken: Vec<(Span, Option<Role>)> =
                learned.lines.iter().map(|line| line.span).zip(learned.fixed).collect();
            assert_eq!(taken, read, "{letter:?}");
            // What weights decided about, as the reader says itself.
            let explained = explain(&learned.source, &options).expect("a golden letter reads");
            let decided = explained.iter().filter(|line| line.runner_up.is_some()).map(|line| line.span);
            let missed: Vec<&str> = decided
                .filter(|span| !taken.iter().any(|(taken, _)| taken == span))
                .map(|span| learned.source.slice(span))
                .collect();
            assert!(missed.is_empty(), "{letter:?}: {missed:?}");
            count += 1;
            fixed += taken.iter().filter(|(_, fixed)| fixed.is_some()).count();
            fronts += usize::from(front.lines > 0);
        }
        assert!(
            count > 90 && fixed > 40 && fronts > 3,
            "{count} letters, {fixed} fixed lines, {fronts} with front matter"
        );
    }
}
