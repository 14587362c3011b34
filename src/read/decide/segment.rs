//! Where letters begin and end in the sequence of blocks of a file.

use crate::read::role::Role;
use std::ops::Range;

/// One step of the sequence, as far as segmentation needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A block with a decoded role.
    Role(Role),
    /// A heading that the source marks as one (`## ...`), which the decoder did not choose.
    Marked,
    /// A page break or a separator: goes with what is around it.
    Pass,
    /// Text that the editor fixed as such: never part of an opener or closer.
    Body,
    /// A postscript that the editor fixed as one: the bottom begins here or before.
    Postscript,
    /// A title block, an imprint: no letter goes across it.
    Wall,
}

/// A segment of the sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// No letter.
    Prose(Range<usize>),
    /// A letter: where its body and its bottom begin, and where it ends.
    Letter {
        /// First step.
        start: usize,
        /// First step of the body.
        body: usize,
        /// First step after the body: closer, postscripts, trailers.
        bottom: usize,
        /// One past the last step.
        end: usize,
    },
}

impl Segment {
    /// The same so many steps further on.
    #[must_use]
    pub fn after(self, by: usize) -> Self {
        match self {
            Self::Prose(range) => Self::Prose(range.start + by..range.end + by),
            Self::Letter { start, body, bottom, end } => {
                Self::Letter { start: start + by, body: body + by, bottom: bottom + by, end: end + by }
            }
        }
    }

    /// The steps it takes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Prose(range) => range.clone(),
            Self::Letter { start, end, .. } => *start..*end,
        }
    }
}

/// After a closing, so many paragraphs can be an unmarked postscript; more are another text.
const TRAILING: usize = 3;

/// Cuts the sequence into letters and prose. `starts` says for each step whether the editor starts a letter there, `gaps` how
/// many blank lines stand above it.
#[must_use]
pub fn segment(steps: &[Step], starts: &[bool], gaps: &[u8]) -> Vec<Segment> {
    let ahead = Ahead::new(steps, starts);
    let mut segments = Vec::new();
    let mut at = 0;
    let mut prose = 0;
    while at < steps.len() {
        let told = steps[at] == Step::Postscript || starts[at] && steps[at] != Step::Wall;
        let letter =
            if told || ahead.opens(at) || ahead.closes[at] { letter(steps, (starts, gaps), &ahead, at) } else { None };
        match letter {
            Some(Segment::Letter { start, body, bottom, end }) => {
                if prose < start {
                    segments.push(Segment::Prose(prose..start));
                }
                segments.push(Segment::Letter { start, body, bottom, end });
                at = end;
                prose = end;
            }
            _ => at += 1,
        }
    }
    if prose < steps.len() {
        segments.push(Segment::Prose(prose..steps.len()));
    }
    segments
}

fn is_text(step: Step) -> bool {
    matches!(step, Step::Role(Role::Paragraph | Role::Verse | Role::List) | Step::Body)
}

fn is_closing(step: Step) -> bool {
    matches!(step, Step::Role(Role::Closer | Role::Signed) | Step::Postscript)
}

fn is_heading(step: Step) -> bool {
    matches!(step, Step::Role(Role::Head) | Step::Marked)
}

/// What lies ahead of each step, worked out once from the end, so that a long file costs no more
/// per line than a short one.
struct Ahead {
    /// (dateline, salute) of the opener that starts here, if a text follows it.
    opener: Vec<Option<(bool, bool)>>,
    /// Text and then a closing come before the next letter opens: a letter whose opener is missing.
    closes: Vec<bool>,
    /// A closing comes before the next heading or opener.
    closes_first: Vec<bool>,
}

impl Ahead {
    fn new(steps: &[Step], starts: &[bool]) -> Self {
        let n = steps.len();
        let mut ahead = Self { opener: vec![None; n], closes: vec![false; n], closes_first: vec![false; n] };
        // Of the run of opener lines that starts here; `None` where no text follows the run.
        let mut run: Option<(bool, bool)> = None;
        let (mut closes, mut closes_after_text, mut closes_first) = (false, false, false);
        for at in (0..n).rev() {
            let step = steps[at];
            if starts.get(at + 1) == Some(&true) {
                // What is here belongs to another text than what follows.
                (run, closes, closes_after_text, closes_first) = (None, false, false, false);
            }
            run = match step {
                Step::Role(Role::Dateline) => run.map(|(_, salute)| (true, salute)),
                Step::Role(Role::Salute) => run.map(|(dateline, _)| (dateline, true)),
                Step::Role(Role::Head | Role::Other | Role::Address) | Step::Marked | Step::Pass => run,
                step if is_text(step) || matches!(step, Step::Role(Role::Postscript) | Step::Postscript) => {
                    Some((false, false))
                }
                _ => None,
            };
            let opens = step != Step::Pass && run.is_some_and(|(dateline, salute)| dateline || salute);
            ahead.opener[at] = run.filter(|_| opens);
            closes = step != Step::Wall && if is_text(step) { closes_after_text } else { closes };
            closes_after_text = step != Step::Wall && !opens && (is_closing(step) || closes_after_text);
            closes_first = step != Step::Wall && !is_heading(step) && !opens && (is_closing(step) || closes_first);
            ahead.closes[at] = closes && step != Step::Pass;
            ahead.closes_first[at] = closes_first;
        }
        ahead
    }

