//! What is known about a text: who, to whom, where, when, and by whose word.

pub mod authorities;
pub mod citation;
mod correspondents;
pub(crate) mod credits;
pub(crate) mod head;
mod letters;
pub(crate) mod notices;
mod plain;
mod series;
pub(crate) mod settle;
pub(crate) mod unused;
