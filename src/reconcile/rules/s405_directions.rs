//! `S405`: see [`RULE`].

use rust_decimal::Decimal;

use super::s403_change_percent::sibling;
use crate::model::{Claim, Direction, Measure, Severity, Wording};
use crate::reconcile::narrative::{self, signed};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 方向用词应与数字、与彼此一致：“增加……下降”，“决算数大于预算数”而数字较小，与上年持平却说明减少的原因，增加的说明是经费减少。
    S405 "增减、大小的用词与数字一致" Error One(check),
    example: "
        @决算
        ## 五、支出决算情况说明

        - 1、教育支出（类）普通教育（款）小学教育（项）。年初预算为8.00万元，支出决算为7.50万元。决算数小于预算数的主要原因：厉行节约。
        + 1、教育支出（类）普通教育（款）小学教育（项）。年初预算为8.00万元，支出决算为7.50万元。决算数大于预算数的主要原因：厉行节约。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    balance(context, findings);
    for (index, claim) in context.document.claims.iter().enumerate() {
        match (claim.measure, claim.wording) {
            (Measure::ChangePercent, None) => against_amount(context, findings, index, claim),
            (_, Some(Wording::Outcome)) => outcome(context, findings, index, claim),
            (_, Some(Wording::Reason)) => reason(context, findings, index, claim),
            (_, Some(Wording::Cause)) => cause(context, findings, index, claim),
            _ => {}
        }
    }
}

/// What names income and expenditure of one appropriation, or of all money: where both are the same amount in one
/// section and change by the same amount, they change the same way.
const BALANCED: &[&str] = &[
    "balance.grand_total",
    "revenue.budget",
    "revenue.grand_total",
    "revenue.fiscal_appropriation",
    "revenue.general_public",
    "expenditure.budget",
    "expenditure.grand_total",
    "expenditure.fiscal_appropriation",
    "expenditure.general_public",
    "fiscal.grand_total",
];

/// 收入预算 x 万元，比上年增加 y 万元 …… 支出预算 x 万元，比上年减少 y 万元.
fn balance(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut groups: Vec<(usize, Vec<(usize, &Claim)>)> = Vec::new();
    for (index, claim) in context.document.claims.iter().enumerate() {
        let stated = claim.measure == Measure::ChangeAmount
            && claim.wording.is_none()
            && claim.yuan.is_some_and(|y| !y.is_zero())
            && claim.direction.is_some();
        let Some((current, of)) = narrative::linked(context, claim.of.as_deref()).filter(|_| stated) else { continue };
        if !of.concept.as_deref().is_some_and(|c| BALANCED.contains(&c)) || of.yuan.is_none() {
            continue;
        }
        let group = groups.iter_mut().find(|(first, members)| {
            let Some((_, change)) = members.first() else { return false };
            change.section == claim.section
                && change.baseline == claim.baseline
                && change.base_year == claim.base_year
                && change.yuan.map(|y| y.abs()) == claim.yuan.map(|y| y.abs())
                && context.document.claims.get(*first).is_some_and(|c| c.yuan == of.yuan)
        });
        match group {
            Some((_, members)) => members.push((index, claim)),
            None => groups.push((current, vec![(index, claim)])),
        }
    }
    for (current, members) in groups.iter().filter(|(_, m)| m.len() > 1) {
        let falls = |c: &Claim| signed(c).is_some_and(|v| v.is_sign_negative());
        let mut refs = vec![Ref::Claim(*current)];
        refs.extend(members.iter().map(|(i, _)| Ref::Claim(*i)));
        let down = members.iter().find(|(_, c)| falls(c));
        let up = members.iter().find(|(_, c)| !falls(c));
        let (Some((_, less)), Some((up, more))) = (down, up) else {
            findings.pass(&refs, || "同额的收入与支出增减方向一致".to_owned());
            continue;
        };
        let message = format!(
            "{}：同为 {} 的收入与支出，一处说增加 {}，一处说减少 {}。原文：{} …… {}",
            say::place(context, Ref::Claim(*up)),
            say::printed(context, Ref::Claim(*current)),
            more.text,
            less.text,
            say::excerpt(&more.sentence, 60),
            say::excerpt(&less.sentence, 60)
        );
        findings.fail_with(
            message,
            &refs,
            signed(more).unwrap_or_default(),
            signed(less).unwrap_or_default(),
            Decimal::ZERO,
        );
    }
}

