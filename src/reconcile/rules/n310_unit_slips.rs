//! `N310`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref, Sum, narrative};

rule! {
    /// 同一指标在说明与表中数字相同而相差一万倍，是元与万元写错。只报这一条，不再报金额不符。表中没有的，
    /// 同一节里数字完全相同、一处为元一处为万元的，同一科目预算与决算数字相近而单位不同的，各项都以万元计才合成总额而一项为元的，也是。
    N310 "元与万元没有写错" Error One(check),
    example: "
        @预算
        ## 一、收支预算总体情况说明

        - 2025年收支总预算30.25万元。
        + 2025年收支总预算30.25元。

        表1：2025年单位收支预算总表

        单位：元

        项目|预算数|项目|预算数
        财政拨款收入|302,500.00|教育支出|302,500.00
        本年收入合计|302,500.00|本年支出合计|302,500.00
        收入总计|302,500.00|支出总计|302,500.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    among_themselves(context, findings);
    for (index, claim) in narrative::amounts(context) {
        let Some((figure, what)) = target(context, index, claim) else { continue };
        let stated = narrative::sum(context, index);
        if narrative::slipped(&stated, &figure) {
            findings.equal(&stated, &figure, "说明所说金额（疑元、万元有误）", what);
        } else {
            findings.pass(&stated.refs, || "单位相符".to_owned());
        }
    }
}

/// Figures that no table holds: those of one section with each other.
fn among_themselves(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut yuan: Vec<(usize, &Claim, Decimal)> = Vec::new();
    let mut wan: Vec<(usize, &Claim, Decimal)> = Vec::new();
    for (index, claim) in narrative::amounts(context) {
        let text = claim.text.as_str();
        let (list, unit) = if text.ends_with("万元") {
            (&mut wan, Decimal::from(10_000))
        } else if text.ends_with('元') && !text.ends_with(['亿', '千', '百']) && claim.ulp.is_some_and(|u| u <= Decimal::ONE) {
            (&mut yuan, Decimal::ONE)
        } else {
            continue;
        };
        if let Some(number) = claim.yuan.and_then(|y| y.checked_div(unit)).filter(|n| !n.is_zero()) {
            list.push((index, claim, number.normalize()));
        }
    }
    for (index, claim, number) in yuan {
        odd_part(context, findings, index, claim);
        let held = |i: usize, c: &Claim| target(context, i, c).is_some_and(|(f, _)| narrative::slipped(&narrative::sum(context, i), &f));
        let twin = wan.iter().find(|(_, c, n)| {
            let same = *n == number && significant(number) >= LEAST;
            let plan = c.phase != claim.phase && !c.subject.is_empty() && c.subject == claim.subject && c.code == claim.code && c.concept == claim.concept;
            let near = *n <= number * Decimal::TWO && number <= *n * Decimal::TWO;
            c.section == claim.section && (same || plan && near)
        });
        let Some((other, there, _)) = twin.filter(|(i, c, _)| !held(index, claim) && !held(*i, c)) else { continue };
        let message = format!(
            "{}：一处为 {}，一处为 {}，疑元、万元有误。原文：{} …… {}",
            say::place(context, Ref::Claim(index)),
            claim.text,
            there.text,
            say::excerpt(&claim.sentence, 60),
            say::excerpt(&there.sentence, 60)
        );
        findings.fail(message, &[Ref::Claim(index), Ref::Claim(*other)]);
    }
}

/// 总预算 580.99 万元，其中：甲 93.60 万元，乙 175.20 万元，丙 312.19 元: with 万元 the parts make up their whole.
fn odd_part(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let Some((at, whole)) = claim.base.as_deref().and_then(|b| context.claim_by_id(b)) else { return };
    let of = |c: &Claim| c.group.is_some() && c.group == claim.group && c.base == claim.base && c.phase == claim.phase;
    let beside: Vec<(usize, &Claim)> = narrative::amounts(context).filter(|(i, c)| *i != index && of(c)).collect();
    let large = |c: &Claim| c.text.ends_with("万元");
    if beside.is_empty() || !large(whole) || !beside.iter().all(|(_, c)| large(c)) {
        return;
    }
    let slipped = narrative::sum(context, index);
    let rest = Sum::of(beside.iter().map(|(i, _)| context.claim(*i)));
    let all = narrative::sum(context, at);
    let times = Decimal::from(10_000);
    let meant = Sum { value: slipped.value * times, slack: slipped.slack * times, ..Sum::default() };
    if narrative::differ(&rest.clone().plus(&slipped), &all) && !narrative::differ(&rest.plus(&meant), &all) {
        let message = format!(
            "{}：各项以万元计之和等于总额 {}，而一项为 {}，疑元、万元有误。原文：{}",
            say::place(context, Ref::Claim(index)),
            whole.text,
            claim.text,
            say::excerpt(&claim.sentence, 80)
        );
        findings.fail(message, &[Ref::Claim(index), Ref::Claim(at)]);
    }
}

/// Digits that two figures must share to be the same figure: round ones meet by chance.
const LEAST: usize = 3;

/// Digits from the first to the last that is not zero.
fn significant(number: Decimal) -> usize {
    let digits = number.normalize().mantissa().unsigned_abs().to_string();
    digits.trim_matches('0').len()
}

/// What a claim is a figure of; for the money of projects with goals all 项目支出, though it may be a part of it:
/// the same digits under another unit are no part.
fn target(context: &Context<'_>, index: usize, claim: &Claim) -> Option<(Sum, &'static str)> {
    if claim.concept.as_deref() != Some(concept::PERFORMANCE) {
        return context.target(index)?.clone().ok();
    }
    let view = context.table(TableKind::ExpenditureSummary).filter(|v| v.refused.is_none() && context.is_budget())?;
    Some((view.value_of(view.total(0)?, concept::PROJECT).figure()?, "支出总表项目支出"))
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn one_part_under_another_unit() {
        let text = |unit: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 三、项目支出情况说明\n\n2025年度项目总预算580.99万元，其中：场地与设备93.60万元，\
                 专业服务175.20万元，宣传与培训312.19{unit}。\n"
            )
        };
        assert_eq!((failed(&text("万元")), failed(&text("元"))), (vec![], vec!["N310".to_owned()]));
    }

    #[test]
    fn the_same_digits_under_two_units() {
        let text = |reserved: &str, micro: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 八、政府采购情况说明\n\n2025年面向中小企业预留政府采购项目预算金额{reserved}，\
                 其中，预留给小型和微型企业的政府采购项目预算为{micro}。\n"
            )
        };
        assert_eq!(failed(&text("46.49万元", "46.49元")), ["N310"]);
        assert!(failed(&text("46.49万元", "30.49万元")).is_empty() && failed(&text("500万元", "500元")).is_empty());
    }
}
