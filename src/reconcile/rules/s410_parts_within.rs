//! `S410`: see [`RULE`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Claim, Phase, concept};
use crate::reconcile::figure::Sum;
use crate::reconcile::findings::Relation;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 同一句里“总额……其中：甲 x、乙 y”，所列各项之和不大于总额；决算说明逐项所列科目的年初（全年）预算之和不大于所说的预算总额：
    /// 决算为零的科目可以不列，所以只会小，不会大。一部分恰好等于总额的（其余是它的细分）不比较；三种以上合成总额的由 S406、N303 比较。
    S410 "所列各项之和不大于总额" Error One(check),
    example: "
        @预算
        ## 三、项目支出情况说明

        - 2025年度项目总预算580.99万元，其中：场地与设备193.60万元，专业服务175.20万元，宣传与培训112.19万元。
        + 2025年度项目总预算580.99万元，其中：场地与设备693.60万元，专业服务175.20万元，宣传与培训112.19万元。
    ",
}

/// Longer lists are not searched for parts of parts.
const MOST: usize = 12;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut lists: BTreeMap<(u32, &str), Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in narrative::amounts(context) {
        if let (Some(group), Some(base)) = (claim.group, claim.base.as_deref()) {
            lists.entry((group, base)).or_default().push((index, claim));
        }
    }
    for ((_, whole), parts) in &lists {
        let Some((at, stated)) = context.claim_by_id(whole) else { continue };
        let doubtful = || parts.iter().map(|(i, _)| *i).chain([at]).any(|i| narrative::doubtful(context, i));
        let (what, of) = if planned(context, at, stated, parts) {
            ("所列各科目的预算之和", "所说的预算总额")
        } else if sentence(at, stated, parts) {
            ("所列各项之和", "所说总额")
        } else {
            continue;
        };
        let (sum, all) = (total(context, parts), narrative::sum(context, at));
        if sum.value <= all.value + all.slack + sum.slack {
            // A bound that holds says nothing of the figures below it.
            findings.pass(&[], || format!("{what}不大于{of}"));
        } else if !doubtful() && (what != "所列各项之和" || !nested(context, parts, &all)) {
            findings.compare(&sum, Relation::AtMost, &all, what, of);
        }
    }
}

fn total(context: &Context<'_>, parts: &[(usize, &Claim)]) -> Sum {
    Sum::of(parts.iter().map(|(i, _)| context.claim(*i)))
}

/// A whole of no known composition, with its parts behind it in one sentence.
fn sentence(at: usize, whole: &Claim, parts: &[(usize, &Claim)]) -> bool {
    let first = parts.first().is_some_and(|(i, _)| *i > at);
    let known = whole.concept.as_deref().is_some_and(|c| c.starts_with("three_public") || c == concept::PROCUREMENT);
    let mut names: Vec<&[String]> = parts.iter().map(|(_, c)| c.subject.as_slice()).collect();
    names.sort_unstable();
    names.dedup();
    first
        && !known
        && names.len() == parts.len()
        && parts.iter().all(|(_, c)| {
            c.section == whole.section
                && c.sentence == whole.sentence
                && c.phase == whole.phase
                && (c.year.is_none() || whole.year.is_none() || c.year == whole.year)
                && !c.subject.is_empty()
                && c.subject != whole.subject
        })
}

/// Whether some of the parts are the whole, or one is others together: then a list within the list was read as one.
fn nested(context: &Context<'_>, parts: &[(usize, &Claim)], all: &Sum) -> bool {
    if parts.len() > MOST {
        return true;
    }
    let terms: Vec<Sum> = parts.iter().map(|(i, _)| narrative::sum(context, *i)).collect();
    let makes = |goal: &Sum, without: Option<usize>| {
        (1_u32..1 << terms.len()).any(|set| {
            let chosen = |i: usize| set & (1 << i) != 0;
            if without.is_some_and(chosen) || without.is_some() && set.count_ones() < 2 {
                return false;
            }
            let (mut value, mut slack) = (Decimal::ZERO, goal.slack);
            for term in terms.iter().enumerate().filter(|(i, _)| chosen(*i)).map(|(_, t)| t) {
                value += term.value;
                slack += term.slack;
            }
            (value - goal.value).abs() <= slack
        })
    };
    makes(all, None) || (0..terms.len()).any(|i| terms.get(i).is_some_and(|t| !t.value.is_zero() && makes(t, Some(i))))
}

/// Whether the parts are the plans of subjects whose outcomes make up the whole's.
fn planned(context: &Context<'_>, at: usize, whole: &Claim, parts: &[(usize, &Claim)]) -> bool {
    let plan = matches!(whole.phase, Some(Phase::Budget | Phase::AdjustedBudget));
    if !context.is_account() || !plan || parts.iter().any(|(_, c)| c.code.is_none() && c.subject.is_empty()) {
        return false;
    }
    // The outcome is stated behind its plan, the items' likewise.
    let Some((outcome, spent)) = context.document.claims.iter().enumerate().skip(at + 1).take(3).find(|(_, c)| {
        c.phase == Some(Phase::Final) && c.concept == whole.concept && c.subject == whole.subject
    }) else {
        return false;
    };
    let mut seen: Vec<&[String]> = Vec::new();
    let mut finals = Sum::default();
    for (i, c) in narrative::amounts(context).filter(|(_, c)| c.base.as_deref() == Some(spent.id.as_str())) {
        if !seen.contains(&c.subject.as_slice()) {
            seen.push(&c.subject);
            finals = finals.plus(&narrative::sum(context, i));
        }
    }
    let mut plans: Vec<&[String]> = parts.iter().map(|(_, c)| c.subject.as_slice()).collect();
    plans.sort_unstable();
    plans.dedup();
    plans.len() == parts.len()
        && plans.iter().all(|p| seen.contains(p))
        && !narrative::differ(&finals, &narrative::sum(context, outcome))
}
