//! `C502`: see [`RULE`].

use crate::model::{Severity, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 表下注明“本表为空”“本表无数据”的，表中不应有数；没有数据的法定表应当注明。后者只作提示。
    C502 "空表有说明，有数的表没有空表说明" Warning One(check),
    example: "
        @预算
        表8：2025年单位政府性基金预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - |合计|||
        + 212|城乡社区支出|5.00||5.00
        + |合计|5.00||5.00

        注：本单位没有政府性基金预算安排的支出，故本表无数据。
    ",
}

const EMPTY: &[&str] = &["本表无数据", "本表为空", "为空表", "故本表无", "本表无内容", "本表空"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.tables().iter().filter(|v| v.table.kind != TableKind::Other) {
        let note = view.table.notes.iter().find(|n| EMPTY.iter().any(|e| n.contains(e)));
        let at = Ref::Table(view.index);
        let name = format!("表{}《{}》", view.table.ordinal, view.table.title);
        match (note, view.has_figures) {
            (Some(note), true) => {
                let figures = sample(view);
                findings.fail(format!("{name}注明“{note}”，但表中有数据"), &[vec![at], figures].concat());
                findings.attach_text(at, note);
            }
            (None, false) if view.any_amount_column() && !view.has_zero() => findings.fail_as(
                Severity::Info,
                format!("{name}没有数据，也没有说明"),
                &[at],
            ),
            _ => findings.pass(&[at], || format!("{name}与其说明相符")),
        }
    }
}

/// The first figures of a table, as evidence.
fn sample(view: &crate::reconcile::TableView<'_>) -> Vec<Ref> {
    let cells = view.items().iter().enumerate().flat_map(|(i, item)| item.value_columns.iter().map(move |&c| (i, c)));
    cells.map(|(i, c)| view.value(i, c)).filter(|r| r.is_nonzero()).filter_map(crate::reconcile::Reading::at).take(3).collect()
}
