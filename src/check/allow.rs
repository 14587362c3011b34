//! Findings that the editor has looked at and allows: each with a reason, each still needed.

use super::{Findings, rule};
use crate::diagnostic::{Allowance, Diagnostic};
use crate::source::{Source, Span};
use roxmltree::Document;

/// What a comment in TEI starts with: `<!-- rubricate allow tei/duplicate-id: the reason -->`.
const COMMENT: &str = "rubricate allow ";

/// One allowance, held against its text.
struct Allowed {
    rule: String,
    /// What it is about; `None` for the whole text.
    span: Option<Span>,
    /// Where a finding about the allowance itself is shown.
    place: Option<Span>,
    /// Who says so.
    said: String,
}

/// Takes out what the file of hints allows.
pub(super) fn in_hints(source: &Source, allowances: &[Allowance], findings: &mut Vec<Diagnostic>) {
    let mut allowed = Vec::new();
    for Allowance { rule, lines, place: (file, line) } in allowances {
        let span = lines.map(|(first, last)| {
            let end = source.line_count();
            let line = |number: usize| source.line(number.clamp(1, end) - 1);
            if first > end { Span::default() } else { line(first).to(line(last)) }
        });
        allowed.push(Allowed { rule: rule.clone(), span, place: span, said: format!("{file}:{line}") });
    }
    apply(allowed, findings);
}

/// Takes out what comments allow. A comment is about the element that follows it; before the root element, about all.
pub(super) fn in_comments(document: &Document, findings: &mut Vec<Diagnostic>) {
    let mut allowed = Vec::new();
    for comment in document.root().descendants().filter(roxmltree::Node::is_comment) {
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
        let next = comment.next_sibling_element().map(|next| Span::new(next.range().start, next.range().end));
        let span = if is_whole { None } else { Some(next.unwrap_or(place)) };
        allowed.push(Allowed { rule: id.trim().into(), span, place: Some(place), said: "a comment".into() });
    }
    apply(allowed, findings);
}

fn apply(allowed: Vec<Allowed>, findings: &mut Vec<Diagnostic>) {
    for Allowed { rule: id, span, place, said } in allowed {
        if rule(&id).is_none() {
            malformed(findings, place, &format!("{said} allows `{id}`, which is no rule"))
                .hints
                .push("`rubricate rules` lists them".into());
            continue;
        }
        let before = findings.len();
        findings.retain(|finding| {
            let inside = match (span, finding.span) {
                (None, _) => true,
                (Some(span), Some(found)) => (span.start..=span.end).contains(&found.start),
                (Some(_), None) => false,
            };
            finding.rule != id || !inside
        });
        if findings.len() == before {
            let message = format!("{said} allows `{id}`, but nothing of the kind is found");
            Findings { rule: ours("allow/unused"), list: findings }
                .push(place, message)
                .hints
                .push("take it out".into());
        }
    }
}

fn malformed<'a>(findings: &'a mut Vec<Diagnostic>, place: Option<Span>, message: &str) -> &'a mut Diagnostic {
    Findings { rule: ours("allow/malformed"), list: findings }.push(place, message);
    findings.last_mut().expect("it was just added")
}

fn ours(id: &str) -> &'static super::Rule {
    rule(id).expect("it has a row; tests read them all")
}