    fn opens(&self, at: usize) -> bool {
        self.opener[at].is_some()
    }
}

/// The letter that all the steps are, whatever they look like: a series says so. None where there is no text.
#[must_use]
pub fn whole(steps: &[Step]) -> Vec<Segment> {
    let end = steps.iter().rposition(|step| *step != Step::Pass).map_or(0, |last| last + 1);
    let body = steps[..end].iter().position(|step| !is_top(*step)).unwrap_or(end);
    if body == end {
        return vec![Segment::Prose(0..steps.len())];
    }
    let fixed = steps[..end].iter().rposition(|step| *step == Step::Body).map_or(body, |at| at + 1);
    let told = steps[..end].iter().position(|step| *step == Step::Postscript);
    // More text than a postscript has goes on with the letter, whatever was taken for a closing above it.
    let trailing = steps[bottom(steps, body, end)..end].iter().filter(|step| is_text(**step)).count();
    let bottom = told.unwrap_or(if trailing > TRAILING { end } else { bottom(steps, body, end) });
    let bottom = skip_pass(steps, bottom.max(fixed).max(body), end);
    let mut segments = vec![Segment::Letter { start: 0, body, bottom, end }];
    if end < steps.len() {
        segments.push(Segment::Prose(end..steps.len()));
    }
    segments
}

/// More steps than this between greeting and closing are no letter that stands in other text.
const WITHIN: usize = 400;

/// A letter that is announced and has no greeting has no more paragraphs than this.
const ANNOUNCED: usize = 12;

/// Letters that stand in other text: a greeting, text, and a closing before the next greeting or heading. `announced` says for
/// each step whether the sentence above announces a letter, which then needs no greeting.
#[must_use]
pub fn within(steps: &[Step], announced: &[bool]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut prose = 0;
    let mut at = 0;
    while at < steps.len() {
        let greets = steps[at] == Step::Role(Role::Salute);
        let is_short =
            |letter: &Segment| steps[letter.range()].iter().filter(|step| is_text(**step)).count() <= ANNOUNCED;
        let letter = if greets {
            letter_within(steps, at, prose)
        } else if announced[at] {
            letter_within(steps, at, at).filter(is_short)
        } else {
            None
        };
        let Some(letter) = letter else {
            at += 1;
            continue;
        };
        let range = letter.range();
        if prose < range.start {
            segments.push(Segment::Prose(prose..range.start));
        }
        (prose, at) = (range.end, range.end);
        segments.push(letter);
    }
    if prose < steps.len() {
        segments.push(Segment::Prose(prose..steps.len()));
    }
    segments
}

/// The letter whose greeting stands at `greeting`, in other text from `from` on.
fn letter_within(steps: &[Step], greeting: usize, from: usize) -> Option<Segment> {
    let opens = |at: &usize| matches!(steps[*at], Step::Role(Role::Dateline | Role::Address | Role::Salute));
    let heads = |at: usize| at == greeting && is_heading(steps[at]);
    let start = (from..greeting).rev().take_while(opens).last().unwrap_or(greeting);
    let body = (greeting..steps.len()).find(|&at| !opens(&at) && !heads(at) && steps[at] != Step::Pass)?;
    let closing = (body..steps.len()).take(WITHIN).find(|&at| {
        !(is_text(steps[at]) || matches!(steps[at], Step::Pass | Step::Role(Role::Note | Role::Other | Role::Trailer)))
    })?;
    if closing == body {
        return None;
    }
    let mut postscripts = 0;
    let last = (closing..steps.len()).take_while(|&at| {
        postscripts += usize::from(steps[at] == Step::Role(Role::Postscript));
        is_closing(steps[at])
            || matches!(steps[at], Step::Pass | Step::Role(Role::Dateline | Role::Address | Role::Postscript))
                && postscripts <= 1
                && !steps[at..].iter().take(3).any(|step| *step == Step::Role(Role::Salute))
    });
    let end = last.filter(|&at| steps[at] != Step::Pass).last()? + 1;
    let is_closed = steps[closing..end].iter().any(|step| is_closing(*step));
    let bottom = skip_pass(steps, bottom(steps, body, end), end);
    is_closed.then_some(Segment::Letter { start, body, bottom, end })
}

