//! What would have been allowed: questions put to the validator itself.
//!
//! The validator says what is wrong, not what would be right. So an element is given to it again as far as it was
//! right, once with each thing that the schema speaks of at the place of the fault, and what it does not refuse is
//! allowed. All questions about a document are asked in one go.

use super::asking::QUESTIONS;
use super::vocabulary::Vocabulary;
use teixml::relaxng::{Content, DatatypeRegistry, Element, ExpandedName, Schema, ValidationErrorKind};

/// Children that one document's questions may repeat in all; where more would be needed, the rest is not asked.
const MOST_CHILDREN: usize = 400_000;

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Question {
    /// The element.
    pub name: ExpandedName,
    /// Its attributes.
    pub attributes: Vec<(ExpandedName, String)>,
    /// What stands in it before the place.
    pub before: Vec<Child>,
    /// What is asked.
    pub about: About,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// What may stand here.
    Content,
    /// What must still come, or which attribute the element lacks.
    Missing,
    /// Which attributes the element may have.
    Attributes,
    /// Which values an attribute may have.
    Value(ExpandedName),
}

/// A child as far as it matters for what may follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Child {
    /// An element.
    Element(ExpandedName),
    /// Text.
    Text(String),
}

/// What is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// Elements or attributes.
    pub names: Vec<ExpandedName>,
    /// Text.
    pub text: bool,
    /// The end of the element.
    pub end: bool,
    /// An attribute that mends the fault; then `names` holds those that do.
    pub attribute: bool,
    /// Values that are listed.
    pub values: Vec<String>,
    /// Kinds of value.
    pub kinds: Vec<&'static str>,
}

/// A value for each kind of value there is, and what the kind is called.
const KINDS: [(&str, &str); 13] = [
    ("any text at all", "any text"),
    ("x1", "a word"),
    ("#x", "a pointer such as `#x`"),
    ("3", "a number"),
    ("0.5", "a number such as `0.5`"),
    ("2000", "a year such as `2000`"),
    ("2000-01", "a month such as `2000-01`"),
    ("2000-01-31", "a date such as `2000-01-31`"),
    ("12:30:00", "a time such as `12:30:00`"),
    ("true", "`true` or `false`"),
    ("en-GB", "a language tag such as `en-GB`"),
    ("P1Y", "a duration such as `P1Y`"),
    ("1.2.3", "a version such as `1.2.3`"),
];

/// One thing tried at the place.
#[derive(Debug, Clone, PartialEq)]
enum Tried {
    Nothing,
    Text,
    Element(ExpandedName),
    Attribute(ExpandedName, String),
}

/// One element of the document of questions.
struct Case<'a> {
    question: &'a Question,
    tried: Tried,
}

/// What the validator said of a case.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    /// The element itself cannot be asked about.
    unknown: bool,
    /// What was tried is not allowed.
    refused: bool,
    /// Something is still missing.
    incomplete: bool,
}

/// Asks questions of one schema.
pub(super) struct Oracle<'s> {
    pub schema: &'s Schema,
    pub registry: &'s DatatypeRegistry,
    pub vocabulary: &'s Vocabulary,
}

