//! What is ordered about each line: by the editor in attribute lines and hints, by notations and headings after that.
//!
//! Recognition never overrides it. What is ordered must fit the text: a hint for a line that is blank, gone or fixed
//! otherwise is an error, because an edition that silently drops a decision of its editor is worse than none.

use crate::knowledge::brackets::LineOutcome;
use crate::read::error::ReadError;
use crate::read::languages::Languages;
use crate::read::lines::{self, Layout, Line};
use crate::read::orders::attributes::{Attributes, Directive};
use crate::read::orders::claim::Claim;
use crate::read::orders::hints::{Hint, Hints};
use crate::read::orders::matter;
use crate::read::orders::told::Told;
use crate::source::Source;
use crate::steps::step;
use crate::tree::{Edition, Name, Part, Section, Wrap};
use std::collections::BTreeSet;

/// Cue of what an attribute line orders.
pub(crate) const ATTRIBUTES: &str = "fixed.attributes";
/// Cue of what a file of hints orders.
pub(crate) const HINTS: &str = "fixed.hints";

/// What the editor orders about one block.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What it is.
    pub role: Option<Told>,
    /// A letter starts with it.
    pub letter: bool,
    /// Language of the letter or section that starts with it.
    pub lang: Option<String>,
    /// Cue id: who says so.
    pub cue: Name,
    /// What the notation of a profile calls it; `None` where an editor speaks.
    pub is: Option<LineOutcome>,
    /// Index of its first line.
    first: usize,
    /// File and line of the order.
    place: (String, usize),
}

/// All orders, by line.
#[derive(Debug, Default)]
pub struct Overrides {
    orders: Vec<Order>,
    /// Order of each line; empty when there are none.
    of: Vec<Option<usize>>,
    /// Physical lines that are verse inside a quotation, ascending.
    verse: Vec<u32>,
}

impl Overrides {
    /// What is ordered about a line.
    #[must_use]
    pub fn order(&self, line: usize) -> Option<&Order> {
        self.orders.get((*self.of.get(line)?)?)
    }

    /// What a line was told to be, and by whom.
    #[must_use]
    pub fn told(&self, line: usize) -> Option<(Told, &Name)> {
        self.order(line).and_then(|order| Some((order.role?, &order.cue)))
    }

    /// Whether the editor said what a line is, in the text or beside it.
    #[must_use]
    pub fn is_fixed(&self, line: usize) -> bool {
        self.order(line).is_some_and(|order| order.role.is_some() && matches!(&*order.cue, ATTRIBUTES | HINTS))
    }

    /// The order that starts with a line.
    #[must_use]
    pub fn starting(&self, line: usize) -> Option<&Order> {
        self.order(line).filter(|order| order.first == line)
    }

    /// Whether two lines were told to be one block.
    #[must_use]
    pub fn same(&self, one: usize, other: usize) -> bool {
        self.told(one).is_some() && self.of[one] == self.of[other]
    }

    /// Whether two lines are one block whatever blank lines stand between them, by a notation that encloses both.
    #[must_use]
    pub fn enclosed(&self, one: usize, other: usize) -> bool {
        let encloses = |order: &Order| {
            let is = [LineOutcome::Quote, LineOutcome::Note, LineOutcome::Paragraph, LineOutcome::List];
            let kept = order.is.is_none() && matches!(order.role, Some(Told::Table | Told::Code));
            kept || order.is.is_some_and(|it| is.contains(&it))
        };
        self.same(one, other) && self.order(one).is_some_and(encloses)
    }

    /// Whether a line is verse inside a quotation.
    #[must_use]
    pub fn is_verse(&self, line: &Line) -> bool {
        self.verse.binary_search(&line.number).is_ok()
    }

