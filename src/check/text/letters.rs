//! Parts of letters in odd places, and letters that say too little or something odd.

use super::view::{Text, of_letter};
use crate::check::findings::Findings;
use crate::diagnostic::Level;
use crate::knowledge;
use crate::span::Span;
use crate::steps::step;
use crate::tree::{Block, BlockKind, Bottom, Inline, Letter, Line, LineRole, Provenance, Top};
use std::collections::BTreeSet;
use std::iter;
use std::ops::Bound;
use unicode_normalization::UnicodeNormalization;

fn letters<'a>(text: &'a Text) -> impl Iterator<Item = &'a Letter> {
    text.edition.letters()
}

/// Lines at the top and bottom of a letter, in source order.
fn outer(letter: &Letter) -> impl Iterator<Item = &Line> {
    let top = letter.top.iter().filter_map(|top| match top {
        Top::Line(line) => Some(line),
        Top::Heading(_) | Top::Break(_) => None,
    });
    let bottom = letter.bottom.iter().filter_map(|bottom| match bottom {
        Bottom::Line(line) => Some(line),
        Bottom::Postscript(_) | Bottom::Trailer(_) | Bottom::Break(_) => None,
    });
    top.chain(bottom)
}

/// Datelines with a day and no year, in letters whose date nothing else gives.
pub(in crate::check) fn no_year(text: &Text, findings: &mut Findings) {
    if text.edition.head.title.iter().any(|title| years(&title.text)) {
        return;
    }
    let told = findings.spans();
    for letter in letters(text) {
        if letter.meta.date.as_ref().is_some_and(|date| date.edtf.is_some()) {
            continue;
        }
        if outer(letter).any(|line| years(text.source.slice(line.span))) {
            continue;
        }
        let lines = outer(letter).filter(|line| line.role == LineRole::Dateline);
        let dates = lines.flat_map(|line| &line.content).filter_map(|inline| match inline {
            Inline::Date { span, date, .. } => Some((*span, date)),
            _ => None,
        });
        let dates: Vec<_> = dates.collect();
        let Some((first, _)) = dates.first() else { continue };
        // What was written down as a fault of the date needs no second word.
        if dates.iter().all(|(span, date)| date.edtf.is_none() && !told.contains(span)) {
            let line = text.source.line(text.source.line_of(first.start));
            let around = [Span { end: first.start, ..line }, Span { start: first.end.min(line.end), ..line }];
            let finding = findings.push(*first, "the date of the letter has no year");
            if around.into_iter().any(|part| short_years(text.source.slice(part))) {
                finding.level = Level::Note;
            }
            finding.hints.push("give it as `date` in the front matter or in the file of hints".into());
        }
    }
}

/// Whether a text holds a number that can be a year. Typewriters write `I` and `l` for 1, and `O` for 0.
fn years(text: &str) -> bool {
    step(text.len());
    let rules = knowledge::date_rules();
    let digit = |c: char| match c {
        'I' | 'l' => Some(1),
        'O' | 'o' => Some(0),
        _ => c.to_digit(10).map(u32::cast_signed),
    };
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let digits: Option<Vec<i32>> = word.chars().map(digit).collect();
        let number = digits.filter(|digits| digits.len() == 4).map(|digits| digits.iter().fold(0, |n, d| n * 10 + d));
        number.is_some_and(|number| (rules.first_year..=rules.last_year).contains(&number))
    })
}

/// Whether a text holds a number that can be a year without its century.
fn short_years(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word.len() == 2 && word.chars().all(|c| c.is_ascii_digit()))
}

/// A salutation in the midst of a letter: another letter may start there.
pub(in crate::check) fn late_salutation(text: &Text, findings: &mut Findings) {
    for letter in letters(text) {
        for block in of_letter(letter) {
            if let BlockKind::Line { role: LineRole::Salute, .. } = block.kind {
                let finding = findings.push(block.span, "a salutation in the midst of a letter");
                finding.hints.push("if a letter starts here, put `{.letter}` before its first line".into());
            }
        }
    }
}

