//! A schema: a grammar, Schematron rules, or both.

use super::carrier::is_schematron;
use super::deep::deep;
use super::error::SchemaError;
use super::files::Reader;
use super::grammar::Grammar;
use super::said::Said;
use super::schematron::{self, Rules};
use crate::knowledge::rules::finding;
use crate::source::Source;
use roxmltree::Document;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use teixml::relaxng::{SchemaSource, SchemaSyntax};

/// A compiled schema. It is made once and used for any number of documents, on any number of threads.
pub(super) struct Schema {
    name: String,
    grammar: Option<Arc<Grammar>>,
    rules: Option<Rules>,
    /// What the schema asks for beside rules, and is not done.
    left_out: Vec<String>,
}

impl Schema {
    /// The schema of this program's own TEI, `schema/edition.rng`.
    pub fn edition() -> Arc<Self> {
        static EDITION: LazyLock<Arc<Schema>> = LazyLock::new(|| {
            let grammar = Grammar::edition();
            let name = grammar.name().to_owned();
            let rules = Rules::compile(&name, grammar.source(), None, &Reader::nowhere());
            let rules = rules.expect("the rules of this crate can be read; tests compile them");
            Arc::new(Schema { name, grammar: Some(grammar), rules, left_out: Vec::new() })
        });
        Arc::clone(&EDITION)
    }

    /// What the schema is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Compiles RELAX NG with the Schematron rules in it, or Schematron alone.
    pub fn compile(source: &SchemaSource, reader: &Reader) -> Result<Self, SchemaError> {
        let name = source.base_uri().to_owned();
        let document = if source.syntax() == SchemaSyntax::Xml { Document::parse(source.text()).ok() } else { None };
        let document = document.as_ref();
        if let Some(document) = document.filter(|document| is_schematron(document.root_element())) {
            let rules = Rules::compile(&name, source, Some(document), reader);
            let rules = rules.map_err(|error| SchemaError::unusable(&name, &error))?;
            let rules = Some(rules.ok_or_else(|| SchemaError::unusable(&name, &"it holds no rules"))?);
            return Ok(Self { name, grammar: None, rules, left_out: schematron::left_out(document) });
        }
        let (grammar, rules) = std::thread::scope(|scope| {
            // One core reads the rules while the other reads the grammar.
            let rules = scope.spawn(|| Rules::compile(&name, source, document, reader));
            let grammar = Grammar::compile(name.clone(), source.clone(), document, reader.clone());
            (grammar, rules.join().unwrap_or_else(|_| Err("its Schematron rules cannot be read".into())))
        });
        let grammar = Some(Arc::new(grammar?));
        let rules = rules.map_err(|error| SchemaError::unusable(&name, &error))?;
        Ok(Self { name, grammar, rules, left_out: Vec::new() })
    }

    /// Whether it says which elements and attributes may stand where.
    pub fn has_grammar(&self) -> bool {
        self.grammar.is_some()
    }

    /// Validates a document. `path` is where it lies, for rules that read files beside it.
    pub fn check(&self, source: &Source, document: &Document, path: Option<&Path>) -> Said {
        let said = deep(|| -> Result<Said, String> {
            let grammar = self.grammar.as_ref().map(|grammar| grammar.check(source, document)).transpose()?;
            let mut said = grammar.unwrap_or_default();
            said.findings.extend(self.left_out.iter().map(|what| schematron::not_applied(&self.name, what)));
            said.findings.extend(self.rules.iter().flat_map(|rules| rules.check(source, path)));
            Ok(said)
        });
        let failed = |reason: &str| {
            let message = format!("the document could not be validated against {}: {reason}", self.name);
            let hint = "validate it with another validator, or against another schema with --schema";
            let id_types = self.grammar.as_ref().map(|grammar| grammar.id_types()).unwrap_or_default();
            Said::of(vec![finding("schema/not-evaluated", None, message).hint(hint)], id_types)
        };
        said.map_or_else(|| failed("the validator failed"), |said| said.unwrap_or_else(|reason| failed(&reason)))
    }
}
