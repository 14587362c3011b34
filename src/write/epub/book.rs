//! A book, page by page.

use super::chapters::{self, Chapter, Content};
use super::look::{Look, markup, text};
use super::metadata::Metadata;
use super::names::{file_name, stem};
use super::package::{NavEntry, Package, Page, Target};
use super::{cover, lists, made};
use crate::Document;
use crate::diagnostic::Diagnostic;
use crate::knowledge::BookWords;
use crate::knowledge::rules;
use crate::tree::{FurnitureKind, Head, Section, TitleLine, TitleRole, Value as HeadValue};
use crate::write::cover::{Cover, Picture};
use crate::write::options::WriteOptions;
use crate::write::setting;
use crate::write::written::{WriteError, Written};
use crate::write::xhtml::{Entry, Renderer, labels, part_lang, plain, sink};
use minijinja::value::Serde;
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};

/// The page that shows the cover.
const COVER_PAGE: &str = "cover.xhtml";

/// Writes the document as a book.
///
/// # Errors
/// A template of the user's own cannot be read or filled, or the time to use is beyond the year 9999.
pub fn write(document: &Document, options: &WriteOptions) -> Result<Written, WriteError> {
    book(&[document], &document.edition.head, options)
}

/// Writes several documents as one book. `head` describes the book as a whole; its spans point into the first
/// document. The book is in the language of the first document.
///
/// # Errors
/// There is no document, or a template or the cover cannot be used.
pub fn book(documents: &[&Document], head: &Head, options: &WriteOptions) -> Result<Written, WriteError> {
    if !options.typography {
        return bind(documents, head, options);
    }
    let set: Vec<Document> = documents.iter().map(|document| setting::set(document, options.languages())).collect();
    let head =
        setting::set_head(head, documents.first().map_or("", |document| &document.edition.lang), options.languages());
    bind(&set.iter().collect::<Vec<_>>(), &head, options)
}

/// Makes the book of documents as they are to be printed.
fn bind(documents: &[&Document], head: &Head, options: &WriteOptions) -> Result<Written, WriteError> {
    let Some(first) = documents.first() else {
        return Err(WriteError("a book needs at least one document; give one".into()));
    };
    let look = Look::load(&options.templates, options.languages())?;
    let lang = sink::valid_lang(&first.edition.lang);
    let (words, words_lang) = look.words(lang);
    let empty = Section::default();
    let chapters = chapters::plan(documents, head, words, &empty);
    let named = chapters.iter().find(|chapter| match chapter.content {
        Content::Letter(_) => true,
        Content::Section(section) => labels::heading(&documents[chapter.document].source, section).is_some(),
        Content::Title(_)
        | Content::Front(_)
        | Content::Back(_)
        | Content::Letters
        | Content::Persons
        | Content::Colophon => false,
    });
    let name = named.map_or_else(|| stem(&first.source.name).to_owned(), |chapter| chapter.label.clone());
    let metadata = Metadata::new(documents, head, &name, options)?;
    let authors: Vec<Value> = metadata.authors().map(text).collect();
    let mut book = Book {
        about: context! { title => text(metadata.main_title()), authors },
        documents,
        head,
        look: &look,
        words,
        words_lang,
        metadata,
        pages: Vec::new(),
        contents: Vec::new(),
        breaks: Vec::new(),
        set: options.typography && documents.iter().any(|document| setting::has_rules(document, options.languages())),
        used: BTreeSet::new(),
    };
    for (i, chapter) in chapters.iter().enumerate() {
        let last = chapters.get(i + 1).is_none_or(|next| next.document != chapter.document || next.content.is_made());
        if chapter.content.is_made() {
            book.add_made(chapter, &chapters)?;
        } else {
            book.add(chapter, last)?;
        }
    }
    let letters = chapters.iter().any(|chapter| matches!(chapter.content, Content::Letter(_)));
    let drawing = || cover::drawing(&book.metadata, &look, &book.about, letters);
    let cover = match &options.cover {
        Cover::Drawn => &Picture::svg(drawing()?),
        Cover::DrawnInPixels => &Picture::png(cover::pixels(&drawing()?)?),
        Cover::Picture(picture) => picture,
    };
    book.add_cover(cover)?;
    Ok(Written { bytes: book.pack(&chapters, cover)?, losses: losses(documents) })
}

