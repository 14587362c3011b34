//! Machine-readable front matter: YAML between `---`, TOML between `+++`, Text::Amuse directives.
//!
//! Only flat keys count. The lines become furniture, their values metadata.

use super::lines::Line;
use crate::source::{Source, Span};

/// What the front matter says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// How many lines (not counting blank ones) it takes.
    pub lines: usize,
    /// Key in lower case, value, place of the value.
    pub entries: Vec<(String, String, Span)>,
    /// It is written in directives of Text::Amuse.
    pub directives: bool,
}

/// Reads front matter at the top of a source; none gives an empty one.
#[must_use]
pub fn read(source: &Source, lines: &[Line]) -> FrontMatter {
    let Some(first) = lines.first().filter(|line| line.number == 0) else { return FrontMatter::default() };
    match source.slice(first.span) {
        "---" => fenced(source, lines, "---", ':'),
        "+++" => fenced(source, lines, "+++", '='),
        text if directive(text).is_some() => muse(source, lines),
        _ => FrontMatter::default(),
    }
}

/// Lines between two fences. Without the second fence, or with a line that is no `key: value`, the
/// first one was a rule and not front matter.
fn fenced(source: &Source, lines: &[Line], fence: &str, separator: char) -> FrontMatter {
    let Some(close) =
        lines.iter().skip(1).position(|line| source.slice(line.span) == fence || source.slice(line.span) == "...")
    else {
        return FrontMatter::default();
    };
    let mut front = FrontMatter { lines: close + 2, ..FrontMatter::default() };
    for line in &lines[1..=close] {
        let text = source.slice(line.span);
        if text.starts_with('#') || text.starts_with("- ") {
            continue;
        }
        let Some((key, value)) = text.split_once(separator) else { return FrontMatter::default() };
        let key = key.trim();
        if key.is_empty() || key.contains(' ') {
            return FrontMatter::default();
        }
        push(&mut front, key, value, line);
    }
    front
}

/// Text::Amuse: `#title Words`, continued on the lines below until a blank one.
fn muse(source: &Source, lines: &[Line]) -> FrontMatter {
    let mut front = FrontMatter { directives: true, ..FrontMatter::default() };
    for (index, line) in lines.iter().enumerate() {
        let text = source.slice(line.span);
        if let Some((key, value)) = directive(text) {
            push(&mut front, key, value, line);
        } else if index > 0 && line.blanks == 0 {
            let Some((_, value, span)) = front.entries.last_mut() else { break };
            value.push(' ');
            value.push_str(text);
            *span = span.to(line.span);
        } else {
            break;
        }
        front.lines = index + 1;
    }
    front
}

/// A directive is `#` and a word, without a space between: `# Title` is a heading.
fn directive(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('#')?;
    let key = rest.split(char::is_whitespace).next()?;
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let value = rest[key.len()..].trim();
    (plain && key.starts_with(|c: char| c.is_ascii_alphabetic()) && !value.is_empty()).then_some((key, value))
}

fn push(front: &mut FrontMatter, key: &str, value: &str, line: &Line) {
    let value = value.trim();
    let unquoted = value.strip_prefix(['"', '\'']).and_then(|v| v.strip_suffix(['"', '\''])).unwrap_or(value);
    let key = key.to_lowercase().replace(['-', '_'], "");
    if unquoted.is_empty() {
        return;
    }
    // The value is the end of the line, or stands before a closing quotation mark.
    let end = line.span.end as usize - usize::from(unquoted.len() < value.len());
    front.entries.push((key, unquoted.to_owned(), Span::new(end - unquoted.len(), end)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn entries(text: &str) -> (usize, Vec<(String, String)>) {
        let source = Source::new("x", text);
        let front = read(&source, &lines::lines(&source));
        for (_, value, span) in &front.entries {
            assert!(
                value.contains('\n')
                    || value.starts_with(source.slice(*span))
                    || source.slice(*span).split_whitespace().eq(value.split_whitespace())
            );
        }
        (front.lines, front.entries.into_iter().map(|(k, v, _)| (k, v)).collect())
    }

    #[test]
    fn yaml_toml_and_muse() {
        let expected = vec![("title".to_owned(), "A letter: home".to_owned()), ("lang".to_owned(), "en".to_owned())];
        assert_eq!(entries("---\ntitle: \"A letter: home\"\nlang: en\n---\nDear A,\n"), (4, expected.clone()));
        assert_eq!(entries("+++\ntitle = \"A letter: home\"\nlang = \"en\"\n+++\n\nDear A,\n"), (4, expected.clone()));
        assert_eq!(entries("#title A letter:\nhome\n#lang en\n\nDear A,\n"), (3, expected));
    }

    #[test]
    fn a_heading_in_any_script_is_no_directive() {
        assert_eq!(entries("# T\u{161}\u{113} COMMON PUMP\n\nText\n").0, 0);
        assert_eq!(entries("#\u{a0}title x\n\nText\n").0, 0);
        assert_eq!(entries("#t\u{161} COMMON\n").0, 0);
    }

    #[test]
    fn a_rule_or_a_heading_is_no_front_matter() {
        assert_eq!(entries("---\n\nDear A,\n\n---\n").0, 0);
        assert_eq!(entries("# KRONSTADT 21\n\nText\n").0, 0);
    }
}
