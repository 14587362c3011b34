//! One look at the words of a line: what each is, and how many there are of each kind.

use crate::read::decide::cues::said::LineWords;
use crate::read::lexicon::{Entry, Lexicon, bare, fold_bare, word};

/// More words of a line are not looked at.
pub(crate) const WORDS: usize = 40;

/// What the words of a line are.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a line, each a cue of its own")]
pub(crate) struct Tally<'l> {
    /// The line is prose; only its ends were looked at.
    pub(crate) long: bool,
    /// Words with a letter or digit.
    pub(crate) count: usize,
    /// What each word is, and all of them together; see [`word`].
    kinds: [u16; WORDS],
    flags: u16,
    entries: [Option<&'l Entry>; WORDS],
    pub(crate) figures: Figures,
    /// A Roman number.
    pub(crate) roman: bool,
    /// No word has letters first.
    pub(crate) only_figures: bool,
    /// Words that begin with a capital; those of them all in capitals; initials.
    pub(crate) capitals: usize,
    pub(crate) shouted: usize,
    pub(crate) initials: usize,
    /// Words in small letters, particles of names aside.
    pub(crate) uncapitalised: usize,
    /// Small words of sentences, words of those who write, well-known places, words of closings.
    pub(crate) small: usize,
    pub(crate) person: usize,
    pub(crate) places: usize,
    pub(crate) closing: usize,
    /// A figure or month comes behind a capital and a comma.
    pub(crate) comma_place: bool,
    /// The last word with a capital.
    pub(crate) last_capital: Option<usize>,
}

/// What kinds of number a line holds.
#[expect(clippy::struct_excessive_bools, reason = "a line may hold numbers of several kinds")]
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) year: bool,
    pub(crate) day: bool,
    pub(crate) date: bool,
    pub(crate) other: bool,
}

impl<'l> Tally<'l> {
    /// Looks at the words of a line, which are folded into `words`; what may be a name goes to `names`.
    pub(crate) fn of<'t>(
        raw_words: impl Iterator<Item = &'t str>,
        long: bool,
        lexicon: &'l Lexicon,
        words: &mut Vec<String>,
        names: &mut LineWords,
    ) -> Self {
        let mut tally = Self::new(long);
        let mut after_comma = false;
        for raw in raw_words {
            let core = bare(raw);
            if core.is_empty() {
                continue;
            }
            let at = tally.count;
            if words.len() <= at {
                words.push(String::new());
            }
            fold_bare(core, &mut words[at]);
            after_comma = tally.add(raw, core, &words[at], after_comma, lexicon, names);
            if tally.count == WORDS {
                break;
            }
        }
        tally
    }

    fn new(long: bool) -> Self {
        Self {
            long,
            count: 0,
            kinds: [0; WORDS],
            flags: 0,
            entries: [None; WORDS],
            figures: Figures::default(),
            roman: false,
            only_figures: true,
            capitals: 0,
            shouted: 0,
            initials: 0,
            uncapitalised: 0,
            small: 0,
            person: 0,
            places: 0,
            closing: 0,
            comma_place: false,
            last_capital: None,
        }
    }

    /// Counts a word; says whether a place or name and a comma end with it.
    fn add(
        &mut self,
        raw: &str,
        core: &str,
        folded: &str,
        after_comma: bool,
        lexicon: &'l Lexicon,
        names: &mut LineWords,
    ) -> bool {
        let at = self.count;
        self.count += 1;
        self.entries[at] = lexicon.entry(folded);
        let is_capital = core.starts_with(char::is_uppercase);
        // "d'Orsay" is a name by the letter after the apostrophe.
        let elided = core.get(1..).and_then(|rest| rest.strip_prefix(['\'', '\u{2019}']));
        let core = elided.filter(|name| !name.is_empty()).unwrap_or(core);
        let kind = match self.entries[at] {
            Some(entry) => entry.flags,
            None if !self.long => lexicon.parts(folded),
            None => 0,
        };
        self.kinds[at] = kind;
        self.flags |= kind;
        let is = |bit: u16| kind & bit != 0;
        let is_initial = core.chars().nth(1).is_none() && is_capital && raw.contains('.');
        self.places += usize::from(is_capital && is(word::PLACE));
        self.small += usize::from(is(word::SMALL) && !is_initial);
        self.person += usize::from(is(word::PERSON) && !is_initial);
        self.closing += usize::from(is(word::CLOSING));
        if is_capital && kind == 0 && folded.chars().nth(3).is_some() {
            names.push(folded);
        }
        let first = core.chars().next().unwrap_or(' ');
        if first.is_ascii_digit() {
            self.figures.add(core);
            self.comma_place |= after_comma;
        } else {
            self.only_figures = false;
            if first.is_uppercase() {
                self.capital(raw, core);
                self.last_capital = Some(at);
            } else if !is(word::PARTICLE) {
                self.uncapitalised += 1;
            }
            self.comma_place |= is(word::MONTH) && after_comma;
        }
        first.is_uppercase() && raw.ends_with([',', '.'])
    }

    /// Counts a word that begins with a capital.
    fn capital(&mut self, raw: &str, core: &str) {
        self.capitals += 1;
        let length = core.chars().count();
        if length > 1 && core.chars().all(|c| !c.is_lowercase()) {
            self.shouted += 1;
            self.roman |= length < 9 && core.bytes().all(|b| b"IVXLC".contains(&b));
        } else if length == 1 && raw.contains('.') || core.contains('.') {
            self.initials += 1;
        }
    }

    /// Whether any word is one of these; see [`word`].
    pub(crate) fn any(&self, bits: u16) -> bool {
        self.flags & bits != 0
    }

    /// Whether the word at `at` is one of these.
    pub(crate) fn is(&self, at: usize, bits: u16) -> bool {
        self.kinds[at] & bits != 0
    }

    /// Whether nothing is known of the word at `at`.
    pub(crate) fn is_unknown(&self, at: usize) -> bool {
        self.kinds[at] == 0
    }

    /// What the lexicon knows of each word.
    pub(crate) fn entries(&self) -> &[Option<&'l Entry>] {
        &self.entries[..self.count]
    }
}

impl Figures {
    fn add(&mut self, core: &str) {
        let digits = core.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &core[digits..];
        let value: u32 = core[..digits].parse().unwrap_or(u32::MAX);
        match digits {
            4 if (1400..=2099).contains(&value) && !rest.starts_with(char::is_alphabetic) => self.year = true,
            // "4.7.21", "21.I.08", "25/9", but not "1.260".
            1 | 2 if rest.starts_with(['.', '/']) && is_month(&rest[1..]) => self.date = true,
            1 | 2 if value <= 31 && value > 0 => self.day = true,
            _ => self.other = true,
        }
    }
}

/// Whether a month in numbers stands here, up to the end or another mark.
fn is_month(text: &str) -> bool {
    let month = text.split(['.', '/', '-']).next().unwrap_or("");
    let digits = month.bytes().all(|b| b.is_ascii_digit()) && month.len() <= 2;
    !month.is_empty() && (digits || month.len() <= 5 && month.bytes().all(|b| b"IVXivx".contains(&b)))
}
