//! Title pages: what stands before the text and says what it is, who wrote it, who printed it.

use crate::read::divide::heading::{Parties, shape};
use crate::read::divide::piece::Piece;
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, fold, words};
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::source::Source;

/// Cue of the title of a text, as its title page says it.
pub(crate) const TITLE: &str = "title.on-title-page";
/// Cue of who wrote a text, as its title page says.
pub(crate) const BYLINE: &str = "byline.on-title-page";
/// Nor more words of others than this.
const MOTTOES: usize = 4;
/// The name of a place has no more words than this.
const PLACE: usize = 3;
/// A title page has no more pieces than this.
const MOST: usize = 24;
/// Nor is one of them longer than this, in characters.
const LONGEST: u32 = 900;

/// A line within a title has no more small words than this.
const JOINING: usize = 4;

/// What a piece of a title page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Title,
    /// Who wrote the text.
    Author,
    /// The word before the author, alone.
    By,
    /// Who edited or translated it, when it was printed, what it costs; a note on the file.
    Other,
    /// Which edition it is, in how many volumes.
    Edition,
    /// Place, printer, year: no text has them but its title page.
    Imprint,
    /// Words of somebody else, or the first of the text.
    Epigraph,
}

/// Finds the title page: the pieces before the first heading or paragraph of the text, where they hold an imprint, or who
/// wrote it, or where `is_book` says that headings follow. Before `list` stands what is listed as contents, before `stop`
/// the first heading of the text; an imprint is never behind the one, but a title may look like the other. Nor is it behind
/// what `is_text` knows as the text's own: a greeting, a preface.
pub(super) fn find(
    (languages, lang): (&Languages, &str),
    source: &Source,
    lines: &[Line],
    pieces: &[Piece],
    (list, stop): (usize, usize),
    is_book: bool,
    is_text: impl Fn(&str) -> bool,
) -> Vec<Claim> {
    let says_of = |text: &str| of(languages, lang, text);
    let (pieces, stop) = parted(&says_of, source, lines, pieces, stop);
    let mut says: Vec<Says> = Vec::new();
    for piece in pieces.iter().take(MOST).take_while(|piece| piece.lines.start < list) {
        let text = piece.text(source);
        if piece.chars > LONGEST || is_text(text) {
            break;
        }
        says.push(says_of(text));
    }
    if !says.contains(&Says::Imprint) {
        says.truncate(stop);
    }
    // A place on a line of its own belongs to the printer below it.
    for at in (1..says.len()).rev() {
        let is_place = says[at - 1] == Says::Title && pieces[at - 1].text(source).split_whitespace().count() <= PLACE;
        if says[at] == Says::Imprint && pieces[at].above == 0 && is_place {
            says[at - 1] = Says::Imprint;
        }
    }
    // What stands on top of a letter is a firm's letterhead.
    let last_imprint = says.iter().rposition(|says| *says == Says::Imprint).filter(|&at| at > 0);
    let last_author = says.iter().rposition(|says| matches!(says, Says::Author));
    let by = says.iter().position(|says| *says == Says::By).filter(|&at| at + 1 < says.len());
    let mut end = match (last_imprint, last_author.or(by.map(|at| at + 1))) {
        (Some(at), _) => at + 1,
        (None, Some(at)) if is_book && at > 0 => at + 1,
        _ if says.first() == Some(&Says::Title) && says.get(1) == Some(&Says::Edition) => 2,
        _ if is_book => says.iter().zip(&pieces).take_while(|(_, piece)| piece.is_shouted(source)).count(),
        _ => return Vec::new(),
    };
    // What it costs, where it is entered.
    while says.get(end).is_some_and(|says| matches!(says, Says::Other | Says::Edition | Says::Imprint)) {
        end += 1;
    }
    // A paragraph on top, or several, begin the text.
    let is_motto = |says: &&Says| **says == Says::Epigraph;
    if says.first().is_some_and(|says| is_motto(&says)) || says[..end].iter().filter(is_motto).count() > MOTTOES {
        return Vec::new();
    }
    // "Addressed to the" and "of" between lines of a title are part of it.
    let is_title = |at: usize| says.get(at) == Some(&Says::Title);
    let joins = |at: &usize| {
        let short = words(pieces[*at].text(source)).len() <= JOINING;
        short && *at > 0 && says[*at] == Says::Epigraph && is_title(at - 1) && is_title(at + 1)
    };
    let joining: Vec<usize> = (0..end).filter(joins).collect();
    for at in joining {
        says[at] = Says::Title;
    }
    let mut claims = Vec::new();
    let mut after_by = false;
    for (piece, says) in pieces.iter().zip(&says).take(end) {
        let told = match says {
            Says::Epigraph if !after_by => continue,
            _ if after_by => Told::Byline,
            Says::Title | Says::Epigraph => Told::Title,
            Says::Author | Says::By => Told::Byline,
            Says::Other | Says::Edition | Says::Imprint => Told::SourceNote,
        };
        after_by = *says == Says::By;
        let cue = match told {
            Told::Byline => BYLINE,
            Told::Title => TITLE,
            _ => "imprint.on-title-page",
        };
        claims.push(Claim { lines: piece.lines.clone(), told: Some(told), is: None, cue: cue.into() });
    }
    claims
}

