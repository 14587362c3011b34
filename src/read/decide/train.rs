//! Learning the weights of the decoder from labelled letters.
//!
//! A conditional random field over the chain of lines (Lafferty, McCallum, Pereira 2001), fitted by
//! OWL-QN (Andrew, Gao 2007): L-BFGS with an L1 penalty that leaves only the weights that matter,
//! so that a person can read what was learned. Sums are taken in a fixed order, whatever the number
//! of processors: the same letters give the same weights.

use crate::read::decide::cues;
use crate::read::decide::cues::{FIXED, LineCues, MOST_WORDS, Vocabulary, fixed_names, next_id};
use crate::read::decide::decode::{REACH, STEPS, step};
use crate::read::languages::Languages;
use crate::read::lines::{Layout, Line};
use crate::read::role::{ROLES, Role};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// One labelled text.
#[derive(Debug)]
pub struct Example {
    /// Collection it comes from; a word counts only when several collections use it.
    pub collection: String,
    /// Its cues, line by line.
    cues: LineCues,
    steps: Vec<usize>,
    roles: Vec<usize>,
    /// Whether the role of a line is fixed: then it teaches nothing but what stands around it.
    fixed: Vec<bool>,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// L1 penalty: higher means fewer weights.
    pub l1: f64,
    /// L2 penalty: higher means smaller weights.
    pub l2: f64,
    /// Rounds at most.
    pub rounds: usize,
    /// A word cue must be seen in this many collections.
    pub collections: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { l1: 0.8, l2: 2.0, rounds: 150, collections: 2 }
    }
}

/// A vocabulary that grows while texts are looked at.
#[derive(Debug, Default)]
pub struct Growing {
    ids: HashMap<String, u16>,
    names: Vec<String>,
    /// A word came for which there was no number left.
    full: bool,
}

impl Vocabulary for Growing {
    fn id(&mut self, name: &str) -> Option<u16> {
        if let Some(&id) = self.ids.get(name) {
            return Some(id);
        }
        let Some(id) = next_id(self.names.len()) else {
            self.full = true;
            return None;
        };
        self.ids.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        Some(id)
    }
}

/// Sees the cues of a labelled text. `roles` has one role per line of `lines`, and so has `fixed`, where the weights have no
/// choice: it goes before what a line is.
///
/// # Errors
/// A text with more new words than the vocabulary has numbers for.
pub fn example(
    collection: &str,
    source: &Source,
    lines: &[Line],
    layout: Layout,
    roles: &[Role],
    fixed: &[Option<Role>],
    vocabulary: &mut Growing,
) -> Result<Example, String> {
    let cues = cues::see(Languages::builtin().lexicon(), source, lines, layout, vocabulary);
    if vocabulary.full {
        return Err(format!(
            "with this text the letters have more than {MOST_WORDS} different words at the beginnings and ends of their \
             lines, and weights name no more: learn from fewer letters at once"
        ));
    }
    Ok(Example {
        collection: collection.to_owned(),
        cues,
        steps: lines.iter().map(|line| step(layout, line)).collect(),
        roles: roles.iter().zip(fixed).map(|(&role, fixed)| fixed.unwrap_or(role) as usize).collect(),
        fixed: fixed.iter().map(Option::is_some).collect(),
    })
}

/// Where each number stands in the vector of weights.
struct Space {
    /// Column of each cue, `None` for words too rare to count.
    columns: Vec<Option<u32>>,
    width: usize,
}

