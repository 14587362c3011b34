//! From text to the tree.

pub mod authorities;
pub mod build;
pub mod citation;
pub mod cues;
pub mod dates;
mod decide;
pub mod decode;
pub mod explain;
pub mod frontmatter;
pub mod furniture;
pub mod head;
pub mod hints;
pub mod inline;
pub mod language;
pub mod lexicon;
pub mod lines;
pub mod matter;
pub mod meta;
mod notation;
mod quotes;
pub mod segment;
pub mod tei;
pub mod title;
pub mod train;

use crate::diagnostic::Diagnostic;
use crate::knowledge::{self, brackets};
use crate::source::{Source, Span};
use crate::tree::{Edition, Furniture, FurnitureKind, Head, Why};
use authorities::Authorities;
use decide::Depth;
use decode::Model;
use hints::Hints;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What reading may be told. `None` and empty mean: find out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Language of the text, a BCP 47 tag.
    pub lang: Option<String>,
    /// Name of the bracket profile.
    pub brackets: Option<String>,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Metadata that the user gives; it wins over what the text says.
    pub meta: Vec<(String, String)>,
    /// Put text between quotation marks into nodes of its own.
    pub mark_quotes: bool,
    /// Persons and places of the edition, and what authority files call them.
    pub authorities: Option<Arc<Authorities>>,
    /// Metadata that holds where neither the text nor anybody else says otherwise.
    pub defaults: Vec<(String, String)>,
    /// When the text was encoded, in seconds since 1970: a change that the header tells.
    pub source_date_epoch: Option<u64>,
    /// Weights of the edition's own letters, instead of the built-in ones. They outlive the trees, which
    /// borrow the names of cues from them.
    pub weights: Option<&'static Model>,
    /// What the editor wrote beside the text.
    pub hints: Option<Hints>,
    /// Which side of TEI's alternatives is the text.
    pub view: View,
}

/// Which side of alternatives is the text, where TEI gives two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// What an editor established: corrections, regular spellings, expansions, the lemma. Line ends of the
    /// manuscript are blanks.
    #[default]
    Reading,
    /// What stands in the source, line by line.
    Diplomatic,
}

/// Why a text cannot be read as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// File (the source, or the hints beside it) and line where the fault is; `None` for a fault of the options.
    pub place: Option<(String, usize)>,
    /// Column in that line, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl ReadError {
    fn at(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { place: Some((file.to_owned(), line)), column: None, message: message.into() }
    }
}

