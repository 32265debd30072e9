//! `N311`: see [`RULE`].

use crate::model::{Scheme, Severity, TableKind, concept};
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Reading, Ref, TableView};
use crate::vocabulary::fold;

rule! {
    /// 说明列举的人员经费、公用经费内容，应在基本支出表中有金额。表中有这一行而没有金额（或为零）的，是照抄了模板或别的单位；此时同时指出有金额而未列的
    /// 内容，只有以一个名称代替了另一个时是警告，其余只作提示。只说“社会保险”之类、不是科目名称的不比较。
    N311 "说明列举的经济科目在基本支出表中有金额" Warning One(check),
    example: "
        @预算
        ## 六、一般公共预算基本支出情况说明

        - 2025年一般公共预算基本支出20.00万元，其中：人员经费20.00万元，主要包括：基本工资、津贴补贴。
        + 2025年一般公共预算基本支出20.00万元，其中：人员经费20.00万元，主要包括：基本工资、奖金。

        表6：2025年单位一般公共预算基本支出预算表

        单位：万元

        科目编码|科目名称|合计|人员经费|公用经费
        301|工资福利支出|20.00|20.00|
        30101|基本工资|15.00|15.00|
        30102|津贴补贴|5.00|5.00|
        - 30103|奖金|||
        + 30103|奖金|0.00|0.00|
        |合计|20.00|20.00|
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let table = context.table(TableKind::GeneralPublicBasicExpenditure);
    let Some(view) = table.filter(|v| v.has_figures && v.refused.is_none()) else { return };
    for (index, claim) in context.document.claims.iter().enumerate() {
        let personnel = match claim.concept.as_deref() {
            Some(concept::BASIC_PERSONNEL) => true,
            Some(concept::BASIC_PUBLIC) => false,
            _ => continue,
        };
        let Some((_, after)) = narrative::around(claim) else { continue };
        let statement = after.split(['；', ';', '。']).next().unwrap_or("");
        let Some((_, list)) = statement.split_once("包括") else { continue };
        let names: Vec<&str> = list.trim_start_matches(['：', ':']).split(['、', '，']).map(str::trim).collect();
        let (mut empty, mut refs, mut sound) = (Vec::new(), vec![Ref::Claim(index)], 0);
        for name in &names {
            let name = name.strip_suffix('等').unwrap_or(name);
            let Some(item) = item(view, name) else { continue };
            if printed(view, item) {
                sound += 1;
            } else {
                empty.push(name);
                let cell = view.item(item).and_then(|i| Some(Ref::Cell(view.index, i.row, i.name_column?)));
                refs.push(cell.unwrap_or(Ref::Table(view.index)));
            }
        }
        if empty.is_empty() {
            if sound > 0 {
                findings.pass(&refs, || "列举的科目在表中都有金额".to_owned());
            }
            continue;
        }
        let left_out = left_out(view, personnel, &names);
        let also = if left_out.is_empty() { String::new() } else { format!("（未列{}）", left_out.join("、")) };
        let message = format!(
            "说明列举的{}包括“{}{also}”，而表{}《{}》中{}没有金额",
            if personnel { "人员经费" } else { "公用经费" },
            empty.join("、"),
            view.table.ordinal,
            view.table.title,
            if empty.len() > 1 { "它们" } else { "它" },
        );
        // Names too many are a template's, and lists are seldom complete; one name in the place of one other is wrong.
        let instead = empty.len() == 1 && left_out.len() == 1;
        let severity = if instead { Severity::Warning } else { Severity::Info };
        findings.fail_as(severity, message, &refs);
    }
}

fn item(view: &TableView<'_>, name: &str) -> Option<usize> {
    let mut found = (0..view.items().len()).filter(|&i| {
        view.item(i).is_some_and(|item| economic(item) && fold::same(&item.name, name))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn economic(item: &crate::model::Item) -> bool {
    item.code.as_ref().is_some_and(|c| c.len() == 5) && item.scheme.is_none_or(|s| s == Scheme::Economic)
}

/// Whether any amount other than zero is printed for an item; what could not be read counts as printed.
fn printed(view: &TableView<'_>, item: usize) -> bool {
    let columns = view.item(item).map_or(&[][..], |i| i.value_columns.as_slice());
    columns.iter().any(|&c| {
        let reading = view.value(item, c);
        reading.is_nonzero() || matches!(reading, Reading::Unread(_))
    })
}

/// Items with an amount that the list leaves out.
fn left_out<'a>(view: &TableView<'a>, personnel: bool, names: &[&str]) -> Vec<&'a str> {
    let ours = |code: &str| (code.starts_with("301") || code.starts_with("303")) == personnel;
    let items = view.items().iter().enumerate().filter(|(i, item)| {
        economic(item)
            && item.code.as_deref().is_some_and(ours)
            && printed(view, *i)
            && !names.iter().any(|n| fold::same(n, &item.name))
    });
    items.map(|(_, item)| item.name.as_str()).collect()
}
