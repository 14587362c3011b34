//! From text to the tree.

pub mod build;
pub mod cues;
pub mod dates;
pub mod decode;
pub mod frontmatter;
pub mod furniture;
pub mod head;
pub mod inline;
pub mod language;
pub mod lexicon;
pub mod lines;
pub mod segment;
pub mod title;
pub mod train;

use crate::diagnostic::Diagnostic;
use crate::knowledge::{self, brackets};
use crate::source::Source;
use crate::tree::{Edition, FurnitureKind, Head};
use build::Verdict;
use decode::{Model, Role};
use furniture::What;
use std::collections::BTreeMap;

/// What reading may be told. `None` and empty mean: find out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Language of the text, a BCP 47 tag.
    pub lang: Option<String>,
    /// Name of the bracket profile.
    pub brackets: Option<String>,
    /// Offer quotation marks for lost characters where their neighbours say so.
    pub repair_quotes: bool,
    /// Metadata that the user gives; it wins over what the text says.
    pub meta: Vec<(String, String)>,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The tree.
    pub edition: Edition,
    /// What was noticed on the way.
    pub findings: Vec<Diagnostic>,
}

/// Reads a source: lines, furniture, title block, cues, roles, blocks, letters, metadata.
///
/// # Errors
/// Unknown language or bracket profile.
pub fn text(source: &Source, options: &ReadOptions) -> Result<Reading, String> {
    let mut all = lines::lines(source);
    let front = frontmatter::read(source, &all);
    let declared = |key: &str| front.entries.iter().find(|(k, ..)| k == key).map(|(_, value, _)| value.as_str());
    let given = |key: &str| options.meta.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let lang = match options.lang.as_deref() {
        Some(tag) => check_tag(tag)?,
        None => given("lang")
            .or(declared("lang"))
            .or(declared("language"))
            .map_or_else(|| language::guess(source, &all[front.lines..]), str::to_owned),
    };
    let name = options.brackets.as_deref().or(declared("brackets")).unwrap_or("plain");
    let profile = brackets::profile(name).ok_or_else(|| {
        let known: Vec<_> = brackets::profiles().iter().map(|profile| profile.name.as_str()).collect();
        format!("unknown bracket profile `{name}`; known are {}", known.join(", "))
    })?;

    let layout = lines::layout(source, &all[front.lines..]);
    let rest = all.split_off(front.lines);
    all.extend(lines::unwrap(source, rest, layout));
    let mut lifted = furniture::lift(source, &all[front.lines..], layout);
    let title = title::find(source, &all[front.lines..], &mut lifted);
    title::library_at_the_end(source, &all[front.lines..], &mut lifted);
    let verdicts = decide(source, &all, front.lines, layout, lifted, title);

    let mut edition = Edition {
        lang: lang.clone(),
        wrap: layout.wrap,
        brackets: profile.name.clone(),
        head: Head::default(),
        front: Vec::new(),
        parts: Vec::new(),
        back: Vec::new(),
        notes: Vec::new(),
        furniture: Vec::new(),
    };
    let dates = dates::Dates::for_language(&lang);
    // Editors write in brackets in another language than the letter's.
    let mut languages: Vec<&'static knowledge::Language> = knowledge::languages().iter().collect();
    languages.sort_by_key(|language| !lang.starts_with(&language.lang));
    let builder = build::Builder {
        source,
        lines: &all,
        layout,
        languages,
        dates,
        profile,
        repair_quotes: options.repair_quotes,
        titles: Vec::new(),
        notes: BTreeMap::new(),
        date_context: date_context(source, dates, options, &front),
        year: None,
        findings: Vec::new(),
    };
    let mut findings = builder.build(verdicts, &mut edition);
    head::fill(source, dates, &mut edition, &front, &options.meta);
    findings.sort_by_key(|finding| finding.span);
    Ok(Reading { edition, findings })
}

/// What the whole file says about its dates: how numbers are ordered, and about when it was written.
fn date_context(
    source: &Source,
    dates: &dates::Dates,
    options: &ReadOptions,
    front: &frontmatter::FrontMatter,
) -> dates::Context {
    let nothing = dates::Context::default();
    let given = options.meta.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let declared = front.entries.iter().map(|(key, value, _)| (key.as_str(), value.as_str()));
    let date = declared.chain(given).filter(|(key, _)| key.eq_ignore_ascii_case("date")).next_back();
    let found = dates.find(&source.text, 0, &nothing);
    let year_hint = date
        .and_then(|(_, value)| dates::Dates::year_hint(&dates.find(value, 0, &nothing)))
        .or_else(|| dates::Dates::year_hint(&found))
        .or_else(|| year_in_name(&source.name));
    dates::Context { order: dates.order(&found), year_hint, ..nothing }
}

