//! Which tokens belong together: brackets by depth, emphasis inside each bracket.

use crate::knowledge::brackets::Profile;
use crate::read::inline::scan::{InlineToken, InlineTokenKind};
use crate::source::Span;
use crate::tree::Style;

/// A token that has found its partner, or that stands for itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub span: Span,
    pub kind: EventKind,
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// A bracket opens.
    Open,
    /// The bracket opened last closes; named by its opening character.
    Close(char),
    /// Emphasis begins.
    Begin(Style),
    /// A link begins.
    BeginLink,
    /// The emphasis or link begun last ends.
    End,
    /// A bracket without partner.
    Odd(char),
    /// A tag without partner.
    OddTag,
    /// A run of signs without partner.
    OddRun,
    /// Another token.
    Single(InlineTokenKind),
}

/// For each token the token it pairs with, by a stack: one pass, whatever the depth.
fn partners(tokens: &[InlineToken]) -> Vec<bool> {
    let mut paired = vec![false; tokens.len()];
    let mut open: Vec<(char, usize)> = Vec::new();
    // How many of the open brackets are of one kind, so that a stray closer need not search for its opener.
    let mut counts: Vec<(char, usize)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            InlineTokenKind::Open(kind) => {
                open.push((kind, index));
                match counts.iter_mut().find(|(other, _)| *other == kind) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((kind, 1)),
                }
            }
            InlineTokenKind::Close(kind) if counts.iter().any(|&(other, count)| other == kind && count > 0) => {
                while let Some((other, opener)) = open.pop() {
                    if let Some((_, count)) = counts.iter_mut().find(|(counted, _)| *counted == other) {
                        *count -= 1;
                    }
                    if other == kind {
                        paired[opener] = true;
                        paired[index] = true;
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    paired
}

/// An opener of emphasis that waits for its closer.
#[derive(Clone, Copy)]
struct Opener {
    /// What must close it.
    sign: usize,
    /// Its characters not yet used; they are used from the right.
    left: Span,
}

/// Signs and tags in one number: tags after the signs.
const SIGNS: usize = 16;

/// The events of a block, in order.
///
/// Emphasis follows CommonMark's delimiter algorithm. `floor` remembers, for each sign, below which height of the
/// stack no opener waits; so no search is done twice and the whole takes linear time.
pub(crate) fn pair(profile: &Profile, tokens: &[InlineToken]) -> Vec<Event> {
    let paired = partners(tokens);
    let mut matcher = Matcher {
        profile,
        events: Vec::with_capacity(tokens.len()),
        openers: Vec::new(),
        base: 0,
        floor: vec![0; SIGNS + profile.tags.len() + 1],
    };
    let mut outer: Vec<(usize, Vec<usize>)> = Vec::new();
    for (token, paired) in tokens.iter().zip(paired) {
        match token.kind {
            InlineTokenKind::Open(kind) if !paired => matcher.event(token.span, EventKind::Odd(kind)),
            InlineTokenKind::Close(kind) if !paired => matcher.event(token.span, EventKind::Odd(kind)),
            InlineTokenKind::Open(_) => {
                matcher.event(token.span, EventKind::Open);
                let base = matcher.openers.len();
                outer.push((
                    matcher.base,
                    std::mem::replace(&mut matcher.floor, vec![base; SIGNS + profile.tags.len() + 1]),
                ));
                matcher.base = base;
            }
            InlineTokenKind::Close(kind) => {
                matcher.give_up(matcher.base);
                matcher.event(token.span, EventKind::Close(kind));
                if let Some((base, floor)) = outer.pop() {
                    (matcher.base, matcher.floor) = (base, floor);
                }
            }
            InlineTokenKind::Run { mark, opens, closes } => matcher.run(token.span, mark, opens, closes),
            InlineTokenKind::Tag { index, closes: false } => {
                matcher.openers.push(Opener { sign: SIGNS + index, left: token.span });
            }
            InlineTokenKind::Tag { index, closes: true } => matcher.close_tag(token.span, index),
            other => matcher.event(token.span, EventKind::Single(other)),
        }
    }
    matcher.give_up(0);
    let mut events = matcher.events;
    events.sort_by_key(|event| event.span.start);
    events
}

struct Matcher<'a> {
    profile: &'a Profile,
    events: Vec<Event>,
    openers: Vec<Opener>,
    /// Openers below this stand outside the bracket that is being read.
    base: usize,
    floor: Vec<usize>,
}

impl Matcher<'_> {
    fn event(&mut self, span: Span, kind: EventKind) {
        self.events.push(Event { span, kind });
    }

    /// Openers from this height on find no closer any more.
    fn give_up(&mut self, height: usize) {
        for opener in self.openers.drain(height..) {
            if !opener.left.is_empty() {
                let kind = if opener.sign < SIGNS { EventKind::OddRun } else { EventKind::OddTag };
                self.events.push(Event { span: opener.left, kind });
            }
        }
    }

    /// The number of a sign; a profile has far fewer than [`SIGNS`].
    fn sign(&self, mark: char) -> usize {
        self.profile.emphasis.iter().position(|e| e.mark.starts_with(mark)).map_or(0, |at| at.min(SIGNS - 1))
    }

    /// The height of the topmost waiting opener that `fits`.
    fn find(&mut self, sign: usize, fits: impl Fn(&Opener) -> bool) -> Option<usize> {
        let floor = self.floor[sign].max(self.base).min(self.openers.len());
        let found = self.openers[floor..].iter().rposition(|opener| opener.sign == sign && fits(opener));
        found.map(|at| at + floor)
    }

    fn close_tag(&mut self, span: Span, index: usize) {
        let sign = SIGNS + index;
        let Some(at) = self.find(sign, |_| true) else {
            self.floor[sign] = self.openers.len();
            return self.event(span, EventKind::OddTag);
        };
        self.give_up(at + 1);
        if let Some(opener) = self.openers.pop() {
            let style = self.profile.tags.get(index).map(|tag| tag.style);
            self.event(opener.left, style.map_or(EventKind::BeginLink, EventKind::Begin));
            self.event(span, EventKind::End);
        }
        self.lower_floors();
    }

    fn lower_floors(&mut self) {
        let height = self.openers.len();
        self.floor.iter_mut().for_each(|floor| *floor = (*floor).min(height));
    }

    fn run(&mut self, span: Span, mark: char, opens: bool, closes: bool) {
        let (sign, width) = (self.sign(mark), mark.len_utf8());
        let mut left = span;
        while closes && !left.is_empty() {
            let count = left.len() / width;
            let profile = self.profile;
            let style = |opener: &Opener| profile.style(mark, count.min(opener.left.len() / width));
            let Some(at) = self.find(sign, |opener| style(opener).is_some()) else {
                self.floor[sign] = self.openers.len();
                break;
            };
            self.give_up(at + 1);
            let opener = self.openers[at];
            let Some((style, used)) = style(&opener) else { break };
            let used = (used * width) as u32;
            let begin = Span { start: opener.left.end - used, end: opener.left.end };
            let end = Span { start: left.start, end: left.start + used };
            self.openers[at].left.end -= used;
            left.start += used;
            self.event(begin, EventKind::Begin(style));
            self.event(end, EventKind::End);
            if profile.style(mark, self.openers[at].left.len() / width).is_none() {
                self.give_up(at);
            }
            self.lower_floors();
        }
        if left.is_empty() {
            return;
        }
        // Only openers with a style are kept: then a search that fails proves that none is left.
        if opens && self.profile.style(mark, left.len() / width).is_some() {
            self.openers.push(Opener { sign, left });
        } else {
            self.event(left, EventKind::OddRun);
        }
    }
}
