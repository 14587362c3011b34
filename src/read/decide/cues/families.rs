//! The table of cues with fixed values. A row gives a family its name in code and in `schema/weights.toml`, and each of
//! its values both names too: what code says is what weights read, and numbers follow from the order of the rows.

/// A cue with a fixed value.
pub(crate) trait FixedCue {
    /// Its number.
    fn id(self) -> u16;
}

/// A family and the names of its values.
enum Values {
    Named(&'static [&'static str]),
    Counted(Scale),
}

/// A number becomes the first class that it does not exceed.
type Scale = &'static [(usize, &'static str)];

impl Values {
    const fn len(&self) -> usize {
        match self {
            Self::Named(names) => names.len(),
            Self::Counted(scale) => scale.len(),
        }
    }

    fn name(&self, value: usize) -> &'static str {
        match self {
            Self::Named(names) => names[value],
            Self::Counted(scale) => scale[value].1,
        }
    }
}

/// The bounds of all classes but the last, which holds what is left.
const fn bounds<const N: usize>(scale: Scale) -> [usize; N] {
    let mut bounds = [0; N];
    let mut at = 0;
    while at < N {
        bounds[at] = scale[at].0;
        at += 1;
    }
    bounds
}

macro_rules! families {
    ($($family:ident = $name:literal
        $({ $($value:ident = $label:literal),+ $(,)? })?
        $(counted $scale:expr)?
    ;)+) => {
        const FAMILIES: &[(&str, Values)] = &[$(($name, {
            $(Values::Named(&[$($label),+]))?
            $(Values::Counted($scale))?
        })),+];

        #[derive(Clone, Copy)]
        enum Family {
            $($family),+
        }

        $(families! { @family $family $({ $($value),+ })? $(counted $scale)? })+

        /// Every value there is, by its number, with its name as the table has it.
        #[cfg(test)]
        fn every_value() -> Vec<(u16, String)> {
            let mut values: Vec<(u16, String)> = Vec::new();
            $(
                $(values.extend([$(($family::$value.id(), concat!($name, ".", $label).to_owned())),+]);)?
                $(values.extend($scale.iter().map(|(most, label): &(usize, &str)| {
                    ($family::of(*most).id(), format!("{}.{label}", $name))
                }));)?
            )+
            values
        }
    };
    (@family $family:ident { $($value:ident),+ }) => {
        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names, reason = "the names are those of the values in the table")]
        pub(crate) enum $family {
            $($value),+
        }

        impl FixedCue for $family {
            fn id(self) -> u16 {
                OFFSETS[Family::$family as usize] + self as u16
            }
        }
    };
    (@family $family:ident counted $scale:expr) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $family(u16);

        impl $family {
            /// The class of a number.
            pub(crate) fn of(number: usize) -> Self {
                const SCALE: Scale = $scale;
                const BOUNDS: [usize; SCALE.len() - 1] = bounds(SCALE);
                // Counted rather than searched: without a branch it takes no time.
                Self(BOUNDS.iter().map(|most| u16::from(number > *most)).sum())
            }
        }

        impl FixedCue for $family {
            fn id(self) -> u16 {
                OFFSETS[Family::$family as usize] + self.0
            }
        }
    };
}

const MORE: usize = usize::MAX;

