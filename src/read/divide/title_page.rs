//! Title pages: what stands before the text and says what it is, who wrote it, who printed it.

use crate::read::divide::piece::Piece;
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, words};
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::source::Source;

/// Cue of who wrote a text, as its title page says.
pub(crate) const BYLINE: &str = "byline.on-title-page";
/// A title page has no more pieces than this.
const MOST: usize = 24;
/// Nor is one of them longer than this, in characters.
const LONGEST: u32 = 900;

/// What a piece of a title page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Title,
    /// Who wrote the text.
    Author,
    /// The word before the author, alone.
    By,
    /// Who edited or translated it, who printed it, where and when, what it costs, in how many volumes.
    Other,
    /// Place, printer, year: no text has them but its title page.
    Imprint,
}

/// Finds the title page: the pieces before the first heading or paragraph of the text, where they hold an imprint, or who
/// wrote it, or where `is_book` says that headings follow. Before `list` stands what is listed as contents, before `stop`
/// the first heading of the text; an imprint is never behind the one, but a title may look like the other.
pub(super) fn find(
    languages: &Languages,
    source: &Source,
    pieces: &[Piece],
    (list, stop): (usize, usize),
    is_book: bool,
) -> Vec<Claim> {
    let mut says: Vec<Says> = Vec::new();
    for piece in &pieces[..list.min(MOST).min(pieces.len())] {
        if piece.chars > LONGEST {
            break;
        }
        says.push(of(languages, piece.text(source)));
    }
    if !says.contains(&Says::Imprint) {
        says.truncate(stop);
    }
    let last_imprint = says.iter().rposition(|says| *says == Says::Imprint);
    let last_author = says.iter().rposition(|says| matches!(says, Says::Author));
    let by = says.iter().position(|says| *says == Says::By).filter(|&at| at + 1 < says.len());
    let mut end = match (last_imprint, last_author.or(by.map(|at| at + 1))) {
        (Some(at), _) => at + 1,
        (None, Some(at)) if is_book && at > 0 => at + 1,
        _ if is_book => says.iter().zip(pieces).take_while(|(_, piece)| piece.is_shouted(source)).count(),
        _ => return Vec::new(),
    };
    // What it costs, where it is entered.
    while says.get(end).is_some_and(|says| matches!(says, Says::Other | Says::Imprint)) {
        end += 1;
    }
    let mut claims = Vec::new();
    let mut after_by = false;
    for (piece, says) in pieces.iter().zip(&says).take(end) {
        let told = match says {
            _ if after_by => Told::Byline,
            Says::Title => Told::Title,
            Says::Author | Says::By => Told::Byline,
            Says::Other | Says::Imprint => Told::SourceNote,
        };
        after_by = *says == Says::By;
        let cue = match told {
            Told::Byline => BYLINE,
            Told::Title => "title.on-title-page",
            _ => "imprint.on-title-page",
        };
        claims.push(Claim { lines: piece.lines.clone(), told: Some(told), is: None, cue: cue.into() });
    }
    claims
}

/// What a piece says.
fn of(languages: &Languages, text: &str) -> Says {
    let words = words(text);
    let Some(first) = words.first() else { return Says::Other };
    let lexicon = languages.lexicon();
    let mut by = 0;
    lexicon.starts(&words, |class, taken| {
        if class == Class::By {
            by = by.max(taken)
        }
    });
    if by > 0 && by == words.len() {
        return Says::By;
    }
    let bracketed = text.starts_with(['(', '[']) && text.ends_with([')', ']', '.']);
    let headnotes = || languages.iter().map(|language| &language.headnote);
    let deed = headnotes().any(|headnote| headnote.credits.values().flatten().any(|deed| deed == first));
    if is_year(&words) || bracketed && words.len() <= 8 || deed {
        return Says::Other;
    }
    if by > 0
        && words.len() > by
        && text.split_whitespace().nth(by).is_some_and(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
    {
        return Says::Author;
    }
    // "London: printed for ..", "Printed and sold by ..".
    let printed = words.iter().take(8).any(|word| headnotes().any(|headnote| headnote.printed.contains(word)));
    if printed
        && (words.iter().take(2).any(|word| headnotes().any(|headnote| headnote.printed.contains(word)))
            || text[..text.len().min(40)].contains([':', ',', ';'])
            || has_year(&words))
    {
        return Says::Imprint;
    }
    let edition = headnotes().any(|headnote| words.iter().any(|word| headnote.edition_words.contains(word)));
    if edition && words.len() <= 8 {
        return Says::Other;
    }
    Says::Title
}

/// Whether words are a year and nothing else: `1781`, `MDCCLXXXI`, `M. DCC. LXXXI`.
fn is_year(words: &[String]) -> bool {
    let joined: String = words.concat();
    let digits =
        joined.len() == 4 && joined.starts_with(['1', '2']) && joined.bytes().all(|byte| byte.is_ascii_digit());
    digits || joined.len() >= 3 && joined.starts_with('m') && joined.chars().all(|c| "mdclxvi,.'".contains(c))
}

fn has_year(words: &[String]) -> bool {
    words.iter().rev().take(4).any(|word| is_year(std::slice::from_ref(word)))
}
