//! A bracket profile of an edition's own, as those under `schema/brackets/`: read, and refused where something in it is
//! wrong or its examples do not read as they say.

use super::file::OwnFile;
use crate::Document;
use crate::knowledge::LanguageList;
use crate::knowledge::brackets::{
    self, Example, Form, LineExample, LineNotation, LineOutcome, Pair, Part, Profile, Slot,
};
use crate::read::bracket_words::MONTH;
use crate::read::inline::examples::{self, Acts};
use crate::read::inline::voices;
use crate::read::{self, ReadError, ReadOptions};
use crate::source::Source;
use crate::write::standoff;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// Slots of free text in one form. With more of them, the ways to fit a form are too many to try.
const MOST_FREE: usize = 2;
/// Signs of emphasis in a profile.
const MOST_EMPHASIS: usize = 12;

/// Reads a bracket profile in TOML, of the same form as the files of the built-in ones; `name` is what messages call the
/// file. [`ReadOptions::profiles`] takes it.
///
/// ```
/// let toml = r#"
/// name = "mill"
/// title = "What the editors of the Mill Papers write"
/// brackets = ["[]"]
///
/// [[notation]]
/// cue = "mill.supplied"
/// forms = ["[{text}]"]
/// act = "supplied"
/// examples = [{ text = "the [old] mill", acts = ["supplied: [old]"] }]
/// "#;
/// let profile = rubricate::bracket_profile("mill.toml", toml)?;
/// let mut options = rubricate::read::ReadOptions::default();
/// options.brackets = Some("mill".into());
/// options.profiles.insert("mill".into(), profile);
/// # Ok::<(), rubricate::read::ReadError>(())
/// ```
///
/// # Errors
/// No TOML of this form; a name that is taken; something that no text can be read by; an example that reads otherwise than
/// it says: with line and column.
pub fn bracket_profile(name: &str, text: &str) -> Result<Arc<Profile>, ReadError> {
    let file = OwnFile::new(name, text);
    let profile: Arc<Profile> = Arc::new(file.read("bracket profile")?);
    let places: Places = file.read("bracket profile")?;
    check(&profile, &places).map_err(|Fault { at, message }| file.fault(at, message))?;
    Ok(profile)
}

/// Where things stand in the file.
#[derive(Deserialize)]
struct Places {
    name: Spanned<String>,
    brackets: Spanned<Vec<String>>,
    marks: Option<Spanned<Vec<String>>>,
    balanced: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    emphasis: Vec<Spanned<toml::Table>>,
    #[serde(default)]
    tags: Vec<Spanned<toml::Table>>,
    letters: Option<Spanned<toml::Table>>,
    #[serde(default)]
    signs: Vec<Placed>,
    notation: Vec<Placed>,
    #[serde(default)]
    lines: Vec<Placed>,
}

/// A notation or sign.
#[derive(Deserialize)]
struct Placed {
    cue: Spanned<String>,
    examples: Spanned<Vec<Spanned<toml::Table>>>,
}

/// What is wrong with a profile.
struct Fault {
    /// Byte of the file.
    at: usize,
    message: String,
}

fn fault(place: Range<usize>, message: impl Into<String>) -> Fault {
    Fault { at: place.start, message: message.into() }
}

fn check(profile: &Arc<Profile>, places: &Places) -> Result<(), Fault> {
    let name = &profile.name;
    if brackets::profile(name).is_some() {
        return Err(fault(places.name.span(), format!("`{name}` is a built-in profile: give yours another name")));
    }
    if !is_id(name) {
        return Err(fault(places.name.span(), format!("`{name}` is no name: write letters, digits, `-`, `_` and `.`")));
    }
    pairs(&profile.brackets, &places.brackets.span())?;
    for (found, place) in [(&profile.marks, &places.marks), (&profile.balanced, &places.balanced)] {
        place.as_ref().map_or(Ok(()), |place| pairs(found, &place.span()))?;
    }
    emphasis(profile, places)?;
    if let Some(place) = &places.letters
        && let Some((sign, _)) = profile.letters.iter().find(|(_, letter)| letter.chars().count() != 1)
    {
        return Err(fault(place.span(), format!("`{sign}` must stand for one letter")));
    }
    for (sign, place) in profile.signs.iter().zip(&places.signs) {
        if sign.text.is_empty() || sign.text.contains(char::is_whitespace) {
            return Err(fault(place.cue.span(), format!("the sign \"{}\" must be one word", sign.text)));
        }
        notation(profile, place, &sign.examples)?;
    }
    for (found, place) in profile.notation.iter().zip(&places.notation) {
        let at = || place.cue.span();
        found.forms.iter().try_for_each(|form| check_form(form).map_err(|message| fault(at(), message)))?;
        let fits = |form: &Form| profile.brackets.contains(&form.pair) || profile.marks.contains(&form.pair);
        if let Some(form) = found.forms.iter().find(|form| !fits(form)) {
            let Pair { open, close } = form.pair;
            return Err(fault(at(), format!("\"{open}{close}\" stand neither in `brackets` nor in `marks`")));
        }
        if let Some(resp) = found.resp.as_deref().filter(|resp| !voices().contains(resp)) {
            return Err(fault(at(), format!("unknown `resp` \"{resp}\"; known are {}", voices().join(", "))));
        }
        let words = [("reason", &found.reason), ("unit", &found.unit)];
        if let Some((key, _)) = words.iter().find(|(_, word)| word.as_ref().is_some_and(|word| !is_id(word))) {
            return Err(fault(at(), format!("`{key}` must be a word of letters, digits, `-`, `_` and `.`")));
        }
        notation(profile, place, &found.examples)?;
    }
    for (found, place) in profile.lines.iter().zip(&places.lines) {
        line_notation(found).map_err(|message| fault(place.cue.span(), message))?;
        head(place)?;
    }
    // These are read with the whole profile, so all of it must be in order.
    let lines = profile.lines.iter().zip(&places.lines);
    lines.into_iter().try_for_each(|(found, place)| line_examples(profile, &found.examples, place))
}

