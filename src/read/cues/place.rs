//! Where a line stands: in the file, in its group, and to the lines around it that say something.

use super::families::Family;
use super::words::Said;
use super::{Cues, Seer, ends_sentence, seen};
use crate::read::lines::{Layout, Line};
use crate::source::Source;
use crate::tree::Wrap;

/// Most lines have no more cues of their place than this.
const PLACED: usize = 26;

/// Characters of a group that make it prose.
const PROSE: u32 = 180;

struct Group {
    first: usize,
    lines: usize,
    longest: u32,
    prose: bool,
    capital_starts: usize,
    /// Lines (the last left out) that reach the margin.
    full: usize,
    /// What its lines hold; see [`seen`].
    has: u16,
}

/// Adds where the lines stand among each other to what they say; `said` has the first of them at `from`.
#[must_use]
pub fn place(source: &Source, lines: &[Line], layout: Layout, said: &Said, from: usize) -> Cues {
    let mut seer = Seer::new();
    seer.cues.reserve(lines.len(), said.cues.count(from..from + lines.len()) + lines.len() * PLACED);
    let names = Names::collect(lines, said, from);
    let holds = &said.seen[from..from + lines.len()];
    let groups = groups(source, lines, layout, holds);
    let file = File::new(&groups, holds, lines.len());
    let mut above = Above::default();
    let nearby = nearby(lines, holds);
    let long_line = long_line(lines);
    for (at, group) in groups.iter().enumerate() {
        let zone = file.zone(at);
        for index in group.first..group.first + group.lines {
            seer.cues.ids.extend_from_slice(said.cues.of(from + index));
            for word in said.last.of(from + index) {
                seer.name(word, &names);
            }
            seer.place(index, at, group, zone, &file);
            seer.layout(source, lines, index, group, layout);
            seer.together(source.slice(lines[index].span), index, at, holds[index], zone, &file, &above);
            if holds.get(index + 1).is_some_and(|next| next & seen::ONLY_DATE != 0) {
                seer.add(Family::BeforeDate, 0);
            }
            above.step(lines[index].chars, at, holds[index]);
            seer.nearby(&lines[index], holds[index], zone, nearby[index], long_line);
            seer.end_line();
        }
    }
    seer.cues
}

/// What is known of the whole file.
struct File {
    groups: usize,
    lines: usize,
    first_prose: Option<usize>,
    last_prose: Option<usize>,
    has: [bool; 3],
}

/// Where a group stands to the long paragraphs of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    NoProse,
    Before(usize),
    In,
    After(usize),
}

impl File {
    fn new(groups: &[Group], seen: &[u16], lines: usize) -> Self {
        let any = |bit: u16| seen.iter().any(|seen| seen & bit != 0);
        let (salute, close) = (any(seen::SALUTE), any(seen::CLOSE));
        Self {
            groups: groups.len(),
            lines,
            first_prose: groups.iter().position(|group| group.prose),
            last_prose: groups.iter().rposition(|group| group.prose),
            has: [salute, close, !salute && !close],
        }
    }

    fn zone(&self, group: usize) -> Zone {
        match (self.first_prose, self.last_prose) {
            (Some(first), _) if group < first => Zone::Before(first - group - 1),
            (_, Some(last)) if group > last => Zone::After(group - last - 1),
            (Some(_), Some(_)) => Zone::In,
            _ => Zone::NoProse,
        }
    }
}

/// A line longer than this, in characters, is no part of an opener or closer.
const PART: u32 = 100;

/// Greetings and dates around a line.
#[derive(Default, Clone, Copy)]
struct Nearby {
    /// Lines up to the last greeting above.
    salute_above: Option<usize>,
    /// Lines down to the next greeting below.
    salute_below: Option<usize>,
    /// Whether a line above holds a date.
    dated_above: bool,
}

