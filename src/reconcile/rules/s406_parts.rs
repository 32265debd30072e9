//! `S406`: see [`RULE`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Claim, Measure};
use crate::reconcile::compositions::THREE_PUBLIC;
use crate::reconcile::figure::Sum;
use crate::reconcile::findings::Relation;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 按定义齐全的组成（采购 = 货物 + 工程 + 服务；“三公” = 出国 + 接待 + 用车；用车 = 购置 + 运行；接待 = 国内 + 外事；基本支出 = 人员 + 公用；总计 = 本年 + 结转结余；车辆 = 各类车辆，以“其他”收尾的；离退休 = 离休 + 退休）之和应等于总额；中小企业中标金额之和
    /// 不大于采购总额，预算中面向中小企业预留的不大于采购预算，其中小微的不大于中小的。其他“其中”只是一部分，不比较。
    S406 "各组成部分之和 = 总额" Error One(check),
    example: "
        @预算
        ## 九、政府采购情况说明

        - 2025年政府采购预算9.00万元，其中：政府采购货物预算4.00万元、政府采购工程预算0万元、政府采购服务预算5.00万元。
        + 2025年政府采购预算9.00万元，其中：政府采购货物预算4.00万元、政府采购工程预算1.00万元、政府采购服务预算5.00万元。
    ",
}

/// Wholes whose parts are complete by definition: parts that must be there, parts that may.
const COMPLETE: &[(&str, &[&str], &[&str])] = &[
    ("procurement", &["procurement.goods", "procurement.works", "procurement.services"], &[]),
    ("three_public.vehicle", &["three_public.vehicle.purchase", "three_public.vehicle.operation"], &[]),
    ("three_public.reception", &["three_public.reception.domestic", "three_public.reception.foreign"], &[]),
    ("basic", PEOPLE, &[]),
    ("general_public.basic", PEOPLE, &[]),
    ("revenue.grand_total", &["revenue.current_total", "revenue.carryover"], &["revenue.used_balance"]),
    ("expenditure.grand_total", &["expenditure.current_total", "expenditure.carryover"], &["expenditure.distribution"]),
];

/// What 基本支出 pays.
const PEOPLE: &[&str] = &["basic.personnel", "basic.public"];

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
            if let (true, Some(all)) = (vehicles(&parts), stated.count) {
                // Kinds may be left out; those that are named are no more than all.
                let sum: Decimal = parts.iter().filter_map(|(_, c)| c.count).sum();
                let named: Vec<usize> = parts.iter().map(|(i, _)| *i).collect();
                if sum >= all {
                    counted(context, findings, at, &named, (all, sum));
                    continue;
                }
            }
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

/// 计容面积 and 不计容面积, 离休 and 退休: of two such parts nothing is left out.
fn opposites(parts: &[(usize, &Claim)]) -> bool {
    let [(_, a), (_, b)] = parts else { return false };
    let name = |c: &Claim| c.subject.last().cloned().unwrap_or_default();
    let (a, b) = (name(a), name(b));
    let retired = |a: &str, b: &str| a.starts_with("离休") && b.starts_with("退休");
    retired(&a, &b) || !a.is_empty() && !b.is_empty() && (b.strip_prefix('不') == Some(&a) || a.strip_prefix('不') == Some(&b))
}

/// The parts of a whole, if they are all there, each once.
fn complete(whole: &Claim, parts: &[(usize, &Claim)]) -> Option<Vec<usize>> {
    if whole.measure == Measure::Count {
        let same = |c: &Claim| c.measure == Measure::Count && c.classifier == whole.classifier;
        let kinds: Vec<usize> = parts.iter().filter(|(_, c)| same(c)).map(|(i, _)| *i).collect();
        let whole = kinds.len() >= FEWEST_KINDS || opposites(parts) || kinds.len() > 1 && rest(parts);
        return (whole && kinds.len() == parts.len()).then_some(kinds);
    }
    let spent = THREE_PUBLIC.into_iter().map(|(whole, parts)| (whole, parts, &[][..]));
    let mut compositions = COMPLETE.iter().copied().chain(spent).filter(|(w, ..)| whole.concept.as_deref() == Some(w));
    compositions.find_map(|(_, wanted, also)| each_once(parts, wanted, also))
}

/// 其他用车 as the last kind: all that is no other kind.
fn rest(parts: &[(usize, &Claim)]) -> bool {
    let last = parts.last().and_then(|(_, c)| c.subject.last());
    vehicles(parts) && last.is_some_and(|name| name.starts_with("其他"))
}

fn vehicles(parts: &[(usize, &Claim)]) -> bool {
    parts.iter().all(|(_, c)| matches!(c.classifier.as_deref(), Some("辆" | "台")) && c.count.is_some())
}

fn each_once(parts: &[(usize, &Claim)], wanted: &[&str], also: &[&str]) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for (n, name) in wanted.iter().chain(also).enumerate() {
        let mut same = parts.iter().filter(|(_, c)| c.concept.as_deref() == Some(name));
        match same.next() {
            Some((index, _)) => found.push(*index),
            None if n < wanted.len() => return None,
            None => {}
        }
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

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    fn account(sentences: &str) -> Vec<String> {
        failed(&format!("# 江边市档案馆2024年度单位决算\n\n## 七、其他重要事项情况说明\n\n{sentences}\n"))
    }

    #[test]
    fn four_parts_and_parts_of_parts() {
        let text = |visits: &str| {
            format!(
                "2024年度“三公”经费支出决算86.00万元，其中：公务用车运行维护费80.00万元，公务用车购置费0万元，\
                 公务接待费{visits}万元，因公出国（境）费0万元。"
            )
        };
        assert_eq!((account(&text("6.00")), account(&text("7.00"))), (vec![], vec!["S406".to_owned()]));
        let text = |staff: &str| format!("2024年度一般公共预算财政拨款基本支出105.50万元，其中：人员经费{staff}万元，公用经费10.20万元。");
        assert_eq!((account(&text("95.30")), account(&text("96.30"))), (vec![], vec!["S406".to_owned()]));
    }

    #[test]
    fn few_kinds_of_vehicles() {
        let text = |all: u32, last: &str| format!("截至2024年12月31日，共有车辆{all}辆，其中：机要通信用车2辆、{last}用车6辆。");
        assert_eq!((account(&text(8, "其他")), account(&text(9, "其他"))), (vec![], vec!["S406".to_owned()]));
        // A selection is less than all, and never more.
        assert_eq!((account(&text(9, "执法执勤")), account(&text(7, "执法执勤"))), (vec![], vec!["S406".to_owned()]));
    }
}
