//! What is settled about a source before weights decide.

use crate::diagnostic::Diagnostic;
use crate::knowledge::brackets;
use crate::read::decide::settled::Settled;
use crate::read::error::ReadError;
use crate::read::inline::html::Html;
use crate::read::meta::unused;
use crate::read::options::ReadOptions;
use crate::read::orders::attributes::{self, Directive};
use crate::read::orders::given::Given;
use crate::read::orders::keys::MetaKey;
use crate::read::orders::markdown::{self, Marked};
use crate::read::orders::overrides::{self, Overrides};
use crate::read::orders::told::Told;
use crate::read::orders::{footnotes, frontmatter, matter, notation};
use crate::read::{divide, language, lines};
use crate::source::Source;
use std::collections::BTreeMap;

/// What is settled about a source before weights decide. Reading, explaining and learning start here all.
pub(crate) struct Prepared<'a> {
    pub(crate) lines: Vec<lines::Line>,
    pub(crate) front: frontmatter::FrontMatter,
    pub(crate) lang: String,
    pub(crate) profile: &'a brackets::Profile,
    pub(crate) layout: lines::Layout,
    pub(crate) directives: Vec<Directive>,
    pub(crate) overrides: Overrides,
    pub(crate) settled: Settled,
    /// Where labels of links lead.
    pub(crate) links: BTreeMap<String, Box<str>>,
    /// What a library says of the text.
    pub(crate) labels: Vec<divide::Label>,
    /// What was noticed so far.
    pub(crate) findings: Vec<Diagnostic>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(source: &Source, options: &'a ReadOptions) -> Result<Self, ReadError> {
        let languages = options.languages();
        let mut all = lines::lines(source);
        let front = frontmatter::read(source, &all);
        let mut directives = attributes::directives(source, &mut all, front.lines);
        let given = Given::new(&front, options.hints.as_ref(), &options.meta, &options.defaults);
        let said = |key| given.value(key).map(|said| said.value);
        let lang = match options.lang.as_deref() {
            Some(tag) => languages.check(tag)?,
            None => said(MetaKey::Lang)
                .map_or_else(|| language::guess(languages, source, &all[front.lines..]), str::to_owned),
        };
        let profile = match options.brackets.as_deref().or(said(MetaKey::Brackets)) {
            Some(name) => options.profile(name)?,
            None => all
                .first()
                .and_then(|line| brackets::declared(source.slice(line.span), front.directives))
                .unwrap_or_else(brackets::plain),
        };
        let mut marked = match Html::of(source, profile) {
            Html::Read => markdown::find(source, &mut all, front.lines, profile),
            Html::Kept => Marked::default(),
        };
        let mut notations = notation::find(source, &mut all, front.lines, profile);
        for directive in &mut directives {
            directive.settle(&all);
        }
        let layout = lines::layout(source, &all[front.lines..]);
        let mut overrides =
            overrides::resolve(languages, source, &all, front.lines, layout.wrap, &directives, options.hints.as_ref())?;
        directives.append(&mut notations.lifted);
        directives.append(&mut marked.lifted);
        let lifted = directives.iter().map(|directive| directive.next);
        let notes = footnotes::claims(languages, source, &all, front.lines, layout.wrap, profile, lifted);
        overrides.claim(marked.claims(&all), Vec::new(), all.len());
        overrides.claim(notes, Vec::new(), all.len());
        overrides.claim(notations.claims, notations.verse, all.len());
        let divide::Skeleton { claims, divisions, labels, unknown_labels, mut findings } = {
            let said = |line| overrides.order(line).map(|order| order.role);
            divide::divide(languages, &lang, source, &all, front.lines, layout, &said)
        };
        findings.extend(unknown_labels.into_iter().map(|span| unused::unknown(source.slice(span), span)));
        overrides.claim(claims, Vec::new(), all.len());
        let mut own = matter::claims(languages, source, &all, front.lines, layout.wrap);
        if !divisions.is_empty() {
            // Divisions know better where a section of the edition's own ends, and what stands in it.
            own.retain(|claim| claim.told == Some(Told::SourceNote));
        }
        overrides.claim(own, Vec::new(), all.len());
        let rest = all.split_off(front.lines);
        all.extend(overrides.unwrap(source, rest, layout, front.lines));
        let divisions = divide::Divisions::of(&divisions, &all);
        let settled = Settled::new(languages, source, &all, front.lines, layout, &overrides, divisions);
        Ok(Self {
            links: marked.links,
            labels,
            findings,
            lines: all,
            front,
            lang,
            profile,
            layout,
            directives,
            overrides,
            settled,
        })
    }
}
