//! What a list of contents and the headings of the text say of each other.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::divide::ground::Ground;
use crate::read::divide::heading::shape;
use crate::read::divide::piece::Piece;
use crate::read::divide::series::Heading;
use crate::source::Span;
use std::collections::BTreeMap;

/// The rule of entries without a heading, and of headings without an entry.
const NO_HEADING: &str = "contents/no-heading";
/// So many entries with a heading are a list of this text.
const LEAST: usize = 5;
/// Most characters of a line that a message shows.
const SHOWN: usize = 40;

/// Label and number, and where they stand.
type Numbered = BTreeMap<(String, u32), Span>;

/// Entries of the contents whose label and number no heading has, and headings that no entry has. Silent where the list and
/// the text differ in more than few: it is that of another volume, or the text is a part of it.
pub(super) fn compare(ground: &Ground, entries: &[Span], pieces: &[Piece], headings: &[Heading]) -> Vec<Diagnostic> {
    let listed = entries.iter().copied();
    let of_text = headings.iter().filter(|heading| heading.is_of_series()).map(|heading| pieces[heading.piece].span);
    let (Some(listed), Some(of_text)) = (numbered(ground, listed), numbered(ground, of_text)) else {
        return Vec::new();
    };
    let mut common: BTreeMap<&str, usize> = BTreeMap::new();
    for (label, _) in listed.keys().filter(|key| of_text.contains_key(key)) {
        *common.entry(label).or_default() += 1;
    }
    let is_common = |label: &str| common.get(label).is_some_and(|count| *count >= LEAST);
    let lacking = |these: &Numbered, those: &Numbered| {
        let of_series = these.iter().filter(|((label, _), _)| is_common(label));
        let (known, lacking): (Vec<_>, Vec<_>) = of_series.partition(|(key, _)| those.contains_key(key));
        let spans = lacking.into_iter().map(|(_, span)| *span).collect::<Vec<_>>();
        if spans.len() * 10 <= known.len() { spans } else { Vec::new() }
    };
    let shown = |span: Span| {
        let line = ground.source.slice(span).lines().next().unwrap_or("").trim();
        line.chars().take(SHOWN).collect::<String>()
    };
    let no_heading = lacking(&listed, &of_text).into_iter().map(|span| {
        let message = format!("`{}` of the contents has no heading in the text", shown(span));
        rules::finding(NO_HEADING, Some(span), message)
            .hint("if a heading was not recognised, a line {.head} before it makes it one")
    });
    let no_entry = lacking(&of_text, &listed).into_iter().map(|span| {
        let message = format!("`{}` is not in the list of contents", shown(span));
        rules::finding(NO_HEADING, Some(span), message).hint("if it is no heading, say above the line what it is")
    });
    no_heading.chain(no_entry).collect()
}

/// The labels and numbers of lines; `None` where one comes twice, as where volumes count anew.
fn numbered(ground: &Ground, spans: impl Iterator<Item = Span>) -> Option<Numbered> {
    let mut found = Numbered::new();
    for span in spans {
        let Some(shape) = shape(ground.languages, ground.lang, ground.source.slice(span)) else { continue };
        if let (Some((label, _)), Some((number, _))) = (shape.label, shape.number)
            && found.insert((label, number), span).is_some()
        {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use crate::read::divide::divide;
    use crate::read::languages::Languages;
    use crate::read::lines;
    use crate::source::Source;

    /// What is said of a text whose contents list the letters up to `entries`, with headings of those that are not `left`
    /// out.
    fn said(entries: usize, left: &[usize]) -> Vec<String> {
        let list: Vec<String> = (1..=entries).map(|it| format!("LETTER {it}. The mill {}\n", it * 3)).collect();
        let letter = |number: usize| {
            let head = if left.contains(&number) { String::new() } else { format!("LETTER {number}.\n\n") };
            format!("\n\n{head}Harwick, {number} March 1911\n\nDear Anna,\n\nThe wheel goes round again.\n\nTom\n")
        };
        let text = format!("CONTENTS\n\n{}\n{}", list.concat(), (1..=20).map(letter).collect::<Vec<_>>().concat());
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let skeleton = divide(Languages::builtin(), "en", &source, &all, 0, layout, &|_| None);
        let findings = skeleton.findings.into_iter().filter(|finding| finding.rule == super::NO_HEADING);
        findings.map(|finding| finding.message).collect()
    }

    #[test]
    fn list_and_text_are_compared_where_they_agree_in_most() {
        assert!(said(20, &[]).is_empty());
        assert_eq!(said(20, &[7]), ["`LETTER 7. The mill 21` of the contents has no heading in the text"]);
        assert_eq!(said(19, &[]), ["`LETTER 20.` is not in the list of contents"]);
        // It is the list of a part.
        assert!(said(9, &[]).is_empty() && said(60, &[]).is_empty());
    }
}
