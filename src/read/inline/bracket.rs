//! What one bracket means: the first notation of the profile that fits its content and its neighbours.

use crate::knowledge::brackets::{Notation, Outcome, Pair, Place};
use crate::read::inline::context::InlineContext;
use crate::read::inline::forms::{Content, Slots};
use crate::read::inline::scan::is_word;
use crate::source::Span;

/// A longer bracket is a remark in any profile, so its forms need not be tried.
const LONGEST_FORM: usize = 4096;

/// A notation that fits.
pub(crate) struct BracketReading<'a> {
    pub notation: &'a Notation,
    pub slots: Slots,
    /// Whether the form writes its brackets twice.
    pub doubled: bool,
}

/// A bracket and its neighbours in the block.
pub(crate) struct Bracket<'a> {
    pub context: &'a InlineContext<'a>,
    pub pair: Pair,
    /// Between the brackets.
    pub content: &'a str,
    /// The block before and after it.
    pub before: &'a str,
    pub after: &'a str,
    /// What stands before it is emphasised.
    pub after_emphasis: bool,
}

impl<'a> Bracket<'a> {
    /// What the bracket means; `None` if nothing fits.
    pub(crate) fn read(&self) -> Option<BracketReading<'a>> {
        let short = self.content.len() <= LONGEST_FORM;
        let content = Content::new(self.context, self.content);
        self.context.profile.notation.iter().find_map(|notation| {
            let mut forms = notation.forms.iter().filter(|form| form.pair == self.pair).peekable();
            forms.peek()?;
            // In short content forms are quicker to try than neighbours, in long content they are slower.
            let is_in_place = || self.is_at(&notation.before, true) && self.is_at(&notation.after, false);
            if !short && !is_in_place() {
                return None;
            }
            let reading = forms.find_map(|form| {
                // A form that is one slot for anything fits however long the content is.
                let slots = (short || form.parts.len() == 1).then(|| content.slots(form))??;
                let reading = BracketReading { notation, slots, doubled: form.doubled };
                self.has_body(&reading).then_some(reading)
            })?;
            (!short || is_in_place()).then_some(reading)
        })
    }

    fn is_at(&self, places: &[Place], before: bool) -> bool {
        places.is_empty() || places.iter().any(|&place| if before { self.follows(place) } else { self.precedes(place) })
    }

    /// A note fits only where it has a body.
    fn has_body(&self, reading: &BracketReading) -> bool {
        reading.notation.act != Outcome::Note || self.note(&reading.slots).is_some()
    }

    /// The label of a note and the index of its body.
    pub(crate) fn note(&self, slots: &Slots) -> Option<(String, u32)> {
        let label = &self.content[slots.number.clone()?];
        let whole = format!("{}{label}{}", self.pair.open, self.pair.close);
        let notes = self.context.notes;
        notes.get(&whole).or_else(|| notes.get(label)).map(|&note| (label.to_owned(), note))
    }

    fn follows(&self, place: Place) -> bool {
        let before = self.before;
        let last = before.chars().next_back();
        match place {
            Place::Edge => before.trim_end().is_empty(),
            Place::Inside => !before.trim_end().is_empty(),
            Place::Blank => last.is_none_or(char::is_whitespace),
            Place::Tight => last.is_some_and(|c| !c.is_whitespace()),
            Place::Letter => last.is_some_and(is_word),
            Place::Word => self.after_emphasis || word_before(before).is_some(),
            Place::Name => word_before(before).is_some_and(|word| before[word].starts_with(char::is_uppercase)),
            Place::Abbreviation => is_abbreviation(before),
            Place::Term => self.after_emphasis || before.trim_end().ends_with(['"', '”', '»', '’', '“']),
            Place::Contraction => self.is_contraction(),
            Place::Sentence => {
                before.trim_end().trim_end_matches(['"', '”', '»', '\'', ')']).ends_with(['.', '!', '?', ':'])
                    || before.trim_end().is_empty()
            }
            Place::Month => word_before(before).is_some_and(|word| self.context.is_month(&before[word])),
            Place::BlankWithoutNotes => self.context.notes.is_empty() && last.is_none_or(char::is_whitespace),
            Place::DigitWithoutNotes => self.context.notes.is_empty() && last.is_some_and(|c| c.is_ascii_digit()),
            // A link's address stands after the bracket only.
            Place::Link => false,
        }
    }

    fn precedes(&self, place: Place) -> bool {
        let after = self.after;
        let first = after.chars().next();
        let word = after.trim_start();
        let word = &word[..word.find(|c| !is_word(c)).unwrap_or(word.len())];
        match place {
            Place::Edge => after.trim_start().is_empty(),
            Place::Inside => !after.trim_start().is_empty(),
            Place::Blank => first.is_none_or(char::is_whitespace),
            Place::Tight => first.is_some_and(|c| !c.is_whitespace()),
            Place::Letter => first.is_some_and(is_word),
            Place::Word => !word.is_empty(),
            Place::Name => {
                first.is_some_and(char::is_whitespace)
                    && word.starts_with(char::is_uppercase)
                    && !self.context.is_listed("function", word)
            }
            Place::Sentence => word.is_empty() || word.starts_with(char::is_uppercase),
            Place::Month => !word.is_empty() && self.context.is_month(word),
            Place::Link => is_link(after),
            Place::BlankWithoutNotes => self.context.notes.is_empty() && first.is_none_or(char::is_whitespace),
            Place::DigitWithoutNotes => self.context.notes.is_empty() && first.is_some_and(|c| c.is_ascii_digit()),
            // These speak of what stands before a bracket only.
            Place::Abbreviation | Place::Term | Place::Contraction => false,
        }
    }

    /// The word around the bracket is a known abbreviation once the bracket is taken out.
    fn is_contraction(&self) -> bool {
        let head = &self.before[self.before.trim_end_matches(is_word).len()..];
        if head.is_empty() {
            return false;
        }
        let tail = &self.after[..self.after.find(|c| !is_word(c)).unwrap_or(self.after.len())];
        let word = [head, tail].concat();
        self.context.is_month(&word) || self.context.is_listed("abbreviation", &word)
    }
}

