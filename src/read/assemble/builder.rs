//! What building the tree of a file needs at hand, and the inside of any block.

use crate::diagnostic::Diagnostic;
use crate::knowledge::Language;
use crate::knowledge::brackets::Profile;
use crate::read::assemble::note_scope::NoteScope;
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::dates::{DateContext, DateEvidence, Dates, Mark, infer_years, mark};
use crate::read::decide::announced::announces;
use crate::read::divide::Divisions;
use crate::read::inline;
use crate::read::inline::InlineContext;
use crate::read::inline::html::Html;
use crate::read::languages::Languages;
use crate::read::lines::{Layout, Line};
use crate::read::orders::overrides::Overrides;
use crate::read::tongue::Tongue;
use crate::source::{Source, Span};
use crate::tree::{FurnitureKind, Inline, Why};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is known of a file before its tree is built.
pub(crate) struct FileFacts<'a> {
    pub(crate) source: &'a Source,
    pub(crate) lines: &'a [Line],
    /// What is ordered about the lines.
    pub(crate) overrides: &'a Overrides,
    pub(crate) layout: Layout,
    /// What the lines are divided into.
    pub(crate) divisions: &'a Divisions,
    /// The main language.
    pub(crate) lang: &'a str,
    /// The languages that are known.
    pub(crate) known: &'a Languages,
    /// The bracket profile in force.
    pub(crate) profile: &'a Profile,
    /// Where labels of links lead.
    pub(crate) links: &'a BTreeMap<String, Box<str>>,
    /// Repair of lost characters was asked for.
    pub(crate) repair_quotes: bool,
    /// What is known about dates.
    pub(crate) date_context: DateContext,
    /// What the dates of the whole source say.
    pub(crate) date_evidence: DateEvidence,
    /// It is described as one letter.
    pub(crate) is_letter: bool,
}

/// A language, and what is read by it.
pub(crate) struct Spoken<'a> {
    /// Its tag.
    pub(crate) lang: String,
    /// All languages, the likeliest first.
    pub(crate) languages: Vec<&'a Language>,
    /// The dates of the likeliest of them.
    pub(crate) dates: &'a Dates,
}

impl<'a> Spoken<'a> {
    pub(crate) fn of(known: &'a Languages, lang: &str) -> Self {
        Self { lang: lang.to_owned(), languages: known.first(lang), dates: known.dates(lang) }
    }
}

/// What reads the inside of a block.
type InlineReader = fn(&InlineContext<'_>, Span, &mut Vec<Diagnostic>) -> Vec<Inline>;

/// What building needs at hand: what is known of the file, and what was learned on the way.
pub(crate) struct TreeBuilder<'a> {
    pub(crate) source: &'a Source,
    pub(crate) lines: &'a [Line],
    pub(crate) overrides: &'a Overrides,
    pub(crate) layout: Layout,
    /// What the lines are divided into.
    pub(crate) divisions: &'a Divisions,
    /// The main language.
    pub(crate) main: &'a str,
    /// The language at the place being built.
    pub(crate) spoken: Spoken<'a>,
    /// All languages.
    pub(crate) known: &'a Languages,
    /// What was told of the languages of parts.
    pub(crate) tongues: Vec<(Span, Tongue)>,
    pub(crate) profile: &'a Profile,
    repair_quotes: bool,
    links: &'a BTreeMap<String, Box<str>>,
    /// HTML inside lines means what it does in HTML.
    html: Html,
    /// Which notes the marks in the text call.
    pub(crate) notes: NoteScope,
    /// What is known about dates at the place being built.
    pub(crate) date_context: DateContext,
    date_evidence: DateEvidence,
    /// The year of the last full date.
    pub(crate) year: Option<i32>,
    /// What was noticed.
    pub(crate) findings: Vec<Diagnostic>,
    /// Why each unit is what it is. The tree takes these over: copies of all of them would weigh more than the text.
    pub(crate) whys: Vec<Why>,
}

impl<'a> TreeBuilder<'a> {
    pub(crate) fn new(facts: FileFacts<'a>) -> Self {
        let FileFacts {
            source,
            lines,
            overrides,
            layout,
            divisions,
            lang,
            known,
            profile,
            repair_quotes,
            links,
            date_context,
            date_evidence,
            is_letter: _,
        } = facts;
        Self {
            source,
            lines,
            overrides,
            layout,
            divisions,
            main: lang,
            spoken: Spoken::of(known, lang),
            known,
            tongues: Vec::new(),
            profile,
            repair_quotes,
            links,
            html: Html::of(source, profile),
            notes: NoteScope::default(),
            date_context,
            date_evidence,
            year: None,
            findings: Vec::new(),
            whys: Vec::new(),
        }
    }
}

