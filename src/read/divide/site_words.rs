//! What a single line of a site's page looks like, by the words in `schema/sites.toml`.

use crate::knowledge::sites;
use crate::read::lexicon::{bare, fold_bare, words};
use crate::read::sign;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a line looks like on a site's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SiteSign {
    /// No letter has such a line.
    Own(&'static str),
    /// How to cite the text.
    Cited,
    /// Where the text is kept, behind a label; or an address of the net.
    Labelled,
    /// The number that the site gives the text.
    Numbered,
    /// Under what a post stands.
    Posted,
    /// Entry of a menu.
    Entry,
    /// Entry of a menu, or a heading.
    Weak,
}

/// Cue of words of a site.
const WORDS: &str = "boilerplate.site-words";
/// Cue of a path through a site.
const PATH: &str = "boilerplate.site-path";
/// Cue of several entries of a menu in a line.
pub(super) const MENU: &str = "boilerplate.site-menu";
/// Cue of a line that says when a post was put there.
pub(super) const POSTED: &str = "boilerplate.site-post";
/// Cue of a line that says whose rights are kept.
const RIGHTS: &str = "boilerplate.site-rights";

/// Longest line of such words, in bytes; notices and citations are longer.
const SHORT: usize = 160;
const LONGEST: usize = 700;
/// So many entries of a menu may stand in a line without signs between them.
const WITHOUT_SIGNS: usize = 3;
/// A path has no more steps than this.
const STEPS: usize = 7;
/// Years of sites.
const YEARS: std::ops::Range<u32> = 1990..2100;

/// What a phrase is as a whole line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phrase {
    Own,
    Entry,
    Weak,
}

/// What a line is that starts with a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Own,
    Cite,
    Label,
    Posted,
}

/// The words of sites, made for looking up.
struct Table {
    whole: FxHashMap<String, Phrase>,
    starts: BTreeMap<String, Vec<(Vec<String>, Start)>>,
    homes: FxHashSet<String>,
    languages: FxHashSet<String>,
    counted: FxHashSet<String>,
    pages: FxHashSet<String>,
    of_pages: FxHashSet<String>,
    numbered: FxHashSet<String>,
    /// The words that some phrase starts with: most lines start with none of them.
    first: FxHashSet<String>,
}

impl Table {
    fn get() -> &'static Self {
        static CELL: OnceLock<Table> = OnceLock::new();
        CELL.get_or_init(Self::new)
    }

    fn new() -> Self {
        let sites = sites();
        let set = |list: &[String]| list.iter().map(|phrase| words(phrase).join(" ")).collect::<FxHashSet<_>>();
        let mut whole = FxHashMap::default();
        let lists = [(&sites.weak_entries, Phrase::Weak), (&sites.entries, Phrase::Entry), (&sites.own, Phrase::Own)];
        for (list, phrase) in lists {
            whole.extend(set(list).into_iter().map(|words| (words, phrase)));
        }
        let mut starts: BTreeMap<String, Vec<(Vec<String>, Start)>> = BTreeMap::new();
        let lists = [
            (&sites.own_starts, Start::Own),
            (&sites.cite_starts, Start::Cite),
            (&sites.labels, Start::Label),
            (&sites.posted, Start::Posted),
        ];
        for (list, start) in lists {
            for phrase in list {
                let words = words(phrase);
                starts.entry(words[0].clone()).or_default().push((words, start));
            }
        }
        // The longest that fits decides.
        for list in starts.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        let (homes, languages, pages, numbered) =
            (set(&sites.homes), set(&sites.languages), set(&sites.pages), set(&sites.numbered));
        let first_of = |phrase: &String| phrase.split(' ').next().unwrap_or("").to_owned();
        let phrases = whole.keys().chain(starts.keys()).chain(&homes).chain(&languages).chain(&pages).chain(&numbered);
        let first = phrases.map(first_of).collect();
        let (counted, of_pages) = (set(&sites.counted), set(&sites.of_pages));
        Self { whole, starts, homes, languages, counted, pages, of_pages, numbered, first }
    }

    /// Whether words are a phrase of a menu or of a site as a whole, or the name of a language.
    fn part(&self, words: &str) -> Option<Phrase> {
        self.whole.get(words).copied().or_else(|| self.languages.contains(words).then_some(Phrase::Entry))
    }

    /// The start of a line, and how many words it takes.
    fn start(&self, words: &[String]) -> Option<(Start, usize)> {
        let list = self.starts.get(words.first()?)?;
        let (phrase, start) = list.iter().find(|(phrase, _)| words.starts_with(phrase))?;
        Some((*start, phrase.len()))
    }

    /// Whether a line is nothing but phrases of menus, one after another.
    fn is_row(&self, words: &[String]) -> bool {
        const LONGEST: usize = 4;
        let (mut at, mut phrases, mut strong) = (0, 0, 0);
        while at < words.len() {
            let fits = |n: &usize| self.part(&words[at..at + n].join(" ")).map(|phrase| (*n, phrase));
            let Some((taken, phrase)) = (1..=LONGEST.min(words.len() - at)).rev().find_map(|n| fits(&n)) else {
                return false;
            };
            at += taken;
            phrases += 1;
            strong += usize::from(phrase != Phrase::Weak);
        }
        phrases >= WITHOUT_SIGNS && strong * 2 >= phrases
    }
}