/// The word at the end of a text, white space after it allowed; an elided article (`d’être`) is no part of it.
pub(crate) fn word_before(before: &str) -> Option<std::ops::Range<usize>> {
    let text = before.trim_end();
    // The dot of an abbreviation goes with its word.
    let bare = text.strip_suffix('.').unwrap_or(text);
    let inner = |c: char| is_word(c) || matches!(c, '\'' | '’' | '-');
    let run = bare.trim_end_matches(inner).len();
    // Two hyphens are a typewriter's dash.
    let start = bare[run..].rfind("--").map_or(run, |dash| run + dash + 2);
    let word = bare[start..].trim_start_matches(['\'', '’', '-']);
    let mut start = bare.len() - word.len();
    if let Some((at, mark)) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’')) {
        let (head, tail) = (&word[..at], &word[at + mark.len_utf8()..]);
        if head.chars().count() <= 2 && head.chars().all(char::is_lowercase) && tail.chars().count() > 2 {
            start = bare.len() - tail.len();
        }
    }
    word.ends_with(is_word).then_some(start..text.len())
}

/// Whether a text ends with an abbreviation in capitals. Words among other words in capitals are none.
fn is_abbreviation(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let capitals = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).unwrap_or(word);
        word.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '&'))
    };
    words.next().is_some_and(capitals) && !words.next().is_some_and(capitals)
}

/// The span of the word before `at`, for what speaks of it.
pub(crate) fn word_span(before: &str, block: Span) -> Option<Span> {
    word_before(before).map(|word| Span::new(block.start as usize + word.start, block.start as usize + word.end))
}

/// Whether emphasised words are the title of a book or periodical: in a note on a source all are, elsewhere a word for a
/// periodical names one.
pub(crate) fn is_title(context: &InlineContext, words: &str) -> bool {
    let words = words.trim().trim_end_matches(['.', ',', ';', ':']);
    let capital = words.starts_with(char::is_uppercase);
    let mut names = words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    context.citation
        || (capital && names.any(|name| name.starts_with(char::is_uppercase) && context.is_listed("periodical", name)))
}

/// Whether a text starts with the address of a link in round brackets: a scheme, a path or a fragment.
fn is_link(after: &str) -> bool {
    let Some(rest) = after.strip_prefix('(') else { return false };
    let end = rest.char_indices().take(LONGEST_FORM).find(|(_, c)| *c == ')' || c.is_whitespace());
    let address = &rest[..end.map_or(0, |(at, _)| at)];
    let scheme = address.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty() && scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    scheme || address.starts_with(['/', '#', '.']) && address.len() > 1
}