/// A word that may stand in a message, a header and an attribute.
fn is_id(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn pairs(pairs: &[Pair], place: &Range<usize>) -> Result<(), Fault> {
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control();
    match pairs.iter().find(|pair| !is_sign(pair.open) || !is_sign(pair.close)) {
        Some(Pair { open, close }) => {
            let message = format!("\"{open}{close}\" are no brackets: letters, digits and white space cannot be");
            Err(fault(place.clone(), message))
        }
        None => Ok(()),
    }
}

fn emphasis(profile: &Profile, places: &Places) -> Result<(), Fault> {
    for (emphasis, place) in profile.emphasis.iter().zip(&places.emphasis) {
        let mut signs = emphasis.mark.chars();
        let (first, second, more) = (signs.next(), signs.next(), signs.next());
        let is_sign = first.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control());
        if !is_sign || more.is_some() || second.is_some_and(|second| Some(second) != first) {
            let message = format!("\"{}\" is no mark of emphasis: write one sign, or the same twice", emphasis.mark);
            return Err(fault(place.span(), message));
        }
    }
    if let Some(place) = places.emphasis.get(MOST_EMPHASIS) {
        return Err(fault(place.span(), format!("more than {MOST_EMPHASIS} marks of emphasis: leave some out")));
    }
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match profile.tags.iter().zip(&places.tags).find(|(tag, _)| !is_name(&tag.name)) {
        Some((tag, place)) => Err(fault(place.span(), format!("`{}` is no name of a tag: write `i`", tag.name))),
        None => Ok(()),
    }
}

/// Whether some language has a list of words of this name.
fn is_list(name: &str) -> bool {
    name == MONTH || LanguageList::builtin().iter().any(|language| language.editorial.contains_key(name))
}

fn check_form(form: &Form) -> Result<(), String> {
    let is_free =
        |part: &&Part| matches!(part, Part::Slot(Slot::Text | Slot::Word | Slot::Phrase | Slot::Name | Slot::Sentence));
    if form.parts.iter().filter(is_free).count() > MOST_FREE {
        return Err(format!("a form may have {MOST_FREE} slots for free text: write several notations"));
    }
    let unknown = form.parts.iter().find_map(|part| match part {
        Part::Slot(Slot::Words(list)) if !is_list(list) => Some(list),
        _ => None,
    });
    unknown.map_or(Ok(()), |list| {
        Err(format!("unknown slot `{{{list}}}`: no language has a list of words of this name under `[editorial]`"))
    })
}

fn line_notation(notation: &LineNotation) -> Result<(), String> {
    let given =
        [notation.fences.is_some(), notation.bracket.is_some(), notation.start.is_some(), notation.indent.is_some()];
    if !given.contains(&true) {
        return Err("nothing says which lines are meant: give `fences`, `bracket`, `start` or `indent`".into());
    }
    let signs = notation.fences.iter().flatten().chain(&notation.bracket).chain(&notation.start);
    if signs.into_iter().any(|sign| sign.trim().is_empty()) {
        return Err("a sign must hold more than blanks".into());
    }
    if notation.bracket.as_ref().is_some_and(|bracket| !bracket.contains('[')) {
        return Err("a `bracket` over several lines must be a square one: write \"[Note\"".into());
    }
    if notation.is == LineOutcome::Heading && notation.start.is_none() {
        return Err("a heading needs `start`, the sign before its words".into());
    }
    Ok(())
}

