//! The reading copy of a text: set by the typographic rules of its language.

mod copy;
mod typography;

pub(super) use copy::{has_rules, set, set_head};
