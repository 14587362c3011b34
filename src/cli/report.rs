//! Findings and failures as people read them: place, source line, caret, what to do.

use super::exit::Failure;
use super::folded::{Fold, fold};
use annotate_snippets::{AnnotationKind, Group, Level as Heading, Renderer, Snippet};
use rubricate::check::Checked;
use rubricate::diagnostic::{Diagnostic, Fix, Level, Related};
use rubricate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

/// Characters of the source shown before, of and after what a finding is about.
const SHOWN: (usize, usize, usize) = (40, 50, 30);
/// Findings of one rule that are shown with their source line. Further ones get one line each, so that a file with ten
/// thousand lost characters can still be read through.
const SHOWN_IN_FULL: usize = 20;
/// Lines about one file that people read. What is more than a line for each kind of finding ends there.
const LINES: usize = 40;
/// How each finding is seen where they are told together.
pub const EACH: &str = "--verbose shows each one";

/// Writes to standard error. If nobody reads it, nobody needs it.
pub fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Counts a finding among those of the levels error, warning, note.
pub fn count(level: Level, counts: &mut [usize; 3]) {
    counts[match level {
        Level::Error => 0,
        Level::Warning => 1,
        Level::Note => 2,
    }] += 1;
}

/// `2 errors, 1 note`; `None` where there are none.
pub fn counts(counts: [usize; 3]) -> Option<String> {
    let levels = [Level::Error, Level::Warning, Level::Note].into_iter().zip(counts);
    let found: Vec<_> =
        levels.filter(|(_, count)| *count > 0).map(|(level, count)| counted(count, &level.to_string())).collect();
    (!found.is_empty()).then(|| found.join(", "))
}

/// `1 letter`, `no letters`, `3 letters`.
pub fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Where messages go, as it is: with colours or without.
#[derive(Debug)]
pub struct Terminal {
    renderer: Renderer,
}

impl Terminal {
    /// Standard error: colours on a terminal only, and not where `NO_COLOR` or `TERM=dumb` forbids them.
    pub fn detect() -> Self {
        Self::new(io::stderr().is_terminal())
    }

    /// The same for standard output.
    pub fn for_stdout() -> Self {
        Self::new(io::stdout().is_terminal())
    }

    fn new(is_terminal: bool) -> Self {
        let forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || env::var_os("TERM").is_some_and(|value| value == "dumb");
        let coloured = is_terminal && !forbidden;
        Self { renderer: if coloured { Renderer::styled() } else { Renderer::plain() } }
    }

    /// Says why something could not be done.
    pub fn failure(&self, failure: &Failure) {
        say(&self.render_failure(failure));
    }

    /// Says what was noticed about the run as a whole.
    pub fn notice(&self, level: Level, message: &str, help: &str) {
        let group = Group::with_title(heading(level).primary_title(message)).element(Heading::HELP.message(help));
        say(&(self.renderer.render(&[group]) + "\n"));
    }

    /// Says something about the run as a whole that needs no advice.
    pub fn remark(&self, message: &str) {
        say(&(self.renderer.render(&[Group::with_title(Heading::NOTE.primary_title(message))]) + "\n"));
    }

    /// A failure as text.
    pub fn render_failure(&self, Failure(message): &Failure) -> String {
        let mut text = self.renderer.render(&[Group::with_title(Heading::ERROR.primary_title(message.as_str()))]);
        text.push('\n');
        text
    }

    /// Findings about one file, each for itself: those of a book member by member.
    pub fn render_checked(&self, shown: &str, checked: &Checked) -> String {
        let nothing = Source::new("", "");
        let groups = checked.findings.chunk_by(|one, other| one.member == other.member);
        groups
            .map(|findings| {
                let member = findings[0].member.as_deref();
                let shown = of_member(shown, member);
                self.render(&shown, checked.text(member).unwrap_or(&nothing), &mut findings.to_vec())
            })
            .collect()
    }

    /// Findings about one source, each for itself, in the order of their places. A source of several files is called by
    /// theirs.
    pub fn render(&self, shown: &str, source: &Source, findings: &mut [Diagnostic]) -> String {
        findings.sort_by_key(|finding| finding.span.map(|span| span.start));
        let graphemes = |span| source.graphemes(span);
        let mut columns = Columns::new(source, &graphemes);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut text = String::new();
        for finding in findings.iter() {
            let seen = seen.entry(finding.rule.as_ref()).or_default();
            *seen += 1;
            let place = Place::of(finding, source, shown, &mut columns);
            text.push_str(&place.before());
            if *seen > SHOWN_IN_FULL {
                let _ = writeln!(text, "{}[{}]: {}", finding.level, finding.rule, finding.message);
            } else {
                text.push_str(&self.in_full(source, finding, place.line, &graphemes));
            }
        }
        text
    }

