//! From decided lines to the tree: blocks, their inline content, letters and sections.

mod blocks;
mod notes;
mod prose;

pub(super) use self::blocks::bullet;
use self::notes::{Change, note_sign};
use super::cues::ends_sentence;
use super::dates::mark::{Mark, MarkKind, mark};
use super::dates::{self, Dates};
use super::decode::Role;
use super::furniture::{self, Lifted, What};
use super::hints::Overrides;
use super::inline;
use super::lexicon::{Class, Lexicon, word};
use super::lines::{Layout, Line};
use super::segment::{Step, Stretch, segment};
use super::title::TitleCue;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Language, brackets::Profile};
use crate::source::{Source, Span};
use crate::tree::{
    Bottom, Date, Edition, Furniture, FurnitureKind, Heading, Inline, Letter, LineRole, PageBreak, Part, Postscript,
    TitleRole, Top, Why, Wrap,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What was decided about one line.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// A line of the text.
    Role(Role, Why),
    /// A quotation: only an editor says so of whole lines.
    Quote(Why),
    /// A heading the source marks as one, by this many `#`.
    Marked(u8, Why),
    /// Furniture, page break, separator, imprint.
    Lifted(Lifted),
    /// A line of the title block.
    Title(TitleCue),
}

/// Everything building needs to know of the file.
pub struct Builder<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its lines.
    pub lines: &'a [Line],
    /// What the editor fixed.
    pub overrides: &'a Overrides,
    /// How it is wrapped.
    pub layout: Layout,
    /// Languages, the likeliest first.
    pub languages: Vec<&'static Language>,
    /// Dates of the main language.
    pub dates: &'static Dates,
    /// Bracket profile in force.
    pub profile: &'static Profile,
    /// Repair of lost characters was asked for.
    pub repair_quotes: bool,
    /// Titles known, for emphasised titles.
    pub titles: Vec<String>,
    /// Notes: label -> index, at the place being built.
    pub notes: BTreeMap<String, u32>,
    /// Where a label begins to call another note, and how many of these changes are in `notes`.
    pub note_changes: Vec<Change>,
    /// See `note_changes`.
    pub note_cursor: usize,
    /// What is known about dates.
    pub date_context: dates::Context,
    /// What the dates of the whole source say.
    pub date_evidence: dates::Evidence,
    /// The year of the last full date.
    pub year: Option<i32>,
    /// What was noticed.
    pub findings: Vec<Diagnostic>,
    /// Why each unit is what it is. The tree takes these over: copies of all of them would weigh more than the text.
    pub whys: Vec<Why>,
}

/// A run of lines that make one block.
#[derive(Debug, Clone)]
struct Unit {
    lines: Range<usize>,
    kind: UnitKind,
    /// Index into [`Builder::whys`].
    why: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum UnitKind {
    Role(Role),
    Quote,
    Marked(u8),
    Page { number: Option<String>, printed: bool },
    Separator,
    Title(TitleRole),
    Imprint,
}

impl Builder<'_> {
    /// Builds the edition's parts from the verdicts, one per line.
    pub fn build(mut self, verdicts: impl IntoIterator<Item = Verdict>, edition: &mut Edition) -> Vec<Diagnostic> {
        let mut units = self.units(verdicts, edition);
        self.place_lines(&mut units);
        self.lift_notes(&mut units, edition);
        let steps: Vec<Step> = units
            .iter()
            .map(
                |unit| {
                    if self.overrides.is_matter(unit.lines.start) { Step::Wall } else { step(unit, self.told(unit)) }
                },
            )
            .collect();
        let starts: Vec<bool> = units
            .iter()
            .map(|unit| self.overrides.starting(unit.lines.start).is_some_and(|order| order.letter))
            .collect();
        let titled = units.iter().position(|unit| matches!(unit.kind, UnitKind::Title(_)));
        let mut stretches = segment(&steps, &starts);
        for stretch in &mut stretches {
            if let Stretch::Letter { start, end, .. } = *stretch
                && !starts[start]
                && !self.makes_letter(&units[start..end])
            {
                *stretch = Stretch::Prose(start..end);
            }
        }
        let has_letter = stretches.iter().any(|stretch| matches!(stretch, Stretch::Letter { .. }));
        for stretch in stretches {
            match stretch {
                Stretch::Letter { start, body, bottom, end } => {
                    let letter = self.letter(&units, start, body, bottom, end);
                    edition.parts.push(Part::Letter(Box::new(letter)));
                }
                Stretch::Prose(range) => self.prose(&units, range, titled, has_letter, edition),
            }
        }
        self.note_bodies(edition);
        for item in &mut edition.furniture {
            item.content = self.furniture(item.kind, item.span);
        }
        self.findings
    }

