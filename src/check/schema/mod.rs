//! Validation against a RELAX NG grammar and the Schematron rules in it.
//!
//! The crate `teixml` does the work; nothing outside this folder knows it. What it says is put into words here, with
//! what would have been allowed.

mod allowed;
mod compact;
mod element;
mod lookup;
mod outline;
mod vocabulary;
mod words;

pub use lookup::Schemas;

use super::place::bytes_of;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use allowed::{Oracle, Question};
use element::{Element, Place};
use outline::{Names, Outline};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};
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
/// there are at most 512, in a document (`check::guard`) as in a schema. Reserved, not used.
const STACK: usize = 128 << 20;

/// A compiled schema. It is made once and used for any number of documents, on any number of threads.
pub struct Schema {
    name: String,
    source: SchemaSource,
    registry: DatatypeRegistry,
    /// What the grammar can be cut by; none where it cannot.
    outline: Option<Outline>,
    /// The part of the grammar that the documents so far could meet.
    cut: Mutex<Option<Arc<Cut>>>,
    /// All of the grammar: compiled when a document has a fault, or at once where the grammar cannot be cut.
    whole: OnceLock<Result<Whole, SchemaError>>,
    /// The Schematron rules, where there are any.
    constraints: Option<teixml::Schema>,
}

/// Part of a grammar, with which the same documents are valid as with the whole, of those that have no other names.
struct Cut {
    names: Names,
    grammar: relaxng::Schema,
    id_types: Arc<IdTypes>,
}

/// A whole grammar.
struct Whole {
    grammar: relaxng::Schema,
    id_types: Arc<IdTypes>,
    vocabulary: Vocabulary,
    /// The grammar answers what would have been allowed.
    answers: bool,
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
    /// Reads a schema: `.rnc` in the compact syntax, anything else in the XML syntax.
    ///
    /// # Errors
    /// It cannot be read, or is no RELAX NG.
    pub fn from_file(path: &Path) -> Result<Self, SchemaError> {
        let source = Files::read(path).map_err(SchemaError)?;
        Self::compile(path.display().to_string(), source)
    }

    /// The schema of this program's own TEI, `schema/edition.rng`.
    ///
    /// # Panics
    /// Never: the tests compile it.
    #[must_use]
    pub fn edition() -> Arc<Self> {
        static EDITION: LazyLock<Arc<Schema>> = LazyLock::new(|| {
            let source = SchemaSource::new(include_str!("../../../schema/edition.rng"), "", SchemaSyntax::Xml);
            let schema = Schema::compile("edition.rng".into(), source);
            Arc::new(schema.expect("the schema of this crate is well-formed; tests compile it"))
        });
        Arc::clone(&EDITION)
    }

