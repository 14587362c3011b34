//! Schematron rules, in a grammar or in a file of their own.

use roxmltree::{Document, Node};
use teixml::relaxng::SchemaSource;

/// Namespaces of Schematron, today's and that of version 1.5.
const LANGUAGES: [&str; 2] = ["http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron"];

/// Whether an element is the root of a schema of rules.
pub(super) fn is_schematron(node: Node) -> bool {
    node.tag_name().name() == "schema" && node.tag_name().namespace().is_some_and(|it| LANGUAGES.contains(&it))
}

/// The Schematron rules in a grammar or in a schema of rules alone, if there are any. `document` is a schema in the XML
/// syntax.
pub(super) fn compile(source: &SchemaSource, document: Option<&Document>) -> Result<Option<teixml::Schema>, String> {
    const RULES: [&str; 4] = ["ns", "let", "pattern", "diagnostics"];
    let text = source.text();
    let includes = |node: Node| matches!(node.tag_name().name(), "include" | "externalRef");
    let whole =
        document.is_none_or(|document| !is_schematron(document.root_element()) && document.descendants().any(includes));
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

/// What a schema of rules asks for that is not done, beside rules that cannot be evaluated.
pub(super) fn left_out(document: &Document) -> Vec<String> {
    let root = document.root_element();
    let mut all = Vec::new();
    // What these languages say of paths is what is understood here.
    if let Some(binding) =
        root.attribute("queryBinding").filter(|it| !matches!(*it, "xslt" | "xslt2" | "xpath" | "xpath2"))
    {
        all.push(format!("its rules are in the language `{binding}`; they are read as XPath 2"));
    }
    if let Some(phase) = root.attribute("defaultPhase").filter(|it| *it != "#ALL") {
        all.push(format!("the phase `{phase}` is not known here; the rules of all phases are applied"));
    }
    let own = |node: &Node| node.tag_name().namespace().is_some_and(|it| LANGUAGES.contains(&it));
    for node in document.descendants().filter(own) {
        match (node.tag_name().name(), node.attribute("href"), node.attribute("documents")) {
            (name @ ("include" | "extends"), Some(href), _) => {
                all.push(format!("`{href}` is not read, which it names with `{name}`"));
            }
            ("pattern", _, Some(documents)) => {
                all.push(format!(
                    "a pattern is about the documents `{documents}`; it is applied to each document itself"
                ));
            }
            _ => {}
        }
    }
    all
}
