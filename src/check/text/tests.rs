//! Where rules for transcriptions stop: what looks like a fault and is none, and the other way round.

use crate::check::{CheckOptions, registry};
use crate::diagnostic::Level;
use crate::document::Document;
use crate::read::{ReadOptions, Reading};
use crate::source::Source;
use crate::steps::steps_of;

/// The words that a rule finds in a text, with `!` before those of a level above note.
fn found(rule: &str, text: &str) -> Vec<String> {
    let checked = crate::check("x", text.into(), &ReadOptions::default(), &CheckOptions::default()).expect("a text");
    let own = checked.findings.into_iter().filter(|finding| finding.rule == rule);
    own.map(|finding| {
        let mark = if finding.level > Level::Note { "!" } else { "" };
        format!("{mark}{}", &text[finding.span.expect("it has a place").range()])
    })
    .collect()
}

/// A letter with this body.
fn letter(body: &str) -> String {
    format!("Harwick, 4 March 1911\n\nDear Miss Alder,\n\n{body}\n\nYours sincerely,\n\nJ. Thorne\n")
}

/// The steps that the rules take for a text.
fn steps(text: &str, options: &ReadOptions) -> usize {
    steps_in("x", text, options)
}

/// The same for a file of this name.
fn steps_in(name: &str, text: &str, options: &ReadOptions) -> usize {
    let source = Source::new(name, text);
    let Reading { edition, findings } = crate::read::text(&source, options).expect("it is read");
    let document = Document { source, edition };
    steps_of(|| {
        let checked = super::check(document, findings, &[], registry::TEXT);
        checked.report("x")
    })
}

/// Once each mark looked back to the start of its line, each yearless date at all findings before it, and each signature
/// at all authors.
#[test]
fn work_grows_with_the_text() {
    let note = "Harwick, 4 March\n\nDear Miss Alder,\n\nThe parcel came, and I thank you for it.\n\nYours sincerely,\n\n\
                Robert Hale\n\n";
    let many = |part: &'static str| move |count: usize| letter(&part.repeat(count));
    let texts: [(&str, &dyn Fn(usize) -> String); 8] = [
        ("marks that close nothing", &many("\u{201d} - ")),
        ("marks that are never closed", &many("\u{201e}")),
        ("marks before blanks", &many("\"            ")),
        ("marks before signs", &many("\"____")),
        ("words with hyphens", &many("inter-rupted interrupted inter-woven-")),
        ("damaged words", &many("caf\u{c3}\u{a9}-\u{c3}\u{a9} ")),
        ("the same line", &many("The parcel came on Tuesday, and the seeds are already in the ground here.\n")),
        ("letters without a year", &|count| note.repeat(count)),
    ];
    for (what, text) in texts {
        let [once, twice] = [400, 800].map(|count| steps(&text(count), &ReadOptions::default()));
        assert!(once > 400 && twice * 10 <= once * 23, "{what}: {once} steps, then {twice}");
    }
    // Each block looked at the whole line that it stands on.
    let blocks = |count| letter(&format!("<div>{}</div>", "<p>a</p>".repeat(count)));
    let [once, twice] = [400, 800].map(|count| steps_in("x.md", &blocks(count), &ReadOptions::default()));
    assert!(once > 400 && twice * 10 <= once * 23, "blocks on one line: {once} steps, then {twice}");
    let [once, twice] = [400, 800].map(|count| {
        let meta = (0..count).map(|n| ("author".to_owned(), format!("Anna A{n}"))).collect();
        let options = ReadOptions { meta, ..ReadOptions::default() };
        steps(&note.repeat(count), &options)
    });
    assert!(once > 400 && twice * 10 <= once * 23, "letters of many authors: {once} steps, then {twice}");
}

#[test]
fn quotations_run_over_paragraphs_and_verses() {
    let none: [&str; 0] = [];
    for sound in [
        "“The parcel came.\n\n“The seeds are in the ground.” So she said.",
        "“The parcel came.\n\nThe seeds are in the ground.” So she said.",
        "„Das Paket kam“, sagte sie, „gestern.“",
        "»Das Paket kam«, sagte sie.",
        "Il dit « oui » et « non ».",
        "\"The parcel,\" she said, \"came.\"",
        "He read the \"_Harwick Mail_\", and no other.",
        "She wrote l'\"Humanité\" on it.",
        "“O bring the seeds,\n“and bring the spade,\n“and dig the ground I said.”",
        "Don’t. ‘Do not’ said he; ’tis late.",
    ] {
        assert_eq!(found("quotes/unbalanced", &letter(sound)), none, "{sound}");
    }
    for (faulty, expected) in [
        ("She said, \"The parcel came. \"The seeds,\" she said.", "!\""),
        ("The parcel” came, she said.", "!”"),
        ("Il dit « oui et non.", "!«"),
    ] {
        assert_eq!(found("quotes/unbalanced", &letter(faulty)), [expected], "{faulty}");
    }
}

