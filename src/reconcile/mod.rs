//! Runs the rules over a typed disclosure.
//!
//! A rule reads the [`Context`] and tells [`Findings`] what it found; [`merge`] unites failures of one cause;
//! [`Selection`] says which rules run and what was let pass. Each rule is a file in [`rules`].

pub mod across;
mod compositions;
pub mod context;
pub mod figure;
pub mod findings;
mod listing;
mod marks;
pub mod merge;
pub mod narrative;
mod needles;
pub mod prose;
mod recognised;
pub mod rule;
pub mod rules;
pub mod say;
pub mod selection;
pub mod summary;
pub mod targets;
mod trust;
mod unread;
pub mod view;

#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;

pub use context::Context;
pub use figure::{Interval, Reading, Ref, Sum};
pub use findings::{Findings, Relation};
pub use rule::{Body, Rule};
pub use rules::RULES;
pub use selection::{Selection, Suppression};
pub use view::TableView;

use smol_str::SmolStr;

use crate::model::{Check, Disclosure, DocumentKind, RuleTally};

/// What the rules say of a document.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// The outcomes.
    pub checks: Vec<Check>,
    /// The ledger: every rule.
    pub rules: Vec<RuleTally>,
    /// The figures that took part in an identity that holds.
    pub checked: Vec<SmolStr>,
}

/// Outcomes of the selected rules in the order of rules and document, and the ledger of all rules. Passes are
/// among the outcomes only with `keep_passes`; the ledger counts them always. It counts every identity that
/// fails, while failures of one cause are one finding: the finding names the other rules.
pub fn run(document: &Disclosure, selection: &Selection, keep_passes: bool) -> Reconciled {
    let context = Context::new(document);
    let mut ledger = Vec::with_capacity(RULES.len());
    let Some((first, _)) = RULES.split_first() else { return Reconciled::default() };
    let mut findings = Findings::new(Some(&context), first, keep_passes);
    let torn = prose::torn(&context);
    for (i, rule) in RULES.iter().enumerate() {
        let told = torn.as_ref().filter(|_| rule.id.starts_with(['N', 'S', 'Q']));
        match rule.check {
            _ if document.kind == DocumentKind::Other => {
                findings.not_applicable("不是单位或部门的预算、决算公开文件");
            }
            _ if !selection.runs(rule.id) => findings.not_applicable("未选用本规则"),
            Body::Across(_) => findings.not_applicable("须与同一单位的其他文件一并核对"),
            Body::One(check) => match told {
                Some(why) => findings.insufficient(why.as_str(), &[]),
                None => check(&context, &mut findings),
            },
        }
        ledger.push(findings.next(RULES.get(i + 1).unwrap_or(first)));
    }
    let checked = findings.held().names(document);
    let mut checks = merge::merge(&context, findings.into_outcomes());
    recognised::soften(document, &checked, &mut checks);
    selection.apply(&document.source.path, &mut checks);
    Reconciled { checks, rules: ledger, checked }
}

/// Outcomes of the rules that compare several documents. Evidence names the document: `path#t5/r3/c1`.
pub fn across(
    documents: &[&Disclosure],
    selection: &Selection,
    keep_passes: bool,
) -> (Vec<Check>, Vec<RuleTally>) {
    let rules: Vec<&'static Rule> =
        RULES.iter().copied().filter(|r| matches!(r.check, Body::Across(_))).collect();
    let mut ledger = Vec::with_capacity(rules.len());
    let Some((first, _)) = rules.split_first() else { return (Vec::new(), ledger) };
    let mut findings = Findings::new(None, first, keep_passes);
    for (i, rule) in rules.iter().enumerate() {
        match rule.check {
            Body::Across(check) if selection.runs(rule.id) => check(documents, &mut findings),
            _ => findings.not_applicable("未选用本规则"),
        }
        ledger.push(findings.next(rules.get(i + 1).unwrap_or(first)));
    }
    let mut checks: Vec<Check> = findings.into_outcomes().into_iter().map(|o| o.check).collect();
    selection.apply("", &mut checks);
    (checks, ledger)
}
