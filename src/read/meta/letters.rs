//! What letters say of themselves: names in headings, greetings and signatures, places and dates in datelines.

use crate::read::dates::{DateContext, date_in};
use crate::read::languages::Languages;
use crate::read::lexicon::{Class, Lexicon, fold, word, words};
use crate::read::meta::correspondents::{Said, said};
use crate::read::meta::plain::plain;
use crate::read::meta::series::{Before, are_believed, has_heading, share};
use crate::source::{Source, Span};
use crate::tree::{
    BlockKind, Bottom, Date, Edition, Front, Head, Inline, Letter, Line, LineRole, Name, Part, Precedence, Provenance,
    TitleRole, Top, Value,
};

/// Puts into the tree what each letter says of itself: who wrote to whom, where and when.
pub(crate) fn evidence(languages: &Languages, source: &Source, edition: &mut Edition) {
    // The title of a file with one letter is the letter's.
    let only = edition.parts.iter().filter(|part| matches!(part, Part::Letter(_))).count() == 1;
    let titled = edition.front.iter().find_map(|front| match front {
        Front::TitleBlock { lines } if only => {
            let title = lines.iter().filter(|line| matches!(line.role, TitleRole::Title | TitleRole::Subtitle));
            title.filter_map(|line| date_in(&line.content)).find(|date| date.edtf.is_some()).cloned()
        }
        Front::TitleBlock { .. } | Front::Section(_) => None,
    });
    let titled = titled.or_else(|| given_title(languages, edition).filter(|_| only));
    let lang = edition.lang.clone();
    let head = &edition.head;
    // Sender and recipient that the title of the edition names.
    let named = head.title.iter().chain(&head.subtitle).find_map(|value| {
        let said = said(languages, &lang, &value.text).filter(|said| said.to.is_some())?;
        Some((said, value.span.unwrap_or_default()))
    });
    let headings: Vec<Option<(Said, Span)>> = edition
        .parts
        .iter()
        .filter_map(Part::letter)
        .map(|letter| heading(languages, source, letter.lang.as_deref().unwrap_or(&lang), letter))
        .collect();
    let headed = edition.parts.iter().filter_map(Part::letter).zip(&headings).filter(|(letter, _)| has_heading(letter));
    let believed = are_believed(headed.map(|(_, said)| said.as_ref().map(|(said, _)| said)));
    let is_series = headings.iter().flatten().nth(1).is_some();
    let mut before = Before::default();
    let letters = edition.parts.iter_mut().filter_map(|part| match part {
        Part::Letter(letter) => Some(letter),
        Part::Section(_) => None,
    });
    for (letter, heading) in letters.zip(headings) {
        let whom = Whom { heading: heading.filter(|_| believed), title: named.as_ref(), only, is_series };
        let lang = letter.lang.clone().unwrap_or_else(|| lang.clone());
        letter_meta(languages, source, (head, &lang), titled.as_ref(), &whom, &before, letter);
        // A letter without a heading stands in other text.
        if has_heading(letter) {
            before.advance(&letter.meta);
        }
    }
}

/// What headings and titles say of who wrote a letter to whom.
struct Whom<'a> {
    heading: Option<(Said, Span)>,
    title: Option<&'a (Said, Span)>,
    /// The title is that of one letter.
    only: bool,
    /// The headings of several letters name people.
    is_series: bool,
}

/// Who writes to whom by the headings of a letter, one of which may say the one and the next the other.
fn heading(languages: &Languages, source: &Source, lang: &str, letter: &Letter) -> Option<(Said, Span)> {
    let headings = letter.top.iter().filter_map(|top| match top {
        Top::Heading(heading) => Some(heading),
        Top::Line(_) | Top::Break(_) => None,
    });
    headings
        .filter_map(|heading| {
            let lang = heading.lang.as_deref().unwrap_or(lang);
            Some((said(languages, lang, &plain(source, &heading.content))?, heading.span))
        })
        .reduce(|(one, span), (other, _)| (Said { from: one.from.or(other.from), to: one.to.or(other.to) }, span))
}

