//! What is read in the example of a notation. Every profile holds examples, which say what is meant better than a
//! description could.

use crate::diagnostic::Diagnostic;
use crate::knowledge::Language;
use crate::knowledge::brackets::{Example, Profile};
use crate::read::inline::context::InlineContext;
use crate::read::inline::parse;
use crate::read::languages::Languages;
use crate::source::{Source, Span};
use crate::tree::Inline;
use std::collections::BTreeMap;

/// What an example says should be read in it, or what is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Acts {
    /// Acts in order, outer ones first: `act: source text`.
    pub(crate) acts: Vec<String>,
    /// What each act says besides; see [`Example::details`].
    pub(crate) details: Vec<String>,
}

/// What is read in a text that is one block and whose notes have these labels.
pub(crate) fn block(
    profile: &Profile,
    source: &Source,
    labels: &[impl AsRef<str>],
    set: impl FnOnce(&mut InlineContext),
    findings: &mut Vec<Diagnostic>,
) -> Vec<Inline> {
    let known = Languages::builtin();
    let languages: Vec<&Language> = known.iter().collect();
    let notes: BTreeMap<String, u32> = labels.iter().map(|label| label.as_ref().to_owned()).zip(0..).collect();
    let mut context = InlineContext {
        source,
        profile,
        languages: &languages,
        known,
        notes: &notes,
        note_places: &[],
        html: crate::read::inline::html::Html::Kept,
        links: &std::collections::BTreeMap::new(),
        citation: false,
        repair_quotes: false,
        line_breaks: false,
    };
    set(&mut context);
    parse(&context, Span::new(0, source.text.len()), findings)
}

/// What is read in an example. Details that it does not give are not told.
pub(crate) fn read(profile: &Profile, example: &Example) -> Acts {
    let source = Source::new("", example.text.as_str());
    let inlines = block(profile, &source, &example.notes, |_| {}, &mut Vec::new());
    let mut acts = Vec::new();
    list(&source, &inlines, false, &mut acts);
    let details = if example.details.is_empty() { Vec::new() } else { details(&inlines) };
    Acts { acts, details }
}

/// Acts (and styles, where asked for) in order, outer ones first: `act: source text`.
pub(crate) fn list(source: &Source, inlines: &[Inline], styles: bool, found: &mut Vec<String>) {
    for inline in inlines {
        let (what, span, content): (_, _, &[Inline]) = match inline {
            Inline::Editorial(editorial) => (Some(name(editorial.act)), editorial.span, &editorial.content),
            Inline::NoteRef(mark) => (Some("note".into()), mark.span, &[]),
            Inline::Text { text: Some(letter), .. } => {
                found.push(format!("letter: {letter}"));
                continue;
            }
            Inline::PageBreak { span, .. } => (Some("page-break".into()), *span, &[]),
            Inline::Emphasis { span, style, content } => (styles.then(|| name(style)), *span, content),
            Inline::Text { text: None, .. }
            | Inline::Markup { .. }
            | Inline::Bracket { .. }
            | Inline::Date { .. }
            | Inline::Place { .. }
            | Inline::Quoted { .. }
            | Inline::Link { .. }
            | Inline::LineBreak { .. }
            | Inline::Lost { .. }
            | Inline::Control { .. } => continue,
        };
        found.extend(what.map(|what| format!("{what}: {}", source.slice(span))));
        list(source, content, styles, found);
    }
}

/// Reason, extent and doubt of each act at the top, in order.
pub(crate) fn details(inlines: &[Inline]) -> Vec<String> {
    let of = |inline: &Inline| {
        let Inline::Editorial(editorial) = inline else { return None };
        let extent = editorial.extent.as_ref().map(|(count, unit)| format!("{count} {unit}"));
        let doubt = editorial.uncertain.then(|| "?".to_owned());
        let reason = editorial.reason.as_ref().map(ToString::to_string);
        Some([reason, extent, doubt].into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    inlines.iter().filter_map(of).collect()
}

/// A name of a tree value as it stands in the data.
fn name(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().map_or_else(String::new, str::to_owned)
}
