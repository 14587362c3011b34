//! The language of a part of a text, where it is certainly another than that of the text around it.
//!
//! Small words of sentences tell it: they are few, stand in every line, and no name or phrase brings many of them. What
//! they say must also be what the trigrams of all languages say, those among them that have no words here: Portuguese is
//! no Spanish. A language that is invented is worse than none, so doubt leaves a part in the language around it.

use crate::read::languages::Languages;
use crate::read::lexicon::fold;
use crate::read::small_words::MOST;
use std::fmt;
use whatlang::{Detector, Lang};

/// So many small words of its own language make the language of a letter or section: some forty words, a few lines.
pub(crate) const DIVISION: u32 = 12;
/// So many make that of a heading or quotation. Phrases and titles of books have fewer.
pub(crate) const PASSAGE: u32 = 8;
/// For each small word of the language around there are at least so many of the other.
const CLEAR: u32 = 4;
/// One word in so many is small at the least; of most languages it is one in four.
const DENSITY: u32 = 8;
/// Bytes that are enough for trigrams.
const SAMPLE: usize = 4000;

/// What the words of a part of a text say about its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// Tag of the language.
    pub(crate) lang: String,
    /// Small words that it has and the language around has not.
    pub(crate) own: u32,
    /// Small words that the language around has and it has not.
    pub(crate) around: u32,
    /// All words.
    pub(crate) words: u32,
}

impl fmt::Display for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lang, own, around, words } = self;
        write!(f, "{lang} (small words: {own} of {words}, of the language around: {around})")
    }
}

/// The language of a text in pieces that stands in one in the language `around`, where it is certainly another one.
/// `least` is how many small words must say so.
pub(crate) fn told<'t>(
    languages: &Languages,
    around: &str,
    least: u32,
    pieces: impl Iterator<Item = &'t str> + Clone,
) -> Option<Tongue> {
    let count = Count::of(languages, around, pieces.clone())?;
    let (best, own) = count.best();
    let around = count.around(best);
    let known = own + count.shared[best];
    if own < least || own < around * CLEAR || known * DENSITY < count.words {
        return None;
    }
    let language = languages.iter().nth(best)?;
    let code = Lang::from_code(&*language.iso639_3)?;
    let said = Detector::new().detect_lang(&sample(pieces));
    (said == Some(code)).then(|| Tongue { lang: language.lang.clone(), own, around, words: count.words })
}

/// Whether a text that is too short to tell its language speaks for one rather than for the one around.
pub(crate) fn leans<'t>(languages: &Languages, around: &str, to: &str, pieces: impl Iterator<Item = &'t str>) -> bool {
    let Some(to) = languages.list().find(to) else { return false };
    let at = languages.iter().position(|language| language.lang == to.lang).filter(|at| *at < MOST);
    let count = Count::of(languages, around, pieces);
    at.zip(count).is_some_and(|(at, count)| count.own[at] > count.around(at))
}

/// The language that most of a text is in, where it is another than the one that was guessed.
pub(crate) fn most<'l>(languages: &'l Languages, guessed: &str, text: &str) -> Option<&'l str> {
    let count = Count::of(languages, guessed, std::iter::once(text))?;
    let (best, own) = count.best();
    let is_most = own >= DIVISION && own > count.around(best);
    languages.iter().nth(best).filter(|_| is_most).map(|language| &*language.lang)
}

/// The small words of a text in one language, and those of others.
struct Count {
    /// All words.
    words: u32,
    /// Small words of the language around.
    outer: u32,
    /// Of each language, the small words that the one around has not.
    own: [u32; MOST],
    /// Those that it has too.
    shared: [u32; MOST],
}

