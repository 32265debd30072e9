//! `N307`: see [`RULE`].

use crate::model::{TableKind, Wording, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 说明说没有使用政府性基金、国有资本经营预算安排的支出（没有“三公”经费），相应的表就应当没有金额。
    N307 "“没有……安排的支出” ↔ 表中没有金额" Error One(check),
    example: "
        @预算
        ## 八、政府性基金预算支出情况说明

        本单位2025年没有使用政府性基金预算拨款安排的支出。

        表8：2025年单位政府性基金预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - |合计|||
        + 212|城乡社区支出|3.00||3.00
        + |合计|3.00||3.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        if claim.wording != Some(Wording::Absent) {
            continue;
        }
        let kind = match claim.concept.as_deref() {
            Some("expenditure.government_fund") => TableKind::GovernmentFundExpenditure,
            Some("expenditure.state_capital") => TableKind::StateCapitalExpenditure,
            // 表里还有预算数：说没有支出的是决算。
            Some(concept::THREE_PUBLIC_TOTAL) if context.is_budget() => TableKind::ThreePublicExpenses,
            _ => continue,
        };
        let Some(view) = context.table(kind) else { continue };
        let at = [Ref::Claim(index), Ref::Table(view.index)];
        let agency = kind == TableKind::ThreePublicExpenses && view.column(concept::AGENCY_OPERATING).is_some();
        if view.has_figures && !agency {
            let title = &view.table.title;
            findings.fail(format!("说明称“{}”，而表{}《{title}》中有金额", claim.text, view.table.ordinal), &at);
        } else {
            findings.pass(&at, || format!("“{}”，表{}没有金额", claim.text, view.table.ordinal));
        }
    }
}