/// The first pieces, parted where an author or an imprint begins in the midst of one, and how many of them stand before
/// what was `stop`.
fn parted(
    of: &dyn Fn(&str) -> Says,
    source: &Source,
    lines: &[Line],
    pieces: &[Piece],
    stop: usize,
) -> (Vec<Piece>, usize) {
    let (mut parted, mut stop_at) = (Vec::new(), pieces.len().min(stop));
    for (at, piece) in pieces.iter().take(MOST).enumerate() {
        if at == stop {
            stop_at = parted.len();
        }
        let says = |line: usize| of(source.slice(lines[line].span));
        let begins = |line: &usize| match (says(*line - 1), says(*line)) {
            (_, Says::Author) => true,
            (Says::Author, Says::Title | Says::Epigraph) => capitals(source.slice(lines[*line].span)) < HALF,
            (before, Says::Imprint) => !matches!(before, Says::Imprint | Says::Other),
            _ => false,
        };
        let mut start = piece.lines.start;
        let is_imprint = of(piece.text(source)) == Says::Imprint;
        let cuts: Vec<usize> =
            (piece.lines.start + 1..piece.lines.end).filter(|line| !is_imprint && begins(line)).collect();
        for end in cuts.into_iter().chain([piece.lines.end]) {
            let span = lines[start].span.to(lines[end - 1].span);
            let (first, last) = (start == piece.lines.start, end == piece.lines.end);
            parted.push(Piece {
                lines: start..end,
                span,
                above: if first { piece.above } else { 0 },
                below: if last { piece.below } else { 0 },
                parted: first && piece.parted,
                chars: lines[start..end].iter().map(|line| line.chars + 1).sum::<u32>() - 1,
            });
            start = end;
        }
    }
    if stop >= pieces.len().min(MOST) {
        stop_at = parted.len();
    }
    (parted, stop_at)
}

/// What a piece says.
fn of(languages: &Languages, lang: &str, text: &str) -> Says {
    let words = words(text);
    let Some(first) = words.first() else { return Says::Other };
    let mut by = 0;
    languages.lexicon().starts(&words, |class, taken| {
        if class == Class::By {
            by = by.max(taken);
        }
    });
    if by > 0 && by == words.len() {
        return Says::By;
    }
    let bracketed = text.starts_with(['(', '[']) && text.ends_with([')', ']', '.']);
    let headnotes = || languages.iter().map(|language| &language.headnote);
    let deed = headnotes().any(|headnote| headnote.credits.values().flatten().any(|deed| deed == first));
    if is_year(&words) || bracketed && words.len() <= 8 || deed && capitals(text) >= HALF {
        return Says::Other;
    }
    let named = |word: &str| word.starts_with(char::is_uppercase) || word.len() <= 3;
    if by > 0 && text.split_whitespace().nth(by).is_some_and(named) && capitals(text) >= HALF {
        return Says::Author;
    }
    let is_correspondence = || shape(languages, lang, text).is_some_and(|it| it.parties == Some(Parties::Both));
    if (is_imprint(languages, text) || is_place_and_year(text)) && !is_correspondence() {
        return Says::Imprint;
    }
    let edition = headnotes().any(|headnote| words.iter().any(|word| headnote.edition_words.contains(word)));
    if edition && words.len() <= 8 {
        return Says::Edition;
    }
    let mut label = false;
    languages.lexicon().starts(&words, |class, _| label |= class == Class::SourceLabel);
    if label && capitals(text) < HALF {
        return Says::Other;
    }
    if capitals(text) < HALF / 2 { Says::Epigraph } else { Says::Title }
}

/// Half of the words, in hundredths.
const HALF: usize = 50;

/// How many of a hundred words start with a capital or a figure.
fn capitals(text: &str) -> usize {
    let starts = || text.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let count = starts().count();
    starts().filter(|c| c.is_uppercase() || c.is_numeric()).count() * 100 / count.max(1)
}

/// "London: printed for ..", "Printed and sold by ..": the word for printing stands behind names of places only, and no
/// sentence goes on behind it.
fn is_imprint(languages: &Languages, text: &str) -> bool {
    let mut folded = String::new();
    let mut is_printed = |token: &str| {
        fold(token, &mut folded);
        languages.iter().any(|language| language.headnote.printed.contains(&folded))
    };
    let tokens: Vec<&str> = text.split_whitespace().take(8).collect();
    let Some(at) = tokens.iter().position(|token| is_printed(token)) else { return false };
    let parted = at == 0 || tokens[at - 1].ends_with([':', ';', ',', '.']);
    let large = tokens[at].starts_with(char::is_uppercase);
    let places = tokens[..at].iter().all(|token| !token.starts_with(char::is_lowercase));
    let dated = date_of(text).is_some();
    places && (large || parted) && tokens.len() > at + 1 && (capitals(text) >= HALF / 2 || dated)
}

/// Place, publisher and year, each on a line of capitals.
fn is_place_and_year(text: &str) -> bool {
    let mut lines = text.lines();
    let year = lines.next_back().is_some_and(|last| is_year(&words(last)));
    let others = lines.clone().count();
    year && (1..=4).contains(&others) && lines.all(|line| !line.chars().any(char::is_lowercase) && line.len() <= 60)
}

/// The year that a text ends with.
fn date_of(text: &str) -> Option<&str> {
    text.split_whitespace().rev().take(4).find(|word| is_year(&words(word)))
}

/// Whether words are a year and nothing else: `1781`, `MDCCLXXXI`, `M. DCC. LXXXI`.
fn is_year(words: &[String]) -> bool {
    let joined: String = words.concat();
    let digits =
        joined.len() == 4 && joined.starts_with(['1', '2']) && joined.bytes().all(|byte| byte.is_ascii_digit());
    digits || joined.len() >= 3 && joined.starts_with('m') && joined.chars().all(|c| "mdclxvi,.'".contains(c))
}