    /// Runs of lines that a notation keeps as lines, and its cue.
    pub fn kept_lines(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &Name)> + '_ {
        let kept = self.orders.iter().enumerate().filter(|(_, order)| order.is == Some(LineOutcome::Lines));
        kept.map(|(at, order)| {
            let count = self.of[order.first..].iter().take_while(|of| **of == Some(at)).count();
            (order.first..order.first + count, &order.cue)
        })
    }

    /// Takes over what notations and headings say, except of lines about which somebody spoke before.
    pub fn claim(&mut self, claims: Vec<Claim>, verse: Vec<u32>, total: usize) {
        if claims.is_empty() {
            return;
        }
        self.of.resize(total, None);
        self.verse.extend(verse);
        for Claim { lines, told, is, cue } in claims {
            let mut at = lines.start;
            while at < lines.end {
                let run = self.of[at..lines.end].iter().take_while(|of| of.is_none()).count();
                if run > 0 {
                    self.of[at..at + run].fill(Some(self.orders.len()));
                    let place = (String::new(), 0);
                    self.orders.push(Order {
                        role: told,
                        letter: false,
                        lang: None,
                        cue: cue.clone(),
                        is,
                        first: at,
                        place,
                    });
                }
                at += run.max(1);
            }
        }
    }

    /// Whether a line stands under a heading of the edition's own.
    #[must_use]
    pub fn is_matter(&self, line: usize) -> bool {
        self.order(line).is_some_and(|order| order.cue == matter::CUE)
    }

    /// A new language for what starts with a line.
    #[must_use]
    pub fn lang(&self, line: usize) -> Option<&str> {
        self.starting(line)?.lang.as_deref()
    }

    /// Undoes the wrapping of `lines`, which follow on `front` others, and speaks about the logical lines from here on.
    /// What an order is about stays as it was typed, and no line joins one of another order.
    #[must_use]
    pub fn unwrap(&mut self, source: &Source, lines: Vec<Line>, layout: Layout, front: usize) -> Vec<Line> {
        if self.orders.is_empty() {
            return lines::unwrap(source, lines, layout);
        }
        let mut logical: Vec<Line> = Vec::with_capacity(lines.len());
        let mut of = vec![None; front];
        let mut at = front;
        let end = front + lines.len();
        let mut rest = lines.into_iter();
        while at < end {
            // What a notation keeps apart stays as it was typed too.
            let typed = |line| self.order(line).is_some_and(|order| order.role.is_some() || order.is.is_some());
            let told = typed(at);
            let further = (at + 1..end).take_while(|&next| {
                step(1);
                self.starting(next).is_none() && typed(next) == told
            });
            let run: Vec<Line> = rest.by_ref().take(1 + further.count()).collect();
            step(run.len());
            let order = self.of[at];
            at += run.len();
            let first = front + logical.len();
            logical.extend(if told { run } else { lines::unwrap(source, run, layout) });
            of.resize(front + logical.len(), if told { order } else { None });
            of[first] = order;
            if let Some(order) = order {
                self.orders[order].first = first;
            }
        }
        self.of = of;
        logical
    }

    fn add(&mut self, order: Order, lines: std::ops::Range<usize>, total: usize) -> Result<(), ReadError> {
        self.of.resize(total, None);
        if let Some(taken) = lines.clone().find_map(|line| self.order(line)) {
            let (file, line) = &taken.place;
            let message = format!("contradicts {file}:{line}, which fixes the same line; take one of them out");
            return Err(ReadError::at(&order.place.0, order.place.1, message));
        }
        self.of[lines].fill(Some(self.orders.len()));
        self.orders.push(order);
        Ok(())
    }

    /// Finds out whether the tree could follow: a letter or a language needs a place to start.
    ///
    /// # Errors
    /// An order that could not be followed.
    pub fn check(&self, lines: &[Line], edition: &Edition) -> Result<(), ReadError> {
        let orders = || self.orders.iter().filter(|order| order.letter || order.lang.is_some());
        if orders().next().is_none() {
            return Ok(());
        }
        let starts = Starts::of(edition);
        for order in orders() {
            step(1);
            let start = lines[order.first].span.start;
            let letter = starts.letters.contains(&start);
            let message = if order.letter && !letter {
                "no letter can start here: this line is no text of a letter"
            } else if order.lang.is_some() && !letter && !starts.sections.contains(&start) {
                "only a letter or a section has a language of its own, and none starts here: add .letter (in a file \
                 of hints, letter = true), or put it before the heading"
            } else {
                continue;
            };
            return Err(ReadError::at(&order.place.0, order.place.1, message));
        }
        Ok(())
    }
}

