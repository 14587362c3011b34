//! A grammar cut down to the names that occur in the documents of a run.
//!
//! TEI has six hundred elements, a letter has forty. An `element` or `attribute` of the grammar whose name does not
//! occur matches nothing, so it is taken out before the validator sees it: the same documents are valid, in a tenth
//! of the time. Why a document is not valid, and where, the whole grammar says.

use super::xml_syntax::{self, RELAX_NG};
use roxmltree::{Document, Node as Xml};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Levels of patterns within patterns; what is deeper is not cut.
const MAX_DEPTH: usize = 512;

/// What stands for a pattern that matches nothing.
const NOTHING: &str = "<notAllowed xmlns=\"http://relaxng.org/ns/structure/1.0\"/>";

/// What stands for a pattern that is no longer a choice.
const EMPTY: &str = "<empty xmlns=\"http://relaxng.org/ns/structure/1.0\"/>";

/// A grammar in the XML syntax, as far as it must be known to cut it. Ranges are bytes of its text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    patterns: Vec<Pattern>,
    /// The start tag of the grammar.
    head: Range<usize>,
    starts: Vec<usize>,
    definitions: Vec<Definition>,
    /// Names of elements and attributes by their local part.
    names: BTreeMap<String, Vec<Name>>,
    /// How many names there are.
    count: usize,
}

/// Names, by their number in the outline.
pub(super) type Names = BTreeSet<usize>;

#[derive(Debug)]
struct Name {
    is_attribute: bool,
    namespace: Option<String>,
    number: usize,
}

#[derive(Debug)]
struct Pattern {
    kind: PatternKind,
    /// All of it.
    range: Range<usize>,
    /// What stands between its tags.
    inner: Range<usize>,
    parts: Vec<usize>,
}

#[derive(Debug)]
enum PatternKind {
    /// An element, by its names; `None` where it may have any.
    Element(Option<Vec<usize>>),
    /// An attribute, likewise.
    Attribute(Option<Vec<usize>>),
    /// One of its parts.
    Choice,
    /// All its parts.
    All,
    /// Its parts or nothing.
    Optional,
    /// A definition.
    Reference(usize),
    /// Text, a value, a class of names: taken as it stands.
    Other,
    Nothing,
}

/// All parts of a definition.
#[derive(Debug, Default)]
struct Definition {
    patterns: Vec<usize>,
    interleaved: bool,
    combined: bool,
}

/// Where an outline is being read.
struct Reader<'a> {
    text: &'a str,
    outline: Outline,
    /// Numbers of the definitions.
    numbers: BTreeMap<&'a str, usize>,
    /// Kinds of value, each with the library it belongs to.
    datatypes: BTreeSet<(&'a str, &'a str)>,
}

impl Outline {
    /// Reads a grammar. `None` where it is better not cut: it is divided into files or grammars within the grammar, or
    /// something is wrong with it that the validator should say. The second part is a grammar of all kinds of value, so
    /// that none is unknown only in what is cut.
    pub fn of(text: &str, document: &Document) -> Option<(Self, String)> {
        let root = document.root_element();
        let range = tag(text, root)?;
        let outline = Self { head: root.range().start..range.start, ..Self::default() };
        let mut reader = Reader { text, outline, numbers: BTreeMap::new(), datatypes: BTreeSet::new() };
        if !root.has_tag_name((RELAX_NG, "grammar")) {
            return None;
        }
        for node in patterns(root) {
            let pattern = reader.pattern(node, 0)?;
            let (combined, interleaved) = (node.attribute("combine"), node.attribute("combine") == Some("interleave"));
            match (node.tag_name().name(), node.attribute("name")) {
                ("start", None) => reader.outline.starts.push(pattern),
                ("define", Some(name)) => {
                    let number = reader.number(name.trim());
                    let definition = &mut reader.outline.definitions[number];
                    let is_first = definition.patterns.is_empty();
                    // Of all parts only one may not say how it is combined, and the others say the same.
                    if !is_first
                        && (combined.is_none() || (definition.combined && definition.interleaved != interleaved))
                    {
                        return None;
                    }
                    definition.combined |= combined.is_some();
                    definition.interleaved |= interleaved;
                    definition.patterns.push(pattern);
                }
                _ => return None,
            }
        }
        let Reader { outline, datatypes, .. } = reader;
        let defined = outline.definitions.iter().all(|definition| !definition.patterns.is_empty());
        let mut kinds = text[outline.head.clone()].to_owned();
        kinds.extend(["<start xmlns=\"", RELAX_NG, "\"><element name=\"kinds\"><choice><text/>"]);
        for (library, datatype) in datatypes {
            let library = library.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            kinds.extend(["<group datatypeLibrary=\"", &library, "\">", datatype, "</group>"]);
        }
        kinds.push_str("</choice></element></start>");
        kinds.push_str(outline.tail(text));
        (defined && !outline.starts.is_empty()).then_some((outline, kinds))
    }

