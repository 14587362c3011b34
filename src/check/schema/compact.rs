//! The compact syntax of RELAX NG, as far as it must be known here.

use super::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use teixml::relaxng::ExpandedName;

/// A piece of a schema in compact syntax.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Word(&'a str),
    Literal(&'a str),
    Sign(char),
}

/// The schema with literals in three quotation marks written in ones, which is all that teixml 0.1.3 reads.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut written = 0;
    let mut scanner = Scanner { text, at: 0 };
    while let Some((token, start)) = scanner.next() {
        let Token::Literal(inside) = token else { continue };
        if scanner.at - start != inside.len() + 6 {
            continue;
        }
        let mark = &text[start..=start];
        let other = if mark == "\"" { "'" } else { "\"" };
        let segments = inside.split_inclusive(mark).map(|segment| match segment.strip_suffix(mark) {
            Some("") => format!("{other}{mark}{other}"),
            Some(words) => format!("{mark}{words}{mark} ~ {other}{mark}{other}"),
            None => format!("{mark}{segment}{mark}"),
        });
        plain.push_str(&text[written..start]);
        plain.push_str(&segments.collect::<Vec<_>>().join(" ~ "));
        written = scanner.at;
    }
    plain.push_str(&text[written..]);
    plain
}

/// The pieces of a schema, without its comments.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { text, at: 0 };
    std::iter::from_fn(|| scanner.next().map(|(token, _)| token)).collect()
}

