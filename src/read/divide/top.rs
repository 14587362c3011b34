//! What stands on top of a file and is no line of its letter: a headline with the date, the word on the copy, a shelf mark.

use crate::read::dates::DateContext;
use crate::read::languages::Languages;
use crate::read::lexicon::{fold, word, words};
use crate::read::lines::{Layout, Line};
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::source::{Source, Span};
use crate::tree::Name;

/// The word on the copy is among so many first lines.
const TOP: usize = 6;
/// A shelf mark takes no more lines than this.
const MARK: usize = 5;
/// A headline has so many words behind its date at least, and is no longer than this, in bytes.
const HEADLINE: usize = 3;
const LONGEST: usize = 200;

/// Cue of a year above a letter.
const YEAR: &str = "heading.year-on-top";

/// What stands on top of the lines from `front` on.
pub(super) fn find(
    languages: &Languages,
    lang: &str,
    source: &Source,
    (lines, layout): (&[Line], Layout),
    front: usize,
) -> Vec<Claim> {
    let text = |at: usize| source.slice(lines[at].span);
    let claim = |lines, told, cue: &'static str| Claim { lines, told: Some(told), is: None, cue: Name::from(cue) };
    let is_alone =
        |at: usize| (at == front || lines[at].blanks > 0) && lines.get(at + 1).is_none_or(|next| next.blanks > 0);
    let mut claims = Vec::new();
    let mut at = front;
    if let Some(end) = shelf_mark(source, lines, front) {
        claims.push(claim(front..end, Told::SourceNote, "source-note.shelf-mark"));
        at = end;
    } else if front < lines.len() && is_alone(front) && is_headline(languages, lang, text(front)) {
        claims.push(claim(front..front + 1, Told::Line(Role::Head), "heading.dated-headline"));
        at = front + 1;
    }
    if at == front && at < lines.len() && is_alone(at) && is_only_year(source, lines, at) {
        claims.push(claim(at..at + 1, Told::Line(Role::Head), YEAR));
        at += 1;
    }
    // In a transcription line by line no blank line parts the date from the text.
    if layout.by_line && at < lines.len() && is_only_date(languages, lang, text(at)) {
        claims.push(claim(at..at + 1, Told::Line(Role::Dateline), "dateline.first-line"));
        at += 1;
    }
    let copies = (at..lines.len().min(front + TOP)).filter(|&at| is_alone(at) && is_of_copy(languages, text(at)));
    claims.extend(copies.map(|at| claim(at..at + 1, Told::SourceNote, "source-note.copy")));
    // Behind them stands what the weights take for text where it is long.
    let parted = claims.last().filter(|last| last.told == Some(Told::SourceNote) || &*last.cue == YEAR);
    let at = parted.map_or(lines.len(), |last| last.lines.end);
    if at < lines.len() && is_alone(at) && is_dateline(languages, lang, text(at)) {
        claims.push(claim(at..at + 1, Told::Line(Role::Dateline), "dateline.first-line"));
    }
    claims
}

/// Whether a line is a day, and nothing else.
fn is_only_date(languages: &Languages, lang: &str, text: &str) -> bool {
    const WORDS: usize = 6;
    let read = languages.dates(lang).dateline(text, 0, &DateContext::default());
    let is_day = read.date.is_some_and(|date| date.parts.month.is_some() && date.parts.day.is_some());
    is_day && read.place.is_none() && text.split_whitespace().count() <= WORDS
}

/// Whether a line is a place, a day of a year, and little else.
fn is_dateline(languages: &Languages, lang: &str, text: &str) -> bool {
    let read = languages.dates(lang).dateline(text, 0, &DateContext::default());
    let (Some(date), Some(place)) = (read.date, read.place) else { return false };
    let length = |span: Span| (span.end - span.start) as usize;
    let is_whole = date.parts.year.is_some() && date.parts.month.is_some() && date.parts.day.is_some();
    is_whole && text.len() <= LONGEST && (length(place) + length(date.span)) * 2 > text.len()
}

