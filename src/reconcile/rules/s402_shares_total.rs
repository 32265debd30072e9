//! `S402`: see [`RULE`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::s401_shares;
use crate::model::{Claim, Measure};
use crate::reconcile::figure::Sum;
use crate::reconcile::narrative::{self, half};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 同一总额的各部分占比之和应为 100%，各占比按末位半个单位计。各部分金额之和不等于总额的（只列了一部分）不比较；某一占比已算错的由 S401 报告。
    S402 "同一总额的各占比之和 = 100%" Error One(check),
    example: "
        @预算
        ## 三、支出预算情况说明

        - 2025年支出预算3万元，其中：基本支出2万元，占67%；项目支出1万元，占33%。
        + 2025年支出预算3万元，其中：基本支出2万元，占68%；项目支出1万元，占36%。
    ",
}

/// Section, number of the list, claim of the whole.
type List<'a> = (usize, Option<u32>, &'a str);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut lists: BTreeMap<List<'_>, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in context.document.claims.iter().enumerate() {
        if let (Measure::SharePercent, Some(base), Some(_)) = (claim.measure, claim.base.as_deref(), claim.percent) {
            lists.entry((claim.section, claim.group, base)).or_default().push((index, claim));
        }
    }
    for ((_, _, base), shares) in lists {
        let Some((whole, _)) = narrative::linked(context, Some(base)) else { continue };
        let parts: Vec<usize> =
            shares.iter().filter_map(|(_, c)| narrative::linked(context, c.of.as_deref())).map(|(i, _)| i).collect();
        if shares.len() < 2 || parts.len() != shares.len() {
            continue;
        }
        let total = Sum::of(parts.iter().map(|i| context.claim(*i)));
        let stated = narrative::sum(context, whole);
        if stated.value.is_zero() || narrative::differ(&total, &stated) {
            continue;
        }
        let sum: Decimal = shares.iter().filter_map(|(_, c)| c.percent).sum();
        let allowed: Decimal = shares.iter().map(|(_, c)| half(c)).sum();
        let mut refs: Vec<Ref> = shares.iter().map(|(i, _)| Ref::Claim(*i)).collect();
        refs.push(Ref::Claim(whole));
        if (sum - Decimal::ONE_HUNDRED).abs() <= allowed {
            findings.pass(&refs, || "各占比之和为 100%".to_owned());
        } else if shares.iter().all(|(_, c)| s401_shares::holds(context, c)) || sum_is_wild(&shares) {
            let each: Vec<&str> = shares.iter().map(|(_, c)| c.text.as_str()).collect();
            findings.fail_with(
                format!(
                    "{}：各部分金额之和等于总额 {}，而占比 {} 之和为 {}%，不是 100%，显示精度允许 {}",
                    refs.first().map_or_else(String::new, |r| say::place(context, *r)),
                    say::printed(context, Ref::Claim(whole)),
                    each.join("、"),
                    sum,
                    allowed
                ),
                &refs,
                sum,
                Decimal::ONE_HUNDRED,
                allowed,
            );
        }
    }
}

/// Shares in whole percents can each be right by their own rounding and still be wrong together.
fn sum_is_wild(shares: &[(usize, &Claim)]) -> bool {
    shares.iter().all(|(_, c)| c.percent.is_some_and(|p| p.scale() == 0))
}