/// Signs between entries of a menu or steps of a path, with whether they are of a path.
const SIGNS: &[(&str, bool)] = &[
    (" > ", true),
    (" » ", true),
    (" › ", true),
    (" → ", true),
    (" / ", true),
    (" :: ", true),
    (" | ", false),
    (" · ", false),
    (" • ", false),
    ("\t", false),
    ("  ", false),
];

/// What a line looks like on a site's page.
pub(super) fn look(raw: &str) -> Option<SiteSign> {
    let table = Table::get();
    let text = plain(raw);
    if text.len() > LONGEST || raw.starts_with('#') {
        return None;
    }
    let token = text.split_whitespace().map(bare).find(|word| !word.is_empty())?;
    let mut first = String::new();
    fold_bare(token, &mut first);
    let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
    let is_rights = text.starts_with(['©', '(']) || first == "copyright";
    let is_address = text.starts_with("http") || text.starts_with("www.");
    if !is_number && !is_rights && !is_address && !table.first.contains(&first) {
        return None;
    }
    if is_address {
        return (!text.contains(char::is_whitespace)).then_some(SiteSign::Labelled);
    }
    let all = words(text);
    if is_rights && is_of_rights(text, &all) {
        return Some(SiteSign::Own(RIGHTS));
    }
    // A line of a sentence starts with a small letter, entries of a menu may.
    if let Some(sign) = of_parts(table, text) {
        return Some(sign);
    }
    if text.starts_with(char::is_lowercase) {
        return None;
    }
    started(table, text, &all).or_else(|| whole(table, text, &all))
}

/// A line without the marks of a list or of a link around its words.
fn plain(raw: &str) -> &str {
    let text = raw.trim();
    let text = ["* ", "- ", "+ ", "• ", "· ", "» ", "› ", "← ", "<< ", "< ", "↑ ", "→ ", "▲ ", "⇑ "]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))
        .unwrap_or(text)
        .trim();
    let text = [" «", " →", " >>", " »", " ›", " >", " ▾", " ▼", " ↑"]
        .iter()
        .find_map(|sign| text.strip_suffix(sign))
        .unwrap_or(text)
        .trim();
    // `[Home](https://...)`: what it says.
    let link = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once("]("));
    match link {
        Some((words, address)) if !address.contains([' ', '(']) => words,
        _ => text,
    }
}

/// Entries or steps between signs.
fn of_parts(table: &Table, text: &str) -> Option<SiteSign> {
    let (sign, is_path) = SIGNS.iter().find(|(sign, _)| text.contains(sign))?;
    if text.len() > SHORT {
        return None;
    }
    let parts: Vec<&str> = text.split(sign).map(str::trim).filter(|part| !part.is_empty()).collect();
    let folded = |part: &str| words(plain(part)).join(" ");
    let steps = parts.len();
    let is_home = || table.homes.contains(&folded(parts[0].rsplit(':').next().unwrap_or(parts[0])));
    // A stroke parts much.
    let enough = if matches!(*sign, " / " | " :: ") { 3 } else { 2 };
    if *is_path && (enough..=STEPS).contains(&steps) && is_home() && parts.iter().all(|part| part.len() <= 80) {
        return Some(SiteSign::Own(PATH));
    }
    let known: Vec<Phrase> = parts
        .iter()
        .filter_map(|part| table.part(&folded(part)).or_else(|| counts(table, &words(part)).then_some(Phrase::Entry)))
        .collect();
    let is_posted = || table.start(&words(parts[0])).is_some_and(|(start, _)| start == Start::Posted);
    let strong = known.iter().filter(|&&phrase| phrase != Phrase::Weak).count();
    let is_row = steps > 1 && known.len() == steps && strong * 2 >= steps;
    let is_mostly = steps > 3 && known.len() * 4 >= steps * 3 && strong * 2 >= steps;
    if is_row || is_mostly || steps > 1 && !known.is_empty() && is_posted() {
        return Some(SiteSign::Own(MENU));
    }
    None
}