fn is_top(step: Step) -> bool {
    matches!(
        step,
        Step::Role(Role::Head | Role::Other | Role::Dateline | Role::Address | Role::Salute)
            | Step::Marked
            | Step::Pass
    )
}

/// Where the bottom of a letter starts: at the first closing after which no text belongs to the body.
fn bottom(steps: &[Step], body: usize, end: usize) -> usize {
    let last_closing = (body..end).rev().find(|&at| is_closing(steps[at]) || steps[at] == Step::Role(Role::Postscript));
    last_closing.map_or(end, |last| {
        (body..last).rev().find(|&at| is_text(steps[at]) || is_heading(steps[at])).map_or(body, |text| text + 1)
    })
}

/// Where the next letter starts whose opener seems to start at `at`, behind a closing: at the widest gap above its greeting.
/// What stands before that gap is the foot of the letter before, its date or its address.
fn widest_gap(steps: &[Step], gaps: &[u8], ahead: &Ahead, at: usize) -> usize {
    let is_foot = |at: &usize| matches!(steps[*at], Step::Role(Role::Dateline | Role::Address));
    let behind = at + (at..steps.len()).take_while(is_foot).count();
    let opens = |at: &usize| ahead.opener[*at].is_some_and(|(_, salute)| salute);
    // Of gaps as wide as each other the first parts the letters.
    (at..=behind).filter(opens).rev().max_by_key(|&at| gaps[at]).unwrap_or(at)
}

/// The letter that starts at `start`.
fn letter(steps: &[Step], (starts, gaps): (&[bool], &[u8]), ahead: &Ahead, start: usize) -> Option<Segment> {
    let goes_on = |at: usize| at < steps.len() && (at == start || !starts[at]);
    let body = (start..steps.len()).find(|&at| !goes_on(at) || !is_top(steps[at])).unwrap_or(steps.len());
    let has_salute = steps[start..body].contains(&Step::Role(Role::Salute));
    let mut end = body;
    let mut closed = false;
    let mut trailing = 0;
    let mut postscript = None;
    while goes_on(end) {
        let step = steps[end];
        match step {
            Step::Wall => break,
            Step::Pass => {}
            Step::Body if closed || postscript.is_some() => {
                if postscript.is_some() || !ahead.closes_first[end] {
                    break;
                }
                closed = false;
                trailing = 0;
            }
            _ if is_closing(step) || step == Step::Role(Role::Postscript) => {
                closed = true;
                trailing = 0;
                if step == Step::Postscript {
                    postscript = postscript.or(Some(end));
                }
            }
            _ if is_heading(step)
                // A heading inside a letter has the letter's closing after it.
                && (closed || postscript.is_some() || ahead.opens(end) || !ahead.closes[end]) =>
            {
                break;
            }
            Step::Role(Role::Dateline | Role::Salute | Role::Address | Role::Other) => {
                if let Some((dateline, salute)) = ahead.opener[end] {
                    let new = if closed { salute || ahead.closes[end] } else { salute && (has_salute || dateline) };
                    if new && end > body {
                        if closed {
                            end = widest_gap(steps, gaps, ahead, end);
                        }
                        break;
                    }
                }
            }
            _ if closed => {
                trailing += 1;
                if ahead.closes_first[end] {
                    closed = false;
                    trailing = 0;
                } else if trailing > TRAILING {
                    end =
                        1 + (0..end).rev().find(|&at| !is_text(steps[at]) && steps[at] != Step::Pass).unwrap_or(start);
                    break;
                }
            }
            _ => {}
        }
        end += 1;
    }
    while end > body && steps[end - 1] == Step::Pass {
        end -= 1;
    }
    let bottom = bottom(steps, body, end);
    let fixed = (body..end).rev().find(|&at| steps[at] == Step::Body).map_or(body, |at| at + 1);
    let bottom = bottom.max(fixed).min(postscript.unwrap_or(end));
    // Text between two closings that is short enough stays a postscript between closers.
    (end > start).then_some(Segment::Letter { start, body, bottom: skip_pass(steps, bottom, end), end })
}