impl Space {
    fn new(examples: &[&Example], vocabulary: &Growing, settings: Settings) -> Self {
        let mut users: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); vocabulary.names.len()];
        for example in examples {
            for line in 0..example.cues.len() {
                for &id in example.cues.of(line) {
                    if id >= FIXED {
                        users[usize::from(id - FIXED)].insert(&example.collection);
                    }
                }
            }
        }
        let mut width = 0;
        let mut columns = Vec::with_capacity(usize::from(FIXED) + users.len());
        for id in 0..usize::from(FIXED) + users.len() {
            let counts = id.checked_sub(FIXED.into()).is_none_or(|word| users[word].len() >= settings.collections);
            columns.push(counts.then(|| {
                width += 1;
                width - 1
            }));
        }
        Self { columns, width: width as usize }
    }

    fn emission(column: u32, reach: usize) -> usize {
        (column as usize * REACH.len() + reach) * ROLES
    }

    fn steps(&self) -> usize {
        self.width * REACH.len() * ROLES
    }

    fn first(&self) -> usize {
        self.steps() + STEPS.len() * ROLES * ROLES
    }

    fn last(&self) -> usize {
        self.first() + ROLES
    }

    fn len(&self) -> usize {
        self.last() + ROLES
    }

    /// Calls `visit` with (line spoken about, start of the weights) for every cue in reach.
    fn visit(&self, cues: &LineCues, mut visit: impl FnMut(usize, usize)) {
        for line in 0..cues.len() {
            for &id in cues.of(line) {
                let Some(column) = self.columns[id as usize] else { continue };
                for reach in 0..REACH.len() {
                    if let Some(target) = (line + 2).checked_sub(reach).filter(|&target| target < cues.len()) {
                        visit(target, Self::emission(column, reach));
                    }
                }
            }
        }
    }
}

/// Adds one example's share to the gradient of the negative log likelihood and returns its value.
fn likelihood(space: &Space, example: &Example, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let n = example.roles.len();
    let mut scores = vec![[0f64; ROLES]; n];
    space.visit(&example.cues, |line, at| {
        for (score, weight) in scores[line].iter_mut().zip(&weights[at..at + ROLES]) {
            *score += weight;
        }
    });
    // As in the decoder, no path leads through another role of a fixed line.
    for (line, score) in scores.iter_mut().enumerate().filter(|(line, _)| example.fixed[*line]) {
        let role = example.roles[line];
        *score = std::array::from_fn(|other| if other == role { score[role] } else { f64::NEG_INFINITY });
    }
    let step_at =
        |line: usize, from: usize, to: usize| space.steps() + (example.steps[line] * ROLES + from) * ROLES + to;
    let gold = &example.roles;
    let mut path = weights[space.first() + gold[0]] + weights[space.last() + gold[n - 1]];
    for line in 0..n {
        path += scores[line][gold[line]];
        if line > 0 {
            path += weights[step_at(line, gold[line - 1], gold[line])];
        }
    }
    // Forward and backward sums, scaled line by line so that nothing overflows.
    let (mut forward, mut backward) = (vec![[0f64; ROLES]; n], vec![[0f64; ROLES]; n]);
    let mut log_total = 0.0;
    let shift: Vec<f64> = scores.iter().map(|row| row.iter().copied().fold(f64::MIN, f64::max)).collect();
    let local: Vec<[f64; ROLES]> =
        scores.iter().zip(&shift).map(|(row, s)| row.map(|score| (score - s).exp())).collect();
    let kinds: Vec<[[f64; ROLES]; ROLES]> = (0..STEPS.len())
        .map(|kind| {
            std::array::from_fn(|from| {
                std::array::from_fn(|to| weights[space.steps() + (kind * ROLES + from) * ROLES + to].exp())
            })
        })
        .collect();
    let mut scale = vec![0f64; n];
    for line in 0..n {
        for to in 0..ROLES {
            let before = if line == 0 {
                weights[space.first() + to].exp()
            } else {
                (0..ROLES).map(|from| forward[line - 1][from] * kinds[example.steps[line]][from][to]).sum()
            };
            forward[line][to] =
                before * local[line][to] * if line + 1 == n { weights[space.last() + to].exp() } else { 1.0 };
        }
        scale[line] = forward[line].iter().sum();
        forward[line] = forward[line].map(|value| value / scale[line]);
        log_total += scale[line].ln() + shift[line];
    }
    backward[n - 1] = [1.0; ROLES];
    for line in (0..n - 1).rev() {
        for from in 0..ROLES {
            let mut sum = 0.0;
            for to in 0..ROLES {
                let end = if line + 2 == n { weights[space.last() + to].exp() } else { 1.0 };
                sum += kinds[example.steps[line + 1]][from][to] * local[line + 1][to] * end * backward[line + 1][to];
            }
            backward[line][from] = sum / scale[line + 1];
        }
    }
    let mut errors = vec![[0f64; ROLES]; n];
    for line in 0..n {
        for role in 0..ROLES {
            errors[line][role] = forward[line][role] * backward[line][role];
        }
        errors[line][gold[line]] -= 1.0;
        if line > 0 {
            let end = |to: usize| if line + 1 == n { weights[space.last() + to].exp() } else { 1.0 };
            for from in 0..ROLES {
                for to in 0..ROLES {
                    let together = forward[line - 1][from]
                        * kinds[example.steps[line]][from][to]
                        * local[line][to]
                        * end(to)
                        * backward[line][to]
                        / scale[line];
                    gradient[step_at(line, from, to)] += together;
                }
            }
            gradient[step_at(line, gold[line - 1], gold[line])] -= 1.0;
        }
    }
    for role in 0..ROLES {
        gradient[space.first() + role] += errors[0][role];
        gradient[space.last() + role] += errors[n - 1][role];
    }
    space.visit(&example.cues, |line, at| {
        for (slope, error) in gradient[at..at + ROLES].iter_mut().zip(&errors[line]) {
            *slope += error;
        }
    });
    log_total - path
}