    /// What the schema is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn compile(name: String, source: SchemaSource) -> Result<Self, SchemaError> {
        let document = if source.syntax() == SchemaSyntax::Xml { Document::parse(source.text()).ok() } else { None };
        let document = document.as_ref();
        let registry = DatatypeRegistry::new();
        let (outline, constraints) = std::thread::scope(|scope| {
            // One core reads the rules while the other reads the grammar.
            let constraints = scope.spawn(|| constraints(&source, document));
            let outline = deep(|| outline(&source, document?, &registry)).flatten();
            (outline, constraints.join().unwrap_or_else(|_| Err("its Schematron rules cannot be read".into())))
        });
        let constraints = constraints.map_err(|error| unusable(&name, &error))?;
        let (cut, whole) = (Mutex::default(), OnceLock::new());
        let schema = Self { name, source, registry, outline, cut, whole, constraints };
        if schema.outline.is_none() {
            schema.whole()?;
        }
        Ok(schema)
    }

    /// The whole grammar.
    fn whole(&self) -> Result<&Whole, SchemaError> {
        let compile = || {
            let whole = deep(|| {
                let vocabulary = Vocabulary::of(&self.source, &Files);
                let asking = vocabulary.with_questions(&self.source);
                let asking = asking.and_then(|source| relaxng::Schema::compile(&source, &Files).ok());
                let answers = asking.is_some();
                let grammar = asking.map_or_else(|| relaxng::Schema::compile(&self.source, &Files), Ok);
                grammar.map(|grammar| {
                    let id_types = Arc::new(grammar.id_types().clone());
                    Whole { grammar, id_types, vocabulary, answers }
                })
            });
            whole
                .ok_or_else(|| unusable(&self.name, &"reading it failed"))?
                .map_err(|error| unusable(&self.name, &error))
        };
        self.whole.get_or_init(compile).as_ref().map_err(Clone::clone)
    }

    /// A part of the grammar that is enough for a document.
    fn cut(&self, document: &Document) -> Option<Arc<Cut>> {
        let outline = self.outline.as_ref()?;
        let mut names = Names::new();
        outline.names_in(document, &mut names);
        let mut last = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cut) = last.as_ref() {
            if cut.names.is_superset(&names) {
                return Some(Arc::clone(cut));
            }
            names.extend(&cut.names);
            // Others will have other names: those of our own TEI, most likely.
            if let Some(edition) = &Self::edition().outline {
                outline.names_of(edition, &mut names);
            }
        }
        let text = outline.cut(self.source.text(), &names);
        let source = SchemaSource::new(text, self.source.base_uri(), SchemaSyntax::Xml);
        let grammar = relaxng::Schema::compile(&source, &Files).ok()?;
        let id_types = Arc::new(grammar.id_types().clone());
        Some(Arc::clone(last.insert(Arc::new(Cut { names, grammar, id_types }))))
    }

    /// Validates a document. `path` is where it lies, for rules that read files beside it.
    pub(super) fn check(&self, source: &Source, document: &Document, path: Option<&Path>) -> Said {
        let said = deep(|| -> Result<Said, String> {
            let mut said = self.grammar(source, document)?;
            said.findings.extend(self.constraints(source, path));
            Ok(said)
        });
        let failed = |reason: &str| {
            let message = format!("the document could not be validated against {}: {reason}", self.name);
            let finding = Diagnostic::new("schema/not-evaluated", Level::Error, None, message);
            let hint = "validate it with another validator, or against another schema with --schema";
            let whole = self.whole.get().and_then(|whole| whole.as_ref().ok());
            let id_types = whole.map(|whole| Arc::clone(&whole.id_types)).unwrap_or_default();
            Said { findings: vec![finding.hint(hint)], id_types }
        };
        said.map_or_else(|| failed("the validator failed"), |said| said.unwrap_or_else(|reason| failed(&reason)))
    }

    /// What does not match the grammar.
    fn grammar(&self, source: &Source, document: &Document) -> Result<Said, String> {
        let root = Element(document.root_element());
        if root.0.tag_name().namespace() == Some(vocabulary::QUESTIONS) {
            return Err("its root element is in a namespace that this program uses itself".into());
        }
        if let Some(cut) = self.cut(document)
            && cut.grammar.validate(&self.registry, &root).is_ok_and(|errors| errors.is_empty())
        {
            return Ok(Said { findings: Vec::new(), id_types: Arc::clone(&cut.id_types) });
        }
        let Whole { grammar, id_types, vocabulary, answers } = self.whole().map_err(|error| error.to_string())?;
        let errors = grammar.validate(&self.registry, &root).map_err(|error| error.to_string())?;
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
        let asked = faults.iter().take(if *answers { MOST_ANSWERS } else { 0 });
        let questions: Vec<_> = asked.map(|(place, kind)| words::question(document, *place, kind, &refused)).collect();
        // Many faults are alike; each question is put once.
        let distinct: Vec<Question> =
            questions.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let oracle = Oracle { schema: grammar, registry: &self.registry, vocabulary };
        let answers: BTreeMap<_, _> = distinct.iter().zip(oracle.ask(&distinct)).collect();
        let answers = questions.iter().map(|question| answers.get(question.as_ref()?)?.as_ref());
        let said = faults.iter().zip(answers.chain(std::iter::repeat(None)));
        let said = said.filter_map(|((place, kind), answer)| words::finding(source, document, *place, kind, answer));
        let mut findings: Vec<Diagnostic> = said.collect();
        findings.extend(unlisted_note(unlisted));
        Ok(Said { findings, id_types: Arc::clone(id_types) })
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

fn unusable(name: &str, error: &dyn fmt::Display) -> SchemaError {
    SchemaError(format!("{name}: is no schema that can be used: {error}"))
}

/// What the grammar can be cut by. `None` where it cannot, or where the validator does not know all its kinds of value,
/// which it says only of a whole grammar.
fn outline(source: &SchemaSource, document: &Document, registry: &DatatypeRegistry) -> Option<Outline> {
    let (outline, kinds) = Outline::of(source.text(), document)?;
    let kinds = relaxng::parse(&SchemaSource::new(kinds, source.base_uri(), SchemaSyntax::Xml)).ok()?;
    let kinds = relaxng::simplify(&kinds, &Files).ok()?;
    relaxng::validate(&kinds, registry, &Element(document.root_element())).ok()?;
    Some(outline)
}

/// The Schematron rules of a schema, if there are any. `document` is a schema in the XML syntax.
fn constraints(source: &SchemaSource, document: Option<&Document>) -> Result<Option<teixml::Schema>, String> {
    const LANGUAGES: [&str; 2] = ["http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron"];
    const RULES: [&str; 4] = ["ns", "let", "pattern", "diagnostics"];
    let text = source.text();
    let includes = |node: Node| matches!(node.tag_name().name(), "include" | "externalRef");
    let whole = document.is_none_or(|document| document.descendants().any(includes));
    if !whole && !LANGUAGES.iter().any(|language| text.contains(language)) {
        return Ok(None);
    }
    let carrier = match document {
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
