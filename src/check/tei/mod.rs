//! Rules for TEI.

pub(super) mod dates;
pub(super) mod deposit;
pub(super) mod letters;
pub(super) mod pointers;
pub(super) mod view;

use super::allow;
use super::checked::Checked;
use super::findings::Findings;
use super::ids;
#[cfg(not(feature = "schema"))]
use super::no_schema;
use super::options::{CheckOptions, Profile};
use super::tags::character_at;
use crate::diagnostic::Diagnostic;
use crate::source::Kind;
use crate::source::{Source, guard, xml};
use roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};
use view::{Tei, TeiRule};

/// Checks TEI, or other XML, by these rules. `findings` is what decoding noticed.
pub(super) fn check(
    source: Source,
    mut findings: Vec<Diagnostic>,
    options: &CheckOptions,
    rules: &[(&'static str, TeiRule)],
) -> Checked {
    match xml::parse(&source.text, guard::MAX_DEPTH) {
        Ok(document) => apply(&source, &document, options, rules, &mut findings),
        Err(refused) => {
            let id = if refused.too_much { "tei/too-much" } else { "tei/not-well-formed" };
            let mut findings = Findings::of(id, &mut findings);
            findings.push(character_at(&source, refused.at), refused.message).hints.push(refused.hint.to_owned());
        }
    }
    Checked::new(Kind::Tei, Some(source), BTreeMap::new(), findings)
}

/// Applies all rules to a document.
fn apply(
    source: &Source,
    document: &Document,
    options: &CheckOptions,
    rules: &[(&'static str, TeiRule)],
    findings: &mut Vec<Diagnostic>,
) {
    let tei = Tei { source, document, path: options.path.as_deref() };
    for &(id, rule) in rules {
        let mut findings = Findings::of(id, findings);
        if findings.rule.family() != "deposit" || options.profile == Profile::Deposit {
            rule(&tei, &mut findings);
        }
    }
    #[cfg(feature = "schema")]
    let said = options.schemas.validate(source, document, tei.path, findings);
    #[cfg(not(feature = "schema"))]
    let said = no_schema::validate();
    ids::ids(document, |element, attribute| said.id_kind(element, attribute), findings);
    // What a rule says of a date is said better.
    let dates: BTreeSet<_> =
        findings.iter().filter(|it| it.rule == "tei/impossible-date").filter_map(|it| it.span).collect();
    let again = |it: &Diagnostic| it.rule == "schema/attribute-value" && it.span.is_some_and(|at| dates.contains(&at));
    findings.extend(said.findings.into_iter().filter(|it| !again(it)));
    allow::in_comments(document, findings);
}

#[cfg(test)]
mod tests;
