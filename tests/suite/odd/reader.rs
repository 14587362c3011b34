//! Our TEI customisation, `schema/edition.odd`: read, and made into a RELAX NG grammar and a page for people.
//!
//! It knows as much of ODD as that file uses: content models written out in elements, attributes from classes, value
//! lists, Schematron rules. What it does not know it refuses.

#![allow(clippy::format_push_string, reason = "a grammar and a page are short")]

use roxmltree::{Document, Node};
use std::fmt::Write as _;

const TEI: &str = "http://www.tei-c.org/ns/1.0";
const EXAMPLES: &str = "http://www.tei-c.org/ns/Examples";
const SCHEMATRON: &str = "http://purl.oclc.org/dsdl/schematron";

/// The customisation.
pub struct Odd<'a> {
    text: &'a str,
    document: Document<'a>,
}

impl<'a> Odd<'a> {
    pub fn read(text: &'a str) -> Self {
        Self { text, document: Document::parse(text).expect("the ODD is well-formed") }
    }

    fn specs(&self, kind: &'static str) -> impl Iterator<Item = Node<'_, 'a>> {
        self.document.descendants().filter(move |node| node.has_tag_name((TEI, kind)))
    }

    /// The names of all elements.
    pub fn elements(&self) -> Vec<&str> {
        self.specs("elementSpec").map(|spec| ident(spec)).collect()
    }

