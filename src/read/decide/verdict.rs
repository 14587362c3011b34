//! What was decided about one line.

use crate::read::decide::furniture::Lifted;
use crate::read::decide::title::TitleCue;
use crate::read::role::Role;
use crate::tree::Why;

/// What was decided about one line.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// A line of the text.
    Role(Role, Why),
    /// A quotation: only an editor says so of whole lines.
    Quote(Why),
    /// A heading the source marks as one, by this many `#`.
    Marked(u8, Why),
    /// Furniture, page break, separator, imprint.
    Lifted(Lifted),
    /// A line of the title block.
    Title(TitleCue),
}
