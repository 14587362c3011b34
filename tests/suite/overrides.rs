//! The editor's last word: attribute lines and files of hints.

use crate::common::{self, read_with, write};
use crate::run::Folder;
use rubricate::Document;
use rubricate::read::Hints;
use rubricate::read::{self, ReadOptions};
use rubricate::source::Source;
use rubricate::tree::{BlockType, Edtf, FurnitureKind, Leaf, Part, Provenance};
use rubricate::write::standoff;

/// One line per block.
const LETTER: &str = "\
From the mill

Hexham, 4 May 1881

Dear Anna,

The snow lay so deep on the road that the post did not come for three days, and nobody was sorry.

When it came at last there was your letter in it.

Yours ever,

Tom

P.S. The cat is well.
";

/// Wrapped at a column, openers and closers without blank lines between them.
const WRAPPED: &str = "\
Hexham, 4 May 1881
Dear Anna,

The snow lay so deep on the road to the mill that the post did not
come for three days, and when it came at last there was your letter
in it and nothing else, so that we read it twice aloud at the table
and once more for the cat.

The snow lay so deep on the road to the mill that the post did not
come for three days, and when it came at last there was your letter
in it.
Yours ever,
Tom
";

fn with_hints(text: &str, hints: &str) -> Result<Document, String> {
    let hints = Hints::parse("letter.hints.toml", hints).map_err(|error| error.to_string())?;
    let options = common::options(|it| it.hints = Some(hints));
    let source = Source::new("letter.txt", text);
    let edition = read::text(&source, &options).map_err(|error| error.to_string())?.edition;
    Ok(Document { source, edition })
}

fn error(text: &str, hints: &str) -> String {
    with_hints(text, hints).map(|_| String::new()).expect_err("these hints must be refused")
}

fn attribute_error(text: &str) -> String {
    let source = Source::new("letter.txt", text);
    read::text(&source, &ReadOptions::default()).map(drop).expect_err("this must be refused").to_string()
}

/// Type and reason of the block that a line belongs to.
fn block(document: &Document, line: usize) -> (&'static str, String) {
    let standoff = standoff(document);
    let block = standoff.blocks.iter().find(|block| (block.line_start..=block.line_end).contains(&line));
    let block = block.unwrap_or_else(|| panic!("line {line} is in no block"));
    (block.kind.name(), block.why.join(" "))
}

fn numbers(text: &str) -> impl Iterator<Item = usize> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(index, _)| index + 1)
}

/// Every character of the source is in the tree once.
#[track_caller]
fn complete(document: &Document) {
    let mut covered = vec![0u8; document.source.text.len()];
    for Leaf { span, .. } in document.edition.leaves() {
        covered[span.range()].iter_mut().for_each(|count| *count += 1);
    }
    for (at, c) in document.source.text.char_indices() {
        assert!(c.is_whitespace() || covered[at] == 1, "{c:?} at byte {at} is in the tree {} times", covered[at]);
    }
}

#[test]
fn every_role_is_possible_on_every_line() {
    for text in [LETTER, WRAPPED, "Just a few words.\n"] {
        for line in numbers(text) {
            for name in BlockType::ALL.map(BlockType::name) {
                let hints = format!("[[block]]\nlines = {line}\nrole = \"{name}\"\n");
                let document = with_hints(text, &hints).unwrap_or_else(|error| panic!("{name}, line {line}: {error}"));
                let (kind, why) = block(&document, line);
                assert_eq!(kind, name, "line {line}, {why}");
                complete(&document);
            }
        }
    }
}

