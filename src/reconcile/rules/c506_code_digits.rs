//! `C506`: see [`RULE`].

use crate::model::{Severity, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView};

rule! {
    /// 款、项编码是两位数。同一列里别的编码都是两位，个别印成一位的（301-2 津贴补贴），是漏了前导零。
    C506 "科目编码的款、项为两位" Warning One(check),
    example: "
        @预算
        表6：2025年单位一般公共预算基本支出预算表

        单位：万元

        类|款|科目名称|合计|人员经费|公用经费
        301||工资福利支出|15.00|15.00|
        301|01|基本工资|8.00|8.00|
        301|03|奖金|2.00|2.00|
        - 301|02|津贴补贴|5.00|5.00|
        + 301|2|津贴补贴|5.00|5.00|
        ||合计|15.00|15.00|
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.tables() {
        let parts = [concept::CODE_DIVISION, concept::CODE_ITEM].map(|c| view.column(c));
        let mut short: Vec<(usize, usize)> = Vec::new();
        let mut whole = 0;
        for (r, row) in view.table.rows.iter().enumerate() {
            for column in parts.into_iter().flatten() {
                let text = row.cells.get(column).map_or("", |c| c.text.as_str());
                match text.len() {
                    2 if text.bytes().all(|b| b.is_ascii_digit()) => whole += 1,
                    1 if text.bytes().all(|b| b.is_ascii_digit()) => short.push((r, column)),
                    _ => {}
                }
            }
        }
        if short.is_empty() || whole <= short.len() {
            if whole > 0 {
                findings.pass(&[Ref::Table(view.index)], || "编码位数一致".to_owned());
            }
            continue;
        }
        let named: Vec<String> = short.iter().map(|&(r, c)| named(view, r, c)).collect();
        let refs: Vec<Ref> = short.iter().map(|&(r, c)| Ref::Cell(view.index, r, c)).collect();
        findings.fail_as(
            Severity::Warning,
            format!("表{}《{}》的科目编码只印了一位，别的行都是两位：{}", view.table.ordinal, view.table.title, named.join("；")),
            &refs,
        );
    }
}

/// `301-2 津贴补贴`.
fn named(view: &TableView<'_>, row: usize, column: usize) -> String {
    let Some(cells) = view.table.rows.get(row).map(|r| &r.cells) else { return String::new() };
    let codes: Vec<&str> = [concept::CODE_CLASS, concept::CODE_DIVISION, concept::CODE_ITEM]
        .iter()
        .filter_map(|c| view.column(c))
        .filter(|c| *c <= column)
        .filter_map(|c| cells.get(c).map(|cell| cell.text.as_str()))
        .filter(|t| !t.is_empty())
        .collect();
    let name = view.table.rows.get(row).map_or("", |r| r.name.as_str());
    format!("{} {name}", codes.join("-"))
}
