//! Phrases with places for values.

/// Puts values into the `{places}` of a phrase.
pub(in crate::write) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, rest)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, rest)));
        if let Some((value, after)) = known {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_keep_braces_of_names() {
        assert_eq!(fill("{a} to {b}", &[("a", "{b}"), ("b", "x")]), "{b} to x");
        assert_eq!(fill("{c {a", &[("a", "x")]), "{c {a");
    }
}
