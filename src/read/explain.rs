//! Why each line is what it is. The same decisions as reading takes, told in full.

use crate::read::decide::chain::Depth;
use crate::read::decide::furniture::LiftedKind;
use crate::read::decide::verdict::{LineDecision, Verdict};
use crate::read::decide::verdicts;
use crate::read::divide::Division;
use crate::read::error::ReadError;
use crate::read::lines::Line;
use crate::read::options::ReadOptions;
use crate::read::orders::overrides;
use crate::read::prepare::Prepared;
use crate::read::tongue::Tongue;
use crate::source::{Source, Span};
use crate::tree::{BlockType, Cue, FurnitureKind, Weight, Why};
use serde::Serialize;

/// How many cues are told of each side.
const TOLD: Depth = Depth { reasons: 8, against: 4 };

/// What was decided about a line, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LineExplanation {
    /// Its number, from 1.
    pub line_start: usize,
    /// The last line that belongs to it where the text is wrapped, else the same.
    pub line_end: usize,
    /// Its place.
    #[serde(skip)]
    pub span: Span,
    /// Its role, by its name in the standoff format; `other` for a line of the text that is none of those.
    pub role: BlockType,
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
    /// The division of the file that it stands in, where the file shows any: what it is, its first line, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// The language of what it belongs to, where that was told from the words and is another than the one around, and
    /// how many words told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The role that came second.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RunnerUp {
    /// The role.
    pub role: BlockType,
    /// What spoke for it, strongest first.
    pub cues: Vec<Cue>,
}

/// Explains every line that is not blank, in order, but for the languages of parts.
pub(crate) fn lines(source: &Source, options: &ReadOptions) -> Result<Vec<LineExplanation>, ReadError> {
    let Prepared { lines, layout, directives, overrides, settled, .. } = Prepared::new(source, options)?;
    let weighed = (options.languages().lexicon(), options.weights());
    let divisions = settled.divisions.clone();
    let decided = verdicts::decide(weighed, source, &lines, settled, layout, &overrides, TOLD);
    let of = |(index, (line, decided)): (usize, (&Line, LineDecision))| {
        let division = divisions.holding(index).map(Division::to_string);
        LineExplanation { division, ..of_line(line, decided) }
    };
    let mut explained: Vec<LineExplanation> = lines.iter().zip(decided).enumerate().map(of).collect();
    explained.extend(directives.iter().map(|directive| {
        let line = source.line_of(directive.span.start) + 1;
        ruled((line, line), directive.span, BlockType::Boilerplate, Why::rule(directive.cue.clone()))
    }));
    explained.sort_by_key(|line| line.line_start);
    Ok(explained)
}

/// Tells the languages of parts, which the tree knows.
pub(crate) fn tell(explained: &mut [LineExplanation], tongues: Vec<(Span, Tongue)>) {
    for (span, tongue) in tongues {
        let first = explained.partition_point(|line| line.span.start < span.start);
        for line in explained[first..].iter_mut().take_while(|line| line.span.end <= span.end) {
            line.language = Some(tongue.to_string());
        }
    }
}

fn ruled((line_start, line_end): (usize, usize), span: Span, role: BlockType, why: Why) -> LineExplanation {
    LineExplanation {
        line_start,
        line_end,
        span,
        role,
        fixed_by: None,
        cues: why.cues.into_vec(),
        margin: why.margin,
        runner_up: None,
        division: None,
        language: None,
    }
}

fn of_line(line: &Line, LineDecision { verdict, runner_up }: LineDecision) -> LineExplanation {
    let role = block_type(&verdict);
    let why = match verdict {
        Verdict::Role(_, why)
        | Verdict::Quote(why)
        | Verdict::Table(why)
        | Verdict::Code(why)
        | Verdict::Marked(_, why) => why,
        Verdict::Lifted(lifted) => Why::rule(lifted.cue),
        Verdict::Title(title) => Why::rule(title.cue),
    };
    let first = line.number as usize + 1;
    let mut explained = ruled((first, first + line.physical as usize - 1), line.span, role, why);
    explained.fixed_by = match explained.cues.first().map(|cue| &*cue.id) {
        Some(overrides::HINTS) => Some("hints"),
        Some(overrides::ATTRIBUTES) => Some("attributes"),
        _ => None,
    };
    explained.runner_up = runner_up.map(|second| RunnerUp { role: second.role.block_type(), cues: second.cues });
    explained
}

/// What a verdict makes of a line.
fn block_type(verdict: &Verdict) -> BlockType {
    match verdict {
        Verdict::Role(role, _) => role.block_type(),
        Verdict::Quote(_) => BlockType::Quote,
        Verdict::Table(_) => BlockType::Table,
        Verdict::Code(_) => BlockType::Code,
        Verdict::Marked(..) => BlockType::Head,
        Verdict::Title(cue) => cue.role.into(),
        Verdict::Lifted(lifted) => match &lifted.kind {
            LiftedKind::PageBreak { .. } => BlockType::PageBreak,
            LiftedKind::Separator => BlockType::Separator,
            LiftedKind::Imprint => BlockType::SourceNote,
            LiftedKind::Furniture(FurnitureKind::Repeated) => BlockType::Title,
            LiftedKind::Furniture(kind) => (*kind).into(),
        },
    }
}
