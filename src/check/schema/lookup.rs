//! Which schema a document is validated against.

use super::{Schema, SchemaError};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::source::guard;
use roxmltree::{Document, Node, NodeType};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// Name of the schema that this program brings with it.
const EDITION: &str = "edition.rng";

/// Bytes of an `xml-model` instruction: an address and a few words.
const MAX_MODEL: usize = 8 << 10;

/// The schemas of one run: each is compiled once, whatever the number of documents and threads.
#[derive(Debug, Default)]
pub struct Schemas {
    given: Option<Arc<Schema>>,
    loaded: Mutex<BTreeMap<PathBuf, Arc<Loaded>>>,
}

/// A schema that some thread has compiled or is compiling.
type Loaded = OnceLock<Result<Arc<Schema>, SchemaError>>;

/// What a document says about its schemas.
struct Model {
    href: String,
    span: Span,
    kind: ModelKind,
}

enum ModelKind {
    RelaxNg,
    Schematron,
    Other,
}

impl Schemas {
    /// One schema for all documents, whatever they say themselves.
    #[must_use]
    pub fn given(schema: Schema) -> Self {
        Self { given: Some(Arc::new(schema)), loaded: Mutex::default() }
    }

    /// The schemas for a document: the given one; else those that its `xml-model` instructions name, looked up in the
    /// folder it lies in; else the one of this program. What cannot be found is reported.
    pub(in crate::check) fn of(
        &self,
        document: &Document,
        folder: Option<&Path>,
        findings: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Schema>> {
        if let Some(given) = &self.given {
            return vec![Arc::clone(given)];
        }
        let models = models(document);
        let grammars: BTreeSet<_> = models.iter().filter(|it| it.is_grammar()).map(|it| &*it.href).collect();
        let mut schemas: Vec<Arc<Schema>> = Vec::new();
        let mut named = false;
        for model in &models {
            match model.kind {
                ModelKind::RelaxNg => {
                    named = true;
                    match self.named(&model.href, folder) {
                        Ok(schema) if schemas.iter().any(|other| Arc::ptr_eq(other, &schema)) => {}
                        Ok(schema) => schemas.push(schema),
                        Err((rule, message)) => findings.push(
                            Diagnostic::new(rule, Level::Warning, model.span, message)
                                .hint("lay the schema beside the document, or name it with --schema"),
                        ),
                    }
                }
                // ODD processors write the rules into the grammar and name the same file for both.
                ModelKind::Schematron if grammars.contains(&*model.href) => {}
                ModelKind::Schematron | ModelKind::Other => {
                    let message = format!("`{}` is no RELAX NG schema; it is not applied", model.href);
                    findings.push(
                        Diagnostic::new("schema/not-evaluated", Level::Note, model.span, message)
                            .hint("check the document against it elsewhere, or name a RELAX NG schema with --schema"),
                    );
                }
            }
        }
        if !named {
            schemas.push(Schema::edition());
        }
        schemas
    }

    fn named(&self, href: &str, folder: Option<&Path>) -> Result<Arc<Schema>, (&'static str, String)> {
        let file = local(href);
        let found = folder.zip(file.as_ref()).map(|(folder, file)| folder.join(file)).filter(|path| path.is_file());
        if let Some(path) = found {
            let key = path.canonicalize().unwrap_or_else(|_| path.clone());
            let loaded = {
                let mut loaded = self.loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                Arc::clone(loaded.entry(key).or_default())
            };
            let schema = loaded.get_or_init(|| Schema::from_file(&path).map(Arc::new));
            return schema.clone().map_err(|error| ("schema/not-found", error.to_string()));
        }
        if file.as_deref().and_then(Path::file_name).is_some_and(|name| name == EDITION) {
            return Ok(Schema::edition());
        }
        let message = format!("the schema `{href}` is not here; the document was not validated");
        Err(("schema/not-found", message))
    }
}

impl Model {
    fn is_grammar(&self) -> bool {
        matches!(self.kind, ModelKind::RelaxNg)
    }
}

/// Where a schema could lie, from the folder of the document: the path itself if it is relative; the last part of a
/// web address. Nothing is ever fetched.
fn local(href: &str) -> Option<PathBuf> {
    let href = href.split(['?', '#']).next().unwrap_or_default();
    if href.contains("://") {
        return href.rsplit('/').next().filter(|name| !name.is_empty()).map(PathBuf::from);
    }
    let path = PathBuf::from(href);
    let is_relative = path.components().all(|part| !matches!(part, Component::RootDir | Component::Prefix(_)));
    (is_relative && !href.is_empty()).then_some(path)
}

/// The `xml-model` instructions before the root element.
fn models(document: &Document) -> Vec<Model> {
    let is_model =
        |node: &Node| node.node_type() == NodeType::PI && node.pi().is_some_and(|pi| pi.target == "xml-model");
    let before = document.root().children().take_while(|node| !node.is_element());
    before
        .filter(is_model)
        .filter_map(|node| {
            let value = node.pi()?.value.unwrap_or_default();
            // Its pseudo-attributes are written like those of an element.
            let element = format!("<model {value}/>");
            if value.len() > MAX_MODEL || guard::refused(&element, guard::MAX_MARKUP, guard::MAX_DEPTH).is_some() {
                return None;
            }
            let parsed = Document::parse(&element).ok()?;
            let attribute = |name: &str| parsed.root_element().attribute(name).unwrap_or_default().to_owned();
            let href = attribute("href");
            let path = href.split(['?', '#']).next().unwrap_or_default();
            let extension = Path::new(path).extension().and_then(|it| Some(it.to_str()?.to_ascii_lowercase()));
            let kind = match (&*attribute("schematypens"), extension.as_deref()) {
                ("http://relaxng.org/ns/structure/1.0", _) | ("", Some("rng" | "rnc")) => ModelKind::RelaxNg,
                ("http://purl.oclc.org/dsdl/schematron", _) | ("", Some("sch")) => ModelKind::Schematron,
                _ => ModelKind::Other,
            };
            Some(Model { href, span: Span::from(node.range()), kind })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(xml: &str, folder: Option<&Path>) -> (Vec<String>, Vec<String>) {
        let document = Document::parse(xml).expect("well-formed");
        let mut findings = Vec::new();
        let schemas = Schemas::default().of(&document, folder, &mut findings);
        let rules = findings.iter().map(|finding| finding.rule.to_string()).collect();
        (schemas.iter().map(|schema| schema.name().to_owned()).collect(), rules)
    }

    #[test]
    fn a_schema_is_looked_up_beside_the_document() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("own.rnc");
        std::fs::write(&path, "start = element TEI { empty }").expect("a temporary file");
        let own = vec![path.display().to_string()];
        let here = Some(folder.path());
        let model = |href: &str, rest: &str| format!("<?xml-model href=\"{href}\"{rest}?><TEI/>");
        assert_eq!(found(&model("own.rnc", ""), here), (own.clone(), vec![]));
        assert_eq!(found(&model("https://example.org/a/own.rnc?v=1", ""), here), (own.clone(), vec![]));
        assert_eq!(found(&model("own.rnc", ""), None), (vec![], vec!["schema/not-found".into()]));
        let other = folder.path().join("other.rnc");
        std::fs::write(&other, "start = element TEI { empty }").expect("a temporary file");
        let both = "<?xml-model href='own.rnc'?><?xml-model href='other.rnc'?>".repeat(2) + "<TEI/>";
        assert_eq!(found(&both, here), ([&own[..], &[other.display().to_string()]].concat(), vec![]));
        let absolute = path.display().to_string();
        assert_eq!(found(&model(&absolute, ""), here), (vec![], vec!["schema/not-found".into()]));
        let edition = vec!["edition.rng".to_owned()];
        assert_eq!(found("<TEI/>", None), (edition.clone(), vec![]));
        assert_eq!(found(&model("../edition.rng", ""), here), (edition.clone(), vec![]));
        let schematron = " schematypens=\"http://purl.oclc.org/dsdl/schematron\"";
        assert_eq!(found(&model("own.sch", schematron), here), (edition, vec!["schema/not-evaluated".into()]));
    }
}