    fn classes_of<'s>(&'s self, spec: Node<'s, 'a>) -> Vec<Node<'s, 'a>> {
        let keys = descendants(spec, "memberOf").map(|it| it.attribute("key").expect("a class has a name"));
        let class = |key: &str| self.specs("classSpec").find(|class| class.attribute("ident") == Some(key));
        keys.map(|key| class(key).unwrap_or_else(|| panic!("no class {key}"))).collect()
    }

    /// The elements of a class.
    fn members<'s>(&'s self, class: &'s str) -> impl Iterator<Item = &'s str> {
        let is_member =
            move |spec: &Node<'s, 'a>| descendants(*spec, "memberOf").any(|it| it.attribute("key") == Some(class));
        self.specs("elementSpec").filter(is_member).map(ident)
    }

    /// The examples, as TEI.
    pub fn examples(&self) -> Vec<String> {
        let examples = self.document.descendants().filter(|node| node.has_tag_name((EXAMPLES, "egXML")));
        examples.map(|node| self.inside(node).replace(&format!(" xmlns=\"{EXAMPLES}\""), "")).collect()
    }

    fn inside(&self, node: Node) -> &str {
        let range = node.range();
        let whole = &self.text[range];
        let start = whole.find('>').map_or(0, |at| at + 1);
        let end = whole.rfind("</").unwrap_or(whole.len());
        &whole[start..end]
    }

    // The grammar.

    /// The grammar, with the Schematron rules in it.
    pub fn grammar(&self) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Made from edition.odd by tests/suite/odd; change that \
             file. -->\n<grammar ns=\"{TEI}\" xmlns=\"http://relaxng.org/ns/structure/1.0\" xmlns:sch=\"{SCHEMATRON}\" \
             datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n<sch:ns prefix=\"tei\" uri=\"{TEI}\"/>\n"
        );
        let spec = self.specs("schemaSpec").next().expect("an ODD has a schemaSpec");
        let start = spec.attribute("start").expect("a schema starts somewhere");
        out.push_str("<start><choice>");
        for root in start.split(' ') {
            let _ = write!(out, "<ref name=\"{root}\"/>");
        }
        out.push_str("</choice></start>\n");
        for macros in self.specs("macroSpec") {
            let _ = write!(out, "<define name=\"{}\">", ident(macros));
            pattern(only(child(macros, "content")), &mut out);
            out.push_str("</define>\n");
        }
        for class in self.specs("classSpec").filter(|class| class.attribute("type") == Some("model")) {
            let members =
                self.members(ident(class)).map(|it| format!("<ref name=\"{it}\"/>")).collect::<Vec<_>>().concat();
            let _ = writeln!(out, "<define name=\"{}\"><choice>{members}</choice></define>", ident(class));
        }
        for class in self.specs("classSpec").filter(is_of_attributes) {
            let _ = writeln!(out, "<define name=\"{}\">", ident(class));
            attributes(class).for_each(|it| attribute(it, &mut out));
            out.push_str("</define>\n");
            descendants(class, "constraintSpec").for_each(|it| self.constraint(it, &mut out));
        }
        for element in self.specs("elementSpec") {
            let name = ident(element);
            let _ = write!(out, "<define name=\"{name}\"><element name=\"{name}\">");
            pattern(only(child(element, "content")), &mut out);
            for class in self.classes_of(element).into_iter().filter(is_of_attributes) {
                let _ = write!(out, "<ref name=\"{}\"/>", ident(class));
            }
            out.push('\n');
            attributes(element).for_each(|it| attribute(it, &mut out));
            out.push_str("</element></define>\n");
            descendants(element, "constraintSpec").for_each(|it| self.constraint(it, &mut out));
        }
        out.push_str("</grammar>\n");
        out
    }

    fn constraint(&self, spec: Node, out: &mut String) {
        assert_eq!(spec.attribute("scheme"), Some("schematron"), "only Schematron is known");
        let rules = self.inside(descendants(spec, "constraint").next().expect("a constraint")).trim();
        let lines: Vec<&str> = rules.lines().map(str::trim).collect();
        let _ = writeln!(out, "<sch:pattern id=\"{}\">{}</sch:pattern>", ident(spec), lines.join(""));
    }

    // The page.

    /// The page for people, Markdown.
    pub fn page(&self) -> String {
        let mut out = String::from("<!-- Made from schema/edition.odd by tests/suite/odd; change that file. -->\n\n");
        let body =
            self.document.descendants().find(|node| node.has_tag_name((TEI, "body"))).expect("an ODD has a body");
        for (index, part) in elements(body).enumerate() {
            self.part(part, 1 + usize::from(index > 0), &mut out);
        }
        format!("{}\n", out.trim_end())
    }

    fn part(&self, part: Node, level: usize, out: &mut String) {
        for node in elements(part) {
            match node.tag_name().name() {
                "head" => out.push_str(&format!("{} {}\n\n", "#".repeat(level), prose(node))),
                "p" => out.push_str(&format!("{}\n\n", prose(node))),
                "div" => self.part(node, level + 1, out),
                "egXML" => out.push_str(&format!("```xml\n{}\n```\n\n", self.inside(node).trim())),
                "schemaSpec" => self.reference(node, out),
                other => panic!("{other} in the prose of the ODD"),
            }
        }
    }

    fn reference(&self, spec: Node, out: &mut String) {
        for class in self.specs("classSpec") {
            let _ = write!(out, "### {}\n\n{}\n\n", ident(class), described(class));
            if !is_of_attributes(&class) {
                let members: Vec<_> = self.members(ident(class)).map(|it| format!("`{it}`")).collect();
                let _ = write!(out, "It stands for: {}\n\n", members.join(" | "));
            }
            table(class, out);
            for message in descendants(class, "constraintSpec") {
                let _ = write!(
                    out,
                    "{}\n\n",
                    message.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect::<String>().trim()
                );
            }
        }
        for macros in self.specs("macroSpec") {
            let mut content = String::new();
            words(only(child(macros, "content")), &mut content);
            let _ = write!(out, "### {}\n\n{}\n\nIt stands for: {content}\n\n", ident(macros), described(macros));
        }
        // Elements stand under the comments that group them.
        for node in spec.children() {
            if node.is_comment() {
                let heading = node.text().unwrap_or_default().trim().trim_end_matches('.');
                if node
                    .next_siblings()
                    .find(|it| it.is_element() && *it != node)
                    .is_some_and(|it| it.has_tag_name((TEI, "elementSpec")))
                {
                    let _ = write!(out, "## {heading}\n\n");
                }
            } else if node.has_tag_name((TEI, "elementSpec")) {
                let mut content = String::new();
                words(only(child(node, "content")), &mut content);
                let classes = self.classes_of(node).into_iter().filter(is_of_attributes);
                let classes: Vec<_> = classes.map(|it| format!("`{}`", ident(it))).collect();
                let _ = write!(out, "### {}\n\n{}\n\nContent: {content}\n\n", ident(node), described(node));
                let own = if attributes(node).next().is_some() { ", and:" } else { "" };
                let _ = write!(out, "Attributes: those of {}{own}\n\n", classes.join(" and "));
                table(node, out);
            }
        }
    }
}

