//! Numbers of pages.

use crate::check::{Findings, Text};
use crate::source::Span;
use crate::tree::{Block, BlockKind, Bottom, Edition, Front, Inline, Letter, Part, Section, Top};

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
    kind: Kind,
    value: u32,
    /// `r` before `v`.
    side: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
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
                return Some(Self { said, kind: Kind::Roman, value, side: None });
            }
            _ => return None,
        };
        let value = digits.parse().ok()?;
        Some(Self { said, kind: Kind::Arabic, value, side })
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
    let mut found = Vec::new();
    let mut starts = Vec::new();
    for front in &edition.front {
        if let Front::Section(section) = front {
            in_section(section, &mut found);
        }
    }
    for part in &edition.parts {
        starts.push(match part {
            Part::Letter(letter) => {
                in_letter(letter, &mut found);
                letter.span.start
            }
            Part::Section(section) => {
                in_section(section, &mut found);
                section.span.start
            }
        });
    }
    edition.back.iter().for_each(|section| in_section(section, &mut found));
    found.sort_by_key(|page: &Page| page.span);
    let mut before = 0;
    for page in &mut found {
        let next = starts.partition_point(|&start| start < before);
        page.part = starts.get(next).is_some_and(|&start| start <= page.span.start);
        before = page.span.end;
    }
    found
}

type Found<'a> = Vec<Page<'a>>;

fn page(span: Span, number: Option<&str>, printed: bool) -> Option<Page<'_>> {
    Some(Page { span, number: number?, printed, part: false })
}

fn in_letter<'a>(letter: &'a Letter, found: &mut Found<'a>) {
    for top in &letter.top {
        match top {
            Top::Break(sign) => found.extend(page(sign.span, sign.number.as_deref(), sign.printed)),
            Top::Line(line) => in_inlines(&line.content, found),
            Top::Heading(heading) => in_inlines(&heading.content, found),
        }
    }
    in_blocks(&letter.body, found);
    letter.sections.iter().for_each(|section| in_section(section, found));
    for bottom in &letter.bottom {
        match bottom {
            Bottom::Break(sign) => found.extend(page(sign.span, sign.number.as_deref(), sign.printed)),
            Bottom::Line(line) | Bottom::Trailer(line) => in_inlines(&line.content, found),
            Bottom::Postscript(postscript) => {
                in_blocks(&postscript.blocks, found);
                postscript.closer.iter().for_each(|line| in_inlines(&line.content, found));
            }
        }
    }
}

fn in_section<'a>(section: &'a Section, found: &mut Found<'a>) {
    section.headings.iter().for_each(|heading| in_inlines(&heading.content, found));
    in_blocks(&section.blocks, found);
    section.sections.iter().for_each(|inner| in_section(inner, found));
}

fn in_blocks<'a>(blocks: &'a [Block], found: &mut Found<'a>) {
    for block in blocks {
        match &block.kind {
            BlockKind::PageBreak { number, printed } => found.extend(page(block.span, number.as_deref(), *printed)),
            BlockKind::Paragraph { content, .. }
            | BlockKind::Note { content, .. }
            | BlockKind::Line { content, .. }
            | BlockKind::Separator { sign: content } => in_inlines(content, found),
            BlockKind::Quote { blocks } => in_blocks(blocks, found),
            BlockKind::Verse { lines } => lines.iter().for_each(|line| in_inlines(&line.content, found)),
            BlockKind::List { items, .. } => items.iter().for_each(|item| in_inlines(&item.content, found)),
        }
    }
}

fn in_inlines<'a>(inlines: &'a [Inline], found: &mut Found<'a>) {
    for inline in inlines {
        if let Inline::PageBreak { span, number } = inline {
            found.extend(page(*span, number.as_deref(), false));
        }
        in_inlines(inline.content(), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_read() {
        let read = |text| Number::parse(text).map(|number| (number.kind, number.value, number.side));
        assert_eq!(read("12"), Some((Kind::Arabic, 12, None)));
        assert_eq!(read("3 v"), Some((Kind::Arabic, 3, Some('v'))));
        assert_eq!(read("xiv"), Some((Kind::Roman, 14, None)));
        assert_eq!(read("006.png"), None);
        assert_eq!(read("A"), None);
    }
}
