//! Schematron in the compact syntax of RELAX NG, where elements of XML are written with brackets.

use super::compact::{Token, tokens};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a schema holds beside its grammar, in its order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Schematron, as XML that declares its own namespaces.
    Rules(String),
    /// Another schema, which is included here.
    Include(String),
}

/// The elements of a schema in the compact syntax that `is_rule` asks for by namespace and local name, the outermost
/// only, and the schemas that it includes.
pub(super) fn pieces(text: &str, is_rule: impl Fn(&str, &str) -> bool) -> Vec<Piece> {
    let tokens = tokens(text);
    let namespaces = namespaces(&tokens);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match (token, tokens.get(at)) {
            (Token::Word("include" | "external"), Some(Token::Literal(href))) => {
                pieces.push(Piece::Include(unescaped(href)));
            }
            (Token::Word(name), Some(Token::Sign('['))) => {
                let Some((prefix, local)) = name.split_once(':') else { continue };
                if namespaces.get(prefix).is_some_and(|uri| is_rule(uri, local)) {
                    let mut xml = String::new();
                    at = element(name, &tokens, at, &namespaces, &mut xml);
                    pieces.push(Piece::Rules(xml));
                }
            }
            _ => {}
        }
    }
    pieces
}

/// The namespaces that a schema declares, by their prefixes.
fn namespaces<'a>(tokens: &[Token<'a>]) -> BTreeMap<&'a str, &'a str> {
    let mut namespaces = BTreeMap::new();
    for parts in tokens.windows(4) {
        if let [Token::Word("namespace"), Token::Word(prefix), Token::Sign('='), Token::Literal(uri)] = parts {
            namespaces.insert(*prefix, *uri);
        }
    }
    namespaces
}

/// Writes an element whose bracket opens at `at`, and says what stands behind it. An element within it need not be
/// called by itself, so that no schema goes too deep.
fn element(name: &str, tokens: &[Token], mut at: usize, namespaces: &BTreeMap<&str, &str>, xml: &mut String) -> usize {
    let _ = write!(xml, "<{name}");
    for (prefix, uri) in namespaces {
        let _ = write!(xml, " xmlns:{prefix}=\"{}\"", escaped(uri));
    }
    let mut open = vec![name];
    at += 1;
    // Attributes stand before anything else.
    let mut in_tag = true;
    while let Some(outer) = open.last().copied() {
        let token = tokens.get(at);
        at += 1;
        let is_attribute = in_tag && matches!((token, tokens.get(at)), (Some(Token::Word(_)), Some(Token::Sign('='))));
        if in_tag && !is_attribute {
            xml.push('>');
            in_tag = false;
        }
        match token {
            Some(Token::Word(name)) if is_attribute => {
                let (value, behind) = literal(tokens, at + 1);
                let _ = write!(xml, " {name}=\"{}\"", escaped(&value));
                at = behind;
            }
            Some(Token::Word(name)) if tokens.get(at) == Some(&Token::Sign('[')) => {
                let _ = write!(xml, "<{name}");
                open.push(name);
                in_tag = true;
                at += 1;
            }
            Some(Token::Literal(_)) => {
                let (text, behind) = literal(tokens, at - 1);
                xml.push_str(&escaped(&text));
                at = behind;
            }
            Some(Token::Sign(']')) | None => {
                let _ = write!(xml, "</{outer}>");
                open.pop();
            }
            // Nothing else may stand here; the grammar is refused for it.
            Some(Token::Word(_) | Token::Sign(_)) => {}
        }
    }
    at
}

/// The text of a literal, which may be in several parts, and what stands behind it.
fn literal(tokens: &[Token], mut at: usize) -> (String, usize) {
    let mut text = String::new();
    while let Some(Token::Literal(part)) = tokens.get(at) {
        text.push_str(&unescaped(part));
        at += 1;
        if !matches!((tokens.get(at), tokens.get(at + 1)), (Some(Token::Sign('~')), Some(Token::Literal(_)))) {
            break;
        }
        at += 1;
    }
    (text, at)
}

/// A literal with the characters that `\x{..}` stands for.
fn unescaped(literal: &str) -> String {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some((before, behind)) = rest.split_once("\\x") {
        text.push_str(before);
        let named = behind.trim_start_matches('x').strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let found =
            named.and_then(|(digits, behind)| Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, behind)));
        rest = if let Some((c, behind)) = found {
            text.push(c);
            behind
        } else {
            text.push_str("\\x");
            behind
        };
    }
    text + rest
}

/// Text as it may stand in XML, also between quotation marks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_become_elements() {
        let text = "namespace s = \"urn:s\"\nnamespace n = \"urn:n\"\n[ s:pattern [ s:rule [ context = \"a\" ~ '\"b\"' \"x & \" ~ 'y' \
                    s:assert [ test = \"\\x{40}c\" \"no\" ] ] ] ] start = a\ninclude \"more.rnc\" { a = n:b [ \"not\" ] }\n\
                    b = element b { text } >> s:ns [ prefix = \"t\" uri = 'urn:t' ]\n";
        let rules = |inside: &str, name: &str| {
            Piece::Rules(inside.replace(name, &format!("{name} xmlns:n=\"urn:n\" xmlns:s=\"urn:s\"")))
        };
        let found = pieces(text, |uri, local| uri == "urn:s" && ["pattern", "ns"].contains(&local));
        let pattern = "<s:pattern><s:rule context=\"a&quot;b&quot;\">x &amp; y<s:assert test=\"@c\">no</s:assert></s:rule>\
                       </s:pattern>";
        assert_eq!(
            found,
            [
                rules(pattern, "<s:pattern"),
                Piece::Include("more.rnc".into()),
                rules("<s:ns prefix=\"t\" uri=\"urn:t\"></s:ns>", "<s:ns"),
            ]
        );
        let Piece::Rules(xml) = &found[0] else { panic!("rules stand first") };
        roxmltree::Document::parse(xml).expect("it is well-formed");
    }

    #[test]
    fn what_is_cut_off_ends() {
        for cut in ["s:pattern [", "s:pattern [ s:rule [ context =", "s:pattern [ a = \"b\"", "s:pattern [ ] ] ["] {
            let found = pieces(&format!("namespace s = \"urn:s\"\n{cut}"), |_, _| true);
            let [Piece::Rules(xml)] = &*found else { panic!("{found:?}") };
            roxmltree::Document::parse(xml).expect("it is well-formed");
        }
    }
}
