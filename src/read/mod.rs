//! From text to the tree.


pub mod cues;
pub mod dates;
pub mod decode;
pub mod frontmatter;
pub mod furniture;
pub mod inline;
pub mod lexicon;
pub mod lines;
pub mod segment;
pub mod title;
pub mod train;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::tree::{Block, BlockKind, Edition, Head, Inline, Part, Section, Why, Wrap};

/// What reading may be told. `None` and empty mean: find out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Language of the text, a BCP 47 tag.
    pub lang: Option<String>,
    /// Name of the bracket profile.
    pub brackets: Option<String>,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Metadata that the user gives; it wins over what the text says.
    pub meta: Vec<(String, String)>,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The tree.
    pub edition: Edition,
    /// What was noticed on the way.
    pub findings: Vec<Diagnostic>,
}

/// Reads a source.
///
/// # Errors
/// Unknown language or bracket profile.
pub fn text(source: &Source, options: &ReadOptions) -> Result<Reading, String> {
    let mut section = Section::default();
    for i in 0..source.line_count() {
        let line = source.line(i);
        let text = source.slice(line);
        if text.trim().is_empty() {
            continue;
        }
        let start = line.start as usize + (text.len() - text.trim_start().len());
        let span = Span::new(start, start + text.trim().len());
        let kind = BlockKind::Paragraph { content: vec![Inline::Text { span, text: None }], continues: false };
        section.blocks.push(Block { span, kind, why: Why::rule("paragraph.default") });
    }
    let edition = Edition {
        lang: options.lang.clone().unwrap_or_else(|| "und".into()),
        wrap: Wrap::Lines,
        brackets: "plain".into(),
        head: Head::default(),
        front: Vec::new(),
        parts: vec![Part::Section(section)],
        back: Vec::new(),
        notes: Vec::new(),
        furniture: Vec::new(),
    };
    Ok(Reading { edition, findings: Vec::new() })
}