/// Where letters and sections start.
#[derive(Default)]
struct Starts {
    letters: BTreeSet<u32>,
    sections: BTreeSet<u32>,
}

impl Starts {
    fn of(edition: &Edition) -> Self {
        let mut starts = Self::default();
        for part in &edition.parts {
            match part {
                Part::Letter(letter) => {
                    starts.letters.insert(letter.span.start);
                    letter.sections.iter().for_each(|section| starts.section(section));
                }
                Part::Section(section) => starts.section(section),
            }
        }
        starts
    }

    fn section(&mut self, section: &Section) {
        step(1);
        self.sections.insert(section.span.start);
        section.sections.iter().for_each(|inner| self.section(inner));
    }
}

/// Holds attribute lines and hints against the text.
///
/// # Errors
/// An order that is unknown, contradicts another, or does not fit the text (any more).
pub fn resolve(
    languages: &Languages,
    source: &Source,
    lines: &[Line],
    front: usize,
    wrap: Wrap,
    directives: &[Directive],
    hints: Option<&Hints>,
) -> Result<Overrides, ReadError> {
    let mut overrides = Overrides::default();
    let mut groups = directives.chunk_by(|one, other| one.next == other.next).peekable();
    while let Some(together) = groups.next() {
        let mut attributes = Attributes::default();
        let last = &together[together.len() - 1];
        let place = |directive: &Directive| (source.name.clone(), directive.number as usize + 1);
        for directive in together {
            let (file, line) = place(directive);
            attributes
                .add(languages, source.slice(directive.span))
                .map_err(|message| ReadError::at(&file, line, message))?;
        }
        let (file, line) = place(last);
        if last.next == lines.len() {
            return Err(ReadError::at(&file, line, "no block follows these attributes; take them out"));
        }
        // Up to the next blank line or attributes; in a file of one line per block, that line.
        let stop = groups.peek().map_or(lines.len(), |others| others[0].next);
        let run = 1 + lines[last.next + 1..stop].iter().take_while(|line| line.blanks == 0).count();
        step(run);
        let count = match attributes {
            Attributes { role: None, .. } => 1,
            Attributes { lines: Some(count), .. } if last.next + count > stop => {
                return Err(ReadError::at(&file, line, format!("fewer than {count} lines follow")));
            }
            Attributes { lines: Some(count), .. } => count,
            _ if wrap == Wrap::Lines => 1,
            _ => run,
        };
        let Attributes { role, letter, lang, .. } = attributes;
        let order =
            Order { role, letter, lang, cue: ATTRIBUTES.into(), is: None, first: last.next, place: (file, line) };
        overrides.add(order, last.next..last.next + count, lines.len())?;
    }
    for (name, hint) in hints.into_iter().flat_map(|hints| hints.blocks.iter().map(|hint| (&hints.name, hint))) {
        let range = hinted(source, lines, front, hint).map_err(|message| ReadError::at(name, hint.at, message))?;
        let range = if hint.role.is_some() { range } else { range.start..range.start + 1 };
        let known =
            |(tag, at): &(String, usize)| languages.check(tag).map_err(|message| ReadError::at(name, *at, message));
        let order = Order {
            role: hint.role,
            letter: hint.letter,
            lang: hint.lang.as_ref().map(known).transpose()?,
            cue: HINTS.into(),
            is: None,
            first: range.start,
            place: (name.clone(), hint.at),
        };
        overrides.add(order, range, lines.len())?;
    }
    Ok(overrides)
}