const STEPS: Scale =
    &[(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4"), (6, "5-6"), (9, "7-9"), (19, "10-19"), (MORE, "20+")];

/// Lines to a greeting; none where there is no greeting.
const NEAR: Scale = &[(0, "none"), (1, "1"), (2, "2"), (3, "3"), (4, "4"), (8, "5-8"), (MORE, "9+")];

families! {
    Always = "always" { Yes = "yes" };
    LineFromTop = "line-from-top" counted STEPS;
    LineFromBottom = "line-from-bottom" counted STEPS;
    GroupFromTop = "group-from-top" counted STEPS;
    GroupFromBottom = "group-from-bottom" counted STEPS;
    GroupSize = "group-size" counted &[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (8, "5-8"), (MORE, "9+")];
    PlaceInGroup = "place-in-group" { Only = "only", First = "first", Inner = "inner", Last = "last" };
    BlankBefore = "blank-before" counted &[(0, "0"), (1, "1"), (MORE, "2+")];
    Zone = "zone" { NoProse = "no-prose", BeforeProse = "before-prose", InProse = "in-prose", AfterProse = "after-prose" };
    ToProse = "to-prose" counted STEPS;
    FromProse = "from-prose" counted STEPS;
    Length = "length" counted &[
        (11, "1-11"),
        (23, "12-23"),
        (35, "24-35"),
        (47, "36-47"),
        (59, "48-59"),
        (71, "60-71"),
        (95, "72-95"),
        (159, "96-159"),
        (MORE, "160+"),
    ];
    Words = "words" counted &[
        (0, "0"),
        (1, "1"),
        (2, "2"),
        (3, "3"),
        (4, "4"),
        (5, "5"),
        (6, "6"),
        (8, "7-8"),
        (12, "9-12"),
        (MORE, "13+"),
    ];
    Margin = "margin" { Unwrapped = "unwrapped", Full = "full", Short = "short", Wrapped = "wrapped" };
    Indent = "indent" counted &[(0, "0"), (3, "1-3"), (MORE, "4+")];
    Ends = "ends" {
        Letter = "letter",
        Capital = "capital",
        Digit = "digit",
        Stop = "stop",
        Comma = "comma",
        Semicolon = "semicolon",
        Colon = "colon",
        Exclamation = "exclamation",
        Question = "question",
        Dash = "dash",
        Quote = "quote",
        Bracket = "bracket",
        Dots = "dots",
        Other = "other",
    };
    Starts = "starts" {
        Capital = "capital",
        Small = "small",
        Digit = "digit",
        Quote = "quote",
        Bracket = "bracket",
        Dash = "dash",
        Mark = "mark",
        Other = "other",
    };
    Capitals = "capitals" {
        None = "none",
        Few = "few",
        Some = "some",
        Most = "most",
        EachWord = "each-word",
        All = "all",
    };
    NameShape = "name-shape" {
        One = "one",
        Two = "two",
        ThreeOrFour = "three-four",
        Initials = "initials",
        Capitals = "capitals",
    };
    Number = "number" {
        Year = "year",
        Day = "day",
        NumericDate = "numeric-date",
        Roman = "roman",
        Only = "only",
        Other = "other",
    };
    Date = "date" {
        Month = "month",
        MonthYear = "month-year",
        DayMonth = "day-month",
        DayMonthYear = "day-month-year",
        Weekday = "weekday",
        Daypart = "daypart",
        PlaceComma = "place-comma",
        PlaceCommaDate = "place-comma-date",
        NoSign = "no-sign",
    };
    Salute = "salute" {
        Strong = "strong",
        Weak = "weak",
        Whole = "whole",
        WholeLine = "whole-line",
        StrongShort = "strong-short",
        End = "end",
    };
    Close = "close" {
        Strong = "strong",
        Weak = "weak",
        Whole = "whole",
        WholeLine = "whole-line",
        Inside = "inside",
        Words = "words",
        ManyWords = "many-words",
        MostlyWords = "mostly-words",
        FirstWord = "first-word",
        WordsAndName = "words-and-name",
    };
    WordOf = "word-of" {
        Postscript = "postscript",
        Signature = "signature",
        Enclosure = "enclosure",
        Source = "source",
        Heading = "heading",
        Address = "address",
        Title = "title",
        Street = "street",
        Kin = "kin",
        Contents = "contents",
        StreetNumber = "street-number",
        Subject = "subject",
    };
    Mark = "mark" {
        Heading = "heading",
        Bullet = "bullet",
        Numbered = "numbered",
        NoteBody = "note-body",
        Quote = "quote",
        Bracketed = "bracketed",
    };
    RunsOn = "runs-on" { Yes = "yes", AfterSmall = "after-small", No = "no" };
    SeenName = "seen-name" { NearTop = "near-top", NearBottom = "near-bottom" };
    GroupShape = "group-shape" {
        ShortLines = "short-lines",
        CapitalStarts = "capital-starts",
        VerseLike = "verse-like",
        ProseLike = "prose-like",
    };
    TopAnd = "top-and" {
        StrongSalute = "strong-salute",
        Date = "date",
        NameShape = "name-shape",
        HeadingWord = "heading-word",
        ShortComma = "short-comma",
    };
    BottomAnd = "bottom-and" {
        Close = "close",
        NameShape = "name-shape",
        Date = "date",
        Initials = "initials",
        ShortComma = "short-comma",
        Long = "long",
    };
    AfterClose = "after-close" { One = "1", Two = "2", ThreeOrFour = "3-4" };
    AfterPostscript = "after-postscript" { Yes = "yes" };
    WrappedAnd = "wrapped-and" { OneLineGroup = "one-line-group", TwoLineGroup = "two-line-group" };
    GroupMargin = "group-margin" { NoneFull = "none-full", SomeFull = "some-full", AllFull = "all-full" };
    GroupHas = "group-has" {
        Salute = "salute",
        Close = "close",
        Date = "date",
        Title = "title",
        Street = "street",
        Address = "address",
        Postscript = "postscript",
        Number = "number",
        Name = "name",
    };
    FileHas = "file-has" { Salute = "salute", Close = "close", Neither = "neither" };
    ClosedAbove = "closed-above" counted &[(0, "here"), (2, "1-2-groups"), (4, "3-4-groups"), (MORE, "5+-groups")];
    BeforeDate = "before-date" { Yes = "yes" };
    InProseAnd = "in-prose-and" {
        Short = "short",
        VeryShort = "very-short",
        NameShape = "name-shape",
        Close = "close",
        Salute = "salute",
        Date = "date",
    };
    Heading = "heading" {
        FromTo = "from-to",
        FromToDate = "from-to-date",
        ShoutedWords = "shouted-words",
        Numbered = "numbered",
        ShoutedSmallWords = "shouted-small-words",
    };
    Place = "place" {
        Any = "any",
        First = "first",
        Last = "last",
        OnlyCapitals = "only-capitals",
        Short = "short",
    };
    SmallWords = "small-words" { None = "none", One = "one", Some = "some", Many = "many", Half = "half" };
    Person = "person" { One = "one", Many = "many", First = "first" };
    SaluteAbove = "salute-above" counted NEAR;
    SaluteBelow = "salute-below" counted NEAR;
    DatedAnd = "dated-and" {
        First = "first",
        Again = "again",
        FootFirst = "foot-first",
        FootAgain = "foot-again",
    };
    RelativeLength = "relative-length" counted &[
        (1, "tenth"),
        (4, "quarter"),
        (9, "half"),
        (16, "most"),
        (MORE, "full"),
    ];
}

/// First id of each family; the number of all cues behind them.
const OFFSETS: [u16; FAMILIES.len() + 1] = {
    let mut offsets = [0u16; FAMILIES.len() + 1];
    let mut family = 0;
    while family < FAMILIES.len() {
        offsets[family + 1] = offsets[family] + FAMILIES[family].1.len() as u16;
        family += 1;
    }
    offsets
};

/// Number of fixed cues; words have ids from here on.
pub const FIXED: u16 = OFFSETS[FAMILIES.len()];

/// Names of all fixed cues, by id.
#[must_use]
pub fn fixed_names() -> Vec<String> {
    let names = |(family, values): &(&str, Values)| {
        (0..values.len()).map(|value| format!("{family}.{}", values.name(value))).collect::<Vec<_>>()
    };
    FAMILIES.iter().flat_map(names).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_names_are_in_step() {
        let names = fixed_names();
        let ids: Vec<u16> = every_value().into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, (0..FIXED).collect::<Vec<_>>());
        for (id, name) in every_value() {
            assert_eq!(names[usize::from(id)], name);
        }
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "no name comes twice");
    }

    #[test]
    fn weights_name_the_cues_of_the_table() {
        let weights = include_str!("../../../../schema/weights.toml");
        let keys = weights.lines().filter_map(|line| line.strip_prefix('"')?.split_once('"')).map(|(key, _)| key);
        // Cues have a value, words are written with `=`; what is neither is a step.
        let cues: BTreeSet<&str> = keys
            .map(|key| key.rsplit(' ').next().unwrap_or(key))
            .filter(|cue| cue.contains('.') && !cue.contains('='))
            .collect();
        let names = fixed_names();
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        assert!(cues.len() > 200, "{} cues have weights", cues.len());
        assert_eq!(cues.difference(&names).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn a_number_is_in_the_first_class_that_it_does_not_exceed() {
        let name = |cue: &dyn Fn() -> u16| fixed_names()[usize::from(cue())].clone();
        for (number, class) in [(0, "0"), (4, "4"), (5, "5-6"), (6, "5-6"), (19, "10-19"), (20, "20+"), (MORE, "20+")] {
            assert_eq!(name(&|| LineFromTop::of(number).id()), format!("line-from-top.{class}"));
        }
        assert_eq!(name(&|| Length::of(12).id()), "length.12-23");
        assert_eq!(name(&|| ClosedAbove::of(3).id()), "closed-above.3-4-groups");
    }
}
