//! Quotation marks without partner.

use super::view::{Text, stretches};
use crate::check::findings::Findings;
use crate::span::Span;
use crate::steps::step;
use crate::tree::{Block, BlockKind};

/// Quotation marks that nothing closes, and such that close nothing.
///
/// A quotation may run over paragraphs or lines of verse, each of which opens it anew; only the last one closes it. Single marks are left
/// alone, because an apostrophe looks the same.
pub(in crate::check) fn unbalanced(text: &Text, findings: &mut Findings) {
    let whole = &text.source.text;
    let style = Style {
        // German and its neighbours close with what others open with; and some know only one mark.
        same: whole.contains('„') || !whole.contains('”'),
        inward: whole.find('»') < whole.find('«') && whole.contains('»') || !whole.contains('«') && whole.contains('»'),
    };
    let mut parts = stretches(text.edition);
    parts.extend(text.edition.notes.iter().map(|note| note.blocks.iter().collect()));
    for blocks in parts {
        part(whole, &blocks, style, findings);
    }
}

/// Marks that wait at the same time; no writer nests so many.
const DEEPEST: usize = 32;

/// How a text writes its quotation marks.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// „The mark that others open with closes“.
    same: bool,
    /// »Inward«.
    inward: bool,
}

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    /// Either, as it looks the same.
    Both,
}

/// Marks of one shape open and close each other.
fn mark(c: char, style: Style) -> Option<(char, Turn)> {
    Some(match c {
        '“' if style.same => ('“', Turn::Both),
        '„' | '“' => ('“', Turn::Opens),
        '”' => ('“', Turn::Closes),
        '«' => ('«', if style.inward { Turn::Closes } else { Turn::Opens }),
        '»' => ('«', if style.inward { Turn::Opens } else { Turn::Closes }),
        '"' => ('"', Turn::Both),
        _ => return None,
    })
}

/// A mark that waits for its partner.
struct Waiting {
    shape: char,
    span: Span,
}

fn part(whole: &str, blocks: &[&Block], style: Style, findings: &mut Findings) {
    let mut open: Vec<Waiting> = Vec::new();
    for block in blocks {
        if matches!(block.kind, BlockKind::PageBreak { .. } | BlockKind::Separator { .. } | BlockKind::Code { .. }) {
            continue;
        }
        let text = &whole[block.span.range()];
        // Nothing but signs stands on the line before the mark.
        let mut fresh = true;
        for (at, c) in text.char_indices() {
            step(1);
            fresh = matches!(c, '\n' | '\r') || fresh && !c.is_alphanumeric();
            let Some((shape, turn)) = mark(c, style) else { continue };
            let start = block.span.start as usize + at;
            let span = Span::new(start, start + c.len_utf8());
            // A mark at the start of a line, with a word behind it, opens; lines of verse may each open anew.
            let next = behind(&text[at + c.len_utf8()..], char::is_whitespace).chars().next();
            let starts = fresh && next.is_some_and(char::is_alphabetic);
            step(open.len());
            let partner = open.iter().rposition(|waiting| waiting.shape == shape);
            // Where it stands tells more than its shape: writers mix the shapes up.
            let before = text[..at].chars().next_back();
            let word_behind = behind(&text[at + c.len_utf8()..], |c| matches!(c, '_' | '*' | '[' | '('));
            let word_behind = word_behind.starts_with(char::is_alphanumeric);
            let gap = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '\'' | '’' | '(' | '[');
            let turn = match (turn, partner) {
                (Turn::Both, _) if word_behind && before.is_none_or(gap) => Turn::Opens,
                (Turn::Both, _) if !word_behind && before.is_some_and(|c| !c.is_whitespace()) => Turn::Closes,
                (Turn::Opens, Some(_)) if !word_behind => Turn::Closes,
                (Turn::Closes, None) if word_behind && !before.is_some_and(char::is_alphanumeric) => Turn::Opens,
                _ => turn,
            };
            match (turn, partner) {
                // The quotation goes on in a further paragraph.
                (Turn::Opens | Turn::Both, Some(partner)) if starts => {
                    open[partner].span = span;
                }
                (Turn::Closes | Turn::Both, Some(partner)) => {
                    for lost in open.drain(partner..).skip(1) {
                        unclosed(whole, lost.span, findings);
                    }
                }
                (Turn::Closes, None) => {
                    let message = format!("the quotation mark {c} closes nothing");
                    findings.push(span, message).hints.push("add the mark that opens, or remove this one".into());
                }
                (Turn::Opens | Turn::Both, _) => {
                    open.push(Waiting { shape, span });
                    if open.len() > DEEPEST {
                        unclosed(whole, open.remove(0).span, findings);
                    }
                }
            }
        }
    }
    for lost in open {
        unclosed(whole, lost.span, findings);
    }
}

/// What stands behind all characters of a kind.
fn behind(text: &str, passed: fn(char) -> bool) -> &str {
    let behind = text.trim_start_matches(passed);
    step(text.len() - behind.len());
    behind
}

fn unclosed(whole: &str, span: Span, findings: &mut Findings) {
    let message = format!("the quotation mark {} is never closed", &whole[span.range()]);
    findings.push(span, message).hints.push("add the mark that closes, or remove this one".into());
}
