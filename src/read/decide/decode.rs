//! The best sequence of roles for the lines of a file.
//!
//! A linear chain over lines: each cue of a line, and of the two lines before and after it, adds
//! its learned weight to each role; each step from role to role adds another. The best path is
//! found by dynamic programming in whole numbers, so that every machine decides alike.

use crate::read::decide::cues::{FIXED, LineCues, MOST_WORDS, fixed_names, next_id};
use crate::read::lines::{Layout, Line};
use crate::read::role::ROLES;
use crate::read::role::Role;
use crate::tree::{Weight, Wrap};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

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

/// How many roles are summed up at once: what the registers of any processor hold for all reaches.
const LANES: usize = 8;

/// The weights of a cue by reach and role, in as many parts as there are [`LANES`] of roles. Adding them up is where the
/// time of deciding goes.
type Weights = [[[i32; LANES]; REACH.len()]; ROLES.div_ceil(LANES)];

type Names = [OnceLock<Box<str>>; ROLES];

/// Learned weights, ready to use.
#[derive(Debug)]
pub struct Model {
    /// Ids of word cues.
    pub vocabulary: FxHashMap<String, u16>,
    words: Vec<String>,
    /// By cue.
    weights: Vec<Weights>,
    /// The same by role, cue and reach, for those who ask about one role only: its weights fit into the nearest cache.
    by_role: [Vec<[i32; REACH.len()]>; ROLES],
    /// Names of the reasons that were given, by cue, reach and role; each is made once.
    names: Vec<[OnceLock<Box<Names>>; REACH.len()]>,
    /// By kind, role before, role after; and the other way round, for the way back.
    steps: [[Row; ROLES]; STEPS.len()],
    steps_back: [[Row; ROLES]; STEPS.len()],
    first: Row,
    last: Row,
}

/// Outweighs all cues of a line together; small enough that a whole file of them does not overflow.
const CERTAIN: i32 = 100_000;

