//! Rules for all five seeds.

use super::seed::{self, Seed, find, parse, text, text_of};
use crate::common;
use rubricate::tree::{Inline, LeafKind};

const SEEDS: [&str; 5] = ["000", "001", "002", "003", "004"];

/// The seeds, all five.
fn all() -> impl Iterator<Item = (&'static str, Seed)> {
    SEEDS.into_iter().map(|name| (name, seed::other(name)))
}

/// Text without white space.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

facts! { "000":
    a1_text_is_never_lost(_it) {
        for (name, it) in all() {
            let leaves: String = it.document.edition.leaves().iter().map(|leaf| it.document.source.slice(leaf.span)).collect();
            assert_eq!(dense(&leaves), dense(&it.document.source.text), "{name}");
            assert_eq!(text(name).as_deref(), Some(it.document.source.text.as_str()), "{name}");
        }
    }
    a2_spans_give_the_text_of_leaves(_it) {
        for (name, it) in all() {
            let leaves = it.document.edition.leaves();
            assert!(leaves.len() > 10, "{name}");
            assert!(leaves.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{name}: leaves overlap");
            for node in it.nodes(|node| node["kind"] == "text") {
                let node: Inline = serde_json::from_value(node.clone()).expect("a text node");
                assert!(matches!(&node, Inline::Text { text: None, .. }), "{name}: {node:?} is not the source's text");
            }
        }
    }
    a3_changes_are_shown(_it) {
        for (name, it) in all() {
            let xml = it.tei();
            let tei = parse(&xml);
            for choice in find(tei.root(), "choice") {
                assert!(!find(choice, "sic").is_empty() && !find(choice, "corr").is_empty(), "{name}: a choice without both readings");
            }
            assert!(find(tei.root(), "corr").iter().all(|corr| corr.parent().is_some_and(|it| it.tag_name().name() == "choice")), "{name}");
            let whole = dense(&text_of(tei.root_element()));
            for leaf in it.document.edition.leaves().iter().filter(|leaf| leaf.kind == LeafKind::Text) {
                let words = dense(it.document.source.slice(leaf.span));
                assert!(whole.contains(&words), "{name}: not in the TEI as written: {words}");
            }
        }
    }
    a4_round_brackets_are_the_authors(_it) {
        for (name, it) in all() {
            for node in it.nodes(|node| node.get("act").is_some()) {
                let text = it.slice(&node["span"]);
                assert!(text.starts_with('[') && text.ends_with(']'), "{name}: {text}");
            }
            let square = it.document.source.text.matches('[').count();
            assert_eq!(it.nodes(|node| node.get("act").is_some()).len(), square, "{name}");
        }
    }
    a5_output_is_well_formed_and_the_same_twice(_it) {
        for name in SEEDS {
            let (first, second) = (seed::other(name), seed::other(name));
            for format in common::formats() {
                let bytes = common::write(&first.document, format.name);
                assert!(!bytes.is_empty() && bytes == common::write(&second.document, format.name), "{name}: {}", format.name);
            }
            let xml = first.tei();
            assert_eq!(parse(&xml).root_element().tag_name().namespace(), Some("http://www.tei-c.org/ns/1.0"), "{name}");
            assert!(first.epub().len() >= 4 && first.epub().values().all(|page| parse(page).root_element().has_children()), "{name}");
        }
    }
}
