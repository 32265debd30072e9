//! `X209`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Relation, TableView};
use crate::vocabulary::fold::same;

rule! {
    /// 支出总表的项目支出由项目支出表逐个项目展开：合计相等；题名说明只列财政拨款或部分项目的，不大于。
    /// 项目支出表分资金列示的，一般公共预算、政府性基金的合计应等于该资金支出表的项目支出。
    /// 同名项目在项目支出表与绩效目标表中的金额应当相等（绩效表的金额是本年安排时）；其中一表的题名说明只列财政拨款的，不大于另一表。
    X209 "支出总表项目支出 = 项目支出表；同名项目金额一致" Error One(check),
    example: "
        @预算
        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表10：2025年单位项目支出预算表

        单位：万元

        单位名称|项目名称|合计
        - |合计|10.00
        + |合计|11.00
        示例市档案服务中心|档案数字化|6.00
        - 示例市档案服务中心|库房改造|4.00
        + 示例市档案服务中心|库房改造|5.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let projects: Vec<&TableView<'_>> = context
        .tables()
        .iter()
        .filter(|v| v.has_figures && v.refused.is_none())
        .filter(|v| matches!(v.table.kind, TableKind::ProjectExpenditure | TableKind::ProjectPerformance))
        .collect();
    if let Some(all) = context.table(TableKind::ExpenditureSummary).filter(|v| v.refused.is_none())
        && let Some(left) = all.total(0).and_then(|t| all.value_of(t, concept::PROJECT).figure())
    {
        for view in projects.iter().filter(|v| v.table.kind == TableKind::ProjectExpenditure) {
            let Some(right) = view.total(0).and_then(|t| view.value_of(t, concept::TOTAL).figure()) else { continue };
            if partial(view) || view.table.kind != TableKind::ProjectExpenditure {
                findings.compare(&right, Relation::AtMost, &left, "项目支出表合计", "支出总表项目支出");
            } else {
                let apart = findings.equal(&left, &right, "支出总表项目支出", "项目支出表合计");
                if !apart && context.is_budget() {
                    by_fund(context, view, findings);
                }
            }
        }
    }
    for (at, first) in projects.iter().enumerate() {
        for second in projects.iter().skip(at + 1) {
            by_name(first, second, findings);
        }
    }
}

/// A list of all projects that says which fund pays: each fund's total is the 项目支出 of that fund's table.
fn by_fund(context: &Context<'_>, view: &TableView<'_>, findings: &mut Findings<'_>) {
    let funds = [
        ("funding.general_public", TableKind::GeneralPublicExpenditure, "一般公共预算支出表的项目支出"),
        ("funding.government_fund", TableKind::GovernmentFundExpenditure, "政府性基金支出表的项目支出"),
    ];
    for (column, kind, name) in funds {
        let Some(fund) = context.table(kind).filter(|v| v.has_figures && v.refused.is_none()) else { continue };
        let left = view.total(0).and_then(|t| view.value_of(t, column).figure());
        let right = fund.total(0).and_then(|t| fund.value_of(t, concept::PROJECT).figure());
        if let (Some(left), Some(right)) = (left, right) {
            findings.equal(&left, &right, "项目支出表该资金合计", name);
        }
    }
}

/// Whether a table's title says that it lists only a part of the money or of the projects.
fn partial(view: &TableView<'_>) -> bool {
    ["财政拨款", "一般公共", "重点", "部分", "特定目标", "基金"].iter().any(|p| view.table.title.contains(p))
}

fn by_name(first: &TableView<'_>, second: &TableView<'_>, findings: &mut Findings<'_>) {
    let (Some(a), Some(b)) = (first.column(concept::TOTAL), second.column(concept::TOTAL)) else { return };
    for (i, item) in first.items().iter().enumerate() {
        let twins: Vec<usize> =
            (0..second.items().len()).filter(|&j| second.item(j).is_some_and(|o| same(&o.name, &item.name))).collect();
        let unique = first.items().iter().filter(|o| same(&o.name, &item.name)).count() == 1;
        if let ([twin], true) = (twins.as_slice(), unique)
            && let (Some(left), Some(right)) = (first.value(i, a).figure(), second.value(*twin, b).figure())
        {
            match (partial(first), partial(second)) {
                (false, true) => findings.compare(&right, Relation::AtMost, &left, "后表", "前表"),
                (true, false) => findings.compare(&left, Relation::AtMost, &right, "前表", "后表"),
                _ => findings.equal(&left, &right, "前表", "后表"),
            };
        }
    }
}
