//! What dividing needs at hand, and what short texts are.

use crate::read::divide::piece::Piece;
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, word, words};
use crate::read::lines::{Layout, Line};
use crate::source::Source;
use crate::suggest::suggest;

/// What stands so many columns further in than the middle stands at the right.
const RIGHT: u32 = 12;

/// A word with a slip of the pen is known from so many letters on.
const NAMEABLE: usize = 8;

/// What dividing needs at hand.
pub(super) struct Ground<'a> {
    pub(super) languages: &'a Languages,
    pub(super) lang: &'a str,
    pub(super) source: &'a Source,
    pub(super) lines: &'a [Line],
    pub(super) layout: Layout,
    /// The source marks its headings (`# ...`): what is not marked is none.
    pub(super) is_marked: bool,
    /// The title says that the text is a letter.
    pub(super) is_titled_letter: bool,
    /// The words of the entries of its lists of contents.
    pub(super) listed: Vec<Vec<String>>,
    /// The words of what is known as its title.
    pub(super) titles: Vec<Vec<String>>,
    /// The words on top of a file without a title page, which may be one.
    pub(super) on_top: Option<Vec<String>>,
}

impl Ground<'_> {
    /// Whether a text says the title again, or its beginning.
    pub(super) fn is_title(&self, text: &str) -> bool {
        let all = words(text);
        let same = |title: &Vec<String>| title.iter().zip(&all).take_while(|(one, other)| one == other).count();
        all.len() >= 2
            && self.titles.iter().any(|title| {
                let same = same(title);
                same == all.len() || same == title.len() && same >= 2 && all.len() <= same + 2
            })
    }

    /// Whether a list of contents has an entry of these words.
    pub(super) fn is_listed(&self, text: &str) -> bool {
        let all = words(text);
        !all.is_empty() && self.listed.binary_search(&all).is_ok()
    }

    /// The number of the first line of a piece, from 0.
    pub(super) fn number(&self, piece: &Piece) -> u32 {
        self.lines[piece.lines.start].number
    }

    /// The first line of a piece: in a text without blank lines, a greeting stands right above the first paragraph.
    pub(super) fn first_line(&self, piece: &Piece) -> &str {
        self.source.slice(self.lines[piece.lines.start].span)
    }

    /// Whether a line stands at the right margin, rather than in the middle.
    pub(super) fn is_right(&self, piece: &Piece) -> bool {
        let line = &self.lines[piece.lines.start];
        let (left, width) = (u32::from(line.indent), self.layout.width);
        let right = width.saturating_sub(left + line.chars);
        piece.lines.len() == 1 && left > right.saturating_mul(2).saturating_add(RIGHT)
    }

    /// Whether a text starts with a word for a postscript.
    pub(super) fn starts_postscript(&self, text: &str) -> bool {
        let mut starts = false;
        self.languages.lexicon().starts(&words(text), |class, _| starts |= class == Class::Postscript);
        starts
    }

    /// The first lines of a piece, at most so many.
    pub(super) fn first_lines(&self, piece: &Piece, most: usize) -> impl Iterator<Item = &str> {
        self.lines[piece.lines.clone()].iter().take(most).map(|line| self.source.slice(line.span))
    }

    /// The last lines of a piece, at most so many.
    pub(super) fn last_lines(&self, piece: &Piece, most: usize) -> impl Iterator<Item = &str> {
        self.lines[piece.lines.clone()].iter().rev().take(most).map(|line| self.source.slice(line.span))
    }

    /// The last line of a piece.
    pub(super) fn last_line(&self, piece: &Piece) -> &str {
        self.source.slice(self.lines[piece.lines.end - 1].span)
    }

    /// Whether the title says that the text is a collection of letters.
    pub(super) fn is_collection(&self) -> bool {
        self.titles.iter().chain(&self.on_top).flatten().any(|word| self.languages.is_collection(word))
    }

    /// Whether the title says that the text is a diary or the like.
    pub(super) fn is_of_entries(&self) -> bool {
        self.titles.iter().chain(&self.on_top).flatten().any(|word| self.languages.is_of_entries(word))
    }

    /// Whether a text ends with a date behind a comma or in brackets.
    pub(super) fn ends_dated(text: &str) -> bool {
        let last = text.rfind([',', '(', ':']).map(|at| &text[at + 1..]);
        last.is_some_and(|last| last.split_whitespace().count() <= 5 && last.contains(|c: char| c.is_ascii_digit()))
    }

    /// Whether a short text is a greeting.
    pub(super) fn greets(&self, text: &str) -> bool {
        let all = words(text);
        let mut greets = false;
        self.languages.lexicon().starts(&all, |class, taken| {
            greets |=
                matches!(class, Class::SaluteStrong | Class::SaluteWhole) && (taken == all.len() || all.len() <= 12);
        });
        greets && text.ends_with([',', ':', '!', '.', ';'])
    }

    /// Whether a line is a greeting that nothing stands behind: "My dear Friend".
    pub(super) fn addresses(&self, text: &str) -> bool {
        let all = words(text);
        let mut greets = false;
        self.languages.lexicon().starts(&all, |class, _| greets |= class == Class::SaluteStrong);
        greets && all.len() <= 4 && text.starts_with(char::is_uppercase) && text.ends_with(char::is_alphanumeric)
    }

    /// Whether a day, in words or in numbers, stands in a line.
    pub(super) fn holds_date(&self, text: &str) -> bool {
        text.contains(|c: char| c.is_ascii_digit()) && self.languages.dates(self.lang).is_dated(text)
    }

    /// Whether a short text closes a letter or the whole.
    pub(super) fn closes(&self, text: &str) -> bool {
        let all = words(text);
        let mut closes = false;
        self.languages.lexicon().starts(&all, |class, taken| {
            closes |= matches!(class, Class::CloseStrong | Class::CloseWhole | Class::Signature)
                || class == Class::Postscript && taken < all.len();
        });
        closes || self.is_end(text)
    }

    /// Whether a text ends with a word for those whom the heading before names.
    pub(super) fn says_same(&self, text: &str) -> bool {
        let all = words(text).join(" ");
        let mut names = self.languages.iter().flat_map(|language| &language.headnote.same);
        names.any(|same| all.ends_with(same.as_str()))
    }

    /// Whether a text is the word that heads a postscript, a slip of the pen or two included.
    pub(super) fn heads_postscript(&self, text: &str) -> bool {
        let all = words(text);
        let mut whole = false;
        self.languages.lexicon().starts(&all, |class, taken| whole |= class == Class::Postscript && taken == all.len());
        let markers = self.languages.iter().flat_map(|language| &language.postscript.markers);
        let mut long = markers.filter(|marker| marker.chars().count() >= NAMEABLE).map(String::as_str);
        let [word] = &all[..] else { return false };
        word.chars().count() >= NAMEABLE && (whole || suggest(word, long.by_ref()).is_some())
    }

    /// Whether a text is the word that ends a work.
    pub(super) fn is_end(&self, text: &str) -> bool {
        let all = words(text).join(" ");
        self.languages.iter().any(|language| language.headnote.finis.iter().any(|end| words(end).join(" ") == all))
    }

    /// Whether a short text holds a month and a number beside it.
    pub(super) fn is_dated(&self, text: &str) -> bool {
        let all = words(text);
        let month = all.iter().any(|it| self.languages.lexicon().flags(it) & word::MONTH != 0);
        all.len() <= 14 && month && all.iter().any(|it| it.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Whether a text is a date and at most a word more.
    pub(super) fn is_only_date(&self, text: &str) -> bool {
        self.is_dated(text) && words(text).len() <= 5
    }
}
