//! What is refused before XML is parsed, so that no document takes more memory or stack than its size allows for.
//!
//! Whole editions of letters stay far below these bounds. The worst documents within them that were tried, with a fault in
//! every element, took half a gigabyte.

use std::collections::BTreeSet;

/// Bytes of a document.
pub(crate) const MAX_BYTES: usize = 64 << 20;

/// Levels of elements within elements.
pub(crate) const MAX_DEPTH: usize = 512;

/// Elements and attributes in all: each can be at fault, and each fault takes memory.
pub(crate) const MAX_MARKUP: usize = 2_000_000;

/// Attributes of one element: the parser compares each with each.
const MAX_ATTRIBUTES: usize = 512;

/// Bytes of the value of one attribute.
const MAX_VALUE: usize = 1 << 20;

/// Prefixes of namespaces in a document: the parser lists all that are in force for each element that adds one.
const MAX_PREFIXES: usize = 64;

/// What is too much about a document and where, in bytes; none where it may be parsed. `max_markup` bounds its elements
/// and attributes, `max_depth` its levels.
///
/// It need not understand a document that is not well-formed: the parser says what is wrong with that.
pub(crate) fn refused(text: &str, max_markup: usize, max_depth: usize) -> Option<(usize, String)> {
    if text.len() > MAX_BYTES {
        return Some((0, format!("XML of more than {} MB is not read", MAX_BYTES >> 20)));
    }
    let mut prefixes = BTreeSet::new();
    let (mut at, mut depth, mut markup) = (0, 0usize, 0);
    while let Some(next) = text[at..].find('<') {
        let start = at + next;
        let rest = &text[start..];
        let skip =
            |end: &str, from: usize| rest[from..].find(end).map_or(text.len(), |to| start + from + to + end.len());
        at = if rest.starts_with("<!--") {
            skip("-->", 4)
        } else if rest.starts_with("<![CDATA[") {
            skip("]]>", 9)
        } else if rest.starts_with("<?") {
            skip("?>", 2)
        } else if rest.starts_with("<!") {
            // A document type, which the parser refuses.
            return None;
        } else if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
            skip(">", 2)
        } else {
            match tag(text, start, &mut prefixes) {
                Ok((end, is_empty, attributes)) => {
                    markup += 1 + attributes;
                    if markup > max_markup {
                        let reason = format!("more than {max_markup} elements and attributes are not read");
                        return Some((start, reason));
                    }
                    depth += usize::from(!is_empty);
                    if depth > max_depth {
                        return Some((start, format!("elements more than {max_depth} levels deep are not read")));
                    }
                    end
                }
                Err(refused) => return Some(refused),
            }
        };
    }
    None
}

/// Reads over a start tag; gives its end, whether the element is empty, and the number of its attributes.
fn tag<'a>(
    text: &'a str,
    start: usize,
    prefixes: &mut BTreeSet<&'a str>,
) -> Result<(usize, bool, usize), (usize, String)> {
    let bytes = text.as_bytes();
    let (mut at, mut name, mut count) = (start + 1, start + 1, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Ok((at + 1, bytes[at - 1] == b'/', count)),
            quote @ (b'"' | b'\'') => {
                let length = bytes[at + 1..].iter().position(|&byte| byte == quote).unwrap_or(bytes.len() - at - 1);
                count += 1;
                if count > MAX_ATTRIBUTES {
                    return Err((start, format!("an element with more than {MAX_ATTRIBUTES} attributes is not read")));
                }
                if length > MAX_VALUE {
                    return Err((at, format!("an attribute of more than {} MB is not read", MAX_VALUE >> 20)));
                }
                let attribute = text[name..at].trim_end().trim_end_matches('=').trim();
                if let Some(prefix) = attribute.strip_prefix("xmlns:") {
                    prefixes.insert(prefix);
                    if prefixes.len() > MAX_PREFIXES {
                        return Err((name, format!("more than {MAX_PREFIXES} prefixes of namespaces are not read")));
                    }
                }
                at += length + 2;
                name = at;
            }
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                name = at;
            }
            _ => at += 1,
        }
    }
    Ok((bytes.len(), false, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<String> {
        refused(text, MAX_MARKUP, MAX_DEPTH).map(|(_, reason)| reason)
    }

    #[test]
    fn documents_in_use_are_not_refused() {
        let deep = "<a b='>' c=\"x\">".repeat(MAX_DEPTH) + &"</a>".repeat(MAX_DEPTH);
        let odd = "<?x <a> ?><!-- <a> --><a><![CDATA[<a><a>]]><b/><b /></a>";
        assert_eq!((reason(&deep), reason(odd), reason("<a xmlns:b = 'c' b:d='e'")), (None, None, None));
    }

    #[test]
    fn too_much_is_refused_before_it_is_parsed() {
        let attributes = (0..=MAX_ATTRIBUTES).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
        let prefixes = (0..=MAX_PREFIXES).map(|n| format!("<a xmlns:a{n}=''/>")).collect::<Vec<_>>().concat();
        for (text, said) in [
            ("<a>".repeat(100_000), "levels deep"),
            (format!("<a{attributes}/>"), "attributes"),
            (format!("<a b='{}'/>", "c".repeat(MAX_VALUE + 1)), "an attribute of more"),
            (format!("<b>{prefixes}</b>"), "prefixes"),
            ("<a b=''/>".repeat(MAX_MARKUP / 2 + 1), "elements and attributes"),
            (" ".repeat(MAX_BYTES + 1), "64 MB"),
        ] {
            assert!(reason(&text).is_some_and(|reason| reason.contains(said)), "{said}");
        }
    }
}
