//! Whether front matter describes its text as one letter: it says who wrote it to whom, or that it is one.

use crate::read::languages::Languages;
use crate::read::orders::frontmatter::FrontMatter;
use crate::read::orders::keys::MetaKey;

/// Keys, as keys are compared, under which front matter says what kind of text it is.
const KINDS: [&str; 5] = ["type", "kind", "genre", "doctype", "documenttype"];

/// Whether front matter describes one letter. The word for it may be that of any language.
#[must_use]
pub(crate) fn is_letter(languages: &Languages, front: &FrontMatter) -> bool {
    front.entries.iter().any(|entry| match MetaKey::named(&entry.key) {
        Some(key) => matches!(key, MetaKey::Sender | MetaKey::Recipient),
        None => KINDS.contains(&&*entry.key) && is_word_for_letter(languages, entry.value.trim()),
    })
}

fn is_word_for_letter(languages: &Languages, word: &str) -> bool {
    let word = word.to_lowercase();
    languages.iter().any(|language| language.book.letter.to_lowercase() == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;
    use crate::read::orders::frontmatter;
    use crate::source::Source;

    fn is_letter(inside: &str) -> bool {
        let source = Source::new("x", format!("---\n{inside}\n---\n\nThe mill stands.\n"));
        let front = frontmatter::read(&source, &lines::lines(&source));
        super::is_letter(Languages::builtin(), &front)
    }

    #[test]
    fn who_wrote_to_whom_makes_a_letter_and_so_does_the_word() {
        for inside in
            ["recipient: Tom Ost", "senders:\n  - name: Ann", "type: letter", "kind: \"Brief\"", "genre: lettre"]
        {
            assert!(is_letter(inside), "{inside}");
        }
        for inside in ["author: Ann", "type: post", "type: letters", "title: Letter", "date: 1911", "recipient:"] {
            assert!(!is_letter(inside), "{inside}");
        }
    }
}
