//! `N308`: see [`RULE`].

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::{Measure, TableKind};
use crate::reconcile::figure::Sum;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, narrative};

rule! {
    /// 说明所说的一级项目个数，应等于项目支出表中不同的一级项目数。没有“一级项目”列的表不比较。
    N308 "说明中的项目个数 = 表中的项目数" Error One(check),
    passing: "
        @预算
        ## 十、预算绩效情况说明

        2025年实行绩效目标管理的一级项目2个。

        表10：2025年单位项目支出预算表

        单位：万元

        一级项目名称|项目名称|合计
        业务运行|档案整理|3.00
        业务运行|档案数字化|4.00
        设备购置|库房设备|5.00
        合计||12.00
    ",
    failing: "
        @预算
        ## 十、预算绩效情况说明

        2025年实行绩效目标管理的一级项目3个。

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
    for (index, claim) in context.claims_of_concept("performance.first_level") {
        if claim.measure != Measure::Count {
            continue;
        }
        let tables = context.of_kind(TableKind::ProjectExpenditure).chain(context.of_kind(TableKind::ProjectPerformance));
        let found = tables.filter(|v| v.refused.is_none()).filter_map(|view| {
            let column = view.table.columns.iter().position(|c| c.path.iter().any(|p| p.contains("一级项目")))?;
            let names: BTreeSet<&str> = view
                .table
                .rows
                .iter()
                .filter_map(|row| row.cells.get(column).map(|c| c.text.as_str()))
                .filter(|t| !t.is_empty() && !t.contains("合计") && !t.contains("小计"))
                .collect();
            (!names.is_empty()).then_some((view, names.len()))
        });
        let Some((view, count)) = found.last() else { continue };
        let table = view.index;
        let rows = Sum { value: Decimal::from(count), refs: vec![Ref::Table(table)], ..Sum::default() };
        let stated = Sum { slack: Decimal::ZERO, ..narrative::sum(context, index) };
        if stated.value == rows.value {
            findings.pass(&[Ref::Claim(index), Ref::Table(table)], || "项目个数相符".to_owned());
        } else if view.guessed() {
            let why = format!("表{}没有框线，行是按对齐推定的，不能断定项目个数", view.table.ordinal);
            findings.insufficient(why, &[Ref::Claim(index), Ref::Table(table)]);
        } else {
            let message = format!("说明称一级项目 {}，表中有 {count} 个一级项目", claim.text);
            findings.fail_with(message, &[Ref::Claim(index), Ref::Table(table)], stated.value, rows.value, Decimal::ZERO);
        }
    }
}