fn nearby(lines: &[Line], holds: &[u16]) -> Vec<Nearby> {
    let is = |index: usize, bit: u16| lines[index].chars < PART && holds[index] & bit != 0;
    let mut nearby = vec![Nearby::default(); lines.len()];
    let (mut salute, mut dated) = (None, false);
    for (index, nearby) in nearby.iter_mut().enumerate() {
        nearby.salute_above = salute.map(|at| index - at);
        nearby.dated_above = dated;
        dated |= is(index, seen::DATE);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    salute = None;
    for (index, nearby) in nearby.iter_mut().enumerate().rev() {
        nearby.salute_below = salute.map(|at| at - index);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    nearby
}

/// The value of a distance among [`NEAR`].
fn distance(lines: Option<usize>) -> usize {
    match lines {
        None => 0,
        Some(n @ 0..=4) => n,
        Some(5..=8) => 5,
        Some(_) => 6,
    }
}

/// The length that four of five lines do not exceed.
fn long_line(lines: &[Line]) -> u32 {
    let mut lengths: Vec<u32> = lines.iter().map(|line| line.chars).collect();
    if lengths.is_empty() {
        return 0;
    }
    let at = (lengths.len() - 1) * 4 / 5;
    *lengths.select_nth_unstable(at).1
}

/// What was passed on the way down.
struct Above {
    since_close: usize,
    close_group: Option<usize>,
    postscript: bool,
}

impl Default for Above {
    fn default() -> Self {
        Self { since_close: usize::MAX, close_group: None, postscript: false }
    }
}

impl Above {
    fn step(&mut self, chars: u32, group: usize, seen: u16) {
        let close = seen & seen::CLOSE != 0 && chars < 60;
        self.since_close = if close { 1 } else { self.since_close.saturating_add(1) };
        if close {
            self.close_group = Some(group);
        }
        if seen & seen::SALUTE != 0 {
            self.close_group = None;
        }
        self.postscript = (self.postscript || seen & seen::POSTSCRIPT != 0) && seen & seen::SALUTE == 0;
    }
}

fn groups(source: &Source, lines: &[Line], layout: Layout, seen: &[u16]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index == 0 || lines[index - 1].group != line.group {
            groups.push(Group { first: index, lines: 0, longest: 0, prose: false, capital_starts: 0, full: 0, has: 0 });
        }
        let group = groups.last_mut().expect("a group was just started");
        group.lines += 1;
        group.has |= seen[index];
        if layout.wrap == Wrap::Wrapped && index > group.first {
            let word = source.slice(line.span).split_whitespace().next().map_or(0, str::len) as u32;
            group.full += usize::from(layout.is_full(lines[index - 1].chars + 3, word));
        }
        group.longest = group.longest.max(line.chars);
        let first = source.slice(line.span).trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        group.capital_starts += usize::from(first.is_some_and(char::is_uppercase));
    }
    for group in &mut groups {
        group.prose = group.longest >= PROSE;
    }
    groups
}

fn step(n: usize) -> usize {
    match n {
        0..=4 => n,
        5 | 6 => 5,
        7..=9 => 6,
        10..=19 => 7,
        _ => 8,
    }
}

/// Capitalised words of the first and last lines: a name that comes again elsewhere is a signature,
/// an address or a salutation.
struct Names<'a> {
    top: Vec<&'a str>,
    bottom: Vec<&'a str>,
}

impl<'a> Names<'a> {
    const LINES: usize = 6;

    fn collect(lines: &[Line], said: &'a Said, from: usize) -> Self {
        let gather = |range: std::ops::Range<usize>| {
            let short = range.filter(|&at| lines[at].chars < 90);
            short.flat_map(|at| said.names.of(from + at)).collect()
        };
        let edge = Self::LINES.min(lines.len() / 2);
        Self { top: gather(0..edge), bottom: gather(lines.len() - edge..lines.len()) }
    }
}

impl Seer {
    fn name(&mut self, name: &str, names: &Names) {
        if names.top.contains(&name) {
            self.add(Family::SeenName, 0);
        }
        if names.bottom.contains(&name) {
            self.add(Family::SeenName, 1);
        }
    }

