//! Parts of letters in odd places, and letters that say too little or something odd.

use super::of_letter;
use crate::check::{Findings, Text};
use crate::diagnostic::Level;
use crate::knowledge;
use crate::source::Span;
use crate::tree::{Block, BlockKind, Bottom, Inline, Letter, Line, LineRole, Part, Top};
use unicode_normalization::UnicodeNormalization;

fn letters<'a>(text: &'a Text) -> impl Iterator<Item = &'a Letter> {
    text.edition.parts.iter().filter_map(|part| match part {
        Part::Letter(letter) => Some(&**letter),
        Part::Section(_) => None,
    })
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
    for letter in letters(text) {
        if letter.meta.date.as_ref().is_some_and(|date| date.edtf.is_some()) {
            continue;
        }
        let has_year = |span: Span| years(text.source.slice(span));
        if outer(letter).any(|line| has_year(line.span)) || text.edition.head.title.iter().any(|it| years(&it.text)) {
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
        if dates.iter().all(|(span, date)| date.edtf.is_none() && !findings.has(*span)) {
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
    let head = &text.edition.head;
    let authors: Vec<&str> = head.authors.iter().map(|author| author.text.as_str()).collect();
    for letter in letters(text) {
        let told = letter.meta.sender.iter().filter(|sender| sender.by != "signed").map(|sender| sender.text.as_str());
        let known: Vec<String> = authors.iter().copied().chain(told).flat_map(names).collect();
        if known.is_empty() {
            continue;
        }
        for line in outer(letter).filter(|line| line.role == LineRole::Signed) {
            let signature = text.source.slice(line.span);
            let names = names(signature);
            // Two names at least: a forename alone may be a pet name.
            let is_full = names.len() >= 2 && signature.split_whitespace().count() <= 5;
            if is_full && !names.iter().any(|name| known.iter().any(|other| alike(name, other))) {
                let message = format!("the signature is unlike {}", authors.first().unwrap_or(&"the sender"));
                let finding = findings.push(line.span, message);
                finding.hints.push("give the `sender` in the front matter or in the file of hints".into());
            }
        }
    }
}

/// The words of a name that have a capital and more than an initial, folded.
fn names(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| word.chars().count() > 2 && word.starts_with(char::is_uppercase))
        .map(|word| word.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect())
        .collect()
}

/// Whether two names may be spellings of one: they start alike.
fn alike(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).take(3).all(|(a, b)| a == b)
}