    /// Findings about one file of which `text` gives the member, or all of it: a line for what says the same, the gravest
    /// first. What is the only one of its rule is shown in full. Also says whether anything was told with less.
    pub fn render_folded<'a>(
        &self,
        shown: &str,
        text: impl Fn(Option<&str>) -> Option<&'a Source>,
        findings: &mut [Diagnostic],
    ) -> (String, bool) {
        findings.sort_by(|one, other| (&one.member, one.span).cmp(&(&other.member, other.span)));
        let folds = fold(findings);
        let mut places: BTreeMap<usize, (Place, String)> =
            folds.iter().flat_map(|fold| &fold.named).map(|&at| (at, <(Place, String)>::default())).collect();
        let alone: BTreeSet<usize> = folds.iter().filter(|fold| fold.alone).map(|fold| fold.named[0]).collect();
        let nothing = Source::new("", "");
        let mut first = 0;
        for part in findings.chunk_by(|one, other| one.member == other.member) {
            let member = part[0].member.as_deref();
            let (shown, source) = (of_member(shown, member), text(member).unwrap_or(&nothing));
            let graphemes = |span| source.graphemes(span);
            let mut columns = Columns::new(source, &graphemes);
            for (&at, (place, full)) in places.range_mut(first..first + part.len()) {
                let finding = &findings[at];
                *place = Place::of(finding, source, &shown, &mut columns);
                if alone.contains(&at) {
                    *full = self.in_full(source, finding, place.line, &graphemes);
                }
            }
            first += part.len();
        }
        let (mut told, mut lines, mut less) = (String::new(), 0, false);
        for (nth, one) in folds.iter().enumerate() {
            let (place, full) = &places[&one.named[0]];
            // Each kind that comes behind wants a line.
            let left = LINES.saturating_sub(lines + folds.len() - nth - 1);
            let finding = &findings[one.named[0]];
            let short = |advice| self.in_short(finding, one, &places, advice);
            let fuller = if one.alone { full.clone() } else { short(one.advice.as_deref()) };
            let is_shown = fuller.lines().count() <= left;
            let block = if is_shown { fuller } else { short(None) };
            less |= !one.alone || !is_shown;
            lines += block.lines().count();
            told.push_str(&place.before());
            told.push_str(&block);
        }
        (told, less)
    }

    /// One finding with its source line.
    fn in_full(&self, source: &Source, finding: &Diagnostic, line: usize, graphemes: &dyn Fn(Span) -> usize) -> String {
        self.renderer.render(&[group(source, finding, line, graphemes)]) + "\n"
    }

    /// Findings that are told together: what the first of them says, and where the next ones are.
    fn in_short(
        &self,
        finding: &Diagnostic,
        fold: &Fold,
        places: &BTreeMap<usize, (Place, String)>,
        advice: Option<&str>,
    ) -> String {
        let mut message = finding.message.clone();
        let more = fold.count - 1;
        if more > 0 {
            let own = &places[&fold.named[0]].0.file;
            let named: Vec<String> = fold.named[1..].iter().map(|at| places[at].0.beside(own)).collect();
            let what = if fold.mixed { "more of its rule" } else { "like it" };
            let open = if named.len() < more { ", .." } else { "" };
            let _ = write!(message, " (and {more} {what}: {}{open})", named.join(", "));
        }
        let group = Group::with_title(heading(finding.level).primary_title(message).id(finding.rule.as_ref()));
        let mut text = self.renderer.render(&[group]) + "\n";
        if let Some(advice) = advice {
            let help = Group::with_title(Heading::HELP.secondary_title(advice));
            let _ = writeln!(text, "  {}", self.renderer.render(&[help]));
        }
        text
    }
}

/// What a file inside a book is called.
fn of_member(shown: &str, member: Option<&str>) -> String {
    member.map_or(shown.to_owned(), |member| format!("{shown}/{member}"))
}

/// Where a finding is.
#[derive(Debug, Default)]
struct Place {
    file: String,
    /// Line and column in the file; `None` where it is about the file as a whole.
    at: Option<(usize, usize)>,
    /// Line of the source, which may be several files.
    line: usize,
}

