//! Where somebody else goes on behind the letters of a series: the life of a writer, told between the letters.

use crate::read::divide::ground::Ground;
use crate::read::divide::kind::DivisionKind;
use crate::read::divide::piece::Piece;
use crate::read::divide::series::Heading;
use std::collections::BTreeMap;
use std::ops::Range;

/// What signs, dates or addresses is no longer than this, in characters.
const SHORT: u32 = 70;
/// What goes on behind is at least as long as this, in characters.
const LONG: u32 = 150;
/// One letter with text behind its end has a postscript; so many have a narrator.
const CUSTOM: usize = 3;

/// The first pieces of what is told behind letters, by the first pieces of these; none where that is no custom.
pub(super) fn find(ground: &Ground, pieces: &[Piece], headings: &[Heading]) -> BTreeMap<usize, usize> {
    let starts: Vec<&Heading> = headings.iter().filter(|heading| !heading.inner).collect();
    let (mut closed, mut found) = (0, BTreeMap::new());
    for (at, heading) in starts.iter().enumerate() {
        if heading.kind != DivisionKind::Letter {
            continue;
        }
        let end = starts.get(at + 1).map_or(pieces.len(), |next| next.piece);
        let Some(after) = end_of_letter(ground, pieces, heading.piece + heading.pieces..end) else { continue };
        closed += 1;
        if after < end
            && pieces[after..end].iter().any(|piece| piece.chars >= LONG)
            && !ground.starts_postscript(ground.first_line(&pieces[after]))
        {
            found.insert(heading.piece, after);
        }
    }
    if found.len() >= CUSTOM && found.len() * 2 >= closed { found } else { BTreeMap::new() }
}

/// One past the last piece of a letter that closes: behind its text a closing, and what is short behind that.
fn end_of_letter(ground: &Ground, pieces: &[Piece], range: Range<usize>) -> Option<usize> {
    let text = range.clone().find(|&at| pieces[at].chars >= LONG)?;
    let closes = |at: &usize| pieces[*at].chars <= SHORT && ground.closes(ground.first_line(&pieces[*at]));
    let closing = (text + 1..range.end).find(closes)?;
    Some((closing + 1..range.end).find(|&at| pieces[at].chars > SHORT).unwrap_or(range.end))
}
