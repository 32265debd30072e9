//! `N308`: see [`RULE`].

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::{Claim, Measure, Severity, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView, narrative};

rule! {
    /// 说明所说的一级项目个数，应等于项目支出表中不同的一级项目数；没有“一级项目”列的表不比较。预算中编报绩效目标的项目数，
    /// 不应小于绩效目标表所列的不同项目数：公开的可以只是其中一部分，所以不要求相等。决算的绩效表是自评，不比较。
    N308 "说明中的项目个数 = 表中的项目数" Error One(check),
    example: "
        @预算
        ## 十、预算绩效情况说明

        - 2025年实行绩效目标管理的一级项目2个。
        + 2025年实行绩效目标管理的一级项目3个。

        表10：2025年单位项目支出预算表

        单位：万元

        一级项目名称|项目名称|合计
        业务运行|档案整理|3.00
        业务运行|档案数字化|4.00
        设备购置|库房设备|5.00
        合计||12.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    first_level(context, findings);
    if context.is_budget() {
        with_goals(context, findings);
    }
}

/// 一级项目 3 个.
fn first_level(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in counts(context, "performance.first_level") {
        let tables = context.of_kind(TableKind::ProjectExpenditure).chain(context.of_kind(TableKind::ProjectPerformance));
        let listed = tables.filter_map(|view| {
            let column = view.table.columns.iter().position(|c| c.path.iter().any(|p| p.contains("一级项目")))?;
            names(view, column)
        });
        let Some((view, listed)) = listed.last() else { continue };
        let (stated, count) = (narrative::sum(context, index).value, Decimal::from(listed));
        let refs = [Ref::Claim(index), Ref::Table(view.index)];
        if stated == count {
            findings.pass(&refs, || "项目个数相符".to_owned());
        } else if !guessed(view, findings, &refs) {
            let message = format!("说明称一级项目 {}，表中有 {listed} 个一级项目", claim.text);
            findings.fail_with(message, &refs, stated, count, Decimal::ZERO);
        }
    }
}

/// 编报绩效目标的项目 20 个.
fn with_goals(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in counts(context, concept::PERFORMANCE) {
        let mut tables = context.of_kind(TableKind::ProjectPerformance);
        let Some((view, listed)) = tables.find_map(|v| names(v, v.column(concept::PROJECT_NAME)?)) else { continue };
        let (stated, count) = (narrative::sum(context, index).value, Decimal::from(listed));
        let refs = [Ref::Claim(index), Ref::Table(view.index)];
        if stated >= count {
            findings.pass(&refs, || "绩效目标表所列不多于编报绩效目标的项目".to_owned());
        } else if !guessed(view, findings, &refs) {
            let message = format!("说明称编报绩效目标的项目 {}，绩效目标表列有 {listed} 个项目", claim.text);
            // What is counted as one project is less certain than 一级项目.
            findings.fail_as(Severity::Warning, message, &refs);
        }
    }
}

fn counts<'a>(context: &Context<'a>, concept: &str) -> impl Iterator<Item = (usize, &'a Claim)> {
    context.claims_of_concept(concept).filter(|(_, c)| c.measure == Measure::Count && c.count.is_some())
}

/// How many different projects a table names in a column, when there are some.
fn names<'c, 'a>(view: &'c TableView<'a>, column: usize) -> Option<(&'c TableView<'a>, usize)> {
    let cells = view.table.rows.iter().filter_map(|row| row.cells.get(column).map(|c| c.text.as_str()));
    let names: BTreeSet<&str> =
        cells.filter(|t| !t.is_empty() && !t.contains("合计") && !t.contains("小计")).collect();
    (view.refused.is_none() && !names.is_empty()).then_some((view, names.len()))
}

/// Whether the rows of a table were guessed; then the rule has said so.
fn guessed(view: &TableView<'_>, findings: &mut Findings<'_>, refs: &[Ref]) -> bool {
    if view.guessed() {
        let why = format!("表{}没有框线，行是按对齐推定的，不能断定项目个数", view.table.ordinal);
        findings.insufficient(why, refs);
    }
    view.guessed()
}