    fn units(&mut self, verdicts: impl IntoIterator<Item = Verdict>, edition: &mut Edition) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for (index, verdict) in verdicts.into_iter().enumerate() {
            let (kind, why) = match verdict {
                Verdict::Lifted(Lifted { what: What::Furniture(kind), cue }) => {
                    if kind == FurnitureKind::Noise && self.overrides.told(index).is_none() {
                        let text = self.source.slice(self.lines[index].span);
                        self.findings.push(
                            Diagnostic::new(
                                "text/noise",
                                Level::Note,
                                self.lines[index].span,
                                format!("`{text}` looks like dirt of text recognition"),
                            )
                            .hint("it is kept out of the reading text; if it is text, mend the line"),
                        );
                    }
                    let span = self.lines[index].span;
                    match edition.furniture.last_mut() {
                        Some(note)
                            if cue == furniture::CONTINUED
                                && index > 0
                                && note.span.end == self.lines[index - 1].span.end =>
                        {
                            note.span = note.span.to(span);
                        }
                        _ => edition.furniture.push(Furniture { span, kind, content: Vec::new(), why: Why::rule(cue) }),
                    }
                    continue;
                }
                Verdict::Lifted(Lifted { what: What::PageBreak { number, printed }, cue }) => {
                    (UnitKind::Page { number, printed }, Why::rule(cue))
                }
                Verdict::Lifted(Lifted { what: What::Separator, cue }) => (UnitKind::Separator, Why::rule(cue)),
                Verdict::Lifted(Lifted { what: What::Imprint, cue }) => (UnitKind::Imprint, Why::rule(cue)),
                Verdict::Title(title) => (UnitKind::Title(title.role), Why::rule(title.cue)),
                Verdict::Marked(level, why) => (UnitKind::Marked(level), why),
                Verdict::Quote(why) => (UnitKind::Quote, why),
                Verdict::Role(role, why) => (UnitKind::Role(role), why),
            };
            match units.last_mut() {
                Some(unit) if unit.lines.end == index && unit.kind == kind && self.joins(unit, index) => {
                    unit.lines.end = index + 1;
                }
                _ => {
                    units.push(Unit { lines: index..index + 1, kind, why: self.whys.len() });
                    self.whys.push(why);
                }
            }
        }
        units
    }

    /// Whether line `index`, of the same role as `unit` and right after it, belongs to the same block.
    fn joins(&self, unit: &Unit, index: usize) -> bool {
        let line = &self.lines[index];
        if self.overrides.enclosed(unit.lines.start, index) {
            return true;
        }
        if line.blanks > 0 || self.overrides.starting(index).is_some() {
            return false;
        }
        if self.overrides.told(index).is_some() || self.told(unit) {
            return self.overrides.same(unit.lines.start, index)
                && matches!(unit.kind, UnitKind::Role(_) | UnitKind::Quote);
        }
        let UnitKind::Role(role) = unit.kind else { return false };
        let text = self.source.slice(line.span);
        match role {
            Role::Paragraph | Role::Postscript
                if bullet(text).is_some() && bullet(self.source.slice(self.lines[unit.lines.start].span)).is_some() =>
            {
                true
            }
            Role::Paragraph | Role::Postscript | Role::Other | Role::Trailer if self.layout.wrap == Wrap::Lines => {
                // Quoted lines of mail and Markdown belong together.
                text.starts_with("> ") && self.source.slice(self.lines[index - 1].span).starts_with("> ")
            }
            // A note that follows another without a blank line.
            Role::Paragraph | Role::Postscript
                if note_sign(text).is_some() && ends_sentence(self.source.slice(self.lines[index - 1].span)) =>
            {
                false
            }
            Role::Paragraph | Role::Postscript => {
                // Without a blank line, an indented line after a short one starts a paragraph.
                let before = &self.lines[index - 1];
                !(line.indent >= before.indent + 2
                    && before.chars + 12 < self.layout.width
                    && ends_sentence(self.source.slice(before.span)))
            }
            Role::Note => note_sign(text).is_none(),
            _ => true,
        }
    }

    /// Whether a unit is evidence of a letter. What may be the name of a place is not, alone.
    fn makes_letter(&self, units: &[Unit]) -> bool {
        let sure = |unit: &Unit| match unit.kind {
            UnitKind::Role(Role::Dateline) => self.told(unit),
            UnitKind::Role(Role::Address | Role::Salute | Role::Closer | Role::Signed | Role::Postscript) => true,
            _ => false,
        };
        let dated = |unit: &Unit| unit.kind == UnitKind::Role(Role::Dateline) && self.has_date(self.span(&unit.lines));
        units.iter().any(sure) || units.iter().any(dated)
    }

    /// Whether the editor said what a unit is.
    fn told(&self, unit: &Unit) -> bool {
        self.overrides.told(unit.lines.start).is_some()
    }

    /// Reads in another language from here on; gives back the one before.
    fn speak(&mut self, lang: &str) -> (Vec<&'static Language>, &'static Dates) {
        let languages = std::mem::replace(&mut self.languages, super::languages(lang));
        (languages, std::mem::replace(&mut self.dates, Dates::for_language(lang)))
    }

    /// A place on a line of its own, right above a date without one, is the first half of a dateline.
    fn place_lines(&mut self, units: &mut [Unit]) {
        let is = |unit: Option<&Unit>, role| unit.is_some_and(|unit| unit.kind == UnitKind::Role(role));
        for at in 1..units.len() {
            // A second name between a signature and a date with a greeting opens the next letter.
            let opens = at > 1 && is(units.get(at - 2), Role::Signed) && is(units.get(at + 1), Role::Salute);
            let [place, date] = &mut units[at - 1..=at] else { continue };
            if self.told(place) || self.told(date) {
                continue;
            }
            let role = opens && place.kind == UnitKind::Role(Role::Signed)
                || matches!(
                    place.kind,
                    UnitKind::Role(
                        Role::Address | Role::Head | Role::Postscript | Role::Other | Role::Trailer | Role::Paragraph
                    )
                );
            if !role
                || place.lines.len() > 1
                || place.lines.end != date.lines.start
                || date.kind != UnitKind::Role(Role::Dateline)
            {
                continue;
            }
            if !is_place(self.source.slice(self.span(&place.lines))) {
                continue;
            }
            let span = self.span(&date.lines);
            let read = self.dates.dateline(self.source.slice(span), span.start, &self.date_context);
            if read.place.is_none() && read.date.is_some_and(|date| date.parts.month.is_some()) {
                place.kind = date.kind.clone();
                self.whys[place.why] = Why::rule("dateline.place-above-date");
            }
        }
    }

    fn span(&self, lines: &Range<usize>) -> Span {
        self.lines[lines.start].span.to(self.lines[lines.end - 1].span)
    }

    /// The inside of furniture. Only words that somebody wrote have one.
    fn furniture(&mut self, kind: FurnitureKind, span: Span) -> Vec<Inline> {
        // Marks of notes belong to the text; here a number in brackets is one.
        self.notes.clear();
        self.note_changes.clear();
        let before = self.findings.len();
        // A heading of the library's is its words, not the signs before them.
        let text = self.source.slice(span);
        let words = text.trim_start_matches('#');
        let is_marked = (1..=6).contains(&(text.len() - words.len())) && words.starts_with(' ');
        let words =
            Span::new(span.end as usize - if is_marked { words.trim_start() } else { text }.len(), span.end as usize);
        let marks = is_marked.then_some(Inline::Markup { span: Span { start: span.start, end: words.start } });
        let content = match kind {
            FurnitureKind::SourceNote => {
                let content = self.inline_of(words, false, true);
                marks.into_iter().chain(self.dated(words, content)).collect()
            }
            FurnitureKind::Boilerplate | FurnitureKind::Repeated | FurnitureKind::RunningHead => {
                marks.into_iter().chain(self.text(words)).collect()
            }
            FurnitureKind::Contents | FurnitureKind::Noise | FurnitureKind::FrontMatter | FurnitureKind::Directive => {
                vec![Inline::Text { span, text: None }]
            }
        };
        let found = self.findings.split_off(before);
        self.findings.extend(found.into_iter().filter(|finding| finding.rule != "notes/no-body"));
        content
    }

    fn inline(&mut self, span: Span, line_breaks: bool) -> Vec<Inline> {
        self.inline_of(span, line_breaks, false)
    }

    fn inline_of(&mut self, span: Span, line_breaks: bool, citation: bool) -> Vec<Inline> {
        self.note_scope(span.start);
        let context = inline::Context {
            source: self.source,
            profile: self.profile,
            languages: &self.languages,
            notes: &self.notes,
            titles: &self.titles,
            citation,
            repair_quotes: self.repair_quotes,
            line_breaks,
        };
        inline::parse(&context, span, &mut self.findings)
    }

    /// Running text with its dates marked.
    fn text(&mut self, span: Span) -> Vec<Inline> {
        let inlines = self.inline(span, false);
        self.dated(span, inlines)
    }

    /// Marks the dates of running text.
    fn dated(&mut self, span: Span, inlines: Vec<Inline>) -> Vec<Inline> {
        if !self.date_evidence.any_in(span) {
            debug_assert_eq!(self.dates.find(self.source.slice(span), span.start, &self.date_context), []);
            return inlines;
        }
        let mut found = self.dates.find(self.source.slice(span), span.start, &self.date_context);
        self.dates.infer_years_after(&mut found, &self.date_context, &mut self.year);
        let marks: Vec<Mark> = found.iter().map(Mark::from).collect();
        self.findings.extend(found.into_iter().filter_map(|found| found.finding));
        mark(inlines, &marks)
    }

    /// A line of an opener or closer.
    fn line(&mut self, unit: &Unit, role: LineRole) -> crate::tree::Line {
        let span = self.span(&unit.lines);
        let mut content = self.inline(span, true);
        if role == LineRole::Dateline {
            let mut dateline = self.dates.dateline(self.source.slice(span), span.start, &self.date_context);
            if let Some(date) = &mut dateline.date {
                self.dates.infer_years_after(std::slice::from_mut(date), &self.date_context, &mut self.year);
            }
            let mut marks: Vec<Mark> = dateline.date.iter().map(Mark::from).collect();
            marks.extend(dateline.place.map(|span| Mark { span, kind: MarkKind::Place }));
            marks.sort_by_key(|mark| mark.span);
            self.findings.extend(dateline.findings);
            content = mark(content, &marks);
        }
        crate::tree::Line { span, role, content, why: self.why(unit) }
    }

    /// A heading: its marks are notation.
    fn heading(&mut self, unit: &Unit, level: u8) -> Heading {
        let span = self.span(&unit.lines);
        let text = self.source.slice(span);
        let hashes = text.bytes().take_while(|&b| b == b'#').count();
        let (source_level, marks) = match self.profile.heading(text) {
            Some((level, length)) if matches!(unit.kind, UnitKind::Marked(_)) => (usize::from(level), length),
            _ => (hashes, text.len() - text.trim_start_matches('#').trim_start().len()),
        };
        let marked = source_level > 0 && (hashes == 0 || text.as_bytes().get(hashes) == Some(&b' '));
        let start = span.start as usize + if marked { marks } else { 0 };
        let mut content = Vec::new();
        if marked {
            content.push(Inline::Markup { span: Span::new(span.start as usize, start) });
        }
        let rest = Span::new(start, span.end as usize);
        let inlines = self.inline(rest, !marked);
        content.extend(self.dated(rest, inlines));
        Heading { span, level, source_level: marked.then_some(source_level as u8), content, why: self.why(unit) }
    }

    fn letter(&mut self, units: &[Unit], start: usize, body: usize, bottom: usize, end: usize) -> Letter {
        let span = self.span(&units[start].lines).to(self.span(&units[end - 1].lines));
        let lang = self.overrides.lang(units[start].lines.start);
        let spoken = lang.map(|lang| self.speak(lang));
        let mut letter = Letter {
            span,
            lang: lang.map(str::to_owned),
            top: Vec::with_capacity(body - start),
            bottom: Vec::with_capacity(end - bottom),
            ..Letter::default()
        };
        let mut at = start;
        while at < body {
            let unit = &units[at];
            at += 1;
            match &unit.kind {
                UnitKind::Role(Role::Dateline) => {
                    // Place and date on two lines are one dateline, unless furniture or an order stands between.
                    let mut whole = unit.clone();
                    let next = units[..body].get(at).filter(|next| {
                        next.kind == unit.kind
                            && next.lines.start == unit.lines.end
                            && self.overrides.starting(next.lines.start).is_none()
                    });
                    if next.is_some() && !self.is_dated(self.span(&unit.lines)) {
                        whole.lines.end = units[at].lines.end;
                        at += 1;
                    }
                    let line = self.line(&whole, LineRole::Dateline);
                    letter.top.push(Top::Line(line));
                }
                UnitKind::Role(Role::Head) | UnitKind::Marked(_) => {
                    letter.top.push(Top::Heading(self.heading(unit, 1)));
                }
                UnitKind::Page { number, printed } => {
                    letter.top.push(Top::Break(self.page(unit, number.clone(), *printed)));
                }
                UnitKind::Separator => letter.top.push(Top::Line(self.line(unit, LineRole::Trailer))),
                UnitKind::Role(role) => letter.top.push(Top::Line(self.line(unit, line_role(*role)))),
                UnitKind::Title(_) | UnitKind::Imprint | UnitKind::Quote => {
                    unreachable!("no letter goes across a title block or an imprint, and a quotation is body")
                }
            }
        }
        self.anchor(&letter, &units[bottom..end]);
        let first_section = (body..bottom).find(|&at| is_heading(&units[at])).unwrap_or(bottom);
        letter.body = self.blocks(units, body..first_section);
        letter.sections = self.sections(units, first_section..bottom, 2);
        self.bottom(units, bottom..end, &mut letter);
        if let Some(spoken) = spoken {
            (self.languages, self.dates) = spoken;
        }
        // The next letter has dates of its own.
        self.year = None;
        letter
    }

    fn is_dated(&self, span: Span) -> bool {
        self.source.slice(span).bytes().any(|b| b.is_ascii_digit())
    }

    /// From here on, relative dates count from the dateline of this letter.
    fn anchor(&mut self, letter: &Letter, bottom: &[Unit]) {
        let full = |date: &Date| date.edtf.as_deref().and_then(full_date);
        let above = letter.top.iter().find_map(|top| match top {
            Top::Line(line) => date_in(&line.content).and_then(full),
            _ => None,
        });
        let below = bottom.iter().filter(|unit| unit.kind == UnitKind::Role(Role::Dateline)).find_map(|unit| {
            let span = self.span(&unit.lines);
            let found = self.dates.dateline(self.source.slice(span), span.start, &self.date_context).date?;
            full(&found.date)
        });
        self.date_context.anchor = above.or(below);
        if let Some((year, ..)) = self.date_context.anchor {
            self.year = Some(year);
            self.date_context.year_hint = self.year;
        }
    }

    fn page(&mut self, unit: &Unit, number: Option<String>, printed: bool) -> PageBreak {
        PageBreak { span: self.span(&unit.lines), number, printed, why: self.why(unit) }
    }

    fn bottom(&mut self, units: &[Unit], range: Range<usize>, letter: &mut Letter) {
        for unit in &units[range] {
            match &unit.kind {
                UnitKind::Page { number, printed } => {
                    letter.bottom.push(Bottom::Break(self.page(unit, number.clone(), *printed)));
                }
                UnitKind::Role(
                    role @ (Role::Closer | Role::Signed | Role::Dateline | Role::Address | Role::Salute),
                ) => {
                    let line = self.line(unit, line_role(*role));
                    match letter.bottom.last_mut() {
                        // What closes a postscript belongs to it; an address is the letter's again.
                        Some(Bottom::Postscript(postscript)) if matches!(role, Role::Closer | Role::Signed) => {
                            postscript.span = postscript.span.to(line.span);
                            postscript.closer.push(line);
                        }
                        _ => letter.bottom.push(Bottom::Line(line)),
                    }
                }
                UnitKind::Role(Role::Paragraph | Role::Postscript | Role::Verse | Role::List | Role::Note) => {
                    let block = self.block(unit);
                    match letter.bottom.last_mut() {
                        Some(Bottom::Postscript(postscript)) if postscript.closer.is_empty() => {
                            postscript.span = postscript.span.to(block.span);
                            postscript.blocks.push(block);
                        }
                        _ => letter.bottom.push(Bottom::Postscript(Postscript {
                            span: block.span,
                            blocks: vec![block],
                            closer: Vec::new(),
                        })),
                    }
                }
                _ => letter.bottom.push(Bottom::Trailer(self.line(unit, LineRole::Trailer))),
            }
        }
    }
}

