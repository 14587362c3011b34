//! Where a line stands: in the file, in its group, and to the lines around it that say something.

use crate::read::decide::cues::families::{
    AfterClose, AfterPostscript, Always, BeforeDate, BlankBefore, BottomAnd, ClosedAbove, DatedAnd, FileHas, FromProse,
    GroupFromBottom, GroupFromTop, GroupHas, GroupMargin, GroupShape, GroupSize, InProseAnd, Indent, LineFromBottom,
    LineFromTop, Margin, PlaceInGroup, RelativeLength, RunsOn, SaluteAbove, SaluteBelow, SeenName, ToProse, TopAnd,
    WrappedAnd, Zone as ZoneCue,
};
use crate::read::decide::cues::line_cues::LineCues;
use crate::read::decide::cues::said::Said;
use crate::read::decide::cues::seen;
use crate::read::lines::{Layout, Line};
use crate::read::shape::ends_sentence;
use crate::source::Source;
use crate::tree::Wrap;

/// Most lines have no more cues of their place than this.
const PLACED: usize = 26;

/// Characters of a group that make it prose.
const PROSE: u32 = 180;

struct LineGroup {
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
pub fn place(source: &Source, lines: &[Line], layout: Layout, said: &Said, from: usize) -> LineCues {
    let mut cues = LineCues::default();
    cues.reserve(lines.len(), said.cues.count(from..from + lines.len()) + lines.len() * PLACED);
    let names = Names::collect(lines, said, from);
    let holds = &said.seen[from..from + lines.len()];
    let groups = groups(source, lines, layout, holds);
    let file = WholeFile::new(&groups, holds, lines.len());
    let mut above = Above::default();
    let nearby = nearby(lines, holds);
    let long_line = long_line(lines);
    for (at, group) in groups.iter().enumerate() {
        let zone = file.zone(at);
        for index in group.first..group.first + group.lines {
            cues.extend(said.cues.of(from + index).iter().copied());
            for word in said.last.of(from + index) {
                names.add(word, &mut cues);
            }
            file.add(index, at, group, zone, &mut cues);
            set(source, lines, index, group, layout, &mut cues);
            let line = Held { text: source.slice(lines[index].span), holds: holds[index], index, group: at };
            line.add(zone, &file, &above, &mut cues);
            if holds.get(index + 1).is_some_and(|next| next & seen::ONLY_DATE != 0) {
                cues.add(BeforeDate::Yes);
            }
            above.step(lines[index].chars, at, holds[index]);
            nearby[index].add(&lines[index], holds[index], zone, long_line, &mut cues);
            cues.end_line();
        }
    }
    cues
}

/// What is known of the whole file.
struct WholeFile {
    groups: usize,
    lines: usize,
    first_prose: Option<usize>,
    last_prose: Option<usize>,
    salute: bool,
    close: bool,
}

/// Where a group stands to the long paragraphs of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    NoProse,
    Before(usize),
    In,
    After(usize),
}

