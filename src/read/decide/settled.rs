//! What is settled about the lines before weights decide: what is lifted, a title, or fixed by the editor, a notation or
//! a mark.

use crate::read::decide::furniture::{self, Lifted, LiftedKind};
use crate::read::decide::title;
use crate::read::decide::verdict::{LineDecision, Verdict};
use crate::read::divide::{self, Divisions};
use crate::read::languages::Languages;
use crate::read::lines::{Layout, Line};
use crate::read::orders::overrides::Overrides;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::shape::{marked_level, page_number};
use crate::source::Source;
use crate::tree::{FurnitureKind, Name, TitleRole, Why};

/// What is settled about the lines of a source, and which of them weights see.
pub(crate) struct Settled {
    /// What each line is, as far as that is settled.
    pub decided: Vec<Option<LineDecision>>,
    /// The lines that weights see, in order: those of the text. Lines whose role is fixed are among them, because they
    /// decide about their neighbours.
    pub seen: Vec<usize>,
    /// The role of each of these, where it is fixed.
    pub fixed: Vec<Option<Role>>,
    /// The divisions of all lines.
    pub divisions: Divisions,
}

impl Settled {
    /// Settles what needs no weights. The first `front` lines are front matter.
    pub fn new(
        languages: &Languages,
        source: &Source,
        all: &[Line],
        front: usize,
        layout: Layout,
        overrides: &Overrides,
        divisions: Divisions,
    ) -> Self {
        let lexicon = languages.lexicon();
        let mut lifted = furniture::lift(languages, source, &all[front..], layout);
        let titles = title::find(lexicon, source, &all[front..], &mut lifted);
        title::library_at_the_end(lexicon, source, &all[front..], &mut lifted);
        let front_matter =
            Lifted { kind: LiftedKind::Furniture(FurnitureKind::FrontMatter), cue: "front-matter".into() };
        let mut decided: Vec<Option<LineDecision>> =
            (0..front).map(|_| Some(Verdict::Lifted(front_matter.clone()).into())).collect();
        // What the editor says goes before what the line looks like.
        let verdicts = lifted.into_iter().zip(titles).zip(front..).map(|((lifted, title), index)| {
            let text = source.slice(all[index].span);
            match overrides.told(index) {
                Some((told, cue)) => Some(ordered(told, cue.clone(), text)),
                None => title.map(Verdict::Title).or(lifted.map(Verdict::Lifted)),
            }
        });
        decided.extend(verdicts.map(|verdict| verdict.map(LineDecision::from)));
        let role = |index: usize| match (&decided[index], overrides.told(index)) {
            (_, Some((Told::Line(role), _))) => Some(Some(role)),
            (_, Some((Told::Quote | Told::Table | Told::Code, _))) => Some(Some(Role::Paragraph)),
            (_, Some((Told::Heading(_), _))) => Some(Some(Role::Head)),
            (None, _) => Some(marked_role(source, all, index)),
            (Some(_), _) => None,
        };
        let (seen, fixed) = (0..all.len()).filter_map(|index| role(index).map(|fixed| (index, fixed))).unzip();
        Self { decided, seen, fixed, divisions }
    }

    /// The lines that weights see, of all lines of the source. What was lifted before the first is another text.
    pub fn lines(&self, all: &[Line]) -> Vec<Line> {
        let mut lines: Vec<Line> = self.seen.iter().map(|&index| all[index].clone()).collect();
        if let Some(first) = lines.first_mut() {
            first.blanks = 0;
        }
        lines
    }
}

/// What a line is that the editor fixed.
fn ordered(told: Told, cue: Name, text: &str) -> Verdict {
    let lifted = |kind, cue| Verdict::Lifted(Lifted { kind, cue });
    let title = |role, cue| Verdict::Title(title::TitleCue { role, cue });
    match told {
        Told::Line(Role::Head) => match marked_level(text) {
            Some(level) => Verdict::Marked(level, Why::rule(cue)),
            None => Verdict::Role(Role::Head, Why::rule(cue)),
        },
        Told::Line(role) => Verdict::Role(role, Why::rule(cue)),
        Told::Heading(level) => Verdict::Marked(level, Why::rule(cue)),
        Told::Quote => Verdict::Quote(Why::rule(cue)),
        Told::Table => Verdict::Table(Why::rule(cue)),
        Told::Code => Verdict::Code(Why::rule(cue)),
        Told::Title => title(TitleRole::Title, cue),
        Told::Byline => title(TitleRole::Byline, cue),
        Told::SourceNote => lifted(LiftedKind::Furniture(FurnitureKind::SourceNote), cue),
        Told::Boilerplate => lifted(LiftedKind::Furniture(FurnitureKind::Boilerplate), cue),
        Told::Contents => lifted(LiftedKind::Furniture(FurnitureKind::Contents), cue),
        Told::RunningHead => lifted(LiftedKind::Furniture(FurnitureKind::RunningHead), cue),
        Told::Noise => lifted(LiftedKind::Furniture(FurnitureKind::Noise), cue),
        Told::PageBreak => {
            let (number, printed) = divide::page_number(text).map_or_else(|| page_number(text), |it| (Some(it), true));
            lifted(LiftedKind::PageBreak { number, printed }, cue)
        }
        Told::Separator => lifted(LiftedKind::Separator, cue),
    }
}

/// Role of a line whose mark leaves no choice: a heading, a quoted line, one of several bullets.
fn marked_role(source: &Source, all: &[Line], index: usize) -> Option<Role> {
    let text = |line: &Line| source.slice(line.span);
    let line = &all[index];
    if marked_level(text(line)).is_some() {
        return Some(Role::Head);
    }
    if text(line).starts_with("> ") {
        return Some(Role::Paragraph);
    }
    // One dash may be speech or a slip of the pen; two under each other are a list.
    let dashed = |line: &Line| text(line).starts_with("- ") || text(line).starts_with("* ");
    let beside = |other: Option<&Line>| other.is_some_and(|other| other.group == line.group && dashed(other));
    let listed =
        dashed(line) && (beside(all.get(index + 1)) || beside(index.checked_sub(1).map(|before| &all[before])));
    listed.then_some(Role::List)
}
