//! Findings that the editor has looked at and allows: each with a reason, each still needed.

use super::findings::Findings;
use crate::diagnostic::{Allowance, Diagnostic};
use crate::knowledge::rules::rule;
use crate::source::Source;
use crate::span::Span;
use crate::steps::step;
use roxmltree::{Document, Node};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a comment in TEI starts with: `<!-- rubricate allow tei/duplicate-id: the reason -->`.
const COMMENT: &str = "rubricate allow ";

/// One allowance, held against its text.
struct Allowed {
    rule: String,
    about: About,
    /// Where a finding about the allowance itself is shown.
    place: Option<Span>,
    /// Who says so.
    said: String,
}

/// What an allowance is about.
enum About {
    Whole,
    Part(Span),
    /// Lines that the text does not have.
    Nothing,
}

impl About {
    fn place(&self) -> Option<Span> {
        match self {
            Self::Part(span) => Some(*span),
            Self::Whole | Self::Nothing => None,
        }
    }
}

/// Takes out what the file of hints allows.
pub(super) fn in_hints(source: &Source, allowances: &[Allowance], findings: &mut Vec<Diagnostic>) {
    let mut allowed = Vec::new();
    for Allowance { rule, lines, place: (file, line_of_file) } in allowances {
        let line = |number: usize| source.line(number - 1);
        let end = source.line_count();
        let about = match *lines {
            None => About::Whole,
            Some((first, _)) if first > end => About::Nothing,
            Some((first, last)) => About::Part(line(first).to(line(last.min(end)))),
        };
        allowed.push(Allowed {
            rule: rule.clone(),
            place: about.place(),
            about,
            said: format!("{file}:{line_of_file}"),
        });
    }
    apply(allowed, findings);
}

/// Takes out what comments allow. A comment is about the element that follows it; before the root element, about all.
pub(super) fn in_comments(document: &Document, findings: &mut Vec<Diagnostic>) {
    let mut allowed = Vec::new();
    for (comment, next) in comments(document) {
        let Some(said) = comment.text().and_then(|text| text.trim().strip_prefix(COMMENT)) else { continue };
        let range = comment.range();
        let place = Span::new(range.start, range.end);
        let (id, reason) = said.split_once(':').unwrap_or((said, ""));
        if reason.trim().is_empty() {
            let hint = format!("write `<!-- {COMMENT}{}: the reason -->`", id.trim());
            malformed(findings, Some(place), "no reason is given").hints.push(hint);
            continue;
        }
        let is_whole = comment.parent().is_some_and(|parent| parent.is_root());
        // What starts where the element ends is behind it.
        let next = next.map(|next| Span::new(next.range().start, next.range().end - 1));
        let about = if is_whole { About::Whole } else { next.map_or(About::Nothing, About::Part) };
        allowed.push(Allowed { rule: id.trim().into(), about, place: Some(place), said: "a comment".into() });
    }
    apply(allowed, findings);
}

/// The comments in their order, each with the element that follows it among its siblings.
fn comments<'a>(document: &'a Document<'a>) -> Vec<(Node<'a, 'a>, Option<Node<'a, 'a>>)> {
    let mut comments = Vec::new();
    for parent in document.root().descendants().filter(Node::has_children) {
        // From the last child on, so that none has to look for what follows it.
        let mut next = None;
        for child in parent.children().rev() {
            step(1);
            if child.is_element() {
                next = Some(child);
            } else if child.is_comment() {
                comments.push((child, next));
            }
        }
    }
    comments.sort_by_key(|(comment, _)| comment.range().start);
    comments
}

/// Findings of each rule that no allowance has taken yet, by where they start and by their number.
#[derive(Default)]
struct Open(BTreeMap<Cow<'static, str>, BTreeSet<(Option<u32>, usize)>>);

impl Open {
    fn add(&mut self, number: usize, finding: &Diagnostic) {
        let start = finding.span.map(|span| span.start);
        self.0.entry(finding.rule.clone()).or_default().insert((start, number));
    }

    /// Takes out what an allowance is about; gives the numbers.
    fn take(&mut self, rule: &str, about: &About) -> Vec<usize> {
        let Some(open) = self.0.get_mut(rule) else { return Vec::new() };
        let taken: Vec<_> = match about {
            About::Whole => open.iter().copied().collect(),
            About::Part(span) => open.range((Some(span.start), 0)..=(Some(span.end), usize::MAX)).copied().collect(),
            About::Nothing => Vec::new(),
        };
        step(taken.len() + 1);
        for found in &taken {
            open.remove(found);
        }
        taken.into_iter().map(|(_, number)| number).collect()
    }
}

fn apply(allowed: Vec<Allowed>, findings: &mut Vec<Diagnostic>) {
    if allowed.is_empty() {
        return;
    }
    let mut open = Open::default();
    findings.iter().enumerate().for_each(|(number, finding)| open.add(number, finding));
    let mut taken = BTreeSet::new();
    for Allowed { rule: id, about, place, said } in allowed {
        if rule(&id).is_none() {
            malformed(findings, place, &format!("{said} allows `{id}`, which is no rule"))
                .hints
                .push("`rubricate rules` lists them".into());
        } else {
            let held = open.take(&id, &about);
            if !held.is_empty() {
                taken.extend(held);
                continue;
            }
            let message = format!("{said} allows `{id}`, but nothing of the kind is found");
            Findings::of("allow/unused", findings).push(place, message).hints.push("take it out".into());
        }
        // A further allowance may be about what was just found.
        open.add(findings.len() - 1, &findings[findings.len() - 1]);
    }
    let mut numbers = 0..;
    findings.retain(|_| !numbers.next().is_some_and(|number| taken.contains(&number)));
}

fn malformed<'a>(findings: &'a mut Vec<Diagnostic>, place: Option<Span>, message: &str) -> &'a mut Diagnostic {
    Findings::of("allow/malformed", findings).push(place, message);
    findings.last_mut().expect("it was just added")
}