/// The sums are cut into this many shares, each summed by itself, then in order.
const SHARES: usize = 8;

/// Smooth part of the objective: negative log likelihood and L2 penalty.
fn objective(space: &Space, examples: &[&Example], weights: &[f64], l2: f64, gradient: &mut [f64]) -> f64 {
    let size = examples.len().div_ceil(SHARES).max(1);
    let shares: Vec<&[&Example]> = examples.chunks(size).collect();
    let results: Vec<(f64, Vec<f64>)> = std::thread::scope(|scope| {
        let run = |share: &[&Example]| {
            let mut slope = vec![0f64; space.len()];
            let value = share.iter().map(|example| likelihood(space, example, weights, &mut slope)).sum::<f64>();
            (value, slope)
        };
        let handles: Vec<_> = shares.iter().map(|share| scope.spawn(move || run(share))).collect();
        handles.into_iter().map(|handle| handle.join().expect("a share panicked")).collect()
    });
    let mut value = 0.0;
    for (slot, weight) in gradient.iter_mut().zip(weights) {
        *slot = 2.0 * l2 * weight;
        value += l2 * weight * weight;
    }
    for (share, slope) in results {
        value += share;
        for (slot, part) in gradient.iter_mut().zip(slope) {
            *slot += part;
        }
    }
    value
}