impl Oracle<'_> {
    /// The answers in the order of the questions; `None` for what could not be asked.
    pub fn ask(&self, questions: &[Question]) -> Vec<Option<Answer>> {
        let mut children = 0;
        let mut first = self.round(questions, &mut children, |question, _| self.first_tries(question));
        let absent = |question: &Question, index: usize| -> Vec<Tried> {
            let known = |(tried, said): &(Tried, Said)| match tried {
                Tried::Attribute(name, _) if !said.refused => Some(name.clone()),
                _ => None,
            };
            match question.about {
                About::Missing => first[index].iter().filter_map(known).flat_map(|name| self.values(&name)).collect(),
                About::Content | About::Attributes | About::Value(_) => Vec::new(),
            }
        };
        let second = self.round(questions, &mut children, absent);
        for (first, second) in first.iter_mut().zip(second) {
            first.retain(|(tried, _)| second.is_empty() || !matches!(tried, Tried::Attribute(..)));
            first.extend(second);
        }
        questions.iter().zip(first).map(|(question, said)| answer(question, &said)).collect()
    }

    /// Tries things for all questions in one document.
    fn round<'q>(
        &self,
        questions: &'q [Question],
        children: &mut usize,
        tries: impl Fn(&'q Question, usize) -> Vec<Tried>,
    ) -> Vec<Vec<(Tried, Said)>> {
        let mut cases: Vec<Case> = Vec::new();
        let mut counts = Vec::with_capacity(questions.len());
        for (index, question) in questions.iter().enumerate() {
            let tries = tries(question, index);
            *children += tries.len() * (question.before.len() + 1);
            let start = cases.len();
            if *children <= MOST_CHILDREN {
                cases.extend(tries.into_iter().map(|tried| Case { question, tried }));
            }
            counts.push(cases.len() - start);
        }
        if cases.is_empty() {
            return counts.iter().map(|_| Vec::new()).collect();
        }
        let mut said = vec![Said::default(); cases.len()];
        // A datatype that the registry lacks was met before, when the document itself was validated.
        for error in self.schema.validate(self.registry, &Asked::Root(&cases)).unwrap_or_default() {
            let Some((case, is_tried)) = error.location().copied().and_then(|place| place) else { continue };
            let said = &mut said[case];
            match (error.kind(), &cases[case].tried) {
                (ValidationErrorKind::UnexpectedElement(_), _) if !is_tried => said.unknown = true,
                (ValidationErrorKind::UnexpectedElement(_), _) | (ValidationErrorKind::UnexpectedText, Tried::Text)
                    if is_tried =>
                {
                    said.refused = true;
                }
                (ValidationErrorKind::UnexpectedAttribute(name), Tried::Attribute(asked, _)) if name == asked => {
                    said.refused = true;
                }
                (ValidationErrorKind::InvalidAttributeValue(name, _), Tried::Attribute(asked, _)) if name == asked => {
                    // What is asked for is either a name or a value.
                    said.refused |= matches!(cases[case].question.about, About::Value(_));
                    said.incomplete |= true;
                }
                (ValidationErrorKind::MissingContent, _) if !is_tried => said.incomplete = true,
                _ => {}
            }
        }
        let mut all = cases.into_iter().map(|case| case.tried).zip(said);
        counts.into_iter().map(|count| all.by_ref().take(count).collect()).collect()
    }

    fn first_tries(&self, question: &Question) -> Vec<Tried> {
        let elements = self.vocabulary.elements.iter().map(|name| Tried::Element(name.clone()));
        let is_absent = |name: &&ExpandedName| question.attributes.iter().all(|(there, _)| there != *name);
        let attributes = self.vocabulary.attributes.iter().filter(is_absent);
        let attributes = attributes.map(|name| Tried::Attribute(name.clone(), KINDS[1].0.to_owned()));
        match &question.about {
            About::Content => [Tried::Nothing, Tried::Text].into_iter().chain(elements).collect(),
            About::Missing => [Tried::Nothing, Tried::Text].into_iter().chain(elements).chain(attributes).collect(),
            About::Attributes => attributes.collect(),
            About::Value(name) => {
                let listed = self.vocabulary.values_of(&name.local);
                let values = listed.into_iter().chain(KINDS.iter().map(|(value, _)| *value));
                values.map(|value| Tried::Attribute(name.clone(), value.to_owned())).collect()
            }
        }
    }

    /// Values of every kind for an attribute.
    fn values(&self, name: &ExpandedName) -> Vec<Tried> {
        let listed = self.vocabulary.listed_for(&name.local);
        let values = listed.chain(KINDS.iter().map(|(value, _)| *value));
        values.map(|value| Tried::Attribute(name.clone(), value.to_owned())).collect()
    }
}

/// Reads what was said.
fn answer(question: &Question, said: &[(Tried, Said)]) -> Option<Answer> {
    if said.first().is_none_or(|(_, said)| said.unknown) {
        return None;
    }
    let mut answer = Answer::default();
    let allowed = || said.iter().filter(|(_, said)| !said.refused);
    match question.about {
        About::Content => {
            for (tried, said) in allowed() {
                match tried {
                    Tried::Nothing => answer.end = !said.incomplete,
                    Tried::Text => answer.text = true,
                    Tried::Element(name) => answer.names.push(name.clone()),
                    Tried::Attribute(..) => {}
                }
            }
        }
        About::Missing => {
            let mending = || allowed().filter(|(_, said)| !said.incomplete);
            let attributes = mending().filter_map(|(tried, _)| match tried {
                Tried::Attribute(name, _) => Some(name.clone()),
                Tried::Nothing | Tried::Text | Tried::Element(_) => None,
            });
            answer.names = attributes.collect();
            answer.names.dedup();
            answer.attribute = !answer.names.is_empty();
            let element = |(tried, _): &(Tried, Said)| match tried {
                Tried::Element(name) => Some(name.clone()),
                Tried::Nothing | Tried::Text | Tried::Attribute(..) => None,
            };
            if answer.names.is_empty() {
                answer.text = mending().any(|(tried, _)| *tried == Tried::Text);
                answer.names = mending().filter_map(element).collect();
            }
            if answer.names.is_empty() && !answer.text {
                answer.names = allowed().filter_map(element).collect();
            }
        }
        About::Attributes => {
            let name = |(tried, _): &(Tried, Said)| match tried {
                Tried::Attribute(name, _) => Some(name.clone()),
                Tried::Nothing | Tried::Text | Tried::Element(_) => None,
            };
            answer.names = allowed().filter_map(name).collect();
        }
        About::Value(_) => (answer.values, answer.kinds) = values(said),
    }
    Some(answer)
}

