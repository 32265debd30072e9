//! `T101`: see [`RULE`].

use crate::model::{ItemRole, Severity, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 按科目列示的表，合计行在每一列都应等于各顶级行（类级科目、单位或项目）之和。
    /// 空格在求和时按零计；“其中”行不计入。两侧收支总表的各种总计另由 T104 核对。
    T101 "合计行 = 各顶级行之和" Error One(check),
    example: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        208|社会保障和就业支出|5.50|5.50|
        - |合计|35.50|25.50|10.00
        + |合计|35.50|25.50|70.00
    ",
}

/// Kinds of tables that are printed with a 合计 row. A “三公” table of one unit has one row and none.
const TOTALLED: &[TableKind] = &[
    TableKind::RevenueSummary,
    TableKind::ExpenditureSummary,
    TableKind::GeneralPublicExpenditure,
    TableKind::GeneralPublicBasicExpenditure,
    TableKind::GovernmentFundExpenditure,
    TableKind::StateCapitalExpenditure,
    TableKind::ProjectExpenditure,
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.tables().iter().filter(|v| v.has_figures && !two_sided(v.table.kind)) {
        let Some(total) = view.total(0) else {
            let totals = view.items().iter().any(|i| i.role == ItemRole::Total);
            if TOTALLED.contains(&view.table.kind) && !totals && view.items().len() > 1 && !view.guessed() {
                let said = format!("表{}《{}》没有合计行", view.table.ordinal, view.table.title);
                findings.fail_as(Severity::Info, said, &[Ref::Table(view.index)]);
            }
            continue;
        };
        if let Some(why) = &view.refused {
            findings.insufficient(why.clone(), &[Ref::Table(view.index)]);
            continue;
        }
        let Some(item) = view.item(total) else { continue };
        for &column in &item.value_columns {
            let parts = view.sum(view.top_level(0), column);
            if let Some(whole) = view.value(total, column).figure()
                && parts.printed + usize::from(parts.unread.is_some()) > 0
            {
                findings.equal(&whole, &parts, "合计", "各顶级行之和");
            }
        }
    }
}

/// The summaries with revenue on one side and expenditure on the other.
fn two_sided(kind: TableKind) -> bool {
    matches!(kind, TableKind::RevenueExpenditureSummary | TableKind::FiscalAppropriationSummary)
}
