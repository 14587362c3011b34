//! Schematron rules, in a grammar or in a file of their own.

use super::carrier::{LANGUAGES, carrier};
use super::files::Reader;
use super::said::{MOST_FAULTS, unlisted};
use crate::check::tags::tag_at;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::rules::finding;
use crate::source::Source;
use crate::source::place::bytes_of;
use roxmltree::{Document, Node};
use std::path::Path;
use teixml::relaxng::{SchemaSource, SchemaSyntax};
use teixml::schematron::{Outcome, Schematron};
use teixml::{DiagnosticKind, Severity};

/// What to do about a Schematron rule that is not applied.
const ELSEWHERE: &str = "check what it asks for with another Schematron processor, or by hand";

/// Rules that were read.
pub(super) struct Rules {
    name: String,
    schema: teixml::Schema,
    /// Whether they may read documents from the file system.
    on_disk: bool,
}

impl Rules {
    /// The rules in a grammar, in what it includes, or in a schema of rules alone; none where there are none. `document`
    /// is a schema in the XML syntax.
    pub fn compile(
        name: &str,
        source: &SchemaSource,
        document: Option<&Document>,
        reader: &Reader,
    ) -> Result<Option<Self>, String> {
        let Some(carrier) = carrier(source, document, reader) else { return Ok(None) };
        // A schema that lies nowhere has no folder beside it.
        let base = if reader.on_disk() { source.base_uri() } else { "" };
        let schema = teixml::Schema::from_text(&carrier, base, SchemaSyntax::Xml).map_err(|error| error.to_string())?;
        let is_empty = schema.schematron().map_err(|error| error.to_string())?.is_empty();
        let name = name.to_owned();
        Ok((!is_empty).then(|| Self { name, schema, on_disk: reader.on_disk() }))
    }

    /// What breaks the rules, and which of them could not be applied. `path` is where the document lies, for rules that
    /// read files beside it.
    pub fn check(&self, source: &Source, path: Option<&Path>) -> Vec<Diagnostic> {
        let rules = self.schema.schematron().map(Schematron::unsupported).unwrap_or_default();
        let unsupported = |rule| not_applied(&self.name, &format!("a Schematron rule is not applied: {rule}"));
        let mut found: Vec<Diagnostic> = rules.iter().map(unsupported).collect();
        let said = match path.filter(|_| self.on_disk) {
            Some(path) => self.schema.validate_str_from(&source.text, path),
            None => self.schema.validate_str(&source.text),
        };
        let said = match said {
            Ok(said) => said,
            Err(error) => {
                let message = format!("{}: its Schematron rules are not applied: {error}", self.name);
                found.push(finding("schema/not-evaluated", None, message).hint(ELSEWHERE));
                return found;
            }
        };
        // The grammar that carries the rules here is a stand-in, and what it says does not count.
        let said = said.into_iter().filter(|it| matches!(it.kind, DiagnosticKind::Schematron(_)));
        let said: Vec<_> = said.collect();
        let more = said.len().saturating_sub(MOST_FAULTS);
        let places = said.iter().take(MOST_FAULTS).filter_map(|it| it.position.as_ref());
        let bytes = bytes_of(&source.text, &places.map(|at| (at.line, at.column)).collect());
        for said in said.into_iter().take(MOST_FAULTS) {
            let DiagnosticKind::Schematron(message) = said.kind else { continue };
            let span = said.position.map(|at| tag_at(source, bytes[&(at.line, at.column)]));
            found.push(match &message.outcome {
                Outcome::EvaluationError(error) => {
                    let text = format!("the Schematron rule `{}` is not applied here: {error}", message.test);
                    finding("schema/not-evaluated", span, text).level(Level::Note).hint(ELSEWHERE)
                }
                Outcome::FailedAssert | Outcome::SuccessfulReport => {
                    let level = match message.severity {
                        Severity::Error => Level::Error,
                        Severity::Warning => Level::Warning,
                        Severity::Info => Level::Note,
                    };
                    let text = [&[message.text][..], &message.diagnostics].concat().join(" ");
                    finding("schema/constraint", span, text)
                        .level(level)
                        .hint(format!("{} wants `{}` of `{}`", self.name, message.test, message.context))
                }
            });
        }
        found.extend(unlisted(more));
        found
    }
}

/// Says what a schema asks for and is not done.
pub(super) fn not_applied(name: &str, what: &str) -> Diagnostic {
    finding("schema/not-evaluated", None, format!("{name}: {what}")).level(Level::Note).hint(ELSEWHERE)
}

/// What a schema of rules asks for that is not done, beside rules that cannot be evaluated.
pub(super) fn left_out(document: &Document) -> Vec<String> {
    let root = document.root_element();
    let mut all = Vec::new();
    // What these languages say of paths is what is understood here.
    if let Some(binding) =
        root.attribute("queryBinding").filter(|it| !matches!(*it, "xslt" | "xslt2" | "xpath" | "xpath2"))
    {
        all.push(format!("its rules are in the language `{binding}`; they are read as XPath 2"));
    }
    if let Some(phase) = root.attribute("defaultPhase").filter(|it| *it != "#ALL") {
        all.push(format!("the phase `{phase}` is not known here; the rules of all phases are applied"));
    }
    let own = |node: &Node| node.tag_name().namespace().is_some_and(|it| LANGUAGES.contains(&it));
    for node in document.descendants().filter(own) {
        match (node.tag_name().name(), node.attribute("href"), node.attribute("documents")) {
            (name @ ("include" | "extends"), Some(href), _) => {
                all.push(format!("`{href}` is not read, which it names with `{name}`"));
            }
            ("pattern", _, Some(documents)) => {
                all.push(format!(
                    "a pattern is about the documents `{documents}`; it is applied to each document itself"
                ));
            }
            _ => {}
        }
    }
    all
}