/// Minimises the objective with an L1 penalty.
fn owl_qn(space: &Space, examples: &[&Example], settings: Settings) -> Vec<f64> {
    const MEMORY: usize = 8;
    let size = space.len();
    let mut weights = vec![0f64; size];
    let mut gradient = vec![0f64; size];
    let l1 = settings.l1;
    let norm = |weights: &[f64]| weights.iter().map(|w| w.abs()).sum::<f64>() * l1;
    let mut value = objective(space, examples, &weights, settings.l2, &mut gradient) + norm(&weights);
    let mut history: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..settings.rounds {
        // Steepest descent that respects the corner of |w| at zero.
        let pseudo: Vec<f64> = weights
            .iter()
            .zip(&gradient)
            .map(|(&w, &g)| {
                if w > 0.0 {
                    g + l1
                } else if w < 0.0 {
                    g - l1
                } else if g + l1 < 0.0 {
                    g + l1
                } else if g - l1 > 0.0 {
                    g - l1
                } else {
                    0.0
                }
            })
            .collect();
        let mut direction: Vec<f64> = pseudo.iter().map(|g| -g).collect();
        let mut alphas = vec![0f64; history.len()];
        for (alpha, (s, y, rho)) in alphas.iter_mut().zip(&history).rev() {
            *alpha = rho * dot(s, &direction);
            direction.iter_mut().zip(y).for_each(|(d, y)| *d -= *alpha * y);
        }
        if let Some((s, y, _)) = history.last() {
            let gamma = dot(s, y) / dot(y, y);
            for d in &mut direction {
                *d *= gamma;
            }
        }
        for (alpha, (s, y, rho)) in alphas.iter().zip(&history) {
            let beta = rho * dot(y, &direction);
            direction.iter_mut().zip(s).for_each(|(d, s)| *d += (alpha - beta) * s);
        }
        direction.iter_mut().zip(&pseudo).for_each(|(d, g)| {
            if *d * g >= 0.0 {
                *d = 0.0;
            }
        });
        let slope = dot(&direction, &pseudo);
        if slope > -1e-9 {
            break;
        }
        let mut length = if history.is_empty() { 1.0 / dot(&direction, &direction).sqrt() } else { 1.0 };
        let mut next_gradient = vec![0f64; size];
        let accepted = (0..30).find_map(|_| {
            let next: Vec<f64> = (0..size)
                .map(|i| {
                    let orthant = if weights[i] == 0.0 { -pseudo[i] } else { weights[i] };
                    let moved = weights[i] + length * direction[i];
                    if moved * orthant > 0.0 { moved } else { 0.0 }
                })
                .collect();
            let next_value = objective(space, examples, &next, settings.l2, &mut next_gradient) + norm(&next);
            if next_value <= value + 1e-4 * length * slope {
                return Some((next, next_value));
            }
            length *= 0.5;
            None
        });
        let Some((next, next_value)) = accepted else { break };
        let s: Vec<f64> = next.iter().zip(&weights).map(|(a, b)| a - b).collect();
        let y: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = dot(&s, &y);
        let gain = (value - next_value) / value.abs().max(1.0);
        weights = next;
        gradient = next_gradient;
        value = next_value;
        if curvature > 1e-10 {
            if history.len() == MEMORY {
                history.remove(0);
            }
            history.push((s, y, 1.0 / curvature));
        }
        if gain < 1e-5 {
            break;
        }
    }
    weights
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Learns weights and returns them as a `weights.toml`, one number a line.
#[must_use]
pub fn learn(examples: &[&Example], vocabulary: &Growing, settings: Settings) -> String {
    let examples: Vec<&Example> = examples.iter().copied().filter(|example| !example.roles.is_empty()).collect();
    let space = Space::new(&examples, vocabulary, settings);
    let weights = owl_qn(&space, &examples, settings);
    let mut names = fixed_names();
    names.extend(vocabulary.names.iter().cloned());
    let mut out = String::from(
        "# What each cue says about the role of a line, learned from labelled letters by `rubricate tune`.\n\
         # \"prev\" and \"next\" are cues of the line before and after; words are written first=WORD, last=WORD.\n",
    );
    let mut table = |name: String, rows: BTreeMap<String, f64>| {
        let _ = writeln!(out, "\n[{name}]");
        for (key, weight) in rows {
            // Weights below a hundredth decide nothing.
            if weight.abs() >= 0.01 {
                let _ = writeln!(out, "{} = {weight:.3}", toml::Value::String(key));
            }
        }
    };
    for (role, label) in Role::ALL.iter().enumerate() {
        let mut rows = BTreeMap::new();
        for (id, name) in names.iter().enumerate() {
            if let Some(column) = space.columns[id] {
                for (reach, prefix) in REACH.iter().enumerate() {
                    rows.insert(format!("{prefix}{name}"), weights[Space::emission(column, reach) + role]);
                }
            }
        }
        table(format!("cues.{}", label.name()), rows);
    }
    for (kind, name) in STEPS.iter().enumerate() {
        let at = |from: usize, to: usize| weights[space.steps() + (kind * ROLES + from) * ROLES + to];
        let rows = (0..ROLES * ROLES).map(|i| {
            (format!("{} {}", Role::ALL[i / ROLES].name(), Role::ALL[i % ROLES].name()), at(i / ROLES, i % ROLES))
        });
        table(format!("steps.{name}"), rows.collect());
    }
    for (name, start) in [("first", space.first()), ("last", space.last())] {
        table(
            name.into(),
            Role::ALL.iter().map(|role| (role.name().to_owned(), weights[start + *role as usize])).collect(),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    #[test]
    fn more_words_than_numbers_are_refused() {
        let source = Source::new("x", "Dear Anna,\n");
        let lines = lines::lines(&source);
        let layout = lines::layout(&source, &lines);
        let mut vocabulary = Growing::default();
        let learned = |vocabulary: &mut Growing| {
            example("own", &source, &lines, layout, &[Role::Salute], &[None], vocabulary).map(|example| example.roles)
        };
        assert_eq!(learned(&mut vocabulary), Ok(vec![Role::Salute as usize]));
        let known = vocabulary.names.len();
        assert!((known..MOST_WORDS).all(|word| vocabulary.id(&format!("first=w{word}")).is_some()));
        assert!(learned(&mut vocabulary).is_ok(), "its words have their numbers");
        assert_eq!(vocabulary.id("first=more"), None);
        let error = learned(&mut vocabulary).expect_err("a word has no number");
        assert!(error.contains("learn from fewer letters"), "{error}");
    }
}