/// Whether a line is a year, and a date stands below it: in a file of one letter, the year heads it.
fn is_only_year(source: &Source, lines: &[Line], at: usize) -> bool {
    let year = |line: &Line| {
        let text = source.slice(line.span).trim_matches(['[', ']', '.']);
        text.len() == 4 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let digits = source.slice(lines[at].span).trim_matches(['[', ']', '.']);
    let is_said_again = |line: &Line| source.slice(line.span).contains(digits) && !year(line);
    year(&lines[at]) && !lines[at + 1..].iter().any(year) && lines[at + 1..].iter().take(TOP).any(is_said_again)
}

/// One past the last line of a shelf mark between angle brackets: "<Mill Papers, 41.3. Letter of Anna Pell>".
fn shelf_mark(source: &Source, lines: &[Line], front: usize) -> Option<usize> {
    let text = |at: usize| source.slice(lines[at].span);
    let first = lines.get(front).and_then(|_| text(front).strip_prefix('<'))?;
    let end = (front..lines.len().min(front + MARK)).find(|&at| text(at).contains('>'))? + 1;
    let whole = source.slice(lines[front].span.to(lines[end - 1].span));
    let is_mark = first.starts_with(char::is_uppercase)
        && whole.find('>') == Some(whole.len() - 1)
        && whole.contains(|c: char| c.is_numeric())
        && whole.split_whitespace().count() > 2;
    is_mark.then_some(end)
}

/// Whether a line says what a letter is about behind its date and a colon: "17.3.1915: A mill is seldom found". A place has
/// names and small words only.
fn is_headline(languages: &Languages, lang: &str, text: &str) -> bool {
    if text.len() > LONGEST || text.starts_with('#') || !text.contains(':') {
        return false;
    }
    let dates = languages.dates(lang).find(text, 0, &DateContext::default());
    let date = dates.first().filter(|date| date.span.start == 0 && date.date.edtf.is_some());
    let Some(rest) = date.and_then(|date| text[date.span.end as usize..].trim_start().strip_prefix(':')) else {
        return false;
    };
    let lexicon = languages.lexicon();
    let mut folded = String::new();
    let mut is_of_sentence = |token: &str| {
        fold(token, &mut folded);
        let is_small = lexicon.flags(&folded) & (word::SMALL | word::PARTICLE) != 0;
        token.starts_with(char::is_lowercase) && !is_small
    };
    rest.split_whitespace().count() >= HEADLINE && rest.split_whitespace().any(&mut is_of_sentence)
}

/// Whether a line says from which copy a letter was taken, and nothing else.
fn is_of_copy(languages: &Languages, text: &str) -> bool {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return false;
    }
    let all = words(text).join(" ");
    let mut copies = languages.iter().flat_map(|language| &language.headnote.copies);
    !all.is_empty() && copies.any(|copy| words(copy).join(" ") == all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn cues(lang: &str, text: &str) -> Vec<(usize, String)> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let layout = lines::layout(&source, &all);
        let claims = find(Languages::builtin(), lang, &source, (&all, layout), 0);
        claims.into_iter().flat_map(|claim| claim.lines.map(move |line| (line, claim.cue.to_string()))).collect()
    }

    #[test]
    fn headlines_have_words_of_a_sentence() {
        let headline = [(0, "heading.dated-headline".to_owned())];
        assert_eq!(cues("de", "17.03.1915: So eine Mühle findet man selten\n\nMeine Lieben!\n"), headline);
        assert_eq!(cues("en", "4 May 1881: The weir is broken\n\nDear Anna,\n"), headline);
        for text in ["4 May 1881: Holt by the Weir\n\nDear Anna,\n", "Holt: the mill stands still\n\nDear Anna,\n"] {
            assert!(cues("en", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn copies_and_shelf_marks_are_notes_on_the_source() {
        assert_eq!(cues("es", "1816\n\nDE UNA COPIA).\n\nOcaña, 9 de julio\n"), [(1, "source-note.copy".to_owned())]);
        assert!(cues("en", "Dear Anna,\n\nI made this from a copy.\n").is_empty());
        let mark = "source-note.shelf-mark".to_owned();
        assert_eq!(cues("en", "<Mill Papers, 41.3.\nAnna to Tom>\n4 May 1881.\n"), [(0, mark.clone()), (1, mark)]);
        for text in ["<I have no 7 time>, he said.\nDear Anna\n", "<b>4 May 1881</b>\n", "<tb>\n", "<Anna\nwas\n"] {
            assert!(cues("en", text).is_empty(), "{text}");
        }
    }
}
