//! XHTML of a tree, one fragment for a page: what a book and a page of the web have in common.
//!
//! Letter semantics follow the Standard Ebooks manual ("High level structural patterns: Letters"); every
//! `epub:type` has a class name beside it, because many reading systems ignore the attribute. Roles are
//! those of DPUB-ARIA 1.1.

mod blocks;
mod datetime;
mod inlines;
pub(super) mod labels;
mod notes;
mod plain;
mod renderer;
pub(super) mod sink;
mod words;

pub(super) use datetime::datetime;
pub(super) use inlines::act_class;
pub(super) use plain::plain;
pub(super) use renderer::{Entry, Renderer, part_lang};
pub(super) use words::fill;
