//! Documents with one fault each: what validators must agree on.

use roxmltree::{Document, Node};
use std::ops::Range;

/// Numbers that look drawn and are always the same (a linear congruential generator).
pub struct Draws(u64);

impl Draws {
    /// Starts the row of numbers that belongs to a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const NAMES: &[&str] = &[
    "p",
    "div",
    "opener",
    "closer",
    "head",
    "salute",
    "signed",
    "dateline",
    "date",
    "list",
    "item",
    "note",
    "hi",
    "pb",
    "postscript",
    "title",
    "respStmt",
    "resp",
    "publisher",
    "idno",
    "bibl",
    "lg",
    "l",
    "gap",
    "supplied",
    "choice",
    "corr",
    "profileDesc",
    "correspDesc",
    "correspAction",
    "nonsense",
];

const ATTRIBUTES: &[&str] = &["type", "n", "when", "xml:id", "resp", "rend", "unit", "quantity", "class", "target"];

const VALUES: &[&str] = &[
    "",
    "two words",
    "1920-02-30",
    "m\u{e4}rz 20",
    "1920-03-04",
    "#nowhere",
    "1a",
    "letter-1",
    "x",
    "0.5",
    "-1",
    "http://[",
    "a\u{a0}b",
    "sent",
    "all",
];

/// Changes one thing about a document; says what. `None` where this draw changes nothing.
pub fn mutant(xml: &str, draws: &mut Draws) -> Option<(String, String)> {
    let document = Document::parse(xml).expect("what is changed is well-formed");
    let elements: Vec<Node> = document.descendants().filter(Node::is_element).collect();
    let node = elements[1 + draws.below(elements.len() - 1)];
    let (name, range) = (node.tag_name().name(), node.range());
    let start_tag = start_tag(xml, node);
    let replaced = |range: Range<usize>, by: &str| format!("{}{by}{}", &xml[..range.start], &xml[range.end..]);
    let attributes: Vec<_> = node.attributes().collect();
    Some(match draws.below(10) {
        0 => (format!("without {name}"), replaced(range, "")),
        1 => {
            let new = draws.of(NAMES);
            let element = xml[range.clone()].replacen(name, new, 1);
            let element = match element.strip_suffix(&format!("</{name}>")) {
                Some(inside) => format!("{inside}</{new}>"),
                None => element,
            };
            (format!("{name} as {new}"), replaced(range, &element))
        }
        2 => {
            let other = elements[1 + draws.below(elements.len() - 1)];
            let at = other.range().start;
            if range.contains(&at) {
                return None;
            }
            let moved = &xml[range.clone()];
            let text = if at < range.start {
                format!("{}{moved}{}{}", &xml[..at], &xml[at..range.start], &xml[range.end..])
            } else {
                format!("{}{}{moved}{}", &xml[..range.start], &xml[range.end..at], &xml[at..])
            };
            (format!("{name} before {}", other.tag_name().name()), text)
        }
        3 => {
            let attribute = attributes.get(draws.below(attributes.len()))?;
            (format!("{name} without {}", attribute.name()), replaced(attribute.range(), ""))
        }
        4 => {
            let attribute = attributes.get(draws.below(attributes.len()))?;
            let new = draws.of(ATTRIBUTES);
            if node.attributes().any(|other| other.name() == new.trim_start_matches("xml:")) {
                return None;
            }
            let value = &xml[attribute.range_value()];
            (
                format!("{} of {name} as {new}", attribute.name()),
                replaced(attribute.range(), &format!("{new}=\"{value}\"")),
            )
        }
        5 => {
            let attribute = attributes.get(draws.below(attributes.len()))?;
            let new = draws.of(VALUES);
            (format!("{} of {name} is {new}", attribute.name()), replaced(attribute.range_value(), new))
        }
        6 => {
            let text = if xml[range.clone()].contains("</") { " stray words " } else { return None };
            (format!("words in {name}"), replaced(start_tag.end..start_tag.end, text))
        }
        7 => {
            let twice = xml[range.clone()].repeat(2);
            (format!("{name} twice"), replaced(range, &twice))
        }
        8 => {
            let inside = xml[start_tag.end..range.end].strip_suffix(&format!("</{name}>"))?.to_owned();
            (format!("{name} unwrapped"), replaced(range, &inside))
        }
        _ => {
            let new = draws.of(NAMES);
            (format!("empty {new} before {name}"), replaced(range.start..range.start, &format!("<{new}/>")))
        }
    })
}

/// The start tag of an element.
fn start_tag(xml: &str, node: Node) -> Range<usize> {
    let start = node.range().start;
    let last = node.attributes().map(|attribute| attribute.range().end).max().unwrap_or(start);
    let last = last.max(node.namespaces().map(|_| start).max().unwrap_or(start));
    let end = xml[last..].find('>').map_or(xml.len(), |at| last + at + 1);
    start..end
}
