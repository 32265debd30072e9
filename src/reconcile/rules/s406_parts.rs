//! `S406`: see [`RULE`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Claim, Measure};
use crate::reconcile::figure::Sum;
use crate::reconcile::findings::Relation;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 按定义齐全的组成（采购 = 货物 + 工程 + 服务；“三公” = 出国 + 接待 + 用车；用车 = 购置 + 运行；车辆 = 各类车辆）之和应等于总额；中小企业中标金额之和
    /// 不大于采购总额，预算中面向中小企业预留的不大于采购预算，其中小微的不大于中小的。其他“其中”只是一部分，不比较。
    S406 "各组成部分之和 = 总额" Error One(check),
    example: "
        @预算
        ## 九、政府采购情况说明

        - 2025年政府采购预算9.00万元，其中：政府采购货物预算4.00万元、政府采购工程预算0万元、政府采购服务预算5.00万元。
        + 2025年政府采购预算9.00万元，其中：政府采购货物预算4.00万元、政府采购工程预算1.00万元、政府采购服务预算5.00万元。
    ",
}

/// Wholes whose parts are complete by definition.
const COMPLETE: &[(&str, &[&str])] = &[
    ("procurement", &["procurement.goods", "procurement.works", "procurement.services"]),
    ("three_public.total", &["three_public.abroad", "three_public.reception", "three_public.vehicle"]),
    ("three_public.vehicle", &["three_public.vehicle.purchase", "three_public.vehicle.operation"]),
];

/// Fewer kinds of vehicles are a selection.
const FEWEST_KINDS: usize = 5;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut lists: BTreeMap<u32, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in context.document.claims.iter().enumerate() {
        let amount = claim.measure == Measure::Amount && claim.yuan.is_some();
        if let (Some(group), Some(_)) = (claim.group, &claim.base)
            && (amount || claim.measure == Measure::Count)
        {
            lists.entry(group).or_default().push((index, claim));
        }
    }
    for items in lists.values() {
        for (whole, parts) in wholes(items) {
            let Some((at, stated)) = context.claim_by_id(whole) else { continue };
            if let Some(parts) = complete(stated, &parts) {
                let sum = Sum::of(parts.iter().map(|i| context.claim(*i)));
                let all = narrative::sum(context, at);
                if stated.measure == Measure::Count {
                    counted(context, findings, at, &parts, (all.value, sum.value));
                    continue;
                }
                let doubtful = parts.iter().chain([&at]).any(|i| narrative::doubtful(context, *i));
                if !doubtful || !narrative::differ(&sum, &all) {
                    findings.equal(&all, &sum, "总额", "各组成部分之和");
                }
            }
        }
    }
    awards(context, findings);
    reserved(context, findings);
}

/// Things counted are exact, and are not said in yuan.
fn counted(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    whole: usize,
    parts: &[usize],
    (all, sum): (Decimal, Decimal),
) {
    let mut refs = vec![Ref::Claim(whole)];
    refs.extend(parts.iter().map(|i| Ref::Claim(*i)));
    if all == sum {
        findings.pass(&refs, || "各组成部分之和等于总数".to_owned());
        return;
    }
    let each: Vec<String> = parts.iter().map(|i| say::printed(context, Ref::Claim(*i))).collect();
    let message = format!(
        "{}：总数为 {}，而各组成部分（{}）之和为 {}",
        say::place(context, Ref::Claim(whole)),
        say::printed(context, Ref::Claim(whole)),
        each.join("、"),
        sum.normalize()
    );
    findings.fail_with(message, &refs, all, sum, Decimal::ZERO);
}

fn wholes<'a>(items: &[(usize, &'a Claim)]) -> BTreeMap<&'a str, Vec<(usize, &'a Claim)>> {
    let mut by_whole: BTreeMap<&str, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in items {
        by_whole.entry(claim.base.as_deref().unwrap_or("")).or_default().push((*index, claim));
    }
    by_whole
}

/// 计容面积 and 不计容面积: of two such parts nothing is left out.
fn opposites(parts: &[(usize, &Claim)]) -> bool {
    let [(_, a), (_, b)] = parts else { return false };
    let name = |c: &Claim| c.subject.last().cloned().unwrap_or_default();
    let (a, b) = (name(a), name(b));
    !a.is_empty() && !b.is_empty() && (b.strip_prefix('不') == Some(&a) || a.strip_prefix('不') == Some(&b))
}

/// The parts of a whole, if they are all there, each once.
fn complete(whole: &Claim, parts: &[(usize, &Claim)]) -> Option<Vec<usize>> {
    if whole.measure == Measure::Count {
        let same = |c: &Claim| c.measure == Measure::Count && c.classifier == whole.classifier;
        let kinds: Vec<usize> = parts.iter().filter(|(_, c)| same(c)).map(|(i, _)| *i).collect();
        return ((kinds.len() >= FEWEST_KINDS || opposites(parts)) && kinds.len() == parts.len()).then_some(kinds);
    }
    let (_, wanted) = COMPLETE.iter().find(|(w, _)| whole.concept.as_deref() == Some(w))?;
    let mut found = Vec::new();
    for name in *wanted {
        let mut same = parts.iter().filter(|(_, c)| c.concept.as_deref() == Some(name));
        found.push(same.next()?.0);
        if same.next().is_some() {
            return None;
        }
    }
    Some(found)
}

/// The only amount that the narrative states of a concept.
fn only(context: &Context<'_>, concept: &str) -> Option<usize> {
    let mut found = narrative::amounts(context).filter(|(_, c)| c.concept.as_deref() == Some(concept));
    let first = found.next()?.0;
    found.next().is_none().then_some(first)
}

/// What a budget reserves for small and medium firms is part of what it buys; what is reserved for small ones is part
/// of that.
fn reserved(context: &Context<'_>, findings: &mut Findings<'_>) {
    let [total, medium, micro] = ["procurement", "procurement.small_medium", "procurement.small_micro"];
    let Some(medium) = only(context, medium) else { return };
    let part = |findings: &mut Findings<'_>, part: usize, whole: usize, of: &str, all: &str| {
        let (a, b) = (narrative::sum(context, part), narrative::sum(context, whole));
        if ![part, whole].iter().any(|i| narrative::doubtful(context, *i)) {
            findings.compare(&a, Relation::AtMost, &b, of, all);
        }
    };
    if let Some(total) = only(context, total).filter(|_| context.is_budget()) {
        part(findings, medium, total, "面向中小企业预留的采购预算", "政府采购预算");
    }
    let claims = &context.document.claims;
    let within = |i: &usize| {
        claims.get(*i).zip(claims.get(medium)).is_some_and(|(c, m)| c.base.as_deref() == Some(m.id.as_str()))
    };
    if let Some(micro) = only(context, micro).filter(within) {
        part(findings, micro, medium, "预留给小微企业的金额", "预留给中小企业的金额");
    }
}

/// What small and medium firms were awarded in reserved and in other projects is no more than all that was bought.
fn awards(context: &Context<'_>, findings: &mut Findings<'_>) {
    let [total, reserved, other] = ["procurement", "procurement.awarded.small_medium", "procurement.awarded.other"]
        .map(|concept| only(context, concept));
    let (Some(total), Some(reserved), Some(other)) = (total, reserved, other) else { return };
    let rest = narrative::sum(context, total).minus(&narrative::sum(context, reserved));
    findings.compare(
        &narrative::sum(context, other),
        Relation::AtMost,
        &rest,
        "其他政府采购项目中由中小企业中标的金额",
        "政府采购总额减去预留项目中标金额",
    );
}
