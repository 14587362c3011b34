//! What each line is: lifted, fixed by the editor, or decoded.

use super::build::Verdict;
use super::decode::{self, Model, Role};
use super::furniture::{self, Lifted, What};
use super::hints::{Overrides, Told, page_number};
use super::lines::{Layout, Line};
use super::{cues, title};
use crate::source::Source;
use crate::tree::{Cue, FurnitureKind, TitleRole, Why};

/// How many cues are kept of a decision.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// That spoke for the role.
    pub reasons: usize,
    /// That spoke for the next best.
    pub against: usize,
}

impl Depth {
    /// What a tree keeps.
    pub const READING: Self = Self { reasons: 3, against: 0 };
}

/// What was decided about one line.
pub struct Decided {
    /// What it is.
    pub verdict: Verdict,
    /// What it might have been, where the decoder had the choice.
    pub rival: Option<Rival>,
}

/// The next best role.
pub struct Rival {
    /// The role.
    pub role: Role,
    /// What spoke for it.
    pub cues: Vec<Cue>,
}

impl From<Verdict> for Decided {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, rival: None }
    }
}

/// Decides for each line.
pub fn decide(
    source: &Source,
    all: &[Line],
    front: usize,
    layout: Layout,
    overrides: &Overrides,
    model: &Model,
    depth: Depth,
) -> Vec<Decided> {
    let mut lifted = furniture::lift(source, &all[front..], layout);
    let titles = title::find(source, &all[front..], &mut lifted);
    let front_matter = Lifted { what: What::Furniture(FurnitureKind::FrontMatter), cue: "front-matter" };
    let mut decided: Vec<Option<Decided>> =
        (0..front).map(|_| Some(Verdict::Lifted(front_matter.clone()).into())).collect();
    // What the editor says goes before what the line looks like.
    let settled = lifted.into_iter().zip(titles).zip(front..).map(|((lifted, title), index)| {
        let text = source.slice(all[index].span);
        match overrides.told(index) {
            Some((told, cue)) => fixed(told, cue, text),
            None => title.map(Verdict::Title).or(lifted.map(Verdict::Lifted)),
        }
    });
    decided.extend(settled.map(|verdict| verdict.map(Decided::from)));
    // The decoder sees fixed lines of the text too: they decide about their neighbours.
    let role = |index: usize| match (&decided[index], overrides.told(index)) {
        (_, Some((Told::Line(role), _))) => Some(Some(role)),
        (_, Some((Told::Quote, _))) => Some(Some(Role::Paragraph)),
        (None, _) => Some(marked_level(source.slice(all[index].span)).map(|_| Role::Head)),
        (Some(_), _) => None,
    };
    let (open, known): (Vec<usize>, Vec<Option<Role>>) =
        (0..all.len()).filter_map(|index| role(index).map(|known| (index, known))).unzip();
    let kept: Vec<Line> = open.iter().map(|&index| all[index].clone()).collect();
    let cues = cues::see(source, &kept, layout, &mut &model.vocabulary);
    let steps: Vec<usize> = kept.iter().map(|line| decode::step(layout, line)).collect();
    let decisions = model.decode(&cues, &steps, &known);
    for (at, (&index, decision)) in open.iter().zip(decisions).enumerate() {
        if decided[index].is_some() {
            continue;
        }
        decided[index] = Some(match marked_level(source.slice(all[index].span)) {
            Some(level) => Verdict::Marked(level, Why::rule("heading.marked")).into(),
            None => Decided {
                verdict: Verdict::Role(decision.role, model.why(&cues, at, decision, depth.reasons)),
                rival: Some(Rival {
                    role: decision.runner_up,
                    cues: match depth.against {
                        0 => Vec::new(),
                        most => model.reasons(&cues, at, decision.runner_up, most),
                    },
                }),
            },
        });
    }
    decided.into_iter().map(|decided| decided.expect("each line is lifted, titled, fixed or decoded")).collect()
}

/// What a line is that the editor fixed.
fn fixed(told: Told, cue: &'static str, text: &str) -> Option<Verdict> {
    let furniture = |kind| Verdict::Lifted(Lifted { what: What::Furniture(kind), cue });
    let title = |role| Verdict::Title(title::TitleCue { role, cue });
    Some(match told {
        Told::Line(Role::Head) => match marked_level(text) {
            Some(level) => Verdict::Marked(level, Why::rule(cue)),
            None => Verdict::Role(Role::Head, Why::rule(cue)),
        },
        Told::Line(role) => Verdict::Role(role, Why::rule(cue)),
        Told::Quote => Verdict::Quote(Why::rule(cue)),
        Told::Title => title(TitleRole::Title),
        Told::Byline => title(TitleRole::Byline),
        Told::SourceNote => furniture(FurnitureKind::SourceNote),
        Told::Boilerplate => furniture(FurnitureKind::Boilerplate),
        Told::Contents => furniture(FurnitureKind::Contents),
        Told::Noise => furniture(FurnitureKind::Noise),
        Told::PageBreak => {
            let (number, printed) = page_number(text);
            Verdict::Lifted(Lifted { what: What::PageBreak { number, printed }, cue })
        }
        Told::Separator => Verdict::Lifted(Lifted { what: What::Separator, cue }),
    })
}

/// Level of a Markdown heading.
fn marked_level(text: &str) -> Option<u8> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let heading = (1..=6).contains(&level) && text[level..].starts_with(' ') && text.len() < 200;
    heading.then_some(level as u8)
}