    /// Where the line stands in the file and in its group.
    fn place(&mut self, index: usize, at: usize, group: &Group, zone: Zone, file: &File) {
        self.add(Family::Always, 0);
        self.add(Family::LineFromTop, step(index));
        self.add(Family::LineFromBottom, step(file.lines - 1 - index));
        self.add(Family::GroupFromTop, step(at));
        self.add(Family::GroupFromBottom, step(file.groups - 1 - at));
        let size = match group.lines {
            n @ 1..=4 => n - 1,
            5..=8 => 4,
            _ => 5,
        };
        self.add(Family::GroupSize, size);
        let place = match (index == group.first, index + 1 == group.first + group.lines) {
            (true, true) => 0,
            (true, false) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        self.add(Family::PlaceInGroup, place);
        match zone {
            Zone::NoProse => self.add(Family::Zone, 0),
            Zone::Before(distance) => {
                self.add(Family::Zone, 1);
                self.add(Family::ToProse, step(distance));
            }
            Zone::In => self.add(Family::Zone, 2),
            Zone::After(distance) => {
                self.add(Family::Zone, 3);
                self.add(Family::FromProse, step(distance));
            }
        }
        self.add_all(Family::FileHas, &file.has);
    }

    /// How long the line is beside the others, and how far it is from the greetings and dates around it.
    fn nearby(&mut self, line: &Line, holds: u16, zone: Zone, nearby: Nearby, long_line: u32) {
        let share = match line.chars * 20 / long_line.max(1) {
            0 | 1 => 0,
            2..=4 => 1,
            5..=9 => 2,
            10..=16 => 3,
            _ => 4,
        };
        self.add(Family::RelativeLength, share);
        if line.chars >= PART {
            return;
        }
        self.add(Family::SaluteAbove, distance(nearby.salute_above));
        self.add(Family::SaluteBelow, distance(nearby.salute_below));
        if holds & seen::DATE != 0 {
            let foot = matches!(zone, Zone::After(_));
            self.add(Family::DatedAnd, usize::from(nearby.dated_above) + 2 * usize::from(foot));
        }
    }

    /// How the line and its group are set on the page.
    fn layout(&mut self, source: &Source, lines: &[Line], index: usize, group: &Group, layout: Layout) {
        let line = &lines[index];
        self.add(Family::BlankBefore, usize::from(line.blanks.min(2)));
        let indent = match line.indent {
            0 => 0,
            1..=3 => 1,
            _ => 2,
        };
        self.add(Family::Indent, indent);
        if layout.wrap == Wrap::Wrapped {
            let next = lines.get(index + 1).filter(|next| next.group == line.group);
            let word =
                next.map_or(8, |next| source.slice(next.span).split_whitespace().next().map_or(0, str::len) as u32);
            let margin = match (line.physical, layout.is_full(line.chars + 3, word)) {
                (1, false) => 2,
                (1, true) => 1,
                _ => 3,
            };
            self.add(Family::Margin, margin);
            if group.lines <= 2 {
                self.add(Family::WrappedAnd, group.lines - 1);
            }
            if group.lines > 1 {
                let full = match group.full {
                    0 => 0,
                    n if n + 1 == group.lines => 2,
                    _ => 1,
                };
                self.add(Family::GroupMargin, full);
            }
        } else {
            self.add(Family::Margin, 0);
        }
        let shape = match (group.longest < 64, group.capital_starts == group.lines, group.prose) {
            (_, _, true) => 3,
            (true, true, _) if group.lines > 2 => 2,
            (_, true, _) => 1,
            _ => 0,
        };
        self.add(Family::GroupShape, shape);
        if group.lines > 1 {
            self.add_all(Family::GroupHas, &seen::OF_GROUP.map(|bit| group.has & bit != 0));
        }
        if let Some(before) = index.checked_sub(1) {
            let small = source.slice(line.span).starts_with(char::is_lowercase);
            let runs_on = match (ends_sentence(source.slice(lines[before].span)), small) {
                (false, true) => 0,
                (true, true) => 1,
                _ => 2,
            };
            self.add(Family::RunsOn, runs_on);
        }
    }

    /// Conjunctions: where a line stands together with what it says and what was said above.
    #[expect(clippy::too_many_arguments, reason = "a conjunction is of things that are known in different places")]
    fn together(&mut self, text: &str, index: usize, at: usize, seen: u16, zone: Zone, file: &File, above: &Above) {
        let has = |bit: u16| seen & bit != 0;
        let short = text.len() < 64;
        let before = matches!(zone, Zone::Before(_) | Zone::NoProse) || Some(at) == file.first_prose;
        let after = matches!(zone, Zone::After(_) | Zone::NoProse) || Some(at) == file.last_prose;
        if before && index < 12 {
            let comma = short && text.ends_with([',', ':', '!']);
            self.add_all(
                Family::TopAnd,
                &[has(seen::SALUTE), has(seen::DATE), has(seen::NAME), has(seen::HEADING), comma],
            );
        }
        if after {
            let comma = short && text.ends_with(',');
            let long = text.len() > 96;
            self.add_all(
                Family::BottomAnd,
                &[has(seen::CLOSE), has(seen::NAME), has(seen::DATE), has(seen::INITIALS), comma, long],
            );
            match above.since_close {
                1 => self.add(Family::AfterClose, 0),
                2 => self.add(Family::AfterClose, 1),
                3 | 4 => self.add(Family::AfterClose, 2),
                _ => {}
            }
        }
        if above.postscript {
            self.add(Family::AfterPostscript, 0);
        }
        if let Some(group) = above.close_group {
            self.add(Family::ClosedAbove, [0, 1, 1, 2, 2].get(at - group).copied().unwrap_or(3));
        }
        if zone == Zone::In {
            self.add_all(
                Family::InProseAnd,
                &[short, text.len() <= 30, has(seen::NAME), has(seen::CLOSE), has(seen::SALUTE), has(seen::DATE)],
            );
        }
    }
}
