//! Validation against a RELAX NG grammar, and against Schematron rules in it or beside it.
//!
//! The crate `teixml` does the work; nothing outside this folder knows it. What it says is put into words here, with
//! what would have been allowed.

mod allowed;
mod compact;
mod element;
mod grammar;
mod lookup;
mod outline;
mod schematron;
mod vocabulary;
mod words;

pub use lookup::Schemas;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::place::bytes_of;
use crate::source::{Source, Span};
use grammar::Grammar;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use teixml::relaxng::{IdType, IdTypes, ResolveError, SchemaResolver, SchemaSource, SchemaSyntax};
use teixml::schematron::{Outcome, Schematron};
use teixml::{DiagnosticKind, Severity};

/// Bytes of a schema file; tei_all has 4 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Faults that are listed for a document: of the grammar, and as many of the Schematron rules.
const MOST_FAULTS: usize = 10_000;

/// What to do about a Schematron rule that is not applied.
const ELSEWHERE: &str = "check what it asks for with another Schematron processor, or by hand";

/// Stack of the threads that compile and validate, in bytes. The validator calls itself once for each level, of which
/// there are at most 512, in a document (`source::guard`) as in a schema. Reserved, not used.
const STACK: usize = 128 << 20;

/// A compiled schema: a grammar, Schematron rules, or both. It is made once and used for any number of documents, on any
/// number of threads.
pub struct Schema {
    name: String,
    grammar: Option<Grammar>,
    /// The Schematron rules, where there are any.
    constraints: Option<teixml::Schema>,
    /// What the schema asks for beside rules, and is not done.
    left_out: Vec<String>,
}

/// What a schema says of a document.
pub(super) struct Said {
    pub findings: Vec<Diagnostic>,
    /// Which attributes are ids.
    pub id_types: Arc<IdTypes>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError(String);

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaError {}

impl Schema {
    /// Reads a schema: RELAX NG with the Schematron rules in it, `.rnc` in the compact syntax, anything else in the XML
    /// syntax; or Schematron alone.
    ///
    /// # Errors
    /// It cannot be read, or is neither.
    pub fn from_file(path: &Path) -> Result<Self, SchemaError> {
        let source = Files::read(path).map_err(SchemaError)?;
        Self::compile(path.display().to_string(), &source)
    }

    /// The schema of this program's own TEI, `schema/edition.rng`.
    ///
    /// # Panics
    /// Never: the tests compile it.
    #[must_use]
    pub fn edition() -> Arc<Self> {
        static EDITION: LazyLock<Arc<Schema>> = LazyLock::new(|| {
            let source = SchemaSource::new(include_str!("../../../schema/edition.rng"), "", SchemaSyntax::Xml);
            let schema = Schema::compile("edition.rng".into(), &source);
            Arc::new(schema.expect("the schema of this crate is well-formed; tests compile it"))
        });
        Arc::clone(&EDITION)
    }

    /// What the schema is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn compile(name: String, source: &SchemaSource) -> Result<Self, SchemaError> {
        let document = if source.syntax() == SchemaSyntax::Xml { Document::parse(source.text()).ok() } else { None };
        let document = document.as_ref();
        if let Some(document) = document.filter(|document| schematron::is_schematron(document.root_element())) {
            let constraints = schematron::compile(source, Some(document)).map_err(|error| unusable(&name, &error))?;
            let constraints = Some(constraints.ok_or_else(|| unusable(&name, &"it holds no rules"))?);
            return Ok(Self { name, grammar: None, constraints, left_out: schematron::left_out(document) });
        }
        let (grammar, constraints) = std::thread::scope(|scope| {
            // One core reads the rules while the other reads the grammar.
            let constraints = scope.spawn(|| schematron::compile(source, document));
            let grammar = Grammar::compile(name.clone(), source.clone(), document);
            (grammar, constraints.join().unwrap_or_else(|_| Err("its Schematron rules cannot be read".into())))
        });
        let (grammar, constraints) = (Some(grammar?), constraints.map_err(|error| unusable(&name, &error))?);
        Ok(Self { name, grammar, constraints, left_out: Vec::new() })
    }

