//! The document tree: what a transcription *is*, once it has been read.
//!
//! Plain data, nothing else. Names follow the TEI Guidelines where TEI has one. Every node points
//! at its place in the source by a [`Span`](crate::source::Span); text is never copied into the tree unless reading had
//! to change it. The shape makes the invalid impossible: a letter is *top, body, sections, bottom*,
//! in that order, so no writer can put a paragraph after a closer.
//!
//! Three kinds of leaf carry source characters: [`Inline::Text`] (printed), [`Inline::Bracket`] (an
//! editor's mark, printed unless a writer says the same by other means) and [`Inline::Markup`]
//! (notation, never printed). Together with [`Furniture`] they cover every non-blank character of
//! the source exactly once; [`Edition::leaves`] lists them and the tests prove it. Where the source is TEI, tags,
//! attributes, comments and the header are in no leaf (`docs/tei-input.md`).
//!
//! ```
//! use rubricate::read::ReadOptions;
//! use rubricate::tree::{Inline, Top};
//!
//! let text = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came.\n";
//! let (document, _) = rubricate::read("letter.txt", text.into(), &ReadOptions::default())?;
//! let letter = document.edition.letters().next().expect("it is a letter");
//! let Some(Top::Line(line)) = letter.top.first() else { panic!("it begins with a dateline") };
//! let date = line.content.iter().find_map(|inline| match inline {
//!     Inline::Date { date, .. } => date.edtf.as_ref(),
//!     _ => None,
//! });
//! assert_eq!(date.expect("it holds a date").as_str(), "1911-03-04");
//! # Ok::<(), rubricate::Error>(())
//! ```

mod block_type;
mod edtf;
mod head;
// Only books name all languages by the tree: TEI names those of what it wrote.
#[cfg(feature = "epub")]
mod langs;
mod leaves;
mod nodes;
mod provenance;
mod runs;
mod spans;
#[cfg(test)]
mod tests;
mod why;

pub use block_type::BlockType;
pub use edtf::Edtf;
pub use head::{Citation, Head, Value};
pub use leaves::{Leaf, LeafKind};
pub(crate) use nodes::is_image;
pub use nodes::{
    Act, Block, BlockKind, Bottom, Calendar, Date, Edition, Editorial, Front, Furniture, FurnitureKind, Heading,
    Inline, Item, Letter, LetterMeta, Line, LineRole, Note, NoteRef, PageBreak, Part, Postscript, Section, Style,
    TitleLine, TitleRole, Top, VerseLine, Wrap,
};
pub(crate) use provenance::Precedence;
pub use provenance::Provenance;
pub(crate) use runs::Holder;
pub use runs::{Break, Run};
pub(crate) use spans::SpanUse;
pub(crate) use why::Name;
pub use why::{Cue, Weight, Why};
