//! Getting a schema ready to be asked what it would have allowed.

use super::vocabulary::Vocabulary;
use super::xml_syntax::RELAX_NG;
use super::{compact, xml_syntax};
use std::collections::BTreeSet;
use teixml::relaxng::{SchemaResolver, SchemaSource, SchemaSyntax};

/// Namespace of the element that questions to the validator stand in.
pub(super) const QUESTIONS: &str = "urn:rubricate:questions";

/// The names in a schema and the files it includes. What cannot be read gives none: the validator says why.
pub(super) fn vocabulary(source: &SchemaSource, resolver: &impl SchemaResolver) -> Vocabulary {
    let mut all = Vocabulary::default();
    let mut read = BTreeSet::new();
    let mut waiting = vec![source.clone()];
    while let Some(source) = waiting.pop() {
        if !read.insert(source.base_uri().to_owned()) {
            continue;
        }
        let included = match source.syntax() {
            SchemaSyntax::Compact => compact::vocabulary(source.text(), &mut all),
            SchemaSyntax::Xml => xml_syntax::vocabulary(source.text(), &mut all),
        };
        waiting.extend(included.iter().filter_map(|href| resolver.resolve(href, source.base_uri()).ok()));
    }
    all
}

/// The schema with one more way to start: an element in which any element may stand any number of times, so that
/// the validator can be asked what it would allow. `None` where the schema has no place for it.
pub(super) fn with_questions(vocabulary: &Vocabulary, source: &SchemaSource) -> Option<SchemaSource> {
    if vocabulary.definitions.is_empty() {
        return None;
    }
    let text = source.text();
    let (before, after, start) = match source.syntax() {
        SchemaSyntax::Xml => {
            let at = text.rfind("</").filter(|at| text[*at..].contains("grammar"))?;
            let refs: Vec<_> = vocabulary.definitions.iter().map(|name| format!("<ref name=\"{name}\"/>")).collect();
            let refs = refs.concat();
            let start = format!(
                "<start combine=\"choice\" xmlns=\"{RELAX_NG}\"><element name=\"questions\" ns=\"{QUESTIONS}\">\
                 <zeroOrMore><choice>{refs}</choice></zeroOrMore></element></start>"
            );
            (&text[..at], &text[at..], start)
        }
        SchemaSyntax::Compact => {
            let names: Vec<&str> = vocabulary.definitions.iter().map(String::as_str).collect();
            let element = format!("element rubricate-questions:questions {{ ({})* }}", names.join(" | "));
            (text, "", format!("\nstart |= {element}\n"))
        }
    };
    let declaration = match source.syntax() {
        SchemaSyntax::Xml => String::new(),
        SchemaSyntax::Compact => format!("namespace rubricate-questions = \"{QUESTIONS}\"\n"),
    };
    let text = [&declaration, before, &start, after].concat();
    Some(SchemaSource::new(text, source.base_uri(), source.syntax()))
}
