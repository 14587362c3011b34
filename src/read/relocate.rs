//! From the plain lines that were read to the places in the file that they stand for.

use crate::read::error::ReadError;
use crate::read::reading::Reading;
use crate::source::{Plain, Segment, Source, Span};
use crate::tree::{Inline, SpanUse};

/// Puts what was read in `plain` to its places in `source`, which learns the words of those that it writes otherwise.
/// A text that goes over several stretches becomes as many; what the source writes otherwise owns its words.
pub(super) fn relocate(reading: &mut Reading, plain: &Plain, source: &mut Source) {
    let Reading { edition, findings } = reading;
    edition.runs_mut(|_, content| cut(content, plain));
    edition.furniture.iter_mut().for_each(|item| cut(&mut item.content, plain));
    let mut segments = Vec::new();
    edition.spans_mut(|span, usage| {
        let words = &plain.text()[span.range()];
        let place = plain.place(*span);
        if usage == SpanUse::Words && !span.is_empty() && source.text[place.range()] != *words {
            segments.push(Segment { place, words: words.to_owned() });
        }
        *span = place;
    });
    source.read_as(segments);
    for finding in findings {
        let related = finding.related.iter_mut().filter_map(|related| related.span.as_mut());
        let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        finding.span.iter_mut().chain(related).chain(edits).for_each(|span| *span = plain.place(*span));
    }
}

/// Cuts texts at the ends of stretches, and gives them the words that the file writes otherwise.
fn cut(content: &mut Vec<Inline>, plain: &Plain) {
    let mut cut_up = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        if let Inline::Text { span, text: None } = inline {
            let mut start = span.start;
            for piece in plain.pieces(span) {
                let end = start + piece.words.len() as u32;
                let text = (!piece.exact).then(|| piece.words.to_owned());
                cut_up.push(Inline::Text { span: Span { start, end }, text });
                start = end;
            }
            continue;
        }
        if let Some(inside) = inline.inlines_mut() {
            cut(inside, plain);
        }
        cut_up.push(inline);
    }
    *content = cut_up;
}

/// An error about a line of `lines` tells the place in `source`.
pub(super) fn error(error: ReadError, lines: &Source, plain: &Plain, source: &Source) -> ReadError {
    let (place, column) = match error.place {
        Some((file, line)) if file == lines.name && (1..=lines.line_count()).contains(&line) => {
            let place = source.place(plain.place(lines.line(line - 1)).start);
            (Some((place.file.to_owned(), place.line)), Some(place.column))
        }
        other => (other, error.column),
    };
    ReadError { place, column, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{self, ReadOptions};
    use crate::tree::{Bottom, Edition, LeafKind, LineRole, Run, Top};

    const XML: &str = "<body><!-- typed -->\n<p>Marblehead, <hi>21</hi> August 1794</p>\n<p>Dear Mr. Osgood &amp; Sons,</p>\n\
        <p>The brig came in on <hi>Monday</hi> with her rudder gone, the mate, [Samuel] Tar&#xDF;ox, steering by an \
        oar.</p>\n<p>Your obedient servant,</p><p>Th. Quill</p></body>";

    /// Reads paragraphs without parts of letters as a reader of a format would: each reference is a stretch of its
    /// own, and a paragraph ends a block.
    fn read_xml(xml: &str, options: &ReadOptions) -> Result<(Source, Edition), ReadError> {
        let mut source = Source::new("bare.xml", xml);
        let mut plain = Plain::default();
        let document = roxmltree::Document::parse(xml).expect("well-formed");
        for paragraph in document.descendants().filter(|node| node.has_tag_name("p")) {
            for text in paragraph.descendants().filter(roxmltree::Node::is_text) {
                let (mut at, end) = (text.range().start, text.range().end);
                while at < end {
                    let rest = &xml[at..end];
                    let plainly = rest.find('&').unwrap_or(rest.len());
                    let (written, words) = match plainly {
                        0 if rest.starts_with("&amp;") => ("&amp;", "&"),
                        0 => ("&#xDF;", "\u{df}"),
                        _ => (&rest[..plainly], &rest[..plainly]),
                    };
                    plain.push(&source, Span::new(at, at + written.len()), words);
                    at += written.len();
                }
            }
            let end = paragraph.range().end;
            plain.push(&source, Span::new(end, end), "\n\n");
        }
        let reading = read::plain(&mut source, &plain, options)?;
        Ok((source, reading.edition))
    }

    #[test]
    fn recognition_of_plain_lines_points_into_the_file() {
        let (source, edition) = read_xml(XML, &ReadOptions::default()).expect("a letter");
        let letter = edition.letters().next().expect("one letter");
        let tops: Vec<_> = letter
            .top
            .iter()
            .map(|top| match top {
                Top::Line(line) => (line.role, &source.text[line.span.range()]),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            tops,
            [
                (LineRole::Dateline, "Marblehead, <hi>21</hi> August 1794"),
                (LineRole::Salute, "Dear Mr. Osgood &amp; Sons,")
            ]
        );
        let bottoms: Vec<_> = letter
            .bottom
            .iter()
            .map(|bottom| match bottom {
                Bottom::Line(line) => (line.role, &source.text[line.span.range()]),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(bottoms, [(LineRole::Valediction, "Your obedient servant,"), (LineRole::Signed, "Th. Quill")]);
        let date = letter.meta.date.as_ref().expect("a date");
        assert_eq!(
            (date.edtf.as_ref().map(crate::tree::Edtf::as_str), source.slice(date.span)),
            (Some("1794-08-21"), "21 August 1794")
        );
        // Nothing of the text is lost, and no tag is text.
        let mut words = String::new();
        edition.runs(|run| {
            if let Run::Inlines(content) = run {
                collect(&source, content, &mut words);
                words.push(' ');
            }
        });
        assert_eq!(
            words.trim(),
            "Marblehead, 21 August 1794 Dear Mr. Osgood & Sons, The brig came in on Monday with her rudder gone, the \
             mate, [Samuel] Tar\u{df}ox, steering by an oar. Your obedient servant, Th. Quill"
        );
        let tags = edition.leaves().into_iter().filter(|leaf| leaf.kind == LeafKind::Text);
        assert!(tags.into_iter().all(|leaf| !source.text[leaf.span.range()].contains('<')), "a tag is text");
    }

    fn collect(source: &Source, content: &[Inline], words: &mut String) {
        for inline in content {
            words.push_str(inline.text(source));
            collect(source, inline.content(), words);
        }
    }

    #[test]
    fn an_error_names_the_place_in_the_file() {
        let xml = "<body>\n<p>Dear Anna,</p>\n<p>{.sined}</p><p>Tom</p></body>";
        let error = read_xml(xml, &ReadOptions::default()).expect_err("no such role");
        assert!(error.to_string().starts_with("bare.xml:3:4: unknown role `sined`"), "{error}");
    }
}