impl Model {
    /// The built-in weights.
    ///
    /// # Panics
    /// Never: a test reads the built-in file.
    pub(crate) fn builtin() -> &'static Self {
        static CELL: OnceLock<Model> = OnceLock::new();
        CELL.get_or_init(|| {
            Model::parse(include_str!("../../../schema/weights.toml")).expect("the built-in weights are well-formed")
        })
    }

    /// Reads weights.
    ///
    /// # Errors
    /// What is wrong with the file: TOML, an unknown role, cue or step, more words than there are numbers for.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fixed: FxHashMap<String, u16> = fixed_names().into_iter().zip(0..).collect();
        let mut model = Self {
            vocabulary: FxHashMap::default(),
            words: Vec::new(),
            weights: vec![Weights::default(); FIXED as usize],
            by_role: Default::default(),
            names: Vec::new(),
            steps: [[[0; ROLES]; ROLES]; STEPS.len()],
            steps_back: [[[0; ROLES]; ROLES]; STEPS.len()],
            first: [0; ROLES],
            last: [0; ROLES],
        };
        let mut table = None;
        for (number, line) in (1..).zip(text.lines().map(str::trim)) {
            let wrong = |error: String| format!("line {number}: {error}");
            if let Some(name) = line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                table = Some(Table::named(name).map_err(wrong)?);
            } else if !line.is_empty() && !line.starts_with('#') {
                let (key, weight) = entry(line).map_err(wrong)?;
                let table = table.ok_or_else(|| wrong("a weight before the first table".into()))?;
                *model.weight(table, &key, &fixed).map_err(wrong)? = (weight * 1000.0).round() as i32;
            }
        }
        model.names.resize_with(model.weights.len(), Default::default);
        let of = |role: usize| move |weights: &Weights| weights[role / LANES].map(|reach| reach[role % LANES]);
        model.by_role = std::array::from_fn(|role| model.weights.iter().map(of(role)).collect());
        for (steps, back) in model.steps.iter().zip(&mut model.steps_back) {
            *back = std::array::from_fn(|to| std::array::from_fn(|from| steps[from][to]));
        }
        Ok(model)
    }

    /// The place of a weight.
    fn weight(&mut self, table: Table, key: &str, fixed: &FxHashMap<String, u16>) -> Result<&mut i32, String> {
        let role = match table {
            Table::Cues(role) => role,
            Table::Steps(kind) => {
                let (from, to) = key.split_once(' ').ok_or_else(|| format!("step `{key}` is not `FROM TO`"))?;
                return Ok(&mut self.steps[kind][role_named(from)?][role_named(to)?]);
            }
            Table::First => return Ok(&mut self.first[role_named(key)?]),
            Table::Last => return Ok(&mut self.last[role_named(key)?]),
        };
        let (reach, cue) = split_reach(key);
        let id = match fixed.get(cue).or_else(|| self.vocabulary.get(cue)) {
            Some(&id) => id,
            None if cue.contains('=') => {
                let id = next_id(self.words.len()).ok_or_else(|| {
                    format!("`{cue}` is one word too many: weights name {MOST_WORDS} at most; learn from fewer letters")
                })?;
                self.vocabulary.insert(cue.to_owned(), id);
                self.words.push(cue.to_owned());
                self.weights.push(Weights::default());
                id
            }
            None => return Err(format!("unknown cue `{cue}`")),
        };
        Ok(&mut self.weights[id as usize][role / LANES][reach][role % LANES])
    }

    /// Name of a cue.
    #[must_use]
    pub(crate) fn cue_name(&self, id: u16) -> String {
        static FIXED_NAMES: OnceLock<Vec<String>> = OnceLock::new();
        let names = FIXED_NAMES.get_or_init(fixed_names);
        names.get(id as usize).unwrap_or_else(|| &self.words[(id - FIXED) as usize]).clone()
    }

    /// What the cues of one line say about it and the lines around it.
    fn sum(&self, cues: &[u16]) -> Weights {
        let mut sums = Weights::default();
        for (part, sums) in sums.iter_mut().enumerate() {
            let mut sum = [[0; LANES]; REACH.len()];
            for &id in cues {
                let weights = &self.weights[id as usize][part];
                for (sum, weights) in sum.iter_mut().zip(weights) {
                    for (sum, weight) in sum.iter_mut().zip(weights) {
                        *sum += weight;
                    }
                }
            }
            *sums = sum;
        }
        sums
    }

    /// The scores of the best paths that end at a line, by the line's own and those of the line before, from which
    /// `step` leads to it.
    fn step(&self, before: Option<&Row>, step: usize, scores: &Row) -> Row {
        let Some(before) = before else { return std::array::from_fn(|role| scores[role] + self.first[role]) };
        let steps = &self.steps[step];
        let mut best = [i32::MIN; ROLES];
        for from in 0..ROLES {
            let so_far = before[from];
            for to in 0..ROLES {
                best[to] = best[to].max(so_far + steps[from][to]);
            }
        }
        std::array::from_fn(|role| scores[role] + best[role])
    }

    /// For each line and role, the score of the best path that ends there.
    fn forward(&self, Scores(mut scores): Scores, steps: &[usize]) -> Vec<Row> {
        for (line, &step) in steps.iter().enumerate() {
            let before = line.checked_sub(1).map(|before| &scores[before]);
            let mut row = self.step(before, step, &scores[line]);
            level(&mut row);
            scores[line] = row;
        }
        scores
    }

    /// The role of a line on the best path, by the scores of the paths that end there and the role of the line after
    /// it, to which `step` leads. Ties go to the lower number everywhere.
    fn follow(&self, ending: &Row, next: Option<(usize, usize)>) -> usize {
        let after = next.map_or(self.last, |(step, next)| self.steps_back[step][next]);
        argmax(&std::array::from_fn(|role| ending[role] + after[role]), ROLES)
    }

    /// The best roles alone, as [`Model::decode`] finds them: half the work where nobody asks for margins.
    #[must_use]
    pub(crate) fn path(&self, cues: &LineCues, steps: &[usize], fixed: &[Option<Role>]) -> Vec<Role> {
        let forward = self.forward(self.scores(cues, fixed), steps);
        let mut next = None;
        let back = forward.iter().zip(steps).rev().map(|(ending, &step)| {
            let role = self.follow(ending, next);
            next = Some((step, role));
            Role::ALL[role]
        });
        let mut roles: Vec<Role> = back.collect();
        roles.reverse();
        roles
    }

    /// Scores of all roles for each line, steps left out. `fixed` roles are kept whatever the cues say; it may be
    /// shorter than the lines, or empty.
    #[must_use]
    pub(crate) fn scores(&self, cues: &LineCues, fixed: &[Option<Role>]) -> Scores {
        let mut scores = vec![[0; ROLES]; cues.len()];
        for seen_at in 0..cues.len() {
            let sums = self.sum(cues.of(seen_at));
            for reach in 0..REACH.len() {
                // A cue named `prev` was seen on the line before the one it speaks about.
                let Some(row) = (seen_at + 2).checked_sub(reach).and_then(|line| scores.get_mut(line)) else {
                    continue;
                };
                for (row, sums) in row.chunks_mut(LANES).zip(&sums) {
                    row.iter_mut().zip(sums[reach]).for_each(|(score, sum)| *score += sum);
                }
            }
        }
        for (row, role) in scores.iter_mut().zip(fixed) {
            if let Some(role) = *role {
                row[role as usize] += CERTAIN;
            }
        }
        Scores(scores)
    }

    /// The score of the best path. It means something beside that of other scores for the same lines.
    #[must_use]
    pub(crate) fn best(&self, Scores(scores): &Scores, steps: &[usize]) -> i64 {
        let mut total = 0;
        let mut ending: Option<Row> = None;
        for (scores, &step) in scores.iter().zip(steps) {
            let mut row = self.step(ending.as_ref(), step, scores);
            total += i64::from(level(&mut row));
            ending = Some(row);
        }
        let last = ending.map_or([0; ROLES], |row| std::array::from_fn(|role| row[role] + self.last[role]));
        total + i64::from(last.into_iter().max().unwrap_or(0))
    }

    /// The best roles, each with the margin by which the whole path beats the best path through another role at that
    /// line.
    #[must_use]
    pub(crate) fn decode(&self, scores: &Scores, steps: &[usize]) -> Vec<DecodedRole> {
        let forward = self.forward(scores.clone(), steps);
        let Scores(scores) = scores;
        let n = scores.len();
        let mut decisions = vec![DecodedRole { role: Role::Paragraph, runner_up: Role::Other, margin: Weight(0) }; n];
        let mut backward = self.last;
        let mut next: Option<(usize, usize)> = None;
        for line in (0..n).rev() {
            let mut total = [0i32; ROLES];
            for role in 0..ROLES {
                total[role] = forward[line][role] + backward[role];
            }
            let role = self.follow(&forward[line], next);
            let second = argmax(&total, role);
            decisions[line] = DecodedRole {
                role: Role::ALL[role],
                runner_up: Role::ALL[second],
                margin: Weight((total[role] - total[second]).max(0)),
            };
            next = Some((steps[line], role));
            if line > 0 {
                let steps = &self.steps_back[steps[line]];
                let mut before = [i32::MIN; ROLES];
                for to in 0..ROLES {
                    let ahead = scores[line][to] + backward[to];
                    for from in 0..ROLES {
                        before[from] = before[from].max(steps[to][from] + ahead);
                    }
                }
                backward = before;
                level(&mut backward);
            }
        }
        decisions
    }

    /// Names and weights of the cues that spoke for `role` at a line, strongest first, at most `most`.
    pub(crate) fn reasons<'m>(
        &'m self,
        cues: &LineCues,
        line: usize,
        role: Role,
        most: usize,
    ) -> impl Iterator<Item = (&'m str, Weight)> + use<'m> {
        // Strongest first; a handful is kept of a hundred, so they are not sorted but put in their places.
        let mut reasons: Vec<(i32, u16, usize)> = Vec::with_capacity(most + 1);
        let mut weakest = 1;
        let weights = &self.by_role[role as usize];
        // The line's own cues weigh most, so that few of the others are worth a look.
        for reach in [2, 1, 3, 0, 4] {
            let Some(seen_at) = (line + reach).checked_sub(2).filter(|&at| at < cues.len()) else { continue };
            for &id in cues.of(seen_at) {
                let weight = weights[id as usize][reach];
                if weight >= weakest {
                    let rank = |&(weight, id, reach): &(i32, u16, usize)| (-weight, id, reach);
                    let reason = (weight, id, reach);
                    let at = reasons.partition_point(|other| rank(other) <= rank(&reason));
                    reasons.insert(at, reason);
                    reasons.truncate(most);
                    if reasons.len() == most {
                        weakest = reasons.last().map_or(weakest, |reason| reason.0);
                    }
                }
            }
        }
        let named = move |(weight, id, reach): (i32, u16, usize)| {
            let names = self.names[id as usize][reach].get_or_init(Box::default);
            let name = names[role as usize]
                .get_or_init(|| format!("{}:{}{}", role.name(), REACH[reach], self.cue_name(id)).into());
            (&**name, Weight(weight))
        };
        reasons.into_iter().map(named)
    }
}

