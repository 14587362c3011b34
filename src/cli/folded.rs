//! Which findings are told together. Who reads three hundred lines of one kind reads none of them: those of a rule that
//! say the same are one line.

use rubricate::diagnostic::{Diagnostic, Fix, Level};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Places that are named: that of the finding that is told, and two more.
const PLACES: usize = 3;

/// Findings of one rule that are told together, by their places in a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Fold {
    /// The one that is told, and the next whose places are named.
    pub named: Vec<usize>,
    /// How many there are.
    pub count: usize,
    /// They say different things.
    pub mixed: bool,
    /// There is no other finding of its rule.
    pub alone: bool,
    /// What to do about all of them.
    pub advice: Option<String>,
}

/// How many kinds of a rule get a line of their own; the others share one. What must be mended is told more fully.
fn kinds_told(level: Level) -> usize {
    match level {
        Level::Error => 10,
        Level::Warning => 5,
        Level::Note => 3,
    }
}

/// Folds findings that are in the order of their places: errors first, then warnings, then notes, and among these the
/// rule that found most.
pub fn fold(findings: &[Diagnostic]) -> Vec<Fold> {
    let mut rules: BTreeMap<(Reverse<Level>, &str), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        rules.entry((Reverse(finding.level), finding.rule.as_ref())).or_default().push(at);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|((level, _), found)| (*level, Reverse(found.len())));
    rules.into_iter().flat_map(|((Reverse(level), _), found)| of_rule(findings, kinds_told(level), &found)).collect()
}

/// Those of one rule: its most frequent kinds, then all others.
fn of_rule(findings: &[Diagnostic], told: usize, found: &[usize]) -> Vec<Fold> {
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &at in found {
        kinds.entry(kind(&findings[at].message)).or_default().push(at);
    }
    let mut kinds: Vec<Vec<usize>> = kinds.into_values().collect();
    kinds.sort_by_key(|kind| (Reverse(kind.len()), kind[0]));
    let own = if kinds.len() <= told { kinds.len() } else { kinds.iter().take(told).filter(|it| it.len() > 1).count() };
    let others = kinds.split_off(own);
    let mixed = others.len() > 1;
    let mut rest = others.concat();
    rest.sort_unstable();
    let one = |of: &[usize], mixed| Fold {
        named: of.iter().copied().take(PLACES).collect(),
        count: of.len(),
        mixed,
        alone: found.len() == 1,
        advice: advice(findings, of),
    };
    let kinds = kinds.iter().map(|kind| one(kind, false));
    kinds.chain((!rest.is_empty()).then(|| one(&rest, mixed))).collect()
}

/// What a message says apart from its numbers: margins, counts, numbers of notes.
fn kind(message: &str) -> String {
    message.chars().filter(|c| !c.is_numeric()).collect()
}

/// The hint that all give, or how all are mended.
fn advice(findings: &[Diagnostic], of: &[usize]) -> Option<String> {
    let all = || of.iter().map(|&at| &findings[at]);
    if let Some(safe) =
        all().try_fold(true, |safe, finding| finding.fix.as_ref().map(|Fix { safe: this, .. }| safe && *this))
    {
        return Some(format!("mend them with `check --fix{}`", if safe { "" } else { " --unsafe" }));
    }
    let first = findings[of[0]].hints.first()?;
    all().all(|finding| finding.hints.first() == Some(first)).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: &'static str, level: Level, message: &str) -> Diagnostic {
        Diagnostic::new(rule, level, None, message)
    }

    fn folds(findings: &[Diagnostic]) -> Vec<(usize, usize, bool)> {
        fold(findings).iter().map(|fold| (fold.named[0], fold.count, fold.mixed)).collect()
    }

    #[test]
    fn what_says_the_same_is_told_once_and_errors_first() {
        let mut findings: Vec<_> =
            (0..30).map(|at| finding("a/many", Level::Note, &format!("margin 0.{at:02}"))).collect();
        findings.push(finding("b/one", Level::Error, "broken"));
        findings.push(finding("c/two", Level::Warning, "x"));
        findings.push(finding("c/two", Level::Warning, "y"));
        assert_eq!(folds(&findings), [(30, 1, false), (31, 1, false), (32, 1, false), (0, 30, false)]);
        let alone: Vec<bool> = fold(&findings).iter().map(|fold| fold.alone).collect();
        assert_eq!(alone, [true, false, false, false]);
        assert_eq!(fold(&findings)[3].named, [0, 1, 2]);
    }

    #[test]
    fn rare_kinds_of_a_rule_share_a_line() {
        let kinds = ["a", "b", "a", "c", "d", "b", "e", "f"];
        let findings: Vec<_> = kinds.iter().map(|kind| finding("a/b", Level::Note, kind)).collect();
        assert_eq!(folds(&findings), [(0, 2, false), (1, 2, false), (3, 4, true)]);
        // Of errors, each kind is told.
        let findings: Vec<_> = kinds.iter().map(|kind| finding("a/b", Level::Error, kind)).collect();
        assert_eq!(folds(&findings).len(), 6);
        assert_eq!(fold(&findings).iter().map(|fold| fold.count).sum::<usize>(), 8);
    }

    #[test]
    fn advice_is_what_holds_for_all() {
        let one = || finding("a/b", Level::Note, "x").hint("mend it");
        assert_eq!(fold(&[one(), one()])[0].advice.as_deref(), Some("mend it"));
        assert_eq!(fold(&[one(), finding("a/b", Level::Note, "x")])[0].advice, None);
        let fixed = |safe| {
            let mut finding = one();
            finding.fix = Some(Fix { edits: Vec::new(), safe });
            finding
        };
        assert_eq!(fold(&[fixed(true), fixed(true)])[0].advice.as_deref(), Some("mend them with `check --fix`"));
        let unsafely = fold(&[fixed(true), fixed(false)]).remove(0).advice;
        assert_eq!(unsafely.as_deref(), Some("mend them with `check --fix --unsafe`"));
    }
}
