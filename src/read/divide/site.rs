//! What a site puts around a text on its page: menus, paths, bars to share it, notices, how to cite it.
//!
//! Some lines no letter has. A word of a menu says nothing by itself: it is one among others, or beside such a line. What a
//! documents site says of a text, its number and its address, is told by the other lines of the site.

use super::site_words::{MENU, POSTED, SiteSign, is_told_by_shape, look};
use crate::read::lines::Line;
use crate::read::orders::claim::Claim;
use crate::read::orders::told::Told;
use crate::read::role::Role;
use crate::read::shape::ends_sentence;
use crate::source::Source;
use std::ops::Range;

/// So many lines at either end of a file are its edges, where a site speaks of the text.
const EDGE: usize = 30;
/// So many words of a menu are one.
const ENTRIES: usize = 3;
/// So many lines between entries may be entries that are not known, and they are no longer than this, in characters.
const UNKNOWN: usize = 2;
const SHORT: u32 = 40;
/// A line that a citation or a notice goes on behind is longer than this, in characters.
const FULL: u32 = 50;

/// A heading is no longer than this, in characters.
const HEADING: u32 = 80;
/// Cue of a heading of the site's.
const HEAD: &str = "heading.of-site";

/// What a line is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sign(SiteSign),
    /// A site's own by its shape, of which others speak.
    Shape,
    /// An unknown line between entries.
    Between,
}

/// Finds what a site says among the lines from `front` on of which nothing is `known`.
pub(super) fn find(source: &Source, lines: &[Line], front: usize, known: &[bool]) -> Vec<Claim> {
    let text = |at: usize| source.slice(lines[at].span);
    let kind = |at: usize| {
        if known[at] {
            return None;
        }
        if is_told_by_shape(text(at)) { Some(Kind::Shape) } else { look(text(at)).map(Kind::Sign) }
    };
    let mut page = Page { source, lines, front, kinds: (front..lines.len()).map(kind).collect(), claims: Vec::new() };
    if page.kinds.iter().all(Option::is_none) {
        return Vec::new();
    }
    page.bridge();
    let mut is_page = false;
    let mut at = front;
    while at < lines.len() {
        let end = at + page.kinds[at - front..].iter().take_while(|kind| kind.is_some()).count();
        if end == at {
            at += 1;
            continue;
        }
        is_page |= page.take_run(at..end);
        at = end;
    }
    if is_page {
        page.take_notes();
        page.claims.sort_by_key(|claim| claim.lines.start);
        page.take_heads();
    }
    page.claims.sort_by_key(|claim| claim.lines.start);
    page.claims
}

struct Page<'a> {
    source: &'a Source,
    lines: &'a [Line],
    front: usize,
    /// What each line from `front` on is.
    kinds: Vec<Option<Kind>>,
    claims: Vec<Claim>,
}

