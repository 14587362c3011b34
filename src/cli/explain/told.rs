//! What is told of a line or a node, for people and for programs.

use crate::cli::exit::Failure;
use rubricate::tree::Cue;
use serde::Serialize;
use std::fmt::Write as _;

/// Characters of a text that are shown to people.
const SHOWN: usize = 60;

/// A line of a text, or a node of a tree.
#[derive(Serialize)]
pub struct Told<'a> {
    /// Its first line, from 1.
    pub line_start: usize,
    /// Its last line, inclusive.
    pub line_end: usize,
    /// What it is.
    pub role: &'a str,
    /// The element of TEI that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<&'a str>,
    /// Which order of an editor fixed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_by: Option<&'a str>,
    /// By how much it beat the next best role.
    pub margin: f64,
    /// What spoke for it.
    pub cues: Vec<Weighed<'a>>,
    /// The next best role, where there was a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<RunnerUp<'a>>,
    /// The part of the document that it stands in: `letter 2`; of a text, the division of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'a str>,
    /// The language that was told of what it belongs to, and by how many words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// Type of the block in the finished document that it belongs to.
    pub block: &'a str,
    /// Its words.
    pub text: &'a str,
}

/// The role that came second.
#[derive(Serialize)]
pub struct RunnerUp<'a> {
    /// Its name.
    pub role: &'a str,
    /// What spoke for it.
    pub cues: Vec<Weighed<'a>>,
}

/// A cue and how much it counted.
#[derive(Serialize)]
pub struct Weighed<'a> {
    id: &'a str,
    weight: f64,
}

/// Cues as they are told.
pub fn weighed(cues: &[Cue]) -> Vec<Weighed<'_>> {
    cues.iter().map(|cue| Weighed { id: &cue.id, weight: cue.weight.into() }).collect()
}

/// For programs: an array with one object for each.
pub fn json(all: &[Told]) -> Result<String, Failure> {
    serde_json::to_string_pretty(all).map(|text| text + "\n").map_err(|error| Failure(error.to_string()))
}

/// For people. `shown` is what the file is called.
pub fn human(shown: &str, all: &[Told]) -> String {
    let mut out = String::new();
    for told in all {
        let _ = write!(out, "{shown}:{}: {}", told.line_start, told.role);
        if told.block != told.role {
            let _ = write!(out, ", in the document {}", told.block);
        }
        if let Some(part) = told.part {
            let _ = write!(out, ", in {part}");
        }
        if let Some(language) = told.language {
            let _ = write!(out, ", language {language}");
        }
        let _ = writeln!(out, "  | {}", excerpt(told.text));
        match (told.fixed_by, told.element) {
            (Some(by), _) => {
                let _ = writeln!(out, "    fixed by {by}");
            }
            (None, Some(element)) => {
                let _ = writeln!(out, "    from the element `{element}`");
            }
            (None, None) => {
                put_cues(&mut out, "    ", &told.cues);
                if let Some(second) = &told.runner_up {
                    let _ = writeln!(out, "    beats {} by {:.3}", second.role, told.margin);
                    put_cues(&mut out, "        ", &second.cues);
                } else {
                    let _ = writeln!(out, "    by rule, without a choice");
                }
            }
        }
    }
    out
}

fn excerpt(text: &str) -> String {
    let shown = text.chars().take(SHOWN).map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut excerpt: String = shown.filter(|c| !c.is_control()).collect();
    if text.chars().nth(SHOWN).is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn put_cues(out: &mut String, indent: &str, cues: &[Weighed<'_>]) {
    for cue in cues {
        let _ = writeln!(out, "{indent}{:+8.3}  {}", cue.weight, cue.id);
    }
}