/// Texts in which recognition makes one paragraph of the lines around the one named, and that line.
const JOINED: [(&str, usize); 4] = [
    // One line per block: a paragraph without an end goes on in the next one.
    (
        "Dear Anna,\n\nThe snow lay so deep on the road to the mill that the post did not come for three days and\n\n\
         nobody at the table was sorry about it, for we had books and bread and\n\n\
         a letter of yours to read.\n\nYours ever,\n\nTom\n",
        5,
    ),
    // The same, cut by a page.
    (
        "Dear Anna,\n\nThe snow lay so deep on the road to the mill that the post did not come for three days and\n\n\
         [p. 6]\n\nnobody at the table was sorry about it.\n\nYours ever,\n\nTom\n",
        7,
    ),
    // Wrapped at a column.
    (
        "Dear Anna,\n\nThe snow lay so deep on the road to the mill that the post did not\n\
         come for three days, and when it came at last there was your letter\n\
         in it and nothing else, so that we read it twice aloud at the table\n\
         and once more for the cat.\n\n\
         The snow lay so deep on the road to the mill that the post did not\n\
         come for three days, and when it came at last there was your letter\n\
         in it.\n\nYours ever,\n\nTom\n",
        5,
    ),
    // Wrapped, and cut by a page.
    (
        "Dear Anna,\n\nThe snow lay so deep on the road to the mill that the post did not\n\
         come for three days, and when it came at last there was your letter\n\
         in it and nothing else, so that we read it twice aloud and then\n\n\
         [p. 6]\n\n\
         once more for the cat, who had slept through both and did not wake\n\
         for the third, and we put it on the shelf with all of the others that\n\
         came.\n\nYours ever,\n\nTom\n",
        9,
    ),
];

/// Which paragraph of the reading a line is in: those that go on with the one before count as one.
fn whole(document: &Document, line: usize) -> (&'static str, usize) {
    let standoff = standoff(document);
    let at = standoff.blocks.iter().position(|block| (block.line_start..=block.line_end).contains(&line));
    let mut at = at.unwrap_or_else(|| panic!("line {line} is in no block"));
    let kind = standoff.blocks[at].kind;
    while standoff.blocks[at].continues {
        at = (0..at).rev().find(|&at| standoff.blocks[at].kind == kind).expect("it goes on with something");
    }
    (kind.name(), standoff.blocks[at].line_start)
}

