//! `S401`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, Measure, Phase, concept};
use crate::reconcile::figure::Interval;
use crate::reconcile::narrative::{self, half};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::targets;
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
    by_table(context, findings);
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

/// 公务接待费支出决算为 0.30 万元，完成预算的 37.50%: the plan stands in the table alone. Which plan is meant, the total's
/// sentence tells, where its plan is the table's; else the other rates do, where more of them hold than do not.
fn by_table(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.is_account() {
        return;
    }
    let claims = context.document.claims.iter().enumerate();
    let rates: Vec<Rate> = claims.filter_map(|(i, c)| rate(context, i, c)).collect();
    let meant = || {
        context.claims_of_concept(concept::THREE_PUBLIC_TOTAL).any(|(i, c)| {
            c.measure == Measure::Amount
                && c.phase == Some(Phase::Budget)
                && matches!(context.target(i), Some(Ok((plan, _))) if !plan.value.is_zero() && !narrative::differ(&narrative::sum(context, i), plan))
        })
    };
    let told = rates.iter().filter(|r| r.holds && !r.stated.is_zero()).count();
    let sure = rates.iter().all(|r| r.holds) || meant() || told > rates.iter().filter(|r| !r.holds).count();
    for rate in rates.iter().filter(|_| sure) {
        let Some(claim) = context.document.claims.get(rate.claim) else { continue };
        let refs = [Ref::Claim(rate.claim), Ref::Claim(rate.part), rate.plan];
        if rate.holds {
            findings.pass(&refs, || format!("“{}”与所据金额相符", claim.text));
            continue;
        }
        let value = middle(rate.computed, rate.stated);
        let message = format!(
            "{}：“{}”，而 {} ÷ {}（{}）= {}%，相差 {} 个百分点。原文：{}",
            say::place(context, Ref::Claim(rate.claim)),
            printed(claim),
            say::printed(context, Ref::Claim(rate.part)),
            say::printed(context, rate.plan),
            say::place(context, rate.plan),
            value,
            (rate.stated - value).normalize(),
            say::excerpt(&claim.sentence, 60)
        );
        findings.fail_with(message, &refs, rate.stated, value, half(claim));
    }
}

/// A rate whose plan is a cell.
struct Rate {
    claim: usize,
    part: usize,
    plan: Ref,
    computed: Interval,
    stated: Decimal,
    holds: bool,
}

fn rate(context: &Context<'_>, index: usize, claim: &Claim) -> Option<Rate> {
    let item = claim.concept.as_deref().is_some_and(|c| c.starts_with("three_public."));
    if !item || claim.measure != Measure::CompletionPercent || claim.base.is_some() {
        return None;
    }
    let stated = claim.percent?;
    let (part, of) = narrative::linked(context, claim.of.as_deref())?;
    if of.concept != claim.concept || of.phase != Some(Phase::Final) || narrative::doubtful(context, part) {
        return None;
    }
    let planned = Claim { phase: Some(Phase::Budget), ..of.clone() };
    let (plan, _) = targets::target(context, &planned)?.ok()?;
    let computed = Interval::percent(narrative::sum(context, part).interval(), plan.interval())?;
    let &[plan] = plan.refs.as_slice() else { return None };
    let holds = computed.widened(half(claim)).holds(stated);
    Some(Rate { claim: index, part, plan, computed, stated, holds })
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

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn the_rate_of_an_item_is_computed_from_the_table() {
        let text = |rate: &str| {
            format!(
                "# 江边市档案馆2024年度单位决算\n\n## 七、“三公”经费支出决算情况说明\n\n“三公”经费财政拨款支出年初预算为2.00万元，\
                 支出决算为1.50万元，完成预算的75%，其中：公务接待费支出决算为0.30万元，完成预算的{rate}%。\n\n\
                 表7：财政拨款“三公”经费支出决算表\n\n单位：万元\n\n\
                 合计\t合计\t因公出国（境）费\t因公出国（境）费\t公务接待费\t公务接待费\n\
                 预算数\t决算数\t预算数\t决算数\t预算数\t决算数\n\
                 2.00\t1.50\t1.20\t1.20\t0.80\t0.30\n"
            )
        };
        assert_eq!((failed(&text("37.50")), failed(&text("39.50"))), (vec![], vec!["S401".to_owned()]));
    }
}
