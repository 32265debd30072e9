//! `T107`: see [`RULE`].

use super::t103_row_parts;
use crate::model::{Severity, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView};

rule! {
    /// 上年结转（年初结转和结余）分资金列示的，小计等于各资金之和，与本年收入的分列同样要求。
    T107 "结转小计 = 各资金结转之和" Error One(check),
    example: "
        @决算 2024
        财政拨款收入支出决算总表

        单位：万元

        收入||支出||
        项目|决算数|项目|合计|一般公共预算财政拨款
        一、一般公共预算财政拨款|30.00|一、一般公共服务支出|32.00|32.00
        本年收入合计|30.00|本年支出合计|32.00|32.00
        年初财政拨款结转和结余|2.00|年末财政拨款结转和结余||
        - 一、一般公共预算财政拨款|2.00|||
        + 一、一般公共预算财政拨款|1.00|||
        二、政府性基金预算财政拨款||||
        总计|32.00|总计|32.00|32.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (i, item) in view.items().iter().enumerate() {
            if item.concept.as_deref() == Some(concept::LINE_REVENUE_CARRYOVER) {
                lines(view, i, findings);
            }
        }
        if let Some(whole) = view.column(concept::CARRYOVER_SUBTOTAL) {
            let columns = view.table.columns.iter().enumerate();
            let parts: Vec<usize> = columns
                .filter(|(i, c)| *i != whole && c.concept.as_deref().is_some_and(|c| c.starts_with("carryover.")))
                .map(|(i, _)| i)
                .collect();
            if parts.len() >= 2 {
                t103_row_parts::rows(view, whole, &parts, findings);
            }
        }
    }
}

/// The lines of a carry-over: exhaustive when both 一般公共预算 and 政府性基金 are among them.
fn lines(view: &TableView<'_>, i: usize, findings: &mut Findings<'_>) {
    let Some(item) = view.item(i) else { return };
    let parts = view.children(i);
    let has = |fund: &str| {
        parts.iter().any(|&p| view.item(p).and_then(|p| p.concept.as_deref()).is_some_and(|c| c.ends_with(fund)))
    };
    let filled = |i: usize| item.value_columns.iter().any(|&c| view.value(i, c).is_nonzero());
    if has("government_fund") && has("state_capital") && !has("general_public") && !view.guessed() {
        if filled(i) && !parts.iter().any(|&p| filled(p)) {
            let at = Ref::Cell(view.index, item.row, item.name_column.unwrap_or_default());
            let said = format!("{}：有金额，而其下没有一般公共预算的行，别的资金都是空白", findings.place(at));
            findings.fail_as(Severity::Info, said, &[at]);
        }
        return;
    }
    if !(has("general_public") && has("government_fund")) {
        return;
    }
    for &column in &item.value_columns {
        let sum = view.sum(parts.iter().copied(), column);
        if let Some(whole) = view.value(i, column).figure()
            && sum.printed > 0
        {
            findings.equal(&whole, &sum, &item.name, "各资金结转之和");
        }
    }
}
