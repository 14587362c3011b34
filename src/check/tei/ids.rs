//! Rules about identifiers.

use super::Tei;
use crate::check::Findings;
use crate::source::Span;
use std::collections::BTreeMap;

/// `xml:id` that stands more than once.
pub(in crate::check) fn duplicate(tei: &Tei, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for node in tei.document.root().descendants() {
        for attribute in node.attributes() {
            if attribute.namespace() != Some(roxmltree::NS_XML_URI) || attribute.name() != "id" {
                continue;
            }
            let range = attribute.range();
            let span = Span::new(range.start, range.end);
            match seen.get(attribute.value()) {
                None => drop(seen.insert(attribute.value(), span)),
                Some(&first) => {
                    let finding = findings.push(span, format!("the id `{}` is taken", attribute.value()));
                    *finding = finding.clone().related(first, "it was first given here");
                }
            }
        }
    }
}
