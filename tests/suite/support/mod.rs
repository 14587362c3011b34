//! What several tests share: documents, faults to make in them, and those who judge.

#![allow(
    clippy::print_stderr,
    clippy::wildcard_imports,
    clippy::enum_glob_use,
    clippy::too_many_lines,
    clippy::similar_names
)]

pub mod epub_books;
pub mod epub_changes;
pub mod epub_oracles;
pub mod letter;
pub mod mutants;
pub mod opened_book;
pub mod oracles;
pub mod trees;