/// A unit as segmentation sees it; `told` when the editor said what it is.
fn step(unit: &Unit, told: bool) -> Step {
    match unit.kind {
        UnitKind::Quote => Step::Body,
        UnitKind::Role(Role::Paragraph) | UnitKind::Separator if told => Step::Body,
        UnitKind::Role(Role::Postscript) if told => Step::Postscript,
        UnitKind::Role(role) => Step::Role(role),
        UnitKind::Marked(_) => Step::Marked,
        UnitKind::Page { .. } | UnitKind::Separator => Step::Pass,
        UnitKind::Title(_) | UnitKind::Imprint => Step::Wall,
    }
}

fn is_heading(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::Role(Role::Head) | UnitKind::Marked(_))
}

/// Whether a line can be the name of a place: few words, all with a capital, no sentence, no heading.
fn is_place(text: &str) -> bool {
    let capital = |token: &str| {
        let bare = token.trim_start_matches('(');
        bare.starts_with(char::is_uppercase) || Lexicon::get().flags(&bare.to_lowercase()) & word::PARTICLE != 0
    };
    // A region in round brackets may have words of any kind.
    let name = text.split_once('(').map_or(text, |(name, _)| name);
    // Most lines fail here already.
    if !text.starts_with(char::is_uppercase)
        || text.ends_with(['.', '!', '?', ':', ';'])
        || text.bytes().any(|b| b.is_ascii_digit())
        || !name.split_whitespace().all(capital)
    {
        return false;
    }
    let words = super::lexicon::words(text);
    let mut other = false;
    Lexicon::get()
        .starts(&words, |class, _| other |= matches!(class, Class::Heading | Class::SaluteStrong | Class::By));
    !other && (1..=5).contains(&words.len())
}

/// Part of an opener or closer that a role becomes.
fn line_role(role: Role) -> LineRole {
    match role {
        Role::Dateline => LineRole::Dateline,
        Role::Address => LineRole::Address,
        Role::Salute => LineRole::Salute,
        Role::Closer => LineRole::Valediction,
        Role::Signed => LineRole::Signed,
        Role::Head
        | Role::Paragraph
        | Role::Verse
        | Role::List
        | Role::Postscript
        | Role::Note
        | Role::Trailer
        | Role::Other => LineRole::Trailer,
    }
}

/// The first date with a value, or else the first date, in inline content.
#[must_use]
pub fn date_in(content: &[Inline]) -> Option<&Date> {
    content.iter().find_map(|inline| match inline {
        Inline::Date { date, .. } => Some(date.as_ref()),
        Inline::Emphasis { content, .. } => date_in(content),
        Inline::Editorial(editorial) => date_in(&editorial.content),
        _ => None,
    })
}

/// Year, month and day of an EDTF value that has all three for sure.
fn full_date(edtf: &str) -> Option<(i32, u8, u8)> {
    let mut parts = edtf.split('-');
    let date = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(date)
}
