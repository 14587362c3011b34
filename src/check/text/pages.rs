//! Numbers of pages.

use super::view::Text;
use crate::check::findings::Findings;
use crate::span::Span;
use crate::tree::{Break, Edition, Part};

/// Numbers of pages that do not rise. They may start anew with each part.
pub(in crate::check) fn out_of_order(text: &Text, findings: &mut Findings) {
    let breaks = breaks(text.edition);
    // Numbers that the printer set and numbers that the editor gives count different pages.
    for printed in [true, false] {
        in_order(breaks.iter().filter(|page| page.printed == printed), findings);
    }
}

fn in_order<'a>(breaks: impl Iterator<Item = &'a Page<'a>>, findings: &mut Findings) {
    let mut before: Option<(Span, Number)> = None;
    for Page { span, number, part, .. } in breaks {
        let Some(number) = Number::parse(number) else { continue };
        if let Some((last, then)) = before.filter(|(_, then)| then.kind == number.kind) {
            let anew = number.value == 1 || *part;
            if (number.value, number.side) <= (then.value, then.side) && !anew {
                let finding = findings.push(*span, format!("page {} comes after page {}", number.said, then.said));
                *finding = finding.clone().related(last, "the page before").hint("compare with the original");
            }
        }
        before = Some((*span, number));
    }
}

/// A number as it orders pages.
#[derive(Clone)]
struct Number {
    said: String,
    kind: Numerals,
    value: u32,
    /// `r` before `v`.
    side: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numerals {
    Arabic,
    Roman,
}

impl Number {
    fn parse(number: &str) -> Option<Self> {
        let said = number.trim().to_owned();
        let digits = said.trim_end_matches(|c: char| !c.is_ascii_digit());
        let tail = said[digits.len()..].trim();
        let side = match tail {
            "" => None,
            "r" | "v" => tail.chars().next(),
            _ if digits.is_empty() => {
                let value = roman(&said.to_lowercase())?;
                return Some(Self { said, kind: Numerals::Roman, value, side: None });
            }
            _ => return None,
        };
        let value = digits.parse().ok()?;
        Some(Self { said, kind: Numerals::Arabic, value, side })
    }
}

fn roman(text: &str) -> Option<u32> {
    let value = |c| "ivxlcdm".find(c).map(|place| [1, 5, 10, 50, 100, 500, 1000][place]);
    let digits: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain([&0]);
    let (mut sum, mut less) = (0, 0);
    for (digit, next) in digits.iter().zip(next) {
        *(if digit < next { &mut less } else { &mut sum }) += digit;
    }
    (sum > less).then(|| sum - less)
}

/// A page break with a number.
struct Page<'a> {
    span: Span,
    number: &'a str,
    printed: bool,
    /// A part starts between it and the break before.
    part: bool,
}

/// All page breaks with a number, in source order.
fn breaks(edition: &Edition) -> Vec<Page<'_>> {
    let starts: Vec<u32> = edition
        .parts
        .iter()
        .map(|part| match part {
            Part::Letter(letter) => letter.span.start,
            Part::Section(section) => section.span.start,
        })
        .collect();
    let numbered = |Break { span, number, printed }| Some(Page { span, number: number?, printed, part: false });
    let mut found: Vec<Page> = edition.breaks().into_iter().filter_map(numbered).collect();
    found.sort_by_key(|page| page.span);
    let mut before = 0;
    for page in &mut found {
        let next = starts.partition_point(|&start| start < before);
        page.part = starts.get(next).is_some_and(|&start| start <= page.span.start);
        before = page.span.end;
    }
    found
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_read() {
        let read = |text| Number::parse(text).map(|number| (number.kind, number.value, number.side));
        assert_eq!(read("12"), Some((Numerals::Arabic, 12, None)));
        assert_eq!(read("3 v"), Some((Numerals::Arabic, 3, Some('v'))));
        assert_eq!(read("xiv"), Some((Numerals::Roman, 14, None)));
        assert_eq!(read("006.png"), None);
        assert_eq!(read("A"), None);
    }
}
