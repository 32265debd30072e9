//! `S404`: see [`RULE`].

use std::collections::BTreeMap;

use crate::model::{Claim, Measure, Wording};
use crate::reconcile::figure::Sum;
use crate::reconcile::narrative::{self, half, signed};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 增减额 = 本年数 − 基数（两者都列出时）；“三公”经费三项、财政拨款三项（一般公共预算、政府性基金、国有资本经营）的增减额之和 = 总额的增减额。三项没有都说明增减的不比较。
    S404 "增减额 = 本年数 − 基数；各项增减额之和 = 总增减额" Error One(check),
    example: "
        @预算
        ## 二、支出预算情况说明

        - 公务接待费2025年预算数8.00万元，比2024年预算数10.00万元减少2.00万元。
        + 公务接待费2025年预算数8.00万元，比2024年预算数10.00万元减少3.00万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let changes = || {
        context.document.claims.iter().enumerate().filter(|(_, c)| {
            c.measure == Measure::ChangeAmount
                && (c.wording.is_none() && c.yuan.is_some() || c.wording == Some(Wording::Flat))
        })
    };
    for (index, claim) in changes().filter(|(_, c)| c.wording.is_none()) {
        let (Some((current, of)), Some((base, before))) = (
            narrative::linked(context, claim.of.as_deref()),
            narrative::linked(context, claim.base.as_deref()),
        ) else {
            continue;
        };
        if of.yuan.is_none() || before.yuan.is_none() || narrative::doubtful(context, current) {
            continue;
        }
        let computed = narrative::sum(context, current).minus(&narrative::sum(context, base));
        findings.equal(&side(index, claim), &computed, "所说增减额", "本年数 − 基数");
    }
    let mut lists: BTreeMap<u32, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in changes() {
        if let Some(group) = claim.group {
            lists.entry(group).or_default().push((index, claim));
        }
    }
    for items in lists.values() {
        for (whole, parts) in COMPLETE {
            together(findings, items, changes(), whole, parts);
        }
    }
}

/// Wholes that their parts make up by definition: the parts' changes are the whole's.
const COMPLETE: [(&str, &[&str]); 4] = [
    ("three_public.total", &["three_public.abroad", "three_public.reception", "three_public.vehicle"]),
    (
        "three_public.total",
        &[
            "three_public.abroad",
            "three_public.reception",
            "three_public.vehicle.purchase",
            "three_public.vehicle.operation",
        ],
    ),
    (
        "expenditure.fiscal_appropriation",
        &["expenditure.general_public", "expenditure.government_fund", "expenditure.state_capital"],
    ),
    ("revenue.fiscal_appropriation", &["revenue.general_public", "revenue.government_fund", "revenue.state_capital"]),
];

fn together<'a>(
    findings: &mut Findings<'_>,
    items: &[(usize, &Claim)],
    mut changes: impl Iterator<Item = (usize, &'a Claim)>,
    whole: &str,
    wanted: &[&str],
) {
    let of = |name: &str| {
        let mut found = items.iter().filter(|(_, c)| c.concept.as_deref() == Some(name));
        let first = found.next()?;
        found.next().is_none().then_some(*first)
    };
    let parts: Vec<(usize, &Claim)> = wanted.iter().copied().filter_map(of).collect();
    let Some((_, first)) = parts.first() else { return };
    let same = |c: &Claim| c.baseline == first.baseline && c.base_year == first.base_year;
    if parts.len() != wanted.len() || !parts.iter().all(|(_, c)| same(c)) {
        return;
    }
    let total =
        changes.find(|(_, c)| c.concept.as_deref() == Some(whole) && c.section == first.section && same(c));
    let Some((index, total)) = total else { return };
    let mut sum = Sum::default();
    for (i, part) in &parts {
        sum = sum.plus(&side(*i, part));
    }
    let name = total.subject.last().map_or("总额", String::as_str);
    findings.equal(&side(index, total), &sum, &format!("{name}的增减额"), "各项增减额之和");
}

/// A change with its sign, as a side of an identity.
fn side(index: usize, claim: &Claim) -> Sum {
    let value = signed(claim).unwrap_or_default();
    Sum { value, slack: half(claim), refs: vec![Ref::Claim(index)], printed: 1, ..Sum::default() }
}
