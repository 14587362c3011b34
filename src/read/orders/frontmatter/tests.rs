//! What is read of front matter, and what is told.

use super::read;
use crate::read::lines;
use crate::source::Source;
use std::fmt::Write as _;

/// Lines taken, keys with their values, and findings with the words they are about.
fn read_all(text: &str) -> (usize, Vec<(String, String)>, Vec<String>) {
    let source = Source::new("x", text);
    let front = read(&source, &lines::lines(&source));
    for declared in &front.entries {
        let words = source.slice(declared.span);
        let bare = |text: &str| text.split(['\'', '"', '\\', ' ', '\n']).collect::<String>();
        let bare_words = bare(words);
        // A word that follows itself says nothing new: a bomb repeats one a hundred thousand times.
        let mut value: Vec<&str> = declared.value.split_whitespace().collect();
        value.dedup();
        let is_place = value.iter().all(|word| bare_words.contains(&bare(word)));
        assert!(is_place, "{words:?} is the place of {:?}", declared.value);
        let key = source.slice(declared.key_span).trim_matches(['"', '\'']).to_lowercase().replace(['-', '_'], "");
        assert!(declared.key.ends_with(&key), "{key:?} is the place of {:?}", declared.key);
    }
    let findings = front.findings.iter().map(|finding| {
        let words = finding.span.map_or("", |span| source.slice(span));
        format!("{} at `{words}`: {}", finding.rule, finding.message)
    });
    let entries = front.entries.iter().map(|it| (it.key.clone(), it.value.clone()));
    (front.lines, entries.collect(), findings.collect())
}

/// The values of front matter that is understood to its last word.
#[track_caller]
fn values(text: &str) -> String {
    let (taken, entries, findings) = read_all(&format!("{text}\n\nDear A,\n"));
    assert_eq!(findings, Vec::<String>::new(), "{text}");
    assert_eq!(taken, text.lines().filter(|line| !line.trim().is_empty()).count(), "{text}");
    entries.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("|")
}

fn yaml(inside: &str) -> String {
    values(&format!("---\n{inside}---"))
}

fn toml(inside: &str) -> String {
    values(&format!("+++\n{inside}+++"))
}

#[test]
fn yaml_toml_and_muse() {
    let expected = "title=A letter: home|lang=en";
    assert_eq!(yaml("title: \"A letter: home\"\nlang: en\n"), expected);
    assert_eq!(toml("title = \"A letter: home\"\nlang = \"en\"\n"), expected);
    assert_eq!(values("#title A letter:\nhome\n#lang en"), expected);
    assert_eq!(values("#title \"A letter: home\"\n#lang en"), expected);
    assert_eq!(values("---\ntitle: x\n..."), "title=x");
    assert_eq!(values("---\n---"), "");
    assert_eq!(values("---\n\n# nothing\n\n---"), "");
}

#[test]
fn a_heading_in_any_script_is_no_directive() {
    assert_eq!(read_all("# T\u{161}\u{113} COMMON PUMP\n\nText\n").0, 0);
    assert_eq!(read_all("#\u{a0}title x\n\nText\n").0, 0);
    assert_eq!(read_all("#t\u{161} COMMON\n").0, 0);
}

#[test]
fn a_rule_or_a_heading_is_no_front_matter() {
    for text in [
        "---\n\nDear A,\n\n---\n",
        "# KRONSTADT 21\n\nText\n",
        "---\nHarwick: 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came.\n\nYours,\n\nJ. Thorne\n---\n",
        "---\nTo: Anna Pell\nFrom: Tom Ost\nSubject: the mill\n\nDear Anna,\n",
        "---\nDear Anna: the parcel came.\n---\n",
        "---\n- one\n- two\n---\n",
        "---\nnote: the weir\n",
        "---\n",
        "+++\nThe weir = the mill\n+++\n",
        "--- \n***\n---\n",
    ] {
        assert_eq!(read_all(text), (0, vec![], vec![]), "{text}");
    }
}

#[test]
fn lists_of_persons_and_names_in_parts() {
    let expected = "author=Anna Pell|author=Tom C. Ost";
    for text in [
        "author:\n  - Anna Pell\n  - Tom C. Ost\n",
        "author:\n- Anna Pell\n- Tom C. Ost\n",
        "author: [Anna Pell, \"Tom C. Ost\"]\n",
        "author:\n  - name: Anna Pell\n  - {first: Tom C., last: Ost}\n",
        "author:\n  - name: {given: Anna, family: Pell}\n  - family: Ost\n    given: Tom C.\n",
        "author:\n  - name:\n      literal: Anna Pell\n  - 'Tom C. Ost'\n",
        "author: Anna Pell\nauthor: Tom C. Ost\n",
    ] {
        assert_eq!(yaml(text), expected, "{text}");
    }
    for text in [
        "author = [\"Anna Pell\", \"Tom C. Ost\"]\n",
        "[[author]]\nname = \"Anna Pell\"\n\n[[author]]\ngiven = \"Tom C.\"\nfamily = \"Ost\"\n",
        "author = [{name = \"Anna Pell\"}, {first = \"Tom C.\", last = \"Ost\"}]\n",
        "[params]\nauthor = [\n\"Anna Pell\",\n\"Tom C. Ost\",\n]\n",
    ] {
        assert_eq!(toml(text), expected, "{text}");
    }
    assert_eq!(
        yaml("author: {given: Ludwig, non-dropping-particle: van, family: Ost, suffix: Jr.}\n"),
        "author=Ludwig van Ost Jr."
    );
    assert_eq!(toml("[author]\nname = 'Anna Pell'\n"), "author=Anna Pell");
}

