//! What is said of lines from outside: by the editor, by a notation, by the parts of a book.

pub(crate) mod attributes;
pub(crate) mod claim;
pub(crate) mod described;
pub mod entries;
pub(crate) mod footnotes;
pub mod frontmatter;
pub(crate) mod given;
pub mod hints;
pub mod keys;
pub(crate) mod letter_hint;
pub(crate) mod markdown;
pub mod matter;
pub(crate) mod notation;
pub(crate) mod overrides;
pub mod told;
