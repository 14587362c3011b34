//! Rules for TEI.

pub(super) mod dates;
pub(super) mod deposit;
pub(super) mod letters;
pub(super) mod pointers;

use super::schema::{self, Schemas};
use super::{Check, Findings, allow, rule, rules};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span, guard, xml};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Namespace of TEI.
const TEI: &str = "http://www.tei-c.org/ns/1.0";

/// What is known about a document beside its text.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The schemas of the run.
    pub schemas: Arc<Schemas>,
    /// Where the document lies; schemas that it names are looked up from there.
    pub path: Option<PathBuf>,
    /// What it must be fit for.
    pub profile: Profile,
}

/// What a document must be fit for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// To be worked on and published.
    #[default]
    Edition,
    /// To be handed to an archive.
    Deposit,
}

/// A well-formed document as its rules see it. Ranges of nodes are spans of the source.
pub(super) struct Tei<'a> {
    pub(super) source: &'a Source,
    pub(super) document: &'a Document<'a>,
    pub(super) path: Option<&'a Path>,
}

/// Applies all rules for TEI.
pub(super) fn check(source: &Source, context: &Context, findings: &mut Vec<Diagnostic>) {
    match xml::parse(&source.text, guard::MAX_DEPTH) {
        Ok(document) => {
            let path = context.path.as_deref();
            let tei = Tei { source, document: &document, path };
            for rule in rules() {
                let check = match rule.check {
                    Check::Tei(check) => check,
                    Check::Deposit(check) if context.profile == Profile::Deposit => check,
                    _ => continue,
                };
                check(&tei, &mut Findings { rule, list: findings });
            }
            // What the schemas say.
            let schemas = context.schemas.of(&document, path.and_then(Path::parent), findings);
            let said: Vec<_> = schemas.iter().map(|schema| schema.check(source, &document, path)).collect();
            schema::ids(&document, &said.iter().map(|said| &*said.id_types), findings);
            // What a rule says of a date is said better.
            let dates: BTreeSet<_> =
                findings.iter().filter(|it| it.rule == "tei/impossible-date").filter_map(|it| it.span).collect();
            let again =
                |it: &Diagnostic| it.rule == "schema/attribute-value" && it.span.is_some_and(|at| dates.contains(&at));
            findings.extend(said.into_iter().flat_map(|said| said.findings).filter(|it| !again(it)));
            allow::in_comments(&document, findings);
        }
        Err(refused) => {
            let id = if refused.too_much { "tei/too-much" } else { "tei/not-well-formed" };
            let rule = rule(id).expect("it has a row; tests read them all");
            let mut findings = Findings { rule, list: findings };
            findings.push(character(source, refused.at), refused.message).hints.push(refused.hint.to_owned());
        }
    }
}

/// The character at a byte.
fn character(source: &Source, at: usize) -> Span {
    Span::new(at, at + source.text[at..].chars().next().map_or(0, char::len_utf8))
}

/// `<name` of an element.
fn tag(tei: &Tei, node: Node) -> Span {
    schema::tag_at(tei.source, node.range().start)
}

/// Whether a node is an element of TEI.
fn is_tei(node: &Node) -> bool {
    node.tag_name().namespace() == Some(TEI)
}

/// Whether a node is the element of TEI with this name.
fn named(node: &Node, name: &'static str) -> bool {
    node.has_tag_name((TEI, name))
}

/// The first child of this name.
fn child<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| named(it, name))
}

/// All elements of this name in a node, itself included.
fn descendants<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |it| named(it, name))
}
