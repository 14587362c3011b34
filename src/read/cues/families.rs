//! The table of cues with fixed values: what they are called, and their numbers.

/// Families of cues with fixed values, and the values' names.
const FAMILIES: &[(&str, &[&str])] = &[
    ("always", &["yes"]),
    ("line-from-top", STEPS),
    ("line-from-bottom", STEPS),
    ("group-from-top", STEPS),
    ("group-from-bottom", STEPS),
    ("group-size", &["1", "2", "3", "4", "5-8", "9+"]),
    ("place-in-group", &["only", "first", "inner", "last"]),
    ("blank-before", &["0", "1", "2+"]),
    ("zone", &["no-prose", "before-prose", "in-prose", "after-prose"]),
    ("to-prose", STEPS),
    ("from-prose", STEPS),
    ("length", &["1-11", "12-23", "24-35", "36-47", "48-59", "60-71", "72-95", "96-159", "160+"]),
    ("words", &["0", "1", "2", "3", "4", "5", "6", "7-8", "9-12", "13+"]),
    ("margin", &["unwrapped", "full", "short", "wrapped"]),
    ("indent", &["0", "1-3", "4+"]),
    (
        "ends",
        &[
            "letter",
            "capital",
            "digit",
            "stop",
            "comma",
            "semicolon",
            "colon",
            "exclamation",
            "question",
            "dash",
            "quote",
            "bracket",
            "dots",
            "other",
        ],
    ),
    ("starts", &["capital", "small", "digit", "quote", "bracket", "dash", "mark", "other"]),
    ("capitals", &["none", "few", "some", "most", "each-word", "all"]),
    ("name-shape", &["one", "two", "three-four", "initials", "capitals"]),
    ("number", &["year", "day", "numeric-date", "roman", "only", "other"]),
    (
        "date",
        &[
            "month",
            "month-year",
            "day-month",
            "day-month-year",
            "weekday",
            "daypart",
            "place-comma",
            "place-comma-date",
            "no-sign",
        ],
    ),
    ("salute", &["strong", "weak", "whole", "whole-line", "strong-short", "end"]),
    (
        "close",
        &[
            "strong",
            "weak",
            "whole",
            "whole-line",
            "inside",
            "words",
            "many-words",
            "mostly-words",
            "first-word",
            "words-and-name",
        ],
    ),
    (
        "word-of",
        &[
            "postscript",
            "signature",
            "enclosure",
            "source",
            "heading",
            "address",
            "title",
            "street",
            "kin",
            "contents",
            "street-number",
            "subject",
        ],
    ),
    ("mark", &["heading", "bullet", "numbered", "note-body", "quote", "bracketed"]),
    ("runs-on", &["yes", "after-small", "no"]),
    ("seen-name", &["near-top", "near-bottom"]),
    ("group-shape", &["short-lines", "capital-starts", "verse-like", "prose-like"]),
    ("top-and", &["strong-salute", "date", "name-shape", "heading-word", "short-comma"]),
    ("bottom-and", &["close", "name-shape", "date", "initials", "short-comma", "long"]),
    ("after-close", &["1", "2", "3-4"]),
    ("after-postscript", &["yes"]),
    ("wrapped-and", &["one-line-group", "two-line-group"]),
    ("group-margin", &["none-full", "some-full", "all-full"]),
    ("group-has", &["salute", "close", "date", "title", "street", "address", "postscript", "number", "name"]),
    ("file-has", &["salute", "close", "neither"]),
    ("closed-above", &["here", "1-2-groups", "3-4-groups", "5+-groups"]),
    ("before-date", &["yes"]),
    ("in-prose-and", &["short", "very-short", "name-shape", "close", "salute", "date"]),
    ("heading", &["from-to", "from-to-date", "shouted-words", "numbered", "shouted-small-words"]),
    ("place", &["any", "first", "last", "only-capitals", "short"]),
    ("small-words", &["none", "one", "some", "many", "half"]),
    ("person", &["one", "many", "first"]),
    ("salute-above", NEAR),
    ("salute-below", NEAR),
    ("dated-and", &["first", "again", "foot-first", "foot-again"]),
    ("relative-length", &["tenth", "quarter", "half", "most", "full"]),
];

const STEPS: &[&str] = &["0", "1", "2", "3", "4", "5-6", "7-9", "10-19", "20+"];
const NEAR: &[&str] = &["none", "1", "2", "3", "4", "5-8", "9+"];

/// Index into [`FAMILIES`]; a test keeps both in step.
#[derive(Clone, Copy)]
pub(super) enum Family {
    Always,
    LineFromTop,
    LineFromBottom,
    GroupFromTop,
    GroupFromBottom,
    GroupSize,
    PlaceInGroup,
    BlankBefore,
    Zone,
    ToProse,
    FromProse,
    Length,
    Words,
    Margin,
    Indent,
    Ends,
    Starts,
    Capitals,
    NameShape,
    Number,
    Date,
    Salute,
    Close,
    WordOf,
    Mark,
    RunsOn,
    SeenName,
    GroupShape,
    TopAnd,
    BottomAnd,
    AfterClose,
    AfterPostscript,
    WrappedAnd,
    GroupMargin,
    GroupHas,
    FileHas,
    ClosedAbove,
    BeforeDate,
    InProseAnd,
    Heading,
    Place,
    SmallWords,
    Person,
    SaluteAbove,
    SaluteBelow,
    DatedAnd,
    RelativeLength,
}

/// First id of each family.
const OFFSETS: [u16; FAMILIES.len()] = {
    let mut offsets = [0u16; FAMILIES.len()];
    let (mut at, mut family) = (0u16, 0);
    while family < FAMILIES.len() {
        offsets[family] = at;
        at += FAMILIES[family].1.len() as u16;
        family += 1;
    }
    offsets
};

impl Family {
    /// The number of the cue with one of the family's values.
    pub(super) fn id(self, value: usize) -> u16 {
        let (name, values) = FAMILIES[self as usize];
        debug_assert!(value < values.len(), "{name} has no value {value}");
        OFFSETS[self as usize] + value as u16
    }
}

/// Number of fixed cues; words have ids from here on.
pub const FIXED: u16 = OFFSETS[FAMILIES.len() - 1] + FAMILIES[FAMILIES.len() - 1].1.len() as u16;

/// Names of all fixed cues, by id.
#[must_use]
pub fn fixed_names() -> Vec<String> {
    FAMILIES.iter().flat_map(|(family, values)| values.iter().map(move |value| format!("{family}.{value}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_and_enum_are_in_step() {
        assert_eq!(Family::RelativeLength as usize, FAMILIES.len() - 1);
        assert_eq!(FAMILIES[Family::Salute as usize].0, "salute");
        assert_eq!(fixed_names().len(), FIXED as usize);
    }
}