/// The names that a schema speaks of, and the files that it includes.
pub(super) fn vocabulary(text: &str, into: &mut Vocabulary) -> Vec<String> {
    let mut included = Vec::new();
    let tokens = tokens(text);
    let mut namespaces: BTreeMap<&str, &str> = BTreeMap::new();
    namespaces.insert("xml", "http://www.w3.org/XML/1998/namespace");
    // Depth of braces, of annotations; the attribute whose values are being listed, and the depth outside it.
    let (mut braces, mut notes) = (0usize, 0usize);
    let mut attribute: Option<(&str, usize)> = None;
    let mut definition = None;
    for (index, token) in tokens.iter().enumerate() {
        let next = |ahead: usize| tokens.get(index + ahead);
        match token {
            Token::Sign('[') => notes += 1,
            Token::Sign(']') => notes = notes.saturating_sub(1),
            _ if notes > 0 => {}
            Token::Sign('{') => braces += 1,
            Token::Sign('}') => {
                braces = braces.saturating_sub(1);
                attribute = attribute.filter(|(_, outside)| braces > *outside);
            }
            Token::Word("namespace") => {
                if let (Some(Token::Word(prefix)), Some(Token::Sign('=')), Some(Token::Literal(uri))) =
                    (next(1), next(2), next(3))
                {
                    namespaces.insert(prefix, uri);
                    if index > 0 && tokens[index - 1] == Token::Word("default") {
                        namespaces.insert("", uri);
                    }
                } else if let (Some(Token::Sign('=')), Some(Token::Literal(uri))) = (next(1), next(2)) {
                    namespaces.insert("", uri);
                }
            }
            Token::Word("include" | "external") => {
                if let Some(Token::Literal(href)) = next(1) {
                    included.push((*href).to_owned());
                }
            }
            Token::Word(kind @ ("element" | "attribute")) => {
                let Some(Token::Word(name)) = next(1) else { continue };
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                let local = local.trim_start_matches('\\');
                if *kind == "element" {
                    let namespace = namespaces.get(prefix).filter(|uri| !uri.is_empty());
                    into.elements.insert(ExpandedName::new(namespace.copied(), local));
                    if braces == 0 {
                        into.definitions.extend(definition.clone());
                    }
                } else {
                    let namespace = namespaces.get(prefix).filter(|_| !prefix.is_empty());
                    into.attributes.insert(ExpandedName::new(namespace.copied(), local));
                    attribute = Some((local, braces));
                }
            }
            Token::Word(name) if braces == 0 && *name != "start" => {
                let combined = matches!(next(1), Some(Token::Sign('|' | '&'))) && next(2) == Some(&Token::Sign('='));
                if combined || next(1) == Some(&Token::Sign('=')) {
                    definition = Some((*name).to_owned());
                }
            }
            Token::Literal(value) => {
                let behind = |back: usize| index.checked_sub(back).map(|at| &tokens[at]);
                let is_facet = braces > 0 && behind(1) == Some(&Token::Sign('='));
                let declares = |word: Option<&Token>| matches!(word, Some(Token::Word("namespace" | "datatypes")));
                let is_address = matches!(behind(1), Some(Token::Word("include" | "external")));
                if !is_facet && !is_address && !declares(behind(2)) && !declares(behind(3)) {
                    into.value(attribute.map(|(name, _)| name), value);
                }
            }
            Token::Sign(_) | Token::Word(_) => {}
        }
    }
    included
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// The next token and where it starts. Comments are passed over.
    fn next(&mut self) -> Option<(Token<'a>, usize)> {
        loop {
            let rest = &self.text[self.at..];
            let rest = rest.trim_start();
            let start = self.text.len() - rest.len();
            let first = rest.chars().next()?;
            if first == '#' {
                self.at = start + rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            if matches!(first, '"' | '\'') {
                let three = [first; 3].iter().collect::<String>();
                let mark = if rest.starts_with(&three) { three } else { first.to_string() };
                let inside = &rest[mark.len()..];
                let length = inside.find(&mark).unwrap_or(inside.len());
                self.at = (start + mark.len() + length + mark.len()).min(self.text.len());
                return Some((Token::Literal(&inside[..length]), start));
            }
            let is_word = |c: char| !c.is_whitespace() && !"{}()[],|&?*+-=\"'#~".contains(c);
            // A hyphen is part of a word but does not start one.
            let length = match first {
                first if is_word(first) => rest.find(|c: char| !is_word(c) && c != '-').unwrap_or(rest.len()),
                first => first.len_utf8(),
            };
            self.at = start + length;
            let token = if is_word(first) { Token::Word(&rest[..length]) } else { Token::Sign(first) };
            return Some((token, start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn three_quotation_marks_become_one() {
        let text = "a = \"\"\"b\"\"\" # \"\"\"c\nd = [ \"\"\"say \"e\" 'f'\"\"\" ] 'g'\n";
        assert_eq!(plain(text), "a = \"b\" # \"\"\"c\nd = [ \"say \" ~ '\"' ~ \"e\" ~ '\"' ~ \" 'f'\" ] 'g'\n");
        assert_eq!(plain("a = ''\n"), "a = ''\n");
    }

    #[test]
    fn names_are_found() {
        let text = "default namespace = \"urn:x\"\nnamespace y = \"urn:y\"\ninclude \"more.rnc\"\n# element no { }\n\
                    [ a:b [ \"no\" ] ] start = one\none = element one { two, attribute kind { \"a\" | \"b\" }, text }\n\
                    two = (element y:two { attribute xml:id { xsd:ID { pattern = \"no\" } } } | text)\n\
                    three |= \"c\"\n";
        let mut vocabulary = Vocabulary::default();
        assert_eq!(super::vocabulary(text, &mut vocabulary), ["more.rnc"]);
        let names = |names: &BTreeSet<ExpandedName>| names.iter().map(ExpandedName::to_string).collect::<Vec<_>>();
        assert_eq!(names(&vocabulary.elements), ["{urn:x}one", "{urn:y}two"]);
        assert_eq!(names(&vocabulary.attributes), ["kind", "{http://www.w3.org/XML/1998/namespace}id"]);
        assert_eq!(vocabulary.definitions.iter().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(vocabulary.values_of("kind"), ["a", "b", "c"]);
        assert_eq!(vocabulary.values_of("id"), ["c"]);
    }
}
