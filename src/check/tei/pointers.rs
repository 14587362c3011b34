//! Rules about pointers (TEI P5 3.7 and 17.1).

use super::view::{Tei, is_tei};
use crate::check::findings::Findings;
use crate::span::Span;
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Attributes whose values are addresses, in all of TEI.
const POINTERS: [&str; 35] = [
    "active",
    "adj",
    "adjFrom",
    "adjTo",
    "ana",
    "calendar",
    "change",
    "children",
    "copyOf",
    "corresp",
    "datingPoint",
    "decls",
    "exclude",
    "facs",
    "feats",
    "follow",
    "given",
    "hand",
    "inst",
    "lemmaRef",
    "mutual",
    "next",
    "passive",
    "prev",
    "ref",
    "rendition",
    "resp",
    "sameAs",
    "select",
    "source",
    "spanTo",
    "synch",
    "target",
    "who",
    "wit",
];

/// Attributes in which people write names where an address is due.
const NAMED: [&str; 5] = ["calendar", "corresp", "resp", "who", "wit"];

/// Pointers to an id that no element of the document has: one finding for each such id, at the first of them.
pub(in crate::check) fn dangling(tei: &Tei, findings: &mut Findings) {
    let id = |node: Node<'_, '_>| node.attribute((roxmltree::NS_XML_URI, "id")).map(|id| id.trim().to_owned());
    let ids: BTreeSet<String> = tei.document.descendants().filter_map(id).collect();
    let mut dangling: BTreeMap<&str, (&str, Span, usize)> = BTreeMap::new();
    for node in tei.document.descendants().filter(is_tei) {
        for attribute in node.attributes().filter(|it| it.namespace().is_none() && POINTERS.contains(&it.name())) {
            // Schemes such as `#xpath1(...)` point by other means.
            let words = attribute.value().split_ascii_whitespace();
            let local = words.filter_map(|word| word.strip_prefix('#')).filter(|id| !id.contains('('));
            for id in local.filter(|id| !ids.contains(*id)) {
                let first = (attribute.name(), Span::from(attribute.range_value()), 0);
                dangling.entry(id).or_insert(first).2 += 1;
            }
        }
    }
    for (id, (name, span, count)) in dangling {
        let others = if count > 1 { format!(" ({count} pointers do)") } else { String::new() };
        findings
            .push(span, format!("`{name}` points to `{id}`, which is not here{others}"))
            .hints
            .push(format!("give the element that is meant `xml:id=\"{id}\"`, or mend the pointer"));
    }
}

/// A word that is no address in an attribute that points.
pub(in crate::check) fn bare_word(tei: &Tei, findings: &mut Findings) {
    let is_bare = |word: &&str| !word.contains(['#', ':', '/', '.']);
    for node in tei.document.descendants().filter(is_tei) {
        for attribute in node.attributes().filter(|it| it.namespace().is_none() && NAMED.contains(&it.name())) {
            if let Some(word) = attribute.value().split_ascii_whitespace().find(is_bare) {
                let message = format!("`{}` points with a word: `{}`", attribute.name(), attribute.value());
                let hint = format!("write `#{word}`, and give what it means that id in the header");
                findings.push(Span::from(attribute.range_value()), message).hints.push(hint);
            }
        }
    }
}
