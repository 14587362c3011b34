//! `rubricate explain`: why each line is what it is.

use super::inputs::Input;
use super::{Exit, Failure, print, reading};
use clap::ValueEnum;
use rubricate::Document;
use rubricate::check::{Kind, rule};
use rubricate::read::explain::{LineExplanation, explain};
use rubricate::read::{self, ReadOptions};
use rubricate::tree::Cue;
use rubricate::write::standoff::standoff;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Characters of a line that are shown.
const SHOWN: usize = 60;

/// Say why each line of a text is what it is, or what a rule of `check` is for
///
/// For each line: its role, what spoke for it and how much, by how much it beat the next best role, and what spoke for
/// that one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Weights and margins are those of the decoder: a cue of weight 2.0 counts as much as two of 1.0, and a margin below 1.0 \
means that little would have changed the decision. A line {.signed} before a line, or a file NAME.hints.toml beside \
NAME.txt, fixes a role.

Exit codes: 0 done, 2 the text could not be read.")]
pub struct Args {
    /// Text to explain, or one line of it, or a rule; `-` for standard input
    #[arg(value_name = "FILE[:LINE]|RULE-ID", value_hint = clap::ValueHint::FilePath)]
    what: PathBuf,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Style::Human)]
    format: Style,

    /// Language of the text, such as `en` or `de` [default: the text tells]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,

    /// Encoding of the text, such as `windows-1251` [default: the text tells]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,

    /// Weights that `rubricate tune` learned from letters of your own, instead of the built-in ones
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    weights: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Text to read
    Human,
    /// An array with one object for each line
    Json,
}

/// One line, as it is shown.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    why: Told<'a>,
    /// Type of the block in the finished document that the line belongs to.
    block: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Told<'a> {
    line_start: usize,
    line_end: usize,
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_by: Option<&'a str>,
    margin: f64,
    cues: Vec<Weighed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runner_up: Option<RunnerUp<'a>>,
}

#[derive(Serialize)]
struct RunnerUp<'a> {
    role: &'a str,
    cues: Vec<Weighed<'a>>,
}

#[derive(Serialize)]
struct Weighed<'a> {
    id: &'a str,
    weight: f64,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    // No rule hides a file: this one has a folder in its name.
    let rule = args.what.to_str().and_then(rule).filter(|_| !args.what.exists());
    if let Some(rule) = rule {
        return print(rule.page.markdown.as_bytes()).map(|()| Exit::Clean);
    }
    let (input, line) = target(&args.what)?;
    let options = ReadOptions {
        lang: args.lang.clone(),
        weights: args.weights.as_deref().map(reading::weights).transpose()?,
        ..ReadOptions::default()
    };
    let options = reading::with_hints(&options, &input, Kind::Text)?;
    let shown = input.shown();
    let (source, _) = input.read(args.encoding.as_deref()).map_err(|error| Failure(format!("{shown}: {error}")))?;
    let unread = |error| reading::unread(&shown, &source.name, error);
    let mut lines = explain(&source, &options).map_err(unread)?;
    let edition = read::text(&source, &options).map_err(unread)?.edition;
    if let Some(line) = line {
        lines.retain(|explained| (explained.line_start..=explained.line_end).contains(&line));
        if lines.is_empty() {
            let count = source.line_count();
            let why = if line > count || line == 0 {
                format!("the text has lines 1 to {count}")
            } else {
                "this line is blank".into()
            };
            return Err(Failure(format!("{shown}:{line}: {why}: name a line with text")));
        }
    }
    let document = Document { source, edition };
    let standoff = standoff(&document);
    let lines: Vec<Shown> = lines
        .iter()
        .map(|line| {
            let owner =
                standoff.blocks.iter().find(|block| (block.line_start..=block.line_end).contains(&line.line_start));
            Shown {
                why: told(line),
                block: owner.map_or("noise", |block| block.kind),
                text: document.source.slice(line.span),
            }
        })
        .collect();
    let mut text = match args.format {
        Style::Human => human(&shown, &lines),
        Style::Json => serde_json::to_string_pretty(&lines).map_err(|error| Failure(error.to_string()))?,
    };
    if args.format == Style::Json {
        text.push('\n');
    }
    print(text.as_bytes()).map(|()| Exit::Clean)
}

/// A file, and a line where the argument ends in `:LINE` and is no file itself.
fn target(what: &Path) -> Result<(Input, Option<usize>), Failure> {
    if what.as_os_str() == "-" {
        return Ok((Input::Stdin, None));
    }
    let file = |path: &Path| Input::File { path: path.to_owned(), below: PathBuf::new() };
    if what.is_file() {
        return Ok((file(what), None));
    }
    let named = what.to_str().and_then(|what| what.rsplit_once(':'));
    let Some((path, line)) = named.filter(|(path, _)| *path == "-" || Path::new(path).is_file()) else {
        let shown = what.display();
        // Rules have a `/` in their names.
        if shown.to_string().contains('/') {
            return Err(Failure(format!("{shown}: no such rule or text: `rubricate rules` lists the rules")));
        }
        return Err(Failure(format!(
            "{shown}: no such text: name a file, a file and a line as letter.txt:12, or a rule"
        )));
    };
    let Ok(line) = line.parse() else {
        return Err(Failure(format!("{}: `{line}` is no number of a line: write {path}:12", what.display())));
    };
    Ok((if path == "-" { Input::Stdin } else { file(Path::new(path)) }, Some(line)))
}

fn told(line: &LineExplanation) -> Told<'_> {
    Told {
        line_start: line.line_start,
        line_end: line.line_end,
        role: line.role,
        fixed_by: line.fixed_by,
        margin: line.margin.value(),
        cues: weighed(&line.cues),
        runner_up: line.runner_up.as_ref().map(|second| RunnerUp { role: second.role, cues: weighed(&second.cues) }),
    }
}

fn weighed(cues: &[Cue]) -> Vec<Weighed<'_>> {
    cues.iter().map(|cue| Weighed { id: &cue.id, weight: cue.weight.value() }).collect()
}

fn human(shown: &str, lines: &[Shown<'_>]) -> String {
    let mut out = String::new();
    for Shown { why, block, text } in lines {
        let mut excerpt: String = text.chars().take(SHOWN).filter(|c| !c.is_control()).collect();
        if text.chars().nth(SHOWN).is_some() {
            excerpt.push('…');
        }
        let _ = write!(out, "{shown}:{}: {}", why.line_start, why.role);
        if *block != why.role {
            let _ = write!(out, ", in the document {block}");
        }
        let _ = writeln!(out, "  | {excerpt}");
        if let Some(by) = why.fixed_by {
            let _ = writeln!(out, "    fixed by {by}");
            continue;
        }
        put_cues(&mut out, "    ", &why.cues);
        if let Some(second) = &why.runner_up {
            let _ = writeln!(out, "    beats {} by {:.3}", second.role, why.margin);
            put_cues(&mut out, "        ", &second.cues);
        } else {
            let _ = writeln!(out, "    by rule, without a choice");
        }
    }
    out
}

fn put_cues(out: &mut String, indent: &str, cues: &[Weighed<'_>]) {
    for cue in cues {
        let _ = writeln!(out, "{indent}{:+8.3}  {}", cue.weight, cue.id);
    }
}
