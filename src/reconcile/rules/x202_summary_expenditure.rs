//! `X202`: see [`RULE`].

use crate::model::{Level, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, Ref, TableView};

rule! {
    /// 支出总表把收支总表的支出一侧按科目展开：合计应等于本年支出合计，每一类应等于收支总表的同名行。
    /// 一侧有数而另一侧没有这一类的，也不相符。
    X202 "收支总表的支出 = 支出总表（总额与各类）" Error One(check),
    passing: "
        @预算
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|36.00|一、一般公共服务支出|30.00
        二、其他收入||二、社会保障和就业支出|6.00
        收入总计|36.00|支出总计|36.00

        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        208|社会保障和就业支出|6.00|6.00|
        |合计|36.00|26.00|10.00
    ",
    failing: "
        @预算
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|36.00|一、一般公共服务支出|30.00
        二、其他收入||二、社会保障和就业支出|6.00
        收入总计|36.00|支出总计|36.00

        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|31.00|21.00|10.00
        208|社会保障和就业支出|5.00|5.00|
        |合计|36.00|26.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(summary) = context.table(TableKind::RevenueExpenditureSummary) else { return };
    let Some(detail) = context.table(TableKind::ExpenditureSummary) else { return };
    if findings.refuse(&[summary, detail]) || !(summary.has_figures && detail.has_figures) {
        return;
    }
    let side = summary::expenditure(summary);
    let Some(column) = detail.column(concept::TOTAL) else {
        findings.insufficient("支出总表没有可辨认的合计列", &[Ref::Table(detail.index)]);
        return;
    };
    if let Some(left) = side.columns(summary).first().and_then(|&c| side.current_year(summary, c))
        && let Some(right) = detail.total(0).and_then(|t| detail.value(t, column).figure())
    {
        findings.equal(&left, &right, "收支总表本年支出", "支出总表合计");
    }
    classes(summary, &side.lines, detail, column, findings);
}

/// Compares the 类 of a summary's lines with those of a table by subject.
pub(super) fn classes(summary: &TableView<'_>, lines: &[usize], detail: &TableView<'_>, column: usize, findings: &mut Findings<'_>) {
    compare(summary, lines, None, detail, column, findings);
}

/// [`classes`] over one column of the summary.
pub(super) fn compare(
    summary: &TableView<'_>,
    lines: &[usize],
    of: Option<usize>,
    detail: &TableView<'_>,
    column: usize,
    findings: &mut Findings<'_>,
) {
    let class = |view: &TableView<'_>, i: usize| view.item(i).is_some_and(|i| i.level == Some(Level::Class));
    let read = |i: usize| of.map_or_else(|| summary.amount(i), |c| summary.value(i, c));
    let mut met = Vec::new();
    let mut alone = Vec::new();
    for &line in lines.iter().filter(|&&l| class(summary, l)) {
        let reading = read(line);
        match detail.counterpart(summary, line).filter(|&c| class(detail, c)) {
            Some(other) => {
                met.push(other);
                if let (Some(left), Some(right)) = (reading.figure(), detail.value(other, column).figure()) {
                    findings.equal(&left, &right, "总表", "分科目表");
                }
            }
            None if reading.is_nonzero() => alone.push((reading, summary)),
            None => {}
        }
    }
    for other in detail.top_level(0).filter(|&i| class(detail, i) && !met.contains(&i)) {
        let reading = detail.value(other, column);
        let blank = summary.counterpart(detail, other).map(read);
        if reading.is_nonzero() && blank.is_none_or(|b| !b.is_printed()) {
            alone.push((reading, detail));
        }
    }
    // A line without a code may be the class that is missed; 款 and 项 whose class is not there are no such lines.
    let nameless = lines.iter().any(|&l| !summary.is_subject(l) && read(l).is_nonzero())
        || detail.top_level(0).any(|i| !detail.is_subject(i) && detail.value(i, column).is_nonzero());
    for (reading, here) in alone {
        let (Some(figure), Some(at)) = (reading.figure(), reading.at()) else { continue };
        let there = if here.index == summary.index { detail } else { summary };
        if nameless || met.is_empty() {
            findings.insufficient(
                format!("未能在表{}《{}》中找到同一科目", there.table.ordinal, there.table.title),
                &[at, Ref::Table(there.index)],
            );
        } else {
            findings.missing(&figure, at, there);
        }
    }
}