impl TreeBuilder<'_> {
    /// Whether the editor said what a unit is.
    pub(crate) fn told(&self, unit: &Unit) -> bool {
        self.overrides.told(unit.lines.start).is_some()
    }

    /// Blank lines above a unit.
    pub(crate) fn gap(&self, unit: &Unit) -> u8 {
        self.lines[unit.lines.start].blanks
    }

    /// Whether the sentence above each unit announces a letter. What stands between pages parts them from nothing.
    pub(crate) fn announced(&self, units: &[Unit]) -> Vec<bool> {
        let mut above = false;
        let mut announced = Vec::with_capacity(units.len());
        for unit in units {
            announced.push(above);
            if !matches!(unit.kind, UnitKind::Page { .. }) {
                above = announces(self.known.lexicon(), self.source.slice(self.span(&unit.lines)));
            }
        }
        announced
    }

    pub(crate) fn span(&self, lines: &Range<usize>) -> Span {
        self.lines[lines.start].span.to(self.lines[lines.end - 1].span)
    }

    /// Why a unit is what it is, for the one node that it becomes.
    pub(crate) fn why(&mut self, unit: &Unit) -> Why {
        std::mem::take(&mut self.whys[unit.why])
    }

    pub(crate) fn has_date(&self, span: Span) -> bool {
        self.spoken.dates.is_dated(self.source.slice(span))
    }

    /// The inside of furniture. Only words that somebody wrote have one.
    pub(crate) fn furniture(&mut self, kind: FurnitureKind, span: Span) -> Vec<Inline> {
        // Marks of notes belong to the text; here a number in brackets is one.
        self.notes = NoteScope::default();
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
                let content = self.inline_of(words, false, true, inline::parse);
                marks.into_iter().chain(self.dated(words, content)).collect()
            }
            FurnitureKind::Boilerplate | FurnitureKind::Repeated | FurnitureKind::RunningHead => {
                marks.into_iter().chain(self.text(words)).collect()
            }
            FurnitureKind::Markup => vec![Inline::Markup { span }],
            FurnitureKind::Contents | FurnitureKind::Noise | FurnitureKind::FrontMatter | FurnitureKind::Directive => {
                vec![Inline::Text { span, text: None }]
            }
        };
        let found = self.findings.split_off(before);
        self.findings.extend(found.into_iter().filter(|finding| finding.rule != "notes/no-body"));
        content
    }

    pub(crate) fn inline(&mut self, span: Span, line_breaks: bool) -> Vec<Inline> {
        self.inline_of(span, line_breaks, false, inline::parse)
    }

    /// The inside of a note on the source where it is a `citation`.
    fn inline_of(&mut self, span: Span, line_breaks: bool, citation: bool, read: InlineReader) -> Vec<Inline> {
        let (notes, note_places) = self.notes.within(span);
        let context = InlineContext {
            source: self.source,
            profile: self.profile,
            languages: &self.spoken.languages,
            known: self.known,
            notes,
            note_places,
            citation,
            repair_quotes: self.repair_quotes,
            html: self.html,
            links: self.links,
            line_breaks,
        };
        read(&context, span, &mut self.findings)
    }

    /// What stays letter by letter.
    pub(crate) fn verbatim(&mut self, span: Span) -> Vec<Inline> {
        self.inline_of(span, false, false, inline::verbatim)
    }

    /// What stays as it is typed between tags.
    pub(crate) fn preformatted(&mut self, span: Span) -> Vec<Inline> {
        self.inline_of(span, false, false, inline::preformatted)
    }

    /// Running text with its dates marked.
    pub(crate) fn text(&mut self, span: Span) -> Vec<Inline> {
        let inlines = self.inline(span, false);
        self.dated(span, inlines)
    }

    /// Marks the dates of running text.
    pub(crate) fn dated(&mut self, span: Span, inlines: Vec<Inline>) -> Vec<Inline> {
        let dates = self.spoken.dates;
        // The evidence knows the months of the main language.
        if !self.date_evidence.any_in(span) && self.spoken.lang == self.main {
            debug_assert_eq!(dates.find(self.source.slice(span), span.start, &self.date_context), []);
            return inlines;
        }
        let mut found = dates.find(self.source.slice(span), span.start, &self.date_context);
        infer_years(&mut found, &self.date_context, &mut self.year);
        let marks: Vec<Mark> = found.iter().map(Mark::from).collect();
        self.findings.extend(found.into_iter().filter_map(|found| found.finding));
        mark(inlines, &marks)
    }
}
