//! Where references lead.

/// What a reference points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the book, and a place in it.
    File { path: String, fragment: Option<String> },
    /// Something on the network.
    Remote,
    /// Something else: mail, data in the reference itself.
    Other,
}

/// Why a reference cannot be followed: EPUBCheck's id, and what is wrong.
pub(super) type Fault = (&'static str, &'static str);

/// Resolves a reference that stands in the file `base`.
pub(super) fn resolve(base: &str, reference: &str) -> Result<Target, Fault> {
    let reference = reference.trim();
    if let Some(scheme) = scheme(reference) {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" | "ftp" => Ok(Target::Remote),
            "file" => Err(("RSC-030", "leads to a file of one machine")),
            _ => Ok(Target::Other),
        };
    }
    if reference.starts_with("//") {
        return Ok(Target::Remote);
    }
    let (path, fragment) = match reference.split_once('#') {
        Some((path, fragment)) => (path, Some(decode(fragment))),
        None => (reference, None),
    };
    if path.contains('?') {
        return Err(("RSC-033", "has a query, which a file cannot answer"));
    }
    if path.starts_with('/') {
        return Err(("RSC-026", "leads out of the book"));
    }
    if path.is_empty() {
        return Ok(Target::File { path: base.to_owned(), fragment });
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    let path = decode(path);
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop().ok_or(("RSC-026", "leads out of the book"))?;
            }
            part => parts.push(part),
        }
    }
    Ok(Target::File { path: parts.join("/"), fragment })
}

/// The scheme of a reference that has one.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let mut characters = scheme.chars();
    let is_scheme = characters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

/// Replaces `%20` and its like by what they stand for; what makes no UTF-8 stays as it is.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        let meant = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(meant.unwrap_or(byte));
        at += if meant.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, fragment: Option<&str>) -> Target {
        Target::File { path: path.into(), fragment: fragment.map(Into::into) }
    }

    #[test]
    fn references_are_resolved_from_where_they_stand() {
        for (reference, expected) in [
            ("b.xhtml", file("OEBPS/b.xhtml", None)),
            ("./b.xhtml#c", file("OEBPS/b.xhtml", Some("c"))),
            ("../b%20c.xhtml", file("b c.xhtml", None)),
            ("#%C3%A9", file("OEBPS/a.xhtml", Some("é"))),
            ("", file("OEBPS/a.xhtml", None)),
            ("100%.xhtml", file("OEBPS/100%.xhtml", None)),
            ("https://example.org/", Target::Remote),
            ("//example.org/", Target::Remote),
            ("mailto:a@example.org", Target::Other),
        ] {
            assert_eq!(resolve("OEBPS/a.xhtml", reference), Ok(expected), "{reference}");
        }
    }

    #[test]
    fn what_no_book_can_hold_is_refused() {
        for (reference, code) in
            [("../../a", "RSC-026"), ("/a", "RSC-026"), ("file:///a", "RSC-030"), ("a?b", "RSC-033")]
        {
            assert_eq!(resolve("OEBPS/a.xhtml", reference).map_err(|(code, _)| code), Err(code), "{reference}");
        }
    }
}