/// A closing in the midst of a letter that has one at its end as well.
pub(in crate::check) fn two_closings(text: &Text, findings: &mut Findings) {
    let is_closing = |role: LineRole| matches!(role, LineRole::Valediction | LineRole::Signed);
    for letter in letters(text) {
        let bottom = letter.bottom.iter().find_map(|bottom| match bottom {
            Bottom::Line(line) if is_closing(line.role) => Some(line.span),
            _ => None,
        });
        let Some(end) = bottom else { continue };
        let inner = |block: &&&Block| matches!(block.kind, BlockKind::Line { role, .. } if is_closing(role));
        for block in of_letter(letter).iter().filter(inner).filter(|block| block.span.end <= end.start) {
            let finding = findings.push(block.span, "a closing in the midst of a letter");
            let hint = "if a letter ends here, put `{.letter}` before the first line of the next one";
            *finding = finding.clone().related(end, "the letter closes here").hint(hint);
        }
    }
}

/// A signature that has no name in common with those who are known to have written.
pub(in crate::check) fn unknown_signature(text: &Text, findings: &mut Findings) {
    let authors = &text.edition.head.authors;
    let known = Starts::of(authors.iter().map(|author| author.text.as_str()));
    for letter in letters(text) {
        let sender = letter.meta.sender.iter().filter(|sender| sender.by != Provenance::Signature);
        let sender = Starts::of(sender.map(|sender| sender.text.as_str()));
        if known.0.is_empty() && sender.0.is_empty() {
            continue;
        }
        for line in outer(letter).filter(|line| line.role == LineRole::Signed) {
            let signature = text.source.slice(line.span);
            let names = names(signature);
            // Two names at least: a forename alone may be a pet name.
            let is_full = names.len() >= 2 && signature.split_whitespace().count() <= 5;
            if is_full && !names.iter().any(|name| known.have(name) || sender.have(name)) {
                let who = authors.first().map_or("the sender", |author| &author.text);
                let finding = findings.push(line.span, format!("the signature is unlike {who}"));
                finding.hints.push("give the `sender` in the front matter or in the file of hints".into());
            }
        }
    }
}

/// The words of a name that have a capital and more than an initial, folded.
fn names(text: &str) -> Vec<String> {
    step(text.len());
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| word.chars().count() > 2 && word.starts_with(char::is_uppercase))
        .map(|word| word.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect())
        .collect()
}

/// How names start. Names that start alike, as far as the shorter one goes, may be spellings of one.
struct Starts(BTreeSet<String>);

impl Starts {
    /// Letters that count.
    const LETTERS: usize = 3;

    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        Self(texts.flat_map(names).map(|name| name.chars().take(Self::LETTERS).collect()).collect())
    }

    /// Whether one of them starts like this name.
    fn have(&self, name: &str) -> bool {
        step(1);
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).take(Self::LETTERS);
        let whole = &name[..ends.clone().last().unwrap_or(0)];
        let is_longer = self
            .0
            .range::<str, _>((Bound::Included(whole), Bound::Unbounded))
            .next()
            .is_some_and(|start| start.starts_with(whole));
        is_longer || iter::once(0).chain(ends).any(|end| self.0.contains(&name[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_start_alike_may_be_one() {
        let starts = Starts::of(["Katharina Braun", "Bo'r", "\u{c4}lva"].into_iter());
        for (name, is_alike) in [
            ("katja", true),
            ("ka", true),
            ("braunschweig", true),
            ("bruno", false),
            ("borg", true),
            ("alva", true),
            ("", true),
            ("hale", false),
        ] {
            assert_eq!(starts.have(name), is_alike, "{name}");
        }
        assert!(!Starts::of(iter::empty()).have("hale") && !Starts::of(iter::empty()).have(""));
    }
}
