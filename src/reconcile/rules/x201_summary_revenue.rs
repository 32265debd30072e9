//! `X201`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary::{self, Side};
use crate::reconcile::{Context, Findings, Ref, Sum, TableView};

rule! {
    /// 收入总表把收支总表的收入一侧按科目展开：合计应等于本年收入合计（没有结转列时）或收入总计（有结转列时），
    /// 合计行的每个来源应等于收支总表的同名行。总表把财政拨款分三行列示而收入表只有一列的，取三行之和。
    X201 "收支总表的收入 = 收入总表（总额与各来源）" Error One(check),
    example: "
        @预算
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|30.00|一、一般公共服务支出|36.00
        二、其他收入|6.00||
        收入总计|36.00|支出总计|36.00

        表2：2025年单位收入预算总表

        单位：万元

        科目编码|科目名称|合计|财政拨款收入|其他收入
        - 201|一般公共服务支出|36.00|30.00|6.00
        + 201|一般公共服务支出|36.00|29.00|7.00
        - |合计|36.00|30.00|6.00
        + |合计|36.00|29.00|7.00
    ",
}

/// Column of the revenue table, line of the summary.
const SOURCES: &[(&str, &str)] = &[
    (concept::CURRENT_FISCAL, concept::LINE_REVENUE_FISCAL),
    (concept::CURRENT_GENERAL_PUBLIC, concept::LINE_REVENUE_GENERAL_PUBLIC),
    (concept::CURRENT_GOVERNMENT_FUND, concept::LINE_REVENUE_GOVERNMENT_FUND),
    (concept::CURRENT_STATE_CAPITAL, concept::LINE_REVENUE_STATE_CAPITAL),
    (concept::CURRENT_SPECIAL_ACCOUNT, concept::LINE_REVENUE_SPECIAL_ACCOUNT),
    (concept::CURRENT_BUSINESS, concept::LINE_REVENUE_BUSINESS),
    (concept::CURRENT_OPERATING, concept::LINE_REVENUE_OPERATING),
    (concept::CURRENT_SUPERIOR, concept::LINE_REVENUE_SUPERIOR),
    (concept::CURRENT_SUBORDINATE, concept::LINE_REVENUE_SUBORDINATE),
    (concept::CURRENT_OTHER, concept::LINE_REVENUE_OTHER),
    (concept::CARRYOVER_SUBTOTAL, concept::LINE_REVENUE_CARRYOVER),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(summary) = context.table(TableKind::RevenueExpenditureSummary) else { return };
    let Some(detail) = context.table(TableKind::RevenueSummary) else { return };
    if findings.refuse(&[summary, detail]) || !(summary.has_figures && detail.has_figures) {
        return;
    }
    let Some(total) = detail.total(0) else {
        findings.insufficient("收入总表没有可辨认的合计行", &[Ref::Table(detail.index)]);
        return;
    };
    let side = summary::revenue(summary);
    totals(summary, &side, detail, total, findings);
    for (column, line) in SOURCES {
        let Some(right) = detail.column(column).and_then(|c| detail.confirmed(total, c)) else { continue };
        let left = match summary.line(line) {
            Some(item) => summary.amount(item).figure().or_else(|| zero(summary, item, &side)),
            None if *column == concept::CURRENT_FISCAL => funds(summary),
            None => None,
        };
        if let Some(left) = left {
            findings.equal(&left, &right, "收支总表", "收入总表合计行");
        }
    }
}

fn totals(summary: &TableView<'_>, side: &Side, detail: &TableView<'_>, total: usize, findings: &mut Findings<'_>) {
    let whole = side.grand.and_then(|i| summary.amount(i).figure());
    let current = side.columns(summary).first().and_then(|&c| side.current_year(summary, c));
    let carried = detail.table.columns.iter().any(|c| {
        c.concept.as_deref().is_some_and(|c| c.starts_with("carryover.") || c == "used_balance")
    });
    let all = detail.value_of(total, concept::TOTAL).figure();
    let this_year = detail.value_of(total, concept::CURRENT_SUBTOTAL).figure();
    match (carried, all, this_year) {
        (_, None, Some(sub)) | (false, Some(sub), None) => {
            if let Some(current) = &current {
                findings.equal(current, &sub, "收支总表本年收入", "收入总表合计");
            }
        }
        (_, Some(all), sub) => {
            if let Some(whole) = &whole {
                findings.equal(whole, &all, "收支总表收入总计", "收入总表合计");
            }
            if let (Some(current), Some(sub)) = (&current, sub) {
                findings.equal(current, &sub, "收支总表本年收入", "收入总表本年收入小计");
            }
        }
        (_, None, None) => findings.insufficient("收入总表的合计未能读出", &[Ref::Table(detail.index)]),
    }
}

/// A blank line is zero when the side adds up without it.
fn zero(summary: &TableView<'_>, item: usize, side: &Side) -> Option<Sum> {
    let at = summary.amount(item).at()?;
    let column = *side.columns(summary).first()?;
    let whole = side.current_year(summary, column)?;
    let lines = summary.sum(side.lines.iter().copied(), column);
    let adds_up = (whole.value - lines.value).abs() <= whole.slack + lines.slack && lines.unread.is_none();
    (adds_up && side.lines.contains(&item)).then(|| Sum::nil(at))
}

/// The three lines of appropriation together.
fn funds(summary: &TableView<'_>) -> Option<Sum> {
    let lines = [
        concept::LINE_REVENUE_GENERAL_PUBLIC,
        concept::LINE_REVENUE_GOVERNMENT_FUND,
        concept::LINE_REVENUE_STATE_CAPITAL,
    ];
    let sum = Sum::of(lines.iter().filter_map(|l| summary.line(l)).map(|i| summary.amount(i)));
    (sum.printed > 0).then_some(sum)
}
