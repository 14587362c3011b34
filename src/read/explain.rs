//! Why each line is what it is. The same decisions as reading takes, told in full.

use super::build::Verdict;
use super::decide::{Decided as Line, Depth};
use super::decode::Role;
use super::furniture::What;
use super::{Decided, ReadError, ReadOptions, lines};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use crate::tree::{Cue, FurnitureKind, TitleRole, Weight, Why};
use serde::Serialize;

/// How many cues are told of each side.
const TOLD: Depth = Depth { reasons: 8, against: 4 };
/// The rule of doubtful decisions.
pub(super) const LOW_MARGIN: &str = "role/low-margin";
/// A decision with a smaller margin is worth a look. Chosen on an edition that the weights had not
/// seen: about three notes for two letters, and half of them are faults.
const LOW: Weight = Weight(1000);

/// What was decided about a line, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineExplanation {
    /// Its number, from 1.
    pub line_start: usize,
    /// The last line that belongs to it where the text is wrapped, else the same.
    pub line_end: usize,
    /// Its place.
    #[serde(skip)]
    pub span: Span,
    /// Its role, by its name in the standoff format; `other` for a line of the text that is none of those.
    pub role: &'static str,
    /// Whether an editor fixed it: `hints` or `attributes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_by: Option<&'static str>,
    /// What spoke for it, strongest first.
    pub cues: Vec<Cue>,
    /// By how much it beat the next best role.
    pub margin: Weight,
    /// The next best role, where there was a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<RunnerUp>,
}

/// The role that came second.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunnerUp {
    /// Its name.
    pub role: &'static str,
    /// What spoke for it, strongest first.
    pub cues: Vec<Cue>,
}

/// Explains every line that is not blank, in order.
///
/// # Errors
/// As [`super::text`].
pub fn explain(source: &Source, options: &ReadOptions) -> Result<Vec<LineExplanation>, ReadError> {
    let decided = Decided::new(source, options, TOLD)?;
    let mut explained: Vec<LineExplanation> =
        decided.lines.iter().zip(decided.verdicts).map(|(line, decided)| of_line(line, decided)).collect();
    explained.extend(decided.directives.iter().map(|directive| {
        let line = source.line_of(directive.span.start) + 1;
        ruled((line, line), directive.span, "boilerplate", Why::rule(directive.cue))
    }));
    explained.sort_by_key(|line| line.line_start);
    Ok(explained)
}

fn ruled((line_start, line_end): (usize, usize), span: Span, role: &'static str, why: Why) -> LineExplanation {
    LineExplanation {
        line_start,
        line_end,
        span,
        role,
        fixed_by: None,
        cues: why.cues.into_vec(),
        margin: why.margin,
        runner_up: None,
    }
}

fn of_line(line: &lines::Line, Line { verdict, rival }: Line) -> LineExplanation {
    let role = name(&verdict);
    let why = match verdict {
        Verdict::Role(_, why) | Verdict::Quote(why) | Verdict::Marked(_, why) => why,
        Verdict::Lifted(lifted) => Why::rule(lifted.cue),
        Verdict::Title(title) => Why::rule(title.cue),
    };
    let first = line.number as usize + 1;
    let mut explained = ruled((first, first + line.physical as usize - 1), line.span, role, why);
    explained.fixed_by = match explained.cues.first().map(|cue| &*cue.id) {
        Some("fixed.hints") => Some("hints"),
        Some("fixed.attributes") => Some("attributes"),
        _ => None,
    };
    explained.runner_up = rival.map(|rival| RunnerUp { role: rival.role.name(), cues: rival.cues });
    explained
}

/// What a verdict is called in the standoff format.
fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Role(role, _) => role.name(),
        Verdict::Quote(_) => "quote",
        Verdict::Marked(..) => "head",
        Verdict::Title(cue) if cue.role == TitleRole::Byline => "byline",
        Verdict::Title(_) => "title",
        Verdict::Lifted(lifted) => match &lifted.what {
            What::PageBreak { .. } => "page_break",
            What::Separator => "separator",
            What::Imprint | What::Furniture(FurnitureKind::SourceNote) => "source_note",
            What::Furniture(FurnitureKind::Contents) => "contents",
            What::Furniture(FurnitureKind::Noise) => "noise",
            What::Furniture(FurnitureKind::Repeated) => "title",
            What::Furniture(
                FurnitureKind::Boilerplate
                | FurnitureKind::RunningHead
                | FurnitureKind::FrontMatter
                | FurnitureKind::Directive,
            ) => "boilerplate",
        },
    }
}

/// Whether a line of this role makes a letter one.
fn is_letter_part(role: Role) -> bool {
    matches!(role, Role::Dateline | Role::Address | Role::Salute | Role::Closer | Role::Signed | Role::Postscript)
}

/// What an editor calls a role in an order: a line that no role fits is a paragraph.
fn order_name(role: Role) -> &'static str {
    match role {
        Role::Other => Role::Paragraph.name(),
        role => role.name(),
    }
}

/// Doubtful decisions that an editor should look at. Neighbours in the same doubt are one finding.
pub(super) fn low_margins(all: &[lines::Line], decided: &[Line]) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut before: Option<(usize, Role, Role)> = None;
    for (index, line) in decided.iter().enumerate() {
        let (Verdict::Role(role, why), Some(rival)) = (&line.verdict, &line.rival) else { continue };
        let matters = is_letter_part(*role) || is_letter_part(rival.role);
        if why.margin >= LOW || !matters {
            continue;
        }
        let doubt = (index, *role, rival.role);
        if before.is_none_or(|(at, role, rival)| (at + 1, role, rival) != doubt) {
            let (taken, other) = (order_name(*role), order_name(rival.role));
            let margin = why.margin.value();
            let message = format!("taken for `{taken}`, but `{other}` is nearly as likely (margin {margin:.2})");
            let hint = format!("a line {{.{taken}}} or {{.{other}}} before it settles the matter");
            findings.push(Diagnostic::new(LOW_MARGIN, Level::Note, all[index].span, message).hint(hint));
        }
        before = Some(doubt);
    }
    findings
}