/// A book in the making.
struct Book<'a> {
    documents: &'a [&'a Document],
    head: &'a Head,
    look: &'a Look<'a>,
    words: &'a BookWords,
    /// Language of the words.
    words_lang: &'a str,
    metadata: Metadata,
    /// What every template is told of the book.
    about: Value,
    pages: Vec<Page>,
    contents: Vec<NavEntry>,
    breaks: Vec<Target>,
    /// The text is set for reading.
    set: bool,
    /// Notes of the current document that are written.
    used: BTreeSet<u32>,
}

impl<'a> Book<'a> {
    /// Writes one page; the last of a document takes the notes that nothing refers to.
    fn add(&mut self, chapter: &Chapter<'a>, last: bool) -> Result<(), WriteError> {
        let document = self.documents[chapter.document];
        let own = match chapter.content {
            Content::Letter(letter) => letter.lang.as_deref(),
            Content::Section(section) | Content::Front(section) | Content::Back(section) => section.lang.as_deref(),
            Content::Title(_) | Content::Letters | Content::Persons | Content::Colophon => None,
        };
        let lang = part_lang(own, document);
        let (words, _) = self.look.words(lang);
        let mut renderer = Renderer::new(document, words, lang);
        let base = context! {
            lang => lang,
            label => text(&chapter.label),
            matter => chapter.content.matter(),
            book => &self.about,
        };
        let (template, values) = match chapter.content {
            Content::Title(lines) => {
                let lines = self.title_lines(lines, &mut renderer, chapter.document == 0);
                ("title.xhtml", context! { lines, ..base })
            }
            Content::Letter(letter) => {
                renderer.letter(letter, &chapter.label);
                ("letter.xhtml", context! { kind => "letter", ..base })
            }
            Content::Front(section) | Content::Section(section) | Content::Back(section) => {
                renderer.section(section);
                ("section.xhtml", context! { kind => "section", ..base })
            }
            Content::Letters | Content::Persons | Content::Colophon => return Ok(()),
        };
        let fragment = renderer.finish(&mut self.used, last);
        if last {
            self.used.clear();
        }
        self.metadata.headed |= fragment.headed;
        if !fragment.pages.is_empty() {
            self.metadata.paged.insert(file_name(&document.source.name).to_owned());
        }
        self.breaks.extend(fragment.pages.into_iter().map(|page| Target {
            kind: "",
            href: format!("{}#{}", chapter.file, page.id),
            label: sink::printable(&page.number).into_owned(),
        }));
        if !matches!(chapter.content, Content::Title(_)) {
            let label = match chapter.content {
                Content::Letter(letter) => labels::letter_lang(&document.source, letter, lang),
                Content::Section(section) | Content::Front(section) | Content::Back(section) => {
                    Some(labels::section_lang(section, lang))
                }
                Content::Title(_) | Content::Letters | Content::Persons | Content::Colophon => Some(lang),
            };
            let other = label.filter(|lang| *lang != self.words_lang).map(str::to_owned);
            self.contents.push(nav_entry(chapter, fragment.entries, other.as_deref()));
        }
        let xhtml = self.look.render(template, context! { body => markup(fragment.html), ..values })?;
        self.pages.push(Page { file: chapter.file.clone(), xhtml });
        Ok(())
    }

