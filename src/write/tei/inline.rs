//! Inlines: running text, emphasis, editorial acts, dates, notes.

use super::text::Body;
use crate::source::Span;
use crate::tree::{Act, Editorial, Inline, Style, Wrap};
use crate::write::dating;
use crate::write::xml::{Attribute, all_allowed, cleaned, is_address, pointers, token};

/// Elements whose content TEI limits to phrases (`macro.phraseSeq`): no `q` in them.
const NARROW: &[&str] =
    &["addrLine", "byline", "date", "dateline", "docAuthor", "docDate", "expan", "foreign", "placeName", "term"];

impl Body<'_> {
    /// Writes running text. A word that an editor's bracket behind it is *about* is wrapped with it.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        let mut rest = inlines;
        while let Some((inline, after)) = rest.split_first() {
            rest = after;
            if let (Inline::Text { span, text: None }, Some((Inline::Editorial(editorial), behind))) =
                (inline, after.split_first())
                && let Some((about, around)) = self.word_before(*span, editorial)
            {
                self.with_word(*span, about, around, editorial);
                rest = behind;
            } else if let Inline::Editorial(word) = inline
                && let Some(behind) = self.marked_word(word, after)
            {
                rest = behind;
            } else {
                self.inline(inline);
            }
        }
    }

    /// Writes a word that the source itself marks together with the act behind it, if that is about the word; returns
    /// what stands behind the act.
    fn marked_word<'i>(&mut self, word: &Editorial, behind: &'i [Inline]) -> Option<&'i [Inline]> {
        let (blank, act, rest) = match behind {
            [Inline::Editorial(act), rest @ ..] => (None, act, rest),
            [blank, Inline::Editorial(act), rest @ ..] if word.act == Act::Term && self.is_blank(blank) => {
                (Some(blank), act, rest)
            }
            _ => return None,
        };
        if act.about != Some(word.span) {
            return None;
        }
        match (word.act, act.act) {
            (Act::Odd, Act::Correction) => {
                self.xml.open("choice", &[]);
                self.editorial(word, None);
                self.editorial(act, None);
                self.xml.close("choice");
            }
            (Act::Term, Act::Gloss) => {
                self.terms += 1;
                let id = format!("term-{}", self.terms);
                self.wrap("term", &[("xml:id", &id)], &word.content);
                if let Some(blank) = blank {
                    self.inline(blank);
                }
                self.editorial(act, Some(&id));
            }
            _ => return None,
        }
        Some(rest)
    }

    fn is_blank(&self, inline: &Inline) -> bool {
        match inline {
            Inline::Text { text: Some(text), .. } => text.trim().is_empty(),
            Inline::Text { span, text: None } => self.source.slice(*span).trim().is_empty(),
            _ => false,
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text: Some(text), .. } => self.xml.text(text),
            Inline::Text { span, text: None } if self.edition.wrap == Wrap::ByLine && !self.narrow => {
                self.lines(self.source.slice(*span));
            }
            Inline::Text { span, text: None } | Inline::Bracket { span } => self.xml.text(self.source.slice(*span)),
            Inline::Markup { .. } => {}
            Inline::Emphasis { style, content, .. } => self.emphasis(*style, content),
            Inline::Editorial(editorial) => self.editorial(editorial, None),
            Inline::Date { date, content, .. } => {
                let mut attributes = dating::tei_attributes(date);
                // A calendar is a calendar of words; without words there is none (TEI's own rule).
                if self.prints(content) {
                    self.facts.calendars.extend(dating::calendar_id(date.calendar));
                } else {
                    attributes.retain(|(name, _)| *name != "calendar");
                }
                let attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
                self.wrap("date", &attributes, content);
            }
            Inline::Place { reference, content, .. } => {
                let reference = reference.as_deref().map(pointers).unwrap_or_default();
                let attributes: &[Attribute] = if reference.is_empty() { &[] } else { &[("ref", &reference)] };
                self.wrap("placeName", attributes, content);
            }
            Inline::Quoted { content, .. } => {
                self.facts.has_quotations = true;
                if self.narrow {
                    self.wrap("seg", &[("type", "quotation")], content);
                } else {
                    self.wrap("q", &[], content);
                }
            }
            Inline::Link { target, content, .. } => {
                let target = is_address(target).then_some(("target", &***target));
                self.wrap("ref", target.as_slice(), content);
            }
            Inline::NoteRef(mark) => {
                self.inlines(&mark.content);
                self.note_reference(&mark.label, mark.note as usize);
            }
            Inline::PageBreak { span, number } => self.page_break(*span, number.as_deref(), false),
            Inline::LineBreak { .. } => {
                self.xml.line();
                self.xml.empty("lb", &[]);
            }
            Inline::Lost { span, repair } => {
                let lost = self.source.slice(*span);
                if let Some(repair) = repair {
                    self.facts.repaired += 1;
                    self.xml.open("choice", &[]);
                    self.xml.element("sic", &[], lost);
                    self.xml.element("corr", &[("cert", "high"), ("resp", "#rubricate")], repair);
                    self.xml.close("choice");
                } else {
                    self.facts.lost += 1;
                    self.xml.element("unclear", &[("reason", "lost-character")], lost);
                }
            }
            Inline::Control { code, .. } => self.xml.control(*code),
        }
    }

    /// Text whose lines are those of the manuscript.
    fn lines(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.xml.line();
                self.xml.empty("lb", &[]);
            }
            self.xml.text(if at > 0 { line.trim_start() } else { line }.trim_end_matches('\r'));
        }
    }

    /// An element around inlines.
    pub(super) fn wrap(&mut self, name: &str, attributes: &[Attribute<'_>], content: &[Inline]) {
        let outer = std::mem::replace(&mut self.narrow, NARROW.contains(&name));
        self.xml.open(name, attributes);
        self.inlines(content);
        self.xml.close(name);
        self.narrow = outer;
    }

    fn emphasis(&mut self, style: Style, content: &[Inline]) {
        let rend = match style {
            Style::Italic => "italic",
            Style::Bold => "bold",
            Style::Underline => "underline",
            Style::SmallCaps => "smallcaps",
            Style::Superscript => "superscript",
            Style::Strike => "strikethrough",
            Style::Code => "code",
            Style::Title => return self.wrap("title", &[], content),
        };
        self.wrap("hi", &[("rend", rend)], content);
    }

    /// An editorial act. `about` is the id of the word that a gloss explains.
    fn editorial(&mut self, editorial: &Editorial, about: Option<&str>) {
        let default_reason = match editorial.act {
            Act::SuppliedName => Some("expansion"),
            Act::Omitted => Some("ellipsis"),
            Act::Supplied
            | Act::Gloss
            | Act::Expanded
            | Act::Unclear
            | Act::Gap
            | Act::Space
            | Act::Sic
            | Act::Odd
            | Act::Term
            | Act::Correction
            | Act::Added
            | Act::Deleted
            | Act::Surplus
            | Act::Remark
            | Act::Figure
            | Act::Margin
            | Act::Foreign => None,
        };
        let reason = editorial.reason.as_deref().or(default_reason).map(token).unwrap_or_default();
        let reason: &[Attribute] = if reason.is_empty() { &[] } else { &[("reason", &reason)] };
        // The header speaks of a role only where one is pointed to.
        let common = match editorial.act {
            Act::Figure | Act::Foreign | Act::Term => Vec::new(),
            _ => self.responsibility(editorial),
        };
        let common: Vec<Attribute> = common.iter().map(|(name, value)| (*name, &**value)).collect();
        let with = |first: &[Attribute<'static>]| [first, &common].concat();
        let content = &editorial.content;
        match editorial.act {
            Act::Supplied | Act::SuppliedName => self.wrap("supplied", &[reason, &common].concat(), content),
            Act::Unclear => self.wrap("unclear", &[reason, &common].concat(), content),
            Act::Surplus => self.wrap("surplus", &[reason, &common].concat(), content),
            Act::Gap | Act::Omitted => self.gap("gap", reason, &common, editorial),
            Act::Space => self.gap("space", &[], &common, editorial),
            Act::Gloss => {
                let pointer = about.map(|id| format!("#{id}"));
                let target: Option<Attribute> = pointer.as_deref().map(|pointer| ("target", pointer));
                let kind: &[Attribute] = &[("type", "gloss"), ("place", "inline")];
                self.wrap("note", &[kind, target.as_slice(), &common].concat(), content);
            }
            Act::Sic => self.wrap("note", &with(&[("type", "sic"), ("place", "inline")]), content),
            Act::Remark => self.wrap("note", &with(&[("type", "editorial"), ("place", "inline")]), content),
            Act::Margin => self.wrap("note", &with(&[("place", "margin")]), content),
            Act::Foreign => self.wrap("foreign", &[], content),
            Act::Odd => self.wrap("sic", &common, content),
            Act::Term => self.wrap("term", &[], content),
            Act::Figure => {
                self.xml.open("figure", &[]);
                if let Some(address) = editorial.address.as_deref().filter(|address| is_address(address)) {
                    self.xml.empty("graphic", &[("url", address)]);
                }
                if !is_void(content) {
                    self.wrap("head", &[], content);
                }
                self.xml.close("figure");
            }
            Act::Expanded => {
                // `ex` takes characters only.
                let name = if self.is_plain(content) { "ex" } else { "expan" };
                self.wrap(name, &common, content);
            }
            Act::Correction => self.wrap("corr", &common, content),
            Act::Added => self.wrap("add", &common, content),
            Act::Deleted => self.wrap("del", &common, content),
        }
    }

    /// `@cert` and `@resp`.
    fn responsibility(&mut self, editorial: &Editorial) -> Vec<(&'static str, String)> {
        let mut attributes = Vec::new();
        if editorial.uncertain {
            attributes.push(("cert", "low".to_owned()));
        }
        if let Some(pointer) = editorial.resp.as_deref().and_then(|role| self.responsible(role)) {
            attributes.push(("resp", pointer));
        }
        attributes
    }

    /// A pointer to whoever speaks in this role; the header declares the role.
    pub(super) fn responsible(&mut self, role: &str) -> Option<String> {
        let role = token(role);
        (!role.is_empty()).then(|| {
            let pointer = format!("#resp-{role}");
            self.facts.roles.insert(role);
            pointer
        })
    }

    /// An empty element for what is not there, with the editor's words about it in `desc`.
    fn gap(&mut self, name: &str, reason: &[Attribute<'_>], common: &[Attribute<'_>], editorial: &Editorial) {
        let (quantity, unit) = match &editorial.extent {
            Some((quantity, unit)) => (quantity.to_string(), token(unit)),
            None => (String::new(), String::new()),
        };
        let extent: &[Attribute] = if unit.is_empty() { &[] } else { &[("quantity", &quantity), ("unit", &unit)] };
        let attributes = [reason, extent, common].concat();
        if editorial.content.is_empty() {
            self.xml.empty(name, &attributes);
        } else if self.is_plain(&editorial.content) {
            self.xml.open(name, &attributes);
            self.wrap("desc", &[], &editorial.content);
            self.xml.close(name);
        } else {
            // `desc` takes less than the bracket may hold, so the words stand beside the gap.
            self.xml.empty(name, &attributes);
            self.wrap("note", &[("type", "gap"), ("place", "inline")], &editorial.content);
        }
    }

    /// The characters that the inlines become, with U+FFFD for what XML cannot hold.
    pub(super) fn printed(&self, content: &[Inline]) -> String {
        let mut printed = String::new();
        for inline in content {
            match inline {
                Inline::Text { text: Some(text), .. } => printed.push_str(&cleaned(text)),
                Inline::Text { span, text: None } | Inline::Bracket { span } | Inline::Lost { span, .. } => {
                    printed.push_str(&cleaned(self.source.slice(*span)));
                }
                Inline::LineBreak { .. } => printed.push('\n'),
                Inline::Control { .. } => printed.push(char::REPLACEMENT_CHARACTER),
                other => printed += &self.printed(other.content()),
            }
        }
        printed
    }

    /// Whether a character of the inlines becomes text.
    fn prints(&self, content: &[Inline]) -> bool {
        let visible = |text: &str| !cleaned(text).replace('\u{FFFD}', "").trim().is_empty();
        content.iter().any(|inline| match inline {
            Inline::Text { text: Some(text), .. } => visible(text),
            Inline::Text { span, text: None } | Inline::Bracket { span } => visible(self.source.slice(*span)),
            Inline::Lost { .. } => true,
            other => self.prints(other.content()),
        })
    }

    /// Whether the inlines print nothing but characters.
    fn is_plain(&self, content: &[Inline]) -> bool {
        content.iter().all(|inline| match inline {
            Inline::Text { text: Some(text), .. } => all_allowed(text),
            Inline::Text { span, text: None } | Inline::Bracket { span } => all_allowed(self.source.slice(*span)),
            Inline::Markup { .. } => true,
            Inline::Emphasis { .. }
            | Inline::Link { .. }
            | Inline::Editorial(_)
            | Inline::Date { .. }
            | Inline::Place { .. }
            | Inline::Quoted { .. }
            | Inline::NoteRef(_)
            | Inline::PageBreak { .. }
            | Inline::LineBreak { .. }
            | Inline::Lost { .. }
            | Inline::Control { .. } => false,
        })
    }

    /// The word an editorial act is about, if it ends the text before the bracket but for blanks, and what wraps it.
    fn word_before(&self, text: Span, editorial: &Editorial) -> Option<(Span, Around)> {
        let about = editorial.about.filter(|about| !about.is_empty() && text.contains(*about))?;
        let around = Around::of(editorial.act)?;
        let fits = match around {
            Around::Sic | Around::Choice | Around::Term => true,
            // These are said of the word itself, so nothing may stand between.
            Around::Unclear => about.end == text.end,
            Around::Expan => about.end == text.end && self.is_plain(&editorial.content),
        };
        let between = Span { start: about.end, end: text.end };
        (fits && self.source.slice(between).trim().is_empty()).then_some((about, around))
    }

    /// Writes the text before a bracket together with the bracket.
    fn with_word(&mut self, text: Span, about: Span, around: Around, editorial: &Editorial) {
        let source = self.source;
        self.xml.text(source.slice(Span { start: text.start, end: about.start }));
        let (word, blank) = (source.slice(about), source.slice(Span { start: about.end, end: text.end }));
        match around {
            Around::Sic => {
                self.xml.open("sic", &[]);
                self.xml.text(word);
                self.xml.close("sic");
                self.xml.text(blank);
                self.editorial(editorial, None);
            }
            Around::Term => {
                self.terms += 1;
                let id = format!("term-{}", self.terms);
                self.xml.open("term", &[("xml:id", &id)]);
                self.xml.text(word);
                self.xml.close("term");
                self.xml.text(blank);
                self.editorial(editorial, Some(&id));
            }
            Around::Choice => {
                // `choice` holds no text, so the blank before the bracket stays with the word.
                self.xml.open("choice", &[]);
                self.xml.open("sic", &[]);
                self.xml.text(word);
                self.xml.text(blank);
                self.xml.close("sic");
                self.editorial(editorial, None);
                self.xml.close("choice");
            }
            Around::Expan => {
                self.xml.open("expan", &[]);
                self.xml.text(word);
                self.editorial(editorial, None);
                self.xml.close("expan");
            }
            Around::Unclear => {
                let attributes = self.responsibility(editorial);
                let attributes: Vec<Attribute> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
                self.xml.open("unclear", &attributes);
                self.xml.text(word);
                let outer = std::mem::replace(&mut self.narrow, false);
                self.inlines(&editorial.content);
                self.narrow = outer;
                self.xml.close("unclear");
            }
        }
    }
}

/// Whether nothing is written for the inlines.
fn is_void(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Markup { .. } => true,
        Inline::Text { text: Some(text), .. } => text.is_empty(),
        Inline::Text { span, text: None } | Inline::Bracket { span } => span.is_empty(),
        _ => false,
    })
}

/// The element around a word and the bracket that is about it.
#[derive(Clone, Copy)]
enum Around {
    /// `sic` around the word alone.
    Sic,
    /// `term` around the word alone; the gloss points to it.
    Term,
    Choice,
    Expan,
    Unclear,
}

impl Around {
    /// `None` for acts that stand by themselves.
    fn of(act: Act) -> Option<Self> {
        match act {
            Act::Sic => Some(Self::Sic),
            Act::Gloss => Some(Self::Term),
            Act::Correction => Some(Self::Choice),
            Act::Expanded => Some(Self::Expan),
            Act::Unclear => Some(Self::Unclear),
            Act::Supplied
            | Act::SuppliedName
            | Act::Gap
            | Act::Omitted
            | Act::Space
            | Act::Added
            | Act::Deleted
            | Act::Surplus
            | Act::Remark
            | Act::Figure
            | Act::Margin
            | Act::Foreign
            | Act::Odd
            | Act::Term => None,
        }
    }
}
