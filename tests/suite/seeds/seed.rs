//! A seed, read and written, and ways to look at it.

use crate::common;
use roxmltree::{Node, ParsingOptions};
use rubricate::Document;
use rubricate::read::{ReadOptions, Reading};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// The list of facts that are known not to hold.
pub const KNOWN: &str = "seeds-known.txt";

/// A seed, read.
pub struct Seed {
    /// Text, tree.
    pub document: Document,
    /// Tree, findings.
    pub reading: Reading,
    /// The tree as JSON, to look for nodes anywhere.
    pub tree: Value,
    /// The standoff output.
    pub standoff: Value,
}

/// A span of the standoff output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its line.
    pub line: usize,
    /// Its text, marks included.
    pub text: String,
    /// Its EDTF, if it is a date that has one.
    pub edtf: Option<String>,
}

/// Runs one fact.
pub fn fact(name: &str, seed: &str, test: impl FnOnce(&Seed)) {
    if let Some(text) = text(seed) {
        common::expect(KNOWN, name, || test(&Seed::new(&text, &ReadOptions::default())));
    }
}

/// The text of the seed whose file name starts with this number.
pub fn text(seed: &str) -> Option<String> {
    let folder = common::shared("seeds")?;
    let starts = |name: Option<&std::ffi::OsStr>| name.is_some_and(|name| name.to_string_lossy().starts_with(seed));
    let path =
        common::files(&folder, "txt").into_iter().find(|path| starts(path.file_name())).expect("the seed is there");
    Some(fs::read_to_string(path).expect("the seeds are UTF-8"))
}

/// The same seed read with quotation marks repaired.
pub fn repaired(seed: &str) -> Seed {
    let text = text(seed).expect("asked for only when the seeds are there");
    Seed::new(&text, &common::options(|it| it.repair_quotes = true))
}

/// Another seed beside the one at hand.
pub fn other(seed: &str) -> Seed {
    let text = text(seed).expect("asked for only when the seeds are there");
    Seed::new(&text, &ReadOptions::default())
}

impl Seed {
    fn new(text: &str, options: &ReadOptions) -> Self {
        let (document, reading) = common::read_with("seed.txt", text, options);
        let tree = serde_json::to_value(&document.edition).expect("a tree is JSON");
        let standoff = serde_json::from_slice(&common::write(&document, "standoff")).expect("standoff is JSON");
        Self { document, reading, tree, standoff }
    }

    /// A line of the source, from 1.
    pub fn line(&self, number: usize) -> &str {
        self.document.source.slice(self.document.source.line(number - 1))
    }

    /// The blocks that hold this line.
    fn holding(&self, number: usize) -> Vec<&Value> {
        let number = number as u64;
        self.blocks()
            .filter(|block| {
                block["line_start"].as_u64().is_some_and(|it| it <= number)
                    && block["line_end"].as_u64().is_some_and(|it| number <= it)
            })
            .collect()
    }

    fn blocks(&self) -> impl Iterator<Item = &Value> {
        self.standoff["blocks"].as_array().expect("standoff has blocks").iter()
    }

    /// The block that holds this line.
    pub fn block(&self, number: usize) -> &Value {
        let blocks = self.holding(number);
        assert_eq!(blocks.len(), 1, "line {number} is in {} blocks", blocks.len());
        blocks[0]
    }

    /// The type of the block that holds this line; empty when none does.
    pub fn role(&self, number: usize) -> &str {
        if self.holding(number).is_empty() {
            ""
        } else {
            self.block(number)["type"].as_str().expect("a block has a type")
        }
    }

    /// First lines of all blocks of this type.
    pub fn lines_of(&self, role: &str) -> Vec<usize> {
        let starts = self.blocks().filter(|block| block["type"] == role);
        starts.map(|block| block["line_start"].as_u64().expect("a block has a first line") as usize).collect()
    }

    /// First lines of the blocks that go on with the block before.
    pub fn joins(&self) -> Vec<usize> {
        let starts = self.blocks().filter(|block| block["continues"] == true);
        starts.map(|block| block["line_start"].as_u64().expect("a block has a first line") as usize).collect()
    }

    /// All spans of this type.
    pub fn spans(&self, kind: &str) -> Vec<Found> {
        let chars: Vec<char> = self.document.source.text.chars().collect();
        let spans = self.standoff["inline"].as_array().expect("standoff has spans");
        let place = |span: &Value, key: &str| span[key].as_u64().expect("a span has a place") as usize;
        spans
            .iter()
            .filter(|span| span["type"] == kind)
            .map(|span| {
                let (start, end) = (place(span, "char_start"), place(span, "char_end"));
                Found {
                    line: chars[..start].iter().filter(|&&it| it == '\n').count() + 1,
                    text: chars[start..end].iter().collect(),
                    edtf: span["edtf"].as_str().map(str::to_owned),
                }
            })
            .collect()
    }

    /// Texts of all spans of this type.
    pub fn texts(&self, kind: &str) -> Vec<String> {
        self.spans(kind).into_iter().map(|span| span.text).collect()
    }