    /// Lines of a title page: the source's own, then what only the metadata know of title and authors.
    fn title_lines(&mut self, lines: &'a [TitleLine], renderer: &mut Renderer<'a>, first: bool) -> Vec<Value> {
        let mut out = Vec::new();
        let mut titled = false;
        let mut push = |role: TitleRole, xhtml: String| {
            if xhtml.trim().is_empty() {
                return;
            }
            let main = role == TitleRole::Title && !titled;
            titled |= main;
            out.push(context! { role => title_role(role), main, text => markup(xhtml) });
        };
        let said = |value: &HeadValue| {
            lines.iter().any(|line| {
                let text = plain(&self.documents[0].source, &line.content).to_lowercase();
                value.span.is_some_and(|span| line.span.contains(span)) || text.contains(&value.text.to_lowercase())
            })
        };
        let given = |renderer: &mut Renderer<'a>, values: &[HeadValue], role, push: &mut dyn FnMut(_, _)| {
            for value in values.iter().filter(|value| first && !said(value)) {
                renderer.plain_text(&value.text);
                push(role, renderer.take());
            }
        };
        given(renderer, self.head.title.as_slice(), TitleRole::Title, &mut push);
        for line in lines {
            renderer.inlines(&line.content);
            push(line.role, renderer.take());
        }
        given(renderer, self.head.subtitle.as_slice(), TitleRole::Subtitle, &mut push);
        given(renderer, &self.head.authors, TitleRole::Byline, &mut push);
        self.metadata.headed |= titled;
        out
    }

    /// The first page shows the cover.
    fn add_cover(&mut self, cover: &Picture) -> Result<(), WriteError> {
        let (lang, label) = (self.words_lang, text(&self.words.cover));
        let values = context! { lang, label, image => cover.file(), book => &self.about };
        let xhtml = self.look.render("cover.xhtml", values)?;
        self.pages.insert(0, Page { file: COVER_PAGE.to_owned(), xhtml });
        Ok(())
    }

    /// Writes a page that the book makes of what it knows.
    fn add_made(&mut self, chapter: &Chapter<'a>, chapters: &[Chapter<'a>]) -> Result<(), WriteError> {
        let base = context! { lang => self.words_lang, label => text(&chapter.label), book => &self.about };
        let words = Value::from(Serde(self.words));
        let lang = self.words_lang;
        let (template, values) = match chapter.content {
            Content::Letters => {
                let letters = lists::list(chapters, self.documents, self.words, lang);
                ("letters.xhtml", context! { letters => Value::from(Serde(&letters)), words, ..base })
            }
            Content::Persons => {
                let persons = lists::index(chapters, self.documents, lang);
                ("persons.xhtml", context! { persons => Value::from(Serde(&persons)), words, ..base })
            }
            Content::Colophon => ("colophon.xhtml", self.colophon(base)),
            Content::Title(_) | Content::Front(_) | Content::Letter(_) | Content::Section(_) | Content::Back(_) => {
                return Ok(());
            }
        };
        self.metadata.headed = true;
        self.contents.push(nav_entry(chapter, Vec::new(), None));
        let xhtml = self.look.render(template, values)?;
        self.pages.push(Page { file: chapter.file.clone(), xhtml });
        Ok(())
    }

    /// What the colophon says, besides what all pages know.
    fn colophon(&self, base: Value) -> Value {
        let statements: Vec<Value> = self
            .documents
            .iter()
            .flat_map(|document| chapters::origins(document).map(move |origin| (*document, origin)))
            .map(|(document, origin)| {
                let lang = part_lang(None, document);
                let mut renderer = Renderer::new(document, self.words, lang);
                renderer.inlines(origin);
                let origin = renderer.take();
                // A sign of quotation before it is notation.
                let origin = origin.strip_prefix("&gt;").map_or(origin.as_str(), str::trim_start).to_owned();
                context! { text => markup(origin), lang }
            })
            .collect();
        let facts: Vec<Value> = chapters::facts(self.head, self.documents[0], self.words)
            .iter()
            .map(|(name, value)| context! { name => text(name), text => text(value) })
            .collect();
        let (made, signs) = made::made(self.documents, self.set, self.words);
        let words = Value::from(Serde(self.words));
        context! { statements, facts, made, signs => Value::from(Serde(&signs)), words, ..base }
    }

    /// Writes the navigation and packs the book.
    fn pack(self, chapters: &[Chapter<'a>], cover: &Picture) -> Result<Vec<u8>, WriteError> {
        // A page of contents is worth reading where it lists several texts, or several sections of one.
        let titled = matches!(chapters.first(), Some(Chapter { content: Content::Title(_), .. }));
        let texts = chapters
            .iter()
            .filter(|chapter| !matches!(chapter.content, Content::Title(_)) && !chapter.content.is_made());
        let several = texts.count() > 1 || self.contents.iter().any(|entry| entry.children.len() > 1);
        let find = |wanted: fn(Content<'_>) -> bool| chapters.iter().find(|chapter| wanted(chapter.content));
        let title = find(|content| matches!(content, Content::Title(_)));
        let landmark = |kind, chapter: Option<&Chapter<'a>>, label: &str| {
            chapter.map(|chapter| Target { kind, href: chapter.file.clone(), label: label.to_owned() })
        };
        let contents = Target { kind: "toc", href: "nav.xhtml#toc".into(), label: self.words.contents.clone() };
        let start = Target { kind: "cover", href: COVER_PAGE.into(), label: self.words.cover.clone() };
        let landmarks: Vec<Target> = [
            Some(start),
            landmark("titlepage", title, &self.words.title_page),
            // A link may only lead to a page that is read in its turn.
            several.then_some(contents),
            landmark("bodymatter", find(|content| content.matter() == "bodymatter"), &self.words.text),
            landmark("index", find(|content| matches!(content, Content::Persons)), &self.words.persons),
            landmark("colophon", find(|content| matches!(content, Content::Colophon)), &self.words.colophon),
        ]
        .into_iter()
        .flatten()
        .collect();
        let nav = context! {
            lang => self.words_lang,
            words => Value::from(Serde(self.words)),
            contents => Value::from(Serde(&self.contents)),
            landmarks => Value::from(Serde(&landmarks)),
            pages => Value::from(Serde(&self.breaks)),
            book => &self.about,
        };
        let nav = self.look.render("nav.xhtml", nav)?;
        Package {
            metadata: &self.metadata,
            words: self.words,
            style: self.look.style,
            pages: &self.pages,
            contents: &self.contents,
            nav: &nav,
            cover,
            contents_after: several.then_some(1 + usize::from(titled)),
        }
        .pack()
    }
}