    /// The end tag of the grammar.
    fn tail<'a>(&self, text: &'a str) -> &'a str {
        let at = text.rfind("</").unwrap_or(text.len());
        &text[at.max(self.head.end)..]
    }

    /// Adds the names of the outline that occur in a document.
    pub fn names_in(&self, document: &Document, names: &mut Names) {
        for node in document.descendants().filter(Xml::is_element) {
            names.extend(self.number(node.tag_name().name(), node.tag_name().namespace(), false));
            names.extend(node.attributes().filter_map(|it| self.number(it.name(), it.namespace(), true)));
        }
    }

    /// Adds the names of the outline that another has too.
    pub fn names_of(&self, other: &Self, names: &mut Names) {
        let others = other.names.iter().flat_map(|(local, alike)| alike.iter().map(move |name| (local, name)));
        names.extend(others.filter_map(|(local, it)| self.number(local, it.namespace.as_deref(), it.is_attribute)));
    }

    fn number(&self, local: &str, namespace: Option<&str>, is_attribute: bool) -> Option<usize> {
        let namespace = namespace.filter(|uri| !uri.is_empty());
        let is_it = |it: &&Name| it.is_attribute == is_attribute && it.namespace.as_deref() == namespace;
        Some(self.names.get(local)?.iter().find(is_it)?.number)
    }

    /// The grammar without what no name of these can match.
    pub fn cut(&self, text: &str, names: &Names) -> String {
        let mut cut = Cut {
            outline: self,
            text,
            names,
            nothing: vec![None; self.patterns.len()],
            written: vec![false; self.definitions.len()],
            waiting: Vec::new(),
            out: text[self.head.clone()].to_owned(),
        };
        for &start in &self.starts {
            cut.write(start);
        }
        while let Some(definition) = cut.waiting.pop() {
            for &pattern in &self.definitions[definition].patterns {
                cut.write(pattern);
            }
        }
        cut.out + self.tail(text)
    }
}

impl<'a> Reader<'a> {
    /// Reads a pattern and those within it.
    fn pattern(&mut self, node: Xml<'a, 'a>, depth: usize) -> Option<usize> {
        let known = |name: &str| ["name", "ns", "datatypeLibrary", "combine", "type"].contains(&name);
        if depth > MAX_DEPTH || !node.attributes().all(|it| it.namespace().is_some() || known(it.name())) {
            return None;
        }
        let mut inside: Vec<Xml> = patterns(node).collect();
        let kind = match node.tag_name().name() {
            kind @ ("element" | "attribute") => {
                let class = if node.has_attribute("name") { None } else { Some(*inside.first()?) };
                let is_open = |it: Xml| matches!(it.tag_name().name(), "anyName" | "nsName");
                let is_attribute = kind == "attribute";
                // An attribute without a pattern holds text.
                let least = usize::from(class.is_some()) + usize::from(!is_attribute);
                if inside.len() < least {
                    return None;
                }
                let open = class.is_some_and(|class| class.descendants().any(is_open));
                let names = (!open).then(|| self.names(node, is_attribute));
                if is_attribute { PatternKind::Attribute(names) } else { PatternKind::Element(names) }
            }
            "start" | "define" if depth > 0 => return None,
            "choice" => PatternKind::Choice,
            "start" | "define" | "group" | "interleave" | "oneOrMore" | "list" | "mixed" => PatternKind::All,
            "optional" | "zeroOrMore" => PatternKind::Optional,
            "ref" => PatternKind::Reference(self.number(node.attribute("name")?.trim())),
            "notAllowed" => PatternKind::Nothing,
            "empty" | "text" => PatternKind::Other,
            // A kind of value, or a value; no other pattern has a type.
            name if name == "value" || node.has_attribute("type") => {
                if node.has_attribute("type") {
                    let library = node.ancestors().find_map(|it| it.attribute("datatypeLibrary")).unwrap_or_default();
                    self.datatypes.insert((library, &self.text[node.range()]));
                }
                inside.clear();
                PatternKind::Other
            }
            _ => return None,
        };
        if inside.is_empty() && matches!(kind, PatternKind::Choice | PatternKind::All | PatternKind::Optional) {
            return None;
        }
        let class = usize::from(
            matches!(kind, PatternKind::Element(_) | PatternKind::Attribute(_)) && !node.has_attribute("name"),
        );
        let mut parts = Vec::with_capacity(inside.len());
        for (index, node) in inside.into_iter().enumerate() {
            parts.push(if index < class { self.other(node)? } else { self.pattern(node, depth + 1)? });
        }
        let inner = tag(self.text, node)?;
        self.outline.patterns.push(Pattern { kind, range: node.range(), inner, parts });
        Some(self.outline.patterns.len() - 1)
    }

