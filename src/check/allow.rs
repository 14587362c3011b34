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
    fn holds(&self, finding: &Diagnostic) -> bool {
        match (self, finding.span) {
            (Self::Whole, _) => true,
            (Self::Part(span), Some(found)) => (span.start..=span.end).contains(&found.start),
            (Self::Part(_), None) | (Self::Nothing, _) => false,
        }
    }

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
        // What starts where the element ends is behind it.
        let next = comment.next_sibling_element().map(|next| Span::new(next.range().start, next.range().end - 1));
        let about = if is_whole { About::Whole } else { next.map_or(About::Nothing, About::Part) };
        allowed.push(Allowed { rule: id.trim().into(), about, place: Some(place), said: "a comment".into() });
    }
    apply(allowed, findings);
}

fn apply(allowed: Vec<Allowed>, findings: &mut Vec<Diagnostic>) {
    for Allowed { rule: id, about, place, said } in allowed {
        if rule(&id).is_none() {
            malformed(findings, place, &format!("{said} allows `{id}`, which is no rule"))
                .hints
                .push("`rubricate rules` lists them".into());
            continue;
        }
        let before = findings.len();
        findings.retain(|finding| finding.rule != id || !about.holds(finding));
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
