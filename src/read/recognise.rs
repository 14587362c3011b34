//! Reading on one screen: from lines to decisions, from decisions to the tree, and what is said of the whole.

use crate::read::assemble::{self, Built};
use crate::read::dates::{DateContext, DateEvidence, Dates};
use crate::read::decide::chain::Depth;
use crate::read::decide::verdicts;
use crate::read::doubt;
use crate::read::error::ReadError;
use crate::read::inline::html::{self, Html};
use crate::read::meta::head;
use crate::read::meta::notices::notices;
use crate::read::meta::unused;
use crate::read::options::ReadOptions;
use crate::read::orders::attributes::Directive;
use crate::read::orders::described;
use crate::read::orders::given::Given;
use crate::read::orders::keys::MetaKey;
use crate::read::prepare::Prepared;
use crate::read::reading::Reading;
use crate::read::tongue::Tongue;
use crate::source::{Source, Span};
use crate::tree::{Edition, Furniture, Head, Precedence, Why};

/// What a source says, and what told the languages of its parts.
///
/// # Errors
/// As [`super::text`].
pub(crate) fn recognised(source: &Source, options: &ReadOptions) -> Result<(Reading, Vec<(Span, Tongue)>), ReadError> {
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
    let mut findings = doubt::low_margins(&all, &verdicts);
    findings.extend(noticed.into_iter().chain(front.findings.iter().cloned()).chain(notices(&given, dates)));
    if Html::of(source, profile) == Html::Kept {
        findings.extend(html::kept(source, profile));
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
    findings.retain(|finding| finding.rule != doubt::LOW_MARGIN || !finding.span.is_some_and(lifted));
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

/// What the whole file says about its dates: how numbers are ordered, about when it was written, and where dates may
/// stand.
fn date_context(source: &Source, dates: &Dates, given: &Given) -> (DateContext, DateEvidence) {
    // What holds for all texts of a folder says less of when one was written than its own words.
    let date = given.value(MetaKey::Date).filter(|said| said.by.precedence() > Precedence::Text);
    let evidence = dates.evidence(&source.text);
    let order = dates.order(&evidence);
    let year_hint = date
        .and_then(|said| dates.evidence(said.value).year_hint())
        .or_else(|| evidence.year_hint())
        .or_else(|| year_in_name(&source.name));
    (DateContext { order, year_hint, ..DateContext::default() }, evidence)
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