impl From<String> for ReadError {
    fn from(message: String) -> Self {
        Self { place: None, column: None, message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line)) = &self.place {
            write!(f, "{file}:{line}:")?;
            self.column.map_or(Ok(()), |column| write!(f, "{column}:"))?;
            f.write_str(" ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The tree.
    pub edition: Edition,
    /// What was noticed on the way.
    pub findings: Vec<Diagnostic>,
}

/// What is settled about a source before its blocks are built. Reading and explaining start here both.
struct Decided {
    lines: Vec<lines::Line>,
    front: frontmatter::FrontMatter,
    lang: String,
    profile: &'static brackets::Profile,
    layout: lines::Layout,
    directives: Vec<hints::Directive>,
    overrides: hints::Overrides,
    /// One for each line.
    verdicts: Vec<decide::Decided>,
}

impl Decided {
    fn new(source: &Source, options: &ReadOptions, depth: Depth) -> Result<Self, ReadError> {
        let mut all = lines::lines(source);
        let front = frontmatter::read(source, &all);
        let mut directives = hints::directives(source, &mut all, front.lines);
        let hinted = options.hints.iter().flat_map(|hints| &hints.meta);
        let declared = |key: &str| front.entries.iter().find(|(k, ..)| k == key).map(|(_, value, _)| value.as_str());
        let given =
            |key: &str| options.meta.iter().rev().chain(hinted.clone()).find(|(k, _)| k == key).map(|(_, value)| value);
        let usual = |key: &str| options.defaults.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        let lang = match options.lang.as_deref() {
            Some(tag) => check_tag(tag)?,
            None => given("lang")
                .map(String::as_str)
                .or(declared("lang"))
                .or(declared("language"))
                .or(usual("lang"))
                .map_or_else(|| language::guess(source, &all[front.lines..]), str::to_owned),
        };
        let profile = match options
            .brackets
            .as_deref()
            .or(given("brackets").map(String::as_str))
            .or(declared("brackets"))
            .or(usual("brackets"))
        {
            Some(name) => brackets::profile(name).ok_or_else(|| {
                let known: Vec<_> = brackets::names().collect();
                format!("unknown bracket profile `{name}`; known are {}", known.join(", "))
            })?,
            None => all
                .first()
                .and_then(|line| brackets::declared(source.slice(line.span), front.directives))
                .unwrap_or_else(brackets::plain),
        };
        let mut notations = notation::find(source, &mut all, front.lines, profile);
        for directive in &mut directives {
            directive.settle(&all);
        }
        let layout = lines::layout(source, &all[front.lines..]);
        let mut overrides =
            hints::resolve(source, &all, front.lines, layout.wrap, &directives, options.hints.as_ref())?;
        directives.append(&mut notations.lifted);
        overrides.claim(notations.claims, notations.verse, all.len());
        overrides.claim(matter::claims(source, &all, front.lines, layout.wrap), Vec::new(), all.len());
        let rest = all.split_off(front.lines);
        all.extend(overrides.unwrap(source, rest, layout, front.lines));
        let model = options.weights.unwrap_or_else(Model::builtin);
        let verdicts = decide::decide(source, &all, front.lines, layout, &overrides, model, depth);
        Ok(Self { lines: all, front, lang, profile, layout, directives, overrides, verdicts })
    }
}

/// Reads a source: lines, furniture, title block, cues, roles, blocks, letters, metadata.
///
/// # Errors
/// Unknown language or bracket profile; an order of the editor that cannot be followed.
pub fn text(source: &Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    let Decided { lines: all, front, lang, profile, layout, directives, overrides, verdicts } =
        Decided::new(source, options, Depth::READING)?;
    let directive = |directive: &hints::Directive| Furniture {
        span: directive.span,
        kind: FurnitureKind::Directive,
        content: Vec::new(),
        why: Why::rule(directive.cue),
    };
    let mut edition = Edition {
        lang: lang.clone(),
        wrap: layout.wrap,
        brackets: profile.name.clone(),
        head: Head::default(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
        notes: Vec::new(),
        furniture: directives.iter().map(directive).collect(),
    };
    let dates = dates::Dates::for_language(&lang);
    let mut findings = explain::low_margins(&all, &verdicts);
    let (date_context, date_evidence) = date_context(source, dates, options, &front);
    let builder = build::Builder {
        source,
        lines: &all,
        overrides: &overrides,
        layout,
        languages: languages(&lang),
        dates,
        profile,
        repair_quotes: options.repair_quotes,
        titles: Vec::new(),
        notes: BTreeMap::new(),
        note_changes: Vec::new(),
        note_cursor: 0,
        date_context,
        date_evidence,
        year: None,
        findings: Vec::new(),
        whys: Vec::new(),
    };
    findings.extend(builder.build(verdicts.into_iter().map(|decided| decided.verdict), &mut edition));
    edition.furniture.sort_by_key(|item| item.span);
    // Whatever role its line had, what a mark in the text calls is a note beyond doubt.
    let lifted = |span: Span| {
        let behind = edition.notes.partition_point(|note| note.span.start <= span.start);
        edition.notes[..behind].last().is_some_and(|note| note.span.contains(span))
    };
    findings.retain(|finding| finding.rule != explain::LOW_MARGIN || !finding.span.is_some_and(lifted));
    overrides.check(&all, &edition)?;
    let hinted = options.hints.as_ref().map_or(&[][..], |hints| &hints.meta);
    let mut given = head::Given { defaults: &options.defaults, told: vec![("hints", hinted)] };
    let encoded = options.source_date_epoch.and_then(head::encoded);
    given.told.extend(encoded.as_ref().map(|change| ("SOURCE_DATE_EPOCH", std::slice::from_ref(change))));
    given.told.push(("command-line", &options.meta));
    head::fill(source, dates, &mut edition, &front, &given);
    if let Some(hints) = &options.hints {
        hints.tell_letters(dates, &mut edition)?;
    }
    if let Some(authorities) = &options.authorities {
        authorities.refer(source, &mut edition);
    }
    if options.mark_quotes {
        quotes::mark_quotations(source, &mut edition);
    }
    findings.sort_by_key(|finding| finding.span);
    Ok(Reading { edition, findings })
}

/// What the whole file says about its dates: how numbers are ordered, about when it was written, and where dates may
/// stand.
fn date_context(
    source: &Source,
    dates: &dates::Dates,
    options: &ReadOptions,
    front: &frontmatter::FrontMatter,
) -> (dates::Context, dates::Evidence) {
    let hinted = options.hints.iter().flat_map(|hints| &hints.meta);
    let given = hinted.chain(&options.meta).map(|(key, value)| (key.as_str(), value.as_str()));
    let declared = front.entries.iter().map(|(key, value, _)| (key.as_str(), value.as_str()));
    let date = declared.chain(given).rfind(|(key, _)| key.eq_ignore_ascii_case("date"));
    let evidence = dates.evidence(&source.text);
    let order = dates.order(&evidence);
    let year_hint = date
        .and_then(|(_, value)| dates.evidence(value).year_hint())
        .or_else(|| evidence.year_hint())
        .or_else(|| year_in_name(&source.name));
    (dates::Context { order, year_hint, ..dates::Context::default() }, evidence)
}

/// The only number in a file's name that can be a year.
fn year_in_name(name: &str) -> Option<i32> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut years = file
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4 && matches!(digits.as_bytes()[0], b'1' | b'2'));
    let year = years.next()?.parse().ok()?;
    years.next().is_none().then_some(year)
}

/// All languages, that of the text first: editors write in brackets in another language than the letter's.
fn languages(lang: &str) -> Vec<&'static knowledge::Language> {
    let mut languages: Vec<&'static knowledge::Language> = knowledge::languages().iter().collect();
    languages.sort_by_key(|language| !lang.starts_with(&language.lang));
    languages
}

/// A language the user gave must be known: its words decide what a line is.
fn check_tag(tag: &str) -> Result<String, String> {
    if knowledge::language(tag).is_some() || tag == "und" {
        return Ok(tag.to_owned());
    }
    let known: Vec<_> = knowledge::languages().iter().map(|language| language.lang.as_str()).collect();
    Err(format!("unknown language `{tag}`; known are {}", known.join(", ")))
}
