//! `S407`: see [`RULE`].

use rust_decimal::Decimal;

use super::s403_change_percent::basis;
use crate::model::{Claim, Measure, Phase};
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 基数为零时没有增减百分比、占比或完成率：由所说的本年数和增减额推得基数为零，或所列的预算、总额为零，而百分比不为零。
    /// 这是错误而不是提示：百分比要么没有意义，要么本年数、增减额中有一个写错，读者无从分辨；没有舍入能解释它。上年没有这一项的，应说“无可比性”。
    S407 "基数为零时没有百分比" Error One(check),
    example: "
        @预算
        ## 二、收入预算情况说明

        - 2025年收入预算110.00万元，比上年执行数增加10.00万元，增长10.00%。
        + 2025年收入预算110.00万元，比上年执行数增加110.00万元，增长100.00%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        let Some(percent) = claim.percent else { continue };
        let base = match claim.measure {
            Measure::ChangePercent => basis(context, index, claim).map(|b| (b.base.value, b.refs)),
            Measure::SharePercent | Measure::CompletionPercent => stated(context, claim),
            _ => None,
        };
        let Some((base, figures)) = base else { continue };
        let mut refs = vec![Ref::Claim(index)];
        refs.extend(figures.iter().map(|i| Ref::Claim(*i)));
        if !base.is_zero() || percent.is_zero() {
            findings.pass(&refs, || "基数不为零".to_owned());
            continue;
        }
        if figures.iter().any(|i| narrative::doubtful(context, *i)) {
            continue;
        }
        let printed: Vec<String> = figures.iter().map(|i| say::printed(context, Ref::Claim(*i))).collect();
        let message = format!(
            "{}：“{}”的基数为 0（据 {}），百分比无从计算{}。原文：{}",
            say::place(context, Ref::Claim(index)),
            claim.text,
            printed.join("、"),
            fitting(context, claim),
            say::excerpt(&claim.sentence, 80)
        );
        findings.fail(message, &refs);
    }
}

fn stated(context: &Context<'_>, claim: &Claim) -> Option<(Decimal, Vec<usize>)> {
    let (part, _) = narrative::linked(context, claim.of.as_deref())?;
    let (whole, base) = narrative::linked(context, claim.base.as_deref())?;
    Some((base.yuan?, vec![part, whole]))
}

/// 完成年初预算的 95.89%, where it is the 全年预算 that fits: said as a help.
fn fitting(context: &Context<'_>, claim: &Claim) -> String {
    let other = || {
        let (at, of) = narrative::linked(context, claim.of.as_deref())?;
        let claims = &context.document.claims;
        let plan = claims.get(at.saturating_sub(4)..at)?.iter().find(|c| {
            c.phase == Some(Phase::AdjustedBudget) && c.subject == of.subject && c.sentence == claim.sentence
        })?;
        Some(format!("；同句的全年预算为 {}", plan.text))
    };
    other().unwrap_or_default()
}