impl Count {
    /// Nothing can be measured by a language that is not known.
    fn of<'t>(languages: &Languages, around: &str, pieces: impl Iterator<Item = &'t str>) -> Option<Self> {
        let outer = languages.list().find(around)?;
        let outer = languages.iter().position(|language| language.lang == outer.lang).filter(|at| *at < MOST)?;
        let mut count = Self { words: 0, outer: 0, own: [0; MOST], shared: [0; MOST] };
        let small = languages.small_words();
        let mut folded = String::new();
        for word in pieces.flat_map(str::split_whitespace) {
            fold(word, &mut folded);
            count.words += u32::from(!folded.is_empty());
            let Some(mut set) = small.languages(&folded) else { continue };
            // A single capital is most often a name cut short.
            if folded.chars().nth(1).is_none() && word.contains(char::is_uppercase) {
                continue;
            }
            let is_outer = set & (1 << outer) != 0;
            count.outer += u32::from(is_outer);
            let counted = if is_outer { &mut count.shared } else { &mut count.own };
            while set != 0 {
                counted[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
        Some(count)
    }

    /// The language with the most small words that the one around has not, and how many.
    fn best(&self) -> (usize, u32) {
        self.own.iter().copied().enumerate().max_by_key(|(_, own)| *own).unwrap_or_default()
    }

    /// The small words of the language around that another has not.
    fn around(&self, other: usize) -> u32 {
        self.outer - self.shared[other]
    }
}

/// The first characters of a text in pieces.
fn sample<'t>(pieces: impl Iterator<Item = &'t str>) -> String {
    let mut sample = String::new();
    for piece in pieces {
        let room = SAMPLE.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        let end = (0..=piece.len().min(room)).rev().find(|&at| piece.is_char_boundary(at)).unwrap_or(0);
        sample.push_str(&piece[..end]);
        sample.push('\n');
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Ich habe deinen Brief gestern mit der Post bekommen und danke dir von Herzen. Die Kinder sind \
                          wieder gesund, aber der Vater liegt noch immer im Bett und kann nicht an die Arbeit denken. Wir \
                          hoffen, daß es im Frühling besser wird.";
    const ENGLISH: &str = "I had your letter by the post of yesterday, and thank you for it with all my heart. The \
                           children are well again, but their father is still in his bed and can not think of his work. \
                           We hope that it will be better in the spring.";

    fn of(around: &str, least: u32, text: &str) -> Option<String> {
        told(Languages::builtin(), around, least, text.lines()).map(|tongue| tongue.lang)
    }

    #[test]
    fn another_language_is_told_by_its_small_words() {
        assert_eq!(of("en", DIVISION, GERMAN).as_deref(), Some("de"));
        assert_eq!(of("en-GB", DIVISION, GERMAN).as_deref(), Some("de"));
        assert_eq!(of("de", DIVISION, ENGLISH).as_deref(), Some("en"));
        assert_eq!(of("nl", DIVISION, GERMAN).as_deref(), Some("de"));
        let latin = "Quod si quis dicat haec omnia non esse vera, is mihi videtur neque antiquos legisse neque ea quae ad \
                     nos ab iis scripta sunt cum cura vidisse; nam et hoc et alia eius generis in libris eorum sunt.";
        assert_eq!(of("en", PASSAGE, latin).as_deref(), Some("la"));
    }

    #[test]
    fn the_language_around_is_not_told_again() {
        assert_eq!(of("en", PASSAGE, ENGLISH), None);
        assert_eq!(of("de", PASSAGE, GERMAN), None);
        assert_eq!(of("de-AT", PASSAGE, GERMAN), None);
    }

    #[test]
    fn doubt_tells_nothing() {
        // Too short; mixed; a language without words here; nothing to measure by.
        assert_eq!(of("en", PASSAGE, "Ich habe deinen Brief mit der Post bekommen."), None);
        assert_eq!(of("en", PASSAGE, &format!("{GERMAN}\n{ENGLISH}")), None);
        let portuguese = "Recebi a sua carta de ontem e agradeço de todo o coração. Os meninos já estão bons, mas o pai \
                          ainda não se levanta da cama e não pode pensar no trabalho. Esperamos que na primavera tudo \
                          seja melhor para nós e para os que nos são caros.";
        assert_eq!(of("en", PASSAGE, portuguese), None);
        assert_eq!(of("und", PASSAGE, GERMAN), None);
        assert_eq!(of("en", PASSAGE, ""), None);
    }

    #[test]
    fn phrases_and_names_are_no_language() {
        let text = "We dined at the Hôtel de la Couronne with the Comte de la Marche and the duc de Villiers, who spoke of \
                    the affaire des poudres, and of a pièce de résistance that was, as he said, à la mode de Caen.";
        assert_eq!(of("en", PASSAGE, text), None);
        assert_eq!(of("en", PASSAGE, "A. E. Y. O. I. A. E. Y. O. I. E. Y. O. I. A. E. Y. O. I."), None);
    }
}