impl Place {
    // The renderer could say the place too, but it would count columns in characters, and in what is left of a line that
    // was cut.
    fn of(finding: &Diagnostic, source: &Source, shown: &str, columns: &mut Columns) -> Self {
        let Some(span) = finding.span else { return Self { file: shown.to_owned(), at: None, line: 1 } };
        let (line, column) = columns.find(span.start);
        let (file, before) = named(source, shown, span.start);
        Self { file: file.to_owned(), at: Some((line - before, column)), line }
    }

    /// What stands before the message.
    fn before(&self) -> String {
        match self.at {
            Some((line, column)) => format!("{}:{line}:{column}: ", self.file),
            None => format!("{}: ", self.file),
        }
    }

    /// What it is called beside a place in a file.
    fn beside(&self, file: &str) -> String {
        match self.at {
            Some((line, column)) if self.file == file => format!("{line}:{column}"),
            Some((line, column)) => format!("{}:{line}:{column}", self.file),
            None => self.file.clone(),
        }
    }
}

fn heading(level: Level) -> Heading<'static> {
    match level {
        Level::Note => Heading::NOTE,
        Level::Warning => Heading::WARNING,
        Level::Error => Heading::ERROR,
    }
}

/// What the file that holds a byte is called, and how many lines of the source stand before it.
fn named<'a>(source: &'a Source, shown: &'a str, at: u32) -> (&'a str, usize) {
    let (name, before) = source.file(at);
    // A source of one file bears its name; what is shown has the folder, too.
    if name == source.name { (shown, before) } else { (name, before) }
}

/// One finding with its source line and what to do.
fn group<'a>(source: &'a Source, finding: &'a Diagnostic, line: usize, graphemes: &dyn Fn(Span) -> usize) -> Group<'a> {
    let mut group =
        Group::with_title(heading(finding.level).primary_title(finding.message.as_str()).id(finding.rule.as_ref()));
    if let Some(span) = finding.span {
        let (excerpt, marked) = excerpt(source, span, line - 1);
        let line = line - source.file(span.start).1;
        group =
            group.element(Snippet::source(excerpt).line_start(line).annotation(AnnotationKind::Primary.span(marked)));
    }
    let here = |other: &Related| other.span.filter(|_| other.member == finding.member);
    let places = places(source, finding.related.iter().filter_map(here).map(|span| span.start), graphemes);
    for other in &finding.related {
        let mut message = String::new();
        if let Some(span) = here(other) {
            let (file, before) = source.file(span.start);
            if finding.span.is_some_and(|own| source.file(own.start).0 != file) {
                let _ = write!(message, "{file}:");
            }
            let (line, column) = places[&span.start];
            let _ = write!(message, "{}:{column}: ", line - before);
        } else if let Some(member) = &other.member {
            let _ = write!(message, "{member}: ");
        }
        group = group.element(Heading::NOTE.message(message + &other.message));
    }
    if let Some(fix) = &finding.fix {
        group = group.element(Heading::HELP.message(offer(fix)));
    }
    finding.hints.iter().fold(group, |group, hint| group.element(Heading::HELP.message(hint.as_str())))
}

/// What a fix would do, and how it is asked for.
fn offer(Fix { edits, safe }: &Fix) -> String {
    let how = if *safe { "--fix" } else { "--fix --unsafe" };
    match edits.as_slice() {
        [edit] if edit.replacement.is_empty() => format!("remove it (`check {how}`)"),
        [edit] => format!("replace it by {} (`check {how}`)", shown_words(&edit.replacement)),
        edits => format!("{} places can be mended with `check {how}`", edits.len()),
    }
}

/// What is put in, with names for what would not be seen.
fn shown_words(replacement: &str) -> String {
    match replacement {
        "\n" => "LF".into(),
        "\r\n" => "CRLF".into(),
        text => {
            let mut shown = String::from("`");
            for c in text.chars() {
                if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
            }
            shown + "`"
        }
    }
}

/// The part of a line around a span, and where the span is in it. A line may be as long as the file, so neither time
/// nor space here depends on its length.
fn excerpt(source: &Source, span: Span, line: usize) -> (String, std::ops::Range<usize>) {
    let Span { start: first, end: last } = source.line(line);
    let line = first as usize..last as usize;
    let text = &source.text;
    let start = floor(text, span.start).clamp(line.start, line.end);
    let end = floor(text, span.end).clamp(start, line.end);
    let (before, of, after) = SHOWN;
    let forward = |from: usize, to: usize, count: usize| {
        text[from..to].char_indices().nth(count).map_or(to, |(offset, _)| from + offset)
    };
    let left = text[line.start..start]
        .char_indices()
        .rev()
        .nth(before)
        .map_or(line.start, |(offset, c)| line.start + offset + c.len_utf8());
    let marked_end = forward(start, end, of);
    let right = forward(marked_end, line.end, after);
    let open = if left > line.start { "…" } else { "" };
    let close = if right < line.end { "…" } else { "" };
    let excerpt = format!("{open}{}{close}", &text[left..right]);
    let offset = open.len();
    (excerpt, start - left + offset..marked_end - left + offset)
}