#[test]
fn values_are_what_is_meant() {
    assert_eq!(yaml("title: |\n  The Mill\n  at Harwick\n\nlang: en\n"), "title=The Mill at Harwick|lang=en");
    assert_eq!(yaml("title: >-\n  The Mill\n  at Harwick\n"), "title=The Mill at Harwick");
    assert_eq!(yaml("abstract: |\n  One.\n\n  Two: three.\n"), "abstract=One.\n\nTwo: three.");
    assert_eq!(yaml("title: The Mill\n  at Harwick\n"), "title=The Mill at Harwick");
    assert_eq!(yaml("title: \"The \\\"Mill\\\"\" # a comment\n"), "title=The \"Mill\"");
    assert_eq!(yaml("title: 'Anna''s mill'\n"), "title=Anna's mill");
    assert_eq!(toml("title = \"The \\\"Mill\\\"\" # a comment\n"), "title=The \"Mill\"");
    assert_eq!(toml("title = '''\nThe Mill\nat Harwick'''\n"), "title=The Mill at Harwick");
    assert_eq!(yaml("draft: true\nweight: 010\nnone:\nnull: ~\n"), "draft=true|weight=010");
    assert_eq!(toml("draft = true\nweight = 1_0\nratio = 1.50\n"), "draft=true|weight=1_0|ratio=1.50");
    assert_eq!(yaml("tags: [mill, weir]\nkeywords:\n  - one\n"), "tags=mill|tags=weir|keywords=one");
    assert_eq!(yaml("\"title\": x\nSeries-Number: 4\n"), "title=x|seriesnumber=4");
    assert_eq!(yaml("{title: x, lang: en}\n"), "title=x|lang=en");
    assert_eq!(yaml("  title: x\n  lang: en\n"), "title=x|lang=en");
}

#[test]
fn dates_lose_the_time_that_programs_put_behind_them() {
    for date in ["1911-03-04", "1911-03-04 10:00:00 +0200", "1911-03-04T10:00:00Z"] {
        assert_eq!(yaml(&format!("date: {date}\n")), "date=1911-03-04");
        assert_eq!(toml(&format!("date = {date}\n").replace(" +0200", "+02:00")), "date=1911-03-04");
    }
    assert_eq!(yaml("date: 4 March 1911\n"), "date=4 March 1911");
    assert_eq!(yaml("date: 1911~\n"), "date=1911~");
}

#[test]
fn tables_of_other_keys_are_kept_with_their_path() {
    assert_eq!(yaml("format:\n  html:\n    toc: true\n"), "format.html.toc=true");
    assert_eq!(toml("[menu.main]\nweight = 3\n"), "menu.main.weight=3");
    assert_eq!(toml("[params]\ncolour = 'red'\n"), "params.colour=red");
}

/// What stands in these fences is read as `expected`, and told of once, at words that start with `told_of`.
#[track_caller]
fn costs_itself(fence: &str, inside: &str, expected: &str, told_of: &str) {
    let (taken, entries, findings) = read_all(&format!("{fence}\n{inside}{fence}\n\nDear A,\n"));
    assert_eq!(taken, 2 + inside.lines().count(), "{inside}");
    let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(entries.join("|"), expected, "{inside}");
    let [finding] = findings.as_slice() else { panic!("{inside}: {findings:?}") };
    assert!(finding.starts_with(&format!("front-matter/not-read at `{told_of}")), "{inside}: {finding}");
}

