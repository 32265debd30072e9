//! `X202`: see [`RULE`].

use super::x210_names;
use crate::model::{Item, Level, Severity, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, Reading, Ref, Sum, TableView};

rule! {
    /// 支出总表把收支总表的支出一侧按科目展开：合计应等于本年支出合计，每一类应等于收支总表的同名行。
    /// 一侧有数而另一侧没有这一类的，也不相符。
    X202 "收支总表的支出 = 支出总表（总额与各类）" Error One(check),
    example: "
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
        - 201|一般公共服务支出|30.00|20.00|10.00
        + 201|一般公共服务支出|31.00|21.00|10.00
        - 208|社会保障和就业支出|6.00|6.00|
        + 208|社会保障和就业支出|5.00|5.00|
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
        if here.index == detail.index
            && !met.is_empty()
            && let Some((line, twin)) = misnamed(summary, lines, &read, &figure)
            && let Ref::Cell(_, row, _) = at
            && let Some(item) = detail.items().iter().find(|i| i.row == row)
            && !summary.guessed()
            && misspelt(&line.name, &item.name)
        {
            let (one, other) = (findings.place(twin), findings.place(at));
            let said = format!("{one}名为“{}”，{other}金额相同的科目名为“{}”，两表别的科目都对得上", line.name, item.name);
            findings.fail_as(Severity::Warning, said, &[twin, at]);
            continue;
        }
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

/// The only line without a code or a meaning that has this figure: the class that is missed, under another name.
fn misnamed<'a>(
    summary: &TableView<'a>,
    lines: &[usize],
    read: &impl Fn(usize) -> Reading,
    figure: &Sum,
) -> Option<(&'a Item, Ref)> {
    let mut same = lines.iter().filter_map(|&line| {
        let item = summary.item(line).filter(|i| i.code.is_none() && i.concept.is_none() && !i.name.is_empty())?;
        let reading = read(line);
        let amount = reading.figure()?;
        let agrees = (amount.value - figure.value).abs() <= amount.slack + figure.slack;
        (agrees && reading.is_nonzero()).then_some((item, reading.at()?))
    });
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

/// Whether one name may stand for the other: half of its characters are there in order, but it is no other way to
/// write it, and not two lines that ran together.
fn misspelt(printed: &str, name: &str) -> bool {
    let mut rest = printed.chars();
    let common = name.chars().filter(|c| rest.clone().any(|r| r == *c) && rest.any(|r| r == *c)).count();
    !printed.contains(name) && !x210_names::alike(printed, name) && common * 2 >= name.chars().count()
}