/// Who writes to whom by the address of a letter: a name alone may be that of the house.
fn address<'l>(
    languages: &Languages,
    source: &Source,
    lang: &str,
    lines: impl Iterator<Item = &'l Line>,
) -> Option<(Said, Span)> {
    let mut addresses = lines.filter(|line| line.role == LineRole::Address);
    addresses.find_map(|line| {
        let text = plain(source, &line.content);
        let first = text.lines().next()?;
        let said = said(languages, lang, first).or_else(|| said(languages, lang, &text))?;
        said.to.is_some().then_some((said, line.span))
    })
}

/// The date in a title that somebody gives of the text.
fn given_title(languages: &Languages, edition: &Edition) -> Option<Date> {
    let title = edition.head.title.as_ref().filter(|title| title.by.precedence() > Precedence::Text)?;
    let found = languages.dates(&edition.lang).find(&title.text, 0, &DateContext::default());
    let date = found.into_iter().find(|found| found.date.edtf.is_some())?.date;
    Some(Date { span: title.span.unwrap_or_default(), ..date })
}

/// A dateline below a headnote is one of so many blocks.
const BELOW_HEADNOTE: usize = 3;

fn letter_meta(
    languages: &Languages,
    source: &Source,
    (head, lang): (&Head, &str),
    titled: Option<&Date>,
    whom: &Whom,
    before: &Before,
    letter: &mut Letter,
) {
    let lexicon = languages.lexicon();
    let tops = letter.top.iter().filter_map(|top| if let Top::Line(line) = top { Some(line) } else { None });
    let bottoms =
        letter.bottom.iter().filter_map(|bottom| if let Bottom::Line(line) = bottom { Some(line) } else { None });
    let datelines: Vec<_> =
        tops.clone().chain(bottoms.clone()).filter(|line| line.role == LineRole::Dateline).collect();
    let valued = || datelines.iter().filter_map(|line| date_in(&line.content).filter(|date| date.edtf.is_some()));
    // A year may stand above the day: "1816", and then "9 July 1816".
    let dated = valued().reduce(|one, other| if refines(other, one) { other } else { one });
    let headed = letter.top.iter().find_map(|top| match top {
        Top::Heading(heading) => date_in(&heading.content).filter(|date| date.edtf.is_some()),
        Top::Line(_) | Top::Break(_) => None,
    });
    let undated = || datelines.iter().find_map(|line| date_in(&line.content));
    // An editor's words may stand between the heading and the dateline.
    let below = || {
        letter.body.iter().take(BELOW_HEADNOTE).find_map(|block| match &block.kind {
            BlockKind::Line { role: LineRole::Dateline, content } => {
                date_in(content).filter(|date| date.edtf.is_some())
            }
            _ => None,
        })
    };
    letter.meta.date = dated.or(headed).or_else(below).or(titled).or_else(undated).cloned();
    letter.meta.place = datelines.iter().find_map(|line| place_in(lexicon, source, &line.content));

    let signed = bottoms.clone().rfind(|line| line.role == LineRole::Signed);
    let signature = signed.and_then(|line| {
        let text = plain(source, &line.content);
        signature_name(lexicon, &text).map(|name| Value::new(name, Some(line.span), Provenance::Signature))
    });
    let resolved = |said: Option<&(Said, Span)>, by: &Provenance| {
        said.map_or((None, None), |(said, span)| before.resolve(said, *span, by))
    };
    let salutes = tops.clone().filter(|line| line.role == LineRole::Salute);
    let salute = salutes.clone().find_map(|line| {
        greeted(lexicon, &plain(source, &line.content))
            .map(|name| Value::new(name, Some(line.span), Provenance::Salute))
    });
    let greets = salutes.clone().find_map(|line| {
        greets(languages, &plain(source, &line.content), lang)
            .map(|name| Value::new(name, Some(line.span), Provenance::Salute))
    });
    let (from_heading, to_heading) = resolved(whom.heading.as_ref(), &Provenance::Heading);
    // One heading alone, of which greeting and signature know nothing, is about something else: "LORD PELL AT HOLT".
    let contradicts = |said: &Option<Value>, own: &Option<Value>| {
        said.as_ref().zip(own.as_ref()).is_some_and(|(said, own)| !share(&said.text, &own.text))
    };
    let agrees = |said: &Option<Value>, own: &Option<Value>| {
        said.as_ref().zip(own.as_ref()).is_some_and(|(said, own)| share(&said.text, &own.text))
    };
    let is_titled = |said: &Option<Value>| {
        let is_title = |word: &String| lexicon.flags(word) & word::TITLE != 0;
        said.as_ref().is_some_and(|said| words(&said.text).iter().any(is_title))
    };
    let is_borne_out = agrees(&from_heading, &signature)
        || agrees(&to_heading, &salute)
        || is_titled(&from_heading) && is_titled(&to_heading)
        || headed.is_some();
    let is_other = !whom.is_series
        && !is_borne_out
        && (contradicts(&from_heading, &signature) || contradicts(&to_heading, &salute));
    let (from_heading, to_heading) = if is_other { (None, None) } else { (from_heading, to_heading) };
    // The title of a collection says less of each letter than the letter does, and nothing where headings speak.
    let title = whom.title.filter(|_| whom.only || !whom.is_series);
    let (from_title, to_title) = resolved(title, &Provenance::Heading);
    let (from_only, from_title) = if whom.only { (from_title, None) } else { (None, from_title) };
    let addressed = address(languages, source, lang, tops.clone().chain(bottoms.clone()));
    let (from_address, to_address) = resolved(addressed.as_ref(), &ADDRESS);
    // A heading gives the full name; so does an author whose name the signature shortens.
    let author = head.authors.first().cloned();
    let fuller =
        author.clone().filter(|author| signature.as_ref().is_some_and(|signed| shortens(&signed.text, &author.text)));
    let is_of_title = from_only.is_some();
    letter.meta.sender = from_only.or(from_heading).or(from_address).or(fuller).or(signature).or(greets).or(from_title);

    let is_determiner = |word: &String| languages.iter().any(|language| language.headnote.determiners.contains(word));
    let is_person = |value: &Value| !words(&value.text).first().is_some_and(is_determiner);
    // "To his sister" says less than "My dear Anna".
    let is_kin = |word: &String| lexicon.flags(word) & word::KIN != 0 || is_determiner(word);
    let (to_heading, to_kin) = match to_heading {
        Some(heading) if words(&heading.text).iter().all(is_kin) => (None, Some(heading)),
        heading => (heading, None),
    };
    let salute = salute.or(to_kin);
    letter.meta.recipient = if is_of_title {
        to_title.or(to_heading).or(to_address).or(salute)
    } else {
        let to_title = to_title.filter(|title| whom.only || is_person(title));
        to_heading.or(to_address).or(salute).or(to_title)
    };
}

