//! The languages of letters, sections, headings and quotations.

use crate::knowledge::Language;
use crate::read::assemble::builder::{Spoken, TreeBuilder};
use crate::read::assemble::unit::{Unit, UnitKind};
use crate::read::lexicon::{word, words};
use crate::read::role::Role;
use crate::read::tongue::{self, Tongue};
use crate::source::Span;
use crate::tree::Note;

impl TreeBuilder<'_> {
    /// Reads in this language, if it is given, what `read` reads.
    pub(crate) fn speaking<T>(&mut self, lang: Option<&str>, read: impl FnOnce(&mut Self) -> T) -> T {
        let Some(lang) = lang.filter(|lang| *lang != self.spoken.lang) else { return read(self) };
        let spoken = Spoken::of(self.known, lang);
        let before = std::mem::replace(&mut self.spoken, spoken);
        let done = read(self);
        self.spoken = before;
        done
    }

    /// The language of a letter or section whose text is in `units`: what the editor says of its first line, else what
    /// its words tell where that is another one than that around it.
    pub(crate) fn lang_of(&mut self, first: &Unit, units: &[Unit]) -> Option<String> {
        if let Some(lang) = self.overrides.lang(first.lines.start) {
            return Some(lang.to_owned());
        }
        self.told_of(tongue::DIVISION, units.iter().filter(|unit| is_running(unit)))
    }

    /// The language of a quotation where it is certainly another one than that around it.
    pub(crate) fn lang_of_quote(&mut self, unit: &Unit) -> Option<String> {
        self.told_of(tongue::PASSAGE, std::iter::once(unit))
    }

    /// The language of a heading. One that is too short to tell is in the main language where what it heads is not, and
    /// its words are those of headings in that language.
    pub(crate) fn lang_of_heading(&mut self, unit: &Unit) -> Option<String> {
        self.told_of(tongue::PASSAGE, std::iter::once(unit)).or_else(|| {
            let list = self.known.list();
            let (main, inside) = (list.find(self.main)?, list.find(&self.spoken.lang)?);
            let is_label =
                || words(self.source.slice(self.span(&unit.lines))).iter().any(|word| self.labels(word, main, inside));
            (main.lang != inside.lang && is_label()).then(|| self.main.to_owned())
        })
    }

    /// The language of a note where it is another than that of the part that calls it. Notes of an edition are in its main
    /// language; one that is too short to tell is so where its words speak for that.
    pub(crate) fn lang_of_note(&mut self, note: &Note) -> Option<String> {
        let source = self.source;
        let pieces = note.blocks.iter().map(|block| source.slice(block.span));
        self.told_in(tongue::PASSAGE, note.span, pieces.clone()).or_else(|| {
            let leans =
                self.spoken.lang != self.main && tongue::leans(self.known, &self.spoken.lang, self.main, pieces);
            leans.then(|| self.main.to_owned())
        })
    }

    /// Whether a word stands in the headings of one language and means nothing in another.
    fn labels(&self, word: &str, one: &Language, other: &Language) -> bool {
        let is_in = |language: &Language| {
            let headnote = &language.headnote;
            let named = ["letter", "chapter"].iter().filter_map(|kind| headnote.divisions.get(*kind)).flatten();
            let between = headnote.to.iter().chain(&headnote.from).chain(&headnote.same);
            let months = language.dates.months.iter().chain(&language.dates.weekdays).flatten();
            let ordinals = headnote.ordinals.iter().flatten();
            named.chain(between).chain(months).chain(ordinals).any(|known| known.to_lowercase() == *word)
        };
        let is_small = |language: &Language| language.words.small.iter().any(|small| small == word);
        let is_of_names = self.known.lexicon().flags(word) & word::PARTICLE != 0;
        is_in(one) && !is_in(other) && !is_small(other) && !is_of_names
    }

    fn told_of<'u>(&mut self, least: u32, units: impl Iterator<Item = &'u Unit> + Clone) -> Option<String> {
        let span = units.clone().map(|unit| self.span(&unit.lines)).reduce(Span::to)?;
        let (source, lines) = (self.source, self.lines);
        let pieces = units.flat_map(|unit| unit.lines.clone()).map(|line| source.slice(lines[line].span));
        self.told_in(least, span, pieces)
    }

    fn told_in<'t>(&mut self, least: u32, span: Span, pieces: impl Iterator<Item = &'t str> + Clone) -> Option<String> {
        let told = tongue::told(self.known, &self.spoken.lang, least, pieces)?;
        // What is in the main language again has the tag of that.
        let main = self.known.list().find(self.main).is_some_and(|main| main.lang == told.lang);
        let told = if main { Tongue { lang: self.main.to_owned(), ..told } } else { told };
        let lang = told.lang.clone();
        self.tongues.push((span, told));
        Some(lang)
    }
}

/// Whether a unit is running text of the part that it stands in, and not above, beside or quoted in it.
fn is_running(unit: &Unit) -> bool {
    matches!(&unit.kind, UnitKind::Role(role) if !matches!(role, Role::Head | Role::Note))
}
