//! The best sequence of roles for the lines of a file.
//!
//! A linear chain over lines: each cue of a line, and of the two lines before and after it, adds
//! its learned weight to each role; each step from role to role adds another. The best path is
//! found by dynamic programming in whole numbers, so that every machine decides alike.

use super::cues::{Cues, FIXED, fixed_names};
use super::lines::{Layout, Line};
use crate::tree::{Cue, Weight, Why, Wrap};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// What a line may be to the decoder. Furniture and title blocks are decided before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A heading.
    Head,
    /// Place and date of writing.
    Dateline,
    /// Address of sender or recipient.
    Address,
    /// Greeting.
    Salute,
    /// Prose.
    Paragraph,
    /// Verse.
    Verse,
    /// An item of a list.
    List,
    /// Complimentary close.
    Closer,
    /// Signature.
    Signed,
    /// Postscript.
    Postscript,
    /// Body of a note.
    Note,
    /// A docket, an endorsement, *finis*.
    Trailer,
    /// None of these: a source line, a letterhead, a remark.
    Other,
}

/// Number of roles.
pub const ROLES: usize = 13;

impl Role {
    /// All roles, in the order of their numbers.
    pub const ALL: [Self; ROLES] = [
        Self::Head,
        Self::Dateline,
        Self::Address,
        Self::Salute,
        Self::Paragraph,
        Self::Verse,
        Self::List,
        Self::Closer,
        Self::Signed,
        Self::Postscript,
        Self::Note,
        Self::Trailer,
        Self::Other,
    ];

    /// Name in weights, standoff and gold.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Dateline => "dateline",
            Self::Address => "address",
            Self::Salute => "salute",
            Self::Paragraph => "paragraph",
            Self::Verse => "verse",
            Self::List => "list",
            Self::Closer => "closer",
            Self::Signed => "signed",
            Self::Postscript => "postscript",
            Self::Note => "note",
            Self::Trailer => "trailer",
            Self::Other => "other",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// How far a cue reaches: the line itself, the two before, the two after.
pub const REACH: [&str; 5] = ["prev2 ", "prev ", "", "next ", "next2 "];
/// Steps between lines differ by wrapping and by blank lines between.
pub const STEPS: [&str; 4] = ["adjacent", "spaced", "wrapped-adjacent", "wrapped-spaced"];

/// Which of [`STEPS`] leads to a line.
#[must_use]
pub fn step(layout: Layout, line: &Line) -> usize {
    usize::from(layout.wrap == Wrap::Wrapped) * 2 + usize::from(line.blanks > 0)
}

type Row = [i32; ROLES];

/// Learned weights, ready to use.
#[derive(Debug)]
pub struct Model {
    /// Ids of word cues.
    pub vocabulary: HashMap<String, u16>,
    words: Vec<String>,
    /// Row of each cue at each reach; `NONE` where it has no weight.
    index: Vec<[u16; 5]>,
    rows: Vec<Row>,
    steps: [[Row; ROLES]; 4],
    first: Row,
    last: Row,
}

const NONE: u16 = u16::MAX;
/// Outweighs all cues of a line together; small enough that a whole file of them does not overflow.
const CERTAIN: i32 = 100_000;

/// `schema/weights.toml` as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// role -> cue -> weight
    cues: BTreeMap<String, BTreeMap<String, f64>>,
    /// kind of step -> "from to" -> weight
    steps: BTreeMap<String, BTreeMap<String, f64>>,
    /// role -> weight of starting, of ending with it
    first: BTreeMap<String, f64>,
    last: BTreeMap<String, f64>,
}

