//! What the colophon says about the making of the book: from what, by what, what was done to the text, and what the
//! editor's brackets mean that occur in it.

use super::names::file_name;
use crate::Document;
use crate::knowledge::BookWords;
use crate::source::Source;
use crate::tree::{Act, Editorial, FurnitureKind, Inline, Run};
use crate::write::xhtml::sink::printable;
use crate::write::xhtml::{act_class, fill, part_lang, plain};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An example with more characters is cut.
const LONGEST_EXAMPLE: usize = 40;

/// A row of the key to the brackets.
#[derive(Debug, Serialize)]
pub(super) struct Sign {
    /// The first place where the sign stands, in the words of the text.
    example: String,
    /// Class names of the act.
    class: String,
    /// What it means.
    meaning: String,
    /// Language of the example.
    lang: String,
}

/// What a walk over the text finds.
#[derive(Default)]
struct Found {
    lost: usize,
    repaired: usize,
    /// The first example of each act, bracket and doubt, in the order of [`Act`]'s classes.
    signs: BTreeMap<(&'static str, bool, String), (usize, String)>,
}

/// Sentences on how the book was made, and the key to the brackets in it.
pub(super) fn made(documents: &[&Document], set: bool, words: &BookWords) -> (Vec<String>, Vec<Sign>) {
    let mut found = Found::default();
    for (index, document) in documents.iter().enumerate() {
        document.edition.runs(|run| {
            if let Run::Inlines(content) = run {
                found.inlines(index, &document.source, content);
            }
        });
    }
    let word = |key: &str| words.made.get(key).map_or("", String::as_str);
    let files: BTreeSet<&str> = documents.iter().map(|document| file_name(&document.source.name)).collect();
    let files = files.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if !files.is_empty() {
        let tool = [("tool", env!("CARGO_PKG_NAME")), ("version", env!("CARGO_PKG_VERSION")), ("files", &files)];
        lines.push(fill(word("by"), &tool));
    }
    lines.push(word(if set { "set" } else { "kept" }).to_owned());
    for (key, count) in [("repaired", found.repaired), ("lost", found.lost)] {
        if count > 0 {
            lines.push(fill(word(key), &[("count", &count.to_string())]));
        }
    }
    let mut left_out = BTreeSet::new();
    for item in documents.iter().flat_map(|document| &document.edition.furniture) {
        left_out.extend(left_out_key(item.kind));
    }
    if !left_out.is_empty() {
        let what = left_out.into_iter().map(word).collect::<Vec<_>>().join("; ");
        lines.push(fill(word("left_out"), &[("what", &what)]));
    }
    lines.retain(|line| !line.is_empty());
    let signs = found.signs.into_iter().map(|((class, uncertain, _), (document, example))| {
        let meaning = words.act.get(&class.replace(' ', "-")).map_or(class, String::as_str);
        let meaning = if uncertain { format!("{meaning} ({})", word("uncertain")) } else { meaning.to_owned() };
        let lang = part_lang(None, documents[document]).to_owned();
        Sign { example: printable(&example).into_owned(), class: format!("editorial {class}"), meaning, lang }
    });
    (lines.iter().map(|line| printable(line).into_owned()).collect(), signs.collect())
}

/// The word for a kind of furniture that a book leaves out.
fn left_out_key(kind: FurnitureKind) -> Option<&'static str> {
    match kind {
        FurnitureKind::Contents => Some("contents"),
        FurnitureKind::Repeated => Some("repeated"),
        FurnitureKind::RunningHead => Some("running_head"),
        FurnitureKind::Noise => Some("noise"),
        FurnitureKind::Boilerplate
        | FurnitureKind::SourceNote
        | FurnitureKind::FrontMatter
        | FurnitureKind::Directive
        | FurnitureKind::Markup => None,
    }
}

impl Found {
    fn inlines(&mut self, document: usize, source: &Source, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Lost { repair: Some(_), .. } => self.repaired += 1,
                Inline::Lost { repair: None, .. } => self.lost += 1,
                Inline::Editorial(editorial) => self.sign(document, source, editorial),
                _ => {}
            }
            self.inlines(document, source, inline.content());
        }
    }

    fn sign(&mut self, document: usize, source: &Source, editorial: &Editorial) {
        let brackets: Vec<&str> = editorial
            .content
            .iter()
            .filter_map(|inline| if let Inline::Bracket { span } = inline { Some(source.slice(*span)) } else { None })
            .collect();
        // A key explains signs, not words that happen to be an editor's.
        let (Some(open), Some(close)) = (
            brackets.first().and_then(|bracket| bracket.chars().next()),
            brackets.last().and_then(|bracket| bracket.chars().next_back()),
        ) else {
            return;
        };
        // A doubtful reading is doubtful by itself.
        let uncertain = editorial.uncertain && editorial.act != Act::Unclear;
        self.signs.entry((act_class(editorial.act), uncertain, format!("{open}{close}"))).or_insert_with(|| {
            let text = plain(source, &editorial.content);
            let example = if text.chars().count() > LONGEST_EXAMPLE { format!("{open}…{close}") } else { text };
            (document, example)
        });
    }
}
