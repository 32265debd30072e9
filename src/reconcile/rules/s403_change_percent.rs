//! `S403`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, Direction, Measure, Severity};
use crate::reconcile::figure::{Interval, Sum};
use crate::reconcile::narrative::{self, half, signed};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

use super::s401_shares::middle;

rule! {
    /// 增减百分比 = 增减额 ÷ 基数。基数是说明所列的上年数，没有列出时为本年数减去增减额。金额按显示精度取区间。相差不到 0.2 个百分点的只作提示：
    /// 单位往往按未取整的上年数计算。基数为零的由 S407、方向用词矛盾的由 S405 报告。
    S403 "增减百分比 = 增减额 ÷ 基数" Error One(check),
    example: "
        @预算
        ## 二、收入预算情况说明

        - 2025年收入预算110.00万元，比上年执行数增加10.00万元，增长10.00%。
        + 2025年收入预算110.00万元，比上年执行数增加10.00万元，增长12.00%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        if claim.measure != Measure::ChangePercent {
            continue;
        }
        let (Some(stated), Some(basis)) = (signed(claim), basis(context, index, claim)) else { continue };
        let Some(computed) = Interval::percent(basis.change.interval(), basis.base.interval()) else { continue };
        let mut refs = vec![Ref::Claim(index)];
        refs.extend(basis.refs.iter().map(|i| Ref::Claim(*i)));
        let around = computed.widened(half(claim));
        if around.holds(stated) {
            findings.pass(&refs, || format!("“{}”与所据金额相符", claim.text));
            continue;
        }
        if basis.conflict || basis.refs.iter().any(|i| narrative::doubtful(context, *i)) {
            continue;
        }
        let value = middle(computed, stated);
        let allowed = (around.high - around.low) / Decimal::TWO;
        let figures: Vec<String> = basis.refs.iter().map(|i| say::printed(context, Ref::Claim(*i))).collect();
        let message = format!(
            "{}：“{} {}”，而据 {} 应为 {}（{}%），显示精度允许 {}。原文：{}",
            say::place(context, Ref::Claim(index)),
            if claim.direction == Some(Direction::Decrease) { "下降" } else { "增长" },
            claim.text,
            figures.join("、"),
            if value.is_sign_negative() { "下降" } else { "增长" },
            value,
            allowed.round_dp(4).normalize(),
            say::excerpt(&claim.sentence, 80)
        );
        if (stated - value).abs() <= Decimal::new(2, 1) {
            findings.fail_as(Severity::Info, message, &refs);
        } else {
            findings.fail_with(message, &refs, stated, value, allowed);
        }
    }
}

/// What a change in percent is computed from.
pub(super) struct Basis {
    /// The change in money.
    pub change: Sum,
    /// What it is a change of.
    pub base: Sum,
    /// The claims that say so: the current amount, then the base or the change.
    pub refs: Vec<usize>,
    /// The words of direction of the percentage and of the amount contradict each other.
    pub conflict: bool,
}

/// The figures that a change in percent is computed from, if the sentence states them.
pub(super) fn basis(context: &Context<'_>, index: usize, claim: &Claim) -> Option<Basis> {
    let (current, of) = narrative::linked(context, claim.of.as_deref())?;
    of.yuan?;
    let now = narrative::sum(context, current);
    if let Some((base, c)) = narrative::linked(context, claim.base.as_deref()) {
        c.yuan?;
        let before = narrative::sum(context, base);
        let change = now.clone().minus(&before);
        return Some(Basis { change, base: before, refs: vec![current, base], conflict: false });
    }
    let (sibling, amount) = sibling(context, index, claim)?;
    let value = signed(amount)?;
    let change = Sum { value, slack: half(amount), ..Sum::default() };
    let base = now.minus(&change);
    let conflict = amount.direction != claim.direction && !value.is_zero();
    Some(Basis { change, base, refs: vec![current, sibling], conflict })
}

/// The change in money beside a change in percent: of the same amount, in the same sentence, against the same base.
pub(super) fn sibling<'a>(context: &Context<'a>, index: usize, claim: &Claim) -> Option<(usize, &'a Claim)> {
    let claims = &context.document.claims;
    let fits = |c: &Claim| {
        c.measure == Measure::ChangeAmount
            && c.wording.is_none()
            && c.yuan.is_some()
            && c.of == claim.of
            && c.baseline == claim.baseline
            && c.base_year == claim.base_year
            && c.section == claim.section
            && c.sentence == claim.sentence
    };
    let before = claims.iter().enumerate().take(index).rev().take(6).find(|(_, c)| fits(c));
    before.or_else(|| claims.iter().enumerate().skip(index + 1).take(3).find(|(_, c)| fits(c)))
}
