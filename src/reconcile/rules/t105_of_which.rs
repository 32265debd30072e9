//! `T105`: see [`RULE`].

use crate::model::{ItemRole, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Relation};

rule! {
    /// “其中”行只列部分内容，不要求加总相等，但任何一项、各项之和都不应大于所属的行。负数（冲减）不作比较。
    /// 一般公共预算、政府性基金、国有资本经营预算三项都列出的，就是财政拨款的全部，应当相等。
    T105 "其中 ≤ 所属行" Error One(check),
    example: "
        @预算
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|30.00|一、一般公共服务支出|30.00
        - 其中：一般公共预算|28.00||
        + 其中：一般公共预算|38.00||
        收入总计|30.00|支出总计|30.00
    ",
}

/// An appropriation is made of these, and of nothing else.
const FUNDS: &[&str] = &[
    concept::LINE_REVENUE_GENERAL_PUBLIC,
    concept::LINE_REVENUE_GOVERNMENT_FUND,
    concept::LINE_REVENUE_STATE_CAPITAL,
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (i, item) in view.items().iter().enumerate() {
            let shown: Vec<usize> = view
                .children(i)
                .iter()
                .copied()
                .filter(|&c| view.item(c).is_some_and(|c| c.role == ItemRole::OfWhich))
                .collect();
            if shown.is_empty() || item.concept.as_deref() == Some(concept::LINE_REVENUE_CARRYOVER) {
                continue;
            }
            let exhaustive = FUNDS.iter().all(|f| {
                shown.iter().any(|&c| view.item(c).is_some_and(|c| c.concept.as_deref() == Some(*f)))
            });
            for &column in &item.value_columns {
                let sum = view.sum(shown.iter().copied(), column);
                let negative = shown.iter().any(|&c| view.value(c, column).figure().is_some_and(|f| f.value < 0.into()));
                if let Some(whole) = view.value(i, column).figure()
                    && sum.printed > 0
                    && !negative
                {
                    let relation = if exhaustive { Relation::Equal } else { Relation::AtMost };
                    findings.compare(&sum, relation, &whole, "其中各行之和", &item.name);
                }
            }
        }
    }
}