/// Whether one date says the same as another and more.
fn refines(one: &Date, other: &Date) -> bool {
    let edtf = |date: &Date| date.edtf.as_ref().map(|edtf| edtf.as_str().to_owned());
    edtf(one).zip(edtf(other)).is_some_and(|(one, other)| one.len() > other.len() && one.starts_with(&other))
}

/// Cue of whom an address names.
const ADDRESS: Provenance = Provenance::Cue(Name::Borrowed("address.to-word"));

/// Words in small letters that names of places hold.
const OF_PLACES: u16 = word::PARTICLE | word::STREET | word::SMALL | word::TITLE;
/// Nor more others than this.
const MOST_OTHERS: usize = 1;

fn place_in(lexicon: &Lexicon, source: &Source, content: &[Inline]) -> Option<Value> {
    content.iter().find_map(|inline| match inline {
        Inline::Place { span, content, .. } => {
            let place = town(lexicon, &plain(source, content));
            // What goes on in small letters is a sentence.
            let is_other = |token: &&str| {
                token.starts_with(char::is_lowercase) && lexicon.flags(&token.to_lowercase()) & OF_PLACES == 0
            };
            let is_name = place.split_whitespace().filter(is_other).count() <= MOST_OTHERS;
            is_name.then(|| Value::new(place, Some(*span), Provenance::Dateline))
        }
        Inline::Emphasis { content, .. } => place_in(lexicon, source, content),
        _ => None,
    })
}

