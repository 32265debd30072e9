//! One cause, one finding: the same difference on the same subject over several tables, levels or sentences is
//! one finding with the evidence of all.

use rust_decimal::Decimal;

use super::context::Context;
use super::figure::Ref;
use super::findings::Outcome;
use crate::clock::tick;
use crate::model::{Check, Status};

/// Failures that one finding may unite; more stay apart.
const MOST: usize = 2_000;

/// Unites failures of one cause; the first in the order of rules speaks for them.
pub fn merge(context: &Context<'_>, outcomes: Vec<Outcome>) -> Vec<Check> {
    let failing: Vec<usize> = (0..outcomes.len())
        .filter(|&i| {
            outcomes.get(i).is_some_and(|o| o.check.status == Status::Fail && o.check.difference.is_some())
        })
        .take(MOST)
        .collect();
    let subjects: Vec<Vec<&str>> = failing
        .iter()
        .map(|&i| outcomes.get(i).map_or_else(Vec::new, |o| subjects(context, &o.refs)))
        .collect();
    let mut leader: Vec<usize> = (0..failing.len()).collect();
    for b in 0..failing.len() {
        tick();
        for a in 0..b {
            let at = |i: usize| failing.get(i).and_then(|&i| outcomes.get(i));
            let (Some(first), Some(second)) = (at(a), at(b)) else { continue };
            let shared = || {
                first.refs.iter().any(|r| second.refs.contains(r))
                    || subjects
                        .get(a)
                        .zip(subjects.get(b))
                        .is_some_and(|(x, y)| x.iter().any(|s| y.iter().any(|t| kin(s, t))))
            };
            if same_difference(&first.check, &second.check) && shared() {
                join(&mut leader, a, b);
            }
        }
    }
    let mut checks: Vec<Option<Check>> = outcomes.into_iter().map(|o| Some(o.check)).collect();
    for b in 0..failing.len() {
        let a = root(&leader, b);
        if a == b {
            continue;
        }
        let (Some(&into), Some(&from)) = (failing.get(a), failing.get(b)) else { continue };
        let Some(second) = checks.get_mut(from).and_then(Option::take) else { continue };
        if let Some(Some(first)) = checks.get_mut(into) {
            unite(first, second);
        }
    }
    checks.into_iter().flatten().collect()
}

/// The first failure of the group that a failure belongs to.
fn root(leader: &[usize], mut at: usize) -> usize {
    while let Some(&up) = leader.get(at).filter(|&&up| up < at) {
        at = up;
    }
    at
}

fn join(leader: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(leader, a), root(leader, b));
    if let Some(slot) = leader.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// The same subject, or one that contains the other (212 and 21201).
fn kin(a: &str, b: &str) -> bool {
    let code = |s: &str| s.len() >= 3 && s.bytes().all(|b| b.is_ascii_digit());
    a == b || code(a) && code(b) && (a.starts_with(b) || b.starts_with(a))
}

/// Both differ by the same amount, as far as the printed digits can tell.
fn same_difference(a: &Check, b: &Check) -> bool {
    let (Some(x), Some(y)) = (a.difference, b.difference) else { return false };
    let slack = a.allowed.unwrap_or_default() + b.allowed.unwrap_or_default();
    let (x, y) = (x.abs(), y.abs());
    // A coarse allowance must not make unlike differences look alike.
    let slack = slack.min(x.min(y) * Decimal::new(2, 2));
    (x - y).abs() <= slack
}

/// The codes, or names where there is no code, that the cells of a failure belong to.
fn subjects<'a>(context: &Context<'a>, refs: &[Ref]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for at in refs {
        tick();
        let subject = match *at {
            Ref::Cell(t, r, c) => context
                .view(t)
                .and_then(|v| v.items().iter().find(|i| i.row == r && i.value_columns.contains(&c)))
                .and_then(|i| i.code.as_deref().or(Some(i.name.as_str()))),
            Ref::Claim(c) => {
                context.document.claims.get(c).and_then(|c| c.code.as_deref().or(c.concept.as_deref()))
            }
            Ref::Table(_) | Ref::Section(_) => None,
        };
        if let Some(subject) = subject.filter(|s| !found.contains(s)) {
            found.push(subject);
        }
    }
    found
}

/// Adds the evidence of `second` to `first`, and says which other identity fails by the same difference.
fn unite(first: &mut Check, second: Check) {
    first.severity = first.severity.min(second.severity);
    for piece in second.evidence {
        if !first.evidence.iter().any(|e| e.reference == piece.reference) {
            first.evidence.push(piece);
        }
    }
    let note = "同一差额另见：";
    if second.rule == first.rule
        || first.message.rsplit(note).next().is_some_and(|tail| tail.contains(&second.rule))
    {
        return;
    }
    if first.message.contains(note) {
        first.message.push('、');
    } else {
        first.message.push('；');
        first.message.push_str(note);
    }
    first.message.push_str(&second.rule);
}