/// The only number in a file's name that can be a year.
fn year_in_name(name: &str) -> Option<i32> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut years = file
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4 && matches!(digits.as_bytes()[0], b'1' | b'2'));
    let year = years.next()?.parse().ok()?;
    years.next().is_none().then_some(year)
}

/// How many cues a block keeps.
const REASONS: usize = 3;

/// A verdict for each line.
fn decide(
    source: &Source,
    all: &[lines::Line],
    front: usize,
    layout: lines::Layout,
    lifted: Vec<Option<furniture::Lifted>>,
    title: Vec<Option<title::TitleCue>>,
) -> Vec<Verdict> {
    let mut verdicts: Vec<Option<Verdict>> = Vec::with_capacity(all.len());
    let front_matter = furniture::Lifted { what: What::Furniture(FurnitureKind::FrontMatter), cue: "front-matter" };
    verdicts.resize(front, Some(Verdict::Lifted(front_matter)));
    for (lifted, title) in lifted.into_iter().zip(title) {
        verdicts.push(title.map(Verdict::Title).or(lifted.map(Verdict::Lifted)));
    }
    let open: Vec<usize> = (0..all.len()).filter(|&index| verdicts[index].is_none()).collect();
    let mut kept: Vec<lines::Line> = open.iter().map(|&index| all[index].clone()).collect();
    let fixed: Vec<Option<Role>> = kept.iter().map(|line| marked_role(source.slice(line.span))).collect();
    let model = Model::builtin();
    let said = cues::say(source, &kept, &mut &model.vocabulary);
    let mut decide = |range: std::ops::Range<usize>| {
        let lines = &mut kept[range.clone()];
        // What stands before the first line is another text.
        if let Some(first) = lines.first_mut() {
            first.blanks = 0;
        }
        let cues = cues::place(source, lines, layout, &said, range.start);
        let steps: Vec<usize> = lines.iter().map(|line| decode::step(layout, line)).collect();
        let decisions = model.decode(&cues, &steps, &fixed[range]);
        (cues, decisions)
    };
    let mut settle = |from: usize, cues: &cues::Cues, decisions: Vec<decode::Decision>| {
        for (at, decision) in decisions.into_iter().enumerate() {
            let index = open[from + at];
            verdicts[index] = Some(match marked_level(source.slice(all[index].span)) {
                Some(level) => Verdict::Marked(level),
                None => Verdict::Role(decision.role, model.why(cues, at, decision, REASONS)),
            });
        }
    };
    // Positions say most when they are counted within a letter: a file of several is cut into its
    // letters and each of them is decided again by itself.
    let (cues, decisions) = decide(0..open.len());
    let steps: Vec<segment::Step> = decisions.iter().map(|decision| segment::Step::Role(decision.role)).collect();
    let stretches = segment::segment(&steps);
    if stretches.len() < 2 {
        settle(0, &cues, decisions);
    } else {
        drop((cues, decisions));
        for range in stretches.iter().map(segment::Stretch::range) {
            let (cues, decisions) = decide(range.clone());
            settle(range.start, &cues, decisions);
        }
    }
    verdicts.into_iter().map(|verdict| verdict.expect("each line is lifted, titled or decided")).collect()
}

/// Role of a line whose mark leaves no choice: a heading, a quoted line.
fn marked_role(text: &str) -> Option<Role> {
    let quoted = text.starts_with("> ").then_some(Role::Paragraph);
    marked_level(text).map(|_| Role::Head).or(quoted)
}

/// Level of a Markdown heading.
fn marked_level(text: &str) -> Option<u8> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let heading = (1..=6).contains(&level) && text[level..].starts_with(' ') && text.len() < 200;
    heading.then_some(level as u8)
}

/// A language the user gave must be known: its words decide what a line is.
fn check_tag(tag: &str) -> Result<String, String> {
    if knowledge::language(tag).is_some() || tag == "und" {
        return Ok(tag.to_owned());
    }
    let known: Vec<_> = knowledge::languages().iter().map(|language| language.lang.as_str()).collect();
    Err(format!("unknown language `{tag}`; known are {}", known.join(", ")))
}