/// 增加 3 万元，下降 2%.
fn against_amount(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let Some((amount, change)) = sibling(context, index, claim) else { return };
    let (Some(percent), Some(yuan)) = (signed(claim), signed(change)) else { return };
    let refs = [Ref::Claim(amount), Ref::Claim(index)];
    if percent.is_zero() || yuan.is_zero() || percent.is_sign_negative() == yuan.is_sign_negative() {
        findings.pass(&refs, || "增减用词一致".to_owned());
        return;
    }
    let message = format!(
        "{}：{} {}，却{} {}。原文：{}",
        say::place(context, Ref::Claim(amount)),
        word(change.direction),
        change.text,
        word(claim.direction),
        claim.text,
        say::excerpt(&claim.sentence, 80)
    );
    findings.fail_with(message, &refs, yuan, percent, Decimal::ZERO);
}

/// 决算数大于预算数.
fn outcome(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let (Some((now, of)), Some((plan, base))) =
        (narrative::linked(context, claim.of.as_deref()), narrative::linked(context, claim.base.as_deref()))
    else {
        rate(context, findings, index, claim);
        return;
    };
    let (Some(outcome), Some(planned)) = (of.yuan, base.yuan) else { return };
    let holds = match claim.direction {
        Some(Direction::Increase) => outcome >= planned,
        Some(Direction::Decrease) => outcome <= planned,
        _ => !narrative::differ(&narrative::sum(context, now), &narrative::sum(context, plan)),
    };
    let refs = [Ref::Claim(index), Ref::Claim(now), Ref::Claim(plan)];
    if holds {
        findings.pass(&refs, || format!("“{}”与数字相符", claim.text));
        return;
    }
    if narrative::doubtful(context, now) {
        return;
    }
    let than = if outcome > planned { "大于" } else { "小于" };
    let message = format!(
        "{}：称“{}”，而支出决算 {} {than}预算 {}。原文：{}",
        say::place(context, Ref::Claim(index)),
        say::excerpt(&claim.text, 24),
        of.text,
        base.text,
        say::excerpt(&claim.sentence, 60)
    );
    findings.fail_with(message, &refs, outcome, planned, Decimal::ZERO);
}

/// 完成预算 96.50%，决算数等于预算数: where the plan is not stated, the rate before the words tells it.
fn rate(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let Some(before) = index.checked_sub(1).and_then(|i| context.document.claims.get(i)) else { return };
    let same = before.measure == Measure::CompletionPercent
        && before.section == claim.section
        && before.subject == claim.subject
        && before.concept == claim.concept
        && before.baseline == claim.baseline
        && !claim.subject.is_empty()
        && claim.base.is_none();
    let (true, Some(percent)) = (same, before.percent) else { return };
    let (over, slack) = (percent - Decimal::ONE_HUNDRED, narrative::half(before));
    let holds = match claim.direction {
        Some(Direction::Increase) => over >= -slack,
        Some(Direction::Decrease) => over <= slack,
        _ => over.abs() <= slack || claim.text.contains("基本"),
    };
    let refs = [Ref::Claim(index - 1), Ref::Claim(index)];
    if holds {
        findings.pass(&[Ref::Claim(index)], || format!("“{}”与完成率相符", claim.text));
        return;
    }
    let message = format!(
        "{}：完成预算的 {}，却称“{}”。原文：{}",
        say::place(context, Ref::Claim(index)),
        before.text,
        say::excerpt(&claim.text, 24),
        say::excerpt(&claim.sentence, 80)
    );
    findings.fail_with(message, &refs, percent, Decimal::ONE_HUNDRED, slack);
}