/// The values that were not refused, or what they have in common.
fn values(said: &[(Tried, Said)]) -> (Vec<String>, Vec<&'static str>) {
    let value = |(tried, said): &(Tried, Said)| match tried {
        Tried::Attribute(_, value) if !said.refused => Some(value.clone()),
        _ => None,
    };
    let (listed, of_kinds) = said.split_at(said.len() - KINDS.len());
    let kinds: Vec<_> =
        KINDS.iter().zip(of_kinds).filter(|(_, said)| value(said).is_some()).map(|(kind, _)| *kind).collect();
    let takes = |sample: &str| kinds.iter().any(|(value, _)| *value == sample);
    let open = match (takes("any text at all"), takes("x1"), takes("#x"), takes("3")) {
        (true, ..) => Some("any text"),
        (_, true, true, _) => Some("one word or address, without blanks"),
        (_, true, false, true) => Some("one word of letters and digits, without blanks"),
        (_, true, false, false) => Some("a name: a letter first, then letters, digits, hyphens and dots"),
        _ => None,
    };
    if let Some(kind) = open {
        return (Vec::new(), vec![kind]);
    }
    let mut values: Vec<String> = listed.iter().filter_map(value).collect();
    values.sort_unstable();
    values.dedup();
    (values, kinds.iter().map(|(_, kind)| *kind).collect())
}

/// The document of questions as the validator walks it.
enum Asked<'a> {
    Root(&'a [Case<'a>]),
    Case(usize, &'a Case<'a>),
    /// A child; with the number of its case if it is what is tried.
    Child(&'a ExpandedName, Option<usize>),
}

impl Element for Asked<'_> {
    /// Number of the case, and whether it is about what is tried; none for what is not asked about.
    type Location = Option<(usize, bool)>;

    fn name(&self) -> ExpandedName {
        match self {
            Asked::Root(_) => ExpandedName::new(Some(QUESTIONS), "questions"),
            Asked::Case(_, case) => case.question.name.clone(),
            Asked::Child(name, _) => (*name).clone(),
        }
    }

    fn attributes(&self) -> impl Iterator<Item = (ExpandedName, String)> {
        let (there, tried) = match self {
            Asked::Case(_, case) => {
                let tried = match &case.tried {
                    Tried::Attribute(name, value) => Some((name.clone(), value.clone())),
                    Tried::Nothing | Tried::Text | Tried::Element(_) => None,
                };
                (&*case.question.attributes, tried)
            }
            Asked::Root(_) | Asked::Child(..) => (&[][..], None),
        };
        let is_tried = tried.as_ref().map(|(name, _)| name.clone());
        there.iter().filter(move |(name, _)| Some(name) != is_tried.as_ref()).cloned().chain(tried)
    }

    fn children(&self) -> impl Iterator<Item = Content<Self>> {
        let (cases, case) = match self {
            Asked::Root(cases) => (*cases, None),
            Asked::Case(index, case) => (&[][..], Some((*index, *case))),
            Asked::Child(..) => (&[][..], None),
        };
        let cases = cases.iter().enumerate().map(|(index, case)| Content::Element(Asked::Case(index, case)));
        let inside = case.into_iter().flat_map(|(index, case)| {
            let before = case.question.before.iter().map(|child| match child {
                Child::Element(name) => Content::Element(Asked::Child(name, None)),
                Child::Text(text) => Content::Text(text.clone()),
            });
            let tried = match &case.tried {
                Tried::Element(name) => Some(Content::Element(Asked::Child(name, Some(index)))),
                Tried::Text => Some(Content::Text("text".to_owned())),
                Tried::Nothing | Tried::Attribute(..) => None,
            };
            before.chain(tried)
        });
        cases.chain(inside)
    }

    fn location(&self) -> Option<Self::Location> {
        Some(match self {
            Asked::Root(_) => None,
            Asked::Case(index, _) => Some((*index, false)),
            Asked::Child(_, case) => case.map(|case| (case, true)),
        })
    }

    fn start_location(&self) -> Option<Self::Location> {
        Some(None)
    }

    fn end_tag_location(&self) -> Option<Self::Location> {
        Some(match self {
            Asked::Case(index, _) => Some((*index, true)),
            Asked::Root(_) | Asked::Child(..) => None,
        })
    }
}