    /// Whether it says which elements and attributes may stand where.
    pub(super) fn has_grammar(&self) -> bool {
        self.grammar.is_some()
    }

    /// Validates a document. `path` is where it lies, for rules that read files beside it.
    pub(super) fn check(&self, source: &Source, document: &Document, path: Option<&Path>) -> Said {
        let said = deep(|| -> Result<Said, String> {
            let none = || Ok(Said { findings: Vec::new(), id_types: Arc::default() });
            let mut said = self.grammar.as_ref().map_or_else(none, |grammar| grammar.check(source, document))?;
            said.findings.extend(self.constraints(source, path));
            Ok(said)
        });
        let failed = |reason: &str| {
            let message = format!("the document could not be validated against {}: {reason}", self.name);
            let finding = Diagnostic::new("schema/not-evaluated", Level::Error, None, message);
            let hint = "validate it with another validator, or against another schema with --schema";
            let id_types = self.grammar.as_ref().map(Grammar::id_types).unwrap_or_default();
            Said { findings: vec![finding.hint(hint)], id_types }
        };
        said.map_or_else(|| failed("the validator failed"), |said| said.unwrap_or_else(|reason| failed(&reason)))
    }

    /// What breaks the Schematron rules, and which of them could not be applied.
    fn constraints(&self, source: &Source, path: Option<&Path>) -> Vec<Diagnostic> {
        let Some(constraints) = &self.constraints else { return Vec::new() };
        let mut found = Vec::new();
        let rules = constraints.schematron().map(Schematron::unsupported).unwrap_or_default();
        let rules = rules.iter().map(|rule| format!("a Schematron rule is not applied: {rule}"));
        for what in self.left_out.iter().cloned().chain(rules) {
            let message = format!("{}: {what}", self.name);
            found.push(Diagnostic::new("schema/not-evaluated", Level::Note, None, message).hint(ELSEWHERE));
        }
        let said = match path {
            Some(path) => constraints.validate_str_from(&source.text, path),
            None => constraints.validate_str(&source.text),
        };
        let said = match said {
            Ok(said) => said,
            Err(error) => {
                let message = format!("{}: its Schematron rules are not applied: {error}", self.name);
                found.push(Diagnostic::new("schema/not-evaluated", Level::Error, None, message).hint(ELSEWHERE));
                return found;
            }
        };
        // The grammar that carries the rules here is a stand-in, and what it says does not count.
        let said = said.into_iter().filter(|it| matches!(it.kind, DiagnosticKind::Schematron(_)));
        let said: Vec<_> = said.collect();
        let unlisted = said.len().saturating_sub(MOST_FAULTS);
        let places = said.iter().take(MOST_FAULTS).filter_map(|it| it.position.as_ref());
        let bytes = bytes_of(&source.text, &places.map(|at| (at.line, at.column)).collect());
        for said in said.into_iter().take(MOST_FAULTS) {
            let DiagnosticKind::Schematron(message) = said.kind else { continue };
            let span = said.position.map(|at| tag_at(source, bytes[&(at.line, at.column)]));
            found.push(match &message.outcome {
                Outcome::EvaluationError(error) => {
                    let text = format!("the Schematron rule `{}` is not applied here: {error}", message.test);
                    Diagnostic::new("schema/not-evaluated", Level::Note, span, text).hint(ELSEWHERE)
                }
                Outcome::FailedAssert | Outcome::SuccessfulReport => {
                    let level = match message.severity {
                        Severity::Error => Level::Error,
                        Severity::Warning => Level::Warning,
                        Severity::Info => Level::Note,
                    };
                    let text = [&[message.text][..], &message.diagnostics].concat().join(" ");
                    Diagnostic::new("schema/constraint", level, span, text)
                        .hint(format!("{} wants `{}` of `{}`", self.name, message.test, message.context))
                }
            });
        }
        found.extend(unlisted_note(unlisted));
        found
    }
}