/// 与上年持平。减少的主要原因是…: the change that the amount, or the whole that it is a part of, is said to have.
fn reason(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let mut of = claim.of.as_deref();
    for _ in 0..2 {
        let Some((amount, stated)) = narrative::linked(context, of) else { return };
        if let Some((at, change)) = change_of(context, amount) {
            compare(context, findings, index, claim, at, change, None);
            return;
        }
        of = stated.base.as_deref();
    }
}

/// 减少 2.98%。主要原因是：…经费增加, where the reason names the subject itself.
fn cause(context: &Context<'_>, findings: &mut Findings<'_>, index: usize, claim: &Claim) {
    let Some((amount, of)) = narrative::linked(context, claim.of.as_deref()) else { return };
    let said = claim.subject.last().map_or("", String::as_str);
    let said = ["支出经费", "经费", "支出", "费用", "预算"].iter().find_map(|w| said.strip_suffix(w)).unwrap_or(said);
    let names: Vec<&str> = of.subject.iter().map(String::as_str).collect();
    let own = (0..names.len()).any(|from| {
        let joined = names.get(from..).unwrap_or(&[]).concat();
        !joined.is_empty() && (joined == said || joined.strip_suffix("支出") == Some(said))
    });
    if !own {
        return;
    }
    if let Some((at, change)) = change_of(context, amount) {
        compare(context, findings, index, claim, at, change, Some(amount));
    }
}

fn compare(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    index: usize,
    claim: &Claim,
    at: usize,
    change: &Claim,
    amount: Option<usize>,
) {
    let mut refs = vec![Ref::Claim(at), Ref::Claim(index)];
    let base = narrative::linked(context, change.base.as_deref()).map(|(i, _)| i);
    refs.extend(amount.into_iter().chain(base).map(Ref::Claim));
    let still = change.wording == Some(Wording::Flat);
    let against = match (claim.direction, signed(change)) {
        (Some(Direction::Increase), Some(v)) => still || v.is_sign_negative() && !v.is_zero(),
        (Some(Direction::Decrease), Some(v)) => still || v.is_sign_positive() && !v.is_zero(),
        _ => false,
    };
    if !against {
        findings.pass(&refs, || "原因与增减相符".to_owned());
        return;
    }
    let said = if still { change.text.clone() } else { format!("{} {}", word(change.direction), change.text) };
    let figures = match (amount, base) {
        (Some(now), Some(before)) => format!(
            "（{}，上年 {}）",
            say::printed(context, Ref::Claim(now)),
            say::printed(context, Ref::Claim(before))
        ),
        (Some(now), None) => format!("（{}）", say::printed(context, Ref::Claim(now))),
        _ => String::new(),
    };
    let message = format!(
        "{}：“{said}”{figures}，而所说的原因是“{}”。原文：{}",
        say::place(context, Ref::Claim(at)),
        claim.text,
        say::excerpt(&claim.sentence, 60)
    );
    findings.fail_as(Severity::Warning, message, &refs);
}

/// The change that is stated of an amount.
fn change_of<'a>(context: &Context<'a>, amount: usize) -> Option<(usize, &'a Claim)> {
    let id = context.document.claims.get(amount)?.id.as_str();
    context.document.claims.iter().enumerate().skip(amount).take(40).find(|(_, c)| {
        c.of.as_deref() == Some(id)
            && matches!(c.measure, Measure::ChangeAmount | Measure::ChangePercent)
            && (c.wording.is_none() || c.wording == Some(Wording::Flat))
    })
}

fn word(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Decrease) => "减少",
        Some(Direction::Flat) => "持平",
        _ => "增加",
    }
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn a_rate_tells_which_is_larger() {
        let text = |rate: &str, words: &str| {
            format!(
                "# 江边市档案馆2024年度单位决算\n\n## 五、支出决算情况说明\n\n1.教育（类）普通教育（款）小学教育（项）：支出决算为8.20万元，\
                 完成预算{rate}%，决算数{words}预算数。\n"
            )
        };
        assert_eq!((failed(&text("100", "等于")), failed(&text("96.5", "等于"))), (vec![], vec!["S405".to_owned()]));
        assert_eq!((failed(&text("96.5", "小于")), failed(&text("96.5", "大于"))), (vec![], vec!["S405".to_owned()]));
    }
}
