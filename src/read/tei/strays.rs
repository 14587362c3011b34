//! Text that stands where TEI has none: it is in no leaf of the tree, so it is told.

use crate::read::tei::element;
use crate::read::tei::element::{Element, Named, collapsed, is_blank, name};
use crate::read::tei::losses::Loss;
use crate::read::tei::reader::TeiReader;
use crate::source::Span;
use crate::tree::Edition;

impl<'a> TeiReader<'a> {
    /// Tells all text that is neither in a leaf of the tree nor told already.
    pub(crate) fn tell_strays(&mut self, root: Element<'a>, edition: &Edition) {
        let mut known: Vec<Span> = edition.leaves().iter().map(|leaf| leaf.span).collect();
        known.extend(self.losses.told());
        known.sort_unstable();
        let mut first = 0;
        let in_text =
            root.descendants().filter(|it| it.is_text() && it.ancestors().any(|it| it.has_tag_name_of("text")));
        for node in in_text {
            let span = element::span(node);
            first += known[first..].iter().take_while(|it| it.end <= span.start).count();
            let mut at = span.start;
            // CDATA behind a blank: one text, of which the parser knows the place of the blank alone.
            let is_behind = self.is_layout_between(span.start, span.end) && !is_blank(node.text().unwrap_or_default());
            let mut is_known = !is_behind || known[first..].first().is_some_and(|leaf| leaf.start < span.end);
            for leaf in known[first..].iter().take_while(|it| it.start < span.end) {
                is_known &= self.is_layout_between(at, leaf.start);
                at = at.max(leaf.end);
            }
            if !(is_known && self.is_layout_between(at, span.end)) {
                let words = collapsed(node.text().unwrap_or_default());
                let parent = node.parent().map(name).unwrap_or_default();
                self.losses.add(Loss::Stray, parent, span, Some(words));
            }
        }
    }

    fn is_layout_between(&self, from: u32, to: u32) -> bool {
        from >= to || is_blank(&self.source.text[from as usize..to as usize])
    }
}
