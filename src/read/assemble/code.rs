//! Lines that stay as they are typed.

use crate::read::assemble::builder::TreeBuilder;
use crate::read::assemble::unit::Unit;
use crate::read::inline::tags::HtmlTag;
use crate::read::orders::markdown;
use crate::source::Span;
use crate::tree::Inline;
use std::ops::Range;

impl TreeBuilder<'_> {
    /// The inside of code: fences were taken out, and tags around it are notation.
    pub(crate) fn code(&mut self, unit: &Unit) -> Vec<Inline> {
        let span = self.span(&unit.lines);
        if !self.has_cue(unit, markdown::PREFORMATTED) {
            return self.verbatim(span);
        }
        let inner = span.part(inside(self.source.slice(span)));
        let sides = [(span.start, inner.start), (inner.end, span.end)];
        let [before, behind] = sides.map(|(start, end)| Inline::Markup { span: Span { start, end } });
        let mut content = vec![before];
        content.extend(self.preformatted(inner));
        content.push(behind);
        content
    }
}

/// What stands between the tags of code. A line end right behind the first of them is none of the text.
fn inside(text: &str) -> Range<usize> {
    let tag = |text: &str| HtmlTag::at(text).map_or(0, |tag| tag.length);
    let mut start = tag(text);
    let rest = text[start..].trim_start();
    if HtmlTag::at(rest).is_some_and(|tag| tag.is("code") && !tag.closes) {
        start = text.len() - rest.len() + tag(rest);
    }
    let rest = &text[start..];
    start += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    let last = |end: usize| text[start..end].rfind('<').map_or(end, |at| start + at);
    let mut end = last(text.len());
    let before = text[start..end].trim_end();
    let closing = last(start + before.len());
    if HtmlTag::at(&text[closing..])
        .is_some_and(|tag| tag.closes && tag.is("code") && closing + tag.length == start + before.len())
    {
        end = closing;
    }
    start..start + text[start..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_the_ends_of_their_lines_are_no_code() {
        for (text, words) in [
            ("<pre>\n  a\n\n b </pre>", "  a\n\n b"),
            ("<pre><code class=\"x\">a <b>\n</code>\n</pre>", "a <b>"),
            ("<pre>\n<code>\r\n a</code></pre >", " a"),
            ("<pre>a</code> b</pre>", "a</code> b"),
            ("<pre>a < b</pre>", "a < b"),
        ] {
            assert_eq!(&text[inside(text)], words, "{text}");
        }
    }
}
