//! `T104`: see [`RULE`].

use crate::model::{Severity, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::summary::{self, Side};
use crate::reconcile::{Context, Findings, Ref, TableView};

rule! {
    /// 收支总表与财政拨款收支总表左右平衡：收入总计 = 支出总计；总计 = 本年合计 + 结转（+ 使用结余、结余分配）；
    /// 本年合计 = 本年各行之和，没有本年合计行时总计 = 各行之和。支出按资金分列的，每一列都应成立。
    T104 "收入总计 = 支出总计；总计 = 本年合计 + 结转" Error One(check),
    example: "
        @预算
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|30.00|一、一般公共服务支出|28.00
        二、其他收入|5.00|二、社会保障和就业支出|8.00
        本年收入合计|35.00|本年支出合计|36.00
        上年结转|1.00|年终结转结余|
        - 收入总计|36.00|支出总计|36.00
        + 收入总计|36.00|支出总计|39.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let kinds = [TableKind::RevenueExpenditureSummary, TableKind::FiscalAppropriationSummary];
    for view in context.sound_tables().filter(|v| kinds.contains(&v.table.kind) && v.has_figures) {
        let (revenue, expenditure) = (summary::revenue(view), summary::expenditure(view));
        let current = revenue.current.is_some() && expenditure.current.is_some();
        if revenue.grand.is_none() && expenditure.grand.is_none() && (!current || view.guessed()) {
            findings.insufficient("未能认出收入总计、支出总计行", &[Ref::Table(view.index)]);
            continue;
        }
        if let (Some(left), Some(right)) = (revenue.grand, expenditure.grand)
            && let (Some(left), Some(right)) = (view.amount(left).figure(), view.amount(right).figure())
        {
            findings.equal(&left, &right, "收入总计", "支出总计");
        }
        side(view, &revenue, "收入", findings);
        side(view, &expenditure, "支出", findings);
        if !view.guessed() {
            left_out(view, &revenue, &expenditure, findings);
        }
    }
}

/// Rows that the form needs and that are not there: a hint, for a form may have been shortened on purpose.
fn left_out(view: &TableView<'_>, revenue: &Side, expenditure: &Side, findings: &mut Findings<'_>) {
    let carried = !revenue.extras.is_empty() && !expenditure.extras.is_empty();
    let said = if revenue.grand.is_none() && expenditure.grand.is_none() {
        "没有收入总计、支出总计行"
    } else if carried && revenue.current.is_none() && expenditure.current.is_none() {
        "列有结转而没有本年合计行"
    } else {
        return;
    };
    let name = format!("表{}《{}》", view.table.ordinal, view.table.title);
    findings.fail_as(Severity::Info, format!("{name}{said}"), &[Ref::Table(view.index)]);
}

fn side(view: &TableView<'_>, side: &Side, name: &str, findings: &mut Findings<'_>) {
    for &column in side.columns(view) {
        let lines = view.sum(side.lines.iter().copied(), column);
        let extras = view.sum(side.extras.iter().copied(), column);
        let grand = side.grand.and_then(|i| view.value(i, column).figure());
        let current = side.current.and_then(|i| view.value(i, column).figure());
        let doubtful = side.unknown;
        if let (Some(grand), Some(current)) = (&grand, &current) {
            let sum = current.clone().plus(&extras);
            if doubtful && (grand.value - sum.value).abs() > grand.slack + sum.slack {
                findings.insufficient(format!("{name}侧有含义不明的行，无法核对{name}总计"), &[Ref::Table(view.index)]);
            } else {
                findings.equal(grand, &sum, &format!("{name}总计"), &format!("本年{name}合计与结转等之和"));
            }
        }
        let (whole, parts, is) = match (current, grand) {
            (Some(current), _) => (current, lines, format!("本年{name}合计")),
            (None, Some(grand)) if side.current.is_none() => (grand, lines.plus(&extras), format!("{name}总计")),
            _ => continue,
        };
        if parts.printed == 0 && parts.unread.is_none() {
            // Lines without any figure: the one that has it was left out, or could not be told from the others.
            if !doubtful && !view.guessed() && side.lines.len() > 1 && !whole.value.is_zero() {
                let said = format!("{is}为 {}，而其上各行都是空白", findings.printed(&whole));
                findings.fail_as(Severity::Info, said, &whole.refs);
            }
            continue;
        }
        if doubtful && (whole.value - parts.value).abs() > whole.slack + parts.slack {
            findings.insufficient(format!("{name}侧有含义不明的行，无法核对{is}"), &[Ref::Table(view.index)]);
        } else {
            findings.equal(&whole, &parts, &is, "各行之和");
        }
    }
}