    /// Line and value of all dates.
    pub fn dates(&self) -> Vec<(usize, Option<String>)> {
        self.spans("date").into_iter().map(|span| (span.line, span.edtf)).collect()
    }

    /// Whether a date of this value stands in this line.
    pub fn has_date(&self, line: usize, edtf: &str) -> bool {
        self.dates().contains(&(line, Some(edtf.to_owned())))
    }

    /// The letters.
    pub fn letters(&self) -> &[Value] {
        self.standoff["meta"]["letters"].as_array().expect("standoff lists the letters")
    }

    /// All nodes of the tree's JSON for which a test holds.
    pub fn nodes(&self, test: impl Fn(&Value) -> bool) -> Vec<&Value> {
        let (mut found, mut open) = (Vec::new(), vec![&self.tree]);
        while let Some(value) = open.pop() {
            if test(value) {
                found.push(value);
            }
            match value {
                Value::Object(fields) => open.extend(fields.values()),
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        found.reverse();
        found
    }

    /// The source text of a span in the tree's JSON.
    pub fn slice(&self, span: &Value) -> &str {
        self.document.source.slice(serde_json::from_value(span.clone()).expect("a span"))
    }

    /// Lines that findings point at.
    pub fn found_in(&self, line: usize, word: &str) -> bool {
        let source = &self.document.source;
        self.reading
            .findings
            .iter()
            .filter_map(|finding| finding.span)
            .any(|span| source.place(span.start).line == line && source.slice(span).contains(word))
    }

    /// The TEI output.
    pub fn tei(&self) -> String {
        common::write_text(&self.document, "tei")
    }

    /// The XML files of the EPUB output, by name.
    pub fn epub(&self) -> BTreeMap<String, String> {
        let mut archive =
            zip::ZipArchive::new(Cursor::new(common::write(&self.document, "epub"))).expect("an EPUB is a zip");
        let mut files = BTreeMap::new();
        for i in 0..archive.len() {
            let mut member = archive.by_index(i).expect("the member is there");
            let name = member.name().to_owned();
            if [".xhtml", ".opf", ".ncx"].iter().any(|extension| name.ends_with(extension)) {
                files.insert(name, std::io::read_to_string(&mut member).expect("XML files are UTF-8"));
            }
        }
        files
    }

    /// The pages of the EPUB, without its navigation.
    pub fn pages(&self) -> Vec<String> {
        self.epub().into_iter().filter(|(name, _)| is_page(name) && !is_nav(name)).map(|(_, page)| page).collect()
    }

    /// The text of the pages of the EPUB.
    pub fn printed(&self) -> String {
        let text = |page: &String| text_of(find(parse(page).root(), "body")[0]);
        self.pages().iter().map(text).collect::<Vec<_>>().join(" ")
    }

    /// The navigation page of the EPUB.
    pub fn nav(&self) -> String {
        self.epub().into_iter().find(|(name, _)| is_nav(name)).expect("an EPUB has a navigation page").1
    }

    /// The text of TEI's `text` element, as the source has it, without page numbers.
    pub fn tei_text(&self) -> String {
        text_of(find(parse(&self.tei()).root(), "text")[0])
    }
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "xhtml")
}

fn is_nav(name: &str) -> bool {
    name.rsplit('/').next() == Some("nav.xhtml")
}

/// Parses XML.
pub fn parse(xml: &str) -> roxmltree::Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    roxmltree::Document::parse_with_options(xml, options).expect("the output is well-formed XML")
}

/// All elements of this local name below a node, in order.
pub fn find<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    node.descendants().filter(|it| it.is_element() && it.tag_name().name() == name).collect()
}

/// The text of a node as the source has it: corrections left out, white space collapsed.
pub fn text_of(node: Node) -> String {
    collect(node, "corr")
}

/// The text of a node as corrected.
pub fn corrected(node: Node) -> String {
    collect(node, "sic")
}

fn collect(node: Node, without: &str) -> String {
    let skipped = |it: &Node| {
        it.ancestors().any(|up| up.tag_name().name() == "fw" && up != node)
            || it.ancestors().any(|up| {
                up.tag_name().name() == without && up.parent().is_some_and(|p| p.tag_name().name() == "choice")
            })
    };
    let text: String =
        node.descendants().filter(|it| it.is_text() && !skipped(it)).filter_map(|it| it.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The only element of this name below a node.
pub fn only<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Node<'a, 'i> {
    let found = find(node, name);
    assert_eq!(found.len(), 1, "one {name} expected");
    found[0]
}

/// The `correspAction` of this type in the n-th `correspDesc`.
pub fn action<'a, 'i>(root: Node<'a, 'i>, letter: usize, kind: &str) -> Node<'a, 'i> {
    let letters = find(root, "correspDesc");
    let actions = find(letters[letter], "correspAction");
    actions.into_iter().find(|it| it.attribute("type") == Some(kind)).unwrap_or_else(|| panic!("no action {kind}"))
}
