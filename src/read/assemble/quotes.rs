//! Text between quotation marks as nodes of the tree, for those who ask for it.
//!
//! Double marks and guillemets only: single ones are apostrophes too often. A mark opens where a word begins behind it,
//! and closes where one ends before it; where both or neither holds, it is left. So is a mark without its partner.

use crate::read::dates::{Mark, MarkKind, mark};
use crate::source::{Source, Span};
use crate::steps::step;
use crate::tree::{Edition, Holder, Inline, Style};

/// Marks quotations in running text: paragraphs, notes, items of lists, lines of verse.
pub(crate) fn mark_quotations(source: &Source, edition: &mut Edition) {
    edition.runs_mut(|holder, content| {
        if holder == Holder::Text {
            let old = std::mem::take(content);
            *content = quotations(source, old);
        }
    });
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

/// `pairs` are in the order of their starts, and each before those within it.
fn nested(content: Vec<Inline>, pairs: &[Span]) -> Vec<Inline> {
    if pairs.is_empty() {
        return content;
    }
    let mut outer: Vec<Mark> = Vec::new();
    let mut within: Vec<&[Span]> = Vec::new();
    let mut rest = pairs;
    while let Some((first, behind)) = rest.split_first() {
        let (inner, others) = behind.split_at(behind.partition_point(|pair| pair.start < first.end));
        outer.push(Mark { span: *first, kind: MarkKind::Quoted });
        within.push(inner);
        rest = others;
    }
    step(pairs.len() + content.len());
    let mut marked = mark(content, &outer);
    let mut quotations = outer.iter().zip(within);
    for inline in &mut marked {
        if let Inline::Quoted { span, content } = inline
            && let Some((_, inner)) = quotations.find(|(mark, _)| mark.span == *span)
        {
            *content = nested(std::mem::take(content), inner);
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
            Inline::NoteRef(_) | Inline::Emphasis { style: Style::Code, .. } => {}
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

/// So many marks may be open at a time; no writer nests so many quotations, and every reader of the tree is safe from more.
const DEEPEST: usize = 16;

/// Pairs of marks, from the first character of the one to the last of the other.
fn pairs(text: &str, start: usize, signs: &[usize]) -> Vec<Span> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for &sign in signs {
        step(1 + open.len());
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
            (true, false, _) => {
                if open.len() == DEEPEST {
                    open.remove(0);
                }
                open.push((at, c));
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::steps_of;

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

    #[test]
    fn quotations_nest_as_deep_as_a_writer_would_nest_them() {
        let deep = |depth: usize| format!("{}a{}", "\u{201C}a ".repeat(depth), "\u{201D},".repeat(depth));
        let depth_of = |text: &str| {
            let marked = marked(text);
            let turns = marked.chars().filter(|c| "<>".contains(*c));
            let mut depth = 0_usize;
            turns
                .map(|turn| {
                    depth = if turn == '<' { depth + 1 } else { depth - 1 };
                    depth
                })
                .max()
                .unwrap_or(0)
        };
        assert_eq!(depth_of(&deep(3)), 3);
        assert_eq!(depth_of(&deep(DEEPEST)), DEEPEST);
        assert_eq!(depth_of(&deep(100_000)), DEEPEST);
        // Marks that nothing closes keep no later quotation from being one.
        assert_eq!(depth_of(&format!("{}\u{201C}yes\u{201D}", "\u{201C}no ".repeat(100))), 1);
    }

    #[test]
    fn work_grows_with_the_text() {
        type Shape = Box<dyn Fn(usize) -> String>;
        let repeat = |part: &str| {
            let part = part.to_owned();
            move |count: usize| part.repeat(count)
        };
        let nested = |count: usize| format!("{}a{}", "\u{201C}a ".repeat(count), "\u{201D}, ".repeat(count));
        let shapes: [(&str, Shape); 7] = [
            ("one after the other", Box::new(repeat("\u{201C}a\u{201D} "))),
            ("none closed", Box::new(repeat("\u{201C}a "))),
            ("none opened", Box::new(repeat("a\u{201D} "))),
            ("all nested", Box::new(nested)),
            ("in turn", Box::new(repeat("\"a \u{201E}b \u{AB}c "))),
            ("straight", Box::new(repeat("\"a\" b "))),
            ("guillemets far from words", Box::new(repeat("\u{AB}\u{A0}\u{A0}\u{A0}a\u{A0}\u{A0}\u{BB} "))),
        ];
        for (name, shape) in shapes {
            let work = |count: usize| {
                let text = shape(count);
                steps_of(|| marked(&text))
            };
            let (once, twice) = (work(4000), work(8000));
            assert!(once >= 4000 && twice * 10 <= once * 23, "{name}: {once} steps, then {twice}");
        }
    }
}
