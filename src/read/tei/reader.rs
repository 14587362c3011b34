//! What reading TEI needs at hand.

use crate::knowledge::{TeiInput, tei_input};
use crate::read::options::View;
use crate::read::tei::described::Described;
use crate::read::tei::element::{Element, Named, child, collapsed, string};
use crate::read::tei::losses::Losses;
use crate::read::tei::note_index::NoteIndex;
use crate::read::tei::text_langs::TextLang;
use crate::source::{Segment, Source, Span};
use crate::tree::Furniture;
use roxmltree::Node;
use std::collections::HashSet;

/// Builds the tree of one document.
pub(crate) struct TeiReader<'a> {
    pub(crate) source: &'a Source,
    pub(crate) known: &'static TeiInput,
    pub(crate) view: View,
    /// Our own writer wrote it: white space is text, not layout.
    pub(crate) own: bool,
    /// A line of an opener or the like is being read: `lb` is a line end in any view.
    pub(crate) in_line: bool,
    /// The last character read was a blank, or there was none: further blanks are layout.
    pub(crate) after_blank: bool,
    pub(crate) index: NoteIndex<'a>,
    /// Correspondence metadata of the letters that are still to come.
    pub(crate) letters: Described,
    /// Where headers that were read have furniture.
    pub(crate) in_headers: HashSet<Span>,
    /// What stands on the page and not in the text.
    pub(crate) furniture: Vec<Furniture>,
    pub(crate) losses: Losses,
    /// The texts that say their language.
    pub(crate) texts: Vec<TextLang>,
    /// What the characters of spans stand for that nodes name without owning text.
    pub(crate) segments: Vec<Segment>,
}

impl<'a> TeiReader<'a> {
    pub(crate) fn new(source: &'a Source, view: View, root: Element<'a>) -> Self {
        let is_ours = |it: Node| it.has_tag_name_of("application") && it.attribute("ident") == Some("rubricate");
        let header = child(root, "teiHeader");
        Self {
            source,
            known: tei_input(),
            view,
            own: header.is_some_and(|header| header.descendants().any(is_ours)),
            in_line: false,
            after_blank: true,
            index: NoteIndex::new(root),
            letters: Described::default(),
            in_headers: HashSet::new(),
            furniture: Vec::new(),
            losses: Losses::default(),
            texts: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// A language tag, with two letters where there are.
    pub(crate) fn tag(&self, tag: &str) -> String {
        let short = self.known.languages.get(tag).filter(|_| !self.own);
        short.map_or(tag, String::as_str).to_owned()
    }

    /// The inside of an element.
    pub(crate) fn inside(node: Element<'a>) -> Span {
        match (node.first_child(), node.last_child()) {
            (Some(first), Some(last)) => Span::new(first.range().start, last.range().end),
            _ => Span::new(node.range().end, node.range().end),
        }
    }

    /// The words in an element, as a span that nodes can name.
    pub(crate) fn words(&mut self, node: Element<'a>) -> Span {
        let (span, words) = (Self::inside(node), string(node));
        self.stands_for(span, words)
    }

    /// The words of an attribute.
    pub(crate) fn attribute(&mut self, node: Element<'a>, name: &str) -> Option<Span> {
        let attribute = node.attributes().find(|it| it.name() == name && it.namespace().is_none())?;
        Some(self.stands_for(attribute.range_value().into(), attribute.value().to_owned()))
    }

    pub(crate) fn stands_for(&mut self, span: Span, words: String) -> Span {
        if self.source.text[span.range()] != words {
            self.segments.push(Segment { place: span, words });
        }
        span
    }

    /// Text as the header gives it: exactly in our own, on one line in others.
    pub(crate) fn value(&self, node: Element<'a>) -> String {
        let words = string(node);
        if self.own { words } else { collapsed(&words) }
    }
}