/// A cue that can be named, and at least one example.
fn head(place: &Placed) -> Result<(), Fault> {
    let cue = place.cue.get_ref();
    if !is_id(cue) {
        return Err(fault(place.cue.span(), format!("`{cue}` is no cue: write letters, digits, `-`, `_` and `.`")));
    }
    if place.examples.get_ref().is_empty() {
        return Err(fault(place.examples.span(), format!("`{cue}` has no example: it is a test of what you mean")));
    }
    Ok(())
}

fn notation(profile: &Profile, place: &Placed, examples: &[Example]) -> Result<(), Fault> {
    head(place)?;
    for (example, at) in examples.iter().zip(place.examples.get_ref()) {
        let wanted = Acts { acts: example.acts.clone(), details: example.details.clone() };
        let found = examples::read(profile, example);
        let (found, wanted) =
            if found.acts == wanted.acts { (found.details, wanted.details) } else { (found.acts, wanted.acts) };
        differs(&example.text, &found, &wanted).map_err(|message| fault(at.span(), message))?;
    }
    Ok(())
}

fn line_examples(profile: &Arc<Profile>, examples: &[LineExample], place: &Placed) -> Result<(), Fault> {
    let profiles = BTreeMap::from([(profile.name.clone(), Arc::clone(profile))]);
    let options = ReadOptions { brackets: Some(profile.name.clone()), profiles, ..ReadOptions::default() };
    for (example, at) in examples.iter().zip(place.examples.get_ref()) {
        let source = Source::new(profile.name.as_str(), example.text.as_str());
        let read = read::text(&source, &options).map_err(|error| fault(at.span(), error.message))?;
        let found = types(&Document { source, edition: read.edition });
        // Where the example does not say, anything is right.
        let said = found.iter().zip(&example.lines).map(|(found, wanted)| if wanted == "-" { found } else { wanted });
        let mut wanted: Vec<String> = said.cloned().collect();
        wanted.extend(example.lines.iter().skip(found.len()).cloned());
        differs(&example.text, &found, &wanted).map_err(|message| fault(at.span(), message))?;
    }
    Ok(())
}

/// The block type of each line that is not blank.
fn types(document: &Document) -> Vec<String> {
    let source = &document.source;
    let is_blank = |line: &usize| source.slice(source.line(line - 1)).trim().is_empty();
    let standoff = standoff(document);
    let lines = standoff.blocks.iter().flat_map(|block| {
        (block.line_start..=block.line_end).filter(|line| !is_blank(line)).map(|_| block.kind.name().to_owned())
    });
    lines.collect()
}