/// Says that more faults were found than are listed.
fn unlisted_note(count: usize) -> Option<Diagnostic> {
    let message = format!("{count} more faults are not listed");
    let note = Diagnostic::new("schema/not-evaluated", Level::Note, None, message);
    (count > 0).then(|| note.hint("mend those that are listed, and check again"))
}

/// The name of the tag that starts at a byte, or the one character there.
pub(super) fn tag_at(source: &Source, at: usize) -> Span {
    let rest = &source.text[at..];
    let tag = rest.strip_prefix('<').map(|inside| inside.find(|c: char| c.is_whitespace() || "/>".contains(c)));
    match tag {
        Some(Some(length)) => Span::new(at, at + 1 + length),
        _ => Span::new(at, at + rest.chars().next().map_or(0, char::len_utf8)),
    }
}

/// Finds ids that are not the only ones of their name, and references to ids that nobody has. Which attributes are
/// ids, the grammars say; `xml:id` always is.
pub(super) fn ids<'a>(
    document: &Document,
    types: &(impl Iterator<Item = &'a IdTypes> + Clone),
    found: &mut Vec<Diagnostic>,
) {
    const XML: &str = roxmltree::NS_XML_URI;
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    let mut references: Vec<(&str, Span)> = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let element = (node.tag_name().namespace().unwrap_or_default(), node.tag_name().name());
        for attribute in node.attributes() {
            let name = (attribute.namespace().unwrap_or_default(), attribute.name());
            let kind = types
                .clone()
                .find_map(|types| types.get(element, name))
                .or((name == (XML, "id")).then_some(IdType::Id));
            let span = Span::from(attribute.range());
            let value = attribute.value().trim_matches(|c: char| c.is_ascii_whitespace());
            match kind {
                Some(IdType::Id) => match first.get(value) {
                    Some(&other) => found.push(
                        Diagnostic::new("tei/duplicate-id", Level::Error, span, format!("a second id `{value}`"))
                            .related(other, "the first is here")
                            .hint("an id names one element; give one of the two another"),
                    ),
                    None => drop(first.insert(value, span)),
                },
                Some(IdType::Idref) => references.push((value, span)),
                Some(IdType::Idrefs) => references.extend(value.split_ascii_whitespace().map(|id| (id, span))),
                None => {}
            }
        }
    }
    let dangling = references.into_iter().filter(|(id, _)| !first.contains_key(id));
    found.extend(dangling.map(|(id, span)| {
        Diagnostic::new("schema/attribute-value", Level::Error, span, format!("no element has the id `{id}`"))
    }));
}

fn unusable(name: &str, error: &dyn fmt::Display) -> SchemaError {
    SchemaError(format!("{name}: is no schema that can be used: {error}"))
}

/// Reads schemas, and what they include, from files and from nowhere else.
struct Files;

impl Files {
    fn read(path: &Path) -> Result<SchemaSource, String> {
        let at = |error: &dyn fmt::Display| format!("{}: cannot be read: {error}", path.display());
        let size = std::fs::metadata(path).map_err(|error| at(&error))?;
        if !size.is_file() {
            return Err(at(&"it is no file"));
        }
        if size.len() > MAX_BYTES {
            return Err(at(&format!("a schema of more than {} MB is not read", MAX_BYTES >> 20)));
        }
        let text = std::fs::read_to_string(path).map_err(|error| at(&error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let is_compact = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("rnc"));
        let name = path.to_string_lossy();
        Ok(if is_compact {
            SchemaSource::new(compact::plain(text), name, SchemaSyntax::Compact)
        } else {
            SchemaSource::new(text, name, SchemaSyntax::Xml)
        })
    }
}

impl SchemaResolver for Files {
    fn resolve(&self, href: &str, base: &str) -> Result<SchemaSource, ResolveError> {
        if href.contains("://") {
            return Err(ResolveError::new(format!("{href}: a schema is read from files only")));
        }
        let folder = Path::new(base).parent().unwrap_or(Path::new(""));
        Self::read(&folder.join(href)).map_err(ResolveError::new)
    }
}

/// Runs `work` on a thread with a stack of its own. `None` if it panicked.
fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("schema".into()).stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}
