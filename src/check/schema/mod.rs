//! Validation against RELAX NG grammars, and against Schematron rules in them or beside them.
//!
//! The crate `teixml` does the work; nothing outside this folder knows it. What it says is put into words here, with
//! what would have been allowed.

mod allowed;
mod annotations;
mod asking;
mod carrier;
mod compact;
mod compiled;
mod deep;
mod element;
mod error;
mod files;
mod grammar;
mod lookup;
mod outline;
mod said;
mod schematron;
mod vocabulary;
mod words;
mod xml_syntax;

pub use error::SchemaError;
pub use files::Files;
pub use lookup::Schemas;
