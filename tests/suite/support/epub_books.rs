//! Documents built by hand, which together hold every kind of node.

use rubricate::Document;
use rubricate::source::{Source, Span};
use rubricate::tree::*;

/// Builds a tree and the source it points into.
#[derive(Default)]
pub struct Build {
    text: String,
    notes: Vec<Note>,
    furniture: Vec<Furniture>,
}

pub fn why() -> Why {
    Why::rule("test")
}

pub fn value(text: &str) -> Value {
    Value::new(text, None, "command-line")
}

fn reach(content: &[Inline]) -> Span {
    content.iter().map(Inline::span).reduce(|first, last| Span { end: last.end, ..first }).unwrap_or_default()
}

impl Build {
    pub fn span(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    pub fn text(&mut self, text: &str) -> Inline {
        Inline::Text { span: self.span(text), text: None }
    }

    pub fn texts(&mut self, text: &str) -> Vec<Inline> {
        let line = vec![self.text(text)];
        self.span("\n");
        line
    }

    pub fn markup(&mut self, text: &str) -> Inline {
        Inline::Markup { span: self.span(text) }
    }

    pub fn emphasis(&mut self, style: Style, text: &str) -> Inline {
        let content = vec![self.markup("*"), self.text(text), self.markup("*")];
        Inline::Emphasis { span: reach(&content), style, content }
    }

    pub fn editorial(&mut self, act: Act, resp: Option<&'static str>, uncertain: bool, text: &str) -> Inline {
        let (open, inner, close) = (self.span("["), self.text(text), self.span("]"));
        let content = vec![Inline::Bracket { span: open }, inner, Inline::Bracket { span: close }];
        let resp = resp.map(Into::into);
        let span = reach(&content);
        let cue = "test".into();
        Inline::Editorial(Box::new(Editorial {
            span,
            act,
            reason: None,
            uncertain,
            resp,
            extent: None,
            about: None,
            address: None,
            content,
            cue,
        }))
    }

    pub fn date(&mut self, text: &str, edtf: Option<&str>) -> Inline {
        let content = vec![self.text(text)];
        let span = reach(&content);
        let date = Date { span, edtf: edtf.and_then(Edtf::parse), ..Date::default() };
        Inline::Date { span, date: Box::new(date), content }
    }

    pub fn place(&mut self, text: &str) -> Inline {
        let content = vec![self.text(text)];
        Inline::Place { span: reach(&content), reference: None, content }
    }

    pub fn note_ref(&mut self, label: &str, note: u32) -> Inline {
        let content = vec![self.markup(&format!("[{label}]"))];
        Inline::NoteRef(Box::new(NoteRef { span: reach(&content), label: label.into(), note, content }))
    }

    pub fn note(&mut self, label: &str, resp: Option<&'static str>, blocks: Vec<Block>) {
        let span = blocks.first().map_or_else(Span::default, |block| block.span);
        self.notes.push(Note { span, label: label.into(), resp: resp.map(Into::into), lang: None, blocks, why: why() });
    }

    pub fn line(&mut self, role: LineRole, content: Vec<Inline>) -> Line {
        self.span("\n");
        Line { span: reach(&content), role, content, why: why() }
    }

    pub fn block(&mut self, kind: BlockKind) -> Block {
        let start = self.text.len();
        self.span("\n");
        Block { span: Span::new(start, start), kind, why: why() }
    }

    pub fn paragraph(&mut self, text: &str) -> Block {
        let content = self.texts(text);
        self.block(BlockKind::Paragraph { content, continues: false })
    }

    pub fn heading(&mut self, level: u8, text: &str) -> Heading {
        let content = self.texts(text);
        Heading { span: reach(&content), level, source_level: None, lang: None, content, why: why() }
    }

    pub fn furniture(&mut self, kind: FurnitureKind, text: &str) {
        let span = self.span(text);
        self.span("\n");
        let content = vec![Inline::Text { span, text: None }];
        self.furniture.push(Furniture { span, kind, content, why: why() });
    }

    pub fn finish(
        self,
        name: &str,
        lang: &str,
        head: Head,
        front: Vec<Front>,
        parts: Vec<Part>,
        back: Vec<Section>,
    ) -> Document {
        let edition = Edition {
            lang: lang.into(),
            wrap: Wrap::Lines,
            brackets: "plain".into(),
            head,
            front,
            parts,
            back,
            notes: self.notes,
            furniture: self.furniture,
        };
        Document { source: Source::new(name, self.text), edition }
    }
}

/// A letter of salutation, one paragraph and signature.
pub fn short_letter(build: &mut Build, salute: &str, body: &str, signed: &str) -> Letter {
    let salute = build.texts(salute);
    let top = vec![Top::Line(build.line(LineRole::Salute, salute))];
    let body = vec![build.paragraph(body)];
    let signed = build.texts(signed);
    let bottom = vec![Bottom::Line(build.line(LineRole::Signed, signed))];
    Letter { top, body, bottom, ..Letter::default() }
}

/// A bare letter in a language nobody knows, without any metadata.
pub fn bare() -> Document {
    let mut build = Build::default();
    let letter = short_letter(&mut build, "Dear Sir,", "I thank you for yours of the ninth.", "A. Miller");
    build.finish("folder/letter.txt", "und", Head::default(), vec![], vec![Part::Letter(Box::new(letter))], vec![])
}

/// Three letters that begin alike, two of them on one day; names and title full of markup characters.
pub fn correspondence() -> Document {
    let mut build = Build::default();
    let mut parts = Vec::new();
    for (to, from, place, day) in [
        ("B. <Weaver> & Sons", "A. Miller", Some("Leeds"), "1851-05-02"),
        ("B. <Weaver> & Sons", "A. Miller", Some("Hull"), "1851-05-02"),
        ("A. Miller", "C. \"Carter\"", None, "1851-05-09"),
    ] {
        let start = build.span("").start;
        let written = build.date("May 1851", Some(day));
        let date = match &written {
            Inline::Date { date, .. } => Some((**date).clone()),
            _ => None,
        };
        let dateline = build.line(LineRole::Dateline, vec![written]);
        let mut letter = short_letter(&mut build, "Dear Sir,", "The wool has come.", from);
        letter.top.insert(0, Top::Line(dateline));
        letter.meta =
            LetterMeta { sender: Some(value(from)), recipient: Some(value(to)), place: place.map(value), date };
        letter.span = Span { start, end: build.span("").end };
        parts.push(Part::Letter(Box::new(letter)));
    }
    let head = Head {
        title: Some(value("Wool & Weaving: a <short> \"correspondence\"")),
        subtitle: Some(value("May 1851")),
        editors: vec![value("D. Dyer & Co.")],
        translators: vec![value("T. Tucker")],
        transcribers: vec![value("S. Scribe")],
        sources: vec![value("Wool & Weavers' Archive, box 3 <loose>")],
        publisher: Some(value("The Loom Press")),
        licence: Some(value("CC BY 4.0")),
        date: Some(value("1851")),
        identifier: Some(value("https://example.org/wool?box=3&item=1")),
        ..Head::default()
    };
    build.finish("wool.txt", "en", head, vec![], parts, vec![])
}

/// A pamphlet with front and back matter, nested headings, page numbers and furniture, in German.
pub fn pamphlet() -> Document {
    let mut build = Build::default();
    build.furniture(FurnitureKind::Boilerplate, "Bibliothek der Müller, frei kopierbar");
    let title = build.texts("Das Mühlrad");
    let byline = build.texts("von A. Müller & Söhnen");
    let lines = vec![
        TitleLine { span: reach(&title), role: TitleRole::Title, content: title, why: why() },
        TitleLine { span: reach(&byline), role: TitleRole::Byline, content: byline, why: why() },
    ];
    let headings = vec![build.heading(1, "Einleitung")];
    let blocks = vec![build.paragraph("Die Mühle steht am Bach.")];
    let intro = Section { function: Some("introduction".into()), headings, blocks, ..Section::default() };
    build.furniture(FurnitureKind::RunningHead, "Das Mühlrad");
    let deep = Section {
        headings: vec![build.heading(4, "Das Wehr")],
        blocks: vec![build.paragraph("Es hält.")],
        ..Section::default()
    };
    let bare =
        Section { blocks: vec![build.paragraph("Ohne Überschrift.")], sections: vec![deep], ..Section::default() };
    let french = Section {
        lang: Some("fr".into()),
        headings: vec![build.heading(2, "Le moulin")],
        blocks: vec![build.paragraph("Il tourne.")],
        ..Section::default()
    };
    let headings = vec![build.heading(2, "Erster Teil"), build.heading(4, "Wasser")];
    let first = build.texts("Das Wasser treibt das Rad, das Rad treibt den Stein, und der Stein");
    let cut = build.texts("mahlt das Korn.");
    let blocks = vec![
        build.block(BlockKind::PageBreak { number: Some("5".into()), printed: true }),
        build.block(BlockKind::Paragraph { content: first, continues: false }),
        build.block(BlockKind::PageBreak { number: Some("6 & 7".into()), printed: true }),
        build.block(BlockKind::PageBreak { number: None, printed: false }),
        build.block(BlockKind::Paragraph { content: cut, continues: true }),
    ];
    let main = Section { headings, blocks, sections: vec![bare, french], ..Section::default() };
    let back = Section {
        function: Some("imprint".into()),
        blocks: vec![build.paragraph("Gedruckt zu Mühlheim")],
        ..Section::default()
    };
    let head =
        Head { title: Some(value("Das Mühlrad")), authors: vec![value("A. Müller & Söhne")], ..Head::default() };
    let front = vec![Front::TitleBlock { lines }, Front::Section(intro)];
    build.finish("muehlrad.md", "de", head, front, vec![Part::Section(Box::new(main))], vec![back])
}

/// One letter that holds every kind of block, inline, editorial act, line and note.
pub fn everything() -> Document {
    let mut b = Build::default();
    let heading = b.heading(2, "IV. To the Weavers");
    let address = vec![b.text("Mill Lane"), Inline::LineBreak { span: b.span("\n") }, b.text("Leeds")];
    let address = b.line(LineRole::Address, address);
    let dateline = vec![b.place("Leeds"), b.text(", "), b.date("2 May 1851", Some("1851-05-02"))];
    let dateline = b.line(LineRole::Dateline, dateline);
    let salute = b.texts("Dear Friends,");
    let salute = b.line(LineRole::Salute, salute);
    let page = PageBreak { span: b.span("[p. 12]"), number: Some("12".into()), printed: false, why: why() };
    let top = vec![Top::Heading(heading), Top::Line(address), Top::Break(page), Top::Line(dateline), Top::Line(salute)];

    let styles = [
        Style::Italic,
        Style::Bold,
        Style::Underline,
        Style::SmallCaps,
        Style::Superscript,
        Style::Strike,
        Style::Title,
        Style::Code,
    ];
    let mut words = vec![b.text("I write in every hand: ")];
    for style in styles {
        words.extend([b.emphasis(style, "so"), b.text(", ")]);
    }
    words.extend([
        b.text("and mark it"),
        b.note_ref("1", 0),
        b.text(" well"),
        b.note_ref("*", 1),
        b.text(" twice"),
        b.note_ref("1", 0),
        b.text(", nowhere"),
        b.note_ref("9", 99),
        b.text(".\r\nA second line & <more>"),
    ]);
    let mut acts = vec![b.text("The editor was here: ")];
    for (act, resp, uncertain, text) in [
        (Act::Supplied, Some("editor"), false, "wool"),
        (Act::SuppliedName, None, false, "John"),
        (Act::Gloss, None, false, "that is, cloth"),
        (Act::Expanded, None, false, "received"),
        (Act::Unclear, None, true, "loom?"),
        (Act::Gap, None, false, "illegible"),
        (Act::Omitted, None, false, "…"),
        (Act::Space, None, false, "blank"),
        (Act::Sic, None, false, "sic"),
        (Act::Correction, None, true, "recte weaver"),
        (Act::Added, None, false, "above"),
        (Act::Deleted, None, false, "struck"),
        (Act::Surplus, None, false, "the the"),
        (Act::Remark, Some("on verso!"), false, "in red ink"),
    ] {
        acts.extend([b.editorial(act, resp, uncertain, text), b.text(" ")]);
    }
    let mut odd = vec![b.text("Lost "), Inline::Lost { span: b.span("\u{FFFD}"), repair: None }];
    odd.push(Inline::Lost { span: b.span("\u{FFFD}"), repair: Some("’".into()) });
    odd.push(Inline::Control { span: b.span("\u{7}"), code: 7 });
    odd.extend([
        b.text("\0 raw "),
        Inline::PageBreak { span: b.span("|13|"), number: Some("13".into()) },
        b.date("about 1850", Some("1850~")),
    ]);
    odd.push(Inline::Text { span: b.span("&eacute;"), text: Some("é".into()) });
    let quoted = vec![b.paragraph("Wool is wool.")];
    let verse = |b: &mut Build, lines: &[(&str, u16)]| {
        let lines = lines.iter().map(|(text, indent)| {
            let content = b.texts(text);
            VerseLine { span: reach(&content), indent: *indent, content }
        });
        BlockKind::Verse { lines: lines.collect() }
    };
    let stanzas = [
        verse(&mut b, &[("The shuttle flies,", 0), ("the weaver sighs,", 4)]),
        verse(&mut b, &[("and night comes on.", 40)]),
    ];
    let labelled = ["a)", "b)"].map(|label| {
        let (label, inner) = (b.span(label), b.text(" one item"));
        Item { span: label, label: Some(label), content: vec![Inline::Markup { span: label }, inner] }
    });
    let plain = ["red", "blue"].map(|text| Item {
        span: Span::default(),
        label: None,
        content: vec![b.markup("- "), b.text(text)],
    });
    let sign = vec![b.markup("* * *")];
    let note_text = b.texts("A note without a mark.");
    let line_text = b.texts("Your obedient servants,");
    let cut = b.texts("A word cut at the hy-");
    let rest = b.texts("phen goes on.");
    let lone = b.texts("This goes on with something lost.");
    let mut body = Vec::new();
    for kind in [
        BlockKind::Paragraph { content: words, continues: false },
        BlockKind::Paragraph { content: acts, continues: false },
        BlockKind::Separator { sign },
        BlockKind::Paragraph { content: odd, continues: false },
        BlockKind::Quote { lang: None, blocks: quoted },
        stanzas[0].clone(),
        stanzas[1].clone(),
        BlockKind::List { ordered: true, items: labelled.to_vec() },
        BlockKind::List { ordered: false, items: plain.to_vec() },
        BlockKind::Note { label: Some("†".into()), content: note_text },
        BlockKind::Line { role: LineRole::Valediction, content: line_text },
        BlockKind::Paragraph { content: cut, continues: false },
        BlockKind::PageBreak { number: Some("14".into()), printed: false },
        BlockKind::Paragraph { content: rest, continues: true },
        BlockKind::Separator { sign: vec![] },
        BlockKind::Paragraph { content: lone, continues: true },
    ] {
        body.push(b.block(kind));
    }
    let enclosure = Section {
        function: Some("enclosure".into()),
        headings: vec![b.heading(5, "List of cloth")],
        blocks: vec![b.paragraph("Six bales.")],
        ..Section::default()
    };
    let valediction = b.texts("Yours truly,");
    let valediction = b.line(LineRole::Valediction, valediction);
    let signed = b.texts("A. Miller");
    let signed = b.line(LineRole::Signed, signed);
    let blocks = vec![b.paragraph("P.S. Send more wool.")];
    let closer = b.texts("A. M.");
    let closer = vec![b.line(LineRole::Signed, closer)];
    let postscript = Postscript { span: Span::default(), blocks, closer };
    let page = PageBreak { span: b.span("[p. 15]"), number: Some("15".into()), printed: false, why: why() };
    let trailer = b.texts("Endorsed: answered 9 May");
    let trailer = b.line(LineRole::Trailer, trailer);
    let bottom = vec![
        Bottom::Line(valediction),
        Bottom::Line(signed),
        Bottom::Break(page),
        Bottom::Postscript(postscript),
        Bottom::Trailer(trailer),
    ];

    let mut first = b.paragraph("The hand of a clerk");
    if let BlockKind::Paragraph { content, .. } = &mut first.kind {
        content.push(b.note_ref("2", 2));
    }
    b.note("1", Some("editor"), vec![first]);
    let item = Item { span: Span::default(), label: None, content: b.texts("a list in a note") };
    let list = b.block(BlockKind::List { ordered: false, items: vec![item] });
    b.note("*", Some("author"), vec![list]);
    // The third note refers back to the first; the fourth has no mark.
    let mut third = b.paragraph("See the first");
    if let BlockKind::Paragraph { content, .. } = &mut third.kind {
        content.push(b.note_ref("1", 0));
    }
    b.note("2", None, vec![third]);
    let fourth = b.paragraph("Nobody points here.");
    b.note("3", Some("somebody"), vec![fourth]);
    for kind in [
        FurnitureKind::SourceNote,
        FurnitureKind::Contents,
        FurnitureKind::Repeated,
        FurnitureKind::Noise,
        FurnitureKind::FrontMatter,
        FurnitureKind::Directive,
    ] {
        b.furniture(kind, "From the <Leeds> archive & others");
    }
    let meta = LetterMeta { recipient: Some(value("the Weavers")), ..LetterMeta::default() };
    let letter = Letter { top, body, sections: vec![enclosure], bottom, meta, ..Letter::default() };
    let sources = vec![value("Leeds archive")];
    let head = Head { authors: vec![value("A. Miller")], sources, ..Head::default() };
    b.finish("all.txt", "en-GB", head, vec![], vec![Part::Letter(Box::new(letter))], vec![])
}

/// Nothing at all.
pub fn empty() -> Document {
    Build::default().finish("", "", Head::default(), vec![], vec![], vec![])
}

/// All of them.
pub fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("bare", bare()),
        ("correspondence", correspondence()),
        ("pamphlet", pamphlet()),
        ("everything", everything()),
        ("empty", empty()),
    ]
}