fn table(spec: Node, out: &mut String) {
    for it in attributes(spec) {
        let required = if it.attribute("usage") == Some("req") { " (required)" } else { "" };
        let _ = write!(out, "- `{}`{required}: {}", ident(it), described(it));
        for value in descendants(it, "valItem") {
            let _ = match child_of(value, "desc") {
                Some(desc) => write!(out, "\n  - `{}`: {}", ident(value), prose(desc)),
                None => write!(out, "\n  - `{}`", ident(value)),
            };
        }
        out.push('\n');
    }
    if attributes(spec).next().is_some() {
        out.push('\n');
    }
}

fn is_of_attributes(class: &Node) -> bool {
    class.attribute("type") == Some("atts")
}

fn ident<'s>(spec: Node<'s, '_>) -> &'s str {
    spec.attribute("ident").expect("a specification has a name")
}

fn elements<'s, 'i>(node: Node<'s, 'i>) -> impl Iterator<Item = Node<'s, 'i>> {
    node.children().filter(Node::is_element)
}

fn descendants<'s, 'i>(node: Node<'s, 'i>, name: &'static str) -> impl Iterator<Item = Node<'s, 'i>> {
    node.descendants().filter(move |it| it.has_tag_name((TEI, name)))
}

fn attributes<'s, 'i>(spec: Node<'s, 'i>) -> impl Iterator<Item = Node<'s, 'i>> {
    descendants(spec, "attDef")
}

fn child_of<'s, 'i>(node: Node<'s, 'i>, name: &'static str) -> Option<Node<'s, 'i>> {
    elements(node).find(|it| it.has_tag_name((TEI, name)))
}

fn child<'s, 'i>(node: Node<'s, 'i>, name: &'static str) -> Node<'s, 'i> {
    child_of(node, name).unwrap_or_else(|| panic!("{} lacks {name}", ident(node)))
}

fn only<'s, 'i>(node: Node<'s, 'i>) -> Node<'s, 'i> {
    let mut all = elements(node);
    let first = all.next().expect("it has content");
    assert!(all.next().is_none(), "one pattern stands in {}", node.tag_name().name());
    first
}

/// How often, as RELAX NG says it.
fn occurrence(node: Node) -> Option<&'static str> {
    match (node.attribute("minOccurs"), node.attribute("maxOccurs")) {
        (None | Some("1"), None | Some("1")) => None,
        (Some("0"), None | Some("1")) => Some("optional"),
        (Some("0"), Some("unbounded")) => Some("zeroOrMore"),
        (None | Some("1"), Some("unbounded")) => Some("oneOrMore"),
        other => panic!("{other:?} times is not known"),
    }
}

/// A content model as RELAX NG.
fn pattern(node: Node, out: &mut String) {
    let times = occurrence(node);
    let _ = times.map(|times| write!(out, "<{times}>"));
    match node.tag_name().name() {
        "textNode" => out.push_str("<text/>"),
        "empty" => out.push_str("<empty/>"),
        "elementRef" | "macroRef" | "classRef" => {
            let _ = write!(out, "<ref name=\"{}\"/>", node.attribute("key").expect("a reference has a key"));
        }
        kind @ ("sequence" | "alternate") => {
            let kind = if kind == "sequence" { "group" } else { "choice" };
            let _ = write!(out, "<{kind}>");
            elements(node).for_each(|it| pattern(it, out));
            let _ = write!(out, "</{kind}>");
        }
        other => panic!("{other} in a content model is not known"),
    }
    let _ = times.map(|times| write!(out, "</{times}>"));
}

