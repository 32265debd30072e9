//! `X205`: see [`RULE`].

use super::x202_summary_expenditure as x202;
use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings};

rule! {
    /// 财政拨款收支总表中一般公共预算一列的每一类，应等于一般公共预算支出表的同一类。总表的支出只有一列时，
    /// 仅在没有其他资金收入和结转时比较。
    X205 "财政拨款收支总表各类 = 一般公共预算支出表各类" Error One(check),
    example: "
        @预算
        表4：2025年单位财政拨款收支预算总表

        单位：万元

        收入||支出|||
        项目|预算数|项目|合计|一般公共预算|政府性基金预算
        - 一、一般公共预算资金|36.00|一、一般公共服务支出|30.00|30.00|
        + 一、一般公共预算资金|36.00|一、一般公共服务支出|29.00|29.00|
        - 二、政府性基金||二、社会保障和就业支出|6.00|6.00|
        + 二、政府性基金||二、社会保障和就业支出|7.00|7.00|
        收入总计|36.00|支出总计|36.00|36.00|

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        208|社会保障和就业支出|6.00|6.00|
        |合计|36.00|26.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(view) = context.table(TableKind::FiscalAppropriationSummary) else { return };
    let Some(detail) = context.table(TableKind::GeneralPublicExpenditure) else { return };
    if findings.refuse(&[view, detail]) || !(view.has_figures && detail.has_figures) {
        return;
    }
    let side = summary::expenditure(view);
    let column = match view.column(concept::EXPENDITURE_GENERAL_PUBLIC) {
        Some(column) => Some(column),
        None if summary::only_general_public(view) == Some(true) => side.columns(view).first().copied(),
        None => None,
    };
    if let (Some(column), Some(total)) = (column, detail.column(concept::TOTAL)) {
        x202::compare(view, &side.lines, Some(column), detail, total, findings);
    }
}