impl WholeFile {
    fn new(groups: &[LineGroup], seen: &[u16], lines: usize) -> Self {
        let any = |bit: u16| seen.iter().any(|seen| seen & bit != 0);
        Self {
            groups: groups.len(),
            lines,
            first_prose: groups.iter().position(|group| group.prose),
            last_prose: groups.iter().rposition(|group| group.prose),
            salute: any(seen::SALUTE),
            close: any(seen::CLOSE),
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

    /// Where a line stands in the file and in its group, the `at`th.
    fn add(&self, index: usize, at: usize, group: &LineGroup, zone: Zone, cues: &mut LineCues) {
        cues.add(Always::Yes);
        cues.add(LineFromTop::of(index));
        cues.add(LineFromBottom::of(self.lines - 1 - index));
        cues.add(GroupFromTop::of(at));
        cues.add(GroupFromBottom::of(self.groups - 1 - at));
        cues.add(GroupSize::of(group.lines));
        cues.add(match (index == group.first, index + 1 == group.first + group.lines) {
            (true, true) => PlaceInGroup::Only,
            (true, false) => PlaceInGroup::First,
            (false, false) => PlaceInGroup::Inner,
            (false, true) => PlaceInGroup::Last,
        });
        match zone {
            Zone::NoProse => cues.add(ZoneCue::NoProse),
            Zone::Before(distance) => {
                cues.add(ZoneCue::BeforeProse);
                cues.add(ToProse::of(distance));
            }
            Zone::In => cues.add(ZoneCue::InProse),
            Zone::After(distance) => {
                cues.add(ZoneCue::AfterProse);
                cues.add(FromProse::of(distance));
            }
        }
        cues.add_all([
            (self.salute, FileHas::Salute),
            (self.close, FileHas::Close),
            (!self.salute && !self.close, FileHas::Neither),
        ]);
    }
}

/// A line longer than this, in characters, is no part of an opener or closer.
const PART: u32 = 100;

/// Greetings and dates around a line.
#[derive(Default, Clone, Copy)]
struct Nearby {
    /// Lines up to the last greeting above; 0 where there is none.
    salute_above: usize,
    /// Lines down to the next greeting below; 0 where there is none.
    salute_below: usize,
    /// Whether a line above holds a date.
    dated_above: bool,
}

impl Nearby {
    /// How long the line is beside the others, and how far it is from the greetings and dates around it.
    fn add(&self, line: &Line, holds: u16, zone: Zone, long_line: u32, cues: &mut LineCues) {
        cues.add(RelativeLength::of((line.chars * 20 / long_line.max(1)) as usize));
        if line.chars >= PART {
            return;
        }
        cues.add(SaluteAbove::of(self.salute_above));
        cues.add(SaluteBelow::of(self.salute_below));
        if holds & seen::DATE != 0 {
            let is_foot = matches!(zone, Zone::After(_));
            cues.add(match (is_foot, self.dated_above) {
                (false, false) => DatedAnd::First,
                (false, true) => DatedAnd::Again,
                (true, false) => DatedAnd::FootFirst,
                (true, true) => DatedAnd::FootAgain,
            });
        }
    }
}

fn nearby(lines: &[Line], holds: &[u16]) -> Vec<Nearby> {
    let is = |index: usize, bit: u16| lines[index].chars < PART && holds[index] & bit != 0;
    let mut nearby = vec![Nearby::default(); lines.len()];
    let (mut salute, mut dated) = (None::<usize>, false);
    for (index, nearby) in nearby.iter_mut().enumerate() {
        nearby.salute_above = salute.map_or(0, |at| index - at);
        nearby.dated_above = dated;
        dated |= is(index, seen::DATE);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    salute = None;
    for (index, nearby) in nearby.iter_mut().enumerate().rev() {
        nearby.salute_below = salute.map_or(0, |at| at - index);
        if is(index, seen::SALUTE) {
            salute = Some(index);
        }
    }
    nearby
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

fn groups(source: &Source, lines: &[Line], layout: Layout, seen: &[u16]) -> Vec<LineGroup> {
    let mut groups: Vec<LineGroup> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index == 0 || lines[index - 1].group != line.group {
            groups.push(LineGroup {
                first: index,
                lines: 0,
                longest: 0,
                prose: false,
                capital_starts: 0,
                full: 0,
                has: 0,
            });
        }
        let group = groups.last_mut().expect("a group was just started");
        group.lines += 1;
        group.has |= seen[index];
        if layout.wrap == Wrap::Wrapped && index > group.first {
            let word = first_word(source.slice(line.span));
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

    fn add(&self, name: &str, cues: &mut LineCues) {
        cues.add_all([
            (self.top.contains(&name), SeenName::NearTop),
            (self.bottom.contains(&name), SeenName::NearBottom),
        ]);
    }
}

/// The first word's length in bytes.
fn first_word(text: &str) -> u32 {
    text.split_whitespace().next().map_or(0, str::len) as u32
}

/// What of a group's lines its cues tell.
const OF_GROUP: [(u16, GroupHas); 9] = [
    (seen::SALUTE, GroupHas::Salute),
    (seen::CLOSE, GroupHas::Close),
    (seen::DATE, GroupHas::Date),
    (seen::TITLE, GroupHas::Title),
    (seen::STREET, GroupHas::Street),
    (seen::ADDRESS, GroupHas::Address),
    (seen::POSTSCRIPT, GroupHas::Postscript),
    (seen::NUMBER, GroupHas::Number),
    (seen::NAME, GroupHas::Name),
];

/// How the line and its group are set on the page.
fn set(source: &Source, lines: &[Line], index: usize, group: &LineGroup, layout: Layout, cues: &mut LineCues) {
    let line = &lines[index];
    cues.add(BlankBefore::of(line.blanks.into()));
    cues.add(Indent::of(line.indent.into()));
    if layout.wrap == Wrap::Wrapped {
        let next = lines.get(index + 1).filter(|next| next.group == line.group);
        let word = next.map_or(8, |next| first_word(source.slice(next.span)));
        cues.add(match (line.physical, layout.is_full(line.chars + 3, word)) {
            (1, false) => Margin::Short,
            (1, true) => Margin::Full,
            _ => Margin::Wrapped,
        });
        match group.lines {
            1 => cues.add(WrappedAnd::OneLineGroup),
            2 => cues.add(WrappedAnd::TwoLineGroup),
            _ => {}
        }
        if group.lines > 1 {
            cues.add(match group.full {
                0 => GroupMargin::NoneFull,
                n if n + 1 == group.lines => GroupMargin::AllFull,
                _ => GroupMargin::SomeFull,
            });
        }
    } else {
        cues.add(Margin::Unwrapped);
    }
    cues.add(match (group.longest < 64, group.capital_starts == group.lines, group.prose) {
        (_, _, true) => GroupShape::ProseLike,
        (true, true, _) if group.lines > 2 => GroupShape::VerseLike,
        (_, true, _) => GroupShape::CapitalStarts,
        _ => GroupShape::ShortLines,
    });
    if group.lines > 1 {
        cues.add_all(OF_GROUP.map(|(bit, cue)| (group.has & bit != 0, cue)));
    }
    if let Some(before) = index.checked_sub(1) {
        let small = source.slice(line.span).starts_with(char::is_lowercase);
        cues.add(match (ends_sentence(source.slice(lines[before].span)), small) {
            (false, true) => RunsOn::Yes,
            (true, true) => RunsOn::AfterSmall,
            _ => RunsOn::No,
        });
    }
}

/// A line with what it holds and where it stands.
struct Held<'t> {
    text: &'t str,
    holds: u16,
    index: usize,
    group: usize,
}

impl Held<'_> {
    /// Conjunctions: where a line stands together with what it says and what was said above.
    fn add(&self, zone: Zone, file: &WholeFile, above: &Above, cues: &mut LineCues) {
        let has = |bit: u16| self.holds & bit != 0;
        let length = self.text.len();
        let short = length < 64;
        let at = Some(self.group);
        let before = matches!(zone, Zone::Before(_) | Zone::NoProse) || at == file.first_prose;
        let after = matches!(zone, Zone::After(_) | Zone::NoProse) || at == file.last_prose;
        if before && self.index < 12 {
            cues.add_all([
                (has(seen::SALUTE), TopAnd::StrongSalute),
                (has(seen::DATE), TopAnd::Date),
                (has(seen::NAME), TopAnd::NameShape),
                (has(seen::HEADING), TopAnd::HeadingWord),
                (short && self.text.ends_with([',', ':', '!']), TopAnd::ShortComma),
            ]);
        }
        if after {
            cues.add_all([
                (has(seen::CLOSE), BottomAnd::Close),
                (has(seen::NAME), BottomAnd::NameShape),
                (has(seen::DATE), BottomAnd::Date),
                (has(seen::INITIALS), BottomAnd::Initials),
                (short && self.text.ends_with(','), BottomAnd::ShortComma),
                (length > 96, BottomAnd::Long),
            ]);
            match above.since_close {
                1 => cues.add(AfterClose::One),
                2 => cues.add(AfterClose::Two),
                3 | 4 => cues.add(AfterClose::ThreeOrFour),
                _ => {}
            }
        }
        if above.postscript {
            cues.add(AfterPostscript::Yes);
        }
        if let Some(group) = above.close_group {
            cues.add(ClosedAbove::of(self.group - group));
        }
        if zone == Zone::In {
            cues.add_all([
                (short, InProseAnd::Short),
                (length <= 30, InProseAnd::VeryShort),
                (has(seen::NAME), InProseAnd::NameShape),
                (has(seen::CLOSE), InProseAnd::Close),
                (has(seen::SALUTE), InProseAnd::Salute),
                (has(seen::DATE), InProseAnd::Date),
            ]);
        }
    }
}
