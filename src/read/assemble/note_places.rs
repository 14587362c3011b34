//! The languages of the parts that call notes.

use crate::tree::{Inline, Part, Run, Section};

/// For each of so many notes the language of the part that calls it first, where that has one of its own: there the note
/// is written.
pub(crate) fn note_places(parts: &[Part], notes: usize) -> Vec<Option<&str>> {
    let mut places = Places { found: vec![None; notes], called: vec![false; notes] };
    for part in parts {
        match part {
            Part::Letter(letter) => {
                let lang = letter.lang.as_deref();
                letter.sections.iter().for_each(|section| places.section(section, lang));
                part.runs(&mut |run| places.run(run, lang));
            }
            Part::Section(section) => places.section(section, None),
        }
    }
    places.found
}

struct Places<'a> {
    found: Vec<Option<&'a str>>,
    called: Vec<bool>,
}

impl<'a> Places<'a> {
    fn section(&mut self, section: &'a Section, around: Option<&'a str>) {
        let lang = section.lang.as_deref().or(around);
        // What is called inside an inner section is not called anew by the one around it.
        section.sections.iter().for_each(|inner| self.section(inner, lang));
        section.runs(&mut |run| self.run(run, lang));
    }

    fn run(&mut self, run: Run<'a>, lang: Option<&'a str>) {
        if let Run::Inlines(content) = run {
            self.inlines(content, lang);
        }
    }

    fn inlines(&mut self, content: &'a [Inline], lang: Option<&'a str>) {
        for inline in content {
            if let Inline::NoteRef(mark) = inline
                && let Some(called) = self.called.get_mut(mark.note as usize)
                && !std::mem::replace(called, true)
            {
                self.found[mark.note as usize] = lang;
            }
            self.inlines(inline.content(), lang);
        }
    }
}