/// An attribute as RELAX NG.
fn attribute(def: Node, out: &mut String) {
    let is_required = def.attribute("usage") == Some("req");
    if !is_required {
        out.push_str("<optional>");
    }
    let _ = write!(out, "<attribute name=\"{}\" ns=\"\">", ident(def));
    // A prefix gives its own namespace.
    if ident(def).contains(':') {
        out.truncate(out.len() - " ns=\"\">".len());
        out.push('>');
    }
    let datatype = descendants(def, "datatype").next().expect("an attribute has a type");
    let many = occurrence(datatype) == Some("oneOrMore");
    if many {
        out.push_str("<list><oneOrMore>");
    }
    match descendants(def, "valList").next().filter(|list| list.attribute("type") == Some("closed")) {
        Some(list) => {
            out.push_str("<choice>");
            descendants(list, "valItem").for_each(|it| out.push_str(&format!("<value>{}</value>", ident(it))));
            out.push_str("</choice>");
        }
        None => out.push_str(data(only(datatype))),
    }
    if many {
        out.push_str("</oneOrMore></list>");
    }
    out.push_str("</attribute>");
    out.push_str(if is_required { "\n" } else { "</optional>\n" });
}

/// A type as RELAX NG.
fn data(reference: Node) -> &'static str {
    match reference.attribute("key").or(reference.attribute("name")).expect("a type has a name") {
        "ID" => "<data type=\"ID\"/>",
        "teidata.enumerated" | "teidata.word" => {
            "<data type=\"token\"><param name=\"pattern\">[^\\p{C}\\p{Z}]+</param></data>"
        }
        "teidata.pointer" => "<data type=\"anyURI\"><param name=\"pattern\">\\S+</param></data>",
        "teidata.text" => "<data type=\"string\"/>",
        "teidata.count" => "<data type=\"nonNegativeInteger\"/>",
        "teidata.language" => "<data type=\"language\"/>",
        "teidata.xmlName" => "<data type=\"NCName\"/>",
        "teidata.versionNumber" => "<data type=\"token\"><param name=\"pattern\">[0-9]+(\\.[0-9]+){0,3}</param></data>",
        "teidata.temporal.iso" => {
            "<data type=\"token\"><param name=\"pattern\">[0-9.,DHMPRSTWYZ/:+\\-]+</param></data>"
        }
        "teidata.temporal.w3c" => {
            "<choice><data type=\"date\"/><data type=\"gYear\"/><data type=\"gYearMonth\"/><data type=\"gMonth\"/>\
             <data type=\"gDay\"/><data type=\"gMonthDay\"/><data type=\"time\"/><data type=\"dateTime\"/></choice>"
        }
        other => panic!("{other} is not known"),
    }
}

/// A content model in words.
fn words(node: Node, out: &mut String) {
    let times = match occurrence(node) {
        None => "",
        Some("optional") => "?",
        Some("zeroOrMore") => "*",
        Some(_) => "+",
    };
    match node.tag_name().name() {
        "textNode" => out.push_str("text"),
        "empty" => out.push_str("nothing"),
        "elementRef" | "macroRef" | "classRef" => {
            let _ = write!(out, "`{}`", node.attribute("key").expect("a reference has a key"));
        }
        kind => {
            let between = if kind == "sequence" { ", " } else { " | " };
            let parts: Vec<String> = elements(node)
                .map(|it| {
                    let mut part = String::new();
                    words(it, &mut part);
                    part
                })
                .collect();
            let is_outermost = node.parent_element().is_some_and(|it| it.has_tag_name((TEI, "content")));
            let all = parts.join(between);
            let is_bare = parts.len() == 1 || (is_outermost && times.is_empty());
            out.push_str(&if is_bare { all } else { format!("({all})") });
        }
    }
    out.push_str(times);
}

fn described(spec: Node) -> String {
    prose(child(spec, "desc"))
}

/// Prose as Markdown.
fn prose(node: Node) -> String {
    let mut out = String::new();
    for inner in node.children() {
        let text: String = inner.descendants().filter_map(|it| it.is_text().then(|| it.text()).flatten()).collect();
        match inner.tag_name().name() {
            "gi" | "att" | "val" | "ident" => out.push_str(&format!("`{text}`")),
            "" => out.push_str(&text.replace('*', "\\*")),
            other => panic!("{other} in the prose of the ODD"),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