impl Page<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.kinds.get(at.checked_sub(self.front)?).copied().flatten()
    }

    fn text(&self, at: usize) -> &str {
        self.source.slice(self.lines[at].span)
    }

    /// Whether two lines stand together.
    fn joined(&self, one: usize, other: usize) -> bool {
        self.lines.get(one).zip(self.lines.get(other)).is_some_and(|(one, other)| one.group == other.group)
    }

    fn claim(&mut self, lines: Range<usize>, told: Told, cue: &'static str) {
        self.claims.push(Claim { lines, told: Some(told), is: None, cue: cue.into() });
    }

    /// Marks unknown lines between entries of a menu.
    fn bridge(&mut self) {
        let is_of_menu =
            |kind| matches!(kind, Some(Kind::Shape | Kind::Sign(SiteSign::Own(_) | SiteSign::Entry | SiteSign::Weak)));
        let mut last = None;
        for at in self.front..self.lines.len() {
            if !is_of_menu(self.kind(at)) {
                continue;
            }
            if let Some(last) = last {
                let between = last + 1..at;
                if between.len() <= UNKNOWN && self.joined(last, at) && between.clone().all(|at| self.may_be_entry(at))
                {
                    self.kinds[between.start - self.front..between.end - self.front].fill(Some(Kind::Between));
                }
            }
            last = Some(at);
        }
    }

    /// Whether an unknown line may be an entry of a menu.
    fn may_be_entry(&self, at: usize) -> bool {
        let text = self.text(at);
        self.kind(at).is_none()
            && self.lines[at].chars <= SHORT
            && !text.starts_with(['#', '>'])
            && !text.contains(|c: char| c.is_ascii_digit() || c == ',')
            && text.chars().any(char::is_alphabetic)
            && !ends_sentence(text)
    }

    /// Takes what is a site's of lines that stand next to each other. Whether there was anything.
    fn take_run(&mut self, run: Range<usize>) -> bool {
        let entry = |at: &usize| matches!(self.kind(*at), Some(Kind::Sign(SiteSign::Entry | SiteSign::Posted)));
        let weak = |at: &usize| self.kind(*at) == Some(Kind::Sign(SiteSign::Weak));
        let own =
            |at: &usize| matches!(self.kind(*at), Some(Kind::Shape | Kind::Sign(SiteSign::Own(_) | SiteSign::Cited)));
        let entries = run.clone().filter(entry).count();
        let owned = run.clone().filter(|at| own(at) && self.stands(*at)).count();
        let is_beside = || entries > 0 || run.clone().filter(weak).count() >= ENTRIES;
        let is_menu = entries >= ENTRIES || owned > 0 && is_beside();
        let members = if is_menu { self.trimmed(run.clone(), entries) } else { run.start..run.start };
        let mut taken = is_menu;
        let mut at = run.start;
        while at < run.end {
            let mut end = at + 1;
            match self.kind(at) {
                Some(Kind::Sign(SiteSign::Own(cue))) if is_menu || self.stands(at) => {
                    end = self.continued(at);
                    self.claim(at..end, Told::Boilerplate, cue);
                    taken = true;
                }
                Some(Kind::Sign(SiteSign::Cited)) if self.is_at_edge(at) => {
                    end = self.continued(at);
                    self.claim(at..end, Told::SourceNote, "source-note.how-to-cite");
                    taken = true;
                }
                Some(Kind::Sign(SiteSign::Entry | SiteSign::Weak)) if members.contains(&at) => {
                    self.claim(at..end, Told::Boilerplate, MENU);
                }
                Some(Kind::Sign(SiteSign::Posted)) if is_menu => self.claim(at..end, Told::Boilerplate, POSTED),
                Some(Kind::Between) if entries + owned >= ENTRIES && members.contains(&at) => {
                    self.claim(at..end, Told::Boilerplate, MENU);
                }
                Some(Kind::Shape) => taken = true,
                _ => {}
            }
            at = end;
        }
        taken
    }

    /// A menu without the words at its ends that may be the text's: a heading, a name.
    fn trimmed(&self, run: Range<usize>, entries: usize) -> Range<usize> {
        let loose = |at: usize, beside: Option<usize>, outside: Option<usize>| {
            let Some(Kind::Sign(sign)) = self.kind(at) else { return self.kind(at) == Some(Kind::Between) };
            let sits = beside.is_some_and(|beside| self.joined(at, beside));
            let leans = outside.is_some_and(|outside| self.joined(at, outside));
            match sign {
                SiteSign::Weak => !sits || leans,
                SiteSign::Entry => (!sits || leans) && entries <= ENTRIES,
                _ => false,
            }
        };
        let (mut start, mut end) = (run.start, run.end);
        while start < end && loose(start, (start + 1 < end).then_some(start + 1), start.checked_sub(1)) {
            start += 1;
        }
        while start < end
            && loose(end - 1, (end - 1 > start).then(|| end - 2), Some(end).filter(|&at| at < self.lines.len()))
        {
            end -= 1;
        }
        start..end
    }

    /// Whether a line of a site's own stands as one: by itself, among others, or at an edge at one end of its group and
    /// without the end of a sentence.
    fn stands(&self, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|&before| before >= self.front && self.joined(before, at));
        let behind = Some(at + 1).filter(|&behind| self.joined(at, behind));
        let starts = before.is_none_or(|before| self.kind(before).is_some());
        let ends = behind.is_none_or(|behind| self.kind(behind).is_some() || self.lines[at].chars > FULL);
        starts && ends || (starts || ends) && self.is_at_edge(at) && !self.text(at).ends_with('.')
    }

    fn is_at_edge(&self, at: usize) -> bool {
        at < self.front + EDGE || at + EDGE >= self.lines.len()
    }

    /// One past the last line of what starts at `at`: a notice or a citation goes on in the lines that stand with it.
    fn continued(&self, at: usize) -> usize {
        const MOST: usize = 6;
        let mut end = at + 1;
        let is_heading = self.kind(at) == Some(Kind::Sign(SiteSign::Cited)) && self.lines[at].chars < FULL;
        while end < self.lines.len()
            && end - at < MOST
            && self.joined(at, end)
            && self.kind(end).is_none()
            && (self.lines[end - 1].chars > FULL || is_heading && end == at + 1)
        {
            end += 1;
        }
        end
    }

    /// Takes the name of the site above its menu, and the heading right above a line that says when it was put there.
    fn take_heads(&mut self) {
        let is_menu = |two: &[Claim]| two[1].lines.start <= two[0].lines.end + 1;
        let top = match self.claims.get(..2).filter(|two| is_menu(two)) {
            Some(two) => two[0].lines.start,
            None => self.front,
        };
        let mut heads = Vec::new();
        if top - self.front <= ENTRIES && (self.front..top).all(|at| self.may_be_head(at)) {
            heads.extend(self.front..top);
        }
        let posted = self.claims.iter().filter(|claim| claim.cue == POSTED).map(|claim| claim.lines.start);
        heads.extend(posted.filter_map(|at| at.checked_sub(1)).filter(|&at| {
            let is_first = at == self.front || at > self.front && !self.joined(at - 1, at);
            at >= top
                && is_first
                && self.joined(at, at + 1)
                && self.kind(at).is_none()
                && self.lines[at].chars <= HEADING
        }));
        for at in heads {
            self.claim(at..at + 1, Told::Line(Role::Head), HEAD);
        }
    }

    /// Whether a line on top may be the name of a site: no date, no greeting.
    fn may_be_head(&self, at: usize) -> bool {
        let text = self.text(at);
        self.kind(at).is_none()
            && self.lines[at].chars <= HEADING
            && text.split_whitespace().count() > 1
            && text.starts_with(char::is_uppercase)
            && !text.ends_with([',', '!'])
            && !text.contains(|c: char| c.is_ascii_digit())
            && !ends_sentence(text)
    }

    /// Takes what the site says of the text at the edges: its number, its address, where it is kept.
    fn take_notes(&mut self) {
        let mut numbered =
            (self.front..self.lines.len()).filter(|&at| self.kind(at) == Some(Kind::Sign(SiteSign::Numbered)));
        // Further ones below are a series of headings.
        let first = numbered.next().unwrap_or(0);
        let is_series = numbered.any(|at| at - first > ENTRIES);
        for at in self.front..self.lines.len() {
            if !self.is_at_edge(at) {
                continue;
            }
            match self.kind(at) {
                Some(Kind::Sign(SiteSign::Labelled)) => {
                    self.claim(at..at + 1, Told::SourceNote, "source-note.site-label");
                }
                Some(Kind::Sign(SiteSign::Numbered)) if !is_series && at < self.front + EDGE => {
                    self.claim(at..at + 1, Told::SourceNote, "source-note.document-number");
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    /// The lines that are claimed, from 1, with what they are told to be.
    fn found(text: &str) -> Vec<(usize, Told)> {
        let source = Source::new("x", text);
        let all = lines::lines(&source);
        let known = vec![false; all.len()];
        let claims = find(&source, &all, 0, &known);
        let claimed = claims.into_iter().flat_map(|claim| claim.lines.map(move |at| (at, claim.told)));
        let mut found: Vec<_> = claimed.filter_map(|(at, told)| Some((at, told?))).collect();
        // What is told by its shape is a site's without a claim.
        let shapes = (0..all.len()).filter(|&at| is_told_by_shape(source.slice(all[at].span)));
        found.extend(shapes.map(|at| (at, Told::Boilerplate)));
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(at, told)| (all[at].number as usize + 1, told)).collect()
    }

    const LETTER: &str = "\nOtley, 4 March 1824\n\nDear Anna,\n\nThe wheel is mended.\n\nYours,\nTom\n\n";

    #[test]
    fn a_menu_is_several_words_of_one() {
        let site = |lines: &[usize]| lines.iter().map(|line| (*line, Told::Boilerplate)).collect::<Vec<_>>();
        for menu in [
            "Home\nAbout\nSearch\n",
            "Startseite\nSuche\nKontakt\n",
            "Accueil\nRechercher\nContact\n",
            "Inicio\nBuscar\nContacto\n",
            "Home\nCerca\nContatti\n",
            "Home\nZoeken\nContact\n",
            "Главная\nПоиск\nКонтакты\n",
            "* [Home](/)\n* [Our mill](/mill)\n* [Search](/s)\n* [Help](/h)\n",
        ] {
            let lines: Vec<usize> = (1..=menu.lines().count()).collect();
            assert_eq!(found(&format!("{menu}{LETTER}")), site(&lines), "{menu}");
        }
        // One or two say nothing, and a heading below a menu is none of its words.
        for text in ["Home\n", "Print\nShare\n", "Letters\nIndex\nImages\n", "Home\n\nSearch, and find\n\nHelp\n"] {
            assert_eq!(found(&format!("{text}{LETTER}")), [], "{text}");
        }
        assert_eq!(found(&format!("Skip to content\n\nLetters\n{LETTER}")), site(&[1]));
        assert_eq!(found(&format!("{LETTER}Page\n\nShare on Facebook\n")), site(&[13]));
    }

    #[test]
    fn some_lines_no_letter_has() {
        for line in [
            "Home Search Help Contact",
            "Home > Letters",
            "Startseite / Briefe / 1842",
            "You are here: Home > Letters > 1838",
            "DE | EN",
            "English · Deutsch",
            "← Previous letter",
            "Next letter →",
            "Vorheriger Brief | Nächster Brief",
            "Lettre suivante",
            "Tweet",
            "3 comments",
            "Page 1 of 3",
            "Seite 2 von 3",
            "© 2019 The Mill Papers",
            "Copyright 2018-2020 The Mill",
            "(c) 2011 by the mill",
            "All rights reserved.",
            "We use cookies to make the mill turn.",
            "Accept all",
            "Last modified: 3 May 2019",
            "This work is licensed under CC BY 4.0",
            "Posted on 3 May 2014 by Ann",
            "Posted in Letters | 3 comments",
        ] {
            assert_eq!(found(&format!("{line}\n{LETTER}")), [(1, Told::Boilerplate)], "{line}");
            assert_eq!(found(&format!("{LETTER}{line}\n")), [(11, Told::Boilerplate)], "{line}");
        }
    }

    #[test]
    fn letters_have_such_words_too() {
        for line in [
            "Home, Sunday evening",
            "Home / Sunday evening",
            "At home > than I ever was",
            "Copyright, 1902, by the mill",
            "Copyright 1902",
            "(c) the third head of my paper",
            "No. 12",
            "No. 4 Mill Court",
            "Document 12",
            "MS 12/3",
            "ID: 4471",
            "https://mill.example/12",
            "Posted by me at Leeds, 3 May.",
            "Citation wanted",
            "I shall share on Facebook Lane",
            "The next letter",
            "Page 3",
            "3 views of the mill",
        ] {
            assert_eq!(found(&format!("{line}\n{LETTER}")), [], "{line}");
            assert_eq!(found(&format!("{LETTER}{line}\n")), [], "{line}");
        }
        // Within a paragraph, a line may end anywhere.
        let text = "The mill\nAbout\nnext page\nwas a wheel, and nobody would\nTweet\nwith the birds.\n\n".repeat(20);
        assert_eq!(found(&text), []);
    }

    #[test]
    fn what_a_site_says_of_a_text_is_a_note_on_its_source() {
        for line in ["Document 12", "MS 12/3", "No. 4471-B", "ID: 4471", "Signatur: Ms. 4", "https://mill.example/12"] {
            let text = format!("{line}\n{LETTER}Back to top\n");
            assert_eq!(found(&text), [(1, Told::SourceNote), (12, Told::Boilerplate)], "{line}");
        }
        for line in
            ["Cite as: Letter 12", "Zitierhinweis: Brief 12", "Pour citer ce document : 12", "Как цитировать: 12"]
        {
            assert_eq!(found(&format!("{LETTER}{line}\n")), [(11, Told::SourceNote)], "{line}");
        }
        // Numbers all through are headings.
        let text = format!("Document 12\n{LETTER}Document 13\n{LETTER}Back to top\n");
        assert_eq!(found(&text), [(23, Told::Boilerplate)]);
        // A notice goes on in its lines.
        let text = format!("{LETTER}We use cookies so that the mill goes round and round, and\nthe miller sleeps.\n");
        assert_eq!(found(&text), [(11, Told::Boilerplate), (12, Told::Boilerplate)]);
    }

    #[test]
    fn the_name_of_a_site_and_a_post_are_headings() {
        let text =
            format!("The Mill Trunk\n\nMenu\nHome\nSearch\n\nA letter from Tom\nPosted on May 3, 2014\n{LETTER}");
        let head = Told::Line(Role::Head);
        let site = Told::Boilerplate;
        assert_eq!(found(&text), [(1, head), (3, site), (4, site), (5, site), (7, head), (8, site)]);
    }
}