/// A place on one line, without house and street.
fn town(lexicon: &Lexicon, place: &str) -> String {
    // A number of one to three digits is a house's; a longer one goes with a town.
    let house = |token: &str| {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits)
    };
    let street = |part: &str| {
        part.split_whitespace().any(house) || words(part).iter().any(|w| lexicon.flags(w) & word::STREET != 0)
    };
    let parts: Vec<&str> =
        place.lines().flat_map(|line| line.split(", ")).map(|part| part.trim_end_matches(',').trim()).collect();
    let towns: Vec<&str> = parts.iter().copied().filter(|part| !street(part)).collect();
    (if towns.is_empty() { parts } else { towns }).join(", ")
}

/// The name in a greeting: what is left after its formula, if it looks like a name.
fn greeted(lexicon: &Lexicon, text: &str) -> Option<String> {
    let line = text.lines().next()?;
    let all = words(line);
    let mut taken = 0;
    lexicon.starts(&all, |class, n| {
        if class == Class::SaluteStrong {
            taken = taken.max(n);
        }
    });
    let tokens: Vec<&str> = line.split_whitespace().filter(|token| token.chars().any(char::is_alphanumeric)).collect();
    let rest = tokens.get(taken..).filter(|rest| taken > 0 && !rest.is_empty() && rest.len() <= 4)?;
    let named = rest.iter().all(|token| {
        let mut folded = String::new();
        fold(token, &mut folded);
        let flags = lexicon.flags(&folded);
        // "Aunt Loveday" is a name, "aunt" is none.
        let kin = flags & word::KIN != 0 && (rest.len() == 1 || !token.starts_with(char::is_uppercase));
        !kin && (token.starts_with(char::is_uppercase) || flags & word::PARTICLE != 0)
    });
    let name = rest.join(" ");
    named.then(|| name.trim_end_matches([',', '!', ':', ';', '-', '—', '.']).trim().to_owned())
}

/// Who greets in the third person ("Petrus Faber Paulo Sartori suo salutem"): of the names before the greeting's end,
/// those that do not stand in the case of the one who is greeted.
fn greets(languages: &Languages, text: &str, lang: &str) -> Option<String> {
    let lexicon = languages.lexicon();
    let language = languages.iter().find(|language| lang.starts_with(&language.lang))?;
    let greeted = Some(&language.greeted).filter(|greeted| !greeted.endings.is_empty())?;
    let line = text.lines().next()?;
    let tokens: Vec<&str> = line.split_whitespace().filter(|token| token.chars().any(char::is_alphanumeric)).collect();
    let all = words(line);
    let end = (1..all.len()).find(|&at| {
        let mut ends = false;
        lexicon.starts(&all[at..], |class, taken| ends |= class == Class::SaluteEnd && at + taken == all.len());
        ends
    })?;
    let is_name = |&at: &usize| tokens[at].starts_with(char::is_uppercase);
    let is_greeted = |&at: &usize| {
        let name = &all[at];
        let ends = greeted.endings.iter().any(|ending| name.ends_with(ending));
        ends && !greeted.writers.iter().any(|writer| writer.to_lowercase() == *name)
    };
    let names: Vec<usize> = (0..end).filter(is_name).collect();
    let writer: Vec<usize> = names.iter().copied().filter(|at| !is_greeted(at)).collect();
    // The names of each stand together, or the case has not told whose they are.
    let (first, last) = (*writer.first()?, *writer.last()?);
    let together = names.iter().filter(|at| (first..=last).contains(at)).count() == writer.len();
    let beside = names.len() > writer.len() && (names[0] == first || names[names.len() - 1] == last);
    let name = writer.iter().map(|&at| tokens[at]).collect::<Vec<_>>().join(" ");
    (together && beside).then(|| name.trim_end_matches(',').to_owned())
}

