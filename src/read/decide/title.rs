//! The title block: title and byline before the text, and the same said again elsewhere.
//!
//! A line is a title only with evidence: an only first-level heading, a byline beside it, a note
//! on the source beside it. A name is a byline only if the text bears it out: a signature with the
//! same surname, a word like "by", or a line that repeats name and title together.

use crate::read::decide::furniture::{Lifted, LiftedKind, only_date};
use crate::read::lexicon::{Class, Lexicon, fold, word, words};
use crate::read::lines::Line;
use crate::source::Source;
use crate::tree::{FurnitureKind, Name, TitleRole};

/// A line of the title block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleCue {
    /// Its role.
    pub role: TitleRole,
    /// Cue id.
    pub cue: Name,
}

/// How many lines from the top may belong to a title block.
const TOP: usize = 5;
/// Longest title, in characters.
const LONGEST: u32 = 140;

/// Finds the title block. Lines that only repeat it are lifted as furniture.
///
/// # Panics
/// Never: a byline is looked for among the top lines only.
#[must_use]
pub fn find(
    lexicon: &Lexicon,
    source: &Source,
    lines: &[Line],
    lifted: &mut [Option<Lifted>],
) -> Vec<Option<TitleCue>> {
    let mut block: Vec<Option<TitleCue>> = vec![None; lines.len()];
    let text = |index: usize| plain(source.slice(lines[index].span));
    let marked: Vec<usize> =
        (0..lines.len()).filter(|&i| lifted[i].is_none() && source.slice(lines[i].span).starts_with("# ")).collect();
    let top: Vec<usize> = (0..lines.len())
        .filter(|&i| lifted[i].is_none())
        .take(TOP)
        .take_while(|&i| lines[i].chars <= LONGEST && !is_opener(lexicon, text(i)))
        .collect();
    if let [only] = marked[..]
        && (only < lines.len() / 2 || lines.len() < 4)
    {
        block[only] = Some(TitleCue { role: TitleRole::Title, cue: "title.only-first-level-heading".into() });
    }
    let candidates = |index: usize| top.iter().position(|&i| i == index);
    let byline = top.iter().take(3).copied().find_map(|index| {
        let neighbours = candidates(index)
            .into_iter()
            .flat_map(|at| [at.checked_sub(1), Some(at + 1)])
            .flatten()
            .filter_map(|at| top.get(at).copied());
        byline_cue(lexicon, source, lines, index, neighbours).map(|cue| (index, cue))
    });
    let mut title = block.iter().position(Option::is_some);
    // "BY" and the name on lines of their own, below the title.
    if let Some(at) = (1..top.len().saturating_sub(1)).find(|&at| is_by(lexicon, text(top[at])))
        && name_words(lexicon, text(top[at + 1])).is_some()
    {
        for index in [top[at], top[at + 1]] {
            block[index] = Some(TitleCue { role: TitleRole::Byline, cue: "byline.below-by-word".into() });
        }
        for &index in &top[..at] {
            block[index].get_or_insert(TitleCue { role: TitleRole::Title, cue: "title.above-byline".into() });
        }
        repeated(lexicon, source, lines, lifted, &mut block, top[0], Some(top[at + 1]));
        return block;
    }
    if let Some((index, cue)) = byline
        && block[index].is_none()
    {
        block[index] = Some(TitleCue { role: TitleRole::Byline, cue: cue.into() });
        let at = candidates(index).expect("the byline is one of the top lines");
        if title.is_none() {
            let (above, below) = (at.checked_sub(1).and_then(|at| top.get(at)), top.get(at + 1));
            // "by Anna Pell" stands below a title; a name alone stands above one too.
            let beside = if cue == "byline.by-word" { above.or(below) } else { below.or(above) }.copied();
            if let Some(beside) = beside.filter(|&i| !only_date(lexicon, text(i))) {
                block[beside] = Some(TitleCue { role: TitleRole::Title, cue: "title.beside-byline".into() });
                title = Some(beside);
            }
        }
    }
    if title.is_none()
        && let Some(&first) = top.first()
        && block[first].is_none()
        && note_follows(lifted, first)
    {
        block[first] = Some(TitleCue { role: TitleRole::Title, cue: "title.before-source-note".into() });
        title = Some(first);
    }
    if let Some(title) = title {
        continued(lexicon, source, lines, lifted, &mut block, title);
        repeated(lexicon, source, lines, lifted, &mut block, title, byline.map(|(index, _)| index));
    }
    block
}

