//! Validation against a RELAX NG grammar and the Schematron rules in it.
//!
//! The crate `teixml` does the work; nothing outside this folder knows it. What it says is put into words here, with
//! what would have been allowed.

mod allowed;
mod compact;
mod element;
mod lookup;
mod vocabulary;
mod words;

pub use lookup::Schemas;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::place::bytes_of;
use crate::source::{Source, Span};
use allowed::{Oracle, Question};
use element::{Element, Place};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use teixml::relaxng::{
    self, DatatypeRegistry, IdType, IdTypes, ResolveError, SchemaResolver, SchemaSource, SchemaSyntax,
    ValidationErrorKind,
};
use teixml::schematron::{Outcome, Schematron};
use teixml::{DiagnosticKind, Severity};
use vocabulary::Vocabulary;
use words::Refused;

/// Bytes of a schema file; tei_all has 4 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Faults of a document that are reported with what would have been allowed: where there are more, one causes the rest.
const MOST_ANSWERS: usize = 100;

/// Faults that are listed for a document: of the grammar, and as many of the Schematron rules.
const MOST_FAULTS: usize = 10_000;

/// What to do about a Schematron rule that is not applied.
const ELSEWHERE: &str = "check what it asks for with another Schematron processor, or by hand";

/// Stack of the threads that compile and validate, in bytes. The validator calls itself once for each level, of which
/// there are at most 512, in a document (`source::guard`) as in a schema. Reserved, not used.
const STACK: usize = 128 << 20;

/// A compiled schema. It is made once and used for any number of documents, on any number of threads.
pub struct Schema {
    name: String,
    grammar: relaxng::Schema,
    registry: DatatypeRegistry,
    vocabulary: Vocabulary,
    /// The grammar answers what would have been allowed.
    answers: bool,
    /// The Schematron rules, where there are any.
    constraints: Option<teixml::Schema>,
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
    /// Reads a schema: `.rnc` in the compact syntax, anything else in the XML syntax.
    ///
    /// # Errors
    /// It cannot be read, or is no RELAX NG.
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

    /// Which attributes are ids.
    pub(super) fn id_types(&self) -> &IdTypes {
        self.grammar.id_types()
    }

    fn compile(name: String, source: &SchemaSource) -> Result<Self, SchemaError> {
        let at = |error: &dyn fmt::Display| SchemaError(format!("{name}: is no schema that can be used: {error}"));
        let (grammar, constraints) = std::thread::scope(|scope| {
            // One core reads the rules while the other compiles the grammar.
            let constraints = scope.spawn(|| constraints(source));
            let grammar = deep(|| {
                let vocabulary = Vocabulary::of(source, &Files);
                let asking = vocabulary.with_questions(source);
                let asking = asking.and_then(|source| relaxng::Schema::compile(&source, &Files).ok());
                let answers = asking.is_some();
                let grammar = asking.map_or_else(|| relaxng::Schema::compile(source, &Files), Ok);
                (grammar, vocabulary, answers)
            });
            (grammar, constraints.join().unwrap_or_else(|_| Err("its Schematron rules cannot be read".into())))
        });
        let (grammar, vocabulary, answers) = grammar.ok_or_else(|| at(&"reading it failed"))?;
        let grammar = grammar.map_err(|error| at(&error))?;
        let constraints = constraints.map_err(|error| at(&error))?;
        Ok(Self { name, grammar, registry: DatatypeRegistry::new(), vocabulary, answers, constraints })
    }

    /// Validates a document. `path` is where it lies, for rules that read files beside it.
    pub(super) fn check(&self, source: &Source, document: &Document, path: Option<&Path>) -> Vec<Diagnostic> {
        let found = deep(|| -> Result<Vec<Diagnostic>, String> {
            let mut found = self.grammar(source, document)?;
            found.extend(self.constraints(source, path));
            Ok(found)
        });
        let failed = |reason: &str| {
            let message = format!("the document could not be validated against {}: {reason}", self.name);
            let finding = Diagnostic::new("schema/not-evaluated", Level::Error, None, message);
            vec![finding.hint("validate it with another validator, or against another schema with --schema")]
        };
        found.map_or_else(|| failed("the validator failed"), |found| found.unwrap_or_else(|reason| failed(&reason)))
    }