    /// Takes a class of names as it stands.
    fn other(&mut self, node: Xml) -> Option<usize> {
        let pattern =
            Pattern { kind: PatternKind::Other, range: node.range(), inner: tag(self.text, node)?, parts: Vec::new() };
        self.outline.patterns.push(pattern);
        Some(self.outline.patterns.len() - 1)
    }

    /// The number of a definition.
    fn number(&mut self, name: &'a str) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.outline.definitions.push(Definition::default());
        }
        number
    }

    /// The numbers of the names of an element or attribute.
    fn names(&mut self, node: Xml<'a, 'a>, is_attribute: bool) -> Vec<usize> {
        let mut numbers = Vec::new();
        for name in xml_syntax::names(node) {
            let alike = self.outline.names.entry(name.local).or_default();
            let known = alike.iter().find(|it| it.is_attribute == is_attribute && it.namespace == name.namespace);
            let number = known.map_or(self.outline.count, |it| it.number);
            if number == self.outline.count {
                self.outline.count += 1;
                alike.push(Name { is_attribute, namespace: name.namespace, number });
            }
            numbers.push(number);
        }
        numbers
    }
}

/// A grammar that is being cut.
struct Cut<'a> {
    outline: &'a Outline,
    text: &'a str,
    names: &'a Names,
    /// Patterns that match nothing, as far as it is known.
    nothing: Vec<Option<bool>>,
    /// Definitions that are written or wait for it.
    written: Vec<bool>,
    waiting: Vec<usize>,
    out: String,
}

impl Cut<'_> {
    /// Whether a pattern matches nothing. What stands inside an element is not asked: it may refer to the element.
    fn is_nothing(&mut self, pattern: usize) -> bool {
        if let Some(known) = self.nothing[pattern] {
            return known;
        }
        // A definition that refers to itself outside any element is a fault, which the validator tells.
        self.nothing[pattern] = Some(false);
        let (outline, occurring) = (self.outline, self.names);
        let Pattern { kind, parts, .. } = &outline.patterns[pattern];
        let absent = |names: &Option<Vec<usize>>| {
            names.as_ref().is_some_and(|names| !names.iter().any(|name| occurring.contains(name)))
        };
        let nothing = match kind {
            PatternKind::Element(names) => absent(names),
            PatternKind::Attribute(names) => absent(names) || parts.iter().any(|&part| self.is_nothing(part)),
            PatternKind::Choice => parts.iter().all(|&part| self.is_nothing(part)),
            PatternKind::All => parts.iter().any(|&part| self.is_nothing(part)),
            PatternKind::Reference(definition) => {
                let Definition { patterns, interleaved, .. } = &outline.definitions[*definition];
                if *interleaved {
                    patterns.iter().any(|&pattern| self.is_nothing(pattern))
                } else {
                    patterns.iter().all(|&pattern| self.is_nothing(pattern))
                }
            }
            PatternKind::Optional | PatternKind::Other => false,
            PatternKind::Nothing => true,
        };
        self.nothing[pattern] = Some(nothing);
        nothing
    }

    /// Writes a pattern, and keeps in mind what it refers to.
    fn write(&mut self, pattern: usize) {
        let outline = self.outline;
        let Pattern { kind, range, inner, parts } = &outline.patterns[pattern];
        if let PatternKind::Reference(definition) = kind
            && !std::mem::replace(&mut self.written[*definition], true)
        {
            self.waiting.push(*definition);
        }
        if parts.is_empty() {
            self.out.push_str(&self.text[range.clone()]);
            return;
        }
        if matches!(kind, PatternKind::Optional) && parts.iter().any(|&part| self.is_nothing(part)) {
            self.out.push_str(EMPTY);
            return;
        }
        self.out.push_str(&self.text[range.start..inner.start]);
        let is_choice = matches!(kind, PatternKind::Choice) && !self.is_nothing(pattern);
        for &part in parts {
            match (self.is_nothing(part), is_choice) {
                (true, true) => {}
                (true, false) => self.out.push_str(NOTHING),
                (false, _) => self.write(part),
            }
        }
        self.out.push_str(&self.text[inner.end..range.end]);
    }
}