/// Whether words are a number and what it counts.
fn counts(table: &Table, words: &[String]) -> bool {
    matches!(words, [number, what] if number.bytes().all(|byte| byte.is_ascii_digit()) && table.counted.contains(what))
}

/// Whether a line says whose rights are kept, in a year of sites.
fn is_of_rights(text: &str, words: &[String]) -> bool {
    let year = |word: &String| {
        let year = word.split(['-', '–']).next().unwrap_or(word);
        year.len() == 4 && year.parse().is_ok_and(|year| YEARS.contains(&year))
    };
    let is_marked = text.starts_with('©') || text.to_lowercase().starts_with("(c)") || words[0] == "copyright";
    // A printer's line has a comma: "Copyright, 1998, by".
    is_marked && !text.contains("opyright,") && words.iter().take(12).any(year)
}

/// A line by the words that it starts with.
fn started(table: &Table, text: &str, words: &[String]) -> Option<SiteSign> {
    let (start, taken) = table.start(words)?;
    let before_colon = text.split_once([':', '：']).map(|(before, _)| crate::read::lexicon::words(before).len());
    let is_label = before_colon == Some(taken);
    let year = |word: &String| word.len() == 4 && word.parse().is_ok_and(|year: u32| YEARS.contains(&year));
    match start {
        Start::Own => Some(SiteSign::Own(WORDS)),
        Start::Cite if is_label || taken == words.len() || taken > 1 => Some(SiteSign::Cited),
        Start::Label if is_label && words.len() > taken && text.len() <= SHORT => Some(SiteSign::Labelled),
        Start::Posted if text.len() > SHORT => None,
        Start::Posted if words.iter().any(year) => Some(SiteSign::Own(POSTED)),
        Start::Posted if is_label || taken > 1 => Some(SiteSign::Posted),
        _ => None,
    }
}

/// A line by all of its words.
fn whole(table: &Table, text: &str, words: &[String]) -> Option<SiteSign> {
    if text.len() > SHORT || text.ends_with([',', ';']) {
        return None;
    }
    let number = |word: &String| !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if counts(table, words) {
        return Some(SiteSign::Own(WORDS));
    }
    if let [page, of, between, total] = words
        && table.pages.contains(page)
        && number(of)
        && table.of_pages.contains(between)
        && number(total)
    {
        return Some(SiteSign::Own(WORDS));
    }
    let is_stopped = text.ends_with(['.', ':', '!', '?']);
    match table.whole.get(&words.join(" ")) {
        Some(Phrase::Own) => return Some(SiteSign::Own(WORDS)),
        Some(Phrase::Entry) if !is_stopped => return Some(SiteSign::Entry),
        Some(Phrase::Weak) if !is_stopped => return Some(SiteSign::Weak),
        _ => {}
    }
    if table.languages.contains(&words[0]) && words.len() == 1 {
        return Some(SiteSign::Weak);
    }
    if words.len() >= WITHOUT_SIGNS && !text.contains([',', '.', ';', ':', '?', '!']) && table.is_row(words) {
        return Some(SiteSign::Own(MENU));
    }
    is_numbered(table, words).then_some(SiteSign::Numbered)
}

/// Whether words are what a site calls its texts by, and a number: "Document 12", "MS 12/3". A house has a plain number.
fn is_numbered(table: &Table, words: &[String]) -> bool {
    let (Some(first), Some(rest)) = (words.first(), words.get(1..)) else { return false };
    let is_code = |word: &String| word.bytes().any(|byte| byte.is_ascii_digit()) && word.len() <= 20;
    let is_plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let may_be_house = matches!(first.as_str(), "no" | "nr");
    (1..=2).contains(&rest.len())
        && table.numbered.contains(first)
        && rest.iter().all(is_code)
        && !(may_be_house && rest.iter().all(is_plain))
}

/// Whether a line is a site's own by its shape already.
pub(super) fn is_told_by_shape(text: &str) -> bool {
    sign::find(text).is_some_and(|sign| sign.kind == "boilerplate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_folded_as_lines_are() {
        let sites = sites();
        for phrase in sites.own.iter().chain(&sites.entries).chain(&sites.own_starts).chain(&sites.cite_starts) {
            assert_eq!(words(phrase).join(" "), *phrase, "in small letters, without punctuation around words");
        }
        // What a line of a site's own is called is no word of its menu.
        for phrase in &sites.own {
            assert!(!sites.entries.contains(phrase) && !sites.weak_entries.contains(phrase), "{phrase} stands twice");
        }
    }
}