    /// What does not match the grammar.
    fn grammar(&self, source: &Source, document: &Document) -> Result<Vec<Diagnostic>, String> {
        let root = Element(document.root_element());
        if root.0.tag_name().namespace() == Some(vocabulary::QUESTIONS) {
            return Err("its root element is in a namespace that this program uses itself".into());
        }
        let errors = self.grammar.validate(&self.registry, &root).map_err(|error| error.to_string())?;
        let unlisted = errors.len().saturating_sub(MOST_FAULTS);
        let faults: Vec<(Place, ValidationErrorKind)> = errors
            .into_iter()
            .take(MOST_FAULTS)
            .map(|error| (error.location().copied().expect("every element has a place"), error.kind().clone()))
            .collect();
        let mut refused = Refused::default();
        for (place, kind) in &faults {
            refused.insert(*place, kind);
        }
        let asked = faults.iter().take(if self.answers { MOST_ANSWERS } else { 0 });
        let questions: Vec<_> = asked.map(|(place, kind)| words::question(document, *place, kind, &refused)).collect();
        // Many faults are alike; each question is put once.
        let distinct: Vec<Question> =
            questions.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let oracle = Oracle { schema: &self.grammar, registry: &self.registry, vocabulary: &self.vocabulary };
        let answers: BTreeMap<_, _> = distinct.iter().zip(oracle.ask(&distinct)).collect();
        let answers = questions.iter().map(|question| answers.get(question.as_ref()?)?.as_ref());
        let said = faults.iter().zip(answers.chain(std::iter::repeat(None)));
        let said = said.filter_map(|((place, kind), answer)| words::finding(source, document, *place, kind, answer));
        let mut found: Vec<Diagnostic> = said.collect();
        found.extend(unlisted_note(unlisted));
        Ok(found)
    }

    /// What breaks the Schematron rules, and which of them could not be applied.
    fn constraints(&self, source: &Source, path: Option<&Path>) -> Vec<Diagnostic> {
        let Some(constraints) = &self.constraints else { return Vec::new() };
        let mut found = Vec::new();
        for rule in constraints.schematron().map(Schematron::unsupported).unwrap_or_default() {
            let message = format!("{}: a Schematron rule is not applied: {rule}", self.name);
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

/// The Schematron rules of a schema, if there are any.
fn constraints(source: &SchemaSource) -> Result<Option<teixml::Schema>, String> {
    const LANGUAGES: [&str; 2] = ["http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron"];
    const RULES: [&str; 4] = ["ns", "let", "pattern", "diagnostics"];
    let text = source.text();
    let is_xml = source.syntax() == SchemaSyntax::Xml;
    let document = is_xml.then(|| Document::parse(text).ok()).flatten();
    let includes = |node: Node| matches!(node.tag_name().name(), "include" | "externalRef");
    let whole = document.as_ref().is_none_or(|document| document.descendants().any(includes));
    if !whole && !LANGUAGES.iter().any(|language| text.contains(language)) {
        return Ok(None);
    }
    let carrier = match &document {
        // The grammar around the rules is compiled elsewhere; here another one, which is small, carries them.
        Some(document) if !whole => {
            let is_rule = |node: &Node| {
                let (namespace, name) = (node.tag_name().namespace(), node.tag_name().name());
                namespace.is_some_and(|it| LANGUAGES.contains(&it)) && RULES.contains(&name)
            };
            let outermost = |node: &Node| !node.ancestors().skip(1).any(|outer| is_rule(&outer));
            let mut carrier = String::from("<element name=\"carrier\" xmlns=\"http://relaxng.org/ns/structure/1.0\">");
            for node in document.descendants().filter(|node| is_rule(node) && outermost(node)) {
                carrier.push_str("<rubricate:rules xmlns:rubricate=\"urn:rubricate:rules\"");
                for namespace in
                    node.namespaces().filter(|it| it.name() != Some("xml") && it.name() != Some("rubricate"))
                {
                    let colon = if namespace.name().is_some() { ":" } else { "" };
                    let uri = namespace.uri().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
                    let name = namespace.name().unwrap_or_default();
                    carrier.extend([" xmlns", colon, name, "=\"", &uri, "\""]);
                }
                carrier.push('>');
                carrier.push_str(&text[node.range()]);
                carrier.push_str("</rubricate:rules>");
            }
            carrier + "<empty/></element>"
        }
        _ => text.to_owned(),
    };
    let schema = teixml::Schema::from_text(&carrier, source.base_uri(), source.syntax());
    let schema = schema.map_err(|error| error.to_string())?;
    let is_empty = schema.schematron().map_err(|error| error.to_string())?.is_empty();
    Ok((!is_empty).then_some(schema))
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
