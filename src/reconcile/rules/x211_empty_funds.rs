//! `X211`: see [`RULE`].

use super::x204_appropriation_funds as x204;
use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, Ref, Sum};

rule! {
    /// 政府性基金、国有资本经营预算支出表为空的，财政拨款收支总表的该资金支出应为零或空白；表中有数的，总表也应有数。
    /// 支出分资金列示时比支出一侧；只有一列时，预算比收入一侧的该资金行。
    X211 "基金、国资表为空 ⇔ 财政拨款收支总表该资金为零" Error One(check),
    example: "
        @预算
        表4：2025年单位财政拨款收支预算总表

        单位：万元

        收入||支出|||
        项目|预算数|项目|合计|一般公共预算|政府性基金预算
        - 一、一般公共预算资金|36.00|一、一般公共服务支出|36.00|36.00|
        + 一、一般公共预算资金|30.00|一、一般公共服务支出|30.00|30.00|
        - 二、政府性基金|||||
        + 二、政府性基金|6.00|二、城乡社区支出|6.00||6.00
        - 收入总计|36.00|支出总计|36.00|36.00|
        + 收入总计|36.00|支出总计|36.00|30.00|6.00

        表8：2025年单位政府性基金预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        |合计|||

        注：本单位没有政府性基金预算安排的支出，故本表无数据。
    ",
}

const FUNDS: &[(&str, &str, TableKind)] = &[
    (concept::EXPENDITURE_GOVERNMENT_FUND, concept::LINE_REVENUE_GOVERNMENT_FUND, TableKind::GovernmentFundExpenditure),
    (concept::EXPENDITURE_STATE_CAPITAL, concept::LINE_REVENUE_STATE_CAPITAL, TableKind::StateCapitalExpenditure),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(view) = context.table(TableKind::FiscalAppropriationSummary) else { return };
    if findings.refuse(&[view]) || !view.has_figures {
        return;
    }
    let side = summary::expenditure(view);
    for (column, line, kind) in FUNDS {
        let Some(detail) = context.table(*kind) else { continue };
        let of_column = view.column(column);
        let left = match of_column {
            Some(column) => side.current_year(view, column),
            None if context.is_budget() => view.line(line).and_then(|i| view.amount(i).figure()),
            None => None,
        };
        let stated = left.as_ref().is_some_and(|f| !f.value.is_zero());
        match (stated, detail.has_figures, left) {
            (true, false, Some(left)) => {
                let name = format!("表{}《{}》", detail.table.ordinal, detail.table.title);
                let empty = Sum::nil(Ref::Table(detail.index));
                findings.equal(&left, &empty, "财政拨款收支总表该资金", &format!("{name}无数据，作零"));
            }
            (false, true, left) => {
                let Some(right) = x204::total(detail).filter(|f| !f.value.is_zero()) else { continue };
                if left.is_some() {
                    continue; // a printed zero: X204 compares the two
                }
                let adds_up = of_column.is_some() && side.grand.is_some();
                if adds_up {
                    let empty = Sum::nil(Ref::Table(view.index));
                    findings.equal(&empty, &right, "财政拨款收支总表该资金空白，作零", "该资金支出表合计");
                }
            }
            _ => findings.pass(&[Ref::Table(view.index), Ref::Table(detail.index)], || "相符".to_owned()),
        }
    }
}
