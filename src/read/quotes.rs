//! Text between quotation marks as nodes of the tree, for those who ask for it.
//!
//! Double marks and guillemets only: single ones are apostrophes too often. A mark opens where a word begins behind it,
//! and closes where one ends before it; where both or neither holds, it is left. So is a mark without its partner.

use super::dates::mark::{Mark, MarkKind, mark};
use crate::source::{Source, Span};
use crate::tree::{Block, BlockKind, Bottom, Edition, Front, Inline, Part, Section};

/// Marks quotations in every paragraph and in every line of verse.
pub fn mark_quotations(source: &Source, edition: &mut Edition) {
    let each = &mut |content: &mut Vec<Inline>| {
        let old = std::mem::take(content);
        *content = quotations(source, old);
    };
    for front in &mut edition.front {
        if let Front::Section(section) = front {
            in_section(section, each);
        }
    }
    for part in &mut edition.parts {
        match part {
            Part::Section(section) => in_section(section, each),
            Part::Letter(letter) => {
                in_blocks(&mut letter.body, each);
                letter.sections.iter_mut().for_each(|section| in_section(section, each));
                for bottom in &mut letter.bottom {
                    if let Bottom::Postscript(postscript) = bottom {
                        in_blocks(&mut postscript.blocks, each);
                    }
                }
            }
        }
    }
    edition.back.iter_mut().for_each(|section| in_section(section, each));
    edition.notes.iter_mut().for_each(|note| in_blocks(&mut note.blocks, each));
}

fn in_section(section: &mut Section, each: &mut dyn FnMut(&mut Vec<Inline>)) {
    in_blocks(&mut section.blocks, each);
    section.sections.iter_mut().for_each(|inner| in_section(inner, each));
}

fn in_blocks(blocks: &mut [Block], each: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Note { content, .. } => each(content),
            BlockKind::Quote { blocks } => in_blocks(blocks, each),
            BlockKind::Verse { lines } => lines.iter_mut().for_each(|line| each(&mut line.content)),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| each(&mut item.content)),
            BlockKind::Line { .. } | BlockKind::PageBreak { .. } | BlockKind::Separator { .. } => {}
        }
    }
}

/// The content with its quotations as nodes, those within quotations too.
fn quotations(source: &Source, content: Vec<Inline>) -> Vec<Inline> {
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return content };
    let (text, start) = (source.slice(first.span().to(last.span())), first.span().start as usize);
    let mut signs = Vec::new();
    signs_in(source, &content, &mut signs);
    let mut pairs = pairs(text, start, &signs);
    // Outer ones first; of those that lie in another, only the outer one is marked now.
    pairs.sort_by_key(|pair| (pair.start, std::cmp::Reverse(pair.end)));
    nested(content, &pairs)
}

fn nested(content: Vec<Inline>, pairs: &[Span]) -> Vec<Inline> {
    let mut outer: Vec<Mark> = Vec::new();
    for pair in pairs {
        if outer.last().is_none_or(|last| !last.span.contains(*pair)) {
            outer.push(Mark { span: *pair, kind: MarkKind::Quoted });
        }
    }
    if outer.is_empty() {
        return content;
    }
    let mut marked = mark(content, &outer);
    for inline in &mut marked {
        if let Inline::Quoted { span, content } = inline {
            let inner: Vec<Span> = pairs.iter().copied().filter(|pair| span.contains(*pair) && pair != span).collect();
            *content = nested(std::mem::take(content), &inner);
        }
    }
    marked
}

/// Places of quotation marks that are printed characters of the source.
fn signs_in(source: &Source, content: &[Inline], signs: &mut Vec<usize>) {
    for inline in content {
        match inline {
            Inline::Text { span, text: None } => {
                let found = source.slice(*span).char_indices().filter(|(_, c)| closers(*c).is_some());
                signs.extend(found.map(|(at, _)| span.start as usize + at));
            }
            // The mark of a note is no text.
            Inline::NoteRef(_) => {}
            other => signs_in(source, other.content(), signs),
        }
    }
}

/// The marks that may close what a mark opens; `None` for what is no quotation mark.
fn closers(open: char) -> Option<&'static str> {
    Some(match open {
        '"' => "\"",
        '\u{201C}' | '\u{201D}' => "\u{201D}",
        '\u{201E}' => "\u{201C}\u{201D}\"",
        '\u{AB}' => "\u{BB}",
        '\u{BB}' => "\u{AB}\u{BB}",
        _ => return None,
    })
}

/// Pairs of marks, from the first character of the one to the last of the other.
fn pairs(text: &str, start: usize, signs: &[usize]) -> Vec<Span> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for &sign in signs {
        let at = sign - start;
        let Some(c) = text[at..].chars().next() else { continue };
        let end = at + c.len_utf8();
        // A guillemet keeps its blank inside.
        let guillemet = matches!(c, '\u{AB}' | '\u{BB}');
        let blank = |c: &char| !(guillemet && matches!(c, '\u{A0}' | '\u{202F}'));
        let before = text[..at].chars().rev().find(blank);
        let after = text[end..].chars().find(blank);
        let opens = before
            .is_none_or(|c| c.is_whitespace() || "([{\u{2014}\u{2013}-/".contains(c) || closers(c).is_some())
            && after.is_some_and(|c| !c.is_whitespace());
        let closes = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
        let partner = open.iter().rposition(|(_, mark)| closers(*mark).is_some_and(|closers| closers.contains(c)));
        match (opens, closes, partner) {
            (_, true, Some(partner)) if !opens || before.is_some_and(|c| closers(c).is_some()) => {
                pairs.push(Span::new(open[partner].0 + start, end + start));
                open.truncate(partner);
            }
            (true, false, _) => open.push((at, c)),
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(source: &Source, content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Quoted { content, .. } => {
                    out.push('<');
                    show(source, content, out);
                    out.push('>');
                }
                other => out.push_str(source.slice(other.span())),
            }
        }
    }

    /// The text with brackets around its quotations.
    fn marked(text: &str) -> String {
        let source = Source::new("x", text);
        let all = Span::new(0, text.len());
        let content = quotations(&source, vec![Inline::Text { span: all, text: None }]);
        let mut out = String::new();
        show(&source, &content, &mut out);
        out
    }

    #[test]
    fn pairs_are_marked_and_the_rest_is_left() {
        for (text, expected) in [
            ("He said \"no\" twice.", "He said <\"no\"> twice."),
            (
                "\u{201C}No,\u{201D} he said, \u{201C}never.\u{201D}",
                "<\u{201C}No,\u{201D}> he said, <\u{201C}never.\u{201D}>",
            ),
            ("Er sagte \u{201E}nein\u{201C}.", "Er sagte <\u{201E}nein\u{201C}>."),
            ("Er sagte \u{BB}nein\u{AB}.", "Er sagte <\u{BB}nein\u{AB}>."),
            ("Il dit \u{AB}\u{A0}non\u{A0}\u{BB}.", "Il dit <\u{AB}\u{A0}non\u{A0}\u{BB}>."),
            ("\u{201C}So \"he\" said.\u{201D}", "<\u{201C}So <\"he\"> said.\u{201D}>"),
            ("\"One without end.", "\"One without end."),
            ("no end\" here", "no end\" here"),
            ("A board of 3\" by 4\" and 'tis", "A board of 3\" by 4\" and 'tis"),
            ("", ""),
        ] {
            assert_eq!(marked(text), expected);
        }
    }
}