impl Model {
    /// The built-in weights.
    ///
    /// # Panics
    /// Never: a test reads the built-in file.
    pub fn builtin() -> &'static Self {
        static CELL: OnceLock<Model> = OnceLock::new();
        CELL.get_or_init(|| {
            Model::parse(include_str!("../../schema/weights.toml")).expect("the built-in weights are well-formed")
        })
    }

    /// Reads weights.
    ///
    /// # Errors
    /// What is wrong with the file: TOML, an unknown role, cue or step.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let role =
            |name: &str| Role::named(name).map(|role| role as usize).ok_or_else(|| format!("unknown role `{name}`"));
        let fixed: HashMap<String, u16> = fixed_names().into_iter().zip(0..).collect();
        let mut model = Self {
            vocabulary: HashMap::new(),
            words: Vec::new(),
            index: vec![[NONE; 5]; FIXED as usize],
            rows: Vec::new(),
            steps: [[[0; ROLES]; ROLES]; 4],
            first: [0; ROLES],
            last: [0; ROLES],
        };
        for (name, cues) in &file.cues {
            let role = role(name)?;
            for (key, weight) in cues {
                let (reach, cue) = split_reach(key);
                let id = if let Some(&id) = fixed.get(cue) {
                    id
                } else if cue.contains('=') {
                    let next = FIXED + model.words.len() as u16;
                    *model.vocabulary.entry(cue.to_owned()).or_insert_with(|| {
                        model.words.push(cue.to_owned());
                        model.index.push([NONE; 5]);
                        next
                    })
                } else {
                    return Err(format!("unknown cue `{cue}`"));
                };
                let row = &mut model.index[id as usize][reach];
                if *row == NONE {
                    *row = model.rows.len() as u16;
                    model.rows.push([0; ROLES]);
                }
                model.rows[*row as usize][role] = thousandths(*weight);
            }
        }
        for (name, steps) in &file.steps {
            let kind =
                STEPS.iter().position(|step| step == name).ok_or_else(|| format!("unknown kind of step `{name}`"))?;
            for (key, weight) in steps {
                let (from, to) = key.split_once(' ').ok_or_else(|| format!("step `{key}` is not `FROM TO`"))?;
                model.steps[kind][role(from)?][role(to)?] = thousandths(*weight);
            }
        }
        for (edge, row) in [(&file.first, &mut model.first), (&file.last, &mut model.last)] {
            for (name, weight) in edge {
                row[role(name)?] = thousandths(*weight);
            }
        }
        Ok(model)
    }

    /// Name of a cue.
    #[must_use]
    pub fn cue_name(&self, id: u16) -> String {
        static FIXED_NAMES: OnceLock<Vec<String>> = OnceLock::new();
        let names = FIXED_NAMES.get_or_init(fixed_names);
        names.get(id as usize).unwrap_or_else(|| &self.words[(id - FIXED) as usize]).clone()
    }

    /// Scores of all roles for all lines, steps left out.
    fn emissions(&self, cues: &Cues) -> Vec<Row> {
        let mut scores = vec![[0i32; ROLES]; cues.len()];
        for line in 0..cues.len() {
            for &id in cues.of(line) {
                for (reach, &row) in self.index[id as usize].iter().enumerate() {
                    // A cue named `prev` was seen on the line before the one it speaks about.
                    let target = (line + 2).checked_sub(reach).and_then(|target| scores.get_mut(target));
                    if row != NONE
                        && let Some(scores) = target
                    {
                        for (score, weight) in scores.iter_mut().zip(&self.rows[row as usize]) {
                            *score += weight;
                        }
                    }
                }
            }
        }
        scores
    }

    /// The best roles, each with the margin by which the whole path beats the best path through
    /// another role at that line. `fixed` roles are kept whatever the cues say; it may be shorter
    /// than the lines, or empty.
    #[must_use]
    pub fn decode(&self, cues: &Cues, steps: &[usize], fixed: &[Option<Role>]) -> Vec<Decision> {
        let n = cues.len();
        if n == 0 {
            return Vec::new();
        }
        let mut scores = self.emissions(cues);
        for (row, fixed) in scores.iter_mut().zip(fixed) {
            if let Some(role) = fixed {
                row[*role as usize] += CERTAIN;
            }
        }
        let mut forward = vec![[0i32; ROLES]; n];
        for role in 0..ROLES {
            forward[0][role] = self.first[role] + scores[0][role];
        }
        for line in 1..n {
            let steps = &self.steps[steps[line]];
            let mut best = [i32::MIN; ROLES];
            for from in 0..ROLES {
                let so_far = forward[line - 1][from];
                for to in 0..ROLES {
                    best[to] = best[to].max(so_far + steps[from][to]);
                }
            }
            for role in 0..ROLES {
                forward[line][role] = best[role] + scores[line][role];
            }
            level(&mut forward[line]);
        }
        let mut decisions = vec![Decision { role: Role::Paragraph, runner_up: Role::Other, margin: Weight(0) }; n];
        let mut backward = self.last;
        let mut chosen: Option<usize> = None;
        for line in (0..n).rev() {
            let mut total = [0i32; ROLES];
            for role in 0..ROLES {
                total[role] = forward[line][role] + backward[role];
            }
            // Follow the chosen path back; ties go to the lower number everywhere.
            let role = match chosen {
                None => argmax(&total, ROLES),
                Some(next) => {
                    let mut via = [0i32; ROLES];
                    for from in 0..ROLES {
                        via[from] = forward[line][from] + self.steps[steps[line + 1]][from][next];
                    }
                    argmax(&via, ROLES)
                }
            };
            let second = argmax(&total, role);
            decisions[line] = Decision {
                role: Role::ALL[role],
                runner_up: Role::ALL[second],
                margin: Weight((total[role] - total[second]).max(0)),
            };
            chosen = Some(role);
            if line > 0 {
                let steps = &self.steps[steps[line]];
                let mut before = [i32::MIN; ROLES];
                for from in 0..ROLES {
                    for to in 0..ROLES {
                        before[from] = before[from].max(steps[from][to] + scores[line][to] + backward[to]);
                    }
                }
                backward = before;
                level(&mut backward);
            }
        }
        decisions
    }

    /// The cues that spoke for `role` at a line, strongest first, at most `most`.
    #[must_use]
    pub fn reasons(&self, cues: &Cues, line: usize, role: Role, most: usize) -> Vec<Cue> {
        let mut reasons: Vec<(i32, u16, usize)> = Vec::new();
        for (reach, _) in REACH.iter().enumerate() {
            let Some(seen_at) = (line + reach).checked_sub(2).filter(|&at| at < cues.len()) else { continue };
            for &id in cues.of(seen_at) {
                let row = self.index[id as usize][reach];
                if row != NONE {
                    let weight = self.rows[row as usize][role as usize];
                    if weight > 0 {
                        reasons.push((weight, id, reach));
                    }
                }
            }
        }
        reasons.sort_unstable_by_key(|&(weight, id, reach)| (-weight, id, reach));
        reasons.truncate(most);
        let named = |(weight, id, reach): (i32, u16, usize)| Cue {
            id: format!("{}:{}{}", role.name(), REACH[reach], self.cue_name(id)).into(),
            weight: Weight(weight),
        };
        reasons.into_iter().map(named).collect()
    }

    /// The reasons as a tree node holds them. Never empty: a line nothing spoke for is what it is
    /// by its neighbours.
    #[must_use]
    pub fn why(&self, cues: &Cues, line: usize, decision: Decision, most: usize) -> Why {
        let mut reasons = self.reasons(cues, line, decision.role, most);
        if reasons.is_empty() {
            reasons.push(Cue { id: "by-its-neighbours".into(), weight: Weight(0) });
        }
        Why { cues: reasons, margin: decision.margin }
    }
}

