//! The languages of a tree.

use super::{Block, BlockKind, Bottom, Edition, Front, Heading, Letter, Part, Section, Top};

impl Edition {
    /// Tags of the languages that it is in: the main one first, then those of parts, headings, quotations and notes in the
    /// order of the tree.
    pub(crate) fn langs(&self) -> Vec<&str> {
        let mut langs = vec![&*self.lang];
        for front in &self.front {
            match front {
                Front::TitleBlock { .. } => {}
                Front::Section(section) => of_section(section, &mut langs),
            }
        }
        for part in &self.parts {
            match part {
                Part::Letter(letter) => of_letter(letter, &mut langs),
                Part::Section(section) => of_section(section, &mut langs),
            }
        }
        self.back.iter().for_each(|section| of_section(section, &mut langs));
        for note in &self.notes {
            add(note.lang.as_ref(), &mut langs);
            of_blocks(&note.blocks, &mut langs);
        }
        langs
    }
}

fn add<'a>(own: Option<&'a String>, langs: &mut Vec<&'a str>) {
    // They are few.
    if let Some(lang) = own.filter(|lang| !langs.contains(&lang.as_str())) {
        langs.push(lang);
    }
}

fn of_section<'a>(section: &'a Section, langs: &mut Vec<&'a str>) {
    add(section.lang.as_ref(), langs);
    section.headings.iter().for_each(|heading| of_heading(heading, langs));
    of_blocks(&section.blocks, langs);
    section.sections.iter().for_each(|inner| of_section(inner, langs));
}

fn of_heading<'a>(heading: &'a Heading, langs: &mut Vec<&'a str>) {
    add(heading.lang.as_ref(), langs);
}

fn of_letter<'a>(letter: &'a Letter, langs: &mut Vec<&'a str>) {
    add(letter.lang.as_ref(), langs);
    for top in &letter.top {
        match top {
            Top::Heading(heading) => of_heading(heading, langs),
            Top::Line(_) | Top::Break(_) => {}
        }
    }
    of_blocks(&letter.body, langs);
    letter.sections.iter().for_each(|section| of_section(section, langs));
    for bottom in &letter.bottom {
        match bottom {
            Bottom::Postscript(postscript) => of_blocks(&postscript.blocks, langs),
            Bottom::Line(_) | Bottom::Trailer(_) | Bottom::Break(_) => {}
        }
    }
}

fn of_blocks<'a>(blocks: &'a [Block], langs: &mut Vec<&'a str>) {
    for block in blocks {
        if let BlockKind::Quote { lang, blocks } = &block.kind {
            add(lang.as_ref(), langs);
            of_blocks(blocks, langs);
        }
    }
}