/// A chapter in the contents, with the sections inside it.
fn nav_entry(chapter: &Chapter<'_>, entries: Vec<Entry>, lang: Option<&str>) -> NavEntry {
    fn inner(file: &str, entry: Entry, lang: Option<&str>) -> NavEntry {
        NavEntry {
            href: format!("{file}#{}", entry.id),
            label: sink::printable(&entry.label).into_owned(),
            lang: lang.map(str::to_owned),
            children: entry.children.into_iter().map(|child| inner(file, child, lang)).collect(),
        }
    }
    NavEntry {
        href: chapter.file.clone(),
        label: sink::printable(&chapter.label).into_owned(),
        lang: lang.map(str::to_owned),
        children: entries.into_iter().map(|entry| inner(&chapter.file, entry, lang)).collect(),
    }
}

fn title_role(role: TitleRole) -> &'static str {
    match role {
        TitleRole::Title => "title",
        TitleRole::Subtitle => "subtitle",
        TitleRole::Byline => "byline",
        TitleRole::Date => "date",
    }
}

/// What a book leaves out: the furniture of the page. One note per kind, at its first place.
fn losses(documents: &[&Document]) -> Vec<Diagnostic> {
    let mut losses = Vec::new();
    for document in documents {
        let mut kinds = BTreeMap::new();
        for item in &document.edition.furniture {
            let what = match item.kind {
                FurnitureKind::Contents => "the table of contents of the source is replaced by the book's own",
                FurnitureKind::Repeated => "title, author or date said again",
                FurnitureKind::RunningHead => "running heads",
                FurnitureKind::Noise => "dirt of text recognition",
                // Printed in the colophon, or addressed to this program.
                FurnitureKind::Boilerplate
                | FurnitureKind::SourceNote
                | FurnitureKind::FrontMatter
                | FurnitureKind::Directive
                | FurnitureKind::Markup => continue,
            };
            kinds.entry(what).or_insert((item.span, 0_usize)).1 += 1;
        }
        for (what, (span, count)) in kinds {
            let message = format!("the book leaves out: {what} ({count})");
            losses.push(rules::finding("epub/left-out", span, message));
        }
    }
    losses
}
