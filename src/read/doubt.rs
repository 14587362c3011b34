//! Decisions that are doubtful.

use crate::diagnostic::Diagnostic;
use crate::knowledge::rules;
use crate::read::decide::verdict::{LineDecision, Verdict};
use crate::read::lines::Line;
use crate::read::role::Role;
use crate::tree::Weight;

/// The rule of doubtful decisions.
pub(crate) const LOW_MARGIN: &str = "role/low-margin";
/// A decision with a smaller margin is worth a look. Chosen on an edition that the weights had not
/// seen: about three notes for two letters, and half of them are faults.
const LOW: Weight = Weight(1000);

/// What an editor calls a role in an order: a line that no role fits is a paragraph.
fn order_name(role: Role) -> &'static str {
    match role {
        Role::Other => Role::Paragraph.name(),
        role => role.name(),
    }
}

/// Doubtful decisions that an editor should look at. Neighbours in the same doubt are one finding.
pub(crate) fn low_margins(all: &[Line], decided: &[LineDecision]) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut before: Option<(usize, Role, Role)> = None;
    for (index, line) in decided.iter().enumerate() {
        let (Verdict::Role(role, why), Some(second)) = (&line.verdict, &line.runner_up) else { continue };
        let matters = role.is_part() || second.role.is_part();
        if why.margin >= LOW || !matters {
            continue;
        }
        let doubt = (index, *role, second.role);
        if before.is_none_or(|(at, role, second)| (at + 1, role, second) != doubt) {
            let (taken, other) = (order_name(*role), order_name(second.role));
            let margin = f64::from(why.margin);
            let message = format!("taken for `{taken}`, but `{other}` is nearly as likely (margin {margin:.2})");
            let hint = format!("a line {{.{taken}}} or {{.{other}}} before it settles the matter");
            findings.push(rules::finding(LOW_MARGIN, all[index].span, message).hint(hint));
        }
        before = Some(doubt);
    }
    findings
}
