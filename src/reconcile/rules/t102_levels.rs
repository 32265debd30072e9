//! `T102`: see [`RULE`].

use std::collections::BTreeSet;

use crate::model::{ItemRole, Scheme, Severity, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView};

rule! {
    /// 类级科目等于其各款之和，款级科目等于其各项之和，每一列都应成立；收支总表中分列来源的行（财政拨款收入 =
    /// 一般公共预算 + 政府性基金 + 国有资本经营预算）同理。层级取自印出的编码，没有编码时取自名称。
    /// “其中”行不要求完整，另见 T105；经济分类另见 T106，结转另见 T107。
    T102 "上级科目 = 各下级科目之和" Error One(check),
    example: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        20126|档案事务|30.00|20.00|10.00
        2012601|行政运行|20.00|20.00|
        - 2012604|档案馆|10.00||10.00
        + 2012604|档案馆|15.00||15.00
        |合计|30.00|20.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (i, item) in view.items().iter().enumerate() {
            let economic = matches!(item.scheme, Some(Scheme::Economic | Scheme::GovernmentEconomic));
            let carried = item.concept.as_deref() == Some(concept::LINE_REVENUE_CARRYOVER);
            if !economic && !carried {
                parts(view, i, findings);
            }
        }
        gaps(view, findings);
    }
}

/// Compares an item with the items below it, in each of its columns.
pub(super) fn parts(view: &TableView<'_>, i: usize, findings: &mut Findings<'_>) {
    let Some(item) = view.item(i) else { return };
    let below = || {
        view.children(i).iter().copied().filter(|&c| view.item(c).is_some_and(|c| c.role != ItemRole::OfWhich))
    };
    if below().next().is_none() {
        return;
    }
    for &column in &item.value_columns {
        let Some(whole) = view.value(i, column).figure() else { continue };
        let sum = view.sum(below(), column);
        if sum.printed > 0 || sum.unread.is_some() {
            findings.equal(&whole, &sum, &item.name, "其下级各项之和");
        }
    }
}

/// A 款 or 项 without the row of its 类 or 款, or a 款 without any 项, where every other subject has them: a row
/// that was left out. Only a hint: the reading may have missed it.
fn gaps(view: &TableView<'_>, findings: &mut Findings<'_>) {
    let subject = |scheme: Option<Scheme>| matches!(scheme, Some(Scheme::Functional | Scheme::Economic));
    let (mut there, mut missed): (Vec<&str>, BTreeSet<&str>) = (Vec::new(), BTreeSet::new());
    let mut lost = Vec::new();
    for (i, item) in view.items().iter().enumerate().filter(|(_, item)| subject(item.scheme)) {
        let Some(code) = item.code.as_deref() else { continue };
        let above = match code.len() {
            5 => code.get(..3),
            7 => code.get(..5),
            _ => None,
        };
        if let Some(above) = above {
            // The rows of one 类 or 款 mostly follow one another.
            if there.last() == Some(&above) || view.has_code(above) {
                there.push(above);
            } else if missed.insert(above) {
                lost.push((i, format!("没有其上级 {above} 的行")));
            }
        }
        let filled = || item.value_columns.iter().any(|&c| view.value(i, c).is_nonzero());
        let functional = item.scheme == Some(Scheme::Functional);
        if functional && code.len() == 5 && view.children(i).is_empty() && filled() {
            lost.push((i, "没有其下各项的行".to_owned()));
        }
    }
    if lost.is_empty() {
        return;
    }
    there.sort_unstable();
    there.dedup();
    if lost.len() * 3 > there.len() {
        return;
    }
    for (i, what) in lost {
        let Some(item) = view.item(i) else { continue };
        let code = item.code.as_deref().unwrap_or_default();
        let at = Ref::Cell(view.index, item.row, item.name_column.unwrap_or_default());
        let said = format!("表{}《{}》列有 {code} {}，{what}，别的科目都有", view.table.ordinal, view.table.title, item.name);
        findings.fail_as(Severity::Info, said, &[at]);
    }
}