#[test]
fn what_is_no_yaml_costs_no_more_than_itself() {
    let text = "---\ntitle: The Mill: a letter\nlang: en\n---\n\nDear A,\n";
    let (taken, entries, findings) = read_all(text);
    assert_eq!(taken, 4);
    assert_eq!(entries, [("title".into(), "The Mill: a letter".into()), ("lang".into(), "en".into())]);
    let message = "this is no YAML: mapping values are not allowed in this context: it is taken as it is written";
    assert_eq!(findings, [format!("front-matter/not-read at `The Mill: a letter`: {message}")]);

    for (inside, expected, told_of) in [
        ("title: [The Mill] at Harwick\nlang: en\n", "title=[The Mill] at Harwick|lang=en", "[The Mill] at Harwick"),
        ("title: @mill\nlang: en\n", "title=@mill|lang=en", "@mill"),
        ("title: *The Mill*\nlang: en\n", "title=*The Mill*|lang=en", "*The Mill*"),
        ("title: *Mill*\nlang: en\n", "title=*Mill*|lang=en", "*Mill*"),
        ("title: 'Mill\nlang: en\n", "title='Mill|lang=en", "'Mill"),
        ("title:Mill\nlang: en\n", "title=Mill|lang=en", "Mill"),
        ("lang: en\nauthor\ntitle: x\n", "lang=en|title=x", "author"),
        ("lang: en\nauthor:\n\t- A\ntitle: x\n", "lang=en|title=x", "- A"),
        ("lang: en\nmill: &m weir\nother: *m\n", "lang=en|mill=weir", "*m"),
        ("lang: en\n? [a]\n: b\n", "lang=en", "[a]"),
        ("lang: [en, de]\n", "lang=en", "de"),
        ("author: [[A, B], C]\n", "author=C", "[A, B]"),
        ("tags: [[a, b], c]\n", "tags=c", "[a, b]"),
        ("author: {orcid: 12}\nlang: en\n", "lang=en", "{orcid: 12}"),
        ("author:\n  name: A\n  affiliation: B\n", "author=A", "affiliation"),
        ("date: {on: 1911}\nlang: en\n", "lang=en", "{on: 1911}"),
    ] {
        costs_itself("---", inside, expected, told_of);
    }
}

#[test]
fn what_is_no_toml_costs_no_more_than_itself() {
    for (inside, expected, told_of) in [
        ("title = The Mill\nlang = 'en'\n", "title=The Mill|lang=en", "The Mill"),
        ("title = \"x\"\nlang = 'en'\nlang = 'de'\n", "title=x|lang=en", "lang"),
        ("title = \"x\"\nlang: en\n", "title=x", ": en"),
    ] {
        costs_itself("+++", inside, expected, told_of);
    }
}

#[test]
fn a_fence_that_was_forgotten_is_told() {
    for (text, taken, expected) in [
        ("---\ntitle: x\nauthor:\n  - A\n  - B\n\nDear A,\n", 5, "title=x|author=A|author=B"),
        ("---\ntitle: x\nlayout: letter\nDear A,\n\nThe mill: a weir.\n", 3, "title=x|layout=letter"),
        ("---\ntitle: x\nlang: en\n\nDear A,\n\nOne.\n\n---\n\nTwo.\n\nYours,\n\nB.\n", 3, "title=x|lang=en"),
        ("+++\ntitle = 'x'\n\nDear A,\n", 2, "title=x"),
    ] {
        let (lines, entries, findings) = read_all(text);
        let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!((lines, &*entries.join("|")), (taken, expected), "{text}");
        let [finding] = findings.as_slice() else { panic!("{text}: {findings:?}") };
        assert!(finding.starts_with("front-matter/not-closed at `"), "{finding}");
    }
}

#[test]
fn nothing_that_is_written_makes_it_swell() {
    let in_fences = |inside: &str| read_all(&format!("---\ntitle: x\n{inside}\n---\n\nDear A,\n"));
    // A bomb of aliases: each names all of the one before.
    let mut bomb = String::from("a0: &a0 [lol, lol]\n");
    for n in 1..40 {
        let _ = writeln!(bomb, "a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]", n - 1);
    }
    let (_, entries, findings) = in_fences(&bomb);
    assert_eq!((entries.len(), findings.len()), (3, 100));
    for deep in
        ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "a:\n".repeat(3) + &"? ".repeat(9_999)]
    {
        let (_, entries, findings) = in_fences(&format!("deep: {deep}"));
        assert!(entries.len() <= 2 && !findings.is_empty() && findings.len() <= 2, "{} {findings:?}", entries.len());
    }
    let deep = format!("+++\na = {}\n+++\n\nDear A,\n", "[".repeat(100_000));
    assert!(!read_all(&deep).2.is_empty());
    // Tables in tables, with long names.
    let nested = (0..30).fold(String::new(), |mut nested, depth| {
        let _ = writeln!(nested, "{}{}:", " ".repeat(depth), "k".repeat(500));
        nested
    });
    let (_, entries, findings) = in_fences(&nested);
    assert_eq!((entries.len(), findings.len()), (1, 1));
    // More than a megabyte is no metadata.
    for (fence, line) in [("---", "description: all of it\n"), ("+++", "key = 'value'\n")] {
        let text = format!("{fence}\n{}{fence}\n\nDear A,\n", line.repeat((1 << 20) / line.len() + 1));
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let front = read(&source, &lines);
        assert_eq!((front.lines, front.entries.len(), front.findings.len()), (lines.len() - 1, 0, 1));
    }
}
