//! `N303`: see [`RULE`].

use std::collections::BTreeMap;

use super::n302_totals::compare;
use crate::model::Claim;
use crate::reconcile::figure::Sum;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明按功能分类列举的支出（包括甲 x 万元、乙 y 万元），每一类应与表中该类相等；列举的各类之和应等于所说的总额。
    N303 "说明列举的各类支出 = 表中各类，其和 = 总额" Error One(check),
    example: "
        @预算
        ## 五、一般公共预算支出情况说明

        - 2025年一般公共预算支出30.00万元，包括：教育支出20.00万元、科学技术支出10.00万元。
        + 2025年一般公共预算支出30.00万元，包括：教育支出21.00万元、科学技术支出10.00万元。

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        205|教育支出|20.00|20.00|
        206|科学技术支出|10.00||10.00
        |合计|30.00|20.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let class = |c: &Claim| c.concept.is_none() && c.subject.len() == 1 && c.code.as_ref().is_some_and(|c| c.len() == 3);
    compare(context, findings, class);
    let mut lists: BTreeMap<u32, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in narrative::amounts(context) {
        if let Some(group) = claim.group {
            lists.entry(group).or_default().push((index, claim));
        }
    }
    for items in lists.values() {
        let Some((whole, _)) = items.first().and_then(|(_, c)| narrative::linked(context, c.base.as_deref())) else {
            continue;
        };
        let same = items.iter().all(|(_, c)| class(c) && c.base == items.first().and_then(|(_, f)| f.base.clone()));
        let doubtful = || items.iter().any(|(i, _)| narrative::doubtful(context, *i)) || narrative::doubtful(context, whole);
        if same && items.len() > 1 && !doubtful() {
            let parts = Sum::of(items.iter().map(|(i, _)| context.claim(*i)));
            findings.equal(&narrative::sum(context, whole), &parts, "所说总额", "列举的各类之和");
        }
    }
}
