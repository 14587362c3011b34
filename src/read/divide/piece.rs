//! Pieces: runs of lines that stand together, as far as dividing a file needs to know them.

use crate::read::lines::{Layout, Line};
use crate::source::{Source, Span};
use crate::tree::Wrap;
use std::ops::Range;

/// Lines that stand together: a group between blank lines where the text is wrapped, else a single line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its lines, as indices.
    pub(super) lines: Range<usize>,
    /// Its place.
    pub(super) span: Span,
    /// Blank lines above it; of what was lifted between, the wider gap counts.
    pub(super) above: u8,
    /// Blank lines below it.
    pub(super) below: u8,
    /// Its characters.
    pub(super) chars: u32,
    /// Whether a sign of a page or the like stands right above it.
    pub(super) parted: bool,
}

impl Piece {
    /// Its words as they stand, line ends among them.
    pub(super) fn text<'s>(&self, source: &'s Source) -> &'s str {
        source.slice(self.span)
    }

    /// Whether most of its words are in capitals throughout, and it has two letters at least.
    pub(super) fn is_shouted(&self, source: &Source) -> bool {
        is_shouted(self.text(source))
    }
}

/// Whether words with small letters are the exception.
pub(super) fn is_shouted(text: &str) -> bool {
    let (mut large, mut small) = (0usize, 0usize);
    for word in text.split_whitespace() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 1 {
            let shouted = word.chars().all(|c| !c.is_lowercase());
            *(if shouted { &mut large } else { &mut small }) += letters;
        }
    }
    large >= 2 && small * 3 <= large
}

/// The pieces of the lines from `front` on that nothing was said about, in order.
pub(super) fn pieces(lines: &[Line], front: usize, layout: Layout, taken: &dyn Fn(usize) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut gap: u8 = u8::MAX;
    let mut apart = false;
    for (at, line) in lines.iter().enumerate().skip(front) {
        gap = if at == front { u8::MAX } else { gap.max(line.blanks) };
        if taken(at) {
            apart = true;
            gap = if at == front { 0 } else { gap };
            continue;
        }
        let joins = layout.wrap == Wrap::Wrapped && line.blanks == 0 && !apart;
        match pieces.last_mut() {
            Some(piece) if joins => {
                piece.lines.end = at + 1;
                piece.span = piece.span.to(line.span);
                piece.chars += 1 + line.chars;
            }
            last => {
                if let Some(before) = last {
                    before.below = gap;
                }
                let below = u8::MAX;
                pieces.push(Piece {
                    lines: at..at + 1,
                    span: line.span,
                    above: gap,
                    below,
                    chars: line.chars,
                    parted: apart && at > front,
                });
            }
        }
        (gap, apart) = (0, false);
    }
    pieces
}