/// Page breaks before the closer belong to the body.
fn skip_pass(steps: &[Step], mut bottom: usize, end: usize) -> usize {
    while bottom < end && steps[bottom] == Step::Pass {
        bottom += 1;
    }
    bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<Step> {
        text.chars()
            .map(|c| match c {
                'h' => Step::Role(Role::Head),
                'd' => Step::Role(Role::Dateline),
                's' => Step::Role(Role::Salute),
                'p' => Step::Role(Role::Paragraph),
                'c' => Step::Role(Role::Closer),
                'n' => Step::Role(Role::Signed),
                'a' => Step::Role(Role::Address),
                '+' => Step::Role(Role::Postscript),
                '#' => Step::Marked,
                '|' => Step::Pass,
                'P' => Step::Body,
                '&' => Step::Postscript,
                _ => Step::Wall,
            })
            .collect()
    }

    /// Letters in round brackets, body after `:`, bottom after `;`.
    fn show(text: &str) -> String {
        let mut out = String::new();
        let steps = steps(text);
        for segment in segment(&steps, &vec![false; steps.len()], &vec![0; steps.len()]) {
            match segment {
                Segment::Prose(range) => out.push_str(&text[range]),
                Segment::Letter { start, body, bottom, end } => {
                    out.extend(["(", &text[start..body], ":", &text[body..bottom], ";", &text[bottom..end], ")"]);
                }
            }
        }
        out
    }

    #[test]
    fn letters_in_other_text() {
        let show = |text: &str| {
            let steps = steps(text);
            let cut = within(&steps, &vec![false; steps.len()]);
            cut.into_iter()
                .map(|segment| match segment {
                    Segment::Prose(range) => text[range].to_owned(),
                    Segment::Letter { start, end, .. } => format!("({})", &text[start..end]),
                })
                .collect::<String>()
        };
        assert_eq!(show("hpppspcnppp"), "hppp(spcn)ppp");
        assert_eq!(show("ppdspndppcnpp"), "pp(dspnd)ppcnpp");
        assert_eq!(show("spphpcn"), "spphpcn");
        assert_eq!(show("spcnsppcn"), "(spcn)(sppcn)");
        assert_eq!(show("spp"), "spp");
    }

    #[test]
    fn one_letter() {
        assert_eq!(show("dspppcn"), "(ds:ppp;cn)");
        assert_eq!(show("sppp|ppn"), "(s:ppp|pp;n)");
        assert_eq!(show("pppcn"), "(:ppp;cn)");
    }

    #[test]
    fn two_letters() {
        assert_eq!(show("dsppcndsppn"), "(ds:pp;cn)(ds:pp;n)");
        assert_eq!(show("hdsppcnhdsppn"), "(hds:pp;cn)(hds:pp;n)");
        assert_eq!(show("sppcn|sppcn"), "(s:pp;cn)|(s:pp;cn)");
    }

    #[test]
    fn what_follows_the_signature() {
        assert_eq!(show("dsppcnd"), "(ds:pp;cnd)");
        assert_eq!(show("dsppcn+a"), "(ds:pp;cn+a)");
        assert_eq!(show("dsppcnpp"), "(ds:pp;cnpp)");
        assert_eq!(show("dsppcnpppppp"), "(ds:pp;cn)pppppp");
        assert_eq!(show("dsppnpppcn"), "(ds:ppnppp;cn)");
    }

    #[test]
    fn the_widest_gap_parts_letters() {
        let ends = |text: &str, gaps: &[u8]| {
            let cut = segment(&steps(text), &vec![false; text.len()], gaps);
            cut.iter().map(|segment| segment.range().end).collect::<Vec<_>>()
        };
        assert_eq!(
            ends("dspndadsppn", &[0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1]),
            [6, 11],
            "date and address stand at the foot"
        );
        assert_eq!(ends("dspndadsppn", &[0, 1, 1, 1, 2, 0, 1, 0, 1, 0, 1]), [4, 11], "they open the next letter");
        assert_eq!(ends("dspnddsppn", &[0, 1, 1, 1, 1, 1, 0, 1, 0, 1]), [4, 10], "the first of such gaps");
    }

    #[test]
    fn what_the_editor_fixed() {
        assert_eq!(show("dPsppcn"), "(d:Pspp;cn)");
        assert_eq!(show("dsppcnP"), "(ds:pp;cn)P");
        assert_eq!(show("dsppcPn"), "(ds:ppcP;n)");
        assert_eq!(show("dsp&ppcn"), "(ds:p;&ppcn)");
        assert_eq!(show("dsp&Pcn"), "(ds:p;&)(:P;cn)");
        assert_eq!(show("&"), "(:;&)");
        let steps = steps("hsppcn");
        let cut = segment(&steps, &[false, true, false, false, false, false], &[0; 6]);
        assert_eq!(cut[0], Segment::Prose(0..1));
        assert!(matches!(cut[1], Segment::Letter { start: 1, end: 6, .. }));
    }

    #[test]
    fn headings() {
        assert_eq!(show("dppp#ppp"), "(d:ppp;)#ppp");
        assert_eq!(show("dsp#ppcn"), "(ds:p#pp;cn)");
        assert_eq!(show("#ppp#ppp"), "#ppp#ppp");
        assert_eq!(show("ppxppp"), "ppxppp");
    }
}