#[test]
fn pages_start_anew_with_each_letter_and_signs_count_apart() {
    let pages = |one: &str, other: &str| {
        letter(&format!("The parcel came.\n\n{one}\n\nThe cat saw it.\n\n{other}\n\nIt rained."))
    };
    let none: [&str; 0] = [];
    assert_eq!(found("pages/out-of-order", &pages("[p. 6]", "[p. 7]")), none);
    assert_eq!(found("pages/out-of-order", &pages("[p. 6]", "[p. 9]")), none, "pages may be left out on purpose");
    assert_eq!(found("pages/out-of-order", &pages("[fol. 3r]", "[fol. 3v]")), none);
    assert_eq!(found("pages/out-of-order", &pages("- 6 -", "[p. 2]")), none, "printer and editor count apart");
    assert_eq!(found("pages/out-of-order", &pages("[p. 6]", "[p. 6]")), ["![p. 6]"]);
    assert_eq!(found("pages/out-of-order", &pages("[fol. 3v]", "[fol. 3r]")), ["![fol. 3r]"]);
    let two = format!("{}\n\n{}", pages("[p. 6]", "[p. 7]"), pages("[p. 2]", "[p. 3]"));
    assert_eq!(found("pages/out-of-order", &two), none);
}

#[test]
fn a_year_may_stand_elsewhere_and_be_typed_badly() {
    let dated = |date: &str| letter("The parcel came.").replace("4 March 1911", date);
    let none: [&str; 0] = [];
    assert_eq!(found("date/no-year", &dated("4 March I9II")), none);
    assert_eq!(found("date/no-year", &dated("4 March")), ["!4 March"]);
    assert_eq!(found("date/no-year", &dated("Tuesday")), ["!Tuesday"]);
    assert_eq!(found("date/no-year", &dated("4 March '11")), none, "the century is another matter");
    assert_eq!(found("date/no-year", &format!("A Letter of 4 March 1911\n\n{}", dated("4 March"))), none);
    assert_eq!(found("date/no-year", &letter("The parcel came.").replace("Harwick, 4 March 1911\n\n", "")), none);
}

#[test]
fn a_signature_may_be_an_initial_a_nickname_or_another_spelling() {
    let signed = |name: &str| {
        format!("---\nauthor: Katharina Braun\n---\n\n{}", letter("The parcel came.").replace("J. Thorne", name))
    };
    let none: [&str; 0] = [];
    for name in ["K. Braun", "Your Kathi", "Katharine Brown", "K. B.", "Mama"] {
        assert_eq!(found("letter/unknown-signature", &signed(name)), none, "{name}");
    }
    assert_eq!(found("letter/unknown-signature", &signed("Robert Hale")), ["Robert Hale"]);
}

#[test]
fn paragraphs_may_end_without_a_stop() {
    let none: [&str; 0] = [];
    let cut = |one: &str, other: &str| found("text/cut-paragraph", &letter(&format!("{one}\n\n{other}")));
    let (one, other) =
        ("The parcel came on Tuesday, and the seeds are", "already in the ground before the frost could come.");
    assert_eq!(cut(one, other), ["are"]);
    assert_eq!(cut(&format!("{one}."), other), none);
    assert_eq!(cut(&format!("{one}\n\n- 6 -"), other), none, "a page ended there");
    assert_eq!(cut(&one.to_lowercase(), other), none, "somebody who writes no capitals");
    assert_eq!(cut(one, "Already in the ground before the frost could come."), none);
}

#[test]
fn short_lines_may_come_again() {
    let none: [&str; 0] = [];
    let long = "The parcel came on Tuesday, and the seeds are already in the ground.";
    assert_eq!(found("text/repeated-line", &letter(&format!("{long}\n\nAnd so on.\n\n{long}"))), [format!("!{long}")]);
    assert_eq!(found("text/repeated-line", &letter("And so on.\n\nThe cat has seen them.\n\nAnd so on.")), none);
}