/// A title may go on in the lines right below it, as long as they are no byline: a subtitle.
fn continued(
    lexicon: &Lexicon,
    source: &Source,
    lines: &[Line],
    lifted: &[Option<Lifted>],
    block: &mut [Option<TitleCue>],
    title: usize,
) {
    let Some(next) = lines
        .get(title + 1)
        .filter(|next| next.blanks == 0 && lifted[title + 1].is_none() && block[title + 1].is_none())
    else {
        return;
    };
    // Both lines stand alone between blank lines or other lines of the title block.
    let after = title + 2;
    let ends = lines.get(after).is_some_and(|line| line.blanks > 0) || block.get(after).is_some_and(Option::is_some);
    let text = source.slice(next.span);
    if ends
        && next.chars <= LONGEST / 2
        && !is_opener(lexicon, text)
        && !only_date(lexicon, text)
        && !text.ends_with(['.', ',', ':', '!'])
        && text.starts_with(char::is_uppercase)
    {
        block[title + 1] = Some(TitleCue { role: TitleRole::Subtitle, cue: "title.below-title".into() });
    }
}

/// What a library unknown to us prints after a text: its name, a date, and title or source again, and nothing else.
pub fn library_at_the_end(lexicon: &Lexicon, source: &Source, lines: &[Line], lifted: &mut [Option<Lifted>]) {
    let Some(last) = lifted.iter().rposition(Option::is_none) else { return };
    let Some(name) = last.checked_sub(1) else { return };
    let note = |lifted: &Option<Lifted>| {
        lifted.as_ref().is_some_and(|l| {
            matches!(l.kind, LiftedKind::Furniture(FurnitureKind::SourceNote | FurnitureKind::Repeated))
        })
    };
    if last + 1 == lines.len()
        || !lifted[last + 1..].iter().all(note)
        || lifted[name].is_some()
        || lines[name].chars > LONGEST
        || !only_date(lexicon, source.slice(lines[last].span))
        || !source.slice(lines[name].span).starts_with('#') && lines[name].blanks == 0
    {
        return;
    }
    let library =
        |cue: &'static str| Some(Lifted { kind: LiftedKind::Furniture(FurnitureKind::Boilerplate), cue: cue.into() });
    lifted[name] = library("boilerplate.before-date-and-notes");
    lifted[last] = library("boilerplate.library-date");
}

/// A heading's text without its marks.
fn plain(text: &str) -> &str {
    text.trim_start_matches('#').trim()
}

/// Whether a line is the word before an author's name and nothing else.
pub(crate) fn is_by(lexicon: &Lexicon, text: &str) -> bool {
    let words = words(text);
    let mut by = false;
    lexicon.starts(&words, |class, taken| by |= class == Class::By && taken == words.len());
    by
}

/// A line that opens a letter is no title.
fn is_opener(lexicon: &Lexicon, text: &str) -> bool {
    let words = words(text);
    let mut opener = words.len() <= 12 && text.ends_with([',', ':', '!']) && {
        let mut salute = false;
        lexicon.starts(&words, |class, _| salute |= class == Class::SaluteStrong);
        salute
    };
    // Month and number stand together; in "August Ferber. 1895" they do not.
    let month = |word: &String| lexicon.flags(word) & word::MONTH != 0;
    let number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let near = |two: [&String; 2]| month(two[0]) && number(two[1]) || number(two[0]) && month(two[1]);
    let dated = words.windows(2).any(|pair| near([&pair[0], &pair[1]]))
        || words.windows(3).any(|three| three[1].chars().count() <= 3 && near([&three[0], &three[2]]));
    // "Dmitrov, 4 March 1920" is a dateline; a title with a date in it has more words before it.
    opener |= dated && words.len() <= 6;
    opener
}

fn note_follows(lifted: &[Option<Lifted>], index: usize) -> bool {
    lifted
        .get(index + 1)
        .is_some_and(|next| next.as_ref().is_some_and(|l| l.kind == LiftedKind::Furniture(FurnitureKind::SourceNote)))
}

/// Words of a name: two to four, each with a capital, none of them a word of letters.
fn name_words(lexicon: &Lexicon, text: &str) -> Option<Vec<String>> {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([',', '.', ';', ' ']);
    let capitals = bare
        .split_whitespace()
        .all(|w| w.starts_with(char::is_uppercase) || lexicon.flags(&w.to_lowercase()) & word::PARTICLE != 0);
    let all = words(bare);
    let other = all.iter().any(|w| {
        lexicon.flags(w) & !(word::PARTICLE | word::TITLE | word::MONTH) != 0
            || w.starts_with(|c: char| c.is_ascii_digit())
    });
    let mut heading = false;
    lexicon.starts(&all, |class, taken| heading |= class == Class::Heading && taken == 1);
    (capitals && !other && !heading && (2..=4).contains(&all.len())).then_some(all)
}

