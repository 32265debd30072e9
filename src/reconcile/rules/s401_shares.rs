//! `S401`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, Measure};
use crate::reconcile::figure::Interval;
use crate::reconcile::narrative::{self, half};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 占比 = 部分 ÷ 总额；完成预算的百分比 = 决算 ÷ 预算。两个金额按显示精度取区间，百分比本身按末位半个单位。金额已与表不符的，不再算它的占比。
    S401 "占比 = 部分 ÷ 总额；完成率 = 决算 ÷ 预算" Error One(check),
    example: "
        @预算
        ## 三、支出预算情况说明

        - 2025年支出预算30.00万元，其中：基本支出20.00万元，占66.67%；项目支出10.00万元，占33.33%。
        + 2025年支出预算30.00万元，其中：基本支出20.00万元，占65.67%；项目支出10.00万元，占33.33%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        let Some((part, whole, computed)) = computed(context, claim) else { continue };
        let Some(stated) = claim.percent else { continue };
        let refs = [Ref::Claim(index), Ref::Claim(part), Ref::Claim(whole)];
        let around = computed.widened(half(claim));
        if around.holds(stated) {
            findings.pass(&refs, || format!("“{}”与所据金额相符", claim.text));
            continue;
        }
        if narrative::doubtful(context, part) || narrative::doubtful(context, whole) {
            continue;
        }
        let value = middle(computed, stated);
        let allowed = (around.high - around.low) / Decimal::TWO;
        findings.fail_with(
            format!(
                "{}：“{}”，而 {} ÷ {} = {}%，相差 {} 个百分点，显示精度允许 {}。原文：{}",
                say::place(context, Ref::Claim(index)),
                printed(claim),
                say::printed(context, Ref::Claim(part)),
                say::printed(context, Ref::Claim(whole)),
                value,
                (stated - value).normalize(),
                allowed.round_dp(4).normalize(),
                say::excerpt(&claim.sentence, 60)
            ),
            &refs,
            stated,
            value,
            allowed,
        );
    }
}

/// The claims that a share or a completion rate is computed from, and what they give; nothing on a zero base.
pub(super) fn computed(context: &Context<'_>, claim: &Claim) -> Option<(usize, usize, Interval)> {
    if !matches!(claim.measure, Measure::SharePercent | Measure::CompletionPercent) {
        return None;
    }
    let (part, of) = narrative::linked(context, claim.of.as_deref())?;
    let (whole, base) = narrative::linked(context, claim.base.as_deref())?;
    (of.yuan.is_some() && base.yuan.is_some()).then_some(())?;
    let percent =
        Interval::percent(narrative::sum(context, part).interval(), narrative::sum(context, whole).interval())?;
    Some((part, whole, percent))
}

/// Whether a share is what its amounts give.
pub(super) fn holds(context: &Context<'_>, claim: &Claim) -> bool {
    let Some((.., computed)) = computed(context, claim) else { return false };
    claim.percent.is_some_and(|p| computed.widened(half(claim)).holds(p))
}

/// The middle of an interval, with the decimals of the stated figure (two at least).
pub(super) fn middle(interval: Interval, stated: Decimal) -> Decimal {
    ((interval.low + interval.high) / Decimal::TWO).round_dp(stated.scale().max(2))
}

/// The figure with the word before it.
fn printed(claim: &Claim) -> String {
    let word = if claim.measure == Measure::CompletionPercent { "完成率 " } else { "占 " };
    format!("{word}{}", claim.text)
}
