//! Tags of HTML that Markdown may hold, `schema/html.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a tag does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// It parts paragraphs.
    Block,
    /// A quotation.
    Quote,
    /// A list, numbered or not.
    List {
        /// Its items have numbers.
        ordered: bool,
    },
    /// An item of a list.
    Item,
    /// A heading of this level.
    Heading(u8),
    /// A rule between passages.
    Rule,
    /// What is in it is for browsers.
    Hidden,
    /// A table, or a part of one.
    Table(TablePart),
    /// What is in it stays as it is typed.
    Code,
    /// It stands inside a line.
    Inline,
}

/// A part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TablePart {
    /// All of it.
    Whole,
    /// What stands above it.
    Caption,
    /// Rows.
    Rows {
        /// They say what the columns are.
        head: bool,
    },
    /// A row.
    Row,
    /// A cell.
    Cell {
        /// It says what its column or row is.
        head: bool,
    },
}

/// What the tag of this name does, whatever the case of its letters.
pub(crate) fn tag(name: &str) -> Option<TagKind> {
    #[derive(Deserialize)]
    struct File {
        tags: Tags,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Tags {
        block: Vec<String>,
        quote: Vec<String>,
        bulleted: Vec<String>,
        numbered: Vec<String>,
        item: Vec<String>,
        heading: Vec<String>,
        rule: Vec<String>,
        hidden: Vec<String>,
        code: Vec<String>,
        table: Vec<String>,
        caption: Vec<String>,
        heads: Vec<String>,
        rows: Vec<String>,
        row: Vec<String>,
        head: Vec<String>,
        cell: Vec<String>,
        inline: Vec<String>,
    }
    static CELL: OnceLock<BTreeMap<String, TagKind>> = OnceLock::new();
    let known = CELL.get_or_init(|| {
        let File { tags } = toml::from_str(include_str!("../../schema/html.toml"))
            .expect("the tags of this crate are well-formed; a test reads them");
        let headings = tags.heading.into_iter().zip(1..).map(|(name, level)| (name, TagKind::Heading(level)));
        let lists = [
            (tags.block, TagKind::Block),
            (tags.quote, TagKind::Quote),
            (tags.bulleted, TagKind::List { ordered: false }),
            (tags.numbered, TagKind::List { ordered: true }),
            (tags.item, TagKind::Item),
            (tags.rule, TagKind::Rule),
            (tags.hidden, TagKind::Hidden),
            (tags.code, TagKind::Code),
            (tags.table, TagKind::Table(TablePart::Whole)),
            (tags.caption, TagKind::Table(TablePart::Caption)),
            (tags.heads, TagKind::Table(TablePart::Rows { head: true })),
            (tags.rows, TagKind::Table(TablePart::Rows { head: false })),
            (tags.row, TagKind::Table(TablePart::Row)),
            (tags.head, TagKind::Table(TablePart::Cell { head: true })),
            (tags.cell, TagKind::Table(TablePart::Cell { head: false })),
            (tags.inline, TagKind::Inline),
        ];
        let others = lists.into_iter().flat_map(|(names, kind)| names.into_iter().map(move |name| (name, kind)));
        headings.chain(others).collect()
    });
    known.get(&*name.to_ascii_lowercase()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_name() {
        assert_eq!(tag("H3"), Some(TagKind::Heading(3)));
        assert_eq!(tag("ol"), Some(TagKind::List { ordered: true }));
        assert_eq!(tag("TH"), Some(TagKind::Table(TablePart::Cell { head: true })));
        assert_eq!([tag("mill"), tag("")], [None; 2]);
    }
}
