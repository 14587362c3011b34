//! All tests of what users meet: one binary, since linking one for each file takes longer than running it.
//!
//! `cargo test --test suite cli::` runs the tests of `cli.rs`.

mod common;
mod run;
mod support;

mod bad_input;
mod check;
mod cli;
mod cmif;
mod deposit;
mod detail;
mod dtabf;
mod epub;
mod epub_mutants;
mod explain;
mod folders;
mod formats;
mod golden;
mod header;
mod html;
mod notation;
mod notes;
mod odd;
mod overrides;
mod project;
mod properties;
mod rules;
mod schema;
mod seeds;
mod split;
mod structure;
mod tei;
mod tei_input;
mod tongues;
mod tree;
mod tune;