/// The elements of RELAX NG in an element; all others are notes.
fn patterns<'a>(node: Xml<'a, 'a>) -> impl Iterator<Item = Xml<'a, 'a>> {
    node.children().filter(|it| it.is_element() && it.tag_name().namespace() == Some(RELAX_NG))
}

/// What stands between the tags of an element.
fn tag(text: &str, node: Xml) -> Option<Range<usize>> {
    let range = node.range();
    let mut quote = None;
    for (at, byte) in text.as_bytes().get(range.clone())?.iter().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'>', None) => {
                let start = range.start + at + 1;
                let end = text[start..range.end].rfind("</").map_or(start, |at| start + at);
                return Some(start..end);
            }
            (_, Some(mark)) if mark == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grammar(inside: &str) -> String {
        format!("<grammar ns='urn:x' xmlns='{RELAX_NG}' xmlns:a='urn:notes'>{inside}</grammar>")
    }

    fn outline(text: &str) -> Option<(Outline, String)> {
        Outline::of(text, &Document::parse(text).expect("well-formed"))
    }

    #[test]
    fn what_does_not_occur_is_cut() {
        let text = grammar(
            "<a:note/><start><choice><ref name='one'/><ref name='two'/></choice></start>\
             <define name='one'><element name='one'><a:note/><optional><attribute name='kind'/></optional>\
             <attribute name='must'/><zeroOrMore><choice><ref name='two'/><ref name='three'/></choice></zeroOrMore>\
             <optional><ref name='two'/></optional></element></define>\
             <define name='two'><element><name>two</name><attribute name='must'/><text/></element></define>\
             <define name='three'><element><anyName/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></element>\
             </define>",
        );
        let (outline, _) = outline(&text).expect("it can be cut");
        let cut = |xml: &str| {
            let mut names = Names::new();
            outline.names_in(&Document::parse(xml).expect("well-formed"), &mut names);
            outline.cut(&text, &names).replace(&format!(" xmlns=\"{RELAX_NG}\""), "")
        };
        let three = "<define name='three'><element><anyName/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>\
                     </element></define>";
        let head = grammar("");
        let head = head.trim_end_matches("</grammar>");
        assert_eq!(
            cut("<one xmlns='urn:x' must=''/>"),
            format!(
                "{head}<start><choice><ref name='one'/></choice></start><define name='one'><element name='one'><empty/>\
                 <attribute name='must'/><zeroOrMore><choice><ref name='three'/></choice></zeroOrMore><empty/></element>\
                 </define>{three}</grammar>"
            )
        );
        // An attribute that is lacking is still asked for, and an element of another namespace is another.
        assert_eq!(
            cut("<two xmlns='urn:x'><one xmlns='urn:y' kind=''/></two>"),
            format!(
                "{head}<start><choice><ref name='two'/></choice></start><define name='two'><element><name>two</name>\
                 <notAllowed/><text/></element></define></grammar>"
            )
        );
    }

    #[test]
    fn what_may_be_wrong_or_lies_elsewhere_is_not_cut() {
        let start = "<start><ref name='one'/></start>";
        let one = "<define name='one'><element name='one'><data type='token'/></element></define>";
        let both = format!("{start}{one}");
        assert!(outline(&grammar(&both)).is_some());
        for inside in [
            start.to_owned(),
            one.to_owned(),
            format!("{both}{one}"),
            format!("{both}<include href='more.rng'/>"),
            format!("{both}<div>{one}</div>"),
            format!("{both}<define name='two'/>"),
            format!("{both}<define name='two'><elemant name='two'><text/></elemant></define>"),
            format!("{both}<define name='two'><element name='two'/></define>"),
            format!("{both}<define name='two'><element nam='two'><text/></element></define>"),
            format!("{both}<define name='two'><ref name='three'/></define>"),
            format!("{both}<define name='two'><parentRef name='one'/></define>"),
            format!("{both}<define name='two'><grammar>{both}</grammar></define>"),
        ] {
            assert!(outline(&grammar(&inside)).is_none(), "{inside}");
        }
        assert!(outline(&format!("<element name='a' xmlns='{RELAX_NG}'><text/></element>")).is_none());
    }
}
