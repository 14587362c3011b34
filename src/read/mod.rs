//! From text to the tree.
//!
//! ```
//! use rubricate::read::{Hints, MetaKey, ReadOptions, explain};
//! use rubricate::source::Source;
//!
//! let letter = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came.\n\nYours sincerely,\n\nJ. Thorne\n";
//! let source = Source::new("letter.txt", letter);
//!
//! // What each line is, and why.
//! let lines = explain(&source, &ReadOptions::default())?;
//! assert_eq!(lines[1].role.name(), "salute");
//! assert!(!lines[1].cues.is_empty() && f64::from(lines[1].margin) > 0.0);
//!
//! // What the editor says wins.
//! let hints = Hints::parse("letter.hints.toml", "[meta]\nsender = \"John Thorne\"\n")?;
//! assert_eq!(MetaKey::named("sender"), Some(MetaKey::Sender));
//! let mut options = ReadOptions::default();
//! options.hints = Some(hints);
//! let reading = rubricate::read::text(&source, &options)?;
//! let letter = reading.edition.letters().next().expect("it is a letter");
//! assert_eq!(letter.meta.sender.as_ref().expect("it was given").text, "John Thorne");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod assemble;
pub(crate) mod bracket_words;
pub(crate) mod dates;
pub(crate) mod decide;
mod divide;
mod error;
pub(crate) mod explain;
pub(crate) mod inline;
pub(crate) mod language;
pub(crate) mod languages;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod meta;
pub(crate) mod note_sign;
mod numerals;
mod options;
pub(crate) mod orders;
mod pipes;
pub(crate) mod prepare;
mod reading;
mod relocate;
pub(crate) mod role;
mod shape;
pub(crate) mod sign;
mod small_words;
pub(crate) mod tei;
mod tongue;

pub use decide::decode::Model;
pub use error::ReadError;
pub use explain::{LineExplanation, RunnerUp, explain};
pub use languages::Languages;
pub use meta::authorities::Authorities;
pub use options::{ReadOptions, View};
pub use orders::entries::{EditionFile, Entry};
pub use orders::hints::Hints;
pub use orders::keys::MetaKey;
pub use reading::Reading;

use crate::source::{Plain, Source, Span};
use crate::tree::{Edition, Furniture, Head, Precedence, Why};
use assemble::Built;
use decide::chain::Depth;
use decide::verdicts;
use inline::html::Html;
use meta::head;
use meta::notices::notices;
use meta::unused;
use orders::attributes::Directive;
use orders::described;
use orders::given::Given;
use prepare::Prepared;
use tongue::Tongue;

/// Reads a source: lines, furniture, title block, cues, roles, blocks, letters, metadata.
///
/// # Errors
/// Unknown language or bracket profile; an order of the editor that cannot be followed.
pub fn text(source: &Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    told(source, options).map(|(reading, _)| reading)
}

/// The same, with what told the languages of parts.
fn told(source: &Source, options: &ReadOptions) -> Result<(Reading, Vec<(Span, Tongue)>), ReadError> {
    let Prepared {
        lines: all,
        front,
        lang,
        profile,
        layout,
        directives,
        overrides,
        settled,
        labels,
        links,
        findings: noticed,
    } = Prepared::new(source, options)?;
    let weighed = (options.languages().lexicon(), options.weights());
    let divisions = settled.divisions.clone();
    let verdicts = verdicts::decide(weighed, source, &all, settled, layout, &overrides, Depth::READING);
    let directive = |directive: &Directive| Furniture {
        span: directive.span,
        kind: directive.is,
        content: Vec::new(),
        why: Why::rule(directive.cue.clone()),
    };
    let mut edition = Edition {
        lang: lang.clone(),
        wrap: layout.of_tree(),
        brackets: profile.name.clone(),
        head: Head::default(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
        notes: Vec::new(),
        furniture: directives.iter().map(directive).collect(),
    };
    let given = Given::new(&front, options.hints.as_ref(), &options.meta, &options.defaults);
    let dates = options.languages().dates(&lang);
    let mut findings = explain::low_margins(&all, &verdicts);
    findings.extend(noticed.into_iter().chain(front.findings.iter().cloned()).chain(notices(&given, dates)));
    if Html::of(source, profile) == Html::Kept {
        findings.extend(inline::html::kept(source, profile));
    }
    let (date_context, date_evidence) = date_context(source, dates, &given);
    let facts = assemble::FileFacts {
        source,
        lines: &all,
        overrides: &overrides,
        layout,
        divisions: &divisions,
        lang: &lang,
        known: options.languages(),
        profile,
        repair_quotes: options.repair_quotes,
        links: &links,
        date_context,
        date_evidence,
        is_letter: described::is_letter(options.languages(), &front),
    };
    let verdicts = verdicts.into_iter().map(|decided| decided.verdict);
    let Built { findings: built, tongues } = assemble::build(facts, verdicts, &mut edition);
    findings.extend(built);
    edition.furniture.sort_by_key(|item| item.span);
    // Whatever role its line had, what a mark in the text calls is a note beyond doubt.
    let lifted = |span: Span| {
        let behind = edition.notes.partition_point(|note| note.span.start <= span.start);
        edition.notes[..behind].last().is_some_and(|note| note.span.contains(span))
    };
    findings.retain(|finding| finding.rule != explain::LOW_MARGIN || !finding.span.is_some_and(lifted));
    overrides.check(&all, &edition)?;
    head::fill(
        options.languages(),
        source,
        dates,
        &mut edition,
        (&given, &labels),
        options.hints.as_ref(),
        options.source_date_epoch,
    )?;
    findings.extend(unused::unused(&labels, &edition.head));
    if let Some(authorities) = &options.authorities {
        authorities.refer(source, &mut edition);
    }
    if options.mark_quotes {
        assemble::mark_quotations(source, &mut edition);
    }
    findings.sort_by_key(|finding| finding.span);
    Ok((Reading { edition, findings }, tongues))
}

/// Reads the plain lines of a file with markup, and puts what is found to its places in that file. The source learns
/// what its characters stand for where it writes words otherwise.
///
/// # Errors
/// As [`text`].
pub fn plain(source: &mut Source, plain: &Plain, options: &ReadOptions) -> Result<Reading, ReadError> {
    let lines = plain.to_source(&source.name);
    let mut reading = text(&lines, options).map_err(|error| relocate::error(error, &lines, plain, source))?;
    relocate::relocate(&mut reading, plain, source);
    Ok(reading)
}

/// What the whole file says about its dates: how numbers are ordered, about when it was written, and where dates may
/// stand.
fn date_context(source: &Source, dates: &dates::Dates, given: &Given) -> (dates::DateContext, dates::DateEvidence) {
    // What holds for all texts of a folder says less of when one was written than its own words.
    let date = given.value(MetaKey::Date).filter(|said| said.by.precedence() > Precedence::Text);
    let evidence = dates.evidence(&source.text);
    let order = dates.order(&evidence);
    let year_hint = date
        .and_then(|said| dates.evidence(said.value).year_hint())
        .or_else(|| evidence.year_hint())
        .or_else(|| year_in_name(&source.name));
    (dates::DateContext { order, year_hint, ..dates::DateContext::default() }, evidence)
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
