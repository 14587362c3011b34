//! Which schema a document is validated against.

use super::compiled::Schema;
use super::error::SchemaError;
use super::files::{self, Files, Reader, Unread};
use super::said::Said;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::rules::finding;
use crate::source::{Source, guard};
use crate::span::Span;
use crate::steps::step;
use roxmltree::{Document, Node, NodeType};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Name of the schema that this program brings with it.
const EDITION: &str = "edition.rng";

/// What is wrong with an address that is not followed.
const OUTSIDE: &str = "lies outside the folder of the document, where nothing is looked for";

/// What to do about it.
const ASK: &str = "name it with --schema, or lay it beside the document";

/// What to do about a grammar that is not there.
const LAY_OR_NAME: &str = "lay the schema beside the document, or name it with --schema";

/// What to do about another schema that is not applied.
const LAY: &str = "lay a schema beside the document, or name it with --schema; or check the document elsewhere";

/// Bytes of an `xml-model` instruction: an address and a few words.
const MAX_MODEL: usize = 8 << 10;

/// The schemas of one run: each is compiled once, whatever the number of documents and threads.
pub struct Schemas {
    files: Arc<dyn Files>,
    given: Vec<Arc<Schema>>,
    /// By the folder of the document that names it, and its path.
    loaded: Mutex<BTreeMap<(PathBuf, PathBuf), Arc<Loaded>>>,
}

/// A schema that some thread has compiled or is compiling; none where there is no such file.
type Loaded = OnceLock<Option<Result<Arc<Schema>, SchemaError>>>;

/// What there is at an address.
enum Beside {
    /// Nothing.
    Nothing,
    /// It leads out of the folder of the document, where nothing is looked for.
    Outside,
    Schema(Result<Arc<Schema>, SchemaError>),
}

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