/// What was decided about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Its role.
    pub role: Role,
    /// The next best role.
    pub runner_up: Role,
    /// How much better the role was.
    pub margin: Weight,
}

/// Only differences count; kept small, sums over a million lines do not overflow.
fn level(row: &mut Row) {
    let top = row.iter().copied().max().unwrap_or(0);
    row.iter_mut().for_each(|score| *score = (*score - top).max(i32::MIN / 4));
}

fn argmax(row: &Row, but: usize) -> usize {
    let mut best = usize::from(but == 0);
    for role in 0..ROLES {
        if role != but && row[role] > row[best] {
            best = role;
        }
    }
    best
}

fn thousandths(weight: f64) -> i32 {
    (weight * 1000.0).round() as i32
}

/// Splits `prev2 salute.strong` into the index of its reach and the cue.
fn split_reach(key: &str) -> (usize, &str) {
    for (reach, prefix) in REACH.iter().enumerate() {
        if !prefix.is_empty()
            && let Some(cue) = key.strip_prefix(prefix)
        {
            return (reach, cue);
        }
    }
    (2, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_weights_read() {
        assert!(!Model::builtin().rows.is_empty());
    }

    #[test]
    fn unknown_names_are_refused() {
        assert!(Model::parse("[cues.salutation]\n[steps]\n[first]\n[last]\n").is_err_and(|e| e.contains("salutation")));
        assert!(
            Model::parse("[cues.salute]\n\"shape.round\" = 1.0\n[steps]\n[first]\n[last]\n")
                .is_err_and(|e| e.contains("shape.round"))
        );
    }

    #[test]
    fn reach_is_read_from_the_key() {
        assert_eq!(split_reach("prev2 a.b"), (0, "a.b"));
        assert_eq!(split_reach("prev a.b"), (1, "a.b"));
        assert_eq!(split_reach("a.b"), (2, "a.b"));
    }
}
