//! The XML syntax of RELAX NG, as far as it must be known here.

use super::vocabulary::Vocabulary;
use roxmltree::{Document, Node};
use teixml::relaxng::ExpandedName;

/// Namespace of RELAX NG.
pub(super) const RELAX_NG: &str = "http://relaxng.org/ns/structure/1.0";

/// The names that a schema speaks of, and the files that it includes.
pub(super) fn vocabulary(text: &str, into: &mut Vocabulary) -> Vec<String> {
    let mut included = Vec::new();
    let Ok(document) = Document::parse(text) else { return included };
    let patterns = |node: &Node| node.tag_name().namespace() == Some(RELAX_NG);
    for node in document.descendants().filter(patterns) {
        match node.tag_name().name() {
            "element" => into.elements.extend(names(node)),
            "attribute" => into.attributes.extend(names(node)),
            "value" => {
                let attribute = node.ancestors().find(|it| it.has_tag_name((RELAX_NG, "attribute")));
                let attribute = attribute.and_then(|it| names(it).next());
                into.value(attribute.as_ref().map(|name| name.local.as_str()), node.text().unwrap_or_default());
            }
            "define" if stands_for_element(node) => {
                into.definitions.extend(node.attribute("name").map(|name| name.trim().to_owned()));
            }
            "include" | "externalRef" => included.extend(node.attribute("href").map(str::to_owned)),
            _ => {}
        }
    }
    included
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
    use std::collections::BTreeSet;

    #[test]
    fn names_are_found() {
        let text = "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:x'><start><ref name='one'/></start>\
                    <define name='one'><element name='one'><attribute name='xml:id'/><attribute name='kind'><choice><value>a</value>\
                    <value>b</value></choice></attribute><choice><element><name>two</name><empty/></element></choice>\
                    </element></define><define name='list'><value>c</value></define><include href='more.rng'/></grammar>";
        let mut vocabulary = Vocabulary::default();
        assert_eq!(super::vocabulary(text, &mut vocabulary), ["more.rng"]);
        let names = |names: &BTreeSet<ExpandedName>| names.iter().map(ExpandedName::to_string).collect::<Vec<_>>();
        assert_eq!(names(&vocabulary.elements), ["{urn:x}one", "{urn:x}two"]);
        assert_eq!(names(&vocabulary.attributes), ["kind", "{http://www.w3.org/XML/1998/namespace}id"]);
        assert_eq!(vocabulary.values_of("kind"), ["a", "b", "c"]);
        assert_eq!(vocabulary.definitions.iter().collect::<Vec<_>>(), ["one"]);
    }
}