/// The name in a signature: its last capitalised words, without words of the closing.
fn signature_name(lexicon: &Lexicon, text: &str) -> Option<String> {
    let line = text.lines().rev().find(|line| line.chars().any(char::is_alphabetic))?;
    // "Anna Pell, joiner"
    let line =
        line.split_once(", ").filter(|(_, rest)| rest.starts_with(char::is_lowercase)).map_or(line, |(name, _)| name);
    // What an editor supplied in brackets is part of the name.
    let line = line.replace(['[', ']'], "");
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let mut folded = String::new();
    let mut start = tokens.len();
    while start > 0 {
        let token = tokens[start - 1];
        fold(token, &mut folded);
        let flags = lexicon.flags(&folded);
        let name = token.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
            || flags & word::PARTICLE != 0;
        if !name || flags & word::CLOSING != 0 || token.ends_with(',') && start < tokens.len() {
            break;
        }
        start -= 1;
    }
    let name = tokens[start..].join(" ");
    let name = name.trim_end_matches([',', ';', ':', '!', '?']).trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = name.rsplit([' ', '.']).find(|part| !part.is_empty())?;
    // A full stop after a whole word ends the line; after an initial it belongs to the name.
    let name = if last.chars().count() > 2 { name.trim_end_matches(['.', ' ']) } else { name };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether a signature is the name of the author with parts left out or cut to initials.
fn shortens(signature: &str, author: &str) -> bool {
    let (short, full) = (words(signature), words(author));
    let lower = signature.to_lowercase();
    let mut at = 0;
    !short.is_empty()
        && short.iter().all(|part| {
            // "T. Ost", "Th. Ost".
            let cut = part.chars().count() == 1 || lower.contains(&format!("{part}."));
            let found = full[at..].iter().position(|word| word == part || cut && word.starts_with(part.as_str()));
            at += found.map_or(0, |found| found + 1);
            found.is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greeted(text: &str) -> Option<String> {
        super::greeted(Languages::builtin().lexicon(), text)
    }

    fn greets(text: &str, lang: &str) -> Option<String> {
        super::greets(Languages::builtin(), text, lang)
    }

    fn town(place: &str) -> String {
        super::town(Languages::builtin().lexicon(), place)
    }

    fn signature_name(text: &str) -> Option<String> {
        super::signature_name(Languages::builtin().lexicon(), text)
    }

    #[test]
    fn names_in_greetings() {
        assert_eq!(greeted("My dear Mr. Harrow,").as_deref(), Some("Mr. Harrow"));
        assert_eq!(greeted("Dear Sir,"), None);
        assert_eq!(greeted("To all"), None);
    }

    #[test]
    fn the_case_tells_who_greets() {
        let latin = |text| greets(text, "la");
        assert_eq!(latin("Marcus Olivarius Ioanni Telonio suo s. p. d.").as_deref(), Some("Marcus Olivarius"));
        assert_eq!(latin("CICERO ATTICO SAL.").as_deref(), Some("CICERO"));
        assert_eq!(latin("Ioanni Telonio Marcus Olivarius S.P.D.").as_deref(), Some("Marcus Olivarius"));
        assert_eq!(latin("Petro Lindio suo S. D."), None);
        assert_eq!(latin("Marcus Olivarius Ioanni Telonio multa scripsit"), None);
        assert_eq!(greets("Marcus Olivarius Ioanni Telonio S. D.", "en"), None);
    }

    #[test]
    fn kin_with_a_name() {
        assert_eq!(greeted("Dearest Aunt Jemima,").as_deref(), Some("Aunt Jemima"));
        assert_eq!(greeted("Dear Aunt,"), None);
    }

    #[test]
    fn a_place_is_a_town() {
        assert_eq!(town("9 Mill Lane, Whitby"), "Whitby");
        assert_eq!(town("Hinterdorf 6\n1030 Wien"), "1030 Wien");
        assert_eq!(town("Lower Street"), "Lower Street");
        assert_eq!(town("Arona, Italy"), "Arona, Italy");
    }

    #[test]
    fn a_signature_shortens_a_name() {
        assert!(shortens("A. Pell", "Anna Maria Pell") && shortens("Anna", "Anna Pell"));
        assert!(!shortens("T. Pell", "Anna Pell") && !shortens("Pell Anna", "Anna Pell") && !shortens("", "Anna"));
    }

    #[test]
    fn names_in_signatures() {
        assert_eq!(signature_name("Your affectionate A. B. Pell.").as_deref(), Some("A. B. Pell"));
        assert_eq!(signature_name("Dein treuer Karl.").as_deref(), Some("Karl"));
        assert_eq!(signature_name("T. C.").as_deref(), Some("T. C."));
        assert_eq!(signature_name("Anna Pell, joiner").as_deref(), Some("Anna Pell"));
        assert_eq!(signature_name("A[nna] Pell").as_deref(), Some("Anna Pell"));
    }
}