/// What the cues say for each role of each line.
#[derive(Debug, Clone)]
pub struct Scores(Vec<Row>);

impl Scores {
    /// The same where no line may be a part of a letter.
    #[must_use]
    pub(crate) fn without_parts(&self) -> Self {
        self.without_parts_inside(0)
    }

    /// The same where no line may be one but the first and the last `edge`.
    #[must_use]
    pub(crate) fn without_parts_inside(&self, edge: usize) -> Self {
        let worse = Role::ALL.map(|role| if role.is_part() { CERTAIN } else { 0 });
        let inside = edge..self.0.len().saturating_sub(edge);
        let row = |(at, row): (usize, &Row)| {
            if inside.contains(&at) { std::array::from_fn(|role| row[role] - worse[role]) } else { *row }
        };
        Self(self.0.iter().enumerate().map(row).collect())
    }
}

/// What was decided about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodedRole {
    /// Its role.
    pub role: Role,
    /// The next best role.
    pub runner_up: Role,
    /// How much better the role was.
    pub margin: Weight,
}

/// Only differences count; kept small, sums over a million lines do not overflow. Returns what was taken away.
fn level(row: &mut Row) -> i32 {
    let top = row.iter().copied().max().unwrap_or(0);
    for score in row.iter_mut() {
        *score = (*score - top).max(i32::MIN / 4);
    }
    top
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

/// A table of `schema/weights.toml`.
#[derive(Clone, Copy)]
enum Table {
    /// What cues say for a role.
    Cues(usize),
    /// What a kind of step says.
    Steps(usize),
    /// What it says to start with a role.
    First,
    /// What it says to end with it.
    Last,
}

impl Table {
    fn named(name: &str) -> Result<Self, String> {
        match name.split_once('.') {
            None if name == "first" => Ok(Self::First),
            None if name == "last" => Ok(Self::Last),
            Some(("cues", role)) => role_named(role).map(Self::Cues),
            Some(("steps", kind)) => STEPS
                .iter()
                .position(|step| *step == kind)
                .map(Self::Steps)
                .ok_or_else(|| format!("unknown kind of step `{kind}`")),
            _ => Err(format!("unknown table `{name}`")),
        }
    }
}

/// The number of the role of that name.
fn role_named(name: &str) -> Result<usize, String> {
    Role::named(name).map(|role| role as usize).ok_or_else(|| format!("unknown role `{name}`"))
}

/// A line `"key" = number`. Weights are thousands of such lines and are read at every start, which a TOML parser makes
/// ten times longer; it reads the lines that are written in another way.
fn entry(line: &str) -> Result<(Cow<'_, str>, f64), String> {
    let plain = line.strip_prefix('"').and_then(|line| line.rsplit_once('"'));
    if let Some((key, weight)) = plain
        && !key.bytes().any(|byte| matches!(byte, b'"' | b'\\'))
        && let Some(Ok(weight)) = weight.strip_prefix(" = ").map(str::parse)
    {
        return Ok((Cow::Borrowed(key), weight));
    }
    let table: BTreeMap<String, f64> = toml::from_str(line).map_err(|error| error.to_string())?;
    let (key, weight) = table.into_iter().next().ok_or("a weight was expected")?;
    Ok((Cow::Owned(key), weight))
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
    use crate::read::decide::cues::see;
    use crate::read::languages::Languages;
    use crate::read::lines;
    use crate::source::Source;

    #[test]
    fn the_builtin_weights_read() {
        assert!(Model::builtin().weights.iter().flatten().flatten().flatten().any(|weight| *weight > 1000));
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
    fn more_words_than_numbers_are_refused() {
        let weights = |words: usize| {
            let rows = (0..words).map(|word| format!("\"first=w{word}\" = 1.0\n"));
            "[cues.salute]\n".to_owned() + &rows.collect::<String>()
        };
        let model = Model::parse(&weights(MOST_WORDS)).expect("there is a number for each");
        assert_eq!(model.vocabulary[&format!("first=w{}", MOST_WORDS - 1)], u16::MAX);
        let error = Model::parse(&weights(MOST_WORDS + 1)).expect_err("there is none for the last");
        let line = format!("line {}: `first=w{MOST_WORDS}` is one word too many", MOST_WORDS + 2);
        assert!(error.starts_with(&line) && error.contains("learn from fewer letters"), "{error}");
    }

    #[test]
    fn reach_is_read_from_the_key() {
        assert_eq!(split_reach("prev2 a.b"), (0, "a.b"));
        assert_eq!(split_reach("prev a.b"), (1, "a.b"));
        assert_eq!(split_reach("a.b"), (2, "a.b"));
    }

    #[test]
    fn the_path_alone_is_the_one_with_margins() {
        let text =
            "Hexham, 4 May 1880\n\nMy dear Anna,\n\nThe mill stands still.\nWe wait for rain.\n\nYours truly,\nTom\n";
        let source = Source::new("x", text);
        let lines = lines::lines(&source);
        let layout = lines::layout(&source, &lines);
        let model = Model::builtin();
        let cues = see(Languages::builtin().lexicon(), &source, &lines, layout, &mut &model.vocabulary);
        let steps: Vec<usize> = lines.iter().map(|line| step(layout, line)).collect();
        for fixed in [&[][..], &[None, Some(Role::Address)]] {
            let roles: Vec<Role> =
                model.decode(&model.scores(&cues, fixed), &steps).iter().map(|decision| decision.role).collect();
            assert_eq!(model.path(&cues, &steps, fixed), roles);
            assert_eq!((roles.len(), roles.last()), (lines.len(), Some(&Role::Signed)));
        }
        assert_eq!(
            model.path(&see(Languages::builtin().lexicon(), &source, &[], layout, &mut &model.vocabulary), &[], &[]),
            []
        );
    }

    #[test]
    fn a_letter_has_a_case_and_prose_has_none() {
        let prose = "The snow lay deep upon the road, and nobody came to the mill for three days, neither with corn nor \
                     without, so that the miller sat by his fire and mended what there was to mend.\n\n";
        let letter = format!("Hexham, 4 May 1880\n\nMy dear Anna,\n\n{prose}Yours truly,\nTom\n");
        let model = Model::builtin();
        let of = |text: &str| {
            let source = Source::new("x", text);
            let lines = lines::lines(&source);
            let layout = lines::layout(&source, &lines);
            let steps: Vec<usize> = lines.iter().map(|line| step(layout, line)).collect();
            let cues = see(Languages::builtin().lexicon(), &source, &lines, layout, &mut &model.vocabulary);
            let scores = model.scores(&cues, &[]);
            let prose = scores.without_parts();
            let case = model.best(&scores, &steps) - model.best(&prose, &steps);
            (case, model.decode(&prose, &steps).into_iter().map(|decision| decision.role).collect::<Vec<_>>())
        };
        let (case, roles) = of(&letter);
        assert!(case > 5000, "{case}");
        assert!(roles.iter().all(|role| !role.is_part()), "{roles:?}");
        assert_eq!(of(&prose.repeat(4)).0, 0);
    }
}