fn differs(text: &str, found: &[String], wanted: &[String]) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let list = |all: &[String]| if all.is_empty() { "nothing".to_owned() } else { format!("`{}`", all.join("`, `")) };
    let (found, wanted) = (list(found), list(wanted));
    Err(format!("the example {text:?} reads as {found}, and should read as {wanted}: mend the notation or the example"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    const MILL: &str = r#"name = "mill"
title = "What the editors of the Mill Papers write"
brackets = ["[]", "<>"]
emphasis = [{ mark = "*", style = "italic" }]

[[notation]]
cue = "mill.gap"
forms = ["<{dots}>"]
act = "gap"
reason = "lost"
unit = "character"
examples = [
  { text = "the <...> mill", acts = ["gap: <...>"], details = ["lost 3 character"] },
]

[[notation]]
cue = "mill.supplied"
forms = ["[{text}]"]
act = "supplied"
examples = [{ text = "the [old] mill", acts = ["supplied: [old]"] }]

[[lines]]
cue = "mill.song"
fences = ["--song", "song--"]
is = "verse"
examples = [{ text = "He sang:\n\n--song\nBring the bowls\nhome\nsong--\n", lines = ["-", "boilerplate", "verse", "verse", "boilerplate"] }]
"#;

    #[test]
    fn the_built_in_files_are_profiles_under_another_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/brackets");
        for name in brackets::names() {
            let text = fs::read_to_string(folder.join(format!("{name}.toml"))).expect("it is part of this crate");
            let error = bracket_profile("own.toml", &text).expect_err("its name is taken");
            assert!(error.message.contains("built-in"), "{error}");
            let own = text.replacen(&format!("name = \"{name}\""), "name = \"own\"", 1);
            let profile = bracket_profile("own.toml", &own).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(profile.name, "own");
        }
    }

    #[test]
    fn quotation_marks_and_double_strokes_may_be_brackets() {
        for (open, close, pairs) in [
            ("«", "»", "brackets = [\"<>\", \"«»\"]"),
            ("‹", "›", "brackets = [\"<>\", \"‹›\"]"),
            ("‖", "‖", "brackets = [\"<>\"]\nmarks = [\"‖‖\"]"),
        ] {
            let toml = MILL
                .replacen("brackets = [\"[]\", \"<>\"]", pairs, 1)
                .replace("[{text}]", &format!("{open}{{text}}{close}"))
                .replace("[old]", &format!("{open}old{close}"));
            let profile = bracket_profile("mill.toml", &toml);
            assert!(profile.is_ok(), "{open}{close}: {profile:?}");
        }
    }

    #[test]
    fn a_profile_of_ones_own_is_read_by() {
        let profile = bracket_profile("mill.toml", MILL).expect("it is well-formed");
        let text = "---\nbrackets: mill.toml\n---\n\nDear Anna,\n\nThe [old] mill <..> burned.\n\n--song\nBring the bowls\nhome\nsong--\n\nTom\n";
        let options = ReadOptions { profiles: [("mill.toml".to_owned(), profile)].into(), ..ReadOptions::default() };
        for (text, meta) in
            [(text.to_owned(), None), (text.replacen("---\nbrackets: mill.toml\n---\n\n", "", 1), Some("mill.toml"))]
        {
            let meta = meta.map(|name| ("brackets".to_owned(), name.to_owned())).into_iter().collect();
            let options = ReadOptions { meta, ..options.clone() };
            let edition = read::text(&Source::new("letter.txt", text), &options).expect("it can be read").edition;
            assert_eq!(edition.brackets, "mill");
            let json = serde_json::to_string(&edition).expect("a tree is JSON");
            for cue in ["mill.gap", "mill.supplied", "mill.song"] {
                assert!(json.contains(&format!("\"{cue}\"")), "no {cue} in {json}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (from, to, line, words) in [
            ("name = \"mill\"", "name = \"the mill\"", 1, "`the mill` is no name"),
            ("name = \"mill\"", "name = 1", 1, "this is no bracket profile"),
            ("title", "titel", 2, "unknown field `titel`"),
            ("\"<>\"]", "\"<a\"]", 3, "\"<a\" are no brackets"),
            ("\"<>\"]", "\"<\"]", 3, "no pair of brackets"),
            ("\"<>\"]", "\"()\"]", 7, "\"<>\" stand neither in `brackets` nor in `marks`"),
            ("mark = \"*\"", "mark = \"*_\"", 4, "\"*_\" is no mark of emphasis"),
            ("mark = \"*\"", "mark = \"\"", 4, "\"\" is no mark of emphasis"),
            ("cue = \"mill.gap\"", "cue = \"the gap\"", 7, "`the gap` is no cue"),
            ("{dots}", "{weather}", 7, "unknown slot `{weather}`"),
            ("[{text}]", "[{word} {text} {word}]", 17, "2 slots for free text"),
            ("reason = \"lost\"", "reason = \"lost it\"", 7, "`reason` must be a word"),
            ("reason = \"lost\"", "resp = \"the king\"", 7, "unknown `resp` \"the king\"; known are editor"),
            ("lost 3 character", "lost 2 character", 13, "reads as `lost 3 character`, and should read as `lost 2"),
            (
                "supplied: [old]",
                "supplied: [mill]",
                20,
                "reads as `supplied: [old]`, and should read as `supplied: [mill]`",
            ),
            (
                "[{ text = \"the [old] mill\", acts = [\"supplied: [old]\"] }]",
                "[]",
                20,
                "`mill.supplied` has no example",
            ),
            ("fences = [\"--song\", \"song--\"]", "bullet = true", 23, "nothing says which lines are meant"),
            ("fences = [\"--song\", \"song--\"]", "fences = [\"--song\", \"\"]", 23, "more than blanks"),
            ("fences = [\"--song\", \"song--\"]", "start = \" \"", 23, "more than blanks"),
            ("fences = [\"--song\", \"song--\"]", "bracket = \"(Song\"", 23, "must be a square one"),
            ("is = \"verse\"", "is = \"heading\"", 23, "a heading needs `start`"),
            ("\"-\", \"boilerplate\", \"verse\"", "\"-\", \"boilerplate\", \"quote\"", 26, "should read as `"),
            ("is = \"verse\"", "is = \"song\"", 25, "unknown variant `song`"),
        ] {
            let text = MILL.replacen(from, to, 1);
            assert_ne!(text, MILL, "{from}");
            let error = bracket_profile("mill.toml", &text).expect_err(to);
            assert_eq!(error.place, Some(("mill.toml".to_owned(), line)), "{to}: {error}");
            assert!(error.message.contains(words) && error.column.is_some(), "{to}: {error}");
        }
    }
}
