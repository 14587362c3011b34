//! A parsed document as the validator walks it.

use roxmltree::{Node, NodeId};
use teixml::relaxng::{self, Content, ExpandedName};

/// An element.
#[derive(Clone, Copy)]
pub(super) struct Element<'a, 'input>(pub Node<'a, 'input>);

/// What the validator points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodePart {
    /// The element.
    pub node: NodeId,
    /// Which part of it.
    pub part: Part,
}

/// Part of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// The element by its name or its attributes.
    Tag,
    /// The text that stands before it.
    Before,
    /// The text that stands before its end tag.
    LastText,
    /// Its end.
    End,
}

impl Element<'_, '_> {
    fn place(self, part: Part) -> NodePart {
        NodePart { node: self.0.id(), part }
    }
}

impl relaxng::Element for Element<'_, '_> {
    type Location = NodePart;

    fn name(&self) -> ExpandedName {
        expanded(self.0)
    }

    fn attributes(&self) -> impl Iterator<Item = (ExpandedName, String)> {
        let pair = |it: roxmltree::Attribute| (ExpandedName::new(it.namespace(), it.name()), cuttable(it.value()));
        self.0.attributes().map(pair)
    }

    fn children(&self) -> impl Iterator<Item = Content<Self>> {
        Children { next: self.0.first_child() }
    }

    fn location(&self) -> Option<NodePart> {
        Some(self.place(Part::Tag))
    }

    fn start_location(&self) -> Option<NodePart> {
        Some(self.place(Part::Before))
    }

    fn end_tag_location(&self) -> Option<NodePart> {
        Some(self.place(Part::LastText))
    }

    fn end_location(&self) -> Option<NodePart> {
        Some(self.place(Part::End))
    }

    fn namespace_bindings(&self) -> impl Iterator<Item = (String, String)> {
        let pair = |it: &roxmltree::Namespace| (it.name().unwrap_or_default().to_owned(), it.uri().to_owned());
        self.0.namespaces().map(pair)
    }
}

/// Name and namespace of an element.
pub(super) fn expanded(node: Node) -> ExpandedName {
    ExpandedName::new(node.tag_name().namespace(), node.tag_name().name())
}

/// Children as RELAX NG has them: comments and instructions are not there, and the text around them is one.
struct Children<'a, 'input> {
    next: Option<Node<'a, 'input>>,
}

impl<'a, 'input> Iterator for Children<'a, 'input> {
    type Item = Content<Element<'a, 'input>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        while let Some(node) = self.next {
            if node.is_element() {
                if text.is_empty() {
                    self.next = node.next_sibling();
                    return Some(Content::Element(Element(node)));
                }
                break;
            }
            self.next = node.next_sibling();
            if node.is_text() {
                text.push_str(node.text().unwrap_or_default());
            }
        }
        (!text.is_empty()).then(|| Content::Text(cuttable(&text)))
    }
}

/// The value, with one character changed for another of its kind if a time zone could begin inside it.
///
/// teixml 0.1.3 cuts the length of a time zone off the end of what may be a date, and panics if a character lies
/// across the cut. Only characters beyond ASCII can, and no date holds one; letters stay letters and blanks blanks, so
/// that names and words stay what they are.
pub(super) fn cuttable(value: &str) -> String {
    /// Length of `+02:00`.
    const ZONE: usize = 6;
    const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];
    // Blanks in a row count as one, as XML Schema has it.
    let (mut behind, mut blank_behind) = (0, false);
    for (at, c) in value.trim_end_matches(BLANKS).char_indices().rev() {
        let is_blank = BLANKS.contains(&c);
        behind += if is_blank && blank_behind { 0 } else { c.len_utf8() };
        blank_behind = is_blank;
        if behind > ZONE {
            let fitting = c.len_utf8() - (behind - ZONE);
            let others = if c.is_alphanumeric() {
                ['x', '\u{e9}', '\u{4e2d}']
            } else if c.is_whitespace() || c.is_control() {
                ['\u{1}', '\u{a0}', '\u{3000}']
            } else if matches!(c, '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}') {
                // These go on a name.
                ['-', '\u{301}', '\u{203f}']
            } else {
                ['+', '\u{a7}', '\u{2026}']
            };
            return format!("{}{}{}", &value[..at], others[fitting - 1], &value[at + c.len_utf8()..]);
        }
        if behind == ZONE {
            break;
        }
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_for_a_time_zone_falls_between_characters() {
        for (value, expected) in [
            ("m\u{e4}rz 20", "mxrz 20"),
            ("r\u{e9}sum\u{e9}", "rxsum\u{e9}"),
            ("a\u{301}12345", "a-12345"),
            ("\u{1f600}1234 ", "\u{a7}1234 "),
            ("\u{4e2d}12   45", "x12   45"),
            ("4 M\u{e4}rz 1920", "4 M\u{e4}rz 1920"),
        ] {
            let cut = cuttable(value);
            assert_eq!(cut, expected);
            let collapsed = cut.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            assert!(collapsed.len() < 6 || collapsed.is_char_boundary(collapsed.len() - 6), "{cut}");
        }
    }
}