#[test]
fn a_block_said_to_be_something_is_parted_from_those_around_it() {
    let mut faults = Vec::new();
    for (text, line) in JOINED {
        let (plain, _) = read_with("letter.txt", text, &ReadOptions::default());
        let is_text = |near: &usize| {
            let text = text.lines().nth(near - 1).unwrap_or_default();
            !text.trim().is_empty() && !text.starts_with('[')
        };
        let before = (1..line).rev().find(is_text).expect("the salutation is before it");
        let after = (line + 1..=text.lines().count()).find(is_text).expect("the closing is behind it");
        assert_eq!(whole(&plain, before), whole(&plain, line), "nothing is joined here:\n{text}");
        let goes_on = whole(&plain, after) == whole(&plain, line);
        for name in BlockType::ALL.map(BlockType::name) {
            let hinted = with_hints(text, &format!("[[block]]\nlines = {line}\nrole = \"{name}\"\n")).expect("it fits");
            let first =
                with_hints(text, &format!("[[block]]\nlines = {before}\nrole = \"{name}\"\n")).expect("it fits");
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.insert(line - 1, format!("{{.{name} lines=1}}"));
            let (attributed, _) = read_with("letter.txt", &(lines.join("\n") + "\n"), &ReadOptions::default());
            for (how, document, told, shift) in
                [("hints", &hinted, line, 0), ("hints before", &first, before, 0), ("attributes", &attributed, line, 1)]
            {
                complete(document);
                let shifted = |at: usize| if at >= line { at + shift } else { at };
                let [before, here, after] = [before, line, after].map(|at| whole(document, shifted(at)));
                let fixed = if told == line { here } else { before };
                if fixed.0 != name {
                    faults.push(format!("{name} by {how} is {} at line {line} of\n{text}", fixed.0));
                }
                if before == here {
                    faults.push(format!("{name} by {how} is not parted from the line before {line} of\n{text}"));
                }
                if told == line && goes_on && here == after {
                    faults.push(format!("{name} by {how} is not parted from the line after {line} of\n{text}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What goes on with a line of its kind does not go on with one that the editor fixed.
#[test]
fn other_blocks_said_to_be_something_are_parted_too() {
    let source_note = &format!("Source: *The Mill Papers*, vol. 2,\nHexham and London;\n\n{WRAPPED}");
    let dateline = "Hexham\n\n4 May 1881\n\nDear Anna,\n\nThe snow lay deep.\n\nYours,\n\nTom\n";
    let note = "Dear Anna,\n\nThe snow[1] lay deep.\n\nYours,\n\nTom\n\n[1] Of that winter.\n\n    It lay for weeks.\n";
    for (text, first, second, role) in
        [(source_note.as_str(), 1, 2, "source_note"), (dateline, 1, 3, "dateline"), (note, 9, 11, "note")]
    {
        for line in [first, second] {
            let document =
                with_hints(text, &format!("[[block]]\nlines = {line}\nrole = \"{role}\"\n")).expect("it fits");
            complete(&document);
            let (one, other) = (whole(&document, first), whole(&document, second));
            assert_ne!(one.1, other.1, "{role} at line {line} of\n{text}");
            assert_eq!(if line == first { one.0 } else { other.0 }, role);
        }
    }
}

/// Two paragraphs on the page are two in TEI, in a book and in the reading text.
#[test]
fn a_paragraph_said_to_be_one_is_one_in_every_format() {
    let (text, line) = JOINED[0];
    let said = format!("[[block]]\nlines = {line}\nrole = \"paragraph\"\n");
    let count = |hints: &str| {
        let document = with_hints(text, hints).expect("it fits");
        let tei = common::write_text(&document, "tei");
        let body = tei.split_once("<body>").expect("TEI has a body").1;
        (body.matches("<p>").count(), common::write_text(&document, "text").matches("\n\n").count())
    };
    let (paragraphs, gaps) = count("");
    assert_eq!(count(&said), (paragraphs + 2, gaps + 2), "one before, one after");
}

#[test]
fn two_fixed_lines_do_not_disturb_each_other() {
    let text = "Hexham, 4 May 1881\n\nDear Anna,\n\nThe snow lay deep and nobody came.\n\nYours ever,\n\nTom\n";
    let lines: Vec<usize> = numbers(text).collect();
    for (at, &one) in lines.iter().enumerate() {
        for &other in lines[at + 1..].iter().take(2) {
            for first in BlockType::ALL.map(BlockType::name) {
                for second in BlockType::ALL.map(BlockType::name) {
                    let hints = format!(
                        "[[block]]\nlines = {one}\nrole = \"{first}\"\n[[block]]\nlines = {other}\nrole = \"{second}\"\n"
                    );
                    let document = with_hints(text, &hints).unwrap_or_else(|error| panic!("{hints}{error}"));
                    assert_eq!((block(&document, one).0, block(&document, other).0), (first, second), "{hints}");
                }
            }
        }
    }
}

#[test]
fn every_format_can_hold_what_the_editor_says() {
    for line in numbers(LETTER) {
        for name in BlockType::ALL.map(BlockType::name) {
            let hints = format!("[[block]]\nlines = {line}\nrole = \"{name}\"\n");
            let document = with_hints(LETTER, &hints).expect("these hints fit");
            for format in common::formats() {
                assert!(!write(&document, format.name).is_empty());
            }
        }
    }
}

#[test]
fn an_attribute_line_fixes_the_block_after_it() {
    let text = LETTER.replace("Tom\n", "{.trailer}\nTom\n");
    let (document, _) = read_with("letter.txt", &text, &ReadOptions::default());
    assert_eq!(block(&document, 14), ("trailer", "fixed.attributes".into()));
    assert_eq!(block(&document, 13), ("boilerplate", "directive.attributes".into()));
    let directives = document.edition.furniture.iter().filter(|item| item.kind == FurnitureKind::Directive);
    assert_eq!(directives.map(|item| document.source.slice(item.span)).collect::<Vec<_>>(), ["{.trailer}"]);
    complete(&document);
    // Nothing else changes: the lines before are what they were.
    let (plain, _) = read_with("letter.txt", LETTER, &ReadOptions::default());
    for line in numbers(LETTER).take_while(|line| *line < 13) {
        assert_eq!(block(&document, line).0, block(&plain, line).0, "line {line}");
    }
}

#[test]
fn in_a_wrapped_file_attributes_reach_to_the_blank_line() {
    let text = WRAPPED.replace("\nThe snow", "\n{.quote}\nThe snow");
    let (document, _) = read_with("letter.txt", &text, &ReadOptions::default());
    for line in 5..=8 {
        assert_eq!(block(&document, line), ("quote", "fixed.attributes".into()), "line {line}");
    }
    let quotes = standoff(&document).blocks.iter().filter(|block| block.kind == BlockType::Quote).count();
    assert_eq!(quotes, 2);
    let few = WRAPPED.replace("Hexham", "{.address lines=1}\nHexham");
    let (document, _) = read_with("letter.txt", &few, &ReadOptions::default());
    assert_eq!(block(&document, 2).0, "address");
    assert_ne!(block(&document, 3).0, "address");
    complete(&document);
}

#[test]
fn words_in_braces_are_text() {
    let text = LETTER.replace("When it came", "{illegible}\n\nWhen it came");
    let (document, _) = read_with("letter.txt", &text, &ReadOptions::default());
    assert!(document.edition.furniture.iter().all(|item| item.kind != FurnitureKind::Directive));
}

#[test]
fn a_letter_starts_where_the_editor_says() {
    let text = "\
One afternoon the miller went up to the ridge to look for the goats that the storm had driven off in the night.\n\n\
Another afternoon he stayed below and mended the wheel, which had lost two of its blades when the ice went out.\n\n\
A third one was spent with the mason, who had come about the wall and would talk of nothing but the price of lime.\n";
    let letters = |document: &Document| {
        let letter = |part: &Part| match part {
            Part::Letter(letter) => Some((document.source.line_of(letter.span.start) + 1, letter.lang.clone())),
            Part::Section(_) => None,
        };
        document.edition.parts.iter().filter_map(letter).collect::<Vec<_>>()
    };
    let (plain, _) = read_with("x.txt", text, &ReadOptions::default());
    assert_eq!(letters(&plain), []);
    let marked = text.replace("Another", "{.letter lang=fr}\nAnother").replace("A third", "{.letter}\nA third");
    let (document, _) = read_with("x.txt", &marked, &common::options(|it| it.lang = Some("en".into())));
    assert_eq!(letters(&document), [(4, Some("fr".into())), (7, None)]);
    complete(&document);
    let hinted = with_hints(text, "[[block]]\nlines = 3\nletter = true\nlang = \"de\"\n").expect("it fits");
    assert_eq!(letters(&hinted), [(3, Some("de".into()))]);
}

#[test]
fn a_letter_is_read_in_its_own_language() {
    let text = "# Letters\n\nParis, le 4 mars 1880\n\nMon cher ami,\n\nJe pars demain.\n\nTon ami,\n\nJean\n";
    let english = common::options(|it| it.lang = Some("en".into()));
    let marked = text.replace("Paris", "{.letter .dateline lang=fr}\nParis");
    let (document, _) = read_with("x.txt", &marked, &english);
    let Some(Part::Letter(letter)) = document.edition.parts.iter().find(|part| matches!(part, Part::Letter(_))) else {
        panic!("no letter was found");
    };
    assert_eq!(letter.lang.as_deref(), Some("fr"));
    assert_eq!(letter.meta.date.as_ref().and_then(|date| date.edtf.as_ref()).map(Edtf::as_str), Some("1880-03-04"));
}

#[test]
fn a_language_needs_something_that_can_have_it() {
    let text = LETTER.replace("When it came", "{lang=fr}\nWhen it came");
    assert!(attribute_error(&text).starts_with("letter.txt:9: only a letter or a section"));
    let prose = "The bridge was built in a dry summer, and nobody who saw it then believed that the river would ever \
                 reach the arches. It did so in the following spring, twice, and took the toll house with it.";
    let text = format!("{prose}\n\n{{lang=fr}}\n## Un titre\n\n{prose}\n");
    let (document, _) = read_with("x.txt", &text, &ReadOptions::default());
    complete(&document);
}

#[test]
fn metadata_of_hints_wins_over_the_text_and_loses_to_the_command_line() {
    let hints = Hints::parse("h", "[meta]\nrecipient = \"Anna Pell\"\nauthor = \"T. Ost\"\n").expect("well-formed");
    let mut options = common::options(|it| it.hints = Some(hints));
    let recipient = |options: &ReadOptions| {
        let (document, _) = read_with("letter.txt", LETTER, options);
        let Some(Part::Letter(letter)) = document.edition.parts.last() else { panic!("the letter was not found") };
        let value = letter.meta.recipient.clone().expect("it was given");
        (value.text, value.by)
    };
    assert_eq!(recipient(&options), ("Anna Pell".into(), Provenance::Hints));
    options.meta.push(("recipient".into(), "Anna P.".into()));
    assert_eq!(recipient(&options), ("Anna P.".into(), Provenance::CommandLine));
}

#[test]
fn stale_and_contradictory_hints_are_errors_with_their_line() {
    let role = |lines: &str, more: &str| format!("[[block]]\nlines = \"{lines}\"\nrole = \"signed\"\n{more}");
    let says = |hints: &str, words: &str| {
        let error = error(LETTER, hints);
        assert!(error.starts_with("letter.hints.toml:2: ") && error.contains(words), "{error}");
    };
    says(&role("12", ""), "line 12 of the text is blank");
    says(&role("40", ""), "the text has no line 40");
    says(&role("11", "starts = \"Tom\"\n"), "line 11 of the text starts `Yours ever,`, not `Tom`; line 13 does");
    let twice = format!("{}{}", role("11-13", ""), role("13", ""));
    assert_eq!(
        error(LETTER, &twice),
        "letter.hints.toml:5: contradicts letter.hints.toml:2, which fixes the same line; take one of them out"
    );
    says("[[block]]\nlines = 15\nrole = \"noise\"\nletter = true\n", "no letter can start here");
    with_hints(LETTER, &role("13", "starts = \"Tom\"\n")).expect("these hints fit");
}

#[test]
fn wrong_attributes_are_errors_with_their_line() {
    let at = |attributes: &str| attribute_error(&LETTER.replace("Tom\n", &format!("{attributes}\nTom\n")));
    assert!(at("{.sined}").starts_with("letter.txt:13: unknown role `sined`; known are title, "));
    assert!(at("{lang=xx}").starts_with("letter.txt:13: unknown language `xx`"));
    assert!(at("{color=red}").starts_with("letter.txt:13: unknown attribute `color`"));
    assert!(at("{.signed .closer}").starts_with("letter.txt:13: a block cannot be signed and closer"));
    assert!(at("{.signed}\n{.closer}").starts_with("letter.txt:14: a block cannot be signed and closer"));
    assert!(at("{.signed lines=9}").starts_with("letter.txt:13: fewer than 9 lines follow"));
    assert!(attribute_error(&format!("{LETTER}\n{{.signed}}\n")).starts_with("letter.txt:17: no block follows"));
    let both = LETTER.replace("Tom\n", "{.signed}\nTom\n");
    let error = error(&both, "[[block]]\nlines = 14\nrole = \"closer\"\n");
    assert_eq!(
        error,
        "letter.hints.toml:2: contradicts letter.txt:13, which fixes the same line; take one of them out"
    );
}

#[test]
fn convert_finds_the_hints_beside_the_text() {
    let folder = Folder::new();
    folder.write("letter.txt", LETTER);
    folder.write("letter.hints.toml", "[[block]]\nlines = 13\nrole = \"trailer\"\nstarts = \"Tom\"\n");
    let run = folder.run(&["convert", "letter.txt", "--to", "standoff", "-o", "-"]).ended(0);
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).expect("standoff is JSON");
    let blocks = json["blocks"].as_array().expect("it has blocks");
    let block = blocks.iter().find(|block| block["line_start"] == 13).expect("line 13 is in a block");
    assert_eq!((&block["type"], &block["why"][0]), (&"trailer".into(), &"fixed.hints".into()));

    folder.write("letter.hints.toml", "[[block]]\nlines = 12\nrole = \"trailer\"\n");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.hints.toml:2: line 12 of the text is blank"]);
    assert!(!folder.exists("letter.xml"), "nothing is written from stale hints");
    folder.write("letter.hints.toml", "lines = [");
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.hints.toml:1: "]);
    std::fs::remove_file(folder.path("letter.hints.toml")).expect("it was written");
    folder.write("letter.txt", LETTER.replace("Tom\n", "{.sined}\nTom\n"));
    folder.run(&["convert", "letter.txt"]).ended(2).says(&["letter.txt:13: unknown role `sined`"]);
}
