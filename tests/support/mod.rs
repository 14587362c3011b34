//! What several tests share. Each test file uses a part of it.
#![allow(
    dead_code,
    clippy::print_stderr,
    clippy::wildcard_imports,
    clippy::enum_glob_use,
    clippy::too_many_lines,
    clippy::similar_names
)]

pub mod letter;
pub mod mutants;
pub mod oracles;
pub mod trees;
