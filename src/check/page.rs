//! The page of a rule: manual, registry entry and test at once.
//!
//! ```text
//! # family/fault
//!
//! Level: warning
//!
//! One line that says what the rule finds.
//!
//! More on it, if need be.
//!
//! ## Why
//!
//! What goes wrong where nobody mends it, and how to mend it.
//!
//! ## Bad
//!
//! (a fenced block that the rule finds one fault in)
//!
//! ## Good
//!
//! (a fenced block that it finds no fault in)
//! ```
//!
//! The word after the fence is `text`, `xml` or `epub`; behind it may stand the name of the file, which has an extension.
//! After a further word `escaped`, `\n`, `\r`, `\t`, `\\`, `\x{41}` (a
//! byte) and `\u{301}` (a character) stand for what a page cannot show; line ends are then written, and those of the
//! page do not count. `epub` shows what is changed in a sound book, `tests/epub/book`: in the file after `@`, what stands
//! after `-` is replaced by what stands after `+`; `tests/support/epub_changes.rs` makes the changes.

use crate::diagnostic::Level;

/// A page, read.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Id of the rule, `family/fault`.
    pub id: &'static str,
    /// Its level; single findings may be lower.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The page as it stands, Markdown.
    pub markdown: &'static str,
}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// What the page lacks.
    pub fn parse(markdown: &'static str) -> Result<Self, String> {
        let mut lines = markdown.lines().filter(|line| !line.trim().is_empty());
        let id = lines.next().and_then(|line| line.strip_prefix("# ")).ok_or("a page starts with `# family/fault`")?;
        let level = lines
            .next()
            .and_then(|line| Level::named(line.strip_prefix("Level: ")?))
            .ok_or_else(|| format!("{id}: the second line is `Level: note`, `warning` or `error`"))?;
        let summary = lines.next().filter(|line| !line.starts_with('#')).ok_or_else(|| format!("{id}: no summary"))?;
        for heading in ["Why", "Bad", "Good"] {
            if section(markdown, heading).is_none() {
                return Err(format!("{id}: no section `## {heading}`"));
            }
        }
        Ok(Self { id, level, summary, markdown })
    }

    /// What the rule finds one fault in.
    #[must_use]
    pub fn bad(&self) -> Option<Vec<u8>> {
        example(section(self.markdown, "Bad")?)
    }

    /// What the file is called that the fault is in; in an example of no name it does not matter.
    #[must_use]
    pub fn bad_name(&self) -> &'static str {
        let info = section(self.markdown, "Bad").and_then(|section| section.split("```").nth(1));
        let words = info.and_then(|block| block.lines().next()).unwrap_or_default().split_whitespace();
        words.skip(1).find(|word| word.contains('.')).unwrap_or("example")
    }

    /// What it finds no fault in.
    #[must_use]
    pub fn good(&self) -> Option<Vec<u8>> {
        example(section(self.markdown, "Good")?)
    }
}

fn section(markdown: &'static str, heading: &str) -> Option<&'static str> {
    let (_, rest) = markdown.split_once(&format!("\n## {heading}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

/// The bytes of the first fenced block.
fn example(section: &str) -> Option<Vec<u8>> {
    let (_, block) = section.split_once("```")?;
    let (info, rest) = block.split_once('\n')?;
    let text = rest.split("```").next()?;
    if info.split_whitespace().nth(1) != Some("escaped") {
        return Some(text.as_bytes().to_vec());
    }
    unescape(&text.replace('\n', ""))
}

fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let kind = after.chars().next()?;
        rest = &after[kind.len_utf8()..];
        match kind {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            '\\' => bytes.push(b'\\'),
            'x' | 'u' => {
                let (digits, after) = rest.strip_prefix('{')?.split_once('}')?;
                let code = u32::from_str_radix(digits, 16).ok()?;
                rest = after;
                match kind {
                    'x' => bytes.push(u8::try_from(code).ok()?),
                    _ => bytes.extend(char::from_u32(code)?.to_string().as_bytes()),
                }
            }
            _ => return None,
        }
    }
    bytes.extend(rest.as_bytes());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read() {
        let page = Page::parse(
            "# a/b\n\nLevel: note\n\nFinds faults.\n\nAll of them.\n\n## Why\n\nSo.\n\n## Bad\n\n```text \
             escaped\na\\x{a3}\\u{301}\\n\nb\n```\n\n## Good\n\n```text\nc\n```\n",
        )
        .expect("nothing is missing");
        assert_eq!((page.id, page.level, page.summary), ("a/b", Level::Note, "Finds faults."));
        assert_eq!(page.bad().as_deref(), Some(&b"a\xa3\xcc\x81\nb"[..]));
        assert_eq!(page.good().as_deref(), Some(&b"c\n"[..]));
    }

    #[test]
    fn what_a_page_lacks_is_said() {
        assert!(Page::parse("a/b").is_err_and(|error| error.contains("starts with")));
        assert!(Page::parse("# a/b\nLevel: bad\n").is_err_and(|error| error.contains("Level")));
        assert!(Page::parse("# a/b\nLevel: note\nA.\n\n## Why\n").is_err_and(|error| error.contains("## Bad")));
    }
}