impl Default for Schemas {
    /// No schemas but the one of this program, and no files in which others could lie.
    fn default() -> Self {
        Self { files: files::nothing(), given: Vec::new(), loaded: Mutex::default() }
    }
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.given.iter().map(|schema| schema.name());
        f.debug_struct("Schemas").field("given", &names.collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

impl Schemas {
    /// Schemas that lie in these files. Until one is added, each document is validated against those that it names
    /// itself and that lie in its folder, or against the schema of this program's own TEI.
    #[must_use]
    pub fn new(files: impl Files + 'static) -> Self {
        Self { files: Arc::new(files), ..Self::default() }
    }

    /// Adds a schema for all documents: RELAX NG with the Schematron rules in it, `.rnc` in the compact syntax, anything
    /// else in the XML syntax; or Schematron alone. Once RELAX NG is among them, nothing else counts that a document
    /// names.
    ///
    /// # Errors
    /// It cannot be read, or is neither.
    pub fn add(&mut self, path: &Path) -> Result<(), SchemaError> {
        let reader = Reader::new(Arc::clone(&self.files));
        let source = reader.read(path).map_err(|unread| SchemaError::new(unread.message()))?;
        self.given.push(Arc::new(Schema::compile(&source, &reader)?));
        Ok(())
    }

    /// Validates a document. What cannot be found is reported among `findings`; what the schemas say is given back.
    pub(in crate::check) fn validate(
        &self,
        source: &Source,
        document: &Document,
        path: Option<&Path>,
        findings: &mut Vec<Diagnostic>,
    ) -> Said {
        let mut all = Said::default();
        for schema in self.of(document, path.and_then(Path::parent), findings) {
            all.add(schema.check(source, document, path));
        }
        all
    }

    /// The schemas for a document: the given ones. Where there is no grammar among them, also those that its
    /// `xml-model` instructions name, looked up in the folder it lies in; else the one of this program. What cannot be
    /// found is reported.
    fn of(&self, document: &Document, folder: Option<&Path>, findings: &mut Vec<Diagnostic>) -> Vec<Arc<Schema>> {
        let mut schemas = self.given.clone();
        if schemas.iter().any(|schema| schema.has_grammar()) {
            return schemas;
        }
        let models = models(document);
        let grammars: BTreeSet<_> = models.iter().filter(|it| it.is_grammar()).map(|it| &*it.href).collect();
        let mut named = false;
        for model in &models {
            step(schemas.len() + 1);
            match model.kind {
                ModelKind::RelaxNg => {
                    named = true;
                    match self.named(&model.href, folder) {
                        Ok(schema) if schemas.iter().any(|other| Arc::ptr_eq(other, &schema)) => {}
                        Ok(schema) => schemas.push(schema),
                        Err((message, hint)) => {
                            findings.push(finding("schema/not-found", model.span, message).hint(hint));
                        }
                    }
                }
                // ODD processors write the rules into the grammar and name the same file for both.
                ModelKind::Schematron if grammars.contains(&*model.href) => {}
                ModelKind::Schematron => match self.beside(&model.href, folder) {
                    Beside::Schema(Ok(schema)) if schemas.iter().any(|other| Arc::ptr_eq(other, &schema)) => {}
                    Beside::Schema(Ok(schema)) if !schema.has_grammar() => schemas.push(schema),
                    Beside::Schema(Err(error)) => findings.push(model.note(error.to_string(), LAY)),
                    Beside::Schema(Ok(_)) => {
                        findings.push(model.note(format!("`{}` is no Schematron schema", model.href), LAY));
                    }
                    Beside::Nothing => {
                        let message = format!("the Schematron schema `{}` is not here; it is not applied", model.href);
                        findings.push(model.note(message, LAY));
                    }
                    Beside::Outside => {
                        let message = format!("the Schematron schema `{}` {OUTSIDE}; it is not applied", model.href);
                        findings.push(model.note(message, ASK));
                    }
                },
                ModelKind::Other => {
                    let message = format!("`{}` is no RELAX NG or Schematron schema; it is not applied", model.href);
                    findings.push(model.note(message, LAY));
                }
            }
        }
        if !named {
            schemas.push(Schema::edition());
        }
        schemas
    }

    /// The grammar of this address, or what is wrong and what to do.
    fn named(&self, href: &str, folder: Option<&Path>) -> Result<Arc<Schema>, (String, &'static str)> {
        let beside = self.beside(href, folder);
        if let Beside::Schema(schema) = beside {
            return schema.map_err(|error| (error.to_string(), LAY_OR_NAME));
        }
        if Path::new(address(href)).file_name().is_some_and(|name| name == EDITION) {
            return Ok(Schema::edition());
        }
        Err(match beside {
            Beside::Outside => (format!("the schema `{href}` {OUTSIDE}; the document was not validated"), ASK),
            _ => (format!("the schema `{href}` is not here; the document was not validated"), LAY_OR_NAME),
        })
    }

    /// The schema of this address that lies in the folder of the document. An address that leads out of it is not
    /// followed: who wrote the document need not be who checks it.
    fn beside(&self, href: &str, folder: Option<&Path>) -> Beside {
        let (Some(folder), Some(local)) = (folder, local(href)) else { return Beside::Nothing };
        let reader = Reader::within(Arc::clone(&self.files), folder);
        let Some(path) = reader.place(folder, &local) else { return Beside::Outside };
        let loaded = {
            let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(loaded.entry((folder.to_owned(), path.components().collect())).or_default())
        };
        let load = || match reader.read(&path) {
            Ok(source) => Some(Schema::compile(&source, &reader).map(Arc::new)),
            Err(Unread::Absent(_)) => None,
            Err(Unread::Failed(message)) => Some(Err(SchemaError::new(message))),
        };
        loaded.get_or_init(load).clone().map_or(Beside::Nothing, Beside::Schema)
    }
}

impl Model {
    fn is_grammar(&self) -> bool {
        matches!(self.kind, ModelKind::RelaxNg)
    }

    /// Why it is not applied.
    fn note(&self, message: String, hint: &str) -> Diagnostic {
        finding("schema/not-evaluated", self.span, message).level(Level::Note).hint(hint)
    }
}

/// An address without query and fragment.
fn address(href: &str) -> &str {
    href.split(['?', '#']).next().unwrap_or_default()
}

/// Where a schema could lie, from the folder of the document: the path itself; the last part of a web address. Nothing
/// is ever fetched.
fn local(href: &str) -> Option<PathBuf> {
    let href = address(href);
    let path = if href.contains("://") { href.rsplit('/').next().unwrap_or_default() } else { href };
    (!path.is_empty()).then(|| PathBuf::from(path))
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
            step(value.len());
            // Its pseudo-attributes are written like those of an element.
            let element = format!("<model {value}/>");
            if value.len() > MAX_MODEL || guard::refused(&element, guard::MAX_MARKUP, guard::MAX_DEPTH).is_some() {
                return None;
            }
            let parsed = Document::parse(&element).ok()?;
            let attribute = |name: &str| parsed.root_element().attribute(name).unwrap_or_default().to_owned();
            let href = attribute("href");
            let extension =
                Path::new(address(&href)).extension().and_then(|it| Some(it.to_str()?.to_ascii_lowercase()));
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
    use std::io::ErrorKind;

    /// Files of a few words.
    const FILES: [(&str, &str); 9] = [
        ("here/own.rnc", "start = element TEI { empty }"),
        ("here/other.rnc", "start = element TEI { empty }"),
        (
            "here/sub/deep.rng",
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='../base.rng'/></grammar>",
        ),
        (
            "here/base.rng",
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='TEI'><empty/></element></start></grammar>",
        ),
        (
            "here/leading-out.rng",
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='../secret.rng'/></grammar>",
        ),
        ("here/no-schema.rng", "nothing"),
        (
            "here/own.sch",
            "<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern><rule context='TEI'><assert test='text'>no \
                          text</assert></rule></pattern></schema>",
        ),
        (
            "secret.rng",
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='TEI'><empty/></element></start></grammar>",
        ),
        ("secret.sch", "<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>"),
    ];

    fn schemas() -> Schemas {
        Schemas::new(|path: &Path, _: u64| {
            let path = path.strip_prefix("here/..").unwrap_or(path);
            let file = FILES.iter().find(|(name, _)| Path::new(name) == path);
            file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| ErrorKind::NotFound.into())
        })
    }

    /// The names of the schemas for a document, and the findings.
    fn all_found(xml: &str, folder: Option<&str>) -> (Vec<String>, Vec<Diagnostic>) {
        let document = Document::parse(xml).expect("well-formed");
        let mut findings = Vec::new();
        let schemas = schemas().of(&document, folder.map(Path::new), &mut findings);
        (schemas.iter().map(|schema| schema.name().to_owned()).collect(), findings)
    }

    /// The same with the rules of the findings only.
    fn found(xml: &str, folder: Option<&str>) -> (Vec<String>, Vec<String>) {
        let (names, findings) = all_found(xml, folder);
        (names, findings.iter().map(|finding| finding.rule.to_string()).collect())
    }

    fn model(href: &str, rest: &str) -> String {
        format!("<?xml-model href=\"{href}\"{rest}?><TEI/>")
    }

    const SCHEMATRON: &str = " schematypens=\"http://purl.oclc.org/dsdl/schematron\"";

    fn named(names: &[&str], rules: &[&str]) -> (Vec<String>, Vec<String>) {
        let owned = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        (owned(names), owned(rules))
    }

    #[test]
    fn a_schema_is_looked_up_beside_the_document() {
        let here = Some("here");
        assert_eq!(found(&model("own.rnc", ""), here), named(&["here/own.rnc"], &[]));
        assert_eq!(found(&model("https://example.org/a/own.rnc?v=1", ""), here), named(&["here/own.rnc"], &[]));
        assert_eq!(found(&model("own.rnc", ""), None), named(&[], &["schema/not-found"]));
        assert_eq!(found(&model("none.rnc", ""), here), named(&[], &["schema/not-found"]));
        assert_eq!(found(&model("no-schema.rng", ""), here), named(&[], &["schema/not-found"]));
        let both = "<?xml-model href='own.rnc'?><?xml-model href='other.rnc'?>".repeat(2) + "<TEI/>";
        assert_eq!(found(&both, here), named(&["here/own.rnc", "here/other.rnc"], &[]));
        assert_eq!(found("<TEI/>", None), named(&["edition.rng"], &[]));
        assert_eq!(found(&model("../edition.rng", ""), here), named(&["edition.rng"], &[]));
        let not_evaluated = named(&["edition.rng"], &["schema/not-evaluated"]);
        assert_eq!(found(&model("none.sch", SCHEMATRON), here), not_evaluated);
        assert_eq!(found(&model("own.rnc", SCHEMATRON), here), not_evaluated);
        let twice = model("own.sch", SCHEMATRON).repeat(2).replace("<TEI/><", "<");
        assert_eq!(found(&twice, here), named(&["here/own.sch", "edition.rng"], &[]));
    }

    #[test]
    fn no_address_leads_out_of_the_folder_of_the_document() {
        let here = Some("here");
        for href in ["../secret.rng", "/secret.rng", "sub/../../secret.rng", "./../secret.rng"] {
            let (names, findings) = all_found(&model(href, ""), here);
            let [finding] = &*findings else { panic!("{href}: {findings:?}") };
            assert!(names.is_empty() && finding.rule == "schema/not-found", "{href}: {names:?} {finding:?}");
            let said =
                format!("the schema `{href}` lies outside the folder of the document, where nothing is looked for;");
            assert!(finding.message.starts_with(&said), "{finding:?}");
            assert_eq!(finding.hints, ["name it with --schema, or lay it beside the document"]);
        }
        let (names, findings) = all_found(&model("../secret.sch", SCHEMATRON), here);
        assert_eq!(names, ["edition.rng"]);
        assert!(findings[0].message.contains("`../secret.sch` lies outside"), "{findings:?}");
        // What stays in it is found, however it is written; so is what a schema there includes.
        assert_eq!(found(&model("sub/../own.rnc", ""), here), named(&["here/own.rnc"], &[]));
        assert_eq!(found(&model("sub/deep.rng", ""), here), named(&["here/sub/deep.rng"], &[]));
        let (names, findings) = all_found(&model("leading-out.rng", ""), here);
        assert!(names.is_empty() && findings[0].message.contains("../secret.rng: lies outside"), "{findings:?}");
        // Somebody who asks for a schema asks for what it includes.
        let mut asked = schemas();
        asked.add(Path::new("here/leading-out.rng")).expect("it is followed");
        assert!(asked.add(Path::new("secret.sch")).is_err_and(|error| error.to_string().contains("it holds no rules")));
    }
}
