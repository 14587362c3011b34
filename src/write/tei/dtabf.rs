//! The Base Format of the Deutsches Textarchiv: our TEI, told in the elements that DTABf has (`schema/dtabf.toml`).

use crate::write::xml::{Attribute, Xml};
use roxmltree::{Document, Node};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How elements are told otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Address of the schema.
    schema: String,
    elements: BTreeMap<String, Rule>,
}

/// How one element is told otherwise; `schema/dtabf.toml` says what each field means.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Rule {
    r#as: Option<String>,
    keep: Vec<String>,
    rename: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
    set: BTreeMap<String, String>,
    number: Option<String>,
    needs: Option<String>,
    r#else: Option<String>,
    before: Option<String>,
    noted: Option<String>,
    notes: bool,
    drop: bool,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../../schema/dtabf.toml");
    toml::from_str(text).expect("the table of this crate is well-formed; tests read it")
});

/// Tells our own TEI in DTABf.
pub(super) fn told(tei: &str) -> Vec<u8> {
    let document = Document::parse(tei).expect("what was just written is well-formed; tests write any tree");
    let mut teller = Teller { xml: Xml::with_capacity(tei.len()), in_header: false, counts: BTreeMap::new() };
    teller.xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let schema = &TABLE.schema;
    teller.xml.raw(&format!(
        "<?xml-model href=\"{schema}\" type=\"application/xml\" schematypens=\"http://relaxng.org/ns/structure/1.0\"?>\n"
    ));
    teller.element(document.root_element());
    teller.xml.line();
    teller.xml.into_bytes()
}

struct Teller {
    xml: Xml,
    in_header: bool,
    /// How many elements of each kind were numbered.
    counts: BTreeMap<&'static str, usize>,
}

impl Teller {
    fn element(&mut self, node: Node) {
        let name = node.tag_name().name();
        let Some(rule) = self.rule(node) else { return self.children(node) };
        if rule.drop {
            return;
        }
        let told = rule.r#as.as_deref().unwrap_or(name);
        if rule.needs.as_deref().is_some_and(|needs| attribute(node, needs).is_none()) {
            match rule.r#else.as_deref() {
                Some(other) => {
                    self.xml.open(other, &[]);
                    self.children(node);
                    return self.xml.close(other);
                }
                None => return self.children(node),
            }
        }
        let attributes = self.attributes(node, rule);
        let mut attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (&**name, &**value)).collect();
        if node.parent().is_some_and(|parent| parent.is_root()) {
            attributes.insert(0, ("xmlns", super::names::NAMESPACE));
        }
        if rule.notes {
            self.xml.empty(told, &attributes);
            if node.has_children() {
                self.xml.open("note", &[("type", "editorial")]);
                self.children(node);
                self.xml.close("note");
            }
            return;
        }
        let before = rule.before.as_deref().and_then(|name| attribute(node, name));
        if !node.has_children() && before.is_none() {
            return self.xml.empty(told, &attributes);
        }
        self.xml.open(told, &attributes);
        if let Some(noted) = rule.noted.as_deref().and_then(|name| attribute(node, name)) {
            self.xml.element("note", &[("type", "remarkDocument")], noted);
        }
        if let Some(before) = before {
            self.xml.text(before);
            self.xml.text(" ");
        }
        self.children(node);
        self.xml.close(told);
    }

    fn rule(&self, node: Node) -> Option<&'static Rule> {
        let name = node.tag_name().name();
        let in_header = self.in_header.then(|| format!("header/{name}"));
        in_header.and_then(|key| TABLE.elements.get(&key)).or_else(|| TABLE.elements.get(name))
    }

    fn children(&mut self, node: Node) {
        let is_header = node.tag_name().name() == "teiHeader";
        self.in_header |= is_header;
        for child in node.children() {
            if child.is_element() {
                self.element(child);
            } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                self.xml.text(text);
            }
        }
        self.in_header &= !is_header;
    }

    fn attributes(&mut self, node: Node, rule: &'static Rule) -> Vec<(String, String)> {
        let mut told: Vec<(String, String)> = Vec::new();
        for attribute in node.attributes() {
            let prefix = if attribute.namespace().is_some() { "xml:" } else { "" };
            let own = format!("{prefix}{}", attribute.name());
            let name = rule.rename.get(&own).unwrap_or(&own);
            let value = match rule.values.get(name) {
                Some(values) => values.get(attribute.value()).cloned(),
                None if rule.keep.contains(name) || rule.rename.contains_key(&own) => {
                    Some(attribute.value().to_owned())
                }
                None => None,
            };
            told.extend(value.map(|value| (name.clone(), value)));
        }
        for (name, value) in &rule.set {
            if told.iter().any(|(known, _)| known == name) {
                continue;
            }
            let value = if rule.number.as_ref() == Some(name) {
                let count = self.counts.entry(name).or_default();
                *count += 1;
                value.replace("{}", &format!("{count:04}"))
            } else {
                value.clone()
            };
            told.push((name.clone(), value));
        }
        told
    }
}

/// The value of an attribute by its name with prefix.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    match name.strip_prefix("xml:") {
        Some(name) => node.attribute((roxmltree::NS_XML_URI, name)),
        None => node.attribute(name),
    }
}
