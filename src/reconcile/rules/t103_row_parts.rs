//! `T103`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, Sum, TableView};

rule! {
    /// 表头说一列是另几列之和的，每一行都应成立：合计 = 基本支出 + 项目支出（+ 经营、上缴上级、对附属单位补助），
    /// 小计 = 各组成，基本支出 = 人员经费 + 公用经费，公务用车 = 购置费 + 运行费，“三公”合计 = 出国 + 用车 + 接待，
    /// 收入合计 = 各来源之和。有不认识的金额列时，不相等也不下结论。
    T103 "行内合计 = 表头所示各组成之和" Error One(check),
    example: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - 201|一般公共服务支出|30.00|20.00|10.00
        + 201|一般公共服务支出|30.00|10.00|10.00
        - |合计|30.00|20.00|10.00
        + |合计|30.00|10.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (whole, parts) in identities(view) {
            rows(view, whole, &parts, findings);
        }
    }
}

/// Compares a column with the columns that make it up, in every row.
pub(super) fn rows(view: &TableView<'_>, whole: usize, parts: &[usize], findings: &mut Findings<'_>) {
    let name = view.table.columns.get(whole).and_then(|c| c.path.last()).map_or("合计", String::as_str);
    let unknown = view.table.columns.iter().enumerate().find(|(c, column)| {
        column.concept.is_none() && view.items().iter().any(|i| i.value_columns.contains(c))
    });
    for i in 0..view.items().len() {
        let Some(left) = view.value(i, whole).figure() else { continue };
        let sum = Sum::of(parts.iter().map(|&c| view.value(i, c)));
        if sum.printed == 0 && sum.unread.is_none() && !parts.iter().any(|&c| view.value(i, c).at().is_some()) {
            continue;
        }
        if let Some((column, _)) = unknown
            && (left.value - sum.value).abs() > left.slack + sum.slack
            && view.value(i, column).is_nonzero()
        {
            findings.insufficient("表头有含义不明的金额列，无法核对行内合计", &[Ref::Table(view.index)]);
            return;
        }
        findings.equal(&left, &sum, name, "各组成列之和");
    }
}

/// The identities that the header of a table states: a column and its parts.
fn identities(view: &TableView<'_>) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    let columns = |names: &[&str]| names.iter().filter_map(|n| view.column(n)).collect::<Vec<usize>>();
    let mut state = |whole: &str, parts: Vec<usize>, least: usize| {
        if let Some(whole) = view.column(whole)
            && parts.len() >= least
            && !parts.contains(&whole)
        {
            found.push((whole, parts));
        }
    };
    let split = columns(&[concept::BASIC_PERSONNEL, concept::BASIC_PUBLIC]);
    let basic = view.column(concept::BASIC).map_or_else(|| split.clone(), |c| vec![c]);
    state(concept::BASIC, split.clone(), 2);
    state(concept::PROJECT, under(view, concept::PROJECT), 2);
    let others = columns(&[concept::PROJECT, concept::OPERATING, concept::UPWARD, concept::SUBSIDY]);
    match view.table.kind {
        TableKind::RevenueSummary => {
            let current = sources(view, "current_year_revenue.");
            let subtotal = columns(&[concept::CURRENT_SUBTOTAL]);
            state(concept::CURRENT_SUBTOTAL, current.clone(), 2);
            let carried = columns(&[concept::CARRYOVER_SUBTOTAL, "used_balance"]);
            let carried = if view.column(concept::CARRYOVER_SUBTOTAL).is_some() {
                carried
            } else {
                [carried, sources(view, "carryover.")].concat()
            };
            let first = if subtotal.is_empty() { current } else { subtotal };
            state(concept::TOTAL, [first, carried].concat(), 2);
            let funds = columns(&[
                concept::CURRENT_GENERAL_PUBLIC,
                concept::CURRENT_GOVERNMENT_FUND,
                concept::CURRENT_STATE_CAPITAL,
            ]);
            state(concept::CURRENT_FISCAL, funds, 2);
        }
        TableKind::FiscalAppropriationSummary | TableKind::RevenueExpenditureSummary => {
            let funds = columns(&[
                concept::EXPENDITURE_GENERAL_PUBLIC,
                concept::EXPENDITURE_GOVERNMENT_FUND,
                concept::EXPENDITURE_STATE_CAPITAL,
            ]);
            state(concept::EXPENDITURE_TOTAL, funds, 2);
        }
        TableKind::GeneralPublicBasicExpenditure => state(concept::TOTAL, split, 2),
        TableKind::ThreePublicExpenses => {
            for phase in ["", ".budget", ".final"] {
                let named = |name: &str| format!("{name}{phase}");
                let vehicle = named(concept::THREE_PUBLIC_VEHICLE);
                let cars = [concept::THREE_PUBLIC_VEHICLE_PURCHASE, concept::THREE_PUBLIC_VEHICLE_OPERATION].map(named);
                let cars = columns(&cars.each_ref().map(String::as_str));
                state(&vehicle, cars.clone(), 2);
                let mut items = columns(
                    &[concept::THREE_PUBLIC_ABROAD, concept::THREE_PUBLIC_RECEPTION]
                        .map(named)
                        .each_ref()
                        .map(String::as_str),
                );
                items.extend(view.column(&vehicle).map_or(cars, |c| vec![c]));
                state(&named(concept::THREE_PUBLIC_TOTAL), items, 3);
            }
        }
        TableKind::ProjectExpenditure => {
            let funding = sources(view, "funding.");
            state(concept::TOTAL, funding, 2);
        }
        _ => {
            state(concept::TOTAL, [basic, others].concat(), 2);
            state(concept::CURRENT_EXPENDITURE, under(view, concept::CURRENT_EXPENDITURE), 2);
        }
    }
    found
}

/// The columns whose concept is one step below `whole`.
fn under(view: &TableView<'_>, whole: &str) -> Vec<usize> {
    let below = |concept: &str| {
        concept.strip_prefix(whole).and_then(|r| r.strip_prefix('.')).is_some_and(|rest| !rest.contains('.'))
    };
    let columns = view.table.columns.iter().enumerate();
    columns.filter(|(_, c)| c.concept.as_deref().is_some_and(below)).map(|(i, _)| i).collect()
}

/// The columns of sources, without the subtotal, and without the parts of a source that has its own column.
fn sources(view: &TableView<'_>, prefix: &str) -> Vec<usize> {
    let fiscal = format!("{prefix}fiscal_appropriation");
    let has_fiscal = view.column(&fiscal).is_some();
    let unit = view.column(&format!("{prefix}unit_funds")).is_some();
    let columns = view.table.columns.iter().enumerate();
    let source = |concept: &str| {
        concept.strip_prefix(prefix).is_some_and(|name| {
            let fund = matches!(name, "general_public" | "government_fund" | "state_capital");
            let own = matches!(name, "business" | "operating" | "superior_subsidy" | "subordinate_remittance" | "other");
            let counted_elsewhere = fund && has_fiscal || own && unit;
            name != "subtotal" && !name.contains('.') && !counted_elsewhere
        })
    };
    columns.filter(|(_, c)| c.concept.as_deref().is_some_and(source)).map(|(i, _)| i).collect()
}
