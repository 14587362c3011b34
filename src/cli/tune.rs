//! `rubricate tune`: weights learned from an edition's own corrected letters.

use super::exit::{Exit, Failure};
use super::guard::guarded;
use super::output::{Staged, print};
use super::report::{Terminal, counted, say};
use rubricate::tune::{self, Labelled, Report, Score};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Parts that a single collection is cut into, so that each can be left out once.
const PARTS: usize = 5;
/// Cues that the report names of each role.
const HEAVIEST: usize = 8;

/// Learn weights from corrected letters
///
/// A folder of gold holds NAME.txt beside NAME.standoff.json, as `convert --to standoff` writes it, corrected by hand.
/// Its sub-folders are collections, and so is each folder named here.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The same letters give the same weights, to the last digit. `convert --weights FILE` uses them instead of the built-in \
ones. They know nothing but these letters: look at the report before you use them.

Weights go to standard output, or to the file that -o names. With --report, standard output takes the report, and \
weights are written only with -o.

Exit codes: 0 done, 2 something could not be read or written.")]
pub struct Args {
    /// Folders of labelled texts
    #[arg(required = true, value_name = "GOLD_DIR", value_hint = clap::ValueHint::DirPath)]
    gold: Vec<PathBuf>,

    /// File to write the weights to
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Say how good they are on letters they have not seen: each collection is left out once, and read with what the
    /// others teach
    #[arg(long)]
    report: bool,

    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut labelled = read(&args.gold)?;
    let cut = in_parts(&mut labelled);
    if args.report && labelled.len() < 2 {
        let message = "--report: reading letters that were left out takes two letters at least";
        return Err(Failure(message.into()));
    }
    let weights = tune::tune(&labelled).map_err(Failure)?;
    if args.report {
        print(report(&labelled, cut, &weights)?.as_bytes())?;
    }
    match &args.output {
        Some(path) => {
            Staged::new(path, weights.as_bytes())?.commit()?;
            if !args.quiet {
                let count = weights.lines().filter(|line| line.contains(" = ")).count();
                say(&format!("{}; {count} weights from {} texts\n", path.display(), labelled.len()));
            }
        }
        None if !args.report => print(weights.as_bytes())?,
        None => {}
    }
    Ok(Exit::Clean)
}

/// Reads all labelled texts. Says of each that cannot be read why, and fails then: weights that come of fewer texts than
/// they should look as good as others.
fn read(folders: &[PathBuf]) -> Result<Vec<Labelled>, Failure> {
    let mut pairs = Vec::new();
    for folder in folders {
        let found = tune::find(folder).map_err(Failure)?;
        if found.is_empty() {
            let shown = folder.display();
            return Err(Failure(format!("{shown}: holds no NAME.txt with NAME.standoff.json or NAME.json beside it")));
        }
        pairs.extend(found);
    }
    let mut labelled = Vec::with_capacity(pairs.len());
    let mut failed = 0;
    for pair in &pairs {
        match guarded(&pair.text.display().to_string(), || tune::load(pair).map_err(Failure)) {
            Ok(text) => labelled.push(text),
            Err(failure) => {
                Terminal::detect().failure(&failure);
                failed += 1;
            }
        }
    }
    if failed > 0 {
        let all = counted(pairs.len(), "text");
        return Err(Failure(format!("{failed} of {all} cannot be used, so nothing was learned: mend or remove these")));
    }
    Ok(labelled)
}

/// Cuts a single collection into parts, which stand for collections; says whether it did.
fn in_parts(labelled: &mut [Labelled]) -> bool {
    let collections: BTreeSet<&str> = labelled.iter().map(|text| text.collection.as_str()).collect();
    if collections.len() > 1 {
        return false;
    }
    for (index, text) in labelled.iter_mut().enumerate() {
        text.collection = format!("part {}", index % PARTS + 1);
    }
    true
}

/// How good the weights are, what they look at, and where they fail.
fn report(labelled: &[Labelled], cut: bool, weights: &str) -> Result<String, Failure> {
    let own = tune::leave_one_out(labelled).map_err(Failure)?;
    let builtin = tune::builtin(labelled);
    let mut out = String::new();
    let (what, total) = (if cut { "part" } else { "collection" }, labelled.len());
    let _ = writeln!(out, "Each {what} read with the weights that the others teach; built-in weights beside it.\n");
    let _ = writeln!(out, "role         lines  precision  recall      F1  built-in F1");
    let is_met = |score: &&Score| score.gold + score.predicted > 0;
    for score in own.scores.iter().filter(is_met) {
        let share = |of: usize| score.right as f64 / of.max(1) as f64;
        let other = builtin.scores.iter().find(|other| other.role == score.role).map_or(0.0, Score::f1);
        let (precision, recall, own) = (share(score.predicted), share(score.gold), score.f1());
        let (name, want) = (score.role.name(), score.gold);
        let _ = writeln!(out, "{name:<10} {want:>7} {precision:>10.3} {recall:>7.3} {own:>7.3} {other:>12.3}");
    }
    let _ = writeln!(out, "mean F1 {:>38.3} {:>12.3}", mean(&own), mean(&builtin));
    let (own_right, builtin_right) = (own.perfect, builtin.perfect);
    let _ = writeln!(out, "texts without a fault: {own_right} of {total}; built-in {builtin_right} of {total}");
    out.push_str("\nCues that matter most\n");
    let mut heading = None;
    for (role, cue, weight) in tune::heaviest(weights, HEAVIEST).map_err(Failure)? {
        if heading.replace(role) != Some(role) {
            let _ = writeln!(out, "{}", role.name());
        }
        let _ = writeln!(out, "  {weight:+8.3}  {cue}");
    }
    let _ = writeln!(out, "\nLines that were read wrongly: {}", own.misses.len());
    for miss in &own.misses {
        let (want, got) = (miss.want.name(), miss.got.name());
        let text: String = miss.text.chars().filter(|c| !c.is_control()).take(50).collect();
        let _ = writeln!(out, "{}:{}: {want}, read as {got}  | {text}", miss.name, miss.line);
    }
    Ok(out)
}

/// Mean F1 of the roles that occur in the gold.
fn mean(report: &Report) -> f64 {
    let scores: Vec<f64> = report.scores.iter().filter(|score| score.gold > 0).map(Score::f1).collect();
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}
