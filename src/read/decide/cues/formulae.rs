//! Formulae at the start and the end of a line, and closings inside it.

use crate::read::decide::cues::families::{Close, Salute, WordOf};
use crate::read::decide::cues::line_cues::LineCues;
use crate::read::decide::cues::seen;
use crate::read::decide::cues::tally::Tally;
use crate::read::lexicon::{Class, Lexicon};

/// A line of more words has no formula inside.
const SHORT: usize = 12;

/// The formulae that a line holds.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a line, each a cue of its own")]
#[derive(Default)]
struct Formulae {
    salute_strong: bool,
    salute_strong_short: bool,
    salute_weak: bool,
    salute_whole: bool,
    salute_whole_line: bool,
    salute_end: bool,
    close_strong: bool,
    close_weak: bool,
    close_whole: bool,
    close_whole_line: bool,
    close_inside: bool,
    postscript: bool,
    signature: bool,
    enclosure: bool,
    source: bool,
    heading: bool,
    address: bool,
    contents: bool,
    subject: bool,
}

/// Adds the cues of formulae; returns what else was seen by them. `label`: the number of words before a colon.
pub(crate) fn formulae(lexicon: &Lexicon, words: &[String], tally: &Tally, label: usize, cues: &mut LineCues) -> u16 {
    let short = words.len() <= SHORT && !tally.long;
    let mut found = Formulae::default();
    let starts = |at: usize, hit: &mut dyn FnMut(Class, usize)| {
        if let Some(&Some(entry)) = tally.entries().get(at) {
            lexicon.starts_from(entry, &words[at..], hit);
        }
    };
    starts(0, &mut |class, taken| found.at_start(class, taken == words.len() && !tally.long, short, taken == label));
    if short {
        let is_inner = !found.close_strong;
        for at in 1..words.len() {
            starts(at, &mut |class, taken| {
                let to_end = at + taken == words.len();
                match class {
                    Class::CloseStrong | Class::CloseWhole => {
                        found.close_inside |= is_inner && at < 9 && (taken > 1 || to_end);
                    }
                    Class::SaluteEnd => found.salute_end |= to_end,
                    _ => {}
                }
            });
        }
    }
    found.add_to(cues);
    found.seen(short)
}

impl Formulae {
    /// A formula at the start of a line, which may be `all` of it or its `label`.
    fn at_start(&mut self, class: Class, all: bool, short: bool, label: bool) {
        match class {
            Class::SaluteStrong => {
                self.salute_strong = true;
                self.salute_strong_short |= short;
            }
            Class::SaluteWeak => self.salute_weak = true,
            Class::SaluteWhole => {
                self.salute_whole = true;
                self.salute_whole_line |= all;
            }
            Class::CloseStrong => self.close_strong = true,
            Class::CloseWeak => self.close_weak = true,
            Class::CloseWhole => {
                self.close_whole = true;
                self.close_whole_line |= all;
            }
            Class::Postscript => self.postscript = true,
            Class::Signature => self.signature = true,
            Class::Enclosure => self.enclosure = true,
            Class::SourceLabel => self.source = true,
            Class::Heading => self.heading = true,
            Class::Address => self.address = true,
            Class::Contents => self.contents |= all,
            Class::Subject => self.subject |= label,
            Class::SaluteEnd | Class::By | Class::Imprint => {}
        }
    }

    fn add_to(&self, cues: &mut LineCues) {
        cues.add_all([
            (self.salute_strong, Salute::Strong),
            (self.salute_weak, Salute::Weak),
            (self.salute_whole, Salute::Whole),
            (self.salute_whole_line, Salute::WholeLine),
            (self.salute_strong_short, Salute::StrongShort),
            (self.salute_end, Salute::End),
        ]);
        cues.add_all([
            (self.close_strong, Close::Strong),
            (self.close_weak, Close::Weak),
            (self.close_whole, Close::Whole),
            (self.close_whole_line, Close::WholeLine),
            (self.close_inside, Close::Inside),
        ]);
        cues.add_all([
            (self.postscript, WordOf::Postscript),
            (self.signature, WordOf::Signature),
            (self.enclosure, WordOf::Enclosure),
            (self.source, WordOf::Source),
            (self.heading, WordOf::Heading),
            (self.address, WordOf::Address),
            (self.contents, WordOf::Contents),
            (self.subject, WordOf::Subject),
        ]);
    }

    fn seen(&self, short: bool) -> u16 {
        let bits = [
            (self.salute_strong_short || self.salute_end, seen::SALUTE),
            (short && (self.close_strong || self.close_whole || self.close_inside), seen::CLOSE),
            (short && self.heading, seen::HEADING),
            (self.postscript, seen::POSTSCRIPT),
            (self.salute_whole_line, seen::GREETING),
            (short && self.address, seen::ADDRESS),
        ];
        bits.into_iter().filter(|(is, _)| *is).fold(0, |all, (_, bit)| all | bit)
    }
}
