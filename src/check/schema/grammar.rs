//! The grammar of a schema: which elements and attributes may stand where.

use super::allowed::{Oracle, Question};
use super::asking::{self, QUESTIONS};
use super::deep::deep;
use super::element::{Element, NodePart};
use super::error::SchemaError;
use super::files::Reader;
use super::outline::{Names, Outline};
use super::said::{MOST_FAULTS, Said, unlisted};
use super::vocabulary::Vocabulary;
use super::words::{self, Refused};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};
use teixml::relaxng::{self, DatatypeRegistry, IdTypes, SchemaSource, SchemaSyntax, ValidationErrorKind};

/// Faults of a document that are reported with what would have been allowed: where there are more, one causes the rest.
const MOST_ANSWERS: usize = 100;

/// A grammar. It is compiled no further than the documents of a run ask for.
pub(super) struct Grammar {
    name: String,
    source: SchemaSource,
    /// Reads what it includes.
    reader: Reader,
    registry: DatatypeRegistry,
    /// What it can be cut by; none where it cannot.
    outline: Option<Outline>,
    /// The part that the documents so far could meet.
    cut: Mutex<Option<Arc<Cut>>>,
    /// All of it: compiled when a document has a fault, or at once where it cannot be cut.
    whole: OnceLock<Result<Whole, SchemaError>>,
}

/// Part of a grammar. Of the documents that have no other names, the same are valid as with the whole.
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

impl Grammar {
    /// Reads a grammar; `document` is one in the XML syntax.
    pub fn compile(
        name: String,
        source: SchemaSource,
        document: Option<&Document>,
        reader: Reader,
    ) -> Result<Self, SchemaError> {
        let registry = DatatypeRegistry::new();
        let outline = deep(|| outline(&source, document?, &registry)).flatten();
        let grammar = Self { name, source, reader, registry, outline, cut: Mutex::default(), whole: OnceLock::new() };
        if grammar.outline.is_none() {
            grammar.whole()?;
        }
        Ok(grammar)
    }

    /// The grammar of this program's own TEI, `schema/edition.rng`.
    pub fn edition() -> Arc<Self> {
        static EDITION: LazyLock<Arc<Grammar>> = LazyLock::new(|| {
            let text = include_str!("../../../schema/edition.rng");
            let source = SchemaSource::new(text, "", SchemaSyntax::Xml);
            let document = Document::parse(text).ok();
            let grammar = Grammar::compile("edition.rng".into(), source, document.as_ref(), Reader::nowhere());
            Arc::new(grammar.expect("the schema of this crate is well-formed; tests compile it"))
        });
        Arc::clone(&EDITION)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The schema that it was read from.
    pub fn source(&self) -> &SchemaSource {
        &self.source
    }

    /// Which attributes are ids, as far as the whole grammar was compiled.
    pub fn id_types(&self) -> Arc<IdTypes> {
        let whole = self.whole.get().and_then(|whole| whole.as_ref().ok());
        whole.map(|whole| Arc::clone(&whole.id_types)).unwrap_or_default()
    }

    /// The whole grammar.
    fn whole(&self) -> Result<&Whole, SchemaError> {
        let compile = || {
            let whole = deep(|| {
                let vocabulary = asking::vocabulary(&self.source, &self.reader);
                let asking = asking::with_questions(&vocabulary, &self.source);
                let asking = asking.and_then(|source| relaxng::Schema::compile(&source, &self.reader).ok());
                let answers = asking.is_some();
                let grammar = asking.map_or_else(|| relaxng::Schema::compile(&self.source, &self.reader), Ok);
                grammar.map(|grammar| {
                    let id_types = Arc::new(grammar.id_types().clone());
                    Whole { grammar, id_types, vocabulary, answers }
                })
            });
            whole
                .ok_or_else(|| SchemaError::unusable(&self.name, &"reading it failed"))?
                .map_err(|error| SchemaError::unusable(&self.name, &error))
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
        let grammar = relaxng::Schema::compile(&source, &self.reader).ok()?;
        let id_types = Arc::new(grammar.id_types().clone());
        Some(Arc::clone(last.insert(Arc::new(Cut { names, grammar, id_types }))))
    }

    /// What does not match the grammar.
    pub fn check(&self, source: &Source, document: &Document) -> Result<Said, String> {
        let root = Element(document.root_element());
        if root.0.tag_name().namespace() == Some(QUESTIONS) {
            return Err("its root element is in a namespace that this program uses itself".into());
        }
        if let Some(cut) = self.cut(document)
            && cut.grammar.validate(&self.registry, &root).is_ok_and(|errors| errors.is_empty())
        {
            return Ok(Said::of(Vec::new(), Arc::clone(&cut.id_types)));
        }
        let Whole { grammar, id_types, vocabulary, answers } = self.whole().map_err(|error| error.to_string())?;
        let errors = grammar.validate(&self.registry, &root).map_err(|error| error.to_string())?;
        let more = errors.len().saturating_sub(MOST_FAULTS);
        let faults: Vec<(NodePart, ValidationErrorKind)> = errors
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
        let said = said.filter_map(|((place, kind), answer)| words::fault(source, document, *place, kind, answer));
        let mut findings: Vec<Diagnostic> = said.collect();
        findings.extend(unlisted(more));
        Ok(Said::of(findings, Arc::clone(id_types)))
    }
}

/// What the grammar can be cut by. `None` where it cannot, or where the validator does not know all its kinds of value,
/// which it says only of a whole grammar.
fn outline(source: &SchemaSource, document: &Document, registry: &DatatypeRegistry) -> Option<Outline> {
    let (outline, kinds) = Outline::of(source.text(), document)?;
    let kinds = relaxng::parse(&SchemaSource::new(kinds, source.base_uri(), SchemaSyntax::Xml)).ok()?;
    let kinds = relaxng::simplify(&kinds, &Reader::nowhere()).ok()?;
    relaxng::validate(&kinds, registry, &Element(document.root_element())).ok()?;
    Some(outline)
}
