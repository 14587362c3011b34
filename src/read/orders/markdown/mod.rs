//! What Markdown and HTML say of lines: tags of blocks, comments, tables, code, images, where links lead.
//!
//! Tags are taken out, so that what reads the lines sees words only: one line of the file may become several. Tags inside
//! an item of a list stay where they are, and whoever reads the inside of a block knows them.

mod finder;
mod lines;
mod tags;
mod wholes;

pub(crate) use finder::{BULLETED, Marked, NUMBERED, PREFORMATTED, ROW};

use crate::knowledge::brackets::Profile;
use crate::read::lines::Line;
use crate::source::Source;
use finder::Finder;
use std::collections::BTreeMap;

/// Finds what Markdown and HTML say of lines, and takes tags and comments out of `lines`, from index `front` on.
pub(crate) fn find(source: &Source, lines: &mut Vec<Line>, front: usize, profile: &Profile) -> Marked {
    let read = std::mem::take(lines);
    let mut finder = Finder {
        source,
        profile,
        kept: read[..front].to_vec(),
        blanks: 0,
        item: None,
        paragraph: false,
        done: 0,
        unfenced: [None; 2],
        open: Vec::new(),
        until: None,
        last: BTreeMap::new(),
        found: Marked::default(),
    };
    let mut at = front;
    while at < read.len() {
        at = finder.block(&read, at);
    }
    *lines = finder.finish();
    let Finder { found, .. } = finder;
    found
}