/// The place itself, or the start of the character it lies in.
fn floor(text: &str, at: u32) -> usize {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Lines and columns of places in any order.
fn places(
    source: &Source,
    places: impl Iterator<Item = u32>,
    graphemes: &dyn Fn(Span) -> usize,
) -> BTreeMap<u32, (usize, usize)> {
    let mut columns = Columns::new(source, graphemes);
    places.collect::<BTreeSet<_>>().into_iter().map(|at| (at, columns.find(at))).collect()
}

/// Lines and columns of places in ascending order. Counting goes on from the place before, so that many findings on one
/// long line take the time of one.
struct Columns<'a> {
    source: &'a Source,
    /// Counts the columns that a span covers.
    graphemes: &'a dyn Fn(Span) -> usize,
    line: usize,
    at: u32,
    column: usize,
}

impl<'a> Columns<'a> {
    fn new(source: &'a Source, graphemes: &'a dyn Fn(Span) -> usize) -> Self {
        Self { source, graphemes, line: 0, at: 0, column: 1 }
    }

    fn find(&mut self, at: u32) -> (usize, usize) {
        let at = floor(&self.source.text, at) as u32;
        let line = self.source.line_of(at);
        let gap = if line == self.line && at >= self.at {
            Span { start: self.at, end: at }
        } else {
            self.column = 1;
            Span { start: self.source.line(line).start, end: at }
        };
        (self.line, self.at) = (line, at);
        self.column += (self.graphemes)(gap);
        (line + 1, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn finding(start: usize, end: usize) -> Diagnostic {
        Diagnostic::new("test/fault", Level::Warning, Span::new(start, end), "a fault").hint("mend it")
    }

    #[test]
    fn a_finding_in_the_second_of_two_files_names_that_file() {
        let files = [Source::new("a.txt", "one\ntwo\n"), Source::new("b.txt", "three\nfour\n")];
        let source = Source::join("letters", files);
        let at = source.text.find("four").expect("it is there");
        let mut finding = finding(at, at + 4);
        finding = finding.related(Span::new(0, 3), "the first is here");
        let shown = plain().render("letters", &source, &mut [finding]);
        assert!(shown.starts_with("b.txt:2:1: "), "{shown}");
        assert!(shown.contains("2 | four"), "{shown}");
        assert!(shown.contains("a.txt:1:1: the first is here"), "{shown}");
    }

    fn plain() -> Terminal {
        Terminal { renderer: Renderer::plain() }
    }

    #[test]
    fn a_finding_shows_place_line_caret_and_hint() {
        let source = Source::new("letter.txt", "Dear friend,\nI was hear.\n");
        let text = plain().render("dir/letter.txt", &source, &mut [finding(19, 23)]);
        let expected = "dir/letter.txt:2:7: warning[test/fault]: a fault
  |
2 | I was hear.
  |       ^^^^
  |
  = help: mend it
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_finding_without_a_place_names_the_file() {
        let source = Source::new("letter.txt", "Dear friend,\n");
        let text = plain().render("letter.txt", &source, &mut [Diagnostic::new("a/b", Level::Error, None, "a fault")]);
        assert_eq!(text, "letter.txt: error[a/b]: a fault\n");
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let long = format!("{}ß{}", "ä ".repeat(500_000), " ö".repeat(500_000));
        let at = long.find('ß').expect("it was put there");
        let source = Source::new("letter.txt", long);
        let text = plain().render("letter.txt", &source, &mut [finding(at, at + 2)]);
        assert!(text.contains("letter.txt:1:1000001"), "{text}");
        assert!(text.len() < 1000, "{} bytes", text.len());
        assert!(text.contains("…ä ä ä") && text.contains("ä ß ö"), "{text}");
        let (line, caret) = (text.lines().nth(2).unwrap_or(""), text.lines().nth(3).unwrap_or(""));
        let column = |line: &str, sign: char| line.chars().position(|c| c == sign);
        assert_eq!(column(line, 'ß'), column(caret, '^'), "{text}");
    }

    #[test]
    fn spans_at_and_over_line_ends_are_shown_too() {
        let text = "one\r\ntwo\n";
        let source = Source::new("letter.txt", text);
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let shown = plain().render("letter.txt", &source, &mut [finding(start, end)]);
                assert!(shown.contains("letter.txt:"), "{start}..{end}: {shown}");
            }
        }
    }

    #[test]
    fn findings_come_in_the_order_of_their_places_and_columns_stay_right() {
        let text = "e\u{301}e\u{301}abc\nxyz";
        let source = Source::new("letter.txt", text);
        let mut findings: Vec<_> =
            text.char_indices().filter(|(_, c)| c.is_ascii_graphic()).map(|(at, _)| finding(at, at + 1)).collect();
        findings.reverse();
        let shown = plain().render("l", &source, &mut findings);
        let places: Vec<_> = shown.lines().filter_map(|line| line.strip_prefix("l:")?.split(": ").next()).collect();
        assert_eq!(places, ["1:1", "1:2", "1:3", "1:4", "1:5", "2:1", "2:2", "2:3"]);
    }

    #[test]
    fn other_places_on_one_long_line_take_the_time_of_the_line() {
        let work = |count: usize| {
            let source = Source::new("letter.txt", "xy".repeat(count));
            let finding = (0..count)
                .rev()
                .fold(finding(0, 1), |finding, nth| finding.related(Span::new(2 * nth, 2 * nth + 1), "here too"));
            let counted = Cell::new(0);
            let graphemes = |span: Span| {
                counted.set(counted.get() + span.range().len());
                source.graphemes(span)
            };
            let shown = plain().renderer.render(&[group(&source, &finding, 1, &graphemes)]);
            let last = format!("1:{}: here too", 2 * count - 1);
            assert!(shown.contains(&last) && shown.contains(" 1:1: here too"), "{shown}");
            counted.get()
        };
        let (once, twice) = (work(100), work(200));
        assert!(once > 100 && twice * 10 <= once * 23, "{once} bytes gone over, then {twice}");
    }

    #[test]
    fn findings_that_say_the_same_are_one_line() {
        let source = Source::new("letter.txt", "one\ntwo\nthree\nfour\nfive\n");
        let one = Diagnostic::new("a/b", Level::Error, Span::new(8, 13), "an error");
        let mut findings: Vec<_> = [14, 0, 4, 19].into_iter().map(|at| finding(at, at + 3)).chain([one]).collect();
        let (text, less) = plain().render_folded("l", |_| Some(&source), &mut findings);
        let expected = "l:3:1: error[a/b]: an error
  |
3 | three
  | ^^^^^
l:1:1: warning[test/fault]: a fault (and 3 like it: 2:1, 4:1, ..)
  help: mend it
";
        assert_eq!((&*text, less), (expected, true));
        let (text, less) = plain().render_folded("l", |_| Some(&source), &mut [finding(0, 3)]);
        assert_eq!((text, less), (plain().render("l", &source, &mut [finding(0, 3)]), false));
    }

    #[test]
    fn many_rules_get_one_line_each() {
        let source = Source::new("letter.txt", "x".repeat(2000));
        let rule = |nth: usize| Diagnostic::new(format!("a/{nth}"), Level::Warning, Span::new(nth, nth + 1), "so");
        let (text, less) = plain().render_folded("l", |_| Some(&source), &mut (0..37).map(rule).collect::<Vec<_>>());
        assert_eq!((text.lines().count(), less), (40, true), "{text}");
        assert!((0..37).all(|nth| text.contains(&format!("warning[a/{nth}]: so"))), "{text}");
        // Whatever there is of one rule in the files of a book.
        let mut many: Vec<_> = (0..3000)
            .map(|nth| {
                let mut finding = rule(7);
                finding.member = Some(format!("{nth:04}.xhtml"));
                finding
            })
            .collect();
        let (text, _) = plain().render_folded("b.epub", |_| Some(&source), &mut many);
        let line = "b.epub/0000.xhtml:1:8: warning[a/7]: so (and 2999 like it: b.epub/0001.xhtml:1:8, \
                    b.epub/0002.xhtml:1:8, ..)\n";
        assert_eq!(text, line);
    }

    #[test]
    fn many_findings_of_a_rule_get_one_line_each() {
        let source = Source::new("letter.txt", "x".repeat(2000));
        let mut findings: Vec<_> = (0..2000).map(|at| finding(at, at + 1)).collect();
        let text = plain().render("letter.txt", &source, &mut findings);
        assert_eq!(text.matches("help: mend it").count(), SHOWN_IN_FULL);
        assert!(text.ends_with("letter.txt:1:2000: warning[test/fault]: a fault\n"));
    }
}
