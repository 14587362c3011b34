//! The names that a schema speaks of: what a message may say would have been allowed.

use super::compact;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use teixml::relaxng::{ExpandedName, SchemaResolver, SchemaSource, SchemaSyntax};

/// Namespace of RELAX NG.
pub(super) const RELAX_NG: &str = "http://relaxng.org/ns/structure/1.0";

/// Namespace of the element that questions to the validator stand in.
pub(super) const QUESTIONS: &str = "urn:rubricate:questions";

/// Names, in the order of their namespaces and letters.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Elements.
    pub elements: BTreeSet<ExpandedName>,
    /// Attributes.
    pub attributes: BTreeSet<ExpandedName>,
    /// Definitions that stand for an element.
    pub definitions: BTreeSet<String>,
    /// Listed values, by the attribute they are listed for; under no name those of shared lists.
    values: BTreeMap<Option<String>, BTreeSet<String>>,
}

impl Vocabulary {
    /// Reads the names in a schema and the files it includes. What cannot be read gives none: the validator says why.
    pub fn of(source: &SchemaSource, resolver: &impl SchemaResolver) -> Self {
        let mut all = Self::default();
        let mut read = BTreeSet::new();
        let mut waiting = vec![source.clone()];
        while let Some(source) = waiting.pop() {
            if !read.insert(source.base_uri().to_owned()) {
                continue;
            }
            let included = match source.syntax() {
                SchemaSyntax::Compact => compact::vocabulary(source.text(), &mut all),
                SchemaSyntax::Xml => all.read(source.text()),
            };
            waiting.extend(included.iter().filter_map(|href| resolver.resolve(href, source.base_uri()).ok()));
        }
        all
    }

    /// Adds a listed value.
    pub fn value(&mut self, attribute: Option<&str>, value: &str) {
        self.values.entry(attribute.map(str::to_owned)).or_default().insert(value.to_owned());
    }

    /// The values that may be meant for an attribute: those listed for it, then those of shared lists.
    pub fn values_of(&self, attribute: &str) -> Vec<&str> {
        let shared = self.values.get(&None).into_iter().flatten();
        self.listed_for(attribute).chain(shared.map(String::as_str)).collect()
    }

    /// The values that are listed for an attribute itself.
    pub fn listed_for(&self, attribute: &str) -> impl Iterator<Item = &str> {
        self.values.get(&Some(attribute.to_owned())).into_iter().flatten().map(String::as_str)
    }

    fn read(&mut self, text: &str) -> Vec<String> {
        let mut included = Vec::new();
        let Ok(document) = Document::parse(text) else { return included };
        let patterns = |node: &Node| node.tag_name().namespace() == Some(RELAX_NG);
        for node in document.descendants().filter(patterns) {
            match node.tag_name().name() {
                "element" => self.elements.extend(names(node)),
                "attribute" => self.attributes.extend(names(node)),
                "value" => {
                    let attribute = node.ancestors().find(|it| it.has_tag_name((RELAX_NG, "attribute")));
                    let attribute = attribute.and_then(|it| names(it).next());
                    self.value(attribute.as_ref().map(|name| name.local.as_str()), node.text().unwrap_or_default());
                }
                "define" if stands_for_element(node) => {
                    self.definitions.extend(node.attribute("name").map(|name| name.trim().to_owned()));
                }
                "include" | "externalRef" => included.extend(node.attribute("href").map(str::to_owned)),
                _ => {}
            }
        }
        included
    }

    /// The schema with one more way to start: an element in which any element may stand any number of times, so that
    /// the validator can be asked what it would allow. `None` where the schema has no place for it.
    pub fn with_questions(&self, source: &SchemaSource) -> Option<SchemaSource> {
        if self.definitions.is_empty() {
            return None;
        }
        let text = source.text();
        let (before, after, start) = match source.syntax() {
            SchemaSyntax::Xml => {
                let at = text.rfind("</").filter(|at| text[*at..].contains("grammar"))?;
                let refs: Vec<_> = self.definitions.iter().map(|name| format!("<ref name=\"{name}\"/>")).collect();
                let refs = refs.concat();
                let start = format!(
                    "<start combine=\"choice\" xmlns=\"{RELAX_NG}\"><element name=\"questions\" ns=\"{QUESTIONS}\">\
                     <zeroOrMore><choice>{refs}</choice></zeroOrMore></element></start>"
                );
                (&text[..at], &text[at..], start)
            }
            SchemaSyntax::Compact => {
                let names: Vec<&str> = self.definitions.iter().map(String::as_str).collect();
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
}

/// The names of an `element` or `attribute` of a schema; none where any name will do.
pub(super) fn names<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = ExpandedName> + 'a {
    let is_element = node.tag_name().name() == "element";
    let inherited = move |node: Node<'a, 'a>| node.ancestors().find_map(|it| it.attribute("ns")).map(str::to_owned);
    let expanded = move |name: &str, namespace: Option<String>| {
        let (namespace, local) = match name.trim().split_once(':') {
            // The parser does not list this prefix, which needs no declaration.
            Some(("xml", local)) => (Some(roxmltree::NS_XML_URI.to_owned()), local),
            Some((prefix, local)) => (node.lookup_namespace_uri(Some(prefix)).map(str::to_owned), local),
            None => (namespace, name.trim()),
        };
        ExpandedName::new(namespace.filter(|uri| !uri.is_empty()), local)
    };
    // The short form of an attribute does not inherit the namespace, its name elements do.
    let own = if is_element { inherited(node) } else { node.attribute("ns").map(str::to_owned) };
    let short = node.attribute("name").map(|name| expanded(name, own));
    let long = node
        .children()
        .filter(|it| it.has_tag_name((RELAX_NG, "name")) || it.has_tag_name((RELAX_NG, "choice")))
        .flat_map(|it| it.descendants())
        .filter(|it| it.has_tag_name((RELAX_NG, "name")))
        .filter_map(move |it| Some(expanded(it.text()?, inherited(it))));
    // Behind the name of the short form, `choice` is content and holds no `name` but those of inner elements.
    let long = long.take(if short.is_some() { 0 } else { usize::MAX });
    short.into_iter().chain(long)
}

/// Whether a definition holds an element that stands in no other.
fn stands_for_element(define: Node) -> bool {
    let mut waiting: Vec<Node> = define.children().collect();
    while let Some(node) = waiting.pop() {
        match node.tag_name().name() {
            "element" => return true,
            "attribute" => {}
            _ => waiting.extend(node.children()),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let text = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:x'><start><ref name='one'/></start>\
                    <define name='one'><element name='one'><attribute name='xml:id'/><attribute name='kind'><choice><value>a</value>\
                    <value>b</value></choice></attribute><choice><element><name>two</name><empty/></element></choice>\
                    </element></define><define name='list'><value>c</value></define><include href='more.rng'/></grammar>";
        let mut vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.read(text), ["more.rng"]);
        let names = |names: &BTreeSet<ExpandedName>| names.iter().map(ExpandedName::to_string).collect::<Vec<_>>();
        assert_eq!(names(&vocabulary.elements), ["{urn:x}one", "{urn:x}two"]);
        assert_eq!(names(&vocabulary.attributes), ["kind", "{http://www.w3.org/XML/1998/namespace}id"]);
        assert_eq!(vocabulary.values_of("kind"), ["a", "b", "c"]);
        assert_eq!(vocabulary.definitions.iter().collect::<Vec<_>>(), ["one"]);
    }
}