/// The lines a hint is about, if the text still agrees with it.
fn hinted(source: &Source, lines: &[Line], front: usize, hint: &Hint) -> Result<std::ops::Range<usize>, String> {
    let (first, last) = hint.lines;
    let find = |number: usize| {
        if number > source.line_count() {
            return Err(format!("the text has no line {number}; it has {}", source.line_count()));
        }
        // One line of the file may be several here.
        let start = lines.partition_point(|line| (line.number as usize) + 1 < number);
        let count = lines[start..].iter().take_while(|line| line.number as usize + 1 == number).count();
        if count > 0 {
            return Ok(start..start + count);
        }
        Err({
            let text = source.slice(source.line(number - 1)).trim();
            let what = if text.is_empty() { "blank" } else { "an attribute line" };
            format!("line {number} of the text is {what}; say which lines are meant")
        })
    };
    let (start, end) = (find(first)?.start, find(last)?.end);
    if start < front {
        return Err(format!("line {first} of the text belongs to its front matter"));
    }
    let text = source.slice(lines[start].span);
    if let Some(wanted) = hint.starts.as_deref().filter(|wanted| !text.starts_with(wanted)) {
        let shown: String = text.chars().take(40).collect();
        let mut elsewhere = lines.iter().filter(|line| source.slice(line.span).starts_with(wanted));
        let moved = match (elsewhere.next(), elsewhere.next()) {
            (Some(line), None) => format!("; line {} does", line.number + 1),
            _ => String::new(),
        };
        return Err(format!("line {first} of the text starts `{shown}`, not `{wanted}`{moved}"));
    }
    Ok(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::orders::attributes;
    use crate::steps::steps_of;

    /// The logical lines of a text, by its attribute lines and hints and the headings of an edition's own.
    fn ordered(text: &str, hints: &str) -> Vec<Line> {
        let source = Source::new("letter.txt", text);
        let hints = Hints::parse("letter.hints.toml", hints).expect("these are hints");
        let mut all = lines::lines(&source);
        let directives = attributes::directives(&source, &mut all, 0);
        let layout = lines::layout(&source, &all);
        let mut overrides = resolve(Languages::builtin(), &source, &all, 0, layout.wrap, &directives, Some(&hints))
            .expect("these orders fit");
        overrides.claim(matter::claims(Languages::builtin(), &source, &all, 0, layout.wrap), Vec::new(), all.len());
        let logical = overrides.unwrap(&source, all, layout, 0);
        assert_eq!(logical.len(), overrides.of.len(), "each line has its order");
        logical
    }

    #[test]
    fn work_grows_with_the_text_and_its_orders() {
        let prose = "The mill stood by the weir, and the weir had been there for longer than anybody could tell.";
        let attributes = |count: usize| (format!("{{.verse}}\n{prose}\n\n").repeat(count), String::new());
        let preface = |count: usize| ("Preface\n\n".to_owned() + &format!("{prose}\n\n").repeat(count), String::new());
        let hints = |count: usize| {
            let block = |at: usize| format!("[[block]]\nlines = {}\nrole = \"verse\"\n", 2 * at + 1);
            (format!("{prose}\n\n").repeat(count), (0..count).map(block).collect())
        };
        for (name, text) in [
            ("attributes", &attributes as &dyn Fn(usize) -> (String, String)),
            ("preface", &preface),
            ("hints", &hints),
        ] {
            let work = |count: usize| {
                let (text, hints) = text(count);
                steps_of(|| assert!(ordered(&text, &hints).len() >= count))
            };
            let (once, twice) = (work(500), work(1000));
            assert!(once > 500 && twice * 10 <= once * 23, "{name}: {once} steps, then {twice}");
        }
    }

    #[test]
    fn where_letters_start_is_looked_up_once() {
        let work = |count: usize| {
            let text =
                "{.letter}\nDear Anna,\n\nThe snow lay deep, and nobody came.\n\nYours,\n\nTom\n\n".repeat(count);
            let source = Source::new("letters.txt", text);
            let options = crate::read::ReadOptions { lang: Some("en".into()), ..crate::read::ReadOptions::default() };
            steps_of(|| crate::read::text(&source, &options).expect("these orders fit"))
        };
        let (once, twice) = (work(100), work(200));
        assert!(once > 100 && twice * 10 <= once * 23, "{once} steps, then {twice}");
    }
}
