//! `X204`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, TableView};

rule! {
    /// 财政拨款收支总表按资金分列的支出，应等于一般公共预算、政府性基金、国有资本经营预算各自支出表的合计。
    /// 比较的是本年支出；没有本年支出合计行的，取支出总计减去结转。
    X204 "财政拨款收支总表各资金支出 = 各资金支出表合计" Error One(check),
    example: "
        @预算
        表4：2025年单位财政拨款收支预算总表

        单位：万元

        收入||支出|||
        项目|预算数|项目|合计|一般公共预算|政府性基金预算
        一、一般公共预算资金|36.00|一、一般公共服务支出|36.00|36.00|
        收入总计|36.00|支出总计|36.00|36.00|

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - 201|一般公共服务支出|36.00|26.00|10.00
        + 201|一般公共服务支出|35.00|25.00|10.00
        - |合计|36.00|26.00|10.00
        + |合计|35.00|25.00|10.00
    ",
}

const FUNDS: &[(&str, TableKind)] = &[
    (concept::EXPENDITURE_GENERAL_PUBLIC, TableKind::GeneralPublicExpenditure),
    (concept::EXPENDITURE_GOVERNMENT_FUND, TableKind::GovernmentFundExpenditure),
    (concept::EXPENDITURE_STATE_CAPITAL, TableKind::StateCapitalExpenditure),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(view) = context.table(TableKind::FiscalAppropriationSummary) else { return };
    let side = summary::expenditure(view);
    for (column, kind) in FUNDS {
        let Some(detail) = context.table(*kind).filter(|d| d.has_figures) else { continue };
        if findings.refuse(&[view, detail]) {
            continue;
        }
        let Some(right) = total(detail) else { continue };
        let left = match view.column(column) {
            Some(column) => side.current_year(view, column),
            None => general_only(view, *kind).then(|| side.columns(view).first().and_then(|&c| side.current_year(view, c))).flatten(),
        };
        if let Some(left) = left {
            findings.equal(&left, &right, "财政拨款收支总表", "该资金支出表合计");
        }
    }
}

/// A summary with one amount column speaks of 一般公共预算 alone when no other fund has revenue.
fn general_only(view: &TableView<'_>, kind: TableKind) -> bool {
    kind == TableKind::GeneralPublicExpenditure && summary::only_general_public(view) == Some(true)
}

/// What a fund's table says was spent (or is planned) in the year.
pub(super) fn total(detail: &TableView<'_>) -> Option<crate::reconcile::Sum> {
    let total = detail.total(0)?;
    let column = detail.column(concept::TOTAL).or_else(|| detail.column(concept::CURRENT_EXPENDITURE))?;
    detail.value(total, column).figure()
}