fn byline_cue(
    lexicon: &Lexicon,
    source: &Source,
    lines: &[Line],
    index: usize,
    neighbours: impl Iterator<Item = usize>,
) -> Option<&'static str> {
    let raw = plain(source.slice(lines[index].span));
    let all = words(raw);
    // What closes a bracket that nothing opened is the end of something else.
    if raw.matches(')').count() > raw.matches('(').count() {
        return None;
    }
    let mut by = 0;
    lexicon.starts(&all, |class, taken| {
        if class == Class::By {
            by = by.max(taken);
        }
    });
    if by > 0
        && by < all.len()
        && all.len() - by <= 4
        && raw.split_whitespace().skip(by).all(|w| w.starts_with(char::is_uppercase))
    {
        return Some("byline.by-word");
    }
    let name = name_words(lexicon, raw)?;
    let surname = name.last()?;
    for other in neighbours {
        let title = words(plain(source.slice(lines[other].span)));
        if lines[index.max(other) + 1..].iter().any(|line| {
            line.chars <= 2 * LONGEST && {
                let here = words(source.slice(line.span));
                holds(&here, &title) && holds(&here, &name)
            }
        }) {
            return Some("byline.repeated-with-title");
        }
    }
    let signed = lines[index + 1..].iter().any(|line| {
        line.chars < 60 && {
            // "Anna Pell, joiner": the name ends at the comma.
            let text = source.slice(line.span);
            let here = words(text.split_once(',').map_or(text, |(name, _)| name));
            (2..=5).contains(&here.len())
                && here.last() == Some(surname)
                && here[0].chars().next() == name[0].chars().next()
        }
    });
    (signed && !is_letterhead(lexicon, source, lines, index)).then_some("byline.matches-signature")
}

/// Whether a street with a number or a date stands right below a name: who writes, not who wrote a book.
fn is_letterhead(lexicon: &Lexicon, source: &Source, lines: &[Line], name: usize) -> bool {
    lines[name + 1..].iter().take_while(|line| line.group == lines[name].group).any(|line| {
        let all = words(source.slice(line.span));
        let number = all.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        number && all.iter().any(|known| word_flags(lexicon, known) & (word::STREET | word::MONTH) != 0)
    })
}

/// What a word is, by itself or by its parts.
fn word_flags(lexicon: &Lexicon, folded: &str) -> u16 {
    lexicon.entry(folded).map_or_else(|| lexicon.parts(folded), |entry| entry.flags)
}

/// Whether the words of `part` stand together somewhere in `whole`.
fn holds(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// Lifts lines that say nothing but title, author and date again.
fn repeated(
    lexicon: &Lexicon,
    source: &Source,
    lines: &[Line],
    lifted: &mut [Option<Lifted>],
    block: &mut [Option<TitleCue>],
    title: usize,
    byline: Option<usize>,
) {
    let title_words = words(plain(source.slice(lines[title].span)));
    let author = byline.map(|index| {
        let text = plain(source.slice(lines[index].span));
        name_words(lexicon, text).unwrap_or_else(|| words(text))
    });
    let mut folded = String::new();
    let mut names = |text: &str, word: &String| {
        text.split_whitespace().any(|here| {
            fold(here, &mut folded);
            folded == *word
        })
    };
    // A title of one word is said again without being one.
    let first = title_words.first().filter(|_| title_words.len() > 1);
    for index in 0..lines.len() {
        if index == title || block[index].is_some() || lifted[index].is_some() || lines[index].chars > 2 * LONGEST {
            continue;
        }
        let text = source.slice(lines[index].span);
        if !first.is_some_and(|first| names(text, first)) {
            continue;
        }
        let here = words(text);
        let both = holds(&here, &title_words)
            && author.as_ref().is_none_or(|author| holds(&here, author) || here.len() == title_words.len());
        if both && here.len() <= title_words.len() + author.as_ref().map_or(0, Vec::len) + 4 {
            lifted[index] =
                Some(Lifted { kind: LiftedKind::Furniture(FurnitureKind::Repeated), cue: "repeated.title".into() });
        }
    }
    // A date between title block and text that the dateline gives again.
    let top: Vec<usize> = (0..lines.len()).filter(|&i| lifted[i].is_none() && block[i].is_none()).take(4).collect();
    if let Some(&first) = top.first().filter(|&&i| i > title && only_date(lexicon, source.slice(lines[i].span))) {
        let mut date = words(source.slice(lines[first].span));
        date.sort();
        let again = top[1..].iter().any(|&i| {
            let here = words(source.slice(lines[i].span));
            date.iter().all(|word| here.contains(word)) && lines[i].chars < 80
        });
        if again {
            lifted[first] =
                Some(Lifted { kind: LiftedKind::Furniture(FurnitureKind::Repeated), cue: "repeated.date".into() });
        } else if byline.is_some() {
            block[first] = Some(TitleCue { role: TitleRole::Date, cue: "title.date-in-title-block".into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::decide::furniture;
    use crate::read::languages::Languages;
    use crate::read::lines;

    fn roles(text: &str) -> Vec<Name> {
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let mut lifted = furniture::lift(Languages::builtin(), &source, &lines, lines::layout(&source, &lines));
        let block = find(Languages::builtin().lexicon(), &source, &lines, &mut lifted);
        let cue =
            |(title, lifted): (Option<TitleCue>, Option<Lifted>)| title.map(|it| it.cue).or(lifted.map(|it| it.cue));
        block.into_iter().zip(lifted).map(|both| cue(both).unwrap_or_default()).collect()
    }

    #[test]
    fn a_name_is_a_byline_when_the_signature_agrees() {
        assert_eq!(
            roles("Maud Ellery. 1881\n\nThree days at sea\n\nDear Tom,\n\nWe are well.\n\nM. Ellery\n")[..2],
            ["byline.matches-signature", "title.beside-byline"]
        );
        assert_eq!(roles("Three days at sea\n\nDear Tom,\n\nWe are well.\n")[0], "");
    }

    #[test]
    fn a_name_above_a_street_is_a_letterhead() {
        let letter = "9 Lindenstraße, Kiel\n3 May 1881\n\nDear Tom,\n\nWe are well.\n\nM. Ellery\n";
        assert_eq!(roles(&format!("Maud Ellery\n{letter}"))[..2], ["", ""]);
        let title = "Three days at sea\n\nDear Tom,\n\nWe are well.\n\nM. Ellery\n";
        assert_eq!(roles(&format!("Maud Ellery\n{title}"))[0], "byline.matches-signature");
    }

    #[test]
    fn a_month_can_be_a_forename() {
        assert_eq!(
            roles("August Ferber. 1895\n\nOn oil\n\nDear Tom,\n\nWe are well.\n\nAugust Ferber, joiner\n")[..2],
            ["byline.matches-signature", "title.beside-byline"]
        );
    }

    #[test]
    fn a_title_goes_on_below() {
        assert_eq!(roles("# THE PUMP\nA Plain Word\nBy Nathan Budd\n\n## One\n\nText.\n")[1], "title.below-title");
    }

    #[test]
    fn an_unknown_library_at_the_end() {
        let cues = |end: &str| {
            let text = format!("Dear Tom,\n\nWe are well.\n\nAnn\n\n## The Reading Room\n\nMay 3, 2014\n\n{end}\n");
            let source = Source::new("x", text);
            let lines = lines::lines(&source);
            let mut lifted = furniture::lift(Languages::builtin(), &source, &lines, lines::layout(&source, &lines));
            library_at_the_end(Languages::builtin().lexicon(), &source, &lines, &mut lifted);
            lifted.into_iter().map(|l| l.map_or(Name::default(), |l| l.cue)).collect::<Vec<_>>()
        };
        assert_eq!(
            cues("> Retrieved on June 2nd, 2014 from a shelf.")[3..5],
            ["boilerplate.before-date-and-notes", "boilerplate.library-date"]
        );
        assert_eq!(cues("We came home late.")[3..5], ["", ""]);
    }

    #[test]
    fn title_and_author_said_again_are_furniture() {
        let cues = roles(
            "Maud Ellery,\n\nThree days at sea\n\nMaud Ellery, Three days at sea May 2, 1881\n\nMay 2, 1881\n\nLisbon\n\n2 May, 1881\n\nDear Tom,\n",
        );
        assert_eq!(
            cues,
            ["byline.repeated-with-title", "title.beside-byline", "repeated.title", "repeated.date", "", "", ""]
        );
    }
}
